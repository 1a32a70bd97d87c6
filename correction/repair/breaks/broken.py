"""A word broken at a line end, and what a rule says of it.

In: nothing. Out: the values that every rule of this package takes and gives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from correction.article import HyphenDecision
from correction.lexicon import Lexicon

# What engines read for the double hyphen of Fraktur, where a line ends in it (FineReader on two pages of 1780 and 1820:
# 22 of 35 marks misread, 5 as a comma, 5 as a full stop, 4 as » or «, 4 as a letter).
MISREAD = frozenset(":;,.·„»«*")


def words(text: str) -> frozenset[str]:
    """A set of words, written as one text."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Break:
    """The half before the mark, the mark as printed, the half after.

    `tail` is what follows on the second line, `head` the character before the first half, `before` what stands before
    that half on its line (the end of it).
    """

    left: str
    mark: str
    right: str
    tail: str = ""
    head: str = ""
    before: str = ""

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
    """What a rule says of a break.

    An `offer` leaves the choice to a person: the text follows `meanwhile`, and `offered` is the form that stands to
    choose, where it is neither the joined nor the kept one (Zucker for Zuk-ker).
    """

    decision: HyphenDecision
    reason: str
    confidence: float
    meanwhile: HyphenDecision = "join"
    offered: str | None = None

    @property
    def written(self) -> HyphenDecision:
        """The decision that the text follows."""
        return self.meanwhile if self.decision == "offer" else self.decision


Rule = Callable[[Break, Lexicon], Verdict | None]
