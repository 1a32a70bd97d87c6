"""Elements: what takes part in cutting a page into columns, and the rows that it falls into.

In: boxes in the reading frame (text runs along x). Out: `Element`s in rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ocr.page import Box

Kind = Literal["line", "heading", "picture", "frame", "table", "rule", "gutter"]


@dataclass(frozen=True, slots=True)
class Element:
    """Something on the page: its box in the reading frame, what it is, and its index among its kind."""

    box: Box
    kind: Kind
    index: int


def sort_rows(elements: Sequence[Element]) -> list[Element]:
    """Elements from top to bottom; what shares a row goes from left to right."""
    rows: list[list[Element]] = []
    for element in sorted(elements, key=lambda e: (e.box.top + e.box.bottom, e.box.left)):
        row = rows[-1] if rows else None
        last = row[-1].box if row and row[-1].kind != "rule" and element.kind != "rule" else None
        level = last and last.is_level(element.box)
        if row and last and level and not last.overlap_x(element.box):
            row.append(element)
        else:
            rows.append([element])
    return [element for row in rows for element in sorted(row, key=lambda e: e.box.left)]


def split_rows(elements: Sequence[Element], edges: Sequence[float]) -> list[list[Element]]:
    """Elements by the edges they lie between; empty rows and rows of nothing but rules join the row below."""
    rows: list[list[Element]] = [[] for _ in range(len(edges) + 1)]
    for element in elements:
        middle = (element.box.top + element.box.bottom) / 2
        rows[int(np.searchsorted(edges, middle, side="right"))].append(element)
    return printed_parts(rows)


def printed_parts(parts: Sequence[list[Element]]) -> list[list[Element]]:
    """The parts of a region that something is printed in; what lies in the others joins the next one, or the last."""
    kept: list[list[Element]] = []
    waiting: list[Element] = []
    for part in parts:
        if any(e.kind not in ("rule", "gutter") for e in part):
            kept.append(waiting + part)
            waiting = []
        else:
            waiting += part
    if waiting and kept:
        kept[-1] += waiting
    return kept


def usual_width(inked: Sequence[Element], box: Box) -> float:
    """The usual width of a line among elements; that of `box` where there is none."""
    return float(np.median([e.box.width for e in inked if e.kind == "line"] or [box.width]))


def covered(spans: Iterable[tuple[int, int]], start: int, end: int) -> int:
    """How many pixels from `start` to `end` the spans cover; where they lie over each other, once."""
    count, reached = 0, start
    for low, high in sorted(spans):
        low, high = max(low, reached), min(high, end)
        count, reached = count + max(0, high - low), max(reached, high)
    return count
