"""Whether a project is sound: its records and scans, and that what is cached equals what it was made from.

In: a project. Out: `Fault`s, each with its remedy; what can be mended is, when that is asked for.
"""

from __future__ import annotations

from dataclasses import replace

from correction.search import page_passages, refresh
from correction.store import Fault, Project

MEND = "run: galley project check --mend"


def audit(project: Project, mend: bool = False) -> list[Fault]:
    """All that is wrong with a project."""
    found = project.check(mend)
    stale = {page_id for page_id, _ in project.stale()}
    wrong = [entry.id for entry in project.pages() if entry.id not in stale and not _is_filed(project, entry.id)]
    if mend:
        project.forget_passages(wrong)
        refresh(project)
    faults = [Fault(f"page {page_id}: its search index is not its text", MEND) for page_id in wrong]
    return found + [replace(fault, mended=mend) for fault in faults]


def _is_filed(project: Project, page_id: str) -> bool:
    """Whether the passages of a page are those that reading and decisions give today."""
    return project.passages(page_id) == page_passages(project, page_id)
