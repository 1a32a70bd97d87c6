"""Seams: lines parted where they run over the gutter between short columns.

In: the ink and boxes of lines in layout pixels. Out: more boxes. A gutter beside a few lines is no higher than the
paper that runs down between words by chance. Lines tell it: those above and below leave the same paper free, end at its
one side and begin at its other, and no line of text closes it both above and below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import Mask
from ocr.layout.spacing import spaces
from ocr.page import Box

GUTTER = 0.85  # line heights: the narrowest paper between columns
NEXT_LINE = 0.95, 1.9  # line heights from the middle of a line to that of the next one
MOSTLY = 0.6  # of the width of both columns that a line of text over their gutter has; a credit is shorter
CLOSED = 3.3  # the same beyond the ends of a gutter: the last line of a paragraph may be short
FLUSH = 0.25  # line heights within which lines of a column end, or begin
LOOSE = 2  # rows one after the other that are not: the gutter has ended before
FLUSH_TALL = 0.4  # the same beside more rows than the fewest: a hyphen may be lost
ROWS, EDGES = 3, 5  # rows beside a gutter, and ends and beginnings of lines that are flush with it, at least
SIDE = 2  # of these on either side; as many rows tell a gutter that nothing closes and that is the widest gap in them
WIDEST = 1.25  # times the next widest gap of its line
TALL = 6  # rows: as many tell a gutter even where lines close it above and below
TALL_EDGES = 0.7  # share of their ends and beginnings that are flush with it
COLUMN = 5.0  # line heights: a narrower column is one of a table
IN_ROWS = 0.5  # share of a gutter's rows that are rows of a table: then it is a gap in the table
LEVEL = 0.6  # share of the lower one's height that lines side by side have in common
BELOW = 10.0  # line heights below a heading in which its columns show
WORD = 0.25  # heading heights: the least space between its words
HEADINGS = 1.2  # times the widest space between the words of two headings: the paper between them
# Heading heights between two headings, at least: a Han quotation mark has half a height of paper beside it.
APART = 0.75
CENTRED = 1.0  # line heights between the middle of a heading and that of its columns
HALF = 0.5  # share of a line, or of a heading above it, that makes it a line of its columns
BODY = 1.5  # times the usual height: a higher line is two lines in one, which no cut down it mends


@dataclass(frozen=True, slots=True)
class _Gap:
    """Paper in a row of text: from x to x, the row's top and bottom, how wide the text on both sides is.

    `line` is the index of the line that runs over it; None where it parts two lines.
    """

    left: int
    right: int
    top: int
    bottom: int
    before: int
    behind: int
    line: int | None

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> int:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class _Below:
    """What may stand below a heading: the lines of body type, the paper between them, and a line's usual height."""

    lines: list[Box]
    gutters: list[_Gap]
    usual: float


def part_columns(lines: list[Box], ink: Mask, glyph: float) -> list[Box]:
    """Part the lines that run over a gutter which the lines above and below them keep."""
    usual = _usual_height(lines, glyph)
    body = [b for b in lines if b.height <= BODY * usual]
    inner = _inner(body, ink, usual)
    gaps = sorted(inner + _between(body, ink, usual), key=lambda gap: gap.middle)
    middles = np.array([gap.middle for gap in gaps])
    cuts: dict[int, set[_Gap]] = {}
    rows = _table_rows(inner, usual)
    for gap in inner:
        chain = _followed(gap, gaps, middles, usual)
        if _is_gutter(chain, gaps, body, usual) and sum(g.line in rows for g in chain) < IN_ROWS * len(chain):
            for part in _flush(chain, usual):
                if part.line is not None:
                    cuts.setdefault(part.line, set()).add(part)
    parted = [b for b in lines if b.height > BODY * usual]
    for i, box in enumerate(body):
        parted += _cut(box, cuts.get(i, set()))
    return parted


def part_headings(headings: list[Box], lines: list[Box], ink: Mask, glyph: float) -> list[Box]:
    """Part headings side by side that were chained to one line: each stands in the middle of its own column.

    `lines` are those of body type, parted already.
    """
    usual = _usual_height(lines, glyph)
    below = _Below(lines, _between(lines, ink, usual), usual)
    parted: list[Box] = []
    for heading in headings:
        words = [(int(left), int(width)) for left, width in spaces(ink, heading, heading.height, least=WORD / 2)]
        near = [b for b in [*headings, *lines] if b != heading and b.gap_y(heading) <= heading.height]
        ways = (_between_words(heading, apart) for apart in _widest(words, heading.height))
        parted += next((parts for parts in ways if _stand_apart(parts, near, below)), [heading])
    return parted


def _widest(words: list[tuple[int, int]], height: int) -> Iterator[list[tuple[int, int]]]:
    """The widest spaces of a heading, as left and width, as many as are plainly wider than the others; most first."""
    ordered = sorted(words, key=lambda space: -space[1])
    for count in range(len(ordered), 0, -1):
        others = max([WORD * height, *(width for _, width in ordered[count:])])
        if ordered[count - 1][1] >= max(HEADINGS * others, APART * height):
            yield sorted(ordered[:count])


def _between_words(heading: Box, apart: list[tuple[int, int]]) -> list[Box]:
    """A heading cut at some of its spaces."""
    lefts = [heading.left, *(left + width for left, width in apart)]
    rights = [*(left for left, _ in apart), heading.right]
    return [replace(heading, left=left, right=right) for left, right in zip(lefts, rights, strict=True)]


def _stand_apart(parts: list[Box], near: list[Box], below: _Below) -> bool:
    """Whether each part of a heading has a column, and no kicker or credit runs over two of them."""
    return all(
        not any(b.left < before.right and b.right > behind.left for b in near)
        and _have_columns([before, behind], below)
        for before, behind in pairwise(parts)
    )


def _have_columns(halves: list[Box], below: _Below) -> bool:
    """Whether a gutter begins between two halves of a line, each half in the middle of the columns on its side."""
    foot, left, right = halves[0].bottom, halves[0].right, halves[1].left
    reach = BELOW * below.usual
    rows = [g for g in below.gutters if 0 < g.middle - foot < reach and g.left < right and g.right > left]
    if len(rows) < ROWS:
        return False
    lines = [b for b in below.lines if 0 < b.center[1] - foot < reach]
    for half in halves:
        columns = [b for b in lines if b.overlap_x(half) >= HALF * min(b.width, half.width)]
        middle = (min(b.left for b in columns) + max(b.right for b in columns)) / 2 if columns else half.center[0]
        if abs(half.center[0] - middle) > CENTRED * below.usual:
            return False
    return True


def _usual_height(lines: list[Box], glyph: float) -> float:
    heights = [b.height for b in lines if b.width >= COLUMN * glyph]
    return float(np.median(heights)) if heights else 2 * glyph


def _inner(lines: list[Box], ink: Mask, usual: float) -> list[_Gap]:
    """The wide gaps within lines."""
    found = []
    for i, box in enumerate(lines):
        if box.width >= 2 * COLUMN * usual:
            for left, width in spaces(ink, box, GUTTER * usual, least=1.0):
                right = int(left + width)
                found.append(_Gap(int(left), right, box.top, box.bottom, int(left) - box.left, box.right - right, i))
    return found


def _table_rows(gaps: list[_Gap], usual: float) -> set[int | None]:
    """The lines with a piece between two of their wide gaps that is too narrow for a column: rows of a table."""
    rows: set[int | None] = set()
    for line, group in groupby(gaps, key=lambda gap: gap.line):
        own = sorted(group, key=lambda gap: gap.left)
        if any(b.left - a.right < COLUMN * usual for a, b in pairwise(own)):
            rows.add(line)
    return rows


def _between(lines: list[Box], ink: Mask, usual: float) -> list[_Gap]:
    """The gaps between neighbouring lines side by side, without a hyphen that neither line has."""
    left, top, bottom = np.array([(b.left, b.top, b.bottom) for b in lines], np.int64).reshape(-1, 3).T
    found = []
    for a in lines:
        low = np.minimum(bottom - top, a.height)
        level = np.minimum(bottom, a.bottom) - np.maximum(top, a.top) >= LEVEL * low
        beside = np.flatnonzero(level & (left >= a.right))
        if beside.size:
            b = lines[int(beside[left[beside].argmin()])]
            paper = spaces(ink, a.union(b), GUTTER * usual, least=1.0)
            for start, width in paper[(paper.sum(axis=1) > a.right) & (paper[:, 0] < b.left)]:
                row = max(a.top, b.top), min(a.bottom, b.bottom)
                found.append(_Gap(int(start), int(start + width), *row, a.width, b.width, None))
    return found


def _followed(gap: _Gap, gaps: list[_Gap], middles: NDArray[np.float64], usual: float) -> list[_Gap]:
    """The gaps above and below one that leave the same paper free, from top to bottom.

    Where a picture stands in two columns, the lines beside it are no longer flush with their gutter.
    """
    chain = [gap]
    left, right = gap.left, gap.right
    for step in (-1, 1):
        last, loose = gap, 0
        while loose < LOOSE:
            reach = sorted((last.middle + step * NEXT_LINE[0] * usual, last.middle + step * NEXT_LINE[1] * usual))
            near = gaps[int(np.searchsorted(middles, reach[0])) : int(np.searchsorted(middles, reach[1], "right"))]
            near = [g for g in near if min(g.right, right) - max(g.left, left) >= GUTTER * usual]
            if not near:
                break
            last = max(near, key=lambda g: (min(g.right, right) - max(g.left, left), -g.width))
            loose = 0 if min(left - last.left, last.right - right) <= FLUSH_TALL * usual else loose + 1
            left, right = max(left, last.left), min(right, last.right)
            chain.insert(0 if step < 0 else len(chain), last)
        chain = chain[loose:] if step < 0 else chain[: len(chain) - loose]
    return chain


def _is_gutter(chain: list[_Gap], gaps: list[_Gap], lines: list[Box], usual: float) -> bool:
    """Whether gaps above each other are the gutter between two columns."""
    left, right = max(g.left for g in chain), min(g.right for g in chain)
    if min(max(g.before for g in chain), max(g.behind for g in chain)) < COLUMN * usual:
        return False
    flush = (FLUSH if len(chain) <= ROWS else FLUSH_TALL) * usual
    ends, begins = sum(left - g.left <= flush for g in chain), sum(g.right - right <= flush for g in chain)
    if len(chain) >= TALL and ends + begins >= TALL_EDGES * 2 * len(chain):
        return True
    if min(ends, begins) < SIDE:
        return False
    around = Box(left, chain[0].top, right, chain[-1].bottom)
    both = float(np.median([g.before + g.width + g.behind for g in chain]))
    wide = [b for b in lines if b.width >= MOSTLY * both]
    closed = _closed(around, wide, usual, above=True) + _closed(around, wide, usual, above=False)
    if len(chain) >= ROWS and ends + begins >= max(EDGES, TALL_EDGES * 2 * len(chain)):
        return closed < 2
    return closed == 0 and _are_widest(chain, gaps)


def _flush(chain: list[_Gap], usual: float) -> list[_Gap]:
    """The gaps at which a line ends or begins where the others do."""
    left, right = max(g.left for g in chain), min(g.right for g in chain)
    return [g for g in chain if min(left - g.left, g.right - right) <= FLUSH_TALL * usual]


def _are_widest(chain: list[_Gap], gaps: list[_Gap]) -> bool:
    """Whether no other gap in the lines of a chain is nearly as wide."""
    own = {g.line: g.width for g in chain if g.line is not None}
    return all(g in chain or g.line not in own or WIDEST * g.width <= own[g.line] for g in gaps)


def _closed(gutter: Box, lines: list[Box], usual: float, *, above: bool) -> bool:
    """Whether a line of text runs over the end of a gutter."""
    reach = round(CLOSED * usual)
    edge = (
        Box(gutter.left, gutter.top - reach, gutter.right, gutter.top)
        if above
        else (Box(gutter.left, gutter.bottom, gutter.right, gutter.bottom + reach))
    )
    return any(b.left < edge.left and b.right > edge.right and edge.top < b.center[1] < edge.bottom for b in lines)


def _cut(box: Box, gaps: set[_Gap]) -> list[Box]:
    """The parts of a line between gaps."""
    parts, left = [], box.left
    for gap in sorted(gaps, key=lambda gap: gap.left):
        parts.append(replace(box, left=left, right=gap.left))
        left = gap.right
    return [*parts, replace(box, left=left)]
