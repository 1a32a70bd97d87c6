"""Arranging: pages drawn in plain text, and what holds for any page and any person's overrides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import get_args

import pytest
from drawn_pages import GLYPH, PITCH, TYPES, Type, draw, language_of, page_from, told
from golden_cases import Case, read_cases, update_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.layout import captions
from ocr.layout.arrange import arrange, rearrange
from ocr.layout.overrides import NO_OVERRIDES, DrawnRegion, Overrides, Run
from ocr.layout.sheet import Entry, Placement, Sheet, lay_out
from ocr.layout.vertical import ReadingFrame
from ocr.page import (
    Box,
    Direction,
    ItemType,
    LineText,
    Page,
    Picture,
    Role,
    Separator,
    TextLine,
    TextRegion,
    Transform,
)


def answer(case: Case) -> str:
    drawn = draw(case.given)
    return told(drawn, drawn.arranged(language_of(case)))


PAGES = read_cases("layout/pages.txt") + read_cases("layout/items.txt")


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


TURNED = [c for c in PAGES if "furniture" not in c.expected]


@pytest.mark.parametrize("case", TURNED, ids=lambda c: c.title)
def test_a_vertical_page_is_arranged_like_its_reading_frame(case: Case) -> None:
    drawn = draw(case.given)
    assert told(drawn, drawn.arranged(language_of(case), "vertical")) == answer(case)


# Any page and any hand on it.

CELLS = st.tuples(st.integers(0, 60), st.integers(0, 14), st.integers(1, 40), st.sampled_from(TYPES))
WORDS = st.sampled_from(["", "the council met", "at noon.", "By Anna Miller", "Page 3", "12", "yester-"])


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
    return page_from(found, rules, texts, placement, language)


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


@settings(max_examples=50, deadline=None)
@given(pages(), st.randoms(use_true_random=False))
def test_in_which_order_lines_come_does_not_matter(page: Page, random: Random) -> None:
    texts = {line.id: "was im Lande geschah" for line in page.lines}
    shuffled = random.sample(page.lines, len(page.lines))
    placement = Placement(page.width, page.height, page.transform, page.direction)
    laid = [lay_out(lines, page.separators, page.pictures, texts, placement, "de") for lines in (page.lines, shuffled)]
    assert arrange(laid[0]).regions == arrange(laid[1]).regions


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_lines_without_width_are_read(direction: Direction) -> None:
    boxes = [Box(1000, 100 + PITCH * i, 1000, 130 + PITCH * i) for i in range(3)]  # what lies beyond the page's edge
    lines = [TextLine(f"l_{i}", box, box.polygon, (), direction) for i, box in enumerate(boxes)]
    sheet = lay_out(lines, [], [], {}, Placement(1000, 1000, Transform(), direction), "en")
    assert sorted(line.id for region in arrange(sheet).regions for line in region.lines) == ["l_0", "l_1", "l_2"]


ROLES: tuple[Role, ...] = ("body", "headline", "kicker", "deck", "subhead", "inset", "credit", "caption", "jump")


@settings(max_examples=150, deadline=None)
@given(pages(), st.data())
def test_overrides_do_what_they_say_and_lose_nothing(page: Page, data: st.DataObject) -> None:
    some = st.lists(st.sampled_from(ids(page)), max_size=5, unique=True)
    splits = frozenset(data.draw(some))
    overrides = Overrides(
        roles={line: data.draw(st.sampled_from(ROLES)) for line in data.draw(some)},
        items={line: data.draw(st.sampled_from(["one", "two", None])) for line in data.draw(some)},
        order=(Run(tuple(data.draw(some))),),
        joins=frozenset(data.draw(some)) - splits,
        splits=splits,
        types=dict.fromkeys(data.draw(some), data.draw(st.sampled_from(get_args(ItemType)))),
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
    at = [ids(after).index(line) for line in overrides.order[0].lines]
    assert at == list(range(at[0], at[0] + len(at))) if at else True
    for line in splits:
        assert held[line].lines[0].id == line
        assert not held[line].continues
    for line in overrides.joins:
        assert held[line].lines[0].id != line or held[line].continues


@settings(max_examples=100, deadline=None)
@given(pages(), st.lists(st.tuples(CELLS, st.sampled_from(["one", "two", None])), min_size=1, max_size=4))
def test_drawn_regions_are_read_in_their_order(page: Page, drawn: list[tuple[tuple[int, int, int, Type], str]]) -> None:
    regions = tuple(
        DrawnRegion(Box(x * GLYPH, y * PITCH, (x + w) * GLYPH, (y + 6) * PITCH), group) for (x, y, w, _), group in drawn
    )
    after = rearrange(page, Overrides(regions=regions))
    assert sorted(ids(after)) == sorted(ids(page))
    owners: dict[str | None, set[str | None]] = {}
    held: list[int] = []
    for region in after.regions:
        for line in region.lines:
            box = next((i for i, r in enumerate(regions) if r.holds(line.box)), None)
            if box is not None:
                held.append(box)
                owners.setdefault(regions[box].group, set()).add(region.item)
    assert held == sorted(held)
    assert all(len(items) == 1 for items in owners.values())
    assert owners.get(None, {None}) == {None}
    assert not owners.get("one", set()) & owners.get("two", set())


def page_of(picture: str) -> tuple[Page, dict[str, str]]:
    """A drawing as an arranged page, and its lines' ids by name (the first line of each piece)."""
    drawn = draw(picture)
    found = drawn.arranged("en")
    texts = {key: LineText(text) for key, text in drawn.texts.items()}
    placement = Placement(drawn.width, drawn.height, Transform(), "horizontal")
    page = page_from(found, drawn.separators, texts, placement, "en")
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
    changed = rearrange(
        page, Overrides(items={line["a"]: None, line["A"]: "mine"}, order=(Run((line["b"], line["B"])),))
    )
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


def test_boxes_that_a_person_drew_are_items_in_their_order() -> None:
    page, line = page_of(TWO_ARTICLES)
    boxes = {name: Box.around(each.box for each in lines) for name, lines in _articles(page, line).items()}
    regions = (DrawnRegion(boxes["B"], "second"), DrawnRegion(boxes["A"], "first", "caption"))
    after = rearrange(page, Overrides(regions=regions, types={"second": "advert", line["a"]: "notice"}))
    assert [
        (item.type, region_of(after, name).item == item.id)
        for item, name in zip(after.items, (line["b"], line["a"]), strict=True)
    ] == [("advert", True), ("notice", True)]
    assert ids(after).index(line["B"]) < ids(after).index(line["A"])
    assert [region_of(after, line[name]).role for name in "ABab"] == ["caption", "headline", "caption", "body"]


def test_a_box_around_both_articles_makes_one_of_them() -> None:
    page, line = page_of(TWO_ARTICLES)
    whole = Box.around(each.box for lines in _articles(page, line).values() for each in lines)
    after = rearrange(page, Overrides(regions=(DrawnRegion(whole, "one"),)))
    assert [item.type for item in after.items] == ["article"]
    assert [region_of(after, line[name]).role for name in "AaBb"] == ["headline", "body", "subhead", "body"]
    assert after.pictures[0].item == after.items[0].id


PRICES = """\
    ====A====
a{Wheat}            a{11 8}
a{Rye}              a{9 50}
a{Barley and oats}  a{8 75}
a{Herrings}         a{2 10}
a{Salt, in bags}    a{1 05}
a{Coal}             a{3 60}"""


def test_the_rows_of_a_price_list_stay_rows_in_a_drawn_box() -> None:
    page, _ = page_of(PRICES)
    rows = ["Wheat", "11 8", "Rye", "9 50", "Barley and oats", "8 75"]
    whole = Box.around(each.box for each in page.lines)
    for read in (page, rearrange(page, Overrides(regions=(DrawnRegion(whole, "list"),)))):
        assert [read.text_of(line) for line in ids(read)][1:7] == rows


def test_captions_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    page, line = page_of(TWO_ARTICLES)
    boxes = [Box.around(each.box for each in lines) for lines in _articles(page, line).values()]
    seen, under = list[Box](), captions._under

    def counted(picture: Box, ordered: Sequence[Entry], sheet: Sheet) -> Iterator[Entry]:
        seen.append(picture)
        return under(picture, ordered, sheet)

    monkeypatch.setattr(captions, "_under", counted)
    rearrange(page, Overrides(regions=tuple(DrawnRegion(box, str(i)) for i, box in enumerate(boxes))))
    assert len(seen) == len(page.pictures) == 1


def _articles(page: Page, line: Mapping[str, str]) -> dict[str, list[TextLine]]:
    return {
        name: [each for r in page.regions if r.item == region_of(page, line[name]).item for each in r.lines]
        for name in "AB"
    }


def test_a_picture_names_no_item_that_is_gone() -> None:
    page, _ = page_of(TWO_ARTICLES)
    assert page.pictures[0].item is not None
    gone = rearrange(page, Overrides(items=dict.fromkeys(ids(page))))
    assert gone.items == ()
    assert gone.pictures[0].item is None
