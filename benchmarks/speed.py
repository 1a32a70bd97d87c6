"""Seconds a page on all cores, beside plain engines on the same pages in the same run.

`python benchmarks/speed.py [IMAGE] [--model NAME] [--pages N] [--rounds N]` reads one page, and then N copies of it,
with `galley ocr`, with Tesseract's own program (a process a core) and with RapidOCR (one page: as many threads as
cores; many: a process a core), and prints the seconds a page of the fastest of the rounds. Rounds take turns, so that
whatever else the machine does falls on all of them alike. How well each reads is what `run.py` prints.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import peers
from measure import measured

ROOT = Path(__file__).parents[1]
PAGE = ROOT.parent / "shared" / "data" / "seed" / "page.jpg"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

Reader = Callable[[Sequence[Path], Path], object]


def main() -> int:
    parser = argparse.ArgumentParser(description="Seconds a page on all cores, beside plain engines.")
    parser.add_argument("image", nargs="?", type=Path, default=PAGE)
    parser.add_argument("--model", default="chi_sim", help="Tesseract's model for the page")
    parser.add_argument("--pages", type=int, default=2 * CORES, help="copies that are read together")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    if not options.image.is_file():
        print(f"skipped: there is no {options.image}")
        return 0
    readers: dict[str, Reader] = {
        "galley": _galley,
        f"tesseract {options.model}": partial(_tesseract, options.model),
        "rapidocr": _rapidocr,
    }
    for count in (1, options.pages):
        best = {name: float("inf") for name in readers}
        for _ in range(options.rounds):
            for name, reader in readers.items():
                best[name] = min(best[name], _seconds(reader, options.image, count))
        faster = min(seconds for name, seconds in best.items() if name != "galley")
        for name, seconds in best.items():
            print(
                f"{count} page{'s' * (count > 1)} on {CORES} cores, {name}: {seconds / count:.1f} s a page", flush=True
            )
        print(f"galley takes {best['galley'] / faster:.2f} of the faster", flush=True)
    return 0


def _seconds(reader: Reader, image: Path, count: int) -> float:
    """The seconds that a reader takes for some copies of a page, each a file with a sum of its own."""
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / f"{number}{image.suffix}" for number in range(count)]
        for number, copy in enumerate(copies):
            shutil.copy(image, copy)
            with copy.open("ab") as end:
                end.write(str(number).encode())  # behind the picture's end, where no reader looks
        started = time.perf_counter()
        reader(copies, Path(folder))
        return time.perf_counter() - started


def _galley(pages: Sequence[Path], folder: Path) -> None:
    script = Path(sys.executable).with_name("galley")
    measured([str(script), "ocr", *map(str, pages), "--project", str(folder / "P"), "--quiet"])


def _tesseract(model: str, pages: Sequence[Path], folder: Path) -> None:
    _each(lambda page: peers.tesseract(page, model, folder / f"{page.stem}.txt"), pages)


def _rapidocr(pages: Sequence[Path], folder: Path) -> None:
    threads = max(1, CORES // len(pages))
    _each(lambda page: peers.rapidocr(page, folder / f"{page.stem}.txt", threads), pages)


def _each(read: Callable[[Path], object], pages: Sequence[Path]) -> None:
    """Read pages, a process a core."""
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(read, pages))


if __name__ == "__main__":
    sys.exit(main())
