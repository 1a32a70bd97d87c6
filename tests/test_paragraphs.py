"""Drawn pages become articles: what is one paragraph, what stands within it, what leaves the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from drawn_pages import draw, language_of, page_from
from golden_cases import Case, read_cases, update_cases

from correction.article import Article, Paragraph, ParagraphKind
from correction.assemble import assemble
from correction.repair import repair
from ocr.layout.paragraphs import find_starts
from ocr.layout.sheet import Entry, Placement
from ocr.page import Box, LineText, TextLine, Transform


def answer(case: Case) -> str:
    """Each article: its type, then a row for each part with its kind."""
    drawn, language = draw(case.given), language_of(case)
    texts = {line: LineText(text) for line, text in drawn.texts.items()}
    placement = Placement(drawn.width, drawn.height, Transform(), "horizontal")
    page = page_from(drawn.arranged(language), drawn.separators, texts, placement, language)
    return "\n".join(row for article in repair(assemble(page)) for row in _told(article))


def _told(article: Article) -> Iterator[str]:
    yield f"{article.type}:"
    yield from (f"{heading.role} {heading.text}" for heading in article.headings)
    yield from (f"credit {credit.text}" for credit in article.credits)
    yield from (f"{paragraph.kind} {paragraph.text}" for paragraph in article.paragraphs)
    yield from (f"jump {jump.way} {jump.page}" for jump in article.jumps)


CASES = [*read_cases("layout/articles.txt"), *read_cases("layout/line_ends.txt")]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_golden(case: Case, update_golden: bool) -> None:
    if update_golden:
        update_cases(case.file, answer)
    else:
        assert answer(case) == case.expected


def test_what_stands_before_an_honoured_name_ends_no_paragraph() -> None:
    """Raised (a new column, the one before left short) or gapped: a square of paper, within a column or at its head."""

    def line(number: int, left: int, right: int, text: str) -> Entry:
        box = Box(left, number * 16, right, number * 16 + 10)
        return Entry(TextLine(f"l{number}", box, box.polygon), box, text)

    column = [
        line(0, 20, 200, "本城新校舍業經落成昨日舉行典"),
        line(1, 0, 100, "禮全校師生無不感奮承"),
        line(2, 0, 200, "省長蒞臨訓話並蒙頒給匾額一方"),
        line(3, 0, 200, "該校教員奉 校長之命率領學生赴"),
        line(4, 10, 200, "省府撥款二千元以為購置圖書之"),
        line(5, 0, 60, "用云。"),
    ]
    assert find_starts(column, 10, han=True) == [True, False, False, False, False, False]


def test_a_column_begins_a_paragraph_one_character_in_where_the_one_before_it_ended_a_sentence() -> None:
    def line(number: int, left: int, text: str) -> Entry:
        box = Box(left, number * 16, 200, number * 16 + 10)
        return Entry(TextLine(f"l{number}", box, box.polygon), box, text)

    column = [
        line(0, 10, "該公司董事會有鑒於此"),
        line(1, 0, "召開股東大會到會股東"),
        line(2, 0, "報告上年營業狀況謂全"),
    ]
    assert find_starts(column, 10, han=True, after="商民頗感不便。")[0] is True
    assert find_starts(column, 10, han=True, after="商民頗感")[0] is False


SIGNS: dict[str, ParagraphKind] = {"> ": "caption", "! ": "inset", "# ": "subhead"}


def halves_of(case: Case) -> Article:
    """The paragraphs of a case, before repair."""
    paragraphs = []
    for n, part in enumerate(case.given.split("\n\n")):
        kind = SIGNS.get(part[:2], "paragraph")
        text = part[2:] if kind != "paragraph" or part.startswith("| ") else part
        lines = tuple(f"l_{n}_{i}" for i in range(text.count("\n") + 1))
        paragraphs.append(Paragraph(text, kind, None, lines, keeps_lines=part.startswith("| ")))
    return Article("a_1", language=case.language, paragraphs=tuple(paragraphs))


def whole(case: Case) -> str:
    """The paragraphs of a case, repaired."""
    (article,) = repair([halves_of(case)])
    signs = {kind: sign for sign, kind in SIGNS.items()}
    told = (("| " if p.keeps_lines else signs.get(p.kind, "")) + p.text for p in article.paragraphs)
    return "\n\n".join(told)


@pytest.mark.parametrize("case", read_cases("paragraphs/halves.txt"), ids=lambda c: c.title)
def test_halves(case: Case, update_golden: bool) -> None:
    if update_golden:
        update_cases(case.file, whole)
    else:
        assert whole(case) == case.expected
