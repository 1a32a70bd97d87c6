"""Which English a paper prints: British or American, with the hyphens of to-day or without.

In: the lexicon of a paper. Out: yes or no, counted once a paper.
"""

from __future__ import annotations

from functools import lru_cache

from correction.lexicon import Lexicon
from correction.repair.breaks.broken import words

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
OLD = ("to-day", "to-night", "to-morrow", "week-end", "good-bye", "any-one", "some-one", "every-one", "co-operation")
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
    """Whether the paper likes hyphens as papers did that print to-day; if none of these words tells, a British one."""
    kept = sum(map(lexicon.seen, OLD))
    joined = sum(lexicon.seen(word.replace("-", "")) for word in OLD)
    return kept > joined or (kept == joined and is_british(lexicon))
