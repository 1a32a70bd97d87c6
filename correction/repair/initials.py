"""Drop capitals: put to the word that one begins, or before it where it is a word by itself.

In: a passage whose first line is a drop capital. Out: an edit of that line's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from correction.lexicon import fold, general_zipf
from correction.repair.passage import Edit, Passage
from ocr.layout.initials import QUOTES

# Capitals that are words: I said, À Paris, Y a-t-il, O selige Zeit.
WORDS: Mapping[str, str] = {"en": "AIO", "fr": "AÀOÔY", "de": "O"}
_FIRST = re.compile(r"[^\W\d_]+")
WHOLE = 9.0  # zipf of a word that all of the text would be
TOGETHER = 0.3  # zipf: words that follow each other are likelier than chance would have it (y a: 4.5, misspelt ya: 4.6)


def join_initials(passage: Passage) -> Iterator[Edit]:
    """Join the capital and the line beside it."""
    capital, line_end, rest = passage.text.partition("\n")
    if not passage.initial or not line_end:
        return
    beside = rest.partition("\n")[0]
    joined = join_initial(capital, beside, passage.language)
    space = joined[len(capital) : len(joined) - len(beside)]
    yield Edit(len(capital), len(capital) + 1, space, "a drop capital and the line beside it")


def join_initial(capital: str, line: str, language: str) -> str:
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
