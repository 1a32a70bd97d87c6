"""What speaks for an error at each place of a line, as numbers.

In: a line's places, what its words say, and how much the readings of the page differ. Out: a row of `NAMES` for each
place. All of it stands in the page: the readings, how sure the engine was, and a list of words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

from correction.doubts.places import Place, convention
from correction.doubts.words import Letter

OF_READINGS = (
    "one", "differ", "all differ", "same other", "nothing", "unsure", "unsure2", "margin", "no confidence", "more",
    "first differs", "last differs", "mark differs", "figure differs", "space differ",
)  # fmt: skip
OF_WORD = (
    "surprise", "next surprise", "unlisted", "unlisted differ", "unlisted unsure", "confused", "other", "lost",
    "confused differ", "surprise differ", "seen", "likelier", "confused listed", "tz",
)  # fmt: skip
OF_CHARACTER = ("capital", "figure", "point", "quote", "space", "mark")
OF_SURROUNDINGS = (
    "first", "last", "word differs", "line differs", "page differs", "page unlisted", "page unsure", "left differs",
    "right differs", "neighbour unsure", "wide gap", "short line",
)  # fmt: skip
NAMES = OF_READINGS + OF_WORD + OF_CHARACTER + OF_SURROUNDINGS
NO_WORD = (0.0,) * len(OF_WORD)
EMPTY_GAP = tuple(float(name in ("one", "no confidence")) for name in OF_READINGS)  # as most gaps are
UNSURE = 0.9  # as of an engine that does not say
LEAST = 0.0005
SHORT = 12  # characters of a line that says little of itself
DIFFERENT = 3  # places on either side whose disagreement speaks for trouble here
Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PageShares:
    """What a page is like.

    Shares of its characters that readings differ in and of its letters in unknown words, and how unsure its engine is
    on average.
    """

    differing: float
    unlisted: float
    unsure: float


def page_shares(places: Sequence[Sequence[Place]], letters: Sequence[Mapping[int, Letter]]) -> PageShares:
    """Take the measure of a page from the places and letters of its lines."""
    characters = [place for line in places for place in line if place.length]
    unknown = [not letter.listed for line in letters for letter in line.values()]
    unsure = [_logit(1 - place.confidence) for place in characters if place.confidence is not None]
    return PageShares(fmean([differs(p) for p in characters] or [0.0]), fmean(unknown or [0.0]), fmean(unsure or [0.0]))


def differs(place: Place) -> float:
    """The share of the other readings that have something else there, beyond convention."""
    others = place.others
    if others.count(place.said) == len(others):  # most places
        return 0.0
    said = convention(place.said)
    return sum([convention(other) != said for other in others]) / max(1, len(others))


def evidence(
    places: Sequence[Place], letters: Mapping[int, Letter], pitches: Sequence[float], page: PageShares
) -> list[Row]:
    """A row for each place.

    `pitches` is how wide each gap is beside the line's usual one, `page` what the whole page is like.
    """
    apart = [differs(place) for place in places]
    unsure = [_logit(1 - place.confidence) if place.confidence is not None else 0.0 for place in places]
    line = sum(apart[1::2]) / max(1, len(apart) // 2)
    last = places[-1].offset
    rows = []
    for at, place in enumerate(places):
        low, high = max(0, at - 2), at + 3
        far_low, far_high = max(0, at - 2 * DIFFERENT), min(len(apart), at + 2 * DIFFERENT + 1)
        near = sum(apart[at + 1 : far_high], sum(apart[far_low:at]))
        around = (
            float(place.offset == 0),
            float(place.offset >= last - 1),
            near / max(1, far_high - far_low - 1),
            line,
            page.differing,
            page.unlisted,
            page.unsure / 10,
            max(apart[low:at], default=0.0),
            max(apart[at + 1 : high], default=0.0),
            max(unsure[low:at] + unsure[at + 1 : high], default=0.0) / 10,
            0.0 if place.length else pitches[place.offset],
            float(last < SHORT),
        )
        word = _of_word(letters, place, apart[at], unsure[at] / 10)
        rows.append(_of_readings(place, apart[at], unsure[at]) + word + _of_character(place.said) + around)
    return rows


def _logit(chance: float) -> float:
    chance = min(1 - LEAST, max(LEAST, chance))
    return math.log(chance / (1 - chance)) + 8.0  # 0: surest


def _of_readings(place: Place, apart: float, unsure: float) -> Row:
    """`OF_READINGS` of a place."""
    if not (apart or place.length or place.alternatives):
        return EMPTY_GAP
    said = convention(place.said) if apart else place.said
    others = [convention(other) for other in place.others] if apart else [said] * len(place.others)
    wrong = [other for other in others if other != said]
    best = max((chance for _, chance in place.alternatives), default=0.0)
    margin = math.log(best / LEAST + 1) / 10 if best else 0.0
    return (
        1.0,
        apart,
        float(bool(others) and len(wrong) == len(others)),
        float(len(wrong) > len(set(wrong))),
        wrong.count("") / max(1, len(others)) if place.said else 0.0,
        unsure / 10,
        (unsure / 10) ** 2,
        margin,
        float(place.confidence is None),
        0.0 if place.length else margin,
        float(bool(others) and others[0] != said),
        float(bool(others) and others[-1] != said),
        apart if said and not said.isalnum() else 0.0,
        apart if said.isdigit() else 0.0,
        float(any(other.isspace() for other in wrong)),
    )


def _of_word(letters: Mapping[int, Letter], place: Place, apart: float, unsure: float) -> Row:
    """`OF_WORD` of a place: how the word that it stands in looks."""
    letter = letters.get(place.offset)
    follows = letters.get(place.offset + place.length)
    before = letters.get(place.offset - 1)
    if letter is None and not place.length and before is not None:
        letter = before  # the gap behind a word
        follows = None
    if letter is None:
        return NO_WORD
    unlisted = 0.0 if letter.listed else 1.0
    known = letter.confused if place.length else letter.lost if before is not None or follows is not None else 0.0
    differing = 1.0 if apart > 0 else 0.0
    confused = letter.confused / 8 if place.length else 0.0
    return (
        letter.surprise / 10,
        follows.surprise / 10 if follows and place.length else 0.0,
        unlisted,
        unlisted * differing,
        unlisted * unsure,
        confused,
        letter.other / 8 if place.length else 0.0,
        letter.lost / 8,
        known / 8 * differing,
        letter.surprise / 10 * differing,
        math.log(1 + letter.seen) / 4,
        letter.likelier / 10 if place.length else 0.0,
        confused if letter.listed else 0.0,
        1.0 if place.said == "ß" and letter.better == "tz" else 0.0,
    )


@lru_cache(maxsize=1 << 14)
def _of_character(said: str) -> Row:
    """`OF_CHARACTER` of what stands there."""
    return (
        float(said.isupper()),
        float(said.isdigit()),
        float(said in ".,;:，。、；：" and bool(said)),
        float(convention(said) in "\"'-" and bool(said)),
        float(said.isspace()),
        float(bool(said) and not said.isalnum() and not said.isspace()),
    )
