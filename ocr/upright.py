"""Which way up does a page lie? Found by reading a few of its lines.

In: a page image. Out: a `View`, which is all that the picture alone says, and the `Turn` that sets the page upright.
A recogniser doubts upside-down print: on 24 scans of three scripts PP-OCR was sure of six lines by 0.66 to 1.00 the
right way up and by 0.25 to 0.66 upside down, where it also saw a quarter to a half of the letters at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.engines import EngineSettings, LineImage
from ocr.engines.rapidocr import RapidOcr
from ocr.language import is_han_print
from ocr.layout.direction import guess_direction
from ocr.layout.faint import with_faint_ends
from ocr.layout.lines import Found, FoundLine, find_lines
from ocr.layout.vertical import ReadingFrame
from ocr.layout.vertical_lines import find_vertical_lines
from ocr.page import TURNS, Box, Direction, LineText, Turn
from ocr.prepare import GreyImage, Prepared, is_negative, prepare, shrunk, turn_quarters

SAMPLE = 6  # lines read, from all over the page
CELLED = 2  # of these, the surest lines, whose characters are turned one by one
SHORT = 5  # characters: a line with fewer tells less, however sure it is
BODY = 0.6, 1.6  # times the body glyph: letters of a line that is worth reading
LONG = 0.5, 1.3  # times the upper quartile of the lines' lengths
SURE = 0.6  # mean confidence of a reading that can be right
CERTAIN = 0.8  # the same of one that needs no other look: upside-down antiqua was read with up to 0.66
AHEAD = 2.0  # times the other way's confidence in all letters together: the right way had at least 3 times
PLAIN = 0.9  # mean confidence of print that is no mirror image, which was read with up to 0.78
MIRRORED = 1.15  # times the confidence of the lines as they are: measured 1.3 to 2.2
LETTERS = 12  # a sample with fewer tells nothing
ENOUGH = 50  # letters that are certain need no more
LYING = 0.18  # of the characters, read again when each is turned: measured 0.5-1.0 for lying ones, 0-0.06 for upright

_SETTINGS = EngineSettings("zh", "han")  # one model reads all scripts


@dataclass(frozen=True, slots=True)
class View:
    """A page image as its picture alone shows it; places are pixels of the prepared image.

    `negative` says that the print was light on dark; the prepared image is the positive.
    """

    direction: Direction
    prepared: Prepared
    found: Found
    negative: bool


def view(image: GreyImage, direction: Direction | None) -> View:
    """Prepare a page image and find its lines in `direction`, or in the one that the picture shows."""
    small = shrunk(image)
    negative = is_negative(small)
    if negative:
        image, small = (np.asarray(cv2.bitwise_not(grey), np.uint8) for grey in (image, small))
    direction = direction or guess_direction(small)
    prepared = prepare(image, direction, small)
    return View(direction, prepared, find_print(prepared, direction), negative)


def find_print(prepared: Prepared, direction: Direction) -> Found:
    """Lines, rules and pictures of a prepared page, brought back from the reading frame."""
    frame = ReadingFrame(direction, prepared.grey.shape[1])
    columns = find_vertical_lines(prepared.grey, prepared.glyph) if frame.direction == "vertical" else None
    found = columns or _on_page(find_lines(frame.image(prepared.grey), prepared.glyph), frame)
    return with_faint_ends(prepared.grey, found, frame.direction)


def _on_page(found: Found, frame: ReadingFrame) -> Found:
    """What was found, brought back from the reading frame."""
    if frame.direction == "horizontal":
        return found
    return Found(
        tuple(FoundLine(frame.leave(line.box), line.glyph, line.stroke) for line in found.lines),
        tuple(frame.leave(box) for box in found.vertical),
        tuple(frame.leave(box) for box in found.horizontal),
        tuple(frame.leave(box) for box in found.pictures),
        found.glyph,
        found.ghosts,
    )


def find_turn(image: GreyImage, seen: View, direction: Direction | None = None) -> Turn:
    """Degrees clockwise by which a page image must be turned to stand upright; 0 when nothing speaks for a turn.

    `direction` is the one that a person asked for. Where the lines that were seen read badly either way, the page is
    looked at once more lying on its side, where its lines may be found better.
    """
    turn = _turn_of(seen)
    if turn is not None:
        return turn
    if not seen.found.lines or (direction is None and seen.direction == "horizontal"):
        return 0
    side = view(turn_quarters(image, 270), direction or "horizontal")
    turn = _turn_of(side)
    return 0 if turn is None else TURNS[(TURNS.index(turn) + 3) % 4]


def in_rows(image: GreyImage, seen: View) -> View:
    """The page seen in rows, where `seen` took stacks of figures or of short words for columns; else `seen`.

    Only Han print runs in columns. What was read in columns and is neither Han nor certain is read in rows as well,
    and the way that the recogniser is surer of is taken. `seen` must be a guess and not what a person asked for.
    """
    if seen.direction == "horizontal":
        return seen
    columns = _read_until_certain(_strips(seen))
    if _is_han(columns) or surely_read(columns, CERTAIN, ENOUGH):
        return seen
    level = view(image, "horizontal")
    rows = _read_until_certain(_strips(level))
    surer = not _is_han(rows) and surely_read(rows, CERTAIN) and _weight(rows) > _weight(columns)
    return level if surer else seen


def is_mirrored(seen: View) -> bool:
    """Whether an upright page was copied through its back, as a film or a slide laid in the wrong way.

    Of eight pages in three scripts six lines were read with a confidence of 0.82-1.00, mirrored with 0.44-0.78; a page
    that is read badly is mirrored when its lines, flipped, are read for certain.
    """
    strips = _strips(seen)
    texts = _read_until_certain(strips, PLAIN)
    if _confidence(texts) >= PLAIN or not texts:
        return False
    flipped = _read(
        [np.ascontiguousarray(strip[::-1] if seen.direction == "vertical" else strip[:, ::-1]) for strip in strips]
    )
    return surely_read(flipped, CERTAIN) and _confidence(flipped) >= MIRRORED * _confidence(texts)


def _turn_of(seen: View) -> Turn | None:
    """What a few lines say; None when they cannot be read either way."""
    strips = _strips(seen)
    texts = _read_until_certain(strips)
    upside_down = False
    if not surely_read(texts, CERTAIN):
        over = [np.rot90(strip, 2) for strip in strips]
        other = _read(over)
        upside_down = _weight(other) > _weight(texts)
        best, worst = (other, texts) if upside_down else (texts, other)
        if not surely_read(best, SURE) or _weight(best) < AHEAD * _weight(worst):
            return None
        strips, texts = over if upside_down else strips, best
    strips = strips[: len(texts)]
    quarters = (seen.direction == "vertical") * 3 + upside_down * 2 + _are_lying(strips, texts)
    return TURNS[quarters % 4]


def read_sample(seen: View, count: int) -> list[LineText]:
    """What so many body lines from all over a page are read as."""
    return _read(_strips(seen, count))


def _strips(seen: View, count: int = SAMPLE) -> list[GreyImage]:
    """Some long body lines, laid from left to right."""
    low, high = (share * seen.found.glyph for share in BODY)
    boxes = [line.box for line in seen.found.lines if low <= line.glyph <= high]
    lengths = [max(box.width, box.height) for box in boxes]
    usual = float(np.percentile(lengths, 75)) if lengths else 0.0
    body = [box for box, n in zip(boxes, lengths, strict=True) if LONG[0] * usual <= n <= LONG[1] * usual]
    step = max(1, len(body) // count)
    cuts = [seen.prepared.grey[b.top : b.bottom, b.left : b.right] for b in body[::step][:count]]
    return [np.rot90(cut) for cut in cuts] if seen.direction == "vertical" else cuts


def _read(strips: Sequence[GreyImage]) -> list[LineText]:
    """Read line images."""
    engine = RapidOcr()
    return [
        engine.read(strip, [LineImage(Box(0, 0, strip.shape[1], strip.shape[0]))], _SETTINGS)[0] for strip in strips
    ]


def _read_until_certain(strips: Sequence[GreyImage], confidence: float = CERTAIN) -> list[LineText]:
    """Read line images up to the one after which there is no doubt left; all when there is."""
    texts: list[LineText] = []
    for strip in strips:
        texts += _read([strip])
        if surely_read(texts, confidence, ENOUGH):
            break
    return texts


def _weight(texts: Sequence[LineText]) -> float:
    """The confidence in all characters together."""
    return sum((text.confidence or 0.0) * len(text.text) for text in texts)


def _confidence(texts: Sequence[LineText]) -> float:
    """The mean confidence in a character; 0.0 without any."""
    return _weight(texts) / max(1, sum(len(text.text) for text in texts))


def surely_read(texts: Sequence[LineText], confidence: float, least: int = LETTERS) -> bool:
    """Whether so many letters at least were read, with such a confidence on the mean."""
    letters = sum(len(text.text) for text in texts)
    return letters >= least and _weight(texts) >= confidence * letters


def _is_han(texts: Sequence[LineText]) -> bool:
    return is_han_print("".join(text.text for text in texts))


def _are_lying(strips: Sequence[GreyImage], texts: Sequence[LineText]) -> bool:
    """Whether characters lie on their sides in line images, as those of a vertical line do.

    Only Han print is ever vertical. The recogniser reads lying characters as well as upright ones, so each is turned
    and read again: lying ones stay what they were.
    """
    if not _is_han(texts):
        return False
    pairs = sorted(zip(strips, texts, strict=True), key=lambda p: (len(p[1].text) >= SHORT, p[1].confidence or 0.0))
    pairs = pairs[-CELLED:]
    cells = [_cells(strip, text) for strip, text in pairs]
    again = _read([np.hstack(row) for row in cells if row])
    before = Counter(word.text for _, text in pairs for word in text.words)
    kept = before & Counter(word.text for text in again for word in text.words)
    return kept.total() >= LYING * before.total()


def _cells(strip: GreyImage, text: LineText) -> list[GreyImage]:
    """The characters of a line image in squares, each turned clockwise by a quarter."""
    side = strip.shape[0]
    lefts = [(word.box.left + word.box.right - side) // 2 for word in text.words]
    return [np.rot90(strip[:, left : left + side], -1) for left in lefts if 0 <= left <= strip.shape[1] - side]
