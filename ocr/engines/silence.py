"""What PP-OCR's recogniser sees and does not say: small marks and worn characters that its blank outweighs.

In: the recogniser's chances along a line of vertical print, and the steps at which it says a character. Out: what more
stands in the gaps between them. Old print stands in squares, so a gap tells that something is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

# A mark's chance, at least, anywhere and in a gap. Errors of a page of 1939, of three typeset pages, wrong characters:
# never: 24.1 %, 47; 0.05: 20.6, 23; 0.01: 19.5, 19; 0.002: 18.7, 21; 0.01 and 0.001 in a gap: 19.1, 22.
MARK, MARK_IN_GAP = 0.01, 0.001
WIDE, WIDER = 1.5, 1.6  # of the usual distance between characters: a gap for a mark, for any character
CHARACTER = 0.03  # the chance of any other character in a gap
UNSAID = 0.5  # how sure all is together that the recogniser did not say
FEWEST = 3  # characters from which their distance is known


def find_unsaid(
    chances: NDArray[np.float32], peaks: NDArray[np.int64], marks: Sequence[int], inked: NDArray[np.bool_]
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The steps where more stands than the recogniser says, and the chances of what it is, shape (characters,).

    `chances` has the shape (steps, characters), 0 being the blank; `peaks` are the steps of what it says, in order, and
    `marks` the points and commas among the characters; at steps that are not `inked` nothing stands.
    """
    if len(peaks) < FEWEST:
        return
    usual = float(np.median(np.diff(peaks)))
    said = chances.argmax(axis=1)
    for peak, following in zip(peaks, [*peaks[1:], len(chances)], strict=True):
        start = int(peak)
        while start < following and said[start]:
            start += 1
        wide = (following - peak) / usual if following < len(chances) else 0.0
        # What is seen next to a character is its own tail.
        found = _mark(chances, start + 1, int(following) - 1, marks, MARK_IN_GAP if wide >= WIDE else MARK)
        if found is None and wide >= WIDER:
            found = _character(chances, int(peak), int(following), round(usual / 2))
        if found is not None and _near(inked, found[0]):
            place, seen = found
            yield place, seen * (UNSAID / seen.sum())


def _near(inked: NDArray[np.bool_], place: int) -> bool:
    return bool(inked[max(0, place - 1) : place + 2].any())


def _mark(
    chances: NDArray[np.float32], start: int, end: int, marks: Sequence[int], least: float
) -> tuple[int, NDArray[np.float32]] | None:
    """The likeliest place of a mark between two steps."""
    if start >= end:
        return None
    sums = chances[start:end, marks].sum(axis=1)
    place = start + int(sums.argmax())
    if sums.max() < least:
        return None
    only = np.zeros(chances.shape[1], np.float32)
    only[marks] = chances[max(start, place - 1) : min(end, place + 2), marks].sum(axis=0)
    return place, only


def _character(
    chances: NDArray[np.float32], peak: int, following: int, half: int
) -> tuple[int, NDArray[np.float32]] | None:
    """The likeliest character between two others that stand too far apart."""
    start, end = peak + half, following - half + 1
    if start >= end:
        return None
    seen = chances[start:end].sum(axis=0)
    seen[[0, chances[peak].argmax(), chances[min(following, len(chances) - 1)].argmax()]] = 0
    return ((start + end) // 2, seen) if seen.max() >= CHARACTER else None
