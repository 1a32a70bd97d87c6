"""Which English a paper prints: British or American, with the hyphens of to-day or without.

In: the lexicon of a paper. Out: yes or no, counted once a paper.
"""

from __future__ import annotations

from functools import lru_cache

from correction.lexicon import RARE, Lexicon
from correction.repair.breaks import english_halves as halves
from correction.repair.breaks.broken import words
from correction.repair.breaks.english_words import is_word

BRITISH = words(
    "harbour colour labour honour favour neighbour neighbours rumour parlour centre theatre coloured labourer "
    "labourers honourable favourite neighbourhood programme cheque defence grey storey councillor councillors "
    "shilling shillings"
)
AMERICAN = words(
    "harbor color labor honor favor neighbor neighbors rumor parlor center theater colored laborer laborers honorable "
    "favorite neighborhood program defense gray councilman sidewalk railroad dollars cents"
)
# Old printers wrote these in two.
OLD = ("to-day", "to-night", "to-morrow", "week-end", "good-bye", "any-one", "every-one")
# Of 100 hyphens 7 to 13 in papers that like them, 2 to 5 in others (1.6 million words of 1913, 1961 and 2020).
LIKING, FEW = 0.06, 3
PAPERS = 4  # as many lexicons as are asked by turns


@lru_cache(maxsize=PAPERS)
def is_british(lexicon: Lexicon) -> bool:
    """Whether the paper spells as Britons do."""
    return sum(map(lexicon.seen, BRITISH)) > sum(map(lexicon.seen, AMERICAN))


@lru_cache(maxsize=PAPERS)
def is_american(lexicon: Lexicon) -> bool:
    """Whether the paper spells as Americans do."""
    return sum(map(lexicon.seen, AMERICAN)) > sum(map(lexicon.seen, BRITISH))


@lru_cache(maxsize=PAPERS)
def is_old(lexicon: Lexicon) -> bool:
    """Whether the paper likes hyphens as papers did that print to-day; if none of these words tells, by its others."""
    kept = sum(map(lexicon.seen, OLD))
    joined = sum(lexicon.seen(word.replace("-", "")) for word in OLD)
    return kept > joined or (kept == joined and (is_british(lexicon) or likes_hyphens(lexicon)))


@lru_cache(maxsize=PAPERS)
def likes_hyphens(lexicon: Lexicon) -> bool:
    """Whether many of the paper's hyphens stand in words that the list has in one (lamp-post, strong-box)."""
    pairs = [(pair.split("-"), count) for pair, count in lexicon.sightings.items() if pair.strip("-").count("-") == 1]
    alike = [count for (first, second), count in pairs if _is_listed_pair(first, second, lexicon)]
    return len(alike) >= FEW and sum(alike) >= LIKING * sum(count for _, count in pairs)


def _is_listed_pair(first: str, second: str, lexicon: Lexicon) -> bool:
    """Two nouns, as far as their families tell, that the list has as one word."""
    if lexicon.zipf(first + second) < RARE or second in halves.PARTICLES or first in halves.NO_NOUN:
        return False
    return is_word(first, lexicon) and is_word(second, lexicon)
