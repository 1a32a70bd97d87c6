"""Names of months and days of the week as newspapers print them and engines misread them.

In: a word. Out: the month or the day of the week that it names, and how many of its letters were misread. English,
German with its old names, French with the Republic's, the Latin of learned papers.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

FUZZY_FROM = 5  # letters of a name that is known with one letter misread; shorter ones only by letters that look alike
TWICE_FROM = 8  # letters of a name that is known with two misread
Names = Literal["month", "weekday", "republican", "decade"]

_MONTHS = (
    "january januar janner jenner janvier januarii januarius jan janv",
    "february februar feber hornung fevrier februarii februarius feb febr fevr",
    "march marz merz marj mars martii martius lenzmonat lenzmond mar",
    "april avril aprilis ostermonat ostermond apr avr",
    "may mai mey wonnemonat wonnemond maimonat",
    "june juni junius junii juin brachmonat brachmond jun",
    "july juli julius julii juillet heumonat heumond jul juil",
    "august aout aoust augusti augustus augstmonat augustmonat erntemonat erntemond aug",
    "september septembre septembris herbstmonat herbstmond septembr sep sept septbr septemb 7ber 7br 7bre 7bris viibre",
    "october oktober octobre octobris weinmonat weinmond oct okt oktbr octbr octob 8ber 8br 8bre 8bris viiibre",
    "november novembre novembris wintermonat wintermond nov novbr novemb 9ber 9br 9bre 9bris ixbre",
    "december dezember decembre decembris christmonat christmond heilmonat heilmond dec dez decbr dezbr decemb 10ber"
    " 10br xbr xber 10bre xbre 10bris xbris",
)
_WEEKDAYS = (
    "monday montag montags lundi mon mont",
    "tuesday dienstag dienstags dinstag erchtag mardi tue tues dienst",
    "wednesday mittwoch mittwochs mittwochen mercredi wed mittw",
    "thursday donnerstag donnerstags pfinztag jeudi thu thur thurs donnerst",
    "friday freitag freitags freytag vendredi fri freit",
    "saturday samstag samstags sonnabend sonnabends samedi sat sonnab samst",
    "sunday sonntag sonntags dimanche sun sonnt",
)
_REPUBLICAN = (
    "vendemiaire", "brumaire", "frimaire", "nivose", "pluviose", "ventose", "germinal", "floreal", "prairial",
    "messidor", "thermidor fervidor", "fructidor", "complementaire complementaires sanculottide sansculottides",
)  # fmt: skip
_DECADE = ("primidi", "duodi", "tridi", "quartidi", "quintidi", "sextidi", "septidi", "octidi", "nonidi", "decadi")
_TABLES: dict[Names, tuple[str, ...]] = {
    "month": _MONTHS,
    "weekday": _WEEKDAYS,
    "republican": _REPUBLICAN,
    "decade": _DECADE,
}
# Letters that engines take for each other fall together: Iuni and Jnni are Juni, Auguft is August.
_ALIKE = str.maketrans("jl1!|unvfoqceg0", "iiiiinnnsoooooo")


@dataclass(frozen=True, slots=True)
class Named:
    """What a word names, counted from 1, and how many of its letters were misread."""

    number: int
    misread: int


def plain(word: str) -> str:
    """A word in small letters without accents and long s.

    >>> plain("Jänner"), plain("AOÛT"), plain("Auguſt")
    ('janner', 'aout', 'august')
    """
    folded = unicodedata.normalize("NFKD", word.replace("ſ", "s").casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def find_name(word: str, names: Names) -> Named | None:
    """The month, weekday or day of the décade that a word names, even with letters misread; None for other words.

    A short name, or one between two that are as near, is known only by letters that look alike.

    >>> find_name("Oftober", "month"), find_name("Sonnadend", "weekday"), find_name("Iuli", "month")
    (Named(number=10, misread=1), Named(number=6, misread=1), Named(number=7, misread=1))
    >>> find_name("Zeitung", "month") is None, find_name("Brumaire", "republican")
    (True, Named(number=2, misread=0))
    """
    given = plain(word)
    known = _index(names)
    if given in known:
        return Named(known[given], 0)
    if len(given) < 3:
        return None
    alike = {number for name, number in known.items() if given.translate(_ALIKE) == name.translate(_ALIKE)}
    if len(alike) == 1:
        return Named(alike.pop(), 1)
    if len(given) < FUZZY_FROM:
        return None
    most = _most(given)
    near = [
        (distance, number)
        for name, number in known.items()
        if len(name) >= FUZZY_FROM and (distance := OSA.distance(given, name, score_cutoff=2)) <= min(most, _most(name))
    ]
    best = min((distance for distance, _ in near), default=0)
    found = {number for distance, number in near if distance == best}
    return Named(found.pop(), best) if len(found) == 1 else None


def near_months(word: str, most: int) -> set[int]:
    """The months that a word may name with so many letters misread.

    >>> near_months("hune", 1), near_months("Wai", 1)
    ({6}, {5})
    """
    given = plain(word)
    return {n for name, n in _index("month").items() if OSA.distance(given, name, score_cutoff=most) <= most}


def _most(name: str) -> int:
    """How many letters of a name of that length may be misread."""
    return 2 if len(name) >= TWICE_FROM else 1


@lru_cache(maxsize=8)
def _index(names: Names) -> dict[str, int]:
    return {name: i for i, row in enumerate(_TABLES[names], 1) for name in row.split()}
