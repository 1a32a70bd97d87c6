"""Page numbers that stand alone in a raw text: furniture, and the sign of a new page.

In: raw lines. Out: the lines without the numbers, the line behind each opening a page, and the numbers themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from correction.plaintext_lines import RawLine

_NUMBER = r"[0-9０-９]{1,3}"
# What is nothing but a page's number wherever it stands: 第2版, Page 4, – 12 –
_SAYS_SO = re.compile(
    rf"[-–—·•]*\s*第\s*(?:{_NUMBER}|[一二三四五六七八九十]{{1,3}})\s*[版页頁]\s*[-–—·•]*"
    rf"|(?:page|seite|pagina|página|side|p\.|s\.)\s*[-–—]?\s*{_NUMBER}|[-–—·•]+\s*{_NUMBER}\s*[-–—·•]+",
    re.IGNORECASE,
)
_BARE = re.compile(rf"[-–—]?\s*{_NUMBER}\s*[-–—]?")


def take_folios(lines: Sequence[RawLine]) -> tuple[list[RawLine], list[RawLine]]:
    """Take out page numbers: (the lines that stay, the numbers).

    A number that says what it is goes wherever it stands apart; a bare one only as the first or last line of a page,
    or where the pages are numbered on and on. A text that is nothing else keeps its line.
    """
    taken = {i for i, line in enumerate(lines) if _is_folio(lines, i, line)}
    taken |= _counted(lines)
    if len(taken) == len(lines):
        return list(lines), []
    kept: list[RawLine] = []
    opens = False
    for index, line in enumerate(lines):
        if index in taken:
            opens = True
            continue
        # A number at the foot ends its page, one at the head opens it: either way a page begins behind it.
        kept.append(line._replace(page=True, gap=True) if opens and not line.page else line)
        opens = False
    return kept, [lines[i] for i in sorted(taken)]


def _is_folio(lines: Sequence[RawLine], index: int, line: RawLine) -> bool:
    """Whether a line is a page's number by its words, or by being the first or last line of a page."""
    if len(line.text) > LONGEST or line.text[-1] in "。.":
        return False
    if _SAYS_SO.fullmatch(line.text):
        return True
    return _at_edge(lines, index) and _BARE.fullmatch(line.text) is not None


# Longer lines are no page numbers: – Seite 123 –, 第 十二 版.
LONGEST = 14


def _at_edge(lines: Sequence[RawLine], index: int) -> bool:
    """Whether a line is the first or last of a page."""
    return lines[index].page or index + 1 == len(lines) or lines[index + 1].page


def _counted(lines: Sequence[RawLine]) -> set[int]:
    """Bare numbers that stand alone between blank lines and count on, as pages do."""
    alone = [
        (i, int(line.text))
        for i, line in enumerate(lines)
        if len(line.text) <= 3 and line.text.isdecimal() and line.gap and (i + 1 == len(lines) or lines[i + 1].gap)
    ]
    found: set[int] = set()
    for (first, number), (second, following) in pairwise(alone):
        if following == number + 1:
            found |= {first, second}
    return found
