"""Accepted pages: what they say stays as it is until somebody takes them back to review.

In: a log and a decision to add, or pages. Out: nothing, or a LockedError. States, assignments and
comments are always allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from correction.decisions import WORKFLOW, Decision, Kind, in_force, origin
from correction.store.records import REVIEW_STATES
from ocr.errors import LockedError

if TYPE_CHECKING:
    from correction.store import Project

REMEDY = "take it back to review first"
FREE: frozenset[Kind] = WORKFLOW | {"comment"}


def locked(log: Iterable[Decision]) -> bool:
    """Whether a page is accepted, by its log."""
    states = [decision.value for decision in in_force(log) if decision.kind == "state"]
    states = [state for state in states if state in REVIEW_STATES]
    return states[-1:] == ["accepted"]


def refuse_locked(log: Iterable[Decision], made: Iterable[Decision]) -> None:
    """Raise LockedError where decisions would change what an accepted page says; `log` is that of the page."""
    several = list(log)
    by_id = {decision.id: decision for decision in several}
    page_is_locked = locked(several)
    for decision in made:
        if page_is_locked and origin(decision, by_id).kind not in FREE:
            raise LockedError(f"page {decision.page} is accepted", REMEDY)
        several.append(decision)
        by_id[decision.id] = decision
        page_is_locked = locked(several) if decision.kind in ("state", "undo") else page_is_locked


def refuse_accepted(project: Project, pages: Iterable[str]) -> None:
    """Raise LockedError where one of some pages is accepted, UsageError where there is none of that name."""
    for page in sorted(pages):
        if project.entry(page).state == "accepted":
            raise LockedError(f"page {page} is accepted", REMEDY)
