"""Articles as Markdown (CommonMark, with GitHub's tables and strike-through kept from happening by accident).

In: an `Export`, of which only the articles are written. Out: one file, or one for each article, page or issue. The
order is that of plain text. An article's first headline is `#`, a further one `##`, a subhead `###`; kicker and deck
are emphasised lines, an inset is strong, a caption is a quotation, credits and paragraphs are plain, line ends that
stay are hard breaks. Printed characters that Markdown would take as markup carry a backslash; all others stay as they
are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from correction.article import Article, Heading, Paragraph
from correction.exchange import Export, OutputFile
from correction.exchange.article_groups import text_files
from correction.exchange.plain_text import BETWEEN_ARTICLES, BETWEEN_PARAGRAPHS, adverts_last

# Two spaces would do too, and get lost in many an editor.
HARD_BREAK = "\\\n"

_INLINE = re.compile(
    r"""
      [\\*`~]                                  # emphasis, code, strike-through, and the escape itself
    | (?<![^\W_])_ | _(?![^\W_])               # an underscore inside a word is harmless
    | <(?=[A-Za-z/!?])                         # a tag or an address; not "a < b"
    | &(?=\#?\w{1,32};)                        # a character reference
    | \](?=[(\[:])                             # a link, a picture, a definition
    """,
    re.VERBOSE,
)
_LINE_START = re.compile(
    r"""
      (?P<mark> \#(?=\#{0,5}(\s|$)) | > | [-+](?=\s|$) | \| | [-=:](?=[-=:|\s]*$) )
    | (?P<number> \d{1,9} )(?P<point> [.)] )(?=\s|$)
    """,
    re.VERBOSE,
)
_CLOSING_HASHES = re.compile(r"(?<=[ \t])#(?=#*$)|^#(?=#*$)")


def files(export: Export) -> Iterator[OutputFile]:
    """Give the one file, `articles.md`, or a file for each article, page or issue."""
    return text_files(export, "articles.md", "md", write_markdown)


def write_markdown(articles: Iterable[Article]) -> str:
    """Write articles one after the other, adverts last; the empty string when there are none."""
    texts = [article_markdown(article) for article in adverts_last(articles)]
    written = BETWEEN_ARTICLES.join(text for text in texts if text)
    return f"{written}\n" if written else ""


def article_markdown(article: Article) -> str:
    """One article without a closing line end; blocks without text are left out."""
    stack = list(_headings(article.headings))
    credits = [escape(credit.text) for credit in article.credits]
    paragraphs = [_paragraph(paragraph) for paragraph in article.paragraphs]
    blocks = [*stack, *credits, *paragraphs] if article.credit_first else [*stack, *paragraphs, *credits]
    return BETWEEN_PARAGRAPHS.join(block for block in blocks if block)


def escape(text: str) -> str:
    r"""Make printed text safe as a paragraph, line by line; blank lines and outer white space go.

    >>> print(escape("1. prize: 5 * 3 < 20, snake_case, [see](there)"))
    1\. prize: 5 \* 3 < 20, snake_case, [see\](there)
    """
    lines = (line.strip(" \t") for line in re.split(r"\r\n?|\n", text))
    return "\n".join(_escape_line(line) for line in lines if line)


def _escape_line(line: str) -> str:
    inline = _escape_inline(line)
    start = _LINE_START.match(inline)
    if start is None:
        return inline
    safe = f"\\{start['mark']}" if start["mark"] else f"{start['number']}\\{start['point']}"
    return safe + inline[start.end() :]


def _escape_inline(line: str) -> str:
    return _INLINE.sub(r"\\\g<0>", line)


def _headings(headings: Iterable[Heading]) -> Iterator[str]:
    level = "#"
    for heading in headings:
        if heading.role == "headline":
            yield _heading_line(level, heading.text)
            level = "##"
        else:
            yield _wrapped("*", heading.text)


def _heading_line(level: str, text: str) -> str:
    # A heading is one line, and hashes at its end would vanish.
    line = _CLOSING_HASHES.sub(r"\\#", _escape_inline(" ".join(re.split(r"\s*[\r\n]+\s*", text.strip()))))
    return f"{level} {line}" if line else ""


def _wrapped(mark: str, text: str) -> str:
    inner = escape(text.strip())  # a space of any kind beside the mark would make it a plain asterisk
    return f"{mark}{inner}{mark}" if inner else ""


def _paragraph(paragraph: Paragraph) -> str:
    if paragraph.kind == "subhead":
        return _heading_line("###", paragraph.text)
    if paragraph.kind == "inset":
        return _wrapped("**", paragraph.text)
    text = escape(paragraph.text)
    if paragraph.kind == "caption":
        return "\n".join(f"> {line}" for line in text.split("\n")) if text else ""
    return text.replace("\n", HARD_BREAK) if paragraph.keeps_lines else text
