"""What a raw line looks like: as display type, as the first line of a paragraph, as a further one.

In: a raw line and the habits of its text. Out: costs, in the order of bits; the story of the whole text is told by
`plaintext_grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from correction.plaintext_lines import Ending, RawLine

DISPLAY_ENDING: dict[Ending, float] = {"sentence": 4.0, "clause": 3.0, "comma": 4.0, "hyphen": 2.0, "none": 0.0}
# Narrower or wider than the column by this much: set in another size than the text. Chinese columns are even.
NARROWER, WIDER_HAN, WIDER_LATIN = 0.8, 1.06, 1.15
LONGEST_DISPLAY_HAN, LONGEST_DISPLAY_LATIN = 64, 110
# A first line that lost a two-character indent is at least this much narrower than the column, in half-widths.
INDENT_SHOWS = 3
BEGINS_IN_MID_SENTENCE = 5.0
# Two clauses with a gap between them instead of a comma.
_TWO_CLAUSES = re.compile(r"[^ \u3000，。；]{4,}[ \u3000]+[^ \u3000，。；]{4,}")
_INNER_STOP_HAN = re.compile(r"[。！？](?=.)")
_INNER_STOP_LATIN = re.compile(r"[a-zà-ÿ]{2}[.!?] [A-ZÀ-Þ]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NO_OPENING = frozenset("，。、；：！？,.;:!?”’」』）)》】")


@dataclass(frozen=True, slots=True)
class Habit:
    """How this text is set: in Chinese or not; whether its lines keep their indents or show them by being short."""

    chinese: bool
    language: str
    indents: bool
    short_firsts: bool


def find_habit(lines: Sequence[RawLine], language: str) -> Habit:
    """See how paragraphs begin in this text, at the places where one surely ends."""
    chinese = language.startswith("zh")
    starts = [
        line
        for last, line in pairwise(lines)
        if last.ending == "sentence"
        and not line.credit
        and line.width > 0.5 * line.after
        and not last.full(chinese=chinese)
    ]
    indents = sum(line.indent > 0 for line in starts) >= max(1.0, 0.5 * len(starts))
    short = sum(line.width <= line.after - INDENT_SHOWS for line in starts) >= max(2.0, 0.7 * len(starts))
    return Habit(chinese, language, indents, chinese and not indents and short)


def look_as_first(line: RawLine, habit: Habit) -> float:
    """Cost of a line as the first of a paragraph."""
    cost = 0.3 if line.indent or not habit.indents else 2.3
    if habit.short_firsts and line.width > line.column - INDENT_SHOWS and line.full(chinese=True):
        cost += 1.7
    return cost + begins_in_mid_sentence(line.text)


def look_as_further(line: RawLine, habit: Habit) -> float:
    """Cost of a line as one that goes on; in English and French a capital may begin something, in German any noun."""
    cost = 2.0 if line.indent else 0.0
    return cost + (0.4 if habit.language in ("en", "fr") and line.text[0].isupper() else 0.0)


def look_as_display(line: RawLine, habit: Habit) -> tuple[float, float]:
    """Cost of a line as the first of a display block and as a further one: short, unpunctuated, in capitals."""
    text, chinese = line.text, habit.chinese
    capitals = line.shouts
    if line.ending == "sentence" and (capitals or text[-1] in "!?！？"):
        cost = 0.5
    else:
        cost = DISPLAY_ENDING[line.ending]
    ratio = line.width / (line.after or 1)
    cost += 0.8 if NARROWER <= ratio <= (WIDER_HAN if chinese else WIDER_LATIN) else -0.8
    if line.indent and not habit.indents:
        cost -= 1.0
    if line.width > (LONGEST_DISPLAY_HAN if chinese else LONGEST_DISPLAY_LATIN):
        cost += 4.0
    if not _LETTER.search(text):
        cost += 3.0
    early = begins_in_mid_sentence(text)
    if chinese:
        cost += _han_words(text)
        return cost + 1.5 + early, cost + 0.8 + early
    cost += _latin_words(text, habit.language, capitals=capitals)
    return cost + 1.5 + early, cost + 0.8


def begins_in_mid_sentence(text: str) -> float:
    """Cost of beginning anything with this line."""
    opening = text[0]
    return BEGINS_IN_MID_SENTENCE if opening in _NO_OPENING or opening.islower() else 0.0


def _han_words(text: str) -> float:
    """What the words of a Chinese line say of its being a heading."""
    commas = text.count("，") + text.count("；")
    cost = min(3.0, commas * 1.5)
    if not commas and "、" not in text:
        cost -= 0.5
    if _INNER_STOP_HAN.search(text):
        cost += 4.0
    if (" " in text or "\u3000" in text) and _TWO_CLAUSES.fullmatch(text):
        cost -= 0.7
    return cost


def _latin_words(text: str, language: str, *, capitals: bool) -> float:
    """What the words of a Latin line say of its being a heading."""
    cost = min(3.0, (text.count(",") + text.count(";")) * 0.5)
    if capitals:
        return cost - 2.5
    if (". " in text or "! " in text or "? " in text) and _INNER_STOP_LATIN.search(text):
        cost += 4.0
    if language == "en" and not text[0].islower() and _is_titled(text):
        cost -= 1.5
    return cost


def _is_titled(text: str) -> bool:
    """Whether most words that are not grammar have a capital, as in an English headline."""
    words = _WORD.findall(text)
    return len(words) >= 2 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)
