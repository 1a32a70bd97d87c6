"""Undo and redo: which decisions they would take back next, told by the log alone, so also after a reload.

In: a log. Out: the decisions of one act. An act is a decision, or all those of one batch; the words on the work itself
(`WORKFLOW`) are none. To undo is to take an act back; to redo is to take back what took it back, until a new act is
made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from correction.decisions import WORKFLOW, Decision, new_batch_id, standing, undo


def next_undo(log: Iterable[Decision], author: str | None = None) -> tuple[Decision, ...]:
    """The latest act that stands, of an author or of anybody: what undo takes back; empty when there is none."""
    own = [decision for decision in standing(log) if _is_act(decision, author)]
    return _whole(own, own[-1]) if own else ()


def next_redo(log: Iterable[Decision], author: str | None = None) -> tuple[Decision, ...]:
    """The undos that redo takes back, of an author or of anybody; empty when there are none, or an act came after."""
    several = list(log)
    by_id = {decision.id: decision for decision in several}
    acted = max((i for i, decision in enumerate(several) if _is_act(decision, author)), default=-1)
    later = {decision.id for decision in several[acted + 1 :]}
    undos = [d for d in standing(several) if d.kind == "undo"]
    own = [d for d in undos if author in (None, d.author) and d.id in later and _takes_back_an_act(d, by_id)]
    if not own:
        return ()
    whole = _whole(own, own[-1])
    # What two persons took back comes again only without both undos.
    targets = {undone.value for undone in whole}
    return tuple(d for d in undos if d.value in targets)


def undo_batch(log: Iterable[Decision], batch: str, author: str) -> tuple[Decision, ...]:
    """The undos, one act, of all that stands of a batch, undos of it as well."""
    return undo_all([d for d in standing(log) if batch and d.batch == batch], author)


def undo_all(decisions: Sequence[Decision], author: str) -> tuple[Decision, ...]:
    """The undos of several decisions, the latest first, as one act."""
    batch = new_batch_id() if len(decisions) > 1 else ""
    return tuple(undo(decision, author, batch) for decision in reversed(decisions))


def _is_act(decision: Decision, author: str | None) -> bool:
    return decision.kind != "undo" and decision.kind not in WORKFLOW and author in (None, decision.author)


def _takes_back_an_act(decision: Decision, by_id: dict[str, Decision]) -> bool:
    target = by_id.get(decision.value or "")
    return target is not None and target.kind != "undo" and target.kind not in WORKFLOW


def _whole(decisions: Sequence[Decision], one: Decision) -> tuple[Decision, ...]:
    """A decision with the others of its batch, oldest first."""
    return tuple(each for each in decisions if each is one or (one.batch and each.batch == one.batch))
