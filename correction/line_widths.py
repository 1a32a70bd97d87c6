"""How wide the lines of a page are, measured against the columns that they stand in.

In: a page. Out: for each body line a `Measured`: its box along the way of reading, and the share of its column that it
fills. The column is seen from the lines around a line, for paper is never flat.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ocr.page import Box, Page, TextLine, TextRegion

REACH = 15  # line heights above and below in which lines of the same column show its edges
EDGE = 0.1  # share of the lines that may stand out over an edge


@dataclass(frozen=True, slots=True)
class Measured:
    """A line as it stands: its box, turned where lines run downwards, and the share of the column that it fills."""

    box: Box
    share: float


def measure_lines(page: Page) -> Mapping[str, Measured]:
    """Measure the body lines of a page, by their ids; a region's own lines count as its column too."""
    by_item: dict[str, list[TextRegion]] = {}
    for region in page.regions:
        if region.role == "body" and region.item is not None and region.lines:
            by_item.setdefault(region.item, []).append(region)
    return {line: found for regions in by_item.values() for line, found in _measured(regions)}


def _measured(regions: Sequence[TextRegion]) -> Iterator[tuple[str, Measured]]:
    """Measure the lines of an item's body regions."""
    stacks = sorted(([_along(line) for line in r.lines] for r in regions), key=lambda boxes: Box.around(boxes).top)
    around = [Box.around(boxes) for boxes in stacks]
    tops, tallest = [box.top for box in around], max(box.height for box in around)
    for region in regions:
        own = [_along(line) for line in region.lines]
        outer = Box.around(own)
        reach = REACH * max(1, max(box.height for box in own))
        low, high = bisect_left(tops, outer.top - reach - tallest), bisect_right(tops, outer.bottom + reach)
        beside = (i for i in range(low, high) if _same_column(outer, around[i]))
        near = [box for i in beside for box in stacks[i] if box.gap_y(outer) <= reach]
        width = max(1, _edge([box.right for box in near]) + _edge([-box.left for box in near]))
        for line, box in zip(region.lines, own, strict=True):
            yield line.id, Measured(box, box.width / width)


def _along(line: TextLine) -> Box:
    """A line's box; that of a vertical line is turned, so that its length is its width."""
    box = line.box
    return box if line.direction == "horizontal" else Box(box.top, -box.right, box.bottom, -box.left)


def _same_column(one: Box, other: Box) -> bool:
    return one.overlap_x(other) >= 0.5 * min(one.width, other.width)


def _edge(values: Sequence[int]) -> int:
    """Where most lines end."""
    return sorted(values)[int((len(values) - 1) * (1 - EDGE) + 0.5)]
