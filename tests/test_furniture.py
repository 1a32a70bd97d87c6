"""Mastheads, running heads and folios are told from headlines, first and last lines by their place and paper."""

from __future__ import annotations

import pytest

from ocr.layout.furniture import find_furniture
from ocr.layout.sheet import Entry, Sheet
from ocr.page import Box, Separator, TextLine

GLYPH, HEIGHT, PITCH = 10, 20, 30  # pixels: leaded lines
WIDTH = 700

Row = tuple[int, str] | tuple[int, str, float]  # top, text, size of the letters in body glyphs


def furniture(*rows: Row, rules: tuple[int, ...] = ()) -> list[str]:
    """The texts of the lines that are furniture; `rules` are as wide as the print."""
    entries = []
    for i, (top, text, *sizes) in enumerate(rows):
        size = sizes[0] if sizes else 1.0
        box = Box(0, top, min(WIDTH, round(10 * size * len(text))), top + round(HEIGHT * size))
        entries.append(Entry(TextLine(f"l{i}", box, box.polygon, (), "horizontal", size * GLYPH, 2.0), box, text))
    drawn = [Box(0, top, WIDTH, top + 4) for top in rules]
    separators = tuple((Separator(f"s{i}", box, "horizontal"), box) for i, box in enumerate(drawn))
    sheet = Sheet(tuple(entries), (), separators, WIDTH, 2000, GLYPH, 2.0, HEIGHT, False, False)
    found = find_furniture(sheet)
    return [entry.text for entry in entries if entry.line.id in found]


def body(top: int, count: int = 30, pitch: int = PITCH) -> list[Row]:
    return [
        (top + pitch * i, "and what was said in the town that day was not written down by anyone at all")
        for i in range(count)
    ]


def test_the_first_line_of_leaded_text_is_no_running_head() -> None:
    assert furniture((0, "In 1923 the council met in the hall"), *body(PITCH)) == []


@pytest.mark.parametrize("pitch", [PITCH, HEIGHT + 2])
def test_a_row_with_a_figure_set_apart_from_the_text_is_a_running_head(pitch: int) -> None:
    assert furniture((0, "4 The Daily Tide"), *body(50, pitch=pitch)) == ["4 The Daily Tide"]


@pytest.mark.parametrize("word", ["ill.", "Lili", "vic", "出版。", "再版", "新版", "12."])
def test_the_last_word_of_a_text_is_no_page_number(word: str) -> None:
    assert furniture(*body(0), (30 * PITCH, word)) == []


@pytest.mark.parametrize("word", ["ill.", "Lili", "Li", "vic", "出版。", "再版", "新版", ". . . . . . . . . . 12"])
def test_a_word_below_the_text_is_no_page_number(word: str) -> None:
    assert furniture(*body(0), (32 * PITCH, word)) == []


@pytest.mark.parametrize("folio", ["12", "b4", "- 4 -", "xiv", "XIV", "十二", "第三版", "第 12 版"])
def test_a_number_alone_below_the_text_is_one(folio: str) -> None:
    assert furniture(*body(0), (31 * PITCH, folio)) == [folio]


def test_a_headline_above_a_rule_is_no_masthead() -> None:
    assert furniture((0, "HARBOUR BRIDGE FALLS", 3.0), *body(120), rules=(90,)) == []


def test_a_headline_between_a_running_head_and_a_rule_is_none_of_it() -> None:
    head = (0, "4 The Daily Tide, May 3")
    assert furniture(head, (60, "HARBOUR BRIDGE FALLS", 3.0), *body(180), rules=(40, 150)) == [head[1]]


def test_a_title_with_its_date_above_a_rule_is_a_masthead() -> None:
    title, date = (0, "THE DAILY TIDE", 5.0), (130, "Friday, 3 May 1907")
    assert furniture(title, date, *body(200), rules=(170,)) == [title[1], date[1]]
    assert furniture(title, date, *body(200), rules=(115, 170)) == [title[1], date[1]]
    date = (date[0], "MARCH 3 , 1887", 2.2)  # as an engine may read it
    contents = [(180, "Italy. The harbour. Letters to the editor", 1.1)]
    assert furniture(title, date, *contents, *body(240), rules=(172, 210)) == [title[1], date[1], contents[0][1]]


DECK, NUMBER, DATED = "Loss put at 40 lives", "Vol. XII. No. 345. Price 2d.", "Friday, 3 May 1907"


def test_a_headline_is_no_title_for_a_figure_below_it() -> None:
    head, headline = (0, "4 The Daily Tide, May 3"), "HARBOUR BRIDGE FALLS"
    assert furniture((0, headline, 3.0), (70, DECK), *body(120), rules=(95,)) == []
    assert furniture(head, (60, headline, 3.0), (130, DECK), *body(180), rules=(40, 155)) == [head[1]]


def test_a_headline_is_no_title_for_a_date_in_the_article_below_it() -> None:
    article = [*body(90, count=5), (240, "So it was said on 3 May 1907 in the town"), (270, "and in the harbour.")]
    assert furniture((0, "HARBOUR BRIDGE FALLS", 3.0), *article, *body(320), rules=(75, 305)) == []


def test_a_title_between_two_rules_has_its_date_below() -> None:
    head = (0, NUMBER), (60, "THE DAILY TIDE", 5.0), (190, DATED)
    assert furniture(*head, *body(250), rules=(40, 175, 225)) == [text for _, text, *_ in head]


@pytest.mark.parametrize("dated", ["LONDON, FRIDAY MORNING", DATED])
def test_a_title_between_two_rules_may_have_no_date(dated: str) -> None:
    head = (0, "THE DAILY TIDE", 5.0), (130, dated)
    assert furniture(*head, *body(200), rules=(115, 170)) == [text for _, text, *_ in head]


@pytest.mark.parametrize("issue", ["1780", "Nro. 78.", "No. 345", "第一二三號"])
def test_a_title_is_told_by_its_issue(issue: str) -> None:
    head = (0, issue, 2.0), (50, "Zürcher Zeitung", 3.4)
    assert furniture(*head, *body(160), rules=(140,)) == [text for _, text, *_ in head]
