"""The reading order of an ALTO file.

In: a file and its blocks as they stand in it. Out: the place of each block. ReadingOrder of ALTO 4 goes before the
chain of IDNEXT, and that before the order in which the file has the blocks.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from correction.exchange.xml_tree import child, children

Place = tuple[int, int]


def reading_places(root: etree._Element, blocks: Sequence[etree._Element]) -> list[Place]:
    """The place of each block in reading order; those that it does not name follow in the file's order."""
    named = _named_order(root) or _chained_order(blocks)
    last = len(named)
    places = []
    for i, block in enumerate(blocks):
        names = [block.get("ID"), *(line.get("ID") for line in children(block, "TextLine"))]
        places.append((min((named[name] for name in names if name in named), default=last), i))
    return places


def _named_order(root: etree._Element) -> dict[str, int]:
    order = child(root, "ReadingOrder")
    first = next(children(order, "OrderedGroup", "UnorderedGroup"), None)
    places: dict[str, int] = {}
    for member in first.iter() if first is not None else ():
        for reference in (member.get("REF") or "").split():
            places.setdefault(reference, len(places))
    return places


def _chained_order(blocks: Sequence[etree._Element]) -> dict[str, int]:
    """The order that IDNEXT gives: a block that another names comes right behind it."""
    following = {block.get("ID") or "": block.get("IDNEXT") for block in blocks}
    if not any(following.values()):
        return {}
    named = set(following.values())
    heads = [name for name in following if name not in named]
    places: dict[str, int] = {}
    for head in (*heads, *following):  # a ring has no head
        name: str | None = head
        while name is not None and name in following and name not in places:
            places[name] = len(places)
            name = following[name]
    return places
