"""How much two stretches of text are about the same thing, by the rare words they share.

In: sections of one text. Out: a figure for each, against the stretch before it. After Hearst's TextTiling (1997),
with words weighted by how few sections have them; Chinese counts pairs of characters, for it needs no word list.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_HAN_RUN = re.compile(r"[㐀-䶿一-鿿]+")
_WORD = re.compile(r"[^\W\d_]{5,}")
_BROKEN = re.compile(r"[-¬⸗=]\n")
# Inflected forms count as one word.
STEM = 6


class Sections:
    """Sections of one text, each as the set of its words."""

    def __init__(self, texts: Sequence[str], *, chinese: bool) -> None:
        self._words = [_pairs(text) if chinese else _stems(text) for text in texts]
        self._spread = Counter(word for words in self._words for word in words)

    def likeness(self, before: Iterable[int], section: int) -> float:
        """Compare a section with the sections before it taken as one: 0 for no shared word, 1 for the same words."""
        earlier = frozenset[str]().union(*(self._words[i] for i in before))
        words = self._words[section]
        whole = self._weight(earlier) * self._weight(words)
        return self._weight(earlier & words) / math.sqrt(whole) if whole else 0.0

    def _weight(self, words: Iterable[str]) -> float:
        """Add up what words tell: the fewer sections have them, the more."""
        sections = len(self._words) + 1
        return sum(math.log(sections / self._spread[word]) for word in words)


def _pairs(text: str) -> frozenset[str]:
    runs = _HAN_RUN.findall(text.replace("\n", ""))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


def _stems(text: str) -> frozenset[str]:
    return frozenset(w.replace("ſ", "s").lower()[:STEM] for w in _WORD.findall(_BROKEN.sub("", text)))
