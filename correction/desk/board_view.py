"""A board as the browser gets it: pages with their articles as cards, how they are linked, and what might be.

In: pages and their `Leaf`s. Out: a `BoardView`, which msgspec writes as JSON. A card is known by its page and its first
line, as in `p000001:l_7f3a`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from correction.anchoring import Anchor
from correction.article import Article
from correction.desk.desk import Desk
from correction.desk.leaves import Leaf
from correction.exchange.originals import of_issue
from correction.folios import Folio, head_words, number_pages
from correction.jumps import chains
from correction.links import Settled, find_links, settle
from correction.partners import find_partners
from correction.rulings import merge_rulings, write_link
from ocr.page import TextLine

if TYPE_CHECKING:
    from correction.desk.boards import Sheets

OPENING = 120  # characters of an article's text that a card shows


class JumpView(msgspec.Struct, frozen=True):
    """A jump line: its words and the number of the page that it names."""

    text: str
    way: str
    page: int


class CardView(msgspec.Struct, frozen=True):
    """An article, or the part of one that a page has.

    `to` and `back` are the cards that it goes on in and continues; parts of one article have one `thread`. `said` is
    the person who settled whether it continues another. `value` is that of a decision that an article continues this
    one.
    """

    key: str
    line: str
    type: str
    language: str
    headline: str
    opening: str
    byline: str
    lines: int
    jumps: tuple[JumpView, ...]
    value: str
    to: str | None = None
    back: str | None = None
    thread: int | None = None
    said: str | None = None


class SheetView(msgspec.Struct, frozen=True):
    """A page of the board; `ready` is False while its articles are not known yet, `problem` why they cannot be."""

    id: str
    name: str
    label: str
    folio: int | None
    state: str
    ready: bool
    problem: str
    cards: tuple[CardView, ...]


class OfferView(msgspec.Struct, frozen=True):
    """A link that may be: two cards, and what speaks for it."""

    earlier: str
    later: str
    reasons: tuple[str, ...]
    score: float


class IgnoredView(msgspec.Struct, frozen=True):
    """A link of a person that has no effect: the card that it was said of, if there is one, and why."""

    card: str | None
    by: str
    reason: str


class BoardView(msgspec.Struct, frozen=True):
    """All of a board; `complete` is False while some of its pages are still being fetched."""

    issue: str | None
    name: str
    complete: bool
    pages: tuple[SheetView, ...]
    offers: tuple[OfferView, ...]
    ignored: tuple[IgnoredView, ...]


def view_board(
    desk: Desk, sheets: Sheets, leaves: Mapping[str, Leaf], failed: Mapping[str, str], complete: bool
) -> BoardView:
    """What is known of some pages: those that have a leaf."""
    entries = [entry for entry in sheets.entries if entry.id in leaves]
    proofs = [leaves[entry.id].proof for entry in entries]
    pages, texts = [proof.page for proof in proofs], {proof.page.id: proof.texts for proof in proofs}
    articles = [article for entry in entries for article in leaves[entry.id].articles]
    folios = number_pages(pages, {entry.id: entry.position - 1 for entry in entries}, texts)
    heads = {page.id: head_words(page, texts[page.id]) for page in pages}
    settled = settle(articles, pages, merge_rulings(proof.rulings for proof in proofs).links)
    links = find_links(articles, folios, heads, settled, {page.id for page in pages if of_issue(page)})
    shown = [article for entry in entries for article in leaves[entry.id].shown]
    cards = _cards(articles, shown, leaves, links, settled)
    by_page: dict[str, list[CardView]] = {}
    for article, card in zip(articles, cards, strict=True):
        by_page.setdefault(article.pages[0], []).append(card)
    offers = find_partners(articles, folios, links, settled.by)
    places = {line.id: i for i, article in enumerate(articles) for line in _lines(article, leaves)}
    return BoardView(
        sheets.issue,
        sheets.name,
        complete,
        tuple(
            SheetView(
                entry.id,
                desk.name_of(entry.id),
                entry.label,
                _number(folios.get(entry.id)),
                entry.state,
                entry.id in leaves or entry.id in failed or not entry.was_read,
                failed.get(entry.id, ""),
                tuple(by_page.get(entry.id, ())),
            )
            for entry in sheets.entries
        ),
        tuple(OfferView(cards[o.earlier].key, cards[o.later].key, o.reasons, o.score) for o in offers),
        tuple(
            IgnoredView(cards[places[each.line]].key if each.line in places else None, each.link.by, each.reason)
            for each in settled.ignored
        ),
    )


def _number(folio: Folio | None) -> int | None:
    return folio.number if folio else None


def _cards(
    articles: Sequence[Article],
    shown: Sequence[Article],
    leaves: Mapping[str, Leaf],
    links: Mapping[int, int],
    settled: Settled,
) -> list[CardView]:
    back = {b: a for a, b in links.items()}
    rows = [row for row in chains(len(articles), links) if len(row) > 1]
    threads = {place: n for n, row in enumerate(rows, 1) for place in row}
    lines = [_lines(article, leaves) for article in articles]
    keys = [f"{article.pages[0]}:{own[0].id}" for article, own in zip(articles, lines, strict=True)]
    return [
        CardView(
            keys[i],
            lines[i][0].id,
            article.type,
            article.language,
            _flat(clean.headline or clean.kicker or "", article.language),
            _flat(clean.paragraphs[0].text if clean.paragraphs else "", article.language)[:OPENING],
            _flat(clean.byline or "", article.language),
            len(lines[i]),
            tuple(JumpView(jump.text, jump.way, jump.page) for jump in article.jumps),
            _value(lines[i][-1], leaves[article.pages[0]], article.pages[0]),
            keys[links[i]] if i in links else None,
            keys[back[i]] if i in back else None,
            threads.get(i),
            settled.by.get(i),
        )
        for i, (article, clean) in enumerate(zip(articles, shown, strict=True))
    ]


def _lines(article: Article, leaves: Mapping[str, Leaf]) -> list[TextLine]:
    """The lines of an article's regions on its page, in reading order."""
    page = leaves[article.pages[0]].proof.page
    return [line for region in page.regions if region.item == article.id for line in region.lines]


def _value(line: TextLine, leaf: Leaf, page: str) -> str:
    proof = leaf.proof
    return write_link(page, Anchor(line.id, line.box, proof.texts.get(line.id, proof.page.text_of(line.id))))


def _flat(text: str, language: str) -> str:
    """Printed lines in one; Han characters need no space between."""
    return ("" if language.startswith("zh") else " ").join(text.split("\n"))
