"""Proofs: pages with their decisions become repaired articles.

In: a project. Out: an `Export`, which every format takes. Nothing of it is stored: texts are replayed, articles
assembled and repaired anew each time. One page at a time is in memory: what articles need of it is taken out, and a
format that goes through the pages loads them once more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from correction.article import Article
from correction.assemble import assemble
from correction.evidence import Evidence, Proof
from correction.exchange import Export, LoadedPages
from correction.exchange.originals import imported, of_issue, original_of
from correction.exchange.signature import in_utc
from correction.folios import count_on, head_words, printed_folio
from correction.jumps import join_links
from correction.links import find_links, settle
from correction.marking import Mark, marks_of
from correction.repair import choose_rules, repair
from correction.review import STRUCTURE, Decision, replay
from correction.rulings import Rulings, merge_rulings
from correction.selection import issues_of
from correction.store import PageEntry, Project
from ocr.errors import MissingError
from ocr.layout.overrides import Overrides
from ocr.page import Page, new_id

if TYPE_CHECKING:
    from correction.doubts import Doubt

NO_SWITCHES: Mapping[str, bool] = {}


def prove(
    project: Project,
    page_ids: Sequence[str] = (),
    article_ids: Collection[str] = (),
    switches: Mapping[str, bool] = NO_SWITCHES,
    seen: Callable[[str], None] | None = None,
) -> Export:
    """The pages and articles of a project in order of arrival, or of some of its pages in the order given.

    Pages that were not read are left out, but one that was asked for by name raises MissingError or ProjectError. With
    `article_ids` only these articles are kept, and the pages they stand on; an id that none has raises MissingError.
    `switches` turn rules of repair on and off by name, over what the project says. `seen` hears of each page when its
    articles are taken out of it, and whenever a format loads it.
    """
    known = project.pages()
    if missing := set(page_ids) - {entry.id for entry in known}:
        raise MissingError(f"there is no page {', '.join(sorted(missing))}", "galley project status counts the pages")
    rules = choose_rules({**project.rules, **switches})
    chosen = tuple(dict.fromkeys(page_ids)) or tuple(entry.id for entry in known if entry.was_read)
    read = [entry.id for entry in known if entry.was_read or entry.id in page_ids]
    galleys = _Galleys(Evidence(read, lambda page_id: proved(project, page_id)))
    tell = seen or (lambda _: None)

    def load(page_id: str) -> Page:
        tell(page_id)
        return arranged(project, page_id)

    for page_id in chosen:
        galleys.add(proved(project, page_id))
        tell(page_id)
    pages = LoadedPages(chosen, load)
    repaired = repair(
        galleys.joined(known, pages),
        galleys.rulings,
        rules,
        lambda article: galleys.evidence.lexicon(article.pages[0], article.language),
    )
    issues = {entry.id: entry.issue for entry in known}
    origins = {entry.id: PurePath(entry.origin.replace("\\", "/")).name for entry in known}
    marked = {line: found for by_line in galleys.marks.values() for line, found in by_line.items()}
    articles = tuple(
        replace(article, issue=issues.get(article.pages[0]), marks=marks_of(article.lines, marked))
        for article in repaired
    )
    export = Export(
        pages,
        articles,
        galleys.texts,
        created=_last_read(project),
        doubts_of=lambda page: _doubts_of(project, page),
        marks=galleys.marks,
        issues=issues_of(project, [entry for entry in known if entry.id in set(chosen)]),
        source_of=lambda page: replace(project.located(project.entry(page.id).source), turn=page.source.turn),
        decisions_of=project.decisions,
        original_of=lambda page: original_of(project.root, page),
        name_of=lambda page: origins.get(page.id, ""),
    )
    return choose(export, article_ids) if article_ids else export


class _Galleys:
    """What articles need of pages, taken out of them one after the other."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.texts: dict[str, Mapping[str, str]] = {}
        self.marks: dict[str, Mapping[str, tuple[Mark, ...]]] = {}
        self._articles: list[Article] = []
        self._printed: list[tuple[str, int | None]] = []
        self._heads: dict[str, frozenset[str]] = {}
        self._rulings: list[Rulings] = []
        self._sealed: set[str] = set()

    def add(self, proof: Proof) -> None:
        """Take in a page."""
        page, texts = proof.page, proof.texts
        self._articles += assemble(page, texts)
        self._printed.append((page.id, printed_folio(page, texts)))
        self._heads[page.id] = head_words(page, texts)
        self._rulings.append(proof.rulings)
        self.evidence.count(proof)
        if of_issue(page):
            self._sealed.add(page.id)
        if texts:
            self.texts[page.id] = texts
        if proof.marks:
            self.marks[page.id] = proof.marks

    @property
    def rulings(self) -> Rulings:
        """What persons said of all pages' changes and links."""
        return merge_rulings(self._rulings)

    def joined(self, known: Sequence[PageEntry], pages: Sequence[Page]) -> tuple[Article, ...]:
        """The articles with their continuations on other pages."""
        folios = count_on(self._printed, {entry.id: i for i, entry in enumerate(known)})
        settled = settle(self._articles, pages, self.rulings.links)
        links = find_links(self._articles, folios, self._heads, settled, self._sealed)
        return tuple(_told_apart(join_links(self._articles, links)))


def _told_apart(articles: Iterable[Article]) -> Iterator[Article]:
    """Articles under ids of their own: an item of several pages may have been parted by a person."""
    met: set[str] = set()
    for article in articles:
        name = article.id if article.id not in met else new_id("a", article.id, article.pages[0])
        met.add(name)
        yield article if name == article.id else replace(article, id=name)


def proved(project: Project, page_id: str) -> Proof:
    """A page under its decisions; raises ProjectError for one that was not read."""
    page, log = project.load_page(page_id), project.decisions(page_id)
    reviewed = replay(page, log)
    return Proof(arrange_under(page, reviewed.overrides, log), reviewed.texts, reviewed.rulings, reviewed.marks)


def arranged(project: Project, page_id: str) -> Page:
    """A page of a project under its structure decisions; raises ProjectError for one that was not read."""
    return proved(project, page_id).page


def _doubts_of(project: Project, page: Page) -> tuple[Doubt, ...]:
    from correction.doubts.kept import page_doubts  # brings numpy, which most formats do not need

    return page_doubts(project, page.id, page)


def _last_read(project: Project) -> datetime | None:
    """When the newest run began, which is the same at every export; None before the first run."""
    return max((in_utc(datetime.fromisoformat(run.started)) for run in project.runs()), default=None)


def arrange_under(page: Page, overrides: Overrides, log: Sequence[Decision]) -> Page:
    """A page under a person's structure decisions; the stored arrangement where there never were any."""
    # The page may have been stored under decisions that were taken back since.
    if not any(decision.kind in STRUCTURE for decision in log):
        return page
    # They bring OpenCV, which an export without such decisions does not need.
    from ocr.layout.arrange import rearrange
    from ocr.layout.kept import rearrange_kept

    return rearrange_kept(page, overrides) if imported(page) else rearrange(page, overrides)


def choose(export: Export, article_ids: Collection[str]) -> Export:
    """Keep some articles and their pages; raises MissingError for an id that none has."""
    articles = tuple(article for article in export.articles if article.id in article_ids)
    if missing := set(article_ids) - {article.id for article in articles}:
        raise MissingError(f"there is no article {', '.join(sorted(missing))}", "export as json to see the ids")
    held = {page_id for article in articles for page_id in article.pages}
    return replace(export, articles=articles).only(held)
