"""Gutters: the paper between columns, and where it runs on through worn print.

In: the ink of body type, display lines and rules in layout pixels. Out: `Gutters`: masks (0/1) that no line crosses.

A gutter that is clear or ruled above and below a place is there in between too, however worn: its stretches are
followed down the page by `tracks.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.layout.ink import Ink, Mask, parts_of, rect
from ocr.layout.separators import Rules
from ocr.layout.tracks import BED, BROAD, Ground, follow_tracks
from ocr.page import Box

STRUCTURAL = 0.4  # glyphs: smaller ink (points, accents) neither blocks a gutter nor makes a line
NARROW, WIDE = (0.8, 12.0), (1.8, 5.0)  # glyphs wide and high: paper that no line crosses
# Glyphs of ink, of paper on both its sides together, and above and below to print: a full stop stands nearer.
LONE = 0.7, 0.5, 0.5
BLANK = (8.0, 1.0)  # glyphs wide and high: a blank area, wider than a gutter with an indent beside it
AREA = (6.0, 4.0)  # glyphs wide and high: an area without print, not the paper between two lines
FINGER = 6.5  # glyphs high: a gutter runs past more than two lines
ALIGNED = 0.6  # share of a shorter gutter that must stand in line with a longer one
RULED = 25.0  # glyphs from it to a rule in line with it: a picture may stand between them
CLOSED = 0.3  # share of a finger's width that is paper beyond its end, less where text closes it
SLIM = 3.0  # glyphs from a finger to another gutter: what stands between them is a character with its comma, no column
SLENDER = 4.0  # glyphs: a stretch of gutter is no wider on the whole
TALL = 20  # glyphs: as high, a gutter is no gap between the words of some lines
SLIP, SLIP_CORE, SLIP_GAP = 3.6, 1.6, 1.5  # glyphs: the least of a short rule, of its unbroken parts, its gaps
SLIP_HEALED = 0.3  # glyphs of a break that leaves a part unbroken
SLIP_THICK = 0.35  # glyphs
STEMS = 6.5  # glyphs: a lower stroke may be stems of letters below each other, and needs BROAD paper to be a rule
FLAT = 2.0  # glyphs: as long, what a rule inks of a row is a flat rule
LEANING = 0.12  # share of a short rule's rows beside which there is ink


@dataclass(frozen=True, slots=True)
class Gutters:
    """Where lines end: `fences` surely, `gaps` where a wide gap between words of a heading looks the same.

    `tall` are those that are too high for a gap between words, or lie in one line with such; `walls` are rules and
    pictures, and worn rules in one line with them; `lone` is dirt in gutters, and what is left of worn rules.
    """

    fences: Mask
    gaps: Mask
    tall: Mask
    walls: Mask
    lone: Mask


def find_gutters(body: Ink, display: Mask, rules: Rules, barrier: Mask) -> Gutters:
    """Find the gutters; `barrier` are vertical rules with their gaps closed, and pictures."""
    g = body.glyph
    lone = _lone_marks(body)
    parts = parts_of(body.mask)
    size = np.maximum(parts.boxes[:, 2], parts.boxes[:, 3])
    letters = np.minimum(parts.mask(size >= STRUCTURAL * g), 1 - lone)
    slips = _slips(letters, barrier, g)
    letters = np.minimum(letters, 1 - slips)
    upright, barrier = np.maximum(rules.fence, slips), np.maximum(barrier, slips)
    flat = np.asarray(cv2.morphologyEx(rules.mask, cv2.MORPH_OPEN, rect(FLAT * g, 1)), np.uint8)
    paper = np.asarray(1 - np.maximum(np.maximum(letters, display), barrier), np.uint8)
    blank = _opened(paper, BLANK, g)
    ruled = np.asarray(cv2.dilate(upright, rect(NARROW[0] * g, 1)), np.uint8)
    narrow = _unpoked(_opened(paper, NARROW, g), blank, ruled, g)
    wide = _unpoked(_opened(paper, WIDE, g), blank, ruled, g)
    # Beside headlines much paper lies along a rule, to one side: the rule alone tells where it runs.
    beside = np.asarray(cv2.dilate(upright, rect(2 * AREA[0] * g, 1)), np.uint8)
    clear = np.minimum(narrow, 1 - np.maximum(_opened(paper, AREA, g), beside))
    stretches = parts_of(np.minimum(np.maximum(clear, upright), 1 - flat))
    slender = stretches.area <= SLENDER * g * np.maximum(1, stretches.boxes[:, 3])
    with_rule = np.bincount(stretches.labels[upright > 0], minlength=len(stretches.area) + 1)[1:] > 0
    high = (stretches.boxes[:, 3] >= NARROW[1] * g) | with_rule
    printed = np.maximum(np.maximum(letters, display), slips)
    course, lanes = follow_tracks(stretches, slender & high, Ground(upright, flat, printed, g))
    # Thicker than one pixel: a slanted fence would let lines through from corner to corner.
    walls = np.asarray(cv2.dilate(np.maximum(barrier, course), rect(3, 1)), np.uint8)
    fences = np.maximum(narrow, walls)
    gaps = np.maximum(fences, wide)
    tall = np.maximum(stretches.mask(stretches.boxes[:, 3] >= TALL * g), np.minimum(gaps, lanes))
    return Gutters(fences, gaps, np.maximum(tall, walls), walls, np.maximum(np.minimum(lone, narrow), course))


def _opened(paper: Mask, size: tuple[float, float], glyph: float) -> Mask:
    """Paper in which a box of so many glyphs fits."""
    element = rect(size[0] * glyph, size[1] * glyph)
    return np.asarray(cv2.morphologyEx(paper, cv2.MORPH_OPEN, element), np.uint8)


def _slips(letters: Mask, barrier: Mask, glyph: float) -> Mask:
    """What is left of short or worn rules: thin upright strokes that are too high for any letter, paper beside them."""
    healed = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, rect(1, SLIP_HEALED * glyph))
    core = cv2.morphologyEx(np.asarray(healed, np.uint8), cv2.MORPH_OPEN, rect(1, SLIP_CORE * glyph))
    joined = cv2.morphologyEx(np.asarray(core, np.uint8), cv2.MORPH_CLOSE, rect(3, SLIP_GAP * glyph))
    parts = parts_of(np.asarray(joined, np.uint8))
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    good = (height >= SLIP * glyph) & (parts.area <= SLIP_THICK * glyph * height) & (width <= 2 * SLIP_THICK * glyph)
    printed = np.maximum(letters, barrier)
    for i in np.flatnonzero(good):
        box = parts.box(int(i))
        side = max(1, round((BED if box.height >= STEMS * glyph else BROAD) * glyph / 2))
        left, right = max(0, box.left - 1), box.right + 1
        beside = [printed[box.top : box.bottom, max(0, left - side) : left]]
        beside.append(printed[box.top : box.bottom, right : right + side])
        good[i] = all(view.size and float(view.any(axis=1).mean()) <= LEANING for view in beside)
    return np.asarray(cv2.dilate(parts.mask(good), rect(3, 1)), np.uint8)


def _lone_marks(body: Ink) -> Mask:
    """Small ink with paper on both sides: marks and dirt in a gutter must not close it."""
    parts = parts_of(np.asarray(cv2.dilate(body.mask, rect(LONE[1] * body.glyph, 1)), np.uint8))
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    lone = (width <= (LONE[0] + LONE[1]) * body.glyph) & (height <= LONE[0] * body.glyph)
    # At its foot a round letter stands farther from its full stop than higher up.
    letters = np.minimum(body.mask, 1 - parts.mask(lone))
    around = np.asarray(cv2.dilate(letters, rect(LONE[1] * body.glyph, LONE[2] * body.glyph)), np.uint8)
    lone &= np.bincount(parts.labels[around > 0], minlength=len(lone) + 1)[1:] == 0
    return parts.mask(lone)


def _unpoked(gutters: Mask, blank: Mask, ruled: Mask, glyph: float) -> Mask:
    """Gutters without the fingers that a blank area pokes between the words of the lines beside it.

    A finger is short, closed by text at one end, and stands where no gutter runs past more lines, nor a rule near by
    (in `ruled` as wide as a gutter), or too near another gutter.
    """
    narrow = np.minimum(gutters, 1 - blank)
    parts = parts_of(narrow)
    short = parts.boxes[:, 3] < FINGER * glyph
    columns = parts.mask(~short).max(axis=0, initial=0)
    reach = round(RULED * glyph)
    kept = gutters.copy()
    bottom = gutters.shape[0] - 2
    for i in np.flatnonzero(short):
        box = parts.box(int(i))
        above = gutters[box.top - 2, box.left : box.right].mean() if box.top > 2 else 1.0
        below = gutters[box.bottom + 1, box.left : box.right].mean() if box.bottom < bottom else 1.0
        near = ruled[max(0, box.top - reach) : box.bottom + reach, box.left : box.right].max(axis=0)
        aligned = np.maximum(columns[box.left : box.right], near).mean() >= ALIGNED
        off = not aligned or _is_slim(gutters, box, glyph)
        if min(above, below) < CLOSED and off:
            window = parts.labels[box.top : box.bottom, box.left : box.right] == i + 1
            kept[box.top : box.bottom, box.left : box.right][window] = 0
    return kept


def _is_slim(gutters: Mask, box: Box, glyph: float) -> bool:
    """Whether another gutter runs along one side of a box, too near for a column between them."""
    reach = round(SLIM * glyph)
    sides = slice(max(0, box.left - reach), max(0, box.left - 1)), slice(box.right + 1, box.right + reach)
    return any(gutters[box.top : box.bottom, side].any(axis=1).mean() > ALIGNED for side in sides)
