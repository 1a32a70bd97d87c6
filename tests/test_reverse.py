"""White letters on black become black on white; whatever else is dark stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from ocr.prepare import GreyImage, prepare
from ocr.reverse import turn_reversed

GLYPH = 12  # pixels of a letter of body type
PAPER, INK = 225, 30
BAR = slice(300, 370), slice(150, 650)  # rows and columns of the dark area
Drawing = Callable[[GreyImage], None]


def page_with(draw: Drawing, *, vertical: bool = False) -> GreyImage:
    """A page of body type, bars for letters, with something drawn into the free space in its midst."""
    page = np.full((900, 800), PAPER, np.uint8)
    for top in [*range(60, 280, 26), *range(420, 840, 26)]:
        for left in range(100, 700, 15):
            page[top : top + GLYPH, left : left + 9] = INK
    draw(page)
    return np.ascontiguousarray(np.rot90(page, 3)) if vertical else page


def bar(page: GreyImage) -> None:
    """A heading of sixteen white letters with a hyphen, on black."""
    page[BAR] = INK
    letters(page)


def grey_bar(page: GreyImage) -> None:
    """The same on dots two pixels wide, with paper a pixel wide between them."""
    page[BAR] = INK
    page[BAR][::3] = page[BAR][:, ::3] = PAPER
    letters(page)


def letters(page: GreyImage) -> None:
    for left in range(200, 584, 24):
        page[320:350, left : left + 14] = PAPER
        page[326:344, left + 5 : left + 9] = INK
    page[334:338, 590:600] = PAPER


def two_lines(page: GreyImage) -> None:
    page[300:400, 150:650] = INK
    for top in (312, 356):
        for left in range(200, 600, 24):
            page[top : top + 28, left : left + 14] = PAPER


def solid(page: GreyImage) -> None:
    page[BAR] = INK


def picture(page: GreyImage) -> None:
    """A dark picture with pale shapes of all sizes."""
    rng = np.random.default_rng(5)
    page[BAR] = INK
    for _ in range(40):
        top, left = int(rng.integers(300, 360)), int(rng.integers(150, 630))
        page[top : min(370, top + int(rng.integers(2, 60))), left : left + int(rng.integers(2, 20))] = PAPER


def frame(page: GreyImage) -> None:
    """A thick frame round a line of black letters."""
    page[BAR] = INK
    page[310:360, 160:640] = PAPER
    for left in range(200, 600, 24):
        page[320:350, left : left + 14] = INK


def border(page: GreyImage) -> None:
    """The dark border of the scan with a label on it."""
    page[:60, :] = INK
    for left in range(200, 600, 24):
        page[16:44, left : left + 14] = PAPER


def ornament(page: GreyImage) -> None:
    """A band of white squares on black, a pattern rather than letters: they are too low for their band."""
    page[BAR] = INK
    for top in range(304, 366, 8):
        page[top : top + 4, 154 + (top // 8 % 2) * 4 : 646 : 8] = PAPER


def turned(page: GreyImage) -> GreyImage:
    return turn_reversed(page, page, GLYPH, "horizontal")


@pytest.mark.parametrize("draw", [bar, grey_bar])
def test_white_letters_on_a_dark_bar_become_black_on_paper(draw: Drawing) -> None:
    page = page_with(draw)
    found = turned(page)
    assert found[320:350, 200:204].mean() < 90  # the stem of a letter
    assert found[335:337, 592:598].mean() < 120  # the hyphen
    assert found[305:315, 180:600].mean() > 200  # the ground above
    assert np.count_nonzero(found[290:380, 140:660] < 128) < 1.2 * 16 * 30 * 14  # no edge is left of it
    assert np.array_equal(found[:280], page[:280])
    assert np.array_equal(found[400:], page[400:])


def test_two_lines_of_white_letters_are_turned() -> None:
    found = turned(page_with(two_lines))
    assert found[314:338, 202:212].mean() < 90
    assert found[358:380, 202:212].mean() < 90


def test_a_bar_on_a_vertical_page_is_turned_too() -> None:
    page = page_with(bar, vertical=True)
    found = np.rot90(turn_reversed(page, page, GLYPH, "vertical"))
    assert found[305:315, 180:600].mean() > 200


@pytest.mark.parametrize("angle", [0.7, -2.0])
def test_a_slanting_bar_is_turned(angle: float) -> None:
    matrix = cv2.getRotationMatrix2D((400, 350), angle, 1.0)
    page = cv2.warpAffine(page_with(two_lines), matrix, (800, 900), borderValue=(PAPER,))
    found = cv2.warpAffine(
        turned(np.asarray(page, np.uint8)), cv2.invertAffineTransform(matrix), (800, 900), borderValue=(PAPER,)
    )
    assert found[340:354, 200:600].mean() > 200
    assert found[316:336, 203:211].mean() < 100


@pytest.mark.parametrize("draw", [solid, picture, frame, border, ornament])
def test_dark_areas_without_lines_of_letters_stay(draw: Drawing) -> None:
    page = page_with(draw)
    assert turned(page) is page


def test_the_scan_itself_is_not_changed() -> None:
    page = page_with(bar)
    before = page.copy()
    prepared = prepare(page, "horizontal")
    assert np.array_equal(page, before)
    assert prepared.grey[305:315, 180:600].mean() > 240
    assert prepared.grey[320:350, 200:204].mean() < 100
