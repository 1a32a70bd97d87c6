"""The lines of a vertical page: columns of characters, and the rows among them.

In: a prepared page, upright. Out: `Found` in pixels of the prepared image, like that of `lines.py`; each line says in
which direction it runs. Han print is set in squares of one size, so columns are chains of pieces of one width, parted
by white that runs down the page; that holds where columns stand so close that ridges of smoothed ink run together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from ocr.layout.aisles import find_aisles
from ocr.layout.crowd import Crowd
from ocr.layout.grid import measure_grid
from ocr.layout.hairlines import find_hairlines
from ocr.layout.ink import Ink, Mask, box_mask, mean_stroke, paper_distance, parts_of
from ocr.layout.lines import Found, FoundLine
from ocr.layout.pictures import find_pictures
from ocr.layout.pieces import Print, find_pieces
from ocr.layout.rows import find_rows
from ocr.layout.separators import find_rules
from ocr.layout.vertical_rules import find_separators, prolong_rules, without_lining
from ocr.page import Box, Direction
from ocr.prepare import GreyImage, ink_of, shrink

EM = 20.0  # pixels of a body character at layout scale: the white between two columns is still 3 wide
ALIKE = 0.65  # the width of the narrower piece, in that of the wider one
AXIS = 0.25  # of the wider one's width: how far the middles of two pieces of one column may lie apart
EDGE = 0.15  # of the wider one's width: how far the narrower may reach out of it
FOOT = 0.6  # em at the end of a column: there its ink may touch the rule below it
BACK = 1.5  # of the wider one's width: parts of one character begin at one height
FLECK = 0.3, 0.75  # em either way, and em of white to the column: dirt above or below it; a mark is nearer
WIDENED = 1.3  # times the usual width of a column's pieces: more is not its own
MARK = 0.6  # of a column's width: a smaller piece is a mark or a part of a character
SPACE = 1.4  # em down a column between two pieces of it: an empty square and the paper around it
SPACE_LARGE = 1.0  # the same in large type, in its own characters
PARTED = 0.5, 2.0  # of a large character, and times the white between two: where an aisle parts two headings
SEVERAL = 1.8  # times as high as wide: two characters or more
SPACE_MARK = 0.5  # the same before a mark of large type: text in smaller type is none
LETTER, LETTERED = (0.4, 2.5), 0.6  # em long, the parts of characters; their share of the ink of print
LARGE = 1.3  # em wide: larger than body type
NARROWEST, SHORTEST = 0.45, 0.5  # em wide and high: less holds no character
FAINTEST = 0.25  # of a square: the ink that every column has, but for 一 and marks alone
BESIDE, LEVEL = 2.0, 0.7  # em to the next column of a band; the share of a mark's height that stands beside it
FEW, FILLED = 6.0, 0.8  # times as high as wide: so few characters may all be slender, as 行 is; share of the widest
FULL = 0.5  # of a full row's ink: what the middle of the characters has


def find_vertical_lines(grey: GreyImage, glyph: float) -> Found | None:
    """Find the lines of a vertical page; None when its columns show no grid. `glyph` is a rough size in pixels."""
    grid = measure_grid(grey, glyph) if glyph else None
    if grid is None:
        return None
    scale = min(1.0, EM / grid.em)
    small = shrink(grey, scale) if scale < 1 else grey
    dark = Ink(ink_of(small), small, scale, grid.em * scale, Box(0, 0, grey.shape[1], grey.shape[0]))
    ink = replace(dark, mask=np.maximum(dark.mask, find_hairlines(small, dark.glyph)))
    rules = find_rules(ink)
    plain = dark.without(rules.mask)
    pictures = [box for box in find_pictures(plain)[0] if not _is_lettered(plain, box)]
    page = find_pieces(ink, rules, box_mask(ink.mask.shape, pictures))
    page = prolong_rules(page)
    rows, pieces = find_rows(page)
    flat, upright = find_separators(page)
    columns = _without_dirt(chain_columns(pieces, page, flat), rows, page)
    return Found(
        tuple(_measured(page.text, ink, [(b, "vertical") for b in columns] + [(b, "horizontal") for b in rows])),
        tuple(ink.to_page(b) for b in flat),
        tuple(ink.to_page(b) for b in without_lining(upright, page.em)),
        tuple(ink.to_page(b) for b in pictures),
        grid.em,
    )


def _is_lettered(ink: Ink, box: Box) -> bool:
    """Whether most ink of what looks like a picture is parts of characters, as in small or crowded print."""
    window = ink.mask[box.top : box.bottom, box.left : box.right]
    parts = parts_of(window)
    size = parts.boxes[:, 2:].max(axis=1, initial=0) / ink.glyph
    letters = int(parts.area[(size >= LETTER[0]) & (size <= LETTER[1])].sum())
    return letters >= LETTERED * max(1, int(window.sum()))


def chain_columns(pieces: Sequence[Box], page: Print, rules: Sequence[Box]) -> list[Box]:
    """Join pieces down the page to columns; marks join the column in which they stand. `rules` are horizontal."""
    white = find_aisles(page, rules)
    ordered = sorted(pieces, key=lambda b: (b.top, b.left))
    # A chain takes the place of its first piece in the crowd; the others stay behind as nothing.
    chains, widths = Crowd(ordered), [piece.width for piece in ordered]
    members = [[piece] for piece in ordered]
    for index, piece in enumerate(ordered):
        reach = round(SPACE * max(page.em, piece.width))
        above = [i for i in chains.at(Box(piece.left, piece.top - reach, piece.right, piece.bottom)) if i < index]
        near = [i for i in above if _continues(chains.boxes[i], widths[i], piece, page, white)]
        if near:
            home = max(near, key=lambda i: (chains.boxes[i].overlap_x(piece), chains.boxes[i].bottom))
            chains.put(home, chains.boxes[home].union(piece))
            widths[home] = max(widths[home], piece.width)
            members[home].append(piece)
            chains.put(index, Box(0, 0, 0, 0))
    columns = _merged(
        [_level(own, page.em) for box, own in zip(chains.boxes, members, strict=True) if box.area], page.em
    )
    return [b for b in columns if b.width >= NARROWEST * page.em and b.height >= SHORTEST * page.em]


def _level(pieces: Sequence[Box], em: float) -> Box:
    """A column's box; in body type a short piece much wider than the others, for a stroke touches it, widens it not."""
    usual = median(piece.width for piece in pieces for _ in range(piece.height))
    body = usual <= LARGE * em
    sides = Box.around(piece for piece in pieces if not body or piece.width <= WIDENED * max(usual, em))
    return Box(sides.left, min(piece.top for piece in pieces), sides.right, max(piece.bottom for piece in pieces))


def _continues(box: Box, width: int, piece: Box, page: Print, white: Mask) -> bool:
    """Whether a piece is the next one down a column `width` wide: in its axis, like it, near, with nothing between."""
    em, gap = page.em, piece.top - box.bottom
    low, high = sorted((width, piece.width))
    large = high >= LARGE * em
    if gap > (SPACE_LARGE * high if large else SPACE * em) or gap < -BACK * high:
        return False
    wide, slim = (box, piece) if box.width >= piece.width else (piece, box)
    if gap > FLECK[1] * em and _is_fleck(slim, wide, page):
        return False
    if low < ALIKE * high and large and (gap > SPACE_MARK * high or slim.width > MARK * wide.width):
        return False
    # A mark stands at the side of its square; of a worn character a part may be left.
    inside = wide.left - EDGE * high <= slim.left and slim.right <= wide.right + EDGE * high
    if not inside and (low < ALIKE * high or abs(box.center[0] - piece.center[0]) > AXIS * high):
        return False
    if gap <= 0:
        return True
    left, right = max(box.left, piece.left), min(box.right, piece.right)
    if page.barrier[box.bottom : piece.top, left:right].any():
        return False
    # The foot of a column may touch the rule below it.
    if page.barrier[box.bottom - round(FOOT * em) : box.bottom, left:right].all(axis=1).any():
        return False
    if large and not _stands_off(box, gap, page):
        return True
    return not white[box.bottom : piece.top, left:right].any()


def _is_fleck(bit: Box, column: Box, page: Print) -> bool:
    """Whether a bit above or below a column is dirt; several level bits are a worn 一."""
    level = page.text[bit.top : bit.bottom, min(bit.left, column.left) : max(bit.right, column.right)].any(axis=0)
    return bit.height <= FLECK[0] * page.em and int(level.sum()) <= FLECK[0] * page.em


def _stands_off(heading: Box, gap: int, page: Print) -> bool:
    """Whether white below large characters is wider than between them, so that an aisle may part two headings."""
    ink = page.text[heading.top : heading.bottom, heading.left : heading.right]
    between = int(np.diff(np.flatnonzero(ink.any(axis=1))).max(initial=1))
    if ink[-heading.width // 2 :].any(axis=0).sum() < MARK * heading.width:
        return False  # below a mark its square is white
    return heading.height >= SEVERAL * heading.width and gap >= max(PARTED[0] * heading.width, PARTED[1] * between)


def _merged(columns: list[Box], em: float) -> list[Box]:
    """Bits that stand inside a column, as part of it."""
    kept = Crowd(sorted(columns, key=lambda b: -b.area))
    for index, box in enumerate(kept.boxes):
        homes = [i for i in kept.at(box) if i < index and kept.boxes[i].intersection(box).area >= 0.5 * box.area]
        if homes:
            if box.width <= em:
                kept.put(homes[0], kept.boxes[homes[0]].union(box))
            kept.put(index, Box(0, 0, 0, 0))
    return [box for box in kept.boxes if box.area]


def _without_dirt(columns: list[Box], rows: list[Box], page: Print) -> list[Box]:
    """Columns without specks and hairs of paper, which hold less ink than a character and stand beside no print."""

    def inked(box: Box) -> bool:
        return int(page.text[box.top : box.bottom, box.left : box.right].sum()) >= FAINTEST * page.em**2

    print_, reach = Crowd([*(box for box in columns if inked(box)), *rows]), round(BESIDE * page.em)

    def is_beside(box: Box) -> bool:
        near = print_.near(Box(box.left - reach, box.top, box.right + reach, box.bottom))
        return any(other.overlap_y(box) >= LEVEL * box.height for other in near)

    return [box for box in columns if inked(box) or is_beside(box)]


def _measured(text: Mask, place: Ink, lines: Sequence[tuple[Box, Direction]]) -> list[FoundLine]:
    """The lines with the size and the stroke of their characters, in pixels of the prepared image."""
    distance, scale = paper_distance(text), place.scale
    found = []
    for box, direction in lines:
        window = slice(box.top, box.bottom), slice(box.left, box.right)
        ink = text[window]
        profile = ink.sum(axis=0 if direction == "vertical" else 1, dtype=np.int64)
        size = float(np.count_nonzero(profile >= FULL * np.percentile(profile, 85)))
        if direction == "vertical" and box.height <= FEW * box.width:
            size = max(size, FILLED * box.width)
        stroke = mean_stroke(distance[window], ink)
        found.append(FoundLine(place.to_page(box), size / scale, stroke / scale, direction))
    return found
