r"""A plain text set in a narrow column, as a printer would, and what each line-end hyphen stands for.

In: paragraphs whose hyphens are those that must stay. Out: text with one `\n` between printed lines, and a `LineEnd`
for each line that ends in a mark. Words are broken by pyphen's patterns and at the hyphens that they have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle

import pyphen

from correction.lexicon import HYPHENS

# By turns of the column's width.
DICTIONARIES = {"en": ("en_GB", "en_US"), "de": ("de_DE",), "fr": ("fr_FR",)}
FRAKTUR_MARKS = "⸗¬=-"
_LETTERS = re.compile(r"[^\W\d_]+")
_OWN = re.compile(rf"(?<=[\w.”“»«)])[{re.escape(HYPHENS)}](?=\w)")


@dataclass(frozen=True, slots=True)
class LineEnd:
    """What the mark at the end of printed line `line` stands for: `join`, `keep` or `keep-space`.

    `offered` is the word that a k-k stands for (Zucker for Zuk-ker), which repair may offer and never write.
    """

    line: int
    truth: str
    offered: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column to set: `width` in characters, the language, the marks that its printer uses by turns."""

    width: int
    language: str
    fraktur: bool = False

    @property
    def dictionary(self) -> pyphen.Pyphen:
        """The patterns for this width; a language that has two sets uses them by turns."""
        names = DICTIONARIES.get(self.language) or (pyphen.language_fallback(self.language) or "en_US",)
        return _patterns(names[self.width // 2 % len(names)])


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place to break a word: its first half without a mark, the rest, the truth, the mark that the word has there."""

    left: str
    right: str
    truth: str
    own: str = ""
    offered: str | None = None


@cache
def _patterns(name: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=name)


def set_column(paragraph: str, column: Column) -> tuple[str, list[LineEnd]]:
    r"""Fill lines of a column with one paragraph; a word too long for a line stands out of it.

    >>> text, ends = set_column("the Anglo-Saxon council", Column(12, "en"))
    >>> text, [(end.line, end.truth) for end in ends]
    ('the Anglo-\nSaxon coun-\ncil', [(0, 'keep'), (1, 'join')])
    """
    marks = cycle(FRAKTUR_MARKS if column.fraktur else "-")
    lines, ends, line = [], [], ""
    for token in paragraph.split():
        rest = token
        while line and len(line) + 1 + len(rest) > column.width:
            cut = _last_fitting(rest, column.width - len(line) - 1, column)
            if cut:
                # A figure takes no double hyphen, which would be an equals sign.
                mark = cut.own if cut.left[-1].isdigit() else next(marks)
                ends.append(LineEnd(len(lines), cut.truth, cut.offered))
                lines.append(f"{line} {cut.left}{mark}")
                line, rest = "", cut.right
            else:
                if line[-1] in HYPHENS and line[-2:-1].isalnum():
                    ends.append(LineEnd(len(lines), "keep-space"))
                lines.append(line)
                line = ""
        line = f"{line} {rest}".strip()
    return "\n".join([*lines, line]), ends


def _last_fitting(word: str, room: int, column: Column) -> _Cut | None:
    """The last cut whose half and mark fit; in every other width one at the word's own hyphen comes first."""
    fitting = [cut for cut in _cuts(word, column) if len(cut.left) < room]
    own = [cut for cut in fitting if cut.own]
    return max(own if own and column.width % 2 == 0 else fitting, key=lambda cut: len(cut.left), default=None)


def _cuts(word: str, column: Column) -> Iterator[_Cut]:
    for found in _OWN.finditer(word):
        yield _Cut(word[: found.start()], word[found.end() :], "keep", found[0])
    for part in _LETTERS.finditer(word):
        for position in column.dictionary.positions(part[0].replace("ſ", "s").lower()):
            left, right = word[: part.start() + position], word[part.start() + position :]
            if column.fraktur and re.match("ck[aeiouäöü]", right):  # as all printed it before 1996
                yield _Cut(f"{left}k", right[1:], "join", offered=part[0])
            else:
                yield _Cut(left, right, "join")
