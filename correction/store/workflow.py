"""Where the work on a page stands: its state and the person who has it, as the log says.

In: decisions. Out: the columns `state` and `assignee` of `pages`, which are caches of the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from correction.review import Decision, in_force
from correction.store.documents import decode
from correction.store.records import REVIEW_STATES, PageState
from correction.store.tables import decisions, pages


class Standing(NamedTuple):
    """The state of a page that was read, and who has it (empty: nobody)."""

    state: PageState
    assignee: str


def standing(log: Iterable[Decision]) -> Standing:
    """What a page's decisions add up to; one to a state that is none has no effect."""
    state: PageState = "read"
    assignee = ""
    for decision in in_force(log):
        if decision.kind == "assign":
            assignee = decision.value or ""
        elif decision.kind == "state":
            state = next((known for known in REVIEW_STATES if known == decision.value), state)
    return Standing(state, assignee)


def logged(connection: Connection, page_id: str) -> Standing:
    """How a page stands by its log."""
    query = (
        select(decisions.c.document)
        .where(decisions.c.page == page_id, decisions.c.kind.in_(("state", "assign", "undo")))
        .order_by(decisions.c.number)
    )
    return standing(decode(document, Decision, page_id) for document in connection.scalars(query))


def follow(connection: Connection, made: Sequence[Decision]) -> None:
    """Bring the columns to what decisions that were just added to the log have made of their pages."""
    for decision in made:
        page = update(pages).where(pages.c.id == decision.page)
        if decision.kind == "assign":
            connection.execute(page.values(assignee=decision.value or ""))
        elif decision.kind == "state" and decision.value in REVIEW_STATES:
            connection.execute(page.where(pages.c.state.in_(REVIEW_STATES)).values(state=decision.value))
    for page_id in {decision.page for decision in made if decision.kind == "undo"}:
        now = logged(connection, page_id)
        page = update(pages).where(pages.c.id == page_id)
        connection.execute(page.values(assignee=now.assignee))
        connection.execute(page.where(pages.c.state.in_(REVIEW_STATES)).values(state=now.state))
