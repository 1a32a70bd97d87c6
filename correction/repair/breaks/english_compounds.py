"""Rules for English compounds: which two words stand in one, and which with a hyphen.

In: a break and the lexicon of a paper in that language. Out: a verdict, or None where the rule has nothing to say.
"""

from __future__ import annotations

from correction.lexicon import RARE, Lexicon, fold
from correction.repair.breaks import english_halves as halves
from correction.repair.breaks.broken import Break, Verdict
from correction.repair.breaks.english_style import is_old
from correction.repair.breaks.english_words import (
    COMMON,
    COMMON_WHOLE,
    WELL_LISTED,
    WORD_OF_ITS_OWN,
    bare,
    is_participle,
    is_verb,
    is_word,
    whole,
)

# How often the paper joins one of the halves to others by a hyphen.
LIKES = 2


def particle(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Hand-out, passers-by, worn-out: a verb and its particle; breakdown and without are one word."""
    left, right = fold(broken.left), bare(broken.right)
    if right not in halves.PARTICLES or not is_word(left, lexicon, 2):
        return None
    known = lexicon.zipf(left + right)
    # Ruin, lion, Robby: the short ones are more often syllables.
    if known >= (WORD_OF_ITS_OWN if len(right) == 2 and right != "up" else COMMON_WHOLE) and not is_old(lexicon):
        return None
    if whole(broken) in halves.ONE_WITH_PARTICLE or left in halves.LINKS:
        return None
    return Verdict("keep", f"a word and the particle {right}", 0.85)


def adjectival(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Blue-eyed, first-class, world-wide: two words that describe a third."""
    left, right = fold(broken.left), bare(broken.right)
    if left in halves.NO_FIRST_WORD or not is_word(left, lexicon, 2):
        return None
    known = lexicon.zipf(whole(broken))
    adjective = left in halves.DESCRIBING
    if whole(broken) in halves.ONE_WORD:
        return None
    if adjective and (
        (right in halves.DESCRIBED and known < COMMON_WHOLE) or (right in halves.DESCRIBED_UNLISTED and known < RARE)
    ):
        return Verdict("keep", "an adjective before a noun", 0.8)
    if right == "like" and len(left) < 6 and not is_old(lexicon):
        return None
    # Capsized: the whole without its ending is a word.
    if not adjective and is_verb(left, right, lexicon, RARE):
        return None
    if right in halves.ADJECTIVAL and known < (COMMON_WHOLE if adjective else WORD_OF_ITS_OWN):
        return Verdict("keep", f"an adjective in -{right}", 0.85)
    return None


def participle(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Horse-drawn, hard-working, red-turbaned: a participle behind a word."""
    left, right, word = fold(broken.left), bare(broken.right), whole(broken)
    if left in halves.NO_FIRST_WORD or not is_participle(right, lexicon):
        return None
    adjective = left in halves.DESCRIBING
    if not adjective and not is_word(left, lexicon):
        return None
    # Highlighted, walloped: the whole without its ending is a word.
    verb = is_verb(left, right, lexicon, WELL_LISTED if adjective else RARE)
    # Bookkeeping, shipbuilding: nouns, and one word where listed.
    limit = COMMON_WHOLE if adjective else RARE if right.endswith("ing") else WORD_OF_ITS_OWN
    return None if verb or lexicon.zipf(word) >= limit else Verdict("keep", "a participle behind a word", 0.85)


def linking(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Socio-economic, Anglo-saxon, comico-romantic: a first half in -o."""
    left, right = fold(broken.left), bare(broken.right)
    if left in halves.LINKING or (len(left) > 4 and left[-1] == "o" and lexicon.zipf(left + right) < RARE):
        return Verdict("keep", f"first half {left}-", 0.75) if is_word(right, lexicon, 4) else None
    return None


def styled(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Sub-committee, fog-horn: in a paper that likes hyphens, or has its like."""
    left, right = fold(broken.left), bare(broken.right)
    known = lexicon.zipf(left + right)
    if not is_word(right, lexicon) or known >= WORD_OF_ITS_OWN:
        return None
    if left in halves.STYLED and is_old(lexicon) and lexicon.zipf(right) >= COMMON_WHOLE:
        return Verdict("keep", f"prefix {left}- in a paper that likes hyphens", 0.7)
    if is_word(left, lexicon) and left not in halves.JOINING and is_old(lexicon):
        if lexicon.seen(f"-{right}") >= LIKES:
            return Verdict("keep", "this paper prints its like with a hyphen", 0.7)
        if RARE <= known < WELL_LISTED and broken.left.islower() and right not in halves.SOLID:
            return Verdict("offer", "two words in a paper that likes hyphens", 0.6, meanwhile="keep")
    return None


def ending(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Present-ness: the second half is an ending."""
    if bare(broken.right) in halves.ENDINGS and broken.tail[:1] != "-":
        return Verdict("join", f"ending -{bare(broken.right)}", 0.9)
    return None


def solid(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Bargemen, outnumber: halves that make one word."""
    left, right = fold(broken.left), bare(broken.right)
    if left in halves.JOINING and not (is_old(lexicon) and is_word(right, lexicon)):
        return Verdict("join", f"prefix {left}, which has no hyphen", 0.8)
    if right in halves.SOLID and min(len(left), lexicon.zipf(left)) >= 2:
        return Verdict("join", f"a compound in -{right}", 0.8)
    return None


def name(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Castle-street, Brenmouth-built, Hollinbrook: what a word with a capital is joined to."""
    left, right = broken.left, bare(broken.right)
    if not left.istitle() or not broken.right.islower():
        return None
    known = lexicon.zipf(left + right)
    place = right in halves.PLACES and right not in halves.NAME_ENDINGS
    if place and is_word(fold(left), lexicon) and known < WORD_OF_ITS_OWN:
        return Verdict("keep", f"a name with -{right}", 0.8)
    if known >= RARE:
        return None
    if right in halves.ADJECTIVAL or is_participle(right, lexicon):
        return Verdict("keep", "a participle behind a name", 0.85)
    return None


def two_words(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Two words that the list does not have as one."""
    left, right = fold(broken.left), bare(broken.right)
    if left + right in halves.ONE_WORD:
        return Verdict("join", "one word", 0.9)
    if broken.left.istitle() and right in halves.NAME_ENDINGS:
        return None
    prefix = left in halves.STYLED or left in halves.KEEPING or left in halves.JOINING
    # Saloon-keepers begin a sentence.
    agents = right.endswith("ers") and is_word(right, lexicon, 6) and lexicon.zipf(left) >= COMMON
    if broken.left.istitle() and not prefix and not agents and min(lexicon.zipf(left), lexicon.zipf(right)) < COMMON:
        return None
    # Telescoped, reposed: forms of a listed verb.
    if is_verb(left, right, lexicon, RARE):
        return None
    if (is_word(left, lexicon) or left in halves.STYLED) and is_word(right, lexicon):
        return Verdict("keep", "an unlisted word of two words", 0.8)
    return None
