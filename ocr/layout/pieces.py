"""The pieces of vertical print: runs of characters between the white that parts columns.

In: the ink of an upright page and its grid. Out: `Print`: the ink of text, the barriers that no line may cross (rules,
frames, wavy lines), and the boxes of pieces in layout pixels. White that runs down the page for several characters is
the gap between two columns, also where a stroke or dirt touches both: no character is so tall.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.components import components
from ocr.layout.crowd import Crowd
from ocr.layout.display import stroke_widths
from ocr.layout.ink import Ink, Mask, Parts, box_mask, ink_box, parts_of, rect, transposed
from ocr.layout.separators import Rules
from ocr.page import Box

# All in characters (em) of the body.
SPECK = 0.14  # smaller ink is dirt
ORNAMENTS = ((6.0, 0.25), (10.0, 0.55))  # long at least, and ink over length at most: columns that touch have 0.67
HOLLOW = (6.0, 0.13)  # long at least, and the share of its box that a frame fills
BAR = 6.0  # long: no character has a stroke as long
THIN_BAR = (5.0, 0.25)  # long at least and thick at most: the strokes of so large characters are thicker
BITS = (0.25, 0.3)  # of a broken rule: thick at most and long at least
BROKEN = (1.0, 6.0, 0.5)  # white between two bits at most, the rule's length at least, its bend at most
STRAIGHT = 2.0  # long: no stroke of a body character
LEANING = (0.55, 2.2, 0.25)  # one or two characters that touch a rule: either way, and the share of ink in their box
TIP = 0.3  # long at most, and as near at most: the last bit of a rule
LARGEST = 6.0  # a character, either way
WINDOW = 3.0  # down which white parts two columns
CLEAR = 0.07  # share of such a window that may be ink
NARROW = 0.3  # wide: only columns that stand so close touch
BETWEEN_CHARACTERS = 0.45  # down the column
WITHIN_CHARACTER = 0.2  # between its parts side by side
SLIVER = 0.6  # wide: less may be a part of a character
LIKE = 0.6  # of the height of one part of two characters, which the other part shares
WITHIN_SLIVERS = 0.3  # of white between two parts of a character
SQUARE = 1.1  # wide or high at most: one character
LARGE = 1.2  # either way at least: a letter larger than body type
BODY = (0.6, 1.2)  # long: a letter of body type
THICK = 1.25  # times the strokes of body type: those of large type
MOSTLY = 0.6  # of a piece's box that is large type: it is one column, not two that touch
TWO_COLUMNS = 1.5  # wide: a piece that may be two columns
ONE_COLUMN = (0.6, 1.35)  # wide
THINNED = 0.3  # of the fullest column of pixels: ink between two columns of characters that touch
CROSSED = 0.1  # share of the rows that touch there


@dataclass(frozen=True, slots=True)
class Print:
    """The text of an upright page: `text` and `barrier` 0/1, `pieces` in layout pixels, `em` a body character."""

    text: Mask
    barrier: Mask
    pieces: tuple[Box, ...]
    em: float


def find_pieces(ink: Ink, rules: Rules, pictures: Mask) -> Print:
    """Cut the ink of vertical print into pieces; `ink.glyph` is the width of a body character."""
    em = ink.glyph
    ruled = _without_letters(rules.mask, em)
    plain = ink.without(ruled, pictures)
    ornaments = _ornaments(parts_of(plain.mask), em)
    bars = _bars(plain.without(ornaments))
    bars = np.maximum(bars, _broken_rules(plain.without(ornaments, bars), np.maximum(bars, ruled)))
    rest = plain.without(ornaments, bars)
    parts = parts_of(rest.mask)
    remains = _ornaments(parts, em)
    text = rest.without(remains, _dirt(parts, em)).mask
    barrier = np.maximum.reduce([rules.fence, ruled, bars, ornaments, remains, pictures])
    text = _without_tips(text, barrier, em)
    gaps, parting = _gaps(text, em)
    large = _large_type(text, em)
    parting &= 1 - large
    smeared = cv2.morphologyEx(text, cv2.MORPH_CLOSE, rect(1, BETWEEN_CHARACTERS * em))
    smeared = np.maximum(cv2.morphologyEx(smeared, cv2.MORPH_CLOSE, rect(WITHIN_CHARACTER * em, 1)), text)
    smeared[(parting > 0) | ((gaps > 0) & (text == 0)) | (barrier > 0)] = 0
    text = np.where(parting > 0, 0, text).astype(np.uint8)
    return Print(text, barrier, tuple(_whole(_boxes(np.asarray(smeared, np.uint8), text, large, em), em)), em)


def _without_letters(rules: Mask, em: float) -> Mask:
    """The ink of rules and frames without the characters that lean on them: what is left of it beside straight bars."""
    straight = np.zeros_like(rules)
    for along in (rect(STRAIGHT * em, 1), rect(1, STRAIGHT * em)):
        straight = np.maximum(straight, np.asarray(cv2.morphologyEx(rules, cv2.MORPH_OPEN, along), np.uint8))
    parts = parts_of(np.minimum(rules, 1 - np.asarray(cv2.dilate(straight, rect(3, 3)), np.uint8)))
    low, high = np.sort(parts.boxes[:, 2:], axis=1).T
    full = parts.area >= LEANING[2] * parts.boxes[:, 2] * parts.boxes[:, 3]
    letters = (low >= LEANING[0] * em) & (high <= LEANING[1] * em) & full
    return np.where(parts.mask(letters) > 0, 0, rules).astype(np.uint8)


def _boxes(smeared: Mask, text: Mask, large: Mask, em: float) -> list[Box]:
    """The pieces that smeared text falls into; heaps and columns that touch are taken apart, large type is not."""
    pieces: list[Box] = []
    labels, rows = components(smeared, connectivity=4)
    for label, (x, y, w, h, _) in enumerate(rows.tolist()):
        if not label or max(w, h) < SPECK * em:
            continue
        window = slice(y, y + h), slice(x, x + w)
        own = text[window] * (labels[window] == label)
        hollow = max(w, h) >= HOLLOW[0] * em and own.sum() < HOLLOW[1] * w * h
        if hollow or min(w, h) > LARGEST * em:
            boxes = _loose(own, em)
        elif large[window].mean() >= MOSTLY:
            boxes = [Box(0, 0, w, h)]
        else:
            boxes = _columns(own.astype(np.uint8), em)
        pieces += [box.moved(x, y) for box in boxes]
    return pieces


def _whole(pieces: list[Box], em: float) -> list[Box]:
    """Parts of characters side by side, as white in one or two that stand alone parts them, put together."""
    crowd = Crowd(sorted(pieces))
    for index, piece in enumerate(crowd.boxes):
        if not SPECK * em <= piece.width <= SLIVER * em:
            continue
        beside = Box(piece.left, piece.top, piece.right + round(WITHIN_SLIVERS * em) + 1, piece.bottom)
        for other in crowd.at(beside):
            if other != index and _are_one(piece, crowd.boxes[other], em):
                crowd.put(other, piece.union(crowd.boxes[other]))
                crowd.put(index, Box(0, 0, 0, 0))
                break
    return [box for box in crowd.boxes if box.area]


def _are_one(sliver: Box, box: Box, em: float) -> bool:
    """Whether a sliver is the left part of one or two characters of body type."""
    if sliver.union(box).width > SQUARE * em:
        return False
    low, high = sorted((sliver.height, box.height))
    return sliver.overlap_y(box) >= (0.5 * low if high <= SQUARE * em else LIKE * high) and high <= WINDOW * em


def _bars(ink: Ink) -> Mask:
    """Straight strokes longer than those of characters, with their rough edges: bars of frames, and thin rules."""
    em, found = ink.glyph, np.zeros_like(ink.mask)
    for along in (True, False):
        mask = ink.mask if along else transposed(ink.mask)
        bars = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, rect(BAR * em, 1)), np.uint8)
        parts = parts_of(np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, rect(THIN_BAR[0] * em, 1)), np.uint8))
        bars = np.maximum(bars, parts.mask(parts.boxes[:, 3] <= THIN_BAR[1] * em))
        found = np.maximum(found, bars if along else transposed(bars))
    return np.minimum(np.asarray(cv2.dilate(found, rect(5, 5)), np.uint8), ink.mask)


def _broken_rules(ink: Ink, rules: Mask) -> Mask:
    """The bits of worn and dotted rules: flat ink in one line, with a rule or longer than any characters are."""
    em, found, parts = ink.glyph, np.zeros_like(ink.mask), parts_of(ink.mask)
    for along in (True, False):
        length, thick = parts.boxes[:, (2, 3) if along else (3, 2)].T
        bits = np.maximum(parts.mask((thick <= BITS[0] * em) & (length >= BITS[1] * em)), rules)
        bits = bits if along else transposed(bits)
        # A rule that is found already lies among its bits, and is longer.
        lines = parts_of(np.asarray(cv2.morphologyEx(bits, cv2.MORPH_CLOSE, rect(BROKEN[0] * em, 3)), np.uint8))
        rule = lines.mask((lines.boxes[:, 2] >= BROKEN[1] * em) & (lines.boxes[:, 3] <= BROKEN[2] * em))
        found = np.maximum(found, rule if along else transposed(rule))
    return np.minimum(found, ink.mask)


def _ornaments(parts: Parts, em: float) -> Mask:
    """Wavy lines, frames and rows of arrows."""
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    long = np.maximum(width, height)
    chosen = (long >= HOLLOW[0] * em) & (parts.area < HOLLOW[1] * width * height)
    for length, thick in ORNAMENTS:
        chosen |= (long >= length * em) & (parts.area <= thick * em * long)
    return parts.mask(chosen)


def _dirt(parts: Parts, em: float) -> Mask:
    return parts.mask(parts.boxes[:, 2:].max(axis=1, initial=0) < SPECK * em)


def _without_tips(text: Mask, barrier: Mask, em: float) -> Mask:
    """Text without the last bits of horizontal rules, which would join the columns above and below them."""
    flat = cv2.morphologyEx(barrier, cv2.MORPH_OPEN, rect(em, 1))
    beside = cv2.dilate(flat, rect(2 * TIP * em, 1))
    parts = parts_of(text)
    touched = np.bincount(parts.labels[beside > 0], minlength=len(parts.area) + 1)[1:] > 0
    return np.where(parts.mask(touched & (parts.boxes[:, 2:].max(axis=1, initial=0) <= TIP * em)) > 0, 0, text)


def _gaps(text: Mask, em: float) -> tuple[Mask, Mask]:
    """White that runs down the page, and of it what is as narrow as between crowded columns."""
    density = cv2.blur(text.astype(np.float32), (1, round(WINDOW * em) | 1))
    gaps = (density <= CLEAR).astype(np.uint8)
    wide = np.asarray(cv2.morphologyEx(gaps, cv2.MORPH_OPEN, rect(NARROW * em, 1)), np.uint8)
    return gaps, gaps & (1 - wide)


def _large_type(text: Mask, em: float) -> Mask:
    """Where large type stands: white runs down it as far as between columns where characters have like parts.

    Large square letters with thick strokes tell it, and half as far above and below as they are high; body type that
    touches is large too, but its strokes are thin.
    """
    parts = parts_of(text)
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    low, high = np.minimum(width, height), np.maximum(width, height)
    stroke = stroke_widths(text, parts)
    body = (high >= BODY[0] * em) & (high <= BODY[1] * em)
    thick = stroke >= THICK * float(np.median(stroke[body])) if body.any() else np.zeros(len(stroke), bool)
    square = high <= SQUARE * low
    boxes = [parts.box(int(i)) for i in np.flatnonzero(thick & square & (low >= LARGE * em) & (high <= LARGEST * em))]
    around = [Box(b.left, b.top - b.height // 2, b.right, b.bottom + b.height // 2) for b in boxes]
    return box_mask(text.shape, around)


def _loose(own: Mask, em: float) -> list[Box]:
    """What a heap too large or hollow for characters is made of, as far as it may be text."""
    parts = parts_of(own)
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    text = (np.minimum(width, height) <= LARGEST * em) & (parts.area >= HOLLOW[1] * width * height)
    return [parts.box(int(i)) for i in np.flatnonzero(text)]


def _columns(own: Mask, em: float) -> list[Box]:
    """A piece's ink as one box, or as several where columns of characters touch here and there."""
    box = ink_box(own)
    if box is None or box.width < TWO_COLUMNS * em or box.height < WINDOW * em:
        return [box] if box else []
    ink = own[box.top : box.bottom, box.left : box.right]
    profile = ink.sum(axis=0, dtype=np.int64)
    touching = (ink[:, :-1] & ink[:, 1:]).sum(axis=0, dtype=np.int64)
    low, high = (round(side * em) for side in ONE_COLUMN)
    edges = [0]
    while box.width - edges[-1] > high:
        places = np.arange(edges[-1] + low, min(edges[-1] + high, box.width - low) + 1)
        if not places.size:
            return [box]
        at = int(places[np.argmin(touching[places - 1] + profile[places])])
        if touching[at - 1] > CROSSED * box.height or profile[at] > THINNED * profile.max():
            return [box]
        edges.append(at)
    edges.append(box.width)
    columns = []
    for left, right in itertools.pairwise(edges):
        column = ink_box(ink[:, left:right])
        if column:
            columns.append(column.moved(box.left + left, box.top))
    return columns
