"""Lines that run over the gutter of short columns are parted; those whose spaces fall in one place are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ocr.layout.seams import part_columns, part_headings
from ocr.page import Box

GLYPH = 10.0
HEIGHT, PITCH = 12, 15
LEFT, END, BEGIN, RIGHT = 20, 300, 314, 600  # pixels: two columns with a gutter of little more than a line's height


def rows(count: int, first: int = 40) -> list[Box]:
    """Lines over both columns, from top to bottom."""
    return [Box(LEFT, y, RIGHT, y + HEIGHT) for y in range(first, first + count * PITCH, PITCH)]


def printed(lines: list[Box], gaps: list[tuple[int, int]]) -> np.ndarray:
    """The ink of lines, each with a gap."""
    ink = np.zeros((400, 700), np.uint8)
    for line, (left, right) in zip(lines, gaps, strict=True):
        ink[line.top : line.bottom, line.left : line.right] = 1
        ink[line.top : line.bottom, left:right] = 0
    return ink


def halves(line: Box, left: int = END, right: int = BEGIN) -> list[Box]:
    return [replace(line, right=left), replace(line, left=right)]


def test_three_lines_over_a_gutter_are_six() -> None:
    lines = rows(3)
    ink = printed(lines, [(END, BEGIN)] * 3)
    assert sorted(part_columns(lines, ink, GLYPH)) == sorted(half for line in lines for half in halves(line))


def test_an_indent_and_a_short_last_line_leave_a_gutter() -> None:
    lines = rows(4)
    gaps = [(END, BEGIN + 25), (END, BEGIN), (END, BEGIN), (END - 90, BEGIN)]
    ink = printed(lines, gaps)
    parted = [half for line, gap in zip(lines, gaps, strict=True) for half in halves(line, *gap)]
    assert sorted(part_columns(lines, ink, GLYPH)) == sorted(parted)


def test_two_lines_are_parted_at_their_widest_gap_only() -> None:
    lines = rows(2)
    ink = printed(lines, [(END, BEGIN)] * 2)
    assert len(part_columns(lines, ink, GLYPH)) == 4
    for line in lines:  # another space as wide: it may be loosely set
        ink[line.top : line.bottom, line.top + 100 : line.top + 114] = 0
    assert part_columns(lines, ink, GLYPH) == lines


def test_spaces_below_each_other_within_a_column_part_nothing() -> None:
    lines = rows(7)
    solid = (RIGHT, RIGHT)
    ink = printed(lines, [solid, solid, (END, BEGIN), (END, BEGIN), (END, BEGIN), solid, solid])
    assert part_columns(lines, ink, GLYPH) == lines


def test_spaces_of_lines_that_are_not_flush_part_nothing() -> None:
    lines = rows(4)
    ink = printed(lines, [(END - 7, BEGIN + 7), (END, BEGIN + 12), (END - 14, BEGIN), (END - 8, BEGIN + 5)])
    assert part_columns(lines, ink, GLYPH) == lines


def test_the_columns_of_a_table_are_no_columns_of_text() -> None:
    lines = [replace(line, right=BEGIN + 40) for line in rows(4)]
    ink = printed(lines, [(END, BEGIN)] * 4)
    assert part_columns(lines, ink, GLYPH) == lines


def test_three_headings_side_by_side_are_three() -> None:
    columns = [(20, 200), (220, 400), (420, 600)]
    lines = [Box(left, y, right, y + HEIGHT) for left, right in columns for y in range(60, 60 + 4 * PITCH, PITCH)]
    parts = [Box((left + right) // 2 - 50, 20, (left + right) // 2 + 50, 48) for left, right in columns]
    ink = np.zeros((400, 700), np.uint8)
    for box in [*parts, *lines]:
        ink[box.top : box.bottom, box.left : box.right] = 1
    for part in parts:
        ink[part.top : part.bottom, part.left + 40 : part.left + 48] = 0  # a space between words
    assert part_headings([Box(parts[0].left, 20, parts[-1].right, 48)], lines, ink, GLYPH) == parts


def test_headings_side_by_side_are_parted_over_their_columns_only() -> None:
    lines = [half for line in rows(4, first=60) for half in halves(line)]
    heading = Box(60, 20, 560, 48)
    ink = np.zeros((400, 700), np.uint8)
    for box in [heading, *lines]:
        ink[box.top : box.bottom, box.left : box.right] = 1
    for left, right in ((150, 158), (260, 354), (450, 458)):  # three spaces, the middle one over the gutter
        ink[heading.top : heading.bottom, left:right] = 0
    parts = [replace(heading, right=260), replace(heading, left=354)]
    assert part_headings([heading], lines, ink, GLYPH) == parts
    assert part_headings([heading], lines[:2], ink, GLYPH) == [heading]
    wide = replace(heading, left=160, right=460)  # in the middle of both columns
    ink[heading.top : heading.bottom, :160] = ink[heading.top : heading.bottom, 460:] = 0
    assert part_headings([wide], lines, ink, GLYPH) == [wide]


def test_headings_side_by_side_over_two_columns_each_are_parted() -> None:
    columns = [(20, 150), (160, 300), (314, 450), (460, 600)]
    lines = [Box(left, y, right, y + HEIGHT) for y in range(60, 120, PITCH) for left, right in columns]
    heading = Box(30, 20, 590, 44)
    ink = np.zeros((400, 700), np.uint8)
    for box in [heading, *lines]:
        ink[box.top : box.bottom, box.left : box.right] = 1
    for left, right in ((80, 95), (294, 314)):  # beside a quotation mark, and over the gutter
        ink[heading.top : heading.bottom, left:right] = 0
    parts = [replace(heading, right=294), replace(heading, left=314)]
    assert part_headings([heading], lines, ink, GLYPH) == parts
