"""An id from outside is found in a project: that of a word or line of an export, or of a file that was imported.

In: a project and the id. Out: a `Found`: the line with its text today, the word if it is one of a word, and the proof
that both are from. The proof holds the pages around, too: words are broken over pages, and articles go on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from rapidfuzz.distance import Editops, Levenshtein

from correction.decision_values import AddedLine, CutLine, FusedLine, read_value
from correction.decisions import Decision
from correction.exchange import Export
from correction.exchange.file_ids import FilePlace, letters_of, places_of_id
from correction.exchange.printed import PrintedLine, PrintedWord, place_of_word, print_page
from correction.proof import prove
from correction.store import PageEntry, Project
from ocr.errors import InputError, MissingError
from ocr.page import Box, Page, new_id

# Pages of the issue before and behind that are proved, too: all of most issues. Four more of 70 lines take 0.03 s, ten
# pages with 5,400 lines in all 0.7 s; the word lists, which a single page needs as well, 1.3 s.
NEAR = 8
MARGIN = 3  # heights of a line that a picture shows around a place
_TOLD = 5  # lines that an error names


@dataclass(frozen=True, slots=True)
class Found:
    """A line as it goes out, and the word of it, in a proof of its page and the pages around; None for a whole line."""

    entry: PageEntry
    export: Export
    page: Page
    line: PrintedLine
    word: PrintedWord | None

    @property
    def box(self) -> Box:
        """The place in pixels of the page image."""
        return self.word.box if self.word else self.line.line.box


def find(project: Project, name: str, page_id: str | None = None) -> Found:
    """Find an id; `page_id` says on which page an id of an imported file is.

    A word of an imported file is found as long as it reads as it did there, else its line. Raises MissingError, also
    for an id that stands in several lines, and InputError where the imported file is needed and gone.
    """
    place = place_of_word(name)
    entry = project.entry(page_id) if page_id else _entry_of(project, place[0] if place else name)
    export = prove(project, _around(project, entry))
    page = export.only([entry.id]).pages[0]
    search = _Search(entry, export, page, print_page(export, page))
    there = {line.id for line in page.lines}
    if place and (page_id is None or place[0] in there):
        return search.numbered(*place)
    if page_id is None or name in there:
        return search.line(name)
    return search.in_file(name, there)


def _entry_of(project: Project, line_id: str) -> PageEntry:
    """The page of a line of the project."""
    try:
        return project.entry(project.where_is(line_id).page)
    except MissingError:
        made = next((each.page for each in project.decisions() if line_id in made_by(each)), None)
        if made:
            return project.entry(made)
    remedy = "give an id as exports have it; of an id of an imported file also its page: --page p000001"
    raise MissingError(f"there is no line {line_id} in this project", remedy)


def made_by(decision: Decision) -> tuple[str, ...]:
    """The ids of the lines that a decision made."""
    match decision.kind:
        case "add" if (added := read_value(decision.value, AddedLine)) is not None:
            return (added.line,)
        case "cut" if (cut := read_value(decision.value, CutLine)) is not None:
            return tuple(cut.lines)
        case "fuse" if (fused := read_value(decision.value, FusedLine)) is not None:
            return (fused.line,)
    return ()


def _around(project: Project, entry: PageEntry) -> list[str]:
    """A page with those that were read before and behind it, of its issue or of those that are in none."""
    pages = project.issue_pages(entry.issue) if entry.issue else [each for each in project.pages() if not each.issue]
    read = [each.id for each in pages if each.was_read or each.id == entry.id]
    at = read.index(entry.id)
    return read[max(0, at - NEAR) : at + NEAR + 1]


@dataclass(frozen=True, slots=True)
class _Search:
    """A page to search: what it says today, by line."""

    entry: PageEntry
    export: Export
    page: Page
    printed: Mapping[str, PrintedLine]

    def line(self, line_id: str) -> Found:
        """A line of the page."""
        printed = self.printed.get(line_id)
        if printed is None:
            problem = f"line {line_id} of {self.entry.id} says nothing today"
            raise MissingError(problem, "galley project decisions --line tells why")
        return Found(self.entry, self.export, self.page, printed, None)

    def numbered(self, line_id: str, index: int) -> Found:
        """The word of an export, by its number in the line."""
        line = self.line(line_id)
        for word in line.line.words:
            if place_of_word(word.id) == (line_id, index):
                return replace(line, word=word)
        remedy = "the line has changed since that export; trace the line's own id"
        raise MissingError(f"line {line_id} has no word number {index} today", remedy)

    def in_file(self, name: str, there: Collection[str]) -> Found:
        """What an id of the imported file is on the page."""
        lost: InputError | None = None
        try:
            original = self.export.original_of(self.page) if self.export.original_of else None
            places = places_of_id(original, self.page, name) if original else ()
        except InputError as error:
            lost, places = error, ()
        if len(places) > 1:
            told = [each.line for each in places[:_TOLD]]
            more = ", ..." if len(places) > _TOLD else ""
            problem = f"the id {name} stands {len(places)} times in the file of {self.entry.id}"
            raise MissingError(f"{problem}: in the lines {', '.join(told)}{more}", "trace one of these lines")
        if places:
            found = self.line(places[0].line)
            return replace(found, word=self._word(found.line, places[0]))
        line_id = new_id("l", self.page.id, name)  # a line of a file that is gone
        if line_id in there:
            return self.line(line_id)
        if lost:
            raise lost
        remedy = "galley export --format page shows the ids"
        raise MissingError(f"page {self.page.id} has no line or word {name}", remedy)

    def _word(self, line: PrintedLine, place: FilePlace) -> PrintedWord | None:
        """The word of a line that was at a place of the file, if it reads as it did."""
        base = self.page.base_reading
        said = base.lines.get(line.line.id) if base else None
        if said is None or not place.word:
            return None
        if not letters_of(said.text)[len(place.before) :].startswith(place.word):
            return None  # the file's line and its words say different things
        offsets = [i for i, letter in enumerate(said.text) if not letter.isspace()]
        offset = moved(Levenshtein.editops(said.text, line.text), offsets[len(place.before)])
        word = next((each for each in line.words if 0 <= offset - each.offset < len(each.text)), None)
        return word if word and place.word in letters_of(word.text) else None


def moved(steps: Editops, place: int) -> int:
    """Where a place of a text is in one that came of it by these steps."""
    before = [str(step.tag) for step in steps if step.src_pos < place]
    return place + before.count("insert") - before.count("delete")


def picture_of(found: Found) -> bytes:
    """A PNG of a place on the page image, boxed, with a few lines' heights around it on all sides."""
    import cv2

    from ocr.ingest import load

    assert found.export.source_of is not None
    image = load(found.export.source_of(found.page)).image
    height, width = image.shape
    line, box = found.line.line, found.box
    thick = line.box.width if line.direction == "vertical" else line.box.height
    part = box.grown(MARGIN * thick, Box(0, 0, width, height))
    shown = cv2.cvtColor(image[part.top : part.bottom, part.left : part.right], cv2.COLOR_GRAY2BGR)
    corner = box.moved(-part.left, -part.top)
    cv2.rectangle(shown, (corner.left, corner.top), (corner.right, corner.bottom), (0, 0, 220), 2)
    done, data = cv2.imencode(".png", shown)
    assert done
    return bytes(data.tobytes())
