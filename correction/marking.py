"""Marks of a reviewer on spans of a line's text, which ride along when the text changes.

In: a span of a text as a person saw it, and the text as it is now. Out: the span as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from correction.article import LineMark, MarkKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a line's reviewed text, in code points, what is said of it, by whom and by which decision."""

    offset: int
    length: int
    kind: MarkKind
    by: str
    decision: str


def move_span(offset: int, length: int, seen: str, now: str) -> tuple[int, int] | None:
    """Where a span of a text is after the text was changed; None when neither it nor what was around it is there.

    >>> move_span(4, 3, "the c?t sat", "then the cat sat")
    (9, 3)
    >>> move_span(4, 3, "the ??? sat", "the cat sat")
    (4, 3)
    >>> move_span(4, 3, "the cat sat", "the old cat sat")
    (8, 3)
    >>> move_span(4, 4, "the cat sat", "the sat")
    """
    end = offset + length
    if end > len(seen):
        return None
    if seen == now:
        return offset, length
    places = {-1: -1, len(seen): len(now)}
    for a, b, size in SequenceMatcher(None, seen, now, autojunk=False).get_matching_blocks():
        places.update(zip(range(a, a + size), range(b, b + size), strict=True))
    places[len(seen)] = len(now)
    inside = [places[i] for i in range(offset, end) if i in places]
    if inside and inside == list(range(inside[0], inside[0] + length)):
        return inside[0], length  # it says the same; what was put in beside it is none of it
    before, after = places.get(offset - 1), places.get(end)
    if before is not None and after is not None:  # what stands between them now
        start, stop = before + 1, after
    elif inside:
        start, stop = inside[0], inside[-1] + 1
    else:
        return None
    return (start, stop - start) if stop > start or not length else None


def marks_of(lines: Iterable[str], marks: Mapping[str, Sequence[Mark]]) -> tuple[LineMark, ...]:
    """The marks on some lines, as articles have them."""
    return tuple(
        LineMark(line, mark.kind, mark.offset, mark.length)
        for line in dict.fromkeys(lines)
        for mark in marks.get(line, ())
    )
