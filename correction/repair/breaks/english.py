"""Rules for English.

In: a break and the lexicon of a paper in that language. Out: a verdict, or None where the rule has nothing to say.
"""

from __future__ import annotations

from correction.lexicon import RARE, Lexicon, fold
from correction.repair.breaks.anywhere import WORD_OF_ITS_OWN
from correction.repair.breaks.broken import Break, Verdict, words

PREFIXES = words("non self ex well co pre anti vice ill semi half quasi cross")
TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
UNITS = words("one two three four five six seven eight nine first second third fourth fifth sixth seventh eighth ninth")
COMPASS, POINTS = words("north south"), ("east", "west")
COMPASS_ENDINGS = ("", "er", "ern", "erly", "ward", "wardly", "wards")
# Which English a paper is written in: Americans have long printed southwest, Britons south-west.
BRITISH = words("harbour colour labour honour favour neighbour neighbours rumour parlour centre theatre")
AMERICAN = words("harbor color labor honor favor neighbor neighbors rumor parlor center theater")
# Prefixes that are no words and take no hyphen, for all that the list has UN and Miss.
BOUND = words("un dis mis im ir")


def numeral(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Twenty-five keeps its hyphen."""
    if fold(broken.left) in TENS and fold(broken.right) in UNITS:
        return Verdict("keep", "a compound number", 0.95)
    return None


def compass(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """South-westward has a hyphen where the paper has others or spells as Britons."""
    ends = [point + ending for point in POINTS for ending in COMPASS_ENDINGS]
    if fold(broken.left) not in COMPASS or fold(broken.right) not in ends:
        return None
    points = [(first, end) for first in COMPASS for end in ends]
    kept = sum(lexicon.seen(f"{a}-{b}") for a, b in points) + sum(map(lexicon.seen, BRITISH))
    joined = sum(lexicon.seen(a + b) for a, b in points) + sum(map(lexicon.seen, AMERICAN))
    return Verdict("keep", "a point of the compass in a British paper", 0.8) if kept > joined else None


def bound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Unhappy has no hyphen; in capitals a name may stand behind the prefix."""
    if fold(broken.left) not in BOUND:
        return None
    if not broken.left.isupper():
        return Verdict("join", f"prefix {fold(broken.left)}, which has no hyphen", 0.9)
    # UN-AMERICAN, UN-HAPPY: in capitals nothing tells a name behind the prefix, but the whole may be a common word.
    word = broken.left + broken.right
    rare = not lexicon.seen(word) and lexicon.zipf(word) < WORD_OF_ITS_OWN <= lexicon.zipf(broken.right)
    return Verdict("offer", "in capitals a name may follow the prefix", 0.5, meanwhile="keep") if rare else None


def prefix(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Self-taught: prefixes that keep their hyphen."""
    if fold(broken.left) in PREFIXES and lexicon.zipf(broken.right) >= RARE:
        return Verdict("keep", f"prefix {fold(broken.left)}-", 0.7)
    return None
