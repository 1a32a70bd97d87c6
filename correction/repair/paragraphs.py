r"""Paragraphs made whole: halves of one sentence that stand as two, and datelines marked.

In: an article's paragraphs. Out: the paragraphs with `\n` where two became one, every line id kept in order, and a
change for each pair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from correction.article import Change, Paragraph
from correction.datelines import find_dateline
from correction.repair.hyphens import find_break
from correction.repair.replay import WHOLE
from correction.rulings import Rulings

# A line that ends in one of these goes on: COMMA, FULLWIDTH and IDEOGRAPHIC COMMA.
_UNFINISHED = frozenset(",，、")
# What may stand between the halves of a sentence without ending it.
_BETWEEN = frozenset({"caption", "inset"})
_COUNTED = re.compile(r"[^\W\d_][.)]")  # a) and b) begin items
_SEEN = 120  # characters on either side that a broken word is looked for in


def merge_halves(paragraphs: Sequence[Paragraph], rulings: Rulings) -> tuple[tuple[Paragraph, ...], tuple[Change, ...]]:
    """Merge two paragraphs where the first ends within a word or sentence and the next goes on in lower case.

    Only captions and insets may stand between them: a subhead may mean anything.
    """
    merged: list[Paragraph] = []
    changes: list[Change] = []
    open_at: int | None = None
    for paragraph in paragraphs:
        before = merged[open_at] if open_at is not None else None
        change = _merge(before, paragraph, rulings) if before else None
        if change:
            changes.append(change)
        if before and open_at is not None and change and change.applied:
            merged[open_at] = _whole(before, paragraph)
            continue
        merged.append(paragraph)
        if paragraph.kind not in _BETWEEN:
            open_at = len(merged) - 1 if paragraph.kind == "paragraph" else None
    return tuple(merged), tuple(changes)


def mark_dateline(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Mark the dateline of every plain paragraph that opens with one; the text keeps it."""
    return tuple(
        replace(p, dateline=find_dateline(p.text)) if p.kind == "paragraph" and p.dateline is None else p
        for p in paragraphs
    )


def _merge(first: Paragraph, second: Paragraph, rulings: Rulings) -> Change | None:
    """The change that makes two paragraphs one, as a person ruled on it; None where nothing speaks for it."""
    reason = _goes_on(first, second)
    if reason is None:
        return None
    line = first.lines[-1] if first.lines else ""
    start = len(first.text.rpartition("\n")[2])
    flip = rulings.changes.get((WHOLE, line, start))
    applied, by = (flip.applied, flip.by) if flip else (True, None)
    return Change(WHOLE, line, start, start + 2, "\n\n", "\n", reason, applied, by)


def _goes_on(first: Paragraph, second: Paragraph) -> str | None:
    """Why the second paragraph is the rest of the first; None where it is not."""
    if second.kind != "paragraph" or first.keeps_lines or second.keeps_lines:
        return None
    ending, opening = first.text.rstrip(), second.text.lstrip()
    if not opening[:1].islower():
        return None
    if ending[-1:] in _UNFINISHED:
        return "the sentence goes on behind a comma"
    broken = find_break(ending[-_SEEN:], opening[:_SEEN])
    if broken is not None and broken.mark:
        return "a word goes on"
    unfinished = ending[-1:].islower() and _COUNTED.match(opening) is None
    return "the sentence goes on in lower case" if unfinished else None


def _whole(first: Paragraph, second: Paragraph) -> Paragraph:
    """Put two halves together."""
    return replace(first, text=f"{first.text}\n{second.text}", lines=first.lines + second.lines)
