"""The text of a page beside a METS file: its ALTO file, and what the page's regions and pictures are called in it.

In: an `Export` and one of its pages. Out: an `AltoText`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from correction.exchange import Export
from correction.exchange.mets.issue import Composed
from correction.exchange.xml_tree import every, parse
from ocr.page import Page, new_id

_BLOCKS = ("TextBlock", "Illustration", "GraphicalElement", "ComposedBlock")
_NO_REMEDY = "export the page as ALTO to see what is wrong"


@dataclass(frozen=True, slots=True)
class AltoText:
    """An ALTO file. `page` is the id of its Page element, `blocks` those of its blocks by the ids of regions.

    `composed` has the blocks within composed ones.
    """

    data: bytes
    page: str
    blocks: Mapping[str, str]
    composed: Composed


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a page as its ALTO file names it; `untouched` says that it is the scan itself."""

    name: str
    sha256: str
    untouched: bool


def alto_text(export: Export, page: Page, number: int, label: str, picture: Picture | None = None) -> AltoText:
    """Write a page as ALTO, by the version and profile that the export asks for; `number` is its place in the issue.

    It refers to the `picture` that was written for it. A file that was imported keeps its own name for the scan, as
    long as that goes out as it is.
    """
    from correction.exchange.alto.writer import write_alto

    root = parse(write_alto(export, page, number, label), _NO_REMEDY)
    original = export.original_of(page) if export.original_of else None
    if picture and not (picture.untouched and original and original.format == "alto"):
        _refer(root, picture)
    return _named(etree.tostring(root, xml_declaration=True, encoding="UTF-8"), root, page)


def _refer(root: etree._Element, picture: Picture) -> None:
    """Name a picture in the description, and its sum where that is told."""
    for source in every(root, "sourceImageInformation"):
        for name in every(source, "fileName"):
            name.text = picture.name
        for told in every(source, "fileIdentifier"):
            told.text = picture.sha256 if told.get("fileIdentifierLocation") == "sha256" else told.text


def _named(data: bytes, root: etree._Element, page: Page) -> AltoText:
    # Regions keep their ids or, where the page was imported, have those of the file it came from, of which theirs are
    # made.
    names = [element.get("ID", "") for element in every(root, *_BLOCKS)]
    known = {name: name for name in names if name}
    for name in names:
        known |= {new_id(kind, page.id, name): name for kind in ("r", "i", "s") if name}
    named = [(one.id, new_id("r", one.id, 0)) for one in page.regions]
    named += [(one.id, new_id("i", one.id, 0)) for one in page.pictures]  # where the id is no name in XML
    blocks = {name: known[key] for name, other in named for key in (name, other) if key in known}
    name = next((element.get("ID", "") for element in every(root, "Page")), "")
    return AltoText(data, name, blocks, _composed(root))


def composed_blocks(data: bytes) -> Composed:
    """The blocks with text and pictures that stand within each composed block of an ALTO file; raises InputError.

    A page in another format has none.
    """
    return _composed(parse(data, _NO_REMEDY)) if b"ComposedBlock" in data else {}


def _composed(root: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for block in every(root, "ComposedBlock"):
        inner = tuple(each.get("ID", "") for each in every(block, "TextBlock", "Illustration"))
        if block.get("ID") and inner:
            found.setdefault(block.get("ID", ""), inner)
    return found
