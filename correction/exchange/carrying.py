"""What a reader does not know of an imported file is kept and written again.

In: a new document, pairs of its elements with those of the imported file that they stem from, and the `Vocabulary` of
the format: what its writer writes itself, and where the schema wants the rest. Out: the new document, with every
attribute and child that the writer does not know at its place in it. Elements of the file's own namespace take the
new document's, those of others stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from correction.exchange.xml_tree import tag
from ocr.page import new_id

Homeless = Callable[[etree._Element, str, str], bool]
"""Keeps what the schema has no place for at an element of the new document: takes the element, a name, and the value
of an attribute or the XML of a child. False says that it cannot, and the thing is kept where it stood."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the elements with one name.

    `attributes` and `children` are those that the writer writes, or leaves out, by itself. `order` is the schema's
    sequence of children, alternatives parted by `|`; `allowed` are the schema's attributes. None says of either that
    nothing is known to be without a place.
    """

    attributes: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    order: tuple[str, ...] | None = None
    allowed: frozenset[str] | None = None

    def rank(self, name: str) -> int | None:
        """The place of a child in the sequence; None for one that has none."""
        return next((i for i, names in enumerate(self.order or ()) if name in names.split("|")), None)


UNKNOWN = Known()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a format's writer knows, by the local names of elements.

    `taken` are elements that a reader takes over wherever they stand: one without a pair was given up, and does not
    come back inside a parent that is carried. With `nested`, one with a pair is moved from where it was written to
    where it stood in such a parent; else it stays. `ids` are the attributes that name an element, `references` those
    that hold such names. `own` tells a child of the file that this writer wrote, and writes anew, though others use
    its name too. `fits` takes the name of an element, one of its attributes and a value, and says whether the schema
    takes that value there.
    """

    elements: Mapping[str, Known]
    taken: frozenset[str] = frozenset()
    nested: bool = False
    ids: frozenset[str] = frozenset({"id", "ID"})
    references: frozenset[str] = frozenset()
    own: Callable[[etree._Element], bool] = field(default=lambda _: False)
    fits: Callable[[str, str, str], bool] = field(default=lambda *_: True)
    homeless: Homeless = field(default=lambda *_: False)

    def of(self, element: etree._Element) -> Known:
        """What is known of an element."""
        return self.elements.get(tag(element), UNKNOWN)


def carry(new: etree._Element, pairs: Iterable[tuple[etree._Element, etree._Element]], vocabulary: Vocabulary) -> None:
    """Copy into a new document (its root) what its writer does not know of the file that it stems from.

    `pairs` are elements of the new document, each with the element of the file that it comes from. An attribute that
    is there already stays; a child is put where the schema's sequence asks, else last. Carried ids that the document
    has already are replaced, and so are the references to them.
    """
    every = list(pairs)
    if every:
        _Carrier(new, every, vocabulary).carry()


class _Carrier:
    """One document on its way: the pairs, the ids that are taken, what was copied."""

    def __init__(
        self, new: etree._Element, pairs: list[tuple[etree._Element, etree._Element]], vocabulary: Vocabulary
    ) -> None:
        self.pairs, self.words, self.root = pairs, vocabulary, new
        self.homes = {old: element for element, old in pairs}
        self.namespace = etree.QName(new).namespace
        file = pairs[0][1].getroottree().getroot()
        self.was = etree.QName(file).namespace
        self.main = f"{{{self.was}}}" if self.was else ""
        self.taken = {element.get(name) for element in new.iter() for name in vocabulary.ids if element.get(name)}
        self.renamed: dict[str, str] = {}
        self.copies: list[etree._Element] = []

    def carry(self) -> None:
        for new, old in self.pairs:
            self._name_pair(new, old)
        for new, old in self.pairs:
            self._attributes(new, old)
            self._children(new, old)
        self._refer()
        etree.cleanup_namespaces(self.root)

    def _name_pair(self, new: etree._Element, old: etree._Element) -> None:
        for name in self.words.ids:
            was, now = old.get(name), new.get(name)
            if was and now and was != now:
                self.renamed.setdefault(was, now)

    def _attributes(self, new: etree._Element, old: etree._Element) -> None:
        known = self.words.of(old)
        for key, value in old.attrib.items():
            if key in known.attributes or key in self.words.ids or key in new.attrib:
                continue
            self._attribute(new, str(key), str(value), known)
            if key in self.words.references:
                self.copies.append(new)

    def _attribute(self, new: etree._Element, key: str, value: str, known: Known) -> None:
        placed = known.allowed is None or (key in known.allowed and self.words.fits(tag(new), key, value))
        if placed or not self.words.homeless(new, key, value):
            new.set(key, value)

    def _children(self, new: etree._Element, old: etree._Element) -> None:
        known = self.words.of(old)
        for child in old:
            name = tag(child)
            if name and child not in self.homes and not (self._is_main(child) and self._is_known(child, name, known)):
                self._carry(new, child, known)

    def _is_known(self, child: etree._Element, name: str, known: Known) -> bool:
        return name in known.children or name in self.words.taken or self.words.own(child)

    def _is_main(self, old: etree._Element) -> bool:
        """Whether an element of the file is in the file's own namespace."""
        return str(old.tag).startswith(self.main) if self.main else not str(old.tag).startswith("{")

    def _carry(self, parent: etree._Element, old: etree._Element, known: Known) -> None:
        """Copy a child of the file to where the schema's sequence wants it; where it wants none, it is homeless."""
        if not tag(old):
            parent.append(deepcopy(old))
        elif old in self.homes:
            if self.words.nested:
                self._put(parent, self.homes[old], known)
        elif not (self._is_main(old) and tag(old) in self.words.taken):
            homeless = known.order is not None and not (self._is_main(old) and known.rank(tag(old)) is not None)
            if homeless and not (self.words.nested and any(inner in self.homes for inner in old.iter())):
                self._settle(parent, old)
                return
            copy = self._named_anew(old)
            self._put(parent, copy, known)
            self._fill(copy, old)

    def _settle(self, parent: etree._Element, old: etree._Element) -> None:
        """Keep a child that has no place; where its parent has none for such things either, it stays where it was."""
        copy = self._named_anew(old)
        self._fill(copy, old)
        name = tag(old) if self._is_main(old) else str(old.tag)
        if not self.words.homeless(parent, name, _written(copy).decode()):
            parent.append(copy)

    def _put(self, parent: etree._Element, child: etree._Element, known: Known) -> None:
        rank = known.rank(tag(child)) if etree.QName(child).namespace == self.namespace else None
        if rank is None:
            parent.append(child)
            return
        ranks = [known.rank(tag(each)) for each in parent]
        parent.insert(next((i for i, each in enumerate(ranks) if each is None or each > rank), len(ranks)), child)

    def _named_anew(self, old: etree._Element) -> etree._Element:
        """An empty element of the same name, in the new document's namespace if it stood in the file's own."""
        namespace = self.namespace if self._is_main(old) else etree.QName(old).namespace
        prefixes: dict[str | None, str] = {
            prefix: uri for prefix, uri in old.nsmap.items() if uri not in (self.was, self.namespace)
        }
        if namespace == self.namespace:
            prefixes[None] = namespace or ""
        name = f"{{{namespace}}}{tag(old)}" if namespace else tag(old)
        return etree.Element(name, nsmap={p: u for p, u in prefixes.items() if u})  # type: ignore[misc]

    def _fill(self, copy: etree._Element, old: etree._Element) -> None:
        known = self.words.of(old) if self._is_main(old) else UNKNOWN
        for key, value in old.attrib.items():
            self._attribute(copy, str(key), self._fresh(str(key), str(value)), known)
        blank = _is_blank(old)
        copy.text = None if blank else old.text
        for child in old:
            count = len(copy)
            self._carry(copy, child, known)
            if len(copy) > count and not blank and child not in self.homes:
                copy[-1].tail = child.tail
        self.copies.append(copy)

    def _fresh(self, key: str, value: str) -> str:
        """An id that is not taken yet; any other value as it is."""
        if key not in self.words.ids:
            return value
        name, count = value, 0
        while name in self.taken:
            name, count = new_id("x", value, count), count + 1
        self.taken.add(name)
        if name != value:
            self.renamed[value] = name
        return name

    def _refer(self) -> None:
        """Let what was carried refer to things by the names that they have now."""
        for copy in self.copies:
            for key in self.words.references:
                if value := copy.get(key):
                    copy.set(key, " ".join(self.renamed.get(part, part) for part in value.split()))


def _is_blank(element: etree._Element) -> bool:
    """Whether an element has white space only between its children, which the writer sets anew."""
    texts = [element.text, *(child.tail for child in element)]
    return len(element) > 0 and not any(text and text.strip() for text in texts)


def _written(element: etree._Element) -> bytes:
    """An element in one form, however it was written."""
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
