"""Where a line would be cut: a place on the page for each place in its reviewed text.

In: a `Sitting` and a line of it. Out: pixels along the line, by the boxes of the characters that the engine read, and
in equal parts where it has none or the text was changed.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby

from correction.desk.desk import Sitting
from correction.doubts.places import glyphs_by_offset
from ocr.errors import MissingError
from ocr.page import LineText

Span = tuple[float, float]


def cuts(sitting: Sitting, line_id: str) -> tuple[int, ...]:
    """Where a line is cut before each code point of its reviewed text, and behind the last: x, or y of a column.

    Raises MissingError for a line that the page has not.
    """
    if line_id not in sitting.lines:
        raise MissingError(f"there is no line {line_id} on page {sitting.page.id}", "reload the page")
    line, text = sitting.lines[line_id], sitting.text_of(line_id)
    vertical = line.direction == "vertical"
    first, last = (line.box.top, line.box.bottom) if vertical else (line.box.left, line.box.right)
    reading = sitting.page.base_reading
    read = reading.lines.get(line_id) if reading else None
    known = _carried(_spans(read, vertical), read.text, text) if read else {}
    ends = sorted(known)
    found = []
    for i in range(len(text) + 1):
        before = max((j for j in ends if j < i), default=-1)
        after = min((j for j in ends if j >= i), default=len(text))
        start = known[before][1] if before >= 0 else first
        end = known[after][0] if after < len(text) else last
        between = after - before - 1
        found.append(round(start + (end - start) * ((i - before - 1) / between if between else 0.5)))
    return tuple(min(last, max(first, place)) for place in found)


def _spans(read: LineText, vertical: bool) -> dict[int, Span]:
    """From where to where each character of a reading stands; those that share a box share it in equal parts."""
    found: dict[int, Span] = {}
    for glyph, run in groupby(enumerate(glyphs_by_offset(read)), key=lambda each: each[1]):
        offsets = [offset for offset, _ in run]
        if glyph is None:
            continue
        low, high = (glyph.box.top, glyph.box.bottom) if vertical else (glyph.box.left, glyph.box.right)
        step = (high - low) / len(offsets)
        found |= {offset: (low + step * n, low + step * (n + 1)) for n, offset in enumerate(offsets)}
    return found


def _carried(spans: dict[int, Span], read: str, text: str) -> dict[int, Span]:
    """The same, by the offsets of the text that the line has now."""
    if read == text:
        return spans
    blocks = SequenceMatcher(None, read, text, autojunk=False).get_matching_blocks()
    places = {a + n: b + n for a, b, size in blocks for n in range(size)}
    return {places[offset]: span for offset, span in spans.items() if offset in places}
