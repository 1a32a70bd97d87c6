"""The chain: the rules of repair in a table, and one text's way through them.

In: a printed passage. Out: its repaired text, the changes that made it, the ledger of its hyphens. What one rule has
claimed no later rule touches, so that every change can be left out by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from correction.article import Change, Hyphen
from correction.repair.gaps import close_gaps
from correction.repair.hyphens import mend_hyphens
from correction.repair.initials import join_initials
from correction.repair.lines import join_lines
from correction.repair.lookalikes import LOOKALIKES, offer_lookalikes
from correction.repair.passage import Edit, Finder, Passage
from correction.repair.punctuation import PUNCTUATION, unify_marks
from correction.repair.replay import WHOLE
from correction.repair.spaces import collapse_spaces
from ocr.errors import UsageError


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: its name, what it does in a few words, its function, whether it runs unless switched off."""

    name: str
    does: str
    find: Finder
    on: bool = True


def _nothing(passage: Passage) -> tuple[Edit, ...]:
    """Leave a passage as it is."""
    return ()


CHAIN: tuple[Rule, ...] = (
    # Works on an article's paragraphs, before they become passages: `paragraphs.merge_halves`.
    Rule(WHOLE, "makes two paragraphs one where a word or sentence goes on", _nothing),
    Rule("initials", "puts a drop capital to its word", join_initials),
    Rule("hyphens", "joins or keeps words broken at a line end", mend_hyphens),
    Rule("gaps", "closes gaps that justification put beside Han characters", close_gaps),
    Rule("spaces", "leaves single spaces, none at the edge of a line", collapse_spaces),
    Rule(PUNCTUATION, "unifies half-width and full-width marks, as most of the page's are", unify_marks, on=False),
    Rule("lines", "joins the lines of a paragraph", join_lines),
    Rule(LOOKALIKES, "offers the character that looks alike and makes a word", offer_lookalikes),
)
STANDARD: tuple[Rule, ...] = tuple(rule for rule in CHAIN if rule.on)


@dataclass(frozen=True, slots=True)
class Mended:
    """A passage that went through the chain."""

    text: str
    changes: tuple[Change, ...]
    hyphens: tuple[Hyphen, ...]


def choose_rules(switches: Mapping[str, bool]) -> tuple[Rule, ...]:
    """The chain with some rules switched on or off by name; raises UsageError for a name that there is not.

    >>> [rule.name for rule in choose_rules({"gaps": False})]
    ['paragraphs', 'initials', 'hyphens', 'spaces', 'lines', 'lookalikes']
    """
    names = [rule.name for rule in CHAIN]
    if unknown := [name for name in switches if name not in names]:
        raise UsageError(f"there is no rule {', '.join(unknown)}", f"the rules are {', '.join(names)}")
    return tuple(rule for rule in CHAIN if switches.get(rule.name, rule.on))


def mend(passage: Passage, rules: Collection[Rule] = STANDARD) -> Mended:
    """Send a passage through rules; the first that claims a place has it."""
    claimed = bytearray(len(passage.text))
    starts = list(accumulate((len(line) + 1 for line in passage.text.split("\n")), initial=0))
    made: list[tuple[Edit, Change]] = []
    for rule in rules:
        for edit in rule.find(passage):
            start, end = edit.start, edit.end
            if claimed.find(1, start, end) < 0:
                claimed[start:end] = b"\1" * (end - start)
                made.append((edit, _change(rule.name, edit, passage, starts)))
    made.sort(key=lambda pair: pair[0].start)
    hyphens = tuple(_entry(edit.hyphen, change) for edit, change in made if edit.hyphen)
    return Mended(_written(passage.text, made), tuple(change for _, change in made), hyphens)


def _change(rule: str, edit: Edit, passage: Passage, starts: Sequence[int]) -> Change:
    """Record an edit, as a person ruled on it."""
    index = bisect_right(starts, edit.start) - 1
    line = passage.lines[index] if index < len(passage.lines) else ""
    start = edit.start - starts[index]
    flip = passage.rulings.changes.get((rule, line, start)) if passage.rulings.changes else None
    return Change(
        rule=rule,
        line=line,
        start=start,
        end=edit.end - starts[index],
        before=passage.text[edit.start : edit.end],
        after=edit.after,
        reason=edit.reason,
        applied=flip.applied if flip else edit.applied,
        by=flip.by if flip else edit.hyphen.by if edit.hyphen else None,
    )


def _entry(hyphen: Hyphen, change: Change) -> Hyphen:
    """The ledger's entry; where a person took the change back, the word stands broken as it was printed."""
    if change.applied:
        return hyphen
    form = f"{hyphen.left}{hyphen.mark}\n{hyphen.right}"
    return replace(hyphen, form=form, decision="keep", confidence=1.0, by=change.by, offered=None)


def _written(text: str, made: Sequence[tuple[Edit, Change]]) -> str:
    out: list[str] = []
    at = 0
    for edit, change in made:
        if change.applied:
            out += [text[at : edit.start], edit.after]
            at = edit.end
    return "".join([*out, text[at:]])
