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
from numpy.typing import NDArray

from ocr.layout.columns import Block
from ocr.layout.elements import Element, printed_parts
from ocr.page import Box

SPAN = 0.85  # share of a region's print that a rule must run along to part it
THROUGH = 0.6  # glyphs that a line may reach over a rule which parts its region
TOUCH = 0.6  # glyphs that two lines of neighbouring bands may overlap along the line
SHARED = 0.4  # share of the lower one's height that two lines at one height have in common
NEXT = 2.5  # glyphs down to the next line of a band
SAME_BAND = 0.5  # share of the shorter one's length that two lines of a band have in common
BEYOND = 2.0  # glyphs that a heading reaches out of the band beside it: it belongs to more than that band
LARGER = 1.5  # times as high as a body line: the heading of an item, not a subhead
STACK = 2.5  # line heights within which the larger line of a heading stack follows
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
        parts[int(np.searchsorted(edges, _edge(element.box, across=across)))].append(element)
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
    """Reads the lines of a part one by one; `before` says who must be read first, `line` how high a body line is."""

    inked: Sequence[Element]
    before: NDArray[np.bool_]
    glyph: float
    line: float

    def read(self) -> list[int]:
        """The indices of all lines in reading order."""
        waiting = self.before.sum(axis=0)
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
            waiting = waiting - self.before[at]
        return order

    def _choose(self, free: list[int], order: list[int], span: Box | None) -> int:
        """The next of the lines that may be read: the band's next, else the item's, else the first of the page."""
        last = self.inked[order[-1]].box if order else None
        following = self._following(free, last) if last else None
        if following is not None and last and not self._opens(following, last):
            return following
        if span is not None:
            own = [i for i in free if not self._heads(i) and span.left <= self.inked[i].box.center[0] <= span.right]
            own = [i for i in own if self.inked[i].box.center[1] > span.top]
            if own:
                return self._first(own)
        return self._first(free) if following is None else following

    def _following(self, free: list[int], last: Box) -> int | None:
        """The next line down the band, if it is near."""
        below = [
            i
            for i in free
            for box in [self.inked[i].box]
            if box.center[1] > last.center[1]
            and box.top - last.bottom <= NEXT * self.glyph
            and box.overlap_x(last) >= SAME_BAND * min(box.width, last.width)
        ]
        return min(below, key=lambda i: (self.inked[i].box.top, self.inked[i].box.left), default=None)

    def _heads(self, index: int) -> bool:
        return self.inked[index].kind == "heading"

    def _opens(self, index: int, last: Box) -> bool:
        """Whether a line begins the heading stack of another item: beyond the band, or in larger type than subheads."""
        if not self._heads(index):
            return False
        box, larger = self.inked[index].box, LARGER * self.line
        stack = [
            e.box
            for e in self.inked
            if e.kind == "heading" and e.box.overlap_x(box) and 0 <= e.box.top - box.top <= STACK * self.line
        ]
        return self._reaches_out(index, last) or any(b.height >= larger for b in stack)

    def _reaches_out(self, index: int, last: Box) -> bool:
        """Whether a heading spans more than the band that was read up to it."""
        box = self.inked[index].box
        return max(last.left - box.left, box.right - last.right) >= BEYOND * self.glyph

    def _first(self, indices: list[int]) -> int:
        """The line that stands highest on the page, of those at one height the first."""
        start = min(self.inked[i].box.left for i in indices) + LEVEL * self.glyph
        high = [i for i in indices if self.inked[i].box.left <= start]
        return min(high, key=lambda i: (self.inked[i].box.top, self.inked[i].box.left))

    def _span(self, at: int, order: list[int], span: Box | None) -> Box | None:
        """What the heading of the current item spans, once a line is read."""
        box = self.inked[at].box
        if not self._heads(at):
            return span
        if not order or span is None:
            return box
        last = self.inked[order[-1]]
        if last.kind == "heading":
            return span.union(box)
        return box if self._reaches_out(at, last.box) or not box.overlap_x(span) else span


def _ordered(elements: Sequence[Element], inked: Sequence[Element], box: Box, glyph: float) -> Block:
    """The lines of a part in reading order, as one leaf for each run down a band."""
    line = float(np.median([e.box.height for e in inked if e.kind == "line"] or [round(glyph)]))
    order = _Reader(inked, _precedence(inked, glyph), glyph, line).read() if inked else []
    runs: list[list[Element]] = []
    for index in order:
        element = inked[index]
        last = runs[-1][-1].box if runs else None
        if last and element.box.center[1] > last.center[1] and element.box.overlap_x(last):
            runs[-1].append(element)
        else:
            runs.append([element])
    for rule in elements:
        if rule.kind == "rule":
            _place(rule, runs)
    leaves = [Block("leaf", Box.around(e.box for e in run), tuple(run)) for run in runs]
    if not leaves:
        return Block("leaf", box, tuple(e for e in elements if e.kind == "rule"))
    return leaves[0] if len(leaves) == 1 else Block("columns", box, (), tuple(leaves))


def _place(rule: Element, runs: list[list[Element]]) -> None:
    """Put a rule between the lines of a run that it parts."""
    for run in runs:
        around = Box.around(e.box for e in run if e.kind != "rule")
        if rule.box.overlap_x(around) >= SAME_BAND * min(rule.box.width, around.width):
            at = next((i for i, e in enumerate(run) if e.box.center[1] > rule.box.center[1]), None)
            if at:
                run.insert(at, rule)
                return


def _precedence(inked: Sequence[Element], glyph: float) -> NDArray[np.bool_]:
    """Who must be read before whom: shape (n, n), row before column."""
    sides = np.array([(e.box.left, e.box.top, e.box.right, e.box.bottom) for e in inked], np.float64)
    left, top, right, bottom = (sides[:, i] for i in range(4))
    x, y = (left + right) / 2, (top + bottom) / 2
    along = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    across = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    height, width = bottom - top, right - left
    level = across > SHARED * np.minimum(height[:, None], height)
    touching = np.minimum(TOUCH * glyph, 0.5 * np.minimum(width[:, None], width))
    banded = (along > touching) & ~(level & (along < 0.5 * np.minimum(width[:, None], width)))
    above = banded & (y[:, None] < y)
    return np.asarray(above | (level & ~banded & (x[:, None] < x)), bool)
