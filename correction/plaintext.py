r"""Raw text to articles, without an image: what `galley repair` reads.

In: text as it came out of a text extraction, with hard line breaks, columns cut in mid-sentence and bylines apart.
Out: articles as the assembler gives them: one `\n` between printed lines, line ids `t_000012` by line number, so that
the repair chain does the joining.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Sequence

from correction.article import Article, Credit, Heading, HeadingRole, Paragraph, ParagraphKind
from correction.plaintext_grammar import label_lines
from correction.plaintext_items import Draft, Lines, draft_items
from correction.plaintext_folios import take_folios
from correction.plaintext_lines import RawLine, read_lines, with_surroundings
from ocr.errors import InputError, UsageError
from ocr.language import detect_language
from ocr.page import LANGUAGES, Language, new_id

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECODING_SAMPLE = 20_000
LONGER_DECK = 1.3
PICTURE_ROLES = frozenset(
    {"摄影", "攝影", "摄", "攝", "图片", "圖片", "供图", "供圖", "Photo by", "Foto", "Photo", "Photos"}
)


def decode(data: bytes) -> str:
    """Decode a text file: by its byte order mark, else UTF-8, else GB 18030 or Windows-1252.

    Raises InputError for bytes that are no text.

    >>> decode("平湖".encode("gb18030")), decode("Zürich".encode("cp1252"))
    ('平湖', 'Zürich')
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    try:
        if encoding or b"\0" not in data:
            return data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise InputError("this is not a text file", "give a plain text in UTF-8, GB 18030, or UTF-16 with a mark")
    return _decode_national(data)


def read_text(text: str, language: str | None = None) -> tuple[Article, ...]:
    r"""Find the articles in a raw text; `language` None tells it from the text.

    Empty text gives no articles. A closing byline under an article that is signed at its top belongs to an unsigned
    one; a headline without text belongs to a text without headline: see `_place_credits` and `_place_orphans`.
    Raises UsageError for a language that is not known.

    >>> [a.headline for a in read_text("BRIDGE OPENS\n\nThe bridge was opened on\\nFriday by the mayor.\\n")]
    ['BRIDGE OPENS']
    """
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"unknown language {language}", f"choose one of {', '.join(LANGUAGES)}")
    cleaned = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    settled = LANGUAGES[language] if language else detect_language(cleaned)
    chinese = settled.startswith("zh")
    if not chinese:
        # Latin text is NFC by the design; Han characters stay as they are.
        cleaned = unicodedata.normalize("NFC", cleaned)
    lines, _folios = take_folios(read_lines(cleaned, chinese=chinese))
    lines = with_surroundings(lines)
    drafts = draft_items(lines, label_lines(lines, settled), chinese=chinese)
    drafts = _place_continuations(drafts)
    kickers = _place_orphans(drafts)
    _place_credits(drafts)
    return tuple(_article(draft, settled, kicked=draft is kickers) for draft in drafts if _lines_of(draft))


def _decode_national(data: bytes) -> str:
    """Decode text without a mark that is not UTF-8: GB 18030 where that gives Han characters, else Windows-1252."""
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        chinese = ""
    # Accented letters of Latin text, read as GB 18030, give rare characters that GB 2312 does not have.
    beyond = [c for c in chinese[:DECODING_SAMPLE] if c > "\x7f"]
    if sum(bool(c.encode("gb2312", "ignore")) for c in beyond) > len(beyond) / 2:
        return chinese
    return data.decode("cp1252", errors="replace")


def _place_continuations(drafts: list[Draft]) -> list[Draft]:
    """Put text that has no headline and begins in mid-sentence behind the one article that broke off so."""
    kept: list[Draft] = []
    open_ends: list[Draft] = []
    for draft in drafts:
        opening = draft.text[0][1][0].text[0] if draft.text else ""
        if draft.headings or not opening.islower() or len(open_ends) != 1:
            kept.append(draft)
            open_ends += [draft] if draft.broken_off else []
            continue
        (before,) = open_ends
        kind, lines = before.text.pop()
        before.text += [(kind, lines + draft.text[0][1]), *draft.text[1:]]
        before.end += draft.end
        open_ends = [before] if before.broken_off else []
    return kept


def _place_orphans(drafts: list[Draft]) -> Draft | None:
    """Give a headline without text, which ends the input, to the text that lacks it.

    Extractors write the largest type last: the lead headline stands at the very end while its text opens the input.
    It goes to the first text without a heading; where every text has one, to the first article of the input, if
    that is headed by a single line, which then is its kicker. That article is returned.
    """
    orphan = drafts[-1] if len(drafts) > 1 else None
    if orphan is None or orphan.text or orphan.credited or not orphan.headings:
        return None
    bare = [d for d in drafts if d.text and not d.headings]
    if bare and len(bare) == len(orphan.headings):
        for draft, block in zip(bare, orphan.headings, strict=True):
            draft.headings = [block]
    elif bare:
        bare[0].headings = orphan.headings
    elif len(drafts[0].headings) == 1 and len(drafts[0].headings[0]) == 1:
        drafts[0].headings += orphan.headings
    else:
        return None
    drafts.pop()
    return None if bare else drafts[0]


def _place_credits(drafts: Sequence[Draft]) -> None:
    """Give a closing credit under an article that is signed at its top to the nearest unsigned one before it.

    In a text cut from columns the foot of a long article lands below its neighbour. Without an unsigned article
    before it the credit stays; so does a photographer's, for text and picture may both be signed.
    """
    unsigned: list[Draft] = []
    for draft in drafts:
        if draft.text and not draft.credited:
            unsigned.append(draft)
        elif unsigned and draft.top and draft.end and _is_picture(draft.end[0]) == _is_picture(draft.top[0]):
            unsigned.pop().end, draft.end = draft.end, []


def _is_picture(line: RawLine) -> bool:
    """Whether a credit names a photographer."""
    return line.credit is not None and line.credit.role in PICTURE_ROLES


def _article(draft: Draft, language: Language, *, kicked: bool) -> Article:
    """Write a draft as an article."""
    caption = len(draft.text) == 1 and bool(draft.end) and all(_is_picture(line) for line in draft.end + draft.top)
    paragraphs = tuple(_paragraph("caption" if caption else kind, lines) for kind, lines in draft.text)
    return Article(
        id=new_id("a", *(line.id for line in _lines_of(draft))),
        language=language,
        headings=_headings(draft.headings, language, kicked=kicked),
        credits=tuple(_credit(line) for line in draft.top + draft.end),
        paragraphs=paragraphs,
        credit_first=bool(draft.top),
    )


def _headings(blocks: Sequence[Lines], language: Language, *, kicked: bool) -> tuple[Heading, ...]:
    """Name the members of a heading stack.

    Chinese stacks put the kicker first (引题, 主题, 副题) unless a dash marks the second line as the deck. In Latin
    type capitals mark the headline; where they do not tell, a second block that is clearly longer is a deck.
    """
    lead = 1 if len(blocks) > 1 and (kicked or _is_kicker(blocks[0], blocks[1], language)) else 0
    order: tuple[HeadingRole, ...] = ("kicker", "headline") if lead else ("headline",)
    headings = [Heading(role, *_joined(block)) for role, block in zip(order, blocks, strict=False)]
    return (*headings, *(Heading("deck", *_joined(block)) for block in blocks[len(order) :]))


def _is_kicker(first: Lines, second: Lines, language: Language) -> bool:
    """Whether the first of two display blocks is the second's kicker."""
    if language.startswith("zh"):
        return not second[0].text.startswith(("—", "─", "-"))
    if first[0].shouts != second[0].shouts:
        return second[0].shouts
    lengths = [sum(len(line.text) for line in block) for block in (first, second)]
    return lengths[1] < LONGER_DECK * lengths[0]


def _paragraph(kind: ParagraphKind, lines: Lines) -> Paragraph:
    text, ids = _joined(lines)
    return Paragraph(text, kind, lines=ids)


def _credit(line: RawLine) -> Credit:
    assert line.credit is not None
    return Credit(line.credit.text, line.credit.role, line.credit.names, (line.id,))


def _joined(lines: Lines) -> tuple[str, tuple[str, ...]]:
    """Give the text with one line break between printed lines, and the lines' ids."""
    return "\n".join(line.text for line in lines), tuple(line.id for line in lines)


def _lines_of(draft: Draft) -> list[RawLine]:
    """Give every line of a draft."""
    display = [line for block in draft.headings for line in block]
    return display + draft.top + [line for _, lines in draft.text for line in lines] + draft.end
