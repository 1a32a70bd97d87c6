"""Reading some lines of a project's page again: the new reading stands beside the others, no reviewed text changes.

In: a project, a page, lines or a drawn box. Out: what was read, saved; and the decisions that add lines found in a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from correction.decision_values import AddedLine, write_value
from correction.decisions import Decision, decide, new_batch_id
from correction.proof import arranged
from correction.store import Project
from ocr.page import Box, Page
from ocr.settings import PageSettings

if TYPE_CHECKING:
    from ocr.prepare import GreyImage
    from ocr.reading_again import Again


def read_page_again(
    project: Project,
    page_id: str,
    wanted: Sequence[str] | Box,
    settings: PageSettings,
    image: GreyImage | None = None,
) -> Again:
    """Read lines of a page, or what stands in a box, and save the readings; the page builds on its old one as before.

    `image` is the page's where it is at hand. Raises UsageError where there is nothing to read, EngineError where no
    engine can, InputError where the scan cannot be read.
    """
    from ocr.ingest import load  # brings OpenCV and the engines
    from ocr.reading_again import read_again

    stored = project.load_page(page_id)
    if image is None:
        image = load(project.located(stored.source)).image
    again = read_again(arranged(project, page_id), image, wanted, settings)
    if not any(reading.lines for reading in again.readings):
        return again
    saved = project.save_page(replace(stored, readings=(*stored.readings, *again.readings)))
    return replace(again, readings=saved.readings[len(stored.readings) :])


def add_found(page: Page, again: Again, author: str) -> tuple[Decision, ...]:
    """The decisions, one act, that add the lines found in a box to a page; the layout finds their places."""
    batch = new_batch_id() if len(again.found) > 1 else ""
    return tuple(
        replace(
            decide(page, "add", (), write_value(AddedLine(line.id, line.polygon, line.direction)), author), batch=batch
        )
        for line in again.found
    )
