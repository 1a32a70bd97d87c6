"""A line of English, German or French as a row of signs: a letter for each word that can be part of a date.

In: a line. Out: its tokens, and the signs: M a month, D a number that can be a day, N a smaller number that cannot, Y a
year, W a day of the week, f a little word, c an and, s the sign of a number, o any other word; between them - for a
dash or stroke, ( for a bracket, ! where a new part of the line begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from correction.issues.calendar_names import find_name, plain
from correction.issues.numerals import read_figures, read_roman

FIRST_YEAR, LAST_YEAR = 1580, 2100
FAR = 24  # characters between two tokens that part them
_TOKEN = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"(?<=[\dIlO])(?:st|nd|d|rd|th|er|re|e|ten|sten|ter|te|t)$", re.IGNORECASE)
_DAY_WORDS = {"premier": 1, "ersten": 1, "first": 1}
_VERBS = ("may", "march")  # in small letters no month of English
_LITTLE = "den dem der of de des du le the im in jahre jahr anno a d an annee year dieses monats ce l"
_AND = "et und u and bis au"
_SIGNS = "no nr nro n num numero nummer number vol volume band jahrgang jahrg"
_SORTS = {
    **dict.fromkeys(_LITTLE.split(), "f"),
    **dict.fromkeys(_AND.split(), "c"),
    **dict.fromkeys(_SIGNS.split(), "s"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number with its place, its sign, the number it stands for, and how many characters were misread."""

    text: str
    start: int
    end: int
    sign: str
    value: int = 0
    misread: int = 0


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a line, and for each sign its token; None for the signs of what stands between tokens."""

    row: str
    tokens: Sequence[Token | None]


def read_signs(text: str) -> Signs:
    """Turn a line into signs.

    >>> read_signs("Samstag/Sonntag, den 29./30. Dezember 1934").row
    'W-WfD-DMY'
    >>> read_signs("Nr. 12, Montag, 20. Februar (4. März) 1889").row
    'sDWDM(DMY'
    """
    row, tokens = "", list[Token | None]()
    end = 0
    for match in _TOKEN.finditer(text):
        between = text[end : match.start()]
        if tokens and (sign := _between(between)):
            row, tokens = row + sign, [*tokens, None]
        token = _token(match[0], match.start(), match.end())
        row, tokens = row + token.sign, [*tokens, token]
        end = match.end()
    return Signs(row, tokens)


def _between(text: str) -> str:
    if re.search(r"[;:!?=|»«]", text) or len(text) > FAR:
        return "!"
    if "(" in text or "[" in text:
        return "("
    return "-" if re.search(r"[-–—/&+]", text) else ""


def _token(word: str, start: int, end: int) -> Token:
    if word not in _VERBS and (month := find_name(word, "month")):
        return Token(word, start, end, "M", month.number, month.misread)
    if weekday := find_name(word, "weekday"):
        return Token(word, start, end, "W", weekday.number, weekday.misread)
    known = plain(word)
    if known in _DAY_WORDS:
        return Token(word, start, end, "D", _DAY_WORDS[known])
    read = read_figures(_ORDINAL.sub("", word)) if len(word) <= 6 else None
    if read is None:
        year = read_roman(word) if len(word) > 3 else None
        return Token(word, start, end, "Y" if year and is_year(year) else _SORTS.get(known, "o"), year or 0)
    value, misread = read
    sign = "D" if 1 <= value <= 31 else "N" if value < 100 else "Y" if is_year(value) else "o"
    return Token(word, start, end, sign, value, misread)


def is_year(value: int) -> bool:
    """Whether a newspaper may be of that year."""
    return FIRST_YEAR <= value < LAST_YEAR
