"""Pages as the board needs them, worked out in the process beside the server: their articles, and how cards show them.

In: pages of a project. Out: a `Leaf` for a page; a `Preview` of the article that parts on several pages make. Pages are
kept in that process without the engines' characters, so that a decision on one is taken in quickly.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import msgspec

from correction.article import Article
from correction.assemble import assemble
from correction.evidence import Evidence, Proof
from correction.jumps import join
from correction.proof import arrange_under
from correction.repair import choose_rules, repair
from correction.review import STRUCTURE, replay
from correction.rulings import merge_rulings
from correction.store import Project
from ocr.errors import MissingError
from ocr.layout.overrides import Overrides
from ocr.page import LineText, Page

PAGES_KEPT = 48  # some hundred kilobytes each


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a run under so many decisions: its proof without the engines' characters, its articles unrepaired.

    `shown` are the same as a card shows them: repaired by the page's own words, with their first paragraph only.
    """

    run: str
    version: int
    proof: Proof
    articles: tuple[Article, ...]
    shown: tuple[Article, ...]


class Block(msgspec.Struct, frozen=True):
    """A heading, credit or paragraph of the clean article: `kind` is its role, `credit` or the paragraph's kind."""

    kind: str
    text: str


class Preview(msgspec.Struct, frozen=True):
    """An article as it goes out."""

    pages: tuple[str, ...]
    language: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    run: str
    stored: Page
    overrides: Overrides
    arranged: Page


_kept: OrderedDict[str, _Kept] = OrderedDict()  # of the process beside the server


def leaf_of(project: Project, page_id: str) -> Leaf:
    """A page as it is now; raises ProjectError for one that was not read."""
    run, log = project.entry(page_id).run, project.decisions(page_id)
    kept = _kept.get(page_id)
    reviewed = replay(kept.stored, log) if kept and kept.run == run else None
    if kept is None or reviewed is None or reviewed.overrides != kept.overrides:
        # To arrange it the engines' characters are needed; without them it is had in a fraction of the time.
        moved = any(decision.kind in STRUCTURE for decision in log)
        stored = project.load_page(page_id) if moved else project.load_texts(page_id)
        reviewed = replay(stored, log)
        arranged = arrange_under(stored, reviewed.overrides, log)
        kept = _Kept(run, _texts_only(stored), reviewed.overrides, _texts_only(arranged))
    _kept[page_id] = kept
    _kept.move_to_end(page_id)
    while len(_kept) > PAGES_KEPT:
        _kept.popitem(last=False)
    proof = Proof(kept.arranged, reviewed.texts, reviewed.rulings, reviewed.marks)
    articles = assemble(proof.page, proof.texts)
    own = Evidence([page_id], lambda _: proof)
    shown = repair(
        [replace(article, paragraphs=article.paragraphs[:1]) for article in articles],
        proof.rulings,
        choose_rules(project.rules),
        lambda article: own.lexicon(page_id, article.language),
    )
    return Leaf(run, len(log), proof, articles, shown)


def preview_of(project: Project, parts: Sequence[tuple[str, str]]) -> Preview:
    """The clean article of parts, each named by its page and a line; raises MissingError for a line that is in none."""
    proofs = {page: leaf_of(project, page).proof for page, _ in parts}
    whole = reduce(join, [_part(proofs[page], line) for page, line in parts])
    read = [entry.id for entry in project.pages() if entry.was_read]
    evidence = Evidence(read, lambda page: proofs.get(page) or leaf_of(project, page).proof)
    (clean,) = repair(
        [whole],
        merge_rulings(proof.rulings for proof in proofs.values()),
        choose_rules(project.rules),
        lambda article: evidence.lexicon(article.pages[0], article.language),
    )
    return Preview(clean.pages, clean.language, tuple(_blocks(clean)))


def _part(proof: Proof, line: str) -> Article:
    item = next((r.item for r in proof.page.regions if line in {each.id for each in r.lines}), None)
    for article in assemble(proof.page, proof.texts):
        if article.id == item:
            return article
    raise MissingError(f"there is no article with the line {line}", "reload the board")


def _blocks(article: Article) -> list[Block]:
    credits = [Block("credit", credit.text) for credit in article.credits]
    paragraphs = [Block(paragraph.kind, paragraph.text) for paragraph in article.paragraphs]
    headings = [Block(heading.role, heading.text) for heading in article.headings]
    return headings + (credits + paragraphs if article.credit_first else paragraphs + credits)


def _texts_only(page: Page) -> Page:
    """The page with its base reading's texts and nothing else that engines said."""
    readings = tuple(
        replace(reading, lines={line: LineText(said.text) for line, said in reading.lines.items()})
        for reading in page.readings
        if reading.id == page.base
    )
    return replace(page, readings=readings)
