"""What speaks for an error at each place of a line, as numbers.

In: a line's places, what its words say, and how much the readings of the page differ. Out: a row of `NAMES` for each
place. All of it stands in the page: the readings, how sure the engine was, and a list of words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from correction.doubts.places import Place, convention
from correction.doubts.words import Letter

NAMES = (
    "one", "differ", "all differ", "same other", "nothing", "unsure", "unsure2", "margin", "no confidence",
    "surprise", "next surprise", "unlisted", "unlisted differ", "confused", "other", "lost", "confused differ", "seen",
    "word differs", "line differs", "page differs", "left differs", "right differs", "unlisted unsure",
    "capital", "figure", "point", "quote", "space", "mark", "first", "last", "more", "neighbour unsure",
    "wide gap", "surprise differ", "page unlisted", "short line", "space differ", "tz",
    "page unsure", "first differs", "last differs", "mark differs", "figure differs", "likelier", "confused listed",
)  # fmt: skip
UNSURE = 0.9  # as of an engine that does not say
LEAST = 0.0005
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
    said = convention(place.said)
    return sum(convention(other) != said for other in place.others) / max(1, len(place.others))


def evidence(
    places: Sequence[Place], letters: Mapping[int, Letter], pitches: Sequence[float], page: PageShares
) -> list[Row]:
    """A row for each place.

    `pitches` is how wide each gap is beside the line's usual one, `page` what the whole page is like.
    """
    apart = [differs(place) for place in places]
    line = sum(apart[1::2]) / max(1, len(apart) // 2)
    unsure = [_logit(1 - place.confidence) if place.confidence is not None else 0.0 for place in places]
    last = places[-1].offset
    rows = []
    for at, place in enumerate(places):
        values = _of_readings(place, apart[at])
        values |= _of_word(letters, place, apart[at], values["unsure"])
        values |= _of_character(place.said, last=place.offset >= last - 1, first=place.offset == 0)
        near = [*range(max(0, at - 2 * DIFFERENT), at), *range(at + 1, min(len(apart), at + 2 * DIFFERENT + 1))]
        values |= {
            "word differs": sum(apart[i] for i in near) / max(1, len(near)),
            "line differs": line,
            "page differs": page.differing,
            "page unlisted": page.unlisted,
            "page unsure": page.unsure / 10,
            "left differs": max(apart[max(0, at - 2) : at], default=0.0),
            "right differs": max(apart[at + 1 : at + 3], default=0.0),
            "neighbour unsure": max(unsure[max(0, at - 2) : at] + unsure[at + 1 : at + 3], default=0.0) / 10,
            "wide gap": pitches[place.offset] if not place.length else 0.0,
            "short line": float(last < 12),
        }
        rows.append(tuple(float(values.get(name, 0.0)) for name in NAMES))
    return rows


def _logit(chance: float) -> float:
    chance = min(1 - LEAST, max(LEAST, chance))
    return math.log(chance / (1 - chance)) + 8.0  # 0: surest


def _of_readings(place: Place, apart: float) -> dict[str, float]:
    said = convention(place.said)
    others = [convention(other) for other in place.others]
    wrong = [other for other in others if other != said]
    sure = UNSURE if place.confidence is None else place.confidence
    best = max((chance for _, chance in place.alternatives), default=0.0)
    unsure = _logit(1 - sure) if place.confidence is not None else 0.0
    return {
        "one": 1.0,
        "differ": apart,
        "all differ": float(bool(others) and len(wrong) == len(others)),
        "same other": float(len(wrong) > len(set(wrong))),
        "nothing": sum(not other for other in wrong) / max(1, len(others)) if place.said else 0.0,
        "unsure": unsure / 10,
        "unsure2": (unsure / 10) ** 2,
        "margin": math.log(best / LEAST + 1) / 10,
        "no confidence": float(place.confidence is None),
        "more": math.log(best / LEAST + 1) / 10 if not place.length else 0.0,
        "first differs": float(bool(others) and others[0] != said),
        "last differs": float(bool(others) and others[-1] != said),
        "mark differs": float(bool(said) and not said.isalnum()) * apart,
        "figure differs": float(said.isdigit()) * apart,
        "space differ": float(any(other.isspace() for other in wrong)),
    }


def _of_word(letters: Mapping[int, Letter], place: Place, apart: float, unsure: float) -> dict[str, float]:
    letter = letters.get(place.offset)
    follows = letters.get(place.offset + place.length)
    before = letters.get(place.offset - 1)
    if letter is None and not place.length and before is not None:
        letter = before  # the gap behind a word
        follows = None
    if letter is None:
        return {}
    unlisted = float(not letter.listed)
    known = letter.confused if place.length else letter.lost if before is not None or follows is not None else 0.0
    return {
        "surprise": letter.surprise / 10,
        "next surprise": follows.surprise / 10 if follows and place.length else 0.0,
        "unlisted": unlisted,
        "unlisted differ": unlisted * float(apart > 0),
        "unlisted unsure": unlisted * unsure,
        "confused": letter.confused / 8 if place.length else 0.0,
        "other": letter.other / 8 if place.length else 0.0,
        "lost": letter.lost / 8,
        "confused differ": known / 8 * float(apart > 0),
        "surprise differ": letter.surprise / 10 * float(apart > 0),
        "seen": math.log(1 + letter.seen) / 4,
        "likelier": letter.likelier / 10 if place.length else 0.0,
        "confused listed": letter.confused / 8 * float(letter.listed) if place.length else 0.0,
        "tz": float(place.said == "ß") * float(letter.better == "tz"),
    }


def _of_character(said: str, *, first: bool, last: bool) -> dict[str, float]:
    return {
        "capital": float(said.isupper()),
        "figure": float(said.isdigit()),
        "point": float(said in ".,;:，。、；：" and bool(said)),
        "quote": float(convention(said) in "\"'-" and bool(said)),
        "space": float(said.isspace()),
        "mark": float(bool(said) and not said.isalnum() and not said.isspace()),
        "first": float(first),
        "last": float(last),
    }
