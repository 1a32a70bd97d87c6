"""The list of pages as markup: totals of every state, a table of pages, the way to further ones, what to do with some.

In: a `Library` and what was asked for. Out: `Html`. Nothing here knows Gradio or the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from correction.desk.screens.markup import Html, button, field, joined, select, tag
from correction.issues.names import given_name
from correction.store import PAGE_STATES, REVIEW_STATES, Issue, Library, LibraryQuery, LibraryRow, PageEntry, PageState
from correction.store.records import Sort

Words = Mapping[str, str]

PAGE_SIZES = (50, 100, 250)
# A sign beside the word: the fuller the circle, the further the page.
SIGNS: Mapping[PageState, str] = {
    "new": "○",
    "failed": "✕",
    "read": "◔",
    "in progress": "◑",
    "for review": "◕",
    "accepted": "●",
}
_SORTED: Mapping[str, str] = {
    "page": "arrival",
    "date": "date",
    "state": "state",
    "doubts": "doubts",
    "reviewer": "assignee",
}
_COLUMNS = ("thumbnail", "page", "date", "state", "doubts", "reviewer")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list is shown with: words, the path before Galley's own, the query and what it gave, what is chosen."""

    words: Words
    base: str
    query: LibraryQuery
    library: Library
    reviewers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    told: str = ""
    chosen: frozenset[str] = frozenset()


def page_list(shown: Shown) -> Html:
    """Totals, table and pager, and the actions on pages that are chosen."""
    words, library = shown.words, shown.library
    above = [totals(words, library, shown.query.states), _bar(shown)]
    if not library.rows:
        return joined([above, tag("p", words["library.nothing passes"], class_="empty")])
    return joined([above, tag("div", _table(shown), class_="galley-scroll"), actions(shown)])


def totals(words: Words, library: Library, chosen: tuple[PageState, ...] = ()) -> Html:
    """A bar of all pages by state, and a button for each that lists these alone."""
    total = sum(library.counts.values())
    states = [state for state in PAGE_STATES if library.counts.get(state)]
    parts = [tag("i", class_=f"part {slug(s)}", style=f"flex-grow:{library.counts[s]}") for s in states]
    every = button(f"{words['library.all']} {total:,}", "state", data_state="", aria_pressed=_said(not chosen))
    each = [
        button(
            f"{SIGNS[state]} {words[f'library.state {state}']} {library.counts[state]:,}",
            "state",
            data_state=state,
            class_=slug(state),
            aria_pressed=_said(state in chosen),
        )
        for state in states
    ]
    done = library.counts.get("accepted", 0)
    share = words["library.share done"].format(done=f"{done:,}", total=f"{total:,}", share=f"{done / (total or 1):.0%}")
    bar = tag("div", parts, class_="parts", role="img", aria_label=share, title=share)
    return tag("div", tag("div", every, each, class_="states"), bar, tag("span", share, class_="dim"), class_="totals")


def state_words(words: Words, state: PageState) -> Html:
    """A state in words, with its sign."""
    sign = tag("span", SIGNS[state], aria_hidden="true")
    return tag("span", sign, " ", words[f"library.state {state}"], class_=f"state {slug(state)}")


def slug(state: str) -> str:
    """A state as the name of a class of styles.

    >>> slug("in progress")
    'is-in-progress'
    """
    return f"is-{state.replace(' ', '-')}"


def issue_words(issue: Issue | None) -> str:
    """The date, edition and number of an issue, as far as they are known."""
    return " · ".join(filter(None, (issue.date, issue.edition, issue.label))) if issue else ""


def _bar(shown: Shown) -> Html:
    """Which pages these are, and the way to the others."""
    words, query, total = shown.words, shown.query, shown.library.total
    limit = query.limit or total
    last = min(query.offset + limit, total)
    first = min(query.offset + 1, total)
    range_ = words["library.range"].format(first=f"{first:,}", last=f"{last:,}", total=f"{total:,}")
    back, on = max(0, query.offset - limit), query.offset + limit
    sizes = [(str(size), words["library.a screen"].format(n=size)) for size in PAGE_SIZES]
    return tag(
        "div",
        tag("output", shown.told, class_="told", role="status"),
        tag("span", class_="grow"),
        select("limit", sizes, str(limit), data_live=True, aria_label=words["library.pages a screen"]),
        button("«", "turn", data_offset=0, disabled=query.offset == 0, aria_label=words["library.first"]),
        button("‹", "turn", data_offset=back, disabled=query.offset == 0, aria_label=words["library.back"]),
        tag("span", range_, class_="range"),
        button("›", "turn", data_offset=on, disabled=on >= total, aria_label=words["library.on"]),
        button(
            "»",
            "turn",
            data_offset=(max(total - 1, 0) // limit) * limit,
            disabled=on >= total,
            aria_label=words["library.last"],
        ),
        class_="pager",
    )


def _table(shown: Shown) -> Html:
    every = tag("input", type="checkbox", data_all=True, aria_label=shown.words["library.choose all"])
    head = tag("tr", tag("th", every, class_="pick"), [_heading(shown, name) for name in _COLUMNS])
    rows = [_row(shown, row) for row in shown.library.rows]
    return tag(
        "table",
        tag("caption", shown.words["library.pages"], class_="unseen"),
        tag("thead", head),
        tag("tbody", rows),
        class_="pages",
    )


def _heading(shown: Shown, name: str) -> Html:
    word = shown.words[f"library.column {name}"]
    sort = _SORTED.get(name)
    if sort not in get_args(Sort):
        return tag("th", tag("span", word, class_="unseen" if name == "thumbnail" else None), scope="col", class_=name)
    told = shown.words.get(f"library.column {name} told")
    chosen = shown.query.sort == sort
    down = chosen and shown.query.descending
    sign = ("▼" if down else "▲") if chosen else ""
    order = ("descending" if down else "ascending") if chosen else "none"
    turned = int(chosen and not down)
    press = button(f"{word} {sign}".strip(), "sort", data_sort=sort, data_descending=turned, title=told)
    return tag("th", press, scope="col", class_=name, aria_sort=order)


def _row(shown: Shown, row: LibraryRow) -> Html:
    words, entry = shown.words, row.entry
    name = words["library.choose"].format(page=entry.id)
    pick = tag(
        "input", type="checkbox", name="chosen", value=entry.id, checked=entry.id in shown.chosen, aria_label=name
    )
    picture = f"{shown.base}desk/pages/{entry.id}/thumbnail.jpg"
    image = tag("img", src=picture, alt="", loading="lazy", decoding="async")
    return tag(
        "tr",
        tag("td", pick, class_="pick"),
        # The name beside it is the same link, so that keys and screen readers pass this one over.
        tag("td", _opening(entry, image, tabindex=-1, aria_hidden="true"), class_="thumbnail"),
        tag("td", _page(entry), class_="page"),
        tag("td", _placed(words, row), class_="date"),
        tag("td", state_words(words, entry.state), class_="state"),
        tag("td", "–" if entry.doubts is None else entry.doubts, class_="doubts"),
        tag("td", entry.assignee or tag("span", "–", class_="dim"), class_="reviewer"),
        data_page=entry.id,
    )


def _opening(entry: PageEntry, shown: Html | str, **attributes: object) -> Html:
    """What opens a page at the desk; nothing does where it was not read."""
    if not entry.was_read:
        return tag("span", shown, **attributes | {"tabindex": None})
    return tag("a", shown, href=f"?item={entry.id}", data_item=entry.id, **attributes)


def _page(entry: PageEntry) -> list[Html]:
    frame = f" [{entry.source.frame + 1}]" if entry.source.frame else ""
    parts = [
        _opening(entry, Path(given_name(entry.source.path)).name + frame, class_="name"),
        tag("span", entry.id, class_="dim"),
    ]
    if entry.note:
        parts.append(tag("span", entry.note, class_="note failed" if entry.state == "failed" else "note"))
    return parts


def _placed(words: Words, row: LibraryRow) -> list[Html]:
    label = row.entry.label
    issue = " · ".join(
        filter(None, (issue_words(row.issue), words["library.number"].format(label=label) if label else ""))
    )
    title = tag("span", row.title.name) if row.title else tag("span", words["library.no title"], class_="dim")
    return [title, tag("span", issue, class_="dim")]


def actions(shown: Shown) -> Html:
    """What can be done with the pages that are chosen; the browser shows it while some are."""
    words = shown.words
    states = [(state, f"{SIGNS[state]} {words[f'library.state {state}']}") for state in REVIEW_STATES]
    people = tag("datalist", [tag("option", value=name) for name in shown.reviewers], id="galley-reviewers")
    papers = tag("datalist", [tag("option", value=name) for name in shown.titles], id="galley-titles")
    return tag(
        "fieldset",
        tag("legend", tag("b", 0, data_count=True), " ", words["library.chosen"]),
        field(words["library.remark"], tag("input", name="remark", size=18)),
        tag(
            "div",
            field(words["library.column state"], select("to_state", states)),
            button(words["library.set state"], "set state"),
            class_="pair",
        ),
        tag(
            "div",
            field(words["library.column reviewer"], tag("input", name="to_person", list="galley-reviewers", size=12)),
            button(words["library.give"], "assign"),
            class_="pair",
        ),
        tag(
            "div",
            field(words["library.title"], tag("input", name="to_title", list="galley-titles", size=16)),
            field(words["library.day"], tag("input", name="to_date", type="date")),
            field(words["library.edition"], tag("input", name="to_edition", size=8)),
            button(words["library.place"], "place"),
            class_="pair",
        ),
        button(words["library.choose none"], "", data_none=True),
        people,
        papers,
        class_="actions",
        hidden=True,
    )


def _said(yes: bool) -> str:
    return "true" if yes else "false"
