"""`galley review`: the screens, served to a browser on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from correction.commands.options import project_options


@click.command()
@project_options
@click.option(
    "--host", metavar="H", default="127.0.0.1", show_default=True, help="There is no login: mind who gets in."
)
@click.option("--port", metavar="P", default=7860, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option(
    "--name",
    "names",
    metavar="N",
    multiple=True,
    help="A name by which browsers reach it, as behind a proxy; repeat it.",
)
def review(folder: Path, database: str | None, host: str, port: int, names: tuple[str, ...], verbose: bool) -> None:
    """Show a project's pages beside their pictures and articles, in a browser.

    A folder that is empty, or not there yet, becomes a new project; scans are added to it in the library.
    """
    import ui

    ui.main(folder, host, port, database, names)
