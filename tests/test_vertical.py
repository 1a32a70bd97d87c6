"""Vertical pages drawn square by square: their grid, columns, rows and bands, and rows read from right to left."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from golden_cases import Case, read_cases, update_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from test_arrange import draw, told

from ocr.engines.glyphs import glyphs_of
from ocr.engines.leftward import reverse, turn_leftward
from ocr.layout.bands import cut_bands
from ocr.layout.elements import Element, Kind
from ocr.layout.grid import measure_grid
from ocr.layout.lines import Found
from ocr.layout.pieces import Print
from ocr.layout.territory import find_territory
from ocr.layout.vertical_lines import chain_columns, find_vertical_lines
from ocr.page import Box, Direction, Glyph, LineText, Word

EM, PITCH = 26, 32  # pixels of a body character, and from column to column
PAPER, INK = 250, 20


class Drawing:
    """A page on which characters are drawn as squares with strokes, no two alike, and the lines that they make."""

    def __init__(self, width: int, height: int, seed: int = 3) -> None:
        self.page: NDArray[np.uint8] = np.full((height, width), PAPER, np.uint8)
        self.columns: list[Box] = []
        self.rows: list[Box] = []
        self._random = np.random.default_rng(seed)

    def character(self, x: int, y: int, em: int) -> None:
        """A frame with cross strokes, on a square of `em` pixels."""
        size, stroke = round(0.84 * em), max(2, em // 13)
        left, top = x + (em - size) // 2, y + (em - size) // 2
        cv2.rectangle(self.page, (left, top), (left + size - 1, top + size - 1), (INK,), stroke)
        for _ in range(3):
            a, b = (int(v) for v in self._random.integers(0, size, 2))
            cv2.line(self.page, (left, top + a), (left + size - 1, top + b), (INK,), stroke)

    def column(self, x: int, y: int, count: int, em: int = EM) -> None:
        """A column of characters from y downwards, one of many a mark."""
        mark = int(self._random.integers(2, count - 2)) if count > 6 else -1
        for i in range(count):
            if i == mark:
                cv2.circle(self.page, (x + round(0.6 * em), y + i * em + round(0.3 * em)), em // 8, (INK,), -1)
            else:
                self.character(x, y + i * em, em)
        self.columns.append(Box(x, y, x + em, y + count * em))

    def row(self, x: int, y: int, count: int, em: int) -> None:
        """Characters side by side."""
        for i in range(count):
            self.character(x + i * round(1.1 * em), y, em)
        self.rows.append(Box(x, y, x + count * round(1.1 * em), y + em))

    def rule(self, left: int, right: int, y: int) -> None:
        """A thin horizontal rule."""
        self.page[y : y + 3, left:right] = INK

    def band(self, right: int, y: int, lengths: list[int]) -> None:
        """Columns of so many characters from right to left."""
        for i, count in enumerate(lengths):
            self.column(right - (i + 1) * PITCH, y, count)


def bands() -> Drawing:
    """Two bands under a rule, a heading over both, columns of unlike lengths, a heading set in a row."""
    page = Drawing(1500, 900)
    page.row(1100, 40, 6, 44)
    page.rule(60, 1440, 110)
    page.column(1360, 160, 8, 70)
    page.band(1340, 130, [11, 12, 5, 12, 12, 9, 12, 12])
    page.rule(1070, 1340, 460)
    page.band(1340, 480, [12, 12, 12, 3, 12, 12, 12, 7])
    page.row(740, 140, 5, 46)
    page.band(1040, 240, [18] * 9)
    page.band(720, 130, [22, 22, 22, 22, 10, 22, 22, 22, 22, 22, 22, 22, 22, 22])
    return page


def overlap(a: Box, b: Box) -> float:
    shared = a.intersection(b).area
    return shared / (a.area + b.area - shared)


def ways(found: Found, box: Box) -> list[Direction | None]:
    return [line.direction for line in found.lines if overlap(line.box, box) >= 0.6]


def test_the_grid_is_the_pitch_of_the_columns() -> None:
    grid = measure_grid(bands().page, EM)
    assert grid is not None
    assert grid.pitch == pytest.approx(PITCH, rel=0.03)
    assert grid.em == pytest.approx(EM, rel=0.15)


def test_a_page_without_columns_has_no_grid() -> None:
    assert measure_grid(np.full((900, 1500), PAPER, np.uint8), EM) is None
    assert find_vertical_lines(np.full((900, 1500), PAPER, np.uint8), EM) is None


def test_columns_of_bands_are_found_whole_and_apart() -> None:
    drawn = bands()
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    lost = [box for box in drawn.columns if ways(found, box) != ["vertical"]]
    assert lost == []


def test_rows_are_found_among_columns() -> None:
    drawn = bands()
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    assert [ways(found, row) for row in drawn.rows] == [["horizontal"], ["horizontal"]]
    assert sum(line.direction == "horizontal" for line in found.lines) == len(drawn.rows)


def test_side_lines_and_wavy_lines_are_no_text() -> None:
    drawn = bands()
    lines = len((find_vertical_lines(drawn.page, EM) or pytest.fail("no lines")).lines)
    xs = np.arange(60, 1440)
    wave = np.stack([xs, 880 + 5 * np.sin(xs / 6)], axis=1).round().astype(np.int32)
    cv2.polylines(drawn.page, [wave.reshape(-1, 1, 2)], False, (INK,), 4)
    drawn.page[150:730, 1347:1350] = INK
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    assert len(found.lines) == lines
    assert any(b.width > 1000 and b.top > 850 for b in found.horizontal)
    assert any(b.height > 500 and b.left > 1300 for b in found.vertical)


def test_a_worn_rule_still_parts_two_bands() -> None:
    drawn = bands()
    drawn.page[455:470, 1070:1170] = PAPER
    drawn.page[130:860, 1050:1054] = INK  # the wall that the rule ran to
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    assert all(ways(found, box) == ["vertical"] for box in drawn.columns)


def test_a_frame_beside_a_rule_is_no_part_of_it() -> None:
    drawn = bands()
    cv2.rectangle(drawn.page, (62, 122), (726, 850), (INK,), 4)  # the rule above it is at 110
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    widths = sorted(box.width for box in found.horizontal if box.bottom < 135)
    assert widths == pytest.approx([666, 1380], rel=0.03)
    assert sum(box.height > 700 and box.right < 740 for box in found.vertical) == 2


def test_rules_that_line_text_are_not_told() -> None:
    drawn = Drawing(1200, 900)
    drawn.band(1100, 60, [26] * 20)
    for x in range(1100 - 19 * PITCH - 4, 1100, PITCH):
        drawn.page[60:760, x : x + 2] = INK
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    assert len([box for box in found.vertical if box.height > 300]) <= 2
    assert all(ways(found, box) == ["vertical"] for box in drawn.columns)


def test_characters_that_touch_a_frame_stay_in_their_columns() -> None:
    drawn = Drawing(1200, 900)
    drawn.band(1100, 60, [26] * 20)
    left = 1100 - 20 * PITCH
    cv2.rectangle(drawn.page, (left - 6, 40), (1120, 750), (INK,), 3)
    for y in (60 + 3 * EM, 60 + 4 * EM, 60 + 12 * EM):
        drawn.page[y + 5 : y + 12, left - 5 : left + 4] = INK  # a blot from the last column to the frame
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    assert all(ways(found, box) == ["vertical"] for box in drawn.columns)
    assert sum(overlap(line.box, drawn.columns[-1]) >= 0.85 for line in found.lines) == 1


def test_a_stroke_that_touches_a_column_does_not_widen_it() -> None:
    text = np.zeros((400, 200), np.uint8)
    pieces = [Box(60, 20, 80, 240), Box(60, 245, 105, 285), Box(61, 290, 80, 330)]
    for piece in pieces:
        text[piece.top : piece.bottom, 62:78] = 1
    assert chain_columns(pieces, Print(text, np.zeros_like(text), tuple(pieces), 20.0), []) == [Box(60, 20, 80, 330)]


def test_marks_side_by_side_do_not_cut_columns() -> None:
    drawn = Drawing(1200, 900)
    drawn.band(1100, 60, [26] * 24)
    for box in drawn.columns[8:14]:
        y = box.top + 12 * EM
        drawn.page[y : y + EM, box.left : box.right] = PAPER
        cv2.circle(drawn.page, (box.right - 6, y + 5), 3, (INK,), -1)
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    assert all(ways(found, box) == ["vertical"] for box in drawn.columns)


def test_marks_level_with_a_heading_make_no_aisle() -> None:
    drawn = Drawing(1000, 900)
    drawn.column(900, 60, 9, 70)
    drawn.band(860, 60, [26] * 8)
    drawn.rule(560, 960, 800)
    drawn.band(520, 60, [26] * 12)
    for box in drawn.columns[1:9]:  # as wide as two short bands, between large type and a rule
        y = box.top + 13 * EM
        drawn.page[y : y + EM, box.left : box.right] = PAPER
        cv2.circle(drawn.page, (box.right - 6, y + 5), 3, (INK,), -1)
    cv2.line(drawn.page, (590, 60), (590, 740), (INK,), 2)
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    assert all(ways(found, box) == ["vertical"] for box in drawn.columns[1:9])


def test_an_aisle_parts_the_headings_of_two_bands() -> None:
    drawn = Drawing(1000, 900)
    for top in (60, 455):
        drawn.column(900, top, 6, 60)
        drawn.band(850, top, [14] * 20)
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    assert all(ways(found, box) == ["vertical"] for box in drawn.columns)


def answer(case: Case) -> str:
    drawn = draw(case.given)
    return told(drawn, drawn.arranged("vertical"))


@pytest.mark.parametrize("case", read_cases("layout/vertical.txt"), ids=lambda c: c.title)
def test_bands_are_read_in_order(case: Case, update_golden: bool) -> None:
    if update_golden:
        update_cases(case.file, answer)
    else:
        assert answer(case) == case.expected


def test_an_item_fills_the_bands_that_its_heading_spans() -> None:
    def line(name: str, left: int, top: int, width: int = 200, height: int = 26) -> Element:
        kind: Kind = "heading" if name.isupper() else "line"
        names.append(name)
        return Element(Box(left, top, left + width, top + height), kind, len(names) - 1)

    names: list[str] = []
    # In the reading frame: two bands side by side, a heading over both, then one in the first of them.
    elements = [line("A", 20, 0, 400, 60), line("B", 30, 300, 150, 50), line("b", 0, 360)]
    elements += [line(f"a{i}", 0, 80 + 32 * i) for i in range(6)]
    elements += [line(f"c{i}", 220, 80 + 32 * i) for i in range(7)]
    leaves = cut_bands(elements, 20.0).leaves()
    order = [names[e.index] for leaf in leaves for e in leaf.elements]
    assert order == ["A", *(f"a{i}" for i in range(6)), *(f"c{i}" for i in range(7)), "B", "b"]


def test_the_territory_of_a_full_page_fits_into_memory() -> None:
    count = 600
    places = [Box(300 * (i // 100), 20 * (i % 100), 300 * (i // 100) + 280, 20 * (i % 100) + 14) for i in range(count)]
    elements = [Element(box, "line" if i % 50 else "heading", i) for i, box in enumerate(places)]
    tracemalloc.start()
    find_territory(elements, [], 14.0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 24 * count**2  # bytes: a few arrays of (n, n), not ten of doubles


# Rows read from right to left.


def read(*texts: str) -> list[LineText]:
    return [LineText(text, 0.9, tuple(Word(c, Box(i, 0, i + 1, 1)) for i, c in enumerate(text))) for text in texts]


def test_rows_of_a_vertical_page_are_read_to_the_left() -> None:
    texts = turn_leftward(read("新重慶路女子銀行", "行銀子女"), ["vertical", "horizontal"])
    assert [t.text for t in texts] == ["新重慶路女子銀行", "女子銀行"]
    assert [w.box.left for w in texts[1].words] == [3, 2, 1, 0]


def test_the_columns_say_that_rows_run_to_the_right() -> None:
    texts = turn_leftward(read("東京都知事選挙", "都知事選挙 告示"), ["vertical", "horizontal"])
    assert texts[1].text == "都知事選挙 告示"


def test_brackets_are_mirrored_and_figures_stay() -> None:
    assert [reverse(t).text for t in read("（止時12至時二）", "Tel 28-51話電")] == ["（二時至12時止）", "電話28-51 Tel"]
    assert [reverse(t).text for t in read("12.5%至", "話電・4.5%")] == ["至12.5%", "4.5%・電話"]


@pytest.mark.parametrize("text", ["（止時12至時二）", "12.5%至", "Tel 28-51話電"])
def test_words_and_glyphs_run_as_the_text_does(text: str) -> None:
    (line,) = read(text)
    word = Word(text, Box(0, 0, 9, 1), glyphs=tuple(Glyph(w.text, w.box) for w in line.words))
    for each in (line, replace(line, words=(word,))):
        turned = reverse(each)
        assert "".join(glyph.text for glyph in glyphs_of(turned)) == turned.text


@settings(max_examples=200, deadline=None)
@given(st.text("一二三晶報（）「」 ·12.a", max_size=12))
def test_turning_twice_changes_nothing(text: str) -> None:
    (line,) = read(text)
    assert reverse(reverse(line)) == line


def test_a_page_of_1939_keeps_its_columns() -> None:
    scan = Path(__file__).parents[1].parent / "shared" / "data" / "jingbao" / "1939-04-23_2-3.jpg"
    if not scan.is_file():
        pytest.skip("the shared pages are absent")
    from ocr.ingest import load, sources
    from ocr.prepare import prepare

    prepared = prepare(load(next(iter(sources(scan, None)))).image, "vertical")
    found = find_vertical_lines(prepared.grey, prepared.glyph)
    assert found is not None
    assert sum(line.direction == "vertical" for line in found.lines) > 200
    assert sum(line.direction == "horizontal" for line in found.lines) >= 5


def test_flecks_above_an_indented_column_leave_its_indent_and_are_no_column() -> None:
    drawn = bands()
    lines = len((find_vertical_lines(drawn.page, EM) or pytest.fail("no lines")).lines)
    indented = drawn.columns[1]
    drawn.page[indented.top : indented.top + EM, indented.left : indented.right] = PAPER
    drawn.page[indented.top - 2 : indented.top + 2, indented.left + 10 : indented.left + 14] = INK
    drawn.page[860:868, 300:306] = INK  # far from all print
    drawn.page[872:878, 306:311] = INK
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    (line,) = (x for x in found.lines if overlap(x.box, indented) >= 0.6)
    assert line.box.top >= indented.top + EM
    assert len(found.lines) == lines


def test_a_heading_of_slender_characters_is_as_large_as_its_widest() -> None:
    drawn = bands()
    for i in range(3):
        y = 160 + i * 60
        cv2.ellipse(drawn.page, (47, y + 25), (9, 24), 0, 0, 360, (INK,), 5)
    drawn.character(20, 340, 56)
    found = find_vertical_lines(drawn.page, EM)
    assert found is not None
    (heading,) = (x for x in found.lines if x.box.left < 60 and x.box.height > 150)
    assert heading.glyph >= 1.4 * found.glyph
