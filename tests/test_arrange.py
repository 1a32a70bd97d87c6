"""Arranging: pages drawn in plain text, and what holds for any page and any person's overrides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest
from golden_cases import Case, read_cases, update_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.layout.arrange import Arrangement, arrange, rearrange
from ocr.layout.overrides import NO_OVERRIDES, Overrides
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
    TextRegion,
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
    Type("", 16, 3, 30, frozenset({"body"})),
)
TOKEN = re.compile(r"-{3,}|\||\[#*\]|([=:+~])\1*([A-Za-z])\1+|([a-z])[a-z0-9]*[.,!?-]?")


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

    def arranged(self, direction: Direction = "horizontal", overrides: Overrides = NO_OVERRIDES) -> Arrangement:
        """The arrangement of the drawing; a vertical one is of the page whose reading frame is the drawing."""
        frame = ReadingFrame(direction, self.width if direction == "horizontal" else self.height)
        size = (self.width, self.height) if direction == "horizontal" else (self.height, self.width)
        lines = [
            replace(a, box=b, polygon=b.polygon, direction=direction) for a in self.lines for b in [frame.leave(a.box)]
        ]
        placement = Placement(*size, Transform(), direction)
        separators = [replace(s, box=frame.leave(s.box)) for s in self.separators]
        pictures = [replace(p, box=frame.leave(p.box)) for p in self.pictures]
        return arrange(lay_out(lines, separators, pictures, self.texts, placement, "en"), overrides)


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
        assert "".join(t[0] for t in tokens) == text.replace(" ", ""), f"not a drawing: {text!r}"
        for token in tokens:
            cell = Box(token.start() * GLYPH, row * PITCH, token.end() * GLYPH, (row + 1) * PITCH)
            if not (token[2] or token[3]):
                pieces.append((token[0][0], cell))
                continue
            kind = next(t for t in TYPES if t.mark == (token[1] or ""))
            top = cell.top + (PITCH - kind.height) // 2
            box = Box(cell.left, top, cell.right, top + kind.height)
            line_id = f"l_{row:02}_{token.start():03}"
            lines.append(TextLine(line_id, box, box.polygon, (), "horizontal", kind.glyph, kind.stroke))
            texts[line_id] = "By Anna Miller" if kind.mark == "~" else token[0].strip("=:+")
            names[line_id] = token[2] or token[3]
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
    for item, said in items.items():
        pictures = ["#"] * sum(p.item == item for p in found.pictures if item is not None)
        rows.append(" ".join([*(["furniture:"] if item is None else []), *(name for name, _ in said), *pictures]))
    strays = sum(p.item is None for p in found.pictures)
    return "\n".join([*rows, *(["stray: " + " ".join("#" * strays)] if strays else [])])


def answer(case: Case) -> str:
    drawn = draw(case.given)
    return told(drawn, drawn.arranged())


PAGES = read_cases("layout/pages.txt")


@pytest.mark.parametrize("case", PAGES, ids=lambda c: c.title)
def test_golden(case: Case, update_golden: bool) -> None:
    if update_golden:
        update_cases(case.file, answer)
    else:
        assert answer(case) == case.expected


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", read_cases("layout/known_failures.txt"), ids=lambda c: c.title)
def test_known_failure(case: Case) -> None:
    assert answer(case) == case.expected


# Where bands leave a choice, a vertical page is read otherwise: no item goes on below another one that is before it.
OTHERWISE = re.compile("a second article at the foot of|articles that end at different|a heading over four columns")
TURNED = [c for c in PAGES if "furniture" not in c.expected and not OTHERWISE.match(c.title)]


@pytest.mark.parametrize("case", TURNED, ids=lambda c: c.title)
def test_a_vertical_page_is_arranged_like_its_reading_frame(case: Case) -> None:
    drawn = draw(case.given)
    assert told(drawn, drawn.arranged("vertical")) == told(drawn, drawn.arranged())


# Any page and any hand on it.

CELLS = st.tuples(st.integers(0, 60), st.integers(0, 14), st.integers(1, 40), st.sampled_from(TYPES))
WORDS = st.sampled_from(["", "the council met", "at noon.", "By Anna Miller", "Page 3", "12", "yester-"])


def _page(
    found: Arrangement,
    rules: Sequence[Separator],
    texts: Mapping[str, LineText],
    placement: Placement,
    language: Language,
) -> Page:
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


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A page of lines, rules and pictures thrown down anywhere, arranged."""
    cells = draw(st.lists(st.tuples(CELLS, WORDS), min_size=1, max_size=16))
    direction = draw(st.sampled_from(["horizontal", "vertical"]))
    frame = ReadingFrame(direction, 1700)
    lines, texts = [], {}
    for i, ((x, y, w, kind), text) in enumerate(cells):
        box = frame.leave(Box(x * GLYPH, y * PITCH, (x + w) * GLYPH, y * PITCH + kind.height))
        lines.append(TextLine(f"l_{i:02}", box, box.polygon, (), direction, kind.glyph, kind.stroke))
        texts[f"l_{i:02}"] = LineText(text)
    places = st.tuples(st.integers(0, 60), st.integers(0, 14), st.integers(3, 60), st.integers(3, 14))
    rules = [
        Separator(f"s_{i}", box, way)
        for i, (x, y, w, h) in enumerate(draw(st.lists(places, max_size=3)))
        for way in [draw(st.sampled_from(["horizontal", "vertical"]))]
        for box in [
            Box(
                x * GLYPH,
                y * PITCH,
                x * GLYPH + (w * GLYPH if way == "horizontal" else 3),
                y * PITCH + (h * PITCH if way == "vertical" else 3),
            )
        ]
    ]
    pictures = [
        Picture(f"p_{i}", Box(x * GLYPH, y * PITCH, (x + w) * GLYPH, (y + h) * PITCH))
        for i, (x, y, w, h) in enumerate(draw(st.lists(places, max_size=2)))
    ]
    transform = Transform(draw(st.sampled_from([0.0, 0.4, -1.1])))
    placement = Placement(1700, 1700, transform, direction)
    language = draw(st.sampled_from(["en", "zh"]))
    plain = {key: text.text for key, text in texts.items()}
    found = arrange(lay_out(lines, rules, pictures, plain, placement, language), NO_OVERRIDES)
    return _page(found, rules, texts, placement, language)


def ids(page: Page) -> list[str]:
    return [line.id for line in page.lines]


@settings(max_examples=150, deadline=None)
@given(pages())
def test_every_line_is_read_exactly_once(page: Page) -> None:
    assert page.base_reading
    assert sorted(ids(page)) == sorted(page.base_reading.lines)
    assert len({r.id for r in page.regions}) == len(page.regions)
    assert {r.item for r in page.regions} - {None} == {item.id for item in page.items}
    assert {p.item for p in page.pictures} <= {None, *(item.id for item in page.items)}
    for region in page.regions:
        assert (region.role == "furniture") == (region.item is None)
        assert region.box == Box.around(line.box for line in region.lines)


@settings(max_examples=100, deadline=None)
@given(pages())
def test_arranging_anew_changes_nothing(page: Page) -> None:
    once = rearrange(page, NO_OVERRIDES)
    assert once == rearrange(page, NO_OVERRIDES)
    assert rearrange(once, NO_OVERRIDES) == once


ROLES: tuple[Role, ...] = ("body", "headline", "kicker", "deck", "subhead", "inset", "credit", "caption")


@settings(max_examples=150, deadline=None)
@given(pages(), st.data())
def test_overrides_do_what_they_say_and_lose_nothing(page: Page, data: st.DataObject) -> None:
    some = st.lists(st.sampled_from(ids(page)), max_size=5, unique=True)
    splits = frozenset(data.draw(some))
    overrides = Overrides(
        roles={line: data.draw(st.sampled_from(ROLES)) for line in data.draw(some)},
        items={line: data.draw(st.sampled_from(["one", "two", None])) for line in data.draw(some)},
        order=tuple(data.draw(some)),
        joins=frozenset(data.draw(some)) - splits,
        splits=splits,
    )
    after = rearrange(page, overrides)
    assert sorted(ids(after)) == sorted(ids(page))
    assert after.readings == page.readings
    held = {line.id: region for region in after.regions for line in region.lines}
    for line, role in overrides.roles.items():
        # A line of furniture that is given a role becomes an item of its own.
        assert held[line].role == (role if overrides.items.get(line, "its own") else "furniture")
    named = {name: {held[line].item for line, n in overrides.items.items() if n == name} for name in ("one", "two")}
    assert all(len(owners) <= 1 for owners in named.values())
    assert not named["one"] & named["two"]
    assert all(held[line].item is None for line, name in overrides.items.items() if name is None)
    at = [ids(after).index(line) for line in overrides.order]
    assert at == list(range(at[0], at[0] + len(at))) if at else True
    for line in splits:
        assert held[line].lines[0].id == line
        assert not held[line].continues
    for line in overrides.joins:
        assert held[line].lines[0].id != line or held[line].continues


def page_of(picture: str) -> tuple[Page, dict[str, str]]:
    """A drawing as an arranged page, and its lines' ids by name (the first line of each piece)."""
    drawn = draw(picture)
    found = drawn.arranged()
    texts = {key: LineText(text) for key, text in drawn.texts.items()}
    placement = Placement(drawn.width, drawn.height, Transform(), "horizontal")
    page = _page(found, drawn.separators, texts, placement, "en")
    return page, {name: line for line, name in sorted(drawn.names.items(), reverse=True)}


def region_of(page: Page, line: str) -> TextRegion:
    return next(r for r in page.regions if any(each.id == line for each in r.lines))


TWO_ARTICLES = """\
x1909xxxxxxxx
------------------
    ====A====
  aaaaaaaaaaaaaaaa
aaaaaaaaaaaaaaaaaa
aaaaaaaa.
------------------
    ====B====
  bbbbbbbbbbbbbbbb
bbbbbbbbbbbbbbbbbb
[################]
[################]
[################]
bbbbbbbbbbbbbbbbbb
bbbbbbbb."""


def test_a_line_called_furniture_leaves_its_item() -> None:
    page, line = page_of(TWO_ARTICLES)
    region = region_of(rearrange(page, Overrides(roles={line["a"]: "furniture"})), line["a"])
    assert (region.role, region.item) == ("furniture", None)


def test_a_split_cuts_a_paragraph_and_a_join_mends_it() -> None:
    page, line = page_of(TWO_ARTICLES)
    (second,) = (r.lines[1].id for r in page.regions if r.lines[0].id == line["a"])
    cut = rearrange(page, Overrides(splits=frozenset({second})))
    assert region_of(cut, second).lines[0].id == second
    assert not region_of(cut, second).continues
    joined = rearrange(page, Overrides(joins=frozenset({line["b"]})))
    assert region_of(joined, line["b"]).continues


def test_a_person_takes_overrides_back() -> None:
    page, line = page_of(TWO_ARTICLES)
    changed = rearrange(page, Overrides(items={line["a"]: None, line["A"]: "mine"}, order=(line["b"], line["B"])))
    assert changed != page
    assert rearrange(changed, NO_OVERRIDES) == page


def test_a_furniture_line_called_body_is_text() -> None:
    page, line = page_of(TWO_ARTICLES)
    assert region_of(page, line["x"]).role == "furniture"
    assert region_of(rearrange(page, Overrides(roles={line["x"]: "body"})), line["x"]).role == "body"


def test_a_furniture_line_put_into_an_item_is_no_furniture() -> None:
    page, line = page_of(TWO_ARTICLES)
    assert region_of(rearrange(page, Overrides(items={line["x"]: "mine"})), line["x"]).role != "furniture"


def test_a_line_is_moved_into_an_item_of_the_page() -> None:
    page, line = page_of(TWO_ARTICLES)
    owner = region_of(page, line["b"]).item
    moved = rearrange(page, Overrides(items={line["a"]: owner}))
    assert region_of(moved, line["a"]).item == region_of(moved, line["b"]).item


def test_a_picture_names_no_item_that_is_gone() -> None:
    page, _ = page_of(TWO_ARTICLES)
    assert page.pictures[0].item is not None
    gone = rearrange(page, Overrides(items=dict.fromkeys(ids(page))))
    assert gone.items == ()
    assert gone.pictures[0].item is None
