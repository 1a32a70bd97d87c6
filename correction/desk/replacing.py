"""Replace on several pages as one act: lines that say something else by now, and locked pages, are left out and named.

In: a `Replacement`, some pages at a time under one batch. Out: what became of each page. All of a batch is taken back
by one undo, wherever its pages are.
"""

from __future__ import annotations

import msgspec

from correction.desk.desk import Desk
from correction.desk.saving import Conflict, Made, Sent, receive
from ocr.errors import GalleyError

ACROSS = "bx_"  # begins the id of a batch whose decisions may be on several pages


class OnPage(msgspec.Struct, frozen=True):
    """The lines of a page as they become."""

    page: str
    made: tuple[Made, ...]


class Replacement(msgspec.Struct, frozen=True):
    """What one person replaces; each decision has the batch's id."""

    author: str
    pages: tuple[OnPage, ...]


class Became(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a page: decisions that are kept, lines that were changed meanwhile, or why it was left out."""

    page: str
    kept: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problem: str = ""


def replace_all(desk: Desk, asked: Replacement) -> list[Became]:
    """Take the texts of some pages into the log, each page as a whole."""
    return [_on_page(desk, asked.author, each) for each in asked.pages]


def _on_page(desk: Desk, author: str, asked: OnPage) -> Became:
    try:
        got = receive(desk, asked.page, Sent(author, asked.made), desk.skim)
    except GalleyError as error:
        return Became(asked.page, problem=error.problem)
    return Became(asked.page, got.kept, got.conflicts)
