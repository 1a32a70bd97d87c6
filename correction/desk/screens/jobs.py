"""The reading of scans on the screen: start, progress, errors in plain words, stop, resume.

In: a `Desk`. Out: a `Screen` of one panel. The browser asks for its upper part again and again over HTTP (`job_view`),
so that a server that restarts meanwhile disturbs nobody.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from correction.desk.desk import Desk
from correction.desk.jobs import Job, Jobs, Order
from correction.desk.screens.frame import EVENT, Screen, panel, plainly, sent
from correction.desk.screens.markup import Html, button, field, joined, notice, select, tag
from correction.desk.visitor import Visitor, visitor_of
from correction.progress import duration
from correction.store import LibraryQuery

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "language": ("auto", "zh", "zh-Hant", "en", "de", "fr"),
    "script": ("auto", "latin", "fraktur", "han"),
    "direction": ("auto", "horizontal", "vertical"),
    "engine": ("auto", "tesseract", "rapidocr", "vote"),
}
MOST_FAILURES = 8  # of pages that the panel tells; the list has them all
_IN_CHINESE = {"s": "秒", "min": "分钟", "h": "小时", "days": "天"}


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press in the panel, with the options that stand in it."""

    do: str = ""
    read_language: str = "auto"
    read_script: str = "auto"
    read_direction: str = "auto"
    read_engine: str = "auto"
    read_jobs: int = 0

    def order(self, *inputs: str) -> Order:
        """What is to be read with these options."""
        jobs = self.read_jobs if self.read_jobs > 0 else spare_cores()
        return Order(inputs, self.read_language, self.read_script, self.read_direction, self.read_engine, jobs)


def build(desk: Desk, base: str = "") -> Screen:
    """Lay the panel out inside Gradio's blocks."""
    shown = panel("jobs", base)

    @plainly
    def act(event: gr.EventData) -> None:
        press(desk, sent(event, Pressed))

    def show(request: gr.Request) -> list[Any]:
        return [job_panel(desk, visitor_of(request))]

    # Nothing is shown anew but what the browser asks for: whoever is choosing options goes on with it.
    shown.act(act, None, None, **EVENT)
    return Screen(plainly(show), [shown])


def press(desk: Desk, pressed: Pressed) -> None:
    """Do what was pressed: read what waits, stop, resume."""
    jobs = Jobs(desk.root, desk.database)
    match pressed.do:
        case "read pending":
            jobs.start(pressed.order())
        case "stop":
            jobs.stop()
        case "resume":
            jobs.resume()


def job_panel(desk: Desk, visitor: Visitor) -> Html:
    """The panel: how reading stands, which the browser renews by itself, and below it the options."""
    live = tag("div", job_view(desk, visitor), data_poll="job")
    return tag("section", tag("h2", visitor.words["jobs.name"]), live, options(visitor), class_="job")


def job_view(desk: Desk, visitor: Visitor) -> Html:
    """How reading stands, with what can be done about it; `data-state` has it in a word."""
    words, job = visitor.words, Jobs(desk.root, desk.database).look()
    counts = desk.project.library(LibraryQuery(limit=1)).counts
    waiting, failed = counts.get("new", 0), counts.get("failed", 0)
    told = "" if job.state == "none" and any(counts.values()) else words[f"jobs.{job.state}"]
    parts = [notice(told), _bar(job, visitor) if job.progress else None, _presses(job, words)]
    if not job.is_going and waiting + failed:
        told = words["jobs.left"].format(waiting=f"{waiting:,}", failed=f"{failed:,}")
        parts.append(tag("p", told, class_="dim"))
        parts.append(button(words["jobs.read pending"].format(n=f"{waiting + failed:,}"), "read pending"))
    parts.append(_failures(desk, job, words))
    return tag("div", joined(parts), data_state=job.state)


def options(visitor: Visitor) -> Html:
    """How pages are to be read."""
    words = visitor.words
    fields = [
        field(
            words[f"jobs.{name}"],
            select(f"read_{name}", [(v, words.get(f"jobs.{name} {v}", words["jobs.auto"])) for v in values], "auto"),
        )
        for name, values in OPTIONS.items()
    ]
    most = os.cpu_count() or 1
    cores = tag("input", type="number", name="read_jobs", min=1, max=most, value=spare_cores())
    return tag(
        "details",
        tag("summary", words["jobs.options"]),
        tag("div", fields, field(words["jobs.at once"], cores), class_="grid"),
    )


def spare_cores() -> int:
    """How many pages are read at once if nobody says: one core is left for whoever works at the screens."""
    return max(1, (os.cpu_count() or 1) - 1)


def time_words(seconds: float, language: str) -> str:
    """A time that is left, in words.

    >>> time_words(170, "en"), time_words(8000, "zh")
    ('3 min', '2.2 小时')
    """
    number, unit = duration(seconds).split(" ")
    return f"{number} {_IN_CHINESE[unit] if language == 'zh' else unit}"


def _bar(job: Job, visitor: Visitor) -> Html:
    """How far it is: a bar, pages done, time left, the page that was finished last."""
    words, progress = visitor.words, job.progress
    assert progress is not None
    share = progress.done / progress.total if progress.total else 0.0
    numbers = words["jobs.done of"].format(done=f"{progress.done:,}", total=f"{progress.total:,}", share=f"{share:.0%}")
    rest = progress.seconds_left
    left = words["jobs.time left"].format(time=time_words(rest, visitor.language)) if rest and job.is_going else ""
    unknown = words["jobs.time unknown"] if job.is_going and rest is None else ""
    counted = words["jobs.counted"].format(read=progress.read, skipped=progress.skipped, failed=progress.failed)
    last = words["jobs.last page"].format(page=progress.last_page) if progress.last_page else ""
    return tag(
        "div",
        tag("progress", value=progress.done, max=max(1, progress.total), aria_label=words["jobs.name"]),
        tag("p", tag("b", numbers), " ", left or unknown),
        tag("p", " · ".join(filter(None, (counted, last))), class_="dim"),
    )


def _presses(job: Job, words: Mapping[str, str]) -> Html | None:
    if job.state == "going":
        return button(words["jobs.stop"], "stop", title=words["jobs.stop hint"])
    if job.state == "ending" and job.asked < 2:
        return button(words["jobs.stop now"], "stop", title=words["jobs.stop now hint"])
    if job.state in ("stopped", "broken"):
        return button(words["jobs.resume"], "resume", class_="first")
    return None


def _failures(desk: Desk, job: Job, words: Mapping[str, str]) -> Html | None:
    """What could not be read, and what to do: pages by the project's list, files that gave no page by the log."""
    query = LibraryQuery(states=("failed",), limit=MOST_FAILURES)
    library = desk.project.library(query)
    pages = [tag("li", tag("b", row.entry.id), " ", row.entry.note) for row in library.rows]
    known = {row.entry.id for row in library.rows}
    files = [tag("li", text) for text in job.complaints if text.split(" ")[0] not in known and not _of_page(text)]
    if not pages and not files:
        return None
    more = library.total - len(library.rows)
    rest = tag("li", words["jobs.more failed"].format(n=f"{more:,}"), class_="dim") if more > 0 else None
    return tag("div", tag("h3", words["jobs.went wrong"]), tag("ul", pages, files, rest), class_="failures")


def _of_page(text: str) -> bool:
    """Whether the process spoke of a page that is in the project: its id stands first."""
    first = text.split(" ")[0]
    return first[:1] == "p" and first[1:].isdigit()
