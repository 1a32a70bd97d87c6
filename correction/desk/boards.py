"""The boards: the pages of an issue side by side, with their articles, kept up to date in the background.

In: pages. Out: a `BoardView` at once, of what is known by now; `complete` says whether that is all. The thread that
fetches the rest ends when nothing is asked for.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from threading import Condition, Thread

from correction.desk.board_view import BoardView, view_board
from correction.desk.desk import Desk
from correction.desk.leaves import Leaf, leaf_of
from correction.issues.collation import issue_name
from correction.store import PageEntry
from ocr.errors import GalleyError, UsageError

WAIT_SECONDS = 0.4  # for pages that are nearly there: longer, and a person would rather see the others
LEAVES_KEPT = 96
VIEWS_KEPT = 4
RUN = 16  # pages side by side that stand in no issue
BEFORE = 7  # of them, before the page that was asked for


@dataclass(frozen=True, slots=True)
class Sheets:
    """Pages to be shown side by side; `issue` is None for some that stand in none."""

    issue: str | None
    name: str
    entries: tuple[PageEntry, ...]


Key = tuple[str, int]


class Boards:
    """The boards of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._leaves: OrderedDict[str, Leaf] = OrderedDict()
        self._failed: dict[str, tuple[Key, str]] = {}
        self._wanted: list[str] = []
        self._views: OrderedDict[object, BoardView] = OrderedDict()
        self._news = Condition()
        self._in_hand: str | None = None  # the page that is being fetched
        self._fetcher: Thread | None = None

    def of(self, sheets: Sheets) -> BoardView:
        """The board of some pages, of what is known by now; the rest is fetched meanwhile."""
        keys = {e.id: (e.run, len(self._desk.project.decisions(e.id))) for e in sheets.entries if e.was_read}
        with self._news:
            late = [page for page, key in keys.items() if not self._has(page, key)]
            self._fetch(late)
            self._news.wait_for(lambda: all(self._has(page, keys[page]) for page in late), WAIT_SECONDS)
            leaves = {page: self._leaves[page] for page in keys if page in self._leaves}
            failed = {page: self._failed[page][1] for page, key in keys.items() if self._fails(page, key)}
            complete = all(self._has(page, key) for page, key in keys.items())
            states = tuple((e.id, e.state, e.label) for e in sheets.entries)
            versions = tuple((page, leaf.run, leaf.version) for page, leaf in leaves.items())
            name = (sheets.issue, states, versions, tuple(failed), complete)
            if name in self._views:
                self._views.move_to_end(name)
                return self._views[name]
        view = view_board(self._desk, sheets, leaves, failed, complete)
        with self._news:
            self._views[name] = view
            while len(self._views) > VIEWS_KEPT:
                self._views.popitem(last=False)
        return view

    def issue(self, issue_id: str) -> Sheets:
        """The pages of an issue; raises MissingError for one that there is not."""
        project = self._desk.project
        entries = project.issue_pages(issue_id)
        issue = next(each for each in project.issues() if each.id == issue_id)
        title = next((title.name for title in project.titles() if title.id == issue.title), "")
        return Sheets(issue_id, issue_name(title, issue), tuple(entries))

    def around(self, page_id: str) -> Sheets:
        """The issue of a page, or the run of pages without one that it stands in. Raises UsageError."""
        entry = self._desk.project.entry(page_id)
        if entry.issue:
            return self.issue(entry.issue)
        if not entry.was_read:
            raise UsageError(f"page {page_id} was not read yet", "read it: galley ocr --project DIR")
        run = next(run for run in self.runs() if entry.id in {each.id for each in run})
        at = [each.id for each in run].index(entry.id)
        start = max(0, min(at - BEFORE, len(run) - RUN))
        part = run[start : start + RUN]
        return Sheets(None, f"{part[0].id} – {part[-1].id}", tuple(part))

    def runs(self) -> list[list[PageEntry]]:
        """The pages that were read and stand in no issue, in runs as they arrived."""
        runs: list[list[PageEntry]] = [[]]
        for entry in self._desk.project.pages():
            if entry.issue or not entry.was_read:
                runs.append([])
            else:
                runs[-1].append(entry)
        return [run for run in runs if run]

    def _has(self, page: str, key: Key) -> bool:
        """Whether a page is at hand as it is now, or cannot be had."""
        leaf = self._leaves.get(page)
        return self._fails(page, key) or (leaf is not None and leaf.run == key[0] and leaf.version >= key[1])

    def _fails(self, page: str, key: Key) -> bool:
        return page in self._failed and self._failed[page][0] == key

    def _fetch(self, pages: Sequence[str]) -> None:
        """Have pages fetched, those asked for last first."""
        asked = [page for page in pages if page != self._in_hand]
        self._wanted = [*asked, *(page for page in self._wanted if page not in asked)]
        if self._wanted and self._fetcher is None:
            self._fetcher = Thread(target=self._work, daemon=True)
            self._fetcher.start()

    def _work(self) -> None:
        while True:
            with self._news:
                if not self._wanted:
                    self._fetcher = self._in_hand = None
                    return
                page = self._in_hand = self._wanted.pop(0)
            leaf, problem = self._fetched(page)
            with self._news:
                if leaf:
                    self._leaves[page] = leaf
                    self._leaves.move_to_end(page)
                    while len(self._leaves) > LEAVES_KEPT:
                        self._leaves.popitem(last=False)
                elif problem:
                    self._failed[page] = (self._key(page), problem)
                self._in_hand = None
                self._news.notify_all()

    def _fetched(self, page: str) -> tuple[Leaf | None, str]:
        """The leaf of a page, or what is wrong with it; neither when it is to be asked for again."""
        try:
            return self._desk.background.do(leaf_of, page), ""
        except CancelledError:  # the process was ended, by the server or in place of one that died
            return None, ""
        except Exception as error:  # whatever it is, the other pages are to be shown
            if not isinstance(error, GalleyError):
                logging.getLogger(__name__).exception("page %s", page)
            return None, str(error)

    def _key(self, page: str) -> Key:
        return self._desk.project.entry(page).run, len(self._desk.project.decisions(page))
