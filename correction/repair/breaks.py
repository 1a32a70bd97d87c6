"""What becomes of one broken word: the rules, in the order they are asked.

In: the two halves, the mark between them and the lexicon. Out: a verdict with its reason and confidence. Sources:
Bauge 2012 (the paper's own usage decides best) and a count of 10,695 German line ends (92.5 % go on in lower case,
6.9 % with a capital, 0.9 % are suspended). wordfreq lacks 22 % of the German words, so it is never a veto there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pyphen

from correction.article import HyphenDecision
from correction.lexicon import JOINERS, RARE, Lexicon, fold

SOFT_HYPHEN = "\u00ad"
# One sighting in this paper weighs more than all that a general word list can say.
SIGHTING_WEIGHT = 20
LISTED_WEIGHT = 9
# zipf 3: once in a million words; rarer halves are syllables that happen to be listed.
WORD_OF_ITS_OWN = 3.0
SUSPENDED = {"de": {"und", "oder", "bis", "u"}, "fr": {"et", "ou"}}
SUSPENDED_ELSE = {"and", "or"}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PREFIXES_FR = _words("non demi mi sous ex vice semi quasi après avant arrière contre nord sud")
PREFIXES_EN = _words("non self ex well co pre anti vice ill semi half quasi cross")
CLITICS_FR = _words("t il elle on ils elles je tu nous vous moi toi le la les lui leur y en ce ci là même mêmes")
TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety vingt trente quarante cinquante soixante quatre")
UNITS = _words(
    "one two three four five six seven eight nine first second third fourth fifth sixth seventh eighth ninth "
    "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts"
)
COMPASS = {"en": (_words("north south"), ("east", "west")), "fr": (_words("nord sud"), ("est", "ouest"))}
COMPASS_ENDINGS = ("", "er", "ern", "erly", "ward", "wardly", "wards")
# Which English a paper is written in: Americans have long printed southwest, Britons south-west.
BRITISH = _words("harbour colour labour honour favour neighbour neighbours rumour parlour centre theatre")
AMERICAN = _words("harbor color labor honor favor neighbor neighbors rumor parlor center theater")
# Prefixes that are no words and take no hyphen, for all that the list has UN and Miss.
BOUND_EN = _words("un dis mis im ir")
_PATTERNS = {"de": ("de_DE",), "fr": ("fr",), "en": ("en_US", "en_GB")}


@dataclass(frozen=True, slots=True)
class Break:
    """A word broken at a line end: the half before the mark, the mark as printed, the half after; `tail` follows."""

    left: str
    mark: str
    right: str
    tail: str = ""

    def form(self, decision: HyphenDecision) -> str:
        """Write the word as a decision has it.

        >>> Break("Ein", "-", "und").form("keep-space")
        'Ein- und'
        >>> Break("to", "", "day").form("keep")  # without a mark only a space keeps the halves apart
        'to day'
        """
        if decision == "join":
            return self.left + self.right
        space = " " if decision == "keep-space" or not self.mark else ""
        return f"{self.left}{self.mark}{space}{self.right}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a break. `written` is what the text holds: an offer's form until a person decides."""

    decision: HyphenDecision
    reason: str
    confidence: float
    offered: HyphenDecision = "join"

    @property
    def written(self) -> HyphenDecision:
        """The decision that the text follows."""
        return self.offered if self.decision == "offer" else self.decision


def decide_break(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Ask the rules in order; the first that knows an answer gives it. None: no mark and no reason to see a break."""
    if not broken.mark:
        return _unmarked(broken, lexicon)
    for rule in RULES:
        verdict = rule(broken, lexicon)
        if verdict is not None:
            return verdict
    return Verdict("offer", "unlisted word, and no syllable ends here", 0.5)


def _soft(broken: Break, lexicon: Lexicon) -> Verdict | None:
    if broken.mark == SOFT_HYPHEN:
        return Verdict("join", "soft hyphen", 0.99)
    return None


def _digits(broken: Break, lexicon: Lexicon) -> Verdict | None:
    if broken.left[-1].isdigit() or broken.right[0].isdigit():
        return Verdict("keep", "a digit beside the hyphen", 0.95)
    return None


def _paper_keeps(broken: Break, lexicon: Lexicon) -> Verdict | None:
    kept = SIGHTING_WEIGHT * lexicon.seen(f"{broken.left}-{broken.right}")
    listed = LISTED_WEIGHT if lexicon.zipf(broken.left + broken.right) >= RARE else 0
    if kept and kept >= 2 * (SIGHTING_WEIGHT * lexicon.seen(broken.left + broken.right) + listed):
        return Verdict("keep", "this paper prints it with a hyphen", 0.95)
    return None


def _suspended(broken: Break, lexicon: Lexicon) -> Verdict | None:
    words = SUSPENDED.get(lexicon.language, SUSPENDED_ELSE)
    right = broken.right.lower() if broken.left.isupper() else broken.right
    if right not in words or (right == "u" and not broken.tail.startswith(".")):
        return None
    # may-or, Kür-bis: the word itself ends so.
    if lexicon.knows_joined(broken.left, broken.right):
        return None
    return Verdict("keep-space", f"suspended hyphen before {broken.right}", 0.95)


def _capital(broken: Break, lexicon: Lexicon) -> Verdict | None:
    if not broken.right[0].isupper():
        return None
    if broken.left.isupper() and broken.right.isupper():
        # Type all in capitals tells nothing: the rules for small letters decide.
        return None
    return Verdict("keep", "the second half has a capital", 0.95)


def _numeral(broken: Break, lexicon: Lexicon) -> Verdict | None:
    if lexicon.language != "de" and fold(broken.left) in TENS and fold(broken.right) in UNITS:
        return Verdict("keep", "a compound number", 0.95)
    return None


def _compass(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """South-westward: in French always with its hyphen, in English where the paper has others or spells as Britons."""
    firsts, seconds = COMPASS.get(lexicon.language, (frozenset[str](), ()))
    ends = [second + ending for second in seconds for ending in COMPASS_ENDINGS]
    if fold(broken.left) not in firsts or fold(broken.right) not in ends:
        return None
    if lexicon.language == "fr":
        return Verdict("keep", "a point of the compass", 0.95)
    points = [(first, end) for first in firsts for end in ends]
    kept = sum(lexicon.seen(f"{a}-{b}") for a, b in points) + sum(map(lexicon.seen, BRITISH))
    joined = sum(lexicon.seen(a + b) for a, b in points) + sum(map(lexicon.seen, AMERICAN))
    return Verdict("keep", "a point of the compass in a British paper", 0.8) if kept > joined else None


def _bound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    if lexicon.language != "en" or fold(broken.left) not in BOUND_EN:
        return None
    if not broken.left.isupper():
        return Verdict("join", f"prefix {fold(broken.left)}, which has no hyphen", 0.9)
    # UN-AMERICAN, UN-HAPPY: in capitals nothing tells a name behind the prefix, but the whole may be a common word.
    word = broken.left + broken.right
    rare = not lexicon.seen(word) and lexicon.zipf(word) < WORD_OF_ITS_OWN <= lexicon.zipf(broken.right)
    return Verdict("offer", "in capitals a name may follow the prefix", 0.5, offered="keep") if rare else None


def _euphonic_t(broken: Break, lexicon: Lexicon) -> Verdict | None:
    before, after = broken.left == "t" and broken.right in CLITICS_FR, broken.right == "t" and broken.tail[:1] == "-"
    if lexicon.language == "fr" and (before or after):
        return Verdict("keep", "-t- between verb and pronoun", 0.97)
    return None


def _known(broken: Break, lexicon: Lexicon) -> Verdict | None:
    word = broken.left + broken.right
    if lexicon.seen(word):
        return Verdict("join", "this paper prints it in one word", 0.98)
    if lexicon.knows_joined(broken.left, broken.right):
        return Verdict("join", "a listed word", 0.97)
    if broken.left.istitle() and lexicon.zipf(word) >= RARE:
        return Verdict("join", "a listed name", 0.85)
    return None


def _prefix(broken: Break, lexicon: Lexicon) -> Verdict | None:
    prefixes = {"de": frozenset[str](), "fr": PREFIXES_FR}.get(lexicon.language, PREFIXES_EN)
    if fold(broken.left) in prefixes and lexicon.zipf(broken.right) >= RARE:
        return Verdict("keep", f"prefix {fold(broken.left)}-", 0.7)
    return None


def _german(broken: Break, lexicon: Lexicon) -> Verdict | None:
    if lexicon.language != "de":
        return None
    left, right = fold(broken.left), fold(broken.right)
    if left.endswith("k") and right.startswith("k") and lexicon.zipf(f"{left[:-1]}c{right}") >= RARE:
        return Verdict("join", "k-k may stand for ck; printed letters stay", 0.6)
    if _is_syllable_end(left, right, "de"):
        return Verdict("join", "a legal break of an unlisted word", 0.95)
    return Verdict("join", "an unlisted word", 0.85)


def _clitic(broken: Break, lexicon: Lexicon) -> Verdict | None:
    if lexicon.language == "fr" and fold(broken.right) in CLITICS_FR and lexicon.zipf(broken.left) >= RARE:
        return Verdict("keep", f"pronoun or particle -{fold(broken.right)}", 0.85)
    return None


def _name(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """A name that a hyphen joins has a capital in both halves (Saint-Denis), or more than two (Stratford-on-Avon)."""
    if broken.tail[:1] != "-" and broken.left.istitle() and broken.right.islower() and fold(broken.left) not in JOINERS:
        return Verdict("join", "a name: joined by a hyphen both halves had a capital", 0.7)
    return None


def _two_words(broken: Break, lexicon: Lexicon) -> Verdict | None:
    halves = min(lexicon.zipf(broken.left), lexicon.zipf(broken.right))
    if halves >= WORD_OF_ITS_OWN:
        return Verdict("offer", "an unlisted word of two words", 0.6, offered="keep")
    return None


def _syllable(broken: Break, lexicon: Lexicon) -> Verdict | None:
    language = lexicon.language if lexicon.language in _PATTERNS else "en"
    if _is_syllable_end(fold(broken.left), fold(broken.right), language):
        return Verdict("join", "a legal break of an unlisted word", 0.85)
    return None


RULES: tuple[Callable[[Break, Lexicon], Verdict | None], ...] = (
    _soft,
    _digits,
    _paper_keeps,
    _suspended,
    _capital,
    _numeral,
    _compass,
    _bound,
    _euphonic_t,
    _known,
    _prefix,
    _german,
    _clitic,
    _name,
    _two_words,
    _syllable,
)


def _unmarked(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Offer to join where the mark was lost: the whole is a word and neither half is."""
    if not (broken.right.islower() and broken.left.isalpha() and min(len(broken.left), len(broken.right)) > 1):
        return None
    if lexicon.zipf(broken.left + broken.right) < WORD_OF_ITS_OWN:
        return None
    if max(lexicon.zipf(broken.left), lexicon.zipf(broken.right)) >= RARE:
        return None
    return Verdict("offer", "no mark, but only the whole is a word", 0.5, offered="keep-space")


def _is_syllable_end(left: str, right: str, language: str) -> bool:
    """Whether the language's patterns (Liang's algorithm) allow a break between the halves."""
    return any(len(left) in p.positions(left + right) for p in _hyphenators(language))


@cache
def _hyphenators(language: str) -> tuple[pyphen.Pyphen, ...]:
    return tuple(pyphen.Pyphen(lang=name) for name in _PATTERNS[language])
