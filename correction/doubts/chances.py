"""The chance of an error at each place of a page, from what stands in the page.

In: a page and a lexicon. Out: for each line its places with a chance each. The chance is a logistic model of the
evidence; its weights, one table for each script, stand in `weights.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from operator import mul
from statistics import median

from correction.doubts.evidence import Row, evidence, page_shares
from correction.doubts.places import Place, glyphs_by_offset, places_of
from correction.doubts.weights import WEIGHTS
from correction.doubts.words import Letter, Words
from correction.lexicon import Lexicon
from ocr.page import LineText, Page, TextLine

FARTHEST = 2.0  # usual distances between characters beyond which a gap is no wider


@dataclass(frozen=True, slots=True)
class WeighedLine:
    """A line with its places, its letters by offset, and a chance of error for each place."""

    line: TextLine
    places: tuple[Place, ...]
    letters: Mapping[int, Letter]
    rows: tuple[Row, ...]
    chances: tuple[float, ...]


def weigh(page: Page, lexicon: Lexicon) -> Iterator[WeighedLine]:
    """Weigh every line that the base reading has, in reading order.

    Where one reading stands alone and does not say how sure it is, as a PDF's own text, there is nothing to weigh.
    """
    base = page.base_reading
    if base is None or not (len(page.readings) > 1 or any(t.confidence is not None for t in base.lines.values())):
        return
    lines = [line for line in page.lines if line.id in base.lines]
    texts = [base.lines[line.id] for line in lines]
    places = [places_of(text, _others(page, line)) for line, text in zip(lines, texts, strict=True)]
    letters = Words(lexicon).letters([text.text for text in texts])
    shares = page_shares(places, letters)
    for line, text, here, words in zip(lines, texts, places, letters, strict=True):
        rows = tuple(evidence(here, words, pitches(text, vertical=line.direction == "vertical"), shares))
        chances = tuple(_chance(page, place, row) for place, row in zip(here, rows, strict=True))
        yield WeighedLine(line, tuple(here), words, rows, chances)


def pitches(text: LineText, *, vertical: bool) -> list[float]:
    """How much wider the gap before each character, and the one at the end, is than usual in its line (0: as usual)."""
    middles = [None if glyph is None else glyph.box.center[1 if vertical else 0] for glyph in glyphs_by_offset(text)]
    steps = [b - a if a is not None and b is not None else None for a, b in pairwise(middles)]
    usual = median([step for step in steps if step is not None] or [0.0])
    wide = [max(-1.0, min(FARTHEST, s / usual - 1)) if s is not None and usual > 0 else 0.0 for s in steps]
    return [0.0, *wide, 0.0][: len(middles) + 1]


def _others(page: Page, line: TextLine) -> list[str]:
    """What the other readings have for a line; those that have nothing of it abstain."""
    texts = [r.lines[line.id].text for r in page.readings if r.id != page.base and line.id in r.lines]
    return [text for text in texts if text]


def _chance(page: Page, place: Place, row: Row) -> float:
    weights = WEIGHTS[page.script][place.length]
    total = sum(map(mul, weights, row))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
