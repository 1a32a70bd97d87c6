"""A project as everybody else sees it: one interface, atomic per page, whatever database is behind.

In: pages, decisions and runs. Out: the same, as they were saved. `folder.ProjectFolder` is the implementation;
`open_project` and `create_project` are the ways to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from ocr.page import Page, Source

if TYPE_CHECKING:
    from correction.review import Decision

PageState = Literal["pending", "done", "failed"]
News = Literal["new", "known"]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the project's list. `position` counts arrivals from 1; `note` says why a page failed, or its notes.

    `run` is the run that read it last; its settings are among `Project.runs`.
    """

    id: str
    position: int
    source: Source
    state: PageState = "pending"
    note: str = ""
    run: str = ""

    @property
    def was_read(self) -> bool:
        """Whether the page has a reading."""
        return self.state == "done"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a source that was brought: the page it is, and whether that page is new."""

    entry: PageEntry
    news: News


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


class Project(Protocol):
    """Pages, readings, decisions and runs. Every method is one transaction and raises ProjectError."""

    root: Path

    @property
    def models(self) -> OwnModels:
        """What the project says of Tesseract's models."""

    @property
    def rules(self) -> Mapping[str, bool]:
        """Rules of repair that the project switches on or off, by name."""

    def add_sources(self, sources: Sequence[Source]) -> list[Arrival]:
        """Take in all pages of one file and give each its id; the same bytes again are the same pages."""

    def located(self, source: Source) -> Source:
        """The source with an absolute path, for whoever opens the file."""

    def pages(self) -> list[PageEntry]:
        """Every page, in order of arrival."""

    def pending(self) -> list[PageEntry]:
        """The pages that are still to be read: those that wait and those that failed."""

    def claim(self, page_id: str) -> PageEntry | None:
        """The page as it stands now, for this process to read until `close`; None when another is reading it."""

    def load_page(self, page_id: str) -> Page:
        """A page that was read, with all its readings, the oldest first."""

    def save_page(self, page: Page) -> Page:
        """Save a page that was read and mark it done. Readings are only ever added.

        Gives back the page as stored: a reading whose id is taken by another text gets a new one.
        """

    def fail_page(self, page_id: str, note: str) -> None:
        """Mark a page failed and say why; a page that was read before stays as it is."""

    def append(self, decisions: Iterable[Decision]) -> None:
        """Add decisions to the end of the log; nothing ever leaves it."""

    def decisions(self, page_id: str | None = None) -> list[Decision]:
        """The decisions on a page, or all of them, in the order they were made."""

    def start_run(self, settings: Mapping[str, str], version: str) -> str:
        """Write down that reading begins; gives the run's id."""

    def finish_run(self, run_id: str) -> None:
        """Write down that a run came to its end."""

    def runs(self) -> list[Run]:
        """Every run, the oldest first."""

    def check(self) -> list[str]:
        """What is wrong with the project, a line each; empty when all is well."""

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
