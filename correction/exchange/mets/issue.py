"""An issue as METS describes it, as data: what its files are, which pages it has, what its articles are made of.

In: nothing. Out: frozen dataclasses that `correction.exchange.mets.reader` gives and `structure` lays over pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.page import Box, ItemType, Role, new_id


@dataclass(frozen=True, slots=True)
class MetsFile:
    """A file of the issue. `href` is as written; `checksum` in lower case, `checksum_type` as METS names it."""

    id: str
    href: str
    mime: str = ""
    use: str = ""
    checksum: str = ""
    checksum_type: str = ""
    size: int | None = None

    @property
    def sha256(self) -> str:
        """The sha256 that is stated; empty where it is another sum or none."""
        return self.checksum if self.checksum_type.upper().replace("-", "") == "SHA256" else ""


@dataclass(frozen=True, slots=True)
class MetsPage:
    """A page in the order of the physical map. `order` and `label` (as printed) are what METS says, else None and "".

    `text` is its ALTO file, `begin` the element that METS names in it; `images` are its pictures, the best first.
    """

    id: str
    order: int | None = None
    label: str = ""
    text: MetsFile | None = None
    begin: str = ""
    images: tuple[MetsFile, ...] = ()


@dataclass(frozen=True, slots=True)
class MetsPart:
    """A piece of an article: an element `begin` (to `end`, where it says one) of a text file, or an area of the page.

    `file` is the id of a `MetsFile`; neither `begin` nor `box` means the whole page. Pieces of one paragraph or
    heading have the same `group`. `picture` says that METS calls it an illustration.
    """

    role: Role
    file: str
    begin: str = ""
    end: str = ""
    box: Box | None = None
    group: int = 0
    picture: bool = False


Composed = Mapping[str, Sequence[str]]
"""The blocks that stand within composed ones of a text file, by the ids of these."""


def spread(part: MetsPart, composed: Composed) -> Iterator[MetsPart]:
    """A piece that names a composed block as pieces that name the blocks within, each a paragraph of its own."""
    members = composed.get(part.begin, ()) if not part.end else ()
    for place, name in enumerate(members):
        yield replace(part, begin=name, group=part.group if not place else -1)
    if not members:
        yield part


@dataclass(frozen=True, slots=True)
class MetsArticle:
    """An item of the logical map; `id` is its div's ID, `parts` are in reading order."""

    id: str
    type: ItemType = "article"
    title: str = ""
    parts: tuple[MetsPart, ...] = ()


@dataclass(frozen=True, slots=True)
class MetsIssue:
    """An issue. `date` is a day in ISO 8601 or None; `edition`, `label` (its number) and `language` are as written.

    `loose` are pieces in no article: mastheads, headings over several articles. `digest` tells this METS file from
    others. `notes` are words for people on what was amiss.
    """

    title: str
    date: str | None = None
    edition: str = ""
    label: str = ""
    language: str = ""
    pages: tuple[MetsPage, ...] = ()
    articles: tuple[MetsArticle, ...] = ()
    loose: tuple[MetsPart, ...] = ()
    digest: str = ""
    notes: tuple[str, ...] = ()

    def item_id(self, article: MetsArticle) -> str:
        """The id of an article as an item of pages, the same on each of them."""
        return new_id("a", "mets", self.digest, article.id)

    def page_of(self, file: str) -> MetsPage | None:
        """The page whose text is the file with this id."""
        return next((page for page in self.pages if page.text and page.text.id == file), None)
