"""Searchable PDF/A-2u: pages as they were scanned, their reviewed text under the picture at each word's place.

In: an `Export`. Out: a PDF for each page, issue or article, as `options.unit` says; an article's has the pages that
it stands on. Pages are gone through once and written as they come, into temporary files.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from correction.article import Article
from correction.exchange import NO_ISSUE, Export, ExportIssue, OutputFile
from correction.exchange.names import Names, claim
from correction.exchange.pdf.document import Document, Plan, PrintedPage, title_of
from correction.exchange.pdf.images import picture_of
from correction.exchange.printed import find_breaks, print_lines
from correction.exchange.target import output_error
from ocr.page import Page

ByPage = Mapping[str, list[Article]]


def files(export: Export) -> Iterator[OutputFile]:
    """Give a file per page, issue or article, each as soon as its last page was written.

    Raises InputError for a scan that is gone, broken or changed, OutputError where temporary files cannot be written;
    none of these is left then.
    """
    by_page: dict[str, list[Article]] = defaultdict(list)
    for article in export.articles:
        for page_id in dict.fromkeys(article.pages):
            by_page[page_id].append(article)
    plans = _Plans(export, by_page)
    open_ones: dict[str, Document] = {}
    try:
        for page in export.pages:
            printed = _printed(export, page, by_page)
            for plan in plans.of(page):
                document = open_ones.get(plan.name) or open_ones.setdefault(plan.name, Document(plan, page.language))
                document.add(printed)
                if document.is_complete:
                    yield _finished(open_ones, plan.name)
        for name in list(open_ones):
            yield _finished(open_ones, name)
    except OSError as error:
        raise output_error(Path(tempfile.gettempdir()), error) from error
    finally:
        for document in open_ones.values():
            document.discard()


def _finished(open_ones: dict[str, Document], name: str) -> OutputFile:
    path = open_ones[name].finish()
    del open_ones[name]
    return OutputFile(f"{name}.pdf", file=path)


def _printed(export: Export, page: Page, by_page: ByPage) -> PrintedPage:
    articles = tuple(by_page.get(page.id, ()))
    breaks = find_breaks(articles)
    lines = print_lines(page, export.texts.get(page.id, {}), export.marks.get(page.id, {}), breaks)
    return PrintedPage(page, lines, breaks, picture_of(export, page), articles)


class _Plans:
    """Which documents a page goes into."""

    def __init__(self, export: Export, by_page: ByPage) -> None:
        self._export, self._by_page = export, by_page
        self._names, self._taken = Names(export), dict[str, str]()
        self._unit = export.options.unit or "page"
        self._issues = {page_id: issue for issue in export.issues for page_id in issue.pages}
        self._made: dict[str, Plan] = {}

    def of(self, page: Page) -> list[Plan]:
        """The documents of a page: one, or one for each of its articles."""
        if self._unit == "article":
            return [self._article(article) for article in self._by_page.get(page.id, ())]
        issue = self._issues.get(page.id, ExportIssue("", self._export.title or ""))
        return [self._issue(issue) if self._unit == "issue" else self._page(page, issue)]

    def _page(self, page: Page, issue: ExportIssue) -> Plan:
        label = issue.label_of(page.id)
        title = ", ".join(part for part in (issue.title, issue.date, label) if part)
        articles = tuple(self._by_page.get(page.id, ()))
        name, created = claim(self._names.page(page.id), self._taken, page.id), self._export.created
        return Plan(name, title or page.id, issue.date, (page.id,), (label,), articles, created)

    def _issue(self, issue: ExportIssue) -> Plan:
        if issue.id not in self._made:
            name = claim(self._names.issue(issue), self._taken, issue.id)
            title = ", ".join(part for part in (issue.title, issue.label, issue.edition, issue.date) if part)
            title = title or self._export.title or ""
            held = dict.fromkeys(article.id for page in issue.pages for article in self._by_page.get(page, ()))
            articles = tuple(article for article in self._export.articles if not issue.pages or article.id in held)
            created = self._export.created
            self._made[issue.id] = Plan(name, title, issue.date, issue.pages, issue.labels, articles, created)
        return self._made[issue.id]

    def _article(self, article: Article) -> Plan:
        if article.id not in self._made:
            name = claim(self._names.article(article), self._taken, article.id)
            issue = self._issues.get(article.pages[0], NO_ISSUE)
            pages = tuple(dict.fromkeys(article.pages))
            labels = tuple(self._issues.get(page, issue).label_of(page) for page in pages)
            created = self._export.created
            self._made[article.id] = Plan(name, title_of(article), issue.date, pages, labels, (article,), created)
        return self._made[article.id]
