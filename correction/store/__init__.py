"""A project as everybody else sees it: one interface, atomic per page, whatever database is behind.

In: pages, issues, decisions and runs. Out: the same, as they were saved; `records` has the values that lists hold.
`folder.ProjectFolder` is the implementation; `open_project` and `create_project` are the ways to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from correction.store.records import (
    PAGE_STATES,
    REVIEW_STATES,
    Arrival,
    Derived,
    Fault,
    Found,
    Issue,
    Library,
    LibraryQuery,
    LibraryRow,
    OwnModels,
    PageEntry,
    PageState,
    Passage,
    Place,
    Placement,
    Run,
    SearchHit,
    Term,
    Title,
    same_page,
)
from ocr.page import Page, Source

if TYPE_CHECKING:
    from correction.review import Decision

__all__ = [
    "PAGE_STATES",
    "REVIEW_STATES",
    "Arrival",
    "Derived",
    "Fault",
    "Found",
    "Issue",
    "Library",
    "LibraryQuery",
    "LibraryRow",
    "OwnModels",
    "PageEntry",
    "PageState",
    "Passage",
    "Place",
    "Placement",
    "Project",
    "Run",
    "SearchHit",
    "Term",
    "Title",
    "create_project",
    "open_project",
    "same_page",
]


class Project(Protocol):
    """Pages, readings, decisions and runs. Every method is one transaction and raises ProjectError."""

    root: Path

    @property
    def models(self) -> OwnModels:
        """What the project says of Tesseract's models."""

    @property
    def rules(self) -> Mapping[str, bool]:
        """Rules of repair that the project switches on or off, by name."""

    @property
    def characters(self) -> Sequence[str]:
        """Characters that the project wants at hand where texts are corrected, each once and with its accents."""

    def add_sources(self, sources: Sequence[Source]) -> list[Arrival]:
        """Take in all pages of one file and give each its id; the same bytes again are the same pages."""

    def located(self, source: Source) -> Source:
        """The source with an absolute path, for whoever opens the file."""

    def pages(self) -> list[PageEntry]:
        """Every page, in order of arrival."""

    def entry(self, page_id: str) -> PageEntry:
        """A page as it stands in the list; raises MissingError for one that there is not."""

    def library(self, query: LibraryQuery) -> Library:
        """A stretch of the list of pages, with how many there are in all and in each state."""

    def where_is(self, item: str) -> Place:
        """The place of a page, line or article by its id; raises MissingError for one that there is not."""

    def first_page(self) -> str | None:
        """The first page that was read, in order of arrival."""

    def beside(self, page_id: str) -> tuple[str | None, str | None]:
        """The pages that were read before and behind a page, issue by issue as dated, then those without one."""

    def assignees(self) -> list[str]:
        """Everybody who has a page, by name."""

    def pending(self) -> list[PageEntry]:
        """The pages that are still to be read: those that wait and those that failed."""

    def claim(self, page_id: str) -> PageEntry | None:
        """The page as it stands now, for this process to read until `release`; None when another is reading it."""

    def release(self, page_id: str) -> None:
        """Leave a page to other processes again, as `close` does with all; nothing for one that was not claimed."""

    def load_page(self, page_id: str) -> Page:
        """A page that was read, with all its readings, the oldest first."""

    def load_texts(self, page_id: str) -> Page:
        """A page that was read, with no more than the texts of its base reading; some times faster."""

    def save_page(self, page: Page, run: str = "") -> Page:
        """Save a page that was read. Readings are only ever added; a state that persons gave it stays.

        `run` is the one that read it: a blank page has no reading to say so. Gives back the page as stored: a reading
        whose id is taken by another text gets a new one.
        """

    def fail_page(self, page_id: str, note: str) -> None:
        """Mark a page failed and say why; a page that was read before stays as it is."""

    def append(self, decisions: Iterable[Decision]) -> None:
        """Add decisions to the end of the log; nothing ever leaves it."""

    def decisions(self, page_id: str | None = None) -> list[Decision]:
        """The decisions on a page, or all of them, in the order they were made."""

    def count_decisions(self) -> int:
        """How many decisions the log has."""

    def set_state(self, page_ids: Sequence[str], state: PageState, author: str, remark: str = "") -> list[Decision]:
        """Bring pages to a state of `REVIEW_STATES`, by a decision each; raises UsageError for one not yet read."""

    def assign(self, page_ids: Sequence[str], assignee: str, author: str, remark: str = "") -> list[Decision]:
        """Give pages to a person, by a decision each; an empty name takes them from whoever has them."""

    def titles(self) -> list[Title]:
        """Every newspaper, by name."""

    def add_title(self, name: str) -> Title:
        """The newspaper of that name, made where there is none."""

    def rename_title(self, title_id: str, name: str) -> Title:
        """Give a newspaper another name; its issues go over to the one that has that name already."""

    def remove_title(self, title_id: str) -> None:
        """Remove a newspaper that has no issue; raises UsageError for one that has some."""

    def issues(self, title_id: str | None = None) -> list[Issue]:
        """Every issue, or those of a title: by date, the undated last."""

    def add_issue(self, title_id: str, date: str | None = None, edition: str = "", label: str = "") -> Issue:
        """The issue that these words name, made where there is none; raises UsageError for no date of ISO 8601."""

    def change_issue(self, issue: Issue) -> Issue:
        """Give the issue of that id another title, date, edition or label; one of the same words is joined with it.

        Gives the issue as it stands then.
        """

    def merge_issues(self, kept: str, gone: Sequence[str]) -> None:
        """Move all pages of some issues into another, behind its own, and remove what is left of them."""

    def remove_issue(self, issue_id: str) -> None:
        """Remove an issue; its pages stay and stand in none."""

    def remove_emptied(self, issue_ids: Iterable[str]) -> None:
        """Remove those of some issues in which no page stands."""

    def place_pages(self, placements: Sequence[Placement]) -> None:
        """Say in which issue pages stand and where; all of it, or nothing."""

    def issue_pages(self, issue_id: str) -> list[PageEntry]:
        """The pages of an issue, by sequence and then in order of arrival."""

    def stale(self, limit: int | None = None, page_id: str | None = None) -> list[tuple[str, int]]:
        """Pages that changed since their passages were made, each with the number of that change; of one, if named.

        Empties the index when its keys were made by another Galley, which makes all pages stale.
        """

    def save_passages(self, page_id: str, change: int, passages: Sequence[Passage]) -> None:
        """Replace what is searched of a page by what it was at a change; one that came since leaves it stale."""

    def passages(self, page_id: str) -> list[Passage]:
        """What is searched of a page, in its order."""

    def forget_passages(self, page_ids: Sequence[str]) -> None:
        """Make pages stale, so that their passages are made anew."""

    def find(self, wanted: Sequence[Sequence[Term]], limit: int, offset: int = 0) -> list[Found]:
        """Passages that answer all groups of terms, each by any term: by date, then in order of arrival."""

    def derived(self, page_id: str, name: str) -> Derived | None:
        """What was worked out from a page and is kept under a name; whoever asks compares the key."""

    def keep_derived(self, made: Derived) -> None:
        """Keep what was worked out from a page in place of what is kept under that name."""

    def change_of(self, page_id: str) -> int:
        """The number of a page's last change; it grows with every reading and decision."""

    def uncounted(self, limit: int | None = None) -> list[tuple[str, int]]:
        """Pages that changed since their open doubts were counted, each with the number of that change."""

    def count_doubts(self, page_id: str, change: int, count: int | None) -> None:
        """Write down how many doubts were open at a change (None: cannot be told); a later one leaves it stale."""

    def start_run(self, settings: Mapping[str, str], version: str) -> str:
        """Write down that reading begins; gives the run's id."""

    def finish_run(self, run_id: str) -> None:
        """Write down that a run came to its end."""

    def runs(self) -> list[Run]:
        """Every run, the oldest first."""

    def check(self, mend: bool = False) -> list[Fault]:
        """What is wrong with records and scans; empty when all is well. With `mend` what can be is put right."""

    def faults(self, mend: bool = False, further: Callable[[PageEntry], Iterable[Fault]] = ...) -> Iterator[Fault]:
        """The same, one after the other while page after page is looked at; `further` looks at each page in turn."""

    def close(self) -> None:
        """Let go of the database."""


def open_project(root: Path, database: str | None = None) -> Project:
    """Open a project that exists; `database` overrules the URL in galley.toml. Raises ProjectError."""
    from correction.store.folder import ProjectFolder

    return ProjectFolder.open(root, database)


def create_project(root: Path, database: str | None = None) -> Project:
    """Open a project, making its folder and files where they are missing. Raises ProjectError."""
    from correction.store.folder import ProjectFolder

    return ProjectFolder.create(root, database)
