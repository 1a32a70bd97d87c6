"""What a person asked for of the pages that are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ocr.page import Direction, Language, Script

EngineChoice = Literal["auto", "tesseract", "rapidocr", "vote"]


@dataclass(frozen=True, slots=True)
class PageSettings:
    """How pages are to be read; None means found by itself, per page.

    `models` are those of Tesseract's that read instead of the ones that fit the script, `tessdata` a folder in which
    models are looked for before Tesseract's own.
    """

    language: Language | None = None
    script: Script | None = None
    direction: Direction | None = None
    engine: EngineChoice = "auto"
    tessdata: Path | None = None
    models: tuple[str, ...] = ()
    run: str = ""
