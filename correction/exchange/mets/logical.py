"""The logical map of an exported issue: its articles, each with the blocks of ALTO files that it is made of.

In: articles, the records of pages, the ids of their files, the METS file that the issue was imported from, if any.
Out: `Placed` articles in order and the divs that say them. An article that is as it was imported has the divs that it
had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from correction.article import Article
from correction.exchange.mets.issue import Composed, MetsArticle, MetsPart, spread
from correction.exchange.mets.original import OriginalMets, copied, without_pointers
from correction.exchange.mets.pages import Block, PageRecord
from correction.exchange.mets.terms import DIVS, ITEM_DIVS, add
from ocr.page import HEADING_ROLES, ItemType, Role


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block with the id of its file; those of one paragraph have the same `group`."""

    file: str
    block: Block
    group: int


@dataclass(slots=True)
class Placed:
    """An article with its blocks in order; `article` is None for an item without text.

    `was` is what was imported, `parts` are its pieces with composed blocks spread out.
    """

    id: str
    type: ItemType
    article: Article | None = None
    was: MetsArticle | None = None
    parts: tuple[MetsPart, ...] = ()
    blocks: list[PlacedBlock] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is called: as imported, else its headline in one line."""
        return (self.was.title if self.was else "") or " ".join(
            (self.article.headline or "").split() if self.article else ()
        )

    @property
    def is_unchanged(self) -> bool:
        """Whether its type, its blocks with their order and roles are those of the imported file."""
        if self.was is None or self.was.type != self.type:
            return False
        pictures = {(each.file, each.block.id) for each in self.blocks if each.block.role is None}
        then = [(part.file, part.begin, part.role) for part in self.parts if (part.file, part.begin) not in pictures]
        now = [(each.file, each.block.id, each.block.role) for each in self.blocks if each.block.role is not None]
        shown = {(part.file, part.begin) for part in self.parts} & pictures
        return then == now and shown == pictures


def place_articles(
    articles: Iterable[Article], pages: Sequence[PageRecord], files: Mapping[str, str], original: OriginalMets | None
) -> list[Placed]:
    """The articles of an issue by their first block, with all their blocks on its pages.

    `files` are the ids of the pages' ALTO files. An article that goes on under another id on another page is one.
    """
    several = list(articles)
    of_line = {line: article for article in several for line in article.lines}
    by_id = {article.id: article for article in reversed(several)}  # of parts on several pages the first has the title
    owners: dict[str, str] = {}
    for block in (block for page in pages for block in page.blocks if block.item):
        article = next((of_line[line] for line in block.lines if line in of_line), None)
        if article is not None and block.item:
            owners.setdefault(block.item, article.id)
    found: dict[str, Placed] = {}
    types = {item.id: item.type for page in pages for item in page.items}
    groups = _Groups(several, original)
    composed = {files[page.id]: page.composed for page in pages}
    for page in pages:
        for block in page.blocks:
            if block.item is None:
                continue
            name = owners.get(block.item, block.item)
            article = by_id.get(name)
            was = original.articles.get(name) if original else None
            kind = article.type if article else types.get(name, "article")
            if name not in found:
                found[name] = Placed(name, kind, article, was, tuple(_spread(was, composed)) if was else ())
            placed = found[name]
            placed.blocks.append(groups.place(files[page.id], block, placed.blocks))
    return list(found.values())


def _spread(article: MetsArticle, composed: Mapping[str, Composed]) -> Iterator[MetsPart]:
    for part in article.parts:
        yield from spread(part, composed.get(part.file, {}))


class _Groups:
    """Which blocks are of one paragraph: those that go on, also from page to page as the text has been joined."""

    def __init__(self, articles: Iterable[Article], original: OriginalMets | None) -> None:
        parts = (part for article in articles for part in article.paragraphs)
        self._paragraphs = {line: number for number, part in enumerate(parts) for line in part.lines}
        known = original.issue.articles if original else ()
        self._then = {(part.file, part.begin): part.group for article in known for part in article.parts}
        self._count = 0

    def place(self, file: str, block: Block, before: Sequence[PlacedBlock]) -> PlacedBlock:
        last = next((each for each in reversed(before) if each.block.role is not None), None)
        if block.role is not None and last and last.block.role == block.role and self._goes_on(file, block, last):
            return PlacedBlock(file, block, last.group)
        self._count += 1
        return PlacedBlock(file, block, self._count)

    def _goes_on(self, file: str, block: Block, last: PlacedBlock) -> bool:
        now, then = self._then.get((file, block.id)), self._then.get((last.file, last.block.id))
        if now is not None and then is not None:
            return now == then
        if block.continues:
            return True
        ends = [self._paragraphs.get(lines[at]) for lines, at in ((block.lines, 0), (last.block.lines, -1)) if lines]
        return len(ends) == 2 and ends[0] is not None and ends[0] == ends[1]


def write_articles(
    parent: etree._Element, placed: Sequence[Placed], original: OriginalMets | None, files: Sequence[str]
) -> Iterator[tuple[Placed, etree._Element]]:
    """Add the div of each article; gives them, for whoever names and describes them."""
    for article in placed:
        old = original.div(article.was.id) if original and article.was else None
        if old is not None and article.is_unchanged:
            div = without_pointers(copied(old), files)
            parent.append(div)
        else:
            div = _article(parent, article)
            for key, value in old.attrib.items() if old is not None else ():
                if str(key) not in div.attrib:
                    div.set(str(key), str(value))
        yield article, div


def write_furniture(parent: etree._Element, pages: Sequence[PageRecord], files: Mapping[str, str]) -> None:
    """Add a div for each page's blocks in no article: the masthead, or running titles and page numbers."""
    for place, page in enumerate(pages):
        blocks = [block for block in page.blocks if block.item is None and block.role == "furniture"]
        if blocks:
            div = add(parent, "div", TYPE="RUNNING_TITLE" if place else "TITLE_SECTION")
            for block in blocks:
                _point(add(div, "div", TYPE="TEXT"), files[page.id], block)


def _article(parent: etree._Element, placed: Placed) -> etree._Element:
    div = add(parent, "div", TYPE=ITEM_DIVS[placed.type], LABEL=placed.title or None)
    order = 0
    for is_heading, several in groupby(placed.blocks, key=_heads(placed.blocks)):
        part = add(div, "div", TYPE="HEADING" if is_heading else "BODY")
        inner = part if is_heading else add(part, "div", TYPE="BODY_CONTENT")
        for (role, _), blocks in groupby(several, key=lambda each: (each.block.role, each.group)):
            order += role == "body"
            _group(inner, role, list(blocks), order)
    return div


def _heads(blocks: Sequence[PlacedBlock]) -> Callable[[PlacedBlock], bool]:
    """Whether a block stands in a heading: one that is of its stack, or a credit before any text."""
    first = next(
        (place for place, each in enumerate(blocks) if each.block.role in ("body", "subhead", None)), len(blocks)
    )
    early = {id(each) for each in blocks[:first] if each.block.role == "credit"}
    return lambda each: each.block.role in HEADING_ROLES or id(each) in early


def _group(parent: etree._Element, role: Role | None, blocks: Sequence[PlacedBlock], order: int) -> None:
    if role is None:
        parent = add(parent, "div", TYPE="ILLUSTRATION")
    kind = "IMAGE" if role is None else DIVS[role]
    div = add(parent, "div", TYPE=kind, ORDER=str(order) if kind == "PARAGRAPH" else None)
    for each in blocks:
        _point(add(div, "div", TYPE="TEXT") if kind == "PARAGRAPH" else div, each.file, each.block)


def _point(div: etree._Element, file: str, block: Block) -> None:
    add(add(div, "fptr"), "area", FILEID=file, BETYPE="IDREF", BEGIN=block.id)
