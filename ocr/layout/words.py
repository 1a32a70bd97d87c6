"""Words: pieces of ink that are words of one line become that line.

In: boxes in layout pixels, the gutters and what is printed between columns. Out: fewer boxes. Words are told from
columns by what stands between them: a rule, a gutter that runs past many lines, or lines that begin in one place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.layout.gutters import Gutters
from ocr.layout.ink import Ink, Mask, letter_height
from ocr.layout.spacing import too_far
from ocr.page import Box

MERGE_GAP = 6.0  # glyphs between two pieces of one line
FAR = 4.0  # glyphs: no narrower gap between two pieces of one line parts columns
WORD_GAP = 0.65  # line heights: no gutter without a rule is as narrow
QUOTED = 0.75  # the same of display type: a Han quotation mark has half a height of paper beside it
DISPLAY_GAP = 1.6  # line heights between two parts of one display line
WORDS_APART = 3.5  # line heights between two words of a spaced line
COLUMN = 4  # lines that begin, or end, at one place are a column, not words by chance
STRAIGHT = 0.5  # glyphs by which their beginnings may differ
NEXT_LINE = 3.5  # glyphs from the top of a line to that of the next
ALIKE = 0.45  # of the higher one: words of one line are no lower, be they without ascenders
LARGE, LARGER = 1.12, 1.22  # times the usual height of a body line: the lower and the higher piece of a heading
LEVEL, LEVEL_NEAR = 0.7, 0.55  # share of the lower one's height that words have in common; the same of near pieces
HIGH = 2.2  # glyphs: higher pieces that overlap are of two lines
ALIKE_DISPLAY, LEVEL_DISPLAY = 0.65, 0.75  # the same as ALIKE and LEVEL in display type
SAME = 0.8  # of the smaller one's area that two boxes of one line share
HIGHER = 1.5  # line heights: no word of a display line is higher
MARK = 0.5, 0.5  # line heights: what is lower is a mark, and stands as near
BROADEST = 1.5  # line heights: no mark is broader; a line of body type beside a woodcut is
HYPHEN = 0.7  # line heights that a hyphen may have reached over a thin rule
OVER = 0.3  # line heights that a piece may reach over a wall
POKE = 0.3  # share of a display line's rows into which a rule below it may reach: it touches the foot of a letter
PASSED = 0.7  # share of the rows below a display line that a gutter runs through
WALL = 0.8  # share of the rows between two pieces that a wall fills


@dataclass(frozen=True, slots=True)
class Parted:
    """What may stand between two pieces of ink side by side."""

    body: Ink
    barrier: Mask
    gutters: Gutters
    usual: float  # height of a line of body type
    letters: float  # and of its letters

    def near(self, a: Box, b: Box) -> bool:
        """Whether two pieces are as near as words are, without a rule between them, be it worn."""
        return _near(a, b) and not _ruled(a, b, self.barrier) and not self._apart(a, b)

    def open(self, a: Box, b: Box) -> bool:
        """Whether no gutter or rule stands between two pieces."""
        return _open(a, b, self.gutters.gaps)

    def _apart(self, a: Box, b: Box) -> bool:
        """Whether a rule, be it worn, parts two pieces; a heading may span one that ends above it."""
        return _walled(a, b, self.gutters.walls) and not self._are_large(a, b)

    def _are_large(self, a: Box, b: Box) -> bool:
        """Whether two pieces are of a heading: the last line of a column is high too, but its letters are not."""
        letters = [letter_height(self.body.mask[box.top : box.bottom, box.left : box.right]) for box in (a, b)]
        heights = ((a.height, b.height), self.usual), (letters, self.letters)
        return all(min(pair) >= LARGE * usual and max(pair) >= LARGER * usual for pair, usual in heights)


def _walled(a: Box, b: Box, walls: Mask) -> bool:
    """Whether a wall runs all the way down between two boxes side by side."""
    left, right = sorted((min(a.right, b.right), max(a.left, b.left)))
    beside = max(1, round(OVER * min(a.height, b.height)))  # a hyphen or a speck may have reached over it
    between = walls[max(a.top, b.top) : min(a.bottom, b.bottom), max(0, left - beside) : right + beside]
    return between.size > 0 and float(between.any(axis=1).mean()) > WALL


def join_pieces(boxes: list[Box], parted: Parted, glyph: float) -> list[Box]:
    """Join pieces of one line: level, near, and nothing between them."""
    starts, ends = _edges(boxes)

    def same(line: Box, piece: Box) -> bool:
        if not _same_line(line, piece, parted, glyph):
            return False
        return piece.left - line.right <= FAR * glyph or not _columns(line, piece, starts, ends, glyph)

    return _joined(boxes, same)


def join_words(pieces: list[Box], ink: Mask, walls: Mask, glyph: float) -> list[Box]:
    """Join level pieces around gaps that are wide for words, but that no gutter of many lines runs through.

    All spaces of such a line are wide.
    """
    starts, ends = _edges(pieces)

    def words(line: Box, piece: Box) -> bool:
        low, high = sorted((line.height, piece.height))
        gap = piece.left - line.right
        level = LEVEL_NEAR if gap <= low else LEVEL  # a word may have no ascender, and the next one nothing but
        if low < ALIKE * high or line.overlap_y(piece) < level * low or not -low <= gap <= WORDS_APART * low:
            return False
        if not _open(line, piece, walls) or _walled(line, piece, walls):
            return False
        return not too_far(ink, line, piece, glyph) and not _columns(line, piece, starts, ends, glyph)

    return _joined(pieces, words)


def _joined(pieces: list[Box], same: Callable[[Box, Box], bool]) -> list[Box]:
    """Join each piece, from left to right, to the first line that is the same; only level ones are compared."""
    lines: list[Box] = []
    tops, bottoms = np.zeros(len(pieces), np.int64), np.zeros(len(pieces), np.int64)
    for piece in sorted(pieces):
        count = len(lines)
        level = np.flatnonzero((tops[:count] < piece.bottom) & (bottoms[:count] > piece.top))
        home = next((int(i) for i in level if same(lines[i], piece)), count)
        if home < count:
            lines[home] = lines[home].union(piece)
        else:
            lines.append(piece)
        tops[home], bottoms[home] = lines[home].top, lines[home].bottom
    return lines


def _edges(pieces: list[Box]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where pieces begin and where they end, a row each: top, and left or right."""
    starts = np.array([(piece.top, piece.left) for piece in pieces], np.int64).reshape(-1, 2)
    return starts, np.array([(piece.top, piece.right) for piece in pieces], np.int64).reshape(-1, 2)


def _columns(line: Box, piece: Box, starts: NDArray[np.int64], ends: NDArray[np.int64], glyph: float) -> bool:
    """Whether a column of pieces ends where a line does, or begins where the piece to its right does."""
    column = max(_run(piece.top, piece.left, starts, glyph), _run(line.top, line.right, ends, glyph))
    return column >= COLUMN


def _run(top: int, x: int, edges: NDArray[np.int64], glyph: float) -> int:
    """How many pieces, one under the other, begin or end at x like the one at `top`; `edges` has their tops and xs."""
    tops = np.sort(edges[np.abs(edges[:, 1] - x) <= STRAIGHT * glyph, 0])
    parted = np.flatnonzero(np.diff(tops) > NEXT_LINE * glyph)
    place = int(np.searchsorted(tops, top))
    first = int(parted[parted < place].max(initial=-1)) + 1
    last = int(parted[parted >= place].min(initial=len(tops) - 1))
    return last - first + 1


def _same_line(line: Box, piece: Box, parted: Parted, glyph: float) -> bool:
    gap = piece.left - line.right
    if gap > MERGE_GAP * glyph or line.overlap_y(piece) < LEVEL_NEAR * min(line.height, piece.height):
        return False
    if max(line.height, piece.height) > HIGH * glyph and gap < -glyph:
        return False
    if gap <= 0:
        return line.overlap_y(piece) >= LEVEL * min(line.height, piece.height) and parted.near(line, piece)
    return parted.near(line, piece) or parted.open(line, piece)


def join_display(lines: list[Box], barrier: Mask, fences: Mask) -> list[Box]:
    """Join the parts of one display line around a wide gap, as quotation marks leave it in Han type."""
    joined: list[Box] = []
    for box in sorted(lines):
        for i, line in enumerate(joined):
            low, high = sorted((line.height, box.height))
            level = low >= ALIKE_DISPLAY * high and line.overlap_y(box) >= LEVEL_DISPLAY * low
            if line.intersection(box).area >= SAME * min(line.area, box.area):
                joined[i] = line.union(box)
                break
            if level and box.left - line.right <= DISPLAY_GAP * low and _level_words(line, box, barrier, fences):
                joined[i] = line.union(box)
                break
        else:
            joined.append(box)
    return joined


def complete_display(display: list[Box], plain: list[Box], barrier: Mask, fences: Mask) -> tuple[list[Box], list[Box]]:
    """Join body pieces to the display line whose words they are: level, of like height and near."""
    lines, rest = list(display), []
    tops, bottoms = (np.array([getattr(line, side) for line in lines]) for side in ("top", "bottom"))
    for piece in sorted(plain):
        for i in np.flatnonzero((tops < piece.bottom) & (bottoms > piece.top)):
            line = lines[i]
            low = min(line.height, piece.height)
            level = line.overlap_y(piece) >= LEVEL_DISPLAY * low and piece.height <= HIGHER * line.height
            # Quotation marks and points are low, and stand close.
            is_word = piece.height >= MARK[0] * line.height
            reach = (1 if is_word else MARK[1]) * line.height
            level = level and (is_word or piece.width <= BROADEST * line.height)
            gap = line.gap_x(piece)
            if level and gap <= reach and _level_words(line, piece, barrier, fences):
                lines[i] = line.union(piece)
                tops[i], bottoms[i] = lines[i].top, lines[i].bottom
                break
        else:
            rest.append(piece)
    return lines, rest


def _level_words(a: Box, b: Box, barrier: Mask, fences: Mask) -> bool:
    """Whether two pieces of display type are words of one line: no fence passes them both above and below.

    A gutter that ends at a headline points at a gap between its words as often as not.
    """
    if (_near(a, b, QUOTED) and _ruled(a, b, barrier) <= POKE) or _open(a, b, fences):
        return True
    left, right = min(a.right, b.right), max(a.left, b.left)
    top, bottom = max(0, min(a.top, b.top)), max(a.bottom, b.bottom)
    reach = max(3, (bottom - top) // 2)
    above = fences[max(0, top - reach) : top, left:right]
    below = fences[bottom : bottom + reach, left:right]
    if not (above.size and below.size):
        return True
    return not bool((above.any(axis=0) & (below.mean(axis=0) >= PASSED)).any())


def _near(a: Box, b: Box, word_gap: float = WORD_GAP) -> bool:
    """Whether two pieces are as near as words are, nearer than any gutter is wide; in heights of the lower one."""
    return a.gap_x(b) <= word_gap * min(a.height, b.height)


def _ruled(a: Box, b: Box, barrier: Mask) -> float:
    """The share of the rows between two pieces that a rule reaches into."""
    # A hyphen may have reached over a thin rule: look a little further than the gap.
    reach = round(HYPHEN * min(a.height, b.height))
    left, right = min(a.right, b.right) - reach, max(a.left, b.left) + reach
    top, bottom = max(a.top, b.top), min(a.bottom, b.bottom)
    between = barrier[top:bottom, max(0, left) : right]
    return float(between.any(axis=1).mean()) if between.size else 0.0


def _open(a: Box, b: Box, barrier: Mask) -> bool:
    """Whether nothing is printed in the gap between two boxes side by side."""
    left, right = min(a.right, b.right), max(a.left, b.left)
    return left >= right or not bool(barrier[max(a.top, b.top) : min(a.bottom, b.bottom), left:right].any())
