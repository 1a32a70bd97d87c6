"""From a scan to articles: two of the sample pages, read by the real engines and compared with their truth."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from correction.article import Article
from correction.assemble import assemble
from correction.repair import repair
from correction.repair.replay import restore
from ocr.ingest import sources
from ocr.page import Page
from ocr.pipeline import read_page
from ocr.settings import PageSettings

SCANS = Path(__file__).parents[1] / "scans"
SOLVED = 0.05  # edits per character of an article that is read right

# Forms of one character between which an engine may choose.
FOLD = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "·": "", "•": ""})


@dataclass(frozen=True)
class Told:
    """An article as the truth tells it."""

    title: str
    text: str


@dataclass(frozen=True)
class Sample:
    """A sample page, what was read of it, and the truth."""

    page: Page
    articles: tuple[Article, ...]
    truth: tuple[Told, ...]
    chinese: bool


def folded(text: str, chinese: bool) -> str:
    """The text with white space and the forms of quotation marks and dashes folded."""
    plain = unicodedata.normalize("NFKC", text).translate(FOLD)
    return re.sub(r"\s+", "" if chinese else " ", plain).strip()


def read_truth(name: str) -> tuple[Told, ...]:
    told = []
    for article in json.loads((SCANS / f"{name}.truth.json").read_text(encoding="utf-8"))["articles"]:
        body = [re.sub(r"^#+ ", "", paragraph) for paragraph in article["body"]]
        parts = [article.get("kicker"), article["headline"], *body, article.get("byline")]
        told.append(Told(article["headline"], "\n".join(part for part in parts if part)))
    return tuple(told)


def text_of(article: Article) -> str:
    """An article's text in the order in which the truth tells it: kicker, headline, body, credit."""
    parts = [article.kicker, article.headline, article.heading("deck"), *(p.text for p in article.paragraphs)]
    return "\n".join(part for part in (*parts, article.byline) if part)


def read_sample(name: str) -> Sample:
    file = SCANS / f"{name}.jpg"
    (source,) = sources(file, None)
    page = read_page(source, "p000001", PageSettings())
    chinese = page.language.startswith("zh")
    return Sample(page, repair(assemble(page)), read_truth(name), chinese)


@pytest.fixture(scope="module", params=["zh-horizontal", "fr"])
def sample(request: pytest.FixtureRequest) -> Sample:
    if request.param == "fr":
        need_tesseract("fra")
    return read_sample(request.param)


def need_tesseract(model: str) -> None:
    import pytesseract

    try:
        models: Sequence[str] = pytesseract.get_languages()
    except pytesseract.TesseractNotFoundError:
        pytest.skip("Tesseract is not installed")
    if model not in models:
        pytest.skip(f"Tesseract has no model {model}")


def test_the_language_is_found(sample: Sample) -> None:
    assert sample.page.language == ("zh" if sample.chinese else "fr")
    assert sample.page.direction == "horizontal"


def test_every_article_is_read(sample: Sample) -> None:
    read = [folded(text_of(article), sample.chinese) for article in sample.articles]
    missed = {}
    for told in sample.truth:
        text = folded(told.text, sample.chinese)
        edits = [Levenshtein.normalized_distance(text, each) for each in read]
        best = min(range(len(read)), key=edits.__getitem__)
        if Levenshtein.distance(text, read[best]) > SOLVED * len(text):
            missed[told.title] = (round(edits[best], 3), read[best][:60])
    assert missed == {}


def test_no_article_is_invented(sample: Sample) -> None:
    assert len(sample.articles) == len(sample.truth)


def test_headlines_are_headlines(sample: Sample) -> None:
    wanted = {re.sub(r"\W", "", folded(told.title, sample.chinese)) for told in sample.truth}
    given = [re.sub(r"\W", "", folded(article.headline or "", sample.chinese)) for article in sample.articles]
    right = sum(any(Levenshtein.distance(title, each) <= SOLVED * len(title) for each in given) for title in wanted)
    assert right >= 0.85 * len(wanted)


def test_every_line_that_was_read_is_kept(sample: Sample) -> None:
    reading = sample.page.base_reading
    assert reading
    assert sorted(line.id for line in sample.page.lines) == sorted(reading.lines)
    held = {line.id for region in sample.page.regions if region.item is not None for line in region.lines}
    parts = [part for a in sample.articles for part in (*a.headings, *a.credits, *a.paragraphs)]
    assert sorted(line for part in parts for line in part.lines) == sorted(held)


def test_the_engines_lines_are_had_back_from_the_articles(sample: Sample) -> None:
    for article in sample.articles:
        for part in (*article.headings, *article.credits, *article.paragraphs):
            printed = tuple(sample.page.text_of(line) for line in part.lines)
            assert restore(part.text, part.lines, article.changes) == printed
