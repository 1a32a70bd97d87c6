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

from ocr.components import Rows, components, look_up
from ocr.page import Box, Direction, Point, Polygon, Transform, Turn
from ocr.reverse import turn_reversed

GreyImage = NDArray[np.uint8]
InkMask = NDArray[np.uint8]
Counts = NDArray[np.int32]

SURVEY_SIDE = 2400  # pixels of the longer side at which a page is surveyed: body type is still 6 pixels high
MAX_SKEW = 3.0  # degrees; more is a page laid down wrongly, which is worth a note
NEAR_PITCH = 0.25  # degrees between two angles of the first search
# Degrees to either side, degrees between two angles, and how many blocks of columns move as one.
SEARCH = ((MAX_SKEW, NEAR_PITCH, 3), (NEAR_PITCH, 0.05, 1), (0.05, 0.01, 1))
WIDE_SEARCH = (12.0, NEAR_PITCH, 1)
DISTINCT = 3.0  # times the median angle's sharpness: at the lines' own angle print has 7-32 times, 3 degrees off 1-2
BLOCK = 8  # columns of pixels
STRIPS = 4  # a page has columns with line grids of their own
BORDER_LIGHT = 0.55  # paper darker than this share of the page's paper is a border or a shadow
EDGE_REACH = 0.04  # share of a side within which a black strip is the edge of the sheet
EDGE_INK = 0.55  # share of a row or column that is black in such a strip
GLANCE_SIDE = 1200  # pixels of the longer side at which light print is told from dark print
TILE = 24  # pixels of that: a few letters of body type
CONTRAST = 80  # grey levels between the darkest and the lightest of a tile that holds print
PRINTED = 0.1  # of a page's tiles: fewer are the edges of a blank sheet
NEGATIVE = 0.8  # of such tiles are dark on the whole; on 24 pages 0-0.09, on their negatives 0.91-1, on noise 0.5-0.76
# Print at 60 dpi, English, Fraktur, Chinese: 80, 84 and 9 % errors in articles as it is, 27, 25 and 6 % enlarged. At 80
# to 100 dpi English and Chinese gain too; Fraktur reads better (2.7 to 1.6 %) but its articles were told apart worse.
SMALL_GLYPH, ENLARGED = 10.5, 2
GLYPH_LIMIT = 0.06  # a glyph of body type is at most this share of the longer side


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page image ready for layout and recognition.

    `grey` has the scan's shape times `scale`, paper at 255. `glyph` is the height of the commonest glyph (x-height of
    Latin, a character of Han) in pixels of it; 0.0 when the page shows no text. `scale` is 1 but for small print.
    """

    grey: GreyImage
    transform: Transform
    glyph: float
    scale: int = 1


def prepare(scan: GreyImage, direction: Direction, scanned: GreyImage | None = None) -> Prepared:
    """Even the light, paint dark borders white, enlarge very small print and level the lines of a scan.

    `scanned` is the scan at the scale of a survey, where it is at hand.
    """
    even, small, glyph = evened(scan, direction, scanned)
    scale = ENLARGED if 0 < glyph < SMALL_GLYPH and small.shape == even.shape else 1
    if scale > 1:
        even = np.asarray(cv2.resize(even, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
        small = shrunk(even)
        glyph = measure_glyph(small)
    angle = measure_skew(small, direction) if glyph else 0.0
    level = turn(even, angle) if abs(angle) >= 0.02 else even
    transform = Transform(angle if level is not even else 0.0)
    return Prepared(level, transform, glyph * max(even.shape) / max(small.shape), scale)


def evened(
    scan: GreyImage, direction: Direction, scanned: GreyImage | None = None
) -> tuple[GreyImage, GreyImage, float]:
    """A scan in even light, all its print dark on light; the same at the scale of a survey, and its glyph there."""
    scanned = shrunk(scan) if scanned is None else scanned
    even = even_light(scan, scanned)
    small = shrunk(even)
    glyph = measure_glyph(small)
    positive = turn_reversed(scan, scanned, glyph, direction)
    if positive is not scan:
        even = even_light(positive, shrunk(positive))
        small = shrunk(even)
        glyph = measure_glyph(small)
    return even, small, glyph


def is_negative(grey: GreyImage) -> bool:
    """Whether print is light on dark, as on a microfilm that was never copied back.

    Where there is contrast, most of a page is paper: each small part of the page votes by whether its mean is nearer
    to its darkest or to its lightest. Black borders have no contrast and no vote.
    """
    small = shrink(grey, min(1.0, GLANCE_SIDE / max(grey.shape)))
    rows, columns = small.shape[0] // TILE, small.shape[1] // TILE
    if not rows or not columns:
        return False
    bands = small[: rows * TILE, : columns * TILE].reshape(rows, TILE, -1)
    darkest = bands.min(axis=1).reshape(rows, columns, TILE).min(axis=2).astype(np.float32)
    lightest = bands.max(axis=1).reshape(rows, columns, TILE).max(axis=2).astype(np.float32)
    means = cv2.resize(bands.reshape(rows * TILE, -1), (columns, rows), interpolation=cv2.INTER_AREA)
    printed = lightest - darkest >= CONTRAST
    dark = 2.0 * means < darkest + lightest
    return bool(printed.mean() >= PRINTED and dark[printed].mean() > NEGATIVE)


def even_light(scan: GreyImage, small: GreyImage | None = None) -> GreyImage:
    """Divide by the local paper colour, so that paper is 255 everywhere and borders vanish.

    `small` is the scan at the scale of a survey, where it is at hand.
    """
    small = shrunk(scan) if small is None else small
    reach = max(15, max(small.shape) // 75) | 1
    closed = np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), np.uint8)
    paper = _blurred(closed, reach / 2)
    dark = _border(small, paper, reach)
    size = scan.shape[1], scan.shape[0]
    even = cv2.resize(np.maximum(paper, 1), size, interpolation=cv2.INTER_LINEAR)
    cv2.divide(scan, even, dst=even, scale=255)
    if dark.any():
        cv2.max(even, cv2.resize(255 * dark, size, interpolation=cv2.INTER_NEAREST), dst=even)
    return np.asarray(even, np.uint8)


def _blurred(grey: GreyImage, sigma: float) -> GreyImage:
    """An image blurred by a Gauss function; at a quarter of its size, which shows less than a grey level."""
    if min(grey.shape) < 4 * sigma:
        return np.asarray(cv2.GaussianBlur(grey, (0, 0), sigma), np.uint8)
    quarter = cv2.GaussianBlur(shrink(grey, 0.25), (0, 0), sigma / 4)
    return np.asarray(cv2.resize(quarter, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def shrink(grey: GreyImage, scale: float) -> GreyImage:
    """An image at `scale` (at most 1), each pixel the mean of those that it stands for."""
    height, width = grey.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def shrunk(grey: GreyImage) -> GreyImage:
    """An image at the scale at which a page is surveyed."""
    return shrink(grey, min(1.0, SURVEY_SIDE / max(grey.shape)))


def grey_level(grey: GreyImage, share: float) -> int:
    """The grey level that a share of the pixels stays under or has: a percentile, from the histogram."""
    counts = np.cumsum(cv2.calcHist([grey], [0], None, [256], [0, 256]), dtype=np.float64)
    return int(np.searchsorted(counts, share * counts[-1]))


def _border(small: GreyImage, paper: GreyImage, reach: int) -> InkMask:
    """Dark paper that touches the edge of the image, as 0/1."""
    white = float(grey_level(paper, 0.75))
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
    """The ink of an evened image as 0/1: what is darker than its `ink_level`."""
    return (grey < ink_level(grey)).astype(np.uint8)


def ink_level(grey: GreyImage) -> float:
    """The grey level that parts ink from paper: Otsu's threshold, kept off the paper and the black."""
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    return min(190.0, max(90.0, threshold))


def measure_glyph(grey: GreyImage) -> float:
    """The height of the commonest glyph in pixels: the median height of connected components, weighted by height."""
    scale = min(1.0, SURVEY_SIDE / max(grey.shape))
    small = shrink(grey, scale)
    rows = components(ink_of(small))[1]
    glyphs = np.sort(rows[_may_be_letters(rows, max(small.shape)), 3])
    if glyphs.size < 3:
        return 0.0
    middle = int(np.searchsorted(np.cumsum(glyphs), glyphs.sum() / 2))
    return float(glyphs[middle] / scale)


def _may_be_letters(rows: Rows, side: int) -> NDArray[np.bool_]:
    """Which components have the size of letters, or of a few that touch, on a page of such a longer side."""
    width, height, area = rows[:, 2:].T
    limit = GLYPH_LIMIT * side
    letters = (height >= 4) & (width >= 2) & (area >= 8) & (height < limit) & (width < 2 * limit)
    letters[0] = False  # paper
    return np.asarray(letters, np.bool_)


def _letters(ink: InkMask) -> InkMask:
    """The components of ink that may be letters: neither rules nor the hatching of a picture."""
    labels, rows = components(ink)
    return look_up(_may_be_letters(rows, max(ink.shape)).astype(np.uint8), labels)


def measure_skew(grey: GreyImage, direction: Direction) -> float:
    """Degrees, 12 at most, by which to turn the page counter-clockwise so that its lines lie level.

    The angle whose projection profile is the sharpest (Postl 1986), taken in strips a quarter page wide so that
    columns with their own line grid do not blur each other. Where none stands out up to 3 degrees, letters alone are
    searched up to 12: at some such angle a hatched picture is sharper than a few lines.
    """
    ink = ink_of(shrunk(grey))
    if np.count_nonzero(ink) < 100:
        return 0.0
    fine = _in_blocks(_lines_level(ink, direction))
    best, distinct = _sharpest(fine, 0.0, SEARCH[0])
    if not distinct or abs(best) > MAX_SKEW - NEAR_PITCH:
        wide, distinct = _sharpest(_in_blocks(_lines_level(_letters(ink), direction)), 0.0, WIDE_SEARCH)
        best = wide if distinct else best
    for step in SEARCH[1:]:
        best, _ = _sharpest(fine, best, step)
    return best


def _lines_level(ink: InkMask, direction: Direction) -> InkMask:
    """A page's ink, laid on its side where its lines run down."""
    return np.asarray(np.rot90(ink), np.uint8) if direction == "vertical" else ink


def _sharpest(fine: Counts, middle: float, search: tuple[float, float, int]) -> tuple[float, bool]:
    """The angle about a middle one at which a page is the sharpest, and whether it stands out there."""
    reach, pitch, joined = search
    counts = np.add.reduceat(fine, range(0, len(fine), joined))
    angles = middle + np.arange(-reach, reach + pitch / 2, pitch)
    found = [_sharpness(counts, joined * BLOCK, float(angle)) for angle in angles]
    best = int(np.argmax(found))
    return float(angles[best]), found[best] >= DISTINCT * float(np.median(found))


def _in_blocks(ink: InkMask) -> Counts:
    """Inked pixels in each row of upright blocks of columns, shape (blocks, height)."""
    eights = np.packbits(ink, axis=1)
    return np.bitwise_count(eights).T.astype(np.int32, order="C")


def _sharpness(counts: Counts, block: int, angle: float) -> float:
    """How unlike neighbouring rows of a page are in their ink when they run at an angle, strip by strip."""
    blocks, height = counts.shape
    fall = block * math.tan(math.radians(angle))
    shifts = [math.floor(-(i + 0.5) * fall) for i in range(blocks)]
    low, span = min(shifts), height + max(shifts) - min(shifts)
    profile = np.zeros((STRIPS, span), np.int32)
    for i, shift in enumerate(shifts):
        profile[i * STRIPS // blocks, shift - low : shift - low + height] += counts[i]
    return float(np.sum(np.square(np.diff(profile.astype(np.float64), axis=1))))


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
    """Maps places of the prepared image, which is enlarged `scale` times, back to the page image."""

    def __init__(self, transform: Transform, width: int, height: int, scale: int = 1) -> None:
        self._size = width, height
        self.scale = scale
        self._matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -transform.angle, 1.0)
        self._still = transform.angle == 0.0

    def point(self, x: float, y: float) -> Point:
        """A point of the prepared image as a point of the page image, inside the page."""
        width, height = self._size
        x, y = x / self.scale, y / self.scale
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
