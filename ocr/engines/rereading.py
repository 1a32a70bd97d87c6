"""A doubtful line of vertical print, read once more at another size.

In: the glyphs of a line, and its image. Out: the image for the second reading, and the glyphs of both as one. A
recogniser errs at one size and not at another; shown once more at the same size, sharpened or paler, it errs alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import cv2
import numpy as np

from ocr.engines.alignment import Column, align
from ocr.engines.crops import PAD_COLUMN, Crop
from ocr.page import Glyph

# Mean chance of a line's characters below which it is read again. Errors of a page of 1939, lines read again: none:
# 16.2 %; 0.9: 15.7, 47 of 100; 0.95: 15.4, 68; all: 15.4.
SURE = 0.95
LEAST = 0.3  # chance of what one reading says alone
SMALLER = 0.75  # of the line's size; with 0.83 and 0.92 0.1 and 0.3 % more errors


def is_doubtful(glyphs: Sequence[Glyph]) -> bool:
    """Whether a line is worth a second reading."""
    sure = [glyph.confidence for glyph in glyphs if glyph.confidence is not None]
    return bool(sure) and fmean(sure) < SURE


def make_smaller(crop: Crop) -> Crop:
    """The image of a column, smaller in the middle of white paper, without what its edges show of its neighbours."""
    height, width = crop.image.shape
    edge = round(height * PAD_COLUMN / (1 + 2 * PAD_COLUMN))
    inner = crop.image.copy()
    inner[:edge] = inner[height - edge :] = 255
    size = max(1, round(width * SMALLER)), round(height * SMALLER)
    small = cv2.resize(inner, size, interpolation=cv2.INTER_AREA)
    above = (height - size[1]) // 2
    image = cv2.copyMakeBorder(small, above, height - size[1] - above, 0, 0, cv2.BORDER_CONSTANT, value=(255,))
    scale, (x, y) = crop.scale * SMALLER, crop.origin
    return replace(
        crop,
        image=np.asarray(image, np.uint8),
        origin=(x - above / scale, y),
        scale=scale,
        margin=round(crop.margin * SMALLER),
    )


def merge(first: Sequence[Glyph], second: Sequence[Glyph]) -> list[Glyph]:
    """Two readings of one line as one: at each place the mean of what both hold for possible."""
    columns = align([first, second], lambda character: character)
    return [
        _merged(column)
        for column in columns
        if all(column) or any(g and (g.confidence or 0.0) >= LEAST for g in column)
    ]


def _merged(column: Column) -> Glyph:
    """A glyph of all that was seen at a place; who saw nothing there halves its chances."""
    seen = [glyph for glyph in column if glyph]
    chances: dict[str, float] = {}
    for glyph in seen:
        for character, chance in [(glyph.text, glyph.confidence or 0.0), *glyph.alternatives]:
            chances[character] = chances.get(character, 0.0) + chance / len(column)
    (text, chance), *others = sorted(chances.items(), key=lambda each: -each[1])
    return Glyph(text, seen[0].box, round(chance, 4), tuple((said, round(share, 4)) for said, share in others))
