"""Dates of the French Republic's calendar.

In: a line. Out: the dates in it as `Sighting`s, with the day of the décade as a check: 13 vendémiaire an IV.
"""

from __future__ import annotations

import re

from correction.issues.calendar_names import find_name, plain
from correction.issues.calendars import from_republic
from correction.issues.numerals import read_figures, read_roman
from correction.issues.sightings import Sighting

_TOKEN = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"(?<=\d)(?:er|e|me|ème|eme)$", re.IGNORECASE)
_COUNTED = (
    "premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze",
    "premiere second troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme",
    "un deuxieme",
)
_WORDS = {word: i for words in _COUNTED for i, word in enumerate(words.split(), 1)}
_MISREAD = str.maketrans("l1|!jJT", "IIIIIII")
COMPLEMENT = 13


def find_republican(text: str) -> list[Sighting]:
    """The dates of the Republic that a line shows; the day of the décade disagrees where `conflict` says so.

    >>> [s.iso for s in find_republican("Du 13 vendémiaire, l'an IV de la République")]
    ['1795-10-05']
    >>> [[(s.iso, s.conflict) for s in find_republican(f"{day} 18 Brumaire an 8.")] for day in ("Octidi", "Tridi")]
    [[('1799-11-09', False)], [('1799-11-09', True)]]
    """
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
    found = []
    for at, (word, _, _) in enumerate(tokens):
        month = find_name(word, "republican")
        if not month:
            continue
        first = at - 1
        while first >= 0 and plain(tokens[first][0]) in {"de", "jour", "jours", "sans"}:
            first -= 1
        day = read_figures(_ORDINAL.sub("", tokens[first][0])) if first >= 0 else None
        year = _year(tokens, at + 1)
        if not day and first >= 0 and plain(tokens[first][0]) in _WORDS:
            day = _WORDS[plain(tokens[first][0])], 0
        when = from_republic(year[0], month.number, day[0]) if day and year else None
        if not (when and day and year):
            continue
        decade = next((d for w, *_ in tokens[max(0, first - 3) : first] if (d := find_name(w, "decade"))), None)
        conflict = decade is not None and month.number < COMPLEMENT and decade.number % 10 != day[0] % 10
        doubt = "the day of the décade does not agree" if conflict else ""
        place = (tokens[first][1], tokens[year[2]][2])
        misread = month.misread + day[1] + year[1]
        found.append(Sighting(*place, when.year, when.month, when.day, None, misread, "republican", doubt, conflict))
    return found


def _year(tokens: list[tuple[str, int, int]], at: int) -> tuple[int, int, int] | None:
    """The year behind `an` (IV, 4, IVe, quatrième), how many of its characters were misread, and its token."""
    index = next((i for i in range(at, min(at + 4, len(tokens))) if plain(tokens[i][0]) in {"an", "lan"}), None)
    if index is None or index + 1 >= len(tokens):
        return None
    word = re.sub(r"(?<=[IVX\d])(?:e|me|eme|ème)$", "", tokens[index + 1][0])
    if plain(word) in _WORDS:
        return _WORDS[plain(word)], 0, index + 1
    if word.isdigit():
        return int(word), 0, index + 1
    mended = word.translate(_MISREAD).upper()
    year = read_roman(mended)
    return (year, sum(a != b for a, b in zip(word.upper(), mended, strict=True)), index + 1) if year else None
