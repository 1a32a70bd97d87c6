"""The rules of a vertical page: straight, broken and wavy ones, and the sides of frames.

In: the print of an upright page with its barriers. Out: boxes of rules in layout pixels, and print whose rules go on
where they are worn away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.layout.crowd import Crowd
from ocr.layout.ink import Mask, parts_of, rect, transposed
from ocr.layout.pieces import BITS, BROKEN, Print
from ocr.page import Box

# All in characters (em) of the body.
WAVE = 0.6  # of white that the curls of a wavy line enclose
SEPARATOR = (3.0, 2.5)  # long at least and thick at most
RULE = 0.6  # thick at most: a rule between two bands, with its slant
CORNER = 0.5  # from the end of a rule to that of an upright one: there is nothing worn away
LINING, LINED = (0.8, 3.0), 0.5  # from one rule that lines text to the next; the share of it that the next runs along
WORN = (12.0, 0.15)  # how far a rule may be worn away, and white above and below it
BLOTS = 0.4  # of ink in that white


def find_separators(page: Print) -> tuple[list[Box], list[Box]]:
    """The rules, wavy lines and sides of frames among the barriers, horizontal and vertical."""
    em = page.em
    blocks = cv2.morphologyEx(page.barrier, cv2.MORPH_OPEN, rect(SEPARATOR[1] * em, SEPARATOR[1] * em))
    thin = np.where(cv2.dilate(blocks, rect(5, 5)) > 0, 0, page.barrier).astype(np.uint8)
    flat, upright = _straight(thin, em), _straight(transposed(thin), em)
    curls = np.where(cv2.dilate(np.maximum(flat.mask, transposed(upright.mask)), rect(5, 5)) > 0, 0, thin).astype(
        np.uint8
    )
    # Only the curls of a wavy line are closed: a straight rule would run into the frame beside it.
    waves = np.asarray(cv2.morphologyEx(curls, cv2.MORPH_CLOSE, rect(WAVE * em, WAVE * em)), np.uint8)
    flat_boxes = flat.boxes + _long(waves, em).boxes
    upright_boxes = upright.boxes + _long(transposed(waves), em).boxes
    return flat_boxes, [b.transposed for b in upright_boxes]


@dataclass(frozen=True, slots=True)
class _Strokes:
    """Strokes along x: their boxes and their ink."""

    boxes: list[Box]
    mask: Mask


def _straight(barrier: Mask, em: float) -> _Strokes:
    """Straight rules along x, also those of which bits are left."""
    bits = np.asarray(cv2.morphologyEx(barrier, cv2.MORPH_OPEN, rect(BITS[1] * em, 1)), np.uint8)
    return _long(np.asarray(cv2.morphologyEx(bits, cv2.MORPH_CLOSE, rect(BROKEN[0] * em, 3)), np.uint8), em)


def _long(mask: Mask, em: float) -> _Strokes:
    """What is long along x and not thick."""
    parts = parts_of(np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, rect(SEPARATOR[0] * em, 1)), np.uint8))
    thin = parts.boxes[:, 3] <= SEPARATOR[1] * em
    return _Strokes([parts.box(int(i)) for i in np.flatnonzero(thin)], parts.mask(thin))


def without_lining(upright: Sequence[Box], em: float) -> list[Box]:
    """Upright rules but those that line text: with another rule on either side, a column or two from it."""

    def lines(rule: Box) -> bool:
        apart = [b.center[0] - rule.center[0] for b in upright if b.overlap_y(rule) >= LINED * rule.height]
        return all(any(LINING[0] * em <= way * x <= LINING[1] * em for x in apart) for way in (-1, 1))

    return [rule for rule in upright if not lines(rule)]


def prolong_rules(page: Print) -> Print:
    """Print whose horizontal rules go on through white to the next barrier: there they are worn away."""
    barrier = page.barrier.copy()
    flat, upright = find_separators(page)
    posts = Crowd([end.grown(round(CORNER * page.em)) for box in upright for end in _ends(box)])
    for rule in flat:
        if rule.height <= RULE * page.em:
            for end in (rule.left, rule.right):
                if not posts.at(Box(end, rule.top, end + 1, rule.bottom)):
                    _prolong(rule, end, page, barrier)
    return replace(page, barrier=barrier)


def _ends(upright: Box) -> tuple[Box, Box]:
    """The upper and the lower end of an upright rule."""
    low, high = upright.top, upright.bottom
    return Box(upright.left, low, upright.right, low + 1), Box(upright.left, high - 1, upright.right, high)


def _prolong(rule: Box, end: int, page: Print, barrier: Mask) -> None:
    """Draw a rule on from one of its ends, if nothing but white lies between it and the next barrier."""
    half, near = max(1, round(WORN[1] * page.em)), round(page.em)
    tip = page.barrier[rule.top : rule.bottom, max(0, end - near) : end + near]
    rows = np.flatnonzero(tip.any(axis=1))
    y = rule.top + (int(np.median(rows)) if rows.size else rule.height // 2)
    reach, step = round(WORN[0] * page.em), -1 if end == rule.left else 1
    places = np.arange(end - 1 if step < 0 else end, end + step * reach, step)
    places = places[(places >= 0) & (places < barrier.shape[1])]
    strip = slice(max(0, y - half), y + half + 1)
    walls = page.barrier[strip, places].max(axis=0)
    own = np.flatnonzero(walls[:near])  # the rule itself may go on a little beyond its box
    start = int(own[-1]) + 1 if own.size else 0
    beyond = np.flatnonzero(walls[start:])
    if beyond.size and page.text[strip, places[start : start + beyond[0]]].any(axis=0).sum() <= BLOTS * page.em:
        barrier[y, places[: start + beyond[0]]] = 1
