"""The filters of the library as markup, and what they ask for as a query.

In: what a browser sent. Out: a `LibraryQuery`, `Html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast, get_args

from correction.desk.screens.markup import Html, button, field, select, tag
from correction.desk.screens.page_list import SIGNS, Words, issue_words
from correction.store import PAGE_STATES, Issue, LibraryQuery, Title
from correction.store.records import Sort

NOBODY = "-"  # the filter for pages that nobody has
PAGE_SIZE = 100
MOST_ROWS = 1000  # that a browser may ask for at a time
MOST_ISSUES = 3000  # that are offered of a title: seven years of a daily paper


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person did in the library, and all that stands in its controls."""

    do: str = "list"
    text: str = ""
    title: str = ""
    issue: str = ""
    state: str = ""
    assignee: str = ""
    first: str = ""
    last: str = ""
    sort: str = "arrival"
    descending: bool = False
    offset: int = 0
    limit: int = PAGE_SIZE
    chosen: tuple[str, ...] = ()
    remark: str = ""
    to_state: str = ""
    to_person: str = ""
    to_title: str = ""
    to_date: str = ""
    to_edition: str = ""

    @property
    def query(self) -> LibraryQuery:
        """Which pages are asked for; what no list has is left out."""
        return LibraryQuery(
            self.title or None,
            self.issue or None,
            (self.state,) if self.state in PAGE_STATES else (),
            {"": None, NOBODY: ""}.get(self.assignee, self.assignee),
            self.text.strip(),
            self.first or None,
            self.last or None,
            cast(Sort, self.sort) if self.sort in get_args(Sort) else "arrival",
            self.descending,
            min(max(1, self.limit), MOST_ROWS),
            max(0, self.offset),
        )


def filters(
    words: Words, asked: Asked, titles: Sequence[Title], issues: Sequence[Issue], reviewers: Sequence[str]
) -> Html:
    """The row of controls above the list; each of them lists anew as soon as it is changed."""
    every = ("", words["library.all"])
    papers = [every, *((title.id, title.name) for title in titles)]
    days = [every, *((issue.id, issue_name(issue, words)) for issue in issues[:MOST_ISSUES])]
    states = [every, *((state, f"{SIGNS[state]} {words[f'library.state {state}']}") for state in PAGE_STATES)]
    people = [every, (NOBODY, words["library.nobody"]), *((name, name) for name in reviewers)]
    looked = tag("input", name="text", value=asked.text, type="search", placeholder=words["library.text hint"])
    return tag(
        "form",
        field(words["library.text"], looked, class_="field wide"),
        field(words["library.title"], select("title", papers, asked.title, data_live=True)),
        field(words["library.issue"], select("issue", days, asked.issue, data_live=True, disabled=not issues)),
        field(words["library.column state"], select("state", states, asked.state, data_live=True)),
        field(words["library.column reviewer"], select("assignee", people, asked.assignee, data_live=True)),
        field(words["library.from"], tag("input", name="first", type="date", value=asked.first, data_live=True)),
        field(words["library.to"], tag("input", name="last", type="date", value=asked.last, data_live=True)),
        tag("input", type="hidden", name="sort", value=asked.sort),
        tag("input", type="hidden", name="descending", value=int(asked.descending)),
        tag("button", words["library.look"], type="submit"),
        button(words["library.clear"], "clear"),
        class_="filters",
        data_act="list",
        role="search",
        aria_label=words["library.filters"],
    )


def issue_name(issue: Issue, words: Words) -> str:
    """An issue as a person tells it from others of its title."""
    return issue_words(issue) or words["library.undated"]
