"""A PDF's characters become printed lines.

In: `Glyph`s in the PDF's own order. Out: `TextLayerLine`s with words and their boxes. Only what stands on one
baseline within one column is a line; paragraphs and articles are the layout's matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, LineText, Word

Rectangle = tuple[float, float, float, float]

# All in text heights.
SAME_BASELINE = 0.3
JOINED = 0.5  # a gap that needs no second look; between ink, a word space measures 0.35
OVERLAP = 0.5  # letters may lean over the next one by this
LINE_GAP = 1.5  # a wider one ends the line
WORD_GAP = 0.25  # without a space character, from here on there is one
BESIDE = 3.0  # how far above and below a gap is followed to see whether it is a column's edge
CLEARLY_WIDE = 1.0  # one line beside such a gap shows a column's edge; a narrower one takes two
OTHER_SIZE = 1.8  # letters this much larger are another line (drop capitals, headlines beside text)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its ink box (left, top, right, bottom), the start of its baseline and its line's height.

    All in pixels. `spaced` says that the PDF has a space or line end before it, `upright` that it stands on its feet.
    """

    text: str
    box: Rectangle
    base: tuple[float, float]
    size: float
    spaced: bool = False
    upright: bool = True


@dataclass(frozen=True, slots=True)
class TextLayerLine:
    """A printed line of a text layer, in pixels of the page image."""

    box: Box
    text: LineText


Run = list[Glyph]


def lines_of(glyphs: Sequence[Glyph]) -> tuple[TextLayerLine, ...]:
    """The printed lines, in the order in which the PDF brings them.

    Runs of neighbouring characters are chained along the baseline; two runs become one line when the gap between
    them is short and is no column's edge, that is when lines above or below run across it.
    """
    upright = [glyph for glyph in glyphs if glyph.upright]
    turned = [glyph for glyph in glyphs if not glyph.upright]
    vertical = _runs_down(upright)
    level = [_lying(glyph) for glyph in upright] if vertical else upright
    order = {id(glyph): place for place, glyph in enumerate(level)}
    lines = sorted(_joined(_runs(level), level), key=lambda line: min(order[id(glyph)] for glyph in line))
    if vertical:
        back = dict(zip(map(id, level), upright, strict=True))
        lines = [[back[id(glyph)] for glyph in line] for line in lines]
    return tuple(_line(line) for line in lines + _stream_lines(turned))


def cut_to(lines: Iterable[TextLayerLine], part: Box) -> tuple[TextLayerLine, ...]:
    """The lines whose middle lies in a part of the image, in that part's pixels."""

    def moved(box: Box) -> Box:
        inside = box.intersection(part)
        return Box(inside.left - part.left, inside.top - part.top, inside.right - part.left, inside.bottom - part.top)

    def within(box: Box) -> bool:
        x, y = box.center
        return part.left <= x < part.right and part.top <= y < part.bottom

    return tuple(
        TextLayerLine(
            moved(line.box),
            line.text.moved(moved),
        )
        for line in lines
        if within(line.box)
    )


def _runs_down(glyphs: Sequence[Glyph]) -> bool:
    """Whether most characters follow the one before them downwards, as in vertical Chinese and Japanese."""
    down = across = 0
    for before, after in pairwise(glyphs):
        dx, dy = after.base[0] - before.base[0], after.base[1] - before.base[1]
        down += abs(dx) < SAME_BASELINE * before.size and 0 < dy < LINE_GAP * before.size
        across += abs(dy) < SAME_BASELINE * before.size and 0 < dx < LINE_GAP * before.size
    return down > across


def _lying(glyph: Glyph) -> Glyph:
    """A character of a vertical line, laid so that its line runs from left to right and lines go downwards."""
    left, top, right, bottom = glyph.box
    middle = (left + right) / 2
    return replace(glyph, box=(top, -right, bottom, -left), base=(top, -middle))


def _runs(glyphs: Sequence[Glyph]) -> list[Run]:
    """Characters that follow each other closely in the PDF and on the baseline."""
    runs: list[Run] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        if last is not None and _level(last, glyph) and -OVERLAP <= _gap(last, glyph) <= JOINED:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _level(one: Glyph, other: Glyph) -> bool:
    """Whether two characters stand on one baseline and are of like size."""
    size = min(one.size, other.size)
    return abs(one.base[1] - other.base[1]) <= SAME_BASELINE * size and max(one.size, other.size) <= OTHER_SIZE * size


def _gap(before: Glyph, after: Glyph) -> float:
    """The white between two characters in text heights; negative when they overlap."""
    return (after.box[0] - before.box[2]) / max(before.size, after.size)


def _joined(runs: list[Run], glyphs: Sequence[Glyph]) -> list[Run]:
    """Runs put together into lines, from left to right."""
    boxes = np.array([glyph.box for glyph in glyphs], dtype=np.float64).reshape(-1, 4)
    open_lines: list[Run] = []
    ends = np.zeros((len(runs), 2))  # of each line: the right edge and the baseline of its last character
    for run in sorted(runs, key=lambda run: run[0].box[0]):
        first, count = run[0], len(open_lines)
        right, base = ends[:count].T
        # Fits surely with none that is further off: sizes differ by OTHER_SIZE at most.
        reach = OTHER_SIZE * first.size
        near = (np.abs(base - first.base[1]) <= SAME_BASELINE * first.size) & (right >= first.box[0] - LINE_GAP * reach)
        fits = [
            i
            for i in map(int, np.flatnonzero(near))
            if _level(open_lines[i][-1], first) and _joins(open_lines[i][-1], first, boxes)
        ]
        home = min(fits, key=lambda i: abs(_gap(open_lines[i][-1], first)), default=count)
        if home == count:
            open_lines.append([])
        open_lines[home].extend(run)
        ends[home] = run[-1].box[2], run[-1].base[1]
    return open_lines


def _joins(before: Glyph, after: Glyph, boxes: NDArray[np.float64]) -> bool:
    gap = _gap(before, after)
    if not -OVERLAP <= gap <= LINE_GAP:
        return False
    return gap <= JOINED or not _is_column_edge(before, after, boxes)


def _is_column_edge(before: Glyph, after: Glyph, boxes: NDArray[np.float64]) -> bool:
    """Whether the lines above and below leave the same gap: a gutter goes on, a wide word space does not."""
    size = max(before.size, after.size)
    left, right, y = before.box[2], after.box[0], before.base[1]
    near = boxes[(np.abs((boxes[:, 1] + boxes[:, 3]) / 2 - y) < BESIDE * size)]
    near = near[np.abs((near[:, 1] + near[:, 3]) / 2 - (y - size / 3)) > size / 2]  # not this line itself
    # Edge letters may lean into the gap a little; its middle half must be free.
    slack = (right - left) / 4
    if ((near[:, 2] > left + slack) & (near[:, 0] < right - slack)).any():
        return False
    needed = 1 if right - left > CLEARLY_WIDE * size else 2
    on_left = near[(near[:, 2] <= left + slack) & (near[:, 2] > left - BESIDE * size)]
    on_right = near[(near[:, 0] >= right - slack) & (near[:, 0] < right + BESIDE * size)]
    return all(len(np.unique(np.round(side[:, 3] / size))) >= needed for side in (on_left, on_right))


def _stream_lines(glyphs: Sequence[Glyph]) -> list[Run]:
    """Turned text in the PDF's order, broken where the next character is far away."""
    lines: list[Run] = []
    for glyph in glyphs:
        last = lines[-1][-1] if lines else None
        apart = 0.0 if last is None else abs(glyph.base[0] - last.base[0]) + abs(glyph.base[1] - last.base[1])
        if last is not None and apart <= LINE_GAP * max(last.size, glyph.size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _line(glyphs: Run) -> TextLayerLine:
    """Text, words and boxes of one line; Han characters are words of their own and stand without spaces."""
    words: list[Run] = []
    text = ""
    for place, glyph in enumerate(glyphs):
        before = glyphs[place - 1] if place else None
        apart = before is not None and (glyph.spaced or _parted(before, glyph))
        if before is None or apart or _is_han(glyph.text) or _is_han(before.text):
            words.append([])
        words[-1].append(glyph)
        text += " " * bool(apart) + glyph.text
    return TextLayerLine(_box(glyphs), LineText(_printed(text), None, tuple(_word(word) for word in words)))


def _parted(before: Glyph, after: Glyph) -> bool:
    """Whether white alone parts two words; Han is set so wide that only a space character tells there."""
    return not (_is_han(before.text) or _is_han(after.text)) and _gap(before, after) > WORD_GAP


def _word(glyphs: Run) -> Word:
    return Word(_printed("".join(glyph.text for glyph in glyphs)), _box(glyphs))


def _box(glyphs: Run) -> Box:
    """Around the ink, whole pixels outwards."""
    edges = np.array([glyph.box for glyph in glyphs])
    left, top = np.floor(edges[:, :2].min(axis=0))
    right, bottom = np.ceil(edges[:, 2:].max(axis=0))
    return Box(int(left), int(top), int(right), int(bottom))


def _is_han(text: str) -> bool:
    """Whether a character is set in Han squares, full-width marks among them."""
    return unicodedata.east_asian_width(text[0]) in "WF"


def _printed(text: str) -> str:
    """Latin in NFC; Han untouched, because NFC would replace compatibility ideographs."""
    if any(_is_han(letter) for letter in text):
        return text
    return unicodedata.normalize("NFC", text)
