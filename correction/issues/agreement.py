"""One date from two witnesses: what is printed, and what the name of the file says.

In: a printed date and the row of a name. Out: the date that both make, with its confidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from correction.issues.dates import BELIEVED, PrintedDate
from correction.issues.masthead import Masthead
from correction.issues.neighbours import is_on
from correction.issues.rows import PageRow, is_day

AGREED = 0.98  # of a date that print and name agree on
TOLD = 0.85  # of a day in the name that agrees with the printed weekday, where the printed day does not
AGAINST = 0.5  # of a proved date that the name of the file denies
SURE, FEWEST = 0.9, 3  # confidence of a printed day that judges those in names; so many must be compared


def are_trusted(named: Mapping[str, PageRow], heads: Mapping[str, Masthead]) -> bool:
    """Whether the days in the names are those of the papers: not where most of those that print proves are others."""
    proved = {page: d.date for page, head in heads.items() if (d := head.date) and d.is_day and d.confidence >= SURE}
    told = [row.date == proved[page] for page, row in named.items() if row.date and page in proved]
    return len(told) < FEWEST or sum(told) >= len(told) / 2


def agree(printed: PrintedDate | None, named: PageRow | None) -> PrintedDate | None:
    """One date from the printed one and that in the file's name.

    >>> agree(PrintedDate("--07-19", "den 19. Heumonat", 0.45, ()), PageRow("p000001", date="1780-07-19")).date
    '1780-07-19'
    """
    if named is None or not named.date:
        return printed
    if printed is None:
        return PrintedDate(named.date, "", named.confidence, (), "by the file's name")
    if printed.is_day and not is_day(named.date) and printed.date.startswith(named.date):
        return printed  # a volume's folder says its year or month
    if named.date.endswith(printed.date.lstrip("-")) or named.date.startswith(printed.date):
        return replace(printed, date=named.date, confidence=AGREED, note="")
    if printed.confidence < BELIEVED and is_day(named.date) and is_on(printed, named.date):
        return replace(printed, date=named.date, confidence=TOLD, note=f"{printed.printed} is printed")
    if printed.is_day and printed.confidence > named.confidence:
        note = f"the file's name says {named.date}"
        return replace(printed, confidence=AGAINST, note=note)
    return replace(printed, date=named.date, confidence=AGAINST, note=f"{printed.printed} is printed")
