"""Rules for French.

In: a break and the lexicon of a paper in that language. Out: a verdict, or None where the rule has nothing to say.
wordfreq splits words at their hyphens, so what it lists as one word (estce, peutêtre) may have lost one: the rules
for words that are known to have a hyphen are asked first.
"""

from __future__ import annotations

from correction.lexicon import HYPHENS, RARE, Lexicon, fold
from correction.repair.breaks import french_words as known
from correction.repair.breaks.anywhere import WORD_OF_ITS_OWN
from correction.repair.breaks.broken import Break, Verdict
from correction.repair.breaks.french_words import plain
from correction.repair.breaks.syllables import is_syllable_end

# zipf 4: behind a hyphen "en-" or "sur-" begins a common word (sous-en-tendu, demi-sur-prise) or is one (arc-en-ciel).
COMMON_WHOLE = 4.0


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
    inner = left in known.LINKS and _is_hyphen(broken.head[-1:])
    if inner and left + right != "delà" and lexicon.zipf(word) < COMMON_WHOLE:
        return Verdict("keep", f"-{left}- between two hyphens", 0.95)
    if right in known.LINKS and _is_hyphen(broken.tail) and not lexicon.knows(word):
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
    if right in known.PLACES.get(left, ()):
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
    """Peut-être, chefs-lieux: words that all print with a hyphen, though the list may have them in one."""
    halves = plain(_bare(broken.left)), plain(broken.right)
    if halves in known.COMPOUNDS or tuple(map(_singular, halves)) in known.COMPOUNDS:
        return Verdict("keep", "a compound that always has a hyphen", 0.95)
    return None


def listed(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """A word of the list, common as its halves may be: French compounds of common words are known by name."""
    if lexicon.zipf(broken.left + broken.right) >= RARE:
        return Verdict("join", "a listed word", 0.95)
    return None


def ending(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Dynamique-ment, pleure-rez: endings that stand as words in the list."""
    if fold(broken.right) in known.ENDINGS:
        return Verdict("join", f"ending -{fold(broken.right)}", 0.9)
    return None


def bound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Re-verrez, sur-humain: prefixes that take no hyphen."""
    left = plain(_bare(broken.left))
    verb = left == "ex" and fold(broken.right).endswith(known.VERB_ENDINGS)
    if left in known.BOUND or verb:
        return Verdict("join", f"prefix {left}, which has no hyphen", 0.9)
    return None


def prefix(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Sous-préfet, porte-parole: first halves that keep their hyphen before a word."""
    left = plain(_bare(broken.left))
    if left in known.FIRSTS and (lexicon.zipf(broken.right) >= RARE or lexicon.seen(broken.right)):
        return Verdict("keep", f"first half {left}-", 0.8)
    return None


def two_words(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Two words that the list does not have as one; where no syllable ends, rarer ones will do."""
    legal = is_syllable_end(fold(broken.left), fold(broken.right), "fr")
    halves = min(lexicon.zipf(broken.left), lexicon.zipf(broken.right))
    if halves >= (WORD_OF_ITS_OWN if legal else RARE):
        return Verdict("offer", "an unlisted word of two words", 0.6, meanwhile="keep")
    return None


def _bare(word: str) -> str:
    """A word without the article or pronoun elided before it."""
    return fold(word).rpartition("'")[2]


def _singular(word: str) -> str:
    return word[:-1] if word[-1:] in ("s", "x") else word


def _is_hyphen(text: str) -> bool:
    return text[:1] != "" and text[0] in HYPHENS
