"""`galley undo`: a decision, or a change that repair made, is taken back by one more decision."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from correction.commands.options import author_option, project_options

if TYPE_CHECKING:
    from correction.exchange import Export
    from correction.review import Decision
    from correction.turning import Entry


@click.command()
@click.argument("changes", metavar="CHANGE...", nargs=-1, required=True)
@project_options
@author_option
def undo(folder: Path, database: str | None, changes: tuple[str, ...], author: str, verbose: bool) -> int:
    """Take changes back.

    CHANGE is the id of a decision (d_...), of a hyphen in the ledger (h_...) or of any change that repair made or
    offers (c_...); a json export has the ids. A decision loses its effect. A hyphen that was joined is kept as printed,
    one that was kept is joined, an offer is accepted. A change is taken off the text, and put on again by the next
    undo. What is undone already stays so and is named, with exit code 1. Nothing is written unless all the ids are
    found.
    """
    from correction.proof import prove
    from correction.review import taken_back
    from correction.review import undo as take_back
    from correction.store import open_project
    from correction.turning import find_entries
    from ocr.errors import UsageError

    wanted = list(dict.fromkeys(changes))
    with closing(open_project(folder, database)) as project:
        log = {decision.id: decision for decision in project.decisions()}
        if missing := [change for change in wanted if change.startswith("d_") and change not in log]:
            raise UsageError(f"there is no decision {', '.join(missing)}", "galley project decisions lists them")
        unknown = [change for change in wanted if change not in log]
        proofs = prove(project) if unknown else None
        entries = find_entries(proofs.articles, unknown) if proofs else []
        undone = taken_back(log.values())
        made = [take_back(log[change], author) for change in wanted if change in log and change not in undone]
        made += [_turned(proofs, entry, author) for entry in entries if proofs]
        project.append(made)
    for decision in made:
        click.echo(f"{decision.id} {decision.kind} {decision.value}")
    already = [change for change in wanted if change in undone]
    for change in already:
        by = undone[change]
        click.echo(f"galley: {change} is undone already - to have it again: galley undo {by}", err=True)
    return 1 if already else 0


def _turned(proofs: Export, entry: Entry, author: str) -> Decision:
    """The decision that turns a hyphen of the ledger or a change."""
    from correction.review import Reviewed, decide
    from correction.turning import turned

    page = next(page for page in proofs.pages if any(line.id == entry.line for line in page.lines))
    kind, value = turned(entry)
    return decide(page, kind, [entry.line], value, author, Reviewed(proofs.texts.get(page.id, {})))
