"""Bits: accents, bars of letters and words that stand as lines of their own become part of the line they belong to.

In: boxes of lines in layout pixels. Out: fewer boxes. Letters of display type whose accents or bars stand apart from
their stems, or words that hang lower than the rest of their line, are found as pieces in its box or on its edge.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.page import Box

WITHIN = 0.8  # share of a piece's width that lies over its line
SHARED = 0.6  # share of the lower one's height that a piece in a line has in common with it
LARGE = 2.3  # glyphs high: a line of display type; lower ones lean over each other on a page that is not flat
WORD = 5.0  # times as broad as high: a piece that is broader may be a line of its own
HIGHER = 1.4  # line heights: no line with its piece is higher
LOW = 0.5  # line heights: a bit is no higher
SMALL = 1.1  # glyphs high: the same, whatever its line
BROAD = 2.0  # line heights: a bit is no broader, but the tops of several letters that lie wholly inside their line
INSIDE = 0.9  # share of a bit's area that lies inside its line: wholly
ON_EDGE = 0.25  # glyphs between a bit and the line above whose letter it stands
BESIDE = 0.15  # line heights between a bit and the line that it is level with


def join_bits(lines: Sequence[Box], glyph: float) -> list[Box]:
    """Join each bit, the smallest first, to the largest line that it lies in, on or close beside."""
    boxes, joined = sorted(lines, key=lambda box: box.area), []
    tops, bottoms = np.array([(box.top, box.bottom) for box in boxes], np.int64).reshape(-1, 2).T
    for index, bit in enumerate(boxes):
        near = (tops[index + 1 :] - bit.bottom <= ON_EDGE * glyph) & (bottoms[index + 1 :] > bit.top)
        larger = (index + 1 + int(i) for i in np.flatnonzero(near)[::-1])
        home = next((i for i in larger if _belongs(bit, boxes[i], glyph)), None)
        if home is None:
            joined.append(bit)
        else:
            boxes[home] = boxes[home].union(bit)
            tops[home], bottoms[home] = boxes[home].top, boxes[home].bottom
    return joined


def _belongs(bit: Box, line: Box, glyph: float) -> bool:
    """Whether a piece is a word in a line's box, or a bit on its upper edge or close beside it."""
    level = bit.overlap_y(line) >= SHARED * min(bit.height, line.height)
    inside = bit.overlap_x(line) >= WITHIN * bit.width
    if bit.height > min(LOW * line.height, SMALL * glyph):
        large = line.height >= LARGE * glyph
        within = large and level and inside and bit.width <= WORD * bit.height
        return within and bit.union(line).height <= HIGHER * line.height
    small = bit.width <= BROAD * line.height or bit.intersection(line).area >= INSIDE * bit.area
    return small and ((inside and bit.top < line.bottom) or (level and bit.gap_x(line) <= BESIDE * line.height))
