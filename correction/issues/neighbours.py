"""Doubtful days settled by the issues before and behind: a paper's issues mostly arrive in order.

In: what the pages of each issue say together, in order of arrival, with the date as printed. Out: the same, where a
doubtful or missing day can be but one between its neighbours, with that day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from correction.issues.dates import PrintedDate
from correction.issues.han_dates import find_han_weekday
from correction.issues.rows import PageRow, is_day
from correction.issues.western_dates import find_weekday

TOLD = 0.75  # confidence of a day that only the neighbours tell
FITS = 0.9  # of a printed day that its weekday denies, but which is the one between the neighbours
SURE = 0.85  # of a neighbour that can bear witness
FARTHEST = 8  # days between the neighbours: a weekly paper's two issues with one missing are farther apart


def settle_between(issues: Sequence[PageRow], printed: Sequence[PrintedDate | None]) -> list[PageRow]:
    """Give doubtful issues the day that is left for them; the others stay as they are.

    >>> days = [("1895-07-04", 0.97), ("1895-07-15", 0.35), ("1895-07-06", 0.97)]
    >>> rows = [PageRow(f"p{n}", "Seebote", day, confidence=sure) for n, (day, sure) in enumerate(days)]
    >>> settle_between(rows, [None, None, None])[1].date
    '1895-07-05'
    """
    found = list(issues)
    for at in range(1, len(issues) - 1):
        before, row, after = issues[at - 1 : at + 2]
        if row.confidence >= TOLD and is_day(row.date):
            continue
        if not before.title or before.title != after.title or row.title not in ("", before.title):
            continue
        if min(before.confidence, after.confidence) < SURE or not (is_day(before.date) and is_day(after.date)):
            continue
        day = _only_day(date.fromisoformat(before.date), date.fromisoformat(after.date), _weekday(printed[at]))
        if day is None:
            continue
        note = f"told by the issues of {before.date} and {after.date}"
        confidence = FITS if row.date == day.isoformat() else TOLD
        found[at] = replace(row, title=before.title, date=day.isoformat(), confidence=confidence, note=note)
    return found


def _only_day(first: date, last: date, weekday: int | None) -> date | None:
    """The one day between two others, or the one with that day of the week (1 for Monday)."""
    if not 1 < (last - first).days <= FARTHEST:
        return None
    days = [first + timedelta(n) for n in range(1, (last - first).days)]
    if len(days) > 1:
        days = [day for day in days if day.isoweekday() == weekday]
    return days[0] if len(days) == 1 else None


def is_on(printed: PrintedDate, day: str) -> bool:
    """Whether a day in ISO 8601 is on the day of the week that a printed date names."""
    return _weekday(printed) == date.fromisoformat(day).isoweekday()


def _weekday(printed: PrintedDate | None) -> int | None:
    """The day of the week that stands beside a printed date, 1 for Monday."""
    if printed is None:
        return None
    words = " ".join(re.findall(r"[^\W\d_]+", printed.printed)[:2])  # the day of the week stands before the month
    return find_han_weekday(printed.printed) or find_weekday(words)
