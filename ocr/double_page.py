"""Two pages on one scan: finds the fold between them.

In: a grey picture of one frame, upright and uncleaned. Out: the boxes of its left and right page, or None.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.components import components, look_up, runs
from ocr.layout.direction import letter_size, reduced_ink
from ocr.page import Box

LONG_SIDE = 1600  # pixels to look at; the narrowest fold measured (0.5 % of the width) is 6 wide there

# Shares of the print's width or height.
SPREAD = 1.05  # width / height of the print on two pages: measured 1.44; single pages 0.6-0.95
MIDDLE = (0.4, 0.6)  # where a fold may lie
INNER = (0.12, 0.88)  # what lies outside are margin strips, whose gutters prove nothing
CLEAR = 0.015  # a gutter is a column of pixels with no more ink than this
WIDER = 1.6  # a fold is this much wider than the widest gutter between the columns of either page
OPEN = 0.04  # a fold as wide as this needs no further proof; the gutter between two columns measured up to 0.022
BALANCE = 0.2  # each page has at least this part of the ink
PAGE_SHAPE = (0.35, 1.1)  # width / height of the print on one page
COLUMNED = 0.5  # a page has such gutters inside over this part of its height

STRIP = 0.12  # print in the fold itself is a strip at most this wide, which stays whole

TILTS = np.tan(np.radians(np.arange(-2.0, 2.01, 0.25)))  # of the fold, from upright
SHADOW = 0.5  # a dark thing this high and at most THIN wide is a fold's shadow or a rule, not print
THIN = 0.02
RUN = 14.0  # in letter heights: white inside a page that runs so far down is a gutter, no river of word spaces


@dataclass(frozen=True, slots=True)
class Gutter:
    """A clear run between `left` and `right` (half-open) in upright columns after shearing by `tilt`."""

    left: int
    right: int
    tilt: float

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.right - self.left


def find_halves(image: NDArray[np.uint8]) -> tuple[Box, Box] | None:
    """Cut a double page at its fold; None when the picture shows one page, or when that is in doubt.

    A fold is a gutter near the middle that is clear over the whole height of the print, but for its shadow, with
    print on both sides in the shape of pages. Columns have gutters too: so it must be wider than any other gutter
    of that height, and when it is narrow the pages beside it must have columns of their own. A tilted fold gives
    overlapping boxes, so that neither page loses letters.
    """
    ink = _print(reduced_ink(image, LONG_SIDE))
    bounds = _bounds(ink)
    if bounds is None or bounds.width < SPREAD * bounds.height:
        return None
    part = ink[bounds.top : bounds.bottom, bounds.left : bounds.right]
    fold = _fold(part)
    if fold is None or not _are_pages(part, fold):
        return None
    scale = image.shape[1] / ink.shape[1]
    reach = abs(fold.tilt) * image.shape[0] / 2
    spare = reach if reach > scale * fold.width / 2 else 0.0
    middle = scale * (bounds.left + (fold.left + fold.right) / 2)
    height, width = image.shape
    return Box(0, 0, round(middle + spare), height), Box(round(middle - spare), 0, width, height)


def _print(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The ink without dirt, dark borders, rules and fold shadows."""
    labels, parts = components(ink)
    left, top, width, height, area = parts.T
    rows, columns = ink.shape
    edge = (left == 0) | (top == 0) | (left + width == columns) | (top + height == rows)
    thin = np.minimum(width, height) <= THIN * columns
    large = np.maximum(width, height) >= SHADOW * min(rows, columns)
    # Print may touch the edge of a close-cut scan: only what is large there is border.
    border = edge & (np.maximum(width, height) >= 0.1 * min(rows, columns))
    keep = ~(border | (thin & large) | (area < 4))
    keep[0] = False
    return look_up(keep.astype(np.uint8), labels)


def _bounds(ink: NDArray[np.uint8]) -> Box | None:
    """The box around the print, without the stray marks beside it: 1 % of the ink on each side is let go."""
    if not ink.any():
        return None
    edges = []
    for axis in (0, 1):
        total = np.cumsum(ink.sum(axis=axis, dtype=np.int64))
        edges.append(np.searchsorted(total, [0.01 * total[-1], 0.99 * total[-1]]))
    (left, right), (top, bottom) = edges
    return Box(int(left), int(top), int(right) + 1, int(bottom) + 1)


def _fold(ink: NDArray[np.uint8]) -> Gutter | None:
    """The widest gutter near the middle, over all tilts, when no other gutter comes near it."""
    width = ink.shape[1]
    best: tuple[Gutter, list[Gutter], list[Gutter]] | None = None
    for tilt in TILTS[np.argsort(np.abs(TILTS), kind="stable")]:
        gutters = _gutters(ink, float(tilt))
        central = [g for g in gutters if MIDDLE[0] * width <= (g.left + g.right) / 2 <= MIDDLE[1] * width]
        if central:
            widest = max(central, key=lambda g: g.width)
            if best is None or widest.width > best[0].width:
                best = widest, central, [g for g in gutters if g not in central]
    if best is None:
        return None
    fold, central, others = best
    inner = [g.width for g in others if INNER[0] * width <= g.left and g.right <= INNER[1] * width]
    proven = [g for g in central if g.width >= WIDER * max(inner, default=0)]
    return _beside_strip(fold, proven, STRIP * width) if fold in proven else None


def _beside_strip(fold: Gutter, proven: list[Gutter], widest: float) -> Gutter:
    """The fold, or the wider gutter beside a narrow strip of print (中縫) through which the fold runs."""
    left = max((g for g in proven if g.right <= fold.left), key=lambda g: g.right, default=None)
    right = min((g for g in proven if g.left >= fold.right), key=lambda g: g.left, default=None)
    if left is None or right is None or right.left - left.right > widest:
        return fold
    return max(left, right, key=lambda g: g.width)


def _gutters(ink: NDArray[np.uint8], tilt: float) -> list[Gutter]:
    """All clear runs of columns of a sheared picture."""
    clear = _sheared(ink, tilt).mean(axis=0) <= CLEAR
    return [Gutter(left, right, tilt) for left, right in runs(clear)]


def _sheared(ink: NDArray[np.uint8], tilt: float) -> NDArray[np.uint8]:
    """The picture with lines of that tilt set upright about its middle row."""
    if not tilt:
        return ink
    matrix = np.array([[1.0, tilt, -tilt * ink.shape[0] / 2], [0.0, 1.0, 0.0]])
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(ink, matrix, ink.shape[::-1], flags=flags), np.uint8)


def _are_pages(ink: NDArray[np.uint8], fold: Gutter) -> bool:
    """Whether both sides of a fold have a page's share of the ink, a page's shape and, if need be, columns."""
    height, width = ink.shape
    upright = _sheared(ink, fold.tilt)
    sides = upright[:, : fold.left], upright[:, fold.right :]
    for side in sides:
        if side.sum() < BALANCE * ink.sum() or not PAGE_SHAPE[0] <= side.shape[1] / height <= PAGE_SHAPE[1]:
            return False
    if fold.width >= OPEN * width:
        return True
    letter = letter_size(ink)
    return letter is not None and all(_has_columns(side, letter) for side in sides)


def _has_columns(side: NDArray[np.uint8], letter: float) -> bool:
    """Whether white runs down somewhere inside a page, as it does between columns or vertical lines."""
    width = side.shape[1]
    inner = side[:, round(INNER[0] * width) : round(INNER[1] * width)]
    run = round(RUN * letter)
    sums = np.cumsum(np.vstack((np.zeros((1, inner.shape[1]), np.int64), inner)), axis=0)
    inked = (sums[run:] - sums[:-run]) > 0
    # White alone may be an empty corner: there must be ink at the same height left and right of it.
    both = np.logical_or.accumulate(inked, axis=1) & np.logical_or.accumulate(inked[:, ::-1], axis=1)[:, ::-1]
    return bool((~inked & both).any(axis=1).mean() >= COLUMNED) if len(inked) else False
