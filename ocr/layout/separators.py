"""Printed rules: the lines that divide columns and articles.

In: the ink of a level page. Out: `Rules`: boxes of horizontal and vertical rules in layout pixels and the ink
that belongs to them, which later steps take away.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.borders import find_borders
from ocr.layout.ink import Ink, Mask, Parts, box_mask, parts_of, rect, transposed
from ocr.layout.strokes import LONG, find_strokes
from ocr.page import Box, Direction

SHORTEST = {"horizontal": 3.0, "vertical": 8.0}  # glyphs; shorter strokes are dashes and the stems of headlines
DRIFT = 1.0  # glyphs: a rule that strays further is given in pieces
FREE = 0.35  # glyphs of paper on either side
FREE_SHARE = 0.6  # of a rule's length
FREE_SHARE_LONG = 0.3  # of a long rule's length: text may lean on it
DIRT = 0.3  # glyphs: smaller ink beside a rule is dirt, no letter
LETTER = 5.0  # glyphs: the letters of a headline that a rule may run into
PURE = 0.8  # the same of a long rule beside which another one runs: letters are never as slender
TABLE = 4.0  # glyphs on the shorter side
TABLE_RULED = 0.6  # share of a table's ink that is found to be rules
BREAK = 5.0  # glyphs that the side of a border may be worn away
OWN_INK = 0.5  # share of the connected ink that the stroke itself must be: else it is part of a letter


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of a page: boxes by direction, their ink (0/1), and the vertical ones with their gaps closed."""

    horizontal: tuple[Box, ...]
    vertical: tuple[Box, ...]
    mask: Mask
    fence: Mask


def find_rules(ink: Ink) -> Rules:
    """Find rules by opening the ink with long thin elements and joining what lies in one line."""
    parts = parts_of(ink.mask)
    borders, border_ink = find_borders(ink.mask, ink.glyph, parts)
    plain = np.asarray(ink.mask - border_ink, np.uint8)
    letters = _without_uprights(plain, parts_of(plain) if border_ink.any() else parts, ink.glyph)
    flat, flat_ink, _ = _strokes(plain, letters, ink.glyph, "horizontal")
    upright = transposed(np.asarray(plain - flat_ink, np.uint8))
    tall, tall_ink, fence = _strokes(upright, parts_of(upright), ink.glyph, "vertical")
    flat += [side for border in borders for side in border.flat]
    vertical = [b.transposed for b in tall]
    vertical += [side for border in borders for side in border.tall]
    sides = box_mask(ink.mask.shape, [side for border in borders for side in border.tall])
    # A side that leans has a wide box, in which there may be print.
    sides = np.minimum(sides, cv2.morphologyEx(border_ink, cv2.MORPH_CLOSE, rect(1, BREAK * ink.glyph)))
    ruled = np.maximum(np.maximum(flat_ink, transposed(tall_ink)), border_ink)
    ruled = np.maximum(ruled, _tables(parts, ruled, ink.glyph))
    return Rules(tuple(flat), tuple(vertical), ruled, np.maximum(transposed(fence), np.asarray(sides, np.uint8)))


def _without_uprights(mask: Mask, parts: Parts, glyph: float) -> Parts:
    """The parts of a mask, large figures without their upright strokes: a frame may touch the rules of columns."""
    large = parts.boxes[:, 2:].min(axis=1) >= LONG * glyph
    if not large.any():
        return parts
    strokes, good = find_strokes(transposed(parts.mask(large)), glyph, LONG)
    upright = transposed(np.asarray(cv2.dilate(strokes.mask(good), rect(3, 3)), np.uint8))
    return parts_of(np.asarray(np.minimum(mask, 1 - upright), np.uint8))


def _tables(parts: Parts, ruled: Mask, glyph: float) -> Mask:
    """The whole ink of large figures that are mostly rules, as tables are, with their corners and thick places."""
    large = parts.boxes[:, 2:].min(axis=1) >= TABLE * glyph
    share = np.bincount(parts.labels[ruled > 0], minlength=len(parts.area) + 1)[1:] / np.maximum(1, parts.area)
    return parts.mask(large & (share >= TABLE_RULED))


def _strokes(mask: Mask, letters: Parts, glyph: float, direction: Direction) -> tuple[list[Box], Mask, Mask]:
    """The strokes of a mask that run along x as boxes, their ink, and their whole course; `letters` are its parts."""
    parts, good = find_strokes(mask, glyph, SHORTEST[direction])
    long = parts.boxes[:, 2] >= LONG * glyph
    boxes = []
    no_dirt = letters.mask(letters.boxes[:, 2:].max(axis=1, initial=0) >= DIRT * glyph)
    for i in np.flatnonzero(good):
        free, clean = (_freedom(ink, parts, int(i), glyph) for ink in (mask, no_dirt))
        share, own = float(free.mean()), _own_share(letters, parts, int(i))
        if long[i] and direction == "vertical":  # text may lean on it from top to bottom
            good[i] = share >= FREE_SHARE_LONG or own >= OWN_INK
        else:
            free_enough = share >= (FREE_SHARE_LONG if long[i] else FREE_SHARE)
            good[i] = own >= (OWN_INK if free_enough else PURE) and (free_enough or bool(long[i]))
        if good[i]:
            boxes += _pieces(parts, int(i), _trimmed(parts.box(int(i)), clean, glyph), glyph)
    within = box_mask(mask.shape, [b.grown(1) for b in boxes])
    course = np.minimum(parts.mask(good), within)
    grown = np.minimum(cv2.dilate(parts.mask(good), rect(3, 3)), within)
    return boxes, np.asarray(np.minimum(grown, mask), np.uint8), course


def _pieces(strokes: Parts, index: int, box: Box, glyph: float) -> list[Box]:
    """A slanted or wavy stroke as pieces that each lie within a thin box."""
    count = max(1, round(box.height / (DRIFT * glyph)))
    edges = np.linspace(box.left, box.right, count + 1).astype(int)
    pieces = []
    for left, right in itertools.pairwise(edges):
        rows = np.flatnonzero((strokes.labels[box.top : box.bottom, left:right] == index + 1).any(axis=1))
        if rows.size:
            pieces.append(Box(int(left), box.top + int(rows[0]), int(right), box.top + int(rows[-1]) + 1))
    return pieces


def _trimmed(box: Box, free: NDArray[np.bool_], glyph: float) -> Box:
    """A stroke without the letters that its ends run into."""
    window = max(1, round(2 * glyph))
    before = window // 2
    smooth = np.convolve(np.pad(free, (before, window - 1 - before), mode="edge"), np.ones(window) / window, "valid")
    clear = np.flatnonzero(smooth >= 0.9)
    if not clear.size:
        return box
    # More than a letter's height of it is a rule that text leans on.
    most = LETTER * glyph
    start = int(clear[0]) if clear[0] <= most else 0
    end = int(clear[-1]) + 1 if box.width - clear[-1] <= most else box.width
    return Box(box.left + start, box.top, box.left + end, box.bottom)


def _freedom(ink: Mask, strokes: Parts, index: int, glyph: float) -> NDArray[np.bool_]:
    """Where along a stroke there is no other ink on either side."""
    box = strokes.box(index)
    reach = max(2, round(FREE * glyph))
    top, bottom = max(0, box.top - reach), min(ink.shape[0], box.bottom + reach)
    stroke = cv2.dilate((strokes.labels[top:bottom, box.left : box.right] == index + 1).astype(np.uint8), rect(3, 3))
    return np.logical_not((ink[top:bottom, box.left : box.right] > stroke).any(axis=0))


def _own_share(letters: Parts, strokes: Parts, index: int) -> float:
    """The share of the ink connected with a stroke that is the stroke's own."""
    box = strokes.box(index)
    window = slice(box.top, box.bottom), slice(box.left, box.right)
    touched = np.unique(letters.labels[window][strokes.labels[window] == index + 1])
    connected = int(letters.area[touched[touched > 0] - 1].sum())
    return float(strokes.area[index]) / max(1, connected)
