"""The way of one page: from its source to a Page with readings in reading order.

In: a `Source`, an id, settings, a person's overrides. Out: a frozen `Page`. The steps read like the design: load,
prepare, find lines, read, arrange. Raises GalleyError; knows no store, no progress bar, no other page.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import cv2

from ocr.engines import Engine, LineImage
from ocr.engines.choice import Choice, choose_engine
from ocr.engines.leftward import turn_leftward
from ocr.engines.rapidocr import RapidOcr
from ocr.errors import EngineError
from ocr.ingest import Scan, load, may_be_double, turned
from ocr.layout.arrange import arrange
from ocr.layout.lines import Found, FoundLine
from ocr.layout.overrides import NO_OVERRIDES, Overrides
from ocr.layout.sheet import Placement, lay_out
from ocr.page import (
    Box,
    Direction,
    Language,
    LineText,
    Page,
    Picture,
    Reading,
    Script,
    Separator,
    Source,
    TextLine,
    Transform,
    Turn,
    Word,
    new_id,
)
from ocr.prepare import GreyImage, Mapper
from ocr.upright import View, find_turn, view

cv2.setNumThreads(1)

JUNK = 0.3  # confidence under which a short reading is dirt, not text
JUNK_LETTERS = 3
TEXT_LAYER_LETTERS = 200  # of a PDF's own text: enough for a page to need no recognition

BLANK = "blank page: no text found"
HARDLY = "hardly readable: most of what was read is doubtful"
DOUBTFUL = 0.55  # mean confidence of a page that is hardly readable: a picture 0.2-0.5, worn and coarse print 0.6-0.9
COARSE = "the resolution is too low to be read well (letters about {:.0f} pixels high): scan at 300 dpi"
COARSE_GLYPH = 7.0  # pixels of the body glyph: print at 60 dpi 6-7, at 100 dpi 8-12
NEGATIVE = "white on black: read as a negative"
TWO_PAGES = "two pages on one scan that lay on its side, read as one: turn the file upright and read it again"
LAY: dict[Turn, str] = {90: "the print lay on its side", 180: "the print was upside down"}
LAY[270] = LAY[90]

EngineChoice = Literal["auto", "tesseract", "rapidocr"]


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What a person asked for; None means found by itself, per page."""

    language: Language | None = None
    script: Script | None = None
    direction: Direction | None = None
    engine: EngineChoice = "auto"
    tessdata: Path | None = None
    run: str = ""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A prepared page whose lines wait to be read: what a recogniser is given."""

    grey: GreyImage
    found: Found
    mapper: Mapper
    direction: Direction
    page_id: str
    settings: PageSettings


@dataclass(frozen=True, slots=True)
class ReadLines:
    """Lines in page pixels with their reading, and what was settled on the way."""

    lines: tuple[TextLine, ...]
    reading: Reading | None
    language: Language
    script: Script
    notes: tuple[str, ...] = ()


Recogniser = Callable[[FoundPage], ReadLines]


def read_page(
    source: Source,
    page_id: str,
    settings: PageSettings,
    overrides: Overrides = NO_OVERRIDES,
    recogniser: Recogniser | None = None,
) -> Page:
    """Read one page: raises GalleyError when its file or its engine fails, never for a blank page.

    `recogniser` reads the found lines instead of the engine that fits the page.
    """
    scan = load(source)
    layered = sum(len(line.text.text) for line in scan.text_layer) >= TEXT_LAYER_LETTERS
    scan, seen = _look(scan, settings.direction, layered)
    direction, prepared = seen.direction, seen.prepared
    height, width = scan.image.shape
    page = FoundPage(
        prepared.grey,
        seen.found,
        Mapper(prepared.transform, width, height, prepared.scale),
        direction,
        page_id,
        settings,
    )
    read = _from_text_layer(scan, page_id, direction, settings) if layered else (recogniser or recognise)(page)
    placement = Placement(width, height, Transform() if layered else prepared.transform, direction)
    return _arranged(page, scan, read, placement, overrides)


def _arranged(page: FoundPage, scan: Scan, read: ReadLines, placement: Placement, overrides: Overrides) -> Page:
    """A page whose lines are read, with its rules and pictures, in reading order."""
    found, mapper, page_id = page.found, page.mapper, page.page_id
    separators = _separators(found.horizontal, "horizontal", mapper, page_id)
    separators += _separators(found.vertical, "vertical", mapper, page_id)
    pictures = tuple(Picture(new_id("p", page_id, box), mapper.box(box)) for box in found.pictures)
    texts = {line_id: text.text for line_id, text in read.reading.lines.items()} if read.reading else {}
    arrangement = arrange(lay_out(read.lines, separators, pictures, texts, placement, read.language), overrides)
    return Page(
        page_id,
        scan.source,
        placement.width,
        placement.height,
        scan.dpi,
        read.language,
        read.script,
        placement.direction,
        placement.transform,
        arrangement.regions,
        arrangement.items,
        separators,
        arrangement.pictures,
        (read.reading,) if read.reading else (),
        read.reading.id if read.reading else "",
        scan.notes + read.notes,
    )


def _look(scan: Scan, direction: Direction | None, layered: bool) -> tuple[Scan, View]:
    """The scan upright, with notes on its picture, and what it shows; a text layer says itself how it lies."""
    seen = view(scan.image, direction)
    turn = 0 if layered else find_turn(scan.image, seen, direction)
    if turn:
        del seen  # two pages at once may not fit into memory
        scan = turned(scan, turn)
        seen = view(scan.image, direction)
    notes = [f"{LAY[turn]}: turned by {turn} degrees clockwise"] if turn else []
    notes += [TWO_PAGES] if turn in (90, 270) and may_be_double(scan.image) else []
    notes += [NEGATIVE] if seen.negative else []
    glyph = seen.prepared.glyph / seen.prepared.scale
    notes += [COARSE.format(glyph)] if 0 < glyph <= COARSE_GLYPH and not layered else []
    return replace(scan, notes=(*scan.notes, *notes)), seen


def _separators(boxes: Sequence[Box], way: Direction, mapper: Mapper, page_id: str) -> tuple[Separator, ...]:
    """Found rules in page pixels."""
    return tuple(Separator(new_id("s", page_id, box), mapper.box(box), way) for box in boxes)


def recognise(page: FoundPage) -> ReadLines:
    """Read the found lines with the engine that fits the page."""
    grey, found, settings = page.grey, page.found, page.settings
    images = [LineImage(line.box, line.direction or page.direction) for line in found.lines]
    if not images:
        return ReadLines((), None, settings.language or "en", settings.script or "latin", (BLANK,))
    choice = choose_engine(grey, images, settings.language, settings.script, settings.engine, settings.tessdata)
    started = time.perf_counter()
    try:
        texts = choice.engine.read(grey, images, choice.settings)
    except EngineError as error:
        if settings.engine != "auto" or isinstance(choice.engine, RapidOcr):
            raise
        # A page read less well, with a word on it, is better than a page that is not read.
        note = f"{error.problem}: read by rapidocr; {error.remedy}"
        choice = Choice(RapidOcr(), choice.settings, (*choice.notes, note))
        texts = choice.engine.read(grey, images, choice.settings)
    if page.direction == "vertical" and choice.settings.script == "han":
        texts = turn_leftward(texts, [image.direction for image in images])
    seconds = time.perf_counter() - started
    kept = [(line, text) for line, text in zip(found.lines, texts, strict=True) if not _is_junk(text)]
    lines = tuple(text_line(line, page) for line, _ in kept)
    notes = (*choice.notes, *_doubts([text for _, text in kept]))
    mapped = [_mapped(text, page.mapper) for _, text in kept]
    reading = _reading(choice, page.page_id, lines, mapped, settings, seconds)
    return ReadLines(lines, reading, choice.settings.language, choice.settings.script, notes)


def _is_junk(text: LineText) -> bool:
    """Whether a reading is nothing, or a few characters that the engine itself doubts: dirt."""
    letters = sum(c.isalnum() for c in text.text)
    sure = text.confidence if text.confidence is not None else 1.0
    return not text.text.strip() or (letters <= JUNK_LETTERS and sure < JUNK) or (letters == 0 and sure < 2 * JUNK)


def _doubts(texts: Sequence[LineText]) -> list[str]:
    """Words on a page that gave no text, or hardly any that its engine believes in."""
    if not texts:
        return [BLANK]
    sure = [(len(text.text), text.confidence) for text in texts if text.confidence is not None]
    letters = sum(length for length, _ in sure)
    weight = sum(length * confidence for length, confidence in sure)
    return [HARDLY] if letters and weight < DOUBTFUL * letters else []


def text_line(line: FoundLine, page: FoundPage) -> TextLine:
    """A found line in page pixels."""
    box, mapper, direction = line.box, page.mapper, line.direction or page.direction
    if direction == "vertical":
        middle = (box.left + box.right) / 2
        baseline = mapper.point(middle, box.top), mapper.point(middle, box.bottom)
    else:
        # Without the letters' own baselines: as far below the middle as half of the letters is high.
        foot = min(box.bottom, (box.top + box.bottom) / 2 + line.glyph / 2)
        baseline = mapper.point(box.left, foot), mapper.point(box.right, foot)
    identity = new_id("l", page.page_id, box)
    return TextLine(
        identity,
        mapper.box(box),
        mapper.polygon(box),
        baseline,
        direction,
        round(line.glyph / mapper.scale, 1),
        round(line.stroke / mapper.scale, 2),
    )


def _mapped(text: LineText, mapper: Mapper) -> LineText:
    """A reading's word boxes in page pixels."""
    words = tuple(Word(word.text, mapper.box(word.box), word.confidence) for word in text.words)
    return LineText(text.text, text.confidence, words)


def _reading(
    choice: Choice,
    page_id: str,
    lines: Sequence[TextLine],
    texts: Sequence[LineText],
    settings: PageSettings,
    seconds: float,
) -> Reading:
    engine: Engine = choice.engine
    model = engine.model(choice.settings)
    said: Mapping[str, str] = {"language": choice.settings.language, "script": choice.settings.script}
    by_line = {line.id: text for line, text in zip(lines, texts, strict=True)}
    identity = new_id("g", page_id, engine.name, model, engine.version(), settings.run)
    return Reading(identity, engine.name, model, engine.version(), by_line, said, settings.run, round(seconds, 2))


def _from_text_layer(scan: Scan, page_id: str, direction: Direction, settings: PageSettings) -> ReadLines:
    """The lines of a PDF's own text: read by nobody, so as sure as the file is."""
    from ocr.language import detect_language

    # Faux bold and shadows print a line twice in one place.
    by_box: dict[Box, LineText] = {}
    for line in scan.text_layer:
        by_box.setdefault(line.box, line.text)
    layer = list(by_box.items())
    texts = [text for _, text in layer]
    language = settings.language or detect_language("\n".join(t.text for t in texts))
    script: Script = settings.script or ("han" if language in ("zh", "zh-Hant") else "latin")
    lines = tuple(
        TextLine(
            new_id("l", page_id, box),
            box,
            box.polygon,
            _foot(box, direction),
            direction,
            _letter_height(box, direction, script),
        )
        for box, _ in layer
    )
    by_line = {line.id: text for line, text in zip(lines, texts, strict=True)}
    identity = new_id("g", page_id, "pdf", settings.run)
    reading = Reading(identity, "pdf", "text layer", "", by_line, {"language": language}, settings.run)
    note = "read from the PDF's own text, without recognition"
    return ReadLines(lines, reading, language, script, (note,))


def _foot(box: Box, direction: Direction) -> tuple[tuple[int, int], ...]:
    if direction == "vertical":
        middle = (box.left + box.right) // 2
        return (middle, box.top), (middle, box.bottom)
    return (box.left, box.bottom), (box.right, box.bottom)


def _letter_height(box: Box, direction: Direction, script: Script) -> float:
    """About the height of a text layer's letters, whose boxes reach from ascender to descender."""
    thick = box.width if direction == "vertical" else box.height
    return thick * (0.9 if script == "han" else 0.55)
