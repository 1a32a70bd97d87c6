"""From an exported word back to the scan: where it is printed, what each engine read there, who decided what.

In: a project and an id as exports have it: of a word, a line, or one of the file that a page was imported from. Out: a
`Trace`. Boxes are in pixels of the page image, and of the scan's frame that it was cut from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Editops, Levenshtein

from correction.article import Change, Hyphen
from correction.decision_values import AddedLine, CutLine, FusedLine, read_value
from correction.decisions import WORKFLOW, Decision, taken_back
from correction.exchange import Export
from correction.exchange.originals import FILE, imported
from correction.exchange.printed import PrintedLine, PrintedWord, place_of_word, print_page
from correction.proof import prove
from correction.store import PageEntry, Project
from ocr.errors import MissingError
from ocr.page import Box, Page, new_id


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
    place = place_of_word(name)
    line_id = place[0] if place else name
    entry, line_id = _find(project, line_id, page_id)
    export = prove(project, [entry.id])
    page = export.pages[0]
    printed = print_page(export, page).get(line_id)
    if printed is None:
        raise MissingError(
            f"line {line_id} of {entry.id} says nothing today", "galley project decisions --line tells why"
        )
    word = None
    if place:
        word = next((each for each in printed.words if place_of_word(each.id) == (line_id, place[1])), None)
        if word is None:
            remedy = "the line has changed since that export; trace the line's own id"
            raise MissingError(f"line {line_id} has no word number {place[1]} today", remedy)
    box = word.box if word else printed.line.box
    article = next((each for each in export.articles if line_id in each.lines), None)
    origin = imported(page)
    log = project.decisions(entry.id)
    undone = taken_back(log)
    return Trace(
        entry,
        entry.source.path,
        entry.source.frame,
        origin.settings[FILE] if origin else None,
        printed,
        word,
        box,
        _on_scan(box, page),
        article.id if article else None,
        article.headline if article else None,
        tuple(_readings(project, page, printed, word)),
        next((each for each in article.hyphens if each.line == line_id), None) if article else None,
        tuple(each for each in article.changes if each.line == line_id) if article else (),
        tuple((each, undone.get(each.id)) for each in log if _is_about(each, line_id)),
    )


def _find(project: Project, line_id: str, page_id: str | None) -> tuple[PageEntry, str]:
    """The page of a line, and the line's id in the project."""
    if page_id:
        entry = project.entry(page_id)
        page = prove(project, [page_id]).pages[0]
        there = {line.id for line in page.lines}
        for name in (line_id, new_id("l", page_id, line_id)):
            if name in there:
                return entry, name
        raise MissingError(f"page {page_id} has no line {line_id}", "galley export --format page shows the ids")
    try:
        return project.entry(project.where_is(line_id).page), line_id
    except MissingError:
        made = next((each.page for each in project.decisions() if line_id in _made_by(each)), None)
        if made:
            return project.entry(made), line_id
    remedy = "give an id as exports have it; of an id of an imported file also its page: --page p000001"
    raise MissingError(f"there is no line {line_id} in this project", remedy)


def _made_by(decision: Decision) -> tuple[str, ...]:
    """The ids of the lines that a decision made."""
    match decision.kind:
        case "add" if (added := read_value(decision.value, AddedLine)) is not None:
            return (added.line,)
        case "cut" if (cut := read_value(decision.value, CutLine)) is not None:
            return tuple(cut.lines)
        case "fuse" if (fused := read_value(decision.value, FusedLine)) is not None:
            return (fused.line,)
    return ()


def _is_about(decision: Decision, line_id: str) -> bool:
    if decision.kind in WORKFLOW:
        return True  # who said that the page is right said it of the line
    return any(anchor.line == line_id for anchor in decision.at) or line_id in _made_by(decision)


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
    start, end = (_moved(steps, place) for place in (offset, offset + length))
    return other[start:end].strip()


def _moved(steps: Editops, place: int) -> int:
    before = [str(step.tag) for step in steps if step.src_pos < place]
    return place + before.count("insert") - before.count("delete")


def _on_scan(box: Box, page: Page) -> Box | None:
    """A box in pixels of the upright frame that the page was cut from; None where the page was turned."""
    if page.source.turn:
        return None
    crop = page.source.crop
    return box.moved(crop.left, crop.top) if crop else box


def picture_of(export: Export, page: Page, box: Box) -> bytes:
    """A PNG of a box on the page image with as much around it, the box drawn in."""
    import cv2

    from ocr.ingest import load

    assert export.source_of is not None
    image = load(export.source_of(page)).image
    height, width = image.shape
    part = box.grown(max(box.width, box.height), Box(0, 0, width, height))
    shown = cv2.cvtColor(image[part.top : part.bottom, part.left : part.right], cv2.COLOR_GRAY2BGR)
    corner = box.moved(-part.left, -part.top)
    cv2.rectangle(shown, (corner.left, corner.top), (corner.right, corner.bottom), (0, 0, 220), 2)
    done, data = cv2.imencode(".png", shown)
    assert done
    return bytes(data.tobytes())
