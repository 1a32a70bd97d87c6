r"""Articles as data: what assembling gives, repairing changes and exporting writes.

A paragraph holds the ids of its printed lines. Before repair its text keeps one `\n` between two printed lines;
after repair the lines are joined and every line-end hyphen stands in the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ocr.page import ItemType, new_id

HeadingRole = Literal["kicker", "headline", "deck"]
ParagraphKind = Literal["paragraph", "subhead", "caption", "inset"]
HyphenDecision = Literal["join", "keep", "keep-space", "offer"]
MarkKind = Literal["unclear", "gap", "supplied"]
"""What a reviewer says of a span, in the words of Transkribus' tags: hard to read, illegible, put there by guess."""
LINE_END_RULE = "hyphens"


@dataclass(frozen=True, slots=True)
class Heading:
    """One member of the heading stack; `text` as printed, lines joined after repair."""

    role: HeadingRole
    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """Who wrote, photographed or sent it: the printed text and what it names."""

    text: str
    role: str | None = None
    names: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump line: the printed words, the page that they name, and the title that they name it by."""

    text: str
    way: Literal["to", "from", "either"]
    page: int
    title: str | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""A paragraph, subhead, caption or inset, whole across columns.

    `keeps_lines` says that its line ends mean something (verse, a list, a table): they stay `\n` after repair.
    `beside` are the lines that stand in one row of a table with the line before them. `initial` says that its first
    line is a drop capital.
    """

    text: str
    kind: ParagraphKind = "paragraph"
    dateline: str | None = None
    lines: tuple[str, ...] = ()
    keeps_lines: bool = False
    initial: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineMark:
    """A span of a line's reviewed text that a reviewer marked, in code points of the printed line."""

    line: str
    kind: MarkKind
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Hyphen:
    """One line end in the ledger: what stood there, what became of it, why, and who said so.

    `left` and `right` are the halves around the printed `mark`, `form` the word in the text. `line` is the line
    that ends in the mark. `by` is None for Galley's own decision, else the person. `offered` is the form that an
    `offer` leaves to a person to choose.
    """

    id: str
    line: str
    left: str
    mark: str
    right: str
    form: str
    decision: HyphenDecision
    reason: str
    confidence: float
    by: str | None = None
    offered: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    r"""One change that repair made to the printed text, or offers to make (`applied` False).

    `start` and `end` count code points of the printed line `line`, whose end `\n` counts as one; a change may reach
    over it into the next line. The end of a paragraph is written as two `\n`. `by` is None for Galley, else the
    person who took the change back or accepted it.
    """

    rule: str
    line: str
    start: int
    end: int
    before: str
    after: str
    reason: str
    applied: bool = True
    by: str | None = None

    @property
    def id(self) -> str:
        """What the change is called outside: made from its place, so that it is the same at every export."""
        return new_id("c", *self.place)

    @property
    def place(self) -> tuple[str, str, int]:
        """Rule, line and start; a line has but one end, whatever form a person gives the word that is broken there."""
        return self.rule, self.line, 0 if self.rule == LINE_END_RULE else self.start


@dataclass(frozen=True, slots=True)
class Article:
    """One item with its text. `credit_first` tells whether the credit is printed at the top.

    `continues` holds printed words that point to another issue, one a line. `jumps` are no part of the text; a jump
    that shares its line with text has no `lines`.
    """

    id: str
    type: ItemType = "article"
    language: str = "en"
    issue: str | None = None
    pages: tuple[str, ...] = ()
    continues: str | None = None
    headings: tuple[Heading, ...] = ()
    credits: tuple[Credit, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    hyphens: tuple[Hyphen, ...] = ()
    credit_first: bool = False
    jumps: tuple[Jump, ...] = ()
    changes: tuple[Change, ...] = ()
    marks: tuple[LineMark, ...] = ()

    def heading(self, role: HeadingRole) -> str | None:
        """The headings of one role in one string, one a line; None when there is none."""
        return "\n".join(h.text for h in self.headings if h.role == role) or None

    @property
    def lines(self) -> tuple[str, ...]:
        """The ids of all its lines: of headings, credits, then paragraphs."""
        parts = [part.lines for several in (self.headings, self.credits, self.paragraphs) for part in several]
        return tuple(line for lines in parts for line in lines)

    @property
    def headline(self) -> str | None:
        """The headline in one string."""
        return self.heading("headline")

    @property
    def kicker(self) -> str | None:
        """Kickers, one a line."""
        return self.heading("kicker")

    @property
    def byline(self) -> str | None:
        """The printed credits, one a line."""
        return "\n".join(c.text for c in self.credits) or None
