"""What each piece of evidence weighs, for a gap and for a character, by script.

Weights of a logistic model, fitted by Newton's method with a small penalty (ridge, 3) on pages whose truth is known:
Fraktur on 9 pages (1780-1939, and set anew with wear), antiqua on 14 in German, English and French, Han print, which
one engine reads, on 7. `benchmarks/doubts.py --fit` fits them anew; how well they do on pages that they were not
fitted on stands in `benchmarks/doubts.md`.
"""

from __future__ import annotations

from collections.abc import Mapping

from correction.doubts.evidence import NAMES
from ocr.page import Script

# evidence: Fraktur gap, character; antiqua gap, character; Han gap, character
_TABLE: Mapping[str, tuple[float, float, float, float, float, float]] = {
    "one": (-4.00, -7.57, -3.91, -8.29, -3.42, -6.12),
    "differ": (4.64, 4.56, 3.68, 1.01, 0.00, 0.00),
    "all differ": (1.61, 0.01, 0.00, 0.00, 0.00, 0.00),
    "same other": (0.69, -1.08, 0.00, 0.00, 0.00, 0.00),
    "nothing": (0.00, 1.97, 0.00, 0.29, 0.00, 0.00),
    "unsure": (0.00, 1.62, 0.00, 3.00, 0.00, 2.06),
    "unsure2": (0.00, 2.85, 0.00, 3.32, 0.00, 2.69),
    "margin": (1.39, -1.39, 1.68, -0.99, 0.00, 1.75),
    "no confidence": (-4.00, 1.43, -3.91, 0.53, -3.42, -0.01),
    "surprise": (2.31, 2.53, 0.34, 1.91, 0.00, 0.00),
    "next surprise": (0.00, 1.22, 0.00, 1.41, 0.00, 0.00),
    "unlisted": (1.43, 0.15, 1.08, 0.69, 0.00, 0.00),
    "unlisted differ": (-0.98, -0.99, 0.87, -0.65, 0.00, 0.00),
    "confused": (0.00, 3.30, 0.00, 2.91, 0.00, 0.00),
    "other": (0.00, 3.11, 0.00, 3.60, 0.00, 0.00),
    "lost": (1.90, -2.13, 0.82, -0.56, 0.00, 0.00),
    "confused differ": (0.41, 0.57, 0.17, 0.17, 0.00, 0.00),
    "seen": (-1.27, -2.82, -1.11, -1.13, 0.00, 0.00),
    "word differs": (1.01, 1.39, 0.54, 0.56, 0.00, 0.00),
    "line differs": (0.91, 1.00, 0.20, 0.74, 0.00, 0.00),
    "page differs": (-0.27, 0.86, 0.16, 0.27, 0.00, 0.00),
    "left differs": (0.85, -0.30, 0.26, 1.74, 0.00, 0.00),
    "right differs": (3.65, 1.17, 1.65, 0.53, 0.00, 0.00),
    "unlisted unsure": (0.00, 1.69, 0.00, 2.48, 0.00, 0.00),
    "capital": (0.00, -0.11, 0.00, 0.07, 0.00, -0.03),
    "figure": (0.00, 2.61, 0.00, 1.94, 0.00, -0.35),
    "point": (0.00, -0.99, 0.00, 0.62, 0.00, -0.03),
    "quote": (0.00, -1.87, 0.00, -0.57, 0.00, -0.16),
    "space": (0.00, 1.43, 0.00, 0.53, 0.00, 0.00),
    "mark": (0.00, 3.33, 0.00, 2.28, 0.00, -0.43),
    "first": (-0.13, 0.31, 0.23, -0.51, -0.19, -0.26),
    "last": (0.33, 0.49, 0.21, -0.29, 0.92, 0.01),
    "more": (1.39, 0.00, 1.68, 0.00, 0.00, 0.00),
    "neighbour unsure": (1.77, -0.54, 1.89, 0.06, 0.48, 0.38),
    "wide gap": (0.74, 0.00, 0.89, 0.00, 5.74, 0.00),
    "surprise differ": (1.24, -0.66, 1.27, 1.11, 0.00, 0.00),
    "page unlisted": (0.02, 1.08, -0.39, 0.78, 0.00, 0.00),
    "short line": (0.03, -0.21, -0.18, -0.26, 0.71, -0.38),
    "space differ": (-1.55, 0.50, 0.69, 0.00, 0.00, 0.00),
    "tz": (0.00, 2.70, 0.00, 0.00, 0.00, 0.00),
}

_COLUMNS: Mapping[Script, int] = {"fraktur": 0, "latin": 2, "han": 4}


def _column(place: int) -> tuple[float, ...]:
    return tuple(_TABLE[name][place] for name in NAMES)


WEIGHTS: Mapping[Script, tuple[tuple[float, ...], tuple[float, ...]]] = {
    script: (_column(first), _column(first + 1)) for script, first in _COLUMNS.items()
}
"""For each script the weights of a gap and those of a character, in the order of `NAMES`."""
