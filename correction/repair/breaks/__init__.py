"""What becomes of a word broken at a line end: the rules, in the order they are asked.

In: the two halves, the mark between them and the lexicon. Out: a verdict with its reason and confidence. The rules of
every language stand in `anywhere`, those of one language in a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from correction.lexicon import Lexicon
from correction.repair.breaks import anywhere, english, english_compounds, french, french_clitics, german
from correction.repair.breaks.broken import Break, Rule, Verdict

__all__ = ["RULES", "Break", "Verdict", "decide_break"]

_FIRST: tuple[Rule, ...] = (
    anywhere.soft,
    anywhere.digits,
    anywhere.paper_keeps,
    anywhere.suspended,
    anywhere.capital,
)
RULES: Mapping[str, tuple[Rule, ...]] = {
    "de": (*_FIRST, anywhere.known, german.double_k, german.compound),
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
        return anywhere.unmarked(broken, lexicon)
    for rule in RULES.get(lexicon.language, _ELSEWHERE):
        verdict = rule(broken, lexicon)
        if verdict is not None:
            return verdict
    return Verdict("offer", "unlisted word, and no syllable ends here", 0.5, meanwhile="keep")
