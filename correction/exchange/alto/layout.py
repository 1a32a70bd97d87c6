"""What stands on an ALTO page: its blocks with their lines and words, beside the elements that they come from.

In: a parsed file. Out: an `AltoPage`, whose blocks are in reading order. Names are the file's ids; one that is missing,
or that an earlier block or line has, is replaced by one that is the same each time the file is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree

from correction.exchange.alto.order import reading_places
from correction.exchange.alto.places import Places
from correction.exchange.alto.tags import Tags
from correction.exchange.alto.terms import DIRECTIONS_DOWN
from correction.exchange.alto.words import AltoString, Lettering, read_line
from correction.exchange.letters import is_wide
from correction.exchange.xml_tree import children, every, tag
from ocr.language import is_han_print
from ocr.page import Box, Direction, Item, LineText, Role, TextLine

Kind = Literal["text", "picture", "separator"]
KINDS: dict[str, Kind] = {"TextBlock": "text", "Illustration": "picture", "GraphicalElement": "separator"}
SPACES = ("TopMargin", "LeftMargin", "RightMargin", "BottomMargin", "PrintSpace")
UPRIGHT = 1.5  # a line of Han that is so many times higher than wide is read downwards


@dataclass(frozen=True, slots=True)
class AltoLine:
    """A line, what it says, and the elements of its words; `text` is None where it says nothing."""

    name: str
    element: etree._Element
    line: TextLine
    text: LineText | None
    strings: tuple[AltoString, ...] = ()


@dataclass(frozen=True, slots=True)
class AltoBlock:
    """A block, whatever it holds. `wrappers` are the elements that it stands in, from the margin or print space on."""

    name: str
    kind: Kind
    element: etree._Element
    box: Box
    role: Role
    item: Item | None
    continues: bool
    lines: tuple[AltoLine, ...] = ()
    wrappers: tuple[etree._Element, ...] = ()


@dataclass(frozen=True, slots=True)
class AltoPage:
    """A page as the file has it. `guessed`: boxes of words or lines were estimated; `doubled` ids stood there twice."""

    element: etree._Element
    places: Places
    blocks: tuple[AltoBlock, ...]
    guessed: bool = False
    doubled: int = 0

    @property
    def lines(self) -> Iterator[AltoLine]:
        """All lines in reading order."""
        return (line for block in self.blocks for line in block.lines)


def lay_out(root: etree._Element, page: etree._Element) -> AltoPage:
    """Read the blocks of a Page element."""
    return _Layout(root, page).read()


@dataclass(slots=True)
class _Layout:
    """One page on its way: the names that are taken, how text is put together, what tags say."""

    root: etree._Element
    page: etree._Element
    places: Places = field(init=False)
    tags: Tags = field(init=False)
    spaced: bool = field(init=False)
    han: bool = field(init=False)
    taken: set[str] = field(default_factory=set)
    count: int = 0
    guessed: bool = False
    doubled: int = 0

    def read(self) -> AltoPage:
        self.places = Places.of(self.page)
        self.tags = Tags.of(self.root)
        self.spaced = _is_spaced(self.page)
        self.han = is_han_print("".join(each.get("CONTENT") or "" for each in every(self.page, "String")))
        found = [self._block(element, wrappers) for element, wrappers in self._walk()]
        places = reading_places(self.root, [block.element for block in found])
        blocks = sorted(zip(places, found, strict=True), key=lambda each: each[0])
        return AltoPage(self.page, self.places, tuple(block for _, block in blocks), self.guessed, self.doubled)

    def _walk(self) -> Iterator[tuple[etree._Element, tuple[etree._Element, ...]]]:
        """Every block with what it stands in."""

        def walk(
            parent: etree._Element, wrappers: tuple[etree._Element, ...]
        ) -> Iterator[tuple[etree._Element, tuple[etree._Element, ...]]]:
            for element in children(parent, "ComposedBlock", *KINDS):
                if tag(element) in KINDS:
                    yield element, wrappers
                else:
                    yield from walk(element, (*wrappers, element))

        for space in children(self.page, *SPACES):
            yield from walk(space, (space,))

    def _name(self, element: etree._Element) -> str:
        name = element.get("ID") or ""
        self.count += 1
        self.doubled += name in self.taken
        # Made from the place in the file alone, so it must not look like an id that no other page has.
        while not name or name in self.taken:
            name, self.count = f"{tag(element)}-{self.count}", self.count + 1
        self.taken.add(name)
        return name

    def _block(self, element: etree._Element, wrappers: tuple[etree._Element, ...]) -> AltoBlock:
        kind = KINDS[tag(element)]
        name = self._name(element)
        given = self.places.box(element)
        lines = tuple(self._lines(element, given)) if kind == "text" else ()
        boxes = [line.line.box for line in lines]
        box = given or (Box.around(boxes) if boxes else Box(0, 0, 1, 1))
        in_margin = tag(wrappers[0]) != "PrintSpace"
        said = self.tags.of_block(element, wrappers)
        role = said.role or ("furniture" if in_margin else "body")
        item = None if role == "furniture" and said.role is None else said.item
        return AltoBlock(name, kind, element, box, role, item, said.continues, lines, wrappers)

    def _lines(self, block: etree._Element, box: Box | None) -> Iterator[AltoLine]:
        found = list(children(block, "TextLine"))
        down = _runs_down(block)
        for i, element in enumerate(found):
            given = self.places.box(element, _band(box, i, len(found)))
            yield self._line(element, given or _strings_box(element, self.places), _band(box, i, len(found)), down)

    def _line(self, element: etree._Element, given: Box | None, band: Box | None, down: bool | None) -> AltoLine:
        name = self._name(element)
        said = _runs_down(element)
        said = down if said is None else said
        lettering = Lettering(self.spaced, self.han, "vertical" if said else "horizontal")
        text, strings = read_line(element, given or band, self.places, lettering)
        box = given or band or Box(0, 0, 1, 1)
        if said is None and _is_upright(box, text.text):
            lettering = replace(lettering, direction="vertical")
            text, strings = read_line(element, box, self.places, lettering)
        self.guessed |= given is None or any(string.element.get("WIDTH") is None for string in strings)
        polygon = self.places.polygon(element)
        baseline = self.places.baseline(element.get("BASELINE"), box)
        line = TextLine(name, box, polygon if len(polygon) > 2 else box.polygon, baseline, lettering.direction)
        return AltoLine(name, element, line, text if text.text else None, strings)


def _is_spaced(page: etree._Element) -> bool:
    """Whether SP elements tell of spaces on a page: most lines of several Strings have some."""
    told = [next(children(line, "SP"), None) is not None for line in every(page, "TextLine") if len(line) > 1]
    return sum(told) * 2 > len(told)


def _band(box: Box | None, place: int, count: int) -> Box | None:
    """The part of a block that a line without a box takes: one of as many as it has lines."""
    if box is None:
        return None
    top, bottom = box.top + box.height * place // count, box.top + box.height * (place + 1) // count
    return replace(box, top=top, bottom=max(top + 1, bottom))


def _strings_box(line: etree._Element, places: Places) -> Box | None:
    boxes = [box for each in children(line, "String", "HYP") if (box := places.box(each))]
    return Box.around(boxes) if boxes else None


def _runs_down(element: etree._Element) -> bool | None:
    """Whether the text of an element is said to run downwards; None where nothing is said."""
    said = element.get("BASEDIRECTION")
    return said in DIRECTIONS_DOWN if said else None


def _is_upright(box: Box, text: str) -> bool:
    wide = sum(is_wide(letter) for letter in text)
    return len(text) > 1 and wide * 2 > len(text) and box.height > UPRIGHT * box.width


def direction_of(blocks: Sequence[AltoBlock]) -> Direction:
    """The direction that most lines of a page have."""
    lines = [line.line.direction for block in blocks for line in block.lines if line.text]
    return "vertical" if lines.count("vertical") * 2 > len(lines) else "horizontal"
