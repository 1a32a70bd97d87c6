"""The METS file that an issue was imported from, for what its export keeps of it.

In: the file's bytes, and the pages as they are written. Out: which page of the file each of them is, and copies of
elements: descriptions, rights and technical data, articles that are as they were.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import PurePath

from lxml import etree

from correction.exchange import Original
from correction.exchange.mets.issue import MetsArticle, MetsPage
from correction.exchange.mets.pages import PageRecord
from correction.exchange.mets.reader import logical_divs, read_mets
from correction.exchange.mets.terms import METS
from correction.exchange.xml_tree import child, children, every, parse, tag
from ocr.errors import InputError

_POINTERS = ("fptr", "area")


class OriginalMets:
    """An imported METS file beside the pages that come from it; `sections` are its descriptive sections by id."""

    def __init__(self, data: bytes, name: str = "") -> None:
        self.root = parse(data, "")
        self.name = name
        self.issue = read_mets(data)
        self.articles: Mapping[str, MetsArticle] = {self.issue.item_id(each): each for each in self.issue.articles}
        self.ids = {str(element.get("ID")) for element in self.root.iter() if element.get("ID")}
        self.sections = {section.get("ID", ""): section for section in children(self.root, "dmdSec")}
        self._divs = {div.get("ID", ""): div for div in every(self.root, "div")}
        self._parts: dict[str, set[str]] = {}
        for part in (part for article in self.issue.articles for part in article.parts):
            self._parts.setdefault(part.file, set()).add(part.begin)

    @staticmethod
    def of(original: Original | None) -> OriginalMets | None:
        """The METS file that a page's issue came from; None where there is none, or it cannot be read any more."""
        if original is None or original.issue is None:
            return None
        data = original.issue.data
        try:
            found = OriginalMets(data, original.issue.name)
        except InputError:
            return None
        return found if etree.QName(found.root).namespace == METS else None

    def is_renamed(self, title: str) -> bool:
        """Whether an issue's title is one that a person gave it: neither the file's nor the name of the file."""
        return bool(title) and title not in (self.issue.title, PurePath(self.name).stem)

    def match(self, pages: Sequence[PageRecord]) -> dict[str, MetsPage]:
        """Which of its pages those of an issue are, by their ids: the one at the same place, or whose blocks they have.

        Each is given once.
        """
        free = list(self.issue.pages)
        found: dict[str, MetsPage] = {}
        for place, page in enumerate(pages):
            if len(pages) == len(self.issue.pages) and self._fits(self.issue.pages[place], page):
                found[page.id] = self.issue.pages[place]
                free.remove(self.issue.pages[place])
        for page in pages:
            same = [each for each in free if self._fits(each, page) and self._parts_of(each)]
            if page.id not in found and same:
                found[page.id] = max(same, key=lambda each: len(self._parts_of(each) & set(page.ids)))
                free.remove(found[page.id])
        return found

    def _fits(self, page: MetsPage, record: PageRecord) -> bool:
        """Whether the blocks that the file's articles have on a page are on that one, some of them at least."""
        parts = self._parts_of(page)
        return bool(parts & set(record.ids)) if parts else True

    def _parts_of(self, page: MetsPage) -> set[str]:
        named = self._parts.get(page.text.id, set()) if page.text else set()
        return {name for name in (*named, page.begin) if name}

    def div(self, name: str) -> etree._Element | None:
        """The div of an id."""
        return self._divs.get(name) if name else None

    def file(self, name: str) -> etree._Element | None:
        """The file element of an id."""
        return next((each for each in every(self.root, "file") if each.get("ID") == name), None)

    def copies(self, name: str) -> Iterator[etree._Element]:
        """Copies of its sections of one name, in their order."""
        return (copied(section) for section in children(self.root, name))

    def header(self) -> etree._Element | None:
        """Its metsHdr."""
        return child(self.root, "metsHdr")

    def logical_map(self, known: Collection[str]) -> etree._Element | None:
        """A copy of its logical map, without pointers to files that are not among those of these ids."""
        tops = logical_divs(self.root)
        if len(tops) != 1:
            return None
        parent = tops[0].getparent()
        return without_pointers(copied(parent), known) if parent is not None else None


def copied(element: etree._Element) -> etree._Element:
    """A copy that stands for itself, white space around it left out."""
    copy = deepcopy(element)
    copy.tail = None
    for inner in copy.iter():
        if len(inner) and not (inner.text or "").strip():
            inner.text = None
        if not (inner.tail or "").strip():
            inner.tail = None
    return copy


def without_pointers(copy: etree._Element, known: Collection[str]) -> etree._Element:
    """Take out what points to files that are not there, and what is left empty by that."""
    for pointer in list(every(copy, *_POINTERS)):
        if pointer.get("FILEID") and pointer.get("FILEID") not in known:
            _remove(pointer)
    for name in ("par", "seq", "fptr"):
        for group in list(every(copy, name)):
            if not len(group) and not group.get("FILEID"):
                _remove(group)
    return copy


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None and tag(parent):
        parent.remove(element)
