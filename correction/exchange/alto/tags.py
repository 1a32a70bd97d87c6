"""What the tags of an ALTO file say of its blocks: their role, their item.

In: the Tags element, a block with what it stands in. Out: a `Said`. Galley's own tags go before those of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from correction.exchange.alto.terms import CONTINUES, FLOW_TAG, ROLE_TAG, item_type_of, role_of
from correction.exchange.xml_tree import child, tag
from ocr.page import Item, Role


@dataclass(frozen=True, slots=True)
class Said:
    """What tags say of a block."""

    role: Role | None = None
    item: Item | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a file by id, and the ids of those that groups of its reading order give to their members."""

    known: Mapping[str, etree._Element]
    by_group: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(root: etree._Element) -> Tags:
        """Read the Tags element of a file and what its reading order says of them."""
        parent = child(root, "Tags")
        known = {each.get("ID") or "": each for each in (parent if parent is not None else ()) if tag(each)}
        found: dict[str, tuple[str, ...]] = {}
        order = child(root, "ReadingOrder")
        for group in order.iter() if order is not None else ():
            names = tuple((group.get("TAGREFS") or "").split())
            for member in group.iter() if names else ():
                for reference in (member.get("REF") or "").split():
                    found[reference] = (*found.get(reference, ()), *names)
        return Tags(known, found)

    def of_block(self, element: etree._Element, wrappers: Sequence[etree._Element]) -> Said:
        """What is said of a block by its own tags, by its place in the reading order, and by what it stands in."""
        own = self._named(element)
        grouped = [self.known[name] for name in self.by_group.get(element.get("ID") or "", ()) if name in self.known]
        around = [(each, tags) for each in reversed(wrappers) for tags in [self._named(each)]]
        item = _item([*own, *grouped]) or next((found for _, tags in around if (found := _item(tags))), None)
        return Said(
            role=_role([*own, *grouped, *(each for _, tags in around for each in tags)]),
            item=item or next((found for each, tags in around if (found := _wrapped(each, tags))), None),
            continues=any(each.get("TYPE") == FLOW_TAG and each.get("LABEL") == CONTINUES for each in own),
        )

    def _named(self, element: etree._Element) -> list[etree._Element]:
        names = (element.get("TAGREFS") or "").split()
        return [self.known[name] for name in names if name in self.known]


def _role(named: Sequence[etree._Element]) -> Role | None:
    tags = [each for each in named if tag(each) != "NamedEntityTag"]
    ours = [each for each in tags if each.get("TYPE") == ROLE_TAG]
    for each in (*ours, *tags):
        role = role_of(each.get("TYPE") or "", each.get("LABEL") or "")
        if role:
            return role
    return None


def _item(tags: Sequence[etree._Element]) -> Item | None:
    """The item that a tag of an item's type stands for: one tag is one item."""
    for each in tags:
        kind = item_type_of(each.get("TYPE") or "")
        if kind and tag(each) == "StructureTag":
            return Item(each.get("ID") or "", kind)
    return None


def _wrapped(block: etree._Element, tags: Sequence[etree._Element]) -> Item | None:
    """The item that a composed block is: its tag only says of what kind."""
    for each in tags:
        kind = item_type_of(each.get("LABEL") or "")
        if kind and block.get("ID"):
            return Item(block.get("ID") or "", kind)
    return None
