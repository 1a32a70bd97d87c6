"""Vertical lines for recognisers that read along x: a column is laid on its side and its small marks set upright.

In: the image of one vertical line. Out: a line image that runs from left to right, its characters lying on their
sides. PP-OCR reads such characters as well as upright ones, for lying columns were among the lines it learnt from,
but it drops 、 。 ， ： ； which lie where no horizontal line has them; upright at the foot of the line it reads them.
Measured on the vertical sample page, order-free, same found lines: 35.9 % errors with characters cut apart into square
cells as wide as the crop, 5.5 % with cells as wide as the ink and marks moved, 2.9 % lying, 1.9 % lying with upright
marks (about 1 % are missed lines). Cells also lose brackets and read more variant forms (内 for 內).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import parts_of
from ocr.page import Box
from ocr.prepare import GreyImage, InkMask, ink_of

# All in parts of the column's width, which is about one character.
LARGEST, SMALLEST = 0.4, 0.15  # a part of a mark: its longer side; less is dirt
# The marks of worn or crowded print. With them 17.7 % errors instead of 20.5 % on every other line of a page of 1939.
BLOTTED = 0.5  # longer side
THICK, BEFORE = 0.2, 0.12  # its shorter side and the white before it, at least: else it is a part of a character
HIGHEST = 0.9  # a whole mark (： has two parts); a row of dots is longer and stays as it is
JOINED = 0.45  # between the parts of a mark
LEVEL = 0.1  # between their heights
BLANK = 0.25  # empty after a mark, which stands at the beginning of its square
BESIDE = 0.4  # of a mark's own length: what may stand beside it
RIGHT = 0.38  # of the column's width: a mark's middle is at least so far from the left


def lay_on_side(column: GreyImage, edge: int) -> GreyImage:
    """Turn a column counter-clockwise, shape (height, width) to (width, height), and set its marks upright.

    `edge` is the paper around the line itself on every side of `column`, in pixels.
    """
    line = np.ascontiguousarray(np.rot90(column))
    foot = line.shape[0] - edge
    for mark in find_marks(line, edge):
        frame = mark.grown(1, Box(0, 0, line.shape[1], line.shape[0]))
        place = (slice(frame.top, frame.bottom), slice(frame.left, frame.right))
        upright = np.rot90(line[place], -1).copy()
        line[place] = 255
        top = max(0, foot - upright.shape[0])
        spot = line[top : top + upright.shape[0], frame.left : frame.left + upright.shape[1]]
        np.minimum(spot, upright[: spot.shape[0], : spot.shape[1]], out=spot)
    return line


def find_marks(line: GreyImage, edge: int) -> list[Box]:
    """The small marks of a column that was laid on its side: dots and commas with nothing beside and after them."""
    em = line.shape[0] - 2 * edge
    ink = ink_of(line)
    core = ink[edge // 2 : line.shape[0] - edge // 2]
    profile = np.append(core.sum(axis=0, dtype=np.int64), np.zeros(em, np.int64))
    small = [part for part in _small_parts(ink, em, edge) if not _is_stroke(part, profile, em)]
    alone = [part for part in small if _is_alone(part, core, profile, edge // 2)]
    return [mark for mark in _joined(alone, em) if _is_mark(mark, profile, em)]


def _small_parts(ink: InkMask, em: int, edge: int) -> list[Box]:
    """Parts small enough for a mark, in the right half of the column (which is the upper one now)."""
    parts = parts_of(ink)
    small = parts.boxes[:, 2:].max(axis=1, initial=0) <= BLOTTED * em
    middles = parts.boxes[:, 1] + parts.boxes[:, 3] / 2
    # The outer half of the edge shows the neighbouring column's ink.
    placed = (middles > edge / 2) & (middles < edge + (1 - RIGHT) * em)
    return sorted(parts.box(int(i)) for i in np.flatnonzero(small & placed))


def _is_stroke(part: Box, profile: NDArray[np.int64], em: int) -> bool:
    """Whether a part is large for a mark and thin, or stands close to what comes before it."""
    if max(part.width, part.height) <= LARGEST * em:
        return False
    before = profile[max(0, part.left - round(BEFORE * em)) : part.left]
    return bool(min(part.width, part.height) < THICK * em or before.any())


def _is_alone(part: Box, core: InkMask, profile: NDArray[np.int64], cut: int) -> bool:
    """Whether little ink stands beside a part; `core` lacks `cut` rows at the top of the line."""
    own = core[max(0, part.top - cut) : max(0, part.bottom - cut), part.left : part.right].sum(axis=0)
    return bool(np.count_nonzero(profile[part.left : part.right] > own) <= BESIDE * part.width)


def _joined(parts: list[Box], em: int) -> list[Box]:
    """Parts that follow closely at the same height, as one."""
    marks: list[Box] = []
    for part in parts:
        last = marks[-1] if marks else None
        if last and part.left - last.right <= JOINED * em and part.overlap_y(last.grown(round(LEVEL * em))):
            marks[-1] = last.union(part)
        else:
            marks.append(part)
    return marks


def _is_mark(mark: Box, profile: NDArray[np.int64], em: int) -> bool:
    """Whether a mark has the size of one, and paper after it."""
    after = profile[mark.right : mark.right + max(1, round(BLANK * em))]
    return bool(SMALLEST * em <= max(mark.width, mark.height) <= HIGHEST * em and not after.any())
