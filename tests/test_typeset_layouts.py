"""Every layout that a newspaper has, set in type from tests/golden/typeset and taken apart again.

Lines are read from the truth, so that no engine is needed and what fails is the layout. A page that cannot be taken
apart yet stands in known_failures.txt with the reason; the suite fails as soon as it can.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from printed import TruthReader, read_printed
from typesetting import articles_of, print_sheet, write_page
from typesetting_description import Sheet, read_sheet
from typesetting_lines import FontMissingError

from correction.article import Article
from correction.assemble import assemble
from correction.repair import repair
from ocr.ingest import sources
from ocr.page import Script
from ocr.pipeline import read_page
from ocr.settings import PageSettings

PAGES = Path(__file__).parent / "golden" / "typeset"
FAILURES = dict(
    line.split(": ", 1)
    for line in (PAGES / "known_failures.txt").read_text(encoding="utf8").splitlines()
    if line and not line.startswith("#")
)


class Told(NamedTuple):
    """An article as a truth tells it; white space folded, captions behind the text."""

    headline: str
    kicker: str
    deck: str
    byline: str
    paragraphs: tuple[str, ...]


def folded(text: str | None, chinese: bool) -> str:
    return re.sub(r"\s+", "" if chinese else " ", text or "").strip()


def told_truth(sheet: Sheet, chinese: bool) -> list[Told]:
    told = []
    for article in articles_of(sheet):
        heads = [folded(article.get(key), chinese) for key in ("headline", "kicker", "deck", "byline")]
        told.append(Told(*heads, tuple(folded(part.removeprefix("## "), chinese) for part in article["body"])))
    return told


def told_article(article: Article, chinese: bool) -> Told:
    heads = (article.headline, article.kicker, article.heading("deck"), article.byline)
    paragraphs = sorted(article.paragraphs, key=lambda paragraph: paragraph.kind == "caption")
    return Told(*(folded(head, chinese) for head in heads), tuple(folded(p.text, chinese) for p in paragraphs))


def taken_apart(sheet: Sheet, folder: Path) -> list[Article]:
    """Print a page, find its layout, and give the articles that come out."""
    write_page(print_sheet(sheet), folder, sheet.name)
    script: Script = "han" if sheet.language.startswith("zh") else "latin"
    printed = read_printed(folder / f"{sheet.name}.truth.json")
    reader = TruthReader(printed, sheet.language, script)  # type: ignore[arg-type]
    source = replace(sources(folder / f"{sheet.name}.jpg")[0], crop=None)  # a small page may be wider than high
    page = read_page(source, "p000001", PageSettings(), recogniser=reader)
    return [article for article in repair(assemble(page)) if article.type == "article"]


def names() -> list[object]:
    marks = {name: pytest.mark.xfail(reason=reason, strict=True) for name, reason in FAILURES.items()}
    stems = sorted(path.stem for path in PAGES.glob("*.toml"))
    return [pytest.param(stem, marks=marks.get(stem, ())) for stem in stems]


@pytest.mark.parametrize("name", names())
def test_layout_is_taken_apart(name: str, tmp_path: Path) -> None:
    sheet = read_sheet(PAGES / f"{name}.toml")
    chinese = sheet.language.startswith("zh")
    try:
        made = taken_apart(sheet, tmp_path)
    except FontMissingError as error:
        pytest.skip(str(error))
    assert sorted(told_article(article, chinese) for article in made) == sorted(told_truth(sheet, chinese))


def test_known_failures_are_pages() -> None:
    assert not [name for name in FAILURES if not (PAGES / f"{name}.toml").is_file()]
