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
    from correction.plan import Plan
    from correction.progress import Terminal
    from correction.reading import Request
    from correction.report import Result, Row
    from correction.store import Project
    from correction.watch import Watch
    from ocr.events import CancelToken
    from ocr.layout.overrides import Overrides
    from ocr.settings import PageSettings

# Full pages take one to five minutes, on a machine with six times as many programs as cores a quarter of an hour.
PAGE_SECONDS = 3600
PAGE_MEMORY = 4096  # MB; full pages of 10 to 25 megapixels took up to 780, one of 85 megapixels 890
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
@click.option("--scheduler", metavar="ADDRESS", help="Read on the workers of a Dask scheduler, as tcp://HOST:8786.")
@click.option(
    "--page-seconds",
    metavar="N",
    type=click.FloatRange(0),
    default=PAGE_SECONDS,
    help=f"What a page may take, {PAGE_SECONDS} when not given; 0 is no limit.",
)
@click.option(
    "--page-memory",
    metavar="MB",
    type=click.IntRange(0),
    default=PAGE_MEMORY,
    help=f"What a page may take, {PAGE_MEMORY} when not given; 0 is no limit.",
)
@click.option("--overrides", metavar="FILE", type=click.Path(path_type=Path), help="Layout decisions, by page id.")
@click.option("--force", is_flag=True, help="Read pages again; old readings and decisions stay.")
@click.option("--changed", is_flag=True, help="Read pages again that were read with other settings or models.")
@click.option("--watch", metavar="DIR", type=click.Path(path_type=Path), help="Go on with files that come into DIR.")
@click.option("--dry-run", is_flag=True, help="Say what would be read and what it takes, and write nothing.")
@click.option("--report", metavar="FILE.csv", type=click.Path(path_type=Path), help="Write a row for every page.")
@click.option("--quiet", is_flag=True, help="Print nothing but failures.")
def ocr(folder: Path, inputs: tuple[str, ...], database: str | None, **options: Any) -> int:
    """Read scans into a project.

    INPUT is files, folders and globs: JPEG, PNG, TIFF, JPEG 2000, WebP, PDF. What the project has already is
    skipped. Without INPUT the pages that wait or failed are read. Interrupted, the same command goes on.
    """
    from correction.reading import inputs_to_files
    from correction.report import Result, write_report

    files, lost = inputs_to_files(inputs)
    for row in lost:
        click.echo(f"galley: {' '.join(row.note.splitlines())}", err=True)
    if lost and not files and not options["watch"]:
        if options["report"]:
            write_report(options["report"], lost)
        return Result(lost).exit_code
    request = _request(folder, files, lost, options)
    result = (_dry_run if options["dry_run"] else _read)(folder, database, request, options)
    return replace(result, rows=lost + result.rows).exit_code


def _request(folder: Path, files: tuple[Path, ...], lost: tuple[Row, ...], options: Mapping[str, Any]) -> Request:
    from correction.reading import Request
    from ocr.batch import Limits

    return Request(
        files,
        _settings(options),
        options["jobs"] or _cores(),
        options["force"],
        _overrides(options["overrides"]),
        options["changed"],
        Limits(options["page_seconds"] or None, options["page_memory"] * 2**20 or None),
        options["scheduler"],
        _watch(options["watch"], folder),
        options["report"],
        lost,
    )


def _settings(options: Mapping[str, Any]) -> PageSettings:
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
    return PageSettings(language, script, direction, options["engine"], tessdata, options["models"])


def _watch(watched: Path | None, folder: Path) -> Watch | None:
    if watched is None:
        return None
    from correction.watch import Watch
    from ocr.errors import UsageError

    if not watched.is_dir():
        raise UsageError(f"--watch {watched} is no folder", "make it first, or check the spelling of the path")
    return Watch(watched, folder)


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
    from correction.plan import plan
    from correction.report import write_report
    from correction.store import open_project

    if (folder / "galley.toml").exists():
        with closing(open_project(folder, database)) as project:
            found = plan(project, request)
    else:
        found = plan(None, request)
    words = {"planned": "would read", "skipped": "would skip", "failed": "cannot read"}
    for row in found.result.rows:
        frame = f" [{row.frame + 1}]" if row.frame is not None else ""
        note = f": {row.note}" if row.note else ""
        click.echo(f"{words[row.state]} {row.file}{frame}{note}", err=row.state == "failed")
    _tell_plan(found, request)
    if request.report:
        write_report(request.report, request.lost + found.result.rows)
    return found.result


def _tell_plan(found: Plan, request: Request) -> None:
    from correction.progress import duration

    told = f"the last {found.pace.pages} pages of the project" if found.pace.pages else "a rule of thumb"
    click.echo(f"pages: {found.pages} to read, {found.megapixels:.0f} megapixels")
    click.echo(
        f"time: about {duration(found.seconds)} with --jobs {request.workers}, by {told} "
        f"({found.pace.seconds:.1f} seconds of a core for a megapixel)"
    )
    click.echo(f"disk: {_megabytes(found.scans)} of scans, {_megabytes(found.records)} of records, about")


def _megabytes(size: float) -> str:
    return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.1f} GB"


def _read(folder: Path, database: str | None, request: Request, options: Mapping[str, Any]) -> Result:
    from correction.progress import ProgressFile, Terminal
    from correction.reading import read_into
    from correction.store import create_project, open_project
    from ocr.events import CancelToken, Event

    cancel = CancelToken()
    # Without files there must be a project to go on with.
    make = create_project if request.files or request.watch else open_project
    with (
        closing(make(folder, database)) as project,
        Terminal(options["quiet"], options["verbose"]) as terminal,
        _interruptible(cancel, terminal),
    ):
        record = ProgressFile(project.root)

        def listen(event: Event) -> None:
            terminal(event)
            record(event)

        if options["watch"] and not options["quiet"]:
            terminal.say(f"galley: watching {options['watch']}; Ctrl-C ends it")
        result = read_into(project, request, listen, cancel)
        if not result.fatal and not cancel.cancelled:
            result = _file(project, result, terminal, cancel)
    _summarise(result, options)
    return result


def _file(project: Project, result: Result, terminal: Terminal, cancel: CancelToken) -> Result:
    """Make what was read ready for search; a fault there is a warning, for every page is saved."""
    from contextlib import suppress

    from correction.commands.filing import file_passages
    from ocr.errors import GalleyError

    try:
        with suppress(KeyboardInterrupt):
            file_passages(project, terminal, cancel)
    except GalleyError as error:
        words = f"not every page is ready for search, the next search makes up for it: {error}"
        return replace(result, warnings=(*result.warnings, words))
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
    if options["force"] and not result.rows and not result.watched:
        words.append("none waits or failed (to read pages again, name their files)")
    if skipped := result.count("skipped"):
        words.append(f"{skipped} skipped (the project has them already)")
    if busy := result.count("busy"):
        words.append(f"{busy} skipped (another run is reading them)")
    if failed := result.count("failed"):
        words.append(f"{failed} failed")
    if result.others:
        words.append(f"{result.others} of them read with other settings (--changed reads these anew)")
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
    elif result.watched:
        click.echo("the watch is over: every file that had come was seen to")
