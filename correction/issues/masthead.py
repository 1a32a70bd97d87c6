"""What the head of a page says: the paper's title, the day, the number of the issue, the edition, the page.

In: a page and the reviewed texts of its lines. Out: a `Masthead`. The lines are those of the furniture; on a page whose
title was taken for a headline, the headings at its top.
"""

from __future__ import annotations

import re
import statistics
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from correction.folios import printed_folio
from correction.issues.dates import Printed, PrintedDate, read_dates
from correction.issues.editions import find_edition
from correction.issues.numbers import find_number
from correction.issues.numerals import HAN_FIGURE
from ocr.page import HEADING_ROLES, Page, TextLine

TOP = 0.3  # of the page's height: what stands below is no masthead
FRONT = 2.4  # times the usual letter: a title so large is that of a front page
SAME_TITLE = 0.6  # of the largest letter: pieces of one title beside each other
LEVEL = 0.4  # of a height that pieces of one row share
LETTERS = 0.6  # of a title's characters are letters
LONGEST = 48  # characters of a title
_PAPERS = re.compile(
    r"[zb]eitung|anzeiger|blatt|bote|courier|kurier|post\b|presse|star\b|times|herald|tribune|\bbee\b|news|gazette|journal"
    r"|chronicle|record|observer|mercury|[ée]cho|figaro|temps\b|petit|nachrichten|rundschau|express|telegra"
    r"|[报報]$|[报報] |新[聞闻]|[时時][报報]|日[报報]",
    re.IGNORECASE,
)
_NO_NAME = frozenset(HAN_FIGURE + "第版頁页號号期年月日" + string.ascii_letters)  # alone
_NO_TITLE = re.compile(
    r"\d{2}|preis|abonn|einrück|inserat|druck|verlag|redaction|redaktion|expedition|price|cents?\b|published|telephone"
    r"|franko|zeile|directeur|r[ée]dact|责任编辑|責任|印刷|發行|社址|[电電]話|[电電]话|定價|零售|第.{1,3}[版頁页]|page|seite|星期",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the head of a page says; whatever it does not say is None or empty.

    `titles` may be the paper's, the likeliest first; `is_front` says that the first is set as large as on a front page,
    and that the page is not called another than the first. `folio` is the page's number as printed. `lines` are the ids
    of the lines that were looked at.
    """

    page: str
    titles: tuple[str, ...] = ()
    is_front: bool = False
    dates: tuple[PrintedDate, ...] = ()
    number: int | None = None
    edition: str = ""
    folio: int | None = None
    lines: tuple[str, ...] = ()

    @property
    def date(self) -> PrintedDate | None:
        """The likeliest date."""
        return self.dates[0] if self.dates else None


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line at the head of a page, with its text and the height of its letters in pixels."""

    line: TextLine
    text: str

    @property
    def glyph(self) -> float:
        """The height of its letters, in pixels."""
        return self.line.glyph or 0.6 * min(self.line.box.height, self.line.box.width)


def read_masthead(page: Page, texts: Mapping[str, str]) -> Masthead:
    """Read the head of a page; `texts` has the lines that a person corrected."""
    head = head_lines(page, texts)
    dates = tuple(read_dates([Printed(e.line.id, e.text) for e in head]))
    title = _title(head)
    large = title is not None and title.glyph >= FRONT * _body(page)
    folio = printed_folio(page, texts, lone=not large)  # beside a title a lone number is the issue's, or a price
    front = large and folio in (None, 1)
    return Masthead(
        page.id,
        (title.text,) if front and title else _candidates(head, dates),
        front,
        dates,
        next((number for text in _joined(head) if (number := find_number(text))), None),
        next((edition for e in head if (edition := _edition(e, title if front else None))), ""),
        folio,
        tuple(e.line.id for e in head),
    )


def head_lines(page: Page, texts: Mapping[str, str]) -> list[HeadLine]:
    """The lines of a page's head, row by row from left to right; blank ones are left out."""
    furniture = _lines(page, texts, headings=False)
    if _title(furniture) is None and not read_dates([Printed(e.line.id, e.text) for e in furniture]):
        # A title that stands between others may have been taken for a headline; then its date stands near it.
        headings = _lines(page, texts, headings=True)
        title = _title(headings)
        if title and title.glyph >= FRONT * _body(page):
            foot = title.line.box.bottom + title.line.box.height
            headings = [e for e in headings if e.line.box.top < foot]
            if read_dates([Printed(e.line.id, e.text) for e in headings]):
                furniture += headings
    return [e for row in _rows(furniture) for e in _along(row, page)]


def tidy_title(text: str) -> str:
    """A title as a name: one space between words, no marks around it, ſ as s.

    >>> tidy_title(" „Neue  Zürcher-Zeitung.“ ")
    'Neue Zürcher-Zeitung'
    """
    return re.sub(r"\s+", " ", text.replace("ſ", "s")).strip(" .,:;„“”\"*'·•-—–|■()（）")


def _lines(page: Page, texts: Mapping[str, str], headings: bool) -> list[HeadLine]:
    roles = {*HEADING_ROLES, "subhead"} if headings else {"furniture"}
    lines = [line for region in page.regions if region.role in roles for line in region.lines]
    told = [HeadLine(line, texts.get(line.id, page.text_of(line.id))) for line in lines]
    return [e for e in told if e.text.strip() and e.line.box.top < TOP * page.height]


def _rows(lines: Sequence[HeadLine]) -> list[list[HeadLine]]:
    rows: list[list[HeadLine]] = []
    for entry in sorted(lines, key=lambda e: e.line.box.top):
        row = next((r for r in rows if r[0].line.box.is_level(entry.line.box, LEVEL)), None)
        if row is None:
            rows.append([entry])
        else:
            row.append(entry)
    return [sorted(row, key=lambda e: e.line.box.left) for row in rows]


def _along(row: Sequence[HeadLine], page: Page) -> Sequence[HeadLine]:
    """A row as it is read: from right to left on a page of vertical print."""
    return row[::-1] if page.direction == "vertical" else row


def _joined(head: Sequence[HeadLine]) -> list[str]:
    """The lines, and then each with one or two that follow it in its row: Nro. stands apart from its number."""
    texts = [e.text for e in head]
    for pieces in (2, 3):
        for at in range(len(head) - pieces + 1):
            first, *others = head[at : at + pieces]
            if all(first.line.box.is_level(e.line.box, LEVEL) for e in others):
                texts.append(" ".join(e.text for e in (first, *others)))
    return texts


def _edition(entry: HeadLine, title: HeadLine | None) -> str:
    """The edition that a line names, where it is not the title itself, as Morgenblatt may be."""
    return "" if title is not None and entry.line is title.line else find_edition(entry.text) or ""


def _body(page: Page) -> float:
    """The usual height of a letter on the page, in pixels."""
    heights = [e.glyph for line in page.lines if (e := HeadLine(line, "")).glyph]
    return statistics.median(heights) if heights else 1.0


def _title(lines: Sequence[HeadLine]) -> HeadLine | None:
    """The largest words, with the pieces of the same size beside them."""
    named = [e for e in lines if _is_title(e.text)]
    if not named:
        return None
    largest = max(named, key=lambda e: e.glyph)
    row = [e for e in named if e is largest or e.line.box.is_level(largest.line.box, LEVEL)]
    pieces = [e for e in row if e.glyph >= SAME_TITLE * largest.glyph]
    return HeadLine(largest.line, " ".join(tidy_title(e.text) for e in pieces))


def _is_title(text: str) -> bool:
    name = tidy_title(text)
    letters = sum(c.isalpha() for c in name)
    if not 0 < len(name) <= LONGEST or letters < LETTERS * len(name) or _NO_TITLE.search(name):
        return False
    return not read_dates([Printed("", name)]) and not find_number(name) and (letters > 1 or name not in _NO_NAME)


def _candidates(head: Sequence[HeadLine], dates: Sequence[PrintedDate]) -> tuple[str, ...]:
    """What may be the paper's title in a running head, the likeliest first."""
    parts: list[tuple[str, float]] = []
    for entry in head:
        text = entry.text
        for date in dates:
            text = text.replace(date.printed, "  ")
        apart = r" +" if re.search("[㐀-鿿]", text) else r" {2,}|—|\|"
        parts += [(tidy_title(part), entry.glyph) for part in re.split(apart, text) if _is_title(part)]
    ranked = sorted(parts, key=lambda p: (not _PAPERS.search(p[0]), find_edition(p[0]) is not None, -p[1]))
    return tuple(dict.fromkeys(name for name, _ in ranked))
