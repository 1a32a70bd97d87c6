"""Spacing: the paper between the words of a line, by which a gutter that runs into the line is told from a space.

In: the ink and boxes of lines in layout pixels. Out: the widths of the gaps, and lines joined where a gutter was
prolonged through the space between two words of a line that is centred over both columns.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ocr.layout.crowd import Crowd
from ocr.layout.ink import Mask
from ocr.page import Box

SPACE = 0.3  # glyphs: narrower paper stands between letters
MIDDLE = 0.15  # of a line's height at its top and its foot, where letters of its neighbours may reach
WIDER = 1.5  # times the widest space between other words: no space of the same line
FAR = 2.4  # glyphs: no narrower gap is too wide for a space
MUCH_WIDER, LESS_FAR = 2.8, 2.0  # the same of a gap that is wide beside all other spaces of its line
SPACES = 2  # in either half, to tell how wide a line is spaced
FREE = 2.5  # glyphs of paper at both ends of a line that is centred over two columns
AMID = 2.0, 1.5  # glyphs of paper between a line and the rules beside it, and by which its two ends may differ
NEAR = 12.0  # glyphs above and below it, in which lines tell how far the columns reach
SEAM = 2.0  # line heights between two halves, at most
LEVEL = 0.6  # share of the lower one's height that its two halves have in common
ALIKE, PART = 0.6, 0.4  # of the higher one's height that the lower one has; that a part of one of its words has
SPACED = 1.5  # times the widest space of both halves that the gap between them may have
ROOM = 0.8  # line heights: the same where a half is one word
COLUMN = 3  # lines that end, or begin, in one place
FLUSH = 0.4  # glyphs within which the ends, or beginnings, of the lines of a column lie


def spaces(ink: Mask, box: Box, glyph: float, least: float = SPACE) -> NDArray[np.int64]:
    """The gaps between the words in a box, from left to right, a row each: where it begins, and how wide it is.

    `least` is the width in glyphs from which paper is a gap.
    """
    edge = round(MIDDLE * box.height)
    inked = np.flatnonzero(ink[box.top + edge : box.bottom - edge, box.left : box.right].any(axis=0)) + box.left
    gaps = np.column_stack([inked[:-1] + 1, np.diff(inked) - 1])
    return gaps[gaps[:, 1] >= least * glyph]


def too_far(ink: Mask, a: Box, b: Box, glyph: float) -> bool:
    """Whether the gap between two pieces side by side is clearly wider than the spaces between their words."""
    own = [spaces(ink, box, glyph)[:, 1] for box in (a, b)]
    if min(len(gaps) for gaps in own) < SPACES:  # a number in a table may stand as far from its words
        return False
    gap, widest = b.left - a.right, float(max(gaps.max() for gaps in own))
    return gap > max(WIDER * widest, FAR * glyph) or gap > max(MUCH_WIDER * widest, LESS_FAR * glyph)


def join_centred(lines: list[Box], ink: Mask, barrier: Mask, glyph: float) -> list[Box]:
    """Join the halves of lines that are centred over two columns, as bylines under a heading are.

    They stand level, a space apart, and beside them is nothing but paper as far as the columns reach.
    """
    rows = sorted(lines)
    while (halves := _next_halves(rows, ink, barrier, glyph)) is not None:
        rows = sorted([line for line in rows if line not in halves] + [halves[0].union(halves[1])])
    return rows


def _next_halves(rows: list[Box], ink: Mask, barrier: Mask, glyph: float) -> tuple[Box, Box] | None:
    """The first two of sorted lines that are halves of one."""
    left, top, bottom = np.array([(row.left, row.top, row.bottom) for row in rows], np.int64).reshape(-1, 3).T
    crowd = Crowd(rows)
    for a in rows:
        near = (left >= a.right - glyph) & (left <= a.right + SEAM * a.height) & (top < a.bottom) & (bottom > a.top)
        for b in (rows[int(i)] for i in np.flatnonzero(near)):
            if b != a and _halves(a, b, crowd, ink, barrier, glyph):
                return a, b
    return None


def _halves(a: Box, b: Box, lines: Crowd, ink: Mask, barrier: Mask, glyph: float) -> bool:
    """Whether b goes on where a ends, and no column's lines end at the one and begin at the other."""
    seam = _seam(a, b, ink, barrier, glyph)
    if seam is None:
        return False
    # A gutter may have cut the line on its other side too.
    near = [c for c in lines.near(_around(a.union(b), glyph)) if c not in (a, b)]
    more = [c for c in near if _seam(c, a, ink, barrier, glyph) or _seam(b, c, ink, barrier, glyph)]
    if _is_amid_rules([a, b, *more], lines, barrier, glyph):
        return True
    if not _indented(a.union(b), [c for c in near if c not in more], glyph):
        return False
    end, width = seam
    others = [line for line in lines.boxes if line not in (a, b)]
    ending = sum(abs(line.right - end) <= FLUSH * glyph for line in others)
    beginning = sum(abs(line.left - end - width) <= FLUSH * glyph for line in others)
    return not (width and ending >= COLUMN and beginning >= COLUMN)


def _seam(a: Box, b: Box, ink: Mask, barrier: Mask, glyph: float) -> tuple[int, int] | None:
    """Where the space between two parts of a line begins and how wide it is, 0 within a word; None if they are none."""
    low, high = sorted((a.height, b.height))
    gap = b.left - a.right
    if not -glyph <= gap <= SEAM * low or low < PART * high or a.overlap_y(b) < LEVEL * low:
        return None
    if gap > 0 and barrier[max(a.top, b.top) : min(a.bottom, b.bottom), a.right : b.left].any():
        return None
    # A letter at the seam may have been lost to the gutter.
    gaps = spaces(ink, a.union(b), glyph)
    at = (gaps[:, 0] <= b.left) & (gaps.sum(axis=1) >= a.right)
    if not at.any():
        return a.right, 0
    end, width = (int(value) for value in gaps[at][gaps[at, 1].argmax()])
    widest = float(gaps[~at, 1].max(initial=0))
    most = max(SPACED * widest, ROOM * low if (~at).sum() < SPACES else 0)
    return (end, width) if low >= ALIKE * high and width <= most else None


def _indented(whole: Box, others: list[Box], glyph: float) -> bool:
    """Whether a line stands alone in its row, and the lines around it reach far over both its ends."""
    around, room = _around(whole, glyph), round(FREE * glyph)
    low = replace(around, top=whole.top, bottom=whole.bottom)
    if any(line.overlap_x(low) and line.overlap_y(whole) >= LEVEL * min(line.height, whole.height) for line in others):
        return False
    columns = [line for line in others if line.overlap_x(whole) and line.overlap_y(around)]
    left = min((line.left for line in columns), default=whole.left)
    right = max((line.right for line in columns), default=whole.right)
    return whole.left - left >= room and right - whole.right >= room


def _is_amid_rules(parts: list[Box], lines: Crowd, barrier: Mask, glyph: float) -> bool:
    """Whether the parts of a line stand alone in the middle between two rules, with paper at both ends."""
    whole = Box.around(parts)
    ruled = np.flatnonzero(barrier[whole.top : whole.bottom].any(axis=0))
    before, behind = ruled[ruled < whole.left], ruled[ruled >= whole.right]
    if not (before.size and behind.size):
        return False
    left, right = whole.left - int(before[-1]), int(behind[0]) - whole.right
    if min(left, right) < AMID[0] * glyph or abs(left - right) > AMID[1] * glyph:
        return False
    row = replace(whole, left=whole.left - left, right=whole.right + right)
    others = [line for line in lines.near(row) if line not in parts]
    return not any(line.overlap_y(whole) >= LEVEL * min(line.height, whole.height) for line in others)


def _around(whole: Box, glyph: float) -> Box:
    """Where the lines stand that tell whether a line is alone in its row."""
    near, room = round(NEAR * glyph), round(FREE * glyph)
    return Box(whole.left - room, whole.top - near, whole.right + room, whole.bottom + near)
