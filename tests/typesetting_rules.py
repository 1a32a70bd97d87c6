"""Printed rules of every kind: between stories, between columns, round a box; each as the strokes it is printed of.

Measured as in typesetting_sheet: u along the lines of text, v across them, in pixels; thickness in ems.
"""

from __future__ import annotations

from dataclasses import dataclass

from typesetting_flow import Rect

THIN, THICK = 1 / 12, 1 / 4
COLUMN_RULE = 1 / 16
APART = 1 / 5
"""Between the two strokes of a double rule."""
BREAKS = (0.0, 0.17, 0.21, 0.46, 0.475, 0.8, 0.86, 1.0)
"""Where the strokes of a broken rule begin and end, as shares of its length."""
DASH = 0.3
"""Length of an ornamental dash, as a share of the column's width."""


@dataclass(frozen=True)
class Block:
    """A stroke or a picture: from (u, v), so long and so wide; one of negative length runs across the lines."""

    u: float
    v: float
    length: float
    breadth: float


def strokes(length: float, em: float, style: bool | str, breadth: float) -> list[tuple[float, float, float, float]]:
    """(start, length, offset, breadth) of a rule's strokes; `style` is true or the name of one of its kinds."""
    match style:
        case "double":
            return [(0.0, length, 0.0, breadth * em), (0.0, length, APART * em, breadth * em)]
        case "thick":
            return [(0.0, length, 0.0, THICK * em)]
        case "scotch":
            return [(0.0, length, 0.0, THICK * em), (0.0, length, (THICK + APART) * em, breadth * em)]
        case "broken":
            pairs = zip(BREAKS[::2], BREAKS[1::2], strict=True)
            return [(a * length, (b - a) * length, 0.0, breadth * em) for a, b in pairs]
        case "dash":
            return [((1 - DASH) / 2 * length, DASH * length, 0.0, breadth * em)]
        case "ornament":
            middle = (0.5 * length - em * 0.5, em, -THICK * em / 2, THICK * em)
            return [((1 - DASH) / 2 * length, DASH * length, 0.0, breadth * em), middle]
    return [(0.0, length, 0.0, breadth * em)]


def rule_across(u: float, length: float, v: float, em: float, style: bool | str) -> list[Block]:
    """A rule along the lines, as between a story and the one above it."""
    return [Block(u + start, v + offset, run, wide) for start, run, offset, wide in strokes(length, em, style, THIN)]


def rule_along(u: float, v: float, length: float, em: float, style: bool | str) -> list[Block]:
    """A rule across the lines, as between two columns."""
    found = strokes(length, em, style, COLUMN_RULE)
    return [Block(u + offset, v + start, -run, wide) for start, run, offset, wide in found]


def frame_rules(box: Rect, em: float, style: str) -> list[Block]:
    """A frame round a box: "thin", "thick" or "double" (the second one inside the first)."""
    breadth = (THICK if style == "thick" else THIN) * em
    rects = [box]
    if style == "double":
        inward = 2 * APART * em
        rects.append(Rect(box.u0 + inward, box.v0 + inward, box.u1 - inward, box.v1 - inward))
    made: list[Block] = []
    for u0, v0, u1, v1 in rects:
        made += [Block(u0, v0, u1 - u0, breadth), Block(u0, v1 - breadth, u1 - u0, breadth)]
        made += [Block(u0, v0, v0 - v1, breadth), Block(u1 - breadth, v0, v0 - v1, breadth)]
    return made
