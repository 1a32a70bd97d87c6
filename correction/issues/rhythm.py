"""The rhythm of a paper: on which days it appears, seen from the days of its issues.

In: the days of a title's issues. Out: its rhythm year by year, and the days on which an issue is missing.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FEWEST = 4  # issues of a year from which its rhythm can be told
KEPT = 0.5  # of the Mondays between first and last on which a paper of Mondays appeared
ASTRAY = 0.2  # of the issues may be on other days: extras
MONTHLY = 4  # issues of a month that are counted by its days
NEXT_YEAR = 62  # days into the next year within which its first issue closes the year before
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a paper appears: on days of the week (0 for Monday), on days of the month, or every so many days."""

    weekdays: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    every: int = 0

    def __str__(self) -> str:
        if self.every:
            return f"every {self.every} days"
        if self.month_days:
            return "on day " + " and ".join(map(str, sorted(self.month_days))) + " of the month"
        if len(self.weekdays) == 7:
            return "daily"
        if len(self.weekdays) == 6:
            return f"daily but {_NAMES[next(d for d in range(7) if d not in self.weekdays)]}"
        return "every " + " and ".join(_NAMES[d] for d in sorted(self.weekdays))

    def days(self, first: date, last: date) -> list[date]:
        """The days from first to last, both included, on which an issue is expected."""
        if self.every:
            return [first + timedelta(n) for n in range(0, (last - first).days + 1, self.every)]
        every = (first + timedelta(n) for n in range((last - first).days + 1))
        return [day for day in every if day.weekday() in self.weekdays or day.day in self.month_days]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without an issue, between two days that have one."""

    before: date
    after: date
    missing: tuple[date, ...]
    rhythm: Rhythm


def find_rhythm(days: Iterable[date]) -> Rhythm | None:
    """The rhythm of days that are not far apart; None for too few of them, or none that can be seen.

    >>> str(find_rhythm(date(1895, 7, d) for d in (1, 2, 3, 4, 5, 6, 8, 9, 11, 12, 13)))
    'daily but Sunday'
    >>> str(find_rhythm([date(1840, 4, 20), date(1840, 4, 22), date(1840, 4, 24), date(1840, 4, 27)]))
    'every Monday and Wednesday and Friday'
    """
    known = sorted(set(days))
    if len(known) < FEWEST:
        return None
    first, last = known[0], known[-1]
    every = [first + timedelta(n) for n in range((last - first).days + 1)]
    weekdays = _kept([d.weekday() for d in known], [d.weekday() for d in every])
    if weekdays and sum(d.weekday() not in weekdays for d in known) <= ASTRAY * len(known):
        return Rhythm(weekdays=weekdays)
    steps = {(b - a).days for a, b in itertools.pairwise(known)}
    if len(steps) == 1:
        return Rhythm(every=steps.pop())
    month_days = _kept([d.day for d in known], [d.day for d in every])
    if 0 < len(month_days) <= MONTHLY and sum(d.day not in month_days for d in known) <= ASTRAY * len(known):
        return Rhythm(month_days=month_days)
    return None


def find_gaps(days: Sequence[date]) -> list[Gap]:
    """The gaps between the days of a title's issues, by the rhythm of each year."""
    known = sorted(set(days))
    gaps = []
    for year, of_year in itertools.groupby(known, key=lambda d: d.year):
        run = list(of_year)
        after = next((d for d in known if d.year > year), None)
        rhythm = find_rhythm(run)
        if rhythm is None:
            continue
        if after and (after - date(year, 12, 31)).days <= NEXT_YEAR:
            run.append(after)
        for one, other in itertools.pairwise(run):
            missing = tuple(d for d in rhythm.days(one, other) if one < d < other)
            if missing:
                gaps.append(Gap(one, other, missing, rhythm))
    return gaps


def _kept(seen: Sequence[int], possible: Sequence[int]) -> frozenset[int]:
    """What recurs on at least so many of its days."""
    counts, chances = Counter(seen), Counter(possible)
    return frozenset(day for day, count in counts.items() if count >= KEPT * chances[day])
