"""Ghosts: what is printed on the other side of the sheet and shows through is no ink of this page.

In: the ink and its parts at layout scale. Out: which of the parts are ghosts. Print of one press is evenly dark: the
darkest pixels of its letters lie close together, on a worn page less so. A ghost is paler than that, and stands
among print that is not; where all is pale, the print itself is faint. Where print shows through, most of it is too
pale to be ink and darkens the paper: on paper that is clean, pale letters are grey or coloured print.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import Ink, Mask, Parts, rect

LETTER = 0.5  # glyphs wide or high: what is smaller says little of how dark the print is
ENOUGH = 200  # letters to say it
MOST = 0.9  # of the letters are no paler than print is
SPREAD = 3.0  # times what lies between them and the middle: how much paler print may be
PALER = 0.25  # of the way from print to paper: the least that a ghost is paler
AROUND = 12.0  # glyphs wide and high: the surroundings of a ghost
PRINTED = 1.0  # times the pale ink in them: there is as much that is dark
POINT = 0.6  # glyphs: points and accents, pale because they are small, are no further from their letters
SEEN = 0.02  # of the letters: with fewer pale ones nothing shows through; on clean and worn pages 0-0.013
SHADED = 0.15  # of the way from paper to print: paper that is so much darker has something behind it
BEHIND = 0.08  # of the paper, at least, where print shows through. A page with much of it 0.12, old paper 0.06, new 0
EDGE = 0.25  # glyphs around ink that are no paper: the edges of letters are pale
RULE = 3.0  # times as high as broad, and higher than a glyph: a piece of a worn rule


def find_ghosts(ink: Ink, parts: Parts) -> NDArray[np.bool_]:
    """Which parts show through from the other side, one value for each part."""
    none = np.zeros(len(parts.area), bool)
    darkest = _darkest(ink, parts)
    letters = parts.boxes[:, 2:].max(axis=1, initial=0) >= LETTER * ink.glyph
    if np.count_nonzero(letters) < ENOUGH:
        return none
    middle, most = np.quantile(darkest[letters], (0.5, MOST))
    if _shaded(ink, float(middle)) < BEHIND:
        return none
    paper = float(ink.grey[ink.mask > 0].max())  # the palest that still is ink
    pale = darkest > most + max(SPREAD * (most - middle), PALER * (paper - most))
    pale &= parts.boxes[:, 3] <= np.maximum(ink.glyph, RULE * parts.boxes[:, 2])
    ghosts = pale & _among_print(parts, parts.mask(pale), parts.mask(~pale), ink.glyph)
    return ghosts if np.count_nonzero(ghosts & letters) >= SEEN * np.count_nonzero(letters) else none


def _shaded(ink: Ink, print_: float) -> float:
    """The share of the paper that something behind it darkens."""
    paper = ink.grey[cv2.dilate(ink.mask, rect(2 * EDGE * ink.glyph, 2 * EDGE * ink.glyph)) == 0]
    if not paper.size:
        return 0.0
    usual = float(np.median(paper))
    return float(np.mean(paper < usual - SHADED * (usual - print_)))


def _darkest(ink: Ink, parts: Parts) -> NDArray[np.uint8]:
    """The darkest grey of each part."""
    darkest = np.full(len(parts.area) + 1, 255, np.uint8)
    inked = parts.labels > 0
    np.minimum.at(darkest, parts.labels[inked], ink.grey[inked])
    return darkest[1:]


def _among_print(parts: Parts, pale: Mask, dark: Mask, glyph: float) -> NDArray[np.bool_]:
    """Which parts have more dark ink than pale around their middle, and are no points of the letters beside them."""
    xs = parts.boxes[:, 0] + parts.boxes[:, 2] // 2
    ys = parts.boxes[:, 1] + parts.boxes[:, 3] // 2
    side = (max(1, round(AROUND * glyph)),) * 2
    printed, faint = (cv2.boxFilter(mask, cv2.CV_32F, side, normalize=False)[ys, xs] for mask in (dark, pale))
    small = parts.boxes[:, 2:].max(axis=1) < LETTER * glyph
    beside = cv2.dilate(dark, rect(2 * POINT * glyph, 2 * POINT * glyph))[ys, xs] > 0
    return np.asarray((printed >= PRINTED * faint) & ~(small & beside))
