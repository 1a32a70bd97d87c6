"""How well the doubt marks find the wrong characters of every page whose truth is here, and of pages of chance.

`python benchmarks/doubts.py [--only NAME...] [--chance N] [--start N] [--wear WEAR] [--cache DIR] [--held-out] [--fit]
[--near]`
reads the pages of seed, scans, nzz and austrian and N pages of chance of each kind, and prints for each: its errors and
their rate, the share of them that lie in marked places (recall), the share of characters marked, by how much that is
more than the errors (wanted: 3 times at most), the share of marked pieces that hold an error (precision), and recall
where 1, 2, 3, 5 and 10 times as many characters were marked as there are errors.
A missing character counts at its gap, which a mark on either side of it touches. Lines of the truth are given to the
lines they were found as; what was not found, or cut otherwise, is no matter of marks, and `compared` says how much is
left. With --cache, pages that were read are kept in a folder. --held-out weighs each page by weights fitted on all
others of its script; --fit prints weights fitted on all of them, as correction/doubts/weights.py has them. With --near
both are drawn to the weights that stand (a script that was not read keeps its own): for few pages, and a figure is one
of held-out pages only where the standing weights were not fitted on the page either.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from cases import Case, find_cases
from doubt_truth import Judged, judge_page
from doubt_weights import fit_weights, weigh_rows, write_table
from layout import ROOT, SHARED
from layouts import asked_sheets, print_case
from numpy.typing import NDArray

from correction.doubts import MARKS
from correction.doubts.marks import LEAST, choose_marks
from ocr.ingest import sources
from ocr.page import Page
from ocr.pipeline import read_page
from ocr.settings import PageSettings

TIMES = (1, 2, 3, 5, 10)  # as many marks as errors
GROUPS = ("seed", "scans", "nzz", "austrian")


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the doubt marks.")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="pages with one of these in the name")
    parser.add_argument("--chance", type=int, metavar="N", default=0, help="N pages of chance of each kind too")
    parser.add_argument("--start", type=int, default=1, help="number of the first page of chance")
    parser.add_argument("--wear", help="wear of the pages of chance, instead of their own")
    parser.add_argument("--skew", type=float, help="skew of the pages of chance in degrees clockwise")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the pages that were read here")
    parser.add_argument("--held-out", action="store_true", help="weigh each page by weights fitted on the others")
    parser.add_argument("--fit", action="store_true", help="print weights fitted on all of the pages")
    parser.add_argument("--near", action="store_true", help="fit near the weights that stand instead of near 0")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        judged = [page for name, case in _cases(options, Path(folder)) for page in _judged(name, case, options.cache)]
    print(
        f"{'page':34}{'errors':>7}{'rate':>8}{'recall':>8}{'marked':>8}{'times':>7}{'precision':>10}{'compared':>9}",
        end="",
    )
    print("  recall at " + " ".join(f"{times:>4}x" for times in TIMES))
    for page in judged:
        print(_row(page, _chances(page, judged, near=options.near) if options.held_out else None), flush=True)
    if options.fit:
        print(write_table(judged, near=options.near))
    return 0


def _cases(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Case]]:
    """The pages that were asked for, by names that tell them apart."""
    found, absent = find_cases(ROOT, SHARED / "data")
    print(*absent, sep="\n", end="\n" if absent else "")
    for case in found:
        wanted = not options.only or any(word in case.name for word in options.only)
        if case.group in GROUPS and case.kind != "raw" and case.truth and wanted:
            yield case.name.replace("/", "-"), case
    if options.chance:
        for sheet in asked_sheets(options):
            yield f"chance-{sheet.name}-{options.wear or 'own'}", print_case(sheet, folder)


def _judged(name: str, case: Case, cache: Path | None) -> list[Judged]:
    """The page laid beside its truth; nothing for one that was taken for two."""
    kept = cache / f"{name}.pickle" if cache else None
    if kept and kept.is_file():
        pages: list[Page] = pickle.loads(kept.read_bytes())
    else:
        pages = [read_page(source, f"p{n:06}", PageSettings()) for n, source in enumerate(sources(case.file, None), 1)]
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pickle.dumps(pages))
    if len(pages) > 1 or case.truth is None:
        print(f"skipped: {name}: read as {len(pages)} pages")
        return []
    return [judge_page(name, pages[0], case.truth)]


def _chances(page: Judged, all_pages: Sequence[Judged], *, near: bool) -> list[list[float]]:
    """Chances by weights that were fitted on the other pages of its script."""
    others = [other for other in all_pages if other is not page]
    return weigh_rows(page, fit_weights(others, page.script, near=near))


def _row(page: Judged, chances: list[list[float]] | None) -> str:
    """One page's figures; by the marks as they are, or by other chances."""
    marks = page.marks if chances is None else _best(chances, int(MARKS * sum(map(sum, chances))), LEAST)
    errors = page.errors
    recall, precision = _found(page, marks)
    curve = [_found(page, _best(chances or page.chances, times * errors))[0] for times in TIMES]
    marked = len(marks) / max(1, page.characters)
    return (
        f"{page.name:34}{errors:7}{errors / max(1, page.characters):8.4f}{recall:8.3f}{marked:8.4f}"
        f"{len(marks) / max(1, errors):7.1f}{precision:10.3f}{page.compared:9.3f}            "
        + " ".join(f"{value:5.2f}" for value in curve)
    )


def _best(chances: Sequence[Sequence[float]], budget: int, least: float = 0.0) -> list[tuple[int, int]]:
    return [(mark.line, mark.offset) for mark in choose_marks(chances, budget, least)]


def _found(page: Judged, marks: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The share of the errors that marks touch, and the share of marks that touch an error."""
    touched: set[tuple[int, int]] = set()
    right = 0
    for line, offset in marks:
        places = [(line, 2 * offset + n) for n in range(3)]
        right += any(page.wrong[line][at] for _, at in places)
        touched.update(places)
    wrong: NDArray[np.int64] = np.array([page.wrong[line][at] for line, at in touched] or [0])
    return float(wrong.sum()) / max(1, page.errors), right / max(1, len(marks))


if __name__ == "__main__":
    sys.exit(main())
