"""Marks at a line's ends that are too faint for the threshold that keeps dirt away.

In: a prepared page and what was found on it. Out: the same, lines as long as their print. Most of all 。, whose ring is
thin, is lost so, and with it a paragraph's end; beside a line's own print a part of its darkness is enough to tell it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from ocr.layout.crowd import Crowd
from ocr.layout.ink import parts_of, rect
from ocr.layout.lines import Found
from ocr.page import Box, Direction
from ocr.prepare import GreyImage

# Of the line's thickness:
REACH = 1.3  # so far beyond the line its last character may reach: one before which a thin 一 was lost
STOP = 0.75  # the same of a point or a speck; 。 stands in the near half of its square
NEXT = 0.3  # paper before it at most: what begins farther off shows through, or is dirt
SPARE = 0.15  # paper left to whatever stands next, whose edges are blurred
INSIDE = 0.5  # so much of the line is looked at too, for letters whose thin strokes were left out
LEAST, THINNEST = 0.1, 0.05  # height and width of a mark, and of a stroke; less is dirt
NEAR = 0.2  # paper before a letter of the same word at most
LETTER = 0.4, 0.95  # height of a letter, or width of a dash; what is as high as the line is a rule
QUOTE = 0.25, 0.45  # width of an opening quotation mark, and paper behind it
TOUCHING = 0.12  # paper at most between the parts of one mark
# Of the way from the paper to the line's print:
FAINT = 0.35  # what is darker is ink
DARK = 0.6  # what is lighter shows through
CLEAR = 0.9  # what is darker was seen when lines were found, and taken for dirt or a rule
DARKEST, LIGHTEST = 5, 75  # percentiles of a line's pixels: its print, and its paper


def with_faint_ends(grey: GreyImage, found: Found, direction: Direction) -> Found:
    """What was found, each line grown to the faint marks at its ends, in pixels of the prepared image."""
    crowd = Crowd([*(line.box for line in found.lines), *found.horizontal, *found.vertical, *found.pictures])
    turned = grey.T
    lines = []
    for line in found.lines:
        if (line.direction or direction) == "horizontal":
            box = _grown(grey, line.box, crowd.near(_around(line.box)))
        else:
            level = line.box.transposed
            near = crowd.near(_around(level).transposed)
            box = _grown(turned, level, [each.transposed for each in near]).transposed
        lines.append(replace(line, box=box))
    return replace(found, lines=tuple(lines))


def _around(box: Box) -> Box:
    """A level line with all that it might reach."""
    far = round((REACH + SPARE) * box.height)
    return Box(box.left - far, box.top, box.right + far, box.bottom)


def _grown(grey: GreyImage, box: Box, others: list[Box]) -> Box:
    """A level line's box with the marks on the free paper behind it, and with all of its first and last letter."""
    others = [other for other in others if other != box]
    left, right = _free(box, others, grey.shape[1])
    inside = min(max(1, round(INSIDE * box.height)), box.width)
    print_, paper = np.percentile(grey[box.top : box.bottom, box.left : box.right], (DARKEST, LIGHTEST))
    levels = float(print_), float(paper)
    first = Box(left, box.top, box.left + inside, box.bottom)
    last = Box(box.right - inside, box.top, right, box.bottom)
    before = _marks(grey, first, levels, box.height, box.left - left)
    behind = _marks(grey, last, levels, box.height)
    grown = box
    # Before a line stand specks too, which would hide that it is indented: there only characters are taken.
    for mark, darkness in sorted(before, key=lambda each: -each[0].right):
        own = _is_character(mark, darkness, grown.left - mark.right, box) and not _is_anothers(mark, others)
        if mark.left > left and (own or mark.overlap_x(box)):
            grown = grown.union(mark)
    for mark, darkness in sorted(behind, key=lambda each: each[0].left):
        gap = mark.left - grown.right
        near = _is_point(mark, darkness, gap, box) or _is_character(mark, darkness, gap, box)
        if mark.right < right and (mark.overlap_x(box) or (near and not _is_anothers(mark, others))):
            grown = grown.union(mark)
    return grown


def _is_anothers(mark: Box, others: list[Box]) -> bool:
    """Whether a mark is print of a line that reaches into this one's rows."""
    return any(mark.overlap_x(other) > 0 < mark.overlap_y(other) for other in others)


def _is_point(mark: Box, darkness: float, gap: int, line: Box) -> bool:
    """Whether any mark, a point for instance, stands near enough behind a level line."""
    near = gap <= (NEXT if darkness < CLEAR else NEAR) * line.height
    return near and mark.right <= line.right + STOP * line.height


def _is_character(mark: Box, darkness: float, gap: int, line: Box) -> bool:
    """Whether a mark is a character, not a speck or a rule, and too near the end of a level line for another word."""
    if darkness < DARK or mark.height > LETTER[1] * line.height:
        return False
    if mark.height >= LETTER[0] * line.height:
        return gap <= NEAR * line.height
    if mark.width >= LETTER[0] * line.height:  # a dash, or Han one
        return gap <= NEXT * line.height
    quote = mark.width >= QUOTE[0] * line.height and mark.center[1] < line.center[1]
    return quote and gap <= QUOTE[1] * line.height


def _marks(
    grey: GreyImage, end: Box, levels: tuple[float, float], height: int, apart: int = 0
) -> Iterator[tuple[Box, float]]:
    """The marks in a part of the page at a line's end, and how dark each is at its darkest, 1 as the line's print.

    `apart` columns at the left lie before the line: there a mark may be of several strokes.
    """
    print_, paper = levels
    strip = grey[end.top : end.bottom, end.left : end.right].astype(np.float32)
    darkness = (paper - strip) / max(1.0, paper - print_)
    ink = (darkness > FAINT).astype(np.uint8)
    if apart:
        before = ink.copy()
        before[:, apart:] = 0
        touching = rect(TOUCHING * height, 1)
        joined = cv2.morphologyEx(before, cv2.MORPH_CLOSE, touching, borderType=cv2.BORDER_CONSTANT, borderValue=0)
        ink |= np.asarray(joined, np.uint8)
    parts = parts_of(ink)
    sides = np.sort(parts.boxes[:, 2:], axis=1) / height
    whole = (sides[:, 0] >= LEAST) | ((sides[:, 0] >= THINNEST) & (sides[:, 1] >= LETTER[0]))
    for index in np.flatnonzero(whole):
        part = parts.box(int(index))
        darkest = float(darkness[part.top : part.bottom, part.left : part.right].max())
        yield part.moved(end.left, end.top), darkest


def _free(box: Box, others: list[Box], width: int) -> tuple[int, int]:
    """How far the paper at a level line's ends is free, left and right; not at all where something overlaps them.

    Of the paper between two lines half belongs to each.
    """
    far, spare = round(REACH * box.height), round(SPARE * box.height)
    left, right = max(0, box.left - far), min(width, box.right + far)
    for other in others:
        if other.right <= box.left + spare:
            keep = max(spare, (box.left - other.right) // 2)
            left = max(left, min(other.right + keep, box.left))
        elif other.left >= box.right - spare:
            keep = max(spare, (other.left - box.right) // 2)
            right = min(right, max(other.left - keep, box.right))
    return left, right
