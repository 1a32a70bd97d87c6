"""Undo and redo from a browser: the last act of a person on a page is taken back, or the last such undo.

In: a `Wish`. Out: `TakenBack`: what was undone, the lines that say something else now, and what could not be taken
back because another person has decided on top of it. A wish that was sent twice is done once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import msgspec

from correction.decisions import STRUCTURE, TEXTUAL, Decision, origin, standing, undo
from correction.desk.desk import Desk, Sitting
from correction.desk.news import Told
from correction.desk.replacing import ACROSS
from correction.desk.saving import signed
from correction.locking import refuse_accepted
from correction.undoing import next_redo, next_undo
from ocr.errors import UsageError
from ocr.page import new_id


class Wish(msgspec.Struct, frozen=True):
    """Whose act is to be taken back, or with `redo` to come again. `ids` are for the undos; more follow from the first.

    `passed` are decisions that were told to be covered before: the act before them is wished for.
    """

    author: str
    ids: tuple[str, ...]
    redo: bool = False
    passed: tuple[str, ...] = ()


class Covered(msgspec.Struct, frozen=True):
    """A decision that stays, because `author` decided about its line after it."""

    id: str
    page: str
    line: str
    author: str
    time: str


class TakenBack(msgspec.Struct, frozen=True):
    """What became of a wish: the decisions that lost their effect, or have it again.

    `texts` are the lines of the page that say something else now; `arranged` is true where more than texts changed and
    the page is to be shown anew. `pages` are all that were touched; `kept` are the ids of the undos on this one.
    """

    version: int
    state: str
    kept: tuple[str, ...]
    done: tuple[Told, ...]
    texts: dict[str, str]
    arranged: bool
    pages: tuple[str, ...]
    covered: tuple[Covered, ...]


def take_back(desk: Desk, page_id: str, wish: Wish) -> TakenBack:
    """Undo or redo; raises LockedError for a page that is accepted, UsageError for a wish without author or id."""
    author = signed(wish.author)
    if not wish.ids or not all(each.startswith("d_") for each in wish.ids):
        raise UsageError("undo needs an id of its own", "reload the page")
    with desk.lock(page_id):
        before = desk.sit(page_id)
        refuse_accepted(desk.project, [page_id])
        if any(decision.id == wish.ids[0] for decision in before.log):
            return _answer(before, before, [page_id], _made_before(before.log, wish.ids[0]), ())
        log = [decision for decision in before.log if decision.id not in wish.passed]
        act = next_redo(log, author) if wish.redo else next_undo(log, author)
        found = [(page_id, before.log, act), *_elsewhere(desk, page_id, act, author)]
        free, covered = [], []
        for page, whole, decisions in found:
            clear, hidden = _parted(page, whole, decisions)
            free += clear
            covered += hidden
        batch = _batch(wish, act)
        undos = [_undo(decision, author, batch, wish, n) for n, decision in enumerate(reversed(free))]
        desk.project.append(undos)
        pages = list(dict.fromkeys(decision.page for decision in undos))
        return _answer(before, desk.sit(page_id), pages, undos, covered)


def _made_before(log: Sequence[Decision], name: str) -> list[Decision]:
    """The undos of a wish that was granted before: the one of that id, with its batch."""
    first = next(decision for decision in log if decision.id == name)
    return [each for each in log if each is first or (first.batch and each.batch == first.batch)]


def _batch(wish: Wish, act: Sequence[Decision]) -> str:
    """The batch of the undos; one that begins as that of the act, so that a redo looks on other pages as well."""
    if any(decision.batch.startswith(ACROSS) for decision in act):
        return ACROSS + wish.ids[0].removeprefix("d_")
    return wish.ids[0].replace("d_", "b_", 1) if len(act) > 1 else ""


def _undo(decision: Decision, author: str, batch: str, wish: Wish, n: int) -> Decision:
    name = wish.ids[n] if n < len(wish.ids) else new_id("d", wish.ids[0], n)
    return replace(undo(decision, author, batch), id=name)


def _elsewhere(
    desk: Desk, page_id: str, act: Sequence[Decision], author: str
) -> Iterator[tuple[str, Sequence[Decision], list[Decision]]]:
    """The rest of an act over several pages: its page, the log of it, its decisions that stand there."""
    batch = act[0].batch if act else ""
    if not batch.startswith(ACROSS):
        return
    for entry in desk.project.pages():
        if entry.id == page_id or not entry.was_read or entry.state == "accepted":
            continue
        log = desk.project.decisions(entry.id)
        if any(decision.batch == batch for decision in log):
            yield entry.id, log, [d for d in standing(log) if d.batch == batch and d.author == author]


def _parted(page: str, log: Sequence[Decision], act: Sequence[Decision]) -> tuple[list[Decision], list[Covered]]:
    """What of an act may be taken back, and what others have covered; an act of structure goes as a whole."""
    by_id = {decision.id: decision for decision in log}
    stands = standing(log)
    covered = []
    for decision in act:
        target = by_id[decision.value or ""] if decision.kind == "undo" else decision
        if top := _on_top(target, log, stands):
            line = next((a.line for a in target.at), "")
            covered.append(Covered(decision.id, page, line, top.author, top.time))
    hidden = {each.id for each in covered}
    whole = covered and any(d.kind not in TEXTUAL and d.kind != "undo" for d in act)
    return [] if whole else [decision for decision in act if decision.id not in hidden], covered


def _on_top(decision: Decision, log: Sequence[Decision], stands: Iterable[Decision]) -> Decision | None:
    """The last decision of another person that stands over this one: on one of its lines, and about the same."""
    lines = {anchor.line for anchor in decision.at}
    since = {later.id for later in log[log.index(decision) + 1 :]}
    for later in reversed(list(stands)):
        if later.id not in since or later.author == decision.author:
            continue
        same_matter = _matter(later) == _matter(decision)
        if same_matter and (any(anchor.line in lines for anchor in later.at) or not (lines or later.at)):
            return later
    return None


def _matter(decision: Decision) -> str:
    kinds = (("text", TEXTUAL), ("structure", STRUCTURE))
    return next((name for name, several in kinds if decision.kind in several), decision.kind)


def _answer(
    before: Sitting, now: Sitting, pages: Sequence[str], undos: Sequence[Decision], covered: Sequence[Covered]
) -> TakenBack:
    by_id = {decision.id: decision for decision in now.log}
    here = [decision for decision in undos if decision.page == now.page.id]
    done = tuple(_told(origin(each, by_id)) for each in here)
    texts = {line: now.text_of(line) for line in now.lines if before.text_of(line) != now.text_of(line)}
    if before is now:
        texts = {line: now.text_of(line) for each in done for line in each.lines if line in now.lines}
    arranged = any(each.kind not in TEXTUAL for each in done)
    kept = tuple(decision.id for decision in here)
    return TakenBack(now.version, now.entry.state, kept, done, texts, arranged, tuple(pages), tuple(covered))


def _told(d: Decision) -> Told:
    return Told(d.id, d.kind, tuple(anchor.line for anchor in d.at), d.value, d.author, d.time)
