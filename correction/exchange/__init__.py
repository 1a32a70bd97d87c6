"""Articles and pages on their way out: one format a module, a table that names them.

In: an `Export` (pages, their repaired articles, their reviewed line texts). Out: `OutputFile`s, names with bytes;
`correction.exchange.target` puts them into a file, a folder or a stream. A format's module is imported when it is
used, because some of them are slow to import.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, cast, overload

from correction.article import Article
from correction.marking import Mark
from ocr.errors import InputError, MissingError
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

    `places` are those of the pages in the whole issue, from 1, if not all of it is there. `date` is a day in ISO 8601
    or None; `edition` and `label` are words as printed, `edition_number` tells apart the issues of one title and day.
    Pages that stand in no issue are one of their own, whose `id` and `title` are empty.
    """

    id: str
    title: str
    date: str | None = None
    edition: str = ""
    label: str = ""
    pages: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    edition_number: int = 1
    places: tuple[int, ...] = ()

    def place_of(self, page_id: str) -> int:
        """The place of a page in its issue, from 1; 1 for a page that it has not."""
        at = self.pages.index(page_id) if page_id in self.pages else 0
        return self.places[at] if at < len(self.places) else at + 1

    def label_of(self, page_id: str) -> str:
        """The number of a page as printed, "" where there is none."""
        return next((label for page, label in zip(self.pages, self.labels, strict=False) if page == page_id), "")


NO_ISSUE = ExportIssue("", "")


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a page was imported from: its format, its name, its bytes or where they are kept.

    `issue` is its METS file, if any.
    """

    format: str
    name: str
    kept: bytes | Path
    issue: Original | None = None

    @property
    def data(self) -> bytes:
        """The bytes; raises InputError where the file is gone from the project."""
        if isinstance(self.kept, bytes):
            return self.kept
        try:
            return self.kept.read_bytes()
        except OSError as error:
            problem = f"{self.kept}: the file that pages were imported from cannot be read ({error.strerror})"
            raise InputError(problem, "put it back from a backup") from error


@dataclass(frozen=True, slots=True)
class Options:
    """How an export is written.

    `unit` None is the format's own; `names` is a template of file names (`correction.exchange.names`), None the
    format's own; `version` is that of a format that has several ("4.4"); `images` says that scans are written beside
    the text where the format refers to them; `base` is what the URIs of a format begin with that needs such, None the
    format's own.
    """

    unit: Unit | None = None
    names: str | None = None
    version: str | None = None
    profile: Profile | None = None
    images: bool = True
    base: str | None = None


NO_OPTIONS = Options()


class LoadedPages(Sequence[Page]):
    """Pages that are loaded one by one as they are gone through; only the last one is kept."""

    def __init__(self, ids: Sequence[str], load: Callable[[str], Page]) -> None:
        self.ids = tuple(ids)
        self._load = load
        self._last: Page | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Page: ...
    @overload
    def __getitem__(self, place: slice) -> LoadedPages: ...
    def __getitem__(self, place: int | slice) -> Page | LoadedPages:
        """A page, or some of the pages, which are not loaded yet."""
        if isinstance(place, slice):
            return LoadedPages(self.ids[place], self._load)
        wanted = self.ids[place]
        if self._last is None or self._last.id != wanted:
            self._last = None  # two pages at once are too many
            self._last = self._load(wanted)
        return self._last

    def only(self, ids: Collection[str]) -> LoadedPages:
        """Those of the pages that have one of these ids."""
        return LoadedPages([name for name in self.ids if name in ids], self._load)


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written.

    `pages` may be loaded one by one as they are gone through, so that a format holds one at a time. `articles` are
    repaired and in their final order. `texts` maps page id to line id to reviewed text; a line that it lacks has its
    base reading's text. `marks` maps them to persons' marks on these texts. `created` is the time that formats with a
    time stamp write: the start of a project's newest run, so that the same project always gives the same bytes; None
    where no time is known. `doubts_of` gives the doubts of a page from where they are kept; without it they are found
    anew. `issues` hold every page once. `source_of` gives where a page's image is on this machine, `decisions_of` the
    log of a page, `original_of` the file that it was imported from, `name_of` what its scan was called when it came.
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
    name_of: Callable[[Page], str] | None = field(default=None, compare=False)
    options: Options = NO_OPTIONS

    @property
    def page_ids(self) -> tuple[str, ...]:
        """The ids of the pages, none of which is loaded for that."""
        return self.pages.ids if isinstance(self.pages, LoadedPages) else tuple(page.id for page in self.pages)

    def only(self, page_ids: Collection[str]) -> Export:
        """The same of some of the pages; articles and issues stay as they are."""
        if isinstance(self.pages, LoadedPages):
            return replace(self, pages=self.pages.only(page_ids))
        return replace(self, pages=tuple(page for page in self.pages if page.id in page_ids))


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
    """A row of the table: the name on the command line, what `--to` is, and the module here that writes it.

    `units` are what there can be a file for each of, for a folder's format its own first; a format without any is
    written as a whole. A file's format that is asked for one by unit fills a folder.
    """

    name: str
    target: TargetKind
    module: str
    description: str
    units: tuple[Unit, ...] = ()
    versions: tuple[str, ...] = ()

    def files(self, export: Export) -> Iterator[OutputFile]:
        """Import the format's module and let it write; a folder's files come one at a time."""
        return cast(Exporter, import_module(f"{__name__}.{self.module}")).files(export)


TEXTS: tuple[Unit, ...] = ("article", "page", "issue")
ALTO, TEI = ("4.4", "2.1"), ("dtabf", "p5")  # versions, the one that is written unasked first
FORMATS: Mapping[str, ExportFormat] = {
    row.name: row
    for row in (
        ExportFormat("json", "file", "articles_json", "articles with headings, credits and ledger"),
        ExportFormat("txt", "file", "plain_text", "articles as plain text", TEXTS),
        ExportFormat("md", "file", "markdown", "articles as Markdown", TEXTS),
        ExportFormat("page", "folder", "pagexml.writer", "PAGE-XML 2019-07-15", ("page",)),
        ExportFormat("alto", "folder", "alto.writer", "ALTO 4.4 or 2.1", ("page",), ALTO),
        ExportFormat("hocr", "folder", "hocr.writer", "hOCR 1.2", ("page",)),
        ExportFormat("mets", "folder", "mets.writer", "METS, with ALTO and pictures", ("issue",), ALTO),
        ExportFormat("tei", "folder", "tei.writer", "TEI: DTA base format, P5", ("issue", "page"), TEI),
        ExportFormat("pdf", "folder", "pdf.writer", "searchable PDF/A-2u", ("page", "issue", "article")),
        ExportFormat("docx", "folder", "docx.writer", "Word", ("issue", "article", "page")),
        ExportFormat("iiif", "folder", "iiif.writer", "IIIF Presentation 3, with pictures", ("issue",)),
        ExportFormat("jsonld", "file", "jsonld", "schema.org NewsArticles"),
        ExportFormat("bagit", "folder", "bag", "BagIt: pictures, PAGE, METS, provenance", (), ALTO),
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
