"""Rules for German words that the old spelling prints otherwise where they are broken.

In: a break and the lexicon of a paper in German. Out: an offer of the word as it stands unbroken, or None. The printed
letters stay in the text. Source: the rules of spelling of 1901 and, for what they changed, of 1996.
"""

from __future__ import annotations

from correction.lexicon import RARE, Lexicon, fold
from correction.repair.breaks.anywhere import WORD_OF_ITS_OWN
from correction.repair.breaks.broken import Break, Verdict, words

SPELT_OLD = words("daß muß mußte läßt laßt theil thun thür giebt seyn")
SPELT_NEW = words("dass muss musste lässt")
_VOWELS = frozenset("aeiouyäöü")
_DIPHTHONGS = words("ei ai au eu äu ie ey ay")
# Letters: a shorter word may lie over a break by chance (Grafi-k-k-erze: Ficker), and no need to look on for longer.
SHORTEST_INNER, FARTHEST = 7, 8


def double_k(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Zuk-ker stands for Zucker, and is offered so."""
    if broken.left[-1] not in "kK" or broken.right[0] not in "kK":
        return None
    left, right = fold(broken.left), fold(broken.right)
    # ck stands behind a short vowel alone; and a paper that prints Akkord means it.
    if left[-2:-1] not in _VOWELS or left[-3:-1] in _DIPHTHONGS or lexicon.seen(left + right):
        return None
    # Musik-kapelle is a compound; Mokka has its two k.
    compound = len(right) > 4 and lexicon.zipf(right) >= WORD_OF_ITS_OWN
    if compound or lexicon.zipf(left + right) >= min(RARE, lexicon.zipf(f"{left[:-1]}c{right}") or RARE):
        return None
    if right[1:2] not in _VOWELS and not _holds_ck(left, right, lexicon):
        return None
    offered = broken.left[:-1] + ("C" if broken.left[-1].isupper() else "c") + broken.right
    return Verdict("offer", "k-k may stand for ck", 0.6, offered=offered)


def _holds_ck(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether a listed word with ck lies over the break: Bük-klingmachen has Bückling."""
    starts = range(max(0, len(left) - FARTHEST), len(left) - 1)
    ends = range(min(len(right), FARTHEST), 1, -1)
    inner = (f"{left[start:-1]}c{right[:end]}" for start in starts for end in ends)
    return any(lexicon.zipf(word) > 0 for word in inner if len(word) >= SHORTEST_INNER)


def triple(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Schiff-fahrt was printed for Schiffahrt until 1996, and is offered so."""
    left, right = fold(broken.left), fold(broken.right)
    if left[-2:] != 2 * right[0] or right[0] in _VOWELS or right[0] == "s" or right[1:2] not in _VOWELS:
        return None
    # Three letters it is where the paper prints three, or spells as has been done since 1996.
    if lexicon.seen(left + right) or sum(map(lexicon.seen, SPELT_NEW)) > sum(map(lexicon.seen, SPELT_OLD)):
        return None
    offered = broken.left + broken.right[1:]
    return Verdict("offer", "of three consonants the old spelling had two", 0.6, offered=offered)
