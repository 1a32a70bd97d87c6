"""What persons decided, on top of what the engines read.

In: a `Page` and its decisions, oldest first. Out: `Reviewed`: texts, marks, layout overrides and line ends for the
next stages, and as proposals the decisions that found no place.
"""

from __future__ import annotations

from collections.abc import Iterable

from correction.decision_values import read_regions, write_region, write_regions
from correction.decisions import (
    SAME,
    STRUCTURE,
    WORKFLOW,
    Decision,
    Kind,
    decide,
    in_force,
    rule,
    sightings,
    taken_back,
    undo,
    written,
)
from correction.line_work import Lines
from correction.replaying import Standing
from correction.reviewed import NOTHING_REVIEWED, Comment, Proposal, Reviewed
from ocr.page import Page

__all__ = [
    "NOTHING_REVIEWED",
    "SAME",
    "STRUCTURE",
    "WORKFLOW",
    "Comment",
    "Decision",
    "Kind",
    "Proposal",
    "Reviewed",
    "decide",
    "in_force",
    "read_regions",
    "replay",
    "rule",
    "sightings",
    "taken_back",
    "undo",
    "write_region",
    "write_regions",
    "written",
]


def replay(page: Page, decisions: Iterable[Decision]) -> Reviewed:
    """Put decisions on a page, the later over the earlier; `page` is the stored one, not as they arranged it.

    A line that is gone is looked for by place and text (`anchoring.landings`); a decision whose line is not found
    becomes a proposal. A line that was cut into pieces has its text laid over them.
    """
    standing = [decision for decision in in_force(decisions) if decision.kind not in WORKFLOW]
    state = Standing(Lines(page, standing))
    for decision in standing:
        state.take(decision)
    return state.reviewed()
