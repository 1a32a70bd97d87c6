"""White letters on black: headings and adverts in solid bars become black on white before a page is looked at.

In: a grey scan, uint8, shape (height, width), and the height of its body glyph. Out: the same scan with its reversed
areas turned round. Pictures, engravings, thick rules and the dark border of a scan hold no lines of letters, and stay.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.components import components, look_up, runs
from ocr.page import Direction

GreyImage = NDArray[np.uint8]
Mask = NDArray[np.uint8]

BLUR = 0.12  # glyphs: so far the dots of a grey ground run into each other
PAPER_REACH = 40.0  # glyphs; within them there is paper somewhere
DARK = 0.62  # of the paper's grey: a ground is darker
SHORTEST, LOWEST, HIGHEST = 6.0, 1.7, 40.0  # glyphs: an area's longer side, and its shorter one
SOLID = 0.88  # share of its rectangle that an area fills with its letters: its edges are straight
GROUND = 0.45  # the same without its letters
SLIVER = 0.15  # glyphs: thinner paper is wear, or the edge itself
LINE = 0.7, 12.0  # glyphs: the height of a line of white letters
LETTERS = 3  # a line has as many at least, each
HIGH = 0.45  # of the line's height at least, and not
WIDE = 2.5  # times as wide as that: touching letters count as one
IN_LETTERS = 0.7  # share of the paper within an area that must be letters
FREE = 0.01  # of a row's length may be paper between two lines
MARGIN = 0.25  # glyphs in which the edge of an area or of a letter fades
BLACK = 0.1  # of the paper's grey: what the letters become
FADED = 75, 85  # percentiles: the ground's lightest but for specks, and the letters' lightest but for their edges


@dataclass(frozen=True, slots=True)
class _Area:
    """A dark area that holds lines of letters; `place` is its window at survey scale.

    `whole` and `letters` are 0/1 masks of that window, `paper` is the grey of the paper around.
    """

    place: tuple[slice, slice]
    whole: Mask
    letters: Mask
    paper: float


def turn_reversed(scan: GreyImage, small: GreyImage, glyph: float, direction: Direction) -> GreyImage:
    """Print the white letters of dark areas black on paper; the scan itself where there are none.

    `small` is the scan at the scale at which it is surveyed, `glyph` its body glyph's height in pixels of `small`.
    """
    areas = _find_areas(small, glyph, direction) if glyph else []
    turned = scan.copy() if areas else scan
    for area in areas:
        _turn(turned, area, small.shape, glyph)
    return turned


def _find_areas(small: GreyImage, glyph: float, direction: Direction) -> list[_Area]:
    """Dark rectangles whose paper is lines of letters."""
    paper = _paper(small, glyph)
    dark = (cv2.GaussianBlur(small, (0, 0), max(0.5, BLUR * glyph)) < DARK * paper).astype(np.uint8)
    labels, rows = components(dark, connectivity=4)
    x, y, w, h, ink = rows.T
    inside = (x > 0) & (y > 0) & (x + w < small.shape[1]) & (y + h < small.shape[0])  # none is the border of the scan
    large = (np.minimum(w, h) >= LOWEST * glyph) & (ink >= GROUND * LOWEST * SHORTEST * glyph**2)
    areas = []
    for i in np.flatnonzero(inside[1:] & large[1:]) + 1:
        x, y, w, h = (int(v) for v in rows[i, :4])
        place = slice(y, y + h), slice(x, x + w)
        found = _rectangle((labels[place] == i).astype(np.uint8), glyph)
        if found is None:
            continue
        whole, slant = found
        letters = _without_slivers(np.minimum(whole, 1 - dark[place]), glyph)
        across, slant = (letters, slant) if direction == "horizontal" else (letters.T.copy(), -slant)
        if _are_lines(across, slant, glyph):
            areas.append(_Area(place, whole, letters, float(np.median(paper[place]))))
    return areas


def _paper(small: GreyImage, glyph: float) -> GreyImage:
    """The grey of the paper around each pixel: the lightest that no dark area of print hides."""
    height, width = small.shape
    rough = cv2.resize(small, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    side = max(3, round(PAPER_REACH * glyph / 8)) | 1
    closed = cv2.morphologyEx(rough, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.asarray(cv2.resize(closed, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _rectangle(own: Mask, glyph: float) -> tuple[Mask, float] | None:
    """The rectangle that a dark component fills but for its letters, as 0/1, and its slant as dy / dx.

    None where the component is not solid or its outline no rectangle.
    """
    outlines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    rectangle = cv2.minAreaRect(outline)
    breadth, length = sorted(rectangle[1])
    if not LOWEST * glyph <= breadth <= HIGHEST * glyph or length < SHORTEST * glyph:
        return None
    area = breadth * length
    if cv2.contourArea(outline) < SOLID * area or int(own.sum()) < GROUND * area:
        return None
    corners = cv2.boxPoints(rectangle)
    whole = np.zeros_like(own)
    cv2.fillPoly(whole, [np.rint(corners).astype(np.int32)], (1,))
    sides = [b - a for a, b in itertools.pairwise([*corners, corners[0]])]
    flat = max(sides, key=lambda side: float(side[0]) - abs(float(side[1])))
    return whole, float(flat[1] / flat[0])


def _without_slivers(paper: Mask, glyph: float) -> Mask:
    """The paper within an area without its thinnest parts."""
    labels, rows = components(paper)
    thick = rows[:, 4] / np.maximum(1, rows[:, 2:4].max(axis=1)) >= SLIVER * glyph
    thick[0] = False
    return look_up(thick.astype(np.uint8), labels)


def _are_lines(letters: Mask, slant: float, glyph: float) -> bool:
    """Whether letters stand in lines, each of several letters of like height, and hardly any paper is anything else."""
    height, width = letters.shape
    level = np.array([[1, 0, 0], [-slant, 1, max(0.0, slant) * width]])
    size = width, height + round(abs(slant) * width)
    straight = np.asarray(cv2.warpAffine(letters, level, size, flags=cv2.INTER_NEAREST), np.uint8)
    y, w, h, area = components(straight)[1][1:, 1:].T
    in_lines = 0
    for top, bottom in runs(straight.mean(axis=1) > FREE):
        high = bottom - top
        within = (y + h / 2 >= top) & (y + h / 2 < bottom) & (w <= WIDE * high)
        if LINE[0] * glyph <= high <= LINE[1] * glyph and int((within & (h >= HIGH * high)).sum()) >= LETTERS:
            in_lines += int(area[within].sum())
    return in_lines > IN_LETTERS * int(letters.sum())


def _turn(scan: GreyImage, area: _Area, shape: tuple[int, ...], glyph: float) -> None:
    """Paint an area of the scan, in place, with its greys turned round; `shape` is that of survey scale."""
    room = 1 + round(MARGIN * glyph)
    window = tuple(slice(max(0, s.start - room), min(n, s.stop + room)) for s, n in zip(area.place, shape, strict=True))
    scale = scan.shape[0] / shape[0]
    patch = scan[tuple(slice(round(scale * s.start), round(scale * s.stop)) for s in window)]
    whole, letters = (np.zeros(tuple(s.stop - s.start for s in window), np.uint8) for _ in range(2))
    at = tuple(slice(s.start - w.start, s.stop - w.start) for s, w in zip(area.place, window, strict=True))
    whole[at], letters[at] = area.whole, area.letters
    square = np.ones((2 * room + 1, 2 * room + 1), np.uint8)
    near = cv2.dilate(letters, square)
    # The edge of an area fades, and would become a rule; what is paper inside is a letter, however thin.
    within = np.maximum(cv2.dilate(letters, np.ones((3, 3), np.uint8)), cv2.erode(whole, square))
    painted, inner, around, ground = (
        cv2.resize(mask, patch.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        for mask in (cv2.dilate(whole, square), within, near, whole - np.minimum(whole, letters))
    )
    soft = cv2.GaussianBlur(patch, (0, 0), max(0.5, scale * BLUR * glyph / 2))
    low, high = float(np.percentile(soft[ground], FADED[0])), float(np.percentile(soft[around], FADED[1]))
    ink = np.where(inner, np.clip((soft - low) / max(1.0, high - low), 0, 1), 0)
    patch[painted] = (area.paper * (1 - (1 - BLACK) * ink))[painted].astype(np.uint8)
