r"""Paragraphs made whole: halves of one sentence that stand as two, and datelines marked.

In: an article's paragraphs. Out: the paragraphs with `\n` where two became one, every line id kept in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from correction.article import Paragraph
from correction.datelines import find_dateline
from correction.repair.hyphens import find_break

# A line that ends in one of these goes on: COMMA, FULLWIDTH and IDEOGRAPHIC COMMA.
_UNFINISHED = frozenset(",，、")


def merge_halves(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Merge two paragraphs where the first ends within a word or at a comma and the next goes on in lower case.

    Only plain paragraphs that follow each other directly: a subhead or caption between them may mean anything.
    """
    merged: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if merged and _goes_on(merged[-1][-1], paragraph):
            merged[-1].append(paragraph)
        else:
            merged.append([paragraph])
    return tuple(_whole(parts) for parts in merged)


def mark_dateline(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Mark the dateline of every plain paragraph that opens with one; the text keeps it."""
    return tuple(
        replace(p, dateline=find_dateline(p.text)) if p.kind == "paragraph" and p.dateline is None else p
        for p in paragraphs
    )


def _goes_on(first: Paragraph, second: Paragraph) -> bool:
    """Whether the second paragraph is the rest of the first."""
    if first.kind != "paragraph" or second.kind != "paragraph":
        return False
    ending, opening = first.text.rstrip(), second.text.lstrip()
    if not opening[:1].islower():
        return False
    broken = find_break(ending[-120:], opening[:120])
    return ending[-1:] in _UNFINISHED or (broken is not None and broken.mark != "")


def _whole(parts: list[Paragraph]) -> Paragraph:
    """Put the parts of a paragraph together."""
    if len(parts) == 1:
        return parts[0]
    lines = tuple(line for part in parts for line in part.lines)
    return replace(parts[0], text="\n".join(part.text for part in parts), lines=lines)
