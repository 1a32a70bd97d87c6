"""Initials: drop capitals, and the first lines of an article that stand beside them.

In: boxes and texts of lines. Out: the lines beside an initial. In the layout that follows a capital counts as an
ordinary letter before its first line, so that order and paragraphs need not know of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr.page import Box

NEAR = 2.0  # line heights from an initial to the lines beside it
OVERHANG = 0.2  # of its width that they may reach into it
OWN = 1.5  # times the height of the line beside it that the box of an initial has, at least
SHARED = 0.5  # of a line's height that is beside it
LINES = 2  # beside it, at least
LONGEST = 2  # characters: a capital, and a quotation mark before it
QUOTES = "\"„“»«'"


def lines_beside(initial: Box, text: str, lines: Sequence[Box]) -> list[int]:
    """The lines that stand beside an initial, from top to bottom; none where the box is no initial's."""
    if len(text.strip()) > LONGEST or not text.strip().strip(QUOTES).isupper():
        return []
    beside = [
        i
        for i, box in enumerate(lines)
        if box.left >= initial.right - OVERHANG * initial.width
        and box.left - initial.right <= NEAR * box.height
        and box.height * OWN <= initial.height
        and box.overlap_y(initial) >= SHARED * box.height
    ]
    return sorted(beside, key=lambda i: lines[i].top) if len(beside) >= LINES else []
