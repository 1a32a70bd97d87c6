"""Options that several commands share, and how a command says what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

VERBOSE = "galley.verbose"  # The key in the context's meta under which main finds whether to print tracebacks.


def _remember(context: click.Context, _parameter: click.Parameter, value: bool) -> bool:
    context.meta[VERBOSE] = value
    return value


def verbose_option(command: Command) -> Command:
    """Give a command --verbose, which also prints the traceback of an error."""
    return click.option("--verbose", is_flag=True, callback=_remember, help="Say more, and show where an error is.")(
        command
    )


class _Folder(click.Path):
    """A folder's name. An empty one, as of a variable that is not set, would be the folder where one stands."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name as a Path."""
        if value == "":
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)


def project_options(command: Command) -> Command:
    """Give a command --project, --database and --verbose."""
    options = (
        click.option(
            "--project",
            "folder",
            metavar="DIR",
            required=True,
            type=_Folder(path_type=Path),
            help="The project's folder.",
        ),
        click.option(
            "--database", metavar="URL", help="The project's database, when not its galley.db or that of galley.toml."
        ),
        verbose_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def page_options(command: Command) -> Command:
    """Give a command --pages and --issue, either of which says what it is about."""
    options = (
        click.option("--pages", "ranges", multiple=True, metavar="ID...", help="p000001-p000008 p000012."),
        click.option("--issue", metavar="ID", help="All pages of an issue (i_...)."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def author_option(command: Command) -> Command:
    """Give a command --author, the person who decides; the name at the login when not given."""
    return click.option("--author", metavar="NAME", default=_login, help="Who decides; you, when not given.")(command)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a name for its user
        return "unknown"


def rule_options(command: Command) -> Command:
    """Give a command --with and --without, which switch rules of repair on and off."""
    options = (
        click.option("--with", "on", metavar="RULE...", multiple=True, help="Rules of repair to use as well."),
        click.option("--without", "off", metavar="RULE...", multiple=True, help="Rules of repair to leave out."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def switches(on: Sequence[str], off: Sequence[str]) -> dict[str, bool]:
    """Rules by name with what --with and --without say of them; raises UsageError where they contradict each other."""
    from ocr.errors import UsageError

    if both := set(on) & set(off):
        raise UsageError(f"{', '.join(sorted(both))} is asked for and left out", "give it only once")
    return {**dict.fromkeys(on, True), **dict.fromkeys(off, False)}


class ManyValues(click.Command):
    """A command whose repeatable options take several values: `--page p000001 p000002`; its argument comes first."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write `--page A B` as `--page A --page B` before click sees it."""
        many = {
            name
            for parameter in self.params
            if isinstance(parameter, click.Option) and parameter.multiple
            for name in parameter.opts
        }
        spelled: list[str] = []
        current = ""
        for word in args:
            if word.startswith("-"):
                current = word if word in many else ""
                spelled.append(word)
            elif current and spelled[-1] != current:
                spelled += [current, word]
            else:
                spelled.append(word)
        return super().parse_args(ctx, spelled)
