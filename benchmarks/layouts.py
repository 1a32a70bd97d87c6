"""Typeset pages with every layout that a newspaper has: printed anew from their descriptions, read, and scored.

`python benchmarks/layouts.py [--only NAME...] [--ocr] [--overlays DIR] [--wear clean|light|usual|heavy] [--skew DEG]`
prints every description of benchmarks/pages and scores it: lines found and false, articles (article_cer, solved, roles,
paragraphs), then the mean of each kind of page. Lines are read from the truth, or with --ocr by the engine that fits.
With --chance N it prints N pages of each kind whose layout is left to chance (benchmarks/chance.py) instead.
Captions are compared behind the text. The pages of the kind seed are set from the articles of ../shared, which are read
when they are printed; without them these pages are skipped. How a page is described is told in
tests/golden/typeset/README.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from cases import FRAKTUR, MODELS, Case
from layout import ROOT, SHARED, Judged, judge, save_overlay, truth_reader
from printed import read_printed
from scoring import Scorer

sys.path.insert(0, str(ROOT / "tests"))

from chance import STOCKS, chance_sheet
from typesetting import print_sheet, write_page
from typesetting_description import Sheet, read_sheet, sample_entry
from typesetting_lines import FontMissingError
from typesetting_wear import WEARS

PAGES = Path(__file__).parent / "pages"
SEED = SHARED / "data" / "seed" / "articles.json"
MEASURES = ("found", "false", "bag_cer", "article_cer", "solved", "roles", "paragraphs")


def main() -> int:
    parser = argparse.ArgumentParser(description="Print pages of every layout and score what is made of them.")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="pages with one of these in the name")
    parser.add_argument("--chance", type=int, metavar="N", help="N pages of chance of each kind instead")
    parser.add_argument("--start", type=int, default=1, help="number of the first page of chance")
    parser.add_argument("--pages", type=Path, default=PAGES, help="folder of the descriptions")
    parser.add_argument("--ocr", action="store_true", help="read the lines by the engine instead of from the truth")
    parser.add_argument("--overlays", type=Path, metavar="DIR", help="draw what was found into this folder")
    parser.add_argument("--print", type=Path, metavar="DIR", dest="to", help="keep the printed pages in this folder")
    parser.add_argument("--wear", choices=sorted(WEARS), help="wear of all pages, instead of their own")
    parser.add_argument("--skew", type=float, help="skew of all pages in degrees clockwise, instead of their own")
    options = parser.parse_args()
    if not (SHARED / "tools" / "score.py").is_file():
        print("skipped: the scoring script is absent")
        return 0
    scorer = Scorer(SHARED / "tools")
    rows: dict[str, list[list[float]]] = defaultdict(list)
    print(f"{'page':28}" + "".join(f"{name:>13}" for name in MEASURES) + "   articles (true, ours)")
    with tempfile.TemporaryDirectory() as folder:
        for sheet in asked_sheets(options):
            case = print_case(sheet, options.to or Path(folder))
            judged = _judge(case, scorer, options.ocr)
            rows[case.group].append(_values(judged))
            note = f"   {judged.scores['articles']}" + (" taken for a double page" if judged.halved else "")
            print(_row(case.file.stem, rows[case.group][-1]) + note, flush=True)
            if options.overlays is not None:
                save_overlay(case, judged.page, options.overlays)
    for kind, values in rows.items():
        means = [sum(column) / len(column) for column in zip(*values, strict=True)]
        print(_row(f"mean of {kind} ({len(values)})", means))
    return 0


def asked_sheets(options: argparse.Namespace) -> Iterator[Sheet]:
    """The pages that were asked for, worn as asked for; a word on those that cannot be printed."""
    for name, make in _makers(options):
        if options.only and not any(word in name for word in options.only):
            continue
        try:
            sheet = make()
        except FileNotFoundError as error:
            print(f"skipped: {name}: {error.filename} is absent")
            continue
        wear = sheet.wear
        if options.wear:
            wear = replace(WEARS[options.wear], gain=wear.gain, skew=wear.skew)
        yield replace(sheet, wear=wear if options.skew is None else replace(wear, skew=options.skew))


def _makers(options: argparse.Namespace) -> list[tuple[str, Callable[[], Sheet]]]:
    """The names of all pages, and how each is made."""
    if not options.chance:
        return [(path.stem, partial(read_sheet, path, _entry)) for path in sorted(options.pages.glob("*.toml"))]
    numbers = range(options.start, options.start + options.chance)
    return [(f"{s.kind}-{n}", partial(chance_sheet, s, n, _entry)) for s in STOCKS for n in numbers]


def _entry(name: str) -> dict[str, Any]:
    """The words of a story: of the seed's articles by their id, or of a sample page."""
    page, _, number = name.partition("/")
    if page != "seed":
        return sample_entry(name)
    (article,) = (a for a in json.loads(SEED.read_text(encoding="utf-8"))["articles"] if a["id"] == number)
    words = {key: article[key] for key in ("kicker", "byline") if key in article}
    return words | {"headline": [article["headline"]], "text": "\n\n".join(article["body"])}


def print_case(sheet: Sheet, folder: Path) -> Case:
    """Print a page with its truth into a folder; exits with a word where a font is missing."""
    try:
        write_page(print_sheet(sheet), folder, sheet.name)
    except FontMissingError as error:
        sys.exit(f"{sheet.name}: not printed: {error}")
    group = sheet.name.rpartition("-")[0]
    model = FRAKTUR if sheet.mark != "-" else MODELS[sheet.language]
    truth = folder / f"{sheet.name}.truth.json"
    return Case(group, folder / f"{sheet.name}.jpg", "articles", sheet.language, model, truth)


def _judge(case: Case, scorer: Scorer, ocr: bool) -> Judged:
    assert case.truth is not None
    printed = read_printed(case.truth)
    return judge(case, printed, scorer, None if ocr else truth_reader(case, printed))


def _values(judged: Judged) -> list[float]:
    return [judged.found, judged.false, *(float(judged.scores[name]) for name in MEASURES[2:])]


def _row(name: str, values: list[float]) -> str:
    return f"{name:28}" + "".join(f"{value:13.4f}" for value in values)


if __name__ == "__main__":
    sys.exit(main())
