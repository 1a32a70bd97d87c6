"""Rulings: what persons decided about the changes that repair makes.

In: values of decisions, as the log keeps them. Out: rulings that repair takes. A change is known by its place, which
is found again where the line's text was corrected since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal, cast

from correction.article import LINE_END_RULE

FlipDecision = Literal["join", "keep", "keep-space"]
Place = tuple[str, str, int]
"""Where a change is, as `Change.place` has it: its rule, its line's id, its start in the line's printed text."""

_CHANGE = re.compile(r"(?P<rule>[a-z-]+) (?P<start>\d{1,9}) (?P<switch>on|off)")


@dataclass(frozen=True, slots=True)
class HyphenFlip:
    """What becomes of the hyphen at the end of a line, and who said so.

    `form` is the word as the person writes it, where that is neither the joined nor the kept one (Zucker).
    """

    decision: FlipDecision
    by: str
    form: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeFlip:
    """Whether a change stands in the text, and who said so."""

    applied: bool
    by: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """`hyphens` by the id of the line that ends in the mark, `changes` by their place."""

    hyphens: Mapping[str, HyphenFlip] = field(default_factory=dict)
    changes: Mapping[Place, ChangeFlip] = field(default_factory=dict)


NO_RULINGS = Rulings()


def merge_rulings(several: Iterable[Rulings]) -> Rulings:
    """The rulings of several pages in one."""
    hyphens: dict[str, HyphenFlip] = {}
    changes: dict[Place, ChangeFlip] = {}
    for each in several:
        hyphens.update(each.hyphens)
        changes.update(each.changes)
    return Rulings(hyphens, changes)


def read_hyphen(value: str | None, by: str) -> HyphenFlip | None:
    """The flip that a decision's value names: join, keep, keep-space, or = and the word; None for anything else.

    >>> read_hyphen("=Zucker", "mw")
    HyphenFlip(decision='join', by='mw', form='Zucker')
    """
    if value in ("join", "keep", "keep-space"):
        return HyphenFlip(cast(FlipDecision, value), by)
    return HyphenFlip("join", by, value[1:]) if value and value[0] == "=" and value[1:] else None


def write_change(rule: str, start: int, *, applied: bool) -> str:
    """The value of a decision on a change.

    >>> write_change("gaps", 3, applied=False)
    'gaps 3 off'
    """
    return f"{rule} {start} {'on' if applied else 'off'}"


def read_change(value: str | None, seen: str, now: str) -> tuple[str, int, bool] | None:
    """Rule, start in the text as it is `now`, and whether it is applied; None where value or place mean nothing.

    >>> read_change("gaps 1 off", "专 利", "用专 利")
    ('gaps', 2, False)
    """
    match = _CHANGE.fullmatch(value or "")
    if not match:
        return None
    start = 0 if match["rule"] == LINE_END_RULE else _moved(int(match["start"]), seen, now)
    return None if start is None else (match["rule"], start, match["switch"] == "on")


def _moved(start: int, seen: str, now: str) -> int | None:
    """Where a place of a line's text is after the line was corrected; None where its character is gone."""
    if seen == now:
        return start
    if start >= len(seen):  # the line's end
        return start - len(seen) + len(now)
    for a, b, size in SequenceMatcher(None, seen, now, autojunk=False).get_matching_blocks():
        if a <= start < a + size:
            return b + start - a
    return None
