"""Articles that run over a page without a jump line, as in papers before about 1880: made one article.

In: the articles of pages, the folio of each page and the words of its furniture. Out: which goes on in which: the last
of one page in what stands headless at the top of the next, where a broken word or an unfinished sentence proves it. In
doubt they stay two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from correction.article import Article, Paragraph
from correction.folios import Folio
from correction.jumps import NO_LINKS, SENTENCE_END, leads
from correction.lexicon import HYPHENS

LEAST = 20  # characters of the paragraph that goes on: less may be a heading that was read badly
# What no line may begin with: the sentence before it goes on.
NO_START = tuple("，、。；：！？）」』】》”,.;:!?)")


def find_run_overs(
    articles: Sequence[Article],
    folios: Mapping[str, Folio],
    heads: Mapping[str, Collection[str]],
    settled: Mapping[int, int] = NO_LINKS,
    closed: Collection[int] = (),
) -> dict[int, int]:
    """The places of articles that run over to the next page, each to that of what it goes on in.

    Nothing is found beside the links that are `settled`, nor for the articles at the places `closed` to go on from.

    Pages whose furniture has words and shares none are of two papers, whatever their folios say.
    """
    last: dict[Folio, int] = {}
    first: dict[Folio, int] = {}
    for i, article in enumerate(articles):
        folio = folios.get(article.pages[0]) if len(article.pages) == 1 else None
        if folio is not None and article.type != "advert":
            last[folio] = i
            first.setdefault(folio, i)
    found: dict[int, int] = {}
    for folio, i in last.items():
        following = first.get(Folio(folio.number + 1, folio.issue))
        if following is None or i in settled or following in closed or leads({**settled, **found}, following, i):
            continue
        a, b = articles[i], articles[following]
        if _together(heads, a.pages[0], b.pages[0]) and _runs_over(a, b):
            found[i] = following
    return found


def _together(heads: Mapping[str, Collection[str]], page: str, following: str) -> bool:
    one, other = frozenset(heads.get(page, ())), frozenset(heads.get(following, ()))
    return not one or not other or bool(one & other)


def _runs_over(article: Article, following: Article) -> bool:
    """Whether an article that ends a page goes on in the one that opens the next."""
    told = article.jumps or following.jumps or article.continues or following.continues
    signed = (article.credits and not article.credit_first) or following.credit_first
    return not (told or signed or following.headings) and breaks_off(article, following)


def breaks_off(article: Article, following: Article) -> bool:
    """Whether an article stops within a word or a sentence that another's first paragraph carries on."""
    if article.language != following.language:
        return False
    before = next((p for p in reversed(article.paragraphs) if p.kind not in ("caption", "inset")), None)
    after = following.paragraphs[0] if following.paragraphs else None
    if before is None or after is None or len(after.text) < LEAST:
        return False
    return _is_plain(before, after) and _goes_on(before.text, after.text, chinese=article.language.startswith("zh"))


def _is_plain(*paragraphs: Paragraph) -> bool:
    return all(p.kind == "paragraph" and not p.keeps_lines and not p.initial for p in paragraphs)


def _goes_on(before: str, after: str, *, chinese: bool) -> bool:
    """Whether a text stops within a word, or within a sentence that the next one carries on."""
    ending, opening = before.rstrip(), after.lstrip(" \t\n\u3000")
    if ending.endswith(tuple(HYPHENS)) and ending[-2:-1].isalpha():
        return opening[:1].isalpha()
    if ending.endswith(SENTENCE_END):
        return False
    # 、 may end a sentence of old print, and a comma at the end proves little where the next letter is a capital.
    return opening[:1].islower() or opening.startswith(NO_START) or (chinese and ending.endswith("，"))
