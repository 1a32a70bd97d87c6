"""Which of the characters that a recogniser holds for possible stand in a line of Han text, by what follows what.

In: a line's glyphs with their alternatives. Out: the same glyphs with the characters that together are the likeliest:
by their own chances, and by how often words run so. The words are wordfreq's, of today and simplified, so that all are
compared in simplified form; old print differs from them in its words more than in the pairs of characters in these.
"""

from __future__ import annotations

import gzip
import math
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import msgspec

from ocr.engines.letters import FLATTER
from ocr.page import Glyph

ALONE = 0.1  # share of a character's chance that does not hang on the one before it
RAREST = 1e-8  # of all characters, for one that is in no word
# How much the run of characters counts beside their own chances. Errors of a page of 1939, of three typeset pages: 0:
# 18.1 %, 0.50; 0.2: 16.8, 0.36; 0.3: 16.4, 0.43; 0.4: 16.3, 0.45.
RUN = 0.3
MARK = -7.5  # chance (logarithm) of a mark, a figure or a letter in a run
# What is left of the chance of a simplified character in traditional print, which the recogniser often takes for the
# same. Errors of the page of 1939: 1: 17.0 %, 0.3: 16.5, 0.1: 16.3.
SIMPLIFIED = 0.1
OUT_OF_QUESTION = 0.003  # chance of a character beside the others: less is not considered

_LOADING = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Path:
    """One way through a line: its chance (logarithm), the character it took last, in simplified form, and the rest."""

    chance: float
    last: str
    taken: tuple[int, ...]  # the places of what it took among each glyph's characters


class CharacterModel:
    """Chances of characters after others, in simplified form; words follow each other at will."""

    def __init__(self, frequencies: Mapping[str, float]) -> None:
        self._all, self._first, self._last, self._pairs = (defaultdict[str, float](float) for _ in range(4))
        for word, frequency in frequencies.items():
            if all(map(is_han, word)):
                self._count(simplified(word), frequency**FLATTER)
        self._characters = sum(self._all.values())
        self._words = sum(self._first.values())

    def _count(self, word: str, weight: float) -> None:
        self._first[word[0]] += weight
        self._last[word[-1]] += weight
        for character in word:
            self._all[character] += weight
        for i in range(len(word) - 1):
            self._pairs[word[i : i + 2]] += weight

    def chance(self, before: str, character: str) -> float:
        """The logarithm of how likely a character follows another; "" stands for one that is not known."""
        alone = self._all.get(character, 0.0) / self._characters + RAREST
        seen = self._all.get(before)
        if not seen:
            return math.log(alone)
        within = self._pairs.get(before + character, 0.0) / seen
        across = self._last.get(before, 0.0) / seen * self._first.get(character, 0.0) / self._words
        return math.log(ALONE * alone + (1 - ALONE) * (within + across))


def settle(glyphs: Sequence[Glyph], *, traditional: bool, either_way: bool = False) -> list[Glyph]:
    """The glyphs with the characters that together are the likeliest; what was read instead becomes an alternative.

    `either_way` is for rows that may run to the left: they are taken as they are the likelier.
    """
    said = [_chances(glyph, traditional=traditional) for glyph in glyphs]
    if all(len(chances) == 1 for chances in said):
        return list(glyphs)
    best = _likeliest(said)
    if either_way:
        back = _likeliest(said[::-1])
        best = max(best, replace(back, taken=back.taken[::-1]), key=lambda path: path.chance)
    settled = zip(glyphs, said, best.taken, strict=True)
    return [_with(glyph, chances[place][0]) for glyph, chances, place in settled]


def _likeliest(said: Sequence[Sequence[tuple[str, float]]]) -> _Path:
    """The likeliest way through what each glyph may be: of all ways to a character at a place the best is kept."""
    model = character_model()
    paths = [_Path(0.0, "", ())]
    for chances in said:
        best: dict[str, _Path] = {}
        for path in paths:
            for place, (character, chance) in enumerate(chances):
                longer = _longer(path, place, character, chance, model)
                if longer.last not in best or best[longer.last].chance < longer.chance:
                    best[longer.last] = longer
        paths = list(best.values())
    return max(paths, key=lambda path: path.chance)


def _longer(path: _Path, place: int, character: str, chance: float, model: CharacterModel) -> _Path:
    last = simplified(character) if is_han(character) else ""
    run = model.chance(path.last, last) if last else MARK
    return _Path(path.chance + chance + RUN * run, last, (*path.taken, place))


def _chances(glyph: Glyph, *, traditional: bool) -> list[tuple[str, float]]:
    """What a glyph may be, the likeliest first, with the logarithm of its chance beside the others."""
    said = [(glyph.text, glyph.confidence or OUT_OF_QUESTION), *glyph.alternatives]
    whole = sum(chance for _, chance in said)
    shares = [(character, chance / whole) for character, chance in said]
    if traditional:
        shares = [(c, share * SIMPLIFIED if c in _simplified_only() else share) for c, share in shares]
    return [(c, math.log(share)) for c, share in shares if share >= OUT_OF_QUESTION] or [(glyph.text, 0.0)]


def _with(glyph: Glyph, character: str) -> Glyph:
    """A glyph that says another of its characters."""
    if character == glyph.text:
        return glyph
    said = [(glyph.text, glyph.confidence or OUT_OF_QUESTION), *glyph.alternatives]
    chance = next(chance for text, chance in said if text == character)
    return replace(
        glyph,
        text=character,
        confidence=chance,
        alternatives=tuple((text, chance) for text, chance in said if text != character),
    )


def is_han(character: str) -> bool:
    """Whether a character is Han, of the planes in which newspapers are printed."""
    return "㐀" <= character <= "鿿" or "豈" <= character <= "﫿"


def simplified(text: str) -> str:
    """A text with each traditional character in its simplified form."""
    return text.translate(_simple_forms())


def character_model() -> CharacterModel:
    """The model of Chinese; once per process, in about a second, whichever of its threads comes first."""
    with _LOADING:
        return _learn()


@lru_cache(maxsize=1)
def _learn() -> CharacterModel:
    from wordfreq import get_frequency_dict

    return CharacterModel(get_frequency_dict("zh", "best"))


@lru_cache(maxsize=1)
def _simple_forms() -> dict[int, str]:
    """The table by which wordfreq folds its own words; its function needs a segmenter that is not installed."""
    packed = gzip.decompress(files("wordfreq").joinpath("data/_chinese_mapping.msgpack.gz").read_bytes())
    return msgspec.msgpack.decode(packed, type=dict[int, str])


@lru_cache(maxsize=1)
def _simplified_only() -> frozenset[str]:
    """Characters that others are simplified to. Some are traditional as well: they lose a little, and seldom a line."""
    return frozenset(simple for code, simple in _simple_forms().items() if ord(simple) != code)
