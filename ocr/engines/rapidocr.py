"""PP-OCRv6 through rapidocr and onnxruntime: its recogniser alone, on our own lines.

In: a prepared grey image and its lines. Out: a text per line with a box and a confidence per character. The
model is in the wheel; nothing is fetched. It has no characters for „ ⸗ ꝛ.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.engines import EngineSettings, GreyImage, LineImage
from ocr.engines.crops import Crop, crop_lines
from ocr.engines.marks import find_square
from ocr.errors import EngineError
from ocr.page import Box, LineText, Word

LINE_HEIGHT = 48  # pixels: the recogniser's input height
BATCH = 8  # lines of like width per call
NARROWEST = 320  # pixels: the width that the recogniser pads short lines to
STEP = 8  # pixels of a line image to one step of the recogniser
SQUARES = ("■", "□", "▪", "◆", "●", "▲")
LONGEST = 3200  # pixels: longer lines are read in one piece all the same, but squeezed to this width


class RapidOcr:
    """The recogniser of PP-OCRv6 (small), for Han and antiqua."""

    name = "rapidocr"

    def model(self, settings: EngineSettings) -> str:
        """The one model that the wheel brings."""
        return "PP-OCRv6_rec_small"

    def version(self) -> str:
        """The library's version."""
        return version("rapidocr")

    def read(self, image: GreyImage, lines: Sequence[LineImage], settings: EngineSettings) -> list[LineText]:
        """Read the lines in batches of like width."""
        texts = [LineText("") for _ in lines]
        crops = crop_lines(image, lines, LINE_HEIGHT)
        listed = sorted(
            (i for i, crop in enumerate(crops) if crop is not None), key=lambda i: _width(crops[i])
        )
        for start in range(0, len(listed), BATCH):
            batch = listed[start : start + BATCH]
            some = [crop for i in batch if (crop := crops[i]) is not None]
            for i, crop, chances in zip(batch, some, _recognise(some), strict=True):
                texts[i] = _decode(chances, crop, settings)
        return texts


def _width(crop: Crop | None) -> int:
    return crop.image.shape[1] if crop else 0


@lru_cache(maxsize=1)
def _recogniser() -> Any:
    """The loaded recogniser; once per process, one thread."""
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    try:
        from rapidocr import RapidOCR

        engine = RapidOCR(
            params={
                "Global.log_level": "error",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        return engine._load_rec_model()
    except Exception as error:
        raise EngineError(f"rapidocr cannot start: {error}", "install Galley again: pip install galley") from error


@lru_cache(maxsize=1)
def _characters() -> tuple[str, ...]:
    """The recogniser's alphabet; index 0 is its blank."""
    return tuple(_recogniser().postprocess_op.character)


def _recognise(crops: Sequence[Crop]) -> NDArray[np.float32]:
    """Chances per line, step along the line and character."""
    width = max(NARROWEST, min(LONGEST, max(_width(crop) for crop in crops)))
    batch = np.zeros((len(crops), 3, LINE_HEIGHT, width), np.float32)
    for row, crop in zip(batch, crops, strict=True):
        image = _fit(crop.image, width)
        row[:, : image.shape[0], : image.shape[1]] = image.astype(np.float32) / 127.5 - 1.0
    return np.asarray(_recogniser().session(batch), np.float32)


def _fit(image: GreyImage, width: int) -> GreyImage:
    """A line image no higher and no wider than the batch."""
    import cv2

    if image.shape[1] <= width and image.shape[0] <= LINE_HEIGHT:
        return image
    size = min(width, image.shape[1]), min(LINE_HEIGHT, image.shape[0])
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _decode(chances: NDArray[np.float32], crop: Crop, settings: EngineSettings) -> LineText:
    """The best path through the chances (CTC: repeats and blanks fall away), a Word per character."""
    best, sure = chances.argmax(axis=1), chances.max(axis=1)
    starts = np.flatnonzero((best != 0) & np.append(True, best[1:] != best[:-1]))
    alphabet = _characters()
    step = float(STEP)
    words: list[Word] = []
    text = ""
    for i, at in enumerate(starts):
        character = alphabet[int(best[at])]
        text += character
        if character.strip():
            end = starts[i + 1] if i + 1 < len(starts) else at + 2
            box = Box(int(at * step), 0, int(max(at + 1, min(end, at + 3)) * step), crop.image.shape[0])
            words.append(Word(character, crop.to_page(box), round(float(sure[at]), 4)))
    square = None if text.startswith(SQUARES) else find_square(crop.image)
    if square is not None and text:
        text = f"■{text}"
        words.insert(0, Word("■", crop.to_page(square)))
    confidence = round(float(np.mean([w.confidence for w in words if w.confidence is not None])), 4) if words else None
    if settings.script != "han":
        text = unicodedata.normalize("NFC", text)
    return LineText(text.strip(), confidence, tuple(words))
