"""Two readings of a column become one."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.engines.crops import Crop
from ocr.engines.rereading import is_doubtful, make_smaller, merge
from ocr.page import Box, Glyph


def glyph(said: str, chance: float, *others: tuple[str, float]) -> Glyph:
    return Glyph(said, Box(0, 0, 10, 10), chance, others)


def text(glyphs: list[Glyph]) -> str:
    return "".join(one.text for one in glyphs)


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        ([glyph("要", 0.9), glyph("水", 0.5, ("求", 0.4))], [glyph("要", 0.9), glyph("求", 0.8)], "要求"),
        ([glyph("要", 0.9), glyph("求", 0.9)], [glyph("求", 0.9)], "要求"),  # one of them saw nothing
        ([glyph("要", 0.9), glyph("，", 0.2), glyph("求", 0.9)], [glyph("要", 0.9), glyph("求", 0.9)], "要求"),
        ([glyph("要", 0.9), glyph("，", 0.2)], [glyph("要", 0.9), glyph("，", 0.2)], "要，"),  # both saw it
        ([], [glyph("要", 0.9)], "要"),
    ],
)
def test_two_readings_are_one(first: list[Glyph], second: list[Glyph], merged: str) -> None:
    assert text(merge(first, second)) == merged


def test_chances_are_means() -> None:
    (one,) = merge([glyph("水", 0.5, ("求", 0.4))], [glyph("求", 0.8)])
    assert (one.text, one.confidence, one.alternatives) == ("求", 0.6, (("水", 0.25),))


def test_only_doubtful_lines_are_read_again() -> None:
    assert is_doubtful([glyph("要", 0.99), glyph("求", 0.6)])
    assert not is_doubtful([glyph("要", 0.99), glyph("求", 0.98)])
    assert not is_doubtful([])


def test_a_smaller_image_knows_its_way_back() -> None:
    image = np.full((48, 480), 255, np.uint8)
    image[:2] = 0  # a neighbour's ink at the edge
    image[10:38, 200:230] = 0
    crop = Crop(image, (1000.0, 500.0), 2.0, 16, "vertical")
    small = make_smaller(crop)
    assert small.image.shape == (48, 360)
    assert not (small.image[:10] < 128).any()
    rows, columns = np.nonzero(small.image < 128)
    ink = Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    back, true = small.to_page(ink), crop.to_page(Box(200, 10, 230, 38))
    assert all(abs(a - b) <= 1 for a, b in zip((back.left, back.top), (true.left, true.top), strict=True))
    assert all(abs(a - b) <= 1 for a, b in zip((back.right, back.bottom), (true.right, true.bottom), strict=True))
