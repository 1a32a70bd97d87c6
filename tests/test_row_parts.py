"""Parts of one line that stand apart in their column."""

from __future__ import annotations

import numpy as np

from ocr.layout.row_parts import join_parts
from ocr.layout.spacing import join_centred
from ocr.page import Box

GLYPH, HIGH, PITCH = 10.0, 14, 18
LEFT, RIGHT = 20, 320  # of the column


def row(number: int, left: int = LEFT, right: int = RIGHT) -> Box:
    return Box(left, 20 + number * PITCH, right, 20 + number * PITCH + HIGH)


def paper() -> np.ndarray:
    return np.zeros((260, 400), np.uint8)


def test_a_date_at_the_end_of_an_advert_is_of_its_last_line() -> None:
    lines = [row(0), row(1), row(2, LEFT, 90), row(2, 250), row(3, 60, 300), row(4)]
    joined = join_parts(lines, paper(), paper(), GLYPH)
    assert row(2) in joined
    assert len(joined) == len(lines) - 1


def test_two_short_columns_are_no_parts() -> None:
    halves = [row(n, *sides) for n in range(1, 5) for sides in ((LEFT, 150), (190, RIGHT))]
    lines = [row(0), *halves, row(5)]
    assert sorted(join_parts(lines, paper(), paper(), GLYPH)) == sorted(lines)


def test_lines_beside_a_line_over_both_their_columns_are_no_parts() -> None:
    lines = [row(0, 20, 380), row(1, 120, 180), row(1, 210, 280), row(2, 20, 380)]
    assert sorted(join_parts(lines, paper(), paper(), GLYPH)) == sorted(lines)


def test_leaders_join_and_a_rule_parts() -> None:
    lines = [row(0, LEFT, 110), row(0, 260), row(1, LEFT, 100), row(1, 270)]
    ink, rule = paper(), paper()
    for x in range(112, 260, 8):
        ink[30:32, x : x + 2] = ink[48:50, x : x + 2] = 1
    rule[38:52, 200] = 1
    joined = join_parts(lines, ink, rule, GLYPH)
    assert sorted(joined) == sorted([row(0), row(1, LEFT, 100), row(1, 270)])


def test_dirt_in_a_gutter_is_no_leader() -> None:
    halves = [row(n, *sides) for n in range(8) for sides in ((LEFT, 160), (176, RIGHT))]
    ink = paper()
    ink[:, 160:176] = np.random.default_rng(7).random((260, 16)) < 0.03
    assert sorted(join_parts(halves, ink, paper(), GLYPH)) == sorted(halves)


def words(line: Box, ink: np.ndarray) -> None:
    """Letters of 8 pixels, one of paper between them, and wider paper between words of five letters."""
    for n, x in enumerate(range(line.left, line.right - 7, 9)):
        if n % 6 != 5:
            ink[line.top : line.bottom, x : x + 8] = 1


def test_a_line_that_is_set_again_below_itself_between_rules_is_no_two_columns() -> None:
    ink, rules = paper(), paper()
    rules[:, [10, 390]] = 1
    lines = [row(n, *sides) for n in range(5) for sides in ((101, 145), (155, 300))]
    for line in lines:
        words(line, ink)
    assert sorted(join_centred(lines, ink, rules, GLYPH)) == [row(n, 101, 300) for n in range(5)]
    assert sorted(join_centred(lines, ink, paper(), GLYPH)) == sorted(lines)
