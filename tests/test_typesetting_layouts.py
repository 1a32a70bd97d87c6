"""The typesetter's layouts: whatever stands in the columns, every line has its place and no word is lost."""

from __future__ import annotations

import re
import sys
from itertools import combinations, pairwise, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from chance import STOCKS, Stock, chance_sheet
from typesetting import articles_of, print_sheet
from typesetting_description import Sheet, Story, read_sheet, sample_entry
from typesetting_flow import FullError, Pen, Rect, Span
from typesetting_lines import FontMissingError, break_lines, fold_line, western_pieces
from typesetting_rules import frame_rules, rule_across
from typesetting_sheet import Area, Layout, place_sheet

ROOT = Path(__file__).parents[1]
DESCRIPTIONS = [
    path
    for folder in ("tests/golden/typeset", "tests/sample_pages", "benchmarks/pages")
    for path in sorted((ROOT / folder).glob("*.toml"))
    if "seed/" not in path.read_text(encoding="utf8")
]


def measure(text: str) -> float:
    return 10.0 * len(text)


def placed(path: Path) -> tuple[Sheet, Layout]:
    sheet = read_sheet(path)
    try:
        return sheet, place_sheet(sheet)
    except FontMissingError as error:
        pytest.skip(str(error))


def letters(text: str) -> str:
    return re.sub(r"[\s\-⸗]", "", text)


def overlap(a: Rect, b: Rect, slack: float) -> bool:
    across = min(a.u1, b.u1) - max(a.u0, b.u0)
    return across > slack and min(a.v1, b.v1) - max(a.v0, b.v0) > slack


def body_rects(sheet: Sheet, layout: Layout) -> list[Rect]:
    """Where lines of body size stand, from the start of the first run to that of the last."""
    lines = [line for line in layout.lines if line.size <= sheet.em]
    return [Rect(x.u + x.line.runs[0][0], x.v, x.u + x.line.runs[-1][0] + 1, x.v + x.size) for x in lines]


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_lines_have_places_of_their_own(path: Path) -> None:
    sheet, layout = placed(path)
    rects = body_rects(sheet, layout)
    pictures = [Rect(b.u, b.v, b.u + b.length, b.v + b.breadth) for b in layout.pictures]
    assert not [pair for pair in combinations(rects, 2) if overlap(*pair, slack=1.0)]
    assert not [(rect, picture) for rect in rects for picture in pictures if overlap(rect, picture, 1.0)]
    assert all(0 <= rect.u0 <= rect.u1 <= sheet.length - 2 * sheet.margin for rect in rects)


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_picture_is_printed_over_a_heading(path: Path) -> None:
    _, layout = placed(path)
    pictures = [Rect(b.u, b.v, b.u + b.length, b.v + b.breadth) for b in layout.pictures]
    heads = [Rect(x.u, x.v, x.u + x.size, x.v + x.size) for x in layout.lines if x.kind not in ("body", "caption")]
    assert not [(head, picture) for head in heads for picture in pictures if overlap(head, picture, 1.0)]


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_word_is_lost(path: Path) -> None:
    sheet, layout = placed(path)
    for article in articles_of(sheet):
        own = [line for line in layout.lines if f"a{line.story + 1}" == article["id"]]
        for field in ("headline", "kicker", "deck", "byline"):
            assert letters("".join(x.line.text for x in own if x.kind == field)) == letters(article.get(field, ""))
        text = "".join(x.line.text for x in own if x.kind in ("body", "subhead"))
        captions = "".join(x.line.text for x in own if x.kind == "caption")
        told = letters("".join(part.removeprefix("## ") for part in article["body"]))
        assert letters(text + captions) == told


@pytest.mark.parametrize("stock", [stock for stock in STOCKS if stock.kind != "seed"], ids=lambda stock: stock.kind)
def test_pages_of_chance_can_be_set(stock: Stock) -> None:
    sheet = chance_sheet(stock, 1, sample_entry)
    assert sheet == chance_sheet(stock, 1, sample_entry)
    assert sheet != chance_sheet(stock, 2, sample_entry)
    try:
        layout = place_sheet(sheet)
    except FontMissingError as error:
        pytest.skip(str(error))
    assert not [pair for pair in combinations(body_rects(sheet, layout), 2) if overlap(*pair, slack=1.0)]


@given(
    st.lists(st.tuples(st.floats(0, 350), st.floats(0, 200), st.floats(5, 200), st.floats(5, 100)), max_size=5),
    st.integers(1, 4),
)
def test_no_line_goes_through_what_stands_in_the_columns(boxes: list[tuple[float, ...]], columns: int) -> None:
    obstacles = [Rect(u, v, u + wide, v + deep) for u, v, wide, deep in boxes]
    spans = tuple(Span(n * 100.0, 90.0) for n in range(columns))
    pen = Pen(spans, 0.0, 300.0, 12.0, 30.0, obstacles)
    places = []
    with pytest.raises(FullError):
        places += iter(pen.next_place, None)
    rects = [Rect(u, v, u + width, v + 12.0) for u, v, width in places]
    assert all(width >= 30.0 and v + 12.0 <= 301.0 for _, v, width in places)
    assert not [1 for rect in rects for obstacle in obstacles if overlap(rect, obstacle, 1e-6)]


def test_lines_take_the_rooms_that_are_given() -> None:
    pieces = western_pieces("The ferry crossed the narrow sound before breakfast again", "en", "-")
    rooms = iter([200.0, 90.0, 90.0, *repeat(200.0, 9)])
    lines = break_lines(pieces, measure, rooms, False)
    assert [room for _, room in lines][:3] == [200.0, 90.0, 90.0]
    assert all(measure("".join(piece.text for piece in line)) <= room for line, room in lines)


@pytest.mark.parametrize(
    ("text", "language", "lines"),
    [
        ("Short", "en", ("Short",)),
        ("Concert for the Cottage Hospital", "en", ("Concert for the", "Cottage Hospital")),
        ("平湖慧谷科技园接受五年绩效评估实地考察", "zh", ("平湖慧谷科技园接受五", "年绩效评估实地考察")),
        ("■记者 徐晓雯 通讯员 潘爱忠", "zh", ("■记者 徐晓雯", "通讯员 潘爱忠")),
    ],
)
def test_long_display_lines_are_cut_into_even_ones(text: str, language: str, lines: tuple[str, ...]) -> None:
    assert fold_line(text, measure, 160 if language == "en" else 105, language) == lines


def test_places_in_columns_may_be_fractions() -> None:
    area = Area((Span(0, 100), Span(110, 100), Span(220, 100)))
    assert area.part((1, 1)) == Span(110, 100)
    assert area.part((0.5, 2)) == Span(50, 220)
    assert area.part((0, 3)) == Span(0, 320)


def test_a_frame_has_four_sides() -> None:
    rules = frame_rules(Rect(0, 0, 100, 50), 24, "thin")
    across = [rule for rule in rules if rule.length > 0]
    assert [(rule.u, rule.v, rule.length) for rule in across] == [(0, 0, 100), (0, 48, 100)]
    assert [(rule.u, -rule.length) for rule in rules if rule.length < 0] == [(0, 50), (98, 50)]


@pytest.mark.parametrize(("style", "strokes"), [(True, 1), ("double", 2), ("broken", 4), ("dash", 1), ("ornament", 2)])
def test_rules_stay_within_their_columns(style: bool | str, strokes: int) -> None:
    rules = rule_across(10, 200, 0, 24, style)
    assert len(rules) == strokes
    assert all(rule.u >= 10 and rule.u + rule.length <= 210 for rule in rules)
    assert all(a.u + a.length <= b.u for a, b in pairwise(rules) if style == "broken")


def test_items_are_numbered_with_those_in_their_boxes() -> None:
    box = Story((0, 1), ("b",))
    assert Story((0, 1), ("a",), boxes=(box, box)).count == 3


def test_drop_capital_is_a_line_before_its_line() -> None:
    sheet, layout = placed(ROOT / "tests/golden/typeset/drop-capital.toml")
    body = [line for line in layout.lines if line.kind == "body"]
    capital, first = body[0], body[1]
    assert (capital.line.text, first.line.text[:4]) == ("H", "OLLI")
    assert capital.size > 3 * sheet.em
    assert first.u > capital.u
    assert body[4].u < first.u


def test_adverts_are_no_articles() -> None:
    sheet, _ = placed(ROOT / "tests/golden/typeset/frames.toml")
    truth = print_sheet(sheet).truth
    assert {line["article"] for line in truth["lines"] if line["kind"] == "advert"} == {"a4"}
    assert [article["id"] for article in truth["articles"]] == ["a1", "a2", "a3"]
