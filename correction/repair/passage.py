r"""What a repair rule takes and gives: one text of an article, with all that the rules may ask.

In: a heading, credit or paragraph with one `\n` between printed lines. Out: the same after each rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from correction.article import Hyphen, ParagraphKind
from correction.lexicon import Lexicon

PassageKind = Literal["heading", "credit"] | ParagraphKind
FlipDecision = Literal["join", "keep", "keep-space"]

# Han, kana and bopomofo, CJK and full-width marks; and the marks that Chinese shares with Latin type.
WIDE = r"⺀-⿟　-〿぀-ヿㄅ-ㄯ㇀-㇣㐀-䶿一-鿿豈-﫿︰-﹏！-｠￠-￦"
SPACES = " \t\u3000"
SHARED = "“”‘’…—·"
_WIDE = re.compile(f"[{WIDE}]")


@dataclass(frozen=True, slots=True)
class HyphenFlip:
    """A person's decision on one hyphen of the ledger: what becomes of it, and who said so."""

    decision: FlipDecision
    by: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One text on its way through the rules; `lines` are the ids of its printed lines, in order."""

    text: str
    lines: tuple[str, ...]
    kind: PassageKind
    chinese: bool
    lexicon: Lexicon
    flips: Mapping[str, HyphenFlip]
    hyphens: tuple[Hyphen, ...] = ()


def is_wide(character: str) -> bool:
    """Whether a character is CJK or full-width; False for the empty string.

    >>> is_wide("平"), is_wide("，"), is_wide("a")
    (True, True, False)
    """
    return bool(character) and _WIDE.match(character) is not None
