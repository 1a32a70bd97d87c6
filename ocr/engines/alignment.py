"""Several readings of one line laid beside each other, character by character.

In: what each voter read of a line, as glyphs. Out: `Column`s: at each place one character of every voter, or
none. After ROVER (J. Fiscus, A post-processing system to yield reduced word error rates, 1997): readings are added
one after the other to a growing network, the reading nearest to all others first, so that a bad one cannot lead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz.distance import Levenshtein

from ocr.page import Glyph

Column = tuple[Glyph | None, ...]  # one place for each voter, in the voters' order; None: it saw nothing there
Fold = Callable[[str], str]
_Column = list[Glyph | None]


def align(readings: Sequence[Sequence[Glyph]], fold: Fold) -> list[Column]:
    """Lay readings beside each other; characters with the same `fold` count as the same."""
    order = _nearest_first([[fold(glyph.text) for glyph in reading] for reading in readings])
    columns: list[_Column] = []
    placed: list[int] = []
    for voter in order:
        columns = _added(columns, readings[voter], placed, fold)
        placed.append(voter)
    back = [placed.index(voter) for voter in range(len(readings))]
    return [tuple(column[place] for place in back) for column in columns]


def _nearest_first(texts: Sequence[Sequence[str]]) -> list[int]:
    """The readings' indices by how far each is from all others; voters in their own order where that is the same."""
    apart = [sum(Levenshtein.distance(one, other) for other in texts) for one in texts]
    return sorted(range(len(texts)), key=lambda i: (apart[i], i))


def _added(columns: Sequence[_Column], reading: Sequence[Glyph], placed: Sequence[int], fold: Fold) -> list[_Column]:
    """The columns with one reading more, aligned to what most of the columns' readings say."""
    if not placed:
        return [[glyph] for glyph in reading]
    merged: list[_Column] = []
    for step in Levenshtein.opcodes([_leader(c, fold) for c in columns], [fold(glyph.text) for glyph in reading]):
        old = columns[step.src_start : step.src_end]
        new = reading[step.dest_start : step.dest_end]
        for i in range(max(len(old), len(new))):
            column = list(old[i]) if i < len(old) else [None] * len(placed)
            merged.append([*column, new[i] if i < len(new) else None])
    return merged


def _leader(column: _Column, fold: Fold) -> str:
    """What most of a column's readings see; the first of them where they are as many."""
    seen = [fold(each.text) if each else "" for each in column]
    return max(seen, key=seen.count)
