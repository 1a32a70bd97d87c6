"""Page readers that behave like real ones on bad days; `ocr.batch` imports them by name in its workers."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from ocr.batch import Job, ReadPage
from ocr.cores import run_all
from ocr.errors import InputError
from ocr.page import Box, Item, LineText, Page, Reading, Source, TextLine, TextRegion, Transform


def make_page(page_id: str, *texts: str, source: Source | None = None, reading: str = "e_1", top: int = 0) -> Page:
    """A page of one region whose lines, 40 px high, stand one under the other."""
    lines = tuple(
        TextLine(f"l_{page_id}_{top + 50 * n}", box, box.polygon)
        for n in range(len(texts))
        for box in [Box(10, top + 50 * n, 410, top + 50 * n + 40)]
    )
    box = Box.around(line.box for line in lines) if lines else Box(0, 0, 1, 1)
    return Page(
        id=page_id,
        source=source or Source("scans/page.png", "0" * 64),
        width=420,
        height=1000,
        dpi=None,
        language="en",
        script="latin",
        direction="horizontal",
        transform=Transform(),
        regions=(TextRegion("r_1", box, "body", lines, f"i_{page_id}"),) if lines else (),
        items=(Item(f"i_{page_id}"),) if lines else (),
        separators=(),
        pictures=(),
        readings=(
            Reading(
                reading,
                "typist",
                "hand",
                "1",
                {line.id: LineText(text, 0.9) for line, text in zip(lines, texts, strict=True)},
            ),
        ),
        base=reading,
    )


def moody(job: Job) -> ReadPage:
    """Do what the name of the file asks for: fail, die, kill, sleep, swell, read, or die the first time only."""
    match Path(job.source.path).name.split("-")[0]:
        case "fail":
            raise InputError("the picture is torn", "scan it again")
        case "fault":
            raise KeyError("a fault of our own")
        case "die":
            os._exit(3)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(60)
        case "size":
            size = Path(job.source.path).stat().st_size
            return ReadPage(make_page(job.page_id, f"{size} bytes", source=job.source))
        case "slow":
            time.sleep(0.5)
        case "nap":
            subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"])
        case "child":
            subprocess.run([sys.executable, "-c", "swollen = bytearray(200 << 20); import time; time.sleep(60)"])
        case "swell":
            swollen = bytearray(200 << 20)
            time.sleep(3)
            return ReadPage(make_page(job.page_id, "one line", f"{len(swollen) >> 20} MB"))
        case "once":
            mark = Path(f"{job.source.path}.seen")
            if not mark.exists():
                mark.touch()
                os._exit(3)
        case "env":
            return ReadPage(make_page(job.page_id, os.environ["OMP_THREAD_LIMIT"], os.environ["OMP_NUM_THREADS"]))
    return ReadPage(make_page(job.page_id, "one line", str(os.getpid())))


def parallel(job: Job) -> ReadPage:
    """Say on how many threads two tasks ran that wait for each other."""
    barrier = threading.Barrier(2)
    threads = run_all([lambda: (barrier.wait(20), threading.get_ident())[1]] * 2)
    return ReadPage(make_page(job.page_id, f"{len(set(threads))} threads"))


def nap(_project: object) -> None:
    """Work beside a server that nobody waits for."""
    time.sleep(3600)
