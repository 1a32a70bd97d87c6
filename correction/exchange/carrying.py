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
    sequence of children, alternatives parted by `|`; `allowed` are the schema's attributes. An empty `order` and
    `allowed` None say that nothing is known to be without a place.
    """

    attributes: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    allowed: frozenset[str] | None = None

    def rank(self, name: str) -> int | None:
        """The place of a child in the sequence; None for one that has none."""
        return next((i for i, names in enumerate(self.order) if name in names.split("|")), None)


UNKNOWN = Known()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a format's writer knows, by the local names of elements.

    `taken` are elements that a reader takes over wherever they stand: one without a pair was given up, and does not
    come back inside a parent that is carried. With `nested`, one with a pair is moved from where it was written to
    where it stood in such a parent; else it stays. `ids` are the attributes that name an element, `references` those
    that hold such names. `own` tells a child of the file that this writer wrote, and writes anew, though others use
    its name too.
    """

    elements: Mapping[str, Known]
    taken: frozenset[str] = frozenset()
    nested: bool = False
    ids: frozenset[str] = frozenset({"id", "ID"})
    references: frozenset[str] = frozenset()
    own: Callable[[etree._Element], bool] = field(default=lambda _: False)
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
        self.taken = {element.get(name) for element in new.iter() for name in vocabulary.ids if element.get(name)}
        self.renamed: dict[str, str] = {}
        self.copies: list[etree._Element] = []
        self.moved: set[etree._Element] = set()

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
        placed = known.allowed is None or key in known.allowed
        if placed or not self.words.homeless(new, key, value):
            new.set(key, value)

    def _children(self, new: etree._Element, old: etree._Element) -> None:
        known = self.words.of(old)
        for child in old:
            if not tag(child) or child in self.homes or self._is_known(child, known):
                continue
            copy = self._copied(child)
            if copy is not None:
                self._put(new, copy, known)

    def _is_known(self, child: etree._Element, known: Known) -> bool:
        ours = etree.QName(child).namespace == self.was
        return ours and (tag(child) in known.children or tag(child) in self.words.taken or self.words.own(child))

    def _is_ours(self, element: etree._Element) -> bool:
        return etree.QName(element).namespace == self.was

    def _put(self, parent: etree._Element, child: etree._Element, known: Known) -> None:
        """Put a child where the schema's sequence wants it; where it wants none, it is homeless."""
        same = bool(tag(child)) and etree.QName(child).namespace == self.namespace
        rank = known.rank(tag(child)) if same else None
        if rank is None and self._is_homeless(child, known):
            name = tag(child) if same else str(child.tag)
            if self.words.homeless(parent, name, _written(child).decode()):
                return
        if rank is None:
            parent.append(child)
            return
        ranks = [known.rank(tag(each)) for each in parent]
        parent.insert(next((i for i, each in enumerate(ranks) if each is None or each > rank), len(ranks)), child)

    def _is_homeless(self, child: etree._Element, known: Known) -> bool:
        """Whether a child has no place where it stands, and holds nothing that the document has written itself."""
        return bool(tag(child) and known.order) and not any(each in self.moved for each in child.iter())

    def _copied(self, old: etree._Element) -> etree._Element | None:
        """A copy under the new document's names; None for what was given up, or stays where it was written."""
        if not tag(old):
            return deepcopy(old)
        if old in self.homes:
            if not self.words.nested:
                return None
            self.moved.add(self.homes[old])
            return self.homes[old]
        if tag(old) in self.words.taken and self._is_ours(old):
            return None
        namespace = self.namespace if self._is_ours(old) else etree.QName(old).namespace
        prefixes: dict[str | None, str] = {
            prefix: uri for prefix, uri in old.nsmap.items() if uri not in (self.was, self.namespace)
        }
        if namespace == self.namespace:
            prefixes[None] = namespace or ""
        name = f"{{{namespace}}}{tag(old)}" if namespace else tag(old)
        copy = etree.Element(name, nsmap={p: u for p, u in prefixes.items() if u})  # type: ignore[misc]
        known = self.words.of(old) if self._is_ours(old) else UNKNOWN
        for key, value in old.attrib.items():
            self._attribute(copy, str(key), self._fresh(str(key), str(value)), known)
        copy.text = old.text
        for child in old:
            inner = self._copied(child)
            if inner is not None:
                inner.tail = None if inner is self.homes.get(child) else child.tail
                self._put(copy, inner, known)
        _strip(copy)
        self.copies.append(copy)
        return copy

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


def _strip(element: etree._Element) -> None:
    """Take out the white space between children, which the writer sets anew."""
    texts = [element.text, *(child.tail for child in element)]
    if len(element) and not any(text and text.strip() for text in texts):
        element.text = None
        for child in element:
            child.tail = None


def _written(element: etree._Element) -> bytes:
    """An element in one form, however it was written."""
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
