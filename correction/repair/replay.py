r"""Changes put on printed lines, and taken off again.

In: printed lines, or the text of a paragraph with its lines' ids, and the changes. Out: the text with, or the printed
lines without, those that are applied. A change that made two paragraphs one is no part of either's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from correction.article import Change

WHOLE = "paragraphs"
"""The rule that makes two paragraphs one."""

_Made = tuple[int, int, str, str]  # index of the line, start in it, before, after


def apply(printed: Mapping[str, str], changes: Iterable[Change]) -> str:
    r"""Make changes to printed lines, which are given by id in their order; the order of the changes tells nothing.

    >>> apply({"l_1": "news-", "l_2": "paper"}, [Change("hyphens", "l_1", 4, 6, "-\n", "", "a listed word")])
    'newspaper'
    """
    text = "\n".join(printed.values())
    starts = list(accumulate((len(line) + 1 for line in printed.values()), initial=0))
    out: list[str] = []
    at = 0
    for line, start, before, after in _made(list(printed), changes):
        out += [text[at : starts[line] + start], after]
        at = starts[line] + start + len(before)
    return "".join([*out, text[at:]])


def restore(text: str, lines: Sequence[str], changes: Iterable[Change]) -> tuple[str, ...]:
    r"""Give the printed lines back from a repaired text, to the byte.

    >>> restore("newspaper", ["l_1", "l_2"], [Change("hyphens", "l_1", 4, 6, "-\n", "", "a listed word")])
    ('news-', 'paper')
    """
    out: list[str] = []
    at = here = offset = 0
    for line, start, before, after in _made(lines, changes):
        while here < line:  # line ends that stayed
            end = text.index("\n", at) + 1
            out.append(text[at:end])
            at, here, offset = end, here + 1, 0
        out += [text[at : at + start - offset], before]
        at += start - offset + len(after)
        ends = before.count("\n")
        here, offset = here + ends, len(before.rpartition("\n")[2]) if ends else start + len(before)
    return tuple("".join([*out, text[at:]]).split("\n"))


def _made(lines: Sequence[str], changes: Iterable[Change]) -> list[_Made]:
    """The changes within a text that are applied, in the order of their places."""
    order = {line: index for index, line in enumerate(lines)}
    chosen = (c for c in changes if c.applied and c.rule != WHOLE and c.line in order)
    return sorted((order[c.line], c.start, c.before, c.after) for c in chosen)
