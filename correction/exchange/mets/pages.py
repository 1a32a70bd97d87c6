"""What a METS file needs to know of the pages that were written before it.

In: a page, its ALTO file and its picture as they go out. Out: a `PageRecord`: names, sums and ids, no text and no
pixels, so that an issue of any length fits into memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from correction.exchange import OutputFile
from correction.exchange.mets.alto import AltoText
from correction.exchange.mets.issue import Composed
from correction.exchange.page_images import mime_type
from ocr.page import Item, Page, Role


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of the export; `size` None and an empty `sha256` are those of a file that is only referred to."""

    name: str
    mime: str
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of an ALTO file; `lines` are the ids of its lines. `role` None is that of a picture."""

    id: str
    role: Role | None
    item: str | None
    continues: bool = False
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A page as METS has it. `root` is the id of the Page element in its ALTO file, `ids` all ids of blocks there."""

    id: str
    text: FileRecord
    image: FileRecord | None
    root: str
    width: int
    height: int
    dpi: int | None
    language: str
    items: tuple[Item, ...]
    blocks: tuple[Block, ...]
    composed: Composed

    @property
    def ids(self) -> Collection[str]:
        """The ids in the ALTO file that METS may point to."""
        return {self.root, *self.composed, *(block.id for block in self.blocks)}


def record_file(file: OutputFile, mime: str) -> FileRecord:
    """The size and sum of a file as it is written."""
    if file.file is None:
        return FileRecord(file.name, mime, len(file.data), hashlib.sha256(file.data).hexdigest())
    with file.file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return FileRecord(file.name, mime, file.file.stat().st_size, digest)


def refer_to_scan(page: Page, name: str) -> FileRecord | None:
    """The scan that is not written: by the name it came with and its sum, where the page's boxes fit it as it is."""
    source = page.source
    if not name or source.crop or source.turn or source.frame:
        return None
    return FileRecord(name, mime_type(name), None, source.sha256)


def record_page(page: Page, text: FileRecord, image: FileRecord | None, alto: AltoText) -> PageRecord:
    """What is kept of a page."""
    names: Mapping[str, str] = alto.blocks
    blocks = [
        Block(names[r.id], r.role, r.item, r.continues, tuple(line.id for line in r.lines))
        for r in page.regions
        if r.id in names
    ]
    blocks += [Block(names[p.id], None, p.item) for p in page.pictures if p.id in names]
    return PageRecord(
        page.id,
        text,
        image,
        alto.page,
        page.width,
        page.height,
        page.dpi,
        page.language,
        page.items,
        tuple(blocks),
        alto.composed,
    )
