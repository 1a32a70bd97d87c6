"""The grid of vertical print: how far its columns of characters stand apart, and how large a character is.

In: a prepared grey image, upright. Out: a `Grid`. Vertical Han print is set in squares, so its columns repeat at one
pitch: the pitch is the lag at which the ink of small tiles, summed down the page, is most like itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.prepare import SURVEY_SIDE, GreyImage, InkMask, ink_of, shrink

TILE = (14.0, 6.0)  # glyphs wide and high: several columns, of which most run through
FULL = 0.06  # share of ink from which a tile holds print
LAGS = (0.7, 3.2)  # glyphs between which a pitch is looked for
ALIKE = 0.4  # how like itself a tile must be at its best lag: the correlation
NEAR = 0.06  # of the pitch: lags this near say the same
LEAST_TILES = 6
WIDEST = 0.85  # of the pitch: there is white between columns
EDGES = 1.25  # times the width at half of the ink: strokes at the edge of a square are few
INKED = 0.5  # of a full column's ink: where a pitch has more it is a character, else the white between two columns


@dataclass(frozen=True, slots=True)
class Grid:
    """The distance between the middles of two columns and the width of a character, in pixels of the image."""

    pitch: float
    em: float


def measure_grid(grey: GreyImage, glyph: float) -> Grid | None:
    """Measure the grid of a page's body columns; None when too little of it repeats. `glyph` is a rough size."""
    scale = min(1.0, SURVEY_SIDE / max(grey.shape))
    ink = ink_of(shrink(grey, scale))
    found = [(lag, profile) for profile in _profiles(ink, glyph * scale) for lag in _lags(profile, glyph * scale)]
    if len(found) < LEAST_TILES:
        return None
    lags = np.array([lag for lag, _ in found])
    votes = [np.count_nonzero(np.abs(lags - lag) <= NEAR * lag) for lag in lags]
    best = lags[int(np.argmax(votes))]
    near = np.abs(lags - best) <= NEAR * best
    pitch = float(lags[near].mean())
    shares = [_inked(profile, lag) for (lag, profile), same in zip(found, near, strict=True) if same]
    share = min(WIDEST, EDGES * float(np.median(shares)))
    return Grid(pitch / scale, share * pitch / scale)


def _profiles(ink: InkMask, glyph: float) -> Iterator[NDArray[np.float64]]:
    """The ink of each full tile summed down the page; tiles overlap by half."""
    width, height = (max(4, round(side * glyph)) for side in TILE)
    for top in range(0, max(1, ink.shape[0] - height + 1), height // 2):
        for left in range(0, max(1, ink.shape[1] - width + 1), width // 2):
            tile = ink[top : top + height, left : left + width]
            if tile.mean() >= FULL:
                yield tile.sum(axis=0, dtype=np.float64)


def _lags(profile: NDArray[np.float64], glyph: float) -> list[float]:
    """The lag at which a profile is most like itself, with a part of a pixel; none when it is not."""
    deviation = profile - profile.mean()
    size = len(deviation)
    power = float(deviation @ deviation)
    low, high = max(2, round(LAGS[0] * glyph)), min(size // 2, round(LAGS[1] * glyph))
    if not power or high - low < 3:
        return []
    likeness = np.array(
        [float(deviation[lag:] @ deviation[: size - lag]) * size / (size - lag) for lag in range(low - 1, high + 2)]
    )
    inner = likeness[1:-1]
    peaks = np.flatnonzero((inner >= likeness[:-2]) & (inner > likeness[2:]) & (inner >= ALIKE * power))
    if not peaks.size:
        return []
    # Twice the pitch is as like: the first of peaks that are nearly the highest.
    peak = int(peaks[inner[peaks] >= 0.85 * inner[peaks].max()][0])
    before, middle, after = likeness[peak : peak + 3]
    bend = before - 2 * middle + after
    return [low + peak + (0.5 * (before - after) / bend if bend else 0.0)]


def _inked(profile: NDArray[np.float64], lag: float) -> float:
    """The share of a pitch that a column's characters fill: the profile laid over itself pitch by pitch."""
    bins = max(4, round(lag))
    place = (np.arange(len(profile)) / lag % 1 * bins).astype(np.int64)
    folded = np.bincount(place, weights=profile, minlength=bins) / np.maximum(1, np.bincount(place, minlength=bins))
    return float(np.mean(folded >= INKED * np.percentile(folded, 90)))
