"""Areas: a heading with the columns below it, cut out of a region as one piece.

In: the elements of a region that can be cut neither into rows nor into columns, because articles stand round each other
like the blades of a pinwheel, or one runs round a corner of another (a tree of straight cuts cannot part such pages).
Out: the rest of the region, and the area, to be cut further.
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr.layout.elements import Element, usual_width
from ocr.layout.spans import stack_headings
from ocr.page import Box

WIDE = 1.25  # times the usual line width: what stands over several columns
MOSTLY = 0.5  # share of a narrow box or a rule that makes it stand over an area
LEAN = 1.0  # glyphs by which a box may reach over an area's side
RULE_ABOVE = 3.0  # glyphs from a heading up to the rule that stands above it


def by_areas(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """The rest of a region, and what the lowest heading, or rule over columns, has below it to the region's end."""
    heads = [Box.around(e.box for e in stack) for stack in stack_headings(elements)]
    heads += [e.box for e in elements if e.kind == "rule"]
    wide = WIDE * usual_width(inked, Box.around(e.box for e in inked))
    for head in sorted((b for b in heads if b.width >= wide), key=lambda b: -b.top):
        area = _area(head, elements, inked, glyph)
        if area:
            return [[e for e in elements if e not in area], area]
    return []


def _area(head: Box, elements: Sequence[Element], inked: list[Element], glyph: float) -> list[Element]:
    """What a heading's columns hold from it down; empty where that is no piece of its own."""
    lean = LEAN * glyph
    y = _top(head, elements, glyph)
    over = [e for e in inked if e.box.overlap_x(head) > min(lean, MOSTLY * e.box.width)]
    held = [e for e in over if e.box.center[1] > y]
    sides = any(e.box.left < head.left - lean or e.box.right > head.right + lean for e in held)
    straddled = any(e.box.top < y - lean and e.box.bottom > y + lean for e in over)
    above = any(e.box.center[1] < y for e in over)
    beside = any(e.box.center[1] > y for e in inked if e not in over)
    if sides or straddled or not above or not beside or not held:
        return []
    taken = set(held)
    return [e for e in elements if e in taken or (e not in inked and _within(e.box, head, y, lean))]


def _top(head: Box, elements: Sequence[Element], glyph: float) -> float:
    """The row above a heading, and above the rule that parts it from what is above."""
    tops = [
        e.box.top
        for e in elements
        if e.kind == "rule"
        and 0 <= head.top - e.box.bottom <= RULE_ABOVE * glyph
        and e.box.overlap_x(head) > MOSTLY * e.box.width
    ]
    return min([head.top, *tops]) - 0.5


def _within(rule: Box, head: Box, y: float, lean: float) -> bool:
    x, middle = rule.center
    return middle > y and head.left - lean <= x <= head.right + lean
