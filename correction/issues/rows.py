"""Where a page belongs, as a row: what mastheads, file names, a table or a person say of it.

In: nothing. Out: the value that every way of intake makes, and that is shown, written and settled.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page with the issue it stands in; what is not known is empty or None.

    `date` is a day in ISO 8601 and what is known of one otherwise (1895-07, --07-06), `number` that of the issue as
    printed, `label` that of the page: [1] where it is counted and not printed. `sequence` is the place in the issue
    from 1. `confidence` is 0-1; `note` says what to look at.
    """

    page: str
    title: str = ""
    date: str = ""
    edition: str = ""
    number: str = ""
    label: str = ""
    sequence: int | None = None
    confidence: float = 1.0
    note: str = ""

    @property
    def issue_key(self) -> tuple[str, str, str, str]:
        """What makes two pages of one issue: title, date and edition; the number too where the date is no day."""
        return self.title, self.date, self.edition, "" if is_day(self.date) else self.number


def is_day(date: str) -> bool:
    """Whether a date is a day in ISO 8601.

    >>> is_day("1895-07-06"), is_day("1895-07"), is_day("1895-02-30")
    (True, False, False)
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        return False
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        return False
    return True
