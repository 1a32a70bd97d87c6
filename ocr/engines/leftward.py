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

from ocr.page import Direction, Glyph, LineText

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
RUN = re.compile(
    r"[0-9A-Za-z](?:[0-9A-Za-z.,:%-]*[0-9A-Za-z%])?"
)  # figures and Latin words run to the right all the same
MIRRORED = str.maketrans("（）()「」『』《》〈〉【】［］[]", "）（)(」「』『》《〉〈】【］［][")


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
    words = tuple(
        replace(word, text=_reversed(word.text), glyphs=tuple(_mirrored(glyph) for glyph in reversed(word.glyphs)))
        for word in reversed(text.words)
    )
    return replace(text, text=_reversed(text.text), words=words)


def _mirrored(glyph: Glyph) -> Glyph:
    others = tuple((said.translate(MIRRORED), chance) for said, chance in glyph.alternatives)
    return replace(glyph, text=glyph.text.translate(MIRRORED), alternatives=others)


def _reversed(text: str) -> str:
    turned = text.translate(MIRRORED)[::-1]
    return RUN.sub(lambda run: run[0][::-1], turned)


def _pairs(text: LineText) -> list[str]:
    """Neighbouring Han characters, without those that are alike both ways."""
    return [a + b for a, b in itertools.pairwise(text.text) if a != b and HAN.match(a) and HAN.match(b)]
