"""Lines in their places: in reading order, each with its role, its item and its column.

In: what the walk found. Out: the same with each item's lines together, and with a person's roles and items.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ocr.layout.sheet import Entry
from ocr.page import Box, Role, new_id

_ITEM = re.compile(r"a_[0-9a-f]{12}")  # as `new_id` names items, of this page alone


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in reading order with its role, its item (None: furniture) and its column.

    `after_rule` says that a rule is above it, `table` that it stands in a table; `beside` is the inset, or the
    part of a picture or frame, that takes up the start or the end of its row; `interrupted` says that it is an inset.
    """

    entry: Entry
    role: Role
    item: str | None
    column: int
    after_rule: bool = False
    table: bool = False
    beside: Box | None = None
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Island:
    """A part of the page that is laid out apart, with its box in the reading frame.

    What stands in a frame has its placed lines and the items of its pictures; a table has its entries, row by row, and
    belongs to the item around it.
    """

    box: Box
    placed: Sequence[Placed] = ()
    pictures: Mapping[int, str] = field(default_factory=dict)
    table: Sequence[Entry] = ()


def contiguous(placed: list[Placed]) -> list[Placed]:
    """Bring the lines of each item together at the place of its first line; furniture keeps its place."""
    first: dict[str, int] = {}
    for i, line in enumerate(placed):
        if line.item is not None:
            first.setdefault(line.item, i)
    order = sorted(range(len(placed)), key=lambda i: (first.get(placed[i].item or "", i), i))
    return [placed[i] for i in order]


def retag(placed: list[Placed], roles: Mapping[str, Role], items: Mapping[str, str | None]) -> list[Placed]:
    """Put a person's roles and items over the automatic ones, by line id; a line's id names the item that it is in."""
    items = _named(placed, items)
    # The name of an item that is there means that item, and so does the id of one that was imported. A new one is told
    # by its lines, for another page may use the same name for another item.
    known = {line.item for line in placed}

    def called(name: str) -> str:
        if name in known or _ITEM.fullmatch(name):
            return name
        return new_id("a", name, *sorted(line for line, item in items.items() if item == name))

    names = {name: called(name) for name in items.values() if name is not None}
    result = []
    for line in placed:
        key = line.entry.line.id
        role = roles.get(key, line.role)
        item = line.item
        if key in items:
            name = items[key]
            item = names[name] if name is not None else None
        elif roles.get(key) == "furniture":
            item = None
        elif key in roles and item is None:
            item = new_id("a", key)
        if item is None:
            role = "furniture"
        elif role == "furniture":
            role = roles.get(key, "body")
        result.append(replace(line, role=role, item=item))
    return result


def _named(placed: list[Placed], items: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """The items of lines, where another line names one by the name of that line's item."""
    found = {line.entry.line.id: line.item for line in placed}
    named: dict[str, str | None] = {}
    for line, name in items.items():
        met = {line}
        while name in found and name not in met:
            met.add(name)
            name = items[name] if name in items else found[name]
        named[line] = name
    return named


def box_of(lines: list[Placed]) -> Box:
    """The box around placed lines, on the page."""
    return Box.around(p.entry.line.box for p in lines)
