"""The layout alone: lines found, order, articles and seconds, with every line read from the truth instead of an engine.

`python benchmarks/layout.py [--only NAME...] [--overlays DIR]` lays out every page of ../shared/data and of scans/ that
has a truth with boxes and prints one row a page: true lines that a line of ours is (IoU of 0.5 or more), false lines,
order (tau, successor), articles (article_cer, solved, roles, paragraphs), and the seconds that finding lines and
arranging take on one core. Recognition has no part in it, so what is wrong here is wrong in the layout.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cases import Case, find_cases
from printed import PrintedLine, TruthReader, matched, read_printed
from scoring import Scorer, Scores

from correction.assemble import assemble
from correction.exchange import Export
from correction.exchange.articles_json import files as articles_files
from correction.exchange.pagexml.writer import files as page_files
from correction.repair import repair
from ocr.ingest import load, sources
from ocr.overlay import draw
from ocr.page import Page, Script
from ocr.pipeline import read_page
from ocr.recognition import Recogniser
from ocr.settings import PageSettings
from ocr.upright import view

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the layout alone, lines read from the truth.")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="pages with one of these in the name")
    parser.add_argument("--overlays", type=Path, metavar="DIR", help="draw what was found into this folder")
    options = parser.parse_args()
    for case, scorer in asked_cases(options.only):
        reference = case.truth or case.alto
        printed = read_printed(reference) if reference else []
        if printed:
            print(_row(case, printed, scorer, options.overlays), flush=True)
    return 0


def asked_cases(only: Sequence[str]) -> Iterator[tuple[Case, Scorer]]:
    """The pages with one of some words in the name (none: all), with what scores them; says what is absent."""
    cases, absent = find_cases(ROOT, SHARED / "data")
    for word in absent:
        print(word)
    if not (SHARED / "tools" / "score.py").is_file():
        print("skipped: the scoring script is absent")
        return
    scorer = Scorer(SHARED / "tools")
    for case in cases:
        if case.kind != "raw" and (not only or any(word in case.name for word in only)):
            yield case, scorer


@dataclass(frozen=True, slots=True)
class Judged:
    """What was made of a page: its scores by name, and the shares of lines found and of false ones.

    `halved` says that it was taken for a double page; it is scored whole nevertheless.
    """

    page: Page
    found: float
    false: float
    scores: Scores
    halved: bool


def judge(case: Case, printed: list[PrintedLine], scorer: Scorer, recogniser: Recogniser | None) -> Judged:
    """Read a page, its lines by `recogniser` or else by the engine that fits, and score it."""
    pages = sources(case.file, None)
    page = read_page(replace(pages[0], crop=None), "p000001", PageSettings(), recogniser=recogniser)
    lost, false = matched(printed, page.lines)
    scores: Scores = {}
    if case.truth is not None:
        with tempfile.TemporaryDirectory() as folder:
            scores = _scores(case, page, scorer, Path(folder))
    return Judged(page, 1 - len(lost) / len(printed), len(false) / len(printed), scores, len(pages) > 1)


def truth_reader(case: Case, printed: list[PrintedLine]) -> TruthReader:
    """The recogniser that reads a page's lines from its truth."""
    script: Script = "fraktur" if case.model == "Fraktur" else "han" if case.language.startswith("zh") else "latin"
    return TruthReader(printed, case.language, script)  # type: ignore[arg-type]


def save_overlay(case: Case, page: Page, folder: Path) -> None:
    """Draw what was found on a page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    source = replace(sources(case.file, None)[0], crop=None)
    (folder / f"{case.group}-{case.file.stem}.png").write_bytes(draw(page, load(source).image))


def _row(case: Case, printed: list[PrintedLine], scorer: Scorer, overlays: Path | None) -> str:
    judged = judge(case, printed, scorer, truth_reader(case, printed))
    said = [f"found {judged.found:.4f} of {len(printed)}", f"false {judged.false:.4f}"]
    said += [f"{k} {v}" for k, v in judged.scores.items() if v is not None]
    said.append(f"{_seconds(case):.2f} s for {judged.page.width} x {judged.page.height}")
    if overlays is not None:
        save_overlay(case, judged.page, overlays)
    return f"{case.name}: {', '.join(said)}"


def _scores(case: Case, page: Page, scorer: Scorer, folder: Path) -> Scores:
    truth = scorer.truth(case, folder)
    writer = articles_files if case.kind == "articles" else page_files
    export = Export((page,), repair(assemble(page)))
    (made,) = writer(export)
    out = folder / Path(made.name).with_suffix(".json" if case.kind == "articles" else ".xml").name
    if case.kind == "articles":
        out.write_bytes(_captions_last(made.data))
        return scorer.articles(truth, out)
    out.write_bytes(made.data)
    return scorer.text(truth, scorer.page_text([out]))


def _captions_last(data: bytes) -> bytes:
    """The export with captions behind the text, as a truth has them: a picture may stand at any paragraph."""
    made = json.loads(data)
    for article in made["articles"]:
        article["paragraphs"].sort(key=lambda paragraph: paragraph["kind"] == "caption")
    return json.dumps(made, ensure_ascii=False).encode()


def _seconds(case: Case) -> float:
    """How long one core takes to prepare a page and to find its lines."""
    (source,) = sources(case.file, None)
    scan = load(source)
    started = time.process_time()
    view(scan.image, None)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
