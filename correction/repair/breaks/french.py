"""Rules for French: numbers, compounds and prefixes.

In: a break and the lexicon of a paper in that language. Out: a verdict, or None where the rule has nothing to say.
wordfreq splits words at their hyphens, so what it lists as one word (estce, peutêtre) may have lost one: the rules
for words that are known to have a hyphen are asked first.
"""

from __future__ import annotations

import re

from correction.lexicon import RARE, Lexicon, fold
from correction.repair.breaks import french_words as known
from correction.repair.breaks.anywhere import WORD_OF_ITS_OWN
from correction.repair.breaks.broken import Break, Verdict
from correction.repair.breaks.french_words import bare, plain
from correction.repair.breaks.syllables import is_syllable_end

# zipf that the rarer half of a compound must have, by the letters of the shorter half. Measured on 2,400 compounds and
# 2,451 breaks within words, none of them listed in one: from here on the compounds are the more.
LEAST_HALF = {1: 4.0, 2: 4.0, 3: 3.0, 4: 2.0, 5: 1.5}
RAREST_HALF = 1.0
# zipf less where no syllable ends: a printer breaks there only at a hyphen.
ILLEGAL_BREAK = 1.0
# zipf 2.5: mi-carême, but mi-grés.
SHORT_FIRST = 2.5
# Letters of a second half that need not be listed: demi-fondiste, non-belligérance.
SHORTEST_SECOND = 5
# zipf 3: anti-tabac, pro-allemand; what is made of rarer words is a word of science (antiarthritique).
COMMON_SIDE = 3.0
# zipf 2.5: franco-belge, maxillo-facial.
LEAST_NATION = 2.5
VOWELS = frozenset("aeiouy")
# M. Beauregard, Mme. Beauregard: no sentence ends there.
ABBREVIATION = re.compile(r"\b[A-Z][a-z]{0,2}\.$")


def numeral(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Vingt-deux keeps its hyphen, and so does vingt-deuxième."""
    if plain(broken.left) in known.TENS and plain(broken.right) in known.UNITS:
        return Verdict("keep", "a compound number", 0.95)
    return None


def compass(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Nord-ouest always has a hyphen."""
    if fold(broken.left) in known.COMPASS and fold(broken.right) in known.COMPASS:
        return Verdict("keep", "a point of the compass", 0.95)
    return None


def compound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Peut-être, chefs-lieux: words that have a hyphen, though the list may have them in one."""
    left, right = plain(bare(broken.left)), plain(broken.right)
    pair = left in known.COMPOUNDS and right in known.COMPOUNDS[left]
    saint = left in known.SAINTS and broken.left.isupper() and len(right) > 2 and lexicon.zipf(right) >= RARE
    if not (pair or saint) or lexicon.seen(broken.left + broken.right):
        return None
    return Verdict("keep", "a compound that has a hyphen", 0.95)


def old_compound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Foot-ball, in a paper that prints très-bon."""
    if plain(broken.right) not in known.OLD_COMPOUNDS.get(plain(bare(broken.left)), ()):
        return None
    old = any(word.startswith("très-") for word in lexicon.sightings)
    return Verdict("keep", "a paper in old spelling", 0.8) if old else None


def listed(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """A word of the list or its plural, however common its halves: compounds of common words are known by name."""
    word = broken.left + broken.right
    whole = max(lexicon.zipf(word), lexicon.zipf(word[:-1]) if fold(word[-1]) in ("s", "x") else 0)
    # HAUTE-VILLE: all in capitals two names may stand together that the list has in one, rare as they are.
    halves = min(map(lexicon.zipf, (broken.left, broken.right)))
    names = word.isupper() and whole < WORD_OF_ITS_OWN <= halves and len(broken.right) > 2
    if whole < RARE or (names and plain(broken.left) not in known.PLACED):
        return None
    return Verdict("join", "a listed word", 0.95)


def ending(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Dynamique-ment, pleure-rez, survo-lions: endings that stand as words in the list."""
    left, right = plain(broken.left), fold(broken.right)
    # But caille-lait, fourmis-lions.
    stem = left not in known.FIRSTS and lexicon.zipf(broken.left) < WORD_OF_ITS_OWN
    noun = left in known.FIRSTS and right in known.NOUN_ENDINGS
    if (right in known.ENDINGS and not noun) or (stem and known.CONJUGATED.fullmatch(right)):
        return Verdict("join", f"ending -{right}", 0.9)
    return None


def doubled(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Soupçon-nait, amortis-sable, combat-trai: the consonant is doubled before an ending."""
    left, right = fold(broken.left), fold(broken.right)
    seam = left[-2:] + right[:1]
    if seam in known.DOUBLED and left != "non" and known.SUFFIX.fullmatch(right[1:]):
        return Verdict("join", f"{seam[-1]} doubled before an ending", 0.85)
    return None


def bound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Re-verrez, sur-humain: prefixes that take no hyphen."""
    left, right = bare(broken.left), fold(broken.right)
    if left in known.BOUND or (left == "ex" and known.VERB_BEHIND_EX.match(right)):
        return Verdict("join", f"prefix {left}, which has no hyphen", 0.9)
    return None


def combining(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Micro-logiciel is one word; auto-école and pro-allemand are not, nor are those in -o that none joins (afro-)."""
    left, right = plain(bare(broken.left)), broken.right
    if left in known.COMBINING:
        apart = plain(right)[0] in VOWELS or (left in known.SIDES and lexicon.zipf(right) >= COMMON_SIDE)
        return Verdict("keep" if apart else "join", f"first half {left}-", 0.7)
    if left.endswith("o") and min(len(left), len(right)) >= 4 and lexicon.zipf(right) >= LEAST_NATION:
        return Verdict("keep", "a first half in -o", 0.7)
    return None


def name(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Within a sentence a capital begins a name, and a name with a hyphen has two (Beau-regard, but Saint-Denis)."""
    left = broken.left[len(broken.left) - len(bare(broken.left)) :]
    if not (left.istitle() and broken.right.islower()) or plain(left) in known.PLACED | known.NATIONS:
        return None
    before = broken.before.rstrip(" \t'’")
    if not (before[-1:].isalnum() or before[-1:] == "," or ABBREVIATION.search(before)):
        return None
    return Verdict("join", "a name: joined by a hyphen both halves had a capital", 0.75)


def prefix(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Sous-préfet, porte-parole: first halves that keep their hyphen before a word."""
    left = plain(bare(broken.left))
    least = SHORT_FIRST if len(left) < 3 else min(RARE, _least(broken.right))
    word = fold(broken.left) in known.SURE_FIRSTS and len(broken.right) >= SHORTEST_SECOND
    if left in known.FIRSTS and (word or lexicon.zipf(broken.right) >= least or lexicon.seen(broken.right)):
        return Verdict("keep", f"first half {left}-", 0.8)
    return None


def two_words(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Two words that the list does not have as one: the longer they are, the rarer they may be."""
    left = bare(broken.left)
    halves = min(lexicon.zipf(left), lexicon.zipf(broken.right))
    least = _least(min(left, broken.right, key=len))
    if halves and not is_syllable_end(fold(broken.left), fold(broken.right), "fr"):
        least -= ILLEGAL_BREAK
    if halves >= least:
        return Verdict("offer", "an unlisted word of two words", 0.6, meanwhile="keep")
    return None


def _least(word: str) -> float:
    """The zipf that makes two words of two halves, by the shorter of them."""
    return LEAST_HALF.get(len(word), RAREST_HALF)
