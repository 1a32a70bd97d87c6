"""Export: what goes out is chosen and looked at as it will be, and taken as a file.

In: a `Desk`. Out: a `Screen`: the choice and the articles at the left, the clean articles at the right. The file itself
comes over HTTP (`screen_routes`), so that no copy of it stays with Gradio.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from correction.article import Article
from correction.desk.desk import Desk
from correction.desk.parcels import Wanted, gather, pages_of
from correction.desk.screens.filters import MOST_ISSUES, issue_name
from correction.desk.screens.frame import EVENT, REST, Screen, panel, plainly
from correction.desk.screens.frame import sent as read
from correction.desk.screens.markup import Html, button, field, joined, select, tag
from correction.desk.screens.page_list import SIGNS
from correction.desk.visitor import Visitor, visitor_of
from correction.exchange import FORMATS, Export
from correction.exchange.markdown import article_markdown
from correction.exchange.plain_text import adverts_last
from correction.store import REVIEW_STATES
from ocr.errors import GalleyError

MOST_PAGES = 12  # that are looked at before they go out; a page of 1840 takes half a second to prove
MOST_ARTICLES = 60  # that the preview shows
RULE = "\n\n---\n\n"


def build(desk: Desk, base: str = "") -> Screen:
    """Lay the screen out inside Gradio's blocks."""
    with gr.Row(elem_id="export", elem_classes="galley-screen"):
        with gr.Column(scale=2, min_width=360):
            above = panel("export-form", base)
            below = panel("export-articles", base)
        with gr.Column(scale=3, min_width=420):
            preview = gr.Markdown(
                latex_delimiters=[], elem_id="preview", elem_classes="galley-preview", container=False
            )
    outputs = [above, below, preview]

    @plainly
    def act(event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        wanted, visitor = read(event, Wanted), visitor_of(request)
        if (event._data or {}).get("do") == "scope":
            return form(desk, wanted, visitor), gr.skip(), gr.skip()
        return gr.skip(), *look(desk, wanted, visitor)

    def show(request: gr.Request) -> list[Any]:
        visitor = visitor_of(request)
        return [form(desk, Wanted(), visitor), "", visitor.words["export.how"]]

    for part in (above, below):
        part.act(act, None, outputs, **EVENT).then(None, None, None, js=REST, **EVENT)
    return Screen(plainly(show), outputs)


def form(desk: Desk, wanted: Wanted, visitor: Visitor) -> Html:
    """The choice of format and scope."""
    words, project = visitor.words, desk.project
    every = ("", words["library.all"])
    kinds = [(name, words.get(f"export.format {name}", row.description)) for name, row in FORMATS.items()]
    papers = [every, *((title.id, title.name) for title in project.titles())]
    issues = project.issues(wanted.title)[:MOST_ISSUES] if wanted.title else []
    days = [every, *((issue.id, issue_name(issue, words)) for issue in issues)]
    states = [every, *((state, f"{SIGNS[state]} {words[f'library.state {state}']}") for state in REVIEW_STATES)]
    pages = tag("input", name="pages", value=wanted.pages, placeholder="p000001-p000008 p000012", spellcheck="false")
    return tag(
        "form",
        field(words["export.format"], select("format", kinds, wanted.format), class_="field whole"),
        field(words["library.title"], select("title", papers, wanted.title, data_live="scope")),
        field(words["library.issue"], select("issue", days, wanted.issue, disabled=not issues)),
        field(words["library.column state"], select("state", states, wanted.state)),
        field(words["export.pages"], pages, class_="field wide"),
        tag("button", words["export.preview"], type="submit"),
        tag(
            "button",
            words["export.download"],
            type="button",
            data_download="export",
            data_wait=words["export.wait"],
            class_="first",
        ),
        tag("output", class_="told", role="status"),
        class_="filters",
        data_act="preview",
        data_looking=words["export.looking"],
    )


def look(desk: Desk, wanted: Wanted, visitor: Visitor) -> tuple[Html, str]:
    """The articles to choose from, and as Markdown what will go out; why not, where nothing can."""
    words = visitor.words
    try:
        count = len(pages_of(desk.project, wanted))
        export = gather(desk.project, wanted, MOST_PAGES)
    except GalleyError as error:
        return tag("p", str(error), role="alert", class_="notice alert"), ""
    cut = words["export.only first"].format(n=MOST_PAGES, total=f"{count:,}") if count > MOST_PAGES else ""
    # All of these pages stay in the list when only some of their articles are looked at.
    whole = gather(desk.project, replace(wanted, chosen=()), MOST_PAGES) if wanted.chosen else export
    listed = articles(whole, wanted.chosen, words, cut)
    return listed, clean(export) or words["export.nothing"]


def articles(export: Export, chosen: tuple[str, ...], words: Mapping[str, str], told: str = "") -> Html:
    """The articles of an export, to be chosen from."""
    rows = [_row(article, article.id in chosen, words) for article in adverts_last(export.articles)]
    head = tag(
        "div",
        tag("label", tag("input", type="checkbox", data_all=True), " ", words["export.articles"].format(n=len(rows))),
        tag("span", class_="grow"),
        button(words["export.only chosen"], "preview"),
        class_="pager",
    )
    note = tag("p", told, class_="notice status", role="status") if told else None
    return joined([head, note, tag("div", tag("table", tag("tbody", rows), class_="pages"), class_="galley-scroll")])


def clean(export: Export) -> str:
    """The articles as Markdown, a rule between two."""
    shown = adverts_last(export.articles)[:MOST_ARTICLES]
    written = ((article.language, article_markdown(article)) for article in shown)
    return RULE.join(f'<div lang="{language}">\n\n{text}\n\n</div>' for language, text in written if text)


def _row(article: Article, chosen: bool, words: Mapping[str, str]) -> Html:
    name = (article.headline or _first_words(article) or article.id).replace("\n", " ")
    pick = tag("input", type="checkbox", name="chosen", value=article.id, checked=chosen, aria_label=name)
    kind = words.get(f"export.type {article.type}", article.type)
    item = article.pages[0] if article.pages else ""
    return tag(
        "tr",
        tag("td", pick, class_="pick"),
        tag("td", tag("a", name, href=f"?item={item}", data_item=item)),
        tag("td", kind, class_="dim"),
        tag("td", " ".join(article.pages), class_="dim"),
        data_page=item,
    )


def _first_words(article: Article) -> str:
    text = next((paragraph.text for paragraph in article.paragraphs if paragraph.text.strip()), "")
    return text[:60] + ("…" if len(text) > 60 else "")
