"""Thin strokes are ink though they are pale; what shows through is as pale, and none."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.layout.hairlines import find_hairlines

EM, PAPER, INK, PALE = 20, 250, 60, 160


def test_a_thin_pale_stroke_is_a_hairline_and_a_blurred_blot_of_its_darkness_is_none() -> None:
    page = np.full((200, 300), PAPER, np.uint8)
    page[20:180, 20:60] = INK  # print enough for a threshold
    page[60:62, 100:118] = PALE
    blot = np.full_like(page, PAPER)
    blot[100:140, 200:240] = PALE - 10
    page = np.minimum(page, np.asarray(cv2.GaussianBlur(blot, (0, 0), 5), np.uint8))
    found = find_hairlines(page, EM)
    assert found[60:62, 100:118].all()
    assert not found[80:160, 180:260].any()
