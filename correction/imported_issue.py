"""Pages of an imported issue are put into an issue of the project.

In: a `MetsIssue` and the pages that were taken in from it. Out: nothing; title, issue and places stand in the project.
A page that stands in an issue already stays there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from correction.exchange.mets.issue import MetsIssue, MetsPage
from correction.store import PageEntry, Placement, Project

# Of nothing but these are the titles of those who had none to give.
_NO_TITLE = frozenset({"document", "issue", "newspaper", "no", "placeholder", "title", "unknown", "untitled"})


def file_issue(
    project: Project,
    issue: MetsIssue,
    file: Path,
    taken: Sequence[tuple[MetsPage, PageEntry]],
    title: str | None = None,
) -> str:
    """Put pages into their issue; `title` goes before the one in the file, whose name stands in where it has none.

    Gives words on what the file did not say, empty ones where it said all.
    """
    free = [(page, entry) for page, entry in taken if entry.issue is None]
    if not free:
        return ""
    said = "" if _NO_TITLE.issuperset(re.findall(r"[^\W_]+", issue.title.lower())) else issue.title
    named = file.stem if file.stem.lower() != "mets" else file.absolute().parent.name
    paper = project.add_title(title or said or named)
    home = project.add_issue(paper.id, issue.date, issue.edition, issue.label)
    places: Mapping[str, int] = {page.id: number for number, page in enumerate(issue.pages, 1)}
    project.place_pages([Placement(entry.id, home.id, places[page.id], page.label) for page, entry in free])
    missing = [] if title or said else [f"no title, so that it is called {paper.name} (galley project issues rename)"]
    missing += [] if issue.date else ["no day (galley project issues propose --again may find one)"]
    return f"{file}: the METS file has {', and '.join(missing)}" if missing else ""
