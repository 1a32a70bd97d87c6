"""What gutters must leave to the lines beside them."""

import numpy as np

from ocr.layout.gutters import Gutters, find_gutters
from ocr.layout.ink import Ink, Mask, parts_of
from ocr.layout.separators import Rules
from ocr.layout.tracks import Ground, follow_tracks
from ocr.page import Box

GLYPH = 10


def gutters(mask: Mask) -> Gutters:
    """The gutters of a drawn page without rules whose glyph is 10 pixels high."""
    none = np.zeros_like(mask)
    page = Box(0, 0, mask.shape[1], mask.shape[0])
    ink = Ink(mask, np.asarray(255 - 255 * mask, np.uint8), 1.0, float(GLYPH), page)
    return find_gutters(ink, none, Rules((), (), none, none), none)


def lines(mask: Mask, left: int, right: int, tops: range) -> None:
    """Lines of letters as squares with paper between."""
    for top in tops:
        for x in range(left, right - 8, 11):
            mask[top : top + GLYPH, x : x + 9] = 1


def test_stems_that_stand_below_each_other_are_no_rule() -> None:
    mask = np.zeros((80, 200), np.uint8)
    lines(mask, 0, 90, range(10, 70, 20))
    lines(mask, 110, 200, range(10, 70, 20))
    for top in (24, 44):  # an h with its bowl, as high as two lines are apart
        mask[top : top + 16, 98:101] = mask[top + 6 : top + 16, 104:107] = 1
    assert not gutters(mask).walls[20:64, 96:108].any()


def test_a_worn_rule_of_three_lines_is_one() -> None:
    mask = np.zeros((120, 240), np.uint8)
    lines(mask, 0, 110, range(10, 110, 20))
    lines(mask, 130, 240, range(10, 110, 20))
    mask[20:100, 119:121] = 1
    mask[55:58, 119:121] = 0
    assert gutters(mask).walls[22:98, 117:123].any(axis=1).all()


def test_a_full_stop_beside_a_gutter_is_no_dirt() -> None:
    mask = np.zeros((400, 240), np.uint8)
    lines(mask, 0, 90, range(10, 390, 20))
    mask[190:196, 88:94] = mask[196:200, 85:90] = 1  # a letter whose foot curves back
    mask[190:200, 77:85] = 1
    mask[197:200, 97:100] = 1
    lone = gutters(mask).lone
    assert not lone[197:200, 97:100].any()


def test_dirt_amid_a_gutter_is_told() -> None:
    mask = np.zeros((400, 240), np.uint8)
    lines(mask, 0, 90, range(10, 390, 20))
    lines(mask, 120, 240, range(10, 390, 20))
    mask[197:203, 101:106] = 1
    assert gutters(mask).lone[197:203, 101:106].all()


def test_a_rule_beside_a_narrow_column_leaves_its_first_letters() -> None:
    printed, rule, clear = (np.zeros((600, 240), np.uint8) for _ in range(3))
    lines(printed, 115, 240, range(10, 310, 20))
    lines(printed, 104, 240, range(310, 590, 20))
    rule[5:595, 98] = 1
    clear[5:310, 98:115] = clear[310:595, 98:104] = 1
    ground = Ground(rule, np.zeros_like(rule), printed, float(GLYPH))
    course, _ = follow_tracks(parts_of(clear), np.array([True]), ground)
    assert course.any()
    assert not np.minimum(course, printed).any()
