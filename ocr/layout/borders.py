"""Borders: printed lines all round a piece of print, as round an advert or an article in a box.

In: the ink of a level page. Out: `Border`s with their four sides, and all their ink. A border is one connected figure
that runs along all four sides of its box and has hardly any ink of its own in the middle; where it is worn, its strokes
are joined over the breaks first. Its sides are short, and taken alone no more than the bars of letters: hence it is
looked for as a whole, before single rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.layout.ink import Mask, Parts, box_mask, ink_box, parts_of, rect, transposed
from ocr.layout.strokes import find_strokes
from ocr.page import Box

LEAST = 4.0  # glyphs on the shorter side
ALONG = 0.9  # share of each side along which the ink runs
CORNER = 1.5  # glyphs from the corners in which a side may be rounded or ornamented
BENT = 0.5  # glyphs that a side may stray from straight, beyond SLANT
SLANT = 0.015  # of its length
INNER = 0.35  # share of the ink that may stand in the middle: rules between boxes on each other, letters that touch
THICKEST = 1.4  # glyphs
HAIRLINE = 0.3  # glyphs
THICK = 0.07  # of the shorter side, for what is no hairline: the strokes of a title's letters are thicker
HELD = 6  # pieces of ink within a border: characters that look like boxes hold fewer
WOVEN = 0.3  # glyphs between the pieces of an ornamental border
TOUCH = 0.7  # glyphs between the ends of strokes that make a corner
APART = 3.0  # glyphs from the outer line of a double border to its innermost


@dataclass(frozen=True, slots=True)
class Border:
    """A border in layout pixels: its box, its two flat sides from the top, and its two tall ones from the left."""

    box: Box
    flat: tuple[Box, Box]
    tall: tuple[Box, Box]


def find_borders(mask: Mask, glyph: float, parts: Parts | None = None) -> tuple[tuple[Border, ...], Mask]:
    """Find the borders of a page, the outermost where they make one; with the ink of all, corners included.

    `parts` are the mask's, where they are at hand.
    """
    left = mask.copy()
    page = Box(0, 0, mask.shape[1], mask.shape[0])
    found = _take(left, page, glyph, parts, worn=True)
    for border, _ in list(found):  # lines of a double border that touch are freed from each other
        found += _take(left, border.box, glyph, None, worn=False)
    for border, figure in found:
        _clear_corners(left, border.box, figure, round(CORNER * glyph))
    return _outermost([border for border, _ in found], glyph), np.asarray(mask - left, np.uint8)


def _take(left: Mask, within: Box, glyph: float, parts: Parts | None, *, worn: bool) -> list[tuple[Border, Mask]]:
    """Find the borders in a part of a page, with their figures, and take the ink of their sides away."""
    found = []
    window = left[within.top : within.bottom, within.left : within.right]
    for mask, reach in _layers(window, glyph, worn=worn):
        joined = parts or parts_of(np.asarray(cv2.dilate(mask, rect(reach * glyph, reach * glyph)), np.uint8))
        parts = None  # they are those of the ink before anything was closed, mended or taken away
        for figure, at in list(_figures(mask, joined, glyph)):
            box = at.moved(within.left, within.top)
            border = _border(figure, box, glyph)
            if border is not None and _holds_print(box, left, glyph):
                found.append((border, figure))
                sides = box_mask(left.shape, [*border.flat, *border.tall])
                ink = figure & sides[box.top : box.bottom, box.left : box.right]
                window[at.top : at.bottom, at.left : at.right][ink > 0] = 0
    return found


def _layers(ink: Mask, glyph: float, *, worn: bool) -> Iterator[tuple[Mask, float]]:
    """The ink as borders of each kind show in it, closed ones first, and the glyphs by which their pieces are apart.

    Each is made after the borders of the one before were taken away from `ink`.
    """
    yield ink, 0.0
    yield _woven(ink, glyph), 0.0
    if worn:
        yield _mended(ink, glyph), TOUCH


def _woven(mask: Mask, glyph: float) -> Mask:
    """The ink with little gaps closed: borders of ornaments, waves and dots."""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, rect(WOVEN * glyph, WOVEN * glyph)), np.uint8)


def _mended(mask: Mask, glyph: float) -> Mask:
    """The strokes of a page along x and y, joined over their breaks: worn borders."""
    flat, flat_good = find_strokes(mask, glyph, LEAST)
    tall, tall_good = find_strokes(transposed(mask), glyph, LEAST)
    return np.maximum(flat.mask(flat_good), transposed(tall.mask(tall_good)))


def _figures(mask: Mask, parts: Parts, glyph: float) -> Iterator[tuple[Mask, Box]]:
    """Figures large both ways, cut out, with their boxes; `parts` says what of the mask is connected."""
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    large = np.minimum(width, height) >= LEAST * glyph
    large &= parts.area >= ALONG * 2 * (width + height - 2 * CORNER * glyph)
    for i in np.flatnonzero(large):
        box = parts.box(int(i))
        figure = (parts.labels[box.top : box.bottom, box.left : box.right] == i + 1).astype(np.uint8)
        figure = np.minimum(figure, mask[box.top : box.bottom, box.left : box.right])
        inked = ink_box(figure)
        if inked:
            yield figure[inked.top : inked.bottom, inked.left : inked.right], inked.moved(box.left, box.top)


def _border(figure: Mask, box: Box, glyph: float) -> Border | None:
    """The border that a figure is, if ink runs along all its sides, thin enough, and hardly any stands within."""
    found = []
    for turn in range(4):
        side = _side(np.rot90(figure, turn), glyph)
        if side is None:
            return None
        found.append(side)
    top, right, bottom, left = found  # each turn brings the next side clockwise to the top
    thickest = max(side.thick for side in found)
    if thickest > THICKEST * glyph or thickest > max(HAIRLINE * glyph, THICK * min(box.width, box.height)):
        return None
    depth = round(CORNER * glyph)
    if figure[depth:-depth, depth:-depth].sum() > INNER * figure.sum():
        return None
    return Border(
        box,
        (
            Box(box.left, box.top + top.start, box.right, box.top + top.end),
            Box(box.left, box.bottom - bottom.end, box.right, box.bottom - bottom.start),
        ),
        (
            Box(box.left + left.start, box.top, box.left + left.end, box.bottom),
            Box(box.right - right.end, box.top, box.right - right.start, box.bottom),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """A side turned to the top: the rows that it takes up, and how thick its outer stroke is."""

    start: int
    end: int
    thick: float


def _side(figure: Mask, glyph: float) -> _Side | None:
    """The upper side of a figure, if the ink runs along it."""
    corner = round(CORNER * glyph)
    stray = BENT * glyph + SLANT * figure.shape[1]
    figure = figure[: round(stray + 2 * THICKEST * glyph), corner:-corner]
    if not figure.size:
        return None
    first = figure.argmax(axis=0)
    along = figure.any(axis=0) & (first <= stray)
    if along.mean() < ALONG:
        return None
    figure, first = figure[:, along], first[along]
    rows = np.arange(len(figure))[:, None]
    last = len(figure) - 1 - figure[::-1].argmax(axis=0)
    paper = (figure == 0) & (rows > first)
    thick = np.where(paper.any(axis=0), paper.argmax(axis=0), len(figure)) - first
    # The letters that touch a side here and there are none of it.
    end = np.percentile(first, 97) + np.percentile(last - first, 75) + 1
    return _Side(int(first.min()), int(np.ceil(end)), float(np.median(thick)))


def _clear_corners(left: Mask, box: Box, figure: Mask, corner: int) -> None:
    """Take away what is left of the ornaments and curves at the corners of a border."""
    window = left[box.top : box.bottom, box.left : box.right]
    for rows in (slice(0, corner), slice(-corner, None)):
        for columns in (slice(0, corner), slice(-corner, None)):
            window[rows, columns][figure[rows, columns] > 0] = 0


def _holds_print(box: Box, mask: Mask, glyph: float) -> bool:
    """Whether there are letters in a border, as in no character that looks like a box."""
    depth = round(CORNER * glyph / 2)
    return len(parts_of(mask[box.top + depth : box.bottom - depth, box.left + depth : box.right - depth]).area) >= HELD


def _outermost(borders: Sequence[Border], glyph: float) -> tuple[Border, ...]:
    """The borders that are not the inner line of another one."""
    return tuple(b for b in borders if not any(a is not b and _doubles(a.box, b.box, glyph) for a in borders))


def _doubles(outer: Box, inner: Box, glyph: float) -> bool:
    gaps = inner.left - outer.left, inner.top - outer.top, outer.right - inner.right, outer.bottom - inner.bottom
    return all(0 <= gap <= APART * glyph for gap in gaps)
