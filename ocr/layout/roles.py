"""What each line of a column looks like: heading, subhead, credit or body.

In: the entries of one column from top to bottom. Out: a `Look` per entry. Only looks and wording are weighed here;
which item a heading opens is settled when the columns are walked.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ocr.layout.columns import Block
from ocr.layout.credits import parse_credit, parse_long_credit
from ocr.layout.crowd import Crowd
from ocr.layout.jumps import parse_jump
from ocr.layout.paragraphs import BREAKS, DEEPEST, ENDS, NO_START
from ocr.layout.sheet import Entry, Sheet
from ocr.page import Box

LARGE = 1.6  # times the body glyph: display type whatever its stroke
LARGER = 1.2  # times the body glyph: display type if its other measures say so too
HIGHER = 1.1  # times the body line height: a short word may have no letters but high ones
WEIGHT = 1.65  # glyph, stroke and height, each as a multiple of the body's, multiplied: body lines stay under 1.55
STACKED = 1.15  # times the body glyph: a kicker or deck beside a headline
WITHIN = 0.7  # of its width that stands above or below the headline
LEAN, NEXT = 0.3, 1.2  # of its height that it may lean over the headline, and line heights between them
HARDLY_LARGER, BOLD_WEIGHT = 1.1, 1.38  # a bold heading's glyph, and that times its stroke, as multiples of the body's
FEW = 4  # letters: fewer tell no size
SHORT_OF = 0.8  # glyphs that a bold heading leaves free on either side
ONE_TYPE = 0.85  # times the glyph and the stroke of a headline's line: the like of another one
STACK = 2  # lines of body size above or below the large ones of a heading
ON_AXIS = 1.2  # glyphs between the middle of a headline and that of a kicker or deck of body size
LOWEST = 0.5  # times the body line height: a lower line is part of one
NEXT_LINES = 4.0  # body line heights above or below a heading in which its columns show
BOLD = 1.25  # times the body stroke: a subhead of body size
BOLD_CENTRED = 1.12  # the same for a centred line
BOLD_APART = 1.1  # the same for one between paragraphs, with paper above it
CENTRED = 2.0  # glyphs of paper on both sides of a centred line
NEARLY = 0.4  # the same for a bold line between paragraphs: it may all but fill its column
SHORT_CREDIT = 0.8  # of the column's width that a line of a credit in two lines takes at most
PITCHED = 8  # letters that a line must have for their pitch to tell its size
WIDER, HEAVIER = 1.25, 1.15  # times the body's pitch and stroke: display type has the one or the other
LOOSE_HAN, LOOSE_LATIN = 1.1, 0.9  # times the body's pitch: display type; Latin headings may be set in narrow letters
UNEVEN = 1.5, 0.3  # glyphs, or of the paper beside a centred line: how unlike both sides may be
EARLY = 0.2  # of the column's width that a bold line between plain ones leaves free, at least
SUBHEAD = 0.85  # times the body glyph: no bold subhead is smaller
ABOVE, BELOW = 0.5, 0.3  # glyphs of paper more than usual above an isolated line, and less than usual below it
RUNNING = ("。", "，", "；", "、", ",", ";")  # what no subhead ends in
MOST_HEADINGS = 8  # lines of display type in a row: more of one size is text in large type
RAGGED = 1.5  # glyphs that a line of text leaves free at its end, at most
ONE_SIZE = 1.5  # times the usual size of such lines: the largest of one size

Kind = Literal["heading", "subhead", "credit", "jump", "body"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a line looks like and the size of its letters."""

    kind: Kind
    size: float


def find_display(sheet: Sheet) -> frozenset[str]:
    """The ids of lines in display type: large or bold ones, and the lighter lines of the same heading stack."""
    pitch = _usual_pitch(sheet.entries)
    lines = Crowd([e.box for e in sheet.entries])
    display = [
        e
        for e in sheet.entries
        if (_is_large(e, sheet) and not _is_dense(e, pitch, sheet)) or _is_bold_heading(e, sheet, lines)
    ]
    heads = Crowd([e.box for e in display])
    stacked = [
        e
        for e in sheet.entries
        if e.line.glyph >= STACKED * sheet.glyph
        and e.box.height >= sheet.line_height
        and any(head is not e and _stacked(e, head, sheet) for head in _next_to(e, heads, display, sheet))
    ]
    stack = display + stacked
    for _ in range(STACK):
        known, heads = {e.line.id for e in stack}, Crowd([e.box for e in stack])
        stack += [
            e
            for e in sheet.entries
            if e.line.id not in known
            and any(
                _stacked(e, head, sheet, wider=True)
                and (_is_of_headline(e, head, sheet) or _centred_on(e, head, sheet, lines))
                for head in _next_to(e, heads, stack, sheet)
            )
        ]
    return frozenset(e.line.id for e in stack)


def _next_to(entry: Entry, heads: Crowd, entries: Sequence[Entry], sheet: Sheet) -> list[Entry]:
    """Those of the display lines that may be stacked with a line; `heads` are the boxes of `entries`."""
    return [entries[i] for i in heads.at(entry.box.grown(math.ceil(NEXT * sheet.line_height) + 1))]


def _is_dense(entry: Entry, pitch: float, sheet: Sheet) -> bool:
    """Whether a line's letters stand as close as body type: then two lines were taken for one, or it is none larger.

    Where a page is bent its lines climb or fall, and seem high; their letters are as light as any and hardly wider.
    """
    letters = _letters(entry)
    if letters < PITCHED:
        return False
    wide = entry.box.width / letters
    loose = LOOSE_HAN if sheet.han else LOOSE_LATIN
    return wide < loose * pitch or (wide < WIDER * pitch and entry.line.stroke < HEAVIER * sheet.stroke)


def _usual_pitch(entries: Sequence[Entry]) -> float:
    """Pixels from letter to letter in body type; 0.0 where no line has enough of them to tell."""
    pitches = [e.box.width / letters for e in entries if (letters := _letters(e)) >= PITCHED]
    return float(np.median(pitches)) if pitches else 0.0


def _letters(entry: Entry) -> int:
    return sum(not c.isspace() for c in entry.text)


def _is_large(entry: Entry, sheet: Sheet) -> bool:
    """Whether a line's letters are large, or its height, size and stroke together say display type."""
    glyph, stroke = entry.line.glyph / sheet.glyph, entry.line.stroke / max(1e-6, sheet.stroke)
    height = entry.box.height / max(1.0, sheet.line_height)
    if height < HIGHER:
        return False
    return glyph >= LARGE or (glyph >= LARGER and glyph * stroke * height >= WEIGHT)


def _stacked(entry: Entry, head: Entry, sheet: Sheet, *, wider: bool = False) -> bool:
    """Whether a line stands right above or below a display line and within its width, as kickers and decks do.

    `wider` lets it be the wider one.
    """
    gap = entry.box.gap_y(head.box)
    width = min(entry.box.width, head.box.width) if wider else entry.box.width
    within = entry.box.overlap_x(head.box) >= WITHIN * width
    return within and -LEAN * entry.box.height <= gap <= NEXT * sheet.line_height


def _is_bold_heading(entry: Entry, sheet: Sheet, lines: Crowd) -> bool:
    """Whether a line hardly larger than the text is a heading: bold all the same, and in the middle of its column."""
    glyph, stroke = entry.line.glyph / sheet.glyph, entry.line.stroke / max(1e-6, sheet.stroke)
    if glyph < HARDLY_LARGER or glyph * stroke < BOLD_WEIGHT or _letters(entry) < FEW:
        return False
    below = _lines_beside(entry.box, sheet, lines, above=False)
    if not below or _is_beside(entry, sheet, lines):
        return False
    column = Box.around(below)
    left, right = entry.box.left - column.left, column.right - entry.box.right
    return min(left, right) >= SHORT_OF * sheet.glyph and abs(left - right) <= ON_AXIS * sheet.glyph


def _is_of_headline(entry: Entry, head: Entry, sheet: Sheet) -> bool:
    """Whether a line is in the type of a display line and on its axis; it may fill its column, without high letters."""
    line, other, box = entry.line, head.line, entry.box
    low, high = sorted((line.glyph, other.glyph))
    if low < max(STACKED * sheet.glyph, ONE_TYPE * high) or line.stroke < ONE_TYPE * other.stroke:
        return False
    return abs((box.left + box.right) - (head.box.left + head.box.right)) / 2 <= ON_AXIS * sheet.glyph


def _centred_on(entry: Entry, head: Entry, sheet: Sheet, lines: Crowd) -> bool:
    """Whether a line of any size stands in the middle above or below a display line, alone and short of its columns."""
    box, above = entry.box, entry.box.top < head.box.top
    middle = abs((box.left + box.right) - (head.box.left + head.box.right)) / 2
    if middle > ON_AXIS * sheet.glyph or box.height < LOWEST * sheet.line_height:
        return False
    if _is_beside(entry, sheet, lines, head):
        return False
    beyond = _lines_beside(box, sheet, lines, above=above)
    if above and not beyond and box.width > head.box.width:
        beyond = _lines_beside(head.box, sheet, lines, above=False)
    if not beyond:
        return above  # a deck stands over text
    columns = Box.around(beyond)
    return min(box.left - columns.left, columns.right - box.right) >= CENTRED * sheet.glyph


def _is_beside(entry: Entry, sheet: Sheet, lines: Crowd, head: Entry | None = None) -> bool:
    """Whether another line stands level with a line, within the width of it and of its headline."""
    box = entry.box
    room = (box.union(head.box) if head else box).grown(round(sheet.glyph))
    level = (sheet.entries[i] for i in lines.at(Box(room.left, box.top, room.right, box.bottom)))
    return any(e is not entry and e is not head and e.box.is_level(box) for e in level)


def _lines_beside(box: Box, sheet: Sheet, lines: Crowd, *, above: bool) -> list[Box]:
    """The next lines over or under a line, up to the first rule: they show how wide its columns are."""
    reach = NEXT_LINES * sheet.line_height
    flat = [r for _, r in sheet.rules if r.width > r.height and r.overlap_x(box) > 0]
    if above:
        edge = max([box.top - reach, *(r.top for r in flat if r.bottom <= box.bottom)])
        near = lines.near(Box(box.left, math.floor(box.top - reach), box.right, box.top))
        return [line for line in near if edge <= line.top < box.top]
    edge = min([box.bottom + reach, *(r.bottom for r in flat if r.top >= box.top)])
    near = lines.near(Box(box.left, box.bottom, box.right, math.ceil(box.bottom + reach)))
    return [line for line in near if box.bottom < line.bottom <= edge]


def look_at_all(tree: Block, sheet: Sheet, display: frozenset[str]) -> dict[str, Look]:
    """Classify the lines of all columns, by line id."""
    looks: dict[str, Look] = {}
    for leaf in tree.leaves():
        column = [sheet.entries[e.index] for e in leaf.elements if e.kind in ("line", "heading")]
        looks |= {e.line.id: look for e, look in zip(column, look_at(column, sheet, display), strict=True)}
    return looks


def look_at(column: Sequence[Entry], sheet: Sheet, display: frozenset[str]) -> list[Look]:
    """Classify the lines of one column, given from top to bottom."""
    if not column:
        return []
    box = Box.around(e.box for e in column)
    kinds: list[Kind] = [_kind(column, i, box, sheet, display) for i in range(len(column))]
    _mark_long_subheads(column, kinds, box, sheet)
    _mark_long_credits(column, kinds, box, sheet)
    _demote_running(column, kinds, box, sheet)
    _demote_runs(column, kinds)
    return [Look(kind, entry.line.glyph) for kind, entry in zip(kinds, column, strict=True)]


def _kind(column: Sequence[Entry], index: int, box: Box, sheet: Sheet, display: frozenset[str]) -> Kind:
    entry = column[index]
    if parse_jump(entry.text):
        return "jump"
    if parse_credit(entry.text):
        return "credit"
    if entry.line.id in display:
        return "heading"
    if entry.text.rstrip().endswith(RUNNING) or entry.text.lstrip().startswith(NO_START) or _runs_on(column, index):
        return "body"
    if entry.line.glyph >= SUBHEAD * sheet.glyph:
        stroke = entry.line.stroke / max(1e-6, sheet.stroke)
        if stroke >= BOLD_CENTRED and is_centred(entry.box, box, sheet.glyph):
            return "subhead"
        if stroke >= BOLD and _alone(column, index, box, sheet):
            return "subhead"
    if is_centred(entry.box, box, sheet.glyph) and _isolated(column, index, sheet):
        return "subhead"
    return "body"


def _mark_long_subheads(column: Sequence[Entry], kinds: list[Kind], box: Box, sheet: Sheet) -> None:
    """Take bold lines that all but fill their column for subheads: between paragraphs, or under such a line."""
    for i, entry in enumerate(column):
        text, before = entry.text.rstrip(), column[i - 1].text.rstrip() if i else ""
        bold = entry.line.stroke >= BOLD_APART * sheet.stroke and _letters(entry) >= FEW
        if kinds[i] != "body" or not bold or text.endswith((*ENDS, *RUNNING)) or _runs_on(column, i):
            continue
        left, right = entry.box.left - box.left, box.right - entry.box.right
        centred = min(left, right) >= NEARLY * sheet.glyph and abs(left - right) <= ON_AXIS * sheet.glyph
        between = centred and before.endswith(ENDS) and _isolated(column, i, sheet)
        under = i > 0 and kinds[i - 1] == "subhead" and column[i - 1].line.stroke >= BOLD_APART * sheet.stroke
        if between or (under and (centred or right >= CENTRED * sheet.glyph)):
            kinds[i] = "subhead"


def _mark_long_credits(column: Sequence[Entry], kinds: list[Kind], box: Box, sheet: Sheet) -> None:
    """Take two short lines on one axis or at one edge for a credit where only both together read as one."""
    for i, (first, second) in enumerate(itertools.pairwise(column)):
        if kinds[i] == "jump" or kinds[i + 1] in ("jump", "credit") or not parse_long_credit(first.text, second.text):
            continue
        a, b = first.box, second.box
        short = max(a.width, b.width) <= SHORT_CREDIT * box.width
        aligned = min(abs(a.left + a.right - b.left - b.right) / 2, abs(a.right - b.right)) <= ON_AXIS * sheet.glyph
        if short and aligned and b.top - a.bottom <= sheet.line_height:
            kinds[i] = kinds[i + 1] = "credit"


def _runs_on(column: Sequence[Entry], index: int) -> bool:
    """Whether a line goes on in lower case from one that stops at no end."""
    before = column[index - 1].text.rstrip() if index else ""
    return column[index].text.lstrip()[:1].islower() and before.endswith((",", ";", *BREAKS))


def is_centred(line: Box, column: Box, glyph: float, least: float = CENTRED) -> bool:
    """Whether a line has like paper on both sides, at least so many glyphs; `glyph` is in pixels."""
    left, right = line.left - column.left, column.right - line.right
    uneven = max(UNEVEN[0] * glyph, UNEVEN[1] * (left + right))
    return min(left, right) >= least * glyph and abs(left - right) <= uneven


def _alone(column: Sequence[Entry], index: int, box: Box, sheet: Sheet) -> bool:
    """Whether a bold line ends early and starts at the column's edge, the lines around it being plain."""
    line = column[index].box
    early = box.right - line.right >= EARLY * box.width
    around = [column[i].line.stroke for i in (index - 2, index + 2) if 0 <= i < len(column)]
    plain = not around or float(np.mean(around)) < BOLD * sheet.stroke
    return early and plain and not column[index].text.rstrip().endswith((",", ";", "，", "；", "、", *BREAKS))


def _isolated(column: Sequence[Entry], index: int, sheet: Sheet) -> bool:
    """Whether more paper than between lines stands above a centred line, and its own text does not go on."""
    line = column[index].box
    above = line.top - column[index - 1].box.bottom if index else 0
    below = column[index + 1].box.top - line.bottom if index + 1 < len(column) else 0
    usual = _usual_gap(column)
    text = column[index].text.rstrip()
    # A centred last line of a paragraph ends a sentence and stands no further off than the others.
    parted = above > usual + ABOVE * sheet.glyph and below >= usual - BELOW * sheet.glyph
    return parted and not text.endswith((",", *BREAKS))


def _usual_gap(column: Sequence[Entry]) -> float:
    gaps = [b.box.top - a.box.bottom for a, b in itertools.pairwise(column)]
    return float(np.median(gaps)) if gaps else 0.0


def _demote_running(column: Sequence[Entry], kinds: list[Kind], box: Box, sheet: Sheet) -> None:
    """Take display lines that fill their column in the middle of a sentence for text, in larger type or measured so."""
    for i, (before, entry) in enumerate(itertools.pairwise(column), start=1):
        left, right = entry.box.left - box.left, box.right - entry.box.right
        fills = left <= DEEPEST * sheet.glyph and right <= RAGGED * sheet.glyph
        runs_on = entry.text.lstrip()[:1].islower() and not before.text.rstrip().endswith(ENDS)
        if fills and runs_on and kinds[i] == "heading" and kinds[i - 1] == "body":
            kinds[i] = "body"


def _demote_runs(column: Sequence[Entry], kinds: list[Kind]) -> None:
    """Take long runs of display lines of one size for what they are: text in larger type."""
    start = 0
    for i in range(1, len(kinds) + 1):
        if i < len(kinds) and kinds[i] == kinds[start]:
            continue
        if kinds[start] in ("heading", "subhead") and i - start > MOST_HEADINGS:
            sizes = [column[k].line.glyph for k in range(start, i)]
            if max(sizes) <= ONE_SIZE * float(np.median(sizes)):
                kinds[start:i] = ["body"] * (i - start)
        start = i
