"""The date of an issue, from the lines at the head of a page.

In: lines of a masthead or running head, row by row. Out: `PrintedDate`s, the likeliest first. Parts that stand in
lines of their own are put together; the day of the week proves a date or makes it doubtful.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from correction.issues.calendars import from_julian
from correction.issues.han_dates import find_han, find_han_weekday
from correction.issues.lookalikes import agreeing_days
from correction.issues.republican_dates import find_republican
from correction.issues.sightings import Sighting
from correction.issues.western_dates import find_weekday, find_western, find_year

WHOLE, PART = 0.86, 0.45  # confidence of a date that nothing proves; of one without its day or year
PROVED = 0.97  # by its day of the week
CONFLICT = 0.35  # the day of the week disagrees
DOUBT = 0.6  # at most, where a reader of dates says why it may be another
MISREAD, MISREAD_PROVED = 0.08, 0.02  # off for each mended character
GATHERED = 0.06  # off where the parts stand in several lines
BELIEVED = 0.6  # from which a date parts issues, or speaks against one that is settled
OTHER = 0.15  # off where another date is as good
_HAN = re.compile(r"[㐀-鿿]")
JULIAN_ENDS = 1924  # when the last newspapers gave it up
WINDOW = 3  # lines, one after the other, that may make one date


@dataclass(frozen=True, slots=True)
class Printed:
    """A line as it is printed: its id and its text."""

    line: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed. `date` is ISO 8601 as far as it goes: 1895-07-06, 1895-07, 1895, --07-06 without a year.

    `printed` is what stands in the lines, `lines` their ids. `note` says why it may be wrong, empty when nothing does.
    """

    date: str
    printed: str
    confidence: float
    lines: tuple[str, ...]
    note: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it names one day."""
        return len(self.date) == 10


@dataclass(frozen=True, slots=True)
class _Seen:
    sighting: Sighting
    printed: str
    lines: tuple[str, ...]


def read_dates(lines: Sequence[Printed]) -> list[PrintedDate]:
    """The dates that lines show, the likeliest first; a date and its parts count once.

    >>> read_dates([Printed("l_1", "Wien, Samstag"), Printed("l_2", "6. Juli 1895")])[0]
    PrintedDate(date='1895-07-06', printed='Samstag 6. Juli 1895', confidence=0.97, lines=('l_1', 'l_2'), note='')
    >>> read_dates([Printed("l_1", "Montag, den 6. Juli 1895")])[0].note
    'it was a Saturday, not a Monday; 1895-07-08 would agree'
    """
    seen = [found for line in lines for found in _in_text(line.text, (line.line,))]
    if not any(s.sighting.is_complete for s in seen):
        seen += _gathered(lines, seen)
    seen = [_with_weekday(s, lines) for s in seen]
    dates = [date for s in seen if (date := _judged(s))]
    dates.sort(key=lambda d: (-len(d.date.lstrip("-")), -d.confidence))
    return _against_each_other(dates)


def _in_text(text: str, lines: tuple[str, ...]) -> Iterator[_Seen]:
    """The dates of one text; where the Republic's calendar speaks, other calendars only repeat it."""
    found = find_han(text) if _HAN.search(text) else []
    found = found or find_republican(text) or find_western(text)
    for sighting in found:
        if sighting.iso or sighting.doubt:
            yield _Seen(sighting, text[sighting.start : sighting.end].strip(" ,.-—"), lines)


def _gathered(lines: Sequence[Printed], seen: Sequence[_Seen]) -> list[_Seen]:
    """Dates whose parts stand in several lines: beside each other, or the year in a corner of its own."""
    found: list[_Seen] = []
    for size in range(2, WINDOW + 1):
        for at in range(len(lines) - size + 1):
            window = lines[at : at + size]
            for order in (window, window[::-1]) if any(_HAN.search(w.text) for w in window) else (window,):
                text, ids = " ".join(w.text.strip() for w in order), tuple(w.line for w in order)
                found += [s for s in _in_text(text, ids) if s.sighting.is_complete]
        if found:
            return [_off(s) for s in found]
    years = [_Seen(year, line.text.strip(), (line.line,)) for line in lines if (year := find_year(line.text))]
    years += [s for s in seen if s.sighting.year and s.sighting.month is None and not s.sighting.doubt]
    days = [s for s in seen if s.sighting.day and s.sighting.month and s.sighting.year is None]
    if len({s.sighting.year for s in years}) == 1 and years:
        for s in days:
            whole = replace(s.sighting, year=years[0].sighting.year)
            if whole.day_date():
                found.append(_off(_Seen(whole, f"{s.printed} {years[0].printed}", s.lines + years[0].lines)))
    return found


def _off(seen: _Seen) -> _Seen:
    """Gathered from several lines, which counts as one misread character."""
    return replace(seen, sighting=replace(seen.sighting, misread=seen.sighting.misread + 1))


def _with_weekday(seen: _Seen, lines: Sequence[Printed]) -> _Seen:
    """A date with the day of the week that a line of its own says, where its own line says none."""
    if seen.sighting.weekday is not None or not (seen.sighting.day and seen.sighting.month):
        return seen
    named = [(line, day) for line in lines if (day := _weekday_alone(line.text)) and line.line not in seen.lines]
    if len({day for _, day in named}) != 1:
        return seen
    line, day = named[0]
    words = re.sub(r"^.*[ ,](?=\S+$)", "", line.text.strip(" .,■"))
    return _Seen(replace(seen.sighting, weekday=day), f"{words} {seen.printed}", (line.line, *seen.lines))


def _weekday_alone(text: str) -> int | None:
    return (find_han_weekday(text) if len(text) <= 8 else None) if _HAN.search(text) else find_weekday(text)


def _judged(seen: _Seen) -> PrintedDate | None:
    """A sighting with its confidence and what speaks against it."""
    s, note = seen.sighting, seen.sighting.doubt
    if not s.iso:
        return None
    day = s.day_date()
    proved = day is not None and s.weekday == day.isoweekday()
    confidence = (PROVED if proved else WHOLE) if day else PART
    confidence -= max(0, s.misread) * (MISREAD_PROVED if proved else MISREAD)
    if day is not None and s.weekday is not None and not proved:
        confidence = min(confidence, CONFLICT)
        note = _contradiction(day, s.weekday)
    elif s.conflict:
        confidence = min(confidence, CONFLICT)
    elif note and not (proved and s.calendar == "gregorian"):
        confidence = min(confidence, DOUBT)
    elif proved:
        note = ""
    if not day:
        note = note or ("the year is not printed" if s.year is None else "the day is not printed")
    return PrintedDate(s.iso, seen.printed, round(max(0.05, confidence), 2), seen.lines, note)


def _contradiction(day: datetime.date, weekday: int) -> str:
    """Why a day and a day of the week do not go together, and which day would."""
    note = f"it was a {_weekday_name(day.isoweekday())}, not a {_weekday_name(weekday)}"
    julian = from_julian(day.year, day.month, day.day)
    if julian and julian.isoweekday() == weekday and day.year < JULIAN_ENDS:
        return f"{note}; it would agree by the Julian calendar"
    others = " or ".join(found.isoformat() for found in agreeing_days(day, weekday))
    return f"{note}; {others} would agree" if others else note


def _weekday_name(number: int) -> str:
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[number - 1]


def _against_each_other(dates: list[PrintedDate]) -> list[PrintedDate]:
    """Each date once, by its best sighting; the first is less sure where another whole one stands beside it."""
    once: dict[str, PrintedDate] = {}
    for date in dates:
        if not any(known.startswith(date.date) or known.endswith(date.date.lstrip("-")) for known in once):
            once[date.date] = date
    found = list(once.values())
    if len(found) > 1 and found[1].is_day:
        first, other = found[0], found[1]
        if first.confidence < PROVED - MISREAD or other.confidence >= first.confidence:
            note = first.note or f"{other.printed} is printed too"
            found[0] = replace(first, confidence=round(max(0.05, first.confidence - OTHER), 2), note=note)
    return found
