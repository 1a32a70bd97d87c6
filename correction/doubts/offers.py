"""What may be said instead of a doubtful piece: by the other readings, by the engine itself, by a list of words.

In: a page and its doubts. Out: the readings' texts of a piece, and other texts for it, the likeliest first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from correction.doubts import Doubt
from correction.doubts.moving import Moving
from correction.doubts.places import convention
from correction.doubts.words import CONFUSED, Words
from correction.lexicon import Lexicon
from ocr.page import Page, Reading

OFFERED = 9  # as many as there are keys
_LETTERS = re.compile(r"[^\W\d_]*")


@dataclass(frozen=True, slots=True)
class Said:
    """What one engine has for a piece."""

    reading: str
    engine: str
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands at a doubt, what the other readings have there, and other texts, the likeliest first."""

    text: str
    readings: tuple[Said, ...]
    alternatives: tuple[str, ...]


class Offers:
    """The texts for a page's doubts, each looked for once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._base = page.base_reading
        self._others = [reading for reading in page.readings if reading.id != page.base]
        self._words = Words(Lexicon(page.language))
        self._beside: dict[str, list[tuple[Reading, str, Moving]]] = {}
        self._made: dict[Doubt, Offer] = {}

    def of(self, doubt: Doubt) -> Offer:
        """What may be said instead of a doubt's piece."""
        made = self._made.get(doubt)
        if made is None:
            readings = self._readings(doubt)
            made = Offer(self._text(doubt), readings, self._alternatives(doubt, [said.text for said in readings]))
            self._made[doubt] = made
        return made

    def _text(self, doubt: Doubt) -> str:
        """What the base reading says there."""
        return self._page.text_of(doubt.line)[doubt.offset : doubt.offset + doubt.length]

    def _readings(self, doubt: Doubt) -> tuple[Said, ...]:
        """What each other reading has for a piece; a reading without the line has no say."""
        found = []
        for reading, text, moving in self._laid_beside(doubt.line):
            start, end = moving.carry(doubt.offset, doubt.offset + doubt.length)
            found.append(Said(reading.id, reading.engine, text[start:end]))
        return tuple(found)

    def _alternatives(self, doubt: Doubt, readings: Sequence[str]) -> tuple[str, ...]:
        """Other texts for a piece: what most readings say and what makes a word first."""
        said = self._text(doubt)
        votes = Counter(readings)
        words = self._around(doubt)
        found = dict.fromkeys((*doubt.alternatives, *votes, *self._near(said, words if doubt.marked else None)))
        here = convention(said)
        unlike = [text for text in found if convention(text) != here]
        ranked = sorted(unlike, key=lambda text: -votes[text] - self._makes_word(text, words))
        return tuple(ranked[:OFFERED])

    def _laid_beside(self, line: str) -> list[tuple[Reading, str, Moving]]:
        found = self._beside.get(line)
        if found is None:
            said = self._page.text_of(line)
            texts = [(reading, reading.lines[line].text) for reading in self._others if line in reading.lines]
            found = [(reading, text, Moving(said, text)) for reading, text in texts if text]
            self._beside[line] = found
        return found

    def _around(self, doubt: Doubt) -> tuple[str, str]:
        """The letters of its word before and behind a piece."""
        text = self._page.text_of(doubt.line)
        before = _LETTERS.match(text[: doubt.offset][::-1])
        behind = _LETTERS.match(text[doubt.offset + doubt.length :])
        return before[0][::-1] if before else "", behind[0] if behind else ""

    def _makes_word(self, text: str, words: tuple[str, str]) -> bool:
        word = words[0] + text + words[1]
        return len(word) > 1 and word.isalpha() and self._words.usual(_small(word)) > 0

    def _near(self, said: str, words: tuple[str, str] | None) -> list[str]:
        """Texts with another letter, of those that are easily taken for each other, that make a listed word."""
        if words is None or not said.isalpha():
            return []
        found = []
        for i, letter in enumerate(said):
            for other in CONFUSED.get(_small(letter), ()):
                text = said[:i] + (other.capitalize() if letter.isupper() else other) + said[i + 1 :]
                if usual := self._usual(text, words):
                    found.append((usual, text))
        return [text for _, text in sorted(found, reverse=True)]

    def _usual(self, text: str, words: tuple[str, str]) -> float:
        word = words[0] + text + words[1]
        return self._words.usual(_small(word)) if len(word) > 1 else 0.0


def _small(word: str) -> str:
    return word.lower().replace("ſ", "s")
