"""A line of the collation report.

In: nothing. Out: the value that every part of the report makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from correction.issues.page_ranges import write_ranges

Kind = Literal["gap", "number", "missing", "twice", "order", "count", "nowhere", "date"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: what, on which pages, and what to do about it."""

    kind: Kind
    problem: str
    pages: tuple[str, ...]
    remedy: str

    def line(self, position: Mapping[str, int]) -> str:
        """The finding in one line; `position` counts the pages' arrivals."""
        where = f" [{write_ranges(self.pages, position)}]" if self.pages else ""
        return f"{self.problem}{where} - {self.remedy}"
