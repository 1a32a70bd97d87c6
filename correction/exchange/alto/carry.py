"""What of an imported ALTO file is not known here, on its way into the file that is written.

In: the new document, its elements with those that they come from. Out: the new document, with what the schema has a
place for at its place, and the rest in tags of the type `carried`.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from correction.exchange.alto.head import Builder
from correction.exchange.alto.layout import KINDS
from correction.exchange.alto.mend import mend
from correction.exchange.alto.original import Imported
from correction.exchange.alto.terms import CARRIED_TAG, NEWEST
from correction.exchange.alto.vocabulary import (
    SPACES,
    TAGGED,
    fits,
    has_place,
    is_own_tag,
    vocabulary,
)
from correction.exchange.carrying import carry
from correction.exchange.xml_names import is_name
from correction.exchange.xml_tree import child, every, tag
from ocr.page import new_id

Place = tuple[int, int]
FIRST: Place = (-2, 0)
LAST: Place = (10**9, 0)


class Carried:
    """Collects pairs of new and old elements and carries all that is left over."""

    def __init__(
        self, root: etree._Element, build: Builder, version: str, imported: Imported | None, *, nested: bool
    ) -> None:
        self.root, self.build, self.version, self.imported, self.nested = root, build, version, imported, nested
        self.pairs: list[tuple[etree._Element, etree._Element]] = []
        self._homeless: list[tuple[etree._Element, str, str]] = []
        tags = child(imported.root, "Tags") if imported else None
        # Tags of items are written anew, by what the items are now.
        self._ours = {each.get("ID") for each in (tags if tags is not None else ()) if tag(each) and is_own_tag(each)}
        items = {block.item.id for block in imported.laid.blocks if block.item} if imported else set()
        self._ours |= items

    def pair(self, new: etree._Element, old: etree._Element | None) -> None:
        """Say what an element of the file comes from."""
        if old is not None:
            self.pairs.append((new, old))

    def pair_space(self, space: etree._Element) -> etree._Element | None:
        """The print space of the imported file, which is paired with the new one."""
        old = child(self.imported.laid.element, "PrintSpace") if self.imported else None
        self.pair(space, old)
        return old

    def value(self, old: etree._Element | None, key: str) -> str | None:
        """An attribute of the imported file, where it has it and the schema takes its value."""
        said = old.get(key) if old is not None else None
        return said if said and old is not None and fits(tag(old), key, said) else None

    def foreign_tags(self, old: etree._Element) -> list[str]:
        """The tags that an element of the imported file has and that are not written anew."""
        return [name for name in (old.get("TAGREFS") or "").split() if name not in self._ours and is_name(name)]

    def carry(self) -> None:
        """Bring over what is left; without an imported file nothing is."""
        if self.imported is None:
            return
        self._pair_heads(self.imported.root)
        words = vocabulary(self.version, self._keep, self._is_own, nested=self.nested)
        order = self._block_order()
        carry(self.root, self.pairs, words)
        self._sort(order)
        self._tag_homeless()
        mend(self.root, self.version)

    def _block_order(self) -> dict[etree._Element, Place]:
        """The places of the blocks: pictures and rules stand behind the text that they stood behind."""
        homes = {old: new for new, old in self.pairs}
        places: dict[etree._Element, Place] = {}
        for new in every(self.root, "TextBlock"):
            places[new] = (len(places), 0)
        last: Place = (-1, 0)
        for old in every(self.imported.laid.element, *KINDS) if self.imported else ():
            found = homes.get(old)
            if found is not None and tag(found) == "TextBlock":
                last = places[found]
            elif found is not None:
                last = (last[0], last[1] + 1)
                places[found] = last
        return places

    def _sort(self, places: dict[etree._Element, Place]) -> None:
        """Put blocks that were carried, and those in them, into the order of the text."""
        for parent in list(every(self.root, "ComposedBlock", *SPACES))[::-1]:
            if len(parent) > 1:
                keys = {each: _first(each, places) for each in parent}
                parent[:] = sorted(parent, key=lambda each: keys[each])

    def _pair_heads(self, old: etree._Element) -> None:
        known = {element for element, _ in self.pairs}
        for path in (("Description",), ("Description", "sourceImageInformation"), ("Tags",)):
            new_one: etree._Element | None = self.root
            old_one: etree._Element | None = old
            for name in path:
                new_one = child(new_one, name) if new_one is not None else None
                old_one = child(old_one, name) if old_one is not None else None
            if old_one is not None and new_one is None and path == ("Tags",):
                new_one = self._tags()
            if new_one is not None and new_one not in known:
                self.pair(new_one, old_one)

    def _is_own(self, element: etree._Element) -> bool:
        return is_own_tag(element) or element.get("ID") in self._ours or self._is_said(element)

    def _is_said(self, element: etree._Element) -> bool:
        """Whether the new file says of its image what the imported one says."""
        if tag(element) not in ("fileName", "fileIdentifier"):
            return False
        return any((each.text or "").strip() == (element.text or "").strip() for each in every(self.root, tag(element)))

    def _keep(self, element: etree._Element, name: str, value: str) -> bool:
        # What only the newest version has a place for is lost in an older one: it is not worth a tag for every letter.
        is_new = has_place(NEWEST, tag(element), name) and not has_place(self.version, tag(element), name)
        if not is_new and name != "ID":
            self._homeless.append((element, name, value))
        return True

    def _tag_homeless(self) -> None:
        for i, (element, name, value) in enumerate(self._homeless):
            tags = self._tags()
            label = f"{tag(element)}/@{name}"
            key = new_id("x", CARRIED_TAG, i, label)
            self.build.add(tags, "OtherTag", ID=key, TYPE=CARRIED_TAG, LABEL=label, DESCRIPTION=value)
            if tag(element) in TAGGED:
                element.set("TAGREFS", " ".join([*(element.get("TAGREFS") or "").split(), key]))

    def _tags(self) -> etree._Element:
        tags = child(self.root, "Tags")
        if tags is None:
            tags = self.build.add(self.root, "Tags")
            before = [each for each in self.root if tag(each) in ("Description", "Styles")]
            self.root.insert(len(before), tags)
        return tags


def _first(element: etree._Element, places: Mapping[etree._Element, Place]) -> Place:
    """The place of the first block in an element, or of itself."""
    if tag(element) == "Shape":
        return FIRST
    return min((places[each] for each in every(element, *KINDS) if each in places), default=LAST)
