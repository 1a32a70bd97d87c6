"""Rules for English: chains, numbers, prefixes, points of the compass, and words that papers printed in two.

In: a break and the lexicon of a paper in that language. Out: a verdict, or None where the rule has nothing to say.
wordfreq has 300,000 English words in one, among them hyphens lost on the web (fulltime, icecream), so that what is
listed proves little where both halves are words; the families of `english_halves` and the paper's style say more.
"""

from __future__ import annotations

from correction.lexicon import RARE, Lexicon, fold
from correction.repair.breaks import english_halves as halves
from correction.repair.breaks.broken import Break, Verdict, words
from correction.repair.breaks.english_style import is_american, is_british, is_old
from correction.repair.breaks.english_words import COMMON, COMMON_WHOLE, WORD_OF_ITS_OWN, bare, is_word, whole

COMPASS, POINTS = words("north south"), ("east", "west")
COMPASS_ENDINGS = ("", "er", "ern", "erly", "ward", "wardly", "wards")
# zipf 3.3: within a chain a more common whole is one word (torso 3.4), another a slip of the web (upto 3.2).
WHOLE_IN_CHAIN = 3.3
# Prefixes and the vowel that they do not stand before in one syllable.
VOWELS = {("re", "e"), ("co", "o"), ("pre", "e"), ("anti", "i"), ("semi", "i")}


def clan(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """McConnell goes on with a capital and has no hyphen."""
    if fold(broken.left) in halves.CLANS and broken.right[0].isupper():
        return Verdict("join", "a name in Mc", 0.9)
    return None


def chain(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Mother-in-law, eighteen-and-six: a hyphen goes before or comes after, with a link word beside it."""
    left, right = fold(broken.left), fold(broken.right)
    linked = right in halves.LINKS or right in halves.FOREIGN_LINKS
    onward = broken.tail[:1] == "-" and linked and (lexicon.zipf(left) >= RARE or broken.left.istitle())
    known = lexicon.zipf(left + right)
    behind = broken.head == "-" and left in halves.LINKS and len(right) > 2
    behind = behind and (known < RARE or is_word(right, lexicon))
    # Ash-|by-Marsh, Newbridge-up-|on-Teign: the name, the link word itself may be broken.
    limit = RARE if broken.left.istitle() else WHOLE_IN_CHAIN
    # Pay-as-you-|go: any two common words.
    common = min(lexicon.zipf(left), lexicon.zipf(right)) >= COMMON and len(left) > 1
    inside = broken.head == "-" and common and left not in halves.STYLED | halves.JOINING
    if ((onward or behind) and known < limit) or (inside and known < RARE):
        return Verdict("keep", "a chain of words with hyphens", 0.95)
    return None


def numeral(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Twenty-five, two-thirds, ten-pound keep their hyphen; sixpence has none."""
    left, right = fold(broken.left), bare(broken.right)
    if left in halves.TENS and right in halves.UNITS:
        return Verdict("keep", "a compound number", 0.95)
    if right in halves.FRACTIONS and left.endswith("pence"):
        return Verdict("keep", "pence and halfpence", 0.9)
    if broken.left.istitle() and right in halves.NAME_ENDINGS:
        return None
    if left in halves.NUMBERS and right in halves.BEHIND_NUMBERS and not (left in halves.TALL and right == "pence"):
        return Verdict("join", "a number and its measure in one word", 0.9)
    if left not in halves.NUMBERS or left + right in halves.ONE_WORD or lexicon.zipf(left + right) >= COMMON_WHOLE:
        return None
    if left in {"half", "quarter"} and lexicon.zipf(left + right) >= WORD_OF_ITS_OWN and not is_old(lexicon):
        return None
    oared = right.endswith("ed") and len(right) > 3 and lexicon.zipf(left + right) < RARE
    if right in halves.FRACTIONS or oared or is_word(right, lexicon):
        return Verdict("keep", "a number before a word", 0.9)
    return None


def day(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """To-day, to-night and to-morrow go together: all three with a hyphen, or none."""
    if fold(broken.left) != "to" or bare(broken.right) not in halves.DAYS:
        return None
    kept = sum(lexicon.seen(f"to-{other}") for other in halves.DAYS)
    joined = sum(lexicon.seen(f"to{other}") for other in halves.DAYS)
    if kept != joined:
        return Verdict("keep" if kept > joined else "join", "as this paper prints to-day", 0.95)
    return Verdict("keep" if is_old(lexicon) else "join", "to-day as papers of this style print it", 0.7)


def custom(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """World-wide, by-law: words that papers of the time printed in two; X-ray, for no line ends in a single letter."""
    form = f"{fold(broken.left)}-{bare(broken.right)}"
    if len(broken.left) == 1 and broken.head in ("", " "):
        return Verdict("keep", "a single letter before the hyphen", 0.85)
    if form in halves.IN_TWO:
        return Verdict("keep", "papers of the time print it in two", 0.8)
    if form in halves.IN_TWO_OF_OLD and is_old(lexicon):
        return Verdict("keep", "a paper with to-day prints it in two", 0.75)
    return None


def compass(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """South-westward has a hyphen where the paper has others or spells as Britons."""
    ends = [point + ending for point in POINTS for ending in COMPASS_ENDINGS]
    if fold(broken.left) not in COMPASS or fold(broken.right) not in ends:
        return None
    points = [(first, end) for first in COMPASS for end in ends]
    kept = sum(lexicon.seen(f"{a}-{b}") for a, b in points)
    joined = sum(lexicon.seen(a + b) for a, b in points)
    likely = is_british(lexicon) or (is_old(lexicon) and not is_american(lexicon))
    keep = kept > joined or (kept == joined and likely)
    return Verdict("keep", "a point of the compass in a British paper", 0.8) if keep else None


def bound(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Unhappy has no hyphen; in capitals a name may stand behind the prefix."""
    if fold(broken.left) not in halves.BOUND:
        return None
    if not broken.left.isupper():
        return Verdict("join", f"prefix {fold(broken.left)}, which has no hyphen", 0.9)
    # UN-AMERICAN, UN-HAPPY: in capitals nothing tells a name behind the prefix, but the whole may be a common word.
    word = broken.left + broken.right
    rare = not lexicon.seen(word) and lexicon.zipf(word) < WORD_OF_ITS_OWN <= lexicon.zipf(broken.right)
    return Verdict("offer", "in capitals a name may follow the prefix", 0.5, meanwhile="keep") if rare else None


def vowels(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Re-elected, co-operate, pre-eminent: two of a vowel that no syllable holds together."""
    left, right = fold(broken.left), fold(broken.right)
    if (left, right[0]) not in VOWELS:
        return None
    if lexicon.zipf(right) < RARE or lexicon.seen(left + right):
        return None
    stems = [stem for stem in ("cooperat", "coordinat") if (left + right).startswith(stem)]
    if stems and is_american(lexicon):
        return Verdict("join", "an American paper's cooperation", 0.7)
    return Verdict("keep", "a prefix before its own vowel", 0.85)


def prefix(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Self-taught, non-payment, ex-mayor: prefixes that keep their hyphen before a word."""
    left, right = fold(broken.left), bare(broken.right)
    if left not in halves.KEEPING or not is_word(right, lexicon) or whole(broken) in halves.ONE_WORD:
        return None
    if broken.left.istitle() and right in halves.NAME_ENDINGS:
        return None
    limit = COMMON_WHOLE if left in halves.KEEPING_LISTED else RARE
    if lexicon.zipf(left + right) < limit:
        return Verdict("keep", f"prefix {left}-", 0.85)
    return None
