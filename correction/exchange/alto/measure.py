"""Boxes of a page in the unit of an ALTO file.

In: pixels of the page image. Out: the texts of HPOS, VPOS, WIDTH and HEIGHT.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from correction.exchange.alto.terms import write_number
from ocr.page import Box, Point


@dataclass(frozen=True, slots=True)
class Measure:
    """How a file counts: its unit, how many of these a pixel is, and in how many parts of the unit it is written."""

    unit: str = "pixel"
    across: float = 1.0
    down: float = 1.0
    parts: int = 1

    @property
    def is_pixel(self) -> bool:
        """Whether it counts as the page does."""
        return self.across == self.down == self.parts == 1

    def place(self, box: Box) -> dict[str, str]:
        """The attributes of a box."""
        if self.is_pixel:
            return {
                "HPOS": str(box.left),
                "VPOS": str(box.top),
                "WIDTH": str(box.right - box.left),
                "HEIGHT": str(box.bottom - box.top),
            }
        left, right = self._count(box.left * self.across), self._count(box.right * self.across)
        top, bottom = self._count(box.top * self.down), self._count(box.bottom * self.down)
        return {
            "HPOS": self._written(left),
            "VPOS": self._written(top),
            "WIDTH": self._written(right - left),
            "HEIGHT": self._written(bottom - top),
        }

    def points(self, points: Iterable[Point]) -> str:
        """Points of a polygon or baseline."""
        return " ".join(f"{self.x(x)},{self.y(y)}" for x, y in points)

    def x(self, pixels: float) -> str:
        """A place from the left."""
        return self._written(self._count(pixels * self.across))

    def y(self, pixels: float) -> str:
        """A place from the top."""
        return self._written(self._count(pixels * self.down))

    def _count(self, value: float) -> int:
        return round(value * self.parts)

    def _written(self, count: int) -> str:
        return str(count) if self.parts == 1 else write_number(count / self.parts)
