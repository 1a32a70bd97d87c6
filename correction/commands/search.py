"""`galley search`: words are looked for in all that was reviewed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from correction.commands.options import project_options

if TYPE_CHECKING:
    from correction.store import SearchHit


@click.command()
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@project_options
@click.option("--limit", metavar="N", type=click.IntRange(1), default=20, show_default=True, help="Hits at most.")
@click.option("--json", "as_json", is_flag=True, help="Print hits as JSON, with boxes in pixels of the page image.")
def search(
    folder: Path, database: str | None, words: tuple[str, ...], limit: int, as_json: bool, verbose: bool
) -> None:
    """Find words in headings, bylines and paragraphs.

    All WORDS are wanted in one paragraph; '"two words"' stand together, a beginning has * behind it. Case, old
    spellings, traditional and simplified characters are alike.
    """
    from correction.commands.filing import file_passages
    from correction.progress import Terminal
    from correction.search import search as find
    from correction.store import open_project
    from ocr.events import CancelToken

    with closing(open_project(folder, database)) as project:
        with Terminal() as terminal:
            file_passages(project, terminal, CancelToken())
        hits = find(project, " ".join(words), limit)
    if as_json:
        click.echo(_json(hits))
        return
    for hit in hits:
        where = " ".join(filter(None, (hit.date, hit.title, hit.page, hit.line)))
        click.echo(f"{where}: {hit.snippet}")
    if not hits:
        click.echo("nothing was found", err=True)


def _json(hits: list[SearchHit]) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode({"galley": 1, "hits": hits})).decode()
