"""Connected components, counted with labels as short as they may be.

In: a 0/1 mask. Out: the label of each pixel (0 is paper) and a row of left, top, width, height, area for each label;
of a single row of pixels its runs.
Labels of 16 bits take half the time of those of 32 bits to count, and an eighth of it to look up.
"""

from __future__ import annotations

from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Labels = NDArray[np.uint16 | np.int32]
Rows = NDArray[np.int32]

FEW = 2**16 - 1  # labels that fit into 16 bits
# What comes before a pixel and is connected with it, by connectivity.
BEFORE = {
    4: np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]], np.uint8),
    8: np.array([[1, 1, 1], [1, 0, 0], [0, 0, 0]], np.uint8),
}


def components(mask: Mask, connectivity: int = 8) -> tuple[Labels, Rows]:
    """The components of a mask in the order of their labels; row 0 is paper."""
    short = _count_starts(mask, connectivity) < FEW
    kind = cv2.CV_16U if short else cv2.CV_32S
    _, labels, rows, _ = cv2.connectedComponentsWithStats(mask, connectivity=connectivity, ltype=kind)
    return np.asarray(labels, np.uint16 if short else np.int32), np.asarray(rows, np.int32)


Entry = TypeVar("Entry", np.uint8, np.uint16 | np.int32)


def look_up(table: NDArray[Entry], labels: Labels) -> NDArray[Entry]:
    """What a table with an entry for each label has for every pixel."""
    if labels.dtype != np.uint16:
        return table[labels]
    whole = np.zeros(2**16, table.dtype)
    whole[: len(table)] = table
    return np.asarray(cv2.LUT(labels, whole), table.dtype)


def runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a row of marks has runs of them, each from its first to behind its last.

    >>> runs(np.array([True, False, True, True]))
    [(0, 1), (2, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _count_starts(mask: Mask, connectivity: int) -> int:
    """At least as many as OpenCV gives labels, those that turn out to be another's included.

    It gives one to inked pixels with paper before them; for 8 it goes through blocks of 2 x 2, and what is before the
    last pixel of a block to the upper right lies in a block to come.
    """
    starts = int(np.count_nonzero(mask > cv2.dilate(mask, BEFORE[connectivity])))
    if connectivity == 4:
        return starts
    last = mask[1::2, 1::2]
    rows, columns = last.shape
    firsts = (mask[y::2, x::2][:rows, :columns] for y, x in ((0, 0), (0, 1), (1, 0)))
    return starts + int(np.count_nonzero(last > np.bitwise_or.reduce(list(firsts))))
