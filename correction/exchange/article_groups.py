"""Which articles go into which file, where a format of articles is written file by file.

In: an `Export` and the unit of its files. Out: groups of articles, each with the name of its file. An article over
several pages or issues goes to the first of them, one that stands on no page to a file of those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from correction.article import Article
from correction.exchange import NO_ISSUE, Export, ExportIssue, OutputFile, Unit
from correction.exchange.names import Names, claim

PAGELESS = "articles"  # the file of what stands on no page


@dataclass(frozen=True, slots=True)
class ArticleGroup:
    """The articles of one file in their order, its name without suffix, and the issue that they stand in."""

    name: str
    articles: tuple[Article, ...]
    issue: ExportIssue


def group_articles(export: Export, unit: Unit) -> Iterator[ArticleGroup]:
    """The groups in the order of their first articles; raises UsageError where two would have one name."""
    names = Names(export)
    issues = {page: issue for issue in export.issues for page in issue.pages}
    here = set(export.page_ids)
    keyed: dict[str | int, list[Article]] = {}
    for number, article in enumerate(export.articles):
        page = article.pages[0] if article.pages else None
        if unit == "article":
            keyed[number] = [article]
        elif page is None:
            keyed.setdefault(-1, []).append(article)
        elif here and page not in here:
            continue  # it came along with a later page; its own first page has it
        else:
            keyed.setdefault(page if unit == "page" else issues.get(page, NO_ISSUE).id, []).append(article)
    taken: dict[str, str] = {}
    for key, articles in keyed.items():
        first = articles[0]
        page = first.pages[0] if first.pages else ""
        issue = issues.get(page, NO_ISSUE)
        if unit == "article":
            name = names.article(first)
        elif not page:
            name = names.page(page, PAGELESS)
        else:
            name = names.page(page) if unit == "page" else names.issue(issue)
        yield ArticleGroup(claim(name, taken, str(key)), tuple(articles), issue)


def text_files(
    export: Export, whole: str, suffix: str, write: Callable[[tuple[Article, ...]], str]
) -> Iterator[OutputFile]:
    """Give the one file `whole`, or a file for each group where a unit is asked for, in UTF-8."""
    if export.options.unit is None:
        yield OutputFile(whole, write(export.articles).encode("utf-8", "replace"))
        return
    for group in group_articles(export, export.options.unit):
        yield OutputFile(f"{group.name}.{suffix}", write(group.articles).encode("utf-8", "replace"))
