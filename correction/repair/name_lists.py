"""Lists of names within Chinese text, whose gaps are all that parts one name from the next.

In: the words of a text, and the white space between them. Out: the gaps inside and around its lists of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from correction.lexicon import chinese_zipf
from ocr.layout.credits import SURNAMES

# Three names in a row are a list; two could be words that justification set apart.
NAMES_IN_A_LIST = 3
LONGEST_NAME = 4  # characters, with a family name of two
# zipf: 16 names that many people have are listed at 3.6 at most; 时间, 方面, 高中, 江苏, 车站 at 4.5 and more.
A_WORD = 4.2
_HAN_ONLY = re.compile(r"[㐀-䶿一-鿿豈-﫿]+")
_COMPOUND = re.compile("欧阳|歐陽|司[马馬徒]|上官|[诸諸]葛|夏侯|皇甫|尉迟|慕容|令狐|东方")


def width(gap: str) -> int:
    """How wide a gap is, in half-width characters; a line end has none."""
    return sum(2 if character == "\u3000" else character != "\n" for character in gap)


def find_name_gaps(words: Sequence[str], gaps: Sequence[str]) -> set[int]:
    """Find the gaps inside and around lists of names; gap g stands before word g + 1.

    >>> sorted(find_name_gaps(["到会的有", "王建国", "高", "超", "李明", "等人"], [" ", " ", " ", " ", " "]))
    [0, 1, 2, 3, 4]
    """
    keep: set[int] = set()
    names: list[range] = []
    at = 0
    while at <= len(words):
        length = _name_length(words, at)
        if length:
            names.append(range(at, at + length))
            at += length
            continue
        if names and _is_list(names, words, gaps):
            keep |= set(range(max(0, names[0].start - 1), min(at, len(gaps))))
        at += 1
        names = []
    return keep


def _is_list(names: Sequence[range], words: Sequence[str], gaps: Sequence[str]) -> bool:
    """Whether what may be names are names: some stand whole or wider apart than their letters; few are words."""
    if len(names) < NAMES_IN_A_LIST:
        return False
    between = [width(gap) for name in names[1:] if "\n" not in (gap := gaps[name.start - 1])]
    inside = [width(gaps[name.start]) for name in names if len(name) > 1]
    parted = bool(inside) and bool(between) and min(between) > max(inside)
    whole = sum(len(name) == 1 for name in names)
    known = sum(chinese_zipf("".join(words[i] for i in name)) >= A_WORD for name in names)
    return (parted or whole > 0) and 2 * known < len(names)


def _name_length(words: Sequence[str], at: int) -> int:
    """How many words a name takes here: one (王建国), two single characters (高 超), or 0 when there is none."""
    here = words[at] if at < len(words) else ""
    if not _HAN_ONLY.fullmatch(here) or (here[0] not in SURNAMES and not _COMPOUND.match(here)):
        return 0
    if len(here) > 1:
        return 1 if len(here) <= (LONGEST_NAME if _COMPOUND.match(here) else 3) else 0
    following = words[at + 1] if at + 1 < len(words) else ""
    return 2 if len(following) == 1 and _HAN_ONLY.fullmatch(following) else 0
