"""Pages that may be one page twice: another scan of it has other bytes, but nearly the same text.

In: the texts of pages. Out: pairs that are alike. A page is sketched by the smallest hashes of its stretches of letters
(Broder 1997), so that many pages are compared without comparing each with each.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STRETCH = 8  # letters; two readings with 3 letters wrong in a hundred still share six stretches in ten
SIZE = 96  # hashes of a sketch
ALIKE = 0.35  # of the stretches of two pages that one page twice shares; adverts that recur from day to day share less
FEWEST = 200  # letters of a page that can be compared
CROWD = 50  # pages that share a hash: what recurs so often tells nothing


@dataclass(frozen=True, slots=True)
class Twins:
    """Two pages and the share of their text, 0-1, that is the same."""

    one: str
    other: str
    share: float


def sketch(texts: Iterable[str]) -> frozenset[int]:
    """The sketch of a page's lines; empty for a page with little text."""
    letters = re.sub(r"[\W_]+", "", "".join(texts)).lower()
    if len(letters) < FEWEST:
        return frozenset()
    hashes = {zlib.crc32(letters[i : i + STRETCH].encode()) for i in range(len(letters) - STRETCH + 1)}
    return frozenset(sorted(hashes)[:SIZE])


def find_twins(sketches: Mapping[str, frozenset[int]]) -> list[Twins]:
    """The pairs of pages that are alike, the likest first."""
    holders: dict[int, list[str]] = defaultdict(list)
    for page, hashes in sketches.items():
        for value in hashes:
            holders[value].append(page)
    shared: Counter[tuple[str, str]] = Counter()
    for pages in holders.values():
        if len(pages) <= CROWD:
            shared.update((pages[i], pages[k]) for i in range(len(pages)) for k in range(i + 1, len(pages)))
    found = []
    for (one, other), count in shared.items():
        if count >= ALIKE * SIZE / 2:
            share = _share(sketches[one], sketches[other])
            if share >= ALIKE:
                found.append(Twins(one, other, round(share, 2)))
    return sorted(found, key=lambda t: (-t.share, t.one, t.other))


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of equal stretches, told from the smallest hashes of both pages together."""
    smallest = sorted(one | other)[:SIZE]
    return sum(value in one and value in other for value in smallest) / len(smallest)
