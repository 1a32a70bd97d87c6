"""Finds a line again after its page was cut into lines anew.

In: a page as it is now and the lines as persons once saw them. Out: which line of today each of them is, or which
lines, where it was cut into pieces, or of which line it is a part, where several were made one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from ocr.layout.crowd import Crowd
from ocr.page import Box, Page, TextLine

SAME_PLACE = 0.5  # Intersection over union from which two boxes are one line, if the text is not plainly another.
PART_PLACE = 0.5  # Share of the smaller box from which one line may be the other's better or worse cut.
LIKE_TEXT = 0.5  # Two readings of one line by bad engines still agree in half of their characters.
SAME_TEXT = 0.8  # A line that was cut otherwise must agree better, or a neighbour's text would be overwritten.
INSIDE = 0.7  # Share of a smaller line's box within a larger one's, from which it is a piece of it.
LARGER = 1.2  # times the box of a part is the line that it is found in


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line as a person saw it: its id, its box in pixels of the page image, its text at that moment."""

    line: str
    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a line is today: one line as a rule, its pieces along it, or one line that it is only a `part` of."""

    lines: tuple[str, ...]
    part: bool = False


def landings(page: Page, anchors: Sequence[Anchor]) -> Mapping[str, Landing]:
    """Map each anchored line id to where it is on the page today; a line that is found nowhere is absent.

    Beyond `homes`, pieces of a line answer to it together, and a line answers to several that it was made of.
    """
    lines = page.lines
    today = {line.id: line for line in lines}
    if all(anchor.line in today for anchor in anchors):
        return {anchor.line: Landing((anchor.line,)) for anchor in anchors}
    found = homes(page, anchors)
    homely = set(found.values())
    landed = {old: Landing((line,)) for old, line in found.items()}
    crowd = Crowd([line.box for line in lines])
    for old, seen in _by_line(anchors).items():
        if old in today:
            continue
        taken = homely - {found.get(old)}
        near = {i: lines[i] for each in seen for i in crowd.at(each.box)}
        pieces = [line for line in near.values() if line.id not in taken and _lies_in(line.box, seen)]
        whole = [today[found[old]]] if old in found else []
        if len(pieces) > 1 and _together(page, seen, pieces) > max(_together(page, seen, whole), LIKE_TEXT):
            landed[old] = Landing(tuple(line.id for line in _along(pieces)))
        elif larger := next((line for line in near.values() if _is_part(page, seen, line)), None):
            landed[old] = Landing((larger.id,), part=True)
    return landed


def homes(page: Page, anchors: Iterable[Anchor]) -> Mapping[str, str]:
    """Map each anchored line id to the line of the page that it is now; a line without a home is absent.

    A line that still exists is its own home. The others are matched one to one, the best match first, by place and
    text together; two old lines never share a new one, because one's text would hide the other's.
    """
    today = {line.id: line for line in page.lines}
    seen = _by_line(anchors)
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


def _by_line(anchors: Iterable[Anchor]) -> dict[str, list[Anchor]]:
    seen: dict[str, list[Anchor]] = {}
    for anchor in dict.fromkeys(anchors):
        seen.setdefault(anchor.line, []).append(anchor)
    return seen


def _lies_in(box: Box, seen: Iterable[Anchor]) -> bool:
    """Whether a box is a piece of a line as it was seen."""
    return any(box.intersection(each.box).area >= INSIDE * box.area for each in seen)


def _together(page: Page, seen: Iterable[Anchor], lines: Sequence[TextLine]) -> float:
    """How well lines, one after the other, say what a line said."""
    text = " ".join(page.text_of(line.id) for line in _along(lines))
    return max(SequenceMatcher(None, each.text, text, autojunk=False).ratio() for each in seen) if lines else 0.0


def _along(lines: Iterable[TextLine]) -> list[TextLine]:
    """Pieces of one line in the order in which they are read."""
    return sorted(lines, key=lambda line: line.box.top if line.direction == "vertical" else line.box.left)


def _is_part(page: Page, seen: Iterable[Anchor], line: TextLine) -> bool:
    """Whether a line of today has swallowed one: it is larger, and says among other things what that one said."""
    return any(
        each.box.intersection(line.box).area >= INSIDE * each.box.area
        and line.box.area > LARGER * each.box.area
        and stretch_of(each.text, page.text_of(line.id)) is not None
        for each in seen
    )


def stretch_of(part: str, text: str) -> tuple[int, int] | None:
    """Where a text says what a shorter one says, as offsets in code points; None where it does not.

    >>> stretch_of("harbour board", "THE HARBOUR. The harbuor board met at noon")
    (17, 30)
    """
    found = fuzz.partial_ratio_alignment(part, text) if part and len(part) <= len(text) else None
    good = found is not None and found.score >= 100 * SAME_TEXT
    return (found.dest_start, found.dest_end) if found is not None and good else None


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
    alike = 1.0 if anchor.text == text else SequenceMatcher(None, anchor.text, text, autojunk=False).ratio()
    if alike < (LIKE_TEXT if union >= SAME_PLACE else SAME_TEXT):
        return 0.0
    return union + alike
