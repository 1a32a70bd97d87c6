"""Raw text as lines with what a reader sees of them: width, gaps, indents, endings and credits.

In: text with hard line breaks. Out: a `RawLine` for each line that holds print; a credit set at the end of a
sentence's line becomes a line of its own with the same number. Widths count half-width characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from correction.article import Credit
from correction.credits import parse_credit, split_credit
from correction.repair.passage import SHARED, SPACES, WIDE
from ocr.layout.credits import MARKS, MAX_LENGTH

Ending = Literal["sentence", "clause", "comma", "hyphen", "none"]

# Lines on each side that show how wide the column is, and which of them is a full one: the widest quarter's first.
WINDOW = 8
FULL_QUANTILE = 0.75
# Share of the column's width that a Chinese line needs to be full.
FULL_HAN = 0.88
# A Latin line is full when the next line's first word would not have fitted behind it: with it 0.4 % of the lines
# within a paragraph are below this share of the column, of last lines 69 %, of headings 53 % (benchmarks/raw.py).
FITS = 0.93
INDENT_HAN = 4
# Behind the last line of a text anything might follow.
LONGEST_WORD = 1_000
_CLOSERS = "\"'”’“»«」』）)]】"
_ENDINGS: dict[Ending, str] = {
    "sentence": ".。!！?？…⋯",
    "clause": ";；:：",
    "comma": ",，、—–",
    "hyphen": "-‐‑¬⸗=\u00ad",
}
_ENDING_OF: dict[str, Ending] = {mark: kind for kind, marks in _ENDINGS.items() for mark in marks}
_QUOTES = re.compile(r"[“”„（()）《》「」『』【】〈〉]")
_OPENERS, _SHUTTERS = "“（(《「『【〈„", "”）)》」』】〉"
# A long quotation is closed again within this many lines, else its closing mark was lost.
LONGEST_QUOTE = 40
DEEPEST_QUOTE = 8
_ALL_WIDE = re.compile(f"[{WIDE}{SHARED}]+")
_NARROW = re.compile(f"[^{WIDE}{SHARED}]+")
_GAPS = re.compile(rf"(?<=[{WIDE}])[{SPACES}]+|[{SPACES}]+(?=[{WIDE}])")
# A word in lower case: no line of capitals has one. Nearly all lines are told by this alone.
_LOWER_RUN = re.compile(r"[a-zß-öø-ÿ]{4}")
# Without one of these a line ends in no credit: what sets it apart behind a sentence.
_APART = {True: re.compile(rf"[{SPACES}{MARKS}]|[)）]$"), False: re.compile(rf"  |\t|[{MARKS}—–)）\u3000㐀-鿿]")}


class RawLine(NamedTuple):
    """One printed line: `printed` is the line to the byte, `text` without the white space around it.

    `column` is the usual width of the lines around it (of the narrower ones where it changes), `after` of those from it
    on; `full` says whether the line fills its column, `full_first` the same if its indent was lost; `quote` is
    the depth of open quotes. A tuple, because a text of many pages has millions of them.
    """

    number: int
    printed: str
    text: str
    width: int
    indent: int
    gap: bool
    page: bool
    ending: Ending
    shouts: bool
    credit: Credit | None = None
    column: int = 0
    after: int = 0
    quote: int = 0
    full: bool = True
    full_first: bool = True

    @property
    def id(self) -> str:
        """The line's id, by its number from 1."""
        return f"t_{self.number:06d}"


def read_lines(text: str, *, chinese: bool, start: int = 1) -> list[RawLine]:
    """Cut a text into its printed lines, numbered from `start`."""
    lines: list[RawLine] = []
    gap = page = True
    for number, printed, opens_page in _split(text, start):
        page = page or opens_page
        bare = printed.strip()
        if not bare:
            gap = True
            continue
        credit = parse_credit(bare) if len(bare) <= MAX_LENGTH else None
        line = RawLine(
            number,
            printed,
            bare,
            measure(bare, chinese=chinese),
            0 if printed[0] == bare[0] else _indent(printed),
            gap or page,
            page,
            _ENDING_OF.get(bare[-1]) or ending_of(bare),
            (bare.isupper() if chinese else not _LOWER_RUN.search(bare)) and shouts(bare),
            credit,
        )
        if credit is None and _may_end_in_credit(bare, chinese):
            lines += _without_tail(line, chinese)
        else:
            lines.append(line)
        gap = page = False
    return lines


def measure(text: str, *, chinese: bool) -> int:
    """Measure a line in half-width characters; gaps that justification put beside Han characters do not count.

    >>> measure("专 利 3 项", chinese=True)
    7
    """
    if not chinese:
        return len(text)
    if _ALL_WIDE.fullmatch(text):
        return 2 * len(text)
    if " " in text or "\u3000" in text:
        text = _GAPS.sub("", text)
    return len(text) + len(_NARROW.sub("", text))


def ending_of(text: str) -> Ending:
    """What a line ends in, closing quotes and brackets aside."""
    bare = text.rstrip(_CLOSERS) or text
    return _ENDING_OF.get(bare[-1], "none")


def shouts(text: str) -> bool:
    """Whether a line is set in capitals.

    >>> shouts("HARBOUR BOARD VOTES"), shouts("Harbour Board votes")
    (True, False)
    """
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def with_surroundings(lines: Sequence[RawLine], *, chinese: bool) -> list[RawLine]:
    """Tell every line how wide its column is, whether it fills it, and how many quotes are open at its end."""
    if not lines:
        return []
    widths = _column_widths([line.width for line in lines])
    quotes = _open_quotes(lines)
    following = [_first_word(line.text) for line in lines[1:]] + [LONGEST_WORD]
    told: list[RawLine] = []
    for line, (before, after), quote, word in zip(lines, widths, quotes, following, strict=True):
        column = before if before < after else after
        if chinese:
            full, full_first = line.width >= FULL_HAN * column, line.width + INDENT_HAN >= FULL_HAN * column
        else:
            full = full_first = line.width + 1 + word > FITS * column
        told.append(RawLine(*line[:10], column, after, quote, full, full_first))
    return told


def _first_word(text: str) -> int:
    """Count the characters of the first word."""
    length = text.find(" ")
    return len(text) if length < 0 else length


def _split(text: str, start: int) -> Iterator[tuple[int, str, bool]]:
    """Give each line with its number, and whether a page begins with it; a page break is no part of a line."""
    for number, raw in enumerate(text.split("\n"), start):
        if "\f" not in raw:
            yield number, raw, False
            continue
        for index, part in enumerate(raw.split("\f")):
            yield number, part, index > 0


def _indent(printed: str) -> int:
    """Measure the white space that a line begins with, in half-width characters."""
    spread = printed.expandtabs(4)
    return sum(2 if c == "\u3000" else 1 for c in spread[: len(spread) - len(spread.lstrip())])


def _may_end_in_credit(text: str, chinese: bool) -> bool:
    """Whether something in a line could set a credit apart from the sentence before it."""
    if not chinese and text.isascii():
        return "  " in text or " (" in text
    return _APART[chinese].search(text, max(0, len(text) - 2 * MAX_LENGTH)) is not None


def _without_tail(line: RawLine, chinese: bool) -> list[RawLine]:
    """Cut a credit off the end of a line."""
    cut = split_credit(line.text)
    if cut is None:
        return [line]
    text, credit = cut
    at = line.printed.index(line.text) + len(text)
    head = line._replace(
        printed=line.printed[:at], text=text, width=measure(text, chinese=chinese), ending=ending_of(text)
    )
    tail = RawLine(
        line.number,
        line.printed[at:],
        credit.text,
        measure(credit.text, chinese=chinese),
        0,
        False,
        False,
        ending_of(credit.text),
        shouts(credit.text),
        credit,
    )
    return [head, tail]


def _column_widths(widths: Sequence[int]) -> list[tuple[int, int]]:
    """The width that a full line has among those up to each line, and among those from it on."""
    count = len(widths)
    usual: list[int] = []  # usual[i]: among the WINDOW lines from i on
    if count >= WINDOW:
        windows = np.lib.stride_tricks.sliding_window_view(np.array(widths), WINDOW)
        usual = np.sort(windows, axis=1)[:, _full_one(WINDOW)].tolist()
    edge = max(0, count - WINDOW + 1)
    after = usual + [_usual(widths[i:]) for i in range(edge, count)]
    before = [_usual(widths[: i + 1]) for i in range(min(count, WINDOW - 1))] + usual
    return list(zip(before, after, strict=True))


def _full_one(count: int) -> int:
    return int(FULL_QUANTILE * (count - 1))


def _usual(widths: Sequence[int]) -> int:
    """Give the width that a full line has among these."""
    return sorted(widths)[_full_one(len(widths))]


def _open_quotes(lines: Sequence[RawLine]) -> list[int]:
    """Count the quotes and brackets that are open at the end of each line; “ closes a German „."""
    counted: list[int] = []
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
        counted.append(len(stack))
    return counted
