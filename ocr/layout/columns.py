"""Columns: a page is cut into a tree of rows and columns whose leaves are single columns.

In: elements (lines, pictures, rules) as boxes in the reading frame (text runs along x, columns follow each other
left to right). Out: a tree; its leaves, left to right and top to bottom, are the reading order.

Recursive XY-cut (Nagy 1984) with the gaps of shrunken boxes, all gaps at once; what spans several columns is cut
out first (virtual separators above and below it, as Eynollah does), but only if it is a heading, a picture or a
paragraph of its own: one line that leaks into the gutter must not cut the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ocr.page import Box

SHRINK = 0.25  # glyphs taken off each side of a box before gaps are looked for
GUTTER = 0.35  # glyphs of paper, beyond what was shrunk, that make a gutter
RULE_SPAN = 0.85  # share of a region's width that a rule must span to cut it in two
FEW = 0.34  # share of the lines beside a gutter that may cross it
WIDE = 1.25  # times the usual line width: a line that spans columns is wider than one column's
LEAKS = 0.03  # share of a region's elements that may run over a gutter by mistake
RULE_LEAKS = 0.1  # the same where a rule is printed
CHANCE = 1.5  # glyphs between shrunken boxes: beside fewer lines than a stack, a narrower gap is chance
RULE_COVER = 0.5  # share of a region's height that a vertical rule must run along to part it
RULE_REACH = 1.3  # glyphs that a box may reach over such a rule
BAND = 0.5  # share of a region's width that rules and headings at one height must take to divide it
LEVEL = 2.0  # glyphs by which their heights may differ
CLEAN = 0.6  # glyphs of paper more than between two lines of text: a cut there divides no text
STACK = 3  # lines of body type above each other that make a paragraph across columns
GREATEST_DEPTH = 24

Kind = Literal["line", "heading", "picture", "rule", "gutter"]


@dataclass(frozen=True, slots=True)
class Element:
    """Something on the page: its box in the reading frame, what it is, and its index among its kind."""

    box: Box
    kind: Kind
    index: int


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


def cut_columns(elements: Sequence[Element], glyph: float, depth: int = 0) -> Block:
    """Cut elements into rows and columns; `glyph` is the body glyph's height in the same pixels."""
    inked = [e for e in elements if e.kind not in ("rule", "gutter")]
    box = Box.around(e.box for e in inked or elements)
    if len(inked) <= 1 or depth > GREATEST_DEPTH:
        return _leaf(elements, box)
    for way in (_by_rules, _by_gutters, _by_clean_spanners, _by_bands, _by_spanners):
        parts = way(elements, inked, glyph)
        if len(parts) > 1:
            blocks = tuple(cut_columns(part, glyph, depth + 1) for part in parts)
            return Block("columns" if way is _by_gutters else "rows", box, (), blocks)
    return _leaf(elements, box)


def _leaf(elements: Sequence[Element], box: Box) -> Block:
    return Block("leaf", box, tuple(sort_rows([e for e in elements if e.kind != "gutter"])))


def sort_rows(elements: Sequence[Element]) -> list[Element]:
    """Elements from top to bottom; what shares a row goes from left to right."""
    rows: list[list[Element]] = []
    for element in sorted(elements, key=lambda e: (e.box.top + e.box.bottom, e.box.left)):
        row = rows[-1] if rows else None
        last = row[-1].box if row and row[-1].kind != "rule" and element.kind != "rule" else None
        level = last and last.overlap_y(element.box) > 0.5 * min(last.height, element.box.height)
        if row and last and level and not last.overlap_x(element.box):
            row.append(element)
        else:
            rows.append([element])
    return [element for row in rows for element in sorted(row, key=lambda e: e.box.left)]


def _by_rules(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Above and below each rule that spans the region."""
    box = _print_box(inked)
    edges = [
        e.box
        for e in elements
        if e.kind == "rule" and e.box.overlap_x(box) >= RULE_SPAN * box.width and _clear(e.box, inked, glyph)
    ]
    middles = sorted((b.top + b.bottom) / 2 for b in edges)
    return _split_rows(elements, middles)


def _print_box(inked: list[Element]) -> Box:
    """The box around what is surely printed: not around the dirt and bits beside it."""
    usual = _usual_width(inked, Box.around(e.box for e in inked))
    return Box.around([e.box for e in inked if e.box.width >= 0.5 * usual] or [e.box for e in inked])


def _clear(rule: Box, inked: list[Element], glyph: float) -> bool:
    """Whether a rule runs through nothing that is printed."""
    middle = (rule.top + rule.bottom) / 2
    return not any(e.box.top + 0.5 * glyph < middle < e.box.bottom - 0.5 * glyph for e in inked)


def _split_rows(elements: Sequence[Element], edges: Sequence[float]) -> list[list[Element]]:
    """Elements by the edges they lie between; empty rows and rows of nothing but rules join the row below."""
    rows: list[list[Element]] = [[] for _ in range(len(edges) + 1)]
    for element in elements:
        middle = (element.box.top + element.box.bottom) / 2
        rows[int(np.searchsorted(edges, middle, side="right"))].append(element)
    kept: list[list[Element]] = []
    waiting: list[Element] = []
    for row in rows:
        if any(e.kind not in ("rule", "gutter") for e in row):
            kept.append(waiting + row)
            waiting = []
        else:
            waiting += row
    if waiting and kept:
        kept[-1] += waiting
    return kept


def _by_gutters(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Left and right of each gutter that nothing rightly crosses."""
    box = Box.around(e.box for e in inked)
    edges = []
    for gutter in _gutters(elements, inked, box, glyph):
        leaks = gutter.crossed(inked)
        if len(leaks) > gutter.leaks * len(inked) or not gutter.witnessed(inked, glyph):
            continue
        if not _spanners(leaks, _usual_width(inked, box), glyph):
            edges.append(gutter.x)
    return _split_columns(elements, edges)


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A place where columns may part: x, how far a box may reach over it without crossing it, and how wide it is.

    `width` is that of the paper between shrunken boxes, 0.0 for a printed rule; `leaks` the share of elements that
    may cross it by mistake.
    """

    x: float
    reach: float
    width: float = 0.0
    leaks: float = LEAKS

    def crossed(self, inked: Sequence[Element]) -> list[Element]:
        """The elements on both sides of it."""
        return [e for e in inked if e.box.left + self.reach < self.x < e.box.right - self.reach]

    def witnessed(self, inked: Sequence[Element], glyph: float) -> bool:
        """Whether it is a rule, or wide, or has lines enough on both sides to be no chance gap between words."""
        left = sum(e.box.center[0] < self.x for e in inked)
        return not self.width or min(left, len(inked) - left) >= STACK or self.width >= CHANCE * glyph


def _gutters(elements: Sequence[Element], inked: list[Element], box: Box, glyph: float) -> list[_Gutter]:
    """Candidates from left to right: vertical rules over half the region, and runs of x that few boxes cover."""
    found = _rule_gutters(elements, box, glyph)
    cover = _coverage(inked, box, glyph)
    beside = float(np.percentile(cover, 75))
    for most in (0, round(LEAKS * len(inked)), max(1, round(FEW * beside))):
        for a, b in _gaps(cover, most):
            low = np.flatnonzero(cover[a:b] <= cover[a:b].min() + round(LEAKS * len(inked)))
            x = box.left + a + float(np.median(low))
            taken = any(abs(x - other.x) < 2.5 * glyph for other in found)
            if not taken and len(low) >= (2 * SHRINK + GUTTER) * glyph:
                found.append(_Gutter(x, SHRINK * glyph, float(len(low))))
    return sorted(found, key=lambda gutter: gutter.x)


def _rule_gutters(elements: Sequence[Element], box: Box, glyph: float) -> list[_Gutter]:
    """Where pieces of vertical rules in one line cover half of a region's height; a slanted rule reaches wider."""
    rules = sorted((e.box for e in elements if e.kind == "gutter"), key=lambda b: b.left)
    groups: list[list[Box]] = []
    for rule in rules:
        if groups and rule.left - max(b.right for b in groups[-1]) < glyph:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    gutters = []
    for group in groups:
        if sum(rule.overlap_y(box) for rule in group) >= RULE_COVER * box.height:
            x = float(np.average([r.center[0] for r in group], weights=[max(1, r.height) for r in group]))
            slant = Box.around(group).width / 2
            gutters.append(_Gutter(x, RULE_REACH * glyph + slant, leaks=RULE_LEAKS))
    return gutters


def _usual_width(inked: Sequence[Element], box: Box) -> float:
    return float(np.median([e.box.width for e in inked if e.kind == "line"] or [box.width]))


def _coverage(inked: Sequence[Element], box: Box, glyph: float) -> np.ndarray:
    """How many shrunken boxes cover each x of the region."""
    change = np.zeros(box.width + 2, np.int64)
    for e in inked:
        shrink = min(SHRINK * glyph, 0.3 * e.box.width)
        left, right = round(e.box.left + shrink) - box.left, round(e.box.right - shrink) - box.left
        change[max(0, left)] += 1
        change[min(box.width, max(left + 1, right))] -= 1
    return np.cumsum(change)[: box.width]


def _gaps(cover: np.ndarray, most: int) -> list[tuple[int, int]]:
    """Runs of x that at most `most` boxes cover, not counting those at the region's edges."""
    low = np.concatenate(([0], (cover <= most).astype(np.int8), [0]))
    starts, ends = np.flatnonzero(np.diff(low) == 1), np.flatnonzero(np.diff(low) == -1)
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if a > 0 and b < len(cover)]


def _split_columns(elements: Sequence[Element], edges: Sequence[float]) -> list[list[Element]]:
    columns: list[list[Element]] = [[] for _ in range(len(edges) + 1)]
    for element in elements:
        if element.kind == "rule":
            # A rule over several columns closes each of them.
            first, last = (int(np.searchsorted(edges, x)) for x in (element.box.left, element.box.right))
            for i in range(first, last + 1):
                columns[i].append(element)
        else:
            columns[int(np.searchsorted(edges, element.box.center[0]))].append(element)
    return [c for c in columns if any(e.kind not in ("rule", "gutter") for e in c)]


def _by_clean_spanners(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Above, at and below what spans columns, where such a cut runs through no text beside it.

    What spans two columns of three must not cut the text of the third.
    """
    apart = _text_gap(inked) + CLEAN * glyph
    for spanners in _spanning(elements, inked, glyph):
        beside = [e for e in inked if e not in spanners]
        cuts = [edge for edge in _edges_of(spanners, inked, glyph) if not _cuts_text(edge, beside, apart)]
        rows = _pair_headings(_split_rows(elements, sorted(cuts)), glyph)
        if len(rows) > 1:
            return rows
    return []


def _by_bands(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Above the row of rules and headings that all columns end at together, if there is one."""
    box = Box.around(e.box for e in inked)
    apart = _text_gap(inked) + CLEAN * glyph
    best: tuple[int, float] | None = None
    heads = [e for e in elements if e.kind in ("rule", "heading")]
    for head in heads:
        y = head.box.top - 1.0
        straddled = any(e.box.top + 0.35 * e.box.height < y < e.box.bottom - 0.35 * e.box.height for e in inked)
        if y <= box.top or straddled or _cuts_text(y, inked, apart):
            continue
        level = sum(e.box.width for e in heads if abs(e.box.top - head.box.top) <= LEVEL * glyph)
        if level >= BAND * box.width and (best is None or level > best[0]):
            best = level, y
    rows = _split_rows(elements, [best[1]]) if best else []
    return rows if len(rows) > 1 else []


def _by_spanners(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """Above, at and below what spans several columns, where a gutter would be clear without it."""
    for spanners in _spanning(elements, inked, glyph):
        rows = _pair_headings(_split_rows(elements, sorted(_edges_of(spanners, inked, glyph))), glyph)
        if len(rows) > 1:
            return rows
    return []


def _spanning(elements: Sequence[Element], inked: list[Element], glyph: float) -> list[list[Element]]:
    """What spans each gutter that would be clear without it, the fewest first."""
    box = Box.around(e.box for e in inked)
    found: list[list[Element]] = []
    for gutter in _gutters(elements, inked, box, glyph):
        crossed = gutter.crossed(inked)
        spanners = _spanners(crossed, _usual_width(inked, box), glyph)
        clear = len(crossed) - len(spanners) <= gutter.leaks * len(inked)
        if spanners and clear and _beside(inked, gutter.x, spanners):
            found.append(spanners)
    return sorted(found, key=len)


def _edges_of(spanners: list[Element], inked: list[Element], glyph: float) -> list[float]:
    """The rows above and below each stack of spanners at which a cut goes through no line."""
    return [
        edge
        for group in _stacks(spanners, glyph)
        for edge in (_edge(group.top, inked, above=True), _edge(group.bottom, inked, above=False))
        if edge is not None
    ]


def _text_gap(inked: Sequence[Element]) -> float:
    """The usual paper between a line and the next one below it."""
    lines = sorted((e.box for e in inked if e.kind == "line"), key=lambda b: b.top)
    gaps = []
    for i, line in enumerate(lines):
        below = next((b for b in lines[i + 1 :] if b.overlap_x(line) > 0.5 * min(b.width, line.width)), None)
        if below is not None:
            gaps.append(below.top - line.bottom)
    return float(np.median(gaps)) if gaps else 0.0


def _cuts_text(y: float, beside: Sequence[Element], apart: float) -> bool:
    """Whether a cut divides what belongs together: lines nearer than `apart`, or a heading and what is close below."""
    printed = [e for e in beside if e.kind in ("line", "heading")]
    above = [e for e in printed if e.box.center[1] < y and e.box.bottom > y - 2 * max(apart, e.box.height)]
    below = [e.box for e in printed if e.box.center[1] >= y]
    return any(
        b.top - a.box.bottom < (max(apart, a.box.height) if a.kind == "heading" else apart)
        and a.box.overlap_x(b) > 0.5 * min(a.box.width, b.width)
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
    return max(gaps) >= max(2 * glyph, 1.2 * max(e.box.height for e in heads))


def _spanners(crossing: list[Element], usual: float, glyph: float) -> list[Element]:
    """What rightly spans columns: headings, pictures, and stacks of wide lines."""
    real = [e for e in crossing if e.kind != "line"]
    real += [e for e in crossing if e.kind == "line" and any(_close(e.box, other.box) for other in real)]
    plain = [e for e in crossing if e.kind == "line" and e.box.width >= WIDE * usual]
    for stack in _stacks(plain, glyph):
        members = [e for e in plain if e.box.overlap_y(stack)]
        if len(members) >= STACK:
            real += [e for e in members if e not in real]
    return real


def _close(line: Box, heading: Box) -> bool:
    """Whether a line stands right above or below a heading, as a credit or kicker does, and within its width."""
    gap = max(line.top, heading.top) - min(line.bottom, heading.bottom)
    return (
        gap <= 1.2 * line.height
        and line.left >= heading.left - heading.height
        and line.right <= heading.right + heading.height
    )


def _beside(inked: list[Element], x: float, spanners: list[Element]) -> bool:
    """Whether text stands on both sides of a gutter above or below what spans it."""
    rest = [e for e in inked if e not in spanners]
    return any(e.box.right <= x + e.box.height for e in rest) and any(e.box.left >= x - e.box.height for e in rest)


def _stacks(elements: Sequence[Element], glyph: float) -> list[Box]:
    """Boxes around elements that follow each other closely from top to bottom."""
    stacks: list[Box] = []
    for element in sorted(elements, key=lambda e: e.box.top):
        if stacks and element.box.top - stacks[-1].bottom <= 1.5 * glyph:
            stacks[-1] = stacks[-1].union(element.box)
        else:
            stacks.append(element.box)
    return stacks


def _edge(y: int, inked: list[Element], *, above: bool) -> float | None:
    """The row at which to cut above or below a spanner; None where that would cut through something."""
    ends = [e.box.bottom for e in inked if e.box.center[1] < y]
    starts = [e.box.top for e in inked if e.box.center[1] >= y]
    if not ends or not starts:
        return None
    low, high = max(ends), min(starts)
    if low - high > 0.6 * min(e.box.height for e in inked):
        straddling = [
            e
            for e in inked
            if e.box.top < y < e.box.bottom and min(y - e.box.top, e.box.bottom - y) > 0.35 * e.box.height
        ]
        if straddling:
            return None
    return float(y) - 0.5 if above else float(y) + 0.5
