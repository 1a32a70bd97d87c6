"""What is doubtful on a page: places where the base reading may be wrong, with the chance that it is.

In: a `Page`, whose readings say how sure they were and where they differ, and a `Lexicon`. Out: `Doubt`s, which a
reviewer goes through. Where readings differ in more than convention (ſ and s, forms of quotes and dashes) there
is a doubt, but only the likeliest errors are marked: three times as many characters as errors are expected at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from correction.doubts.chances import WeighedLine, weigh
from correction.doubts.evidence import differs
from correction.doubts.marks import choose_marks
from correction.doubts.places import Place, convention
from correction.lexicon import Lexicon, build_lexicon
from ocr.page import Page

Reason = Literal["readings differ", "engine unsure", "no word", "character lost", "unusual"]

MARKS = 3.0  # characters marked at most for each error that is expected on the page
UNSURE = 0.9  # confidence below which an engine counts as unsure
OFFERED = 4  # alternatives at most


@dataclass(frozen=True, slots=True)
class Doubt:
    """A piece of a line's base text that may be wrong.

    `offset` and `length` are in code points of the base text; a character that may be missing is doubted at its
    neighbour, and only an empty text has doubts of length 0. `chance` is that of an error in the piece or in the gaps
    beside it. `alternatives` are other texts for the piece, the likeliest first. `marked` says that it is among the
    page's likeliest errors; the others are differences of readings that are seldom one.
    """

    line: str
    offset: int
    length: int
    chance: float
    reason: Reason
    alternatives: tuple[str, ...] = ()
    marked: bool = True


def doubts(page: Page, lexicon: Lexicon | None = None) -> tuple[Doubt, ...]:
    """The doubts of a page: lines in reading order, and in each from left to right, none over another.

    `lexicon` holds the words of the paper; without one they are those of the page.
    """
    lexicon = lexicon or build_lexicon(["\n".join(page.text_of(line.id) for line in page.lines)], page.language)
    lines = list(weigh(page, lexicon))
    chances = [line.chances for line in lines]
    marked = {(mark.line, mark.offset) for mark in choose_marks(chances, int(MARKS * sum(map(sum, chances))))}
    return tuple(
        doubt for n, line in enumerate(lines) for doubt in _of_line(line, {offset for at, offset in marked if at == n})
    )


def marks_by_line(found: Iterable[Doubt]) -> Mapping[str, tuple[Doubt, ...]]:
    """The marked doubts by the id of their line."""
    marked = [doubt for doubt in found if doubt.marked and doubt.length]
    return {line: tuple(group) for line, group in groupby(marked, key=lambda doubt: doubt.line)}


def _of_line(line: WeighedLine, marked: Set[int]) -> Iterator[Doubt]:
    """A line's doubts: runs of characters that are marked, or that the readings differ in."""
    differing = _differing(line.places, marked)
    count = len(line.places) // 2
    state = [(i in marked, i in marked or i in differing) for i in range(count)]
    if not count and differing:
        yield _doubt(line, 0, 0, marked=False)
    for (is_marked, doubted), run in groupby(range(count), key=lambda i: state[i]):
        if doubted:
            offsets = list(run)
            yield _doubt(line, offsets[0], len(offsets), marked=is_marked)


def _differing(places: Sequence[Place], marked: Set[int]) -> set[int]:
    """The characters that readings differ in; a gap counts to a character beside it that is marked, or before it."""
    found = set()
    for place in places:
        if differs(place) > 0:
            after = place.length or place.offset == 0 or place.offset in marked
            found.add(place.offset if after else place.offset - 1)
    return found


def _doubt(line: WeighedLine, offset: int, length: int, *, marked: bool) -> Doubt:
    places = range(2 * offset, 2 * (offset + length) + 1)
    safe = 1.0
    for place in places:
        safe *= 1 - line.chances[place]
    chance = round(1 - safe, 4)
    return Doubt(
        line.line.id, offset, length, chance, _reason(line, places), _alternatives(line, offset, length), marked
    )


def _reason(line: WeighedLine, places: range) -> Reason:
    """What speaks most for an error in a piece."""
    here = [line.places[place] for place in places]
    if any(differs(place) > 0 for place in here):
        return "readings differ"
    worst = max(places, key=lambda place: line.chances[place])
    if not line.places[worst].length:
        return "character lost"
    letters = [line.letters[p.offset] for p in here if p.length and p.offset in line.letters]
    if any(not letter.listed for letter in letters):
        return "no word"
    if any(place.confidence is not None and place.confidence < UNSURE for place in here):
        return "engine unsure"
    return "unusual"


def _alternatives(line: WeighedLine, offset: int, length: int) -> tuple[str, ...]:
    """Other texts for a piece: those of the other readings, what the engine itself thought of, what makes a word."""
    places = line.places[2 * offset : 2 * (offset + length) + 1]
    said = "".join(place.said for place in places)
    found = ["".join(place.others[n] for place in places) for n in range(len(places[0].others))]
    if length == 1:
        character = places[1]
        found += [text for text, _ in character.alternatives]
        found += [character.said + text for text, _ in places[2].alternatives]
        letter = line.letters.get(offset)
        found += [letter.better] if letter and letter.better else []
    unlike = [text for text in found if convention(text) != convention(said)]
    return tuple(dict.fromkeys(unlike))[:OFFERED]
