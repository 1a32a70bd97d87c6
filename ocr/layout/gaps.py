"""Gaps between columns: where gutters and vertical rules run down a region of the page.

In: the elements of a region in the reading frame. Out: `Gap`s from left to right, with what crosses them. They are
found between boxes; `gutters.py` finds them in the ink, before there are lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr.layout.elements import Element
from ocr.page import Box

SHRINK = 0.25  # glyphs taken off each side of a box before gaps are looked for
GUTTER = 0.35  # glyphs of paper, beyond what was shrunk, that make a gutter
FEW = 0.34  # share of the lines beside a gutter that may cross it
LEAKS = 0.03  # share of a region's elements that may run over a gutter by mistake
RULE_LEAKS = 0.1  # the same where a rule is printed
CHANCE = 1.5  # glyphs between shrunken boxes: beside fewer lines than a stack, a narrower gap is chance
RULE_COVER = 0.5  # share of a region's height that a vertical rule must run along to part it
RULE_REACH = 1.3  # glyphs that a box may reach over such a rule
MANY = 75  # percentile of the boxes over each x: as many lines stand beside a gutter
OTHER = 2.5  # glyphs between two gaps, at least
NARROWED = 0.3  # of its width, at most, taken off each side of a narrow box
WITNESSES = 3  # lines on both sides of a narrow gap: beside fewer it is a chance gap between words


@dataclass(frozen=True, slots=True)
class Gap:
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
        if not self.width or self.width >= CHANCE * glyph:
            return True
        # What stands in a frame, a table or a picture is no word of a line.
        weights = [(e.box.center[0] < self.x, 1 if e.kind in ("line", "heading") else WITNESSES) for e in inked]
        left, right = (sum(weight for side, weight in weights if side == before) for before in (True, False))
        return min(left, right) >= WITNESSES


def find_gaps(elements: Sequence[Element], inked: list[Element], box: Box, glyph: float) -> list[Gap]:
    """Candidates from left to right: vertical rules over half the region, and runs of x that few boxes cover."""
    found = _rule_gaps(elements, box, glyph)
    cover = _coverage(inked, box, glyph)
    if not cover.size:  # all of it lies on the edge of the page or beyond
        return found
    # A picture that stands beside a gutter is as much as the lines that are set in its place.
    high = _coverage(inked, box, glyph, _line_counts(inked))
    few, few_high = (max(1, round(FEW * float(np.percentile(values, MANY)))) for values in (cover, high))
    for values, most in ((cover, 0), (cover, round(LEAKS * len(inked))), (cover, few), (high, few_high)):
        for a, b in _runs(values, most):
            low = np.flatnonzero(values[a:b] <= values[a:b].min() + round(LEAKS * len(inked)))
            x = box.left + a + float(np.median(low))
            taken = any(abs(x - other.x) < OTHER * glyph for other in found)
            if not taken and len(low) >= (2 * SHRINK + GUTTER) * glyph:
                found.append(Gap(x, SHRINK * glyph, float(len(low))))
    return sorted(found, key=lambda gutter: gutter.x)


def _rule_gaps(elements: Sequence[Element], box: Box, glyph: float) -> list[Gap]:
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
            gutters.append(Gap(x, RULE_REACH * glyph + slant, leaks=RULE_LEAKS))
    return gutters


def _line_counts(inked: Sequence[Element]) -> list[int]:
    """How many lines each element is as high as; a line or a heading is one."""
    height = float(np.median([e.box.height for e in inked if e.kind == "line"] or [e.box.height for e in inked]))
    return [1 if e.kind in ("line", "heading") else max(1, round(e.box.height / max(1.0, height))) for e in inked]


def _coverage(inked: Sequence[Element], box: Box, glyph: float, counts: Sequence[int] = ()) -> np.ndarray:
    """How many shrunken boxes cover each x of the region, each counted once or as often as `counts` says."""
    change = np.zeros(box.width + 2, np.int64)
    for e, count in zip(inked, counts or [1] * len(inked), strict=True):
        shrink = min(SHRINK * glyph, NARROWED * e.box.width)
        left, right = round(e.box.left + shrink) - box.left, round(e.box.right - shrink) - box.left
        change[max(0, left)] += count
        change[min(box.width, max(left + 1, right))] -= count
    return np.cumsum(change)[: box.width]


def _runs(cover: np.ndarray, most: int) -> list[tuple[int, int]]:
    """Runs of x that at most `most` boxes cover, not counting those at the region's edges."""
    low = np.concatenate(([0], (cover <= most).astype(np.int8), [0]))
    starts, ends = np.flatnonzero(np.diff(low) == 1), np.flatnonzero(np.diff(low) == -1)
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if a > 0 and b < len(cover)]
