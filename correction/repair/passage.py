r"""What a repair rule takes and gives: one printed text of an article, and the edits that are proposed to it.

In: a heading, credit or paragraph with one `\n` between printed lines. A rule never writes text: it gives `Edit`s at
places of the printed text, so that each can be left out without touching another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from correction.article import Hyphen, ParagraphKind
from correction.lexicon import Lexicon
from correction.repair.marks import NO_HABITS, Habits
from correction.rulings import NO_RULINGS, Rulings

PassageKind = Literal["heading", "credit"] | ParagraphKind

# Han, kana and bopomofo, CJK and full-width marks; and the marks that Chinese shares with Latin type.
WIDE = r"⺀-⿟　-〿぀-ヿㄅ-ㄯ㇀-㇣㐀-䶿一-鿿豈-﫿︰-﹏！-｠￠-￦"
SPACES = " \t\u3000"
SHARED = "“”‘’…—·"
_WIDE = re.compile(f"[{WIDE}]")


@dataclass(frozen=True, slots=True)
class Edit:
    """A proposal: the printed text from `start` to `end` (code points of the passage) becomes `after`.

    Where it is not `applied` it is only offered. `hyphen` is the ledger's entry for it.
    """

    start: int
    end: int
    after: str
    reason: str
    applied: bool = True
    hyphen: Hyphen | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One printed text on its way through the rules; `lines` are the ids of its printed lines, in order.

    `keeps_lines` says that its line ends mean something (verse, a list, a table), `initial` that its first line is
    a drop capital. `habits` are the page's, where a rule asks for them. `beside` are lines that
    stand in one row with the line before.
    """

    text: str
    lines: tuple[str, ...]
    kind: PassageKind
    language: str
    lexicon: Lexicon
    rulings: Rulings = NO_RULINGS
    keeps_lines: bool = False
    initial: bool = False
    habits: Habits = NO_HABITS
    beside: tuple[str, ...] = ()

    @property
    def chinese(self) -> bool:
        """Whether the text is Chinese."""
        return self.language.startswith("zh")


Finder = Callable[[Passage], Iterable[Edit]]


def is_wide(character: str) -> bool:
    """Whether a character is CJK or full-width; False for the empty string.

    >>> is_wide("平"), is_wide("，"), is_wide("a")
    (True, True, False)
    """
    return bool(character) and _WIDE.match(character) is not None
