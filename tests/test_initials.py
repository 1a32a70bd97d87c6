"""Drop capitals in drawn ink: large bold letters before the first lines of a text, and what only looks like one."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.layout.display import find_initials
from ocr.layout.ink import Ink, Mask
from ocr.page import Box

GLYPH, PITCH = 10, 20  # pixels: a letter of body type, and from line to line
CAPITAL = Box(40, 60, 76, 110)


def body(capital: Box | None = None, stroke: int = 8, before: Box | None = None) -> Ink:
    """Lines of letters two pixels thick, the first three beside a capital like an H with serifs."""
    mask: Mask = np.zeros((300, 400), np.uint8)
    for row in range(10):
        left = 84 if capital and row < 3 else 40
        for x in range(left, 360, 9):
            mask[60 + row * PITCH : 70 + row * PITCH, x : x + 2] = 1
            mask[64 + row * PITCH : 66 + row * PITCH, x : x + 6] = 1
    if capital:
        mask[capital.top : capital.bottom, capital.left + 3 : capital.left + 3 + stroke] = 1
        mask[capital.top : capital.bottom, capital.right - stroke : capital.right] = 1
        mask[capital.top : capital.top + 3, capital.left : capital.left + 6] = 1
        mask[capital.bottom - 3 : capital.bottom, capital.left : capital.left + 6] = 1
        mask[81 : 81 + stroke, capital.left + 3 : capital.right] = 1
    if before:
        mask[before.top : before.bottom, before.left : before.right] = 1
    return Ink(mask, np.asarray(255 - 255 * mask, np.uint8), 1.0, float(GLYPH), Box(0, 0, 400, 300))


def test_a_drop_capital_is_found_and_is_no_body_type() -> None:
    ink = body(CAPITAL)
    (found,), rest = find_initials(ink)
    assert found.intersection(CAPITAL) == CAPITAL
    assert found.area < 1.4 * CAPITAL.area
    assert not rest.mask[CAPITAL.top : CAPITAL.bottom, CAPITAL.left : CAPITAL.right].any()
    assert np.array_equal(rest.mask[120:], ink.mask[120:])


@pytest.mark.parametrize(
    "ink",
    [body(), body(CAPITAL, stroke=2), body(CAPITAL, before=Box(32, 60, 36, 110))],
    ids=["body type", "thin strokes", "print to its left"],
)
def test_what_is_no_drop_capital_stays_body_type(ink: Ink) -> None:
    found, rest = find_initials(ink)
    assert found == []
    assert np.array_equal(rest.mask, ink.mask)
