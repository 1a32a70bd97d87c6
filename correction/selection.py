"""Which pages of a project a command is about, and the issues that they stand in.

In: a project and what a person asks for. Out: page ids in order, and `ExportIssue`s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from correction.exchange import ExportIssue
from correction.store import Issue, PageEntry, PageState, Project
from ocr.errors import MissingError, UsageError


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; what is empty bounds nothing. `since` are pages read or decided on from that time on."""

    pages: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    states: tuple[PageState, ...] = ()
    since: datetime | None = None


EVERYTHING = Selection()


def select(project: Project, selection: Selection) -> list[str]:
    """The pages that were read and are wanted: in order of arrival, those of issues in the order of their issue.

    A page that is named, but was not read, is among them: whoever loads it is told. Raises MissingError for a page or
    an issue that there is not.
    """
    known = project.pages()
    if missing := set(selection.pages) - {entry.id for entry in known}:
        raise MissingError(f"there is no page {', '.join(sorted(missing))}", "galley project pages lists the pages")
    there = {issue.id for issue in project.issues()} if selection.issues else set()
    if missing := set(selection.issues) - there:
        raise MissingError(f"there is no issue {', '.join(sorted(missing))}", "galley project issues lists the issues")
    if selection.issues:
        known = [entry for issue in dict.fromkeys(selection.issues) for entry in project.issue_pages(issue)]
    runs = {run.id: read_time(run.started) for run in project.runs()} if selection.since else {}

    def wanted(entry: PageEntry) -> bool:
        if selection.pages and entry.id not in selection.pages:
            return False
        if selection.states and entry.state not in selection.states:
            return False
        if not entry.was_read and entry.id not in selection.pages:
            return False
        if selection.since is None:
            return True
        changes = (read_time(decision.time) for decision in project.decisions(entry.id))
        return max([*changes, *([runs[entry.run]] if entry.run in runs else [])], default=NEVER) >= selection.since

    return [entry.id for entry in known if wanted(entry)]


NEVER = datetime.min.replace(tzinfo=UTC)


def read_time(text: str) -> datetime:
    """A day or time of ISO 8601, in UTC where it says no zone; raises UsageError for anything else.

    >>> read_time("2026-03-01").isoformat()
    '2026-03-01T00:00:00+00:00'
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no time", "write a day or a time: 2026-03-01 or 2026-03-01T18:00") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def issues_of(project: Project, entries: Sequence[PageEntry]) -> tuple[ExportIssue, ...]:
    """The issues that pages stand in, by their first page; those without one come last, as one."""
    named = {entry.issue for entry in entries}
    known = {issue.id: issue for issue in project.issues()} if named - {None} else {}
    titles = {title.id: title.name for title in project.titles()} if known else {}
    found: list[ExportIssue] = []
    for issue_id in dict.fromkeys(entry.issue for entry in sorted(entries, key=lambda e: e.issue is None)):
        mine = [entry for entry in entries if entry.issue == issue_id]
        mine.sort(key=lambda entry: (entry.sequence or len(entries), entry.position))
        pages, labels = tuple(entry.id for entry in mine), tuple(entry.label for entry in mine)
        issue = known.get(issue_id or "")
        if issue is None:
            found.append(ExportIssue("", "", pages=pages, labels=labels))
            continue
        title = titles.get(issue.title, "")
        places = tuple(entry.sequence or place for place, entry in enumerate(mine, 1))
        number = _edition_numbers([each for each in known.values() if _same_day(each, issue)])[issue.id]
        found.append(
            ExportIssue(issue.id, title, issue.date, issue.edition, issue.label, pages, labels, number, places)
        )
    return tuple(found)


def _same_day(one: Issue, other: Issue) -> bool:
    return (one.title, one.date) == (other.title, other.date)


def _edition_numbers(issues: Sequence[Issue]) -> dict[str, int]:
    """Numbers for the issues of one day, from 1: those that their editions' words say, the others what is left."""
    found: dict[str, int] = {}
    for issue in sorted(issues, key=lambda each: (each.edition, each.id)):
        said = re.search(r"\d+", issue.edition)
        if said and int(said[0]) not in found.values():
            found[issue.id] = int(said[0])
    free = (number for number in count(1) if number not in found.values())
    for issue in sorted(issues, key=lambda each: (each.edition, each.id)):
        if issue.id not in found:
            found[issue.id] = next(free)
    return found
