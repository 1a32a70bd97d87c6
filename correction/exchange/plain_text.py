"""Articles as plain text for reading.

In: an `Export`, of which only the articles are written. Out: one file, or one for each article, page or issue. Each
article is its heading stack (a line each), its credits (a line each), its paragraphs; a blank line between these, two
between articles. Credits stand where they are printed, first or last; adverts come after the articles; furniture is no
part of any article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from correction.article import Article
from correction.exchange import Export, OutputFile
from correction.exchange.article_groups import text_files

BETWEEN_PARAGRAPHS = "\n\n"
BETWEEN_ARTICLES = "\n\n\n"


def files(export: Export) -> Iterator[OutputFile]:
    """Give the one file, `articles.txt`, or a file for each article, page or issue."""
    return text_files(export, "articles.txt", "txt", write_text)


def write_text(articles: Iterable[Article]) -> str:
    """Write articles one after the other, adverts last; the empty string when there are none."""
    texts = [article_text(article) for article in adverts_last(articles)]
    written = BETWEEN_ARTICLES.join(text for text in texts if text)
    return f"{written}\n" if written else ""


def article_text(article: Article) -> str:
    """One article without a closing line end; blocks without text are left out.

    >>> from correction.article import Credit, Heading, Paragraph
    >>> print(article_text(Article("a_1", headings=(Heading("kicker", "Harbour"), Heading("headline", "New pier")),
    ...     credits=(Credit("From our own correspondent."),), paragraphs=(Paragraph("It opened on Monday."),))))
    Harbour
    New pier
    <BLANKLINE>
    It opened on Monday.
    <BLANKLINE>
    From our own correspondent.
    """
    stack = _lines(heading.text for heading in article.headings)
    credit = _lines(credit.text for credit in article.credits)
    paragraphs = [paragraph.text.strip("\n") for paragraph in article.paragraphs]
    blocks = [stack, credit, *paragraphs] if article.credit_first else [stack, *paragraphs, credit]
    return BETWEEN_PARAGRAPHS.join(block for block in blocks if block.strip())


def adverts_last(articles: Iterable[Article]) -> list[Article]:
    """Put the articles in their order, then the adverts in theirs."""
    return sorted(articles, key=lambda article: article.type == "advert")


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text.strip("\n") for text in texts if text.strip())
