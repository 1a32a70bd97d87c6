"""Jumps: an article that goes on on another page of its issue is made one article.

In: the articles of pages with their jump lines, and the folio of each page. Out: which goes on in which, by their
places, where the jumps say that they are one; and articles so joined. They are one only where both ends speak of each
other, or one end and the heading do; in doubt they stay two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import reduce
from itertools import permutations
from typing import Literal

from correction.article import Article, Paragraph
from correction.cohesion import Sections
from correction.folios import Folio
from correction.lexicon import HYPHENS
from correction.repair.passage import WIDE

SAME_TITLE = 0.75  # likeness of two headings from which they are one, printed again
TITLE_LETTERS = 4  # a shorter title tells too little; a Han character counts as two letters
MOST_PAIRED = 4  # jumps from one page to one other that are told apart by their order
SENTENCE_END = tuple('。！？…”’」』.!?"»“)）】')
_WORD = re.compile(rf"(?=[^\W_])[{WIDE}]|(?:(?![{WIDE}])[^\W_])+")
_BROKEN = re.compile(rf"[{re.escape(HYPHENS)}]\n")

NO_LINKS: Mapping[int, int] = {}
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class End:
    """One end of a jump: its article, the page that it stands on, the page that it names, the title that it names."""

    article: int
    issue: int
    here: int
    there: int
    title: str | None = None

    @property
    def answer(self) -> tuple[int, int, int]:
        """Issue, here and there of the end that speaks of this one's page, as this one speaks of its page."""
        return self.issue, self.there, self.here


def join_links(articles: Sequence[Article], links: Mapping[int, int]) -> tuple[Article, ...]:
    """Join articles, of which each that `links` names by its place goes on in the one at the place it is linked to.

    The joined one has the id and the place of its first part.
    """
    return tuple(reduce(join, (articles[i] for i in row)) for row in chains(len(articles), links))


def chains(count: int, links: Mapping[int, int]) -> list[list[int]]:
    """The places of so many articles, in rows of those that `links` make one."""
    targets = set(links.values())
    rows = [[i] for i in range(count) if i not in targets]
    for row in rows:
        while (following := links.get(row[-1])) is not None:
            row.append(following)
    return rows


def find_jumps(
    articles: Sequence[Article],
    folios: Mapping[str, Folio],
    settled: Mapping[int, int] = NO_LINKS,
    closed: Collection[int] = (),
) -> dict[int, int]:
    """Which article goes on in which by the jump lines, the surest first, and by the links that are `settled` before.

    Those at the places `closed` go on from none but as is settled.
    """
    leaving = [end for i, a in enumerate(articles) for end in ends_of(i, a, folios, "to")]
    coming = [end for i, a in enumerate(articles) for end in ends_of(i, a, folios, "from") if i not in closed]
    back: dict[tuple[int, int, int], list[End]] = {}
    for end in coming:
        back.setdefault((end.issue, end.here, end.there), []).append(end)
    met = [(a, b) for a in leaving for b in back.get(a.answer, ())]
    same_title = {(a.article, b.article): titled(articles, a, b) for a, b in met}
    links = dict(settled)
    _link(links, [pair for pair, same in same_title.items() if same])
    unsaid = [pair for pair, same in same_title.items() if same is None]
    _link(links, unsaid)
    _link(links, _in_order(articles, _free(links, unsaid)))
    _link(links, [pair for pair in _one_ended(articles, folios, leaving, coming) if pair[1] not in closed])
    return links


def ends_of(index: int, article: Article, folios: Mapping[str, Folio], way: Literal["to", "from"]) -> Iterator[End]:
    """The ends that lead to, or come from, another page of the issue, of the article at a place."""
    folio = folios.get(article.pages[0]) if article.pages else None
    for jump in article.jumps if folio else ():
        assert folio is not None
        # 紧接第二版 leads on to a later page, and back to an earlier one.
        led = jump.way if jump.way != "either" else "to" if jump.page > folio.number else "from"
        if led == way and jump.page != folio.number:
            yield End(index, folio.issue, folio.number, jump.page, jump.title)


def _free(links: Mapping[int, int], pairs: Iterable[_Pair]) -> list[_Pair]:
    """The pairs that are still possible: both free, and no ring."""
    taken = set(links.values())
    return [(a, b) for a, b in pairs if a not in links and b not in taken and not leads(links, b, a)]


def leads(links: Mapping[int, int], start: int, end: int) -> bool:
    """Whether links lead from one place to another, or both are one."""
    while start != end and start in links:
        start = links[start]
    return start == end


def _link(links: dict[int, int], pairs: Iterable[_Pair]) -> None:
    """Take those pairs over of which neither member is in another one."""
    free = _free(links, dict.fromkeys(pairs))
    sources, targets = Counter(a for a, _ in free), Counter(b for _, b in free)
    for a, b in free:
        if sources[a] == targets[b] == 1 and not leads(links, b, a):
            links[a] = b


def titled(articles: Sequence[Article], a: End, b: End) -> bool | None:
    """Whether the titles say that both are one; None where nothing is said."""
    there, here = _headings(articles[b.article]), _headings(articles[a.article])
    named = [(a.title, there), (b.title, here)]
    said = [any(_same_title(title, each) for each in headings) for title, headings in named if title and headings]
    if said:
        return any(said)
    return True if any(_same_title(x, y) for x in there for y in here) else None


def _headings(article: Article) -> list[str]:
    return [heading.text for heading in article.headings]


def _same_title(a: str, b: str) -> bool:
    """Whether two headings are one: nearly the same letters, or the words of one within the other."""
    short, long = sorted((_letters(a), _letters(b)), key=len)
    if len(short) + sum(c > "\u2e80" for c in short) < TITLE_LETTERS:
        return False
    within = _words(a) in _words(b) or _words(b) in _words(a)
    return within or SequenceMatcher(None, short, long, autojunk=False).ratio() >= SAME_TITLE


def _words(text: str) -> str:
    """The words of a heading, each between two spaces: Rain is none of Train Wrecked. A Han character is one."""
    return f" {' '.join(_WORD.findall(_BROKEN.sub('', text.casefold())))} "


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _in_order(articles: Sequence[Article], pairs: Sequence[_Pair]) -> list[_Pair]:
    """Pairs by their order on both pages, where the words of the texts say the same."""
    found: list[_Pair] = []
    for pages in dict.fromkeys((articles[a].pages[0], articles[b].pages[0]) for a, b in pairs):
        group = [(a, b) for a, b in pairs if (articles[a].pages[0], articles[b].pages[0]) == pages]
        sources, targets = sorted({a for a, _ in group}), sorted({b for _, b in group})
        if 1 < len(sources) == len(targets) <= MOST_PAIRED and _likest(articles, sources, targets):
            found += zip(sources, targets, strict=True)
    return found


def _likest(articles: Sequence[Article], sources: list[int], targets: list[int]) -> bool:
    """Whether first with first, second with second … share more rare words than any other pairing."""
    texts = ["\n".join(p.text for p in articles[i].paragraphs) for i in sources + targets]
    sections = Sections(texts, chinese=articles[sources[0]].language.startswith("zh"))
    n = len(sources)
    likeness = [[sections.likeness([a], n + b) for b in range(n)] for a in range(n)]
    sums = {way: sum(likeness[a][b] for a, b in enumerate(way)) for way in permutations(range(n))}
    straight = sums.pop(tuple(range(n)))
    return straight > max(sums.values())


def _one_ended(
    articles: Sequence[Article], folios: Mapping[str, Folio], leaving: Sequence[End], coming: Sequence[End]
) -> list[_Pair]:
    """Pairs of which only one end was printed or read: the title must say that they are one."""
    answered = {end.article for end in coming}, {end.article for end in leaving}
    standing: dict[Folio | None, list[int]] = {}
    for i, article in enumerate(articles):
        standing.setdefault(folios.get(article.pages[0]) if article.pages else None, []).append(i)
    pairs: list[_Pair] = []
    for forward, ends in ((True, leaving), (False, coming)):
        for end in ends:
            for i in standing.get(Folio(end.there, end.issue), ()):
                if i == end.article or i in answered[0 if forward else 1]:
                    continue
                if titled(articles, end, End(i, end.issue, end.there, end.here)):
                    pairs.append((end.article, i) if forward else (i, end.article))
    return pairs


def join(first: Article, rest: Article) -> Article:
    """One article of two parts; a sentence that runs on over the page goes on in its paragraph.

    A heading that the second part repeats falls away, another one becomes a subhead.
    """
    headings = _headings(first)
    named = headings + [j.title for j in first.jumps + rest.jumps if j.title]
    kept = [h for h in rest.headings if not any(_same_title(h.text, each) for each in named)]
    subheads = [Paragraph(h.text, "subhead", None, h.lines) for h in kept]
    return replace(
        first,
        pages=tuple(dict.fromkeys(first.pages + rest.pages)),
        continues="\n".join(dict.fromkeys(c for c in (first.continues, rest.continues) if c)) or None,
        credits=first.credits + rest.credits,
        credit_first=first.credit_first if first.credits else rest.credit_first and not first.paragraphs,
        paragraphs=_run_on(first.paragraphs, rest.paragraphs, subheads),
        jumps=first.jumps + rest.jumps,
    )


def _run_on(
    first: tuple[Paragraph, ...], rest: tuple[Paragraph, ...], subheads: list[Paragraph]
) -> tuple[Paragraph, ...]:
    last = next((i for i in range(len(first) - 1, -1, -1) if first[i].kind == "paragraph"), None)
    start = next((i for i, p in enumerate(rest) if p.kind == "paragraph"), None)
    prose = last is not None and start is not None and not (first[last].keeps_lines or rest[start].keeps_lines)
    runs_on = prose and last is not None and not first[last].text.rstrip().endswith(SENTENCE_END)
    # A subhead between both halves of a sentence is no end of it.
    if last is None or start is None or not runs_on:
        return (*first, *subheads, *rest)
    half = rest[start]
    whole = replace(first[last], text=f"{first[last].text}\n{half.text}", lines=first[last].lines + half.lines)
    return (*first[:last], whole, *first[last + 1 :], *subheads, *rest[:start], *rest[start + 1 :])
