"""Recognition engines behind one Protocol: line images in, line texts out.

In: a prepared grey image (upright lines) and the lines to read. Out: a `LineText` per line, with word boxes in
pixels of that image. An engine never finds lines and never orders them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, Direction, Language, LineText, Script

GreyImage = NDArray[np.uint8]

UNREAD = LineText("", 0.0)  # of a line that an engine failed on: it stands in the page without a text


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What a page asks of an engine; `ghosts`: print of the other side shows through."""

    language: Language
    script: Script
    tessdata: Path | None = None
    direction: Direction = "horizontal"
    ghosts: bool = False


@dataclass(frozen=True, slots=True)
class LineImage:
    """One line to read: its box in the prepared image and the direction it is read in."""

    box: Box
    direction: Direction = "horizontal"


class Engine(Protocol):
    """What every engine can do."""

    name: str

    def model(self, settings: EngineSettings) -> str:
        """The model's name for these settings; raises EngineError when it is not installed."""

    def version(self) -> str:
        """The engine's version."""

    def prints(self, character: str) -> bool:
        """Whether the engine can print a character: what it does not know it cannot see."""

    def read(self, image: GreyImage, lines: Sequence[LineImage], settings: EngineSettings) -> list[LineText]:
        """Read each line; one without text gives an empty text, one that fails `UNREAD`."""
