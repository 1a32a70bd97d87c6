"""Pictures, drawings and ornaments: ink that is no text and no rule.

In: the ink without rules. Out: boxes in layout pixels and the mask to take away.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.components import Labels
from ocr.layout.crowd import Crowd
from ocr.layout.ink import Ink, Mask, Parts, box_mask, full_rows, parts_of, rect
from ocr.page import Box

SMALLEST, SMALLEST_SHADED = 5.0, 7.0  # glyphs on the shorter side; the letters of a narrow headline are shaded, too
SCREEN, SOLID, JOINED = 0.45, 2.2, 1.5  # glyphs: paper between dots; what is solid closed so; between solid blocks
EDGE, NEAR = 0.3, 0.5  # glyphs by which a halftone is larger than its solid block, and between parts of one picture
DENSE = 0.62  # share of a blob's box that its closed ink fills in a halftone
BLUR = 0.3  # glyphs: more than the dots of a halftone are apart
SQUARE = 5.0  # glyphs: the side of a square in which text shows paper
SHADE = 0.22  # of black: what shows through the paper is paler
DRAWN = 0.12  # share of its box that the ink of a drawing fills; touching lines of text fill less
RULE = 2.0  # glyphs: a rule is no broader, be it double or slanting
STRIP, SMOOTH = 3.0, 0.3  # glyphs: the width of a strip in which lines are looked for; the height of a row's mean
FULL, LINE = 0.5, (0.5, 1.3)  # of a full row's ink: a row of letters; glyphs of such rows that are a line
LINED = 0.5  # lines a glyph down a strip: text that stands close has 0.5-0.9, a picture 0-0.4
STEPS = 0.8, 0.4  # glyphs by which a picture grows over its pale parts; the dots of a screen are no further apart
DOT = 0.8  # glyphs: a dot of a screen is smaller, few letters are
MOSTLY = 0.5  # of a component within a picture: it is part of it
CELL = 1.5  # glyphs along the edge of a picture within which a pale part has dots
DOTTED = 0.55  # of the cells of a pale part have dots
LETTERED = 0.4  # of those with dots may have larger ink, which is none of the picture's
LARGEST_LETTER = 18.0  # glyphs; letters of headlines and titles are not higher


def find_pictures(ink: Ink) -> tuple[tuple[Box, ...], Mask]:
    """Find halftones (dense dots) and drawings (one large connected figure)."""
    g = ink.glyph
    halftones = _halftones(ink)
    parts = parts_of(ink.mask)
    grey = [box for box in [*halftones, *_shaded(ink)] if not _is_lined(ink.mask, box, g)]
    boxes = [*grey, *_drawings(parts, g)]
    page = Box(0, 0, ink.mask.shape[1], ink.mask.shape[0])
    boxes = [box.intersection(page) for box in _merge(boxes, round(NEAR * g))]
    boxes = _merge([_with_pale_parts(box, parts, page, g) for box in boxes], 0)
    return tuple(boxes), box_mask(ink.mask.shape, boxes)


def _halftones(ink: Ink) -> list[Box]:
    """Areas whose ink closes up to a nearly solid block at a distance at which text still shows its lines."""
    g = ink.glyph
    closed = cv2.morphologyEx(ink.mask, cv2.MORPH_CLOSE, rect(SCREEN * g, SCREEN * g))
    # What survives an opening of several glyphs each way is solid over more than any line of text is high.
    solid = cv2.morphologyEx(closed, cv2.MORPH_OPEN, rect(SOLID * g, SOLID * g))
    joined = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, rect(JOINED * g, JOINED * g))
    parts = parts_of(np.asarray(joined, np.uint8))
    w, h = parts.boxes[:, 2], parts.boxes[:, 3]
    good = (np.minimum(w, h) >= SMALLEST * g) & (parts.area >= DENSE * w * h)
    return [parts.box(int(i)).grown(round(EDGE * g)) for i in np.flatnonzero(good)]


def _shaded(ink: Ink) -> list[Box]:
    """Areas that are shaded all over: seen from afar, text shows paper within any square of a line's pitch."""
    g = ink.glyph
    dark = cv2.GaussianBlur(cv2.bitwise_not(ink.grey), (0, 0), BLUR * g)
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, rect(SQUARE * g, SQUARE * g))
    parts = parts_of((opened >= SHADE * 255).astype(np.uint8))
    w, h = parts.boxes[:, 2], parts.boxes[:, 3]
    good = (np.minimum(w, h) >= SMALLEST_SHADED * g) & (parts.area >= DENSE * w * h)
    return [parts.box(int(i)) for i in np.flatnonzero(good)]


def _is_lined(mask: Mask, box: Box, glyph: float) -> bool:
    """Whether a dark area is text whose lines stand close: in strips too narrow for a slant to blur them they show."""
    ink = mask[max(0, box.top) : box.bottom, max(0, box.left) : box.right]
    strips = np.array_split(ink.astype(np.float32), max(1, round(ink.shape[1] / (STRIP * glyph))), axis=1)
    counts = []
    for strip in strips:
        rows = cv2.blur(strip.mean(axis=1)[:, None], (1, max(1, round(SMOOTH * glyph))))[:, 0]
        full = full_rows(rows, FULL)
        counts.append(sum(LINE[0] * glyph <= bottom - top <= LINE[1] * glyph for top, bottom in full))
    return bool(np.median(counts) >= LINED * ink.shape[0] / glyph)


def _with_pale_parts(box: Box, parts: Parts, page: Box, glyph: float) -> Box:
    """A picture with the sky above its dark parts: it grows on all sides over dots, up to paper or to letters."""
    small = np.concatenate([[False], parts.boxes[:, 2:].max(axis=1, initial=0) < DOT * glyph])
    grown, before = box, None
    while grown != before:
        before = grown
        for step in (round(step * glyph) for step in STEPS):
            for wide in _widened(grown, step):
                gain = _gain(grown, wide.intersection(page), parts.labels)
                if gain.size and _is_dotted(gain, small | _own(grown, parts), glyph):
                    grown = grown.union(wide.intersection(page))
    return grown


def _widened(box: Box, step: int) -> tuple[Box, ...]:
    """A box made wider on each of its sides."""
    return (
        Box(box.left, box.top - step, box.right, box.bottom),
        Box(box.left, box.top, box.right, box.bottom + step),
        Box(box.left - step, box.top, box.right, box.bottom),
        Box(box.left, box.top, box.right + step, box.bottom),
    )


def _gain(box: Box, wide: Box, labels: Labels) -> Labels:
    """The labels of what a box gains on one side, that side lying along x."""
    if wide.height > box.height:
        rows = slice(wide.top, box.top) if wide.top < box.top else slice(box.bottom, wide.bottom)
        return labels[rows, box.left : box.right]
    columns = slice(wide.left, box.left) if wide.left < box.left else slice(box.right, wide.right)
    return labels[box.top : box.bottom, columns].T


def _own(box: Box, parts: Parts) -> NDArray[np.bool_]:
    """Which labels are components that lie for the most part within a box."""
    inside = parts.labels[box.top : box.bottom, box.left : box.right].ravel()
    counts = np.bincount(inside, minlength=len(parts.area) + 1)
    own = np.concatenate([[False], counts[1:] > MOSTLY * parts.area])
    return np.asarray(own, bool)


def _is_dotted(gain: Labels, dots: NDArray[np.bool_], glyph: float) -> bool:
    """Whether there are dots all along a strip, and no letters."""
    cells = max(1, round(gain.shape[1] / (CELL * glyph)))
    dotted, lettered = (
        np.mean([part.any() for part in np.array_split(ink.any(axis=0), cells)])
        for ink in (dots[gain], ~dots[gain] & (gain > 0))
    )
    return bool(dotted >= DOTTED and lettered <= LETTERED * dotted)


def _drawings(parts: Parts, glyph: float) -> list[Box]:
    """Components too large in both directions for a letter of any headline, without the rules that touch them."""
    w, h = parts.boxes[:, 2], parts.boxes[:, 3]
    filled = parts.area / np.maximum(1, w * h)
    found = (np.minimum(w, h) > LARGEST_LETTER * glyph) & (filled > DRAWN)
    return [_without_tails(parts, int(i), glyph) for i in np.flatnonzero(found)]


def _without_tails(parts: Parts, index: int, glyph: float) -> Box:
    """The box of a component without what hangs on its sides and is no broader than a rule."""
    box = parts.box(index)
    figure = parts.labels[box.top : box.bottom, box.left : box.right] == index + 1
    top, bottom = _broad(figure, glyph)
    left, right = _broad(figure[top:bottom].T, glyph)
    return Box(box.left + left, box.top + top, box.left + right, box.top + bottom)


def _broad(figure: NDArray[np.bool_], glyph: float) -> tuple[int, int]:
    """From the first to the last row of a figure in which it is broader than a rule."""
    span = np.where(figure.any(axis=1), figure.shape[1] - figure[:, ::-1].argmax(axis=1) - figure.argmax(axis=1), 0)
    broad = np.flatnonzero(span > RULE * glyph)
    return (int(broad[0]), int(broad[-1]) + 1) if broad.size else (0, len(figure))


def _merge(boxes: list[Box], reach: int) -> list[Box]:
    """Boxes that touch within `reach` become one, the largest first; a box between two joins both."""
    crowd, gone = Crowd(boxes), set[int]()
    for index in range(len(boxes)):
        while index not in gone and (touching := set(crowd.at(crowd.boxes[index].grown(reach))) - gone - {index}):
            crowd.put(index, Box.around(crowd.boxes[i] for i in (index, *touching)))
            gone |= touching
    return sorted((box for i, box in enumerate(crowd.boxes) if i not in gone), key=lambda b: -b.area)
