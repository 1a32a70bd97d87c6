"""Words as they speak for their letters: listed or not, and which letter would make them so.

In: the texts of a page's lines in reading order, and a lexicon. Out: `Letter`s: for every letter of a line, how its
word looks. Halves of a word that is broken at a line end are looked at together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from correction.lexicon import HYPHENS, RARE, Lexicon, word_list
from ocr.engines.letters import START, LetterModel, letter_model, letters_of

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BROKEN = re.compile(rf"[^\W\d_]+[{re.escape(HYPHENS)}]\s*$")
LEAST = 2  # letters of a word that another letter may be asked of
MOST = 100  # letters up to which a word is asked for each of them: more is no word, and the asking squares
# What print and engines make of letters: right side as read, left side as printed, one letter at a time or two.
CONFUSED: Mapping[str, tuple[str, ...]] = {
    "n": ("u", "r", "m", "it", "ri", "v"),
    "u": ("n", "a", "ü", "ii", "v"),
    "e": ("c", "o", "é", "s"),
    "c": ("e", "o"),
    "f": ("s", "k", "t", "ff", "l"),
    "s": ("f", "ss", "e", "z", "j"),
    "ß": ("tz", "ss", "sz", "b", "h"),
    "b": ("h", "d", "v", "p"),
    "h": ("b", "ch", "y", "k", "z"),
    "m": ("w", "rn", "n", "in", "nn"),
    "r": ("x", "t", "n", "v", "k"),
    "i": ("t", "l", "j", "r", "e"),
    "l": ("i", "t", "f", "k", "b", "ll"),
    "t": ("i", "r", "f", "k", "l", "tt"),
    "d": ("b", "ck", "o", "k", "ch"),
    "k": ("t", "f", "l", "ck"),
    "v": ("b", "r", "p", "o", "y"),
    "z": ("s", "tz", "g"),
    "g": ("z", "q", "p"),
    "o": ("e", "v", "a", "d"),
    "a": ("u", "o", "ä", "e"),
    "j": ("i", "f", "s"),
    "x": ("r", "k"),
    "w": ("m", "ro", "v"),
    "ü": ("u", "ii"),
    "ä": ("a",),
    "ö": ("o",),
    "é": ("e", "è", "ê"),
    "è": ("é", "ê", "e"),
    "ê": ("é", "è", "e"),
}
ANY = "abcdefghijklmnopqrstuvwxyzäöü"
# How the words of today were spelt before 1901 (Theil, Erlaubniß, Beyspiel, Cultur, regirt).
_ARCHAIC = {"de": ((r"th", "t"), (r"niss$", "nis"), (r"ey", "ei"), (r"c(?![hk])", "k"), (r"ir(?=t|en)", "ier"))}
LISTED = 1.0  # zipf that a word counts as which is not known
COMMON = 4.5  # zipf from which a word is hardly another one misread
HARDLY = 15.0  # surprise (-log of a chance) beyond which more says no more


@dataclass(frozen=True, slots=True)
class Letter:
    """How its word speaks for a letter, and for the gap before it.

    `surprise` is -log of its chance after the letters before it. `listed` says that the word is known. `confused` is by
    how much more usual (zipf) a word is that a letter would make which is easily taken for this one, `likelier` how
    much likelier (log) its letters are to follow each other. For a word that is not known, `other` is how usual the
    word is that any other letter here would make, `lost` that which a letter more before this one would make.
    """

    surprise: float
    listed: bool
    seen: int = 0
    confused: float = 0.0
    other: float = 0.0
    lost: float = 0.0
    better: str = ""
    likelier: float = 0.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """An unusual word of small letters: how often the paper has it, how usual it is, how likely its letters are."""

    word: str
    seen: int
    usual: float
    steps: list[tuple[int, float]]
    likely: float


class Words:
    """What is known of a page's words; asks the lexicon once for each."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._model: LetterModel | None = letter_model(lexicon.language)
        self._list = word_list(lexicon.language)
        archaic = _ARCHAIC.get(lexicon.language, ())
        self._archaic = [(re.compile(old), new) for old, new in archaic]
        self._may_be_archaic = re.compile("|".join(old for old, _ in archaic) or "(?!)").search
        self._usual: dict[str, float] = {}
        self._letters: dict[str, list[Letter]] = {}

    def letters(self, texts: Sequence[str]) -> list[dict[int, Letter]]:
        """The letters of each line by their place in its text; none for a language that has no letters."""
        found: list[dict[int, Letter]] = [{} for _ in texts]
        if self._model is None:
            return found
        for line, text in enumerate(texts):
            words = list(_WORD.finditer(text))
            head = _head(texts[line - 1]) if line else ""
            tail = _tail(texts[line + 1]) if line + 1 < len(texts) and _BROKEN.search(text) else ""
            for at, match in enumerate(words):
                before = head if at == 0 and match.start() == 0 else ""
                after = tail if at == len(words) - 1 else ""
                letters = self._of(before + match[0] + after)
                for i in range(len(match[0])):
                    found[line][match.start() + i] = letters[len(before) + i]
        return found

    def usual(self, word: str) -> float:
        """How usual a word of small letters is (zipf), today's or in its old spelling; 0 for one that is rare."""
        known = self._usual.get(word)
        if known is not None:
            return known
        spelt = word.replace("ß", "ss")
        zipf = self._zipf(spelt)
        if zipf < RARE and self._may_be_archaic(spelt):
            for old, new in self._archaic:
                spelt = old.sub(new, spelt)
                zipf = max(zipf, self._zipf(spelt))
        self._usual[word] = usual = zipf if zipf >= RARE else 0.0
        return usual

    def _zipf(self, word: str) -> float:
        """As the lexicon has it, without its folding where there is nothing to fold: a page asks a million times."""
        return self._list.get(word, 0.0) if word.isalpha() else self._lexicon.zipf(word)

    def _of(self, word: str) -> list[Letter]:
        """The letters of one word."""
        if word not in self._letters:
            surprises = self._surprises(word)
            small = word.lower().replace("ſ", "s")
            seen = self._lexicon.seen(word)
            if self.usual(small) >= COMMON or not LEAST <= len(word) <= MOST or len(small) != len(word):
                self._letters[word] = [Letter(s, bool(self.usual(small)), seen) for s in surprises]
            else:
                assert self._model is not None
                asked = _Asked(small, seen, self.usual(small), self._model.steps(small), self._model.word(small))
                self._letters[word] = [self._ask(asked, i, surprise) for i, surprise in enumerate(surprises)]
        return self._letters[word]

    def _ask(self, asked: _Asked, at: int, surprise: float) -> Letter:
        """A letter of an unusual word, asked whether another one here would make it usual."""
        assert self._model is not None
        word, seen, usual = asked.word, asked.seen, asked.usual
        before, letter, behind = word[:at], word[at], word[at + 1 :]
        alike = CONFUSED.get(letter, ())
        zipfs = [(self.usual(before + said + behind) - max(usual, LISTED), said) for said in alike]
        letters = max((self._model.finished(said + behind, asked.steps[at]) for said in alike), default=-math.inf)
        likelier = min(HARDLY, max(0.0, letters - asked.likely))
        confused, better = max(zipfs, default=(0.0, ""))
        if usual:
            return Letter(
                surprise, True, seen, max(0.0, confused), better=better if confused > 0 else "", likelier=likelier
            )
        other, any_better = max([(self.usual(before + said + behind), said) for said in ("", *ANY) if said != letter])
        behind = letter + behind
        lost = max([self.usual(before + said + behind) for said in ANY])
        better = better if confused > 0 else any_better if other else ""
        return Letter(surprise, False, seen, max(0.0, confused), other, lost, better, likelier)

    def _surprises(self, word: str) -> list[float]:
        model, history, found = self._model, START, []
        assert model is not None
        for character in word:
            surprise = 0.0
            for letter in letters_of(character) if character.isalpha() else "":
                code = model.code(letter)
                surprise = max(surprise, -model.chance(history, code))
                history = model.after(history, code)
            found.append(min(HARDLY, surprise))
        return found


def _head(text: str) -> str:
    """The half of a word that a line breaks off."""
    broken = _BROKEN.search(text)
    return broken[0].strip().rstrip(HYPHENS) if broken else ""


def _tail(text: str) -> str:
    """The word that a line begins with."""
    first = _WORD.match(text)
    return first[0] if first else ""
