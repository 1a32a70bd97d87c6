"""`galley project pages|state|assign`: which pages there are, how far the work on them is, and who has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correction.commands.options import ManyValues, author_option, page_options, project_options

if TYPE_CHECKING:
    from correction.review import Decision
    from correction.store import Library, LibraryQuery, LibraryRow, PageEntry, PageState, Project

NOBODY = "none"  # instead of a person's name
SORTS = ("arrival", "date", "state", "assignee")
STATES = ("new", "failed", "read", "in-progress", "for-review", "accepted")  # a space is awkward in a shell
ALL = 0  # instead of a limit


@click.command(cls=ManyValues)
@project_options
@click.option("--state", "states", type=click.Choice(STATES), multiple=True, help="Only pages in these states.")
@click.option("--assignee", metavar="PERSON", help=f"Only what a person has; {NOBODY}: what nobody has.")
@click.option("--title", metavar="WORDS", help="Only a newspaper: its name, a part of it, or its id.")
@click.option("--issue", metavar="ID", help="Only the pages of an issue, in their order.")
@click.option("--from", "first", metavar="DAY", help="Only from this day on: 1895-07-06.")
@click.option("--to", "last", metavar="DAY", help="Only up to this day.")
@click.option("--sort", type=click.Choice(SORTS), help="By arrival when not given.")
@click.option("--descending", is_flag=True, help="The last one first.")
@click.option("--limit", type=click.IntRange(0), default=100, show_default=True, help=f"Pages to list; {ALL}: all.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Pages to leave out before.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def pages(folder: Path, database: str | None, as_json: bool, **options: Any) -> None:
    """List pages: id, state, person, title, day, edition, page number and file, and how many are in each state."""
    from correction.store import open_project

    with closing(open_project(folder, database)) as project:
        found = project.library(_query(project, options))
    if as_json:
        click.echo(_json(found))
        return
    for row in found.rows:
        click.echo("\t".join(_columns(row)))
    shown = f"{len(found.rows)} of " if len(found.rows) < found.total else ""
    counts = ", ".join(f"{count} {state}" for state, count in _ordered(found))
    click.echo(f"{shown}{found.total} pages; in each state: {counts or 'none'}", err=True)


@click.command(cls=ManyValues)
@click.argument("state", metavar="STATE", type=click.Choice(STATES[2:]))
@project_options
@page_options
@author_option
@click.option("--remark", default="", help="Words to go with it.")
def state(folder: Path, database: str | None, state: str, **options: Any) -> int:
    """Say how far the work on pages is: STATE is read, in-progress, for-review or accepted.

    Prints a decision for each page, which galley undo takes back. Pages that were not read are named, and the others
    are brought to the state.
    """
    from correction.store import open_project

    with closing(open_project(folder, database)) as project:
        named = _named(project, options["ranges"], options["issue"])
        read = [entry.id for entry in named if entry.was_read]
        made = project.set_state(read, _state(state), options["author"], options["remark"]) if read else []
    _tell(made)
    for entry in named:
        if not entry.was_read:
            click.echo(f"galley: page {entry.id} was not read ({entry.state}) - read it first: galley ocr", err=True)
    return 0 if len(read) == len(named) else 1 if read else 2


@click.command(cls=ManyValues)
@click.argument("person", metavar="PERSON")
@project_options
@page_options
@author_option
@click.option("--remark", default="", help="Words to go with it.")
def assign(folder: Path, database: str | None, person: str, **options: Any) -> None:
    """Give pages to a person, or take them from whoever has them: none.

    Prints a decision for each page, which galley undo takes back.
    """
    from correction.store import open_project

    with closing(open_project(folder, database)) as project:
        named = [entry.id for entry in _named(project, options["ranges"], options["issue"])]
        _tell(project.assign(named, "" if person == NOBODY else person, options["author"], options["remark"]))


def _query(project: Project, options: dict[str, Any]) -> LibraryQuery:
    """What the options ask for; raises UsageError for a day or an issue that is none."""
    from correction.issues.rows import is_day
    from correction.store import LibraryQuery
    from ocr.errors import UsageError

    for day in (options["first"], options["last"]):
        if day is not None and not is_day(day):
            raise UsageError(f"'{day}' is no date", "write it like 1895-07-06")
    if options["issue"] is not None:
        project.issue_pages(options["issue"])
    words = options["title"]
    title = next((each.id for each in project.titles() if words in (each.id, each.name)), None) if words else None
    return LibraryQuery(
        title=title,
        issue=options["issue"],
        states=tuple(map(_state, options["states"])),
        assignee="" if options["assignee"] == NOBODY else options["assignee"],
        text="" if title else words or "",
        first=options["first"],
        last=options["last"],
        sort=options["sort"] or ("date" if options["issue"] else "arrival"),
        descending=options["descending"],
        limit=options["limit"] or None,
        offset=options["offset"],
    )


def _named(project: Project, ranges: tuple[str, ...], issue: str | None) -> list[PageEntry]:
    """The pages that a command is about; raises UsageError where none or too much is named."""
    from correction.issues.page_ranges import read_ranges
    from ocr.errors import UsageError

    if bool(ranges) == (issue is not None):
        raise UsageError("it is not said which pages", "give either --pages or --issue")
    if issue is not None:
        return project.issue_pages(issue)
    entries = {entry.id: entry for entry in project.pages()}
    return [entries[page] for page in read_ranges(ranges, list(entries))]


def _state(word: str) -> PageState:
    from correction.store import PAGE_STATES

    return next(known for known in PAGE_STATES if known == word.replace("-", " "))


def _tell(made: list[Decision]) -> None:
    for decision in made:
        click.echo(f"{decision.id} {decision.page} {decision.value or NOBODY}")


def _columns(row: LibraryRow) -> Iterator[str]:
    """A page in words; what it has not is a dash."""
    entry, issue = row.entry, row.issue
    frame = f" [{entry.source.frame + 1}]" if entry.source.frame else ""
    told = (entry.assignee, row.title and row.title.name, issue and issue.date, issue and issue.edition, entry.label)
    path = " ".join(entry.source.path.split())  # a name may have tabs and line ends
    yield from (entry.id, entry.state, *(each or "-" for each in told), f"{path}{frame}")


def _ordered(found: Library) -> Iterator[tuple[str, int]]:
    """The states in which pages are, in the order in which pages go through them."""
    from correction.store import PAGE_STATES

    return ((state, found.counts[state]) for state in PAGE_STATES if found.counts.get(state))


def _json(found: Library) -> str:
    import msgspec

    rows = [
        {
            "id": row.entry.id,
            "state": row.entry.state,
            "assignee": row.entry.assignee or None,
            "title": row.title.name if row.title else None,
            "issue": row.entry.issue,
            "date": row.issue.date if row.issue else None,
            "edition": (row.issue.edition or None) if row.issue else None,
            "number": (row.issue.label or None) if row.issue else None,
            "sequence": row.entry.sequence,
            "label": row.entry.label or None,
            "file": row.entry.source.path,
            "frame": row.entry.source.frame,
            "note": row.entry.note or None,
        }
        for row in found.rows
    ]
    told = {"galley": 1, "total": found.total, "counts": dict(_ordered(found)), "pages": rows}
    return msgspec.json.format(msgspec.json.encode(told)).decode()
