"""Captions are told by where they stand under a picture, by their size and by the paper around them."""

from __future__ import annotations

import pytest

from ocr.layout.captions import find_captions
from ocr.layout.sheet import Entry, Sheet
from ocr.page import Box, Picture, TextLine

GLYPH, HEIGHT, PITCH = 16, 30, 40  # pixels
PICTURE = Box(100, 100, 500, 400)

Row = tuple[int, int, int, float, str]  # left, top, right, size of the letters in body glyphs, text


def captions(*rows: Row) -> list[str]:
    """The texts of the lines that are captions of the picture."""
    entries = []
    for i, (left, top, right, size, text) in enumerate(rows):
        box = Box(left, top, right, top + HEIGHT)
        line = TextLine(f"l{i}", box, box.polygon, ((left, top), (right, top)), "horizontal", size * GLYPH, 3.0)
        entries.append(Entry(line, box, text))
    pictures = ((Picture("p1", PICTURE), PICTURE),)
    sheet = Sheet(tuple(entries), pictures, (), 600, 900, GLYPH, 3.0, HEIGHT, False, False)
    found = find_captions(sheet)
    return [entry.text for entry in entries if entry.line.id in found]


SMALL = (100, 405, 380, 0.8, "The signal tower as it stands.")


def test_small_lines_under_a_picture_are_its_caption() -> None:
    assert captions(SMALL, (100, 405 + PITCH, 300, 0.82, "Seen from the sea.")) == [SMALL[-1], "Seen from the sea."]


@pytest.mark.parametrize("top", [405 + PITCH, 480])
def test_text_below_a_caption_is_none_of_it(top: int) -> None:
    assert captions(SMALL, (100, top, 500, 0.92, "certain about it. The harbour")) == [SMALL[-1]]


def test_text_goes_on_under_a_picture() -> None:
    assert captions((100, 405, 500, 1.0, "certain about it. The harbour"), (100, 445, 300, 1.0, "is shut.")) == []


def rows(count: int, size: float, top: int = 405) -> list[Row]:
    return [(100, top + PITCH * i, 500, size, f"and what {i} of them said of it") for i in range(count)]


@pytest.mark.parametrize("below", [[], [(100, 405 + PITCH * 9, 500, 2.0, "A headline")]])
def test_a_column_of_slightly_smaller_text_is_no_caption(below: list[Row]) -> None:
    assert captions(*rows(9, 0.92), *below) == []


@pytest.mark.parametrize("paper", [0, PITCH])
def test_a_long_caption_is_followed_by_text(paper: int) -> None:
    assert len(captions(*rows(9, 0.8), *rows(9, 1.0, 405 + PITCH * 9 + paper))) == 9


def test_a_centred_line_of_body_size_is_a_caption() -> None:
    row = (180, 405, 420, 1.0, "The Signal Tower")
    assert captions(row, (100, 490, 500, 1.0, "Storm warnings will in future be")) == [row[-1]]


def test_a_credit_of_the_picture_goes_with_its_caption() -> None:
    assert captions(SMALL, (100, 405 + PITCH, 260, 1.0, "Photo: John Smith")) == [SMALL[-1], "Photo: John Smith"]


def test_a_wider_line_is_no_caption() -> None:
    assert captions((40, 405, 560, 0.8, "Notes on the weather of the whole week")) == []
