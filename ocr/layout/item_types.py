"""Item types: which items are adverts, notices, obituaries, tables, instalments or pictures, and no articles.

In: a sheet, its placed lines and frames, and which items own pictures. Out: a type for each item that is no article.
Judged by looks (a frame all round, display lines of several sizes, small measures) and by wording. Precise rather than
greedy: a report that is wrongly taken for an advert is lost, so looks and words must leave no doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ocr.layout.frames import Frame
from ocr.layout.item_wording import is_instalment, type_of_words
from ocr.layout.placed import Placed
from ocr.layout.roles import is_centred
from ocr.layout.sheet import Entry, Sheet
from ocr.page import HEADING_ROLES, Box, ItemType

DISPLAY_LINES = 2  # display or centred lines that an advert shows at least, of more than one size
MIDDLE = 1.0  # glyphs of paper on both sides of a centred line, at least
DISPLAY_SHARE = 0.35  # of its lines
SIZES = 1.25  # times a size: another size
MOST_RUNNING = 12  # body lines of a framed advert or of what its words alone call a notice
TABLE_SHARE = 0.7  # of an item's lines that stand in tables


@dataclass(frozen=True, slots=True)
class _Looks:
    """An item as it looks: its lines by role, its box in the reading frame, and whether a frame surrounds it."""

    lines: Sequence[Placed]
    box: Box
    framed: bool

    def of(self, *roles: str) -> list[Entry]:
        """Its lines of some roles."""
        return [p.entry for p in self.lines if p.role in roles]


def find_types(
    placed: Sequence[Placed], sheet: Sheet, frames: Sequence[Frame], pictured: Collection[str | None]
) -> dict[str, ItemType]:
    """Tell the type of each item that is no article; `pictured` are the items that own a picture."""
    boxed = [{sheet.entries[i].line.id for i in frame.entries} for frame in frames]
    items: dict[str, list[Placed]] = {}
    for line in placed:
        if line.item is not None:
            items.setdefault(line.item, []).append(line)
    types: dict[str, ItemType] = {}
    for item, lines in items.items():
        box = Box.around(p.entry.box for p in lines)
        framed = any(held.issuperset(p.entry.line.id for p in lines) for held in boxed)
        found = _type(_Looks(lines, box, framed), sheet, pictured=item in pictured)
        if found is not None:
            types[item] = found
    return types


def _type(looks: _Looks, sheet: Sheet, *, pictured: bool) -> ItemType | None:
    if pictured and all(p.role in ("caption", "credit") for p in looks.lines):
        return "picture"
    if sum(p.table for p in looks.lines) >= TABLE_SHARE * len(looks.lines):
        return "table"
    body, heads = looks.of("body"), looks.of(*HEADING_ROLES)
    if looks.of("credit"):
        return None
    said = _said(looks, heads, body)
    if said is not None:
        return said
    if body and is_instalment(heads[-1].text if heads else "", body[0].text, body[-1].text):
        return "serial"
    return "advert" if looks.framed and _is_displayed(looks, body, sheet) else None


def _said(looks: _Looks, heads: Sequence[Entry], body: Sequence[Entry]) -> ItemType | None:
    """What the heading says, or the first line of an item without one; only of what is short and set as such is."""
    if len(body) > MOST_RUNNING or not (looks.framed or len({p.column for p in looks.lines}) == 1):
        return None
    texts = [" ".join(e.text for e in heads)] if heads else []
    texts += [e.text for e in (heads or body)[:1]]
    return next((kind for text in texts if (kind := type_of_words(text)) is not None), None)


def _is_displayed(looks: _Looks, body: Sequence[Entry], sheet: Sheet) -> bool:
    """Whether lines of several sizes, set in the middle, make up much of an item: a trade's name, wares, prices."""
    if len(body) > MOST_RUNNING:
        return False
    shown = [
        p.entry for p in looks.lines if p.role != "body" or is_centred(p.entry.box, looks.box, sheet.glyph, MIDDLE)
    ]
    enough = len(shown) >= max(DISPLAY_LINES, DISPLAY_SHARE * len(looks.lines))
    return enough and _sizes([e.line.glyph for e in shown]) > 1


def _sizes(glyphs: Sequence[float]) -> int:
    """How many sizes of type there are."""
    count, last = 0, 0.0
    for glyph in sorted(glyphs):
        if glyph > SIZES * last:
            count, last = count + 1, glyph
    return count
