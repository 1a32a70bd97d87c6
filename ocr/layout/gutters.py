"""Gutters: the paper between columns, and where it runs on through worn print.

In: the ink of body type, display lines and rules in layout pixels. Out: `Gutters`: masks (0/1) that no line crosses.

A gutter that is clear or ruled above and below a place is there in between too, however worn: its stretches are
followed down the page as a track, and the track is fenced wherever a channel of paper can be found along it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import Ink, Mask, Parts, parts_of, rect

STRUCTURAL = 0.4  # glyphs: smaller ink (points, accents) neither blocks a gutter nor makes a line
NARROW, WIDE = (0.8, 12.0), (1.8, 5.0)  # glyphs wide and high: paper that no line crosses
LONE = (0.7, 0.5)  # glyphs of ink, and of paper on both its sides together: a full stop stands nearer to its letter
BLANK = (8.0, 1.0)  # glyphs wide and high: a blank area, wider than a gutter with an indent beside it
AREA = (6.0, 4.0)  # glyphs wide and high: an area without print, not the paper between two lines
FINGER = 6.5  # glyphs high: a gutter runs past more than two lines
ALIGNED = 0.6  # share of a shorter gutter that must stand in line with a longer one
SLENDER = 4.0  # glyphs: a stretch of gutter is no wider on the whole
TALL = 20  # glyphs: as high, a gutter is no gap between the words of some lines
TRACK = 30.0  # glyphs of clear gutter or rule, all stretches together, that make a track
STRAY = 1.0  # glyphs that a stretch may stand off the line of those above it
SLANT = 0.01  # of the distance between two stretches, added to that
CHANNEL = 0.5  # glyphs wide: paper enough to part two columns
SEARCH = 1.2  # glyphs on either side of a track in which the channel may lie
WORN = 0.08  # share of a channel's rows that may be inked
RULED = 0.85  # share of a column of pixels that a rule inks and no letter does
CHUNK = 2.5  # glyphs: about a line, the piece of a worn stretch that is looked at by itself
BEYOND = 15.0  # glyphs that a rule may run on, worn, beyond its clear part
LAST_LINES = 2  # pieces at the foot of columns whose rule stops short: above a gutter stand headings, below nothing
RULED_TRACK = 0.4  # share of a track along which a rule is printed: it is one rule, worn in between
WORN_LINES = 3  # pieces: paper along fewer lines parts no columns
SLIP, SLIP_CORE, SLIP_GAP = 3.6, 1.6, 1.5  # glyphs: the least of a short rule, of its unbroken parts, its gaps
SLIP_HEALED = 0.3  # glyphs of a break that leaves a part unbroken
SLIP_THICK = 0.35  # glyphs
LEANING = 0.12  # share of a short rule's rows beside which there is ink
BED = 0.5  # glyphs of paper that a rule needs, both sides together: more than between two words
WAVER = 0.6  # glyphs that a worn rule may stand off the line of its clear parts
LEFT = 0.75  # share of a piece of a rule that must be left of it beyond its clear parts: more than a letter's stem
CLEAR_CHUNKS = 0.5  # share of a worn stretch's pieces that must have a channel: else something rightly spans it


@dataclass(frozen=True, slots=True)
class Gutters:
    """Where lines end: `fences` surely, `gaps` where a wide gap between words of a heading looks the same.

    `tall` are those that are too high for a gap between words, or lie in one line with such; `walls` are rules and
    pictures, and worn rules in one line with them; `lone` is dirt in gutters, and what is left of worn rules.
    """

    fences: Mask
    gaps: Mask
    tall: Mask
    walls: Mask
    lone: Mask


def find_gutters(body: Ink, display: Mask, rules: Mask, barrier: Mask) -> Gutters:
    """Find the gutters; `rules` are vertical rules with their gaps closed, `barrier` adds pictures to them."""
    g = body.glyph
    lone = _lone_marks(body)
    parts = parts_of(body.mask)
    size = np.maximum(parts.boxes[:, 2], parts.boxes[:, 3])
    letters = np.minimum(parts.mask(size >= STRUCTURAL * g), 1 - lone)
    slips = _slips(letters, barrier, g)
    letters = np.minimum(letters, 1 - slips)
    rules, barrier = np.maximum(rules, slips), np.maximum(barrier, slips)
    paper = np.asarray(1 - np.maximum(np.maximum(letters, display), barrier), np.uint8)
    blank = _opened(paper, BLANK, g)
    narrow = _unpoked(_opened(paper, NARROW, g), blank, g)
    wide = _unpoked(_opened(paper, WIDE, g), blank, g)
    stretches = parts_of(np.maximum(np.minimum(narrow, 1 - _opened(paper, AREA, g)), rules))
    slender = stretches.area <= SLENDER * g * np.maximum(1, stretches.boxes[:, 3])
    slipped = np.bincount(stretches.labels[slips > 0], minlength=len(stretches.area) + 1)[1:] > 0
    high = (stretches.boxes[:, 3] >= NARROW[1] * g) | slipped
    printed = np.maximum(np.maximum(letters, display), slips)
    course, lanes = np.zeros_like(paper), np.zeros_like(paper)
    for track in _tracks(stretches, slender & high, g):
        ruled = _ruled_share(rules, track, g) >= RULED_TRACK
        _fence(course, track, printed, g, last_lines=LAST_LINES if ruled else 0)
        _lane(lanes, track, g)
        if ruled:
            for s in track:
                _draw(course, (s.top, s.bottom, s.x0, s.x1), 0.0, g)
            _mend(course, track, printed, g)
    # Thicker than one pixel: a slanted fence would let lines through from corner to corner.
    walls = np.asarray(cv2.dilate(np.maximum(barrier, course), rect(3, 1)), np.uint8)
    fences = np.maximum(narrow, walls)
    gaps = np.maximum(fences, wide)
    tall = np.maximum(stretches.mask(stretches.boxes[:, 3] >= TALL * g), np.minimum(gaps, lanes))
    return Gutters(fences, gaps, np.maximum(tall, walls), walls, np.maximum(np.minimum(lone, narrow), course))


def _opened(paper: Mask, size: tuple[float, float], glyph: float) -> Mask:
    """Paper in which a box of so many glyphs fits."""
    element = rect(size[0] * glyph, size[1] * glyph)
    return np.asarray(cv2.morphologyEx(paper, cv2.MORPH_OPEN, element), np.uint8)


def _slips(letters: Mask, barrier: Mask, glyph: float) -> Mask:
    """What is left of short or worn rules: thin upright strokes that are too high for any letter, paper beside them."""
    healed = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, rect(1, SLIP_HEALED * glyph))
    core = cv2.morphologyEx(np.asarray(healed, np.uint8), cv2.MORPH_OPEN, rect(1, SLIP_CORE * glyph))
    joined = cv2.morphologyEx(np.asarray(core, np.uint8), cv2.MORPH_CLOSE, rect(3, SLIP_GAP * glyph))
    parts = parts_of(np.asarray(joined, np.uint8))
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    good = (height >= SLIP * glyph) & (parts.area <= SLIP_THICK * glyph * height) & (width <= 2 * SLIP_THICK * glyph)
    side = max(1, round(BED * glyph / 2))
    printed = np.maximum(letters, barrier)
    for i in np.flatnonzero(good):
        box = parts.box(int(i))
        left, right = max(0, box.left - 1), box.right + 1
        beside = [printed[box.top : box.bottom, max(0, left - side) : left]]
        beside.append(printed[box.top : box.bottom, right : right + side])
        good[i] = all(view.size and float(view.any(axis=1).mean()) <= LEANING for view in beside)
    return np.asarray(cv2.dilate(parts.mask(good), rect(3, 1)), np.uint8)


def _lone_marks(body: Ink) -> Mask:
    """Small ink with paper on both sides: marks and dirt in a gutter must not close it."""
    smeared = np.asarray(cv2.dilate(body.mask, rect(LONE[1] * body.glyph, 1)), np.uint8)
    parts = parts_of(smeared)
    width, height = parts.boxes[:, 2], parts.boxes[:, 3]
    lone = (width <= (LONE[0] + LONE[1]) * body.glyph) & (height <= LONE[0] * body.glyph)
    return parts.mask(lone)


def _unpoked(gutters: Mask, blank: Mask, glyph: float) -> Mask:
    """Gutters without the fingers that a blank area pokes between the words of the lines beside it.

    A finger is short, closed by text at one end, and stands where no gutter runs past more lines.
    """
    narrow = np.minimum(gutters, 1 - blank)
    parts = parts_of(narrow)
    short = parts.boxes[:, 3] < FINGER * glyph
    columns = parts.mask(~short).max(axis=0, initial=0)
    kept = gutters.copy()
    bottom = gutters.shape[0] - 2
    for i in np.flatnonzero(short):
        box = parts.box(int(i))
        above = gutters[box.top - 2, box.left : box.right].mean() if box.top > 2 else 1.0
        below = gutters[box.bottom + 1, box.left : box.right].mean() if box.bottom < bottom else 1.0
        if min(above, below) < 0.3 and columns[box.left : box.right].mean() < ALIGNED:
            window = parts.labels[box.top : box.bottom, box.left : box.right] == i + 1
            kept[box.top : box.bottom, box.left : box.right][window] = 0
    return kept


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A clear piece of a gutter, as a line from (x0, top) to (x1, bottom)."""

    top: int
    bottom: int
    x0: float
    x1: float


def _stretch(parts: Parts, index: int) -> _Stretch:
    """The line through the middles of a component's rows."""
    box = parts.box(index)
    inside = parts.labels[box.top : box.bottom, box.left : box.right] == index + 1
    rows = inside.sum(axis=1)
    middles = (inside * np.arange(box.left, box.right)).sum(axis=1)[rows > 0] / rows[rows > 0]
    slope, start = np.polyfit(np.flatnonzero(rows > 0), middles, 1) if len(middles) > 1 else (0.0, middles[0])
    return _Stretch(box.top, box.bottom, float(start), float(start + slope * (box.height - 1)))


def _tracks(parts: Parts, chosen: NDArray[np.bool_], glyph: float) -> list[list[_Stretch]]:
    """Stretches that lie in one line, from top to bottom; only those that together are no chance."""
    tracks: list[list[_Stretch]] = []
    for stretch in sorted((_stretch(parts, int(i)) for i in np.flatnonzero(chosen)), key=lambda s: s.top):
        fits = [
            (abs(track[-1].x1 - stretch.x0), i)
            for i, track in enumerate(tracks)
            if stretch.top >= track[-1].bottom - glyph
            and abs(track[-1].x1 - stretch.x0) <= STRAY * glyph + SLANT * (stretch.top - track[-1].bottom)
        ]
        if fits:
            tracks[min(fits)[1]].append(stretch)
        else:
            tracks.append([stretch])
    return [t for t in tracks if sum(s.bottom - s.top for s in t) >= TRACK * glyph]


def _ruled_share(rules: Mask, track: list[_Stretch], glyph: float) -> float:
    """The share of a track's stretches that a rule runs along."""
    views = [_beside(rules, (s.top, s.bottom, s.x0, s.x1), glyph) for s in track]
    return float(np.concatenate([view.any(axis=1) for view in views]).mean())


def _lane(lanes: Mask, track: list[_Stretch], glyph: float) -> None:
    """Draw a track over the whole height of the page into `lanes`, as wide as it may sway."""
    first, last = track[0], track[-1]
    points = [(first.x0, 0), *((x, y) for s in track for x, y in ((s.x0, s.top), (s.x1, s.bottom)))]
    points.append((last.x1, lanes.shape[0]))
    line = np.array(points).round().astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(lanes, [line], False, (1,), max(1, round(2 * STRAY * glyph)))


def _fence(course: Mask, track: list[_Stretch], ink: Mask, glyph: float, *, last_lines: int) -> None:
    """Draw what is left of a track between and beyond its stretches, a worn rule or paper, into `course`.

    Below it paper will do in `last_lines` pieces: below the edge of a picture it is the space between two words.
    """
    covered = sum(s.bottom - s.top for s in track)
    for above, below in itertools.pairwise(track):
        top, bottom = above.bottom, below.top
        if not 1 < bottom - top <= covered:
            continue
        pieces = _pieces((top, bottom), (above.x1, below.x0), glyph)
        # Paper beside a line or two may be the gap between two words of a heading over both columns.
        papers = len(pieces) >= WORN_LINES
        shifts = [_way_through(_beside(ink, piece, glyph), glyph, papers=papers) for piece in pieces]
        if sum(shift is not None for shift in shifts) >= CLEAR_CHUNKS * len(shifts):
            for piece, shift in zip(pieces, shifts, strict=True):
                _draw(course, piece, shift, glyph)
    first, last = track[0], track[-1]
    reach = round(BEYOND * glyph)
    up = _pieces((max(0, first.top - reach), first.top), (first.x0, first.x0), glyph)
    down = _pieces((last.bottom, min(ink.shape[0], last.bottom + reach)), (last.x1, last.x1), glyph)
    for pieces, count in ((up[::-1], 0), (down, last_lines)):
        for i, piece in enumerate(pieces):
            shift = _way_through(_beside(ink, piece, glyph), glyph, papers=i < count)
            if shift is None:
                break
            _draw(course, piece, shift, glyph)


def _mend(course: Mask, track: list[_Stretch], ink: Mask, glyph: float) -> None:
    """Draw a rule where it is worn away, into `course`: there its line is still free of letters.

    Beyond its ends only as far as something is left of it: above a rule may stand a heading.
    """
    covered = sum(s.bottom - s.top for s in track)
    for above, below in itertools.pairwise(track):
        if 1 < below.top - above.bottom <= covered:
            for piece in _pieces((above.bottom, below.top), (above.x1, below.x0), glyph):
                _draw(course, piece, _bed(_beside(ink, piece, glyph), glyph), glyph)
    first, last = track[0], track[-1]
    fall = (last.x1 - first.x0) / max(1, last.bottom - first.top)
    top, bottom = max(0, first.top - covered), min(ink.shape[0], last.bottom + covered)
    up = _pieces((top, first.top), (first.x0 - fall * (first.top - top), first.x0), glyph)
    down = _pieces((last.bottom, bottom), (last.x1, last.x1 + fall * (bottom - last.bottom)), glyph)
    for pieces in (up[::-1], down):
        views = [_beside(ink, piece, glyph) for piece in pieces]
        beds = [_bed(view, glyph) for view in views]
        ends = [i for i, bed in enumerate(beds) if bed is None]
        free = beds[: ends[0]] if ends else beds
        left = [i for i, bed in enumerate(free) if bed is not None and _left_of_rule(views[i], bed) >= LEFT]
        for piece, bed in list(zip(pieces, free, strict=False))[: left[-1] + 1 if left else 0]:
            _draw(course, piece, bed, glyph)


def _bed(view: Mask, glyph: float) -> float | None:
    """How far beside the middle of a view a rule can have run between letters; None where there is no place for it.

    Paper on both sides of the place, be the place itself inked or not.
    """
    side = max(1, round(BED * glyph / 2))
    sides = np.array([1] * side + [0] * 3 + [1] * side)
    if not view.shape[0] or view.shape[1] < len(sides):
        return None
    inked = np.convolve(view.mean(axis=0), sides, "valid") / sides.sum()
    shifts = np.flatnonzero(inked <= WORN) + side + 1 - view.shape[1] // 2
    shifts = shifts[np.abs(shifts) <= WAVER * glyph]
    return float(shifts[np.abs(shifts).argmin()]) if shifts.size else None


def _left_of_rule(view: Mask, bed: float) -> float:
    """The share of its bed that a worn rule still inks."""
    middle = view.shape[1] // 2 + round(bed)
    return float(view[:, max(0, middle - 1) : middle + 2].any(axis=1).mean())


_Piece = tuple[int, int, float, float]


def _pieces(rows: tuple[int, int], xs: tuple[float, float], glyph: float) -> list[_Piece]:
    """A slanted line in pieces about a line of text high: (top, bottom, x at the top, x at the bottom)."""
    edges = np.linspace(*rows, max(1, round((rows[1] - rows[0]) / (CHUNK * glyph))) + 1).astype(int)
    at = np.interp(edges, rows, xs)
    return [
        (int(a), int(b), float(x0), float(x1))
        for (a, b), (x0, x1) in zip(itertools.pairwise(edges), itertools.pairwise(at), strict=True)
    ]


def _draw(course: Mask, piece: _Piece, shift: float | None, glyph: float) -> None:
    """Draw a piece of a fence, so far beside its line; nothing where no way through was found."""
    if shift is not None:
        top, bottom, x0, x1 = piece
        ends = (round(x0 + shift), top), (round(x1 + shift), bottom)
        cv2.line(course, *ends, (1,), max(1, round(CHANNEL * glyph)))


def _beside(ink: Mask, piece: _Piece, glyph: float) -> Mask:
    """The ink on both sides of a slanted line from (x0, top) to (x1, bottom), the line made upright in the middle."""
    top, bottom, x0, x1 = piece
    reach, ys = round(SEARCH * glyph), np.arange(top, bottom)
    at = np.linspace(x0, x1, len(ys)).round().astype(int)[:, None] + np.arange(-reach, reach + 1)[None, :]
    inside = (at >= 0) & (at < ink.shape[1])
    return np.where(inside, ink[ys[:, None], np.clip(at, 0, ink.shape[1] - 1)], 0).astype(np.uint8)


def _way_through(view: Mask, glyph: float, *, papers: bool) -> float | None:
    """How far beside the middle of a view a rule, or else paper where that may do, runs down it."""
    ruled = _rule(view)
    return _paper(view, glyph) if ruled is None and papers else ruled


def _rule(view: Mask) -> float | None:
    """How far beside the middle of a view a rule runs down it; None where there is none."""
    if not view.size:
        return None
    inked = np.asarray(cv2.dilate(view, rect(3, 1))).mean(axis=0)  # a pixel to either side: rules waver
    ruled = np.flatnonzero(inked >= max(RULED, inked.max()))
    return float(ruled.mean() - view.shape[1] // 2) if ruled.size else None


def _paper(view: Mask, glyph: float) -> float | None:
    """How far beside the middle of a view a channel of paper runs down it; None where there is none."""
    need = max(2, round(CHANNEL * glyph))
    if not view.shape[0] or view.shape[1] < need:
        return None
    inked = np.convolve(view.mean(axis=0), np.ones(need), "valid") / need
    shifts = np.flatnonzero(inked <= WORN) + (need - 1) / 2 - view.shape[1] // 2
    return float(shifts[np.abs(shifts).argmin()]) if shifts.size else None
