"""Raw text as lines with what a reader sees of them: width, gaps, indents, endings and credits.

In: text with hard line breaks. Out: a `RawLine` for each line that holds print; a credit set at the end of a
sentence's line becomes a line of its own with the same number. Widths count half-width characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from correction.article import Credit
from correction.credits import parse_credit, split_credit
from correction.repair.passage import SHARED, SPACES, is_wide

Ending = Literal["sentence", "clause", "comma", "hyphen", "none"]

# Lines on each side that show how wide the column is, and which of them is a full one: the widest quarter's first.
WINDOW = 8
FULL_QUANTILE = 0.75
# Share of the column's width that a line needs to be full; Latin lines are ragged by a long word.
FULL_HAN, FULL_LATIN = 0.88, 0.82
INDENT_HAN = 4
_CLOSERS = "\"'”’“»«」』）)]】"
_ENDINGS: dict[Ending, str] = {
    "sentence": ".。!！?？…⋯",
    "clause": ";；:：",
    "comma": ",，、—–",
    "hyphen": "-‐‑¬⸗=\u00ad",
}
_QUOTES = re.compile(r"[“”„（）()《》「」『』【】〈〉]")
_OPENERS, _SHUTTERS = "“（(《「『【〈„", "”）)》」』】〉"
_INNER_STOP = re.compile(r"[。！？](?=.)|[a-zà-ÿ]{2}[.!?] [A-ZÀ-Þ]")
_PAGE_NUMBER = re.compile(
    r"(?:第\s*[0-9一二三四五六七八九十]+\s*[版页頁])|(?:page|seite|p\.|s\.)?\s*[-–—]?\s*\d{1,3}\s*[-–—]?", re.I
)
# A long quotation is closed again within this many lines, else its closing mark was lost.
LONGEST_QUOTE = 40
DEEPEST_QUOTE = 8


@dataclass(frozen=True)
class RawLine:
    """One printed line; `column` is the usual width of the lines around it, `quote` the depth of open quotes."""

    number: int
    text: str
    width: int
    indent: int
    gap: bool
    page: bool
    credit: Credit | None = None
    before: int = 0
    after: int = 0
    quote: int = 0

    @property
    def id(self) -> str:
        """The line's id, by its number from 1."""
        return f"t_{self.number:06d}"

    @property
    def column(self) -> int:
        """The narrower of the columns before and after: at a change of width both count as full."""
        return min(self.before, self.after)

    @cached_property
    def ending(self) -> Ending:
        """What the line ends in, closing quotes and brackets aside."""
        bare = self.text.rstrip(_CLOSERS) or self.text
        return next((kind for kind, marks in _ENDINGS.items() if bare[-1] in marks), "none")

    @cached_property
    def shouts(self) -> bool:
        """Whether the line is set in capitals."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)

    @cached_property
    def titled(self) -> bool:
        """Whether most words that are not grammar have a capital, as in an English headline."""
        words = [w for w in re.findall(r"[^\W\d_]+", self.text) if len(w) > 3]
        return len(words) >= 2 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)

    @cached_property
    def stops_inside(self) -> bool:
        """Whether a sentence ends within the line."""
        return _INNER_STOP.search(self.text) is not None

    def full(self, *, chinese: bool, indented: bool = False) -> bool:
        """Whether the line fills its column; `indented` allows for a first line's indent that the text has lost."""
        width = self.width + (INDENT_HAN if chinese and indented else 0)
        return width >= (FULL_HAN if chinese else FULL_LATIN) * self.column


def read_lines(text: str, *, chinese: bool) -> list[RawLine]:
    """Cut a text into its printed lines; page numbers that stand alone beside a page break are furniture."""
    lines: list[RawLine] = []
    gap = page = True
    for number, raw in enumerate(text.split("\n"), 1):
        page = page or "\f" in raw
        printed = raw.replace("\f", "").expandtabs(4)
        bare = printed.strip(SPACES)
        if not bare:
            gap = True
            continue
        indent = sum(2 if c == "\u3000" else 1 for c in printed[: len(printed) - len(printed.lstrip(SPACES))])
        line = RawLine(number, bare, measure(bare, chinese=chinese), indent, gap or page, page, parse_credit(bare))
        lines += _without_tail(line, chinese)
        gap = page = False
    return _with_quotes(_with_columns(_without_page_numbers(lines)))


def measure(text: str, *, chinese: bool) -> int:
    """Measure a line in half-width characters; gaps that justification put beside Han characters do not count.

    >>> measure("专 利 3 项", chinese=True)
    7
    """
    if not chinese:
        return len(text)
    width = 0
    for index, character in enumerate(text):
        if character in SPACES and (is_wide(text[index - 1 : index]) or is_wide(text[index + 1 : index + 2])):
            continue
        width += 2 if is_wide(character) or character in SHARED else 1
    return width


def _without_tail(line: RawLine, chinese: bool) -> list[RawLine]:
    """Cut a credit off the end of a line."""
    cut = None if line.credit else split_credit(line.text)
    if cut is None:
        return [line]
    text, credit = cut
    tail = replace(line, text=credit.text, gap=False, page=False, indent=0, credit=credit)
    return [replace(line, text=text), tail]


def _without_page_numbers(lines: Sequence[RawLine]) -> list[RawLine]:
    """Leave out a page's number where it is the first or last line of a page."""
    kept: list[RawLine] = []
    for index, line in enumerate(lines):
        edge = line.page or index + 1 == len(lines) or lines[index + 1].page
        if edge and len(lines) > 1 and _PAGE_NUMBER.fullmatch(line.text):
            continue
        opens = line.page or (index > 0 and lines[index - 1].page and not kept)
        kept.append(replace(line, page=opens))
    return kept


def _with_columns(lines: Sequence[RawLine]) -> list[RawLine]:
    """Tell every line how wide the column is before and after it."""
    widths = [line.width for line in lines]
    return [
        replace(line, before=_usual(widths[max(0, i - WINDOW + 1) : i + 1]), after=_usual(widths[i : i + WINDOW]))
        for i, line in enumerate(lines)
    ]


def _usual(widths: list[int]) -> int:
    """Give the width that a full line has among these."""
    return sorted(widths)[int(FULL_QUANTILE * (len(widths) - 1))]


def _with_quotes(lines: Sequence[RawLine]) -> list[RawLine]:
    """Count the quotes and brackets that are open at the end of each line; “ closes a German „."""
    counted: list[RawLine] = []
    stack: list[str] = []
    since = 0
    for line in lines:
        for character in _QUOTES.findall(line.text):
            if stack and (character in _SHUTTERS or (character == "“" and "„" in stack)):
                stack.pop()
            elif character in _OPENERS:
                stack = [*stack[-DEEPEST_QUOTE:], character]
        since = since + 1 if stack else 0
        if since > LONGEST_QUOTE:
            stack, since = [], 0
        counted.append(replace(line, quote=len(stack)))
    return counted
