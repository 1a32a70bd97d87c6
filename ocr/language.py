"""The language of a text, told from its letters and words.

In: any text. Out: one of the five languages. Han text is traditional or simplified by the characters that only one
of the two national character sets holds; Latin text by how many of its words are common in each language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import islice

from ocr.page import Direction, Language, Script

# A few thousand characters settle it; reading on would only cost time.
SAMPLE_CHARACTERS = 20_000
SAMPLE_WORDS = 2_000
# Newspapers in Han script quote Latin names, not the other way round.
HAN_SHARE = 0.2
# zipf 5: the about thousand commonest words of a language, its grammar.
COMMON = 5.0
# zipf 2.5: words that occur at all in print; below it stand misreadings too.
KNOWN = 2.5
HAN_PRINT = 0.3  # of the characters of a sample that is read from a picture, kana included
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_WORD = re.compile(r"[^\W\d_]+")
_SPELLINGS = str.maketrans({"ſ": "s"})
LATIN: tuple[Language, ...] = ("en", "de", "fr")


def direction_of(language: Language | None, script: Script | None) -> Direction | None:
    """The direction that a language or script settles; None where both ways are known.

    >>> direction_of("en", None), direction_of("zh", None), direction_of(None, "fraktur")
    ('horizontal', None, 'horizontal')
    """
    return "horizontal" if language in LATIN or script in ("latin", "fraktur") else None


def is_han_print(read: str) -> bool:
    """Whether what was read from a page is Han print: Chinese or Japanese; nothing read is not.

    >>> is_han_print("上海 The Times"), is_han_print("ニュースを伝える"), is_han_print("")
    (False, True, False)
    """
    return bool(read) and sum("぀" <= c <= "鿿" for c in read) >= HAN_PRINT * len(read)


def detect_language(text: str) -> Language:
    """Tell the language of a text; English when nothing in it tells.

    >>> detect_language("Der Rat der Stadt hat die neue Brücke beschlossen.")
    'de'
    >>> detect_language("上海淪陷後、日僞實施統制"), detect_language("实施统制，开展工作")
    ('zh-Hant', 'zh')
    """
    sample = text[:SAMPLE_CHARACTERS]
    han = _HAN.findall(sample)
    letters = sum(len(w) for w in _WORD.findall(sample))
    if han and len(han) >= HAN_SHARE * letters:
        return _chinese(han)
    words = [w.translate(_SPELLINGS).lower() for w in islice(_WORD.findall(sample), SAMPLE_WORDS)]
    scores = {language: sum(w in common_words(language) for w in words) for language in LATIN}
    return max(LATIN, key=lambda language: scores[language])


def _chinese(characters: list[str]) -> Language:
    """Weigh the characters that only GB 2312 holds (simplified) against those that only Big5 holds."""
    simplified = traditional = 0
    for character, times in Counter(characters).items():
        in_gb, in_big5 = _encodable(character, "gb2312"), _encodable(character, "big5")
        simplified += times * (in_gb and not in_big5)
        traditional += times * (in_big5 and not in_gb)
    return "zh-Hant" if traditional > simplified else "zh"


@cache
def _encodable(character: str, encoding: str) -> bool:
    """Tell whether a character is in a national character set."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def common_words(language: str) -> frozenset[str]:
    """Give the words of a language at or above zipf frequency 5; none for a language without a list."""
    import wordfreq

    if language not in wordfreq.available_languages():
        return frozenset()
    frequencies: Mapping[str, float] = wordfreq.get_frequency_dict(language)
    return frozenset(w for w, f in frequencies.items() if f >= 10 ** (COMMON - 9))


def known_share(text: str) -> float:
    """The share of a Latin text's words that are known in the language that knows the most of them.

    >>> known_share("The council of the town") > known_share("Tfje conncll oj lhe lown")
    True
    """
    import wordfreq

    words = [w.translate(_SPELLINGS).lower() for w in islice(_WORD.findall(text), SAMPLE_WORDS) if len(w) > 1]
    if not words:
        return 0.0
    return max(sum(wordfreq.zipf_frequency(w, language) >= KNOWN for w in words) for language in LATIN) / len(words)
