"""A page as the browser gets it: its lines by item and paragraph, with what each says and where it stands.

In: a `Sitting`. Out: a `PageView`, which msgspec writes as JSON. Boxes are [left, top, right, bottom] in pixels of the
page image.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

import msgspec

from correction.desk.desk import Sitting
from correction.review import in_force
from ocr.page import Box, Page, TextRegion

Edges = tuple[int, int, int, int]


class MarkView(msgspec.Struct, frozen=True):
    """A reviewer's mark on a piece of a line's text, in code points; `decision` is what to undo to take it off."""

    offset: int
    length: int
    kind: str
    by: str
    decision: str


class LineView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line: `text` is the reviewed one, `read` what the engine read where that is another."""

    id: str
    box: Edges
    text: str
    read: str | None = None
    vertical: bool = False
    settled: bool = False
    glyph: float = 0.0
    marks: tuple[MarkView, ...] = ()


class ParagraphView(msgspec.Struct, frozen=True):
    """Regions whose text runs on, such as a paragraph's parts in two columns."""

    role: str
    regions: tuple[str, ...]
    lines: tuple[LineView, ...]


class ItemView(msgspec.Struct, frozen=True):
    """An article, advert or the like with its paragraphs; no id and no type is furniture."""

    id: str | None
    type: str | None
    paragraphs: tuple[ParagraphView, ...]


class RegionView(msgspec.Struct, frozen=True):
    """A region's place, in reading order."""

    id: str
    box: Edges
    role: str
    item: str | None


class DrawnView(msgspec.Struct, frozen=True):
    """A box that a person drew: its item's name, None for furniture; boxes of a later `act` go before earlier ones."""

    box: Edges
    group: str | None
    role: str | None
    act: int


class CommentView(msgspec.Struct, frozen=True):
    """What somebody remarked on lines, on the page (no lines), or when the page went to another `state`."""

    id: str
    lines: tuple[str, ...]
    text: str
    author: str
    time: str
    state: str | None = None


class PageView(msgspec.Struct, frozen=True):
    """All that the desk shows of a page at first. `version` counts its decisions."""

    id: str
    width: int
    height: int
    direction: str
    script: str
    language: str
    state: str
    assignee: str
    notes: tuple[str, ...]
    version: int
    items: tuple[ItemView, ...]
    regions: tuple[RegionView, ...]
    previous: str | None = None
    next: str | None = None
    name: str = ""
    drawn: tuple[DrawnView, ...] = ()
    comments: tuple[CommentView, ...] = ()
    base: str = ""


def view(sitting: Sitting, previous: str | None, following: str | None, name: str) -> PageView:
    """What is seen of a page, with the ids of the pages before and behind it."""
    page, entry = sitting.page, sitting.entry
    regions = tuple(RegionView(r.id, edges(r.box), r.role, r.item) for r in page.regions)
    return PageView(
        page.id,
        page.width,
        page.height,
        page.direction,
        page.script,
        page.language,
        entry.state,
        entry.assignee,
        page.notes,
        sitting.version,
        tuple(_items(sitting)),
        regions,
        previous,
        following,
        name,
        tuple(DrawnView(edges(r.box), r.group, r.role, r.act) for r in sitting.reviewed.overrides.regions),
        tuple(_comments(sitting)),
        page.base,
    )


def edges(box: Box) -> Edges:
    """A box as four numbers."""
    return box.left, box.top, box.right, box.bottom


def _comments(sitting: Sitting) -> Iterator[CommentView]:
    """Comments and remarks, the oldest first."""
    lines = {comment.decision.id: comment.lines for comment in sitting.reviewed.comments}
    for decision in in_force(sitting.log):
        if decision.id in lines:
            text = decision.value or ""
            yield CommentView(decision.id, lines[decision.id], text, decision.author, decision.time)
        elif decision.kind == "state" and decision.remark:
            yield CommentView(decision.id, (), decision.remark, decision.author, decision.time, decision.value)


def _items(sitting: Sitting) -> Iterator[ItemView]:
    """The items in the order in which they begin on the page; furniture that stands together is one."""
    page = sitting.page
    types: Mapping[str | None, str] = {item.id: item.type for item in page.items}
    for item, regions in _by_item(page):
        yield ItemView(item, types.get(item), tuple(_paragraphs(sitting, regions)))


def _by_item(page: Page) -> Iterator[tuple[str | None, list[TextRegion]]]:
    """Regions by item, each item where its first region is read."""
    seen: dict[str, list[TextRegion]] = {}
    order: list[tuple[str | None, list[TextRegion]]] = []
    for item, run in groupby(page.regions, key=lambda region: region.item):
        if item is not None and item in seen:
            seen[item].extend(run)
            continue
        regions = list(run)
        order.append((item, regions))
        if item is not None:
            seen[item] = regions
    yield from order


def _paragraphs(sitting: Sitting, regions: list[TextRegion]) -> Iterator[ParagraphView]:
    parts: list[list[TextRegion]] = []
    for region in regions:
        if region.continues and parts and parts[-1][-1].role == region.role:
            parts[-1].append(region)
        else:
            parts.append([region])
    for part in parts:
        lines = tuple(_line(sitting, line.id) for region in part for line in region.lines)
        yield ParagraphView(part[0].role, tuple(region.id for region in part), lines)


def _line(sitting: Sitting, line_id: str) -> LineView:
    line = sitting.lines[line_id]
    text, read = sitting.text_of(line_id), sitting.page.text_of(line_id)
    return LineView(
        line_id,
        edges(line.box),
        text,
        None if text == read else read,
        line.direction == "vertical",
        line_id in sitting.reviewed.texts,
        round(line.glyph, 1),
        tuple(MarkView(m.offset, m.length, m.kind, m.by, m.decision) for m in sitting.reviewed.marks.get(line_id, ())),
    )
