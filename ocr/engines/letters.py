"""How likely a letter is after the letters before it in a word, learnt from a language's words.

In: a language. Out: a `LetterModel`, made once per process from the words of wordfreq. It knows the endings and
compounds of words that no list holds, which newspapers of a hundred years ago are full of. Interpolated as by Witten
and Bell (The zero-frequency problem, 1991).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Set
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.page import Language

ORDER = 5  # letters looked at together
WORDS = 200_000  # the commonest of a language: the rest are misspellings, names and other languages
FLATTER = 0.6  # power of a word's frequency: print has many rare words, and its commonest are read right anyway
LETTERS = 60  # the commonest of a language; all others are one
START, END = 0, 1  # of a word
KNOWN = 200_000  # chances kept, about 30 MB; a page needs 20,000-40,000
LANGUAGES: tuple[Language, ...] = ("en", "de", "fr")
# Words that lose their vowel before another, and take an apostrophe.
ELIDED = {"fr": {*"cdjlmnst", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu", "aujourd"}}

Codes = NDArray[np.integer[Any]]
Weights = NDArray[np.floating[Any] | np.integer[Any]]


class LetterModel:
    """Chances of letters in words. A history is the number that `after` makes of the last letters."""

    def __init__(self, frequencies: Mapping[str, float], elided: Set[str] = frozenset()) -> None:
        words = [word for word in frequencies if word.isalpha()][:WORDS]
        common = Counter("".join(words[: WORDS // 10])).most_common(LETTERS)
        self._codes = {letter: END + 1 + i for i, (letter, _) in enumerate(common)}
        self._other = END + 1 + len(common)
        self._base = self._other + 1
        self._span: int = self._base ** (ORDER - 1)
        letters, weights = self._sequence(words, frequencies)
        self._tables = [self._table(letters, weights, order) for order in range(1, ORDER + 1)]
        self._usual = float(np.median(weights[weights > 0]))
        self._known: dict[tuple[int, int], float] = {}
        self._frequencies = frequencies
        self._elided = elided
        self._gains: dict[str, float] = {}

    def code(self, letter: str) -> int:
        """The number of a letter as `letters_of` gives it."""
        return self._codes.get(letter, self._other)

    def after(self, history: int, code: int) -> int:
        """The history with one letter more; that of a word's beginning is 0."""
        return int((history * self._base + code) % self._span)

    def chance(self, history: int, code: int) -> float:
        """The logarithm of how likely a letter, or `END`, follows a history."""
        key = history, code
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[key] = found = math.log(self._interpolated(history, code))
        return found

    def word(self, word: str) -> float:
        """The logarithm of how likely a word is.

        >>> model = letter_model("en")
        >>> model.word("the") > model.word("tbe")
        True
        """
        return self.finished(word, (0, 0.0))

    def finished(self, rest: str, begun: tuple[int, float]) -> float:
        """The logarithm of how likely a word is that goes on with `rest` from a state of `steps`."""
        history, total = begun
        codes, other, known = self._codes, self._other, self._known
        for letter in _spelt(rest):
            code = codes.get(letter, other)
            chance = known.get((history, code))
            total += self.chance(history, code) if chance is None else chance
            history = (history * self._base + code) % self._span
        return total + self.chance(history, END)

    def steps(self, word: str) -> list[tuple[int, float]]:
        """For each character of a word the history before it, and the logarithm of how likely the word is so far.

        >>> model = letter_model("en")
        >>> model.finished("e", model.steps("the")[2]) == model.word("the")
        True
        """
        history, total, found = 0, 0.0, []
        for character in word:
            found.append((history, total))
            for letter in letters_of(character):
                code = self.code(letter)
                total += self.chance(history, code)
                history = self.after(history, code)
        return found

    def gain(self, word: str) -> float:
        """The logarithm of how much likelier a word is than its letters say, when it is listed.

        Half of all words are taken to come from the list, half from the letters.

        >>> letter_model("en").gain("lantern") > letter_model("en").gain("lanter") == 0.0
        True
        """
        listed = self._frequencies.get(word)
        if listed is None:
            return 0.0
        if word not in self._gains:
            known = np.logaddexp(math.log(listed) - self.word(word), 0.0) - math.log(2)
            self._gains[word] = max(0.0, float(known))
        return self._gains[word]

    def elides(self, word: str) -> bool:
        """Whether an apostrophe behind a word is as usual as a space.

        >>> [letter_model("fr").elides(word) for word in ("l", "lui")]
        [True, False]
        """
        return word in self._elided

    def _interpolated(self, history: int, code: int) -> float:
        chance = 1 / self._base
        for order, (codes, weights, contexts, sums, kinds) in enumerate(self._tables):
            context = history % self._base**order
            at = int(contexts.searchsorted(context))
            if at == len(contexts) or contexts[at] != context:
                return chance
            new = float(kinds[at]) * self._usual
            sequence = context * self._base + code
            place = int(codes.searchsorted(sequence))
            seen = float(weights[place]) if place < len(codes) and codes[place] == sequence else 0.0
            chance = (seen + new * chance) / (float(sums[at]) + new)
        return chance

    def _sequence(self, words: list[str], frequencies: Mapping[str, float]) -> tuple[Codes, Weights]:
        """All words behind each other, each after enough starts; a weight where a letter or an end stands."""
        gap = "\0" * (ORDER - 1)
        text = "".join(f"{gap}{word}\1" for word in words)
        points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        codes = np.full(max(0x110000, int(points.max()) + 1), self._other, np.int64)
        codes[0], codes[1] = START, END
        for letter, code in self._codes.items():
            codes[ord(letter)] = code
        letters = codes[points]
        of_word = np.array([frequencies[word] for word in words]) ** FLATTER
        lengths = np.array([len(word) + ORDER for word in words])
        weights = np.where(letters == START, 0.0, np.repeat(of_word / of_word.min(), lengths))
        return letters, weights

    def _table(self, letters: Codes, weights: Weights, order: int) -> tuple[Codes, Weights, Codes, Weights, Weights]:
        """Sequences of `order` letters with their weights; contexts with the sums and numbers of what follows."""
        at = np.flatnonzero(weights)
        sequences = np.zeros(len(at), np.int64)
        for back in range(order - 1, -1, -1):
            sequences = sequences * self._base + letters[at - back]
        codes, inverse = np.unique(sequences, return_inverse=True)
        counts = np.bincount(inverse, weights[at])
        contexts, inverse = np.unique(codes // self._base, return_inverse=True)
        sums, kinds = np.bincount(inverse, counts), np.bincount(inverse)
        return codes, counts, contexts, sums, kinds


def letters_of(character: str) -> str:
    """A printed letter as the letters that the lists of words have for it: small, and no ß.

    >>> letters_of("ß"), letters_of("ſ"), letters_of("Ä")
    ('ss', 's', 'ä')
    """
    return "ss" if character == "ß" else "s" if character == "ſ" else character.lower()


def _spelt(word: str) -> str:
    """All letters of a word as `letters_of` gives them."""
    return word.replace("ß", "ss").replace("ſ", "s").lower()


@cache
def letter_model(language: Language) -> LetterModel | None:
    """The model of a language whose words are letters; None for Chinese."""
    if language not in LANGUAGES:
        return None
    import wordfreq

    return LetterModel(wordfreq.get_frequency_dict(language), ELIDED.get(language, set()))
