"""Captions: the lines under a picture that tell what it shows.

In: a `Sheet`. Out: the ids of its caption lines. A caption stands right under its picture and no wider, in smaller type
or centred, and is parted from the text below by its size or by more paper than is between lines.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from ocr.layout.credits import parse_credit
from ocr.layout.sheet import Entry, Sheet
from ocr.page import Box

SMALLER = 0.93  # times the body glyph: most captions are set smaller
ALIKE = 1.12  # times the size of a caption's first line; a larger line below is text again
APART = 0.6  # line heights of paper between two lines: the next is none of the caption
LEVEL = 0.5  # of a line's height: pieces that share so much of it are one row
MIDDLE = 1.5  # glyphs by which both sides of a centred line may differ
BESIDE = 1.5  # glyphs of the picture's width that a centred line leaves free on either side, at least
MOST = 6  # rows of a caption that is of body size, or that no text of body size follows


def find_captions(sheet: Sheet) -> frozenset[str]:
    """The ids of the lines that are captions of the sheet's pictures, or their credits."""
    found: set[str] = set()
    ordered = sorted(sheet.entries, key=lambda e: e.box.top)
    for _, box in sheet.pictures:
        found |= {e.line.id for e in _caption(list(_under(box, ordered, sheet)), box, sheet)}
    return frozenset(found)


def _under(picture: Box, ordered: Sequence[Entry], sheet: Sheet) -> Iterator[Entry]:
    """The lines from a picture downwards, none wider than it, up to the first that is far from the last."""
    left, right = picture.left - sheet.glyph, picture.right + sheet.glyph
    foot, reach, row = picture.bottom, sheet.line_height, picture.bottom
    flat = [rule for _, rule in sheet.rules if rule.width > rule.height and rule.overlap_x(picture) > 0]
    for entry in ordered:
        box = entry.box
        if box.overlap_x(picture) <= 0 or (box.top + box.bottom) / 2 <= picture.bottom:
            continue
        ruled = any(foot <= rule.bottom <= box.top + rule.height for rule in flat)
        if ruled or box.top - foot > reach or box.left < left or box.right > right:
            return
        yield entry
        if row - box.top < LEVEL * box.height:
            reach = APART * sheet.line_height
        foot, row = max(foot, box.bottom), box.bottom


def _caption(lines: list[Entry], picture: Box, sheet: Sheet) -> list[Entry]:
    """Those of the lines under a picture that are its caption."""
    plain = [e for e in lines if not parse_credit(e.text)]
    if plain and plain[0].line.glyph > SMALLER * sheet.glyph and not _is_centred(plain, picture, sheet):
        plain = []
    size = plain[0].line.glyph if plain else 0.0
    caption: list[Entry] = []
    for entry in lines:
        credit = entry not in plain and parse_credit(entry.text) is not None
        if not credit and (entry not in plain or entry.line.glyph > ALIKE * size):
            break
        caption.append(entry)
    told = _rows(caption) <= MOST or _is_followed(caption, size, picture, sheet)
    return caption if told else []


def _rows(lines: list[Entry]) -> int:
    return len(lines) - sum(lower.box.is_level(upper.box, LEVEL) for upper, lower in itertools.pairwise(lines))


def _is_followed(caption: list[Entry], size: float, picture: Box, sheet: Sheet) -> bool:
    """Whether a long caption is smaller than the text below it: else it is text, and a headline or nothing follows."""
    foot = max(e.box.bottom for e in caption)
    below = [e for e in sheet.entries if e.box.overlap_x(picture) > 0 and e.box.center[1] > foot]
    after = min((e.box.top, e.line.glyph) for e in below)[1] if below else 0.0
    return ALIKE * size < after <= ALIKE * sheet.glyph


def _is_centred(lines: list[Entry], picture: Box, sheet: Sheet) -> bool:
    """Whether a few lines of body size all stand in the middle under a picture, and begin a sentence."""
    sides = [(e.box.left - picture.left, picture.right - e.box.right) for e in lines]
    free = [min(pair) >= BESIDE * sheet.glyph for pair in sides]
    middle = [abs(left - right) <= MIDDLE * sheet.glyph for left, right in sides]
    return _rows(lines) <= MOST and all(middle) and free[-1] and not lines[0].text.lstrip()[:1].islower()
