"""The library: what the project holds, filtered and a screen at a time, and what becomes of the pages that are chosen.

In: a `Desk`. Out: a `Screen` of filters and list, beside them the reading of scans (`jobs`, `scans`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from correction.desk.desk import Desk
from correction.desk.screens import jobs, scans
from correction.desk.screens.filters import Asked, filters
from correction.desk.screens.frame import EVENT, Screen, panel, plainly, sent
from correction.desk.screens.markup import Html, button, joined, tag
from correction.desk.screens.page_list import Shown, issue_words, page_list
from correction.desk.visitor import Visitor, visitor_of
from correction.store import LibraryQuery, PageState, Placement
from ocr.errors import UsageError


def build(desk: Desk, base: str = "") -> Screen:
    """Lay the library out inside Gradio's blocks."""
    panels = Panels(desk, base)
    with gr.Row(elem_id="library", elem_classes="galley-screen"):
        with gr.Column(scale=4, min_width=640, elem_classes="galley-main"):
            above = panel("library-filters", base)
            below = panel("library-list", base)
        with gr.Column(scale=1, min_width=300, elem_classes="galley-side"):
            beside = [jobs.build(desk, base), scans.build(desk, base)]
    outputs = [above, below]
    for part in outputs:
        part.act(panels.act, None, outputs, **EVENT)

    def show(request: gr.Request) -> list[Any]:
        return [*panels.show(request), *(value for part in beside for value in part.show(request))]

    return Screen(plainly(show), outputs + [component for part in beside for component in part.outputs])


class Panels:
    """What the library's panels do when something is pressed in them."""

    def __init__(self, desk: Desk, base: str) -> None:
        self._desk = desk
        self._base = base

    def show(self, request: gr.Request) -> tuple[Any, ...]:
        """Filters and list as a browser first meets them."""
        return self._render(visitor_of(request), Asked())

    @plainly
    def act(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Do what was pressed, and show what there is then."""
        visitor = visitor_of(request)
        asked = settled(sent(event, Asked))
        told = change(self._desk, visitor, asked)
        shown = self._render(visitor, asked, told)
        # Whoever types in the filters must not have them replaced.
        return shown if asked.do in ("clear", "state", "sort", "place", "assign", "list") else (gr.skip(), shown[1])

    def _render(self, visitor: Visitor, asked: Asked, told: str = "") -> tuple[Any, ...]:
        project, words, query = self._desk.project, visitor.words, asked.query
        library = project.library(query)
        if not sum(library.counts.values()) and not project.library(LibraryQuery(limit=1)).total:
            return "", welcome(visitor)
        if library.total and not library.rows:  # the last page of the list became shorter
            query = replace(query, offset=0)
            library = project.library(query)
        titles, people = project.titles(), tuple(project.assignees())
        issues = project.issues(asked.title) if asked.title else []
        names = tuple(title.name for title in titles)
        # Who did one thing with some pages may go on to the next; in another list nothing is chosen.
        kept = frozenset(asked.chosen) if told else frozenset()
        listed = page_list(Shown(words, self._base, query, library, people, names, told, kept))
        return filters(words, asked, titles, issues, people), listed


def settled(asked: Asked) -> Asked:
    """What is asked for after a press: another filter begins at the first page, another title has other issues."""
    if asked.do == "clear":
        return Asked(do="clear", sort=asked.sort, descending=asked.descending, limit=asked.limit)
    return asked if asked.do in ("turn", "set state", "assign", "place") else replace(asked, offset=0)


def change(desk: Desk, visitor: Visitor, asked: Asked) -> str:
    """Do with the chosen pages what was pressed, and give what was done in words; raises UsageError for none chosen."""
    words, pages = visitor.words, asked.chosen
    if asked.do == "samples":
        scans.read_samples(desk)
        return words["jobs.started"]
    if asked.do not in ("set state", "assign", "place"):
        return ""
    if not pages:
        raise UsageError(*_halves(words["library.none chosen"]))
    if asked.do == "set state":
        state: PageState = asked.to_state  # type: ignore[assignment]  # set_state refuses what is none
        desk.project.set_state(pages, state, visitor.name, asked.remark)
        return words["library.state set"].format(n=len(pages), state=words[f"library.state {state}"])
    if asked.do == "assign":
        name = asked.to_person.strip()
        desk.project.assign(pages, name, visitor.name, asked.remark)
        return words["library.given" if name else "library.taken"].format(n=len(pages), name=name)
    if not asked.to_title.strip():
        raise UsageError(*_halves(words["library.no paper named"]))
    return place(desk, visitor, asked)


def place(desk: Desk, visitor: Visitor, asked: Asked) -> str:
    """Put the chosen pages into an issue, behind the pages that it has; gives what was done in words."""
    project = desk.project
    title = project.add_title(asked.to_title.strip())
    issue = project.add_issue(title.id, asked.to_date or None, asked.to_edition.strip())
    there = [entry for entry in project.issue_pages(issue.id) if entry.id not in asked.chosen]
    start = max((entry.sequence or 0 for entry in there), default=0)
    entries = [project.entry(page_id) for page_id in asked.chosen]
    project.place_pages(
        [Placement(entry.id, issue.id, start + n, entry.label) for n, entry in enumerate(entries, start=1)]
    )
    name = " · ".join(filter(None, (title.name, issue_words(issue))))
    return visitor.words["library.placed"].format(n=len(entries), issue=name)


def welcome(visitor: Visitor) -> Html:
    """An empty project explains itself, and offers the pages that come with Galley."""
    words, samples = visitor.words, scans.sample_scans()
    offered = (
        [
            tag("p", words["library.empty samples text"]),
            button(words["library.empty samples"], "samples", class_="first"),
        ]
        if samples
        else [tag("p", words["library.empty no samples"])]
    )
    return tag(
        "section",
        tag("h2", words["library.empty title"]),
        tag("p", words["library.empty text"]),
        tag("div", tag("h3", words["library.empty samples"]), joined(offered)),
        tag("div", tag("h3", words["library.empty own"]), tag("p", words["library.empty own text"])),
        tag("p", words["library.empty reading"], class_="dim"),
        class_="welcome",
    )


def _halves(sentence: str) -> tuple[str, str]:
    """A sentence of the interface as problem and remedy."""
    for mark in (": ", "："):
        problem, found, remedy = sentence.partition(mark)
        if found:
            return problem, remedy
    return sentence, ""
