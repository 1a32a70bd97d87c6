"""Columns: a page is cut into a tree of rows and columns whose leaves are single columns.

In: elements (lines, pictures, rules) as boxes in the reading frame (text runs along x, columns follow each other
left to right). Out: a tree; its leaves, left to right and top to bottom, are the reading order.

Recursive XY-cut (Nagy 1984) with the gaps of shrunken boxes, all gaps at once; what spans several columns is cut
out first, but only if it is a heading, a picture or a paragraph of its own: one line that leaks into the gutter must
not cut the columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from ocr.layout.areas import by_areas
from ocr.layout.elements import Element, Kind, covered, sort_rows, split_rows, usual_width
from ocr.layout.gaps import find_gaps
from ocr.layout.obstacles import narrow_obstacles
from ocr.layout.spanners import by_bands, by_clean_spanners, by_opening, by_spanners, find_spanners
from ocr.layout.spans import widen_headings
from ocr.page import Box

RULE_SPAN = 0.85  # share of a region's width that a rule must span to cut it in two
LEVEL = 1.0  # glyphs by which rules side by side may differ in height
CLOSING = 5.0  # glyphs that a rule reaches into the columns on both sides of a gutter when it closes them
INTO = 1.0  # glyphs that a rule reaches beyond the middle of a gutter when it closes the column there
SURE = 0.5  # of the usual line width: narrower boxes may be dirt and bits
EDGE = 0.5  # glyphs that a rule may run within the edge of a box
GREATEST_DEPTH = 24


@dataclass(frozen=True, slots=True)
class Block:
    """A node: a single column's elements from top to bottom, or rows or columns of further blocks."""

    cut: Literal["leaf", "rows", "columns"]
    box: Box
    elements: tuple[Element, ...] = ()
    blocks: tuple[Block, ...] = ()

    def leaves(self) -> list[Block]:
        """The single columns in reading order."""
        return [self] if self.cut == "leaf" else [leaf for block in self.blocks for leaf in block.leaves()]


def cut_page(elements: Sequence[Element], glyph: float) -> Block:
    """Cut a page's elements into rows and columns, its headings as wide as the columns that they head.

    What text goes on under, or runs round, cuts nothing.
    """
    printed = {(e.kind, e.index): e for e in elements}
    # Headings first: beside a picture they see how wide it is.
    elements = narrow_obstacles(widen_headings(elements, glyph), glyph)
    return _with_boxes(cut_columns(elements, glyph), printed)


def _with_boxes(block: Block, printed: Mapping[tuple[Kind, int], Element]) -> Block:
    """A tree whose elements have the boxes of what is printed."""
    elements = sort_rows([printed[e.kind, e.index] for e in block.elements])
    return replace(block, elements=tuple(elements), blocks=tuple(_with_boxes(b, printed) for b in block.blocks))


def cut_columns(elements: Sequence[Element], glyph: float, depth: int = 0) -> Block:
    """Cut elements into rows and columns; `glyph` is the body glyph's height in the same pixels."""
    inked = [e for e in elements if e.kind not in ("rule", "gutter")]
    box = Box.around(e.box for e in inked or elements)
    if len(inked) <= 1 or depth > GREATEST_DEPTH:
        return _leaf(elements, box)
    for way in (
        _by_rules,
        _by_gutters,
        by_clean_spanners,
        by_areas,
        by_bands,
        by_spanners,
        by_opening,
        _by_all_gutters,
    ):
        parts = way(elements, inked, glyph)
        if len(parts) > 1:
            blocks = tuple(cut_columns(part, glyph, depth + 1) for part in parts)
            return Block("columns" if way in (_by_gutters, _by_all_gutters) else "rows", box, (), blocks)
    return _leaf(elements, box)


def _leaf(elements: Sequence[Element], box: Box) -> Block:
    return Block("leaf", box, tuple(sort_rows([e for e in elements if e.kind != "gutter"])))


def _by_rules(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Above and below each rule, or row of rules, that spans the region."""
    box = _print_box(inked)
    rules = [e.box for e in elements if e.kind == "rule"]
    rules = [b for b in rules if _clear(replace(b, left=box.left, right=box.right), inked, glyph)]
    rows = [[b for b in rules if abs(b.center[1] - rule.center[1]) <= LEVEL * glyph] for rule in rules]
    spanning = [
        row for row in rows if covered([(b.left, b.right) for b in row], box.left, box.right) >= RULE_SPAN * box.width
    ]
    middles = sorted({float(np.mean([b.center[1] for b in row])) for row in spanning})
    return split_rows(elements, middles)


def _print_box(inked: list[Element]) -> Box:
    """The box around what is surely printed: not around the dirt and bits beside it."""
    usual = usual_width(inked, Box.around(e.box for e in inked))
    return Box.around([e.box for e in inked if e.box.width >= SURE * usual] or [e.box for e in inked])


def _clear(rule: Box, inked: list[Element], glyph: float) -> bool:
    """Whether a rule runs through nothing that is printed."""
    middle = (rule.top + rule.bottom) / 2
    over = [e.box for e in inked if e.box.overlap_x(rule) > 0]
    return not any(b.top + EDGE * glyph < middle < b.bottom - EDGE * glyph for b in over)


def _by_gutters(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Left and right of each gutter that nothing rightly crosses, nor a rule that closes the columns on both sides."""
    edges = _clear_gutters(elements, inked, glyph)
    rules = [e.box for e in elements if e.kind == "rule" and _clear(e.box, inked, glyph)]
    usual = usual_width(inked, Box.around(e.box for e in inked))
    printed = [e.box for e in inked if e.box.width >= SURE * usual]
    return _split_columns(elements, [x for x in edges if not any(_closes(b, x, printed, glyph) for b in rules)], glyph)


def _closes(rule: Box, x: float, printed: Sequence[Box], glyph: float) -> bool:
    """Whether a rule ends the columns on both sides of a gutter: it runs under print in both, and above print."""
    reach = CLOSING * glyph
    if not rule.left + reach < x < rule.right - reach:
        return False
    over = [b for b in printed if b.overlap_x(rule) > 0]
    sides = {(b.center[0] < x, b.center[1] < rule.center[1]) for b in over}
    return len(sides) == 4  # above and below, left and right


def _by_all_gutters(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Left and right of each gutter that nothing but rules crosses."""
    return _split_columns(elements, _clear_gutters(elements, inked, glyph), glyph)


def _clear_gutters(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[float]:
    """The gutters that nothing printed rightly crosses, from left to right."""
    box = Box.around(e.box for e in inked)
    edges = []
    for gutter in find_gaps(elements, inked, box, glyph):
        leaks = gutter.crossed(inked)
        if len(leaks) > gutter.leaks * len(inked) or not gutter.witnessed(inked, glyph):
            continue
        if not find_spanners(leaks, usual_width(inked, box), glyph):
            edges.append(gutter.x)
    return edges


def _split_columns(elements: Sequence[Element], edges: Sequence[float], glyph: float) -> list[list[Element]]:
    columns: list[list[Element]] = [[] for _ in range(len(edges) + 1)]
    for element in elements:
        if element.kind == "rule":
            # A rule over several columns closes each of them.
            for i in _columns_under(element.box, edges, glyph):
                columns[i].append(element)
        else:
            columns[int(np.searchsorted(edges, element.box.center[0]))].append(element)
    return [c for c in columns if any(e.kind not in ("rule", "gutter") for e in c)]


def _columns_under(rule: Box, edges: Sequence[float], glyph: float) -> list[int]:
    """The columns that a rule runs into, and does not only reach."""
    bounds = [-np.inf, *edges, np.inf]
    shares = [min(rule.right, end) - max(rule.left, start) for start, end in pairwise(bounds)]
    return [i for i, share in enumerate(shares) if share >= min(INTO * glyph, max(shares))]
