"""Rules and the sides of borders fence text in, and hide none."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.layout.ink import Ink
from ocr.layout.separators import find_rules
from ocr.page import Box

GLYPH = 10


def test_the_leaning_side_of_a_border_fences_no_print_beside_it() -> None:
    mask = np.zeros((700, 500), np.uint8)
    corners = np.array([[60, 50], [450, 50], [450, 650], [52, 650]], np.int32)
    cv2.polylines(mask, [corners], True, (1,), 3)
    for y in range(90, 620, 30):
        for x in range(90, 420, 20):
            mask[y : y + 8, x : x + 8] = 1
    beside = slice(60, 200), slice(53, 56)  # in the box of the side, outside of its ink
    page = Box(0, 0, mask.shape[1], mask.shape[0])
    rules = find_rules(Ink(mask, np.where(mask > 0, 0, 255).astype(np.uint8), 1.0, GLYPH, page))
    assert any(side.left <= 53 and side.height > 500 for side in rules.vertical)
    assert not rules.fence[beside].any()
    assert rules.fence[300:400, 52:62].any(axis=1).all()


def test_a_frame_that_the_rules_of_columns_touch_has_all_its_sides() -> None:
    mask = np.zeros((900, 1200), np.uint8)
    cv2.rectangle(mask, (50, 100), (1150, 500), (1,), 4)
    for x in (300, 600, 900):
        mask[500:860, x : x + 3] = 1
    page = Box(0, 0, mask.shape[1], mask.shape[0])
    rules = find_rules(Ink(mask, np.where(mask > 0, 0, 255).astype(np.uint8), 1.0, GLYPH, page))
    assert {round(box.center[1], -1) for box in rules.horizontal if box.width > 1000} == {100, 500}
    assert {round(box.center[0], -1) for box in rules.vertical if box.height > 300} == {50, 300, 600, 900, 1150}
