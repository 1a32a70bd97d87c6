"""How much two stretches of text are about the same thing, by the rare words they share.

In: sections of one text. Out: a figure for each, against the stretch before it. After Hearst's TextTiling (1997),
with words weighted by how few sections have them; Chinese counts pairs of characters, for it needs no word list.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W\d_]{5,}")
_BROKEN = re.compile(r"[-¬⸗=]\n")
# Inflected forms count as one word.
STEM = 6
_HAN = (0x3400, 0x9FFF)

Words = NDArray[np.int64]


class Sections:
    """Sections of one text, each as the set of its words; and the article that is being put together from them."""

    def __init__(self, texts: Sequence[str], *, chinese: bool, common: frozenset[str] = frozenset()) -> None:
        """Count the words of each text; `common` ones, in lower case, tell nothing of a topic."""
        found = [_pairs(text) for text in texts] if chinese else _stems(texts, common)
        vocabulary, words, spread = np.unique(
            np.concatenate([np.empty(0, np.int64), *found]), return_inverse=True, return_counts=True
        )
        self._words: list[Words] = np.split(words, np.cumsum([len(section) for section in found])[:-1])
        # The fewer sections have a word, the more it tells.
        self._weights = np.log((len(texts) + 1) / spread)
        self._spread = spread
        self._inside = np.zeros(len(vocabulary), bool)
        self._article: list[int] = []
        self._weight = 0.0

    def begin(self) -> None:
        """Begin another article."""
        for section in self._article:
            self._inside[self._words[section]] = False
        self._article, self._weight = [], 0.0

    def add(self, section: int) -> None:
        """Put a section behind the article."""
        words = self._words[section]
        self._weight += float(self._weights[words[~self._inside[words]]].sum())
        self._inside[words] = True
        self._article.append(section)

    def likeness(self, before: Sequence[int], section: int) -> float:
        """Compare a section with the sections before it taken as one article: see `compare`."""
        self.begin()
        for earlier in before:
            self.add(earlier)
        return self.compare(section)

    def compare(self, section: int) -> float:
        """Compare a section with the article so far: how far they share more words than by chance, 1 at most.

        By chance an article has a word as often as the other sections have it. Without that, long articles would be
        like anything.
        """
        words = self._words[section]
        whole = self._weight * float(self._weights[words].sum())
        if not whole:
            return 0.0
        others = max(1, len(self._words) - 1)
        chance = np.minimum(1.0, len(self._article) * (self._spread[words] - 1) / others)
        return float((self._weights[words] * (self._inside[words] - chance)).sum()) / math.sqrt(whole)


def _pairs(text: str) -> Words:
    """The pairs of Han characters that stand side by side, each once."""
    codes = np.frombuffer(text.replace("\n", "").encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    han = (codes >= _HAN[0]) & (codes <= _HAN[1])
    pairs = (codes[:-1] << 32) | codes[1:]
    return np.unique(pairs[han[:-1] & han[1:]])


def _stems(texts: Sequence[str], common: frozenset[str]) -> list[Words]:
    """The beginnings of the longer words of each text, each once, as numbers; without the common ones."""
    numbers: dict[str, int] = {}
    found: list[Words] = []
    for text in texts:
        folded = _BROKEN.sub("", text).replace("ſ", "s").lower()
        stems = {word[:STEM] for word in _WORD.findall(folded) if word not in common}
        found.append(np.array([numbers.setdefault(stem, len(numbers)) for stem in sorted(stems)], np.int64))
    return found
