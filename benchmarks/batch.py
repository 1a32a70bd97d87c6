"""What a batch costs beside the pages themselves.

`python benchmarks/batch.py overhead [--rounds N] [--pages N]` reads parts of the sample page with nothing around them,
with `--jobs 1` and with `--jobs 2`, one after the other in every round, and prints ratios: the batch over the bare page
time, and two workers over one. The start of programs, which does not grow with the pages, is left out: time runs from
the first finished page to the last. Each ratio is given by the clock, which on a machine with other work tells little,
and by processor time of all processes together; two workers that wait for nobody are twice as fast as their pages take
processor time. Doubts are not counted: with `--report` a page of 250 lines takes 0.9 seconds more for that.
`python benchmarks/batch.py flat [--sizes N...]` reads 10, 100 and 1,000 PDF pages that carry their text, and prints
seconds a page, the peak of memory of the run with all its workers, and bytes of records a page.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parents[1] / "tests"))

from command_line import draw_text_pages
from measure import watched
from PIL import Image

ROOT = Path(__file__).parents[1]
SCAN = ROOT / "scans" / "en.jpg"
WIDTH, HEIGHT = 1300, 900  # of the parts of the page: some thirty lines, two or three seconds on an idle machine
WORDS = ("--language", "en", "--script", "latin", "--engine", "rapidocr")
# Reads pages in one process, without batch, project or report, and says when each was done.
BARE = """
import hashlib, sys, time
from ocr.page import Source
from ocr.pipeline import read_page
from ocr.settings import PageSettings
for number, file in enumerate(sys.argv[1:]):
    read_page(Source(file, ""), f"p{number:06d}", PageSettings("en", "latin", engine="rapidocr"))
    print(time.time(), time.process_time(), flush=True)
"""
# Reads pages as `galley ocr` does, and says when each was saved.
BATCH = """
import multiprocessing, os, sys, time
from contextlib import closing
from pathlib import Path
from correction.reading import Request, read_into
from correction.store import create_project
from ocr.batch import Limits
from ocr.events import CancelToken
from ocr.settings import PageSettings
def used():
    seconds = time.process_time()
    for child in multiprocessing.active_children():
        fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds
def listen(event):
    if event.kind == "page_done":
        print(time.time(), used(), flush=True)
if __name__ == "__main__":
    root, jobs, *files = sys.argv[1:]
    settings = PageSettings("en", "latin", engine="rapidocr")
    limits = Limits(3600, 4 << 30)
    request = Request(tuple(map(Path, files)), settings, int(jobs), limits=limits)
    with closing(create_project(Path(root))) as project:
        read_into(project, request, listen, CancelToken())
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds a page by the clock and of processors, or ratios of both."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} ({self.processor:.2f} of processors)"


def main() -> int:
    parser = argparse.ArgumentParser(description="What a batch costs beside the pages themselves.")
    parser.add_argument("what", choices=["overhead", "flat"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.what == "overhead":
            _overhead(Path(folder), options.rounds, options.pages)
        else:
            _flat(Path(folder), options.sizes)
    return 0


def _overhead(folder: Path, rounds: int, pages: int) -> None:
    files = _parts(folder / "in", pages)
    over: list[Pace] = []
    faster: list[Pace] = []
    for number in range(1, rounds + 1):
        bare = _pace(BARE, files)
        one, two = (_pace(BATCH, (str(folder / f"{number}-{jobs}"), str(jobs), *files)) for jobs in (1, 2))
        over.append(Pace(one.clock / bare.clock, one.processor / bare.processor))
        faster.append(Pace(one.clock / two.clock, 2 * one.processor / two.processor))
        print(f"round {number}, seconds a page: bare {bare}, one worker {one}, two workers {two}", flush=True)
    print(f"a batch over the bare page time: {_said(over)}")
    print(f"two workers against one: {_said(faster)}")


def _said(ratios: Sequence[Pace]) -> str:
    clock, processor = [each.clock for each in ratios], [each.processor for each in ratios]
    return ", ".join(
        f"by {name} {statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"
        for name, values in (("the clock", clock), ("processor time", processor))
    )


def _pace(program: str, words: Sequence[str]) -> Pace:
    """Seconds a page, from the first that is done to the last."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(program)
        script.flush()
        done = subprocess.run(
            [sys.executable, script.name, *words], env=_env(), capture_output=True, text=True, check=True
        )
    first, *_, last = lines = [[float(word) for word in line.split()] for line in done.stdout.splitlines()]
    return Pace((last[0] - first[0]) / (len(lines) - 1), (last[1] - first[1]) / (len(lines) - 1))


def _parts(folder: Path, count: int) -> list[str]:
    """Parts of the sample page, each a file of its own."""
    folder.mkdir()
    page = Image.open(SCAN)
    found = []
    for number in range(count):
        left = 90 + 35 * (number % 40)
        top = 700 + 61 * (number % 37)
        file = folder / f"{number}.png"
        page.crop((left, top, left + WIDTH, top + HEIGHT)).save(file)
        found.append(str(file))
    return found


def _flat(folder: Path, sizes: Sequence[int]) -> None:
    for size in sizes:
        draw_text_pages(folder / f"in-{size}", size)
        words = ["ocr", str(folder / f"in-{size}"), "--project", str(folder / f"P-{size}"), "--jobs", "2", "--quiet"]
        words += ["--report", str(folder / f"{size}.csv"), *WORDS]
        program = "from correction.cli import main; main()"
        started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        ended = watched([sys.executable, "-c", program, *words], _env(), 7200)
        seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        records = sum(file.stat().st_size for file in (folder / f"P-{size}").glob("galley.db*"))
        print(
            f"{size} pages: exit {ended.code}, {seconds / size:.3f} s a page ({used / size:.3f} of processors), "
            f"{ended.cost.memory:.0f} MB at most, {records / size / 1000:.0f} kB of records a page",
            flush=True,
        )


def _env() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


if __name__ == "__main__":
    sys.exit(main())
