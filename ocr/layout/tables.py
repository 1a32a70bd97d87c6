"""Tables: prices, timetables and results, whose rows must not be cut into columns.

In: entries of a part of the page. Out: for each table its rows from top to bottom, each from left to right. Known by
their figures: a stack of figures set one under the other, each with its label in the same row. Columns of text beside
each other have no such stack, and their lines are of one width.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ocr.layout.crowd import Crowd
from ocr.layout.sheet import Entry, Sheet
from ocr.page import Box

LEAST_ROWS = 3  # rows with a label and a figure
ALIGNED = 1.0  # glyphs: how far the edges of figures of one stack may differ
PITCH = 2.2  # line heights from row to row, at most
REACH = 14.0  # glyphs of paper between a label and its figure, at most
RAGGED = 1.0  # glyphs by which the right edges of labels differ, at least: lines of text end in one place
LEVEL = 0.5  # share of the lower one's height that pieces of a row have in common
INDENT = 3.0  # glyphs by which rows of one table may begin further left or right
FIGURE = re.compile(
    r"[\W\d]*\d[\d\W]*(?:[^\W\d]{1,4}\.?)?[\d\W]*"
    r"|[〇零一二三四五六七八九十百千萬万兩两半][〇零一二三四五六七八九十百千萬万兩两半元角分厘石担擔磅斤包箱枚文時时點点%]+"
    r"|[-–—]{1,3}|do\.?|ditto|„|[\"″]"
)

Row = tuple[int, ...]


def find_tables(entries: Mapping[int, Entry], sheet: Sheet) -> list[list[Row]]:
    """Find tables among entries, given by their index; a row holds indices."""
    figures = {i: e for i, e in entries.items() if FIGURE.fullmatch(e.text.strip())}
    rows: dict[int, set[int]] = {}
    pieces = _Pieces(entries, sheet.glyph)
    for stack in _stacks(figures, sheet):
        labelled = {i: label for i in stack if (label := pieces.label(i)) is not None}
        words = [entries[label] for label in labelled.values() if label not in figures]
        if len(words) < LEAST_ROWS or not _ragged(words, sheet):
            continue
        for figure, label in labelled.items():
            rows.setdefault(label, {label}).add(figure)
    return [table for table in _together(_merged(rows), entries, sheet) if len(table) >= LEAST_ROWS]


def _stacks(figures: Mapping[int, Entry], sheet: Sheet) -> list[list[int]]:
    """Figures one under the other, their left or right edges in line."""
    stacks: list[list[int]] = []
    for i, entry in sorted(figures.items(), key=lambda each: each[1].box.top):
        for stack in stacks:
            last = figures[stack[-1]].box
            edges = min(abs(last.left - entry.box.left), abs(last.right - entry.box.right))
            below = 0 < entry.box.top - last.top <= PITCH * sheet.line_height
            if below and edges <= ALIGNED * sheet.glyph:
                stack.append(i)
                break
        else:
            stacks.append([i])
    return [stack for stack in stacks if len(stack) >= LEAST_ROWS]


class _Pieces:
    """The entries by their index, asked for those on the left of a figure; `glyph` is a body letter's height."""

    def __init__(self, entries: Mapping[int, Entry], glyph: float) -> None:
        self._entries, self._glyph = entries, glyph
        self._indices, self._crowd = list(entries), Crowd([e.box for e in entries.values()])

    def label(self, figure: int) -> int | None:
        """The first piece of a figure's row: leftwards from piece to piece."""
        at: int | None = None
        box = self._entries[figure].box
        while near := self._before(box):
            _, at = max(near)
            if not FIGURE.fullmatch(self._entries[at].text.strip()):
                break
            box = self._entries[at].box
        return at

    def _before(self, box: Box) -> list[tuple[int, int]]:
        """The right edges and indices of the pieces that end near the left of a box, in its row."""
        strip = Box(int(box.left - REACH * self._glyph) - 1, box.top, box.left, box.bottom)
        near = [(self._entries[i].box, i) for i in (self._indices[at] for at in self._crowd.at(strip))]
        return [
            (other.right, i)
            for other, i in near
            if -self._glyph <= box.left - other.right <= REACH * self._glyph
            and other.overlap_y(box) >= LEVEL * min(other.height, box.height)
        ]


def _ragged(labels: Sequence[Entry], sheet: Sheet) -> bool:
    """Whether labels end in different places, as lines of text do not."""
    ends = sorted(e.box.right for e in labels)
    return ends[-2] - ends[0] >= RAGGED * sheet.glyph


def _merged(rows: Mapping[int, set[int]]) -> list[set[int]]:
    """Rows that share a piece made one."""
    merged: list[set[int]] = []
    for row in rows.values():
        same = [other for other in merged if other & row]
        merged = [other for other in merged if not other & row] + [row.union(*same)]
    return merged


def _together(rows: Sequence[set[int]], entries: Mapping[int, Entry], sheet: Sheet) -> list[list[Row]]:
    """Rows that follow each other in one place, as tables."""

    def left(row: Row) -> int:
        return entries[row[0]].box.left

    ordered = [tuple(sorted(row, key=lambda i: entries[i].box.left)) for row in rows]
    tables: list[list[Row]] = []
    for row in sorted(ordered, key=lambda r: entries[r[0]].box.top):
        for table in tables:
            gap = entries[row[0]].box.top - entries[table[-1][0]].box.top
            if 0 < gap <= PITCH * sheet.line_height and abs(left(row) - left(table[0])) <= INDENT * sheet.glyph:
                table.append(row)
                break
        else:
            tables.append([row])
    return tables
