"""Printed credits as the article's own: the layout's reading of a line, with the lines it stands on.

In: a printed line, or text with a credit at its end. Out: a `Credit`, `lines` left empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from correction.article import Credit
from ocr.layout import credits as printed


def parse_credit(text: str) -> Credit | None:
    """Read one printed line as a credit; None when it is none.

    >>> parse_credit("■记者 徐雯 通讯员 高 超")
    Credit(text='■记者 徐雯 通讯员 高 超', role='记者 通讯员', names=('徐雯', '高 超'), lines=())
    """
    found = printed.parse_credit(text)
    return None if found is None else Credit(found.text, found.role, found.names)


def parse_credits(texts: Sequence[str]) -> list[tuple[Credit, int]]:
    """Read printed lines as credits, each with how many lines it takes: two where only both together are one.

    >>> [(credit.text, lines) for credit, lines in parse_credits(["From Our Own", "Correspondent"])]
    [('From Our Own Correspondent', 2)]
    """
    found: list[tuple[Credit, int]] = []
    at = 0
    while at < len(texts):
        pair = printed.parse_long_credit(*texts[at : at + 2]) if at + 1 < len(texts) else None
        read = pair or printed.parse_credit(texts[at])
        credit = Credit(read.text, read.role, read.names) if read else Credit(texts[at])
        found.append((credit, 2 if pair else 1))
        at += found[-1][1]
    return found


def split_credit(text: str) -> tuple[str, Credit] | None:
    """Cut a credit off the end of a printed line: (the text before it, the credit); None when there is none.

    >>> split_credit("桥已通车。 ■摄影 潘国浩")
    ('桥已通车。', Credit(text='■摄影 潘国浩', role='摄影', names=('潘国浩',), lines=()))
    """
    cut = printed.split_credit(text)
    return None if cut is None else (cut[0], Credit(cut[1].text, cut[1].role, cut[1].names))
