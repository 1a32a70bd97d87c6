"""Dates in English, German and French lines.

In: a line. Out: the dates in it, whole or in part, as `Sighting`s. What a date looks like is said by patterns over the
line's signs (`date_words`), so that misread letters and languages do not matter here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from correction.issues.calendar_names import find_name, near_months, plain
from correction.issues.calendars import from_julian, gregorian
from correction.issues.date_words import Signs, Token, is_year, read_signs
from correction.issues.numerals import read_figures, read_roman
from correction.issues.sightings import Sighting

_WEEKDAY = r"(?:(?P<w>W)(?:[-c]+W)?[of]{0,3}[-!]?f*)?"
_YEAR = r"[f-]{0,4}(?P<y>Y|[DN][DN](?![M-]))"
_DAYS = r"(?:(?P<d1>D)f*(?:[-(c]+W?|W)f*)?(?P<d>D)"
_MONTH_DAY = r"(?P<m>M)f*(?P<d>D)(?:[-(c]+(?P<d2>D)(?!M))?"
# The whole dates first; of two that overlap the first that was found holds.
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"{_WEEKDAY}{_MONTH_DAY}{_YEAR}(?:\(?(?P<w2>W)(?![of]{{0,3}}[-!]?f*[DM]))?",
        rf"{_WEEKDAY}{_DAYS}[f-]*(?P<m>M){_YEAR}(?:\(?(?P<w2>W)(?![of]{{0,3}}[-!]?f*[DM]))?",
        rf"{_WEEKDAY}(?<!s){_DAYS}[f-]*(?P<m>M)(?![f-]*Y)",
        rf"{_WEEKDAY}{_MONTH_DAY}(?![f-]*Y)",
        rf"(?<!D)(?P<m>M){_YEAR}",
    )
]
# A whole date whose month is no name that is known, but has a day of the week to prove it.
_GUESSED = [
    re.compile(r"(?P<w>W)f*(?P<d>D)f*(?P<m>o)(?P<y>Y)"),
    re.compile(r"(?P<w>W)(?P<m>o)(?P<d>D)(?P<y>Y)"),
]
GUESS = 1  # letters of such a month that may be misread
# A date behind these is not that of the issue: when a paper was founded, from when on a price holds.
_TRAP_WORDS = (
    "founded established estab est entered registered since seit gegrundet begrundet gegr fondee fonde fondes depuis ab"
    " copyright ending ended des partir gultig act born geboren concession konzession until bis month"
)
_TRAPS = frozenset(_TRAP_WORDS.split())
_YEAR_WORDS = frozenset(("anno", "jahr", "jahre", "jahrgang", "year"))
TRAP_REACH = 5  # words before the date in which such a word counts
_OLD_STYLE = re.compile(r"\b(?:o\. ?s\.|old style|alten? st[iy]ls|a\. ?st\.|julian)", re.IGNORECASE)
_WIDE = str.maketrans("．／－０１２３４５６７８９", "./-0123456789")
_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:(?P<y>1[5-9]\d\d|20\d\d)(?P<s>[-./])(?P<m>[01]?\d)(?P=s)(?P<d>[0-3]?\d)"
    r"|(?P<d2>[0-3]?\d)(?P<s2>[-./]) ?(?P<m2>[01]?\d|[IVX]{1,4})(?P=s2) ?(?P<y2>1[5-9]\d\d|20\d\d))(?![\d/-]|\.\d)"
)


def find_western(text: str) -> list[Sighting]:
    """The dates that a line of English, German or French shows; those of when a paper was founded are left out.

    >>> [s.iso for s in find_western("Dienstag, den 17. September 1895")]
    ['1895-09-17']
    >>> [(s.iso, s.weekday) for s in find_western("WASHINGTON, D. C., SATURDAY, AUGUST 26, 19I6")]
    [('1916-08-26', 6)]
    >>> find_western("Founded December 16, 1852")
    []
    """
    text = text.translate(_WIDE)
    found = [s for m in _NUMERIC.finditer(text) if (s := _numeric(m))]
    signs = read_signs(text)
    tokens = [token for token in signs.tokens if token]
    for s in _named(signs):
        apart = all(s.end <= other.start or s.start >= other.end for other in found)
        if apart and not _is_trapped(tokens, s.start):
            found.append(s)
    if not found:
        found = list(_guessed(signs))
    found = [s if s.year else _with_year(s, tokens) for s in found]
    return _two_styles(text, sorted(found, key=lambda s: s.start))


def find_year(text: str) -> Sighting | None:
    """The year that stands alone in a line, as in a masthead's corner: 1780. or MDCCXC; None for any other line."""
    words = text.strip(" .,·•-—–*")
    read = read_figures(words) if re.fullmatch(r"[\dIlO ]{4,6}", words) else None
    year, misread = read or (read_roman(words) or 0, 0)
    return Sighting(0, len(text), year=year, misread=misread) if is_year(year) else None


def find_weekday(text: str) -> int | None:
    """The day of the week that a short line names, 1 for Monday; None where it names none or several.

    >>> find_weekday("Wien, Samstag"), find_weekday("Montag, Mittwoch und Freitag"), find_weekday("Feitag")
    (6, None, 5)
    """
    words = re.findall(r"[^\W_]+", text)
    days = {named.number for word in words if (named := find_name(word, "weekday"))}
    return days.pop() if len(days) == 1 and len(words) <= 4 else None


def _named(signs: Signs) -> Iterator[Sighting]:
    """The dates with a month's name, the fullest pattern first."""
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(signs.row):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                found = _sighting(signs, match)
                if found:
                    taken.append(match.span())
                    yield found


def _sighting(signs: Signs, match: re.Match[str]) -> Sighting | None:
    """The date of a match; None for a day that its month has not, or no year."""
    parts = {name: signs.tokens[match.start(name)] for name, sign in match.groupdict().items() if sign}
    year = signs.tokens[match.end("y") - 1] if "y" in parts else None
    tokens = [t for t in (*parts.values(), year) if t]
    value, pieces = _year(signs, match) if "y" in parts else (None, 0)
    day, note = _day(parts)
    month = parts["m"].value if parts["m"] else 0
    if ("y" in parts and value is None) or (day and not gregorian(value or 2000, month, day)):
        return None
    weekday = parts.get("w") or parts.get("w2")
    misread = pieces + sum(t.misread for t in parts.values() if t)
    place = min(t.start for t in tokens), max(t.end for t in tokens)
    return Sighting(*place, value, month, day, weekday.value if weekday else None, misread, doubt=note)


def _guessed(signs: Signs) -> Iterator[Sighting]:
    """Dates whose month is badly misread, where the day of the week leaves one month that it can be."""
    for match in itertools.chain.from_iterable(pattern.finditer(signs.row) for pattern in _GUESSED):
        weekday, day, month, year = (signs.tokens[match.start(name)] for name in "wdmy")
        if not (weekday and day and month and year):
            continue
        dates = [gregorian(year.value, number, day.value) for number in near_months(month.text, GUESS)]
        agree = [found for found in dates if found and found.isoweekday() == weekday.value]
        if len(agree) == 1:
            misread = weekday.misread + day.misread + year.misread + GUESS
            place = weekday.start, max(month.end, day.end, year.end)
            yield Sighting(*place, year.value, agree[0].month, day.value, weekday.value, misread)


def _year(signs: Signs, match: re.Match[str]) -> tuple[int | None, int]:
    """The year and how many characters were misread in it: a year in two pieces, 18 95, counts as one more."""
    pieces = [token for token in signs.tokens[match.start("y") : match.end("y")] if token]
    if len(pieces) == 1:
        return pieces[0].value, 0
    read = read_figures("".join(token.text for token in pieces))
    near = pieces[1].start - pieces[0].end <= 1
    return (read[0], read[1] + 1) if near and read and is_year(read[0]) else (None, 0)


def _day(parts: dict[str, Token | None]) -> tuple[int | None, str]:
    """The day; of two (29./30. Juni) the first, of a Julian and a Gregorian (12. (24.) März) the second."""
    day, first, second = parts.get("d"), parts.get("d1"), parts.get("d2")
    if day is None:
        return None, ""
    if not first and not second:
        return day.value, ""
    one, other = (first, day) if first else (day, second)
    assert one is not None
    assert other is not None
    if 10 <= other.value - one.value <= 13:
        return other.value, "by both calendars"
    return one.value, "" if other.value - one.value == 1 else "the first of several days"


def _with_year(sighting: Sighting, tokens: list[Token]) -> Sighting:
    """A date without its year, with the one year that stands elsewhere in the line: Anno 1752, den 18. Martii.

    The year must be called so, or be proved by the day of the week.
    """
    years = [i for i, t in enumerate(tokens) if t.sign == "Y" and not _is_trapped(tokens, t.start)]
    if len(years) != 1 or not (sighting.month and sighting.day):
        return sighting
    year = tokens[years[0]]
    day = gregorian(year.value, sighting.month, sighting.day)
    called = years[0] > 0 and plain(tokens[years[0] - 1].text) in _YEAR_WORDS
    if day and (called or sighting.weekday == day.isoweekday()):
        return replace(sighting, year=year.value, misread=sighting.misread + 1)
    return sighting


def _is_trapped(tokens: list[Token], start: int) -> bool:
    before = [t for t in tokens if t.end <= start][-TRAP_REACH:]
    years = [i for i, t in enumerate(before) if t.sign == "Y"]
    before = before[years[-1] + 1 if years else 0 :]  # a trap holds for one date
    # "des" traps as dès, not as the German article.
    words = {known for t in before if (known := plain(t.text)) != "des" or "è" in t.text.lower()}
    return bool(words & _TRAPS)


def _two_styles(text: str, found: list[Sighting]) -> list[Sighting]:
    """Of a Julian date with the Gregorian one beside it the latter; a date that is said to be Julian turned."""
    for one, other in itertools.pairwise(found):
        year = one.year or other.year
        if year and one.month and one.day and other.month and other.day and one.month != other.month:
            day = from_julian(year, one.month, one.day)
            if day and (day.month, day.day) == (other.month, other.day):
                both = replace(one, end=other.end, year=day.year, month=day.month, day=day.day, calendar="julian")
                return [both, *(s for s in found if s not in (one, other))]
    said = bool(_OLD_STYLE.search(text))
    return [_turned(s) if said and s.is_complete and not s.doubt else s for s in found]


def _turned(sighting: Sighting) -> Sighting:
    """A Julian date by the Gregorian calendar."""
    day = from_julian(sighting.year or 0, sighting.month or 0, sighting.day or 0)
    return replace(sighting, year=day.year, month=day.month, day=day.day, calendar="julian") if day else sighting


def _numeric(match: re.Match[str]) -> Sighting | None:
    """A date in figures: 2013-05-08, 8.5.1913, 8/5/1913, whose order is doubtful."""
    if match["y"]:
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        return Sighting(match.start(), match.end(), year, month, day) if gregorian(year, month, day) else None
    year, day, second = int(match["y2"]), int(match["d2"]), match["m2"]
    month = int(second) if second.isdigit() else (read_roman(second) or 0)
    doubt = ""
    if match["s2"] == "/" and day <= 12 and month <= 12 and day != month:
        doubt = "day and month may stand the other way round"
    if month > 12 >= day:
        day, month = month, day
    return Sighting(match.start(), match.end(), year, month, day, doubt=doubt) if gregorian(year, month, day) else None
