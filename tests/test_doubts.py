"""Doubtful places of a page: where they are, what they offer, and that they reach PAGE."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from golden_cases import Case, read_cases, update_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from correction.article import MarkKind
from correction.doubts import Doubt, doubts, marks_by_line
from correction.doubts.marks import choose_marks
from correction.doubts.places import convention, places_of
from correction.doubts.words import Words
from correction.exchange.pagexml import terms
from correction.exchange.pagexml.reader import read_pagexml
from correction.exchange.pagexml.writer import write_pagexml
from correction.lexicon import Lexicon
from ocr.page import (
    Box,
    Glyph,
    Language,
    LineText,
    Page,
    Reading,
    Script,
    Source,
    TextLine,
    TextRegion,
    Transform,
    Word,
)

LINES = "doubts/lines.txt"
SCRIPT: dict[str, Script] = {"de": "fraktur", "en": "latin", "fr": "latin", "zh": "han", "zh-Hant": "han"}


def sure_of(text: str, unsure: dict[int, tuple[float, str]] | None = None) -> LineText:
    """A line whose characters are sure but for some, by offset: how sure, and what else it may be."""
    words, start = [], 0
    for part in text.split(" "):
        glyphs = []
        for i, character in enumerate(part, start):
            sure, other = (unsure or {}).get(i, (0.99, ""))
            box = Box(10 * i, 0, 10 * i + 9, 12)
            glyphs.append(Glyph(character, box, sure, ((other, 1 - sure),) if other else ()))
        if part:
            words.append(Word(part, Box.around(g.box for g in glyphs), 0.9, tuple(glyphs)))
        start += len(part) + 1
    return LineText(text, 0.9, tuple(words))


def page_of(lines: list[tuple[LineText, list[str]]], language: Language = "en") -> Page:
    """A page of one region: for each line what the base reading and what the others say."""
    here = tuple(
        TextLine(f"l_{n}", Box(0, 20 * n, 900, 20 * n + 12), Box(0, 20 * n, 900, 20 * n + 12).polygon)
        for n in range(len(lines))
    )
    base = Reading("g_base", "vote", "", "", {f"l_{n}": text for n, (text, _) in enumerate(lines)})
    count = max((len(others) for _, others in lines), default=0)
    more = [
        Reading(f"g_{k}", f"engine {k}", "", "", {f"l_{n}": LineText(o[k]) for n, (_, o) in enumerate(lines)})
        for k in range(count)
    ]
    region = TextRegion("r_1", Box(0, 0, 900, 900), "body", here)
    return Page(
        "p000001", Source("page.png", "0" * 64), 900, 900, 300, language, SCRIPT[language], "horizontal", Transform(),
        (region,), (), (), (), (base, *more), "g_base",
    )  # fmt: skip


def read_rows(given: str, language: Language) -> Page:
    """The page of a golden case."""
    lines = []
    for row in given.split("\n"):
        text, *others = row.split(" | ")
        unsure: dict[int, tuple[float, str]] = {}
        while (at := text.find("~")) > 0:
            unsure[at - 1] = (0.55, text[at + 1])
            text = text[:at] + text[at + 2 :]
        lines.append((sure_of(text, unsure), others))
    return page_of(lines, language)


def shown(case: Case) -> str:
    page = read_rows(case.given, case.language)  # type: ignore[arg-type]
    rows = []
    for line in page.lines:
        text = page.text_of(line.id)
        found = [doubt for doubt in doubts(page) if doubt.line == line.id]
        for doubt in reversed(found):
            end = doubt.offset + doubt.length
            piece = f"{text[doubt.offset : end]}: {', '.join(doubt.alternatives)}; {doubt.reason}"
            text = text[: doubt.offset] + (f"[{piece}]" if doubt.marked else f"({piece})") + text[end:]
        rows += [text] if found else []
    return "\n".join(rows) or "no doubts"


@pytest.mark.parametrize("case", read_cases(LINES), ids=lambda case: case.title)
def test_lines_have_their_doubts(case: Case, update_golden: bool) -> None:
    if update_golden:
        update_cases(LINES, shown)
        return
    assert shown(case) == case.expected


LETTERS = st.text("abenruhſs „“-—.,<>ß1", max_size=12)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(LETTERS, LETTERS, LETTERS), min_size=1, max_size=4))
def test_spans_lie_in_the_text_in_order_and_apart(rows: list[tuple[str, str, str]]) -> None:
    page = page_of([(sure_of(base), [one, other]) for base, one, other in rows], "de")
    found = doubts(page)
    places = [(int(doubt.line[2:]), doubt.offset, doubt.offset + doubt.length) for doubt in found]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(rows[n][0]) for n, start, end in places)
    assert all(one[0] < two[0] or one[2] <= two[1] for one, two in pairwise(places))
    assert all(0 <= doubt.chance <= 1 for doubt in found)


@settings(deadline=None, max_examples=60)
@given(LETTERS, LETTERS)
def test_every_difference_is_doubted_unless_it_is_one_of_convention(base: str, other: str) -> None:
    page = page_of([(sure_of(base), [other])], "de")
    doubted = {at for doubt in doubts(page) for at in range(doubt.offset, doubt.offset + max(1, doubt.length))}
    if not other:
        return  # a reading that has nothing of a line abstains
    for place in places_of(sure_of(base), [other]):
        if convention(place.others[0]) != convention(place.said):
            assert place.offset in doubted or place.offset - 1 in doubted


def test_marks_are_fewer_than_differences_where_readings_differ_at_will() -> None:
    text = "the quick brown fox jumps over the lazy dog"
    page = page_of([(sure_of(text), [text.replace("o", "ö"), text]) for _ in range(4)])
    found = doubts(page)
    assert len(found) >= 16
    assert sum(doubt.marked for doubt in found) < len(found)


def test_a_mark_speaks_for_the_gaps_beside_it() -> None:
    marks = choose_marks([[0.0, 0.1, 0.5, 0.1, 0.0, 0.3, 0.0]], 2)
    assert [mark.offset for mark in marks] == [0, 2], "the gap is spoken for by one of its neighbours"


def test_readings_are_laid_beside_the_base_text_place_by_place() -> None:
    gap, character, *_, end = places_of(sure_of("ab"), ["xab", "b"])
    assert (gap.length, gap.others) == (0, ("x", ""))
    assert (character.said, character.others) == ("a", ("a", ""))
    assert (end.offset, end.length) == (2, 0)


def test_an_old_spelling_is_a_word() -> None:
    words = Words(Lexicon("de"))
    assert words.usual("theil") > 0
    assert words.usual("erlaubniß") > 0
    assert words.usual("jeßt") == 0


def test_text_that_no_engine_vouches_for_has_no_doubts() -> None:
    text = LineText("Tbe harbonr", None, (Word("Tbe harbonr", Box(0, 0, 99, 12)),))
    assert doubts(page_of([(text, [])])) == ()


def test_page_without_text_has_no_doubts() -> None:
    assert doubts(replace(page_of([(sure_of("a"), [])]), readings=(), base="")) == ()


def test_marks_are_written_as_transkribus_writes_them_and_a_reviewed_line_has_none() -> None:
    page = page_of([(sure_of("the harbonr"), ["the harbour"]), (sure_of("the harbonr"), ["the harbour"])])
    marks = [Doubt(line, 8, 1, 0.9, "readings differ") for line in ("l_0", "l_1")]
    hidden = Doubt("l_0", 0, 3, 0.01, "readings differ", marked=False)
    data = write_pagexml(page, {"l_1": "the harbour"}, None, [hidden, *marks])
    assert data.count(b'custom="unclear {offset:8; length:1;}"') == 1
    again = read_pagexml(data)
    assert again.text_of("l_0") == "the harbonr"
    assert again.text_of("l_1") == "the harbour"


def test_spans_are_read_as_they_are_written() -> None:
    spans: list[tuple[MarkKind, int, int]] = [("unclear", 3, 1), ("gap", 5, 0), ("supplied", 7, 2)]
    written = terms.write_marks(spans)
    assert terms.read_marks(f"readingOrder {{index:0;}} {written}") == spans
    assert terms.write_marks([]) is None


def test_marks_are_found_by_their_line() -> None:
    marks = [Doubt("l_1", 0, 1, 0.9, "no word"), Doubt("l_1", 4, 1, 0.1, "readings differ", marked=False)]
    assert marks_by_line(marks) == {"l_1": (marks[0],)}
