r"""The line ends that no word is broken at: joined with a space or with nothing.

In: a passage with `\n` where a line ends. Out: an edit for each of them; none where the lines mean something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from correction.lexicon import HYPHENS
from correction.repair.passage import SHARED, SPACES, Edit, Passage, is_wide

# EN DASH, EM DASH, HORIZONTAL BAR and the stroke: set solid, they are solid over a line end too.
_SOLID = frozenset("–—―/")
_CLOSED = re.compile(r"[\"”“’»«)]$|[^\W\d_]\.$")
# LOW QUOTATION MARKS are opening ones in every language; « and “ are not.
_OPENING, _CLOSING = frozenset("([„‚"), frozenset(",.)]")
_DOTS = re.compile(r"\.[ .]")
_ELISION = re.compile(r"(?:^|[^\w’'])(?:[ldjmtsnco]|(?:jus|lors|puis|quoi)?qu|quelqu|presqu)[’']$", re.IGNORECASE)
_ELIDED = 12  # characters: more than the longest of them and what stands before it
# An address of the net goes on over a line end.
_ADDRESS = re.compile(r"(?:www\.|://|@)[\w./@-]*$")
_LONGEST_ADDRESS = 80  # characters that are looked at, so that the time stays linear


def join_lines(passage: Passage) -> Iterator[Edit]:
    """Join the lines of a passage: nothing between CJK, one space between Latin words."""
    if passage.keeps_lines:
        yield from _join_rows(passage)
        return
    printed = passage.text.split("\n")
    last = printed[0].strip(SPACES)
    at = len(printed[0])
    for line in printed[1:]:
        following = line.strip(SPACES)
        space = joint(last, following, chinese=passage.chinese)
        yield Edit(at, at + 1, space, "a line ends between two words" if space else "a line ends")
        at += 1 + len(line)
        last = following or last


def _join_rows(passage: Passage) -> Iterator[Edit]:
    """Put the lines that stand in one row of a table into one line."""
    at = -1
    for line, text in zip(passage.lines, passage.text.split("\n"), strict=False):
        if line in passage.beside and at >= 0:
            yield Edit(at, at + 1, " ", "a row of a table")
        at += 1 + len(text)


def _sticks(before: str, after: str) -> bool:
    """Whether a mark at the line end belongs to what follows, or one at the start to what was before."""
    if before[-1] in _OPENING or _ELISION.search(before[-_ELIDED:]):
        return True
    # Dots that stand for words left out are set apart.
    return after[0] in _CLOSING and not _DOTS.match(after)


def joint(before: str, after: str, *, chinese: bool) -> str:
    """Give what stands between two lines once they are one: a space or nothing.

    In Chinese text only a Latin word beside another Latin word or number needs the space: 5|000 is one number.

    >>> joint("近日，平湖市", "人民政府", chinese=True), joint("the old", "bridge", chinese=False)
    ('', ' ')
    >>> joint("the bridge—", "the old one", chinese=False), joint("GDP", "2019", chinese=True)
    ('', ' ')
    """
    left, right = before[-1:], after[:1]
    if not left or not right or is_wide(left) or is_wide(right):
        return ""
    if chinese and (left in SHARED or right in SHARED):
        return ""
    if not chinese and _sticks(before, after):
        return ""
    if right in HYPHENS:
        # Set close, a mark that opens a line would become the hyphen of the word before it.
        return " "
    if chinese:
        wordlike = left.isalnum() and right.isalnum() and (left.isalpha() or right.isalpha())
        listed = left in ",.;:!?" and right.isalpha() and not _ADDRESS.search(before[-_LONGEST_ADDRESS:])
        return " " if wordlike or listed else ""
    if (left in _SOLID and not before[:-1].endswith(" ")) or (right in _SOLID and after[1:2].isalnum()):
        return ""
    # Behind a quotation mark, a bracket or an abbreviation (Dr.-Ing.) find_break saw no word; but Fr. 2.- is a sum.
    if left in HYPHENS and right.isalnum() and _CLOSED.search(before[-3:-1]):
        return ""
    return " "
