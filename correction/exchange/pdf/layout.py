"""Where the words of a line stand on a PDF page, so that programs read them as they are printed.

In: a `PrintedLine` and the sheet. Out: `Placed` words, each with the matrix that turns the text's own direction into
that of the print. A vertical line is text turned by a quarter, a heading that is read from right to left is text turned
upside down: programs follow such lines letter by letter, and mark them where they are.

A line has one size of type, because programs take words of another size for another line; its words are stretched along
the line only. Words without white space between them meet, because programs see a space in every gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, median_low
from typing import Literal

from correction.exchange.letters import is_wide
from correction.exchange.printed import PrintedLine, PrintedWord
from ocr.page import Box, Page

POINTS = 72.0  # to the inch
ASSUMED_DPI = 300
LONGEST_SIDE, SHORTEST_SIDE = 14_400.0, 3.0  # points; PDF/A allows no others
ALIKE = 1.25  # lines are of one size of type if theirs differ by no more than this factor
NARROWEST = 0.2  # of the size of type: a character at least so wide; within 0.1 programs see one printed twice
LINE_END = 0.3  # of the size of type: the blank behind a line
FAR = 20  # sizes of type between words: more than the widest blank of the font should bridge
WHITE = 0.2  # of the size of type: a space at least so wide; pdftotext sees none below 0.15
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # which way text runs is told by where it stands
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)

Way = Literal["right", "left", "down"]
_TURNS: dict[Way, tuple[int, int, int, int]] = {"right": (1, 0, 0, 1), "left": (-1, 0, 0, -1), "down": (0, -1, 1, 0)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in points: its size, and how many points a pixel of the page image is."""

    width: float
    height: float
    scale: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A place of the page image in points, from the foot of the page."""
        return x * self.scale, self.height - y * self.scale


Cell = tuple[str, float]
"""A character and how much of the line it takes, in sizes of type."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is shown at once: its characters, the text matrix where it begins, its size of type in points.

    `half` is the word that it is the half of, where the word is broken at a line's end.
    """

    cells: tuple[Cell, ...]
    matrix: tuple[float, ...]
    size: float
    half: PrintedWord | None = None

    @property
    def origin(self) -> tuple[float, float]:
        """Where it begins, in points."""
        return self.matrix[4], self.matrix[5]

    @property
    def end(self) -> tuple[float, float]:
        """Where it ends, in points."""
        length = self.size * sum(width for _, width in self.cells)
        return self.matrix[4] + length * self.matrix[0], self.matrix[5] + length * self.matrix[1]


@dataclass(slots=True)
class _Span:
    """A word in its line's own direction: from `start` to `end` along it, from `low` to `high` across it, in pixels."""

    start: float
    end: float
    low: float
    high: float


def sheet_of(page: Page) -> Sheet:
    """The sheet of a page: as large as its dpi say, within what PDF/A allows."""
    width, height = max(1, page.width), max(1, page.height)
    dpi = page.dpi if page.dpi and page.dpi > 0 else ASSUMED_DPI
    scale = min(POINTS / dpi, LONGEST_SIDE / max(width, height))
    return Sheet(max(SHORTEST_SIDE, width * scale), max(SHORTEST_SIDE, height * scale), scale)


def clean(text: str) -> str:
    r"""A text without what nobody printed: control characters, marks of direction, halves of surrogates, no characters.

    >>> clean("a\x00b\ud800c\u200f")
    'abc'
    """
    return _FORBIDDEN.sub("", text)


def type_sizes(lines: Iterable[PrintedLine], page: Page) -> dict[str, float]:
    """The size of type of each line that says something, by id, in pixels: one for all lines that differ little.

    Programs take lines of one size for one text, and keep columns of it apart.
    """
    own: dict[str, float] = {}
    for line in lines:
        if words := _said(line):
            way = _way(line, words)
            own[line.line.id] = _size(words, [_span(word.box.cut_to(page.width, page.height), way) for word in words])
    found: dict[str, float] = {}
    while rest := {name: size for name, size in own.items() if name not in found}:
        usual = median_low(rest.values())
        found |= {name: usual for name, size in rest.items() if usual / ALIKE <= size <= usual * ALIKE}
    return found


def _said(line: PrintedLine) -> list[PrintedWord]:
    return [word for word in line.words if clean(word.text)]


def place_line(line: PrintedLine, page: Page, sheet: Sheet, size: float) -> list[Piece]:
    """The words of a line of some size of type, in the order in which they are read."""
    words = _said(line)
    way = _way(line, words)
    spans = [_span(word.box.cut_to(page.width, page.height), way) for word in words]
    _sort_out(words, spans, size)
    bases = _bases(words, spans, size) if way == "right" else _steady(words, spans, size)
    pieces: list[Piece] = []
    for start, end in _cuts(words, spans, bases, size):
        cells = tuple(cell for i in range(start, end) for cell in _cells(line.text, words, spans, i, size))
        matrix = (*_TURNS[way], *sheet.point(*_corner(spans[start].start, bases[start], way)))
        if end == len(words):
            cells += _line_end(words)
        pieces.append(Piece(cells, matrix, size * sheet.scale, words[start] if words[start].part else None))
    return pieces


def _way(line: PrintedLine, words: Sequence[PrintedWord]) -> Way:
    if line.line.direction == "vertical":
        return "down"
    return "left" if words[0].box.center[0] > words[-1].box.center[0] else "right"


def _span(box: Box, way: Way) -> _Span:
    """A box seen along its line; the letters' feet are at `low`."""
    if way == "down":
        return _Span(box.top, box.bottom, box.left, box.right)
    if way == "left":
        return _Span(-box.right, -box.left, box.top, box.bottom)
    return _Span(box.left, box.right, -box.bottom, -box.top)


def _size(words: Sequence[PrintedWord], spans: Sequence[_Span]) -> float:
    """The size of a line's type in pixels: the usual height of its words, marks left aside."""
    heights = [span.high - span.low for word, span in zip(words, spans, strict=True) if is_lettered(word.text)]
    return float(median(heights or [span.high - span.low for span in spans]))


def is_lettered(text: str) -> bool:
    """Whether a word is more than marks."""
    return any(letter.isalnum() for letter in text)


def _sort_out(words: Sequence[PrintedWord], spans: Sequence[_Span], size: float) -> None:
    """Let each word begin behind the one before it, with white space between them or none."""
    widths = [span.end - span.start for span in spans]
    least = [NARROWEST * size * len(clean(word.text)) for word in words]
    spans[0].end = max(spans[0].end, spans[0].start + least[0])
    for i in range(1, len(spans)):
        one, other = spans[i - 1], spans[i]
        white = WHITE * size if words[i - 1].spaced else 0.0
        gap = other.start - one.end - white
        if gap < 0 or not white:
            share = widths[i - 1] / (widths[i - 1] + widths[i])
            one.end = max(one.start + least[i - 1], one.end + gap * share)
            other.start = one.end + white
        other.end = max(other.end, other.start + least[i])


def _bases(words: Sequence[PrintedWord], spans: Sequence[_Span], size: float) -> list[float]:
    """Where the feet of each word's type are: as even as can be, while type and word cover each other.

    The line may run slowly up or down, so that each word begins from where the last one stood.
    """
    first = next((s for w, s in zip(words, spans, strict=True) if is_lettered(w.text)), spans[0])
    base, found = first.low, []
    for span in spans:
        least, most = sorted((span.low, span.high - size))
        base = min(max(base, least), most)
        found.append(base)
    return found


def _steady(words: Sequence[PrintedWord], spans: Sequence[_Span], size: float) -> list[float]:
    """One base for the whole line: off the usual direction, programs take a step for a line's end."""
    middle = median((span.low + span.high) / 2 for span in spans)
    return [middle - size / 2] * len(words)


def _cuts(
    words: Sequence[PrintedWord], spans: Sequence[_Span], bases: Sequence[float], size: float
) -> Iterator[tuple[int, int]]:
    """Words that are shown at once, as (first, behind the last): on one base, broken words each for itself."""
    start = 0
    for i in range(1, len(words)):
        far = spans[i].start - spans[i - 1].end > FAR * size
        if far or bases[i] != bases[start] or words[i].part or words[start].part:
            yield start, i
            start = i
    yield start, len(words)


def _line_end(words: Sequence[PrintedWord]) -> tuple[Cell, ...]:
    """What follows a line: a blank, for programs that read by the structure and see no lines, but not in Han text.

    Of a single letter no program can tell which way it is read, so that it is never without.
    """
    last = words[-1]
    alone = len(words) == 1 and len(clean(last.text)) == 1
    return ((" ", LINE_END),) if alone or not (is_wide(last.text[-1]) or last.part == "first") else ()


def _cells(text: str, words: Sequence[PrintedWord], spans: Sequence[_Span], i: int, size: float) -> Iterator[Cell]:
    """The characters of a word, and of the white space behind it, within its line."""
    letters, span = clean(words[i].text), spans[i]
    for letter in letters:
        yield letter, (span.end - span.start) / len(letters) / size
    if words[i].spaced and i + 1 < len(words):
        white = _space(text, words[i]) or " "
        for letter in white:
            yield letter, (spans[i + 1].start - span.end) / len(white) / size


def _corner(along: float, base: float, way: Way) -> tuple[float, float]:
    """A place of the line's own as one of the page image."""
    if way == "down":
        return base, along
    return (-along, base) if way == "left" else (along, -base)


def _space(text: str, word: PrintedWord) -> str:
    """The white space behind a word as it is printed."""
    start = end = word.offset + len(word.text)
    while end < len(text) and text[end].isspace():
        end += 1
    return clean(text[start:end])
