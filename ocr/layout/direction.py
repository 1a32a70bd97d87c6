"""Is a page's print set in rows or in columns? Decided by the picture alone.

In: a grey page image, uncleaned. Out: a `Direction`, or the vote behind it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import Parts, parts_of
from ocr.page import Direction
from ocr.prepare import SURVEY_SIDE, grey_level, shrink

TILE = 7.0  # side of a tile in letter heights: several lines, yet so small that a little skew does not blur them
FULL = 0.04  # share of ink from which a tile holds print; a tile of text has 0.1-0.25
SPECK = 4  # pixels of height or width under which a component is dirt or a dot


def guess_direction(image: NDArray[np.uint8]) -> Direction:
    """Say in which direction most lines of a page run; a page without print is horizontal."""
    return "vertical" if direction_vote(image) < 0 else "horizontal"


def direction_vote(image: NDArray[np.uint8]) -> float:
    """Weigh rows against columns, from -1 (every part of the page is set in columns) to 1 (every part in rows).

    The letters, without rules and pictures, are looked at in small tiles. Between lines there is more white than
    between the letters of a line, so the ink summed across lines varies more than the ink summed along them; each
    tile gives its vote for the direction whose profile varies more.
    """
    parts = parts_of(reduced_ink(image, SURVEY_SIDE))
    size = _usual_size(parts)
    if size is None:
        return 0.0
    letters = _letters(parts, size)
    side = max(8, round(TILE * size))
    rows, columns = letters.shape[0] // side, letters.shape[1] // side
    if not rows or not columns:
        return _tile_vote(letters[None].astype(np.float32))
    tiles = letters[: rows * side, : columns * side].reshape(rows, side, columns, side).swapaxes(1, 2)
    every = tiles.reshape(rows * columns, side, side).astype(np.float32)
    full = every[every.mean(axis=(1, 2)) >= FULL]
    return _tile_vote(full) if len(full) else 0.0


def reduced_ink(picture: NDArray[np.uint8], long_side: int) -> NDArray[np.uint8]:
    """Give the ink (1) of a picture made small enough that its long side has at most so many pixels.

    Local mean threshold over a fortieth of the page, so that uneven light and yellow edges do not become ink.
    """
    scale = min(1.0, long_side / max(picture.shape))
    image: NDArray[np.uint8] = picture
    if scale < 1:
        image = shrink(picture, scale)
    if min(image.shape) < 3:
        return np.zeros(image.shape, np.uint8)
    window = max(image.shape) // 40 | 1
    contrast = max(10.0, 0.15 * (grey_level(image, 0.95) - grey_level(image, 0.02)))
    ink = cv2.adaptiveThreshold(image, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(3, window), contrast)
    return np.asarray(ink, np.uint8)


def letter_size(ink: NDArray[np.uint8]) -> float | None:
    """Measure the usual larger side of a letter in pixels of an ink mask; None when it holds no letters.

    The median weighs each component by the root of its ink: merely counted, the dots of one halftone picture outvote
    a page; weighed by all their ink, the headings and display adverts do.
    """
    return _usual_size(parts_of(ink))


def _usual_size(parts: Parts) -> float | None:
    """The usual larger side of components that can be letters."""
    sides = parts.boxes[:, 2:]
    larger = sides.max(axis=1, initial=0)
    solid = (sides.min(axis=1, initial=larger.max(initial=0)) >= SPECK) & (larger <= max(parts.labels.shape) / 20)
    if not solid.any():
        return None
    sizes, weights = larger[solid], np.sqrt(parts.area[solid])
    order = np.argsort(sizes)
    total = np.cumsum(weights[order])
    return float(sizes[order][np.searchsorted(total, total[-1] / 2)])


def _letters(parts: Parts, size: float) -> NDArray[np.uint8]:
    """The ink of letter-sized components alone, given their usual size."""
    larger = parts.boxes[:, 2:].max(axis=1, initial=0)
    return parts.mask((larger >= 0.4 * size) & (larger <= 3 * size))


def _tile_vote(tiles: NDArray[np.float32]) -> float:
    """The mean vote of tiles, shape (n, side, side)."""
    across, along = tiles.sum(axis=2).var(axis=1), tiles.sum(axis=1).var(axis=1)
    return float(np.sign(across - along).mean())
