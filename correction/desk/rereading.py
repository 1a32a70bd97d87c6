"""Reading lines again from the desk, in the process beside the server: what is read is offered, and changes no text.

In: what a person asks for. Out: `ReadAgain`, with the texts by line; lines that were found in a drawn box are added to
the page by one act.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from correction.desk.desk import Desk
from correction.desk.saving import signed, take
from correction.desk.view import Edges
from correction.locking import refuse_locked
from correction.rereading import add_found, read_page_again
from correction.review import rule
from correction.store import Project
from ocr.errors import EngineError, UsageError
from ocr.page import Box
from ocr.reading_again import Again
from ocr.settings import PageSettings

EngineName = Literal["auto", "tesseract", "rapidocr", "vote"]


class Wish(msgspec.Struct, frozen=True):
    """What is to be read again, and by which engine: lines, or what stands in a `box` of the page image."""

    author: str
    engine: EngineName
    lines: tuple[str, ...] = ()
    box: Edges | None = None


class ReadAgain(msgspec.Struct, frozen=True):
    """What was read of each line, by which engine; `added` are lines that the page has since."""

    engine: str
    texts: dict[str, str]
    added: tuple[str, ...]


def engines() -> tuple[str, ...]:
    """The engines that can read here, the one that Galley itself would take first."""
    from ocr.engines.tesseract import own_folder  # brings OpenCV

    return ("auto", "rapidocr", "tesseract", "vote") if own_folder() else ("auto", "rapidocr")


def read_lines_again(desk: Desk, page_id: str, wish: Wish) -> ReadAgain:
    """Read lines, or a box, again. Raises UsageError for what cannot be read, or a page that is accepted."""
    author = signed(wish.author)
    sitting = desk.sit(page_id)
    refuse_locked(sitting.log, [rule(page_id, "text", "", author)])
    wanted = wish.lines if wish.box is None else _box(wish.box)
    again = desk.background.do(_read, page_id, wanted, wish.engine)
    desk.forget(page_id)
    with desk.lock(page_id):
        sitting = desk.sit(page_id)
        take(desk, sitting, add_found(sitting.page, again, author), author)
    if not again.readings:
        raise EngineError("nothing was read", "draw the box closer around the print, or take another engine")
    best = again.readings[0]
    texts = {line: text.text for line, text in best.lines.items()}
    return ReadAgain(best.engine, texts, tuple(line.id for line in again.found))


def _box(edges: Edges) -> Box:
    left, top, right, bottom = edges
    if right <= left or bottom <= top:
        raise UsageError("the box has no width or no height", "draw it again")
    return Box(left, top, right, bottom)


def _read(project: Project, page_id: str, wanted: tuple[str, ...] | Box, engine: EngineName) -> Again:
    return read_page_again(project, page_id, wanted, PageSettings(engine=engine))
