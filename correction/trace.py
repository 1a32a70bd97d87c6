"""From an exported word back to the scan: where it is printed, what each engine read there, who decided what.

In: a project and an id as exports have it: of a word, a line, or one of the file that a page was imported from. Out: a
`Trace`. Boxes are in pixels of the page image, and of the scan's frame that it was cut from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from correction.article import Change, Hyphen
from correction.decisions import WORKFLOW, Decision, taken_back
from correction.exchange.originals import FILE, imported
from correction.exchange.printed import PrintedLine, PrintedWord
from correction.found import Found, find, made_by, moved
from correction.store import PageEntry, Project
from ocr.page import Box, Page


@dataclass(frozen=True, slots=True)
class TracedReading:
    """What one reading has for a line, and in the place of the word; `started` is when its run began, in ISO 8601."""

    id: str
    engine: str
    model: str
    version: str
    started: str
    base: bool
    line: str
    word: str | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Trace:
    """All that proves a word, or a line where `word` is None.

    `scan` is the file as the project has it, `origin` the path that it came from, `original` the file that the page was
    imported from. `log` are the decisions on the line, the oldest first, each with the id of what took it back.
    """

    page: PageEntry
    scan: str
    frame: int
    original: str | None
    line: PrintedLine
    word: PrintedWord | None
    box: Box
    scan_box: Box | None
    article: str | None
    headline: str | None
    readings: tuple[TracedReading, ...]
    hyphen: Hyphen | None
    changes: tuple[Change, ...]
    log: tuple[tuple[Decision, str | None], ...]


def trace(project: Project, name: str, page_id: str | None = None) -> Trace:
    """Trace an id; `page_id` says on which page an id of an imported file is. Raises MissingError."""
    return trace_found(project, find(project, name, page_id))


def trace_found(project: Project, found: Found) -> Trace:
    """What proves a word or line that was found."""
    entry, page, line_id = found.entry, found.page, found.line.line.id
    article = next((each for each in found.export.articles if line_id in each.lines), None)
    origin = imported(page)
    log = project.decisions(entry.id)
    undone = taken_back(log)
    return Trace(
        entry,
        entry.source.path,
        entry.source.frame,
        origin.settings[FILE] if origin else None,
        found.line,
        found.word,
        found.box,
        _on_scan(found.box, page),
        article.id if article else None,
        article.headline if article else None,
        tuple(_readings(project, page, found.line, found.word)),
        next((each for each in article.hyphens if each.line == line_id), None) if article else None,
        tuple(each for each in article.changes if each.line == line_id) if article else (),
        tuple((each, undone.get(each.id)) for each in log if _is_about(each, line_id)),
    )


def _is_about(decision: Decision, line_id: str) -> bool:
    if decision.kind in WORKFLOW:
        return True  # who said that the page is right said it of the line
    return any(anchor.line == line_id for anchor in decision.at) or line_id in made_by(decision)


def _readings(project: Project, page: Page, printed: PrintedLine, word: PrintedWord | None) -> Iterator[TracedReading]:
    started = {run.id: run.started for run in project.runs()}
    for reading in page.readings:
        said = reading.lines.get(printed.line.id)
        if said is None:
            continue
        piece = _beside(printed.text, said.text, word.offset, len(word.text)) if word else None
        yield TracedReading(
            reading.id,
            reading.engine,
            reading.model,
            reading.version,
            started.get(reading.run, ""),
            reading.id == page.base,
            said.text,
            piece,
            said.confidence,
        )


def _beside(text: str, other: str, offset: int, length: int) -> str:
    """What another text has where `text` has the span.

    >>> _beside("the cat sat", "tbe c?t sat", 4, 3)
    'c?t'
    """
    steps = Levenshtein.editops(text, other)
    start, end = (moved(steps, place) for place in (offset, offset + length))
    return other[start:end].strip()


def _on_scan(box: Box, page: Page) -> Box | None:
    """A box in pixels of the upright frame that the page was cut from; None where the page was turned."""
    if page.source.turn:
        return None
    crop = page.source.crop
    return box.moved(crop.left, crop.top) if crop else box
