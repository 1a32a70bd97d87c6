"""Rules for French.

In: a break and the lexicon of a paper in that language. Out: a verdict, or None where the rule has nothing to say.
"""

from __future__ import annotations

from correction.lexicon import RARE, Lexicon, fold
from correction.repair.breaks.broken import Break, Verdict, words

PREFIXES = words("non demi mi sous ex vice semi quasi après avant arrière contre nord sud")
CLITICS = words("t il elle on ils elles je tu nous vous moi toi le la les lui leur y en ce ci là même mêmes")
TENS = words("vingt trente quarante cinquante soixante quatre")
UNITS = words("deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts")
COMPASS, POINTS = words("nord sud"), words("est ouest")


def numeral(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Vingt-deux keeps its hyphen."""
    if fold(broken.left) in TENS and fold(broken.right) in UNITS:
        return Verdict("keep", "a compound number", 0.95)
    return None


def compass(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Nord-ouest always has a hyphen."""
    if fold(broken.left) in COMPASS and fold(broken.right) in POINTS:
        return Verdict("keep", "a point of the compass", 0.95)
    return None


def euphonic_t(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Y a-t-il keeps both hyphens."""
    before, after = broken.left == "t" and broken.right in CLITICS, broken.right == "t" and broken.tail[:1] == "-"
    return Verdict("keep", "-t- between verb and pronoun", 0.97) if before or after else None


def prefix(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Sous-préfet: prefixes that keep their hyphen."""
    if fold(broken.left) in PREFIXES and lexicon.zipf(broken.right) >= RARE:
        return Verdict("keep", f"prefix {fold(broken.left)}-", 0.7)
    return None


def clitic(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Dit-il, celui-ci: pronouns and particles keep their hyphen."""
    if fold(broken.right) in CLITICS and lexicon.zipf(broken.left) >= RARE:
        return Verdict("keep", f"pronoun or particle -{fold(broken.right)}", 0.85)
    return None
