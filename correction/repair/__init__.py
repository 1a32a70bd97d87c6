r"""Repair: printed lines become paragraphs, by a chain of rules that is here to see (`chain.CHAIN`).

In: articles as assembled, with one `\n` between two printed lines and the lines' ids in the same order, and what
persons ruled. Out: the same articles with every text on one line, each change on record and the ledger of line-end
hyphens filled. Repairing is always done anew from the assembled articles; doing it to a repaired one changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from correction.article import Article, Change, Hyphen, Paragraph
from correction.lexicon import Lexicon, build_lexicon, listed_language
from correction.repair.chain import CHAIN, STANDARD, Rule, choose_rules, mend
from correction.repair.marks import NO_HABITS, Habits, count_habits
from correction.repair.paragraphs import mark_dateline, merge_halves
from correction.repair.passage import Passage, PassageKind
from correction.repair.punctuation import PUNCTUATION
from correction.repair.replay import WHOLE
from correction.rulings import NO_RULINGS, Rulings

PLAIN = Paragraph("")

__all__ = ["CHAIN", "STANDARD", "Rule", "choose_rules", "repair"]


def repair(
    articles: Sequence[Article],
    rulings: Rulings = NO_RULINGS,
    rules: Collection[Rule] = STANDARD,
    lexicon_of: Callable[[Article], Lexicon] | None = None,
) -> tuple[Article, ...]:
    r"""Join the lines of articles and decide their line-end hyphens.

    What the paper itself prints is told by `lexicon_of`, else counted over all the articles given. Letters never
    change but where a person ruled so, no line id is lost.

    >>> from correction.article import Paragraph
    >>> page = Article("a_1", paragraphs=(Paragraph("The council met yes-\nterday at noon.", lines=("l_1", "l_2")),))
    >>> repaired, = repair([page])
    >>> repaired.paragraphs[0].text, [h.form for h in repaired.hyphens]
    ('The council met yesterday at noon.', ['yesterday'])
    """
    told = lexicon_of or _counted(articles)
    names = {rule.name for rule in rules}
    whole = [article if article.changes else _made_whole(article, rulings, names) for article in articles]
    habits = _habits(whole) if PUNCTUATION in names else {}
    return tuple(
        # One that has changes has been repaired.
        article
        if article.changes
        else _repair_article(made, told(article), habits.get(_page(article), NO_HABITS), rulings, rules)
        for article, made in zip(articles, whole, strict=True)
    )


def _made_whole(article: Article, rulings: Rulings, rules: Collection[str]) -> Article:
    """Put the halves of an article's paragraphs together, where that rule is on."""
    if WHOLE not in rules:
        return article
    paragraphs, merges = merge_halves(article.paragraphs, rulings)
    return replace(article, paragraphs=paragraphs, changes=article.changes + merges)


def _page(article: Article) -> tuple[str, ...]:
    """The page that an article begins on; raw text has none."""
    return article.pages[:1]


def _habits(articles: Sequence[Article]) -> dict[tuple[str, ...], Habits]:
    """The marks that each page prefers in its Chinese articles."""
    texts: dict[tuple[str, ...], list[str]] = {}
    for article in articles:
        if article.language.startswith("zh"):
            texts.setdefault(_page(article), []).extend(_texts(article))
    return {page: count_habits(printed) for page, printed in texts.items()}


def _counted(articles: Sequence[Article]) -> Callable[[Article], Lexicon]:
    """The words that articles print, by their language."""
    lexicons = {
        language: build_lexicon(
            (text for a in articles if a.language == language for text in _texts(a)), listed_language(language)
        )
        for language in {article.language for article in articles}
    }
    return lambda article: lexicons[article.language]


def _repair_article(
    article: Article, lexicon: Lexicon, habits: Habits, rulings: Rulings, rules: Collection[Rule]
) -> Article:
    """Send every text of one article through the chain."""
    ledger: list[Hyphen] = list(article.hyphens)
    changes: list[Change] = list(article.changes)

    def mended(text: str, lines: tuple[str, ...], kind: PassageKind, paragraph: Paragraph = PLAIN) -> str:
        done = mend(
            Passage(
                text,
                lines,
                kind,
                article.language,
                lexicon,
                rulings,
                keeps_lines=paragraph.keeps_lines,
                initial=paragraph.initial,
                habits=habits,
                beside=paragraph.beside,
            ),
            rules,
        )
        ledger.extend(done.hyphens)
        changes.extend(done.changes)
        return done.text

    headings = tuple(replace(h, text=mended(h.text, h.lines, "heading")) for h in article.headings)
    credits = tuple(replace(c, text=mended(c.text, c.lines, "credit")) for c in article.credits)
    paragraphs = mark_dateline([replace(p, text=mended(p.text, p.lines, p.kind, p)) for p in article.paragraphs])
    return replace(
        article,
        headings=headings,
        credits=credits,
        paragraphs=paragraphs,
        hyphens=tuple(ledger),
        changes=tuple(changes),
    )


def _texts(article: Article) -> list[str]:
    """Give all texts of an article."""
    texts = [h.text for h in article.headings] + [c.text for c in article.credits]
    return texts + [p.text for p in article.paragraphs]
