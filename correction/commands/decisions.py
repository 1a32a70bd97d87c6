"""`galley project decisions`: what persons decided, of the whole project or of pages, lines and authors."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from correction.commands.options import ManyValues, project_options

if TYPE_CHECKING:
    from correction.review import Decision


@click.command(cls=ManyValues)
@project_options
@click.option("--page", "pages", metavar="ID...", multiple=True, help="Only those on these pages.")
@click.option("--line", "lines", metavar="ID...", multiple=True, help="Only those on these lines.")
@click.option("--author", "authors", metavar="NAME...", multiple=True, help="Only those of these persons.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, with the boxes on which they were made.")
def decisions(
    folder: Path,
    database: str | None,
    pages: tuple[str, ...],
    lines: tuple[str, ...],
    authors: tuple[str, ...],
    as_json: bool,
    verbose: bool,
) -> None:
    """List what persons decided, the oldest first.

    The columns: id, time, author, page, kind, value (of a text the new one), lines, what these said before, remark;
    what was undone is marked.
    """
    from correction.review import taken_back
    from correction.store import open_project

    with closing(open_project(folder, database)) as found:
        for page in pages:
            found.entry(page)
        log = found.decisions(pages[0] if len(pages) == 1 else None)
    undone = taken_back(log)
    chosen = [
        each
        for each in log
        if (not pages or each.page in pages)
        and (not authors or each.author in authors)
        and (not lines or any(anchor.line in lines for anchor in each.at))
    ]
    if as_json:
        click.echo(_json(chosen, undone))
        return
    for each in chosen:
        click.echo(_row(each) + ("\tundone" if each.id in undone else ""))


def _row(each: Decision) -> str:
    value = "-" if each.value is None else each.value
    lines = " ".join(anchor.line for anchor in each.at)
    before = " / ".join(anchor.text for anchor in each.at)
    columns = (
        each.id,
        each.time,
        each.author,
        each.page,
        each.kind,
        value,
        lines or "-",
        before or "-",
        " ".join(each.remark.split()) or "-",
    )
    return "\t".join(columns)


def _json(chosen: list[Decision], undone: Mapping[str, str]) -> str:
    import msgspec

    told = [{**msgspec.to_builtins(each), "undone": undone.get(each.id)} for each in chosen]
    return msgspec.json.format(msgspec.json.encode({"galley": 1, "decisions": told})).decode()
