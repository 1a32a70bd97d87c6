"""Tracks: gutters followed down the page, through worn print and worn rules.

In: the clear stretches of gutters and the rules among them, and what is printed. Out: masks (0/1) of the tracks' course
and of the lanes in which they may sway. A track is fenced wherever a channel of paper can be found along it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import Mask, Parts, rect

TRACK = 30.0  # glyphs of clear gutter, all stretches together, that make a track
SHORT_TRACK = 8.0  # the same of one along which a rule is printed
LANE = 25.0  # glyphs that the lane of a shorter track reaches over its ends: a picture may stand there
STRAY = 1.0  # glyphs that a stretch may stand off the line of those above it
SLANT = 0.01  # of the distance between two stretches, added to that
CHANNEL = 0.5  # glyphs wide: paper enough to part two columns
TIGHT = 0.3, 0.4  # glyphs wide, and from the line of a rule that stops short: the same between their last lines
SEARCH = 1.2  # glyphs on either side of a track in which the channel may lie
WORN = 0.08  # share of a channel's rows that may be inked
RULED = 0.85  # share of a column of pixels that a rule inks and no letter does
CHUNK = 2.5  # glyphs: about a line, the piece of a worn stretch that is looked at by itself
BEYOND = 15.0  # glyphs that a rule may run on, worn, beyond its clear part
LAST_LINES = 2  # pieces at the foot of columns whose rule stops short: above a gutter stand headings, below nothing
RULED_TRACK = 0.4  # share of a track along which a rule is printed: it is one rule, worn in between
WORN_LINES = 3  # pieces: paper along fewer lines parts no columns
WAVER = 0.6  # glyphs that a worn rule may stand off the line of its clear parts, or a stretch lean
BED = 0.5  # glyphs of paper that a rule needs, both sides together: more than between two words
PIECE = 1.25  # glyphs: half a line, the piece of a worn rule that is looked at by itself: a heading may end above it
LEFT = 0.75  # share of a piece of a rule that must be left of it beyond its clear parts: more than a letter's stem
BROAD, LESS_LEFT = 1.3, 0.4  # glyphs of paper about a rule that no two words have between them; the share there
CLEAR_CHUNKS = 0.5  # share of a worn stretch's pieces that must have a channel: else something rightly spans it


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A clear piece of a gutter, as a line from (x0, top) to (x1, bottom)."""

    top: int
    bottom: int
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Ground:
    """What a page has where tracks may run: masks (0/1) of its upright and flat rules and of all that is printed.

    `glyph` is the body glyph in layout pixels.
    """

    rules: Mask
    flat: Mask
    printed: Mask
    glyph: float


def follow_tracks(stretches: Parts, chosen: NDArray[np.bool_], ground: Ground) -> tuple[Mask, Mask]:
    """Follow the chosen stretches: where their tracks run, worn or not, and the lanes of these, in layout pixels."""
    rules, printed, glyph = ground.rules, ground.printed, ground.glyph
    course, lanes = np.zeros_like(printed), np.zeros_like(printed)
    # At a flat rule an upright one ends, as at the corner of a frame.
    closed = np.maximum(printed, ground.flat)
    for track in _tracks(stretches, chosen, glyph):
        ruled = _ruled_share(rules, track, glyph) >= RULED_TRACK
        if _length(track) < (SHORT_TRACK if ruled else TRACK) * glyph:
            continue
        _fence(course, track, printed, glyph)
        _run_on(course, track, closed, glyph, last_lines=LAST_LINES if ruled else 0)
        _lane(lanes, track, WAVER if ruled else STRAY, glyph)
        if ruled:
            for s in track:
                if _ruled_share(rules, [s], glyph) >= RULED_TRACK:
                    _draw(course, (s.top, s.bottom, *_along_rule(rules, s, glyph)), 0.0, glyph)
            _mend(course, track, printed, glyph)
            _run_on_worn(course, track, closed, glyph)
    return course, lanes


def _stretch(parts: Parts, index: int) -> _Stretch:
    """The line through the middles of a component's rows."""
    box = parts.box(index)
    inside = parts.labels[box.top : box.bottom, box.left : box.right] == index + 1
    rows = inside.sum(axis=1)
    middles = (inside * np.arange(box.left, box.right)).sum(axis=1)[rows > 0] / rows[rows > 0]
    slope, start = np.polyfit(np.flatnonzero(rows > 0), middles, 1) if len(middles) > 1 else (0.0, middles[0])
    return _Stretch(box.top, box.bottom, float(start), float(start + slope * (box.height - 1)))


def _tracks(parts: Parts, chosen: NDArray[np.bool_], glyph: float) -> list[list[_Stretch]]:
    """Upright stretches that lie in one line, from top to bottom."""
    tracks: list[list[_Stretch]] = []
    stretches = [_stretch(parts, int(i)) for i in np.flatnonzero(chosen)]
    upright = [s for s in stretches if abs(s.x1 - s.x0) <= WAVER * glyph + SLANT * (s.bottom - s.top)]
    for stretch in sorted(upright, key=lambda s: s.top):
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
    return tracks


def _ruled_share(rules: Mask, track: list[_Stretch], glyph: float) -> float:
    """The share of a track's stretches that a rule runs along."""
    views = [_beside(rules, (s.top, s.bottom, s.x0, s.x1), glyph) for s in track]
    return float(np.concatenate([view.any(axis=1) for view in views]).mean())


def _along_rule(rules: Mask, stretch: _Stretch, glyph: float) -> tuple[float, float]:
    """Where the rule in a stretch begins and ends: the stretch's own middle may lie in the first letters of lines."""
    rows, offsets = np.nonzero(_beside(rules, (stretch.top, stretch.bottom, stretch.x0, stretch.x1), glyph))
    at = np.interp(rows, (0, max(1, stretch.bottom - stretch.top - 1)), (stretch.x0, stretch.x1))
    places = at + offsets - round(SEARCH * glyph)
    slope, start = np.polyfit(rows, places, 1) if np.ptp(rows) else (0.0, places.mean())
    return float(start), float(start + slope * (stretch.bottom - stretch.top - 1))


def _lane(lanes: Mask, track: list[_Stretch], sway: float, glyph: float) -> None:
    """Draw a track into `lanes`, as wide as it may sway: over the whole height of the page, a short one not as far.

    `sway` is in glyphs to either side.
    """
    first, last = track[0], track[-1]
    reach = lanes.shape[0] if _length(track) >= TRACK * glyph else round(LANE * glyph)
    points = [(first.x0, max(0, first.top - reach))]
    points += [(x, y) for s in track for x, y in ((s.x0, s.top), (s.x1, s.bottom))]
    points.append((last.x1, min(lanes.shape[0], last.bottom + reach)))
    line = np.array(points).round().astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(lanes, [line], False, (1,), max(1, round(2 * sway * glyph)))


def _length(track: list[_Stretch]) -> int:
    """How long the stretches of a track are together."""
    return sum(s.bottom - s.top for s in track)


def _fence(course: Mask, track: list[_Stretch], ink: Mask, glyph: float) -> None:
    """Draw what is left of a track between its stretches, a worn rule or paper, into `course`."""
    covered = _length(track)
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


def _run_on(course: Mask, track: list[_Stretch], ink: Mask, glyph: float, *, last_lines: int) -> None:
    """Draw what is left of a track beyond its stretches, a worn rule, into `course`.

    Below it paper will do in `last_lines` pieces: below the edge of a picture it is the space between two words.
    """
    first, last = track[0], track[-1]
    reach = round(BEYOND * glyph)
    up = _pieces((max(0, first.top - reach), first.top), (first.x0, first.x0), glyph)
    down = _pieces((last.bottom, min(ink.shape[0], last.bottom + reach)), (last.x1, last.x1), glyph)
    for pieces, count in ((up[::-1], 0), (down, last_lines)):
        for i, piece in enumerate(pieces):
            view = _beside(ink, piece, glyph)
            shift = _last_way(view, glyph) if i < count else _way_through(view, glyph, papers=False)
            if shift is None:
                break
            _draw(course, piece, shift, glyph)


def _mend(course: Mask, track: list[_Stretch], ink: Mask, glyph: float) -> None:
    """Draw a rule, also where it is worn away, into `course`: there its line is still free of letters."""
    covered = _length(track)
    for above, below in itertools.pairwise(track):
        if 1 < below.top - above.bottom <= covered:
            for piece in _pieces((above.bottom, below.top), (above.x1, below.x0), glyph, PIECE):
                _draw(course, piece, _bed(_beside(ink, piece, glyph), glyph), glyph)


def _run_on_worn(course: Mask, track: list[_Stretch], ink: Mask, glyph: float) -> None:
    """Draw a rule beyond its ends as far as something is left of it: above a rule may stand a heading."""
    covered = _length(track)
    first, last = track[0], track[-1]
    fall = (last.x1 - first.x0) / max(1, last.bottom - first.top)
    top, bottom = max(0, first.top - covered), min(ink.shape[0], last.bottom + covered)
    up = _pieces((top, first.top), (first.x0 - fall * (first.top - top), first.x0), glyph, PIECE)
    down = _pieces((last.bottom, bottom), (last.x1, last.x1 + fall * (bottom - last.bottom)), glyph, PIECE)
    for pieces in (up[::-1], down):
        views = [_beside(ink, piece, glyph) for piece in pieces]
        beds = [_bed(view, glyph) for view in views]
        ends = [i for i, bed in enumerate(beds) if bed is None]
        free = beds[: ends[0]] if ends else beds
        left = [i for i, bed in enumerate(free) if bed is not None and _is_left(views[i], bed, glyph)]
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


def _inked(view: Mask, bed: float) -> float:
    """The share of its bed that a worn rule still inks."""
    middle = view.shape[1] // 2 + round(bed)
    return float(view[:, max(0, middle - 1) : middle + 2].any(axis=1).mean())


def _is_left(view: Mask, bed: float, glyph: float) -> bool:
    """Whether a worn rule still inks enough of its bed."""
    middle, half = view.shape[1] // 2 + round(bed), round(BROAD * glyph / 2)
    beside = np.delete(view[:, max(0, middle - half) : middle + half + 1], np.s_[half - 1 : half + 2], axis=1)
    return _inked(view, bed) >= (LEFT if beside.any(axis=1).mean() > WORN else LESS_LEFT)


_Piece = tuple[int, int, float, float]


def _pieces(rows: tuple[int, int], xs: tuple[float, float], glyph: float, high: float = CHUNK) -> list[_Piece]:
    """A slanted line in pieces of so many glyphs: (top, bottom, x at the top, x at the bottom)."""
    edges = np.linspace(*rows, max(1, round((rows[1] - rows[0]) / (high * glyph))) + 1).astype(int)
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


def _last_way(view: Mask, glyph: float) -> float | None:
    """The same beside the last lines of columns, which may reach under a rule that stops short."""
    ruled, tight = _rule(view), _paper(view, glyph, TIGHT[0])
    if ruled is None and tight is not None and abs(tight) <= TIGHT[1] * glyph:
        return tight
    return _paper(view, glyph) if ruled is None else ruled


def _rule(view: Mask) -> float | None:
    """How far beside the middle of a view a rule runs down it; None where there is none."""
    if not view.size:
        return None
    inked = np.asarray(cv2.dilate(view, rect(3, 1))).mean(axis=0)  # a pixel to either side: rules waver
    ruled = np.flatnonzero(inked >= max(RULED, inked.max()))
    return float(ruled.mean() - view.shape[1] // 2) if ruled.size else None


def _paper(view: Mask, glyph: float, channel: float = CHANNEL) -> float | None:
    """How far beside the middle of a view a channel of paper runs down it; None where there is none."""
    need = max(2, round(channel * glyph))
    if not view.shape[0] or view.shape[1] < need:
        return None
    inked = np.convolve(view.mean(axis=0), np.ones(need), "valid") / need
    shifts = np.flatnonzero(inked <= WORN) + (need - 1) / 2 - view.shape[1] // 2
    return float(shifts[np.abs(shifts).argmin()]) if shifts.size else None
