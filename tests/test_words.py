"""Pieces of ink that are words of one line, be the one without descenders and the other without ascenders."""

from __future__ import annotations

import numpy as np

from ocr.layout.words import complete_display, join_words
from ocr.page import Box

GLYPH = 10.0


def test_a_word_without_ascenders_joins_its_line_and_one_of_the_next_line_does_not() -> None:
    ink = np.ones((80, 300), np.uint8)
    walls = np.zeros_like(ink)
    tall, low, below = Box(20, 10, 90, 25), Box(102, 15, 130, 30), Box(102, 18, 130, 33)
    assert join_words([tall, low], ink, walls, GLYPH) == [tall.union(low)]
    assert len(join_words([tall, below], ink, walls, GLYPH)) == 2


def test_lines_beside_a_woodcut_are_no_marks_of_it() -> None:
    paper = np.zeros((80, 300), np.uint8)
    woodcut, mark = Box(200, 10, 290, 42), Box(190, 12, 196, 24)
    lines = [Box(20, 8 + 12 * n, 190, 19 + 12 * n) for n in range(3)]
    assert complete_display([woodcut], lines, paper, paper) == ([woodcut], sorted(lines))
    assert complete_display([woodcut], [mark], paper, paper) == ([woodcut.union(mark)], [])
