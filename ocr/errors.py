"""The errors that people see: one base, each child with a remedy and the exit code of its command."""

from __future__ import annotations


class GalleyError(Exception):
    """Something that went wrong and what to do about it, in one line each.

    `exit_code` follows the command line's contract: 2 where nothing could be done.
    """

    exit_code: int = 2

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem} - {self.remedy}"

    def __reduce__(self) -> tuple[type[GalleyError], tuple[str, str]]:
        # Errors travel from worker processes to the parent; the default would lose the remedy.
        return type(self), (self.problem, self.remedy)


class UsageError(GalleyError):
    """The command was asked for something that it does not know."""


class MissingError(UsageError):
    """Something was named that there is not: a page, a line, an issue."""


class LockedError(UsageError):
    """A page is accepted: what it says is not changed."""


class InputError(GalleyError):
    """A file or folder cannot be read as scans or text."""


class EngineError(GalleyError):
    """A recognition engine is missing, lacks a language or failed."""


class ProjectError(GalleyError):
    """The project folder or its database cannot be used."""


class DamageError(ProjectError):
    """A record in a project's database cannot be decoded; the others can."""


class OutputError(GalleyError):
    """A result cannot be written: permission, a full disk, a folder in the way."""
