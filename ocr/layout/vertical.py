"""The reading frame: vertical text is turned so that one layout serves both directions.

In it text runs along x and columns follow from left to right. A vertical page read from right to left is turned
by 90 degrees counter-clockwise: its columns of characters become lines from top to bottom, its bands columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr.page import Box, Direction
from ocr.prepare import GreyImage


@dataclass(frozen=True, slots=True)
class ReadingFrame:
    """Maps between a page of `width` pixels and its reading frame."""

    direction: Direction
    width: int

    def image(self, grey: GreyImage) -> GreyImage:
        """The page image in the reading frame."""
        return grey if self.direction == "horizontal" else np.ascontiguousarray(np.rot90(grey))

    def enter(self, box: Box) -> Box:
        """A box of the page in the reading frame."""
        if self.direction == "horizontal":
            return box
        return Box(box.top, self.width - box.right, box.bottom, self.width - box.left)

    def leave(self, box: Box) -> Box:
        """A box of the reading frame on the page."""
        if self.direction == "horizontal":
            return box
        return Box(self.width - box.bottom, box.left, self.width - box.top, box.right)
