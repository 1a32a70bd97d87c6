"""Paragraphs: which body lines begin one, seen from indents, short lines and gaps.

In: the body lines of one item in one column, from top to bottom. Out: for each line whether it begins a paragraph;
None for the first line where nothing tells.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.layout.sheet import Entry

INDENT_LATIN, INDENT_HAN = 0.9, 1.3  # body glyphs; an opening bracket leaves half of one
ONE_SQUARE = 1.0  # body glyphs: an indent of one character, behind the end of a sentence
DEEPEST = 3.2  # body glyphs: an indent deeper than this is one only behind the end of a sentence
SHORT = 0.18  # of the column's width that a paragraph's last line leaves free, at least
GAP = 0.9, 4.0  # glyphs more than usual between two lines; where there are more, a picture or a frame stands between
WINDOW = 8  # lines above and below by which a column's edges are judged, for pages that are not flat
ENDS = tuple('。！？…”’」』.!?:"“»)）')
# Old typesetting lets a column begin with a comma, ends sentences in 、 and reports in 云.
NO_START = tuple("、，。；：！？」』）,;:.!?")
OLD_ENDS = (*ENDS, "、", "云", "云云")
OPENING_HAN = tuple("“「『《〈（(【〔［[")
OPENING = "（(【〔［["
# 又訊, 另訊, （又電）, （巴黎廿二日海通電）: a report within the report.
SUB_REPORT = re.compile(r"[（(【〔［\[](?:[又另]|.{1,14})[訊讯電电][）)】〕］\]]|[又另](?:[訊讯電电]|據|据)")
BREAKS = ("-", "=", "⸗", "¬", "‐")


def find_starts(lines: Sequence[Entry], glyph: float, *, han: bool) -> list[bool | None]:
    """Tell for each line whether it begins a paragraph; `glyph` is the body glyph's height in pixels."""
    if not lines:
        return []
    left = _edges([e.box.left for e in lines], 25)
    right = _edges([e.box.right for e in lines], 75)
    indent = (INDENT_HAN if han else INDENT_LATIN) * glyph
    gaps = [b.box.top - a.box.bottom for a, b in itertools.pairwise(lines)]
    usual = float(np.median(gaps)) if gaps else 0.0
    starts: list[bool | None] = [_first(lines, left, indent)]
    for i in range(1, len(lines)):
        before, entry = lines[i - 1], lines[i]
        if before.box.overlap_y(entry.box) > 0.5 * min(before.box.height, entry.box.height):
            starts.append(False)  # another piece of the same printed line
            continue
        text = before.text.rstrip()
        width = max(1.0, right[i] - left[i])
        indented = entry.box.left - left[i] >= indent
        if entry.text.lstrip()[:1] in NO_START:
            starts.append(False)
            continue
        if SUB_REPORT.match(entry.text.strip()):
            starts.append(not text or text.endswith(OLD_ENDS) or entry.text.lstrip()[0] in OPENING)
            continue
        short = right[i - 1] - before.box.right >= SHORT * width
        apart = GAP[0] * glyph < gaps[i - 1] - usual <= GAP[1] * glyph
        ended = not text or text.endswith((*ENDS, "云", "云、"))
        if han and ended and not entry.text.lstrip().startswith(OPENING_HAN):
            indented = entry.box.left - left[i] >= ONE_SQUARE * glyph
        broken = text.endswith(BREAKS)
        # Lines behind a drop capital or a picture stand in from the edge, one after the other and in mid-sentence.
        deep = entry.box.left - left[i] > DEEPEST * glyph
        level = abs(before.box.left - entry.box.left) <= DEEPEST * glyph
        beside = deep or (level and before.box.left - left[i - 1] >= indent and not short)
        indented = indented and not broken and (ended or not beside)
        starts.append(bool(indented or (short and ended) or (apart and ended)))
    return starts


def _first(lines: Sequence[Entry], left: NDArray[np.int64], indent: float) -> bool | None:
    """Whether the first line begins a paragraph: only where others show what the column's edge is."""
    if len(lines) == 1:
        return None
    return bool(lines[0].box.left - left[0] >= indent)


def _edges(values: list[int], percentile: int) -> NDArray[np.int64]:
    """The column's edge at each line, from the lines around it."""
    edges = []
    for i in range(len(values)):
        near = sorted(values[max(0, i - WINDOW) : i + WINDOW + 1])
        # The nearest rank towards the edge: two lines, one of them indented, still show it.
        place = (len(near) - 1) * percentile / 100
        edges.append(near[int(place) if percentile < 50 else math.ceil(place)])
    return np.array(edges)
