"""Spans: how far headings reach over columns that they are not printed above.

In: the elements of a page, headings with the boxes of their letters. Out: the same with wider boxes: a heading centred
over four columns heads all four, be its letters no wider than two. Virtual separators, as those of Eynollah (Rezanezhad
et al. 2023), but told by the paper beside the heading: a column belongs under it that begins where the text below the
heading does, with nothing above it as far up as the heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from ocr.layout.elements import Element
from ocr.page import Box

STACKED = 1.2  # times the larger height: paper between two lines of one heading stack
BELOW = 3.0  # line heights from a heading to the first lines of its text, which may stand below a credit
LEVEL = 2.0  # line heights by which the columns under one heading may begin higher or lower, for the same reason
GUTTER = 4.0  # glyphs of paper between neighbouring columns
CENTRED = 1.0  # glyphs by which a heading may stand off the middle of its columns: of such spans the widest is meant
MOSTLY = 0.5  # share of the smaller one from which boxes count as level, or one above the other
LEAN = 0.5  # glyphs by which boxes may lean over each other


def widen_headings(elements: Sequence[Element], glyph: float) -> list[Element]:
    """Give each heading the width of the columns that it heads; the other elements stay as they are."""
    widened = {}
    for stack in stack_headings(elements):
        box = Box.around(e.box for e in stack)
        others = [e for e in elements if e not in stack]
        left, right = _reach(box, others, glyph)
        for e in stack:
            wide = replace(e.box, left=min(e.box.left, left), right=max(e.box.right, right))
            if not any(o.kind != "rule" and _touches(o.box, wide, glyph) for o in others):
                widened[e] = replace(e, box=wide)
    return [widened.get(e, e) for e in elements]


def stack_headings(elements: Sequence[Element]) -> list[list[Element]]:
    """The headings among elements, as stacks that stand closely above each other with no rule between them."""
    stacks: list[list[Element]] = []
    rules = [e.box for e in elements if e.kind == "rule"]
    for heading in sorted((e for e in elements if e.kind == "heading"), key=lambda e: (e.box.top, e.box.left)):
        home = next((s for s in stacks if _follows(s[-1].box, heading.box, rules)), None)
        if home is None:
            stacks.append([heading])
        else:
            home.append(heading)
    return stacks


def _follows(above: Box, below: Box, rules: Sequence[Box]) -> bool:
    gap = below.top - above.bottom
    if any(above.center[1] < r.center[1] < below.center[1] and r.overlap_x(below) > 0 for r in rules):
        return False
    near = -MOSTLY * min(above.height, below.height) <= gap <= STACKED * max(above.height, below.height)
    return near and above.overlap_x(below) > MOSTLY * min(above.width, below.width)


def _reach(head: Box, others: Sequence[Element], glyph: float) -> tuple[int, int]:
    """How far left and right the columns that begin below a heading go on side by side."""
    lines = [e.box for e in others if e.kind == "line"]
    left, right = head.left, head.right
    below = [b for b in lines if b.top >= head.bottom - LEAN * glyph]
    texts = [b for b in below if b.overlap_x(head) > 0]
    if not texts:
        return left, right
    height, highest = float(np.median([b.height for b in texts])), min(b.top for b in texts)
    if highest - head.bottom > BELOW * height:
        return left, right
    level = [b for b in below if abs(b.top - highest) <= LEVEL * height]
    foot = max([head.top + 1, head.bottom, *(b.top for b in level)])
    beside = [e for e in others if e.box.top < foot and e.box.bottom > head.top]  # only they can stand above a line
    level = [_column(b, below, height) for b in level if _free_above(b, head, beside, glyph)]
    texts = [b for b in level if b.overlap_x(head) > 0]
    left = min([left, *(b.left for b in texts)])
    right = max([right, *(b.right for b in texts)])
    lefts, rights = [left], [right]
    for box in sorted(level, key=lambda b: b.left):
        if box.left - rights[-1] <= GUTTER * glyph and box.right > rights[-1]:
            rights.append(box.right)
    for box in sorted(level, key=lambda b: -b.right):
        if lefts[-1] - box.right <= GUTTER * glyph and box.left < lefts[-1]:
            lefts.append(box.left)
    rivals = any(
        e.kind == "heading" and e.box.overlap_y(head) > MOSTLY * min(e.box.height, head.height) for e in others
    )
    if not rivals:
        return lefts[-1], rights[-1]
    # Columns between two headings side by side go to the one that is centred over them.
    off = {span: abs(sum(span) - head.left - head.right) / 2 for span in product(lefts, rights)}
    least = min(off.values())
    centred = [span for span in off if off[span] <= least + CENTRED * glyph]
    return max(centred, key=lambda span: span[1] - span[0])


def _column(first: Box, lines: Sequence[Box], height: float) -> Box:
    """A column's first line as wide as the next ones: it may begin with an indent and end in a hyphen that was lost."""
    foot = first.top + LEVEL * height
    next_lines = [b for b in lines if first.top <= b.top <= foot and b.overlap_x(first) > MOSTLY * first.width]
    return replace(first, left=min(b.left for b in next_lines), right=max(b.right for b in next_lines))


def _free_above(line: Box, head: Box, others: Sequence[Element], glyph: float) -> bool:
    """Whether nothing stands above a line as far up as a heading's top, and no vertical rule between them there."""
    above = Box(line.left, head.top, line.right, max(head.top + 1, round(line.top - LEAN * glyph)))
    between = Box(min(line.left, head.left), head.top, max(line.right, head.right), head.bottom)
    return not any(
        _touches(e.box, between, glyph) if e.kind == "gutter" else _touches(e.box, above, glyph) for e in others
    )


def _touches(box: Box, other: Box, glyph: float) -> bool:
    """Whether boxes have more in common than what they may lean over each other; a rule is no wider than that."""
    shared_x, shared_y = box.overlap_x(other), box.overlap_y(other)
    return shared_x > min(LEAN * glyph, MOSTLY * box.width) and shared_y > min(LEAN * glyph, MOSTLY * box.height)
