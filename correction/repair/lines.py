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


def join_lines(passage: Passage) -> Iterator[Edit]:
    """Join the lines of a passage: nothing between CJK, one space between Latin words."""
    if passage.keeps_lines:
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
    if right in HYPHENS:
        # Set close, a mark that opens a line would become the hyphen of the word before it.
        return " "
    if chinese:
        wordlike = left.isalnum() and right.isalnum() and (left.isalpha() or right.isalpha())
        listed = left in ",.;:!?" and right.isalpha()
        return " " if wordlike or listed else ""
    if (left in _SOLID and not before[:-1].endswith(" ")) or (right in _SOLID and after[1:2].isalnum()):
        return ""
    # Behind a quotation mark, a bracket or an abbreviation (Dr.-Ing.) find_break saw no word; but Fr. 2.- is a sum.
    if left in HYPHENS and right.isalnum() and _CLOSED.search(before[-3:-1]):
        return ""
    return " "
