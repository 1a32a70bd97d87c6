"""Pages drawn in plain text, as tests/golden/layout/pages.txt describes them, and arrangements told in its words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from golden_cases import Case

from ocr.layout.arrange import Arrangement, arrange
from ocr.layout.sheet import Placement, lay_out
from ocr.layout.vertical import ReadingFrame
from ocr.page import (
    HEADING_ROLES,
    Box,
    Direction,
    Language,
    LineText,
    Page,
    Picture,
    Reading,
    Role,
    Separator,
    Source,
    TextLine,
    Transform,
)

GLYPH = 16  # pixels: a body letter, and a character of a drawing
PITCH = 40  # pixels from line to line


@dataclass(frozen=True)
class Type:
    """How a kind of line is drawn: the mark around its name, its measures in pixels, and what it may be taken for."""

    mark: str
    glyph: float
    stroke: float
    height: int
    roles: frozenset[Role]


TYPES = (
    Type("=", 32, 6, 40, HEADING_ROLES),
    Type(":", 21, 4, 34, HEADING_ROLES),
    Type("+", 16, 4.4, 30, frozenset({"subhead"})),
    Type("~", 16, 3, 30, frozenset({"credit"})),
    Type("%", 48, 8, 110, frozenset({"inset"})),
    Type("'", 12, 2.2, 24, frozenset({"body", "caption"})),
    Type("", 16, 3, 30, frozenset({"body"})),
)
TOKEN = re.compile(
    r"-{3,}|\||\[#*\]|(?P<rim>[=:+~%'])(?P=rim)*(?P<named>[A-Za-z])(?P=rim)+|(?P<plain>[a-z])[a-z0-9]*[.,!?-]?(?!\{)"
    r"|(?P<edge>[=:+~%']?)(?P=edge)*(?P<said>[A-Za-z])\{(?P<text>[^{}]*)\}(?P=edge)*"
)


@dataclass(frozen=True)
class Drawn:
    """A drawing as the layout's values, and how each line of it was drawn."""

    lines: tuple[TextLine, ...]
    texts: Mapping[str, str]
    separators: tuple[Separator, ...]
    pictures: tuple[Picture, ...]
    names: Mapping[str, str]
    types: Mapping[str, Type]
    width: int
    height: int

    def arranged(self, language: Language, direction: Direction = "horizontal") -> Arrangement:
        """The arrangement of the drawing; a vertical one is of the page whose reading frame is the drawing."""
        frame = ReadingFrame(direction, self.width if direction == "horizontal" else self.height)
        size = (self.width, self.height) if direction == "horizontal" else (self.height, self.width)
        lines = [
            replace(a, box=b, polygon=b.polygon, direction=direction) for a in self.lines for b in [frame.leave(a.box)]
        ]
        placement = Placement(*size, Transform(), direction)
        separators = [replace(s, box=frame.leave(s.box)) for s in self.separators]
        pictures = [replace(p, box=frame.leave(p.box)) for p in self.pictures]
        return arrange(lay_out(lines, separators, pictures, self.texts, placement, language))


def draw(picture: str) -> Drawn:
    """Read a drawing."""
    rows = picture.split("\n")
    lines: list[TextLine] = []
    texts: dict[str, str] = {}
    names: dict[str, str] = {}
    types: dict[str, Type] = {}
    pieces: list[tuple[str, Box]] = []
    for row, text in enumerate(rows):
        tokens = list(TOKEN.finditer(text))
        left = "".join(t[0] for t in tokens).replace(" ", "")
        assert left == text.replace(" ", ""), f"not a drawing: {text!r}"
        for token in tokens:
            cell = Box(token.start() * GLYPH, row * PITCH, token.end() * GLYPH, (row + 1) * PITCH)
            name = token["named"] or token["plain"] or token["said"]
            if not name:
                pieces.append((token[0][0], cell))
                continue
            kind = next(t for t in TYPES if t.mark == (token["rim"] or token["edge"] or ""))
            top = cell.top + (PITCH - kind.height) // 2
            box = Box(cell.left, top, cell.right, top + kind.height)
            line_id = f"l_{row:02}_{token.start():03}"
            lines.append(TextLine(line_id, box, box.polygon, (), "horizontal", kind.glyph, kind.stroke))
            drawn = "By Anna Miller" if kind.mark == "~" else token[0].strip("=:+%'")
            texts[line_id] = drawn if token["text"] is None else token["text"]
            names[line_id] = name
            types[line_id] = kind
    separators = [
        Separator(f"s_{i}", Box(b.left, middle - 1, b.right, middle + 2), "horizontal")
        for i, (mark, b) in enumerate(pieces)
        for middle in [(b.top + b.bottom) // 2]
        if mark == "-"
    ]
    separators += [
        Separator(f"v_{i}", Box(b.left + 7, b.top, b.left + 10, b.bottom), "vertical")
        for i, b in enumerate(_stacked([b for mark, b in pieces if mark == "|"]))
    ]
    pictures = [Picture(f"p_{i}", b) for i, b in enumerate(_stacked([b for mark, b in pieces if mark == "["]))]
    size = (max(map(len, rows)) + 2) * GLYPH, (len(rows) + 1) * PITCH
    return Drawn(tuple(lines), texts, tuple(separators), tuple(pictures), names, types, *size)


def _stacked(cells: Sequence[Box]) -> list[Box]:
    """Cells of one width that touch from row to row, made one."""
    stacks: list[Box] = []
    for cell in sorted(cells, key=lambda b: (b.left, b.top)):
        last = stacks[-1] if stacks else None
        if last and (last.left, last.right, last.bottom) == (cell.left, cell.right, cell.top):
            stacks[-1] = last.union(cell)
        else:
            stacks.append(cell)
    return stacks


def told(drawn: Drawn, found: Arrangement) -> str:
    """An arrangement in the words of the golden files."""
    items: dict[str | None, list[tuple[str, int]]] = {}
    for region in found.regions:
        for line in region.lines:
            fits = region.role in drawn.types[line.id].roles or region.item is None
            name = drawn.names[line.id] + ("" if fits else f"({region.role})")
            said = items.setdefault(region.item, [])
            row = int(line.id[2:4])
            # One after the other and downwards: the same piece; furniture lies in rows.
            if said and said[-1][0] == name and (row > said[-1][1] or region.item is None):
                said[-1] = (name, row)
            else:
                said.append((name, row))
    rows = []
    kinds = {each.id: [] if each.type == "article" else [f"{each.type}:"] for each in found.items}
    for item, said in items.items():
        pictures = ["#"] * sum(p.item == item for p in found.pictures if item is not None)
        rows.append(" ".join([*kinds.get(item, ["furniture:"]), *(name for name, _ in said), *pictures]))
    strays = sum(p.item is None for p in found.pictures)
    return "\n".join([*rows, *(["stray: " + " ".join("#" * strays)] if strays else [])])


def language_of(case: Case) -> Language:
    return next(language for language in get_args(Language) if language == case.language)


def page_from(
    found: Arrangement,
    rules: Sequence[Separator],
    texts: Mapping[str, LineText],
    placement: Placement,
    language: Language,
) -> Page:
    """A stored page of an arrangement."""
    return Page(
        id="p000001",
        source=Source("scans/page.png", "0" * 64),
        width=placement.width,
        height=placement.height,
        dpi=None,
        language=language,
        script="latin",
        direction=placement.direction,
        transform=placement.transform,
        regions=found.regions,
        items=found.items,
        separators=tuple(rules),
        pictures=found.pictures,
        readings=(Reading("g_1", "typist", "hand", "1", texts),),
        base="g_1",
    )
