"""Spanners: what rightly stands over several columns, and the rows that a region is cut into by it.

In: the elements of a region that no gutter parts. Out: rows of elements, each to be cut further. Virtual separators
above and below what spans (as Eynollah draws them), first where that divides no text beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.layout.elements import Element, split_rows, usual_width
from ocr.layout.gaps import find_gaps
from ocr.layout.spans import stack_headings
from ocr.page import Box

WIDE = 1.25  # times the usual line width: a line that spans columns is wider than one column's
BAND = 0.5  # share of a region's width that rules and headings at one height must take to divide it
LEVEL = 2.0  # glyphs by which their heights may differ
CLEAN = 0.6  # glyphs of paper more than between two lines of text: a cut there divides no text
EDGE = 0.35  # share of its height by which an element may reach over a cut
DEEP = 2.0  # glyphs by which it may do so at most, be it a picture or a frame
EVEN = 0.3  # share of the lines below an opening paragraph that each column has, at least
MOSTLY = 0.5  # share of the narrower one's width from which boxes stand one above the other
NEXT = 2.0  # line heights, or spaces between lines, above a cut: what ends higher is not divided by it
PIXEL, HALF_PIXEL = 1.0, 0.5  # pixels from the edge of what is printed to a cut beside it
PARTED = 2.0, 1.2  # glyphs, and heights of the highest, between two headings side by side, at least
CLOSE = 1.2  # line heights between a heading and its credit or kicker
STACKED = 1.5  # glyphs of paper between boxes of one stack
STACK = 3  # lines of body type above each other that make a paragraph across columns


def by_clean_spanners(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Above, at and below what spans columns, where such a cut runs through no text beside it.

    What spans two columns of three must not cut the text of the third.
    """
    apart = _text_gap(inked) + CLEAN * glyph
    for spanners in _spanning(elements, inked, glyph):
        beside = [e for e in inked if e not in spanners]
        pairs = _edges_of(spanners, elements, inked, glyph)
        # Above them first: what begins beside a heading may be the next column of its text.
        tops = [above for above, _ in pairs if above is not None and not _cuts_text(above, beside, apart)]
        # Below them only at the top of the region: else a heading would be torn from its text.
        ends = [below for above, below in pairs if above is None and below is not None]
        cuts = tops or [below for below in ends if not any(e.box.center[1] < below for e in beside)]
        rows = _pair_headings(split_rows(elements, sorted(cuts)), glyph)
        if len(rows) > 1:
            return rows
    return []


def by_bands(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Above the row of rules and headings that all columns end at together, if there is one."""
    box = Box.around(e.box for e in inked)
    apart = _text_gap(inked) + CLEAN * glyph
    best: tuple[int, float] | None = None
    heads = [e for e in elements if e.kind in ("rule", "heading")]
    for head in heads:
        y = head.box.top - PIXEL
        straddled = any(_straddles(e, y, glyph) for e in inked)
        if y <= box.top or straddled or _cuts_text(y, inked, apart):
            continue
        level = sum(e.box.width for e in heads if abs(e.box.top - head.box.top) <= LEVEL * glyph)
        if level >= BAND * box.width and (best is None or level > best[0]):
            best = level, y
    rows = split_rows(elements, [best[1]]) if best else []
    return rows if len(rows) > 1 else []


def by_spanners(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Above, at and below what spans several columns, where a gutter would be clear without it."""
    for spanners in _spanning(elements, inked, glyph):
        cuts = sorted(edge for pair in _edges_of(spanners, elements, inked, glyph) for edge in pair if edge is not None)
        rows = _pair_headings(split_rows(elements, cuts), glyph)
        if len(rows) > 1:
            return rows
    return []


def by_opening(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Below an opening paragraph over all columns, which may be hardly longer than what follows in them."""
    ordered = sorted(inked, key=lambda e: e.box.top)
    first = next((i for i, e in enumerate(ordered[:-1]) if e.box.is_level(ordered[i + 1].box)), 0)
    lead, rest = ordered[:first], ordered[first:]
    if sum(e.kind == "line" for e in lead) < STACK or any(e.kind == "frame" for e in lead):
        return []
    for gutter in find_gaps(elements, rest, Box.around(e.box for e in rest), glyph):
        left = sum(e.box.center[0] < gutter.x for e in rest)
        even = min(left, len(rest) - left) >= max(STACK, EVEN * len(rest))
        if even and not gutter.crossed(rest) and len(gutter.crossed(lead)) >= STACK:
            cut = _edge(max(e.box.bottom for e in lead), inked, glyph, above=False)
            return split_rows(elements, [cut] if cut is not None else [])
    return []


def _spanning(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """What spans each gutter that would be clear without it, the fewest first."""
    box = Box.around(e.box for e in inked)
    found: list[list[Element]] = []
    for gutter in find_gaps(elements, inked, box, glyph):
        crossed = gutter.crossed(inked)
        spanners = find_spanners(crossed, usual_width(inked, box), glyph)
        clear = len(crossed) - len(spanners) <= gutter.leaks * len(inked)
        if spanners and clear and _beside(inked, gutter.x, spanners):
            found.append(spanners)
    return sorted(found, key=len)


def _edges_of(
    spanners: list[Element], elements: Sequence[Element], inked: list[Element], glyph: float
) -> list[tuple[float | None, float | None]]:
    """The rows above and below each stack of spanners; None where a cut would go through something."""
    rules = [e for e in elements if e.kind == "rule"]
    heads = [Box.around(e.box for e in stack) for stack in stack_headings([*spanners, *rules])]
    heads += [e.box for e in spanners if e.kind != "heading"]
    return [
        (_edge(group.top, inked, glyph, above=True), _edge(group.bottom, inked, glyph, above=False))
        for group in _stacks(heads, glyph)
    ]


def _text_gap(inked: Sequence[Element]) -> float:
    """The usual paper between a line and the next one below it."""
    lines = sorted((e.box for e in inked if e.kind == "line"), key=lambda b: b.top)
    gaps = []
    for i, line in enumerate(lines):
        below = next((b for b in lines[i + 1 :] if b.overlap_x(line) > MOSTLY * min(b.width, line.width)), None)
        if below is not None:
            gaps.append(below.top - line.bottom)
    return float(np.median(gaps)) if gaps else 0.0


def _cuts_text(y: float, beside: Sequence[Element], apart: float) -> bool:
    """Whether a cut divides what belongs together: lines nearer than `apart`, or a heading and what is close below."""
    printed = [e for e in beside if e.kind in ("line", "heading")]
    above = [e for e in printed if e.box.center[1] < y and e.box.bottom > y - NEXT * max(apart, e.box.height)]
    below = [e.box for e in printed if e.box.center[1] >= y]
    return any(
        b.top - a.box.bottom < (max(apart, a.box.height) if a.kind == "heading" else apart)
        and a.box.overlap_x(b) > MOSTLY * min(a.box.width, b.width)
        for a in above
        for b in below
    )


def _pair_headings(rows: list[list[Element]], glyph: float) -> list[list[Element]]:
    """Put a row of several headings side by side back to the columns below it: they part together."""
    paired: list[list[Element]] = []
    for row in rows:
        before = paired[-1] if paired else []
        heads = [e for e in before if e.kind == "heading"]
        if (
            len(heads) > 1
            and all(e.kind in ("heading", "rule", "gutter") for e in before)
            and _beside_each_other(heads, glyph)
        ):
            paired[-1] = before + row
        else:
            paired.append(row)
    return paired if len(paired) > 1 else rows


def _beside_each_other(heads: list[Element], glyph: float) -> bool:
    """Whether headings stand in one row with a gutter between them."""
    ordered = sorted(heads, key=lambda e: e.box.left)
    gaps = [b.box.left - max(a.box.right for a in ordered[: i + 1]) for i, b in enumerate(ordered[1:])]
    return max(gaps) >= max(PARTED[0] * glyph, PARTED[1] * max(e.box.height for e in heads))


def find_spanners(crossing: list[Element], usual: float, glyph: float) -> list[Element]:
    """What rightly spans columns: headings, pictures, and stacks of wide lines."""
    real = [e for e in crossing if e.kind != "line"]
    real += [e for e in crossing if e.kind == "line" and any(_close(e.box, other.box) for other in real)]
    plain = [e for e in crossing if e.kind == "line" and e.box.width >= WIDE * usual]
    for stack in _stacks([e.box for e in plain], glyph):
        members = [e for e in plain if e.box.overlap_y(stack)]
        if len(members) >= STACK:
            real += [e for e in members if e not in real]
    return real


def _close(line: Box, heading: Box) -> bool:
    """Whether a line stands right above or below a heading, as a credit or kicker does, and within its width."""
    gap = max(line.top, heading.top) - min(line.bottom, heading.bottom)
    return (
        gap <= CLOSE * line.height
        and line.left >= heading.left - heading.height
        and line.right <= heading.right + heading.height
    )


def _beside(inked: list[Element], x: float, spanners: list[Element]) -> bool:
    """Whether text stands on both sides of a gutter above or below what spans it."""
    rest = [e for e in inked if e not in spanners]
    return any(e.box.right <= x + e.box.height for e in rest) and any(e.box.left >= x - e.box.height for e in rest)


def _stacks(boxes: Sequence[Box], glyph: float) -> list[Box]:
    """Boxes around those that follow each other closely from top to bottom."""
    stacks: list[Box] = []
    for box in sorted(boxes, key=lambda b: b.top):
        if stacks and box.top - stacks[-1].bottom <= STACKED * glyph:
            stacks[-1] = stacks[-1].union(box)
        else:
            stacks.append(box)
    return stacks


def _edge(y: int, inked: list[Element], glyph: float, *, above: bool) -> float | None:
    """The row at which to cut above or below a spanner; None where that would cut through something."""
    ends = [e.box.bottom for e in inked if e.box.center[1] < y]
    starts = [e.box.top for e in inked if e.box.center[1] >= y]
    if not ends or not starts or any(_straddles(e, y, glyph) for e in inked):
        return None
    return y - HALF_PIXEL if above else y + HALF_PIXEL


def _straddles(element: Element, y: float, glyph: float) -> bool:
    """Whether a row runs through an element, not just along its upper or lower edge."""
    inside = min(y - element.box.top, element.box.bottom - y)
    return inside > min(EDGE * element.box.height, DEEP * glyph)
