"""Decisions that come from a browser: taken into the log, unless a line says something else by now.

In: `Made` decisions with the texts that the person saw. Out: `Received`: the ids that are kept, and conflicts. A
decision that was sent twice, because the answer was lost, is kept once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest
from typing import get_args

import msgspec

from correction.anchoring import Anchor
from correction.decisions import TEXTUAL, standing
from correction.desk.desk import Desk, Sitting
from correction.locking import refuse_accepted, refuse_locked
from correction.review import STRUCTURE, WORKFLOW, Decision, Kind, replay, rule
from correction.rulings import linked_pages
from correction.store import REVIEW_STATES
from ocr.errors import UsageError

CHECKED: frozenset[Kind] = STRUCTURE | {"mark"}  # which are refused where they would have no effect
Look = Callable[[str], Sitting]


class Made(msgspec.Struct, frozen=True):
    """A decision as the browser makes it; `seen` are the texts of its lines, as the person saw them."""

    id: str
    kind: str
    lines: tuple[str, ...] = ()
    value: str | None = None
    seen: tuple[str, ...] = ()
    remark: str = ""
    batch: str = ""


class Sent(msgspec.Struct, frozen=True):
    """What one person decided, in order."""

    author: str
    made: tuple[Made, ...]


class Conflict(msgspec.Struct, frozen=True):
    """A decision that was not taken: the line says `text` by now, as `author` wrote at `time`, or the page has it not.

    `gone` is a line of an earlier reading: what was typed there is the person's to put elsewhere.
    """

    id: str
    line: str
    text: str
    author: str = ""
    time: str = ""
    gone: bool = False


class Received(msgspec.Struct, frozen=True):
    """What became of decisions; `version` counts those on the page."""

    version: int
    kept: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()
    state: str = ""


def signed(author: str) -> str:
    """The name of whoever decides; raises UsageError for none."""
    name = author.strip()
    if not name:
        raise UsageError("a decision needs the name of its author", "say who you are, at the top of the screen")
    return name


def receive(desk: Desk, page_id: str, sent: Sent, look: Look | None = None) -> Received:
    """Take decisions on a page into the log. Raises UsageError for what is none, or a page that is accepted.

    `look` gives the page as it is now: `desk.skim` where nobody sits at it.
    """
    look = look or desk.sit
    author = signed(sent.author)
    with desk.lock(page_id):
        sitting = look(page_id)
        known = {decision.id for decision in sitting.log}
        refuse_accepted(
            desk.project, linked_pages((made.kind, made.value) for made in sent.made if made.id not in known)
        )
        kept: list[str] = []
        conflicts: list[Conflict] = []
        new: list[Decision] = []
        for made in sent.made:
            if made.id in known:
                kept.append(made.id)
            elif conflict := _conflict(sitting, new, made):
                conflicts.append(conflict)
            else:
                new.append(_decision(sitting, made, author))
                kept.append(made.id)
        added = take(desk, sitting, new, author)
        state = desk.project.entry(page_id).state if added else sitting.entry.state
        return Received(sitting.version + len(added), tuple(kept), tuple(conflicts), state)


def take(desk: Desk, sitting: Sitting, new: Sequence[Decision], author: str) -> list[Decision]:
    """Take decisions of one person into a page's log, all or none, and give what was added; who calls holds its lock.

    Raises UsageError for a page that is accepted, and where a decision on the page's structure would have no effect.
    """
    refuse_locked(sitting.log, new)
    if any(decision.kind in CHECKED for decision in new):
        reviewed = replay(desk.stored(sitting.page.id), [*sitting.log, *new])
        ids = {decision.id for decision in new if decision.kind in CHECKED}
        for proposal in reviewed.proposals:
            if proposal.decision.id in ids:
                raise UsageError(f"this cannot be done: {proposal.reason}", "look at the page as it is now")
    added = [*_begun(sitting, new, author), *new] if new else []
    desk.project.append(added)
    return added


def _conflict(sitting: Sitting, new: Sequence[Decision], made: Made) -> Conflict | None:
    """The first line of a decision on texts that says neither what the person saw nor what is to be written."""
    if made.kind not in TEXTUAL:
        return None
    for line, seen in zip(made.lines, made.seen, strict=False):
        if not _was_there(sitting, line) or (made.kind == "text" and _was_dropped(sitting, line)):
            return Conflict(made.id, line, "", gone=True)
        if line not in sitting.lines:  # it was cut or fused meanwhile: what was written is laid over what it became
            continue
        now = next((d.value or "" for d in reversed(new) if d.kind == "text" and d.at[0].line == line), None)
        now = sitting.text_of(line) if now is None else now
        if now not in (seen, made.value):
            last = next((d for d in reversed(sitting.log) if any(a.line == line for a in d.at)), None)
            return Conflict(made.id, line, now, last.author if last else "", last.time if last else "")
    return None


def is_line(text: str) -> bool:
    r"""Whether a text may be a line's: line ends break what is exported, other control characters cannot be written.

    >>> is_line("ein Wort"), is_line("ein\nWort"), is_line("\0")
    (True, False, False)
    """
    return not any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in text)


def _was_there(sitting: Sitting, line: str) -> bool:
    """Whether the page has such a line, or had under its decisions."""
    return line in sitting.lines or any(anchor.line == line for decision in sitting.log for anchor in decision.at)


def _was_dropped(sitting: Sitting, line: str) -> bool:
    """Whether somebody took the line away, so that nothing of the page could say what was written in it."""
    dropped = (decision for decision in standing(sitting.log) if decision.kind == "drop")
    return line not in sitting.lines and any(anchor.line == line for decision in dropped for anchor in decision.at)


def _decision(sitting: Sitting, made: Made, author: str) -> Decision:
    if made.kind not in get_args(Kind) or not made.id.startswith("d_"):
        raise UsageError(f"no decision is called {made.kind}", "reload the page")
    if made.kind in TEXTUAL and not (made.lines and is_line(made.value or "")):
        raise UsageError("this is no text of a line", "write it without line ends and control characters")
    if made.kind == "state" and made.value not in REVIEW_STATES:
        raise UsageError(f"no state is called {made.value}", f"one of: {', '.join(REVIEW_STATES)}")
    if made.kind == "undo" and made.value not in {decision.id for decision in sitting.log}:
        raise UsageError("what is to be taken back was never decided", "reload the page")
    at = tuple(_anchor(sitting, line, seen) for line, seen in zip_longest(made.lines, made.seen[: len(made.lines)]))
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    kind: Kind = made.kind  # type: ignore[assignment]  # it is one of these words
    decision = Decision(
        made.id, sitting.page.id, kind, at, made.value, sitting.page.base, author, now, made.remark, made.batch
    )
    return replace(decision, base="") if kind in WORKFLOW else decision


def _anchor(sitting: Sitting, line: str, seen: str | None) -> Anchor:
    """A line as the person saw it, also one that is no more; raises UsageError for one that there never was."""
    if line in sitting.lines:
        return Anchor(line, sitting.lines[line].box, sitting.text_of(line) if seen is None else seen)
    before = [anchor for decision in sitting.log for anchor in decision.at if anchor.line == line]
    if not before:
        raise UsageError(f"the page has no line {line}", "reload the page: it was read anew")
    return before[-1] if seen is None else Anchor(line, before[-1].box, seen)


def _begun(sitting: Sitting, new: Sequence[Decision], author: str) -> list[Decision]:
    """The first word on a page that was only read says that work on it has begun."""
    if sitting.entry.state != "read" or all(decision.kind in WORKFLOW for decision in new):
        return []
    return [rule(sitting.page.id, "state", "in progress", author)]
