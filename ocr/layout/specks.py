"""Specks of dirt before the first letter of a line: in an indent they would hide where a paragraph begins.

In: boxes of lines in layout pixels and the ink. Out: the boxes, each beginning at its first letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr.layout.ink import Mask
from ocr.page import Box

SPECK = 0.5  # glyphs wide and high: no letter, and no dash, is smaller
APART = 1.0  # glyphs of paper behind a speck: quotation marks and points stand nearer, full-width ones 0.7-0.9
REACH = 5.5  # glyphs from the edge of a line within which its first letter is looked for
LEADER = 3  # as many specks in one line are the dots of a leader
LIST = 3  # as many lines that begin with the same mark are a list
CENTRED, SAME = 0.4, 0.2  # glyphs from the middle of its line to that of a bullet; between the sides of two bullets


def without_specks(boxes: Sequence[Box], ink: Mask, glyph: float) -> list[Box]:
    """The boxes, each beginning at its first letter, or at its bullet where several lines begin with one."""
    heads = [_head(box, ink, glyph) for box in boxes]
    pairs = list(zip(boxes, heads, strict=True))
    bullets = _alike({mark for box, head in pairs for mark in head[:-1] if _is_centred(mark, box, glyph)}, glyph)
    return [
        replace(box, left=next(part.left for part in head if part in bullets or part is head[-1])) if head else box
        for box, head in pairs
    ]


def _head(box: Box, ink: Mask, glyph: float) -> list[Box]:
    """The specks before the first letter of a line and what comes after them; nothing if there are none."""
    window = ink[box.top : box.bottom, box.left : min(box.right, box.left + round(REACH * glyph))]
    parts: list[Box] = []
    for left, right in _pieces(window, glyph):
        rows = np.flatnonzero(window[:, left:right].any(axis=1))
        parts.append(Box(box.left + left, box.top + int(rows[0]), box.left + right, box.top + int(rows[-1]) + 1))
        if max(parts[-1].width, parts[-1].height) > SPECK * glyph:
            break
    return parts if 1 < len(parts) <= LEADER else []


def _pieces(window: Mask, glyph: float) -> list[tuple[int, int]]:
    """From where to where ink goes on along a line without a wide gap."""
    inked = np.flatnonzero(window.any(axis=0))
    pieces = np.split(inked, np.flatnonzero(np.diff(inked) > APART * glyph) + 1)
    return [(int(piece[0]), int(piece[-1]) + 1) for piece in pieces if piece.size]


def _is_centred(mark: Box, line: Box, glyph: float) -> bool:
    return abs(mark.center[1] - line.center[1]) <= CENTRED * glyph


def _alike(marks: set[Box], glyph: float) -> set[Box]:
    """Those of the marks that stand below each other and are as large as each other in so many lines."""
    sides = np.array([(mark.left, mark.width, mark.height) for mark in marks]).reshape(-1, 3)
    return {
        mark
        for mark, own in zip(marks, sides, strict=True)
        if (np.abs(sides - own) <= SAME * glyph).all(axis=1).sum() >= LIST
    }
