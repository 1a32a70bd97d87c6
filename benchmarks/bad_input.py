"""Bad input: what `galley ocr` answers to pages that are none, lie wrongly or are far too large or too small.

`python benchmarks/bad_input.py [--only NAME...] [--keep DIR]` makes every input, reads it by the real command in a
process of its own and prints a row: seconds, memory, exit code, lines, note. Ends with 1 when the command crashed,
found no end within `LIMIT`, or left a page that is not as it should be without a word on it.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bad_pages import BadPage, bad_pages
from measure import Ended, watched

ROOT = Path(__file__).parents[1]
LIMIT = 300.0  # seconds for one page, starting the program included


@dataclass(frozen=True, slots=True)
class Answer:
    """How the command ended, and what its report says of each page."""

    ended: Ended
    lines: int
    note: str

    def fault(self, page: BadPage) -> str:
        """What is wrong with this answer; empty when nothing is."""
        if self.ended.code != 0:  # every input is a whole picture
            return f"FAULT: ended with {self.ended.code}: {self.ended.said[-200:]}"
        return "" if page.note in self.note else f"FAULT: the note should say {page.note!r}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Read bad input by the real command.")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="inputs with one of these in the name")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave inputs and projects in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        faults = list(_rows(folder, options.only))
    return 1 if any(faults) else 0


def _rows(folder: Path, only: list[str]) -> Iterator[str]:
    """Print a row for each input, and give its fault."""
    for page in bad_pages(ROOT / "scans"):
        if only and not any(word in page.name for word in only):
            continue
        file = folder / f"{page.name}.png"
        page.save(file)
        answer = _read(file, folder / page.name)
        cost, fault = answer.ended.cost, answer.fault(page)
        row = (
            f"{page.name}: {cost.seconds:.1f} s, {cost.memory:.0f} MiB, exit {answer.ended.code}, {answer.lines} lines"
        )
        print(f"{row}, {answer.note or '(no note)'} {fault}".rstrip(), flush=True)
        yield fault


def _read(file: Path, folder: Path) -> Answer:
    folder.mkdir(exist_ok=True)
    report = folder / "report.csv"
    start = [sys.executable, "-c", "from correction.cli import main; main()"]
    words = ["ocr", str(file), "--project", str(folder / "project"), "--quiet", "--report", str(report)]
    ended = watched([*start, *words], {"PYTHONPATH": str(ROOT)}, LIMIT)
    if not report.is_file():
        return Answer(ended, 0, "")
    with report.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return Answer(ended, sum(int(row["lines"] or 0) for row in rows), "; ".join(row["note"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
