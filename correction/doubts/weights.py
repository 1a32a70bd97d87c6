"""What each piece of evidence weighs, for a gap and for a character, by script.

Weights of a logistic model, fitted by Newton's method with a small penalty (ridge, 3) on pages whose truth is known:
Fraktur on 15 pages (1780-1939, and set anew with wear), antiqua on 19 in German, English and French, Han print, which
one engine reads, on 12. Those of antiqua and Han print were then drawn on by 6 pages each of today's readings
(`--near`). `benchmarks/doubts.py --fit` fits them anew on the pages that it reads; how well they do on pages that they
were not fitted on stands in `benchmarks/doubts.md`.
"""

from __future__ import annotations

from collections.abc import Mapping

from correction.doubts.evidence import NAMES
from ocr.page import Script

# evidence: Fraktur gap, character; antiqua gap, character; Han gap, character
_TABLE: Mapping[str, tuple[float, float, float, float, float, float]] = {
    "one": (-3.96, -7.49, -4.29, -9.12, -4.51, -8.30),
    "differ": (5.05, 1.42, 2.15, -0.48, 0.00, 0.00),
    "all differ": (1.23, 0.06, -0.23, -0.02, 0.00, 0.00),
    "same other": (0.70, -0.17, 0.00, -0.10, 0.00, 0.00),
    "nothing": (0.00, 1.09, 0.00, -0.81, 0.00, 0.00),
    "unsure": (0.00, 1.84, 0.00, 3.75, 0.00, 3.22),
    "unsure2": (0.00, 2.82, 0.00, 4.42, 0.00, 4.64),
    "margin": (1.15, -1.40, 0.82, 0.16, 0.00, 2.50),
    "no confidence": (-3.96, 1.31, -4.29, 0.92, -4.51, -0.01),
    "surprise": (1.62, 1.16, 0.36, 0.53, 0.00, 0.00),
    "next surprise": (0.00, -0.49, 0.00, 0.52, 0.00, 0.00),
    "unlisted": (1.47, -0.26, 1.57, 0.42, 0.00, 0.00),
    "unlisted differ": (-1.45, -0.98, -0.99, -1.15, 0.00, 0.00),
    "confused": (0.00, 4.10, 0.00, 4.51, 0.00, 0.00),
    "other": (0.00, 2.66, 0.00, 3.74, 0.00, 0.00),
    "lost": (2.29, -1.08, 2.66, 0.27, 0.00, 0.00),
    "confused differ": (0.88, 0.32, 0.87, 0.62, 0.00, 0.00),
    "seen": (-0.85, -1.47, -0.87, -0.91, 0.00, 0.00),
    "word differs": (0.45, 1.70, 0.39, 0.74, 0.00, 0.00),
    "line differs": (0.69, 0.46, 0.23, 0.56, 0.00, 0.00),
    "page differs": (-0.07, 0.83, 0.09, 0.39, 0.00, 0.00),
    "left differs": (0.18, 0.17, 1.04, 1.81, 0.00, 0.00),
    "right differs": (3.02, 0.74, 0.90, 1.80, 0.00, 0.00),
    "unlisted unsure": (0.00, 2.73, 0.00, 2.75, 0.00, 0.00),
    "capital": (0.00, 0.03, 0.00, 1.24, 0.00, 0.67),
    "figure": (0.00, 2.34, 0.00, 2.08, 0.00, 0.00),
    "point": (0.00, -0.25, 0.00, 0.85, 0.00, 0.46),
    "quote": (0.00, -2.18, 0.00, -1.01, 0.00, 0.18),
    "space": (0.00, 1.31, 0.00, 0.92, 0.00, 0.00),
    "mark": (0.00, 2.71, 0.00, 3.07, 0.00, 0.41),
    "first": (0.18, 0.41, 0.56, 0.10, 1.18, -0.07),
    "last": (-0.59, 0.67, 0.27, -0.84, 1.14, -0.07),
    "more": (1.15, 0.00, 0.82, 0.00, 0.00, 0.00),
    "neighbour unsure": (2.28, -0.40, 2.07, -0.18, 0.76, 0.03),
    "wide gap": (0.47, 0.00, 1.52, 0.00, 6.47, 0.00),
    "surprise differ": (0.38, 0.57, -0.31, 0.60, 0.00, 0.00),
    "page unlisted": (0.07, 0.75, -1.14, 0.82, 0.00, 0.00),
    "short line": (0.37, -0.33, 0.24, -0.39, 0.87, -0.82),
    "space differ": (-1.06, 0.07, 0.72, 0.00, 0.00, 0.00),
    "tz": (0.00, 2.46, 0.00, 0.00, 0.00, 0.00),
    "page unsure": (-0.83, -0.61, -0.61, -0.41, 1.52, -0.73),
    "first differs": (-0.10, -0.13, 1.68, -2.00, 0.00, 0.00),
    "last differs": (0.56, 1.12, 2.62, 1.06, 0.00, 0.00),
    "mark differs": (0.00, 2.51, 0.00, 0.99, 0.00, 0.00),
    "figure differs": (0.00, 2.09, 0.00, 1.10, 0.00, 0.00),
    "likelier": (0.00, 3.53, 0.00, 3.69, 0.00, 0.00),
    "confused listed": (0.00, 2.42, 0.00, 3.09, 0.00, 0.00),
}

_COLUMNS: Mapping[Script, int] = {"fraktur": 0, "latin": 2, "han": 4}


def _column(place: int) -> tuple[float, ...]:
    return tuple(_TABLE[name][place] for name in NAMES)


WEIGHTS: Mapping[Script, tuple[tuple[float, ...], tuple[float, ...]]] = {
    script: (_column(first), _column(first + 1)) for script, first in _COLUMNS.items()
}
"""For each script the weights of a gap and those of a character, in the order of `NAMES`."""
