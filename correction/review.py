"""What a person decided, on top of what the engines read.

In: a `Page` and its decisions, oldest first. Out: `Reviewed`: texts, layout overrides and line ends for the
next stages, and as proposals the decisions that found no place. Decisions are never changed: undoing one is one
more decision.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, cast, get_args

import msgspec

from correction.anchoring import Anchor, Landing, landings
from correction.recutting import lay
from correction.rulings import NO_RULINGS, ChangeFlip, HyphenFlip, Place, Rulings, read_change, read_hyphen
from ocr.layout.overrides import NO_OVERRIDES, DrawnRegion, Overrides
from ocr.page import ItemType, Page, Role

Kind = Literal[
    "text",
    "confirm",
    "role",
    "item",
    "type",
    "order",
    "join",
    "split",
    "regions",
    "hyphen",
    "change",
    "state",
    "assign",
    "undo",
]
STRUCTURE: frozenset[Kind] = frozenset({"role", "item", "type", "order", "join", "split", "regions"})
# About the work on a page, not about what it says.
WORKFLOW: frozenset[Kind] = frozenset({"state", "assign"})


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a person decided about lines of a page.

    `at` names the lines, with the box and text that the person saw; `base` the reading it was made on. `value` is
    the new text, the role, the item (None is furniture), the type of the lines' item, what becomes of a hyphen or a
    change of repair (`correction.rulings`), all drawn regions as `write_regions` gives them (they are places: such a
    decision names no lines), the page's new state or the person it is given to (no lines either), or for an undo the
    id of the decision that it takes back. `time` is UTC in ISO 8601, `remark` what the person adds in words.
    """

    id: str
    page: str
    kind: Kind
    at: tuple[Anchor, ...]
    value: str | None
    base: str
    author: str
    time: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision, or its part, that found no place on the page as it is now; a person may place it again."""

    decision: Decision
    missing: tuple[Anchor, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The decisions' effect. `texts` is keyed by line id; a line that is absent is as it was read."""

    texts: Mapping[str, str] = field(default_factory=dict)
    overrides: Overrides = NO_OVERRIDES
    rulings: Rulings = NO_RULINGS
    proposals: tuple[Proposal, ...] = ()

    def text_of(self, page: Page, line_id: str) -> str:
        """A line's reviewed text: the decided one, else the base reading's."""
        return self.texts[line_id] if line_id in self.texts else page.text_of(line_id)


NOTHING_REVIEWED = Reviewed()


def decide(
    page: Page,
    kind: Kind,
    lines: Sequence[str],
    value: str | None,
    author: str,
    reviewed: Reviewed = NOTHING_REVIEWED,
) -> Decision:
    """Make a decision about lines of a page as it stands now; raises KeyError for a line the page has not."""
    boxes = {line.id: line.box for line in page.lines}
    at = tuple(Anchor(line, boxes[line], reviewed.text_of(page, line)) for line in lines)
    return Decision(_new_decision_id(), page.id, kind, at, value, page.base, author, _now())


def rule(page_id: str, kind: Kind, value: str, author: str, remark: str = "") -> Decision:
    """Make a decision about a page as a whole: its state, or the person it is given to."""
    return Decision(_new_decision_id(), page_id, kind, (), value, "", author, _now(), remark)


def undo(decision: Decision, author: str) -> Decision:
    """The decision that takes another back; an undo may itself be undone."""
    return Decision(_new_decision_id(), decision.page, "undo", (), decision.id, decision.base, author, _now())


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that were not taken back, oldest first, without the undos themselves."""
    log = list(decisions)
    undone = taken_back(log)
    return [decision for decision in log if decision.kind != "undo" and decision.id not in undone]


def taken_back(decisions: Iterable[Decision]) -> dict[str, str]:
    """The ids of decisions that are undone, undos among them, each with that of the undo which holds."""
    undone: dict[str, str] = {}
    for decision in reversed(list(decisions)):
        if decision.kind == "undo" and decision.value and decision.id not in undone:
            undone.setdefault(decision.value, decision.id)
    return undone


def replay(page: Page, decisions: Iterable[Decision]) -> Reviewed:
    """Put decisions on a page, the later over the earlier.

    A line that is gone is looked for by place and text (`anchoring.landings`); a decision whose line is not found
    becomes a proposal. A line that was cut into pieces has its text laid over them.
    """
    standing = [decision for decision in in_force(decisions) if decision.kind not in WORKFLOW]
    found = landings(page, sightings(standing))
    state = _State()
    for decision in standing:
        placed = [each for a in decision.at if a.line in found for each in _placed(decision, a, found[a.line])]
        missing = [a for a in decision.at if a.line not in found]
        if decision.kind in ("text", "confirm"):
            missing += [a for a in decision.at if a.line in found and not state.write(page, decision, a, found[a.line])]
            problem = ""
        else:
            problem = state.apply(decision, placed) if placed or decision.kind == "regions" else ""
        if missing or problem:
            state.proposals.append(Proposal(decision, tuple(missing) or decision.at, problem or "its line is gone"))
    return state.reviewed(page)


def write_regions(regions: Sequence[DrawnRegion]) -> str:
    """Drawn regions as the value of a decision."""
    return msgspec.json.encode(regions).decode()


def read_regions(value: str | None) -> tuple[DrawnRegion, ...] | None:
    """The drawn regions of a decision's value; None when it holds none.

    >>> from ocr.page import Box
    >>> read_regions(write_regions([DrawnRegion(Box(0, 0, 90, 40), "harbour")]))
    (DrawnRegion(box=Box(left=0, top=0, right=90, bottom=40), group='harbour', role=None),)
    """
    try:
        return msgspec.json.decode(value or "", type=tuple[DrawnRegion, ...])
    except msgspec.DecodeError:
        return None


def written(decision: Decision, anchor: Anchor) -> str:
    """What a line says by a decision on its text: the new text, or what was found right as it stood."""
    return (decision.value or "") if decision.kind == "text" else anchor.text


def _placed(decision: Decision, anchor: Anchor, landing: Landing) -> Iterator[Anchor]:
    """The lines of today that a decision on an old one is about: all its pieces, or that at one of its ends."""
    ends = {"split": landing.lines[:1], "hyphen": landing.lines[-1:], "change": landing.lines[:1]}
    for line in ends.get(decision.kind, landing.lines):
        yield Anchor(line, anchor.box, anchor.text)


def sightings(decisions: Sequence[Decision]) -> list[Anchor]:
    """Every line as persons saw it, and as they wrote it: the new reading may have what was corrected."""
    seen = [anchor for decision in decisions for anchor in decision.at]
    written = [
        Anchor(anchor.line, anchor.box, decision.value or "")
        for decision in decisions
        if decision.kind == "text"
        for anchor in decision.at
    ]
    return seen + written


class _State:
    """What the decisions so far add up to."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.roles: dict[str, Role] = {}
        self.items: dict[str, str | None] = {}
        self.order: list[str] = []
        self.joins: set[str] = set()
        self.splits: set[str] = set()
        self.types: dict[str, ItemType] = {}
        self.regions: tuple[DrawnRegion, ...] = ()
        self.hyphens: dict[str, HyphenFlip] = {}
        self.changes: list[tuple[Decision, Sequence[Anchor]]] = []
        self.proposals: list[Proposal] = []

    def write(self, page: Page, decision: Decision, anchor: Anchor, landing: Landing) -> bool:
        """Put a text, or what a person found right, on the lines of today; False where it has no place."""
        texts = lay(
            written(decision, anchor), anchor.text, landing, page.text_of, lambda line: self.text_of(page, line)
        )
        self.texts.update(texts)
        return bool(texts)

    def text_of(self, page: Page, line: str) -> str:
        """What a line says so far."""
        return self.texts[line] if line in self.texts else page.text_of(line)

    def apply(self, decision: Decision, placed: Sequence[Anchor]) -> str:
        """Take in one decision at the lines of today; gives the reason when its value means nothing."""
        value = decision.value
        lines = [anchor.line for anchor in placed]
        match decision.kind:
            case "role" if value in get_args(Role):
                self.roles.update(dict.fromkeys(lines, cast(Role, value)))
            case "item":
                self.items.update(dict.fromkeys(lines, value))
            case "type" if value in get_args(ItemType):
                self.types.update(dict.fromkeys(lines, cast(ItemType, value)))
            case "regions" if (regions := read_regions(value)) is not None:
                self.regions = regions
            case "order":
                self.order = [line for line in self.order if line not in lines] + list(lines)
            case "join":
                self.joins.update(lines)
                self.splits.difference_update(lines)
            case "split":
                self.splits.update(lines)
                self.joins.difference_update(lines)
            case "hyphen" if (flip := read_hyphen(value, decision.author)) is not None:
                self.hyphens.update(dict.fromkeys(lines, flip))
                # What was said before of the same line ends is settled by this.
                self.changes = [
                    (d, [a for a in at if a.line not in lines] if (d.value or "").startswith("hyphens ") else at)
                    for d, at in self.changes
                ]
            case "change":
                self.changes.append((decision, placed))  # on the lines' texts as they will be
            case _:
                return f"no {decision.kind} is called {value}"
        return ""

    def reviewed(self, page: Page) -> Reviewed:
        """The sum as a value."""
        overrides = Overrides(
            dict(self.roles),
            dict(self.items),
            tuple(self.order),
            frozenset(self.joins),
            frozenset(self.splits),
            dict(self.types),
            self.regions,
        )
        rulings = Rulings(self.hyphens, self._changes(page))
        return Reviewed(self.texts, overrides, rulings, tuple(self.proposals))

    def _changes(self, page: Page) -> dict[Place, ChangeFlip]:
        """The rulings on changes, at their places in the lines as they are now; what has none becomes a proposal."""
        flips: dict[Place, ChangeFlip] = {}
        for decision, placed in self.changes:
            for anchor in placed:
                now = self.text_of(page, anchor.line)
                change = read_change(decision.value, anchor.text, now)
                if change is None:
                    self.proposals.append(Proposal(decision, (anchor,), "the place of the change is gone"))
                else:
                    rule, start, applied = change
                    flips[rule, anchor.line, start] = ChangeFlip(applied, decision.author)
        return flips


def _new_decision_id() -> str:
    return f"d_{secrets.token_hex(8)}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
