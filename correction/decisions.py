"""Decisions: what persons said about a page, one entry of its log each.

In: lines of a page as they stand, and what is said of them. Out: `Decision`s. They are never changed: undoing one is
one more decision.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from correction.anchoring import Anchor
from ocr.page import Page

if TYPE_CHECKING:
    from correction.reviewed import Reviewed

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
    "region",
    "add",
    "drop",
    "cut",
    "fuse",
    "mark",
    "comment",
    "hyphen",
    "change",
    "link",
    "state",
    "assign",
    "undo",
]
STRUCTURE: frozenset[Kind] = frozenset(
    {"role", "item", "type", "order", "join", "split", "regions", "region", "add", "drop", "cut", "fuse"}
)
# About what a line says.
TEXTUAL: frozenset[Kind] = frozenset({"text", "confirm"})
# About the work on a page, not about what it says.
WORKFLOW: frozenset[Kind] = frozenset({"state", "assign"})
SAME = "="  # the item of the last line that a decision names


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a person decided about lines of a page.

    `at` names the lines, with the box and text that the person saw; `base` the reading it was made on. `time` is UTC
    in ISO 8601, `remark` what the person adds in words; decisions of one act have one `batch`. `value` is by kind:

    - `text`: the new text. `role`, `type`: what the lines, or their item, become.
    - `item`: the item that the lines go to, by any name; None is furniture, `SAME` the item of the last line in `at`.
    - `order`: None: the lines follow each other at the place of whichever comes first; `after`: the first stays
      where it is and the others follow it; `before`: the last stays and the others go before it.
    - `join`, `split`, `confirm`, `drop` (the line is none): None.
    - `add`, `cut`, `fuse`, `mark`: as `correction.decision_values` has them. `add` names the line that the new one
      goes next to, if any; `cut` one line; `fuse` the pieces in order.
    - `regions`, `region`: all drawn regions (`write_regions`), or one more over them (`write_region`); no lines.
    - `hyphen`, `change`: what becomes of a change of repair (`correction.rulings`).
    - `link`: of the first line of an article: the line of the article that it continues, or none (`write_link`).
    - `comment`: the words. `state`, `assign`: the page's new state, the person it is given to (no lines either).
    - `undo`: the id of the decision that it takes back.
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
    batch: str = ""


def decide(
    page: Page,
    kind: Kind,
    lines: Sequence[str],
    value: str | None,
    author: str,
    reviewed: Reviewed | None = None,
) -> Decision:
    """Make a decision about lines of a page as it stands now; raises KeyError for a line the page has not.

    A line that a person made stands on the page only as `proof.arranged` gives it.
    """
    boxes = {line.id: line.box for line in page.lines}
    texts = reviewed.texts if reviewed else {}
    at = tuple(Anchor(line, boxes[line], texts[line] if line in texts else page.text_of(line)) for line in lines)
    return Decision(new_decision_id(), page.id, kind, at, value, page.base, author, now())


def rule(page_id: str, kind: Kind, value: str, author: str, remark: str = "") -> Decision:
    """Make a decision about a page as a whole: its state, or the person it is given to."""
    return Decision(new_decision_id(), page_id, kind, (), value, "", author, now(), remark)


def undo(decision: Decision, author: str, batch: str = "") -> Decision:
    """The decision that takes another back; an undo may itself be undone."""
    page, base = decision.page, decision.base
    return Decision(new_decision_id(), page, "undo", (), decision.id, base, author, now(), batch=batch)


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that were not taken back, oldest first, without the undos themselves."""
    return [decision for decision in standing(decisions) if decision.kind != "undo"]


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions and undos that were not taken back, oldest first."""
    log = list(decisions)
    undone = taken_back(log)
    return [decision for decision in log if decision.id not in undone]


def taken_back(decisions: Iterable[Decision]) -> dict[str, str]:
    """The ids of decisions that are undone, undos among them, each with that of the undo which holds."""
    undone: dict[str, str] = {}
    for decision in reversed(list(decisions)):
        if decision.kind == "undo" and decision.value and decision.id not in undone:
            undone.setdefault(decision.value, decision.id)
    return undone


def origin(decision: Decision, by_id: Mapping[str, Decision]) -> Decision:
    """The decision that an undo, perhaps of an undo, takes back or brings to life; any other one is its own."""
    seen = {decision.id}
    while decision.kind == "undo" and (decision.value or "") in by_id and decision.value not in seen:
        decision = by_id[decision.value or ""]
        seen.add(decision.id)
    return decision


def written(decision: Decision, anchor: Anchor) -> str:
    """What a line says by a decision on its text: the new text, or what was found right as it stood."""
    return (decision.value or "") if decision.kind == "text" else anchor.text


def sightings(decisions: Iterable[Decision]) -> list[Anchor]:
    """Every line as persons saw it, and as they wrote it: the new reading may have what was corrected."""
    several = list(decisions)
    seen = [anchor for decision in several for anchor in decision.at]
    said = [
        Anchor(anchor.line, anchor.box, decision.value or "")
        for decision in several
        if decision.kind == "text"
        for anchor in decision.at
    ]
    return seen + said


def new_decision_id() -> str:
    """An id for a decision, of which nobody else thinks."""
    return f"d_{secrets.token_hex(8)}"


def new_line_id() -> str:
    """An id for a line that a person makes."""
    return f"l_{secrets.token_hex(8)}"


def now() -> str:
    """The time as decisions have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def new_batch_id() -> str:
    """An id for decisions made by one act."""
    return f"b_{secrets.token_hex(8)}"
