"""Frames: rules on all four sides of a piece of print, as round an advert or an article in a box.

In: a sheet, or what a frame of it holds. Out: `Frame`s, none inside another, each with the rules that make it. What a
frame holds is a page of its own within the page; the text around it runs on past it.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.layout.elements import covered
from ocr.layout.sheet import Sheet
from ocr.page import Box

NEAR = 1.5  # line heights: how far the corners of a frame may be from where its rules end
SIDE = 0.75  # share of a side along which rules run
LEAST = 2.0  # line heights: the height of a frame, at least
MOST = 0.6  # share of the page's lines, or of a frame's, that a frame may hold: more is a border


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame: its box in the reading frame, its lines, and the rules on or within its sides (indices of the sheet)."""

    box: Box
    entries: frozenset[int]
    rules: frozenset[int]


def find_frames(sheet: Sheet, within: Frame | None = None) -> tuple[Frame, ...]:
    """Find the outermost frames, of the page or within one; boxes on each other that share their sides are several."""
    found: list[Frame] = []
    pool = range(len(sheet.entries)) if within is None else within.entries
    rules = {i: box for i, (_, box) in enumerate(sheet.rules) if within is None or i in within.rules}
    flat = sorted((b for b in rules.values() if b.width >= b.height), key=lambda b: b.top)
    tall = [b for b in rules.values() if b.width < b.height]
    near = NEAR * sheet.line_height
    outermost: list[Box] = []
    sides = _sides(flat, tall, near)
    for box in sorted(set(_rectangles(flat, near)), key=lambda b: (-b.area, b)):
        if any(_holds(other, box) for other in outermost):
            continue
        if not all(sides[x].runs_along(box, near) for x in (box.left, box.right)):
            continue
        held = sum(_holds(box, sheet.entries[i].box) for i in pool)
        if not 0 < held <= MOST * len(pool):
            continue
        outermost.append(box)
        inside = frozenset(i for i, b in rules.items() if box.grown(round(near)).intersection(b) == b)
        parts = _parts(box, flat, near)
        for part in parts:
            entries = frozenset(i for i in pool if _holds(part, sheet.entries[i].box))
            if entries and (len(parts) == 1 or _has_sides(part, tall, box, near)):
                found.append(Frame(part, entries, inside))
    return tuple(found)


def _parts(box: Box, flat: Sequence[Box], near: float) -> list[Box]:
    """A box cut at the rules right across it: boxes that stand on each other share their sides."""
    across = [b for b in flat if max(abs(b.left - box.left), abs(b.right - box.right)) <= near]
    middles = [(b.top + b.bottom) // 2 for b in across if box.top < (b.top + b.bottom) // 2 < box.bottom]
    edges = [box.top, *sorted(middles), box.bottom]
    return [Box(box.left, top, box.right, bottom) for top, bottom in itertools.pairwise(edges) if bottom > top]


def _has_sides(part: Box, tall: Sequence[Box], box: Box, near: float) -> bool:
    """Whether a part of a box has sides of its own, or shares those that run down the whole box.

    Between two frames above each other a rule between columns may run along, which ends at neither.
    """
    whole = [b for b in tall if b.overlap_y(box) >= SIDE * box.height]
    return all(_runs_along(_ending(tall, part, near) + whole, x, part, near) for x in (box.left, box.right))


def _ending(tall: Sequence[Box], box: Box, near: float) -> list[Box]:
    """The rules that do not run on above or below a box, as one between columns does."""
    return [b for b in tall if b.top >= box.top - near and b.bottom <= box.bottom + near]


def _rectangles(flat: Sequence[Box], near: float) -> Iterable[Box]:
    """Boxes between two flat rules of one width; those are given from the top."""
    for i, top in enumerate(flat):
        for bottom in flat[i + 1 :]:
            if abs(top.left - bottom.left) > near or abs(top.right - bottom.right) > near:
                continue
            if bottom.top - top.bottom >= LEAST * near / NEAR:
                yield top.union(bottom)


def _sides(flat: Sequence[Box], tall: Sequence[Box], near: float) -> dict[int, _Side]:
    """The sides that boxes between flat rules may have, by x."""
    found = {}
    for x in {x for b in flat for x in (b.left, b.right)}:
        spans = _spans(tall, x, near)
        found[x] = _Side(spans, [0, *itertools.accumulate(bottom - top for top, bottom in spans)])
    return found


def _spans(tall: Sequence[Box], x: int, near: float) -> list[tuple[int, int]]:
    """Where the rules at x begin and end, from the top."""
    return sorted((b.top, b.bottom) for b in tall if abs((b.left + b.right) / 2 - x) <= near)


@dataclass(frozen=True, slots=True)
class _Side:
    """Where the rules at one x begin and end, from the top, and how long all before each of them are together."""

    spans: Sequence[tuple[int, int]]
    before: Sequence[int]

    def runs_along(self, box: Box, near: float) -> bool:
        """Whether the rules that do not run on above or below a box run along its side."""
        first = bisect_left(self.spans, (box.top - near,))
        last = bisect_left(self.spans, (box.bottom + near,), first)
        least = SIDE * box.height
        if self.before[last] - self.before[first] < least:  # seldom are there enough
            return False
        spans = [span for span in self.spans[first:last] if span[1] <= box.bottom + near]
        return covered(spans, box.top, box.bottom) >= least


def _runs_along(sides: Sequence[Box], x: int, box: Box, near: float) -> bool:
    return covered(_spans(sides, x, near), box.top, box.bottom) >= SIDE * box.height


def _holds(box: Box, part: Box) -> bool:
    x, y = part.center
    return box.left <= x < box.right and box.top <= y < box.bottom
