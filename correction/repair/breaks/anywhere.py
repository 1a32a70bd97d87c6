"""Rules for every language with line-end hyphens.

In: a break and the lexicon. Out: a verdict, or None where the rule has nothing to say. Sources: Bauge 2012 (the
paper's own usage decides best) and a count of 10,695 German line ends (92.5 % go on in lower case, 6.9 % with a
capital, 0.9 % are suspended).
"""

from __future__ import annotations

import re

from correction.lexicon import HYPHENS, RARE, Lexicon, fold
from correction.repair.breaks.broken import Break, Verdict, words
from correction.repair.breaks.syllables import is_syllable_end

SOFT_HYPHEN = "\u00ad"
# One sighting in this paper weighs more than all that a general word list can say.
SIGHTING_WEIGHT = 20
LISTED_WEIGHT = 9
# zipf 3: once in a million words; rarer halves are syllables that happen to be listed.
WORD_OF_ITS_OWN = 3.0
SUSPENDED = {
    "de": words("und oder bis u"),
    "en": words("and or to but"),
    "fr": words("et ou"),
    "nl": words("en of tot"),
    "sv": words("och eller till"),
    "da": words("og eller til"),
    "nb": words("og eller til"),
    "fi": words("ja tai"),
}
# Languages that write any compound in one word.
COMPOUNDING = words("de nl sv da nb nn no is fy lb af fi hu et")
# Zee-eend, auto-ongeluk: Dutch keeps a hyphen between vowels that would be read together.
DIGRAPHS = {"nl": words("aa ae ai au ee ei eu ie oe oi oo ou ui uu")}
# Disse-lhe, fez-se: pronouns behind a Portuguese verb.
CLITICS = {"pt": words("lhe lhes me te se nos vos o a os as lo la los las no na")}
# To goes on with another word that has a hyphen: a lean-to beside long- to medium-term.
GOES_ON = re.compile(r"\s+[^\W_]+[-\u2010\u2011]")


def soft(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """A soft hyphen is there for the line end alone."""
    if broken.mark == SOFT_HYPHEN:
        return Verdict("join", "soft hyphen", 0.99)
    return None


def digits(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Figures keep their hyphen: 1914-18, U-9; 30- to 40-pound is suspended."""
    if broken.right in SUSPENDED.get(lexicon.language, ()) and broken.tail[:1] == " ":
        return None
    if broken.left[-1].isdigit() or broken.right[0].isdigit():
        return Verdict("keep", "a digit beside the hyphen", 0.95)
    return None


def paper_keeps(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """The paper itself prints the word with a hyphen, at least twice as often as without."""
    kept = SIGHTING_WEIGHT * _seen(f"{broken.left}-", broken.right, lexicon)
    joined = SIGHTING_WEIGHT * _seen(broken.left, broken.right, lexicon)
    listed = LISTED_WEIGHT if lexicon.zipf(broken.left + broken.right) >= RARE else 0
    if kept and kept >= 2 * (joined + listed):
        return Verdict("keep", "this paper prints it with a hyphen", 0.95)
    return None


def _seen(left: str, right: str, lexicon: Lexicon) -> int:
    """How often the paper prints a word, its plural or its singular."""
    bare = fold(right).removesuffix("'s")
    forms = {bare, bare + "s", bare.removesuffix("s")} if len(bare) > 2 else {fold(right)}
    return sum(lexicon.seen(left + form) for form in forms)


def suspended(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Ein- und Ausfuhr: the hyphen stands for the rest of a word."""
    joining = SUSPENDED.get(lexicon.language, ())
    right = broken.right.lower() if broken.left.isupper() else broken.right
    if right not in joining or not broken.tail.startswith("." if right == "u" else (" ", "\n") if broken.tail else ""):
        return None
    if right == "to" and not GOES_ON.match(broken.tail):
        return None
    # may-or, Kür-bis: the word itself ends so; Seine-et-Oise goes on.
    if broken.tail.startswith(tuple(HYPHENS)) or lexicon.knows_joined(broken.left, broken.right):
        return None
    return Verdict("keep-space", f"suspended hyphen before {broken.right}", 0.95)


def capital(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """A capital after the mark begins a name or noun of its own: Staats-Anzeiger."""
    if not broken.right[0].isupper():
        return None
    if broken.left.replace("’", "'").rpartition("'")[2].isupper() and broken.right.isupper():
        # d'ÉLÉ-MENT too. Type all in capitals tells nothing: the rules for small letters decide.
        return None
    return Verdict("keep", "the second half has a capital", 0.95)


def known(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """The paper or the word list has the word in one."""
    return printed(broken, lexicon) or listed(broken, lexicon)


def printed(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """The paper has the word in one."""
    if _seen(broken.left, broken.right, lexicon):
        return Verdict("join", "this paper prints it in one word", 0.98)
    return None


def listed(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """The word list has the word in one."""
    word = broken.left + broken.right
    if lexicon.knows_joined(broken.left, broken.right):
        return Verdict("join", "a listed word", 0.97)
    if lexicon.language == "en" and word.endswith("s") and max(map(lexicon.zipf, (word[:-1], word[:-2]))) >= RARE:
        return Verdict("join", "a listed word in the plural", 0.95)
    return None


def name(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """A name that a hyphen joins has a capital in both halves (Saint-Denis), or more than two (Stratford-on-Avon)."""
    if broken.tail[:1] != "-" and broken.left.istitle() and broken.right.islower():
        return Verdict("join", "a name: joined by a hyphen both halves had a capital", 0.7)
    return None


def acronym(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """BBC-programma: no word goes from capitals over to small letters."""
    if len(broken.left) > 1 and broken.left.isupper() and broken.right.islower():
        return Verdict("keep", "capitals before the hyphen, none after it", 0.85)
    return None


def vowels(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Zee-eend: vowels that would be read as one."""
    if fold(broken.left[-1] + broken.right[0]) not in DIGRAPHS.get(lexicon.language, ()):
        return None
    if min(lexicon.zipf(broken.left), lexicon.zipf(broken.right)) >= RARE:
        return Verdict("keep", "vowels that would be read as one", 0.85)
    return None


def clitic(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Disse-lhe: a pronoun behind a verb."""
    if fold(broken.right) in CLITICS.get(lexicon.language, ()) and lexicon.zipf(broken.left) >= WORD_OF_ITS_OWN:
        return Verdict("keep", f"pronoun -{fold(broken.right)}", 0.8)
    return None


def two_words(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Two common words that the list does not have as one."""
    halves = min(lexicon.zipf(broken.left), lexicon.zipf(broken.right))
    if halves >= WORD_OF_ITS_OWN:
        return Verdict("offer", "an unlisted word of two words", 0.6, meanwhile="keep")
    return None


def one_word(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """A compound, in a language that writes them in one word."""
    if lexicon.language in COMPOUNDING:
        return Verdict("join", "an unlisted word", 0.75)
    return None


def syllable(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """The patterns of the language allow a break here."""
    if is_syllable_end(fold(broken.left), fold(broken.right), lexicon.language):
        return Verdict("join", "a legal break of an unlisted word", 0.85)
    return None


def unmarked(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Offer to join where the mark was lost: the whole is a word and neither half is."""
    if not (broken.right.islower() and broken.left.isalpha() and min(len(broken.left), len(broken.right)) > 1):
        return None
    if lexicon.zipf(broken.left + broken.right) < WORD_OF_ITS_OWN:
        return None
    if max(lexicon.zipf(broken.left), lexicon.zipf(broken.right)) >= RARE:
        return None
    return Verdict("offer", "no mark, but only the whole is a word", 0.5, meanwhile="keep-space")
