"""`galley import`: pages that others have read are taken into a project."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correction.commands.options import ManyValues, project_options

if TYPE_CHECKING:
    from correction.report import Result


@click.command("import", cls=ManyValues)
@click.argument("inputs", metavar="FILE...", nargs=-1, required=True)
@project_options
@click.option("--images", metavar="DIR...", multiple=True, type=click.Path(path_type=Path), help="Where images lie.")
@click.option(
    "--language",
    type=click.Choice(["auto", "zh", "zh-Hant", "en", "de", "fr"]),
    default="auto",
    help="What else the file says or its text tells.",
)
@click.option(
    "--script",
    type=click.Choice(["auto", "latin", "fraktur", "han"]),
    default="auto",
    help="Say fraktur for Fraktur: no text tells it.",
)
@click.option("--title", metavar="NAME", help="The newspaper's title, where a METS file does not say it.")
@click.option("--layout", type=click.Choice(["keep", "find"]), default="keep", help="Whose regions and order to use.")
@click.option("--second", is_flag=True, help="Have an engine read the imported lines, too: both make the doubts.")
@click.option("--engine", type=click.Choice(["auto", "tesseract", "rapidocr", "vote"]), default="auto")
@click.option("--force", is_flag=True, help="Take in pages that were read before; old readings and decisions stay.")
@click.option("--report", metavar="FILE.csv", type=click.Path(path_type=Path), help="Write a row for every page.")
@click.option("--quiet", is_flag=True, help="Print nothing but failures.")
def import_files(folder: Path, inputs: tuple[str, ...], database: str | None, **options: Any) -> int:
    """Take pages that others have read into a project: PAGE-XML, ALTO, hOCR, METS issues, plain text.

    FILE is files, folders and globs. Images are found by the names and checksums in the files, or by the files' own
    names; nothing is fetched. What was imported is kept as it came, and written again by an export of its format.
    """
    from correction.import_inputs import find_inputs
    from correction.importing import ImportRequest, import_into
    from correction.progress import Terminal
    from correction.report import Result, write_report
    from correction.store import create_project
    from ocr.errors import UsageError
    from ocr.events import CancelToken
    from ocr.settings import PageSettings

    files, lost = find_inputs(inputs)
    for row in lost:
        click.echo(f"galley: {' '.join(row.note.splitlines())}", err=True)
    if not files:
        return Result(lost).exit_code
    if options["report"] and options["report"].resolve() in {file.resolve() for file in files}:
        raise UsageError(f"the report {options['report']} is a file to import", "give another name to --report")
    language, script = (None if options[name] == "auto" else options[name] for name in ("language", "script"))
    request = ImportRequest(
        files,
        options["images"],
        PageSettings(language, script, engine=options["engine"]),
        options["force"],
        options["layout"] == "find",
        options["second"],
        options["title"],
    )
    with closing(create_project(folder, database)) as project, Terminal(options["quiet"], options["verbose"]) as seen:
        result = import_into(project, request, seen, CancelToken())
    if options["report"]:
        write_report(options["report"], (*lost, *result.rows))
    return _tell(result, options["quiet"])


def _tell(result: Result, quiet: bool) -> int:
    if result.fatal:
        click.echo(f"galley: {result.fatal}", err=True)
    counts = [
        (result.count("read"), "imported"),
        (result.count("skipped"), "skipped"),
        (result.count("failed"), "failed"),
    ]
    if not quiet:
        click.echo(", ".join(f"{count} {word}" for count, word in counts if count) or "nothing to import")
        if noted := sum(bool(row.note) for row in result.rows if row.state == "read"):
            click.echo(f"with notes: {noted} (--verbose prints them, --report writes them)", err=True)
    return result.exit_code
