"""Borders in drawn ink: closed and broken, plain, double, bent and round, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from ocr.layout.borders import find_borders
from ocr.layout.ink import Mask
from ocr.page import Box

GLYPH = 10.0
BOX = Box(100, 80, 400, 260)


def page() -> Mask:
    return np.zeros((400, 520), np.uint8)


def text(mask: Mask, box: Box) -> None:
    """Marks like letters all over a box."""
    for top in range(box.top, box.bottom - 10, 22):
        for left in range(box.left, box.right - 8, 12):
            mask[top : top + 10, left : left + 3] = 1
            mask[top + 4 : top + 6, left : left + 8] = 1


def outline(mask: Mask, box: Box, thick: int = 2) -> None:
    mask[box.top : box.bottom, box.left : box.right] = 1
    mask[box.top + thick : box.bottom - thick, box.left + thick : box.right - thick] = 0


def plain(mask: Mask) -> None:
    outline(mask, BOX)


def thick_and_thin(mask: Mask) -> None:
    outline(mask, BOX, 6)
    inner = BOX.grown(-10)
    mask[inner.top : inner.bottom, inner.left : inner.right] = 1
    mask[inner.top + 1 : inner.bottom - 1, inner.left + 1 : inner.right - 1] = 0


def double_that_touches(mask: Mask) -> None:
    outline(mask, BOX, 2)
    inner = BOX.grown(-5)
    mask[inner.top : inner.bottom, inner.left : inner.right] = 1
    mask[inner.top + 2 : inner.bottom - 2, inner.left + 2 : inner.right - 2] = 0
    mask[BOX.top + 60 : BOX.top + 70, BOX.left : BOX.left + 6] = 1
    mask[BOX.top : BOX.top + 6, 200:230] = 1


def round_at_the_corners(mask: Mask) -> None:
    outline(mask, BOX)
    r = 12
    for x, y, sx, sy in (
        (BOX.left, BOX.top, 1, 1),
        (BOX.right, BOX.top, -1, 1),
        (BOX.left, BOX.bottom, 1, -1),
        (BOX.right, BOX.bottom, -1, -1),
    ):
        left, top = min(x, x + sx * r), min(y, y + sy * r)
        mask[top : top + r, left : left + r] = 0
        start = {(1, 1): 180, (-1, 1): 270, (-1, -1): 0, (1, -1): 90}[sx, sy]
        centre = (x + sx * r - (sx < 0), y + sy * r - (sy < 0))
        cv2.ellipse(mask, centre, (r, r), 0, start, start + 90, 1, 2)


def slanted(mask: Mask) -> None:
    corners = [(100, 80), (399, 84), (397, 262), (98, 258)]
    cv2.polylines(mask, [np.array(corners, np.int32)], True, 1, 2)


def waves(mask: Mask) -> None:
    """Two waves beside each other with a gap here and there, as ornamental borders are."""
    for inward in (3, 10):
        box = BOX.grown(-inward)
        along = [(x, box.top + 2 * (x // 5 % 2)) for x in range(box.left, box.right, 5)]
        down = [(box.right - 2 * (y // 5 % 2), y) for y in range(box.top, box.bottom, 5)]
        for run in (along, down):
            cv2.polylines(mask, [np.array(run, np.int32)], False, 1, 2)
            over = [(x, y + box.height) if run is along else (x - box.width, y) for x, y in run]
            cv2.polylines(mask, [np.array(over, np.int32)], False, 1, 2)
        mask[box.top - 4 : box.top + 6, 205:207] = 0
        mask[151:153, box.left - 4 : box.left + 6] = 0


def broken_by_wear(mask: Mask) -> None:
    outline(mask, BOX)
    mask[BOX.top : BOX.top + 2, 170:180] = 0
    mask[BOX.top : BOX.top + 2, 300:309] = 0
    mask[130:142, BOX.left : BOX.left + 2] = 0
    mask[200:208, BOX.right - 2 : BOX.right] = 0
    mask[BOX.bottom - 8 : BOX.bottom, BOX.right - 5 : BOX.right] = 0


@pytest.mark.parametrize(
    "draw", [plain, thick_and_thin, double_that_touches, waves, round_at_the_corners, slanted, broken_by_wear]
)
def test_a_border_is_found_with_its_sides_and_all_its_ink(draw: Callable[[Mask], None]) -> None:
    mask, letters = page(), page()
    draw(mask)
    text(letters, BOX.grown(-25))
    (border,), ink = find_borders(np.maximum(mask, letters), GLYPH)
    assert np.allclose(
        [border.box.left, border.box.top, border.box.right, border.box.bottom], [100, 80, 400, 260], atol=4
    )
    top, bottom = border.flat
    left, right = border.tall
    assert max(top.bottom - 80, left.right - 100) < 20
    assert min(bottom.top - 260, right.left - 400) > -20
    assert not (ink & letters).any()
    assert ink.sum() >= 0.98 * mask.sum()


def test_letters_in_a_corner_and_letters_that_touch_a_border_stay() -> None:
    mask = page()
    mask[BOX.top + 6 : BOX.top + 14, BOX.left + 6 : BOX.left + 14] = 1
    outline(mask, BOX)
    text(mask, BOX.grown(-25))
    mask[150:160, BOX.left : BOX.left + 14] = 1
    (_,), ink = find_borders(mask, GLYPH)
    assert not ink[150:160, BOX.left + 6 : BOX.left + 14].any()
    assert not ink[BOX.top + 6 : BOX.top + 14, BOX.left + 6 : BOX.left + 14].any()


def character_like_a_box(mask: Mask) -> None:
    outline(mask, Box(100, 80, 200, 190), 10)
    mask[130:138, 120:180] = 1


def lines_of_text(mask: Mask) -> None:
    text(mask, BOX)


def rules_between_columns(mask: Mask) -> None:
    mask[40:360, 100:102] = mask[40:360, 400:402] = 1
    mask[80:82, 100:402] = mask[260:262, 100:402] = 1
    text(mask, BOX.grown(-10))


@pytest.mark.parametrize("draw", [character_like_a_box, lines_of_text, rules_between_columns])
def test_what_looks_like_a_border_is_none(draw: Callable[[Mask], None]) -> None:
    mask = page()
    draw(mask)
    found, ink = find_borders(mask, GLYPH)
    assert not found
    assert not ink.any()
