"""Where a piece of a text is after the text was corrected, or that somebody has been at it.

In: a text, what became of it, offsets in code points. Out: the offsets now, or None. A character that was put in or
taken out beside its like (nn, n) may have been either: both count as touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

Piece = tuple[int, int]  # the offset of its first code point, and of the first behind it


class Step(NamedTuple):
    """A stretch of a text, from `start` to `end`, and what stands there in the other; `same` where nothing changed."""

    start: int
    end: int
    there_start: int
    there_end: int
    same: bool


class Moving:
    """How offsets of a text become those of another."""

    def __init__(self, before: str, after: str) -> None:
        self._steps = _steps(before, after) if before != after else []
        self._touched = [_touched(before, after, step) for step in self._steps if not step.same]

    def move(self, start: int, end: int) -> Piece | None:
        """Where a piece is now, which says the same; None where it, or a gap beside it, was changed.

        >>> Moving("the lamp", "the old lamp").move(4, 6), Moving("the lamp", "the clamp").move(4, 6)
        ((8, 10), None)
        """
        if any(low <= end and start <= high for low, high in self._touched):
            return None
        shift = 0
        for step in self._steps:
            if step.end <= start:
                shift = step.there_end - step.end
        return start + shift, end + shift

    def carry(self, start: int, end: int) -> Piece:
        """What stands where a piece stood, with what was put in inside and beside it.

        >>> Moving("wann", "warm").carry(2, 4), Moving("lge", "lage").carry(1, 2)
        ((2, 4), (1, 3))
        """
        if not self._steps:
            return start, end
        starts = [place for step in self._steps for place in _places(step, start)]
        ends = [place for step in self._steps for place in _places(step, end)]
        return min(starts), max(ends)


def _places(step: Step, offset: int) -> Iterator[int]:
    """Where an offset of a step may be in the other text."""
    if step.start <= offset <= step.end:
        along = min(offset - step.start, step.there_end - step.there_start)
        if offset < step.end or step.same:
            yield step.there_start + along
        else:
            yield step.there_end
        if step.start == step.end:
            yield step.there_start


def _steps(before: str, after: str) -> list[Step]:
    """Changes and what is the same between them, by turns."""
    found: list[Step] = []
    for code in Levenshtein.opcodes(before, after):
        step = Step(code.src_start, code.src_end, code.dest_start, code.dest_end, code.tag == "equal")
        if found and not step.same and not found[-1].same:
            last = found.pop()
            step = Step(last.start, step.end, last.there_start, step.there_end, False)
        found.append(step)
    return found


def _touched(before: str, after: str, step: Step) -> Piece:
    """The closed stretch of offsets that a change keeps a piece from meeting."""
    low, high = step.start, step.end
    if low == high:
        new = after[step.there_start : step.there_end]
        if len(new.split()) and any(map(str.isspace, new)):
            return low + 1, low - 1  # a word that was left out says nothing of its neighbours
        return _slide(before, low, high, new)  # the pieces on both sides were meant
    if step.there_start == step.there_end:
        low, high = _slide(before, low, high, before[low:high])
    return low + 1, high - 1  # a neighbour's change says nothing of a piece


def _slide(text: str, low: int, high: int, changed: str) -> Piece:
    """How far what was put in or taken out may as well have stood to the left and to the right."""
    left, right = changed, changed
    while low and text[low - 1] == left[-1]:
        left = left[-1] + left[:-1]
        low -= 1
    while high < len(text) and text[high] == right[0]:
        right = right[1:] + right[0]
        high += 1
    return low, high
