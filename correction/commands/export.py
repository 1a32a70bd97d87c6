"""`galley export`: the articles or pages of a project in a format of the outside world."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from correction.commands.options import ManyValues, project_options, rule_options, switches


@click.command(cls=ManyValues)
@project_options
@click.option("--format", "kind", metavar="json|txt|md|page", required=True, help="What to write.")
@click.option("--to", "target", metavar="OUT", required=True, help="A file (- is standard output), for page a folder.")
@click.option("--page", "pages", metavar="ID...", multiple=True, help="Only these pages.")
@click.option("--article", "articles", metavar="ID...", multiple=True, help="Only these articles.")
@rule_options
def export(
    folder: Path,
    database: str | None,
    kind: str,
    target: str,
    pages: tuple[str, ...],
    articles: tuple[str, ...],
    on: tuple[str, ...],
    off: tuple[str, ...],
    verbose: bool,
) -> None:
    """Write a project's articles, or its pages, in one format."""
    from correction.exchange import find_format
    from correction.exchange.target import write_export
    from correction.proof import prove
    from correction.store import open_project

    chosen = find_format(kind)
    with closing(open_project(folder, database)) as project:
        proofs = prove(project, pages, articles, switches(on, off))
    written = write_export(chosen, proofs, sys.stdout.buffer if target == "-" else Path(target))
    if target != "-" and not proofs.pages:
        click.echo("galley: the project has no page that was read; what was written is empty", err=True)
    if verbose:
        for path in written:
            click.echo(path, err=True)
