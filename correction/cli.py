"""The command line: `galley` and how it ends.

In: words. Out: an exit code: 0 done, 1 something failed, 2 nothing could be done, 130 interrupted. Errors are one
line on standard error. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from correction.commands.export import export
from correction.commands.import_files import import_files
from correction.commands.ocr import ocr
from correction.commands.options import VERBOSE
from correction.commands.project import project
from correction.commands.repair import repair
from correction.commands.review import review
from correction.commands.search import search
from correction.commands.trace import trace
from correction.commands.undo import undo
from correction.version import installed_version
from ocr.errors import GalleyError

NOTHING_DONE = 2
INTERRUPTED = 130


def _say_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"galley {installed_version()}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Say it.")
def galley() -> None:
    """Turn scanned newspaper pages into clean, proven articles."""


for command in (ocr, import_files, repair, review, search, export, trace, undo, project):
    galley.add_command(command)


def main() -> NoReturn:
    """Run the words of the command line and leave with the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run a command and give its exit code; errors are printed, never raised."""
    try:
        with galley.make_context("galley", list(words)) as context:
            return _run_in(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return NOTHING_DONE
    except click.ClickException as error:
        return _complain(error.format_message(), _usage(error))


def _run_in(context: click.Context) -> int:
    try:
        code = galley.invoke(context)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (click.exceptions.Exit, click.ClickException):
        raise
    except (KeyboardInterrupt, click.Abort):
        click.echo("galley: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough; Python would complain once more when it closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if context.meta.get(VERBOSE):
            import traceback

            traceback.print_exc()
        return _fail(error)


def _fail(error: Exception) -> int:
    if isinstance(error, GalleyError):
        click.echo(f"galley: {' '.join(str(error).splitlines())}", err=True)
        return error.exit_code
    if isinstance(error, OSError):
        return _complain(f"{error.filename or 'the system'}: {error.strerror or error}", "check the disk and the path")
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return _complain(f"something unforeseen happened ({said})", "run again with --verbose and report what it prints")


def _complain(problem: str, remedy: str) -> int:
    click.echo(f"galley: {' '.join(problem.split()).rstrip('.')} - {remedy}", err=True)
    return NOTHING_DONE


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see {context.command_path if context else 'galley'} --help"
