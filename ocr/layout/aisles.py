"""Aisles: white across the columns of a vertical page that parts two bands without a rule.

In: the print of an upright page. Out: a mask of the aisles. Marks that happen to stand side by side leave white across
columns too, but there it ends at columns that run on; an aisle ends at a rule, at large type, or where no text is.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.layout.crowd import Crowd
from ocr.layout.ink import Mask, box_mask, parts_of, rect
from ocr.layout.pieces import Print
from ocr.page import Box

# All in characters (em) of the body.
ENDED = 8.5, 0.4  # wide and high: an aisle that ends as it should on both sides
HALF_ENDED = 12.0  # wide: one that ends so on one side
UNENDED = 20.0  # wide: more columns than ever have marks side by side
LEVEL = 2.2, 0.8  # wide and high: an aisle level with a rule or with another aisle
ALONG, NEAR = 30.0, 0.3  # to either side, and up and down, within which it is level
AMONG, BESIDE = 1.5, 2.0  # up and down, and to either side: white with no text so near is no aisle
END = 1.2  # beyond the end of white, where a column that runs on would stand
ENDING = 0.6  # above white: columns that end there end at it
WHOLE = 0.5, 0.2  # wide and high: the foot of a whole character
OVER, FEW_WHOLE = 4, 0.2  # columns over white at least, and their share: fewer end whole where marks leave the white
LARGE = 1.3  # wide: larger than body type


def find_aisles(page: Print, rules: Sequence[Box]) -> Mask:
    """White that runs across many columns, or level with a horizontal rule across some."""
    em = page.em
    across, reach = max(1, round(2 * BESIDE * em)), max(1, round(AMONG * em))
    element = np.ones((reach, across), np.uint8)
    # A dilation whose anchor is at one end reaches one way: where text stands both above and below.
    below = cv2.dilate(page.text, element, anchor=(across // 2, reach - 1))
    above = cv2.dilate(page.text, element, anchor=(across // 2, 0))
    paper = np.asarray(np.where((page.text | page.barrier) > 0, 0, np.minimum(above, below)), np.uint8)
    columns = Crowd([piece for piece in page.pieces if piece.width <= LARGE * em])
    wide = _ended(paper, ENDED, columns, page.text, em)
    slim = _ended(paper, LEVEL, columns, page.text, em)
    parts, along, near = parts_of(wide), round(ALONG * em), round(NEAR * em)
    found = [parts.box(i) for i in range(len(parts.area))] + list(rules)
    level = [Box(b.left - along, b.top - near, b.right + along, b.bottom + near) for b in found]
    return np.maximum(wide, np.minimum(slim, box_mask(paper.shape, level)))


def _ended(paper: Mask, least: tuple[float, float], columns: Crowd, text: Mask, em: float) -> Mask:
    """White of a size at least that does not end at columns which run on, as very wide white may."""
    width, height = least
    white = parts_of(np.asarray(cv2.morphologyEx(paper, cv2.MORPH_OPEN, rect(width * em, height * em)), np.uint8))
    needed = np.array([width, HALF_ENDED, UNENDED]) * em
    boxes = [white.box(i) for i in range(len(white.area))]
    running = np.array([_running(box, columns, em) for box in boxes], np.int64)
    among_marks = np.array([_is_among_marks(box, columns, text, em) for box in boxes], bool)
    if not boxes:
        return np.zeros_like(paper)
    return white.mask((white.boxes[:, 2] >= needed[running]) & ~among_marks)


def _running(white: Box, columns: Crowd, em: float) -> int:
    """At how many of its two ends white meets a column that runs on."""
    reach, quarter = round(END * em), white.height // 4
    top, bottom = white.top + quarter, max(white.top + quarter + 1, white.bottom - quarter)
    ends = Box(white.left - reach, top, white.left, bottom), Box(white.right, top, white.right + reach, bottom)
    return sum(any(b.top < top and b.bottom > bottom for b in columns.near(end)) for end in ends)


def _is_among_marks(white: Box, columns: Crowd, text: Mask, em: float) -> bool:
    """Whether hardly a column above the white ends in a whole character: marks and flat ones leave white by chance."""
    near = round(NEAR * em)
    top = white.top - round(ENDING * em)
    over = columns.near(Box(white.left, top, white.right, white.bottom))
    over = [b for b in over if b.width >= WHOLE[0] * em and top <= b.bottom < white.bottom + near]
    feet = [text[max(b.top, b.bottom - near) : b.bottom, b.left : b.right] for b in over]
    whole = [f.any(axis=0).sum() >= WHOLE[0] * em and f.any(axis=1).sum() >= WHOLE[1] * em for f in feet]
    return white.width < UNENDED * em and len(whole) >= OVER and float(np.mean(whole)) < FEW_WHOLE
