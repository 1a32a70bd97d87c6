"""Turning: what repair did at one place becomes its opposite.

In: an entry of the ledger or a change, as an export lists it. Out: the value of the decision that turns it: what was
joined is kept, what was kept joined, an offer accepted, a change taken off or put on again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from correction.article import Article, Change, Hyphen
from correction.rulings import ChangeFlip, HyphenFlip, Rulings, read_hyphen, write_change
from ocr.errors import UsageError

Entry = Hyphen | Change


def find_entries(articles: Iterable[Article], ids: Sequence[str]) -> list[Entry]:
    """The hyphens and changes of some ids, in the order of the ids; raises UsageError for one that none has."""
    wanted = set(ids)
    found: dict[str, Entry] = {}
    for article in articles:
        found.update({hyphen.id: hyphen for hyphen in article.hyphens if hyphen.id in wanted})
        found.update({change.id: change for change in article.changes if change.id in wanted})
    if missing := [each for each in ids if each not in found]:
        raise UsageError(
            f"there is no change {', '.join(missing)}",
            "export as json to see the ids; a rule that is switched off makes no changes",
        )
    return [found[each] for each in ids]


def turned(entry: Entry) -> tuple[Literal["hyphen", "change"], str]:
    """Kind and value of the decision that turns an entry.

    >>> turned(Hyphen("h_1", "l_1", "Zuk", "-", "ker", "Zukker", "offer", "", 0.6, offered="Zucker"))
    ('hyphen', '=Zucker')
    """
    if isinstance(entry, Change):
        rule, _, start = entry.place
        return "change", write_change(rule, start, applied=not entry.applied)
    joined = entry.left + entry.right
    if entry.offered not in (None, joined, f"{entry.left}{entry.mark}{entry.right}", f"{entry.left} {entry.right}"):
        return "hyphen", f"={entry.offered}"
    # What the text holds decides: an offer may stand joined or kept.
    if entry.form != joined:
        return "hyphen", "join"
    return "hyphen", "keep" if entry.mark else "keep-space"


def rule_against(entries: Iterable[Entry], by: str) -> Rulings:
    """The rulings that turn entries, without a log to keep them."""
    hyphens: dict[str, HyphenFlip] = {}
    changes = {}
    for entry in entries:
        if isinstance(entry, Change):
            changes[entry.place] = ChangeFlip(not entry.applied, by)
        elif flip := read_hyphen(turned(entry)[1], by):
            hyphens[entry.line] = flip
    return Rulings(hyphens, changes)
