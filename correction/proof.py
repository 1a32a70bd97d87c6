"""Proofs: pages with their decisions become repaired articles.

In: a project. Out: an `Export`, which every format takes. Nothing of it is stored: texts are replayed, articles
assembled and repaired anew each time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from correction.assemble import assemble
from correction.evidence import Evidence, Proof
from correction.exchange import Export
from correction.folios import head_words, number_pages
from correction.jumps import join_links
from correction.links import find_links, settle
from correction.marking import marks_of
from correction.repair import choose_rules, repair
from correction.review import STRUCTURE, Decision, replay
from correction.rulings import merge_rulings
from correction.store import PageEntry, Project
from ocr.errors import MissingError
from ocr.layout.overrides import Overrides
from ocr.page import Page

if TYPE_CHECKING:
    from correction.doubts import Doubt

NO_SWITCHES: Mapping[str, bool] = {}


def prove(
    project: Project,
    page_ids: Sequence[str] = (),
    article_ids: Collection[str] = (),
    switches: Mapping[str, bool] = NO_SWITCHES,
) -> Export:
    """The pages and articles of a project, or of some of its pages, in order of arrival.

    Pages that were not read are left out, but one that was asked for by name raises MissingError or ProjectError. With
    `article_ids` only these articles are kept, and the pages they stand on; an id that none has raises MissingError.
    `switches` turn rules of repair on and off by name, over what the project says.
    """
    wanted = set(page_ids)
    known = project.pages()
    if missing := wanted - {entry.id for entry in known}:
        raise MissingError(f"there is no page {', '.join(sorted(missing))}", "galley project status counts the pages")
    rules = choose_rules({**project.rules, **switches})
    chosen = {page_id: proved(project, page_id) for page_id in _chosen(known, wanted)}
    pages = tuple(proof.page for proof in chosen.values())
    texts = {page_id: proof.texts for page_id, proof in chosen.items()}
    assembled = [article for page in pages for article in assemble(page, texts[page.id])]
    folios = number_pages(pages, {entry.id: i for i, entry in enumerate(known)}, texts)
    heads = {page.id: head_words(page, texts[page.id]) for page in pages}
    read = [entry.id for entry in known if entry.was_read or entry.id in chosen]
    evidence = Evidence(read, lambda page_id: chosen.get(page_id) or proved(project, page_id))
    rulings = merge_rulings(proof.rulings for proof in chosen.values())
    links = find_links(assembled, folios, heads, settle(assembled, pages, rulings.links))
    repaired = repair(
        join_links(assembled, links),
        rulings,
        rules,
        lambda article: evidence.lexicon(article.pages[0], article.language),
    )
    issues = {entry.id: entry.issue for entry in known}
    marks = {page_id: proof.marks for page_id, proof in chosen.items() if proof.marks}
    marked = {line: found for by_line in marks.values() for line, found in by_line.items()}
    repaired = tuple(
        replace(article, issue=issues.get(article.pages[0]), marks=marks_of(article.lines, marked))
        for article in repaired
    )
    texts = {page_id: said for page_id, said in texts.items() if said}
    export = Export(
        pages,
        repaired,
        texts,
        created=_last_read(project),
        doubts_of=lambda page: _doubts_of(project, page),
        marks=marks,
    )
    return choose(export, article_ids) if article_ids else export


def _chosen(known: Sequence[PageEntry], wanted: Collection[str]) -> list[str]:
    """The pages that are wanted by name, or all that were read."""
    return [entry.id for entry in known if entry.id in wanted or (not wanted and entry.was_read)]


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
    times = [datetime.fromisoformat(run.started) for run in project.runs()]
    return max((time if time.tzinfo else time.replace(tzinfo=UTC) for time in times), default=None)


def arrange_under(page: Page, overrides: Overrides, log: Sequence[Decision]) -> Page:
    """A page under a person's structure decisions; the stored arrangement where there never were any."""
    # The page may have been stored under decisions that were taken back since.
    if not any(decision.kind in STRUCTURE for decision in log):
        return page
    from ocr.layout.arrange import rearrange  # brings OpenCV, which an export without such decisions does not need

    return rearrange(page, overrides)


def choose(export: Export, article_ids: Collection[str]) -> Export:
    """Keep some articles and their pages; raises MissingError for an id that none has."""
    articles = tuple(article for article in export.articles if article.id in article_ids)
    if missing := set(article_ids) - {article.id for article in articles}:
        raise MissingError(f"there is no article {', '.join(sorted(missing))}", "export as json to see the ids")
    held = {page_id for article in articles for page_id in article.pages}
    return replace(export, articles=articles, pages=tuple(page for page in export.pages if page.id in held))
