"""Search over all that was reviewed: hits as cards with the words marked and their line's image.

In: a `Desk`. Out: a `Screen` of a form with the hits below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from correction.desk.desk import Desk
from correction.desk.screens.frame import EVENT, REST, Screen, panel, plainly, sent
from correction.desk.screens.markup import Html, button, field, joined, tag
from correction.desk.visitor import Visitor, visitor_of
from correction.search import search
from correction.store import SearchHit

AT_ONCE = 50  # hits on a screen


@dataclass(frozen=True, slots=True)
class Sought:
    """A press on the screen: the words that are looked for, and how many hits are passed over."""

    do: str = ""
    words: str = ""
    passed: int = 0


def build(desk: Desk, base: str = "") -> Screen:
    """Lay the screen out inside Gradio's blocks."""
    with gr.Column(elem_id="search", elem_classes="galley-screen galley-narrow"):
        above = panel("search-form", base)
        below = panel("search-hits", base)

    @plainly
    def act(event: gr.EventData, request: gr.Request) -> Html:
        return find(desk, sent(event, Sought), visitor_of(request), base)

    def show(request: gr.Request) -> list[Any]:
        visitor = visitor_of(request)
        return [form(visitor), tag("p", visitor.words["search.how"], class_="empty")]

    for part in (above, below):
        part.act(act, None, below, **EVENT).then(None, None, None, js=REST, **EVENT)
    return Screen(plainly(show), [above, below])


def form(visitor: Visitor, words: str = "") -> Html:
    """Where words are typed."""
    typed = tag("input", name="words", type="search", value=words, placeholder=visitor.words["search.hint"])
    return tag(
        "form",
        field(visitor.words["search.words"], typed, class_="field wide"),
        tag("button", visitor.words["search.find"], type="submit", class_="first"),
        tag("output", class_="told", role="status"),
        class_="filters",
        data_act="find",
        data_looking=visitor.words["search.looking"],
        role="search",
    )


def find(desk: Desk, sought: Sought, visitor: Visitor, base: str) -> Html:
    """The hits of a search, with the way to further ones; raises UsageError for words with nothing to look for."""
    passed = max(0, sought.passed) if sought.do == "further" else 0
    hits = search(desk.project, sought.words, AT_ONCE + 1, passed)
    names = {title.id: title.name for title in desk.project.titles()}
    shown, words = hits[:AT_ONCE], visitor.words
    if not shown:
        return tag("p", words["search.nothing"].format(words=sought.words), class_="empty", role="status")
    told = words["search.range"].format(first=passed + 1, last=passed + len(shown))
    pager = tag(
        "div",
        tag("output", told, role="status"),
        tag("span", class_="grow"),
        button(words["search.back"], "further", data_passed=max(0, passed - AT_ONCE)) if passed else None,
        button(words["search.on"], "further", data_passed=passed + AT_ONCE) if len(hits) > AT_ONCE else None,
        class_="pager",
    )
    return joined([pager, tag("div", cards(shown, words, base, names), class_="cards")])


def cards(hits: Sequence[SearchHit], words: Mapping[str, str], base: str, names: Mapping[str, str]) -> list[Html]:
    """A card for each hit: where it stands, the line's image, the text around with the words marked."""
    return [_card(hit, words, base, names) for hit in hits]


def marked(text: str, marks: Sequence[tuple[int, int]]) -> Html:
    """Text with stretches of it marked; offsets are code points, and stretches may overlap.

    >>> marked("a <harbour>", [(3, 10)])
    'a &lt;<mark>harbour</mark>&gt;'
    """
    parts: list[Html | str] = []
    at = 0
    for start, end in sorted(marks):
        if end > at:
            parts += [text[at : max(at, start)], tag("mark", text[max(at, start) : end])]
            at = end
    return joined([*parts, text[at:]])


def _card(hit: SearchHit, words: Mapping[str, str], base: str, names: Mapping[str, str]) -> Html:
    number = words["library.number"].format(label=hit.label) if hit.label else ""
    title = names.get(hit.title, hit.title)
    where = " · ".join(filter(None, (hit.date, title, number))) or hit.page
    target = hit.line or hit.page
    picture = f"{base}desk/pages/{hit.page}/lines/{hit.line}.jpg"
    image = tag("img", src=picture, alt="", loading="lazy", decoding="async")
    tall = hit.box.height > 2 * hit.box.width
    kind = words.get(f"search.kind {hit.kind}", hit.kind)
    return tag(
        "article",
        tag("a", where, href=f"?item={target}", data_item=target),
        tag("span", f"{hit.page} · {kind}" if where != hit.page else kind, class_="dim"),
        tag("div", image, class_="strip") if hit.line else None,
        tag("p", marked(hit.snippet, hit.marks), lang=hit.language),
        class_="card tall" if tall else "card",
        data_item=target,
    )
