"""Where a word may be broken, by the patterns of its language.

In: two halves and a language code. Out: whether a syllable ends between them. Source: Liang 1983, by pyphen.
"""

from __future__ import annotations

from functools import cache

import pyphen

_DICTIONARIES = {"de": ("de_DE",), "en": ("en_US", "en_GB")}


def is_syllable_end(left: str, right: str, language: str) -> bool:
    """Whether the patterns allow a break between the halves; English ones for a language that has none.

    >>> is_syllable_end("coun", "cil", "en"), is_syllable_end("cou", "ncil", "en")
    (True, False)
    """
    return any(len(left) in p.positions(left + right) for p in _hyphenators(language))


def has_patterns(language: str) -> bool:
    """Whether there are patterns for a language, so that its line ends can be mended.

    >>> has_patterns("it"), has_patterns("zh")
    (True, False)
    """
    return language in _DICTIONARIES or pyphen.language_fallback(language) is not None


@cache
def _hyphenators(language: str) -> tuple[pyphen.Pyphen, ...]:
    known = _DICTIONARIES.get(language) or tuple(filter(None, [pyphen.language_fallback(language)]))
    return tuple(pyphen.Pyphen(lang=name) for name in known or _DICTIONARIES["en"])
