"""The ALTO file that a page was imported from, beside the page as it is now.

In: an `Export` and one of its pages. Out: an `Imported`, which finds the elements that a block, a line or a word comes
from, and the measure in which the file counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from correction.exchange import Export
from correction.exchange.alto.layout import AltoBlock, AltoLine, AltoPage, Kind, lay_out
from correction.exchange.alto.measure import Measure
from correction.exchange.alto.places import page_of
from correction.exchange.alto.reader import unit_of
from correction.exchange.alto.words import AltoString
from correction.exchange.printed import PrintedWord
from correction.exchange.xml_names import is_name
from correction.exchange.xml_tree import child, parse, tag
from ocr.errors import InputError
from ocr.page import Box, Page, Word, new_id

FORMAT = "alto"
PREFIXES: Mapping[Kind, str] = {"text": "r", "picture": "i", "separator": "s"}
LINE_PREFIX = "l"
ITEM_PREFIX = "a"
SAME_WORD = 0.7  # intersection over union of a word that was changed with what it was
NEAR = 1  # pixels that a box may be off by rounding


@dataclass(frozen=True, slots=True)
class Match:
    """What a word comes from; `same` says that it still reads as it did."""

    string: AltoString
    same: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """A file with the names that its blocks and lines have on the page; `once` are the ids that it gives only once."""

    root: etree._Element
    laid: AltoPage
    unit: str
    measure: Measure
    across: float
    down: float
    blocks: Mapping[str, AltoBlock]
    lines: Mapping[str, AltoLine]
    tags: Mapping[str, etree._Element]
    once: frozenset[str]

    @staticmethod
    def of(export: Export, page: Page) -> Imported | None:
        """The file that a page comes from; None where it is not ALTO, or cannot be read any more."""
        original = export.original_of(page) if export.original_of else None
        if original is None or original.format != FORMAT:
            return None
        try:
            root = parse(original.data, "")
        except InputError:
            return None
        element = page_of(root)
        if element is None:
            return None
        laid = lay_out(root, element)
        places = laid.places
        if places.width <= 0 or places.height <= 0:
            return None
        across, down = page.width / places.width, page.height / places.height
        unit = unit_of(root)
        measure = Measure(unit, 1 / across, 1 / down, places.factor)
        blocks = {}
        for block in laid.blocks:
            blocks[block.name] = blocks[new_id(PREFIXES[block.kind], page.id, block.name)] = block
        lines = {}
        for line in laid.lines:
            lines[line.name] = lines[new_id(LINE_PREFIX, page.id, line.name)] = line
        tags = dict(_item_tags(root, laid, page.id))
        return Imported(root, laid, unit, measure, across, down, blocks, lines, tags, _single_ids(root))

    def name_of(self, element: etree._Element) -> str | None:
        """The id of an element of the file, where it is a name and no other element has it."""
        name = element.get("ID")
        return name if name in self.once else None

    def is_at(self, then: Box, now: Box) -> bool:
        """Whether a box of the file is one of the page."""
        box = self._scaled(then)
        pairs = ((box.left, now.left), (box.top, now.top), (box.right, now.right), (box.bottom, now.bottom))
        return all(abs(one - other) <= NEAR for one, other in pairs)

    def match(self, line: AltoLine, words: Sequence[PrintedWord]) -> dict[str, Match]:
        """The Strings that the words of a line come from, by the words' ids."""
        found: dict[str, Match] = {}
        rest = list(line.strings)
        for word in words:
            place = next((i for i, each in enumerate(rest) if self._is_word(each.word, word)), None)
            if place is not None:
                string = rest[place]
                del rest[: place + 1]
                found[word.id] = Match(string, string.word.text == word.text)
        return found

    def _is_word(self, then: Word, now: PrintedWord) -> bool:
        """Whether a word of the file is one of the page; what a person put before or behind it lies in the white."""
        if self.is_at(then.box, now.box):
            return True
        box = self._scaled(then.box)
        shared = box.intersection(now.box).area
        return then.text != now.text and shared > SAME_WORD * (box.area + now.box.area - shared)

    def _scaled(self, box: Box) -> Box:
        return replace(
            box,
            left=round(box.left * self.across),
            top=round(box.top * self.down),
            right=round(box.right * self.across),
            bottom=round(box.bottom * self.down),
        )


def _item_tags(root: etree._Element, laid: AltoPage, page_id: str) -> Iterator[tuple[str, etree._Element]]:
    """The tags that items were made from, by the names that the items have on the page."""
    parent = child(root, "Tags")
    tags = {each.get("ID"): each for each in (parent if parent is not None else ()) if tag(each)}
    for block in laid.blocks:
        if block.item and block.item.id in tags:
            yield block.item.id, tags[block.item.id]
            yield new_id(ITEM_PREFIX, page_id, block.item.id), tags[block.item.id]


def _single_ids(root: etree._Element) -> frozenset[str]:
    seen: set[str] = set()
    again: set[str] = set()
    for element in root.iter():
        name = element.get("ID") if tag(element) else None
        if name:
            (again if name in seen else seen).add(name)
    return frozenset(name for name in seen - again if is_name(name))
