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


SPARSE = 0.02  # share of ink up to which it is quicker measured by itself than with all paper


def components(mask: Mask, connectivity: int = 8) -> tuple[Labels, Rows]:
    """The components of a mask in the order of their labels; row 0 is paper, and is not measured."""
    kind = cv2.CV_16U
    try:
        if cv2.countNonZero(mask) <= SPARSE * mask.size:
            count, labels = cv2.connectedComponents(mask, connectivity=connectivity, ltype=kind)
            return np.asarray(labels), extents(np.asarray(labels), count)
        _, labels, rows, _ = cv2.connectedComponentsWithStats(mask, connectivity=connectivity, ltype=kind)
    except cv2.error:  # more labels than 16 bits count, those included that turn out to be another's on the way
        _, labels, rows, _ = cv2.connectedComponentsWithStats(mask, connectivity=connectivity, ltype=cv2.CV_32S)
    return np.asarray(labels), np.asarray(rows, np.int32)


def extents(labels: Labels, count: int) -> Rows:
    """A row of left, top, width, height, area for each of `count` labels; nothing but zeros for those of no pixel."""
    inked = np.flatnonzero(labels > 0)
    own, (ys, xs) = labels.ravel()[inked], np.divmod(inked, labels.shape[1])
    left, (top, right, bottom) = np.full(count, labels.shape[1]), np.zeros((3, count), np.int64)
    np.minimum.at(left, own, xs)
    np.maximum.at(right, own, xs + 1)
    bottom[own] = ys + 1  # of pixels from top to bottom the last one stays, or else the first
    top[own[::-1]] = ys[::-1]
    area = np.bincount(own, minlength=count)
    rows = np.column_stack([left, top, right - left, bottom - top, area])
    return np.where(area[:, None] > 0, rows, 0).astype(np.int32)


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
