"""A line's glyphs, with blank ones for its spaces, and the line that glyphs make.

In: a `LineText`, or glyphs in reading order. Out: the other. A word of Latin text stands between two blanks; of Han
text each character is a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean

from ocr.page import Box, Glyph, LineText, Word


def glyphs_of(line: LineText) -> Iterator[Glyph]:
    """A line's glyphs, blank ones where its text has a space between two words."""
    end, last = 0, None
    for word in line.words:
        start = line.text.find(word.text, end)
        if last is not None and line.text[end : max(start, end)].isspace():
            yield Glyph(" ", last.union(word.box))
        yield from word.glyphs or (Glyph(character, word.box, word.confidence) for character in word.text)
        end, last = max(start, end) + len(word.text), word.box


def line_of(glyphs: Sequence[Glyph], *, han: bool) -> LineText:
    """The line that glyphs make; its text is NFC but for Han."""
    text = "".join(glyph.text for glyph in glyphs).strip()
    groups = [list(group) for blank, group in groupby(glyphs, key=lambda glyph: glyph.text.isspace()) if not blank]
    words = [_word(part, han=han) for group in groups for part in ([[glyph] for glyph in group] if han else [group])]
    sure = [glyph.confidence for group in groups for glyph in group if glyph.confidence is not None]
    confidence = round(fmean(sure), 4) if sure else None
    return LineText(text if han else unicodedata.normalize("NFC", text), confidence, tuple(words))


def _word(glyphs: Sequence[Glyph], *, han: bool) -> Word:
    text = "".join(glyph.text for glyph in glyphs)
    sure = [glyph.confidence for glyph in glyphs if glyph.confidence is not None]
    return Word(
        text if han else unicodedata.normalize("NFC", text),
        Box.around(glyph.box for glyph in glyphs),
        round(fmean(sure), 4) if sure else None,
        # A character that is a word of its own is its own glyph, unless there is more to say of it.
        () if han and not glyphs[0].alternatives else tuple(glyphs),
    )
