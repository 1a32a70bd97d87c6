"""Insets: display lines that are part of the sentence that they interrupt, as in Chinese papers before 1949.

In: the elements of a column with their texts, and which are set in display type. Out: the insets among them, and the
column with the lines beside them in order.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from ocr.layout.elements import Element
from ocr.page import Box

BESIDE = 0.5  # of a line's height that lies in the rows of an inset, at least
SENTENCE_END = tuple('。！？…”’」』）.!?:;"“»)—】》；：■◆')


def find_insets(lines: Sequence[Element], texts: Sequence[str], display: Sequence[bool], before: str) -> set[Element]:
    """Display lines within a sentence: it is not at its end above them, and goes on beside them.

    `before` is the text above the column.
    """
    found: set[Element] = set()
    for i, line in enumerate(lines):
        running = before.strip() != "" and not before.rstrip().endswith(SENTENCE_END)
        if not display[i]:
            before = texts[i]
        elif running and i + 1 < len(lines) and not display[i + 1] and goes_on_beside(line.box, lines[i + 1].box):
            found.add(line)
    return found


def goes_on_beside(inset: Box, line: Box) -> bool:
    """Whether a line stands in the rows that an inset takes up, behind it."""
    return line.overlap_y(inset) >= BESIDE * line.height and line.left >= inset.right - BESIDE * line.height


def stands_beside(obstacle: Box, line: Box) -> bool:
    """Whether a line stands in the rows of an obstacle, on either side of it."""
    return line.overlap_y(obstacle) >= BESIDE * line.height and line.overlap_x(obstacle) <= BESIDE * line.height


def downwards(elements: Sequence[Element], insets: Set[Element]) -> list[Element]:
    """Put the lines beside an inset, which share its one row, from top to bottom behind it."""
    ordered: list[Element] = []
    inset: Box | None = None
    for element in elements:
        if element in insets:
            inset = element.box
        at = len(ordered)
        if inset is not None and goes_on_beside(inset, element.box):
            while at and ordered[at - 1].box != inset and ordered[at - 1].box.top > element.box.top:
                at -= 1
        ordered.insert(at, element)
    return ordered
