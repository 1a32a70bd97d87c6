"""What a raw line looks like: as display type, as the first line of a paragraph, as a further one.

In: a raw line and the habits of its text. Out: costs, in the order of bits; the story of the whole text is told by
`plaintext_grammar`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from correction.lexicon import general_zipf
from correction.plaintext_lines import Ending, RawLine
from ocr.language import common_words

DISPLAY_ENDING: dict[Ending, float] = {"sentence": 4.0, "clause": 3.0, "comma": 4.0, "hyphen": 2.0, "none": 0.0}
# A heading that asks or calls out, or that ends its capitals with a stop.
CALLS = 0.5
# Narrower or wider than the column by this much: set in another size than the text. Chinese columns are even.
NARROWER, WIDER_HAN, WIDER_LATIN = 0.8, 1.06, 1.15
LONGEST_DISPLAY_HAN, LONGEST_DISPLAY_LATIN = 64, 110
# A first line that lost a two-character indent is at least this much narrower than the column, in half-widths.
INDENT_SHOWS = 3
# Where indents were lost, 60 to 75 % of the first lines are that short and 2 % of the further ones without an end.
FULL_FIRST, SHORT_FURTHER = 1.7, 2.5
# Spaces in a Chinese line that justification drove apart: it is full, however few its characters.
DRIVEN_APART = 4
# A line that is indented as first lines are, as a heading.
INDENTED_HEADING = 1.5
# A paragraph that opens as a report's next paragraph does, or a list's; by chance few lines begin so.
OPENING_WORDS = 1.5
_OPENING_HAN = re.compile(
    "据(?:了解|介绍|悉|统计)|據(?:聞|悉|稱)|另据|又據|此外|另外|同时|与此同时|近年来|目前|记者(?:了解|获悉|从)"
    "|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[●○◆◇▲△□]"
)
BEGINS_IN_MID_SENTENCE = 5.0
# A Latin line without an end that had room for the next word was broken on purpose.
BROKEN_EARLY = 1.5
# Two clauses with a gap between them instead of a comma.
_TWO_CLAUSES = re.compile(r"[^ \u3000，。；]{4,}[ \u3000]+[^ \u3000，。；]{4,}")
_INNER_STOP_HAN = re.compile(r"[。！？](?=.)")
_INNER_STOP_LATIN = re.compile(r"[a-zà-ÿ]{2}[.!?] [A-ZÀ-Þ]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_FIRST_WORD = re.compile(r"[^\W\d_]*")
# zipf: above it stand the hundred commonest words.
GRAMMAR = 5.6
# A word of grammar with a capital, though the line before has not ended its sentence.
OPENS_SENTENCE = 2.5
_NO_OPENING = frozenset("，。、；：！？,.;:!?”’」』）)》】")


@dataclass(frozen=True, slots=True)
class Habit:
    """How this text is set: in Chinese or not; whether its lines keep their indents or show them by being short.

    `indent` is that of most first lines. `openers` are words with a capital only where a sentence opens. `spaced` is
    the share of paragraphs with a blank line behind them, `cut` that of lines in mid-sentence.
    """

    chinese: bool
    language: str
    indents: bool
    short_firsts: bool
    indent: int
    openers: frozenset[str]
    spaced: float
    cut: float


def find_habit(lines: Sequence[RawLine], language: str) -> Habit:
    """See how paragraphs begin in this text, at the places where one surely ends."""
    chinese = language.startswith("zh")
    starts = [
        line
        for last, line in pairwise(lines)
        if last.ending == "sentence" and not line.credit and line.width > 0.5 * line.after and not last.full
    ]
    indents = sum(line.indent > 0 for line in starts) >= max(1.0, 0.5 * len(starts))
    short = sum(line.width <= line.after - INDENT_SHOWS for line in starts) >= max(2.0, 0.7 * len(starts))
    depths = Counter(line.indent for line in starts if line.indent)
    usual = depths.most_common(1)[0][0] if indents and depths else 0
    openers = frozenset[str]() if chinese else _find_openers(lines, language)
    within = [line.gap for last, line in pairwise(lines) if last.ending in ("none", "hyphen", "comma") and last.full]
    spaced = _share([line.gap for line in starts])
    return Habit(chinese, language, indents, chinese and not indents and short, usual, openers, spaced, _share(within))


def _share(gaps: Sequence[bool]) -> float:
    """Share of gaps; one half where nothing tells."""
    return (sum(gaps) + 0.5) / (len(gaps) + 1)


def _find_openers(lines: Sequence[RawLine], language: str) -> frozenset[str]:
    """Words of grammar: the commonest of the language, and common ones that this text has in lower case.

    Frequency alone does not tell, for German nouns are common too.
    """
    lower = {word for line in lines for word in line.text.split(" ") if word.islower()}
    return grammar_words(language) | (common_words(language) & lower)


@cache
def grammar_words(language: str) -> frozenset[str]:
    """The hundred commonest words of a language, which are all grammar."""
    return frozenset(word for word in common_words(language) if general_zipf(word, language) >= GRAMMAR)


def look_as_first(line: RawLine, habit: Habit) -> float:
    """Cost of a line as the first of a paragraph."""
    cost = 0.3 if line.indent or not habit.indents else 2.3
    if habit.short_firsts and line.width > line.after - INDENT_SHOWS and line.full:
        cost += FULL_FIRST
    if habit.chinese and _OPENING_HAN.match(line.text):
        cost -= OPENING_WORDS
    return cost + begins_in_mid_sentence(line.text)


def look_as_further(line: RawLine, habit: Habit, last: RawLine | None) -> float:
    """Cost of a line as one that goes on from the last; in German any noun may have a capital."""
    cost = 2.0 if line.indent else 0.0
    if habit.short_firsts and _lacks_indent(line):
        cost += SHORT_FURTHER
    if habit.chinese or not line.text[0].isupper():
        return cost
    if last and last.ending == "none" and _FIRST_WORD.match(line.text)[0].lower() in habit.openers:  # type: ignore[index]
        return cost + OPENS_SENTENCE
    return cost + (0.4 if habit.language in ("en", "fr") else 0.0)


def _lacks_indent(line: RawLine) -> bool:
    """Whether a Chinese line without an end is as short as if it had lost an indent, and was not driven apart."""
    short = line.ending in ("none", "comma") and line.width <= line.column - INDENT_SHOWS
    return short and line.text.count(" ") < DRIVEN_APART


def look_as_display(line: RawLine, habit: Habit) -> tuple[float, float]:
    """Cost of a line as the first of a display block and as a further one: short, unpunctuated, in capitals."""
    text, chinese = line.text, habit.chinese
    capitals = line.shouts
    calls = line.ending == "sentence" and (capitals or text[-1] in "!?！？")
    cost = CALLS if calls else DISPLAY_ENDING[line.ending]
    ratio = line.width / (line.after or 1)
    if not chinese and line.ending == "none" and not line.full:
        cost -= BROKEN_EARLY
    else:
        cost += 0.8 if NARROWER <= ratio <= (WIDER_HAN if chinese else WIDER_LATIN) else -0.8
    if line.indent:
        cost += INDENTED_HEADING if line.indent == habit.indent else (0.0 if habit.indents else -1.0)
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
