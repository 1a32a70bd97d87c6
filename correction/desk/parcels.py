"""What a person takes home: articles or pages of a project in a format, as one file to download.

In: a `Wanted`. Out: an `Export` for a look at it, or a `Parcel`; the files of a folder format come in one zip, which
is the same byte for byte as long as the project is.
"""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from correction.exchange import Export, OutputFile, find_format
from correction.issues.page_ranges import read_ranges
from correction.proof import choose, prove
from correction.store import REVIEW_STATES, LibraryQuery, PageState, Project
from ocr.errors import UsageError

IN_MEMORY = 16 << 20  # bytes of a parcel; a larger one waits on disk
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the time of every file in a zip, the earliest that it knows
_KINDS = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to go out. `pages` is typed as p000001-p000008 p000012; what is empty bounds nothing."""

    format: str = "md"
    pages: str = ""
    title: str = ""
    issue: str = ""
    state: str = ""
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to download: its name, its media type and its bytes, to be read from the start and closed."""

    name: str
    media: str
    data: IO[bytes]


def pages_of(project: Project, wanted: Wanted) -> list[str]:
    """The pages that were read and are wanted, in order of arrival; raises UsageError where there are none."""
    states = (cast(PageState, wanted.state),) if wanted.state else REVIEW_STATES
    query = LibraryQuery(wanted.title or None, wanted.issue or None, states, limit=None)
    rows = [row.entry for row in project.library(query).rows if row.entry.was_read]
    if wanted.pages.strip():
        named = set(read_ranges(wanted.pages.split(), [entry.id for entry in project.pages()]))
        rows = [entry for entry in rows if entry.id in named]
    if not rows:
        raise UsageError("no page that was read is among these", "choose other pages, another issue or state")
    return [entry.id for entry in rows]


def gather(project: Project, wanted: Wanted, most: int | None = None) -> Export:
    """The pages and proven articles that are wanted, of `most` pages at most; raises UsageError for none."""
    export = prove(project, pages_of(project, wanted)[:most])
    there = {article.id for article in export.articles}
    kept = [article for article in wanted.chosen if article in there]
    return choose(export, kept) if kept else export


def pack(project: Project, wanted: Wanted) -> Parcel:
    """Write what is wanted; raises UsageError for no format or nothing to write."""
    kind = find_format(wanted.format)
    export = gather(project, replace(wanted, format=kind.name))
    data: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # whoever sends the parcel closes it
    stem = _stem(project.root.name, export)
    if kind.target == "file":
        for file in kind.files(export):
            _pour(file, data)
        name, media = f"{stem}.{kind.name}", _KINDS.get(kind.name, "application/octet-stream")
    else:
        with zipfile.ZipFile(data, "w") as archive:
            for file in kind.files(export):
                with archive.open(_entry(file.name), "w", force_zip64=True) as place:
                    _pour(file, place)
        name, media = f"{stem}-{kind.name}.zip", "application/zip"
    data.seek(0)
    return Parcel(name, media, data)


def _pour(file: OutputFile, place: IO[bytes]) -> None:
    """Write a file's bytes; what waits on disk goes over piece by piece, and is removed."""
    if file.file is None:
        place.write(file.data)
        return
    try:
        with file.file.open("rb") as stream:
            shutil.copyfileobj(stream, place)
    finally:
        file.file.unlink(missing_ok=True)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, BEGINNING)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _stem(project: str, export: Export) -> str:
    """What the file is called: by the project and the pages that it begins and ends with."""
    ids = export.page_ids
    own = project.removesuffix(".galley") or "galley"
    return "-".join(dict.fromkeys((own, *ids[:1], *ids[-1:])))
