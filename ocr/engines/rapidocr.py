"""PP-OCRv6 through rapidocr and onnxruntime: its recogniser alone, on our own lines.

In: a prepared grey image and its lines. Out: a text per line with a box and a confidence per character. The
model is in the wheel; nothing is fetched. It has no characters for „ ⸗ ꝛ.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from itertools import islice
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.components import runs
from ocr.engines import UNREAD, EngineSettings, GreyImage, LineImage
from ocr.engines.characters import OUT_OF_QUESTION, settle
from ocr.engines.crops import PAD_ACROSS, Crop, Margins, crop_lines
from ocr.engines.glyphs import line_of
from ocr.engines.marks import find_square
from ocr.engines.recogniser import LINE_HEIGHT, STEP, characters, recognise, start
from ocr.engines.rereading import is_doubtful, make_smaller, merge
from ocr.engines.silence import find_unsaid
from ocr.page import Box, Direction, Glyph, LineText, Script
from ocr.prepare import ink_of

# With 0.4 at the ends of antiqua a quarter to a half more errors, with 0.2 or less at those of columns 40-70 % more.
MARGINS: Margins = {"horizontal": 0.15, "vertical": 0.4}
# What lines are squeezed to along their way, as a share of their width. Of seven typeset and worn pages of Chinese the
# errors are 0.77 % unsqueezed, 0.70 at 0.65 in two thirds of the time; columns lying on their side lose by it.
WIDTHS: Mapping[tuple[Script, Direction], float] = {("han", "horizontal"): 0.65}
# Rows of Chinese: more paper above and below, as a share of the line height, and softened by so many pixels. Wrong
# characters of half a page of heavy wear, of one less worn and of one of usual wear: 24, 23, 10; so 20, 21, 9.
HAN_ACROSS, HAN_SOFT = 0.12, 0.6
HALF = 0.42 * LINE_HEIGHT  # pixels from the middle of a Han character to its edge
STOPS = (".", "．")
POINTS = ("·", "・", "•", *STOPS)
SQUARES = ("■", "□", "▪", "◆", "●", "▲")
ALTERNATIVES, LEAST = 3, 0.01  # characters kept beside the likeliest, and the least chance they have
POSSIBLE = 8  # characters kept while a line is settled
MARKS = "、，。：；"  # that are small in print, so that the recogniser passes over them


class RapidOcr:
    """The recogniser of PP-OCRv6 (small), for Han and antiqua."""

    name = "rapidocr"

    def __init__(self, *, settling: bool = True) -> None:
        """With `settling`, Han characters are settled by what follows what, for which words are loaded once."""
        self._settling = settling

    def model(self, settings: EngineSettings) -> str:
        """The one model that the wheel brings."""
        return "PP-OCRv6_rec_small"

    def version(self) -> str:
        """The library's version."""
        return version("rapidocr")

    def prints(self, character: str) -> bool:
        """Whether the recogniser knows a character."""
        return character in _alphabet()

    def read(self, image: GreyImage, lines: Sequence[LineImage], settings: EngineSettings) -> list[LineText]:
        """Read the lines one by one: on one thread a batch of eight takes 15 % longer, for its padding and memory."""
        texts = [LineText("") for _ in lines]
        across = HAN_ACROSS if settings.script == "han" else PAD_ACROSS
        crops = crop_lines(image, lines, LINE_HEIGHT, MARGINS, across)
        start()  # a recogniser that does not start is no fault of the first line
        for i, crop in enumerate(crops):
            if crop is not None:
                texts[i] = _read(crop, settings, settling=self._settling)
        return texts


def _read(crop: Crop, settings: EngineSettings, *, settling: bool) -> LineText:
    try:
        return _decode(crop, settings, settling=settling)
    except Exception:  # whatever the runtime throws at one line, the others are read
        logging.getLogger(__name__).exception("a line of %d x %d pixels could not be read", *crop.image.shape[::-1])
        return UNREAD


def _softened(image: GreyImage) -> GreyImage:
    """A line image with less of the grain of worn print and paper."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), HAN_SOFT), np.uint8)


def _squeezed(image: GreyImage, width: float) -> GreyImage:
    """A line image of the same height, as wide as a share of its own width."""
    if width == 1:
        return image
    size = max(1, round(image.shape[1] * width)), image.shape[0]
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _decode(crop: Crop, settings: EngineSettings, *, settling: bool) -> LineText:
    """A line's text; a doubtful column is read twice, and Han characters may be settled by what follows what."""
    han, upright = settings.script == "han", crop.direction == "horizontal"
    glyphs = _glyphs(crop, settings)
    if han and not upright and is_doubtful(glyphs):
        glyphs = merge(glyphs, _glyphs(make_smaller(crop), settings))
    square = find_square(crop.image) if any(g.text.strip() for g in glyphs) and glyphs[0].text not in SQUARES else None
    if square is not None:
        glyphs.insert(0, Glyph("■", crop.to_page(square)))
    if han and settling:
        traditional = settings.language == "zh-Hant"
        glyphs = settle(glyphs, traditional=traditional, either_way=traditional and upright)
    return line_of([_trimmed(glyph) for glyph in glyphs], han=han)


def _glyphs(crop: Crop, settings: EngineSettings) -> list[Glyph]:
    """The best path through the chances (CTC: repeats and blanks fall away), and what stands in its gaps."""
    width = WIDTHS.get((settings.script, crop.direction), 1.0)
    row = settings.script == "han" and crop.direction == "horizontal"
    chances = recognise(_squeezed(_softened(crop.image) if row else crop.image, width))
    best = chances.argmax(axis=1)
    peaks = np.flatnonzero((best != 0) & np.append(True, best[1:] != best[:-1]))
    ink = ink_of(crop.image).max(axis=0).astype(bool)
    seen = [(int(peak), chances[peak]) for peak in peaks]
    if crop.direction == "vertical" and settings.script == "han":
        inked = np.logical_or.reduceat(ink, np.arange(0, len(ink), STEP))
        seen = sorted([*seen, *find_unsaid(chances, peaks, _marks(), inked)], key=lambda each: each[0])
    places = _places((np.array([at for at, _ in seen]) + 0.5) * STEP / width, crop)
    last = len(seen) - 1
    glyphs = []
    for i, ((_, chance), box) in enumerate(zip(seen, places, strict=True)):
        character = _seen(characters()[int(chance[1:].argmax()) + 1], ink, box, i == last)
        glyphs.append(_glyph(character, crop.to_page(box), chance, nothing=settings.script == "latin"))
    return glyphs


def _glyph(character: str, box: Box, chances: NDArray[np.float32], *, nothing: bool) -> Glyph:
    """A character with what else it may be; that may be `nothing`, too: in antiqua, whose voters tell specks so."""
    likely = np.flatnonzero(chances >= OUT_OF_QUESTION)
    first, *others = likely[np.argsort(-chances[likely])].tolist() or [int(chances.argmax())]
    rest = ((characters()[i] if i else "", round(float(chances[i]), 4)) for i in others if i or nothing)
    known = tuple(islice(rest, POSSIBLE))
    return Glyph(character, box, round(float(chances[first]), 4), known)


def _trimmed(glyph: Glyph) -> Glyph:
    """A glyph without what it hardly can be."""
    known = sorted((each for each in glyph.alternatives if each[1] >= LEAST), key=lambda each: -each[1])
    return replace(glyph, alternatives=tuple(known[:ALTERNATIVES]))


@lru_cache(maxsize=1)
def _alphabet() -> frozenset[str]:
    return frozenset(characters())


@lru_cache(maxsize=1)
def _marks() -> list[int]:
    """The places of the marks of Han text in the recogniser's alphabet."""
    return [characters().index(mark) for mark in MARKS]


def _seen(character: str, ink: NDArray[np.bool_], box: Box, last: bool) -> str:
    """A character as read, but a space for a point where there is no ink: the recogniser reads wide gaps so.

    Of a full stop at a line's end the peak stands beyond its ink as often as not, and no gap follows it. A point in the
    middle of the line has ink of its own: what reaches over the edges of its place is the next character's.
    """
    if character not in POINTS or (last and character in STOPS):
        return character
    middle = (box.left + box.right) // 2
    if character in STOPS:
        return character if ink[max(0, middle - STEP) : middle + STEP].any() else " "
    place = ink[max(0, box.left) : box.right]
    return character if any(start > 0 and end < len(place) for start, end in runs(place)) else " "


def _places(middles: NDArray[np.floating[Any]], crop: Crop) -> list[Box]:
    """Where each character stands in the line image: about its middle, as far as half way to the next ones."""
    between = (middles[1:] + middles[:-1]) / 2
    lefts = np.maximum(np.append(-np.inf, between), middles - HALF)
    rights = np.minimum(np.append(between, np.inf), middles + HALF)
    height = crop.image.shape[0]
    return [Box(int(left), 0, round(right), height) for left, right in zip(lefts, rights, strict=True)]
