"""What the halves of an English word are: words of their own, endings, participles.

In: folded halves and the lexicon of a paper. Out: yes or no, or the stems that a half may have.
"""

from __future__ import annotations

from correction.lexicon import RARE, Lexicon, fold
from correction.repair.breaks import english_halves as halves
from correction.repair.breaks.broken import Break

# zipf 2.5: a listed word, more than a slip of the web (frontpage 2.3).
WELL_LISTED = 2.5
# zipf 3: once in a million words; rarer short halves are syllables that happen to be listed.
WORD_OF_ITS_OWN = 3.0
# zipf 3.6: behind a prefix that keeps its hyphen a more common whole is a word in its own right (halfway 4.1, nonstop
# 3.5); the same for a participle (widespread 4.2, hard-working 3.3).
COMMON_WHOLE = 3.6
# zipf 4: a common word, which hardly begins or ends a name.
COMMON = 4.0


def bare(half: str) -> str:
    """Fold a half and take its 's off."""
    return fold(half).removesuffix("'s")


def whole(broken: Break) -> str:
    """Fold both halves into one word, without its 's."""
    return fold(broken.left) + bare(broken.right)


def is_word(half: str, lexicon: Lexicon, shortest: int = 3) -> bool:
    """Whether a half is a word of its own and no syllable; the list has many syllables, all of them short."""
    if len(half) < shortest or half in halves.ENDINGS:
        return False
    if lexicon.zipf(half) >= (RARE if len(half) > 5 else WELL_LISTED if len(half) > 4 else WORD_OF_ITS_OWN):
        return True
    return len(half) > 4 and any(lexicon.zipf(stem) >= COMMON_WHOLE for stem in _formed_of(half))


def _formed_of(word: str) -> tuple[str, ...]:
    """What an unlisted noun may be made of: punchers, polisher, cupful, drays."""
    for end in ("ers", "er", "ful", "s"):
        if word.endswith(end) and len(word) > len(end) + 2:
            stem = word[: -len(end)]
            return (stem, stem + "e") if end.startswith("e") else (stem,)
    return ()


def is_participle(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a participle, or ends as one behind a word (eyed)."""
    if word in halves.PARTICIPLES or word in halves.ENDINGS:
        return word in halves.PARTICIPLES
    # Short stems are more often syllables (Span-gled).
    return any(
        lexicon.zipf(stem) >= (WELL_LISTED if len(stem) > 3 else COMMON) for stem in stems(word) if len(stem) > 2
    )


def is_verb(left: str, right: str, lexicon: Lexicon, listed: float) -> bool:
    """Whether both halves are the participle of one verb: whitewashed, capsized."""
    return any(lexicon.zipf(left + stem) >= listed for stem in stems(right) if len(stem) > 2)


def stems(word: str) -> tuple[str, ...]:
    """What a word in -ed or -ing may be made of."""
    for end in ("ed", "ing"):
        if word.endswith(end) and len(word) > max(3, len(end) + 1):
            stem = word[: -len(end)]
            doubled = (stem[:-1],) if stem[-1] == stem[-2] or stem.endswith("ck") else ()
            changed = (stem[:-1] + "y",) if stem[-1] == "i" else ()
            return (stem, stem + "e", *doubled, *changed)
    return ()
