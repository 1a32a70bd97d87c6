"""The found lines of a page are read, by one engine or by several that vote.

In: a `FoundPage`. Out: `ReadLines`: the lines in page pixels with every reading of them. Lines that no engine finds
text in are dirt, and left out; lines that an engine fails on stay, unread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ocr.cores import run_all
from ocr.engines import UNREAD, Engine, LineImage
from ocr.engines.choice import LETTERS, MARKS, MISTAKEN, TRUST, Choice, choose_engine
from ocr.engines.leftward import turn_leftward
from ocr.engines.rapidocr import RapidOcr
from ocr.engines.vote import Voter, vote
from ocr.errors import EngineError
from ocr.layout.lines import Found, FoundLine
from ocr.page import Direction, Language, LineText, Reading, Script, TextLine, new_id
from ocr.prepare import GreyImage, Mapper
from ocr.settings import PageSettings

LINES_A_TURN = 32  # read by one engine on one core; a core that becomes free waits for no more than these
JUNK = 0.3  # confidence under which a short reading is dirt, not text
JUNK_LETTERS = 3

BLANK = "blank page: no text found"
HARDLY = "hardly readable: most of what was read is doubtful"
DOUBTFUL = 0.55  # mean confidence of a page that is hardly readable: a picture 0.2-0.5, worn and coarse print 0.6-0.9
FAILED = "lines that could not be read in time: {}; they stand empty in the page"


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
    """Lines in page pixels with their readings, the one to build on first, and what was settled on the way."""

    lines: tuple[TextLine, ...]
    readings: tuple[Reading, ...]
    language: Language
    script: Script
    notes: tuple[str, ...] = ()


Recogniser = Callable[[FoundPage], ReadLines]


@dataclass(frozen=True, slots=True)
class _Read:
    """What one engine made of the lines, and in how many seconds."""

    engine: Engine
    texts: Sequence[LineText]
    seconds: float


def recognise(page: FoundPage) -> ReadLines:
    """Read the found lines with the engines that fit the page; raises EngineError when none of them can."""
    grey, found, settings = page.grey, page.found, page.settings
    images = [LineImage(line.box, line.direction or page.direction) for line in found.lines]
    if not images:
        return ReadLines((), (), settings.language or "en", settings.script or "latin", (BLANK,))
    choice = choose_engine(grey, images, settings)
    reads, missing = _read(page, images, choice)
    voted = _voted(reads, choice)
    kept = [i for i, text in enumerate(voted) if not _is_junk(text)]
    lines = tuple(text_line(found.lines[i], page) for i in kept)
    readings = [_reading(read, choice, page, _by_line(lines, kept, read.texts, page.mapper)) for read in reads]
    if len(reads) > 1:
        # What each of them saw of a character stands beside it in the voted reading.
        readings = [replace(reading, lines=_without_glyphs(reading.lines)) for reading in readings]
        seconds = sum(read.seconds for read in reads)
        readings.insert(0, _voted_reading(readings, page, _by_line(lines, kept, voted, page.mapper), seconds))
    notes = (*choice.notes, *missing, *_doubts([voted[i] for i in kept]))
    return ReadLines(lines, tuple(readings), choice.settings.language, choice.settings.script, notes)


def _read(page: FoundPage, images: Sequence[LineImage], choice: Choice) -> tuple[list[_Read], list[str]]:
    """What each engine reads, and notes on those that failed; with none left, by the engine that needs no program."""
    turns = [images[start : start + LINES_A_TURN] for start in range(0, len(images), LINES_A_TURN)]
    failed: dict[Engine, EngineError] = {}
    work = [partial(_read_turn, page, turn, engine, choice, failed) for engine in choice.engines for turn in turns]
    done = run_all(work)
    reads, notes = [], []
    for engine in choice.engines:
        parts, done = done[: len(turns)], done[len(turns) :]
        error = next((part for part in parts if isinstance(part, EngineError)), None)
        if error is None:
            reads.append(_joined(engine, [part for part in parts if isinstance(part, _Read)], page, images, choice))
        elif page.settings.engine not in ("auto", "vote") or isinstance(engine, RapidOcr):
            raise error
        else:
            # A page read less well, with a word on it, is better than a page that is not read.
            notes.append(f"{error.problem}: read without it; {error.remedy}")
    return reads, notes


def _read_turn(
    page: FoundPage, turn: Sequence[LineImage], engine: Engine, choice: Choice, failed: dict[Engine, EngineError]
) -> _Read | EngineError:
    """What an engine makes of some of the lines, or why it cannot; one that `failed` on others is not asked again."""
    if engine in failed:  # one that hangs would take its time limit for every turn
        return failed[engine]
    started = time.perf_counter()
    try:
        texts = engine.read(page.grey, turn, choice.settings)
    except EngineError as error:
        failed[engine] = error
        return error
    return _Read(engine, texts, time.perf_counter() - started)


def _joined(
    engine: Engine, parts: Sequence[_Read], page: FoundPage, images: Sequence[LineImage], choice: Choice
) -> _Read:
    """What an engine made of all lines."""
    texts = [text for part in parts for text in part.texts]
    if page.direction == "vertical" and choice.settings.script == "han":
        texts = turn_leftward(texts, [image.direction for image in images])
    return _Read(engine, texts, sum(part.seconds for part in parts))


def _voted(reads: Sequence[_Read], choice: Choice) -> Sequence[LineText]:
    """The text to build on: the only reading, or what several agree on."""
    if len(reads) == 1:
        return reads[0].texts
    trust = TRUST[choice.settings.script]
    voters = [_voter(read, trust) for read in reads]
    return vote(voters, choice.settings.language, MISTAKEN[choice.settings.script])


def _voter(read: _Read, trust: Mapping[str, float]) -> Voter:
    name = read.engine.name
    return Voter(read.texts, trust.get(name, 1.0), read.engine.prints, MARKS.get(name, 1.0), LETTERS.get(name, 1.0))


def _without_glyphs(lines: Mapping[str, LineText]) -> dict[str, LineText]:
    def bare(text: LineText) -> LineText:
        return replace(text, words=tuple(replace(word, glyphs=()) for word in text.words))

    return {line: bare(text) for line, text in lines.items()}


def _by_line(
    lines: Sequence[TextLine], kept: Sequence[int], texts: Sequence[LineText], mapper: Mapper
) -> dict[str, LineText]:
    """The texts of the lines that are kept, by their ids, in page pixels."""
    return {line.id: texts[i].moved(mapper.box) for line, i in zip(lines, kept, strict=True)}


def _is_junk(text: LineText) -> bool:
    """Whether a reading is nothing, or a few characters that the engine itself doubts: dirt."""
    if text is UNREAD:
        return False
    letters = sum(c.isalnum() for c in text.text)
    sure = text.confidence if text.confidence is not None else 1.0
    return not text.text.strip() or (letters <= JUNK_LETTERS and sure < JUNK) or (letters == 0 and sure < 2 * JUNK)


def _doubts(texts: Sequence[LineText]) -> list[str]:
    """Words on a page that gave no text, or hardly any that its engine believes in, or has lines that failed."""
    if not texts:
        return [BLANK]
    failed = sum(text is UNREAD for text in texts)
    sure = [(len(text.text), text.confidence) for text in texts if text.confidence is not None]
    letters = sum(length for length, _ in sure)
    weight = sum(length * confidence for length, confidence in sure)
    return ([HARDLY] if letters and weight < DOUBTFUL * letters else []) + ([FAILED.format(failed)] if failed else [])


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


def _reading(read: _Read, choice: Choice, page: FoundPage, texts: Mapping[str, LineText]) -> Reading:
    engine, run = read.engine, page.settings.run
    model, version = engine.model(choice.settings), engine.version()
    said: dict[str, str] = {"language": choice.settings.language, "script": choice.settings.script}
    if choice.settings.tessdata:
        said["tessdata"] = str(choice.settings.tessdata)
    identity = new_id("g", page.page_id, engine.name, model, version, run)
    return Reading(identity, engine.name, model, version, texts, said, run, round(read.seconds, 2))


def _voted_reading(
    readings: Sequence[Reading], page: FoundPage, texts: Mapping[str, LineText], seconds: float
) -> Reading:
    """A reading of its own, which names those that voted."""
    model = " + ".join(f"{reading.engine} {reading.model}" for reading in readings)
    version = " + ".join(reading.version for reading in readings)
    identity = new_id("g", page.page_id, "vote", model, version, page.settings.run)
    said = dict(readings[0].settings)
    return Reading(identity, "vote", model, version, texts, said, page.settings.run, round(seconds, 2))
