"""Articles and pages on their way out: one format a module, a table that names them.

In: an `Export` (pages, their repaired articles, their reviewed line texts). Out: `OutputFile`s, names with bytes;
`correction.exchange.target` puts them into a file, a folder or a stream. A format's module is imported when it is
used, because some of them are slow to import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

from correction.article import Article
from correction.marking import Mark
from ocr.errors import MissingError
from ocr.page import Page

if TYPE_CHECKING:
    from correction.doubts import Doubt

TargetKind = Literal["file", "folder"]


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written.

    `articles` are repaired and in their final order. `texts` maps page id to line id to reviewed text; a line that
    it lacks has its base reading's text. `marks` maps them to persons' marks on these texts. `created` is the time
    that formats with a time stamp write: the start of a project's newest run, so that the same project always gives
    the same bytes; None where no time is known. `doubts_of` gives the doubts of a page from where they are kept;
    without it they are found anew.
    """

    pages: tuple[Page, ...] = ()
    articles: tuple[Article, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    title: str | None = None
    created: datetime | None = None
    doubts_of: Callable[[Page], tuple[Doubt, ...]] | None = field(default=None, compare=False)
    marks: Mapping[str, Mapping[str, tuple[Mark, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file to write: its name inside the target folder and its bytes."""

    name: str
    data: bytes


class Exporter(Protocol):
    """What the module of a format offers."""

    def files(self, export: Export) -> Iterator[OutputFile]:
        """Give the files one after the other; a format whose target is a file gives exactly one."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A row of the table: the name on the command line, what `--to` is, and the module that writes it."""

    name: str
    target: TargetKind
    module: str
    description: str

    def files(self, export: Export) -> Iterator[OutputFile]:
        """Import the format's module and let it write; a folder's files come one at a time."""
        return cast(Exporter, import_module(self.module)).files(export)


FORMATS: Mapping[str, ExportFormat] = {
    row.name: row
    for row in (
        ExportFormat("json", "file", "correction.exchange.articles_json", "articles with headings, credits and ledger"),
        ExportFormat("txt", "file", "correction.exchange.plain_text", "articles as plain text"),
        ExportFormat("md", "file", "correction.exchange.markdown", "articles as Markdown"),
        ExportFormat("page", "folder", "correction.exchange.pagexml", "PAGE-XML 2019-07-15, a file per page"),
    )
}


def find_format(name: str) -> ExportFormat:
    """Look a format up by its name; raises MissingError with the names there are.

    >>> find_format("md").target
    'file'
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise MissingError(f"there is no export format '{name}'", f"choose one of: {', '.join(FORMATS)}") from None
