r"""Repair: printed lines become paragraphs, by a chain of rules that is here to see.

In: articles as assembled, with one `\n` between two printed lines and the lines' ids in the same order, and a person's
flips. Out: the same articles with every text on one line and the ledger of line-end hyphens filled. Repairing is
always done anew from the assembled articles; doing it to a repaired one changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from correction.article import Article, Hyphen
from correction.lexicon import Lexicon, build_lexicon
from correction.repair.hyphens import mend_hyphens
from correction.repair.lines import join_lines
from correction.repair.paragraphs import mark_dateline, merge_halves
from correction.repair.passage import HyphenFlip, Passage, PassageKind
from correction.repair.spacing import close_gaps, collapse_spaces

__all__ = ["CHAIN", "HyphenFlip", "repair"]

# From the printed line outwards; each rule takes a passage and gives it back changed.
CHAIN: tuple[tuple[str, Callable[[Passage], Passage]], ...] = (
    ("hyphens", mend_hyphens),
    ("spaces", collapse_spaces),
    ("gaps", close_gaps),
    ("lines", join_lines),
)

NO_FLIPS: Mapping[str, HyphenFlip] = {}


def repair(articles: Sequence[Article], flips: Mapping[str, HyphenFlip] = NO_FLIPS) -> tuple[Article, ...]:
    r"""Join the lines of articles and decide their line-end hyphens; `flips` are a person's decisions by hyphen id.

    What the paper itself prints is counted over all the articles given, so give an issue's articles together.
    Letters never change, no line id is lost.

    >>> from correction.article import Paragraph
    >>> page = Article("a_1", paragraphs=(Paragraph("The council met yes-\nterday at noon.", lines=("l_1", "l_2")),))
    >>> repaired, = repair([page])
    >>> repaired.paragraphs[0].text, [h.form for h in repaired.hyphens]
    ('The council met yesterday at noon.', ['yesterday'])
    """
    lexicons = {
        language: build_lexicon((t for a in articles if a.language == language for t in _texts(a)), _known(language))
        for language in {article.language for article in articles}
    }
    return tuple(_repair_article(article, lexicons[article.language], flips) for article in articles)


def _repair_article(article: Article, lexicon: Lexicon, flips: Mapping[str, HyphenFlip]) -> Article:
    """Send every text of one article through the chain."""
    ledger: list[Hyphen] = list(article.hyphens)

    def mended(text: str, lines: tuple[str, ...], kind: PassageKind) -> str:
        passage = Passage(text, lines, kind, article.language.startswith("zh"), lexicon, flips)
        for _name, rule in CHAIN:
            passage = rule(passage)
        ledger.extend(passage.hyphens)
        return passage.text

    headings = tuple(replace(h, text=mended(h.text, h.lines, "heading")) for h in article.headings)
    credits = tuple(replace(c, text=mended(c.text, c.lines, "credit")) for c in article.credits)
    whole = merge_halves(article.paragraphs)
    paragraphs = mark_dateline([replace(p, text=mended(p.text, p.lines, p.kind)) for p in whole])
    return replace(article, headings=headings, credits=credits, paragraphs=paragraphs, hyphens=tuple(ledger))


def _texts(article: Article) -> list[str]:
    """Give all texts of an article."""
    texts = [h.text for h in article.headings] + [c.text for c in article.credits]
    return texts + [p.text for p in article.paragraphs]


def _known(language: str) -> str:
    """Give the language of the word list: English for the Latin words of a Chinese paper."""
    return "en" if language.startswith("zh") else language
