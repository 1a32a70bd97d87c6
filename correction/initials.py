"""Drop capitals: whether one is the first letter of the word beside it or a word by itself.

In: the capital and the printed line beside it. Out: both as one text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from correction.lexicon import fold, general_zipf
from ocr.layout.initials import QUOTES
from ocr.page import Language

# Capitals that are words: I said, À Paris, Y a-t-il, O selige Zeit.
WORDS: Mapping[str, str] = {"en": "AIO", "fr": "AÀOÔY", "de": "O"}
_FIRST = re.compile(r"[^\W\d_]+")
WHOLE = 9.0  # zipf of a word that all of the text would be
TOGETHER = 0.3  # zipf: words that follow each other are likelier than chance would have it (y a: 4.5, misspelt ya: 4.6)


def join_initial(capital: str, line: str, language: Language) -> str:
    """Put a capital before its line, with a space where two words are likelier than the one that both would make.

    >>> join_initial("I", "said that", "en"), join_initial("I", "n the town", "en"), join_initial("T", "he town", "en")
    ('I said that', 'In the town', 'The town')
    """
    bare, word = capital.strip(QUOTES), _FIRST.match(line)
    if bare not in WORDS.get(language, "") or (word is None and not line[:1].isdigit()):
        return capital + line
    if word is None:
        return f"{capital} {line}"
    one = general_zipf(fold(bare + word[0]), language)
    other = general_zipf(fold(word[0]), language)
    two = general_zipf(fold(bare), language) + other - WHOLE + TOGETHER if other else float(word[0].istitle())
    return f"{capital} {line}" if two > one else capital + line
