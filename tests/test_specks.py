"""Dirt beside the print: a speck in an indent is no letter; points, quotation marks and dashes are."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.layout.ink import Mask
from ocr.layout.specks import without_specks
from ocr.page import Box

GLYPH = 10.0


def _line(*marks: Box) -> Mask:
    ink = np.zeros((40, 200), np.uint8)
    for mark in marks:
        ink[mark.top : mark.bottom, mark.left : mark.right] = 1
    for left in range(60, 190, 12):
        ink[10:20, left : left + 9] = 1
    return ink


@pytest.mark.parametrize(
    ("mark", "left"),
    [
        (Box(22, 12, 26, 15), 60),  # a speck
        (Box(22, 14, 29, 16), 22),  # a dash
        (Box(54, 18, 57, 22), 54),  # a low quotation mark
        (Box(22, 4, 26, 20), 22),  # a figure one
    ],
)
def test_a_line_begins_at_its_first_letter(mark: Box, left: int) -> None:
    (box,) = without_specks([Box(mark.left, 4, 190, 24)], _line(mark), GLYPH)
    assert (box.left, box.right) == (left, 190)


def test_every_speck_before_the_first_letter_is_cut_off() -> None:
    specks = Box(20, 12, 24, 15), Box(36, 8, 39, 12)
    (box,) = without_specks([Box(20, 4, 190, 24)], _line(*specks), GLYPH)
    assert (box.left, box.right) == (60, 190)


def test_the_dots_of_a_leader_are_no_specks() -> None:
    dots = [Box(left, 18, left + 2, 20) for left in range(20, 56, 11)]
    (box,) = without_specks([Box(20, 4, 190, 24)], _line(*dots), GLYPH)
    assert box.left == 20


@pytest.mark.parametrize(("count", "left"), [(2, 60), (3, 45)])
def test_a_mark_that_begins_several_lines_is_a_bullet(count: int, left: int) -> None:
    ink = np.vstack([_line(Box(45, 13, 50, 18)) for _ in range(count)])
    boxes = without_specks([Box(20, 40 * i + 4, 190, 40 * i + 24) for i in range(count)], ink, GLYPH)
    assert [box.left for box in boxes] == [left] * count


def test_specks_below_each_other_are_no_bullets_unless_they_are_as_high_as_the_letters() -> None:
    ink = np.vstack([_line(Box(45, 4, 49, 7)) for _ in range(5)])
    boxes = without_specks([Box(20, 40 * i + 4, 190, 40 * i + 24) for i in range(5)], ink, GLYPH)
    assert [box.left for box in boxes] == [60] * 5


def test_full_width_points_before_a_line_are_its_own() -> None:
    """A quotation mark and a comma stand in squares of their own, with most of a glyph of paper behind each."""
    quotation, comma = Box(36, 4, 40, 8), Box(48, 16, 52, 20)  # 8 and 8 pixels of paper behind them
    (box,) = without_specks([Box(36, 4, 190, 24)], _line(quotation, comma), GLYPH)
    assert box.left == 36
