"""`galley project issues propose`, `read` and `write`: pages are put into issues, many at a time."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correction.commands.options import ManyValues, project_options

if TYPE_CHECKING:
    from correction.issues.heads import Heads
    from correction.issues.listing import Bundle
    from correction.issues.names import NamePattern
    from correction.issues.rows import PageRow
    from correction.store import PageEntry, Project

STANDARD = "-"  # standard output
LEAST = 0.6  # sure enough to be settled without a look at each


@click.command(cls=ManyValues)
@project_options
@click.option("--pattern", "patterns", multiple=True, metavar="PATTERN...", help="What the names of files say.")
@click.option("--without-names", is_flag=True, help="Do not look at the names of files.")
@click.option("--without-print", is_flag=True, help="Do not look at what is printed.")
@click.option("--scans", type=click.Path(path_type=Path), metavar="DIR", help="The folder that the scans came from.")
@click.option("--title", metavar="TITLE", help="The newspaper that all these pages are of.")
@click.option("--pages", multiple=True, metavar="ID...", help="Only these: p000001-p000008 p000012.")
@click.option("--again", is_flag=True, help="Also pages that stand in an issue already.")
@click.option("--least", type=click.FloatRange(0, 1), default=LEAST, show_default=True, help="Settle what is so sure.")
@click.option(
    "--csv-out", "table", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a table to edit."
)
@click.option("--yes", is_flag=True, help="Settle it. Without this nothing is changed.")
def propose(folder: Path, database: str | None, **options: Any) -> int:
    """Propose issues from what is printed at the head of pages and from the names of their files.

    Nothing is changed without --yes. A PATTERN has fields in braces for parts of a path, its folders included: {title}
    {date:%Y-%m-%d} {yyyymmdd} {yyyy} {mm} {dd} {ee} {edition} {number} {page} {lccn}, and * for anything, as in
    {title}/{date:%Y-%m-%d}/{page} or {lccn}_{yyyymmdd}{ee}_{page}. Without one, patterns are found in the names. The
    path is that from which a scan was taken in. Where the project does not know it, or the scans lie elsewhere now,
    --scans finds it by the bytes of the files.
    """
    from correction.issues.listing import bundle_rows, list_bundles
    from correction.issues.settling import settle
    from correction.store import open_project

    with closing(open_project(folder, database)) as project:
        every = project.pages()
        wanted = _wanted(every, options)
        heads = None if options["without_print"] else heads_of(project, wanted)
        rows = _rows(project, wanted, heads, options)
        bundles = bundle_rows(rows)
        ready = [b for b in bundles if b.can_be_settled and b.confidence >= options["least"]]
        for line in list_bundles(bundles, {page.id: page.position for page in every}):
            click.echo(line)
        if options["table"]:
            _write(options["table"], rows, every)
        if options["yes"]:
            settle(project, [row for bundle in ready for row in bundle.rows])
    _say_outcome(bundles, ready, options["yes"])
    return 1 if heads and heads.failed else 0


@click.command()
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@project_options
@click.option("--dry-run", is_flag=True, help="Say what it would settle, and change nothing.")
def read(folder: Path, database: str | None, file: Path, dry_run: bool, verbose: bool) -> int:
    """Settle pages by a table, a row for each page.

    Its columns are page or file, title, date, edition, number, label, sequence. A row without a title takes its page
    out of its issue; pages without a row stay as they are. Rows that cannot be used are named, and the others are
    settled.
    """
    from correction.issues.listing import bundle_rows, list_bundles
    from correction.issues.settling import settle
    from correction.issues.table import read_table
    from correction.store import open_project
    from ocr.errors import InputError

    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror})", "give a CSV file") from error
    with closing(open_project(folder, database)) as project:
        pages = project.pages()
        table = read_table(data, pages)
        for fault in table.faults:
            click.echo(f"galley: {file.name}, {fault}", err=True)
        ordered = sorted(table.rows, key=lambda row: row.issue_key)
        for line in list_bundles(bundle_rows(ordered), {page.id: page.position for page in pages}):
            click.echo(line)
        if not dry_run:
            settle(project, table.rows)
    done = "would be settled; nothing was changed" if dry_run else "settled"
    click.echo(f"{len(table.rows)} pages {done}")
    return (1 if table.rows else 2) if table.faults else 0


@click.command()
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@project_options
def write(folder: Path, database: str | None, file: Path, verbose: bool) -> None:
    """Write all pages with their issues as a table, to be edited and read back; - is standard output."""
    from correction.issues.rows import PageRow
    from correction.store import open_project

    with closing(open_project(folder, database)) as project:
        pages = project.pages()
        issues = {issue.id: issue for issue in project.issues()}
        titles = {title.id: title.name for title in project.titles()}
    rows = []
    for page in pages:
        issue = issues.get(page.issue or "")
        row = PageRow(page.id, label=page.label, sequence=page.sequence)
        if issue:
            words = (issue.date or "", issue.edition, issue.label)
            row = replace(row, title=titles[issue.title], date=words[0], edition=words[1], number=words[2])
        rows.append(row)
    _write(file, rows, pages)


def heads_of(project: Project, pages: Sequence[PageEntry], sketched: bool = False) -> Heads:
    """The heads of those pages that were read, with a bar in a terminal; names the pages that cannot be loaded."""
    from correction.issues.heads import read_heads

    read_pages = [page.id for page in pages if page.was_read]
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=len(read_pages), label="pages", file=sys.stderr, hidden=hidden) as bar:
        heads = read_heads(project, read_pages, lambda: bar.update(1), sketched)
    for page, error in heads.failed.items():
        click.echo(f"galley: {page}: {error}", err=True)
    return heads


def _wanted(every: Sequence[PageEntry], options: Mapping[str, Any]) -> list[PageEntry]:
    """The pages that a proposal is asked for."""
    from correction.issues.page_ranges import read_ranges

    ids = [page.id for page in every]
    chosen = set(read_ranges(options["pages"], ids) if options["pages"] else ids)
    again = options["again"] or options["pages"]
    return [page for page in every if page.id in chosen and (again or page.issue is None)]


def _rows(
    project: Project, wanted: Sequence[PageEntry], heads: Heads | None, options: Mapping[str, Any]
) -> list[PageRow]:
    from correction.issues.intake import propose_rows
    from correction.issues.names import rows_from_names
    from correction.issues.origins import find_origins, known_origins

    paths = known_origins(wanted)
    if options["scans"]:
        paths |= find_origins(options["scans"], wanted)
    patterns = [] if options["without_names"] else _patterns(options["patterns"], wanted, paths)
    named = {row.page: row for row in rows_from_names(wanted, patterns, paths)}
    title = options["title"]
    held = {issue.title for issue in project.issues()}
    known = [title] if title else [t.name for t in project.titles() if t.id in held]
    rows = propose_rows([page.id for page in wanted], heads.mastheads if heads else {}, named, known)
    return [replace(row, title=title) for row in rows] if title else rows


def _patterns(asked: Sequence[str], pages: Sequence[PageEntry], paths: Mapping[str, str]) -> list[NamePattern]:
    """The patterns that were asked for, or those found in the names, each shown with how many names it fits."""
    from correction.issues.name_patterns import propose_patterns
    from correction.issues.names import file_name, read_pattern

    names = [paths.get(page.id, page.source.path) for page in pages]
    if not asked:
        offers = propose_patterns(names)
        for offer in offers:
            click.echo(f"names: {offer.pattern} fits {offer.names} of {len(names)}, as {offer.example}")
        return [read_pattern(offer.pattern) for offer in offers]
    patterns = [read_pattern(pattern) for pattern in asked]
    for pattern in patterns:
        fits = sum(pattern.match(file_name(name)) is not None for name in names)
        click.echo(f"names: {pattern.text} fits {fits} of {len(names)}")
    return patterns


def _write(file: Path, rows: Sequence[PageRow], pages: Sequence[PageEntry]) -> None:
    from correction.exchange.target import spare_scan, write_file
    from correction.issues.table import write_table

    data = write_table(rows, pages)
    if str(file) == STANDARD:
        sys.stdout.buffer.write(data)
    else:
        click.echo(f"{write_file(spare_scan(file), data)}: {len(rows)} pages")


def _say_outcome(bundles: Sequence[Bundle], ready: Sequence[Bundle], settled: bool) -> None:
    from correction.issues.listing import counted

    pages = sum(len(bundle.rows) for bundle in ready)
    count = f"{counted(len(ready), 'issue')} with {counted(pages, 'page')}"
    click.echo(f"settled: {count}" if settled else f"nothing was changed; --yes settles {count}")
    if left := len(bundles) - len(ready):
        said = "not sure enough or without title or day; see --csv-out, or use issues set"
        click.echo(f"left: {counted(left, 'issue')}, {said}")
