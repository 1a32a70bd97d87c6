"""Pages as people write them: p000001-p000008, or several of these with commas between.

In: words and the pages that there are. Out: ids, and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ocr.errors import MissingError, UsageError


def read_ranges(words: Iterable[str], known: Sequence[str]) -> list[str]:
    """The pages that words name, each once, in the order in which they are named.

    A range takes in all pages of the project between its ends, in order of arrival. Raises MissingError for a page
    that there is not, UsageError for a range whose end comes before its beginning, and where no page is named.

    >>> read_ranges(["p000001 - p000003", "p000005, p000002 p000005"], ["p000001", "p000002", "p000003", "p000005"])
    ['p000001', 'p000002', 'p000003', 'p000005']
    """
    at = {page: i for i, page in enumerate(known)}
    found: dict[str, None] = {}
    for word in re.split(r"[,\s]+", re.sub(r"\s*-\s*", "-", ",".join(words))):
        if not word:
            continue
        first, dash, last = word.partition("-")
        last = last if dash else first
        for page in (first, last):
            if page not in at:
                named = page or word
                raise MissingError(f"there is no page {named}", "galley project status --verbose names all pages")
        if at[first] > at[last]:
            raise UsageError(f"{word} ends before it begins", f"write {last}-{first}")
        found |= dict.fromkeys(known[at[first] : at[last] + 1])
    if not found:
        raise UsageError("no page is named", "name some, like p000001-p000008 p000012")
    return list(found)


def write_ranges(pages: Iterable[str], position: Mapping[str, int]) -> str:
    """Pages in order of arrival, those that follow each other as a range; `position` counts arrivals.

    >>> write_ranges(["p000003", "p000001", "p000002", "p000007"], {f"p{n:06}": n for n in range(1, 9)})
    'p000001-p000003, p000007'
    """
    runs: list[list[str]] = []
    for page in sorted(set(pages), key=lambda p: position[p]):
        if runs and position[page] == position[runs[-1][-1]] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
