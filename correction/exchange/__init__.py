"""Articles and pages on their way out: one format a module, a table that names them.

In: an `Export` (pages, their repaired articles, their reviewed line texts). Out: `OutputFile`s, names with bytes;
`correction.exchange.target` puts them into a file, a folder or a stream. A format's module is imported when it is
used, because some of them are slow to import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, cast

from correction.article import Article
from correction.marking import Mark
from ocr.errors import MissingError
from ocr.page import Page, Source

if TYPE_CHECKING:
    from correction.decisions import Decision
    from correction.doubts import Doubt

TargetKind = Literal["file", "folder"]
Unit = Literal["page", "article", "issue"]
Profile = Literal["ndnp"]


@dataclass(frozen=True, slots=True)
class ExportIssue:
    """One issue with its pages in order, by id; `labels` are their numbers as printed, "" where there is none.

    `date` is a day in ISO 8601 or None; `edition` and `label` are words as printed. Pages that stand in no issue are
    one of their own, whose `id` and `title` are empty.
    """

    id: str
    title: str
    date: str | None = None
    edition: str = ""
    label: str = ""
    pages: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a page was imported from: its format, its name and its bytes; `issue` is its METS file, if any."""

    format: str
    name: str
    data: bytes
    issue: Original | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How an export is written.

    `unit` None is the format's own; `names` is a template of file names (`correction.exchange.names`), None the
    format's own; `version` is that of a format that has several ("4.4"); `images` says that scans are written beside
    the text where the format refers to them.
    """

    unit: Unit | None = None
    names: str | None = None
    version: str | None = None
    profile: Profile | None = None
    images: bool = True


NO_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written.

    `pages` may be loaded one by one as they are gone through, so that a format holds one at a time. `articles` are
    repaired and in their final order. `texts` maps page id to line id to reviewed text; a line that it lacks has its
    base reading's text. `marks` maps them to persons' marks on these texts. `created` is the time that formats with a
    time stamp write: the start of a project's newest run, so that the same project always gives the same bytes; None
    where no time is known. `doubts_of` gives the doubts of a page from where they are kept; without it they are found
    anew. `issues` hold every page once. `source_of` gives where a page's image is on this machine, `decisions_of` the
    log of a page, `original_of` the file that it was imported from.
    """

    pages: Sequence[Page] = ()
    articles: tuple[Article, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    title: str | None = None
    created: datetime | None = None
    doubts_of: Callable[[Page], tuple[Doubt, ...]] | None = field(default=None, compare=False)
    marks: Mapping[str, Mapping[str, tuple[Mark, ...]]] = field(default_factory=dict)
    issues: tuple[ExportIssue, ...] = ()
    source_of: Callable[[Page], Source] | None = field(default=None, compare=False)
    decisions_of: Callable[[str], Sequence[Decision]] | None = field(default=None, compare=False)
    original_of: Callable[[Page], Original | None] | None = field(default=None, compare=False)
    options: Options = NO_OPTIONS


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file to write: its name inside the target folder, with / between folders, and its bytes.

    What is too large for memory is written to a temporary `file`, which is moved to its place.
    """

    name: str
    data: bytes = b""
    file: Path | None = None


class Exporter(Protocol):
    """What the module of a format offers."""

    def files(self, export: Export) -> Iterator[OutputFile]:
        """Give the files one after the other; a format whose target is a file gives exactly one."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A row of the table: the name on the command line, what `--to` is, and the module that writes it.

    `units` are those that it can be written by, its own first; by any other than the first OUT is a folder.
    """

    name: str
    target: TargetKind
    module: str
    description: str
    units: tuple[Unit, ...] = ("page",)
    versions: tuple[str, ...] = ()

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
        ExportFormat("hocr", "folder", "correction.exchange.hocr", "hOCR 1.2, a file per page"),
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
