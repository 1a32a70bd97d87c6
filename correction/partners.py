"""Partners: articles that may be one, offered to a person where the print alone does not settle it.

In: the articles of pages, their folios, and the links that there are. Out: `Offer`s: for each jump line that leads
nowhere and each article without a heading at the top of its page, the likeliest articles that it is one with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from correction.article import Article
from correction.cohesion import Sections
from correction.folios import Folio
from correction.jumps import End, ends_of, titled
from correction.runover import breaks_off

MOST_OFFERED = 3  # partners of one article
ALIKE = 0.1  # likeness of two texts from which they seem to be of the same matter
# What speaks for two articles, the surest first.
Reason = Literal["title", "jump", "breaks off", "alike", "headless"]
WEIGHTS: Mapping[Reason, float] = {"title": 4.0, "jump": 2.0, "breaks off": 2.0, "alike": 1.0, "headless": 0.5}
OTHER_TITLE = 4.0  # taken off where the jump line names another title
OWN_HEADING = 1.0  # taken off where what would follow has a heading of its own
ENOUGH = 1.5  # worth showing


@dataclass(frozen=True, slots=True)
class Offer:
    """Two articles by their places, the earlier part first; `score` compares the offers of one article."""

    earlier: int
    later: int
    score: float
    reasons: tuple[Reason, ...]


def find_partners(
    articles: Sequence[Article],
    folios: Mapping[str, Folio],
    links: Mapping[int, int],
    closed: Collection[int] = (),
) -> tuple[Offer, ...]:
    """The likeliest links that are still open, best first; none leads on to those at the places `closed`."""
    room = _Room(articles, folios, links, closed)
    offers: dict[tuple[int, int], Offer] = {}
    for pairs in room.open_ends():
        found = [offer for pair in dict.fromkeys(pairs) if (offer := room.weigh(*pair)).score >= ENOUGH]
        found.sort(key=lambda offer: (-offer.score, offer.later - offer.earlier))
        offers |= {(offer.earlier, offer.later): offer for offer in found[:MOST_OFFERED]}
    return tuple(sorted(offers.values(), key=lambda offer: -offer.score))


class _Room:
    """Where articles stand, and which of them are still free."""

    def __init__(
        self,
        articles: Sequence[Article],
        folios: Mapping[str, Folio],
        links: Mapping[int, int],
        closed: Collection[int],
    ) -> None:
        self.articles, self.folios, self.links = articles, folios, links
        self.taken = {*links.values(), *closed}
        self.standing: dict[Folio, list[int]] = {}
        for i, article in enumerate(articles):
            self.standing.setdefault(folios[article.pages[0]], []).append(i)
        self.to: dict[int, list[End]] = {}
        self.back: dict[int, list[End]] = {}
        for i, article in enumerate(articles):
            self.to[i] = list(ends_of(i, article, folios, "to"))
            self.back[i] = list(ends_of(i, article, folios, "from"))
        self._sections: dict[bool, Sections] = {}

    def open_ends(self) -> Iterator[Iterable[tuple[int, int]]]:
        """For each end that is still open the pairs that may close it."""
        for i in range(len(self.articles)):
            if i not in self.links:
                for end in self.to[i]:
                    yield [(i, j) for j in self._on(end.there, end.issue) if j != i and j not in self.taken]
            if i not in self.taken:
                for end in self.back[i]:
                    yield [(j, i) for j in self._on(end.there, end.issue) if j != i and j not in self.links]
                if self._is_headless(i):
                    folio = self.folios[self.articles[i].pages[0]]
                    before = self._on(folio.number - 1, folio.issue)
                    yield [(j, i) for j in before if j not in self.links and self.articles[j].type != "advert"]

    def _on(self, number: int, issue: int) -> list[int]:
        return self.standing.get(Folio(number, issue), [])

    def _is_headless(self, i: int) -> bool:
        """Whether an article stands without a heading at the top of its page."""
        article = self.articles[i]
        return (
            not article.headings and article.type != "advert" and self.standing[self.folios[article.pages[0]]][0] == i
        )

    def weigh(self, a: int, b: int) -> Offer:
        """What speaks for two articles being one."""
        one, other = self.articles[a], self.articles[b]
        here, there = self.folios[one.pages[0]], self.folios[other.pages[0]]
        ends = [*self.to[a], *self.back[b]]
        said = [end for end in ends if {end.here, end.there} == {here.number, there.number}]
        reasons: list[Reason] = []
        leaving = next(iter(self.to[a]), End(a, here.issue, here.number, there.number))
        coming = next(iter(self.back[b]), End(b, there.issue, there.number, here.number))
        same = titled(self.articles, leaving, coming)
        reasons += ["title"] if same else []
        reasons += ["jump"] if said else []
        reasons += ["breaks off"] if breaks_off(one, other) else []
        reasons += ["alike"] if self._likeness(a, b) >= ALIKE else []
        reasons += ["headless"] if not other.headings else []
        score = sum(WEIGHTS[reason] for reason in reasons) + max(0, len(said) - 1) * WEIGHTS["jump"]
        against = OTHER_TITLE if same is False else OWN_HEADING if other.headings and not same else 0.0
        return Offer(a, b, score - against, tuple(reasons))

    def _likeness(self, a: int, b: int) -> float:
        chinese = self.articles[a].language.startswith("zh")
        if chinese not in self._sections:
            texts = ["\n".join(p.text for p in article.paragraphs) for article in self.articles]
            self._sections[chinese] = Sections(texts, chinese=chinese)
        return self._sections[chinese].likeness([a], b)
