"""The collation report: what is missing, twice, in the wrong place or doubtful.

In: titles, issues and pages as they are settled; where they were read, the heads of pages and pages that are alike.
Out: findings, title by title in the order of the days.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from correction.issues.dates import BELIEVED
from correction.issues.findings import Finding
from correction.issues.masthead import Masthead
from correction.issues.pagination import IssuePages, check_pages, last_numbers, usual_count
from correction.issues.rhythm import Gap, find_gaps
from correction.issues.rows import is_day
from correction.issues.twins import Twins
from correction.store import Issue, PageEntry, Title

FURTHEST = 366  # days between two issues whose numbers are compared; most papers count anew each year


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a project holds: titles, their issues, and pages in order of arrival."""

    titles: Sequence[Title]
    issues: Sequence[Issue]
    pages: Sequence[PageEntry]
    heads: Mapping[str, Masthead] = field(default_factory=dict)
    twins: Sequence[Twins] = ()

    @property
    def position(self) -> dict[str, int]:
        """When each page arrived, counted from 1."""
        return {page.id: page.position for page in self.pages}

    def of_issue(self) -> dict[str, list[PageEntry]]:
        """The pages of each issue, by their sequence and then in order of arrival."""
        found: dict[str, list[PageEntry]] = {issue.id: [] for issue in self.issues}
        for page in sorted(self.pages, key=lambda p: (p.sequence is None, p.sequence or 0, p.position)):
            if page.issue in found:
                found[page.issue].append(page)
        return found


def collate(holdings: Holdings) -> list[Finding]:
    """The report on all titles; empty when nothing is amiss."""
    of_issue = holdings.of_issue()
    found: list[Finding] = []
    for title in holdings.titles:
        issues = sorted(
            (issue for issue in holdings.issues if issue.title == title.id),
            key=lambda i: (i.date is None, i.date or "", i.edition, i.label),
        )
        found += _title(title, issues, of_issue)
    found += _nowhere(holdings)
    found += _dates(holdings)
    return found + _alike(holdings)


def issue_name(title: str, issue: Issue) -> str:
    """How people call an issue: Arbeiter-Zeitung 1895-07-06, Abendblatt, Nr. 182."""
    number = f"Nr. {issue.label}" if issue.label.isdigit() else issue.label
    return " ".join((title, ", ".join(part for part in (issue.date or "undated", issue.edition, number) if part)))


def _title(title: Title, issues: Sequence[Issue], of_issue: Mapping[str, list[PageEntry]]) -> Iterator[Finding]:
    before = last_numbers([of_issue[issue.id] for issue in issues])
    bundles = [
        IssuePages(issue.id, issue_name(title.name, issue), tuple(of_issue[issue.id]), before.get(at))
        for at, issue in enumerate(issues)
    ]
    usual = usual_count(bundles)
    yield from _gaps(title, issues, of_issue)
    yield from _same_day(title, issues, of_issue)
    for issue, bundle in zip(issues, bundles, strict=True):
        if issue.date is None:
            remedy = f"settle it: galley project issues change {issue.id} --date YYYY-MM-DD"
            yield Finding("date", f"{bundle.name}: the issue has no date", tuple(p.id for p in bundle.pages), remedy)
        if not bundle.pages:
            remedy = f"remove it: galley project issues remove {issue.id}"
            yield Finding("count", f"{bundle.name}: the issue has no pages", (), remedy)
        yield from check_pages(bundle, usual)


def _gaps(title: Title, issues: Sequence[Issue], of_issue: Mapping[str, list[PageEntry]]) -> Iterator[Finding]:
    """Missing days and numbers between two issues, told together; where numbers go on, nothing is missing."""
    dated = [issue for issue in issues if issue.date and is_day(issue.date)]
    days = [datetime.date.fromisoformat(issue.date or "") for issue in dated]
    gaps = {(gap.before, gap.after): gap for gap in find_gaps(days)}
    for (one, first), (other, second) in itertools.pairwise(zip(dated, days, strict=True)):
        near = (second - first).days <= FURTHEST
        gap, numbers = gaps.get((first, second)), _numbers_between(one, other) if near else None
        pages = tuple(p.id for p in (*of_issue[one.id][-1:], *of_issue[other.id][:1]))
        if numbers is not None and numbers < 0:
            said = f"{title.name}: number {other.label} of {second} comes after {one.label} of {first}"
            yield Finding("number", said, pages, "look at both mastheads, and correct a number or a date")
        elif numbers or (gap and numbers is None):
            yield Finding(
                "gap", _gap_words(title, one, gap, numbers, second), pages, "look for the scans of these issues"
            )


def _gap_words(title: Title, one: Issue, gap: Gap | None, numbers: int | None, second: datetime.date) -> str:
    number = _number(one)
    said = []
    if gap:
        said.append(_days(gap.missing))
    if numbers and number is not None:
        said.append(f"Nr. {number + 1}" + (f" to {number + numbers}" if numbers > 1 else ""))
    why = f" ({gap.rhythm})" if gap else f" (between {one.date} and {second})"
    return f"{title.name}: missing {', '.join(said)}{why}"


def _days(days: Sequence[datetime.date]) -> str:
    if len(days) <= 3:
        return ", ".join(day.isoformat() for day in days)
    return f"{len(days)} issues from {days[0]} to {days[-1]}"


def _numbers_between(one: Issue, other: Issue) -> int | None:
    """How many numbers are missing between two issues; -1 where they fall within a year; None where nothing tells."""
    first, second = _number(one), _number(other)
    if first is None or second is None:
        return None
    if second < first:
        return None if second <= 3 or (one.date or "")[:4] != (other.date or "")[:4] else -1
    return max(0, second - first - 1)


def _number(issue: Issue) -> int | None:
    numbers = re.findall(r"\d+", issue.label)
    return int(numbers[0]) if len(numbers) == 1 else None


def _same_day(title: Title, issues: Sequence[Issue], of_issue: Mapping[str, list[PageEntry]]) -> Iterator[Finding]:
    """One issue entered twice: the same day and edition, or the same number of a year on two days."""
    seen: dict[tuple[str, ...], list[Issue]] = defaultdict(list)
    for issue in issues:
        if issue.date:
            seen["day", issue.date, issue.edition].append(issue)
            if (number := _number(issue)) is not None:
                seen["number", issue.date[:4], str(number)].append(issue)
    for key, same in seen.items():
        if len(same) < 2 or (key[0] == "number" and len({i.date for i in same}) < 2):
            continue
        days = " and ".join(issue.date or "" for issue in same)
        what = f"two issues of {key[1]}" if key[0] == "day" else f"number {key[2]} on {days}"
        ids = " ".join(issue.id for issue in same)
        remedy = f"is it one? galley project issues merge {ids}; else correct the edition, the number or the date"
        yield Finding("twice", f"{title.name}: {what}", tuple(p.id for i in same for p in of_issue[i.id]), remedy)


def _nowhere(holdings: Holdings) -> list[Finding]:
    known = {issue.id for issue in holdings.issues}
    pages = tuple(page.id for page in holdings.pages if page.issue not in known)
    if not pages:
        return []
    said = f"{len(pages)} pages stand in no issue" if len(pages) > 1 else "a page stands in no issue"
    return [Finding("nowhere", said, pages, "see what galley project issues propose makes of them, or use issues set")]


def _dates(holdings: Holdings) -> list[Finding]:
    """Pages that print another day than their issue's, or one that contradicts itself."""
    issues = {issue.id: issue for issue in holdings.issues}
    found = []
    for page in holdings.pages:
        issue, head = issues.get(page.issue or ""), holdings.heads.get(page.id)
        date = head.date if head else None
        if issue is None or date is None or not date.is_day or not issue.date:
            continue
        if date.date == issue.date and date.confidence < BELIEVED and date.note:
            said = f"doubtful date: {date.printed!r}, {date.note}; the issue is settled as of {issue.date}"
            found.append(Finding("date", said, (page.id,), "compare the scan"))
        elif date.date != issue.date and date.confidence >= BELIEVED:
            said = f"{date.printed!r} is printed, but the issue is of {issue.date}"
            found.append(Finding("date", said, (page.id,), "move the page, or correct the issue's date"))
    return found


def _alike(holdings: Holdings) -> list[Finding]:
    remedy = "compare them; a page that is there twice can leave its issue: galley project issues move none --pages ID"
    return [
        Finding("twice", f"{twins.share:.0%} of the text is the same", (twins.one, twins.other), remedy)
        for twins in holdings.twins
    ]
