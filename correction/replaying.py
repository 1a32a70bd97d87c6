"""Decisions taken in one after the other, and their sum.

In: decisions in force, oldest first, and the `Lines` that they are about. Out: `Reviewed`. What is said of a line is
kept by the line as it was then, and carried in the end to what became of it: pieces, or a line that it is fused into.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, cast, get_args

from correction.anchoring import Anchor, Landing
from correction.article import LINE_END_RULE
from correction.decision_values import (
    AddedLine,
    CutLine,
    FusedLine,
    MarkedSpan,
    read_regions,
    read_value,
)
from correction.decisions import (
    SAME,
    TEXTUAL,
    Decision,
    Kind,
    written,
)
from correction.line_work import UNREADABLE, Lines
from correction.marking import Mark, move_span
from correction.recutting import divide, lay
from correction.reviewed import Comment, Proposal, Reviewed
from correction.rulings import ChangeFlip, HyphenFlip, Link, Place, Rulings, read_change, read_hyphen, read_link
from ocr.layout.overrides import DrawnRegion, Overrides, Run
from ocr.page import ItemType, Role

# Decisions that have an effect without a line of today.
PLACES: frozenset[Kind] = frozenset({"regions", "region", "add", "comment"})
GONE = "its line is gone"
BESIDE = "the line that it goes to is gone"
Said = TypeVar("Said")


class Standing:
    """What the decisions so far add up to, by lines as they were when each was taken in."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.texts: dict[str, str] = {}
        self.roles: dict[str, Role] = {}
        self.items: dict[str, str | None] = {}
        self.order: list[Run] = []
        self.joins: set[str] = set()
        self.splits: set[str] = set()
        self.types: dict[str, ItemType] = {}
        self.regions: tuple[DrawnRegion, ...] = ()
        self.hyphens: dict[str, HyphenFlip] = {}
        self.links: dict[str, Link] = {}
        # Found again in the lines' texts as they will be.
        self.changes: list[tuple[Decision, Sequence[Anchor]]] = []
        self.marks: list[Decision] = []
        self.comments: list[Decision] = []
        self.proposals: list[Proposal] = []

    def take(self, decision: Decision) -> None:
        """Take in one decision, or propose what of it has no place."""
        landed = [(anchor, self.lines.where(anchor.line)) for anchor in decision.at]
        there = [(anchor, landing) for anchor, landing in landed if landing]
        missing = [anchor for anchor, landing in landed if not landing]
        problem = ""
        if decision.kind in TEXTUAL:
            missing += [anchor for anchor, landing in there if not self._write(decision, anchor, landing)]
        elif there or decision.kind in PLACES:
            problem = self._apply(decision, there)
        if missing or problem:
            self.proposals.append(Proposal(decision, tuple(missing) or decision.at, problem or GONE))

    def text_of(self, line: str) -> str:
        """What a line says so far."""
        return self.texts[line] if line in self.texts else self.lines.read(line)

    def _write(self, decision: Decision, anchor: Anchor, landing: Landing) -> bool:
        """Put a text, or what a person found right, on the lines of today; False where it has no place."""
        texts = lay(written(decision, anchor), anchor.text, landing, self.lines.read, self.text_of)
        self.texts.update(texts)
        return bool(texts)

    def _apply(self, decision: Decision, there: Sequence[tuple[Anchor, Landing]]) -> str:
        """Take in one decision at the lines of today; gives the reason when its value means nothing."""
        value = decision.value
        lines = [line for _, landing in there for line in landing.lines]
        match decision.kind:
            case "add" | "drop" | "cut" | "fuse":
                return self._remake(decision, lines)
            case "order" if value in (None, "after", "before"):
                stays = decision.at[0 if value == "after" else -1].line if value else None
                if stays and not self.lines.where(stays):
                    return BESIDE
                self.order.append(Run(tuple(lines), stays))
            case "regions" if (regions := read_regions(value)) is not None:
                self.regions = regions
            case "region" if (region := read_value(value, DrawnRegion)) is not None:
                act = 1 + max((each.act for each in self.regions), default=-1)
                self.regions = (*self.regions, replace(region, act=act))
            case "mark" if read_value(value, MarkedSpan) is not None:
                self.marks.append(decision)
            case "comment":
                self.comments.append(decision)
            case "change":
                self.changes.append((decision, [anchor for anchor, _ in there]))
            case _:
                return self._say(decision, there, lines)
        return ""

    def _say(self, decision: Decision, there: Sequence[tuple[Anchor, Landing]], lines: Sequence[str]) -> str:
        """Take in what is said of lines, one by one."""
        value = decision.value
        firsts = [landing.lines[0] for _, landing in there]
        match decision.kind:
            case "role" if value in get_args(Role):
                self.roles.update(dict.fromkeys(lines, cast(Role, value)))
            case "item" if value == SAME:
                if not self.lines.where(decision.at[-1].line):
                    return BESIDE
                self.items.update(dict.fromkeys(lines[:-1], lines[-1]))
            case "item":
                self.items.update(dict.fromkeys(lines, value))
            case "type" if value in get_args(ItemType):
                self.types.update(dict.fromkeys(lines, cast(ItemType, value)))
            case "join":
                self.joins.update(lines)
                self.splits.difference_update(lines)
            case "split":
                self.splits.update(firsts)
                self.joins.difference_update(firsts)
            case "hyphen" if (flip := read_hyphen(value, decision.author)) is not None:
                ends = [landing.lines[-1] for _, landing in there]
                self.hyphens.update(dict.fromkeys(ends, flip))
                self._settle(set(ends))
            case "link" if (link := read_link(value, decision.author, decision.time)) is not None:
                self.links.update(dict.fromkeys(firsts, link))
            case _:
                return f"no {decision.kind} is called {value}"
        return ""

    def _settle(self, ends: set[str]) -> None:
        """What was said before of the same line ends is settled by a word on the hyphen."""
        self.changes = [
            (d, [a for a in at if not ends.intersection(self._lines_of(a.line)[-1:])] if _is_of_end(d) else at)
            for d, at in self.changes
        ]

    def _remake(self, decision: Decision, lines: Sequence[str]) -> str:
        """Add, drop, cut or fuse lines, and see to their texts."""
        now = {line: self.text_of(line) for line in lines if line in self.texts}
        match decision.kind:
            case "add":
                problem = self.lines.add(decision) or self._place(decision, lines)
            case "drop":
                problem = next(filter(None, [self.lines.drop(anchor) for anchor in decision.at]), "")
            case "cut":
                problem = self.lines.cut(decision) or self._share_out(decision, now)
            case _:
                said = [self.text_of(line) for line in dict.fromkeys(lines)]
                problem = self.lines.fuse(decision) or self._put_together(decision, said if now else None)
        for line in now:
            if line not in self.lines.live:
                del self.texts[line]
        return problem

    def _place(self, decision: Decision, lines: Sequence[str]) -> str:
        """Put an added line next to the one that it was drawn for, into the same item."""
        value = read_value(decision.value, AddedLine)
        if value is None or value.place is None or value.line not in self.lines.live or not lines:
            return ""
        beside = lines[-1] if value.place == "after" else lines[0]
        pair = (beside, value.line) if value.place == "after" else (value.line, beside)
        self.order.append(Run(pair, beside))
        self.items[value.line] = beside
        return ""

    def _share_out(self, decision: Decision, now: Mapping[str, str]) -> str:
        """Give pieces of a line their texts: those that a person gave, or parts of the one that a person gave it."""
        value = read_value(decision.value, CutLine)
        if value is None:
            return UNREADABLE
        landed = [self.lines.where(line) for line in value.lines]
        pieces = [landing.lines[0] for landing in landed if landing]
        if len(pieces) < len(value.lines):
            return "" if value.texts is None else "its pieces are other ones now"
        texts = value.texts
        if texts is None and now:
            texts = tuple(divide("".join(now.values()), [self.lines.read(piece) for piece in pieces]))
        self.texts.update(zip(pieces, texts or (), strict=False))
        return ""

    def _put_together(self, decision: Decision, said: Sequence[str] | None) -> str:
        """Give a line the text of its pieces, or the one that a person gave."""
        value = read_value(decision.value, FusedLine)
        landing = self.lines.where(value.line) if value else None
        if value is None or landing is None:
            return UNREADABLE
        between = "" if self.lines.page.language.startswith("zh") else " "
        text = between.join(filter(None, said)) if said is not None and value.text is None else value.text
        if text is None:
            return ""
        laid = lay(text, text, landing, self.lines.read, self.text_of)
        self.texts.update(laid)
        return "" if laid else GONE

    def reviewed(self) -> Reviewed:
        """The sum as a value, at the lines as they are in the end."""
        links = self._at_ends(self.links, self.lines.first)
        rulings = Rulings(self._at_ends(self.hyphens, self.lines.last), self._changes(), links)
        marks, comments = self._marks(), self._comments()
        return Reviewed(self.texts, self._overrides(), rulings, tuple(self.proposals), marks, comments)

    def _overrides(self) -> Overrides:
        items = self._carried(self.items)
        return Overrides(
            self._carried(self.roles),
            {line: self._first(name) or name if name else name for line, name in items.items()},
            tuple(filter(None, map(self._run, self.order))),
            frozenset(self._at_ends(dict.fromkeys(self.joins), self.lines.first)),
            frozenset(self._at_ends(dict.fromkeys(self.splits), self.lines.first)),
            self._carried(self.types),
            self.regions,
            tuple(self.lines.made),
            frozenset(self.lines.dropped),
        )

    def _run(self, run: Run) -> Run | None:
        lines = tuple(dict.fromkeys(line for each in run.lines for line in self._lines_of(each)))
        return Run(lines, self._first(run.stays)) if lines else None

    def _first(self, line: str | None) -> str | None:
        return next(iter(self._lines_of(line)), None) if line else None

    def _lines_of(self, line: str) -> tuple[str, ...]:
        landing = self.lines.where(line)
        return landing.lines if landing else ()

    def _carried(self, said: Mapping[str, Said]) -> dict[str, Said]:
        """What was said of lines, of those that they were made into."""
        return {line: value for old, value in said.items() for line in self._lines_of(old)}

    def _at_ends(self, said: Mapping[str, Said], end: Callable[[str], str | None]) -> dict[str, Said]:
        """What was said of where lines begin or end."""
        return {line: value for old, value in said.items() if (line := end(old)) is not None}

    def _changes(self) -> dict[Place, ChangeFlip]:
        """The rulings on changes, at their places in the lines as they are now; what has none becomes a proposal."""
        flips: dict[Place, ChangeFlip] = {}
        for decision, anchors in self.changes:
            for anchor in anchors:
                lines = self._lines_of(anchor.line)[-1 if _is_of_end(decision) else 0 :]
                read = ((line, read_change(decision.value, anchor.text, self.text_of(line))) for line in lines)
                line, change = next(((line, change) for line, change in read if change), ("", None))
                if change is None:
                    self.proposals.append(Proposal(decision, (anchor,), "the place of the change is gone"))
                else:
                    rule, start, applied = change
                    flips[rule, line, start] = ChangeFlip(applied, decision.author)
        return flips

    def _marks(self) -> dict[str, tuple[Mark, ...]]:
        """Marks where their spans are now, by line and place."""
        found: dict[str, list[Mark]] = {}
        for decision in self.marks:
            value = read_value(decision.value, MarkedSpan)
            if value is None:
                continue
            for anchor in decision.at:
                line, span = self._span(anchor, value)
                if span is None:
                    self.proposals.append(Proposal(decision, (anchor,), "the place of the mark is gone"))
                else:
                    found.setdefault(line, []).append(Mark(*span, value.kind, decision.author, decision.id))
        return {line: tuple(sorted(marks, key=lambda mark: mark.offset)) for line, marks in found.items()}

    def _span(self, anchor: Anchor, value: MarkedSpan) -> tuple[str, tuple[int, int] | None]:
        """The line that has a marked span by now, and where."""
        for line in self._lines_of(anchor.line):
            if span := move_span(value.offset, value.length, anchor.text, self.text_of(line)):
                return line, span
        return "", None

    def _comments(self) -> tuple[Comment, ...]:
        return tuple(
            Comment(decision, tuple(dict.fromkeys(line for a in decision.at for line in self._lines_of(a.line))))
            for decision in self.comments
        )


def _is_of_end(decision: Decision) -> bool:
    """Whether a ruling is on the change at a line's end."""
    return (decision.value or "").startswith(f"{LINE_END_RULE} ")
