"""Pieces of ink become lines: what is part of a line, of a picture, or of neither."""

from __future__ import annotations

import numpy as np

from ocr.layout.bits import join_bits
from ocr.layout.display import find_display_lines, find_initials
from ocr.layout.gutters import Gutters, find_gutters
from ocr.layout.ink import Ink, Mask
from ocr.layout.pictures import find_pictures
from ocr.layout.separators import Rules
from ocr.layout.spacing import join_centred
from ocr.layout.words import Parted, join_display, join_pieces
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


def test_lines_of_a_subhead_that_touch_are_no_display_line() -> None:
    mask = np.zeros((400, 500), np.uint8)
    for box in [Box(140, 100, 260, 112), Box(100, 115, 300, 127), Box(180, 112, 184, 115)]:  # half as long, touching
        mask[box.top : box.bottom, box.left : box.right] = 1
    for top in range(200, 380, 20):
        for left in range(20, 480, 12):
            mask[top : top + 10, left : left + 2] = mask[top : top + 2, left : left + 10] = 1
    ink = Ink(mask, 255 * (1 - mask), 1.0, 10.0, Box(0, 0, 500, 400))
    assert find_display_lines(ink, np.zeros_like(mask)) == []


def test_a_heading_is_not_cut_at_a_quotation_mark_over_a_gutter() -> None:
    halves = [Box(100, 50, 298, 80), Box(320, 50, 500, 80)]
    fences = np.zeros((200, 600), np.uint8)
    fences[:, 308] = 1
    assert join_display(halves, np.zeros_like(fences), fences) == [halves[0].union(halves[1])]
    apart = [halves[0], Box(324, 50, 500, 80)]
    assert join_display(apart, np.zeros_like(fences), fences) == apart


def test_a_character_with_its_comma_beside_a_gutter_is_no_column() -> None:
    mask = np.zeros((500, 600), np.uint8)
    for i, top in enumerate(range(60, 300, 15)):
        mask[top : top + 10, 100:500] = 1
        if 8 <= i < 11:
            mask[top : top + 10, 112:132] = 0
    mask[320:420:15, 20:112] = mask[320:420:15, 132:500] = 1  # a column further down ends there
    mask = np.maximum(mask, np.roll(mask, 5, axis=0) * (np.arange(500) >= 320)[:, None]).astype(np.uint8)
    none = np.zeros_like(mask)
    ink = Ink(mask, 255 * (1 - mask), 1.0, 10.0, Box(0, 0, 600, 500))
    parted = find_gutters(ink, none, Rules((), (), none, none), none)
    assert not parted.gaps[180:220, 114:130].any()


def test_the_pale_sky_of_a_picture_is_part_of_it() -> None:
    mask = np.zeros((800, 700), np.uint8)
    mask[300:500, 200:500] = 1
    mask[200:300:5, 200:500:5] = 1
    for left in range(206, 500, 60):  # dots that touch
        mask[200:300:5, left : left + 9] = 1
    (picture,), _ = find_pictures(Ink(mask, 255 * (1 - mask), 1.0, 10.0, Box(0, 0, 700, 800)))
    assert picture.top <= 210


def test_a_worn_rule_between_short_columns_is_followed() -> None:
    mask, rules = np.zeros((600, 600), np.uint8), np.zeros((600, 600), np.uint8)
    for top in range(100, 300, 15):
        mask[top : top + 11, 50:289] = mask[top : top + 11, 308:550] = 1
    rules[100:190, 298:300] = 1
    mask[190:290:12, 298:300] = mask[191:290:12, 298:300] = 1
    mask[192:290:3, 298:300] = 1
    ink = Ink(mask, 255 * (1 - mask), 1.0, 10.0, Box(0, 0, 600, 600))
    walls = find_gutters(ink, np.zeros_like(mask), Rules((), (), rules, rules), rules).walls
    assert walls[100:280, 292:306].any(axis=1).all()
