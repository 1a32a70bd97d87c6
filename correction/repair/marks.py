"""Marks that Chinese print has in two forms, half wide and full: where they stand, and which form a page prefers.

In: printed texts. Out: the places of such marks in the Chinese of a text, and `Habits`, the form that prevails for
each. Marks of numbers (1,000 and 12:30), of Latin words and of addresses are none of them. What stands beside a mark is
judged alike in both forms, so that a unified text has the same places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from correction.repair.transliteration import SOUNDS

# Half and full width of each mark; quotation marks that open and that close are told apart by their order.
PAIRS = (",，", ".。", ":：", ";；", "?？", "!！")
OPENING, CLOSING = {"(": "(（", '"': '"“'}, {"(": ")）", '"': '"”'}
_KIND = {form: pair[0] for pair in PAIRS for form in pair}
_FORMS = {(pair[0], False): pair for pair in PAIRS} | {(mark, False): pair for mark, pair in OPENING.items()}
_FORMS |= {(mark, True): pair for mark, pair in CLOSING.items()}
# 永安.新新.大新: up to this many characters between two points are no sentence.
LONGEST_NAME = 3
_HAN = re.compile(r"[〇々㐀-䶿一-鿿豈-﫿]")
_POINT = re.compile(r"[.。,，;；:：?？!！、()（）\"“”]")
_SITE = re.compile(r"[,，.。:：;；?？!！]")
_QUOTE = re.compile(r'["“”]')
_BRACKET = re.compile(r"[()（）]")
_CLOSING = frozenset(')）"“”》」』】〕%％…')


@dataclass(frozen=True, slots=True)
class Place:
    """One mark in a text and what it is: the half-width form, with `closes` for the second one of a pair."""

    at: int
    mark: str
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Habits:
    """The form of each mark that prevails, full width True; marks of which none does are left out."""

    full: Mapping[str, bool] = field(default_factory=dict)

    def form(self, place: Place) -> str | None:
        """How the mark of a place is to be printed; None where nothing prevails."""
        full = self.full.get(place.mark)
        return None if full is None else _FORMS[place.mark, place.closes][full]


NO_HABITS = Habits()


def count_habits(texts: Iterable[str]) -> Habits:
    """Count the forms of all marks; the one that most have prevails.

    >>> count_habits(["近日，平湖市,嘉兴市，海盐县"]).full
    {',': True}
    """
    seen = Counter((place.mark, text[place.at] > "\x7f") for text in texts for place in find_marks(text))
    marks = dict.fromkeys(mark for mark, _ in seen)
    return Habits(
        {mark: seen[mark, True] > seen[mark, False] for mark in marks if seen[mark, True] != seen[mark, False]}
    )


def find_marks(text: str) -> list[Place]:
    """Find the marks of a text's Chinese, white space between characters aside.

    >>> [place.at for place in find_marks("产值1,000万元,增长3.5%")]
    [9]
    """
    bare = [(i, c) for i, c in enumerate(text) if not c.isspace()]
    solid = "".join(c for _, c in bare)
    found = [*_points(solid), *_brackets(solid), *_quotes(solid)]
    return [Place(bare[place.at][0], place.mark, place.closes) for place in sorted(found, key=lambda place: place.at)]


def _points(text: str) -> Iterator[Place]:
    """The points that stand behind Chinese, or between a number or Latin word and Chinese."""
    for match in _SITE.finditer(text):
        at, mark = match.start(), _KIND[match[0]]
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        closed = before != "" and before in _CLOSING and (_is_han(after) or _is_han(text[max(0, at - 2) : at - 1]))
        behind = closed or _is_han(before)
        if mark == ".":
            fits = behind and _ends_sentence(text, at)
        else:
            fits = behind or (mark in ",;" and before.isalnum() and _is_han(after))
        if fits:
            yield Place(at, mark)


def _ends_sentence(text: str, at: int) -> bool:
    """Whether a point ends a sentence, instead of parting the words of a foreign name or of a list, or a number."""
    after = text[at + 1 : at + 2]
    if not after or after in ')）"“”「『《（(':
        return True
    if not _is_han(after):
        return False
    if text[at - 1] in SOUNDS and after in SOUNDS:
        return False
    left = _POINT.search(text[max(0, at - LONGEST_NAME - 1) : at][::-1])
    right = _POINT.search(text, at + 1, at + LONGEST_NAME + 2)
    return not (_is_point(left) or _is_point(right))


def _is_point(match: re.Match[str] | None) -> bool:
    return match is not None and match[0] in ".。"


def _brackets(text: str) -> Iterator[Place]:
    """The round brackets in pairs that hold Chinese or stand beside it."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        at = match.start()
        if match[0] in "(（":
            opened.append(at)
        elif opened:
            start = opened.pop()
            if _HAN.search(text, start, at) or _is_han(text[start - 1 : start] if start else ""):
                yield from (Place(start, "("), Place(at, "(", closes=True))


def _quotes(text: str) -> Iterator[Place]:
    """The quotation marks in pairs that hold Chinese or stand behind it; none where they do not alternate."""
    quotes = [match.start() for match in _QUOTE.finditer(text)]
    if len(quotes) % 2 or any(text[at] == "”“"[turn % 2] for turn, at in enumerate(quotes)):
        return
    for start, end in zip(quotes[::2], quotes[1::2], strict=True):
        if _HAN.search(text, start, end) or _is_han(text[start - 1 : start] if start else ""):
            yield from (Place(start, '"'), Place(end, '"', closes=True))


def _is_han(character: str) -> bool:
    return _HAN.match(character) is not None
