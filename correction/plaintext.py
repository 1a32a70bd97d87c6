r"""Raw text to articles, without an image: what `galley repair` reads.

In: text as it came out of a text extraction, with hard line breaks, columns cut in mid-sentence and bylines apart.
Out: articles as the assembler gives them: the printed lines to the byte with one `\n` between two, line ids
`t_000012` by line number, so that the repair chain does the joining.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from correction.article import Article, Credit, Heading, HeadingRole, Paragraph, ParagraphKind
from correction.plaintext_cleaning import clean_text, compose
from correction.plaintext_decoding import decode
from correction.plaintext_folios import take_folios
from correction.plaintext_grammar import label_lines
from correction.plaintext_items import Draft, Lines, draft_items
from correction.plaintext_lines import RawLine, read_lines, with_surroundings
from correction.plaintext_places import is_picture, place_continuations, place_credits, place_orphans
from correction.repair.breaks.syllables import has_patterns
from ocr.errors import UsageError
from ocr.language import SAMPLE_CHARACTERS, detect_language
from ocr.page import LANGUAGES, new_id

__all__ = ["RawText", "decode", "read_pages", "read_text"]

# Characters that are read at once, some fifty pages: memory is bounded by it, whatever the length of a text.
PART = 1_000_000
# A language is told from this many places of a text, for a page may open in another one.
PLACES = 8
LONGER_DECK = 1.3


@dataclass(frozen=True, slots=True)
class RawText:
    """What a raw text holds: its articles, and the lines that are page numbers, which stand in none."""

    articles: tuple[Article, ...]
    folios: tuple[RawLine, ...]


def read_text(text: str, language: str | None = None) -> tuple[Article, ...]:
    r"""Find the articles in a raw text; `language` None tells it from the text.

    Empty text gives no articles. Raises UsageError for a language that is not known.

    >>> [a.headline for a in read_text("BRIDGE OPENS\n\nThe bridge was opened on\\nFriday by the mayor.\\n")]
    ['BRIDGE OPENS']
    """
    return read_pages(text, language).articles


def read_pages(text: str, language: str | None = None) -> RawText:
    """Find the articles in a raw text of one page or many, and name what stands in none.

    A closing byline under an article that is signed at its top belongs to an unsigned one; a headline without text
    belongs to a text of its page without headline: see `place_credits` and `place_orphans`. `language` is any code that
    pyphen has patterns for; None tells Chinese, English, German and French apart. Takes linear time. Raises UsageError.
    """
    if language is not None and language not in LANGUAGES and not has_patterns(language):
        raise UsageError(
            f"unknown language {language}", f"choose one of {', '.join(LANGUAGES)}, or another code such as nl"
        )
    cleaned = clean_text(text)
    settled = language or detect_language(_sample(cleaned))
    if not settled.startswith("zh"):
        # Latin text is NFC by the design; Han characters stay as they are.
        cleaned = compose(cleaned)
    articles: list[Article] = []
    folios: list[RawLine] = []
    for drafts, numbers in _read_parts(cleaned, settled):
        folios += numbers
        articles += [_article(draft, settled) for draft in _placed(drafts)]
    return RawText(tuple(articles), tuple(folios))


def _sample(text: str) -> str:
    """Give pieces of a long text from its beginning to its end."""
    if len(text) <= SAMPLE_CHARACTERS:
        return text
    size, step = SAMPLE_CHARACTERS // PLACES, len(text) // PLACES
    return "\n".join(text[at : at + size] for at in range(0, PLACES * step, step))


def _read_parts(text: str, language: str) -> Iterator[tuple[list[Draft], list[RawLine]]]:
    """Give the articles of a text, part by part; what may go on behind a part is read again with the next."""
    chinese = language.startswith("zh")
    at, number = 0, 1
    while at < len(text):
        end = text.find("\n", at + PART)
        end = len(text) if end < 0 else end + 1
        lines, folios = take_folios(read_lines(text[at:end], chinese=chinese, start=number))
        lines = with_surroundings(lines, chinese=chinese)
        drafts = draft_items(lines, label_lines(lines, language), language)
        lines_read = text.count("\n", at, end)
        kept = _last_whole(drafts) if end < len(text) else len(drafts)
        if kept < len(drafts):
            again = drafts[kept].first.number
            del drafts[kept:]
            folios = [line for line in folios if line.number < again]
            lines_read = again - number
            end = _skip_lines(text, at, lines_read)
        yield drafts, folios
        at, number = end, number + lines_read


def _last_whole(drafts: Sequence[Draft]) -> int:
    """How many articles of a part surely end within it: those of its whole pages, or else all but the last.

    Only what begins a line of its own can be read again; a credit may share its line with the text before.
    """
    pages = [i for i, draft in enumerate(drafts) if i and draft.first.page]
    kept = pages[-1] if pages else len(drafts) - 1
    apart = kept > 0 and drafts[kept].first.number > drafts[kept - 1].lines[-1].number
    return kept if apart else len(drafts)


def _skip_lines(text: str, at: int, count: int) -> int:
    """Find where the line begins that stands `count` lines behind the one at `at`."""
    for _ in range(count):
        at = text.index("\n", at) + 1
    return at


def _placed(drafts: list[Draft]) -> list[Draft]:
    """Put what fell away from its article where it belongs: headlines page by page."""
    whole = place_continuations(drafts)
    pages = accumulate(draft.first.page for draft in whole)
    placed: list[Draft] = []
    for _, numbered in groupby(zip(pages, whole, strict=True), key=lambda pair: pair[0]):
        page = [draft for _, draft in numbered]
        place_orphans(page, placed)
        placed += page
    place_credits(placed)
    return placed


def _article(draft: Draft, language: str) -> Article:
    """Write a draft as an article."""
    caption = len(draft.text) == 1 and bool(draft.end) and all(is_picture(line) for line in draft.end + draft.top)
    paragraphs = tuple(_paragraph("caption" if caption else kind, lines) for kind, lines in draft.text)
    return Article(
        id=new_id("a", *(line.id for line in draft.lines)),
        language=language,
        headings=_headings(draft.headings, language, kicked=draft.kicked),
        credits=tuple(_credit(line) for line in draft.top + draft.end),
        paragraphs=paragraphs,
        credit_first=bool(draft.top),
    )


def _headings(blocks: Sequence[Lines], language: str, *, kicked: bool) -> tuple[Heading, ...]:
    """Name the members of a heading stack.

    Chinese stacks put the kicker first (引题, 主题, 副题) unless a dash marks the second line as the deck. In Latin
    type capitals mark the headline; where they do not tell, a second block that is clearly longer is a deck.
    """
    lead = 1 if len(blocks) > 1 and (kicked or _is_kicker(blocks[0], blocks[1], language)) else 0
    order: tuple[HeadingRole, ...] = ("kicker", "headline") if lead else ("headline",)
    headings = [Heading(role, *_printed(block)) for role, block in zip(order, blocks, strict=False)]
    return (*headings, *(Heading("deck", *_printed(block)) for block in blocks[len(order) :]))


def _is_kicker(first: Lines, second: Lines, language: str) -> bool:
    """Whether the first of two display blocks is the second's kicker."""
    if language.startswith("zh"):
        return not second[0].text.startswith(("—", "─", "-"))
    if first[0].shouts != second[0].shouts:
        return second[0].shouts
    lengths = [sum(len(line.text) for line in block) for block in (first, second)]
    return lengths[1] < LONGER_DECK * lengths[0]


def _paragraph(kind: ParagraphKind, lines: Lines) -> Paragraph:
    text, ids = _printed(lines)
    return Paragraph(text, kind, lines=ids)


def _credit(line: RawLine) -> Credit:
    assert line.credit is not None
    return Credit(line.printed, line.credit.role, line.credit.names, (line.id,))


def _printed(lines: Lines) -> tuple[str, tuple[str, ...]]:
    """Give the printed lines with one line break between two, and their ids."""
    return "\n".join([line.printed for line in lines]), tuple([line.id for line in lines])
