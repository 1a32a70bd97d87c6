"""The Chinese calendar of moon and sun: which day a lunar date is.

In: year of the Gregorian calendar in which the lunar year begins, month, day. Out: a `datetime.date`, and whether it
is sure. New moons are computed by Meeus, Astronomical Algorithms, 2nd ed. 1998, chapter 49, the sun's longitude by his
Astronomical Formulae for Calculators, 1979; months are numbered by the rule of 1645: the month without a principal term
doubles the one before it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FIRST, LAST = 1815, 2100  # before, months were doubled against the rule; newspapers in Chinese begin that year
PEKING = (7 + 45 / 60 + 40 / 3600) / 24  # of a day before Greenwich: local time, by which almanacs went to 1928
COAST = 8 / 24  # the zone's time since then
NEAR, NEAR_OLD = 5 / 1440, 30 / 1440  # of a day: a new moon so near to midnight may be another's next day; to 1913
_EPOCH = 1721425  # Julian day of the noon of day 0 of `date.fromordinal`

# Days, then the multiples of E, sun's anomaly M, moon's anomaly, moon's argument F, node: Meeus's table 49.A.
_NEW_MOON = (
    (-0.40720, 0, 0, 1, 0, 0), (0.17241, 1, 1, 0, 0, 0), (0.01608, 0, 0, 2, 0, 0), (0.01039, 0, 0, 0, 2, 0),
    (0.00739, 1, -1, 1, 0, 0), (-0.00514, 1, 1, 1, 0, 0), (0.00208, 2, 2, 0, 0, 0), (-0.00111, 0, 0, 1, -2, 0),
    (-0.00057, 0, 0, 1, 2, 0), (0.00056, 1, 1, 2, 0, 0), (-0.00042, 0, 0, 3, 0, 0), (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0), (-0.00024, 1, -1, 2, 0, 0), (-0.00017, 0, 0, 0, 0, 1), (-0.00007, 0, 2, 1, 0, 0),
    (0.00004, 0, 0, 2, -2, 0), (0.00004, 0, 3, 0, 0, 0), (0.00003, 0, 1, 1, -2, 0), (0.00003, 0, 0, 2, 2, 0),
    (-0.00003, 0, 1, 1, 2, 0), (0.00003, 0, -1, 1, 2, 0), (-0.00002, 0, -1, 1, -2, 0), (-0.00002, 0, 1, 3, 0, 0),
    (0.00002, 0, 0, 4, 0, 0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its number, whether it is the doubled one, its first day, and whether that day is sure."""

    number: int
    doubled: bool
    first: date
    sure: bool


def day_of(year: int, month: int, day: int, doubled: bool = False) -> tuple[date, bool] | None:
    """The Gregorian day of a lunar date and whether it is sure; None where the year has no such month or day.

    >>> day_of(1908, 10, 21)
    (datetime.date(1908, 11, 14), True)
    >>> day_of(1900, 8, 1, doubled=True)[0].isoformat()
    '1900-09-24'
    """
    if not FIRST <= year <= LAST:
        return None
    months = [*_months_from(year - 1), *_months_from(year)]
    start = next(i for i, m in enumerate(months) if m.number == 1 and not m.doubled and m.first.year == year)
    of_year = months[start : start + 14]  # twelve or thirteen, and the first day of the next
    for at, found in enumerate(of_year[:-1]):
        if found.number == month and found.doubled == doubled:
            if at > 10 and month == 1:
                return None
            length = (of_year[at + 1].first - found.first).days
            return (found.first + timedelta(day - 1), found.sure) if 1 <= day <= length else None
    return None


@lru_cache(maxsize=64)
def _months_from(year: int) -> tuple[Month, ...]:
    """The months from the one of the winter solstice of a year to before that of the next."""
    zone = COAST if year >= 1928 else PEKING
    first, last = _solstice_moon(year, zone), _solstice_moon(year + 1, zone)
    starts = [_new_moon(k, zone) for k in range(first, last + 1)]
    days = [math.floor(start + 0.5) for start in starts]
    terms = [_term(day - 0.5 - zone) for day in days]
    doubled = -1
    if len(days) == 14:  # thirteen months: the first without a principal term is the doubled one
        doubled = next((i for i in range(13) if math.floor(terms[i]) == math.floor(terms[i + 1])), -1)
    months, number = list[Month](), 10
    for i in range(len(days) - 1):
        number = number if i == doubled else number % 12 + 1
        sure = abs((starts[i] + 0.5) % 1 - 0.5) < 0.5 - (NEAR if year >= 1914 else NEAR_OLD)
        months.append(Month(number, i == doubled, date.fromordinal(days[i] - _EPOCH), sure))
    return tuple(months)


def _solstice_moon(year: int, zone: float) -> int:
    """The lunation in which the sun reaches 270 degrees."""
    k = math.floor((year + 0.97 - 2000) * 12.3685) + 1
    solstice = date(year, 12, 20).toordinal() + _EPOCH - 0.5
    while _longitude(solstice) < 270:
        solstice += 1 / 288
    day = math.floor(solstice + zone + 0.5)
    while math.floor(_new_moon(k, zone) + 0.5) > day:
        k -= 1
    return k


def _term(julian: float) -> float:
    """Principal terms that passed since the winter solstice, with the part of the next."""
    return ((_longitude(julian) - 270) % 360) / 30


def _longitude(julian: float) -> float:
    """The sun's apparent longitude in degrees, right to a minute of its way (Meeus 1979, chapter 18)."""
    t = (julian + _delta(julian) - 2415020) / 36525
    m = 358.47583 + 35999.04975 * t - 0.000150 * t * t
    longitude = (
        (279.69668 + 36000.76892 * t + 0.0003025 * t * t)
        + (1.919460 - 0.004789 * t - 0.000014 * t * t) * _sin(m)
        + (0.020094 - 0.000100 * t) * _sin(2 * m)
        + 0.000293 * _sin(3 * m)
    )
    disturbed = (  # by Venus, Jupiter, the moon, and slowly
        0.00134 * _sin(153.23 + 22518.7541 * t + 90)
        + 0.00154 * _sin(216.57 + 45037.5082 * t + 90)
        + 0.00200 * _sin(312.69 + 32964.3577 * t + 90)
        + 0.00179 * _sin(350.74 + 445267.1142 * t - 0.00144 * t * t)
        + 0.00178 * _sin(231.19 + 20.20 * t)
    )
    return (longitude + disturbed - 0.00569 - 0.00479 * _sin(259.18 - 1934.142 * t)) % 360


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def _new_moon(k: int, zone: float) -> float:
    """The Julian day of a new moon in a zone's time, counted from that of 6 January 2000; right to two minutes."""
    t = k / 1236.85
    e = 1 - 0.002516 * t - 0.0000074 * t * t
    angles = (
        2.5534 + 29.10535670 * k - 0.0000014 * t * t,
        201.5643 + 385.81693528 * k + 0.0107582 * t * t,
        160.7108 + 390.67050284 * k - 0.0016118 * t * t,
        124.7746 - 1.56375588 * k + 0.0020672 * t * t,
    )
    julian = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    for size, power, *multiples in _NEW_MOON:
        julian += size * e**power * _sin(sum(n * a for n, a in zip(multiples, angles, strict=True)))
    julian += 0.000325 * _sin(299.77 + 0.107408 * k - 0.009173 * t * t)
    return julian - _delta(julian) + zone


def _delta(julian: float) -> float:
    """Days by which the clock of the planets is ahead of the turning earth: a minute at most in these years."""
    year = 2000 + (julian - 2451545) / 365.25
    return (5 if year < 1900 else max(0.0, (year - 1900) * 0.65)) / 86400
