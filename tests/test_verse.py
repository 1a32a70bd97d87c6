"""Line ends that mean something: what is told from the lines alone, and how exports write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correction.article import Article, Paragraph
from correction.exchange.markdown import article_markdown
from correction.exchange.plain_text import article_text
from correction.line_widths import Measured
from correction.repair import repair
from correction.stanzas import keep_line_ends
from correction.verse import keeps_lines
from ocr.page import Box

VERSE = ("The wind is on the hill,", "And all the sheep are in", "The fold; the mill", "Is silent now.")
COLUMN = 34


def widths(texts: tuple[str, ...]) -> list[float]:
    return [len(text) / COLUMN for text in texts]


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        (VERSE, "en", True),
        (VERSE[:2], "en", False),
        (("The wind, that had been still all", "Morning, rose, and the sheep ran", "Home."), "en", False),
        (("Die Blätter fallen leiſe,", "Der Nebel hängt im Tal,", "Wir gehn."), "de", True),
        (("H. Orr & Son,", "14, Market Street,", "Marketford."), "en", True),
        (("the wind is on the hill,", "and all the sheep are in", "the fold; the mill"), "en", False),
        (("Bread . . . . 14 kr.", "Milk . . . . 3 kr.", "Eggs . . . . 20 kr."), "en", True),
        (("Pool 3, Orr 1", "Hill 2, Day 2", "Bay 0, Ash 4"), "en", True),
        (("He came in 1914,", "and went in 1918", "with his wife."), "en", False),
        (("1. Bridge", "2. Pier", "3. Road"), "en", True),
        (("— Oui.", "— Non.", "— Peut-être."), "fr", True),
        (("一、加强领导", "二、落实责任", "三、按时完成"), "zh", True),
        (("王建国　李　明　张小红", "赵大海　孙　强　周小梅", "吴文彬　郑　伟　何平安"), "zh", True),
        (("甲队　乙队　三比二", "丙队　丁队　一比一", "戊队　己队　零比四"), "zh", True),
        (("春水绕门来，", "桃花两岸开。", "渔人归去晚，", "明月照楼台。"), "zh", True),
        (("春水绕门来了许多", "人，他们都想看看", "桃花。"), "zh", False),
    ],
)
def test_the_ends_of_lines_that_are_no_prose_stay(texts: tuple[str, ...], language: str, expected: bool) -> None:
    share = [width * (2 if language == "zh" else 1) for width in widths(texts)]
    assert keeps_lines(texts, share, language) is expected


def test_lines_set_in_capitals_show_no_verse() -> None:
    texts = ("A FAIRY GODMOTHER", "TO SAILOR BOYS AND", "HER CLUB.")
    assert not keeps_lines(texts, widths(texts), "en")


def test_exports_keep_the_line_ends() -> None:
    text = "\n".join(VERSE)
    poem = Article("a_1", paragraphs=(Paragraph(text, lines=("l_1", "l_2", "l_3", "l_4"), keeps_lines=True),))
    (repaired,) = repair([poem])
    assert repaired.paragraphs[0].text == text
    assert article_text(repaired) == text
    assert article_markdown(repaired) == "\\\n".join(VERSE)


def test_a_row_of_a_table_is_one_line() -> None:
    rows = Paragraph("Bread\n14 kr.\nMilk\n3 kr.", lines=("a", "b", "c", "d"), keeps_lines=True, beside=("b", "d"))
    (repaired,) = repair([Article("a_1", paragraphs=(rows,))])
    assert repaired.paragraphs[0].text == "Bread 14 kr.\nMilk 3 kr."


LINES = st.sampled_from([*VERSE, "and so on", "Die Brücke", "14 kr.", "“No.”", "春水绕门来，", "1. Pier", "x-"])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(st.tuples(LINES, st.integers(0, 9)), min_size=1, max_size=5), max_size=6),
    st.sampled_from(["en", "de", "zh"]),
)
def test_no_line_is_lost(paragraphs: list[list[tuple[str, int]]], language: str) -> None:
    given: list[Paragraph] = []
    measured: dict[str, Measured] = {}
    for texts in paragraphs:
        ids = tuple(f"l_{len(measured) + i}" for i in range(len(texts)))
        for line, (_, left) in zip(ids, texts, strict=True):
            top = 40 * len(measured)
            measured[line] = Measured(Box(10 * left, top, 100, top + 30), 1 - left / 10)
        given.append(Paragraph("\n".join(text for text, _ in texts), lines=ids))
    kept = keep_line_ends(given, measured, language)
    assert "\n".join(p.text for p in kept) == "\n".join(p.text for p in given)
    assert [line for p in kept for line in p.lines] == list(measured)
