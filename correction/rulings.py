"""Rulings: what persons decided about the changes that repair makes, and about which article goes on in which.

In: values of decisions, as the log keeps them. Out: rulings that repair takes. A change is known by its place, which
is found again where the line's text was corrected since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal, cast

from correction.anchoring import Anchor
from correction.article import LINE_END_RULE
from ocr.page import Box

FlipDecision = Literal["join", "keep", "keep-space"]
Place = tuple[str, str, int]
"""Where a change is, as `Change.place` has it: its rule, its line's id, its start in the line's printed text."""

ALONE = "none"  # the value of a link that leads to no article
_LINK = re.compile(r"(?P<page>[^\s:]+):(?P<line>\S+)(?: (?P<box>-?\d+ -?\d+ -?\d+ -?\d+) (?P<text>.*))?", re.DOTALL)
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
class Link:
    """Which article another one continues, who said so and when (ISO 8601).

    `to` is a line of the article that goes on, as the person saw it, and `page` the page it is on; None: there is none.
    """

    page: str
    to: Anchor | None
    by: str
    time: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """`hyphens` by the id of the line that ends in the mark, `changes` by their place.

    `links` are by the id of a line of the article that continues another, or stands alone.
    """

    hyphens: Mapping[str, HyphenFlip] = field(default_factory=dict)
    changes: Mapping[Place, ChangeFlip] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)


NO_RULINGS = Rulings()


def merge_rulings(several: Iterable[Rulings]) -> Rulings:
    """The rulings of several pages in one."""
    hyphens: dict[str, HyphenFlip] = {}
    changes: dict[Place, ChangeFlip] = {}
    links: dict[str, Link] = {}
    for each in several:
        hyphens.update(each.hyphens)
        changes.update(each.changes)
        links.update(each.links)
    return Rulings(hyphens, changes, links)


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


def write_link(page: str, to: Anchor) -> str:
    """The value of a decision that an article continues the one that has a line of a page.

    >>> write_link("p000001", Anchor("l_7f", Box(10, 20, 410, 60), "The win-"))
    'p000001:l_7f 10 20 410 60 The win-'
    """
    return f"{page}:{to.line} {to.box.left} {to.box.top} {to.box.right} {to.box.bottom} {to.text}"


def read_link(value: str | None, by: str, time: str) -> Link | None:
    """The link that a decision's value names; without box and text its line cannot be found again on a page read anew.

    >>> read_link("none", "mw", "2026-11-27").to, read_link("p000001:l_7f", "mw", "2026-11-27").to.line
    (None, 'l_7f')
    """
    if value == ALONE:
        return Link("", None, by, time)
    match = _LINK.fullmatch(value or "")
    if not match:
        return None
    box = Box(*map(int, match["box"].split())) if match["box"] else Box(0, 0, 0, 0)
    return Link(match["page"], Anchor(match["line"], box, match["text"] or ""), by, time)


def linked_pages(made: Iterable[tuple[str, str | None]]) -> set[str]:
    """The pages that links lead to, of the kinds and values of decisions.

    >>> linked_pages([("link", "p000001:l_7f"), ("link", "none"), ("text", "p000002:l_01")])
    {'p000001'}
    """
    links = [read_link(value, "", "") for kind, value in made if kind == "link"]
    return {link.page for link in links if link and link.page}


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
