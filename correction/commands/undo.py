"""`galley undo`: a decision, or a change that repair made, is taken back by one more decision."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from correction.commands.options import project_options

if TYPE_CHECKING:
    from correction.article import Hyphen
    from correction.exchange import Export
    from correction.review import Decision


@click.command()
@click.argument("changes", metavar="CHANGE...", nargs=-1, required=True)
@project_options
def undo(folder: Path, database: str | None, changes: tuple[str, ...], verbose: bool) -> None:
    """Take changes back.

    CHANGE is the id of a decision (d_...) or of a hyphen in the ledger (h_...). A decision loses its effect. A hyphen
    that was joined is kept as printed, one that was kept is joined. Nothing is written unless all the ids are found.
    """
    from correction.proof import prove
    from correction.review import undo as take_back
    from correction.store import open_project
    from ocr.errors import UsageError

    author = _author()
    with closing(open_project(folder, database)) as project:
        log = {decision.id: decision for decision in project.decisions()}
        unknown = [change for change in changes if change not in log]
        proofs = prove(project) if unknown else None
        ledger = {h.id: h for article in proofs.articles for h in article.hyphens} if proofs else {}
        if missing := [change for change in unknown if change not in ledger]:
            raise UsageError(f"there is no change {', '.join(missing)}", "a json export has the ids of the ledger")
        made = [take_back(log[change], author) for change in changes if change in log]
        if proofs:
            made += [_turned(proofs, ledger[change], author) for change in unknown]
        project.append(made)
    for decision in made:
        click.echo(f"{decision.id} {decision.kind} {decision.value}")


def _turned(proofs: Export, hyphen: Hyphen, author: str) -> Decision:
    """The decision that turns a hyphen of the ledger."""
    from correction.review import Reviewed, decide

    page = next(page for page in proofs.pages if any(line.id == hyphen.line for line in page.lines))
    # What the text holds decides: an offer may stand joined or kept.
    joined = hyphen.form == hyphen.left + hyphen.right
    value = ("keep" if hyphen.mark else "keep-space") if joined else "join"
    return decide(page, "hyphen", [hyphen.line], value, author, Reviewed(proofs.texts.get(page.id, {})))


def _author() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a name for its user
        return "unknown"
