"""Display type: the large letters of headlines and titles, and drop capitals, found before the lines of body type.

In: ink without rules and pictures, and the barriers that no line may cross. Out: one box per display line, one per
drop capital. Large letters would otherwise be taken for several body lines, and the gaps between their words for
gutters.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import STROKE, Ink, Mask, Parts, box_mask, full_rows, parts_of, rect
from ocr.page import Box

TALL = 1.55  # glyphs high, at least
BOLD = 1.35  # times the stroke width of body type, at least: lines of body type that touch are tall but not bold
LARGEST = 18.0, 40.0  # glyphs high and wide, at most
BODY = 0.6, 1.5  # glyphs: the height of a letter of body type
BODY_STROKE = 0.2  # glyphs, where there is no such letter
HEALED = 0.22  # glyphs of a break in worn ink
BIT = 0.3  # glyphs high, at least: a dot or a separate stroke of a large letter
LONG = 1.6  # times as long as high, at least: a display line
BODY_ROWS, BETWEEN = (0.6, 1.4), 0.2  # glyphs of full rows that are a line of body type; of thin ones between two
NEAR = 1.1  # times the letter height: the widest gap within a display line
ALIKE = 0.45  # the smaller of two neighbouring letters is at least this share of the taller
LEVEL = 0.5  # share of the smaller one's height that two neighbours have in common
BIT_LEVEL, BIT_NEAR = 0.8, 0.5  # share of a bit's height within its line, and line heights to it
MARK_NEAR, MARK_FREE = 0.6, 0.5  # line heights from a line to a mark behind it; its own heights of paper behind that
MARK_HIGH = 0.6, 1.1  # line heights

# Of drop capitals:
HIGH = 2.6, 14.0  # glyphs: two lines and more, no letter of body type
BROAD = 0.25, 1.7  # of its height
BESIDE = 8.0  # glyphs to the right in which lines must stand beside it
BEGIN = 2.0  # glyphs to the first letters of these
MARGIN, DIRTY = 1.0, 0.3  # glyphs of paper to the left, and the share of its rows that dirt may ink
SERIF = 0.4  # glyphs at its left and top in which thin strokes may have broken off
LINES = 2  # beside it, at least
FULL, LINE = 0.5, 0.4  # of a full row's ink: a row of letters; glyphs of such rows that are a line
SHORT = 0.25  # of a full row's ink: a row of letters of a line that is half as long


def find_display_lines(ink: Ink, barrier: Mask) -> list[Box]:
    """Chain large bold letters to lines; a single letter is no line."""
    g = ink.glyph
    parts, bold = _bold_parts(ink)
    height, width = parts.boxes[:, 3], parts.boxes[:, 2]
    large = bold & (height >= TALL * g) & (height <= LARGEST[0] * g) & (width < LARGEST[1] * g)
    # Bits of a large letter (a dot, a separate stroke) are bold but low: they join a chain, they start none.
    bits = ~large & bold & (height >= BIT * g) & (height <= LARGEST[0] * g)
    boxes = [parts.box(int(i)) for i in np.flatnonzero(large)]
    small = [parts.box(int(i)) for i in np.flatnonzero(bits)]
    lines = [box for box in _chain(boxes, small, barrier) if box.width >= LONG * box.height]
    pale = ~bold & (height >= TALL * g) & (height <= LARGEST[0] * g) & (width <= height)
    lines = _with_marks(lines, [parts.box(int(i)) for i in np.flatnonzero(pale)], ink.mask, barrier)
    return [box for box in lines if not _are_body_lines(ink.mask, box, g)]


def _are_body_lines(ink: Mask, box: Box, glyph: float) -> bool:
    """Whether a box holds lines of body type under each other, printed so darkly that their letters touch."""
    inside = ink[box.top : box.bottom, box.left : box.right]
    low, high = (size * glyph for size in BODY_ROWS)
    for full in (FULL, SHORT):
        lines = [(top, bottom) for top, bottom in full_rows(inside.sum(axis=1), full) if low <= bottom - top <= high]
        if any(below[0] - above[1] >= BETWEEN * glyph for above, below in pairwise(lines)):
            return True
    return False


def find_initials(body: Ink, display: Sequence[Box] = ()) -> tuple[list[Box], Ink]:
    """Find single bold letters with paper to their left and lines to their right. Returns the rest as body.

    A letter before large type, of which `display` has the lines, is the first of a headline.
    """
    g = body.glyph
    parts, bold = _bold_parts(body)
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    chosen = bold & (height >= HIGH[0] * g) & (height <= HIGH[1] * g)
    chosen &= (width >= BROAD[0] * height) & (width <= BROAD[1] * height)
    for i in np.flatnonzero(chosen):
        letter = parts.box(int(i))
        chosen[i] = _begins_lines(body.mask, letter, g) and not any(_begins_line(letter, line, g) for line in display)
    page, serif = Box(0, 0, body.mask.shape[1], body.mask.shape[0]), round(SERIF * g)
    initials = [parts.box(int(i)) for i in np.flatnonzero(chosen)]
    initials = [Box(b.left - serif, b.top - serif, b.right, b.bottom).intersection(page) for b in initials]
    return initials, body.without(box_mask(body.mask.shape, initials))


def _begins_line(letter: Box, line: Box, glyph: float) -> bool:
    """Whether a letter stands right before a line of its own height."""
    level = letter.overlap_y(line) >= LEVEL * max(letter.height, line.height)
    return level and line.left - letter.left >= 0 and line.left - letter.right <= BEGIN * glyph


def _begins_lines(ink: Mask, letter: Box, glyph: float) -> bool:
    """Whether two lines or more begin to the right of a letter, and nothing stands to its left."""
    left = ink[letter.top : letter.bottom, max(0, letter.left - round(MARGIN * glyph)) : letter.left]
    beside = ink[letter.top : letter.bottom, letter.right : letter.right + round(BESIDE * glyph)]
    if (left.size and float(left.any(axis=1).mean()) > DIRTY) or not beside.any():
        return False
    if np.flatnonzero(beside.any(axis=0))[0] > BEGIN * glyph:
        return False
    return sum(bottom - top >= LINE * glyph for top, bottom in full_rows(beside.sum(axis=1), FULL)) >= LINES


def _bold_parts(ink: Ink) -> tuple[Parts, NDArray[np.bool_]]:
    """The components of ink whose breaks are healed, and which of them have thicker strokes than body type."""
    g = ink.glyph
    healed = cv2.morphologyEx(ink.mask, cv2.MORPH_CLOSE, rect(HEALED * g, HEALED * g))
    parts = parts_of(np.asarray(healed, np.uint8))
    stroke, height = stroke_widths(ink.mask, parts), parts.boxes[:, 3]
    body = (height > BODY[0] * g) & (height < BODY[1] * g)
    usual = float(np.median(stroke[body])) if body.any() else BODY_STROKE * g
    return parts, stroke >= BOLD * usual


def stroke_widths(mask: Mask, parts: Parts) -> NDArray[np.float64]:
    """The usual stroke of each component in pixels: from the mean distance of its ink to paper.

    The mean, not the largest: where letters touch, ink is thick but not bold.
    """
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    count = len(parts.area) + 1
    ink = np.flatnonzero(mask > 0)
    labels = parts.labels.ravel()[ink]
    total = np.bincount(labels, weights=depth.ravel()[ink], minlength=count)
    return STROKE * total[1:] / np.maximum(1, np.bincount(labels, minlength=count)[1:])


def _chain(letters: list[Box], bits: list[Box], barrier: Mask) -> list[Box]:
    """Join neighbouring letters to lines, left to right, until nothing more joins."""
    chains = sorted(letters)
    changed = True
    while changed:
        changed = False
        joined: list[Box] = []
        for box in sorted(chains):
            home = next((i for i, line in enumerate(joined) if _neighbours(line, box, barrier)), None)
            if home is None:
                joined.append(box)
            else:
                joined[home] = joined[home].union(box)
                changed = True
        chains = joined
    lines = list(chains)
    tops, bottoms = (np.array([getattr(line, side) for line in lines]) for side in ("top", "bottom"))
    for bit in bits:
        for i in np.flatnonzero((tops < bit.bottom) & (bottoms > bit.top)):
            line = lines[i]
            if (
                line.overlap_y(bit) >= BIT_LEVEL * bit.height
                and -bit.width <= line.gap_x(bit) <= BIT_NEAR * line.height
            ):
                lines[i] = line.union(bit)
                tops[i], bottoms[i] = lines[i].top, lines[i].bottom
                break
    return lines


def _with_marks(lines: list[Box], tall: list[Box], ink: Mask, barrier: Mask) -> list[Box]:
    """The lines with the points that end them, as thin as body type: question and exclamation marks.

    Behind such a mark is paper; tall parts of a column beside the line are followed by more letters.
    """
    marked = []
    for line in lines:
        ends = [
            mark
            for mark in tall
            if 0 <= mark.left - line.right <= MARK_NEAR * line.height
            and MARK_HIGH[0] * line.height <= mark.height <= MARK_HIGH[1] * line.height
            and mark.overlap_y(line) >= BIT_LEVEL * mark.height
            and not ink[mark.top : mark.bottom, mark.right : mark.right + round(MARK_FREE * mark.height)].any()
            and not barrier[mark.top : mark.bottom, line.right : mark.left].any()
        ]
        marked.append(Box.around([line, *ends]))
    return marked


def _neighbours(line: Box, letter: Box, barrier: Mask) -> bool:
    """Whether a letter belongs to a line: near, level, of like size, nothing printed between."""
    low, high = sorted((line.height, letter.height))
    gap = line.gap_x(letter)
    if low < ALIKE * high or gap > NEAR * high or line.overlap_y(letter) < LEVEL * low:
        return False
    if gap <= 0:
        return True
    left, right = min(line.right, letter.right), max(line.left, letter.left)
    top, bottom = max(line.top, letter.top), min(line.bottom, letter.bottom)
    return not bool(barrier[top:bottom, left:right].any())
