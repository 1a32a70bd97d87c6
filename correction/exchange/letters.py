"""Where the letters of a line stand on the page, also after its text was changed.

In: a line, the base reading's text with the boxes of its words and glyphs, and the text as it is now. Out: a box for
each letter of it and the pieces that are its words. Letters without a box of their own divide the one they share, or
the white between their neighbours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from ocr.page import Box, LineText, TextLine, Word

Origins = Sequence[int | None]


def letter_boxes(line: TextLine, base: LineText) -> list[Box]:
    """The box of each code point of the base reading's text, white space among them."""
    found: list[Box | None] = [None] * len(base.text)
    for start, word in word_offsets(base).items():
        glyphs = [glyph.box for glyph in word.glyphs for _ in glyph.text]
        size = len(word.text)
        backward = _runs_backward(line, base)
        found[start : start + size] = glyphs if len(glyphs) == size else _divided(word.box, size, line, backward)
    return _filled(found, line, _runs_backward(line, base))


def move_letters(line: TextLine, base: str, boxes: Sequence[Box], text: str) -> tuple[Origins, list[Box]]:
    """Lay a new text over the base reading's letters.

    Gives for each code point of `text` the one of `base` that it is (None: none), and its box.
    """
    if text == base:
        return range(len(text)), list(boxes)
    origins: list[int | None] = [None] * len(text)
    found: list[Box | None] = [None] * len(text)
    backward = _is_backward(line, boxes)
    at, there = 0, 0  # where the letters begin that were changed, in `base` and in `text`
    for block in Levenshtein.opcodes(base, text).as_matching_blocks():
        if block.a > at and block.b > there:
            found[there : block.b] = _divided(Box.around(boxes[at : block.a]), block.b - there, line, backward)
        for i in range(block.size):
            origins[block.b + i] = block.a + i
            found[block.b + i] = boxes[block.a + i]
        at, there = block.a + block.size, block.b + block.size
    return origins, _filled(found, line, backward)


def word_cuts(base: LineText, text: str, origins: Origins) -> tuple[Mapping[int, Word], list[tuple[int, int]]]:
    """The pieces of `text` that are its words, from start to end, and by start the words that are as they were read.

    White space parts words, and so does whatever parted them in the base reading; of what is new, Han characters and
    full-width marks stand alone.
    """
    known = word_offsets(base)
    owner: list[int | None] = [None] * len(base.text)
    for start, word in known.items():
        owner[start : start + len(word.text)] = [start] * len(word.text)
    cuts: list[tuple[int, int]] = []
    begun: int | None = None
    for i, letter in enumerate(text):
        if begun is not None and (letter.isspace() or _parts(text, origins, owner, i)):
            cuts.append((begun, i))
            begun = None
        if begun is None and not letter.isspace():
            begun = i
    if begun is not None:
        cuts.append((begun, len(text)))
    same = {}
    for start, end in cuts:
        old = origins[start]
        if old in known and known[old].text == text[start:end] and origins[end - 1] == old + end - start - 1:
            same[start] = known[old]
    return same, cuts


def word_offsets(base: LineText) -> dict[int, Word]:
    """The words of a reading by where they begin in its text; one that is not found there is left out."""
    found: dict[int, Word] = {}
    end = 0
    for word in base.words:
        start = base.text.find(word.text, end) if word.text else -1
        if start >= 0:
            found[start] = word
            end = start + len(word.text)
    return found


def word_box(letters: Sequence[Box]) -> Box:
    """The box around letters, a pixel wide and high at least."""
    box = Box.around(letters)
    return replace(box, right=max(box.right, box.left + 1), bottom=max(box.bottom, box.top + 1))


def is_wide(letter: str) -> bool:
    """Whether a character is set in Han squares, full-width marks among them."""
    return unicodedata.east_asian_width(letter) in "WF"


def _parts(text: str, origins: Origins, owner: Sequence[int | None], i: int) -> bool:
    """Whether a word ends before the letter at `i`."""
    one, other = origins[i - 1], origins[i]
    if one is not None and other == one + 1 and owner[one] is not None and owner[other] is not None:
        return owner[one] != owner[other]
    return is_wide(text[i - 1]) or is_wide(text[i])


def _runs_backward(line: TextLine, base: LineText) -> bool:
    """Whether a line is read from right to left, as some Chinese headings are."""
    return _is_backward(line, [word.box for word in base.words])


def _is_backward(line: TextLine, boxes: Sequence[Box]) -> bool:
    return line.direction == "horizontal" and bool(boxes) and boxes[0].center[0] > boxes[-1].center[0]


def _filled(boxes: Sequence[Box | None], line: TextLine, backward: bool) -> list[Box]:
    """Boxes with those that are missing put into the white where they belong."""
    found: list[Box] = []
    at = 0
    while at < len(boxes):
        box = boxes[at]
        if box is not None:
            found.append(box)
            at += 1
            continue
        end = next((i for i in range(at, len(boxes)) if boxes[i] is not None), len(boxes))
        white = _white(found[-1] if found else None, boxes[end] if end < len(boxes) else None, line, backward)
        found += _divided(white, end - at, line, backward)
        at = end
    return found


def _white(before: Box | None, after: Box | None, line: TextLine, backward: bool) -> Box:
    """What is free between two letters, or between one and the line's end; its width or height may be 0."""
    box, first, second = line.box, before, after
    if backward:
        first, second = after, before
    beside = [each for each in (before, after) if each]
    across = Box.around(beside) if beside else box
    if line.direction == "vertical":
        top = first.bottom if first else min(box.top, across.top)
        return Box(across.left, top, across.right, max(top, second.top if second else box.bottom))
    left = first.right if first else min(box.left, across.left)
    return Box(left, across.top, max(left, second.left if second else box.right), across.bottom)


def _divided(box: Box, count: int, line: TextLine, backward: bool) -> list[Box]:
    """A box in equal parts along its line, in the order in which they are read."""
    if line.direction == "vertical":
        edges = [box.top + box.height * i // count for i in range(count + 1)]
        return [Box(box.left, edges[i], box.right, edges[i + 1]) for i in range(count)]
    edges = [box.left + box.width * i // count for i in range(count + 1)]
    parts = [Box(edges[i], box.top, edges[i + 1], box.bottom) for i in range(count)]
    return parts[::-1] if backward else parts
