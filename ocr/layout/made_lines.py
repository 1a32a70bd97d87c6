"""Lines that a person drew, cut or fused, and what the engines' readings say of them.

In: lines of a page, polygons and places in pixels of the page image. Out: lines, and readings that have them too: a
piece has the words that stand in it, a fused line those of all its pieces.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ocr.layout.overrides import MadeLine, Overrides
from ocr.page import Box, Direction, LineText, Page, Point, Polygon, Reading, TextLine

LEAST = 2  # pixels along a line: no piece is shorter
FOOT = 0.25  # of a drawn line's height below its baseline
LETTER = 0.55  # of a drawn line's height has a letter, where the page has no line that tells


@dataclass(frozen=True, slots=True)
class Letters:
    """How high letters usually are on a page, as a share of their line's thickness, and how thick, as one of that."""

    height: float = LETTER
    stroke: float = 0.0


def usual_letters(lines: Sequence[TextLine]) -> Letters:
    """Measure a page's lines."""
    heights = [line.glyph / across(line) for line in lines if line.glyph and across(line)]
    strokes = [line.stroke / line.glyph for line in lines if line.glyph and line.stroke]
    return Letters(statistics.median(heights or [LETTER]), statistics.median(strokes or [0.0]))


def draw_line(name: str, polygon: Polygon, direction: Direction, letters: Letters) -> TextLine:
    """A line that a person drew, with letters as they usually are; raises ValueError for what surrounds nothing."""
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    box = Box(min(xs, default=0), min(ys, default=0), max(xs, default=0), max(ys, default=0))
    if not box.area:
        raise ValueError("a line has a width and a height")
    line = TextLine(name, box, polygon if len(polygon) > 2 else box.polygon, _foot(box, direction), direction)
    glyph = across(line) * letters.height
    return replace(line, glyph=round(glyph, 1), stroke=round(glyph * letters.stroke, 2))


def cut_line(line: TextLine, at: Sequence[int], names: Sequence[str]) -> tuple[TextLine, ...]:
    """The pieces of a line cut at places along it: at x, or at y where it is vertical, in pixels of the page.

    Raises ValueError for places that are not in the line, one behind the other, or names that are not one more.
    """
    start, end = _span(line.box, line.direction)
    places = [start, *at, end]
    if len(names) != len(at) + 1 or not at or any(b - a < LEAST for a, b in pairwise(places)):
        raise ValueError("a line is cut within its box, at places one behind the other")
    return tuple(_piece(line, a, b, name) for (a, b), name in zip(pairwise(places), names, strict=True))


def fuse_lines(lines: Sequence[TextLine], name: str) -> TextLine:
    """One line of several, as level as the longest of them; raises ValueError for fewer than two."""
    if len(lines) < 2:
        raise ValueError("it takes two lines to make one of")
    longest = max(lines, key=along)
    slope = _slope(longest)
    level = [_turned(point, -slope) for line in lines for point in line.polygon or line.box.polygon]
    xs, ys = [x for x, _ in level], [y for _, y in level]
    corners = ((min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys)))
    polygon = tuple(_rounded(_turned(point, slope)) for point in corners)
    ordered = sorted(lines, key=lambda line: _span(line.box, line.direction))
    ends = (*ordered[0].baseline[:1], *ordered[-1].baseline[-1:])
    return TextLine(
        name,
        Box.around(line.box for line in lines),
        polygon,
        ends if len(ends) == 2 else (),
        longest.direction,
        round(_mean(lines, lambda line: line.glyph), 1),
        round(_mean(lines, lambda line: line.stroke), 2),
    )


def with_made_lines(page: Page, overrides: Overrides) -> tuple[tuple[TextLine, ...], tuple[Reading, ...]]:
    """A page's lines under a person's hand, and its readings with what they say of lines that were made of others."""
    made = {each.line.id for each in overrides.made}
    kept = [line for line in page.lines if line.id not in made]
    every = {line.id: line for line in (*kept, *(each.line for each in overrides.made))}
    lines = tuple(line for line in every.values() if line.id not in overrides.dropped)
    if not any(each.of for each in overrides.made):
        return lines, page.readings
    readings = tuple(replace(r, lines=_derived(r.lines, overrides.made, every, page.language)) for r in page.readings)
    return lines, readings


def _derived(
    texts: Mapping[str, LineText], made: Iterable[MadeLine], lines: Mapping[str, TextLine], language: str
) -> dict[str, LineText]:
    """A reading's texts, and those of lines that were made of lines that it read."""
    said = dict(texts)
    for each in made:
        parts = [(lines[name], said[name]) for name in each.of if name in said and name in lines]
        if parts and each.line.id not in said:
            said[each.line.id] = derive(each.line, parts, language)
    return said


def derive(line: TextLine, parts: Sequence[tuple[TextLine, LineText]], language: str) -> LineText:
    """What a reading of lines says of one that was made of them: their words whose middle lies in it.

    A text without words is shared out by the length of the pieces.
    """
    texts = [text if _lies_in(each, line) else _part_of(text, each, line) for each, text in parts]
    between = "" if language.startswith("zh") else " "
    sure = [text.confidence for text in texts if text.confidence is not None]
    return LineText(
        between.join(text.text for text in texts if text.text),
        statistics.fmean(sure) if sure else None,
        tuple(word for text in texts for word in text.words),
    )


def _part_of(text: LineText, whole: TextLine, piece: TextLine) -> LineText:
    """What of a line's text stands in a piece; the pieces of a line have all of it together."""
    low, high = _span(whole.box, whole.direction)
    ends = _span(piece.box, piece.direction)
    if not text.words:
        step = len(text.text) / max(1, high - low)
        start, end = (round((place - low) * step) for place in ends)
        return replace(text, text=text.text[start:end].strip())
    middles = [word.box.center[piece.direction == "vertical"] for word in text.words]
    first, last = (next((i for i, at in enumerate(middles) if at >= place), len(middles)) for place in ends)
    first, last = 0 if ends[0] <= low else first, len(middles) if ends[1] >= high else last
    offsets = _offsets(text)
    return replace(text, text=text.text[offsets[first] : offsets[last]].strip(), words=text.words[first:last])


def _offsets(text: LineText) -> list[int]:
    """Where each word begins in its line's text, the first at 0; and the text's length."""
    offsets, at = [], 0
    for word in text.words:
        found = text.text.find(word.text, at)
        offsets.append(found if found >= 0 else at)
        at = found + len(word.text) if found >= 0 else at
    return [0, *offsets[1:], len(text.text)] if offsets else [0]


def _lies_in(line: TextLine, other: TextLine) -> bool:
    return other.box.intersection(line.box) == line.box


def along(line: TextLine) -> int:
    """The length of a line's box in reading direction, in pixels."""
    return line.box.height if line.direction == "vertical" else line.box.width


def across(line: TextLine) -> int:
    """How thick a line's box is, in pixels."""
    return line.box.width if line.direction == "vertical" else line.box.height


def _span(box: Box, direction: Direction) -> tuple[int, int]:
    return (box.top, box.bottom) if direction == "vertical" else (box.left, box.right)


def _piece(line: TextLine, start: int, end: int, name: str) -> TextLine:
    """What of a line lies between two places along it."""
    polygon = _clipped(line.polygon if len(line.polygon) > 2 else line.box.polygon, start, end, line.direction)
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    if not box.area:
        box = line.box
    box = replace(box, top=start, bottom=end) if line.direction == "vertical" else replace(box, left=start, right=end)
    base = _on_baseline(line, start, end)
    return replace(line, id=name, box=box, polygon=polygon if len(polygon) > 2 else box.polygon, baseline=base)


def _clipped(polygon: Polygon, start: int, end: int, direction: Direction) -> Polygon:
    """A polygon between two places along its line (Sutherland and Hodgman 1974); its first corner stays first."""
    axis = 1 if direction == "vertical" else 0
    for place, sign in ((start, 1), (end, -1)):
        kept: list[Point] = []
        for a, b in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
            inside, after = sign * (a[axis] - place) >= 0, sign * (b[axis] - place) >= 0
            kept += [a] if inside else []
            if inside != after:
                share = (place - a[axis]) / (b[axis] - a[axis])
                kept.append(_rounded((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))))
        polygon = tuple(kept)
        if not polygon:
            break
    # The level box of a line is told by four corners that begin at the top left one.
    first = min(range(len(polygon)), key=lambda i: sum(polygon[i]), default=0)
    return polygon[first:] + polygon[:first]


def _on_baseline(line: TextLine, start: int, end: int) -> tuple[Point, ...]:
    if len(line.baseline) < 2:
        return ()
    axis = 1 if line.direction == "vertical" else 0
    a, b = line.baseline[0], line.baseline[-1]
    shares = [(place - a[axis]) / (b[axis] - a[axis] or 1) for place in (start, end)]
    return tuple(_rounded((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))) for share in shares)


def _foot(box: Box, direction: Direction) -> tuple[Point, ...]:
    if direction == "vertical":
        middle = (box.left + box.right) // 2
        return (middle, box.top), (middle, box.bottom)
    foot = round(box.bottom - FOOT * box.height)
    return (box.left, foot), (box.right, foot)


def _slope(line: TextLine) -> float:
    """How far a line leans, in radians: that of the longer edge at its first corner."""
    if len(line.polygon) != 4:
        return 0.0
    (x0, y0), (x1, y1), _, (x3, y3) = line.polygon
    lean = (x0 - x3, y3 - y0) if line.direction == "vertical" else (y1 - y0, x1 - x0)
    return math.atan2(*lean) if lean[1] > 0 else 0.0


def _turned(point: tuple[float, float], angle: float) -> tuple[float, float]:
    x, y = point
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _rounded(point: tuple[float, float]) -> Point:
    return round(point[0]), round(point[1])


def _mean(lines: Sequence[TextLine], measure: Callable[[TextLine], float]) -> float:
    """The mean of a measure over lines, each weighed by its length."""
    weight = sum(map(along, lines)) or 1
    return sum(measure(line) * along(line) for line in lines) / weight
