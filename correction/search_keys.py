r"""Search keys: what is alike to a reader becomes one token, in the text that is searched and in what is asked.

In: printed text, one `\n` between lines, or a word that a person typed. Out: keys in their order. Case, ſ, ligatures,
full-width forms and accents are folded; Han characters become simplified, two at a time, as Chinese has no spaces:
平湖縣 is 平湖, 湖县, 县. German is folded further, to one spelling of all its reforms, and marked, so that English thin
is not found with tin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from correction.lexicon import HYPHENS

FORMAT = 2  # counted up with every change of keys: an index of other keys is made anew
GAP = "¦"  # stands between keys that are no neighbours in the text
GERMAN = "de:"
LONGEST = 100  # characters of a key; PostgreSQL bounds them

_H = "々〇〻぀-ゟ゠-ヺー-ヿㄅ-ㄯ㇀-㇣ㇰ-ㇿ㐀-䶿一-鿿豈-﫿ｦ-ﾟ\U00020000-\U000323af"
_GLUE = re.escape(HYPHENS)
LETTER = rf"(?:(?![{_H}])[^\W_]|[\u0300-\u036f])"  # of a word, in scripts that set spaces between words
_LATIN = rf"(?![\u0300-\u036f]){LETTER}+"
_TOKEN = re.compile(
    # Han set wide, a character at a time; Han over line ends; words, broken at line ends and hyphenated.
    rf"(?P<wide>(?<![{_H}])[{_H}](?:[ \u3000]+[{_H}](?![{_H}]))+)|(?P<han>[{_H}]+(?:\n[{_H}]+)*)"
    rf"|(?P<word>{_LATIN}(?:[{_GLUE}](?:[ \t]*\n[ \t]*)?{_LATIN})*)"
)
_PART = re.compile(_LATIN)
_SPECIAL = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ꝛ": "r", "ı": "i"})
_UMLAUT = re.compile("([aou])[\u0308\u0364]")
# Spellings before 1901 and today's, both brought to one that need not be either.
_OLD_GERMAN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(old), new)
    for old, new in (
        ("th+", "t"),
        ("ph", "f"),
        ("todt", "tot"),
        ("c(?=[eiy]|ae|oe)", "z"),
        ("c(?![hk])", "k"),
        ("y", "i"),
        ("ier(?=e|t|st|ung)", "ir"),
        ("gieb", "gib"),
        ("ieng", "ing"),
        ("aa", "a"),
        ("niss$", "nis"),
    )
)


@dataclass(frozen=True, slots=True)
class Key:
    """A token and the stretch of text that it stands for, in code points."""

    token: str
    start: int
    end: int


def keys(text: str, language: str) -> list[str]:
    r"""The tokens of a text in their order; behind a gap those of words that may be read in two ways.

    >>> keys("Die Thüren des Raths-\nkellers", "de")
    ['de:die', 'de:tueren', 'de:des', 'de:ratskellers', '¦', 'de:rats', '¦', 'de:kellers']
    >>> keys("平湖\n縣", "zh-Hant")
    ['平湖', '湖县', '县']
    """
    return [key.token for key in placed_keys(text, language)]


def placed_keys(text: str, language: str) -> list[Key]:
    """The tokens of a text with their places."""
    mark = GERMAN if language == "de" else ""
    found: list[Key] = []
    forms: list[Key] = []
    for match in _TOKEN.finditer(text):
        if match["word"] is None:
            found += _han_keys(match)
            continue
        words, others = _compound(match["word"], match.start())
        found += [_latin_key(word, mark) for word in words]
        forms += [_latin_key(word, mark) for word in others]
    for form in forms:
        found += [Key(GAP, form.start, form.start), form]
    return found


def asked_keys(words: str) -> list[tuple[tuple[str, ...], bool]]:
    """What a word or phrase may stand for: tokens one behind the other, and whether the last is only a beginning.

    >>> asked_keys("Tür")
    [(('tur',), False), (('de:tuer',), False)]
    >>> asked_keys("湖")
    [(('湖',), True)]
    """
    ways: dict[tuple[tuple[str, ...], bool], None] = {}
    for language in ("", "de"):
        for text in (words, re.sub(rf"(?<=\w)[{_GLUE}](?=\w)", "", words)):
            tokens = [key.token for key in placed_keys(text, language)]
            tokens = tokens[: tokens.index(GAP)] if GAP in tokens else tokens
            if not tokens:
                continue
            alone = _is_han(tokens[-1]) and len(tokens[-1]) == 1
            # The last character of a text is a key of its own; what is asked for may go on.
            cut = alone and len(tokens) > 1 and len(tokens[-2]) == 2 and tokens[-2][1] == tokens[-1]
            ways[(tuple(tokens[:-1]), False) if cut else (tuple(tokens), alone)] = None
    return list(ways)


def matches(placed: Sequence[Key], tokens: Sequence[str], prefix: bool) -> Iterator[tuple[int, int]]:
    """The stretches of text where tokens stand one behind the other."""
    *whole, last = tokens
    for i in range(len(placed) - len(whole)):
        here = placed[i : i + len(tokens)]
        ends = here[-1].token.startswith(last) if prefix else here[-1].token == last
        if ends and [key.token for key in here[:-1]] == whole:
            yield here[0].start, here[0].start + 1 if prefix and _is_han(last) and not whole else here[-1].end


@lru_cache(maxsize=200_000)
def fold(word: str, german: bool = False) -> str:
    """A Latin word as it is compared.

    >>> fold("ﬂieſſend"), fold("ÉLECTION"), fold("Centralbahnhöfe", german=True)
    ('fliessend', 'election', 'zentralbahnhoefe')
    """
    apart = unicodedata.normalize("NFKD", word).casefold().translate(_SPECIAL)
    if german:
        apart = _UMLAUT.sub(r"\1e", apart)
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    if german:
        for old, new in _OLD_GERMAN:
            bare = old.sub(new, bare)
    return bare[:LONGEST]


@cache
def fold_han(character: str) -> str:
    """A Han character as it is compared: simplified, its variants one.

    >>> [fold_han(c) for c in "縣裡衆峯説"]
    ['县', '里', '众', '峰', '说']
    """
    folded = unicodedata.normalize("NFKC", character)
    for converter in _converters():
        folded = converter.convert(folded)
    return folded if len(folded) == 1 else character


def _han_keys(match: re.Match[str]) -> Iterator[Key]:
    """Every character with the one behind it; the last alone."""
    at = [i for i in range(match.start(), match.end()) if not match.string[i].isspace()]
    folded = [fold_han(match.string[i]) for i in at]
    for n, i in enumerate(at):
        yield Key("".join(folded[n : n + 2]), i, at[min(n + 1, len(at) - 1)] + 1)


def _latin_key(word: tuple[str, int, int], mark: str) -> Key:
    return Key(mark + fold(word[0], bool(mark)), word[1], word[2])


def _compound(word: str, start: int) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """The words that hyphens and line ends make of parts, as they most likely are, and what else they may be."""
    parts = [(part.group(), start + part.start(), start + part.end()) for part in _PART.finditer(word)]
    if len(parts) == 1:
        return parts, []
    words = [parts[0]]
    joined = False
    for part in parts[1:]:
        between = word[words[-1][2] - start : part[1] - start]
        # A small letter behind a hyphen at a line end goes on with the word; so does what a soft hyphen parts.
        if "\u00ad" in between or ("\n" in between and part[0][0].islower()):
            words[-1] = (words[-1][0] + part[0], words[-1][1], part[2])
            joined = True
        else:
            words.append(part)
    whole = ("".join(part for part, _, _ in parts), parts[0][1], parts[-1][2])
    return words, (parts if joined else []) + ([whole] if len(words) > 1 else [])


def _is_han(token: str) -> bool:
    return re.match(f"[{_H}]", token) is not None


@cache
def _converters() -> tuple[Any, ...]:
    """Forms of Japan, Hong Kong and Taiwan to OpenCC's standard, and that to simplified characters."""
    from opencc import OpenCC

    return tuple(OpenCC(name) for name in ("jp2t", "hk2t", "tw2t", "t2s"))
