"""The recogniser of PP-OCRv6 (small) as it comes in rapidocr's wheel: line images in, chances out.

In: a line image, uint8, shape (LINE_HEIGHT, width). Out: the chance of every character of its alphabet at every step
along the line. One model a process, one thread a call; nothing is fetched.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.engines import GreyImage
from ocr.errors import EngineError

LINE_HEIGHT = 48  # pixels: the recogniser's input height
NARROWEST = 320  # pixels: the width that short lines are padded to, as in training (surer by 0.001 than without)
STEP = 8  # pixels of a line image to one step of the recogniser, whose peaks stand at the characters' middles
LONGEST = 3200  # pixels, whole steps: longer lines are read in pieces, for its memory grows with the square

_LOADING = threading.Lock()


def start() -> None:
    """Load the recogniser; raises EngineError when it cannot be."""
    _recogniser()


def _recogniser() -> Any:
    """The loaded recogniser; once per process, whichever of its threads comes first."""
    with _LOADING:
        return _load()


@lru_cache(maxsize=1)
def _load() -> Any:
    """A recogniser that keeps to the thread that calls it."""
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
        return engine._load_rec_model()  # type: ignore[no-untyped-call]
    except Exception as error:
        raise EngineError(f"rapidocr cannot start: {error}", "install Galley again: pip install galley") from error


@lru_cache(maxsize=1)
def characters() -> tuple[str, ...]:
    """The recogniser's alphabet; index 0 is its blank."""
    return tuple(_recogniser().postprocess_op.character)


def recognise(image: GreyImage) -> NDArray[np.float32]:
    """Chances of each character at each step of a line image, shape (steps, characters).

    The image is LINE_HEIGHT high, a step STEP pixels wide.
    """
    return np.concatenate([_recognise_piece(piece) for piece in _pieces(image)])


def _recognise_piece(image: GreyImage) -> NDArray[np.float32]:
    height, width = image.shape
    one = np.zeros((1, 3, LINE_HEIGHT, max(NARROWEST, width)), np.float32)
    one[0, :, :height, :width] = image.astype(np.float32) / 127.5 - 1.0
    chances = np.asarray(_recogniser().session(one)[0], np.float32)
    return chances[: -(-width // STEP)]


def _pieces(image: GreyImage) -> Iterator[GreyImage]:
    """A line image in pieces no longer than the recogniser reads well, cut where it is lightest, on whole steps."""
    light = image.sum(axis=0, dtype=np.int64)
    start = 0
    while image.shape[1] - start > LONGEST:
        places = np.arange(start + LONGEST * 3 // 4, start + LONGEST, STEP)
        # On both sides of a cut it should be light: half a step is about the gap between two letters.
        cut = int(places[(light[places] + light[places - 1]).argmax()])
        yield image[:, start:cut]
        start = cut
    yield image[:, start:]
