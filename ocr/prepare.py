"""A scan becomes an even, upright page image.

In: a grey scan, uint8, shape (height, width). Out: `Prepared`: paper white, light evened out, dark borders
painted over, lines level. Its pixels map back to the scan through `Transform`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, Direction, Point, Polygon, Transform, Turn

GreyImage = NDArray[np.uint8]
InkMask = NDArray[np.uint8]

SURVEY_SIDE = 2400  # pixels of the longer side at which a page is surveyed: body type is still 6 pixels high
MAX_SKEW = 3.0  # degrees; more is a page laid down wrongly, not skew
BORDER_LIGHT = 0.55  # paper darker than this share of the page's paper is a border or a shadow
EDGE_REACH = 0.04  # share of a side within which a black strip is the edge of the sheet
EDGE_INK = 0.55  # share of a row or column that is black in such a strip
GLYPH_LIMIT = 0.06  # a glyph of body type is at most this share of the longer side


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page image ready for layout and recognition.

    `grey` has the scan's shape, paper at 255. `glyph` is the height of the commonest glyph (x-height of Latin,
    a character of Han) in pixels; 0.0 when the page shows no text.
    """

    grey: GreyImage
    transform: Transform
    glyph: float


def prepare(scan: GreyImage, direction: Direction) -> Prepared:
    """Even the light, paint dark borders white and level the lines of a scan."""
    even = even_light(scan)
    glyph = measure_glyph(even)
    angle = measure_skew(even, direction) if glyph else 0.0
    level = turn(even, angle) if abs(angle) >= 0.02 else even
    return Prepared(level, Transform(angle if level is not even else 0.0), glyph)


def even_light(scan: GreyImage) -> GreyImage:
    """Divide by the local paper colour, so that paper is 255 everywhere and borders vanish."""
    scale = min(1.0, SURVEY_SIDE / max(scan.shape))
    small = shrink(scan, scale)
    reach = max(15, max(small.shape) // 75) | 1
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper: GreyImage = np.asarray(cv2.GaussianBlur(closed, (0, 0), reach / 2), np.uint8)
    dark = _border(small, paper, reach)
    height, width = scan.shape
    full_paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(scan, np.maximum(full_paper, 1), scale=255)
    if dark.any():
        even[cv2.resize(dark, (width, height), interpolation=cv2.INTER_NEAREST) > 0] = 255
    return np.asarray(even, np.uint8)


def shrink(grey: GreyImage, scale: float) -> GreyImage:
    """An image at `scale` (at most 1), each pixel the mean of those that it stands for."""
    height, width = grey.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _border(small: GreyImage, paper: GreyImage, reach: int) -> InkMask:
    """Dark paper that touches the edge of the image, as 0/1."""
    white = float(np.percentile(paper, 75))
    dark = (paper < BORDER_LIGHT * white).astype(np.uint8)
    dark = np.maximum(dark, _edge(small, white))
    framed = cv2.copyMakeBorder(dark, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, labels = cv2.connectedComponents(framed, connectivity=4)
    outside = (labels == labels[0, 0])[1:-1, 1:-1].astype(np.uint8)
    return np.asarray(cv2.dilate(outside, np.ones((reach, reach), np.uint8)) if outside.any() else outside, np.uint8)


def _edge(small: GreyImage, white: float) -> InkMask:
    """Black strips along the edges, too thin to darken the local paper: rows and columns that are mostly ink."""
    black = small < BORDER_LIGHT * white
    mask = np.zeros(small.shape, np.uint8)
    for axis in (0, 1):
        share = black.mean(axis=axis)
        reach = max(1, round(EDGE_REACH * share.size))
        for edge in (np.arange(reach), np.arange(share.size - 1, share.size - 1 - reach, -1)):
            inked = np.flatnonzero(share[edge] > EDGE_INK)
            strip = edge[: int(inked.max()) + 1] if inked.size else edge[:0]
            mask[(strip, slice(None)) if axis == 1 else (slice(None), strip)] = 1
    return mask


def ink_of(grey: GreyImage) -> InkMask:
    """The ink of an evened image as 0/1, by Otsu's threshold kept off the paper and the black."""
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    threshold = min(190.0, max(90.0, threshold))
    return (grey < threshold).astype(np.uint8)


def measure_glyph(grey: GreyImage) -> float:
    """The height of the commonest glyph in pixels: the median height of connected components, weighted by height."""
    scale = min(1.0, SURVEY_SIDE / max(grey.shape))
    small = shrink(grey, scale)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(small), connectivity=8)
    width, height, area = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    limit = GLYPH_LIMIT * max(small.shape)
    glyphs = np.sort(height[(height >= 4) & (width >= 2) & (area >= 8) & (height < limit) & (width < 2 * limit)])
    if glyphs.size < 3:
        return 0.0
    middle = int(np.searchsorted(np.cumsum(glyphs), glyphs.sum() / 2))
    return float(glyphs[middle] / scale)


def measure_skew(grey: GreyImage, direction: Direction) -> float:
    """Degrees by which to turn the page counter-clockwise so that its lines lie level.

    The angle whose projection profile is the sharpest (Postl 1986), taken in strips a quarter page wide so that
    columns with their own line grid do not blur each other.
    """
    scale = min(1.0, SURVEY_SIDE / max(grey.shape))
    ink = ink_of(shrink(grey, scale))
    if direction == "vertical":
        ink = np.asarray(np.rot90(ink), np.uint8)
    ys, xs = np.nonzero(ink)
    if ys.size < 100:
        return 0.0
    step = max(1, ys.size // 400_000)
    ys, xs = ys[::step].astype(np.float32), xs[::step].astype(np.float32)
    strip = (xs * 4 // ink.shape[1]).astype(np.int32)

    def sharpness(angle: float) -> float:
        rows = (ys - xs * math.tan(math.radians(angle))).astype(np.int32) + ink.shape[1]
        span = int(rows.max()) + 1
        profile = np.bincount(strip * span + rows, minlength=4 * span).astype(np.float64)
        return float(np.sum(np.square(np.diff(profile)), dtype=np.float64))

    best = 0.0
    for reach, pitch in ((MAX_SKEW, 0.25), (0.25, 0.05), (0.05, 0.01)):
        angles = best + np.arange(-reach, reach + pitch / 2, pitch)
        best = float(max(angles, key=sharpness))
    return best


def turn(grey: GreyImage, angle: float) -> GreyImage:
    """Turn an image counter-clockwise by degrees about its middle; the canvas stays, the corners become paper."""
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255,)), np.uint8
    )


def turn_quarters(grey: GreyImage, turn: Turn) -> GreyImage:
    """Turn an image clockwise by whole quarters, given in degrees; the canvas turns with it."""
    return np.ascontiguousarray(np.rot90(grey, -turn // 90)) if turn else grey


class Mapper:
    """Maps places of the prepared image back to the page image."""

    def __init__(self, transform: Transform, width: int, height: int) -> None:
        self._size = width, height
        self._matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -transform.angle, 1.0)
        self._still = transform.angle == 0.0

    def point(self, x: float, y: float) -> Point:
        """A point of the prepared image as a point of the page image, inside the page."""
        width, height = self._size
        if not self._still:
            x, y = (float(v) for v in self._matrix @ np.array([x, y, 1.0]))
        return min(width, max(0, round(x))), min(height, max(0, round(y)))

    def polygon(self, box: Box) -> Polygon:
        """A box's four corners in the page image."""
        return tuple(self.point(x, y) for x, y in box.polygon)

    def box(self, box: Box) -> Box:
        """The upright box around a box's image in the page image."""
        corners = self.polygon(box)
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))
