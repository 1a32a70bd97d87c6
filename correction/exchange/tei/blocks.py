"""An article as blocks of printed lines, as far as these stand in one document.

In: an `Article` and the lines that a document has. Out: `Block`s in the order of print. A line that an article's last
paragraph shares with its credit is cut between them. Text without lines goes out as the article has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from correction.article import Article, Credit, Heading, Paragraph
from correction.exchange.tei.pages import KeptLine


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed line or, from `start` to `end`, a part of it; text of its own without one."""

    text: str
    line: KeptLine | None = None
    start: int = 0

    @property
    def end(self) -> int:
        """Behind the last code point of the line that belongs to it."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, credit or paragraph; `begun` and `unfinished` say that lines of it stand in other documents."""

    part: Heading | Credit | Paragraph
    pieces: tuple[Piece, ...]
    begun: bool = False
    unfinished: bool = False


def blocks_of(article: Article, lines: Mapping[str, KeptLine], pages: Collection[str]) -> list[Block]:
    """The blocks of an article that have text in a document, which holds these lines and pages."""
    shared = {line for line, count in Counter(article.lines).items() if count > 1}
    whole = set(article.pages) <= set(pages)
    # A cut line is the last one of a paragraph and the credit's own.
    cuts = {
        line: cut
        for credit in article.credits
        for line in credit.lines
        if line in shared and line in lines and (cut := _find_end(lines[line].text, credit.text))
    }
    top = [credit for credit in article.credits if article.credit_first and not shared.intersection(credit.lines)]
    foot = [credit for credit in article.credits if credit not in top]
    parts: tuple[Heading | Credit | Paragraph, ...] = (*article.headings, *top, *article.paragraphs, *foot)
    blocks: list[Block] = []
    for block in (_block(part, lines, shared, cuts, whole=whole) for part in parts):
        if block.pieces:
            blocks.insert(len(blocks) - 1 if blocks and _goes_before(block, blocks[-1]) else len(blocks), block)
    return blocks


def _goes_before(block: Block, paragraph: Block) -> bool:
    """Whether a caption stands on the page that the paragraph before it begins on and has left."""
    if not (
        isinstance(block.part, Paragraph) and block.part.kind == "caption" and isinstance(paragraph.part, Paragraph)
    ):
        return False
    first, last, own = paragraph.pieces[0].line, paragraph.pieces[-1].line, block.pieces[0].line
    return bool(first and last and own) and first.page == own.page != last.page  # type: ignore[union-attr]


def _block(
    part: Heading | Credit | Paragraph,
    lines: Mapping[str, KeptLine],
    shared: Collection[str],
    cuts: Mapping[str, int],
    *,
    whole: bool,
) -> Block:
    held = [line in lines for line in part.lines]
    if not any(held):
        said = part.text.split("\n") if whole else []
        return Block(part, tuple(Piece(text) for text in said if text.strip()))
    pieces = []
    for line in (lines[name] for name in part.lines if name in lines):
        piece = Piece(line.text, line)
        if line.id in cuts:
            at = cuts[line.id]
            piece = (
                Piece(line.text[at:], line, at)
                if isinstance(part, Credit)
                else replace(piece, text=line.text[:at].rstrip())
            )
        elif line.id in shared and isinstance(part, Credit):
            continue  # the paragraph has it all
        if piece.text.strip():
            pieces.append(piece)
    # A line that is nowhere was emptied by a person, which is no sign of another document.
    return Block(part, tuple(pieces), not whole and not held[0], not whole and not held[-1])


def _find_end(line: str, credit: str) -> int:
    """Where a credit begins that a line ends in, whatever white space has changed; 0 when it does not."""
    wanted = "".join(credit.split())
    return next((i for i in range(len(line), 0, -1) if wanted and "".join(line[i:].split()) == wanted), 0)
