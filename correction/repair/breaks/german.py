"""Rules for German: which words keep their hyphen.

In: a break and the lexicon of a paper in German. Out: a verdict, or None where the rule has nothing to say. wordfreq
lacks 22 % of the words rightly joined in 10,695 German line ends, so it is never a veto here: what no rule keeps is
joined.
"""

from __future__ import annotations

import re

from correction.lexicon import HYPHENS, RARE, Lexicon, fold
from correction.repair.breaks.anywhere import WORD_OF_ITS_OWN
from correction.repair.breaks.broken import Break, Verdict, words
from correction.repair.breaks.syllables import is_syllable_end

SUSPENDED = words("und oder bis sowie noch wie als aber bzw bezw beziehungsweise resp respektive respective u od")
ABBREVIATED = words("u od")  # before a full stop only
# Behind the first half of a noun: Hunde- mit Katzenhaltung. Stems that end so are listed (Dynamit) or have no noun.
SUSPENDED_NOUNS = words("mit von vom zu zum zur auf für über gegen durch anstatt nicht sondern gegenüber")
# Within a chain these are words (Park-and-ride-Anlage, Kopf-an-Kopf-Rennen), not the ends of words.
LINKS = words("and und oder or in on of the to by an auf aus um zu zur zum für von vor bei bis de la du am im per hoc")
UNITS = words("ein zwei drei vier fünf sechs sieben acht neun hundert tausend")
_IN_ISCH = re.compile(r"(\w+isch|deutsch)(e[nmrs]?)?")
# Englischsprachig, komischste, erwischte: what follows -isch within one word.
_AFTER_ISCH = re.compile(r"st(e[nmrs]?)?|te[nst]?|tet|(erweis|bar|sprach|sprech|stämm|freund|feind|gesinn|gläub)\w*")
_ADJECTIVE = re.compile(r"\w{3,}(isch|lich|ig|iv|ell|al|är|haft|sam|ös)(e[nmrs]?)?")
_NUMBER = ("zig", "ßig", "ssig")
_MEASURE = re.compile(r"(jähr|täg|stünd|minüt|köpf|prozent|fach|mäß)\w*")
_OF_A_NAME = re.compile(r"(nah|treu|kritisch|freundlich|feindlich|ähnlich|artig|typisch|basiert|fremd)(e[nmrs]?)?")
COLOURS = words("rot grün schwarz weiß weiss gelb blau")
_COLOUR = re.compile(r"(rot|grün|schwarz|weiß|weiss|gelb|blau)(e[nmrs]?)?")
# Colours that mix: blaugrün is one tone, blau-gelb two colours.
TONES = (words("blau grün"), words("gelb grün"))
# First halves of lands with two names: nordrhein-westfälisch.
LANDS = words("nordrhein baden rheinland schleswig sachsen mecklenburg hessen elsaß elsass österreich")
PREFIXES = words("ge be ver er ent zer vorge ange ausge aufge einge zuge abge")
_OF_A_LAND = re.compile(r"\w{3,}sch(e[nmrs]?)?")
_VOWELS = frozenset("aeiouyäöüàâáéèêíîóôúû")
# An abbreviation of four letters is long; a syllable in capitals may be shorter.
LONGEST_INITIALS = 4


def link(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Park-and-ride-Anlage, Ein-für-allemal: the small words within a chain."""
    before = _is_mark(broken.head) and fold(broken.left) in LINKS
    behind = _is_mark(broken.tail[:1]) and fold(broken.right) in LINKS
    if not (before or behind) or broken.right[0].isupper() or lexicon.knows(broken.left + broken.right):
        return None
    # Ein-und-zwanzig, broken twice, is one word.
    if fold(broken.left) in UNITS:
        return None
    return Verdict("keep", "a small word within a chain", 0.9)


def _is_mark(character: str) -> bool:
    return bool(character) and character in HYPHENS


def suspended(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Ein- und Ausfuhr: the hyphen stands for the rest of a word."""
    right = fold(broken.right)
    if right not in SUSPENDED and not (right in SUSPENDED_NOUNS and _is_noun(broken, lexicon)):
        return None
    if not (broken.right.islower() or broken.left.isupper()) or (right in ABBREVIATED and broken.tail[:1] != "."):
        return None
    # Kür-bis, den-noch: the word itself ends so; ein-und-zwanzig goes on.
    if lexicon.knows(broken.left + broken.right) or _is_mark(broken.tail[:1]):
        return None
    return Verdict("keep-space", f"suspended hyphen before {broken.right}", 0.95)


def _is_noun(broken: Break, lexicon: Lexicon) -> bool:
    """Whether the first half is a noun, or the stem of one with the s of a compound."""
    stem = fold(broken.left)
    known = max(lexicon.zipf(stem), lexicon.zipf(stem.removesuffix("s"))) >= WORD_OF_ITS_OWN
    return broken.left[0].isupper() and known and broken.tail[:1] in ("", " ")


def initials(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """CDU-nah, U-förmig, GmbH-eigen; CDU-FDP: an abbreviation keeps its hyphen."""
    left, right = broken.left, broken.right
    if left[-1].isupper() and right[0].islower():
        return Verdict("keep", "an abbreviation before the hyphen", 0.95)
    # No syllable is without a vowel: Kfz-ähnlich.
    if len(left) == 1 or (left[0].isupper() and len(left) <= LONGEST_INITIALS and _VOWELS.isdisjoint(fold(left))):
        return Verdict("keep", "letters that are no syllable before the hyphen", 0.95)
    if not (left.isupper() and right.isupper()) or max(len(left), len(right)) > LONGEST_INITIALS:
        return None
    if lexicon.knows(left + right):
        return None
    # No word can be spoken so, or the paper has each by itself.
    mute = any(_VOWELS.isdisjoint(fold(half)) for half in (left, right))
    return Verdict("keep", "two abbreviations", 0.85) if mute or (lexicon.seen(left) and lexicon.seen(right)) else None


def pair(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Deutsch-französisch, wissenschaftlich-technisch, schwarz-weiß: two adjectives side by side keep the hyphen."""
    left = fold(broken.left)
    if left.endswith(("isch", "deutsch")):
        reason = _in_isch(left, fold(broken.right), broken)
    elif left.endswith(("lich", "ig")):
        reason = _side_by_side(left, fold(broken.right), broken, lexicon)
    elif left in COLOURS or left in LANDS:
        reason = _colours_or_lands(left, fold(broken.right), broken)
    else:
        return None
    return Verdict("keep", reason, 0.85) if reason and not lexicon.seen(broken.left + broken.right) else None


def _in_isch(left: str, right: str, broken: Break) -> str:
    """Why two halves are adjectives, the first in -isch; empty where they are not."""
    if len(right) > 5 and _IN_ISCH.fullmatch(right):
        return "two adjectives in -isch"
    # Fisch, frisch and misch- are no adjectives in -isch; deutsch- begins deutschnational and deutschsprachig.
    stands = broken.left[0].islower() and len(left) > 5 and not left.endswith(("frisch", "deutsch"))
    return "an adjective in -isch" if stands and len(right) > 3 and not _AFTER_ISCH.fullmatch(right) else ""


def _side_by_side(left: str, right: str, broken: Break, lexicon: Lexicon) -> str:
    """Why two halves are adjectives, the first in -lich or -ig; empty where they are not, as in zwanzigjährig."""
    if broken.left[0].isupper() or len(left) < 5 or left.endswith(_NUMBER):
        return ""
    plain = _ADJECTIVE.fullmatch(right) and not _MEASURE.fullmatch(right) and lexicon.zipf(right) >= RARE
    return "two adjectives" if plain and not lexicon.knows(left + right) else ""


def _colours_or_lands(left: str, right: str, broken: Break) -> str:
    if left in LANDS:
        named = _OF_A_LAND.fullmatch(right) or (_is_mark(broken.tail[:1]) and len(right) > 3)
        return "a land with two names" if broken.left[0].islower() and named else ""
    colour = _COLOUR.fullmatch(right)
    if colour is None or colour[1] == left or {left, colour[1]} in TONES:
        return ""
    return "two colours"


def attribute(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Kreml-nah, Unix-artig, nicht-amtlich: a name or nicht before an adjective, where no list has them in one."""
    # Paketbe-treuer: the first half must be a word.
    named = broken.left[0].isupper() and _OF_A_NAME.fullmatch(fold(broken.right)) and lexicon.knows(broken.left)
    denied = broken.left == "nicht" and len(broken.right) > 3
    if not (named or denied) or lexicon.knows(broken.left + broken.right):
        return None
    return Verdict("keep", "a name or nicht before an adjective", 0.7)


def compound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """German writes compounds in one word, listed or not."""
    if is_syllable_end(fold(broken.left), fold(broken.right), "de"):
        return Verdict("join", "a legal break of an unlisted word", 0.95)
    return Verdict("join", "an unlisted word", 0.85)


def misread_letter(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Offer to join where Fraktur's mark was read as a letter: vorges schlagen."""
    return _misread(broken, broken.left[:-1], lexicon) if broken.left[-1] in "sz" else None


def misread_mark(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Offer to join where Fraktur's mark was read as another: vorge: schlagen."""
    return _misread(broken, broken.left, lexicon)


def _misread(broken: Break, first: str, lexicon: Lexicon) -> Verdict | None:
    """An offer where the half before the misread mark is no word as it stands, and makes a common one with the next."""
    # Prefixes are no words, for all that the list has them. Words of the paper stand more than once.
    stands = lexicon.zipf(broken.left) >= RARE or lexicon.seen(broken.left) > 1
    if not broken.right.islower() or (stands and fold(first) not in PREFIXES):
        return None
    if lexicon.zipf(first + broken.right) < WORD_OF_ITS_OWN:
        return None
    offered = first + broken.right
    return Verdict("offer", "the mark may have been read wrong", 0.5, meanwhile="keep-space", offered=offered)
