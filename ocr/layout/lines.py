"""The text lines of a level page, found by image processing alone.

In: a prepared page. Out: `Found`: line boxes with the size of their letters, rules and pictures, in pixels of the
prepared image. Nothing is ordered here.

Body lines are the ridges of the ink smoothed along the line (after Bukhari et al. 2009), kept apart by gutters
and rules; display lines are chained from large letters first.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.components import Labels, extents
from ocr.layout.bits import join_bits
from ocr.layout.display import find_display_lines, find_initials
from ocr.layout.ghosts import find_ghosts
from ocr.layout.gutters import STRUCTURAL, Gutters, find_gutters
from ocr.layout.ink import (
    Ink,
    Mask,
    Parts,
    box_mask,
    letter_height,
    mean_stroke,
    paper_distance,
    parts_of,
    rect,
    survey,
)
from ocr.layout.margins import within_print
from ocr.layout.pictures import find_pictures
from ocr.layout.remains import without_remains
from ocr.layout.row_parts import join_parts
from ocr.layout.seams import part_columns, part_headings
from ocr.layout.separators import find_rules
from ocr.layout.small_type import find_small_type
from ocr.layout.spacing import join_centred
from ocr.layout.specks import without_specks
from ocr.layout.words import Parted, complete_display, join_display, join_pieces, join_words
from ocr.page import Box, Direction
from ocr.prepare import GreyImage

SPECK = 0.16  # glyphs: smaller ink is dirt
ABSORBED = 0.4  # share of a component inside a display line that makes it part of that line
ABSORBED_HEIGHT = 1.6  # times the line's height: a higher component touches other lines
ALONG, ACROSS = 1.6, (0.22, 0.9)  # glyphs: how far ink is smoothed along a line, and across it twice
RIDGE = 1.08, 0.06  # times what is around, and share of ink: a line's middle band has more
NARROWED = 4  # times, at which ink is smoothed
PEAK = 0.6, 1.05  # glyphs above and below a row, and times the ink there: short lines between full ones have more
CLOSED, SPREAD = 2.6, 0.5  # glyphs along and across the line: no band is further from ink
LEAST = 0.2, 0.35  # glyphs high and wide: a smaller band is no line's
TOUCHING = 1.7  # glyphs: a component that is higher is made of letters of two lines
TWO_BANDS = 1.7  # times the usual height of a line's middle band: it holds two
VALLEY = 0.6  # of the fuller rows: a row this thin parts two bands
LENGTHEN = 2.2  # glyphs that a line's middle band reaches over its ends
SMALL_REACH = 0.6  # glyphs from a line's middle band to its points and accents
REACH = 0.85  # the same for its letters
SHORT_LINE = 5.0  # glyphs wide: shorter pieces do not tell how high a line is
SHORTEST = 0.5  # glyphs wide: a line has at least one character
LETTER = 0.8  # glyphs wide or high: what is smaller both ways is dirt


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line's box, the usual height of its letters and their stroke, in pixels of the prepared image.

    `direction` is None for the page's own.
    """

    box: Box
    glyph: float
    stroke: float
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What stands on a page, unordered, in pixels of the prepared image; `glyph` is the body glyph's height.

    `ghosts` says that print of the other side shows through.
    """

    lines: tuple[FoundLine, ...]
    horizontal: tuple[Box, ...]
    vertical: tuple[Box, ...]
    pictures: tuple[Box, ...]
    glyph: float
    ghosts: bool = False


def find_lines(grey: GreyImage, glyph: float) -> Found:
    """Find lines, rules and pictures of a level page whose body glyph is `glyph` pixels high."""
    ink = survey(grey, glyph)
    rules = find_rules(ink)
    pictures, picture_mask = find_pictures(ink.without(rules.mask))
    text, parts, ghosts = clean(ink.without(rules.mask, picture_mask))
    barrier = np.maximum(rules.fence, picture_mask)
    titles = find_display_lines(text, barrier)
    words = find_small_type(parts, titles, text.glyph)
    display, body = take_display(text, parts, titles, words)
    initials, body = find_initials(body, display)
    gutters = find_gutters(body, box_mask(ink.mask.shape, display), rules, barrier)
    plain = body_lines(body.without(gutters.lone), barrier, gutters)
    small = [box for box in plain if words[int(box.center[1]), int(box.center[0])]]
    plain = [box for box in plain if box not in small]
    display = join_display(display, barrier, gutters.fences)
    display, plain = complete_display(display, plain, barrier, gutters.gaps)
    display = join_display(display, barrier, gutters.fences)
    plain = part_columns(plain, text.mask, text.glyph)
    display = part_headings(display, plain, text.mask, text.glyph)
    lines = [*join_bits([*plain, *display], text.glyph), *small]
    lines = join_centred(lines, text.mask, barrier, text.glyph)
    lines = join_parts(lines, ink.mask, np.maximum(barrier, gutters.walls), text.glyph)
    lines = without_remains(lines, text.mask, rules.horizontal, text.glyph)
    lines = without_specks(lines, text.mask, text.glyph)
    lines = within_print([*lines, *initials], text.glyph, text.mask.shape[1])
    return Found(
        tuple(_measured(text, lines)),
        tuple(ink.to_page(b) for b in rules.horizontal),
        tuple(ink.to_page(b) for b in rules.vertical),
        tuple(ink.to_page(b) for b in pictures),
        glyph,
        ghosts,
    )


def _measured(text: Ink, boxes: list[Box]) -> list[FoundLine]:
    """The lines with the size and the stroke of their letters."""
    distance = paper_distance(text.mask)
    found = []
    for box in boxes:
        window = slice(box.top, box.bottom), slice(box.left, box.right)
        ink = text.mask[window]
        stroke = mean_stroke(distance[window], ink)
        found.append(FoundLine(text.to_page(box), letter_height(ink) / text.scale, stroke / text.scale))
    return found


def clean(ink: Ink) -> tuple[Ink, Parts, bool]:
    """The ink without specks and what shows through, what it is made of, and whether anything shows through."""
    parts = parts_of(ink.mask)
    size = np.maximum(parts.boxes[:, 2], parts.boxes[:, 3])
    specks = size < max(2.0, SPECK * ink.glyph)
    ghosts = find_ghosts(ink, parts)
    dirt = specks | ghosts
    return ink.without(parts.mask(dirt)), parts.only(~dirt), bool(ghosts.any())


def take_display(text: Ink, parts: Parts, boxes: list[Box], words: Mask) -> tuple[list[Box], Ink]:
    """Give display lines all their ink: components mostly inside a line belong to it. Returns the rest as body.

    `words` is where small type stands in the boxes of display lines.
    """
    inside = np.zeros(text.mask.shape, np.int32)
    for i, box in enumerate(boxes, start=1):
        inside[box.top : box.bottom, box.left : box.right] = i
    inside[words > 0] = 0
    covered = np.bincount(parts.labels[inside > 0], minlength=len(parts.area) + 1)[1:]
    taken = covered > ABSORBED * parts.area
    lines = list(boxes)
    for index in np.flatnonzero(taken):
        part = parts.box(int(index))
        window = inside[part.top : part.bottom, part.left : part.right]
        line = int(np.bincount(window[window > 0]).argmax())
        if part.height <= ABSORBED_HEIGHT * boxes[line - 1].height:
            lines[line - 1] = lines[line - 1].union(part)
    return lines, text.without(parts.mask(taken), (inside > 0).astype(np.uint8))


def body_lines(body: Ink, barrier: Mask, gutters: Gutters) -> list[Box]:
    """The lines of body type as boxes around their ink, in layout pixels.

    `barrier` is what is printed between columns; no line crosses the gutters.
    """
    cores = _cores(body, gutters.gaps)
    parts = parts_of(body.mask)
    labels = _assign(parts, _lengthened(cores.labels, gutters.gaps, body.glyph), body.glyph)
    rows = extents(labels, len(cores.area) + 1)
    pieces = [Box(x, y, x + w, y + h) for x, y, w, h, area in rows.tolist() if area]
    joined = join_pieces(pieces, _parted_by(pieces, body, barrier, gutters), body.glyph)
    joined = join_words(joined, body.mask, np.maximum(barrier, gutters.tall), body.glyph)
    joined = [b for b in joined if b.width >= SHORTEST * body.glyph and b.height >= STRUCTURAL * body.glyph]
    return [b for b in joined if max(b.width, b.height) >= LETTER * body.glyph]


def _parted_by(pieces: list[Box], body: Ink, barrier: Mask, gutters: Gutters) -> Parted:
    """What may stand between pieces, with the usual height of those that are no short words and of their letters."""
    long = [b for b in pieces if b.width >= SHORT_LINE * body.glyph]
    usual = float(np.median([b.height for b in long] or [round(2 * body.glyph)]))
    letters = [letter_height(body.mask[b.top : b.bottom, b.left : b.right]) for b in long]
    return Parted(body, barrier, gutters, usual, float(np.median(letters or [body.glyph])))


def _cores(body: Ink, barrier: Mask) -> Parts:
    """The middle bands of lines: ink smoothed along the line that is denser than its surroundings."""
    g, (height, width) = body.glyph, body.mask.shape
    # Smoothed so far along the line, ink shows no more at full width than at a quarter of it.
    narrow = cv2.resize(255 * body.mask, (-(-width // NARROWED), height), interpolation=cv2.INTER_AREA)
    level = cv2.GaussianBlur(narrow.astype(np.float32) / 255, (0, 1), sigmaX=ALONG * g / NARROWED)
    along, around = (cv2.GaussianBlur(level, (1, 0), sigmaX=1, sigmaY=sigma * g) for sigma in ACROSS)
    pair = _pair(round(PEAK[0] * g))
    beside = cv2.dilate(along, pair, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    excess = along - np.maximum(np.minimum(RIDGE[0] * around, PEAK[1] * beside), RIDGE[1])
    core = (cv2.resize(excess, (width, height), interpolation=cv2.INTER_LINEAR) > 0).astype(np.uint8)
    core[barrier > 0] = 0
    near_ink = cv2.morphologyEx(body.mask, cv2.MORPH_CLOSE, rect(CLOSED * g, 1))
    core = np.minimum(core, cv2.dilate(near_ink, rect(1, SPREAD * g)))
    parts = parts_of(np.asarray(core, np.uint8))
    keep = (parts.boxes[:, 3] >= LEAST[0] * g) & (parts.boxes[:, 2] >= LEAST[1] * g)
    return parts_of(_parted(parts.only(keep)))


def _pair(reach: int) -> Mask:
    """A structuring element of the two pixels so far above and below."""
    element = np.zeros((2 * reach + 1, 1), np.uint8)
    element[[0, -1]] = 1
    return element


def _parted(parts: Parts) -> Mask:
    """Bands that run into each other, where punctuation leaves both lines thin, are cut at their thinnest row."""
    cut = parts.mask(np.ones(len(parts.area), bool))
    if not len(parts.area):
        return cut
    usual = float(np.median(parts.boxes[:, 3]))
    for i in np.flatnonzero(parts.boxes[:, 3] >= TWO_BANDS * usual):
        box = parts.box(int(i))
        rows = (parts.labels[box.top : box.bottom, box.left : box.right] == i + 1).sum(axis=1)
        low, high = round(0.3 * len(rows)), round(0.7 * len(rows))
        if low >= high:
            continue
        valley = low + int(rows[low:high].argmin())
        if rows[valley] < VALLEY * min(rows[:valley].max(initial=0), rows[valley:].max(initial=0)):
            window = cut[box.top + valley, box.left : box.right]
            window[parts.labels[box.top + valley, box.left : box.right] == i + 1] = 0
    return cut


def _lengthened(cores: Labels, barrier: Mask, glyph: float) -> NDArray[np.int32]:
    """Line bands reaching a little further along the line, so that thin letters at its ends find it first."""
    steps = 5
    reach = rect(2 * LENGTHEN * glyph / steps, 1)
    # OpenCV dilates no whole numbers of 32 bits; as floats they are as exact.
    grown = np.asarray(cores if cores.dtype == np.uint16 else cores.astype(np.float32))
    for _ in range(steps):  # in steps shorter than a gutter is wide, so that none jumps over it
        longer = cv2.dilate(grown, reach)
        kept = ((grown > 0) | (barrier > 0)).astype(np.uint8)
        grown = np.asarray(cv2.copyTo(grown, kept, longer))
    return grown.astype(np.int32)


def _assign(parts: Parts, cores: NDArray[np.int32], glyph: float) -> NDArray[np.int32]:
    """Give each inked pixel the label of its line's core (0: none): its own core, else the nearest within reach."""
    distance, nearest = cv2.distanceTransformWithLabels(
        (cores == 0).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    lookup = np.zeros(int(nearest.max()) + 1, np.int32)
    inside = cores > 0
    lookup[nearest[inside]] = cores[inside]
    small = np.zeros(len(parts.area) + 1, bool)
    small[1:] = parts.boxes[:, 2:].max(axis=1) < STRUCTURAL * glyph
    ink = np.flatnonzero(parts.labels > 0)
    component = parts.labels.ravel()[ink]
    near = distance.ravel()[ink] <= (np.where(small, SMALL_REACH, REACH) * glyph)[component]
    labels = np.zeros(cores.shape, np.int32)
    labels.ravel()[ink] = _whole_parts(parts, component, np.where(near, lookup[nearest.ravel()[ink]], 0), glyph)
    return labels


def _whole_parts(parts: Parts, component: Labels, line: NDArray[np.int32], glyph: float) -> NDArray[np.int64]:
    """Keep components whole: all pixels follow the line most of them want, except where lines touch.

    `component` and `line` are those of the inked pixels, as is what it gives back.
    """
    best = np.zeros(len(parts.area) + 1, np.int64)
    best[component] = line
    torn = np.zeros(len(best), bool)  # components that want several lines: only there it is counted
    torn[component[best[component] != line]] = True
    among = torn[component]
    span = int(line.max(initial=0)) + 1
    pair, count = np.unique(component[among].astype(np.int64) * span + line[among], return_counts=True)
    owner, choice = pair // span, pair % span
    order = np.lexsort((count, owner))
    best[owner[order]] = choice[order]
    touching = np.zeros(len(parts.area) + 1, bool)
    touching[1:] = parts.boxes[:, 3] > TOUCHING * glyph
    return np.where(touching[component], line, best[component])
