r"""The words that speak for a form: the paper's own, and a general word list.

In: texts with one `\n` between printed lines. Out: a `Lexicon` that counts words and hyphenated words of this paper
and knows how frequent a word is in general. Look-ups fold case, ſ and every kind of hyphen; texts never change.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

# HYPHEN-MINUS, HYPHEN, NON-BREAKING HYPHEN, NOT SIGN (FineReader's soft hyphen), DOUBLE OBLIQUE HYPHEN,
# OBLIQUE HYPHEN, EQUALS SIGN (Fraktur's hyphen as engines read it), SOFT HYPHEN.
HYPHENS = "-\u2010\u2011\u00ac\u2e17\u2e40=\u00ad"
_HYPHEN = re.compile(f"[{re.escape(HYPHENS)}]")
_FOLD = str.maketrans({**dict.fromkeys(HYPHENS, "-"), "ſ": "s", "’": "'"})
_TOKEN = re.compile(rf"[^\W\d_]+(?:['’{re.escape(HYPHENS)}][^\W\d_]+)*")
# Begins where a word begins and never steps back, or a long run of letters would take quadratic time.
_BROKEN = re.compile(rf"(?<![^\W_])[^\W_]*+(?:[{re.escape(HYPHENS)}][ \t]*+\n[ \t]*+[^\W_]*+)+")
# zipf 2.0, ten times in a thousand million words: below it wordfreq holds misspellings (wellknown 1.6).
RARE = 2.0
# zipf 3.1: behind a word that a hyphen may join wordfreq's joined form must be a word in its own right; measured on
# fulltime 2.9, longterm 2.8, parttime 2.3 (hyphens lost on the web) against highway 4.5. English has rules for it.
COMMON_COMPOUND = 3.1
COMMON_HALF = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words of one paper and of its language.

    `sightings` counts folded words, pairs with a hyphen (a-b) and their halves (a-, -b).
    """

    language: str
    sightings: Mapping[str, int] = field(default_factory=dict)

    def seen(self, word: str) -> int:
        """How often the paper itself prints this form within a line."""
        return self.sightings.get(fold(word), 0)

    def zipf(self, word: str) -> float:
        """Give the word's frequency in general, as log10 per thousand million words; 0 when unknown."""
        folded = fold(word)
        whole = general_zipf(folded, self.language)
        if "'" not in folded:
            return whole
        # l'importance, d'abord, the fortnight's: the list has the word without its article, or its ending.
        bare = folded.rpartition("'")[2] if self.language == "fr" else folded.removesuffix("'s")
        return max(whole, general_zipf(bare, self.language))

    def knows(self, word: str) -> bool:
        """Whether the paper or the language has the word."""
        return self.seen(word) > 0 or self.zipf(word) >= RARE

    def knows_joined(self, left: str, right: str) -> bool:
        """Whether the two halves make a word; stricter where both are common words that a hyphen may join."""
        if self.seen(left + right):
            return True
        common = self.language != "en" and min(self.zipf(left), self.zipf(right)) >= COMMON_HALF
        return self.zipf(left + right) >= (COMMON_COMPOUND if common else RARE)


def fold(word: str) -> str:
    """Fold a word for looking up: lower case, ſ as s, any hyphen as -.

    >>> fold("Waſſer⸗Werk")
    'wasser-werk'
    """
    # Translating takes five times as long, and every look-up folds.
    return word.lower() if word.isascii() and "=" not in word else word.translate(_FOLD).lower()


def build_lexicon(texts: Iterable[str], language: str) -> Lexicon:
    r"""Count what the paper prints inside its lines; words broken at a line end prove nothing and are left out.

    Nor does a German hyphen before a capital prove anything of the small letter: April-Sitzung, but Aprilsitzung.

    >>> build_lexicon(["The well-known man, a well-\nknown one"], "en").seen("well-known")
    1
    """
    tokens: Counter[str] = Counter()
    for text in texts:
        tokens.update(_TOKEN.findall(_BROKEN.sub(" ", text)))
    counts: Counter[str] = Counter()
    for token, count in tokens.items():
        halves = [token] if token.isalpha() else _HYPHEN.split(token)
        for half in halves:
            counts[fold(half)] += count
        for a, b in pairwise(halves):
            if language != "de" or not b.istitle():
                for form in (f"{a}-{b}", f"{a}-", f"-{b}"):
                    counts[fold(form)] += count
    return Lexicon(language, dict(counts))


def listed_language(language: str) -> str:
    """The language whose word list serves: English for the Latin words of a Chinese paper."""
    return "en" if language.startswith("zh") else language


def general_zipf(word: str, language: str) -> float:
    """Give wordfreq's zipf value of one folded word, 0 when it is not listed; Chinese asks the English list.

    wordfreq splits hyphenated words before counting, so it can never speak for a hyphen.
    """
    return word_list(language).get(word, 0.0)


def word_list(language: str) -> Mapping[str, float]:
    """The zipf values of all listed words of a language, folded."""
    return _zipf_table(listed_language(language))


def chinese_zipf(word: str) -> float:
    """Give the zipf value of a Chinese word, 0 when it is not listed; the list is simplified.

    >>> chinese_zipf("时间") > 5, chinese_zipf("时日间")
    (True, 0.0)
    """
    frequency = _chinese_frequencies().get(word)
    return math.log10(frequency) + 9 if frequency else 0.0


def chinese_pairs(least: float) -> Iterator[str]:
    """Give the listed Chinese words of two characters with a zipf value of `least` or more."""
    floor = 10 ** (least - 9)
    return (word for word, frequency in _chinese_frequencies().items() if len(word) == 2 and frequency >= floor)


@cache
def _chinese_frequencies() -> Mapping[str, float]:
    import wordfreq

    frequencies: Mapping[str, float] = wordfreq.get_frequency_dict("zh")
    return frequencies


@cache
def _zipf_table(language: str) -> Mapping[str, float]:
    import wordfreq

    if language not in wordfreq.available_languages():
        return {}
    frequencies: Mapping[str, float] = wordfreq.get_frequency_dict(language)
    return {word: round(math.log10(f) + 9, 2) for word, f in frequencies.items()}
