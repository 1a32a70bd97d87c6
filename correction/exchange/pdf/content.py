"""What stands on a PDF page: its picture, and its text where it is printed, unseen.

In: a page, its printed lines, its picture's name. Out: a content stream, and the `Block`s of marked text that the
structure of the document refers to. Each region is a block; a half of a word that is broken at a line end is marked for
itself, so that the structure can say what the whole word is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from correction.exchange.pdf.file import number
from correction.exchange.pdf.font import HiddenFont
from correction.exchange.pdf.layout import Cell, Piece, Sheet, place_line, type_sizes
from correction.exchange.printed import Breaks, PrintedLine
from ocr.page import Page, TextRegion, Turn

FONT, PICTURE = "F", "P"  # names of the page's resources
_UNSEEN = 3  # text render mode
_LEVEL = 0.6  # of a character's width between the feet of two lines: pdfium takes them for one below half
_NEAR = 1.5  # sizes of type from the end of a line to where the text could go on
_APART = 3  # sizes of type between a line and the blank that parts it from the next
_PICTURES: Mapping[Turn, str] = {0: "1 0 0 1 0 0", 90: "0 -1 1 0 0 1", 180: "-1 0 0 -1 1 1", 270: "0 1 -1 0 1 0"}


@dataclass(frozen=True, slots=True)
class Half:
    """A marked half of a broken word: the line that the word begins on names it, `form` is what is broken there.

    `whole` is the form with what stands before the first or behind the second half, a blank included.
    """

    mark: int
    broken: str
    first: bool
    form: str
    whole: str


@dataclass(slots=True)
class Block:
    """A region's text as it is marked: whole pieces by their numbers, and halves of broken words."""

    region: TextRegion
    kids: list[int | Half] = field(default_factory=list)


class Content:
    """A page's content stream, as it is being written."""

    def __init__(self, page: Page, sheet: Sheet, font: HiddenFont, breaks: Breaks) -> None:
        self.page, self.sheet, self.font, self.breaks = page, sheet, font, breaks
        self.blocks: list[Block] = []
        self.marks = 0  # how many pieces are marked
        self._out: list[str] = []
        self._last: Piece | None = None  # the last of the line before
        self._size = 0.0
        self._sizes: Mapping[str, float] = {}

    def write(self, printed: Mapping[str, PrintedLine], turn: Turn | None) -> bytes:
        """Write the text of every line in reading order, then the picture over it, turned; None for white paper."""
        self._sizes = type_sizes(printed.values(), self.page)
        for region in self.page.regions:
            lines = [printed[line.id] for line in region.lines if line.id in printed]
            self._region(region, lines)
        if turn is not None:
            size = f"{number(self.sheet.width)} 0 0 {number(self.sheet.height)} 0 0 cm"
            self._out.append(f"/Artifact BMC q {size} {_PICTURES[turn]} cm /{PICTURE} Do Q EMC")
        return "\n".join(self._out).encode("ascii")

    def _region(self, region: TextRegion, lines: list[PrintedLine]) -> None:
        lines = [line for line in lines if line.line.id in self._sizes]
        if not lines:
            return
        block = Block(region)
        self.blocks.append(block)
        self._out.append(f"BT {_UNSEEN} Tr")
        for line in lines:
            pieces = place_line(line, self.page, self.sheet, self._sizes[line.line.id])
            for piece in pieces:
                self._mark(block, self._half(line, piece))
                if piece is pieces[0]:
                    self._part(piece)
                self._show(piece.cells, piece.matrix, piece.size)
                self._last = piece
        self._out.append("EMC ET")

    def _part(self, following: Piece) -> None:
        """Part two lines of which the second is level with the first, or begins where it ends, or runs another way.

        pdfium would sort their pieces from the left, or see no line's end; a blank at another height keeps it from it.
        """
        last = self._last
        if last is None:
            return
        (x, y), (left, foot), size = last.end, following.origin, max(last.size, following.size)
        width = max(last.cells[-1][1] * last.size, following.cells[0][1] * following.size)
        goes_on = abs(left - x) < _NEAR * size and abs(foot - y) < _NEAR * size
        if goes_on or last.matrix[0] < 0 or abs(foot - last.origin[1]) <= _LEVEL * width:
            self._show(((" ", 1.0),), (1, 0, 0, 1, x, min(y, foot) - _APART * size), last.size)

    def _show(self, cells: Iterable[Cell], matrix: tuple[float, ...], size: float) -> None:
        if size != self._size:
            self._out.append(f"/{FONT} {number(size)} Tf")
            self._size = size
        self._out.append(f"{' '.join(map(number, matrix))} Tm {self.font.encode(cells)} Tj")

    def _mark(self, block: Block, half: Half | None) -> None:
        """Begin a marked piece, unless the word goes on in the one that is open."""
        if half is None and block.kids and isinstance(block.kids[-1], int):
            return
        close = "EMC " if block.kids else ""
        tag = "Span" if half else "P"
        self._out.append(f"{close}/{tag} <</MCID {self.marks}>> BDC")
        block.kids.append(half or self.marks)
        self.marks += 1

    def _half(self, line: PrintedLine, piece: Piece) -> Half | None:
        word = piece.half
        if word is None:
            return None
        first = word.part == "first"
        entry = (self.breaks.first if first else self.breaks.second).get(line.line.id)
        blank = " " if piece.cells[-1][0].isspace() else ""
        return Half(self.marks, entry.line, first, entry.form, f"{word.whole}{blank}") if entry else None
