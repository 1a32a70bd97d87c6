"""Columns of boxes: what a rule over a gutter does to the columns beside it."""

from __future__ import annotations

import pytest

from ocr.layout.columns import cut_columns
from ocr.layout.elements import Element
from ocr.page import Box

GLYPH, PITCH = 10, 20  # pixels
LEFT, RIGHT = (0, 300), (330, 630)  # the columns; the middle of the gutter is at 315


@pytest.mark.parametrize(("end", "ruled"), [(310, [1, 0]), (318, [1, 0]), (360, [1, 1]), (630, [1, 1])])
def test_a_rule_that_reaches_past_a_gutter_is_none_of_the_next_column(end: int, ruled: list[int]) -> None:
    boxes = [Box(left, PITCH * row, right, PITCH * row + 14) for left, right in (LEFT, RIGHT) for row in range(20)]
    elements = [Element(box, "line", i) for i, box in enumerate(boxes)]
    elements.append(Element(Box(0, 196, end, 198), "rule", 0))
    leaves = cut_columns(elements, GLYPH).leaves()
    held = [(leaf.box.left, sum(e.kind == "rule" for e in leaf.elements)) for leaf in leaves]
    assert [sum(count for left, count in held if left == column[0]) for column in (LEFT, RIGHT)] == ruled
