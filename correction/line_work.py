"""The lines of a page while its decisions are replayed: added, dropped, cut and fused, one decision after the other.

In: a page, and the decisions in force. Out: which lines there are, what was read of them, and where a line that a
person saw is among them. On a page that was cut anew a line made by hand may be there already: then it is that line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from correction.anchoring import LARGER, SAME_PLACE, Anchor, Landing, landings
from correction.decision_values import AddedLine, CutLine, FusedLine, read_value
from correction.decisions import Decision, sightings
from ocr.layout.made_lines import Letters, cut_line, derive, draw_line, fuse_lines, usual_letters
from ocr.layout.overrides import MadeLine
from ocr.page import Box, LineText, Page, TextLine

TAKEN = "there is a line of this name already"
UNREADABLE = "it says nothing that can be understood"
PART = "its line is a part of another one now"


class Lines:
    """The lines that there are; each step gives a reason in words where it cannot be taken, else an empty one."""

    def __init__(self, page: Page, decisions: Sequence[Decision]) -> None:
        self.page = page
        self._lines = page.lines
        self.live = {line.id: line for line in self._lines}
        self.made: list[MadeLine] = []
        self.dropped: set[str] = set()
        self._moved: dict[str, Landing] = {}
        self._decisions = decisions
        reading = page.base_reading
        self._said: dict[str, LineText] = dict(reading.lines) if reading else {}

    def read(self, line: str) -> str:
        """What the base reading says of a line, or of the lines that it was made of."""
        said = self._said.get(line)
        return said.text if said else ""

    def where(self, line: str) -> Landing | None:
        """Where a line that a person saw is by now; None when it is nowhere."""
        if line in self.live:
            return Landing((line,))
        landing = self._moved.get(line) or self._found(line)
        if landing is None:
            return None
        steps = [self.where(each) for each in landing.lines]
        there = [step for step in steps if step]
        lines = tuple(dict.fromkeys(each for step in there for each in step.lines))
        return Landing(lines, landing.part or any(step.part for step in there)) if lines else None

    def add(self, decision: Decision) -> str:
        """A line that was missed is drawn."""
        value = read_value(decision.value, AddedLine)
        if value is None:
            return UNREADABLE
        if self._is_taken([value.line]):
            return TAKEN
        if decision.base != self.page.base and (home := self._home(value)):
            self._moved[value.line] = home
            return ""
        try:
            line = draw_line(value.line, self._within(value), value.direction, self._letters)
        except ValueError as error:
            return str(error)
        self._take_in(MadeLine(line))
        return ""

    def drop(self, anchor: Anchor) -> str:
        """A line that is none goes."""
        landing = self.where(anchor.line)
        if landing is None or landing.part:
            return PART if landing else ""
        self._let_go(landing.lines, Landing(()))
        return ""

    def cut(self, decision: Decision) -> str:
        """A line goes, and its pieces come."""
        value = read_value(decision.value, CutLine)
        landing = self.where(decision.at[0].line) if len(decision.at) == 1 else None
        if value is None or landing is None or len(value.texts or value.lines) != len(value.lines):
            return UNREADABLE
        if self._is_taken(value.lines):
            return TAKEN
        if landing.part:
            return PART
        if len(landing.lines) > 1:  # the new reading has cut it too
            if len(landing.lines) == len(value.lines):
                self._moved |= {old: Landing((new,)) for old, new in zip(value.lines, landing.lines, strict=True)}
            return ""
        try:
            pieces = cut_line(self.live[landing.lines[0]], value.at, value.lines)
        except ValueError as error:
            return str(error)
        for piece in pieces:
            self._take_in(MadeLine(piece, landing.lines))
        self._let_go(landing.lines, Landing(value.lines))
        return ""

    def fuse(self, decision: Decision) -> str:
        """Pieces go, and one line comes."""
        value = read_value(decision.value, FusedLine)
        landed = [self.where(anchor.line) for anchor in decision.at]
        found = tuple(dict.fromkeys(line for each in landed if each for line in each.lines))
        if value is None or not found or None in landed:
            return UNREADABLE if value is None else "its line is gone"
        if self._is_taken([value.line]):
            return TAKEN
        if len(found) == 1 and len(landed) > 1:  # the new reading has it in one piece
            pieces = Box.around(anchor.box for anchor in decision.at)
            self._moved[value.line] = Landing(found, self.live[found[0]].box.area > LARGER * pieces.area)
            return ""
        if any(each.part for each in landed if each):
            return PART
        try:
            line = fuse_lines([self.live[each] for each in found], value.line)
        except ValueError as error:
            return str(error)
        self._take_in(MadeLine(line, found))
        self._let_go(found, Landing((value.line,), part=True))
        return ""

    def first(self, line: str) -> str | None:
        """The line that begins where a line began; None where that is in the middle of one."""
        return self._end(line, 0)

    def last(self, line: str) -> str | None:
        """The line that ends where a line ended; None where that is in the middle of one."""
        return self._end(line, -1)

    def _end(self, line: str, end: int) -> str | None:
        if line in self.live:
            return line
        landing = self._moved.get(line)
        if landing is None or not landing.lines:
            return None
        after = landing.lines[end]
        of = next((each.of for each in self.made if each.line.id == after), ())
        return None if len(of) > 1 and of[end] != line else self._end(after, end)

    def _is_taken(self, names: Iterable[str]) -> bool:
        several = list(names)
        return len(set(several)) < len(several) or any(each in self.live or each in self._moved for each in several)

    def _take_in(self, made: MadeLine) -> None:
        """A line comes, with what was read of the lines that it is made of."""
        parts = [(self.live[each], self._said[each]) for each in made.of if each in self._said]
        self.live[made.line.id] = made.line
        self.made.append(made)
        if parts and made.line.id not in self._said:
            self._said[made.line.id] = derive(made.line, parts, self.page.language)

    def _let_go(self, lines: Iterable[str], landing: Landing) -> None:
        for line in lines:
            del self.live[line]
            self.dropped.add(line)
            self._moved[line] = landing

    def _within(self, value: AddedLine) -> tuple[tuple[int, int], ...]:
        """A drawn line's corners, inside the page."""
        width, height = self.page.width, self.page.height
        corners = tuple((min(width, max(0, x)), min(height, max(0, y))) for x, y in value.polygon)
        return corners if len(corners) > 2 else _hull(corners).polygon

    def _home(self, value: AddedLine) -> Landing | None:
        """The line of a page that was cut anew that a drawn one is, unless a person has taken that one away."""
        box = _hull(value.polygon)
        landing = self._found(value.line)
        if landing is None:
            like = next((line.id for line in self._lines if _is_same_place(line, box)), None)
            landing = Landing((like,)) if like else None
        taken = landing is None or any(line in self._doomed or line not in self.live for line in landing.lines)
        return None if taken else landing

    @cached_property
    def _doomed(self) -> frozenset[str]:
        """Lines of the page that a person takes away, sooner or later."""
        going = [a.line for d in self._decisions if d.kind in ("drop", "cut", "fuse") for a in d.at]
        return frozenset(line for each in going if (landing := self._landed.get(each)) for line in landing.lines)

    def _found(self, line: str) -> Landing | None:
        """Where a line is that is not there by its name."""
        return self._landed.get(line)

    @cached_property
    def _letters(self) -> Letters:
        return usual_letters(self._lines)

    @cached_property
    def _landed(self) -> Mapping[str, Landing]:
        """Where lines are that the page once had, or that persons made, if what made them has no effect here."""
        made = [anchor for decision in self._decisions for anchor in _made_anchors(decision)]
        return landings(self.page, [*sightings(self._decisions), *made])


def made_by(decision: Decision) -> tuple[str, ...]:
    """The ids of the lines that a decision makes."""
    match decision.kind:
        case "add" if added := read_value(decision.value, AddedLine):
            return (added.line,)
        case "cut" if cut := read_value(decision.value, CutLine):
            return cut.lines
        case "fuse" if fused := read_value(decision.value, FusedLine):
            return (fused.line,)
    return ()


def _made_anchors(decision: Decision) -> Iterator[Anchor]:
    """The lines that a decision makes, as the person saw them; those without a text are told by others' sightings."""
    match decision.kind:
        case "cut" if (cut := read_value(decision.value, CutLine)) and cut.texts and decision.at:
            box = decision.at[0].box
            level = box.width >= box.height
            ends = (box.left, *cut.at, box.right) if level else (box.top, *cut.at, box.bottom)
            for name, text, (a, b) in zip(cut.lines, cut.texts, pairwise(ends), strict=False):
                piece = Box(a, box.top, b, box.bottom) if level else Box(box.left, a, box.right, b)
                yield Anchor(name, piece, text)
        case "fuse" if (fused := read_value(decision.value, FusedLine)) and decision.at:
            text = " ".join(anchor.text for anchor in decision.at) if fused.text is None else fused.text
            yield Anchor(fused.line, Box.around(anchor.box for anchor in decision.at), text)


def _hull(corners: Sequence[tuple[int, int]]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _is_same_place(line: TextLine, box: Box) -> bool:
    shared = line.box.intersection(box).area
    return shared > SAME_PLACE * (line.box.area + box.area - shared)
