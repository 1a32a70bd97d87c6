"""The history of a line: what each engine read, and what persons made of it.

In: a page that somebody sits at, a line of it. Out: a `LineHistory`. What was decided on lines that became this one,
because it was cut or fused or the page was read anew, belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from correction.anchoring import landings
from correction.decisions import TEXTUAL, WORKFLOW, sightings, standing
from correction.desk.desk import Sitting
from correction.desk.view import Edges, edges
from correction.line_work import made_by
from ocr.errors import MissingError


class ReadText(msgspec.Struct, frozen=True):
    """What an engine read; `base` is the reading that decisions build on, `time` when its run began."""

    engine: str
    model: str
    version: str
    text: str
    confidence: float | None
    base: bool
    time: str


class Decided(msgspec.Struct, frozen=True, omit_defaults=True):
    """A decision about the line; `before` and `after` where it is on its text. `undone` names who took it back."""

    id: str
    kind: str
    author: str
    time: str
    value: str | None = None
    before: str | None = None
    after: str | None = None
    remark: str = ""
    batch: str = ""
    undone: str = ""
    undone_at: str = ""


class LineHistory(msgspec.Struct, frozen=True):
    """A line now, its readings, and what was decided about it, oldest first. `read` is the base reading's text."""

    id: str
    box: Edges
    vertical: bool
    text: str
    read: str
    readings: tuple[ReadText, ...]
    decided: tuple[Decided, ...]


def line_history(sitting: Sitting, line_id: str, started: Mapping[str, str]) -> LineHistory:
    """What happened to a line; `started` are the times of runs by id. Raises MissingError for one that there is not."""
    line = sitting.lines.get(line_id)
    if line is None:
        raise MissingError(f"there is no line {line_id}", "reload the page: it was read anew")
    page = sitting.page
    readings = tuple(
        ReadText(r.engine, r.model, r.version, said.text, said.confidence, r.id == page.base, started.get(r.run, ""))
        for r in page.readings
        if (said := r.lines.get(line_id))
    )
    text = sitting.text_of(line_id)
    decided = tuple(_decided(sitting, line_id))
    return LineHistory(
        line_id, edges(line.box), line.direction == "vertical", text, page.text_of(line_id), readings, decided
    )


def _decided(sitting: Sitting, line_id: str) -> Iterator[Decided]:
    kin = _kin(sitting, line_id)
    undos = {d.value: d for d in standing(sitting.log) if d.kind == "undo"}
    for decision in sitting.log:
        seen = next((anchor for anchor in decision.at if anchor.line in kin), None)
        if decision.kind in WORKFLOW or (seen is None and not kin & set(made_by(decision))):
            continue
        undo = undos.get(decision.id)
        textual = decision.kind in TEXTUAL and seen is not None
        yield Decided(
            decision.id,
            decision.kind,
            decision.author,
            decision.time,
            decision.value,
            seen.text if textual and seen else None,
            (decision.value or "") if decision.kind == "text" else seen.text if textual and seen else None,
            decision.remark,
            decision.batch,
            undo.author if undo else "",
            undo.time if undo else "",
        )


def _kin(sitting: Sitting, line_id: str) -> set[str]:
    """The line, and those that it was made of or that it was before the page was read anew."""
    kin = {line_id}
    for decision in reversed(sitting.log):
        if kin & set(made_by(decision)):
            kin |= {anchor.line for anchor in decision.at}
    if any(a.line not in sitting.lines and a.line not in kin for d in sitting.log for a in d.at):
        landed = landings(sitting.page, sightings(sitting.log))
        kin |= {old for old, landing in landed.items() if line_id in landing.lines}
    return kin
