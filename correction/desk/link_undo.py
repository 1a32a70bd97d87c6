"""Undo and redo on the board: a person's last link or type on any of its pages.

In: a `BoardWish`. Out: `BoardUndone`. Texts are left alone: they are taken back at the desk, where they are seen. A
wish that was sent twice is done once.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from correction.decisions import Decision, origin, undo
from correction.desk.desk import Desk
from correction.desk.saving import signed
from correction.locking import refuse_accepted
from correction.rulings import linked_pages
from correction.undoing import next_redo, next_undo
from ocr.errors import UsageError
from ocr.page import new_id

ACTS = frozenset({"link", "type"})


class BoardWish(msgspec.Struct, frozen=True):
    """Whose act on some pages is to be taken back, or with `redo` to come again; `id` is for the undo."""

    author: str
    id: str
    pages: tuple[str, ...]
    redo: bool = False


class BoardUndone(msgspec.Struct, frozen=True):
    """The lines that the act is about, as `p000001:l_7f3a`, and its kind; neither when there was none."""

    lines: tuple[str, ...] = ()
    kind: str | None = None


def take_back_on_board(desk: Desk, wish: BoardWish) -> BoardUndone:
    """Undo or redo; raises UsageError for a wish without its author, LockedError where a page is accepted."""
    author = signed(wish.author)
    if not wish.id.startswith("d_"):
        raise UsageError("undo needs an id of its own", "reload the board")
    log = sorted((d for page in wish.pages for d in desk.project.decisions(page)), key=lambda d: d.time)
    by_id = {decision.id: decision for decision in log}
    if wish.id in by_id:
        return _told([origin(by_id[wish.id], by_id)])
    acts = [decision for decision in log if origin(decision, by_id).kind in ACTS]
    act = next_redo(acts, author) if wish.redo else next_undo(acts, author)
    roots = [origin(decision, by_id) for decision in act]
    refuse_accepted(desk.project, {decision.page for decision in act} | linked_pages((d.kind, d.value) for d in roots))
    batch = wish.id.replace("d_", "b_", 1) if len(act) > 1 else ""
    desk.project.append(
        [
            replace(undo(decision, author, batch), id=new_id("d", wish.id, n) if n else wish.id)
            for n, decision in enumerate(reversed(act))
        ]
    )
    return _told(roots)


def _told(decisions: list[Decision]) -> BoardUndone:
    lines = tuple(f"{d.page}:{anchor.line}" for d in decisions for anchor in d.at[:1])
    return BoardUndone(lines, decisions[0].kind if decisions else None)
