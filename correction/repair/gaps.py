"""Gaps beside Han characters that justification put there: closed.

In: a passage. Out: edits that take the gaps out; lists of names and credits keep theirs. Only white space goes; no
letter and no mark is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from correction.datelines import find_dateline
from correction.repair.passage import SHARED, SPACES, WIDE, Edit, Passage, is_wide
from ocr.layout.credits import SURNAMES

# Three names in a row are a list; two could be words that justification set apart.
NAMES_IN_A_LIST = 3
# Three single characters in a row are letter-spaced; two may be two words.
SPACED_OUT = 3
_GAP = re.compile(rf"([{SPACES}]*\n[{SPACES}\n]*|[{SPACES}]+)")
_HAN_ONLY = re.compile(r"[㐀-䶿一-鿿豈-﫿]+")


def close_gaps(passage: Passage) -> Iterator[Edit]:
    """Take out the spaces beside Han characters and full-width marks (`专 利 3 项` is 专利3项).

    Credits keep theirs, for 高 超 is one name. A heading's gap parts two clauses, so a heading is closed only where it
    is letter-spaced. In a list of names the gaps stay, and a line end is one of them; so does the one behind a
    dateline.
    """
    if not passage.chinese or passage.kind == "credit":
        return
    tokens = _GAP.split(passage.text)
    starts = list(accumulate(map(len, tokens), initial=0))
    words, gaps = tokens[::2], tokens[1::2]
    names = _name_gaps(words)
    keep = names | _kept(passage, words)
    for gap, white in enumerate(gaps):
        before, after = words[gap], words[gap + 1]
        start, end = starts[2 * gap + 1], starts[2 * gap + 2]
        if not before or not after:
            continue
        if "\n" in white:
            if gap in names and not passage.keeps_lines:
                yield Edit(start, end, " ", "a line end between two names of a list")
        elif gap not in keep and any(is_wide(c) or c in SHARED for c in before[-1] + after[0]):
            yield Edit(start, end, "", "a gap that justification put beside Han characters")


def _kept(passage: Passage, words: Sequence[str]) -> set[int]:
    """Find the gaps that mean something: behind a dateline, between the clauses of a heading."""
    first = next((i for i, word in enumerate(words) if word), 0)
    keep = {first} if words[first] and words[first] == find_dateline(passage.text) else set()
    if passage.kind in ("heading", "subhead"):
        keep |= set(range(len(words) - 1)) - _letter_spaced(words)
    return keep


def _name_gaps(words: Sequence[str]) -> set[int]:
    """Find the gaps inside and around lists of names; gap g stands before word g + 1."""
    keep: set[int] = set()
    start = at = names = 0
    while at <= len(words):
        length = _name_length(words, at)
        if length:
            at += length
            names += 1
            continue
        if names >= NAMES_IN_A_LIST:
            keep |= set(range(max(0, start - 1), at))
        at += 1
        start, names = at, 0
    return keep


def _name_length(words: Sequence[str], at: int) -> int:
    """How many words a name takes here: one (王建国), two single characters (高 超), or 0 when there is none."""
    here = words[at] if at < len(words) else ""
    if not _HAN_ONLY.fullmatch(here) or here[0] not in SURNAMES:
        return 0
    if len(here) > 1:
        return 1 if len(here) <= 3 else 0
    following = words[at + 1] if at + 1 < len(words) else ""
    return 2 if len(following) == 1 and _HAN_ONLY.fullmatch(following) else 0


def _letter_spaced(words: Sequence[str]) -> set[int]:
    """Find the gaps of runs in which every word is a single wide character."""
    gaps: set[int] = set()
    run: list[int] = []
    for index, word in enumerate([*words, "  "]):
        if len(word) == 1 and re.match(f"[{WIDE}]", word):
            run.append(index)
            continue
        if len(run) >= SPACED_OUT:
            gaps |= set(run[:-1])
        run = []
    return gaps
