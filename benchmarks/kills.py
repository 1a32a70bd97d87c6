"""Kill -9 at random moments: of a batch, and of a program that appends decisions.

`python benchmarks/kills.py [--kills N] [--pages N] [--seed N]` runs `galley ocr` on small PDF pages, with a reader that
takes a tenth of a second (with `--real` Galley's own), and kills it at a random moment, again and again, until it gets
through. After each kill the project must be whole: `check` is clean and every page that counts as read is there. What
it gets through to must be what an unbroken run gives. Then a program appends decisions and says after each that it is
kept; killed, all that it said must be in the log, once and in order. Prints a line for each part; the exit code is 1
when anything was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parents[1] / "tests"))

from command_line import draw_text_pages

from correction.store import Project, open_project
from ocr.batch import Job, ReadPage
from ocr.page import Box, Item, LineText, Page, Reading, TextLine, TextRegion, Transform, new_id
from ocr.settings import PageSettings

GALLEY = "from correction.cli import main; main()"
QUICK = f"import correction.reading, kills; correction.reading.read_job = kills.read_quickly; {GALLEY}"
PAGE_SECONDS = 0.1
# Appends decisions to a project until it is killed; says the id of each as soon as it is kept.
APPENDING = """
import sys
from pathlib import Path
from correction.review import decide
from correction.store import open_project
project = open_project(Path(sys.argv[1]))
page = project.load_page(sys.argv[2])
lines = [line.id for line in page.lines]
for number in range(10**6):
    made = decide(page, "text", [lines[number % len(lines)]], f"corrected {number}", "a reviewer")
    project.append([made])
    print(made.id, flush=True)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill -9 at random moments; nothing may be lost.")
    parser.add_argument("--kills", type=int, default=200, help="of a batch, and as many of a reviewing program")
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--real", action="store_true", help="read the pages with Galley's own reader")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        faults = kill_batches(Path(folder), options.kills, options.pages, chance, GALLEY if options.real else QUICK)
        faults += kill_reviewers(Path(folder), options.kills, chance)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def read_quickly(settings: PageSettings, _version: str, job: Job) -> ReadPage:
    """A page of forty lines that say what its file is."""
    time.sleep(PAGE_SECONDS)
    boxes = [Box(10, 50 * row, 410, 50 * row + 40) for row in range(40)]
    lines = tuple(TextLine(new_id("l", job.page_id, box), box, box.polygon) for box in boxes)
    texts = {line.id: LineText(f"{job.source.sha256} {row}") for row, line in enumerate(lines)}
    reading = Reading(
        new_id("g", job.page_id, settings.run), "quick", "none", "1", texts, {}, settings.run, PAGE_SECONDS
    )
    region = TextRegion("r_1", Box(10, 0, 410, 1990), "body", lines, "i_1")
    return ReadPage(
        Page(
            job.page_id,
            job.source,
            420,
            2000,
            None,
            "en",
            "latin",
            "horizontal",
            Transform(),
            (region,),
            (Item("i_1"),),
            (),
            (),
            (reading,),
            reading.id,
        )
    )


def kill_batches(folder: Path, kills: int, pages: int, chance: random.Random, program: str) -> list[str]:
    """Kill batches until there were so many kills; gives what was lost or half-written."""
    draw_text_pages(folder / "in", pages)
    started = time.perf_counter()
    _batch(folder, "unbroken", program).wait()
    seconds = time.perf_counter() - started
    wanted = outcome(folder / "unbroken")
    faults, done, runs, between = [], 0, 0, 0
    while done < kills:
        runs += 1
        name = f"P{runs}"
        while True:
            process = _batch(folder, name, program)
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 1.2 * seconds) if done < kills else None)
            if process.returncode is not None:
                break
            _kill(process)
            done += 1
            found, read = inspect(folder / name)
            between += 0 < read < pages
            faults += [f"kill {done}: {fault}" for fault in found]
        if process.returncode:
            said = (folder / f"{name}.txt").read_text(errors="replace")
            faults.append(f"run {runs} ended with exit code {process.returncode}: {said}")
        if (folder / name / "galley.toml").exists() and outcome(folder / name) != wanted:
            faults.append(f"run {runs}: another result than that of an unbroken run")
    print(f"batch: {done} kills in {runs} runs of {pages} pages ({between} in the midst of them), {len(faults)} faults")
    return faults


def kill_reviewers(folder: Path, kills: int, chance: random.Random) -> list[str]:
    """Kill a program that appends decisions; gives what was lost of them."""
    root = folder / "unbroken"
    with closing(open_project(root)) as project:
        page_id = project.pages()[0].id
    said: list[str] = []
    faults: list[str] = []
    for kill in range(1, kills + 1):
        process = subprocess.Popen(
            [sys.executable, "-c", APPENDING, str(root), page_id], stdout=subprocess.PIPE, env=_env(), text=True
        )
        assert process.stdout is not None
        said.append(process.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.3))
        _kill(process)
        rest, _ = process.communicate()
        said += rest.split()
        with closing(open_project(root)) as project:
            faults += [f"kill {kill}: {fault}" for fault in project.check()]
            kept = [each.id for each in project.decisions(page_id)]
        if len(set(kept)) < len(kept):
            faults.append(f"kill {kill}: a decision stands in the log twice")
        known = set(said)
        if [each for each in kept if each in known] != said:
            faults.append(f"kill {kill}: {len(known - set(kept))} decisions were lost, or changed their order")
    print(f"reviewing: {kills} kills, {len(said)} decisions that were said to be kept, {len(faults)} faults")
    return faults


def inspect(root: Path) -> tuple[list[str], int]:
    """What is wrong with a project whose run was killed, and how many of its pages are read."""
    if not (root / "galley.toml").exists():
        return [], 0
    with closing(open_project(root)) as project:
        faults = [str(fault) for fault in project.check()]
        read = [entry for entry in project.pages() if entry.was_read]
        for entry in read:
            page = project.load_page(entry.id)
            if page.base_reading is None or not all(line.id in page.base_reading.lines for line in page.lines):
                faults.append(f"{entry.id} is half-written")
            if len(page.readings) != 1:
                faults.append(f"{entry.id} was read {len(page.readings)} times")
    return faults, len(read)


def outcome(root: Path) -> list[Page]:
    """What a run made: its pages without the names of runs and the times they took."""
    with closing(open_project(root)) as project:
        return [_bare(project, entry.id) for entry in project.pages()]


def _bare(project: Project, page_id: str) -> Page:
    page = project.load_page(page_id)
    readings = tuple(replace(reading, id="", run="", seconds=0.0) for reading in page.readings)
    return replace(page, readings=readings, base="")


def _batch(folder: Path, name: str, program: str) -> subprocess.Popen[bytes]:
    words = ["ocr", "in", "--project", name, "--jobs", "2", "--quiet", "--report", f"{name}.csv"]
    words += ["--engine", "rapidocr"]
    with (folder / f"{name}.txt").open("ab") as said:  # a process whose parent dies while it starts complains there
        return subprocess.Popen(
            [sys.executable, "-c", program, *words], cwd=folder, env=_env(), start_new_session=True, stderr=said
        )


def _kill(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """Kill -9 of the one process: its workers have to notice by themselves."""
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    if process.stdout is None:
        process.wait()


def _env() -> dict[str, str]:
    here = Path(__file__).parent
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (here.parent, here, here.parent / "tests")))}


if __name__ == "__main__":
    sys.exit(main())
