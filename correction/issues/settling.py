"""Rows are put into the project: titles and issues made where they are missing, pages placed.

In: a project and rows. Out: the issues that the rows' pages stand in. A row without a title takes its page out of its
issue; an issue that is left without pages by this is removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from correction.issues.rows import PageRow, is_day
from correction.store import Issue, Placement, Project


def settle(project: Project, rows: Sequence[PageRow]) -> list[Issue]:
    """Put rows into a project; gives the issues, in the order of the rows. Raises ProjectError and UsageError."""
    by_issue: dict[tuple[str, ...], list[PageRow]] = defaultdict(list)
    for row in rows:
        if row.title:
            by_issue[row.issue_key].append(row)
    before = {entry.id: entry.issue for entry in project.pages()}
    papers = {issue.id: issue.title for issue in project.issues()}
    placements = [Placement(row.page, None) for row in rows if not row.title]
    shelf = _Shelf(project)
    found = []
    for members in by_issue.values():
        issue = shelf.issue(members)
        found.append(issue)
        placements += [Placement(row.page, issue.id, row.sequence, row.label) for row in members]
    project.place_pages(placements)
    left = {issue_id for row in rows if (issue_id := before.get(row.page))}
    project.remove_emptied(left)
    if found:
        _join_emptied(project, {papers[each] for each in left}, next(row.title for row in rows if row.title))
    return found


def _join_emptied(project: Project, left: Iterable[str], name: str) -> None:
    """Let titles that pages have left, and that no issue has any more, go over into that of the rows."""
    held = {issue.title for issue in project.issues()}
    for title in set(left) - held:
        project.rename_title(title, name)


class _Shelf:
    """The titles and issues of a project, read once; of a day and an edition there is one issue."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.titles = {title.name: title.id for title in project.titles()}
        self.issues: dict[tuple[str, str | None, str], list[Issue]] = defaultdict(list)
        for issue in project.issues():
            self.issues[issue.title, issue.date, issue.edition].append(issue)

    def issue(self, rows: Sequence[PageRow]) -> Issue:
        """The issue of rows, which is known by its day and edition; its number is added where it had none."""
        row = rows[0]
        label = next((r.number for r in rows if r.number), "")
        if row.title not in self.titles:
            self.titles[row.title] = self.project.add_title(row.title).id
        title, date = self.titles[row.title], row.date if is_day(row.date) else None
        if date is None:  # what is known of the day then stands in the label
            label = ", ".join(part for part in (label, row.date) if part)
        same = self.issues[title, date, row.edition]
        known = next((issue for issue in same if issue.label == label), None)
        if known is None and date and same and (not label or not same[0].label):
            known = same[0]
            if label and not known.label:
                known = self.project.change_issue(replace(known, label=label))
                same[0] = known
        if known is None:
            known = self.project.add_issue(title, date, row.edition, label)
            same.append(known)
        return known
