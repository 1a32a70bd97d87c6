"""Horizontal lines that are read from right to left, as headings over vertical columns were until the 1950s and later.

In: the readings of a vertical page, its horizontal lines read from left to right as engines do. Out: the same, with
those turned round if the page sets them so. The page's own columns say which: the pairs of characters that its
horizontal lines share with them are counted in both directions, and a page without a sign is read to the left.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from ocr.page import Direction, Glyph, LineText, Word

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
# Figures and Latin words run to the right all the same; whatever else is a run of its own.
RUN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.,:%-]*[0-9A-Za-z%])?|.", re.DOTALL)
MIRRORED = str.maketrans("（）()「」『』《》〈〉【】［］[]", "）（)(」「』『》《〉〈】【］［][")
Piece = TypeVar("Piece")


def turn_leftward(texts: Sequence[LineText], directions: Sequence[Direction]) -> list[LineText]:
    """The readings of a vertical page with its horizontal Han lines in the order in which people read them."""
    pairs = {pair for text, way in zip(texts, directions, strict=True) if way == "vertical" for pair in _pairs(text)}
    rows = [text for text, way in zip(texts, directions, strict=True) if way == "horizontal"]
    forward = sum(pair in pairs for row in rows for pair in _pairs(row))
    backward = sum(pair[::-1] in pairs for row in rows for pair in _pairs(row))
    if forward > backward:
        return list(texts)
    return [
        reverse(text) if way == "horizontal" and HAN.search(text.text) else text
        for text, way in zip(texts, directions, strict=True)
    ]


def reverse(text: LineText) -> LineText:
    """A reading from right to left; brackets are mirrored, figures and Latin words stay as they are.

    >>> reverse(LineText("（止時12至時二）")).text
    '（二時至12時止）'
    """
    starts, end = [], 0
    for word in text.words:
        starts.append(max(end, text.text.find(word.text, end)))
        end = starts[-1] + len(word.text)
    words = tuple(_reversed_word(word) for word in _leftward(text.words, starts, text.text))
    return replace(text, text=_reversed(text.text), words=words)


def _reversed_word(word: Word) -> Word:
    ends = list(itertools.accumulate((len(glyph.text) for glyph in word.glyphs), initial=0))
    glyphs = _leftward(word.glyphs, ends[:-1], "".join(glyph.text for glyph in word.glyphs))
    return replace(word, text=_reversed(word.text), glyphs=tuple(_mirrored(glyph) for glyph in glyphs))


def _leftward(pieces: Sequence[Piece], starts: Sequence[int], text: str) -> list[Piece]:
    """The pieces of a text, by the places where they start, from right to left; those of one run in their order."""
    run = {at: number for number, match in enumerate(RUN.finditer(text)) for at in range(*match.span())}
    placed = itertools.groupby(zip(starts, pieces, strict=True), key=lambda each: run.get(each[0]))
    groups = [[piece for _, piece in group] for _, group in placed]
    return [piece for group in reversed(groups) for piece in group]


def _mirrored(glyph: Glyph) -> Glyph:
    others = tuple((said.translate(MIRRORED), chance) for said, chance in glyph.alternatives)
    return replace(glyph, text=glyph.text.translate(MIRRORED), alternatives=others)


def _reversed(text: str) -> str:
    return "".join(_leftward(text.translate(MIRRORED), range(len(text)), text))


def _pairs(text: LineText) -> list[str]:
    """Neighbouring Han characters, without those that are alike both ways."""
    return [a + b for a, b in itertools.pairwise(text.text) if a != b and HAN.match(a) and HAN.match(b)]
