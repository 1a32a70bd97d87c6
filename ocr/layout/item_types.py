"""Item types: which items are adverts, notices, obituaries, tables, instalments or pictures, and no articles.

In: a sheet, its placed lines and frames, and which items own pictures. Out: a type for each item that is no article.
Judged by looks (a frame all round or rules above and below, display lines of several sizes, little text), by wording
and by the heading of a page's part. Precise rather than greedy: a report that is wrongly taken for an advert is lost,
so looks and words must leave no doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.layout.frames import Frame
from ocr.layout.item_wording import count_offers, is_instalment, type_of_section, type_of_words
from ocr.layout.placed import Placed
from ocr.layout.roles import is_centred
from ocr.layout.sheet import Entry, Sheet
from ocr.page import HEADING_ROLES, Box, ItemType

DISPLAY_LINES = 2  # display or centred lines that an advert shows at least, of more than one size
MIDDLE = 1.0  # glyphs of paper on both sides of a centred line, at least
DISPLAY_SHARE = 0.35  # of its lines
SIZES = 1.25  # times a size: another size
MOST_RUNNING = 12  # body lines of a framed advert or of what its words alone call a notice
BIG = 2.0  # times the body glyph: the largest line of an advert without a frame
FEW_LATIN, FEW_HAN = 100, 35  # letters of running text: the shortest reports seen have 159 and 47
FEW_LINES = 6  # and lines, for where hardly a letter can be read
FRAMED = 1.4  # times as many letters may stand in a frame
OFFERS = 2  # of price, address, telephone, firm and offer: an advert whatever its length
PART = 0.9  # times the heading of a part of the page: as large a heading ends it
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


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the page under a heading such as Anzeigen; `size` is that of the heading, in pixels."""

    type: ItemType
    size: float

    def ends(self, looks: _Looks) -> bool:
        """Whether an item is none of the short ones, each below a rule, that stand in such a part."""
        sizes = [e.line.glyph for e in looks.of(*HEADING_ROLES)]
        short = len(looks.of("body")) <= MOST_RUNNING and not looks.of("credit")
        return not (short and looks.lines[0].after_rule) or max(sizes, default=0.0) >= PART * self.size


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
    section: _Section | None = None
    for item, lines in items.items():
        box = Box.around(p.entry.box for p in lines)
        framed = any(held.issuperset(p.entry.line.id for p in lines) for held in boxed)
        looks = _Looks(lines, box, framed)
        found = _type(looks, sheet, pictured=item in pictured)
        if section is not None and section.ends(looks):
            section = None
        if section is not None:
            found = found or section.type
        section = _section(looks) or section
        if found is not None:
            types[item] = found
    return types


def _section(looks: _Looks) -> _Section | None:
    """The part of the page that an item's first line heads, if it does."""
    first = looks.lines[0]
    kind = type_of_section(first.entry.text) if first.role in HEADING_ROLES else None
    return _Section(kind, first.entry.line.glyph) if kind is not None else None


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
    return "advert" if _is_displayed(looks, body, sheet) and _advertises(looks, body, sheet) else None


def _said(looks: _Looks, heads: Sequence[Entry], body: Sequence[Entry]) -> ItemType | None:
    """What the heading says, or the first line of an item without one; only of what is short and set as such is."""
    if len(body) > MOST_RUNNING or not (looks.framed or len({p.column for p in looks.lines if p.role == "body"}) <= 1):
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


def _advertises(looks: _Looks, body: Sequence[Entry], sheet: Sheet) -> bool:
    """Whether what is set like an advert is no short report: by its frame or rules, length, sizes or words."""
    sizes = [e.line.glyph for e in looks.of(*HEADING_ROLES, "subhead")]
    largest = max(sizes, default=0.0)
    if not looks.framed and not (largest >= BIG * sheet.glyph and _is_ruled_off(looks.box, sheet)):
        return False
    few = (FEW_HAN if sheet.han else FEW_LATIN) * (FRAMED if looks.framed else 1)
    if len(body) <= FEW_LINES and sum(len("".join(e.text.split())) for e in body) <= few:
        return True
    # A heading stack has one largest line, after a kicker at most; wares and prices go up and down.
    uneven = sum(a > SIZES * b for a, b in pairwise(sizes)) > 1 or sum(b > SIZES * a for a, b in pairwise(sizes)) > 1
    return (looks.framed and uneven) or count_offers(" ".join(p.entry.text for p in looks.lines)) >= OFFERS


def _is_ruled_off(box: Box, sheet: Sheet) -> bool:
    """Whether the next thing above a box is a rule, and below it a rule or nothing."""
    lines = [e.box for e in sheet.entries if e.box.overlap_x(box) > 0]
    rules = [r for _, r in sheet.rules if r.width > r.height and r.overlap_x(box) >= box.width / 2]
    above = max((r.bottom for r in rules if r.center[1] <= box.top), default=None)
    below = min((r.top for r in rules if r.center[1] >= box.bottom), default=sheet.height)
    if above is None:
        return False
    return not any(above < b.center[1] < box.top or box.bottom < b.center[1] < below for b in lines)


def _sizes(glyphs: Sequence[float]) -> int:
    """How many sizes of type there are."""
    count, last = 0, 0.0
    for glyph in sorted(glyphs):
        if glyph > SIZES * last:
            count, last = count + 1, glyph
    return count
