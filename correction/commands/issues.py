"""`galley project issues`: titles and issues listed, proposed, settled and mended."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correction.commands.issue_intake import heads_of, propose, read, write
from correction.commands.options import ManyValues, project_options

if TYPE_CHECKING:
    from correction.store import Issue, Project, Title

NOWHERE = "none"  # instead of an issue's id: out of any


class ListingGroup(click.Group):
    """A group that lists when no command is named: `galley project issues --project DIR`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` before the options of a group that was given no command."""
        if args and args[0].startswith("-") and args[0] not in ("-h", "--help"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ListingGroup)
def issues() -> None:
    """Say which pages make one issue, and see what is missing.

    Without a command: list. Start with propose, correct with set, move, merge and change, or write a table, edit it and
    read it back.
    """


@issues.command("list")
@project_options
@click.option("--thorough", is_flag=True, help="Read all pages too: dates that disagree, pages that are there twice.")
def show(folder: Path, database: str | None, thorough: bool, verbose: bool) -> int:
    """List titles and issues with their pages, and what is missing, twice or doubtful."""
    from correction.issues.collation import Holdings, collate
    from correction.issues.listing import list_holdings
    from correction.issues.twins import find_twins
    from correction.store import open_project

    with closing(open_project(folder, database)) as project:
        pages = project.pages()
        holdings = Holdings(project.titles(), project.issues(), pages)
        failed = 0
        if thorough:
            heads = heads_of(project, pages, sketched=True)
            failed = len(heads.failed)
            holdings = replace(holdings, heads=heads.mastheads, twins=find_twins(heads.sketches))
    for line in list_holdings(holdings):
        click.echo(line)
    findings = collate(holdings)
    click.echo(f"collation: {len(findings)} to look at" if findings else "collation: nothing is amiss")
    for finding in findings:
        click.echo(f"- {finding.line(holdings.position)}")
    return 1 if failed else 0


@issues.command("set", cls=ManyValues)
@project_options
@click.option("--title", required=True, help="The newspaper.")
@click.option("--date", help="The day: 1895-07-06.")
@click.option("--edition", default="", help="As printed: Abendblatt.")
@click.option("--number", default="", help="The number of the issue.")
@click.option("--pages", multiple=True, required=True, metavar="ID...", help="p000001-p000008 p000012, in their order.")
@click.option("--first", type=click.IntRange(1), help="The number printed on the first of them; the others count on.")
def settle_pages(folder: Path, database: str | None, **options: Any) -> None:
    """Put pages into the issue of a title, a day and an edition, in the order in which they are named."""
    from correction.issues.page_ranges import read_ranges
    from correction.issues.rows import PageRow, is_day
    from correction.issues.settling import settle
    from correction.store import open_project
    from ocr.errors import UsageError

    date, first = options["date"] or "", options["first"]
    if date and not is_day(date):
        raise UsageError(f"'{date}' is no date", "write it like 1895-07-06")
    with closing(open_project(folder, database)) as project:
        entries = {page.id: page for page in project.pages()}
        named = read_ranges(options["pages"], list(entries))
        row = PageRow("", options["title"], date, options["edition"], options["number"])
        rows = [
            replace(row, page=page, label=str(first + n) if first else entries[page].label, sequence=n + 1)
            for n, page in enumerate(named)
        ]
        for issue in settle(project, rows):
            _say(project, issue)


@issues.command(cls=ManyValues)
@click.argument("issue", metavar="ISSUE")
@project_options
@click.option("--pages", multiple=True, required=True, metavar="ID...", help="p000001-p000008 p000012, in their order.")
def move(folder: Path, database: str | None, issue: str, pages: tuple[str, ...], verbose: bool) -> None:
    """Put pages behind those of an issue (i_...), or out of any: none."""
    from correction.issues.page_ranges import read_ranges
    from correction.store import Placement, open_project

    with closing(open_project(folder, database)) as project:
        entries = {page.id: page for page in project.pages()}
        named = read_ranges(pages, list(entries))
        if issue == NOWHERE:
            project.place_pages([Placement(page, None, None, entries[page].label) for page in named])
            return
        last = max((p.sequence or 0 for p in project.issue_pages(issue) if p.id not in named), default=0)
        places = enumerate(named, last + 1)
        project.place_pages([Placement(page, issue, n, entries[page].label) for n, page in places])
        _say(project, next(i for i in project.issues() if i.id == issue))


@issues.command()
@click.argument("kept", metavar="ISSUE")
@click.argument("gone", metavar="ISSUE...", nargs=-1, required=True)
@project_options
def merge(folder: Path, database: str | None, kept: str, gone: tuple[str, ...], verbose: bool) -> None:
    """Make one issue of several: the pages of the others go behind those of the first."""
    from correction.store import open_project

    with closing(open_project(folder, database)) as project:
        project.merge_issues(kept, gone)
        _say(project, next(issue for issue in project.issues() if issue.id == kept))


@issues.command()
@click.argument("issue_id", metavar="ISSUE")
@project_options
@click.option("--title", help="Another newspaper.")
@click.option("--date", help="Another day: 1895-07-06; an empty word for none.")
@click.option("--edition", help="Another edition.")
@click.option("--number", help="Another number.")
def change(folder: Path, database: str | None, issue_id: str, **options: Any) -> None:
    """Correct what an issue is called; one of the same title, day, edition and number is joined with it."""
    from correction.store import open_project
    from ocr.errors import UsageError

    with closing(open_project(folder, database)) as project:
        found = next((issue for issue in project.issues() if issue.id == issue_id), None)
        if found is None:
            raise UsageError(f"there is no issue {issue_id}", "galley project issues lists titles and issues")
        if options["title"] is not None:
            found = replace(found, title=project.add_title(options["title"]).id)
        if options["date"] is not None:
            found = replace(found, date=options["date"] or None)
        if options["edition"] is not None:
            found = replace(found, edition=options["edition"])
        if options["number"] is not None:
            found = replace(found, label=options["number"])
        _say(project, project.change_issue(found))


@issues.command()
@click.argument("old", metavar="TITLE")
@click.argument("new", metavar="NAME")
@project_options
def rename(folder: Path, database: str | None, old: str, new: str, verbose: bool) -> None:
    """Give a newspaper another name; where one has that name already, both become one."""
    from correction.store import open_project
    from ocr.errors import UsageError

    with closing(open_project(folder, database)) as project:
        found = _title(project, old)
        if found is None:
            raise UsageError(f"there is no title {old}", "galley project issues lists titles and issues")
        click.echo(project.rename_title(found.id, new).name)


@issues.command()
@click.argument("named", metavar="ISSUE|TITLE")
@project_options
def remove(folder: Path, database: str | None, named: str, verbose: bool) -> None:
    """Remove an issue (i_...), or a title without issues; the pages stay in the project and stand in none."""
    from correction.store import open_project

    with closing(open_project(folder, database)) as project:
        title = _title(project, named)
        if title is not None:
            project.remove_title(title.id)
        else:
            project.remove_issue(named)


for command in (propose, read, write):
    issues.add_command(command)


def _title(project: Project, named: str) -> Title | None:
    """The newspaper of an id or a name."""
    return next((title for title in project.titles() if named in (title.id, title.name)), None)


def _say(project: Project, issue: Issue) -> None:
    """Say how an issue stands now."""
    from correction.issues.collation import Holdings
    from correction.issues.listing import list_holdings

    titles = [title for title in project.titles() if title.id == issue.title]
    for line in list_holdings(Holdings(titles, [issue], project.pages())):
        click.echo(line)
