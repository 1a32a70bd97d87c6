"""What a project's list holds, as values: pages with their states, titles, issues, runs, hits of a search, faults.

In: nothing. Out: frozen dataclasses that `correction.store.Project` takes and gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ocr.page import Box, Source

PageState = Literal["new", "read", "in progress", "for review", "accepted", "failed"]
# What a person may make of a page that was read; `new` and `failed` are what reading left it.
REVIEW_STATES: tuple[PageState, ...] = ("read", "in progress", "for review", "accepted")
PAGE_STATES: tuple[PageState, ...] = ("new", "failed", *REVIEW_STATES)
News = Literal["new", "known"]
Sort = Literal["arrival", "date", "state", "assignee", "doubts"]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the project's list. `position` counts arrivals from 1; `note` says why a page failed, or its notes.

    `issue` is the id of the issue it stands in, `sequence` its place there from 1, `label` its number as printed.
    `run` is the run that read it last; its settings are among `Project.runs`. `origin` is the path, absolute then, that
    its scan was first taken in from; empty where nobody knows. `doubts` counts the marked doubts that are still open,
    None where nobody has counted them.
    """

    id: str
    position: int
    source: Source
    state: PageState = "new"
    note: str = ""
    issue: str | None = None
    sequence: int | None = None
    label: str = ""
    assignee: str = ""
    run: str = ""
    origin: str = ""
    doubts: int | None = None

    @property
    def was_read(self) -> bool:
        """Whether the page has a reading, whatever state persons have brought it to since."""
        return self.state in REVIEW_STATES


SAME_PART = 0.5  # of the smaller of two parts of a frame that both must have to be the same page


def same_page(source: Source, known: Iterable[PageEntry]) -> PageEntry | None:
    """The page that a source is, if any: of the same frame, and of its parts the one that overlaps most.

    The other half of a double page, which has no more than the fold in common with this one, is another page.
    """
    same = [
        e
        for e in known
        if (e.source.sha256, e.source.frame) == (source.sha256, source.frame) and _alike(e.source.crop, source.crop)
    ]
    return max(same, key=lambda entry: _shared(entry.source.crop, source.crop), default=None)


def _alike(one: Box | None, other: Box | None) -> bool:
    return not (one and other) or _shared(one, other) >= SAME_PART * min(one.area, other.area)


def _shared(one: Box | None, other: Box | None) -> int:
    """Pixels that two parts of one frame share; None is the whole frame and shares alike with all."""
    return one.intersection(other).area if one and other else 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a source that was brought: the page it is, and whether that page is new."""

    entry: PageEntry
    news: News


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a page, and the line where it begins."""

    page: str
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """A newspaper."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a title; `date` is a day in ISO 8601 or None, `edition` and `label` are words as printed."""

    id: str
    title: str
    date: str | None = None
    edition: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a page stands: its issue (None takes it out of any), its place there from 1, its number as printed."""

    page: str
    issue: str | None
    sequence: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """Which pages to list. A filter that is None or empty lets all pass.

    `text` is looked for in the names of titles and of files, or is a page's id. `first` and `last` are days in
    ISO 8601 that bound the date, both included; pages without a day pass neither. `limit` None gives all.
    """

    title: str | None = None
    issue: str | None = None
    states: tuple[PageState, ...] = ()
    assignee: str | None = None
    text: str = ""
    first: str | None = None
    last: str | None = None
    sort: Sort = "arrival"
    descending: bool = False
    limit: int | None = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A page of the list with the issue and the title that it stands in."""

    entry: PageEntry
    issue: Issue | None = None
    title: Title | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """A stretch of the list. `counts` has the pages of every state under the query's other filters."""

    rows: tuple[LibraryRow, ...]
    total: int
    counts: Mapping[PageState, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    r"""A heading, byline, paragraph or other region of a page, as it is searched: printed lines with `\n` between.

    `lines` names each line with the offset at which it begins in `text`. `article` is None for what is in none.
    """

    page: str
    article: str | None
    kind: str
    text: str
    lines: tuple[tuple[str, int], ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Term:
    """Search keys that stand one behind the other; of the last with `prefix` only the beginning."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that answers, where it stands, and the boxes of its lines by id."""

    passage: Passage
    entry: PageEntry
    issue: Issue | None
    title: Title | None
    boxes: Mapping[str, Box]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place where a search was answered, and what it takes to show it.

    `line` and `box` (pixels of the page image) are where the first word begins. `snippet` is the text around, `marks`
    the stretches of it that answer, as offsets in code points.
    """

    page: str
    article: str | None
    kind: str
    line: str
    box: Box
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()
    issue: str | None = None
    title: str = ""
    date: str | None = None
    label: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Derived:
    """What was worked out from a page: its name, the key of what it was made from, its document."""

    page: str
    name: str
    key: str
    document: str


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the reader; times are UTC in ISO 8601, `finished` is None for a run that was cut off."""

    id: str
    started: str
    finished: str | None
    version: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnModels:
    """The Tesseract models that read a project's pages instead of those that fit them; the folder they lie in."""

    tessdata: Path | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a project: what, what to do about it, whether that was done."""

    problem: str
    remedy: str
    mended: bool = False

    def __str__(self) -> str:
        return f"{self.problem} - {'mended' if self.mended else self.remedy}"
