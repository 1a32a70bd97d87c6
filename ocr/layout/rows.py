"""Horizontal lines on a vertical page: headings over columns, date lines, the rows of adverts.

In: the print of an upright page. Out: the boxes of rows and the pieces that are left for columns. A row is a run of
squares of one height that stand nearer to each other than to what is printed above and below them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from ocr.components import runs
from ocr.layout.crowd import Crowd
from ocr.layout.ink import Mask
from ocr.layout.pieces import Print
from ocr.page import Box

LEAST = 3  # characters of a row: two side by side may be two columns of one each
SMALLEST = 0.5  # em wide and high: a character, not a mark
SQUARE = 1.2  # times as high as wide at most, a character
TALLEST = 1.7  # times as high as wide: more are several characters that touch
ALIKE = 0.7  # the height of a neighbour, at least
FLAT = 0.6  # em wide and ALIKE of a neighbour's width: 一 and 二 are as wide as others
LEVEL = 0.75  # share of the lower one's height that two neighbours have in common
APART = 1.0  # character heights between two at most
UNEVEN = 2.0, 0.4  # times the usual gap of a row, and character heights more: a wider one parts two rows
OWN = 0.2  # character heights of white above and below a row, at least
OWN_SMALL = 0.9  # em of it for body type, where a mark leaves most of its square white
LARGE = 1.15  # em high: larger than body type
NEARER = 1.3  # times the gap within the row that this white is
LIKE = 0.75  # the width of a character that may be the next one of a column
TOUCHED = 0.25  # share of the row that may have such a neighbour
TOUCHING = 0.2  # character heights that neighbours may lean over each other
OVER = 0.5  # share of the narrower one's width that characters one above the other have in common
INSIDE = 0.7  # share of a piece that lies in a row: it is part of it
RESUMED = 2.5  # character heights between two parts of one row, where a character is in several pieces


def find_rows(page: Print) -> tuple[list[Box], list[Box]]:
    """Find the rows of a vertical page; returns them and the pieces that are in none, in layout pixels."""
    owned = [(cell, i) for i, piece in enumerate(page.pieces) for cell in _cells(page.text, piece, page.em)]
    cells = Crowd([cell for cell, _ in owned])
    level = [part for run in _level_runs(cells, page) for part in _even_parts(run)]
    chosen = [run for run in level if len(run) >= LEAST and _stands_alone(run, cells, page)]
    members = {cell for run in chosen for cell in run}
    taken: dict[int, list[Box]] = {}
    for cell, index in owned:
        if cell in members:
            taken.setdefault(index, []).append(cell)
    left: list[Box] = []
    for i, piece in enumerate(page.pieces):
        left += _without(piece, taken[i]) if i in taken else [piece]
    rows = _resumed([Box.around(run) for run in chosen], page)
    crowd = Crowd(rows)
    return rows, [piece for piece in left if not any(_inside(piece, row) for row in crowd.near(piece))]


def _cells(text: Mask, piece: Box, em: float) -> list[Box]:
    """The characters of a piece from top to bottom, as far as white parts them."""
    if piece.width < SMALLEST * em:
        return []
    inked = np.asarray(text[piece.top : piece.bottom, piece.left : piece.right].any(axis=1), bool)
    cells: list[tuple[int, int]] = []
    for top, bottom in runs(inked):
        if cells and bottom - cells[-1][0] <= SQUARE * piece.width:
            cells[-1] = cells[-1][0], bottom
        else:
            cells.append((top, bottom))
    return [Box(piece.left, piece.top + top, piece.right, piece.top + bottom) for top, bottom in cells]


def _level_runs(cells: Crowd, page: Print) -> list[list[Box]]:
    """Cells of like height side by side: each with the next to its right, if it is the next to that one's left."""
    after: dict[Box, Box] = {}
    before: dict[Box, Box] = {}
    for cell in cells.boxes:
        reach = round(APART * max(cell.height, cell.width))
        beside = Box(cell.right - reach // 4, cell.top, cell.right + reach, cell.bottom)
        near = [other for other in cells.near(beside) if other != cell and _follows(cell, other, page)]
        if near:
            other = min(near, key=lambda b: b.left)
            if other not in before or before[other].right < cell.right:
                after[cell], before[other] = other, cell
    found = []
    for cell in cells.boxes:
        if before.get(cell) is None or after.get(before[cell]) != cell:
            run = [cell]
            while run[-1] in after and before[after[run[-1]]] == run[-1]:
                run.append(after[run[-1]])
            found.append(run)
    return found


def _follows(left: Box, right: Box, page: Print) -> bool:
    """Whether a cell is the next one of a row: level, of like height, near, with no rule between."""
    low, high = sorted((left.height, right.height))
    size = max(high, min(left.width, right.width))
    if left.height > TALLEST * left.width or right.height > TALLEST * right.width:
        return False
    flat = low < ALIKE * high
    if flat and min(left.width, right.width) < max(FLAT * page.em, ALIKE * high):
        return False
    if left.overlap_y(right) < LEVEL * low or left.center[0] >= right.center[0]:
        return False
    gap = right.left - left.right
    if not -TOUCHING * size <= gap <= APART * size:
        return False
    top, bottom = max(left.top, right.top), min(left.bottom, right.bottom)
    return gap <= 0 or not page.barrier[top:bottom, left.right : right.left].any()


def _even_parts(run: list[Box]) -> list[list[Box]]:
    """A run cut where a gap is wider than those of one row."""
    gaps = [max(0, b.left - a.right) for a, b in itertools.pairwise(run)]
    if len(gaps) < LEAST - 1:
        return [run]
    most = UNEVEN[0] * float(np.median(gaps)) + UNEVEN[1] * float(np.median([cell.height for cell in run]))
    edges = [0, *(i + 1 for i, gap in enumerate(gaps) if gap > most), len(run)]
    return [run[a:b] for a, b in itertools.pairwise(edges)]


def _stands_alone(row: Sequence[Box], cells: Crowd, page: Print) -> bool:
    """Whether the characters of a row stand nearer to each other than to like ones above and below."""
    height = float(np.median([cell.height for cell in row]))
    if height < SMALLEST * page.em:
        return False
    gap = float(np.median([max(0, b.left - a.right) for a, b in itertools.pairwise(row)]))
    own = OWN * height if height >= LARGE * page.em else OWN_SMALL * page.em
    reach = round(max(own, NEARER * gap))
    near = Crowd([cell for cell in cells.near(Box.around(row).grown(reach)) if cell not in row])
    places = [Box(cell.left, cell.top - reach - 1, cell.right, cell.bottom + reach + 1) for cell in row]
    beside = [near.near(place) for place in places]
    for above in (True, False):
        touched = [
            any(_adjoins(cell, other, reach, page, above=above) for other in others)
            for cell, others in zip(row, beside, strict=True)
        ]
        if np.mean(touched) > TOUCHED:
            return False
    return True


def _adjoins(cell: Box, other: Box, reach: int, page: Print, *, above: bool) -> bool:
    """Whether another character of like width stands within reach above or below, with no rule between."""
    upper, lower = (other, cell) if above else (cell, other)
    low, high = sorted((cell.width, other.width))
    if low < LIKE * high or upper.overlap_x(lower) < OVER * low or upper.center[1] > lower.center[1]:
        return False
    left, right = max(upper.left, lower.left), min(upper.right, lower.right)
    between = page.barrier[upper.bottom : lower.top, left:right]
    return lower.top - upper.bottom <= reach and not between.any()


def _resumed(rows: list[Box], page: Print) -> list[Box]:
    """Rows of one height that go on behind a gap with nothing but pieces of a character in it, as one."""
    joined: list[Box] = []
    for row in sorted(rows):
        for i, other in enumerate(joined):
            low, high = sorted((row.height, other.height))
            level = low >= ALIKE * high and row.overlap_y(other) >= LEVEL * low
            gap = slice(max(0, row.top), row.bottom), slice(other.right, max(other.right, row.left))
            if level and row.left - other.right <= RESUMED * high and page.text[gap].any():
                joined[i] = other.union(row)
                break
        else:
            joined.append(row)
    return joined


def _without(piece: Box, cells: Sequence[Box]) -> list[Box]:
    """What is left of a piece above, between and below cells that were taken out."""
    parts, top = [], piece.top
    for cell in sorted(cells, key=lambda c: c.top):
        parts.append(Box(piece.left, top, piece.right, cell.top))
        top = cell.bottom
    parts.append(Box(piece.left, top, piece.right, piece.bottom))
    return [part for part in parts if part.height > 0]


def _inside(piece: Box, row: Box) -> bool:
    return piece.intersection(row).area >= INSIDE * piece.area
