"""Pieces of ink become lines: what is part of a line, of a picture, or of neither."""

from __future__ import annotations

import numpy as np

from ocr.layout.bits import join_bits
from ocr.layout.display import find_initials
from ocr.layout.gutters import Gutters
from ocr.layout.ink import Ink, Mask
from ocr.layout.pictures import find_pictures
from ocr.layout.spacing import join_centred
from ocr.layout.words import Parted, join_pieces
from ocr.page import Box


def test_a_rule_that_hangs_on_a_picture_is_no_part_of_it() -> None:
    mask = np.zeros((800, 700), np.uint8)
    mask[100:400, 200:500] = 1
    mask[400:700, 348:351] = 1
    (picture,), _ = find_pictures(Ink(mask, 255 * (1 - mask), 1.0, 10.0, Box(0, 0, 700, 800)))
    assert 390 <= picture.bottom <= 410


def test_a_word_cut_by_a_gutter_is_one_word_again() -> None:
    ink = np.zeros((300, 700), np.uint8)
    columns = [Box(left, top, left + 300, top + 12) for left in (10, 330) for top in range(60, 240, 20)]
    halves = [Box(220, 30, 316, 42), Box(322, 35, 340, 42)]
    for box in [*columns, *halves, Box(316, 35, 322, 42)]:
        ink[box.top : box.bottom, box.left : box.right] = 1
    joined = join_centred([*columns, *halves], ink, np.zeros_like(ink), 10.0)
    assert sorted(joined) == sorted([*columns, halves[0].union(halves[1])])


def test_bits_of_letters_join_their_line() -> None:
    heading, accent, bar, word = Box(50, 50, 400, 80), Box(300, 41, 308, 48), Box(60, 52, 75, 58), Box(340, 58, 398, 88)
    text = [Box(40, top, 420, top + 18) for top in (110, 130)]
    last = Box(40, 150, 90, 168)
    assert sorted(join_bits([heading, accent, bar, word, *text, last], 10.0)) == sorted(
        [Box(50, 41, 400, 88), *text, last]
    )


def test_a_headline_may_begin_with_a_letter_of_its_own() -> None:
    mask = np.zeros((200, 500), np.uint8)
    mask[50:90, 50:80] = 1
    for top in (55, 74):
        mask[top : top + 10, 90:160:6] = 1
    body = Ink(mask, 255 * (1 - mask), 1.0, 14.0, Box(0, 0, 500, 200))
    assert len(find_initials(body)[0]) == 1
    assert not find_initials(body, [Box(90, 52, 300, 90)])[0]


def test_a_line_beside_a_column_does_not_join_it() -> None:
    paper = np.zeros((300, 900), np.uint8)
    column = [Box(556, top, 740, top + 18) for top in range(20, 220, 24)]
    beside = Box(411, 192, 505, 208)
    parted = Parted(_page(paper), paper, Gutters(paper, paper, paper, paper, paper), 18.0, 10.0)
    assert sorted(join_pieces([*column, beside], parted, 10.0)) == sorted([*column, beside])


def test_a_rule_parts_the_last_lines_of_columns_and_no_heading() -> None:
    wall, ink = np.zeros((300, 900), np.uint8), np.zeros((300, 900), np.uint8)
    wall[:, 448:452] = 1
    last = Box(100, 200, 446, 223), Box(450, 200, 800, 223)
    heading = Box(100, 100, 446, 124), Box(450, 100, 800, 124)
    for box, letters in [(b, 10) for b in last] + [(b, 16) for b in heading]:
        ink[box.top : box.bottom, box.left : box.right : 12] = 1
        ink[box.top + 4 : box.top + 4 + letters, box.left : box.right] = 1
    parted = Parted(_page(ink), 0 * wall, Gutters(wall, wall, wall, wall, wall), 18.0, 10.0)
    assert sorted(join_pieces([*last, *heading], parted, 10.0)) == sorted([*last, heading[0].union(heading[1])])


def _page(mask: Mask) -> Ink:
    return Ink(mask, np.asarray(255 - 255 * mask, np.uint8), 1.0, 10.0, Box(0, 0, mask.shape[1], mask.shape[0]))
