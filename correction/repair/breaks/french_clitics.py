"""Rules for French: pronouns and particles that a hyphen ties to the word before them.

In: a break and the lexicon of a paper in that language. Out: a verdict, or None where the rule has nothing to say.
"""

from __future__ import annotations

from correction.lexicon import RARE, Lexicon, fold
from correction.repair.breaks import french_words as known
from correction.repair.breaks.anywhere import WORD_OF_ITS_OWN
from correction.repair.breaks.broken import Break, Verdict
from correction.repair.breaks.french_words import bare, is_hyphen

# zipf 4: behind a hyphen "en-" may begin a common word (sous-en-tendu); arc-en-ciel makes none.
COMMON_WHOLE = 4.0


def elision(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Lors-qu'il is one word, va-t'en and chef-d'œuvre are two: what stands before the apostrophe tells."""
    before, apostrophe, after = fold(broken.right).partition("'")
    if not apostrophe:
        return None
    if bare(broken.left) + before in known.ELIDED:
        return Verdict("join", "a word that drops its vowel", 0.95)
    if before in known.ELIDED_PRONOUNS and after in ("en", "y"):
        return Verdict("keep", f"pronouns -{fold(broken.right)}", 0.95)
    return Verdict("keep", "an elision behind a whole word", 0.9) if before in ("d", "l") else None


def euphonic_t(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Y a-t-il keeps both hyphens."""
    left, right = fold(broken.left), fold(broken.right)
    before, after = left == "t" and right in known.AFTER_T, right == "t" and is_hyphen(broken.tail)
    return Verdict("keep", "-t- between verb and pronoun", 0.97) if before or after else None


def chain(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Arc-en-ciel, Pont-sur-Marne: a particle between hyphens."""
    left, right, whole = fold(broken.left), fold(broken.right), lexicon.zipf(broken.left + broken.right)
    inner = left in known.LINKS and is_hyphen(broken.head) and (len(left) == 1 or whole < COMMON_WHOLE)
    name = broken.left.istitle() and broken.right.islower()  # Bonnet-La-roche
    if inner and not name and (len(left) == 1 or lexicon.zipf(right) >= RARE):
        return Verdict("keep", f"-{left}- between two hyphens", 0.95)
    verb = fold(broken.tail[1:3]) == "t-"  # hur-la-t-il
    if right in known.LINKS and is_hyphen(broken.tail) and not verb and whole < WORD_OF_ITS_OWN:
        return Verdict("keep", f"-{right}- between two hyphens", 0.95)
    return None


def particle(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Celui-ci, là-bas, au-dessus, lui-même."""
    left, right = bare(broken.left), fold(broken.right)
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
    verb, pronoun = bare(broken.left), fold(broken.right)
    if len(verb) > 1 and verb.endswith(known.SURE_PRONOUNS.get(pronoun, ())):
        return Verdict("keep", f"pronoun -{pronoun}", 0.95)
    likely = pronoun in known.OBJECTS and verb.endswith(known.IMPERATIVES)
    if likely and lexicon.zipf(verb) >= RARE and not lexicon.knows(verb + pronoun):
        return Verdict("keep", f"pronoun -{pronoun}", 0.85)
    return None


def _is_coat(broken: Break) -> bool:
    """Whether par-dessus is a coat: it has an article."""
    before = fold(broken.before).split()
    return fold(broken.left + broken.right) == "pardessus" and bool(before) and before[-1] in known.ARTICLES
