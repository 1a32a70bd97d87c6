"""The layout alone: lines found, order, articles and seconds, with every line read from the truth instead of an engine.

`python benchmarks/layout.py [--only NAME...] [--overlays DIR]` lays out every page of ../shared/data and of scans/ that
has a truth with boxes and prints one row a page: true lines that a line of ours is (IoU of 0.5 or more), false lines,
order (tau, successor), articles (article_cer, solved, roles, paragraphs), and the seconds that finding lines and
arranging take on one core. Recognition has no part in it, so what is wrong here is wrong in the layout.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from cases import Case, find_cases
from printed import PrintedLine, TruthReader, matched, read_printed
from scoring import Scorer, Scores

from correction.assemble import assemble
from correction.exchange import Export
from correction.exchange.articles_json import files as articles_files
from correction.exchange.pagexml import files as page_files
from correction.repair import repair
from ocr.ingest import load, sources
from ocr.overlay import draw
from ocr.page import Page, Script
from ocr.pipeline import PageSettings, read_page
from ocr.upright import view

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the layout alone, lines read from the truth.")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="pages with one of these in the name")
    parser.add_argument("--overlays", type=Path, metavar="DIR", help="draw what was found into this folder")
    options = parser.parse_args()
    cases, absent = find_cases(ROOT, SHARED / "data")
    for word in absent:
        print(word)
    if not (SHARED / "tools" / "score.py").is_file():
        print("skipped: the scoring script is absent")
        return 0
    scorer = Scorer(SHARED / "tools")
    for case in cases:
        reference = case.truth or case.alto
        if reference is None or case.kind == "raw" or (options.only and not any(w in case.name for w in options.only)):
            continue
        printed = read_printed(reference)
        if printed:
            print(_row(case, printed, scorer, options.overlays), flush=True)
    return 0


def _row(case: Case, printed: list[PrintedLine], scorer: Scorer, overlays: Path | None) -> str:
    (source,) = sources(case.file, None)
    script: Script = "fraktur" if case.model == "Fraktur" else "han" if case.language.startswith("zh") else "latin"
    reader = TruthReader(printed, case.language, script)  # type: ignore[arg-type]
    page = read_page(source, "p000001", PageSettings(), recogniser=reader)
    lost, false = matched(printed, page.lines)
    said = [f"found {1 - len(lost) / len(printed):.4f} of {len(printed)}", f"false {len(false) / len(printed):.4f}"]
    if case.truth is not None:
        with tempfile.TemporaryDirectory() as folder:
            scores = _scores(case, page, scorer, Path(folder))
        said += [f"{k} {v}" for k, v in scores.items() if v is not None]
    said.append(f"{_seconds(case):.2f} s for {page.width} x {page.height}")
    if overlays is not None:
        overlays.mkdir(parents=True, exist_ok=True)
        (overlays / f"{case.group}-{case.file.stem}.png").write_bytes(draw(page, load(source).image))
    return f"{case.name}: {', '.join(said)}"


def _scores(case: Case, page: Page, scorer: Scorer, folder: Path) -> Scores:
    truth = scorer.truth(case, folder)
    writer = articles_files if case.kind == "articles" else page_files
    export = Export((page,), repair(assemble(page)))
    (made,) = writer(export)
    out = folder / Path(made.name).with_suffix(".json" if case.kind == "articles" else ".xml").name
    out.write_bytes(made.data)
    if case.kind == "articles":
        return scorer.articles(truth, out)
    return scorer.text(truth, scorer.page_text([out]))


def _seconds(case: Case) -> float:
    """How long one core takes to prepare a page and to find its lines."""
    (source,) = sources(case.file, None)
    scan = load(source)
    started = time.process_time()
    view(scan.image, None)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
