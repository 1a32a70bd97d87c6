"""Finds a line again after its page was cut into lines anew.

In: a page as it is now and the lines as persons once saw them. Out: which line of today each of them is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from ocr.layout.crowd import Crowd
from ocr.page import Box, Page, TextLine

SAME_PLACE = 0.5  # Intersection over union from which two boxes are one line, if the text is not plainly another.
PART_PLACE = 0.5  # Share of the smaller box from which one line may be the other's better or worse cut.
LIKE_TEXT = 0.5  # Two readings of one line by bad engines still agree in half of their characters.
SAME_TEXT = 0.8  # A line that was cut otherwise must agree better, or a neighbour's text would be overwritten.


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line as a person saw it: its id, its box in pixels of the page image, its text at that moment."""

    line: str
    box: Box
    text: str


def homes(page: Page, anchors: Iterable[Anchor]) -> Mapping[str, str]:
    """Map each anchored line id to the line of the page that it is now; a line without a home is absent.

    A line that still exists is its own home. The others are matched one to one, the best match first, by place and
    text together; two old lines never share a new one, because one's text would hide the other's.
    """
    today = {line.id: line for line in page.lines}
    seen: dict[str, list[Anchor]] = {}
    for anchor in anchors:
        seen.setdefault(anchor.line, []).append(anchor)
    found = {line: line for line in seen if line in today}
    lost = [line for line in seen if line not in today]
    free = [line for key, line in today.items() if key not in found]
    crowd = Crowd([line.box for line in free])
    # Places first: to compare the text of each lost line with that of every other takes seconds on a full page.
    near = [(old, free[i]) for old in lost for i in sorted({i for each in seen[old] for i in crowd.at(each.box)})]
    matches = [(match, old, line.id) for old, line in near if (match := _match(page, seen[old], line))]
    taken: set[str] = set()
    for _, old, new in sorted(matches, key=lambda each: -each[0]):
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found


def _match(page: Page, anchors: Iterable[Anchor], line: TextLine) -> float:
    """How well a line answers to any sighting of an old one; 0 when it is another line."""
    return max(_likeness(anchor, line, page.text_of(line.id)) for anchor in anchors)


def _likeness(anchor: Anchor, line: TextLine, text: str) -> float:
    shared = anchor.box.intersection(line.box).area
    if not shared:
        return 0.0
    union = shared / (anchor.box.area + line.box.area - shared)
    part = shared / min(anchor.box.area, line.box.area)
    if union < SAME_PLACE and part < PART_PLACE:
        return 0.0
    alike = SequenceMatcher(None, anchor.text, text, autojunk=False).ratio()
    if alike < (LIKE_TEXT if union >= SAME_PLACE else SAME_TEXT):
        return 0.0
    return union + alike
