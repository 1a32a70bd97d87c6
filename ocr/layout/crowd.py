"""A crowd: many boxes that are asked for those near a place, and that may change.

In: boxes. Out: those that share a pixel with another box, without a look at each by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.page import Box

CROWDED = 4_000  # lines: the fullest of our newspaper pages has 1,400, a page of nothing but figures 1,100


class Crowd:
    """Many boxes that are asked for those near a place."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.boxes = list(boxes)
        sides = np.array([(b.left, b.top, b.right, b.bottom) for b in boxes], np.int64).reshape(-1, 4)
        self._sides = np.ascontiguousarray(sides.T)  # a row each, quicker to compare

    def near(self, place: Box) -> list[Box]:
        """The boxes that share a pixel with a place."""
        return [self.boxes[i] for i in self.at(place)]

    def at(self, place: Box) -> list[int]:
        """The indices of the boxes that share a pixel with a place."""
        left, top, right, bottom = self._sides
        hit = (left < place.right) & (right > place.left) & (top < place.bottom) & (bottom > place.top)
        return np.flatnonzero(hit).tolist()

    def put(self, index: int, box: Box) -> None:
        """Let a box take the place of another."""
        self.boxes[index] = box
        self._sides[:, index] = box.left, box.top, box.right, box.bottom
