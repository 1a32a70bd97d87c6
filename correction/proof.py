"""Proofs: pages with their decisions become repaired articles.

In: a project. Out: an `Export`, which every format takes. Nothing of it is stored: texts are replayed, articles
assembled and repaired anew each time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from correction.assemble import assemble
from correction.exchange import Export
from correction.folios import number_pages
from correction.jumps import follow_jumps
from correction.repair import repair
from correction.review import STRUCTURE, Decision, replay
from correction.rulings import Rulings
from correction.store import Project
from ocr.errors import UsageError
from ocr.layout.overrides import Overrides
from ocr.page import Page


def prove(project: Project, page_ids: Sequence[str] = (), article_ids: Collection[str] = ()) -> Export:
    """The pages and articles of a project, or of some of its pages, in order of arrival.

    Pages that were not read are left out, but one that was asked for by name raises UsageError or ProjectError. With
    `article_ids` only these articles are kept, and the pages they stand on; an id that none has raises UsageError.
    """
    wanted = set(page_ids)
    known = project.pages()
    if missing := wanted - {entry.id for entry in known}:
        raise UsageError(f"there is no page {', '.join(sorted(missing))}", "galley project status counts the pages")
    chosen = [entry.id for entry in known if entry.id in wanted or (not wanted and entry.state == "done")]
    stored = tuple(project.load_page(page_id) for page_id in chosen)
    logs = {page.id: project.decisions(page.id) for page in stored}
    reviewed = {page.id: replay(page, logs[page.id]) for page in stored}
    pages = tuple(_under(page, reviewed[page.id].overrides, logs[page.id]) for page in stored)
    readings = {page_id: each.texts for page_id, each in reviewed.items()}
    assembled = [article for page in pages for article in assemble(page, readings[page.id])]
    folios = number_pages(pages, {entry.id: i for i, entry in enumerate(known)}, readings)
    assembled = list(follow_jumps(assembled, folios))
    rulings = Rulings(
        {line: flip for each in reviewed.values() for line, flip in each.rulings.hyphens.items()},
        {place: flip for each in reviewed.values() for place, flip in each.rulings.changes.items()},
    )
    texts = {page_id: each.texts for page_id, each in reviewed.items() if each.texts}
    export = Export(pages, repair(assembled, rulings), texts, created=_last_read(project))
    return choose(export, article_ids) if article_ids else export


def arranged(project: Project, page_id: str) -> Page:
    """A page of a project under its structure decisions; raises ProjectError for one that was not read."""
    page = project.load_page(page_id)
    log = project.decisions(page_id)
    return _under(page, replay(page, log).overrides, log)


def _last_read(project: Project) -> datetime | None:
    """When the newest run began, which is the same at every export; None before the first run."""
    times = [datetime.fromisoformat(run.started) for run in project.runs()]
    return max((time if time.tzinfo else time.replace(tzinfo=UTC) for time in times), default=None)


def _under(page: Page, overrides: Overrides, log: Sequence[Decision]) -> Page:
    """A page under a person's structure decisions; the stored arrangement where there never were any."""
    # The page may have been stored under decisions that were taken back since.
    if not any(decision.kind in STRUCTURE for decision in log):
        return page
    from ocr.layout.arrange import rearrange  # brings OpenCV, which an export without such decisions does not need

    return rearrange(page, overrides)


def choose(export: Export, article_ids: Collection[str]) -> Export:
    """Keep some articles and their pages; raises UsageError for an id that none has."""
    articles = tuple(article for article in export.articles if article.id in article_ids)
    if missing := set(article_ids) - {article.id for article in articles}:
        raise UsageError(f"there is no article {', '.join(sorted(missing))}", "export as json to see the ids")
    held = {page_id for article in articles for page_id in article.pages}
    return replace(export, articles=articles, pages=tuple(page for page in export.pages if page.id in held))
