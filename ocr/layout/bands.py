"""The reading order of a vertical page: bands from top to bottom, columns of characters from right to left.

In: elements in the reading frame, where a column of characters is a line and a band a column. Out: a tree like that of
`columns.py`. Rules that run through a region part it. Within a part, a line comes after every line above it in its
band and after every line before it at its height, so a heading over two bands comes after what is beside it on one
side and before what is beside it on the other (a topological order of lines, after Breuel 2003). Where that leaves a
choice, the band is read on; the text of an item fills the bands that its heading spans before another item begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr.layout.columns import Block
from ocr.layout.elements import Element, printed_parts
from ocr.layout.territory import Territory, find_territory, reigned
from ocr.page import Box

SPAN = 0.85  # share of a region's print that a rule must run along to part it
THROUGH = 0.6  # glyphs that a line may reach over a rule which parts its region
NEXT = 2.5  # glyphs down to the next line of a band
SAME_BAND = 0.5  # share of the shorter one's length that two lines of a band have in common
BEYOND = 2.0  # glyphs that a heading reaches out of the band beside it: it belongs to more than that band
LEVEL = 3.0  # glyphs within which lines begin at one height of the page
GREATEST_DEPTH = 24


def cut_bands(elements: Sequence[Element], glyph: float, depth: int = 0) -> Block:
    """Cut elements at the rules that run through, and order the lines of each part."""
    inked = [e for e in elements if e.kind not in ("rule", "gutter")]
    box = Box.around(e.box for e in inked or elements)
    if len(inked) > 1 and depth < GREATEST_DEPTH:
        for way in ("gutter", "rule"):
            parts = _parts(elements, inked, box, way, glyph)
            if len(parts) > 1:
                blocks = tuple(cut_bands(part, glyph, depth + 1) for part in parts)
                return Block("columns" if way == "gutter" else "rows", box, (), blocks)
    return _ordered(elements, inked, box, glyph)


def _parts(
    elements: Sequence[Element], inked: Sequence[Element], box: Box, way: str, glyph: float
) -> list[list[Element]]:
    """The elements on either side of each rule that runs through the region, in reading order."""
    across = way == "gutter"
    edges = sorted(
        _edge(e.box, across=across)
        for e in elements
        if e.kind == way and _runs_through(e.box, inked, box, glyph, across=across)
    )
    parts: list[list[Element]] = [[] for _ in range(len(edges) + 1)]
    for element in elements:
        parts[int(np.searchsorted(edges, _edge(element.box, across=across), side="right"))].append(element)
    return printed_parts(parts)


def _edge(box: Box, *, across: bool) -> float:
    return box.center[0] if across else box.center[1]


def _runs_through(rule: Box, inked: Sequence[Element], box: Box, glyph: float, *, across: bool) -> bool:
    """Whether a rule spans a region's print and nothing printed lies across it."""
    covered = rule.overlap_y(box) / max(1, box.height) if across else rule.overlap_x(box) / max(1, box.width)
    if covered < SPAN:
        return False
    at, reach = _edge(rule, across=across), THROUGH * glyph
    if across:
        return not any(e.box.left + reach < at < e.box.right - reach for e in inked)
    return not any(e.box.top + reach < at < e.box.bottom - reach for e in inked)


@dataclass(slots=True)
class _Reader:
    """Reads the lines of a part one by one, as their territory allows."""

    inked: Sequence[Element]
    land: Territory
    glyph: float

    def read(self) -> list[int]:
        """The indices of all lines in reading order."""
        waiting = self.land.before.sum(axis=0)
        unread = np.ones(len(self.inked), bool)
        order: list[int] = []
        span: Box | None = None
        while unread.any():
            free = np.flatnonzero(unread & (waiting == 0))
            if not free.size:  # lines that overlap may wait for each other
                free = np.flatnonzero(unread)
            at = self._choose([int(i) for i in free], order, span)
            span = self._span(at, order, span)
            order.append(at)
            unread[at] = False
            waiting = waiting - self.land.before[at]
        return order

    def _choose(self, free: list[int], order: list[int], span: Box | None) -> int:
        """The next of the lines that may be read: the band's next, else the item's, else the first of the page."""
        last = self.land.places[order[-1]] if order else None
        following = self._following(free, last) if last else None
        if following is not None and last and not self._opens(following, last):
            return following
        if span is not None:
            places = self.land.places
            own = [i for i in free if not self._heads(i) and not self.land.ruled[i]]
            own = [i for i in own if places[i].center[1] > span.top and reigned(span, places[i], self.glyph)]
            if own:
                return self._first(own)
        return self._first(free) if following is None else following

    def _following(self, free: list[int], last: Box) -> int | None:
        """The next line down the band, if it is near."""
        below = [
            i
            for i in free
            for box in [self.land.places[i]]
            if box.center[1] > last.center[1]
            and box.top - last.bottom <= NEXT * self.glyph
            and box.overlap_x(last) >= SAME_BAND * min(box.width, last.width)
        ]
        return min(below, key=lambda i: (self.land.places[i].top, self.land.places[i].left), default=None)

    def _heads(self, index: int) -> bool:
        return self.inked[index].kind == "heading"

    def _opens(self, index: int, last: Box) -> bool:
        """Whether a line begins another item: under a rule, or as a heading beyond the band or in large type."""
        if not self._heads(index):
            return bool(self.land.ruled[index])
        return bool(self.land.large[index] or self.land.ruled[index]) or self._reaches_out(index, last)

    def _reaches_out(self, index: int, last: Box) -> bool:
        """Whether a heading spans more than the band that was read up to it."""
        box = self.land.places[index]
        return max(last.left - box.left, box.right - last.right) >= BEYOND * self.glyph

    def _first(self, indices: list[int]) -> int:
        """The line that stands highest on the page, of those at one height the first."""
        start = min(self.land.places[i].left for i in indices) + LEVEL * self.glyph
        high = [i for i in indices if self.land.places[i].left <= start]
        return min(high, key=lambda i: (self.land.places[i].top, self.land.places[i].left))

    def _span(self, at: int, order: list[int], span: Box | None) -> Box | None:
        """What the heading of the current item spans, once a line is read."""
        box = self.land.places[at]
        if not self._heads(at):
            return span
        if not order or span is None:
            return box
        if self._heads(order[-1]):
            return span.union(box)
        last = self.land.places[order[-1]]
        opens = bool(self.land.large[at]) or self._reaches_out(at, last) or not box.overlap_x(span)
        return box if opens else span


def _ordered(elements: Sequence[Element], inked: Sequence[Element], box: Box, glyph: float) -> Block:
    """The lines of a part in reading order, as one leaf for each run down a band."""
    rules = [e for e in elements if e.kind in ("rule", "gutter")]
    if not inked:
        return Block("leaf", box, tuple(e for e in rules if e.kind == "rule"))
    land = find_territory(inked, rules, glyph)
    runs: list[list[Element]] = []
    parted: list[bool] = []
    for index in _Reader(inked, land, glyph).read():
        element = inked[index]
        last = runs[-1][-1].box if runs else None
        if last and element.box.center[1] > last.center[1] and element.box.overlap_x(last):
            runs[-1].append(element)
        else:
            runs.append([element])
            parted.append(bool(land.ruled[index]))
    for rule in rules:
        if rule.kind == "rule":
            _place(rule, runs)
    return _tree(runs, parted, box)


def _tree(runs: Sequence[Sequence[Element]], parted: Sequence[bool], box: Box) -> Block:
    """Runs as leaves in columns; one under a rule that parts it from the text above it is a row of the one before."""
    blocks: list[Block] = []
    for run, below in zip(runs, parted, strict=True):
        leaf = Block("leaf", Box.around(e.box for e in run), tuple(run))
        if below and blocks:
            rows = (*(blocks[-1].blocks or blocks[-1:]), leaf)
            blocks[-1] = Block("rows", Box.around(b.box for b in rows), (), rows)
        else:
            blocks.append(leaf)
    return blocks[0] if len(blocks) == 1 else Block("columns", box, (), tuple(blocks))


def _place(rule: Element, runs: list[list[Element]]) -> None:
    """Put a rule above the line of a run that stands next below it."""
    for run in runs:
        around = Box.around(e.box for e in run if e.kind != "rule")
        if rule.box.overlap_x(around) >= SAME_BAND * min(rule.box.width, around.width):
            at = next((i for i, e in enumerate(run) if e.box.center[1] > rule.box.center[1]), None)
            if at is not None:
                run.insert(at, rule)
                return
