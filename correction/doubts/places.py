"""The places of a line: its characters and the gaps between them, with what every reading has there.

In: the base reading's text of a line and the other readings' texts of it. Out: `Place`s in the order of the text, a gap
before each character and one at the end. Readings are laid beside the base text, marks of mere convention taken for
the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from ocr.page import Glyph, LineText

# Marks that engines tell apart at will: ſ and s, and every form of a quote, a dash, a point in the middle.
_CONVENTION = str.maketrans("ſ⸗—–‐‑¬“”„»«’‘‚`´·•", "s------" + '"""""' + "'''''" + "・・")
HYPHEN_AS_READ = "="  # Fraktur's hyphen as engines read it


@dataclass(frozen=True, slots=True)
class Place:
    """A character of the base text (length 1), or a gap (length 0), in code points of that text.

    `said` is what the base text has, "" at a gap; `others` what each other reading has there, likewise. `confidence`
    and `alternatives` are those of the glyph: of a gap, what may follow the glyph before it.
    """

    offset: int
    length: int
    said: str
    others: tuple[str, ...] = ()
    confidence: float | None = None
    alternatives: tuple[tuple[str, float], ...] = ()


@lru_cache(maxsize=1 << 14)  # asked of the same few hundred characters again and again
def convention(text: str) -> str:
    """A text with every form of a mark that printers and engines use at will as one; half- and full-width the same.

    >>> convention("„Waſſer⸗") == convention("»Wasser-")
    True
    """
    folded = text.translate(_CONVENTION).replace(HYPHEN_AS_READ, "-")
    return "".join(unicodedata.normalize("NFKC", c) if _is_wide(c) else c for c in folded)


def _is_wide(character: str) -> bool:
    return "\uff00" <= character <= "\uffef" or character == "\u3000"


def places_of(base: LineText, others: Sequence[str]) -> list[Place]:
    """The places of a line: gap 0, character 0, gap 1 … and the gap at the end."""
    text = base.text
    glyphs = glyphs_by_offset(base)
    beside = [_laid_beside(text, other) for other in others]
    places: list[Place] = []
    for i in range(len(text) + 1):
        before = glyphs[i - 1] if i else None
        more = _behind(text[i - 1], before) if before is not None and before.alternatives else ()
        places.append(Place(i, 0, "", tuple(gaps[i] for _, gaps in beside), None, more))
        if i < len(text):
            glyph = glyphs[i]
            sure = glyph.confidence if glyph else None
            instead = tuple((said, c) for said, c in glyph.alternatives if not _is_more(text[i], said)) if glyph else ()
            places.append(Place(i, 1, text[i], tuple(said[i] for said, _ in beside), sure, instead))
    return places


def glyphs_by_offset(line: LineText) -> list[Glyph | None]:
    """The glyph of each code point of a line's text; None for a space and where glyphs and text do not agree.

    A word without glyphs gives each of its characters its own box and confidence.
    """
    found: list[Glyph | None] = [None] * len(line.text)
    end = 0
    for word in line.words:
        start = line.text.find(word.text, end)
        if start < 0:
            continue
        glyphs = [glyph for glyph in word.glyphs or (Glyph(word.text, word.box, word.confidence),) for _ in glyph.text]
        end = start + len(word.text)
        if len(glyphs) == len(word.text):
            found[start:end] = glyphs
    return found


def _is_more(said: str, alternative: str) -> bool:
    return len(alternative) > 1 and alternative.startswith(said)


def _behind(said: str, glyph: Glyph) -> tuple[tuple[str, float], ...]:
    """What some voters saw behind a character, and was not taken."""
    return tuple((text[len(said) :], chance) for text, chance in glyph.alternatives if _is_more(said, text))


def _laid_beside(text: str, other: str) -> tuple[list[str], list[str]]:
    """What another reading has for each character of a text, and in each of its gaps."""
    instead = [""] * len(text)
    gaps = [""] * (len(text) + 1)
    one, two = [convention(c) for c in text], [convention(c) for c in other]
    for step in Levenshtein.opcodes(one, two):
        for i in range(max(step.src_end - step.src_start, step.dest_end - step.dest_start)):
            source, there = step.src_start + i, step.dest_start + i
            if source < step.src_end:
                instead[source] = other[there] if there < step.dest_end else ""
            else:
                gaps[step.src_end] += other[there]
    return instead, gaps
