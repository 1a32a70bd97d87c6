"""Rules for French.

In: a break and the lexicon of a paper in that language. Out: a verdict, or None where the rule has nothing to say.
wordfreq splits words at their hyphens, so what it lists as one word (estce, peutêtre) may have lost one: the rules
for words that are known to have a hyphen are asked first.
"""

from __future__ import annotations

import re

from correction.lexicon import HYPHENS, RARE, Lexicon, fold
from correction.repair.breaks import french_words as known
from correction.repair.breaks.anywhere import WORD_OF_ITS_OWN
from correction.repair.breaks.broken import Break, Verdict
from correction.repair.breaks.french_words import plain
from correction.repair.breaks.syllables import is_syllable_end

# zipf 4: behind a hyphen "en-" or "sur-" begins a common word (sous-en-tendu, demi-sur-prise) or is one (arc-en-ciel).
COMMON_WHOLE = 4.0
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


def elision(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Lors-qu'il is one word, va-t'en and chef-d'œuvre are two: what stands before the apostrophe tells."""
    before, apostrophe, after = fold(broken.right).partition("'")
    if not apostrophe:
        return None
    if _bare(broken.left) + before in known.ELIDED:
        return Verdict("join", "a word that drops its vowel", 0.95)
    if before in known.ELIDED_PRONOUNS and after in ("en", "y"):
        return Verdict("keep", f"pronouns -{fold(broken.right)}", 0.95)
    return Verdict("keep", "an elision behind a whole word", 0.9) if before in ("d", "l") else None


def euphonic_t(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Y a-t-il keeps both hyphens."""
    left, right = fold(broken.left), fold(broken.right)
    before, after = left == "t" and right in known.AFTER_T, right == "t" and _is_hyphen(broken.tail)
    return Verdict("keep", "-t- between verb and pronoun", 0.97) if before or after else None


def chain(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Arc-en-ciel, Pont-sur-Marne: a particle between hyphens."""
    left, right, word = fold(broken.left), fold(broken.right), broken.left + broken.right
    inner = left in known.LINKS and _is_hyphen(broken.head[-1:]) and not (broken.left.istitle() and broken.right.islower())
    if inner and lexicon.zipf(word) < COMMON_WHOLE and (left == "à" or lexicon.zipf(right) >= RARE):
        return Verdict("keep", f"-{left}- between two hyphens", 0.95)
    if right in known.LINKS and _is_hyphen(broken.tail) and lexicon.zipf(word) < WORD_OF_ITS_OWN:
        return Verdict("keep", f"-{right}- between two hyphens", 0.95)
    return None


def particle(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Celui-ci, là-bas, au-dessus, lui-même."""
    left, right = _bare(broken.left), fold(broken.right)
    if right in ("même", "mêmes") or (left == "là" and right.isalpha()):
        return Verdict("keep", "particle même or là", 0.95)
    if right == "là" and left not in known.ENDING_IN_LA:
        return Verdict("keep", "particle -là", 0.95)
    if right in ("ci", "la") and left in known.DEMONSTRATIVES:
        return Verdict("keep", f"particle -{right}", 0.95)
    # Merci, noirci: the stem is no noun, or the whole is a word.
    noun = left not in known.ENDING_IN_CI and lexicon.zipf(left) >= WORD_OF_ITS_OWN
    if right == "ci" and noun and not lexicon.knows(left + right):
        return Verdict("keep", "particle -ci", 0.85)
    if right in known.PLACES.get(left, ()) and not _is_coat(broken):
        return Verdict("keep", f"particle {left}-", 0.95)
    return None


def clitic(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Dit-il, donne-moi: a pronoun behind a verb form that can take it.

    No word ends as dit-il, avons-nous or est-ce would if they were joined (French breaks no word between a consonant
    and a vowel); donne-le and dis-leur look like tabou-le and cou-leur, so there the halves must be words.
    """
    verb, pronoun = _bare(broken.left), fold(broken.right)
    if len(verb) > 1 and verb.endswith(known.SURE_PRONOUNS.get(pronoun, ())):
        return Verdict("keep", f"pronoun -{pronoun}", 0.95)
    likely = pronoun in known.OBJECTS and verb.endswith(known.IMPERATIVES)
    if likely and lexicon.zipf(verb) >= RARE and not lexicon.knows(verb + pronoun):
        return Verdict("keep", f"pronoun -{pronoun}", 0.85)
    return None


def compound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Peut-être, chefs-lieux: words that have a hyphen, though the list may have them in one."""
    left, right = plain(_bare(broken.left)), plain(broken.right)
    pair = left in known.COMPOUNDS and right in known.COMPOUNDS[left]
    saint = left in known.SAINTS and broken.left.isupper() and len(right) > 2 and lexicon.zipf(right) >= RARE
    if not (pair or saint) or lexicon.seen(broken.left + broken.right):
        return None
    return Verdict("keep", "a compound that has a hyphen", 0.95)


def listed(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """A word of the list, common as its halves may be: French compounds of common words are known by name."""
    left, right = broken.left, broken.right
    # ÉTATS-UNIS: all in capitals two names may stand together that the list has in one.
    halves = min(map(lexicon.zipf, (left, right)))
    names = left.isupper() and right.isupper() and halves >= WORD_OF_ITS_OWN and len(right) > 2
    names &= plain(left) not in known.PLACED
    singular = right[:-1] if right[-1:] in ("s", "x") else right
    if max(lexicon.zipf(left + right), lexicon.zipf(left + singular)) >= RARE and not names:
        return Verdict("join", "a listed word", 0.95)
    return None


def ending(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Dynamique-ment, pleure-rez, soupçon-nait: endings that stand as words in the list."""
    left, right = fold(broken.left), fold(broken.right)
    first = plain(left) in known.FIRSTS
    whole = right in known.ENDINGS or (right in known.NOUN_ENDINGS and not first)
    conjugated = known.CONJUGATED.fullmatch(right) and not first
    seam = left[-2:] + right[:1]
    doubled = (seam == "onn" and left != "non") or (seam in ("iss", "ass") and lexicon.zipf(left) < COMMON_WHOLE)
    doubled |= seam == "att" and lexicon.zipf(right) < COMMON_WHOLE
    return Verdict("join", f"ending -{right}", 0.9) if whole or conjugated or doubled else None


def bound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Re-verrez, sur-humain: prefixes that take no hyphen."""
    left, right = _bare(broken.left), fold(broken.right)
    if left in known.BOUND or (left == "ex" and known.VERB_BEHIND_EX.match(right)):
        return Verdict("join", f"prefix {left}, which has no hyphen", 0.9)
    return None


def combining(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Micro-logiciel is one word; auto-école and pro-allemand are not, nor is what none writes in one (socio-, afro-)."""
    left, right = plain(_bare(broken.left)), broken.right
    if left in known.COMBINING:
        apart = plain(right)[0] in VOWELS or (left in known.SIDES and lexicon.zipf(right) >= COMMON_SIDE)
        return Verdict("keep" if apart else "join", f"first half {left}-", 0.7)
    if left.endswith("o") and min(len(left), len(right)) >= 4 and lexicon.zipf(right) >= LEAST_NATION:
        return Verdict("keep", "a first half in -o", 0.7)
    return None


def name(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Within a sentence a capital begins a name, and a name with a hyphen has two (Beau-regard, but Saint-Denis)."""
    left = broken.left[len(broken.left) - len(_bare(broken.left)) :]
    if not (left.istitle() and broken.right.islower()) or plain(left) in known.PLACED | known.NATIONS:
        return None
    before = broken.head.rstrip(" \t'’")
    if not (before[-1:].isalnum() or before[-1:] == "," or ABBREVIATION.search(before)):
        return None
    return Verdict("join", "a name: joined by a hyphen both halves had a capital", 0.75)


def prefix(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Sous-préfet, porte-parole: first halves that keep their hyphen before a word."""
    left = plain(_bare(broken.left))
    least = SHORT_FIRST if len(left) < 3 else min(RARE, _least(broken.right))
    word = fold(broken.left) in known.SURE_FIRSTS and len(broken.right) >= SHORTEST_SECOND
    if left in known.FIRSTS and (word or lexicon.zipf(broken.right) >= least or lexicon.seen(broken.right)):
        return Verdict("keep", f"first half {left}-", 0.8)
    return None


def two_words(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Two words that the list does not have as one: the longer they are, the rarer they may be."""
    left = _bare(broken.left)
    halves = min(lexicon.zipf(left), lexicon.zipf(broken.right))
    least = _least(min(left, broken.right, key=len))
    if halves and not is_syllable_end(fold(broken.left), fold(broken.right), "fr"):
        least -= ILLEGAL_BREAK
    if halves >= least:
        return Verdict("offer", "an unlisted word of two words", 0.6, meanwhile="keep")
    return None


def _bare(word: str) -> str:
    """A word without the article or pronoun elided before it."""
    return fold(word).rpartition("'")[2]


def _least(word: str) -> float:
    """The zipf that makes two words of two halves, by the shorter of them."""
    return LEAST_HALF.get(len(word), RAREST_HALF)


def _is_coat(broken: Break) -> bool:
    """Whether par-dessus is a coat: it has an article."""
    coat = fold(broken.left + broken.right) == "pardessus"
    return coat and fold(broken.head).split()[-1:] in known.ARTICLES


def _is_hyphen(text: str) -> bool:
    return text[:1] != "" and text[0] in HYPHENS
