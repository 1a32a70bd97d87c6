"""`galley export`: the articles or pages of a project in a format of the outside world."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correction.commands.options import ManyValues, project_options, rule_options, switches

if TYPE_CHECKING:
    from correction.delivery import Delivered, Order
    from correction.store import PageState

_STATES = ("read", "in-progress", "for-review", "accepted")


@click.command(cls=ManyValues)
@project_options
@click.option("--format", "kind", metavar="FORMAT", required=True, help="What to write; README lists the formats.")
@click.option("--to", "target", metavar="OUT", required=True, help="A file (- is standard output), or a folder.")
@click.option("--page", "pages", metavar="ID...", multiple=True, help="Only these pages: p000001-p000008 p000012.")
@click.option("--article", "articles", metavar="ID...", multiple=True, help="Only these articles.")
@click.option("--issue", "issues", metavar="ID...", multiple=True, help="Only the pages of these issues.")
@click.option("--state", "states", type=click.Choice(_STATES), multiple=True, help="Only pages in this state.")
@click.option("--changed-since", "since", metavar="TIME", help="Only pages read or decided on from then on.")
@click.option("--by", "unit", type=click.Choice(["page", "article", "issue"]), help="A file for each of these.")
@click.option("--names", metavar="TEMPLATE", help="Names of files: '{date:%Y%m%d}/{sequence:04}'; README has more.")
@click.option("--version", "version", metavar="N", help="A format's version, where it has several: 2.1 of alto.")
@click.option("--profile", type=click.Choice(["ndnp"]), help="The rules of a programme: ndnp for alto and mets.")
@click.option("--base", metavar="URI", help="What the addresses in iiif and jsonld begin with.")
@click.option("--images/--no-images", default=True, help="Whether scans are written beside text that refers to them.")
@click.option("--quiet", is_flag=True, help="Print nothing but failures.")
@rule_options
def export(folder: Path, database: str | None, target: str, **options: Any) -> int:
    """Write a project's articles, or its pages, in one format.

    Interrupted, the same command goes on where it was, as long as nothing in the project has changed.
    """
    from correction.delivery import deliver
    from correction.exchange import find_format
    from correction.progress import Terminal
    from correction.store import open_project

    find_format(options["kind"])  # a slip of the pen is told before the project is opened
    with closing(open_project(folder, database)) as project, Terminal(options["quiet"]) as terminal:
        order = _order([entry.id for entry in project.pages()], options)
        done = deliver(project, order, sys.stdout.buffer if target == "-" else Path(target), terminal)
    return _tell(done, target, options["verbose"], options["quiet"])


def _order(known: list[str], options: dict[str, Any]) -> Order:
    from correction.delivery import Order
    from correction.exchange import Options, find_format
    from correction.issues.page_ranges import read_ranges
    from correction.selection import Selection, read_time

    kind = find_format(options["kind"])
    states: tuple[PageState, ...] = tuple(state.replace("-", " ") for state in options["states"])
    since = read_time(options["since"]) if options["since"] else None
    pages = tuple(read_ranges(options["pages"], known)) if options["pages"] else ()
    how = Options(*(options[name] for name in ("unit", "names", "version", "profile", "images", "base")))
    selection = Selection(pages, options["issues"], states, since)
    return Order(kind, selection, options["articles"], switches(options["on"], options["off"]), how)


def _tell(done: Delivered, target: str, verbose: bool, quiet: bool) -> int:
    """Say what was written, and what was not; gives the exit code."""
    for failure in done.failures:
        click.echo(f"galley: {failure.part} was not written: {' '.join(str(failure.error).splitlines())}", err=True)
    if done.kept and not quiet:
        click.echo(f"galley: went on with what an earlier run had begun; {done.kept} parts were there", err=True)
    if target != "-" and not done.pages:
        click.echo("galley: no page that was read is asked for; what was written is empty", err=True)
    if verbose:
        for path in done.paths:
            click.echo(path, err=True)
    elif len(done.paths) > 1 and not quiet:
        click.echo(f"{len(done.paths)} files in {target}", err=True)
    return 1 if done.failures else 0
