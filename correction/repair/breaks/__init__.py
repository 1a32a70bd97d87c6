"""What becomes of a word broken at a line end: the rules, in the order they are asked.

In: the two halves, the mark between them and the lexicon. Out: a verdict with its reason and confidence. The rules of
every language stand in `anywhere`, those of one language in a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from correction.lexicon import Lexicon
from correction.repair.breaks import (
    anywhere,
    english,
    english_compounds,
    french,
    french_clitics,
    german,
    german_spelling,
)
from correction.repair.breaks.broken import MISREAD, Break, Rule, Verdict

__all__ = ["MISREAD", "RULES", "Break", "Verdict", "decide_break"]

_FIRST: tuple[Rule, ...] = (
    anywhere.soft,
    anywhere.digits,
    anywhere.paper_keeps,
    anywhere.suspended,
    anywhere.capital,
)
RULES: Mapping[str, tuple[Rule, ...]] = {
    "de": (
        anywhere.soft,
        german.link,
        german.suspended,
        anywhere.digits,
        anywhere.paper_keeps,
        german.initials,
        anywhere.capital,
        german.pair,
        german.attribute,
        german_spelling.double_k,
        german_spelling.triple,
        anywhere.known,
        german.compound,
    ),
    "en": (
        anywhere.soft,
        anywhere.digits,
        anywhere.paper_keeps,
        english.chain,
        anywhere.suspended,
        english.clan,
        anywhere.capital,
        english.numeral,
        english.day,
        english.compass,
        english.bound,
        english.vowels,
        anywhere.acronym,
        anywhere.printed,
        english.custom,
        english.prefix,
        english_compounds.particle,
        english_compounds.adjectival,
        english_compounds.participle,
        english_compounds.linking,
        english_compounds.styled,
        english_compounds.name,
        anywhere.listed,
        english_compounds.ending,
        english_compounds.solid,
        english_compounds.two_words,
        anywhere.name,
        anywhere.syllable,
    ),
    "fr": (
        *_FIRST,
        french_clitics.elision,
        french.numeral,
        french.compass,
        french_clitics.euphonic_t,
        french_clitics.chain,
        french_clitics.particle,
        french_clitics.clitic,
        french.compound,
        anywhere.printed,
        french.old_compound,
        french.listed,
        french.ending,
        french.doubled,
        french.bound,
        french.combining,
        french.name,
        french.prefix,
        french.two_words,
        anywhere.name,
        anywhere.syllable,
    ),
}
# Where no mark stands, or what may be one: only offers.
UNMARKED: Mapping[str, tuple[Rule, ...]] = {"de": (anywhere.unmarked, german.misread_letter)}
MISMARKED: Mapping[str, tuple[Rule, ...]] = {"de": (german.misread_mark,)}
# Germanic languages write compounds in one word, Romance and Slavonic ones make few.
_ELSEWHERE: tuple[Rule, ...] = (
    anywhere.soft,
    anywhere.digits,
    anywhere.paper_keeps,
    anywhere.suspended,
    anywhere.capital,
    anywhere.acronym,
    anywhere.known,
    anywhere.vowels,
    anywhere.clitic,
    anywhere.name,
    anywhere.syllable,
    anywhere.one_word,
)


def decide_break(broken: Break, lexicon: Lexicon) -> Verdict | None:
    """Ask the rules in order; the first that knows an answer gives it. None: no mark and no reason to see a break."""
    if not broken.mark:
        rules = UNMARKED.get(lexicon.language, (anywhere.unmarked,))
    elif broken.mark in MISREAD:
        rules = MISMARKED.get(lexicon.language, ())
    else:
        rules = RULES.get(lexicon.language, _ELSEWHERE)
    for rule in rules:
        verdict = rule(broken, lexicon)
        if verdict is not None:
            return verdict
    if not broken.mark or broken.mark in MISREAD:
        return None
    return Verdict("offer", "unlisted word, and no syllable ends here", 0.5, meanwhile="keep")
