"""The ink of a page at the scale at which layout looks at it.

In: a prepared grey image and its glyph height. Out: `Ink`, a 0/1 mask reduced so that a glyph of body type is
`GLYPH` pixels high: every later number of the layout is a multiple of that glyph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.components import Labels, components, look_up, runs
from ocr.page import Box
from ocr.prepare import GreyImage, shrink

GLYPH = 10.0  # pixels of a body glyph at layout scale: small enough to be quick, large enough for thin rules

WINDOW = 6.0  # glyphs: side of the window of the local threshold
SENSITIVITY = 0.2
DARKEST = 100.0  # grey
PALEST = 0.15  # of the way from the page's own threshold to paper: fainter is dirt and what shows through

CORE_ROWS = 0.5  # share of a full row's ink that a row of the letters' middle has
EDGE_ROWS = 0.4  # around that share within which a row counts in part
STROKE = 4.0  # times the mean distance of a stroke's ink to paper is its width

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Ink:
    """A page's ink at layout scale: `mask` 0/1 and the `grey` image that it was taken from.

    `scale` is layout pixels per page pixel, `glyph` is in layout pixels, `page` is the prepared image's box.
    """

    mask: Mask
    grey: GreyImage
    scale: float
    glyph: float
    page: Box

    def to_page(self, box: Box) -> Box:
        """A box in layout pixels as a box in pixels of the prepared image, inside `page`."""
        s = self.scale
        whole = Box(int(box.left / s), int(box.top / s), int(np.ceil(box.right / s)), int(np.ceil(box.bottom / s)))
        return whole.intersection(self.page)

    def without(self, *masks: Mask) -> Ink:
        """The same page with some of its ink taken away."""
        left = self.mask
        for mask in masks:
            left = np.asarray(cv2.subtract(left, mask), np.uint8)  # never below 0
        return Ink(left, self.grey, self.scale, self.glyph, self.page)


@dataclass(frozen=True, slots=True)
class Parts:
    """Connected components: `labels` of each pixel (0 is paper) and per component a row of `boxes` and `area`.

    `boxes` has the columns left, top, width, height; row i belongs to label i + 1.
    """

    labels: Labels
    boxes: NDArray[np.int32]
    area: NDArray[np.int32]

    def mask(self, chosen: NDArray[np.bool_]) -> Mask:
        """The pixels of the chosen components as 0/1."""
        return look_up(np.concatenate([[0], chosen]).astype(np.uint8), self.labels)

    def only(self, chosen: NDArray[np.bool_]) -> Parts:
        """The chosen components alone, as `parts_of` would find them."""
        table = np.concatenate([[0], np.cumsum(chosen) * chosen]).astype(self.labels.dtype)
        return Parts(look_up(table, self.labels), self.boxes[chosen], self.area[chosen])

    def box(self, index: int) -> Box:
        """The box of one component."""
        x, y, w, h = (int(v) for v in self.boxes[index])
        return Box(x, y, x + w, y + h)


def survey(grey: GreyImage, glyph: float) -> Ink:
    """Reduce a page to layout scale and take its ink."""
    scale = min(1.0, GLYPH / glyph) if glyph else min(1.0, 1000 / max(grey.shape))
    small = shrink(grey, scale) if scale < 1 else grey
    page = Box(0, 0, grey.shape[1], grey.shape[0])
    mask = local_ink(small, max(3, round(WINDOW * GLYPH)) | 1)
    return Ink(mask, small, scale, (glyph or GLYPH / scale) * scale, page)


def local_ink(grey: GreyImage, window: int) -> Mask:
    """The ink as 0/1 by Sauvola's local threshold (Sauvola and Pietikäinen 2000), never far from the page's own."""
    mean = cv2.boxFilter(grey, cv2.CV_32F, (window, window))
    square = cv2.sqrBoxFilter(grey, cv2.CV_32F, (window, window))
    # In place: on a large page new memory costs as much as the sums.
    deviation = np.asarray(np.subtract(square, mean * mean, out=square), np.float32)
    np.sqrt(np.maximum(deviation, 0, out=deviation), out=deviation)
    threshold = mean * (1 + SENSITIVITY * (deviation / 128 - 1))
    otsu, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    palest = otsu + PALEST * (255 - otsu)
    return (grey < np.clip(threshold, DARKEST, palest)).astype(np.uint8)


def parts_of(mask: Mask) -> Parts:
    """The connected components of a mask, 8-connected."""
    labels, rows = components(mask)
    return Parts(labels, rows[1:, :4], rows[1:, 4])


def paper_distance(mask: Mask) -> NDArray[np.float32]:
    """How far each pixel of ink is from paper; on a page without any it would be endless, and is the page's side."""
    return np.asarray(np.minimum(cv2.distanceTransform(mask, cv2.DIST_L2, 3), max(mask.shape)), np.float32)


def mean_stroke(distance: NDArray[np.float32], ink: Mask) -> float:
    """The usual stroke in a part of a page, in pixels, from the distances of its ink to paper."""
    return STROKE * float(distance.sum()) / max(1, cv2.countNonZero(ink))


def letter_height(ink: Mask) -> float:
    """Rows that most letters of a line fill: the x-height of Latin, the whole character of Han.

    Of the rows rather than of the letters, because letters that touch would seem high.
    """
    profile = ink.sum(axis=1, dtype=np.int64)
    full = _upper(profile)
    # Rows at the edge count in part: at layout scale a whole row is a tenth of a letter.
    return float(np.clip((profile / full - CORE_ROWS) / EDGE_ROWS + 0.5, 0, 1).sum()) if full else 0.0


def full_rows(profile: NDArray[Any], share: float) -> list[tuple[int, int]]:
    """Runs of rows that are full of ink, as those of a line's letters are: `share` of what a full row has."""
    return runs(np.asarray(profile >= share * _upper(profile), bool))


def _upper(values: NDArray[Any]) -> float:
    """The 85th percentile, as NumPy gives it: that costs more than all else that is measured of a line."""
    ranked = np.sort(values)
    at, share = divmod(0.85 * (len(ranked) - 1), 1)
    low, high = ranked[int(at)], ranked[min(int(at) + 1, len(ranked) - 1)]
    return float(low + share * (high - low))


def transposed(mask: Mask) -> Mask:
    """A mask with its columns as rows, laid out anew: `mask.T` alone is read several times slower."""
    return np.asarray(cv2.transpose(mask), np.uint8)


def ink_box(mask: Mask) -> Box | None:
    """The box around a mask's ink; None without any."""
    xs, ys = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return Box(int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1) if xs.size else None


def box_mask(shape: tuple[int, ...], boxes: list[Box]) -> Mask:
    """A 0/1 mask of filled boxes."""
    mask = np.zeros(shape, np.uint8)
    for b in boxes:
        mask[max(0, b.top) : max(0, b.bottom), max(0, b.left) : max(0, b.right)] = 1
    return mask


def rect(width: float, height: float) -> Mask:
    """A structuring element of at least one pixel either way."""
    return np.ones((max(1, round(height)), max(1, round(width))), np.uint8)
