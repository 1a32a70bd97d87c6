"""Rules for English.

In: a break and the lexicon of a paper in that language. Out: a verdict, or None where the rule has nothing to say.
wordfreq has 300,000 English words in one, among them hyphens lost on the web (fulltime, icecream), so that what is
listed proves little where both halves are words; the families of `english_halves` and the paper's style say more.
"""

from __future__ import annotations

from functools import lru_cache

from correction.lexicon import RARE, Lexicon, fold
from correction.repair.breaks import english_halves as halves
from correction.repair.breaks.anywhere import WORD_OF_ITS_OWN
from correction.repair.breaks.broken import Break, Verdict, words

COMPASS, POINTS = words("north south"), ("east", "west")
COMPASS_ENDINGS = ("", "er", "ern", "erly", "ward", "wardly", "wards")
# Which English a paper is written in: Americans have long printed southwest, Britons south-west.
BRITISH = words(
    "harbour colour labour honour favour neighbour neighbours rumour parlour centre theatre coloured labourer labourers "
    "honourable favourite neighbourhood programme cheque defence grey storey councillor councillors shilling shillings"
)
AMERICAN = words(
    "harbor color labor honor favor neighbor neighbors rumor parlor center theater colored laborer laborers honorable "
    "favorite neighborhood program defense gray councilman sidewalk railroad dollars cents"
)
# Old printers wrote these in two.
OLD = ("to-day", "to-night", "to-morrow", "week-end", "good-bye", "any-one", "some-one", "every-one", "co-operation")
# zipf 3.6: behind a prefix that keeps its hyphen a more common whole is a word in its own right (halfway 4.1, nonstop
# 3.5); the same for a participle (widespread 4.2, hard-working 3.3).
COMMON_WHOLE = 3.6
# zipf 2.5: a listed word, more than a slip of the web (frontpage 2.3).
WELL_LISTED = 2.5
# zipf 4: a common word, which hardly begins or ends a name.
COMMON = 4.0
# How often the paper joins one of the halves to others by a hyphen.
LIKES = 2


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
    behind = broken.head == "-" and left in halves.LINKS and len(right) > 2
    # Ash-|by-Marsh, Newbridge-up-|on-Teign: the name, the link word itself may be broken.
    limit = RARE if broken.left.istitle() else COMMON_WHOLE
    # Pay-as-you-|go: any two common words.
    inside = broken.head == "-" and min(lexicon.zipf(left), lexicon.zipf(right)) >= COMMON and len(left) > 1
    if ((onward or behind) and lexicon.zipf(left + right) < limit) or (inside and lexicon.zipf(left + right) < RARE):
        return Verdict("keep", "a chain of words with hyphens", 0.95)
    return None


def numeral(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Twenty-five, two-thirds, ten-pound keep their hyphen; sixpence has none."""
    left, right = fold(broken.left), _bare(broken.right)
    if left in halves.TENS and right in halves.UNITS:
        return Verdict("keep", "a compound number", 0.95)
    if right in halves.FRACTIONS and left.endswith("pence"):
        return Verdict("keep", "pence and halfpence", 0.9)
    if left in halves.NUMBERS and right in halves.BEHIND_NUMBERS:
        return Verdict("join", "a number and its measure in one word", 0.9)
    if left not in halves.NUMBERS or lexicon.zipf(left + right) >= COMMON_WHOLE:
        return None
    if left in {"half", "quarter"} and lexicon.zipf(left + right) >= WORD_OF_ITS_OWN and not is_old(lexicon):
        return None
    if right in halves.FRACTIONS or _is_word(right, lexicon):
        return Verdict("keep", "a number before a word", 0.9)
    return None


def day(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """To-day, to-night and to-morrow go together: all three with a hyphen, or none."""
    if fold(broken.left) != "to" or _bare(broken.right) not in halves.DAYS:
        return None
    kept = sum(lexicon.seen(f"to-{other}") for other in halves.DAYS)
    joined = sum(lexicon.seen(f"to{other}") for other in halves.DAYS)
    if kept != joined:
        return Verdict("keep" if kept > joined else "join", "as this paper prints to-day", 0.95)
    return Verdict("keep" if is_old(lexicon) else "join", "to-day as papers of this style print it", 0.7)


def custom(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """World-wide and by-law: words that papers of the time printed in two; and X-ray, for no line ends in one letter."""
    form = f"{fold(broken.left)}-{_bare(broken.right)}"
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
    keep = kept > joined or (kept == joined and is_british(lexicon))
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
    if (left, right[0]) not in {("re", "e"), ("co", "o"), ("pre", "e"), ("anti", "i"), ("semi", "i")}:
        return None
    if lexicon.zipf(right) < RARE or lexicon.seen(left + right):
        return None
    stems = [stem for stem in ("cooperat", "coordinat") if (left + right).startswith(stem)]
    if stems and is_american(lexicon):
        return Verdict("join", "an American paper's cooperation", 0.7)
    return Verdict("keep", "a prefix before its own vowel", 0.85)


def prefix(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Self-taught, non-payment, ex-mayor: prefixes that keep their hyphen before a word."""
    left, right = fold(broken.left), _bare(broken.right)
    if left not in halves.KEEPING or not _is_word(right, lexicon) or _whole(broken) in halves.ONE_WORD:
        return None
    limit = COMMON_WHOLE if left in halves.KEEPING_LISTED else RARE
    if lexicon.zipf(left + right) < limit:
        return Verdict("keep", f"prefix {left}-", 0.85)
    return None


def particle(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Hand-out, passers-by, worn-out: a verb and its particle; breakdown and without are one word."""
    left, right = fold(broken.left), _bare(broken.right)
    if right not in halves.PARTICLES or not _is_word(left, lexicon, 2):
        return None
    known = lexicon.zipf(left + right)
    # Ruin, lion, Robby: the short ones are more often syllables.
    if known >= (WORD_OF_ITS_OWN if len(right) == 2 and right != "up" else COMMON_WHOLE) and not is_old(lexicon):
        return None
    if _whole(broken) in halves.ONE_WITH_PARTICLE or left in halves.LINKS:
        return None
    return Verdict("keep", f"a word and the particle {right}", 0.85)


def adjectival(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Blue-eyed, first-class, world-wide: two words that describe a third."""
    left, right = fold(broken.left), _bare(broken.right)
    if left in halves.JOINING or left in halves.STYLED or left in halves.LINKS or not _is_word(left, lexicon, 2):
        return None
    known = lexicon.zipf(_whole(broken))
    adjective = left in halves.DESCRIBING
    if _whole(broken) in halves.ONE_WORD:
        return None
    if adjective and (
        (right in halves.DESCRIBED and known < COMMON_WHOLE) or (right in halves.DESCRIBED_UNLISTED and known < RARE)
    ):
        return Verdict("keep", "an adjective before a noun", 0.8)
    if right == "like" and len(left) < 6 and not is_old(lexicon):
        return None
    # Capsized: the whole without its ending is a word.
    if not adjective and any(lexicon.zipf(stem) >= WELL_LISTED for stem in _stems(_whole(broken))):
        return None
    if right in halves.ADJECTIVAL and known < (COMMON_WHOLE if adjective else WORD_OF_ITS_OWN):
        return Verdict("keep", f"an adjective in -{right}", 0.85)
    return None


def participle(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Horse-drawn, hard-working, red-turbaned: a participle behind a word."""
    left, right, whole = fold(broken.left), _bare(broken.right), _whole(broken)
    if left in halves.JOINING or left in halves.STYLED or left in halves.LINKS or not is_participle(right, lexicon):
        return None
    adjective = left in halves.DESCRIBING
    if not adjective and not _is_word(left, lexicon):
        return None
    # Highlighted, walloped: the whole without its ending is a word.
    verb = any(lexicon.zipf(stem) >= (WELL_LISTED if adjective else RARE) for stem in _stems(whole))
    # Bookkeeping, shipbuilding: nouns, and one word where listed.
    limit = COMMON_WHOLE if adjective else RARE if right.endswith("ing") else WORD_OF_ITS_OWN
    return None if verb or lexicon.zipf(whole) >= limit else Verdict("keep", "a participle behind a word", 0.85)


def linking(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Socio-economic, Anglo-saxon, comico-romantic: a first half in -o."""
    left, right = fold(broken.left), _bare(broken.right)
    if left in halves.LINKING or (len(left) > 4 and left[-1] == "o" and lexicon.zipf(left + right) < RARE):
        return Verdict("keep", f"first half {left}-", 0.75) if _is_word(right, lexicon, 4) else None
    return None


def styled(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Sub-committee, fog-horn: in a paper that likes hyphens, or has its like."""
    left, right = fold(broken.left), _bare(broken.right)
    known = lexicon.zipf(left + right)
    if not _is_word(right, lexicon) or known >= WORD_OF_ITS_OWN:
        return None
    if left in halves.STYLED and is_old(lexicon) and lexicon.zipf(right) >= COMMON_WHOLE:
        return Verdict("keep", f"prefix {left}- in a paper that likes hyphens", 0.7)
    if _is_word(left, lexicon) and left not in halves.JOINING and is_old(lexicon):
        if lexicon.seen(f"-{right}") >= LIKES:
            return Verdict("keep", "this paper prints its like with a hyphen", 0.7)
        if RARE <= known < WELL_LISTED and broken.left.islower() and right not in halves.SOLID:
            return Verdict("offer", "two words in a paper that likes hyphens", 0.6, meanwhile="keep")
    return None


def ending(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Present-ness: the second half is an ending."""
    if _bare(broken.right) in halves.ENDINGS and broken.tail[:1] != "-":
        return Verdict("join", f"ending -{_bare(broken.right)}", 0.9)
    return None


def solid(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Bargemen, outnumber: halves that make one word."""
    left, right = fold(broken.left), _bare(broken.right)
    if left in halves.JOINING and not (is_old(lexicon) and _is_word(right, lexicon)):
        return Verdict("join", f"prefix {left}, which has no hyphen", 0.8)
    if right in halves.SOLID and min(len(left), lexicon.zipf(left)) >= 2:
        return Verdict("join", f"a compound in -{right}", 0.8)
    return None


def name(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Castle-street, Brenmouth-built, Hollinbrook: what a word with a capital is joined to."""
    left, right = broken.left, _bare(broken.right)
    if not left.istitle() or not broken.right.islower():
        return None
    if right in halves.PLACES and right not in halves.NAME_ENDINGS and lexicon.zipf(left + right) < RARE:
        return Verdict("keep", f"a name with -{right}", 0.8)
    if right in halves.ADJECTIVAL or is_participle(right, lexicon):
        return Verdict("keep", "a participle behind a name", 0.85)
    return None


def two_words(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Two words that the list does not have as one."""
    left, right = fold(broken.left), _bare(broken.right)
    if broken.left.istitle() and right in halves.NAME_ENDINGS:
        return None
    prefix = left in halves.STYLED or left in halves.KEEPING or left in halves.JOINING
    if broken.left.istitle() and not prefix and min(lexicon.zipf(left), lexicon.zipf(right)) < COMMON:
        return None
    if (_is_word(left, lexicon) or left in halves.STYLED) and _is_word(right, lexicon):
        return Verdict("keep", "an unlisted word of two words", 0.8)
    return None


def is_participle(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a participle, or ends as one behind a word (eyed)."""
    if word in halves.PARTICIPLES or word in halves.ENDINGS:
        return word in halves.PARTICIPLES
    # Short stems are more often syllables (Span-gled).
    return any(lexicon.zipf(stem) >= (WELL_LISTED if len(stem) > 3 else COMMON_WHOLE) for stem in _stems(word))


def _stems(word: str) -> tuple[str, ...]:
    """What a word in -ed or -ing may be made of."""
    for end in ("ed", "ing"):
        if word.endswith(end) and len(word) > max(3, len(end) + 1):
            stem = word[: -len(end)]
            doubled = (stem[:-1],) if stem[-1] == stem[-2] else ()
            changed = (stem[:-1] + "y",) if stem[-1] == "i" else ()
            return (stem, stem + "e", *doubled, *changed)
    return ()


def _is_word(half: str, lexicon: Lexicon, shortest: int = 3) -> bool:
    """Whether a half is a word of its own and no syllable; the list has many syllables, all of them short."""
    if len(half) < shortest or half in halves.ENDINGS:
        return False
    return lexicon.zipf(half) >= (RARE if len(half) > 5 else WELL_LISTED if len(half) > 4 else WORD_OF_ITS_OWN)


def _bare(half: str) -> str:
    return fold(half).removesuffix("'s")


def _whole(broken: Break) -> str:
    return fold(broken.left) + _bare(broken.right)


@lru_cache(maxsize=16)
def is_british(lexicon: Lexicon) -> bool:
    """Whether the paper spells as Britons do."""
    return sum(map(lexicon.seen, BRITISH)) > sum(map(lexicon.seen, AMERICAN))


@lru_cache(maxsize=16)
def is_american(lexicon: Lexicon) -> bool:
    """Whether the paper spells as Americans do."""
    return sum(map(lexicon.seen, AMERICAN)) > sum(map(lexicon.seen, BRITISH))


@lru_cache(maxsize=16)
def is_old(lexicon: Lexicon) -> bool:
    """Whether the paper likes hyphens as papers did that print to-day; if none of these words tells, a British one."""
    kept = sum(map(lexicon.seen, OLD))
    joined = sum(lexicon.seen(word.replace("-", "")) for word in OLD)
    return kept > joined or (kept == joined and is_british(lexicon))
