"""White space that type-setting put into a text: closed.

In: a passage, still with its line ends. Out: the passage with single spaces between Latin words, and none beside Han
but in lists of names. Only white space goes; no letter and no mark is touched.
"""

from __future__ import annotations

import re
from dataclasses import replace

from correction.datelines import find_dateline
from correction.repair.passage import SHARED, SPACES, WIDE, Passage, is_wide
from ocr.layout.credits import SURNAMES

# Three names in a row are a list; two could be words that justification set apart.
NAMES_IN_A_LIST = 3
# Three single characters in a row are letter-spaced; two may be two words.
SPACED_OUT = 3
_SPACES = re.compile(r"[ \t\u3000]+")
_HAN_ONLY = re.compile(r"[㐀-䶿一-鿿豈-﫿]+")


def collapse_spaces(passage: Passage) -> Passage:
    """Make every run of spaces one, and strip the ends; a wide space within Chinese stays wide until it is closed."""
    printed = (_SPACES.sub(_one_space, line).strip(SPACES) for line in passage.text.split("\n"))
    return replace(passage, text="\n".join(printed))


def close_gaps(passage: Passage) -> Passage:
    """Take out the spaces beside Han characters and full-width marks (`专 利 3 项` is 专利3项).

    Credits keep theirs, for 高 超 is one name. A heading's gap parts two clauses, so a heading is closed only where it
    is letter-spaced. In a list of names the gaps stay, and a line end is one of them; so does the one behind a
    dateline.
    """
    if not passage.chinese or passage.kind == "credit":
        return passage
    tokens = re.split(r"([ \u3000\n])", passage.text)
    words, gaps = tokens[::2], tokens[1::2]
    keep = _name_gaps(words)
    gaps = [" " if mark == "\n" and gap in keep else mark for gap, mark in enumerate(gaps)]
    if words[0] and words[0] == find_dateline(passage.text):
        keep |= {0}
    if passage.kind in ("heading", "subhead"):
        keep |= set(range(len(words) - 1)) - _letter_spaced(words)
    out = [words[0]]
    for gap, word in enumerate(words[1:]):
        beside = words[gap][-1:] + word[:1]
        closed = gap not in keep and gaps[gap] != "\n" and any(is_wide(c) or c in SHARED for c in beside)
        out += ["" if closed else gaps[gap], word]
    return replace(passage, text="".join(out))


def _one_space(match: re.Match[str]) -> str:
    return "\u3000" if "\u3000" in match[0] else " "


def _name_gaps(words: list[str]) -> set[int]:
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


def _name_length(words: list[str], at: int) -> int:
    """How many words a name takes here: one (王建国), two single characters (高 超), or 0 when there is none."""
    here = words[at] if at < len(words) else ""
    if not _HAN_ONLY.fullmatch(here) or here[0] not in SURNAMES:
        return 0
    if len(here) > 1:
        return 1 if len(here) <= 3 else 0
    following = words[at + 1] if at + 1 < len(words) else ""
    return 2 if len(following) == 1 and _HAN_ONLY.fullmatch(following) else 0


def _letter_spaced(words: list[str]) -> set[int]:
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
