"""The PAGE file that a page was imported from, beside the one that is being written.

In: the file's bytes and the page as it is now. Out: the file's names of regions and lines, its own words where they
still say what Galley has, and everything that Galley does not know, carried by `correction.exchange.carrying`.
Coordinates of the file are brought to the page's size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from rapidfuzz.distance import Levenshtein

from correction.exchange.carrying import carry
from correction.exchange.pagexml import terms
from correction.exchange.pagexml.articles import article_of
from correction.exchange.pagexml.custom import custom_groups, merge_custom, move_spans, write_groups
from correction.exchange.pagexml.finish import finish
from correction.exchange.pagexml.metadata import BY_READING, keep_maker, reading_ids
from correction.exchange.pagexml.reader import parse_page, read_direction, read_role
from correction.exchange.pagexml.schema import VOCABULARY, fits
from correction.exchange.pagexml.versions import MADE_UP, NAMED, page_size
from correction.exchange.xml_tree import child, children, every, number, own_text, tag
from ocr.page import Page, TextLine, TextRegion, new_id

_KINDS: Mapping[str, str] = {"TextRegion": "r", "TextLine": "l", "SeparatorRegion": "s"}
_PICTURE = "i"
_MADE_UP = re.compile(rf"{MADE_UP}_[0-9a-f]{{12}}")
_SPANS = frozenset({"unclear", "gap", "supplied"})


class ImportedPage:
    """An imported file with its elements by the ids that the page has for them; raises InputError if it is no PAGE."""

    def __init__(self, data: bytes, page: Page) -> None:
        self.root, _ = parse_page(data)
        self.page = next(children(self.root, "Page"))
        self.metadata = child(self.root, "Metadata")
        self.readings = reading_ids(self.metadata)
        self.pairs: list[tuple[etree._Element, etree._Element]] = []
        self._elements: dict[str, etree._Element] = {}
        self.names: dict[str, str] = {}
        for element in every(self.page, *NAMED):
            name = element.get("id") or ""
            for ours in (new_id(_KINDS.get(tag(element), _PICTURE), page.id, name), name):
                self._elements[ours] = element
                if not _MADE_UP.fullmatch(name):
                    self.names[ours] = name
        self._size = page.width, page.height
        _scale(self.page, self._size)

    def find(self, name: str) -> etree._Element | None:
        """The file's element of a region, line, separator or picture of the page."""
        return self._elements.get(name)

    def pair(self, new: etree._Element, old: etree._Element | None) -> None:
        """Say that an element of the new document stems from one of the file, and their outlines likewise."""
        if old is None:
            return
        self.pairs.append((new, old))
        for name in ("Coords", "Baseline"):
            ours, theirs = child(new, name), child(old, name)
            if ours is not None and theirs is not None:
                if len(theirs.attrib) > 1 or len(theirs):  # all that most outlines say is their points
                    self.pairs.append((ours, theirs))
                if _same_place(ours, theirs, self._size) and fits(name, "points", theirs.get("points") or ""):
                    ours.set("points", theirs.get("points") or "")

    def region(self, new: etree._Element, region: TextRegion) -> None:
        """Pair a text region, and keep the file's words for its role and direction where they say the same."""
        old = self.find(region.id)
        if old is None or tag(old) != "TextRegion":
            return
        self.pair(new, old)
        _keep_direction(new, old)
        structure = terms.read_custom(new.get("custom"), "structure")
        said = terms.read_custom(old.get("custom"), "structure")
        ours: dict[str, str | None] = {**structure, "item": structure.get("item")}
        if read_role(old) == region.role:
            _keep(new, old, "type")
            ours["type"] = said.get("type")
        if region.item is None and "id" in said:
            ours["id"] = None  # it named the item that the region was taken out of
        _set_custom(new, merge_custom(old.get("custom"), {"structure": ours}))
        self._texts(new, old)

    def line(self, new: etree._Element, line: TextLine, item: str | None, page_id: str) -> None:
        """Pair a line; its spans are moved to where their letters stand now."""
        old = self.find(line.id)
        if old is None or tag(old) != "TextLine":
            return
        self.pair(new, old)
        _keep_direction(new, old)
        before, after = _text(old), _text(new)
        ours = custom_groups(new.get("custom"))
        theirs = [
            (name, values)
            for name, values in move_spans(custom_groups(old.get("custom")), before, after)
            # Galley writes its own anew, and a line's article is that of its region by now.
            if not (name in _SPANS and (ours or self.readings))
            and not (name == "structure" and _left(old, item, page_id))
        ]
        custom = write_groups(old.get("custom"), [*theirs, *ours])
        _set_custom(new, custom)
        if old.get("index"):
            new.set("index", old.get("index") or "")
        self._texts(new, old)
        self._words(list(children(new, "Word")), list(children(old, "Word")))

    def _words(self, new: Sequence[etree._Element], old: Sequence[etree._Element]) -> None:
        """Pair words: those that stayed, and those that were corrected one by one, whose characters are others now."""
        ours, theirs = [_text(word) for word in new], [_text(word) for word in old]
        for step in Levenshtein.opcodes(theirs, ours):
            before, after = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
            if len(before) != len(after):
                continue
            for word, was in zip(after, before, strict=True):
                if step.tag == "equal":
                    self._texts(word, was)
                else:
                    for glyph in list(children(was, "Glyph")):
                        was.remove(glyph)
                self.pair(word, was)

    def _texts(self, new: etree._Element, old: etree._Element) -> None:
        """Pair the main text if it is the same, and add the file's further ones behind."""
        ours = list(children(new, "TextEquiv"))
        theirs = [each for each in _equivs(old) if not self._is_reading(each)]
        if ours and theirs and _words_of(ours[0]) == _words_of(theirs[0]):
            self.pairs.append((ours[0], theirs[0]))
        last = ours[-1] if ours else None
        for index, further in enumerate(theirs[1:], len(ours)):
            equiv = terms.add(new, "TextEquiv", index=str(index))
            terms.add(equiv, "Unicode", _words_of(further))
            if last is not None:
                last.addnext(equiv)
            last = equiv
            self.pairs.append((equiv, further))

    def _is_reading(self, equiv: etree._Element) -> bool:
        comments = equiv.get("comments") or ""
        return comments.startswith(BY_READING) and comments.removeprefix(BY_READING) in self.readings

    def carry(self, root: etree._Element) -> None:
        """Carry all that is left into the new document, and make it whole."""
        page, metadata = next(children(root, "Page")), child(root, "Metadata")
        self.pairs[:0] = [(root, self.root), (page, self.page)]
        if metadata is not None and self.metadata is not None:
            keep_maker(metadata, self.metadata)
            self.pairs.append((metadata, self.metadata))
        _keep_language(page, self.page)
        page.set("custom", merge_custom(self.page.get("custom"), dict(custom_groups(page.get("custom")))))
        self._groups(page)
        _nest(self.pairs)
        carry(root, self.pairs, VOCABULARY)
        finish(root, [each.get("regionRef") or "" for each in _references(self.page)], self._renamed())

    def _groups(self, page: etree._Element) -> None:
        """Pair the reading order and its groups, by the regions that they begin with."""
        new, old = child(page, "ReadingOrder"), child(self.page, "ReadingOrder")
        if new is None or old is None:
            return
        self.pairs.append((new, old))
        renamed = self._renamed()
        tops = [next((each for each in order if tag(each).endswith("Group")), None) for order in (new, old)]
        if tops[0] is not None and tops[1] is not None:
            self._group(tops[0], tops[1])
        begun = {_first(group): group for group in every(new, "OrderedGroupIndexed")}
        for group in every(old, "OrderedGroupIndexed", "UnorderedGroupIndexed", "UnorderedGroup", "OrderedGroup"):
            ours = begun.pop(renamed.get(_first(group), _first(group)), None)
            if ours is not None and group is not tops[1]:
                self._group(ours, group)

    def _group(self, new: etree._Element, old: etree._Element) -> None:
        self.pairs.append((new, old))
        _set_custom(new, merge_custom(old.get("custom"), dict(custom_groups(new.get("custom")))))

    def _renamed(self) -> dict[str, str]:
        return {old.get("id") or "": new.get("id") or "" for new, old in self.pairs if old.get("id") and new.get("id")}


def _set_custom(element: etree._Element, custom: str) -> None:
    if custom:
        element.set("custom", custom)
    elif "custom" in element.attrib:
        del element.attrib["custom"]


def _references(page: etree._Element) -> Iterator[etree._Element]:
    order = child(page, "ReadingOrder")
    if order is not None:
        yield from every(order, "RegionRef", "RegionRefIndexed")


def _first(group: etree._Element) -> str:
    return next((each.get("regionRef") or "" for each in every(group, "RegionRef", "RegionRefIndexed")), "")


def _nest(pairs: Sequence[tuple[etree._Element, etree._Element]]) -> None:
    """Move regions into the regions that they stood in."""
    homes = {old: new for new, old in pairs}
    for new, old in pairs:
        around = old.getparent()
        if around is None or around not in homes or not tag(new).endswith("Region") or tag(around) == "Page":
            continue
        home = homes[around]
        known = VOCABULARY.elements[tag(home)]
        rank = known.rank(tag(new)) or 0
        places = (i for i, each in enumerate(home) if (known.rank(tag(each)) or 0) > rank)
        home.insert(next(places, len(home)), new)


def _scale(page: etree._Element, size: tuple[int, int]) -> None:
    """Bring the file's coordinates to the size of the page."""
    width, height = page_size(page)
    if (width, height) == size:
        return
    for element in every(page, "Coords", "Baseline", "GridPoints"):
        points = terms.read_points(element.get("points"))
        moved = [(round(x * size[0] / width), round(y * size[1] / height)) for x, y in points]
        element.set("points", terms.write_points(moved, *size))


def _same_place(ours: etree._Element, theirs: etree._Element, size: tuple[int, int]) -> bool:
    """Whether an outline has the box of the file's, or a baseline its points, but for what is beyond the page."""
    points = terms.read_points(theirs.get("points"))
    if len(points) < 2:
        return False
    one, other = terms.read_points(ours.get("points")), terms.read_points(terms.write_points(points, *size))
    return one == other if tag(ours) == "Baseline" else terms.polygon_box(one) == terms.polygon_box(other)


def _keep(new: etree._Element, old: etree._Element, attribute: str) -> None:
    """Let an attribute be as the file has it, or be missing as there."""
    value = old.get(attribute)
    if value is None:
        if attribute in new.attrib:
            del new.attrib[attribute]
    elif fits(tag(new), attribute, value):
        new.set(attribute, value)


def _keep_direction(new: etree._Element, old: etree._Element) -> None:
    for attribute in ("readingDirection", "textLineOrder"):
        if old.get(attribute) and read_direction(new, "horizontal") == read_direction(old, "horizontal"):
            _keep(new, old, attribute)


def _keep_language(new: etree._Element, old: etree._Element) -> None:
    said = [
        terms.language_of(each.get("primaryLanguage") or "", each.get("primaryScript") or "") for each in (new, old)
    ]
    for attribute in ("primaryLanguage", "primaryScript"):
        if old.get(attribute) and said[0] == said[1]:
            _keep(new, old, attribute)
    _keep_direction(new, old)


def _left(line: etree._Element, item: str | None, page_id: str) -> bool:
    """Whether a line names an article that it does not belong to any more."""
    named = article_of(line)
    return named is not None and item not in (named, new_id("a", page_id, named))


def _equivs(element: etree._Element) -> list[etree._Element]:
    return sorted(children(element, "TextEquiv"), key=lambda each: number(each.get("index")))


def _words_of(equiv: etree._Element) -> str:
    return own_text(child(equiv, "Unicode"))


def _text(element: etree._Element) -> str:
    equivs = _equivs(element)
    return _words_of(equivs[0]) if equivs else ""
