"""A date, or a part of one, that a text shows.

In: what a reader of dates found. Out: the value that the readers of every calendar give.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Calendar = Literal["gregorian", "julian", "lunar", "republican"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What stands in a text: parts of a date, or the weekday beside it.

    `year` to `day` are those of the Gregorian calendar, None where not printed; `weekday` is 1 for Monday to 7. `start`
    and `end` are offsets in the text in code points. `misread` counts characters that had to be mended. `doubt` says in
    words why the date may be another one, `conflict` that the text contradicts itself.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    misread: int = 0
    calendar: Calendar = "gregorian"
    doubt: str = ""
    conflict: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether it names one day."""
        return None not in (self.year, self.month, self.day)

    @property
    def parts(self) -> int:
        """How many of year, month and day it has."""
        return sum(part is not None for part in (self.year, self.month, self.day))

    def day_date(self) -> date | None:
        """The day; None where parts are missing or its month has no such day."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def iso(self) -> str:
        """The date in ISO 8601, as far as it goes: 1895-07-06, 1895-07, 1895, --07-06 without its year."""
        if self.year is None:
            return f"--{self.month:02}-{self.day:02}" if self.month and self.day else ""
        month = f"-{self.month:02}" if self.month else ""
        return f"{self.year:04}{month}" + (f"-{self.day:02}" if month and self.day else "")
