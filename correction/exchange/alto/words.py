"""The text of an ALTO line: its Strings, what stands between them, its hyphen.

In: a TextLine element and its box. Out: a `LineText` of which each String is a word, and the elements that the words
come from. A hyphen in HYP is printed, so it ends the text of the last word; what SUBS_CONTENT says is not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from correction.exchange.alto.places import Places
from correction.exchange.alto.terms import numbers, printed_hyphen, read_letters, without_direction_marks
from correction.exchange.letters import is_wide
from correction.exchange.xml_tree import children, tag
from ocr.page import Box, Direction, Glyph, LineText, Word

CLOSING = frozenset(".,;:!?)]}…")
OPENING = frozenset("([{„")
# Shares of the letters' height. In a Fraktur paper of 1845 the white before a comma is up to 0.25, between words
# 0.31 and more; other marks stand either at 0 or as far away as words.
NARROW = 0.3
TOUCHING = 0.1


@dataclass(frozen=True, slots=True)
class AltoString:
    """A word with the elements that it comes from: its String, and the HYP that ends it with a `mark` of its own."""

    element: etree._Element
    hyphen: etree._Element | None
    word: Word
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Lettering:
    """How the text of a file is put together: whether SP elements tell of its spaces, and which way a line runs.

    `han` says that it is in Han script, whose Strings are letters.
    """

    spaced: bool
    han: bool = False
    direction: Direction = "horizontal"


@dataclass(slots=True)
class _Draft:
    """A String on its way: `box` None where the file gives none; `gap` says that an SP stands before it."""

    element: etree._Element
    text: str
    box: Box | None
    gap: bool
    hyphen: etree._Element | None = None
    mark: str = ""


def read_line(
    element: etree._Element, box: Box | None, places: Places, lettering: Lettering
) -> tuple[LineText, tuple[AltoString, ...]]:
    """Read the text of a line; without any box, that of the line or of a String, the words are left out."""
    drafts = list(_drafts(element, box, places))
    told = lettering.spaced or any(draft.gap for draft in drafts)
    text, starts = _join(drafts, box, told=told, han=lettering.han)
    if not text:
        return LineText(""), ()
    boxes = _boxes(drafts, starts, box, len(text), lettering.direction)
    words: list[Word] = []
    strings = []
    for draft, place in zip(drafts, boxes, strict=True):
        if place is None:
            continue
        word = _word(draft, place, places, lettering.direction)
        if " " in draft.text:  # a whole line in one String, as some write it
            words += _split(word, lettering.direction)
        else:
            words.append(word)
            strings.append(AltoString(draft.element, draft.hyphen, word, draft.mark))
    return LineText(text, _confidence(words), tuple(words)), tuple(strings)


def _drafts(element: etree._Element, box: Box | None, places: Places) -> Iterator[_Draft]:
    """The Strings that say something, with the hyphen at the end of the last one."""
    last: _Draft | None = None
    gap = False
    for piece in element:
        kind = tag(piece)
        if kind == "SP":
            gap = True
        elif kind == "String":
            content = _clean(piece.get("CONTENT") or "")
            if content:
                if last:
                    yield last
                last = _Draft(piece, content, places.box(piece, box), gap)
                gap = False
        elif kind == "HYP" and last and last.hyphen is None:
            _hyphenate(last, piece, places)
    if last:
        yield last


def _hyphenate(draft: _Draft, piece: etree._Element, places: Places) -> None:
    mark = printed_hyphen(piece.get("CONTENT") or "")
    draft.hyphen = piece
    if draft.text.endswith(mark):  # some write it in both places
        return
    draft.mark = mark
    draft.text += mark
    box = places.box(piece, draft.box)
    if draft.box and box:
        draft.box = draft.box.union(box)


def _clean(content: str) -> str:
    text = " ".join(without_direction_marks(content).split())
    # NFC would replace Han characters of the compatibility area.
    return text if text.isascii() or any(is_wide(letter) for letter in text) else unicodedata.normalize("NFC", text)


def _join(drafts: Sequence[_Draft], line: Box | None, *, told: bool, han: bool) -> tuple[str, list[int]]:
    """The text of the line, and where each String begins in it; `told` says that SP elements tell of its spaces."""
    parts: list[str] = []
    starts: list[int] = []
    size = 0
    for i, draft in enumerate(drafts):
        before = drafts[i - 1] if i else None
        apart = before is not None and (draft.gap if told else not _touch(before, draft, line, han=han))
        parts.append(f" {draft.text}" if apart else draft.text)
        starts.append(size + apart)
        size += len(parts[-1])
    return "".join(parts), starts


def _touch(one: _Draft, other: _Draft, line: Box | None, *, han: bool) -> bool:
    """Whether no space is printed between two Strings."""
    if is_wide(one.text[-1]) or is_wide(other.text[0]) or (han and len(one.text) == len(other.text) == 1):
        return True
    gap = _gap(one.box, other.box, line)
    if set(other.text) <= CLOSING or set(one.text) <= OPENING:
        return gap is None or gap < NARROW
    if one.text[-1] in CLOSING and _has_letters(other.text):
        return False
    is_mark = not (_has_letters(one.text) and _has_letters(other.text))
    return is_mark and gap is not None and gap <= TOUCHING


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _gap(one: Box | None, other: Box | None, line: Box | None) -> float | None:
    """The white between two Strings as a share of their height; None where it is not known."""
    if one is None or other is None:
        return None
    height = min(one.height, other.height, line.height if line else one.height)
    return one.gap_x(other) / max(1, height)


def _boxes(
    drafts: Sequence[_Draft], starts: Sequence[int], line: Box | None, size: int, direction: Direction
) -> list[Box | None]:
    """Each String's box, or its part of the line's by its letters."""
    return [
        draft.box or (part_of(line, start, start + len(draft.text), size, direction) if line else None)
        for draft, start in zip(drafts, starts, strict=True)
    ]


def part_of(box: Box, start: int, end: int, size: int, direction: Direction) -> Box:
    """What letters from `start` to `end` take of a box that holds `size` letters of one width."""
    if direction == "vertical":
        top = box.top + box.height * start // size
        return Box(box.left, top, box.right, max(top + 1, box.top + box.height * end // size))
    left = box.left + box.width * start // size
    return Box(left, box.top, max(left + 1, box.left + box.width * end // size), box.bottom)


def _word(draft: _Draft, box: Box, places: Places, direction: Direction) -> Word:
    glyphs = tuple(_drawn(draft, places)) or tuple(_rated(draft, box, direction))
    sure = _rate(draft.element.get("WC"))
    if sure is None:
        known = [glyph.confidence for glyph in glyphs if glyph.confidence is not None]
        sure = sum(known) / len(known) if known else None
    return Word(draft.text, box, sure, glyphs)


def _split(whole: Word, direction: Direction) -> Iterator[Word]:
    """The words of a String that holds several; each has the part of its box that its letters take."""
    size = len(whole.text)
    start = 0
    for text in whole.text.split():
        start = whole.text.index(text, start)
        end = start + len(text)
        glyphs = whole.glyphs[start:end] if len(whole.glyphs) == size else ()
        yield Word(text, part_of(whole.box, start, end, size, direction), whole.confidence, glyphs)
        start = end


def _drawn(draft: _Draft, places: Places) -> Iterator[Glyph]:
    """The Glyph elements of a String, as ALTO 4 has them; none where they are not its text or have no boxes."""
    found = list(children(draft.element, "Glyph"))
    if draft.mark or "".join(each.get("CONTENT") or "" for each in found) != draft.text:
        return
    boxes = [places.box(each) for each in found]
    for each, box in zip(found, boxes, strict=True):
        if box is None or None in boxes:
            return
        others = tuple((v.get("CONTENT") or "", _rate(v.get("VC")) or 0.0) for v in children(each, "Variant"))
        yield Glyph(each.get("CONTENT") or "", box, _rate(each.get("GC")), others)


def _rated(draft: _Draft, box: Box, direction: Direction) -> Iterator[Glyph]:
    """The letters of a String by the confidences in CC, which may count the hyphen or not."""
    size = len(draft.text)
    rates: list[float] | list[float | None] | None = read_letters(draft.element.get("CC"), size)
    if rates is None and draft.mark:
        stem = read_letters(draft.element.get("CC"), size - len(draft.mark))
        rates = None if stem is None else [*stem, *[None] * len(draft.mark)]
    for i, rate in enumerate(rates or ()):
        yield Glyph(draft.text[i], part_of(box, i, i + 1, size, direction), rate)


def _rate(text: str | None) -> float | None:
    """A confidence of 0-1; some write it in hundredths."""
    value = next(iter(numbers(text)), None)
    if value is None:
        return None
    return min(1.0, max(0.0, value / 100 if value > 1 else value))


def _confidence(words: Sequence[Word]) -> float | None:
    """The mean of the words' confidences by their letters; None where none is known."""
    known = [(word.confidence, len(word.text)) for word in words if word.confidence is not None]
    return sum(rate * size for rate, size in known) / sum(size for _, size in known) if known else None
