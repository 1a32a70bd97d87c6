"""`galley project`: how a project stands, whether it is sound, its pictures, and a copy of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from correction.commands.decisions import decisions
from correction.commands.issues import issues
from correction.commands.options import ManyValues, project_options
from correction.commands.pages import assign, pages, state


@click.group()
def project() -> None:
    """Look after a project."""


for command in (issues, pages, state, assign, decisions):
    project.add_command(command)


@project.command()
@project_options
def status(folder: Path, database: str | None, verbose: bool) -> None:
    """Count pages, name those that failed, and say when reading was last done.

    --verbose names every page's file, and the path that it was taken in from.
    """
    from correction.store import REVIEW_STATES, LibraryQuery, open_project

    with closing(open_project(folder, database)) as found:
        listed = found.library(LibraryQuery(states=() if verbose else ("failed",), limit=None))
        runs, decisions = found.runs(), found.count_decisions()
    counts = listed.counts
    read = sum(counts.get(state, 0) for state in REVIEW_STATES)
    click.echo(f"pages: {read} read, {counts.get('new', 0)} waiting, {counts.get('failed', 0)} failed")
    if reviewed := [f"{counts[state]} {state}" for state in REVIEW_STATES[1:] if state in counts]:
        click.echo(f"of these: {', '.join(reviewed)}")
    click.echo(f"decisions: {decisions}")
    if runs:
        click.echo(f"last run: {runs[-1].started}, {'finished' if runs[-1].finished else 'not finished'}")
    for entry in (row.entry for row in listed.rows):
        frame = f" [{entry.source.frame + 1}]" if entry.source.frame else ""
        origin = f" (from {entry.origin})" if entry.origin and verbose else ""
        note = f": {entry.note}" if entry.note else ""
        click.echo(f"{entry.id} {entry.state} {entry.source.path}{frame}{origin}{note}")


@project.command()
@project_options
@click.option("--mend", is_flag=True, help="Put right what can be.")
def check(folder: Path, database: str | None, mend: bool, verbose: bool) -> int:
    """Verify the database, every record, every scan's checksum, and what is cached against the log."""
    from correction.audit import audit
    from correction.progress import Terminal
    from correction.store import LibraryQuery, open_project

    named = left = 0
    with closing(open_project(folder, database)) as found:
        with Terminal() as terminal:
            for fault in audit(found, mend, terminal):
                terminal.say(f"galley: {fault}")
                named += 1
                left += not fault.mended
        pages = found.library(LibraryQuery(limit=0)).total
    if not named:
        click.echo(f"all is well: {pages} pages")
    return 1 if left else 0


@project.command(cls=ManyValues)
@project_options
@click.option("--page", "pages", metavar="ID...", multiple=True, help="Only these pages.")
def overlay(folder: Path, database: str | None, pages: tuple[str, ...], verbose: bool) -> int:
    """Draw what was found over the page images, into the project's folder overlays/.

    Beside each picture a text file has the ids of its lines. A page that cannot be drawn is named, and the others are
    drawn.
    """
    from correction.exchange.target import write_file
    from correction.proof import arranged
    from correction.store import open_project
    from ocr.errors import GalleyError
    from ocr.ingest import load, verify
    from ocr.overlay import draw, list_lines

    with closing(open_project(folder, database)) as found:
        wanted = pages or [entry.id for entry in found.pages() if entry.was_read]
        failed = 0
        for page_id in wanted:
            try:
                page = arranged(found, page_id)
                source = found.located(page.source)
                verify(source)  # over another picture nothing would stand where it belongs
                image = load(source).image
                click.echo(write_file(found.root / "overlays" / f"{page_id}.png", draw(page, image)))
                write_file(found.root / "overlays" / f"{page_id}.txt", list_lines(page).encode("utf-8", "replace"))
            except GalleyError as error:
                failed += 1
                click.echo(f"galley: {page_id}: {error}", err=True)
    return (2 if failed == len(wanted) else 1) if failed else 0


@project.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@project_options
def backup(folder: Path, database: str | None, file: Path, verbose: bool) -> int:
    """Write the project with its scans into one zip, even while it is in use.

    Scans that are gone are named, and the rest is written.
    """
    from correction.exchange.target import spare_scan
    from correction.store.backup import backup as write
    from correction.store.folder import ProjectFolder

    with closing(ProjectFolder.open(folder, database)) as found:
        made = write(found, spare_scan(file))
    for path in made.missing:
        click.echo(f"galley: {path}: the scan is missing, and so from the backup - read its file again", err=True)
    outside = f"; {len(made.outside)} more are referenced and stay where they are" if made.outside else ""
    click.echo(f"{file}: the project with {len(made.scans)} scans{outside}")
    return 1 if made.missing else 0


@project.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@project_options
def restore(folder: Path, database: str | None, file: Path, verbose: bool) -> None:
    """Make a new project folder from a backup, with a galley.db of its own."""
    from correction.store import LibraryQuery
    from correction.store.backup import restore as read
    from ocr.errors import UsageError

    if database:
        raise UsageError("a backup is restored into a galley.db of its own", "leave out --database")
    with closing(read(file, folder)) as found:
        click.echo(f"{found.root}: {found.library(LibraryQuery(limit=0)).total} pages")
