"""Small type in the box of a title: prices and addresses that stand under those of its letters that end high.

In: the parts of a page's ink and boxes of display lines, in layout pixels. Out: where the small words stand. A title's
box reaches from its highest letter to its deepest; what is printed between two of these is no part of it.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.layout.ink import Mask, Parts, parts_of, rect
from ocr.page import Box

TITLE = 6.0  # glyphs high: in the box of a lower line there is no room for words
HEIGHT = 0.4, 1.7  # glyphs: the lowest and the highest letters of such words
SPACE = 2.0  # glyphs between two letters, or two words, of a row, at most
WIDTH = 4.5  # glyphs: the narrowest row that is no ornament of a letter
LETTERS = 5  # that a row has at least: more than a Han letter has points in a row


def find_small_type(parts: Parts, titles: list[Box], glyph: float) -> Mask:
    """Where words of small type stand in the boxes of titles, as 0/1."""
    found: Mask = np.zeros(parts.labels.shape, np.uint8)
    left, top, width, height = parts.boxes.T
    low = (height >= HEIGHT[0] * glyph) & (height <= HEIGHT[1] * glyph)
    for box in titles:
        if box.height < TITLE * glyph:
            continue
        within = (left >= box.left) & (left + width <= box.right) & (top >= box.top) & (top + height <= box.bottom)
        # Wide enough for what is dilated.
        window = box.grown(round(SPACE * glyph), Box(0, 0, found.shape[1], found.shape[0]))
        x, y = left - window.left, top - window.top
        letters = np.zeros((window.height, window.width), np.uint8)
        for i in np.flatnonzero(within & low):
            letters[y[i] : y[i] + height[i], x[i] : x[i] + width[i]] = 1
        words = _words(letters, glyph)
        at = words.labels[(y + height // 2)[within & low], (x + width // 2)[within & low]]
        count = np.bincount(at, minlength=len(words.area) + 1)[1:]
        for i in np.flatnonzero((words.boxes[:, 2] >= WIDTH * glyph) & (count >= LETTERS)):
            word = words.box(int(i)).moved(window.left, window.top)
            found[word.top : word.bottom, word.left : word.right] = 1
    return found


def _words(letters: Mask, glyph: float) -> Parts:
    """Letters side by side made one."""
    return parts_of(np.asarray(cv2.dilate(letters, rect(SPACE * glyph, 1)), np.uint8))
