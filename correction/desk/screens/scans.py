"""Scans come into the project: by upload, or from a folder of the machine; first what that would take is shown.

In: uploaded files, or a path that is typed. Out: files in the project's own folder `in/`, and an order to read them.
Uploads of Gradio can be read by their URL, so nothing is left of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

import ocr
from correction.desk.desk import Desk
from correction.desk.jobs import Jobs
from correction.desk.screens.frame import EVENT, Screen, panel, plainly, sent
from correction.desk.screens.jobs import Pressed, spare_cores, time_words
from correction.desk.screens.markup import Html, button, field, joined, notice, tag
from correction.desk.visitor import Visitor, visitor_of
from correction.exchange.target import make_folder
from correction.plan import Plan, plan
from correction.reading import Request, inputs_to_files
from correction.report import Result, Row
from correction.store.folder import folder_error
from ocr.errors import UsageError
from ocr.ingest import PAGE_SUFFIXES
from ocr.settings import PageSettings

IN_FOLDER = "in"
MOST_ROWS = 12  # of files that the plan names


@dataclass(frozen=True, slots=True)
class Brought(Pressed):
    """A press in the panel, with the folder that is typed there and the one whose plan is shown."""

    folder: str = ""
    planned: str = ""


def build(desk: Desk, base: str = "") -> Screen:
    """Lay upload and folder out inside Gradio's blocks."""
    below = panel("scans", base)
    files = gr.File(
        file_count="multiple",
        file_types=sorted(PAGE_SUFFIXES),
        height=132,
        elem_id="upload",
        container=True,
        interactive=True,
    )

    @plainly
    def act(event: gr.EventData, request: gr.Request) -> Html:
        return press(desk, sent(event, Brought), visitor_of(request))

    @plainly
    def take(names: list[str] | None, request: gr.Request) -> tuple[Any, ...]:
        visitor = visitor_of(request)
        moved, refused = move_in(desk.root, names or [])
        found, _ = survey(desk, str(desk.root / IN_FOLDER)) if moved else (Plan(Result(())), ())
        refused += remove_faulty(moved, found)
        below = plan_view(found, refused, visitor, str(desk.root / IN_FOLDER))
        return gr.update(value=None), scans_panel(visitor, below)

    def show(request: gr.Request) -> list[Any]:
        visitor = visitor_of(request)
        return [scans_panel(visitor), gr.update(label=visitor.words["jobs.upload"])]

    below.act(act, None, below, **EVENT)
    files.upload(take, files, [files, below], **EVENT | {"show_progress": "minimal"})
    return Screen(plainly(show), [below, files])


def press(desk: Desk, brought: Brought, visitor: Visitor) -> Html:
    """Show what a folder would take, or read it; gives the panel as it is then."""
    if brought.do == "read folder":
        files, lost = inputs_to_files([brought.planned])
        if not files:
            raise UsageError(lost[0].note if lost else f"{brought.planned} holds no pages", "give another folder")
        Jobs(desk.root, desk.database).start(brought.order(str(Path(brought.planned).expanduser().absolute())))
        return scans_panel(visitor, told=visitor.words["jobs.started"])
    folder = brought.folder.strip()
    if not folder:
        raise UsageError("no folder is named", "type the path of a folder or a file on this machine")
    found, lost = survey(desk, folder)
    faults = [row.note for row in (*lost, *found.result.rows) if row.state == "failed"]
    return scans_panel(visitor, plan_view(found, faults, visitor, folder), folder)


def read_samples(desk: Desk) -> None:
    """Read the sample pages into the project; raises UsageError where there are none."""
    samples = sample_scans()
    if samples is None:
        raise UsageError("there are no sample pages in this installation", "bring scans of your own")
    Jobs(desk.root, desk.database).start(Pressed().order(str(samples)))


def scans_panel(visitor: Visitor, below: Html | None = None, folder: str = "", told: str = "") -> Html:
    """The form for a folder, and below it what it would take."""
    words = visitor.words
    path = tag("input", name="folder", value=folder, placeholder=words["jobs.folder hint"], spellcheck="false")
    return tag(
        "section",
        tag("h2", words["jobs.add"]),
        tag(
            "form",
            field(words["jobs.folder"], path, class_="field wide"),
            tag("button", words["jobs.look"], type="submit"),
            data_act="look",
            class_="pair",
        ),
        notice(told),
        below,
        class_="scans",
        data_drop=words["jobs.drop"],
        data_or=words["jobs.or"],
        data_pick=words["jobs.pick"],
    )


def survey(desk: Desk, folder: str) -> tuple[Plan, tuple[Row, ...]]:
    """What reading a folder would take, and what of it is no file; nothing is written."""
    files, lost = inputs_to_files([folder])
    if not files:
        return Plan(Result(())), lost
    return plan(desk.project, Request(files, PageSettings(), spare_cores())), lost


def plan_view(found: Plan, faults: Sequence[str], visitor: Visitor, folder: str) -> Html:
    """A plan as markup: pages, time, disk, what cannot be read, and the button that begins it."""
    words = visitor.words
    facts = [
        (words["jobs.plan pages"], f"{found.pages:,}"),
        (words["jobs.plan known"], f"{found.result.count('skipped'):,}"),
        (words["jobs.plan time"], time_words(found.seconds, visitor.language) if found.pages else "–"),
        (words["jobs.plan disk"], f"{(found.scans + found.records) / 1e6:,.0f} MB" if found.pages else "–"),
    ]
    return tag(
        "div",
        tag("dl", [joined([tag("dt", name), tag("dd", value)]) for name, value in facts]),
        _names(found.result.rows, words["jobs.and more"]),
        tag("ul", [tag("li", fault) for fault in faults[:MOST_ROWS]], class_="failures") if faults else None,
        tag("input", type="hidden", name="planned", value=folder),
        button(words["jobs.read these"].format(n=f"{found.pages:,}"), "read folder", class_="first")
        if found.pages
        else notice(words["jobs.nothing new"]),
        class_="plan",
    )


def move_in(root: Path, uploads: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Move uploaded scans into the project and remove all else; gives the files, and why others are none of them."""
    target = make_folder(root / IN_FOLDER)
    moved, refused = [], []
    for name in uploads:
        file = Path(name)
        if file.suffix.lower() in PAGE_SUFFIXES:
            try:
                moved.append(Path(shutil.move(file, free_name(target, file.name))))
            except OSError as error:
                raise folder_error(root, error) from error
        else:
            refused.append(f"{file.name}: no scan - bring JPEG, PNG, TIFF, JPEG 2000, WebP or PDF")
        with suppress(OSError):  # gone with the move
            file.unlink()
        with suppress(OSError):  # Gradio makes a folder for each file
            file.parent.rmdir()
    return moved, refused


def remove_faulty(moved: Sequence[Path], found: Plan) -> list[str]:
    """Remove uploads that cannot be read, which would be in the way for ever; gives why, by their names."""
    faults = []
    for row in found.result.rows:
        if row.state == "failed" and Path(row.file) in moved:
            Path(row.file).unlink(missing_ok=True)
            faults.append(row.note.replace(row.file, Path(row.file).name))
    return faults


def free_name(folder: Path, name: str) -> Path:
    """A name in a folder that no other file has: `page.jpg`, `page-2.jpg`, `page-3.jpg`."""
    place, count = folder / name, 1
    while place.exists():
        count += 1
        place = folder / f"{Path(name).stem}-{count}{Path(name).suffix}"
    return place


def sample_scans() -> Path | None:
    """The folder of sample pages that comes with Galley's source; None in an installation without it."""
    folder = Path(ocr.__file__).parents[1] / "scans"
    return folder if any(folder.glob("*.jpg")) else None


def _names(rows: Sequence[Row], more: str) -> Html | None:
    names = list(dict.fromkeys(Path(row.file).name for row in rows if row.state == "planned"))
    if not names:
        return None
    rest = f" {more.format(n=f'{len(names) - MOST_ROWS:,}')}" if len(names) > MOST_ROWS else ""
    return tag("p", ", ".join(names[:MOST_ROWS]) + rest, class_="dim names")
