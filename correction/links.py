"""Links: which article goes on in which, first as persons said, then as the print shows.

In: the articles of pages as assembled, each of one page, and persons' links. Out: places of articles: the earlier one's
to the later one's, of which `join_links` makes one article. A ring, or a second link to or from an article, is none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from correction.anchoring import Anchor, homes
from correction.article import Article
from correction.folios import Folio
from correction.jumps import chains, find_jumps, join_links, leads
from correction.rulings import Link
from correction.runover import find_run_overs
from ocr.page import Page

NO_ARTICLE = "the line is in no article"
ELSEWHERE = "the article that it continues is not here"
ITSELF = "an article does not continue itself"
LATER_SAID = "something else was said of it later"
TAKEN = "that article goes on in another one, as was said later"
RING = "that article continues this one already"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A person's link without effect: the line that it was said of, and why."""

    line: str
    link: Link
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What persons said, by the places of articles: which goes on in which, and who said whether one continues another.

    What is in `by` continues no other article than `links` say.
    """

    links: Mapping[int, int] = field(default_factory=dict)
    by: Mapping[int, str] = field(default_factory=dict)
    ignored: tuple[Ignored, ...] = ()


NOTHING_SETTLED = Settled()


def settle(articles: Sequence[Article], pages: Sequence[Page], links: Mapping[str, Link]) -> Settled:
    """Find the articles that persons' links are about; the later word counts, whatever does not go with it is told."""
    if not links:
        return NOTHING_SETTLED
    places = {(article.pages[0], article.id): i for i, article in enumerate(articles)}
    of_line = {
        (page.id, line.id): places.get((page.id, region.item or ""))
        for page in pages
        for region in page.regions
        for line in region.lines
    }
    later = {line: place for (_, line), place in of_line.items()}
    earlier = _targets(pages, links.values())
    found: dict[int, int] = {}
    by: dict[int, str] = {}
    ignored: list[Ignored] = []
    for line, link in sorted(links.items(), key=lambda each: each[1].time, reverse=True):
        here, there = later.get(line), of_line.get(earlier.get(link, ("", "")))
        problem = _problem(link, here, there, found, by)
        if problem:
            ignored.append(Ignored(line, link, problem))
        elif link.to is not None and here is not None and there is not None:
            found[there] = here
        if here is not None:
            by.setdefault(here, link.by)
    return Settled(found, by, tuple(ignored))


def find_links(
    articles: Sequence[Article],
    folios: Mapping[str, Folio],
    heads: Mapping[str, Collection[str]],
    settled: Settled = NOTHING_SETTLED,
    sealed: Collection[str] = (),
) -> dict[int, int]:
    """Which article goes on in which: as persons said, and else as broken words, sentences and jump lines show.

    An item that stands on several pages is one article. On `sealed` pages, by id, nothing else is found: whoever laid
    them out knew the whole issue.
    """
    known = {**_of_one_item(articles, settled), **settled.links}
    closed = {*settled.by, *(i for i, article in enumerate(articles) if article.pages[0] in sealed)}
    over = find_run_overs(articles, folios, heads, known, closed)
    rows = chains(len(articles), over)
    at = {place: n for n, row in enumerate(rows) for place in row}
    links = {at[a]: at[b] for a, b in known.items()}
    found = find_jumps(join_links(articles, over), folios, links, {at[place] for place in closed})
    return over | {rows[a][-1]: rows[b][0] for a, b in found.items()}


def _of_one_item(articles: Sequence[Article], settled: Settled) -> dict[int, int]:
    """The parts of items that stand on several pages, one to the next, where no person said otherwise."""
    last: dict[str, int] = {}
    found: dict[int, int] = {}
    for i, article in enumerate(articles):
        before = last.get(article.id)
        last[article.id] = i
        if before is not None and i not in settled.by and before not in settled.links:
            found[before] = i
    return found


def _targets(pages: Sequence[Page], links: Collection[Link]) -> dict[Link, tuple[str, str]]:
    """The page and line of today that each link leads to; a line that is gone is looked for by place and text."""
    found: dict[Link, tuple[str, str]] = {}
    for page in pages:
        here: dict[Link, Anchor] = {link: link.to for link in links if link.to and link.page == page.id}
        now = homes(page, here.values()) if here else {}
        found |= {link: (page.id, now[to.line]) for link, to in here.items() if to.line in now}
    return found


def _problem(
    link: Link, here: int | None, there: int | None, found: Mapping[int, int], by: Collection[int]
) -> str | None:
    """Why a link has no effect; None when it has one."""
    if here is None:
        return NO_ARTICLE
    if here in by:
        return LATER_SAID
    if link.to is None:
        return None
    if there is None:
        return ELSEWHERE
    if there == here:
        return ITSELF
    if there in found:
        return TAKEN
    return RING if leads(found, here, there) else None
