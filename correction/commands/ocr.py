"""`galley ocr`: scans are read into a project."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from correction.commands.options import project_options

if TYPE_CHECKING:
    from correction.progress import Terminal
    from correction.reading import Request, Result
    from ocr.events import CancelToken
    from ocr.layout.overrides import Overrides

MOST_WARNINGS = 20  # that are printed


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1)
@project_options
@click.option("--language", type=click.Choice(["auto", "zh", "zh-Hant", "en", "de", "fr"]), default="auto")
@click.option("--script", type=click.Choice(["auto", "latin", "fraktur", "han"]), default="auto")
@click.option("--direction", type=click.Choice(["auto", "horizontal", "vertical"]), default="auto")
@click.option("--engine", type=click.Choice(["auto", "tesseract", "rapidocr", "vote"]), default="auto")
@click.option("--tessdata", metavar="DIR", type=click.Path(path_type=Path), help="A folder of Tesseract models.")
@click.option(
    "--model",
    "models",
    metavar="NAME",
    multiple=True,
    help="A Tesseract model to read with, instead of those that fit.",
)
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="Pages read at once; one a core when not given.")
@click.option("--overrides", metavar="FILE", type=click.Path(path_type=Path), help="Layout decisions, by page id.")
@click.option("--force", is_flag=True, help="Read pages again; old readings and decisions stay.")
@click.option("--dry-run", is_flag=True, help="Say what would be read, and write nothing.")
@click.option("--report", metavar="FILE.csv", type=click.Path(path_type=Path), help="Write a row for every page.")
@click.option("--quiet", is_flag=True, help="Print nothing but failures.")
def ocr(folder: Path, inputs: tuple[str, ...], database: str | None, **options: Any) -> int:
    """Read scans into a project.

    INPUT is files, folders and globs: JPEG, PNG, TIFF, JPEG 2000, WebP, PDF. What the project has already is
    skipped. Without INPUT the pages that wait or failed are read. Interrupted, the same command goes on.
    """
    from correction.reading import Result, inputs_to_files

    files, failed = inputs_to_files(inputs)
    for row in failed:
        click.echo(f"galley: {row.note}", err=True)
    result = Result(())
    if files or not failed:
        request = _request(files, options)
        result = (_dry_run if options["dry_run"] else _read)(folder, database, request, options)
    result = replace(result, rows=failed + result.rows)
    return _write_report(options["report"], result)


def _request(files: tuple[Path, ...], options: Mapping[str, Any]) -> Request:
    from correction.reading import Request
    from ocr.errors import UsageError
    from ocr.settings import PageSettings

    tessdata: Path | None = options["tessdata"]
    if tessdata and not tessdata.is_dir():
        raise UsageError(f"--tessdata {tessdata} is no folder", "give the folder that holds .traineddata files")
    if tessdata and not any(tessdata.rglob("*.traineddata")):
        raise UsageError(f"--tessdata {tessdata} holds no model", "give the folder that holds .traineddata files")
    if options["models"] and options["engine"] == "rapidocr":
        raise UsageError("--model names Tesseract's models, --engine rapidocr has none", "leave one of them out")
    language, script, direction = (
        None if options[name] == "auto" else options[name] for name in ("language", "script", "direction")
    )
    tessdata = tessdata.absolute() if tessdata else None
    settings = PageSettings(language, script, direction, options["engine"], tessdata, options["models"])
    return Request(files, settings, options["jobs"] or _cores(), options["force"], _overrides(options["overrides"]))


def _cores() -> int:
    """The processor cores that this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _overrides(file: Path | None) -> Mapping[str, Overrides]:
    """Read page ids with their Overrides from JSON or TOML."""
    if file is None:
        return {}
    from correction.overrides_file import read_overrides

    return read_overrides(file)


def _dry_run(folder: Path, database: str | None, request: Request, _options: Mapping[str, Any]) -> Result:
    from correction.reading import plan
    from correction.store import open_project

    if (folder / "galley.toml").exists():
        with closing(open_project(folder, database)) as project:
            result = plan(project, request)
    else:
        result = plan(None, request)
    words = {"planned": "would read", "skipped": "would skip", "failed": "cannot read"}
    for row in result.rows:
        frame = f" [{row.frame + 1}]" if row.frame is not None else ""
        note = f": {row.note}" if row.note else ""
        click.echo(f"{words[row.state]} {row.file}{frame}{note}", err=row.state == "failed")
    return result


def _read(folder: Path, database: str | None, request: Request, options: Mapping[str, Any]) -> Result:
    from correction.progress import Terminal
    from correction.reading import read_into
    from correction.store import create_project, open_project
    from ocr.events import CancelToken

    cancel = CancelToken()
    # Without files there must be a project to go on with.
    make = create_project if request.files else open_project
    with (
        closing(make(folder, database)) as project,
        Terminal(options["quiet"], options["verbose"]) as terminal,
        _interruptible(cancel, terminal),
    ):
        result = read_into(project, request, terminal, cancel)
    _summarise(result, options)
    return result


@contextmanager
def _interruptible(cancel: CancelToken, terminal: Terminal) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM stop after the pages in hand, and a second one at once."""

    def stop(_number: int, _frame: object) -> None:
        if cancel.cancelled:
            raise KeyboardInterrupt
        cancel.cancel()
        terminal.say("galley: finishing the pages in hand; interrupt again to stop at once")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _summarise(result: Result, options: Mapping[str, Any]) -> None:
    """Say what was done on standard output, and what ended the run on standard error."""
    from collections import Counter

    if result.fatal:
        click.echo(f"galley: {result.fatal}", err=True)
    for warning in result.warnings[:MOST_WARNINGS]:
        click.echo(f"galley: warning: {warning}", err=True)
    if (more := len(result.warnings) - MOST_WARNINGS) > 0:
        click.echo(f"galley: warning: {more} more warnings on overrides are not shown", err=True)
    if options["verbose"]:
        for row in result.rows:
            if row.trace:
                click.echo(row.trace, err=True)
    if options["quiet"]:
        return
    words = [f"{result.count('read')} read"]
    if options["force"] and not result.rows:
        words.append("none waits or failed (to read pages again, name their files)")
    if skipped := result.count("skipped"):
        words.append(f"{skipped} skipped (the project has them already)")
    if busy := result.count("busy"):
        words.append(f"{busy} skipped (another run is reading them)")
    if failed := result.count("failed"):
        words.append(f"{failed} failed")
    if changed := {decision.page for decision in result.kept} - {row.page for row in result.rows if row.lines}:
        words.append(f"{len(changed)} laid out anew by the overrides")
    click.echo(f"pages: {', '.join(words)}")
    for decision in result.kept:
        click.echo(f"{decision.id} {decision.kind} {decision.page}")
    notes = Counter(row.note for row in result.rows if row.state == "read" and row.note)
    for note, count in notes.most_common(10):
        click.echo(f"  {count} x {note}")
    if result.stopped:
        click.echo("interrupted: run the same command again to go on")


def _write_report(file: Path | None, result: Result) -> int:
    """Write a row for every page as CSV; gives the exit code, which a report that cannot be written makes worse."""
    import csv
    import io

    from correction.exchange.target import write_file
    from ocr.errors import OutputError

    if file is None:
        return result.exit_code
    columns = ("file", "frame", "page", "state", "language", "script", "engine", "lines", "seconds", "note")
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows([getattr(row, column) for column in columns] for row in result.rows)
    try:
        write_file(file, text.getvalue().encode("utf-8", "backslashreplace"))
    except OutputError as error:
        click.echo(f"galley: {error}", err=True)
        return result.exit_code or 1
    return result.exit_code
