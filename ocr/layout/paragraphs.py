"""Paragraphs: which body lines begin one, seen from indents, short lines and gaps.

In: the body lines of one item in one column, from top to bottom. Out: for each line whether it begins a paragraph;
None for the first line where nothing tells.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.layout.sheet import Entry

INDENT_LATIN, INDENT_HAN = 0.9, 1.3  # body glyphs; an opening bracket leaves half of one
ONE_SQUARE = 0.75  # body glyphs: an indent of one character, behind the end of a sentence; 一 stands in by half of one
DEEPEST = 3.2  # body glyphs: an indent deeper than this is one only behind the end of a sentence
SHORT = 0.18  # of the column's width that a paragraph's last line leaves free, at least
GAP = 0.9, 4.0  # glyphs more than usual between two lines; where there are more, a picture or a frame stands between
WINDOW = 8  # lines above and below by which a column's edges are judged, for pages that are not flat
ENDS = tuple('。！？…”’」』.!?:"“»)）')
# Old typesetting lets a column begin with a comma, ends sentences in 、 and reports in 云.
NO_START = tuple("、，。；：！？」』）,;:.!?")
OLD_ENDS = (*ENDS, "、", "云", "云云")
ENDED = (*ENDS, "云", "云、")
OPENING_HAN = tuple("“「『《〈（(【〔［[")
OPENING = "（(【〔［["
# 又訊, 另訊, （又電）, （巴黎廿二日海通電）: a report within the report.
SUB_REPORT = re.compile(r"[（(【〔［\[](?:[又另]|.{1,14})[訊讯電电][）)】〕］\]]|[又另](?:[訊讯電电]|據|据)")
BREAKS = ("-", "=", "⸗", "¬", "‐")


@dataclass(frozen=True, slots=True)
class _Column:
    """Body lines from top to bottom, with the column's edges at each line and the paper above it, in pixels.

    `glyph` is the body glyph's height, `usual` the usual paper between two lines.
    """

    lines: Sequence[Entry]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    gaps: Sequence[float]
    usual: float
    glyph: float
    han: bool

    @property
    def indent(self) -> float:
        """How far the first line of a paragraph stands in, at least."""
        return (INDENT_HAN if self.han else INDENT_LATIN) * self.glyph

    def least(self, index: int, *, ended: bool) -> float:
        """How far a line stands in, at least, that begins a paragraph; `ended` says that a sentence ends before it."""
        square = ended and self.han and not self.lines[index].text.lstrip().startswith(OPENING_HAN)
        return ONE_SQUARE * self.glyph if square else self.indent

    def depth(self, index: int) -> float:
        """How far a line stands in from the column's edge."""
        return float(self.lines[index].box.left - self.left[index])

    def is_short(self, index: int) -> bool:
        """Whether the line above one leaves free what a paragraph's last line does."""
        width = max(1.0, self.right[index] - self.left[index])
        return bool(self.right[index - 1] - self.lines[index - 1].box.right >= SHORT * width)

    def is_apart(self, index: int) -> bool:
        """Whether more paper than usual stands above a line."""
        return GAP[0] * self.glyph < self.gaps[index] - self.usual <= GAP[1] * self.glyph


def find_starts(lines: Sequence[Entry], glyph: float, *, han: bool, after: str = "") -> list[bool | None]:
    """Tell for each line whether it begins a paragraph.

    `glyph` is the body glyph's height in pixels, `after` the line before these in another column, if there is one.
    """
    if not lines:
        return []
    left = _edges([e.box.left for e in lines], 25)
    right = _edges([e.box.right for e in lines], 75)
    gaps = [b.box.top - a.box.bottom for a, b in itertools.pairwise(lines)]
    usual = float(np.median(gaps)) if gaps else 0.0
    column = _Column(lines, left, right, [0.0, *gaps], usual, glyph, han)
    return [_first(column, after.rstrip()), *(_begins(column, i) for i in range(1, len(lines)))]


def _begins(column: _Column, index: int) -> bool:
    """Whether a line below another one begins a paragraph."""
    before, entry = column.lines[index - 1], column.lines[index]
    text, start = before.text.rstrip(), entry.text.strip()
    if before.box.is_level(entry.box):
        return False  # another piece of the same printed line
    if start[:1] in NO_START:
        return False
    if SUB_REPORT.match(start):
        return not text or text.endswith(OLD_ENDS) or start[0] in OPENING
    ended = not text or text.endswith(ENDED)
    return _is_indented(column, index, ended=ended) or (ended and (column.is_short(index) or column.is_apart(index)))


def _is_indented(column: _Column, index: int, *, ended: bool) -> bool:
    """Whether a line stands in as the first of a paragraph; `ended` says that a sentence ends above it."""
    before, entry = column.lines[index - 1], column.lines[index]
    if before.text.rstrip().endswith(BREAKS):
        return False
    if ended:
        return column.depth(index) >= column.least(index, ended=True)
    # Lines behind a drop capital or a picture stand in from the edge, one after the other and in mid-sentence.
    deep = column.depth(index) > DEEPEST * column.glyph
    level = abs(before.box.left - entry.box.left) <= DEEPEST * column.glyph
    beside = level and column.depth(index - 1) >= column.indent and not column.is_short(index)
    return column.depth(index) >= column.indent and not (deep or beside)


def _first(column: _Column, after: str) -> bool | None:
    """Whether the first line begins a paragraph: only where others show what the column's edge is."""
    return None if len(column.lines) == 1 else column.depth(0) >= column.least(0, ended=after.endswith(ENDED))


def _edges(values: list[int], percentile: int) -> NDArray[np.int64]:
    """The column's edge at each line, from the lines around it."""
    edges = []
    for i in range(len(values)):
        near = sorted(values[max(0, i - WINDOW) : i + WINDOW + 1])
        # The nearest rank towards the edge: two lines, one of them indented, still show it.
        place = (len(near) - 1) * percentile / 100
        edges.append(near[int(place) if percentile < 50 else math.ceil(place)])
    return np.array(edges)
