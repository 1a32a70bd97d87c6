"""A page laid beside its truth: at which places of its lines the base reading is wrong.

In: a read page and the file of its truth. Out: `Judged`: for every line that the truth has as well, the errors at each
of its places, what is evidence there, the chance that Galley gives it, and whether it is marked. Characters are folded
as ../shared/tools/score.py folds them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from layout import SHARED
from printed import PrintedLine, read_printed
from rapidfuzz.distance import Levenshtein
from scoring import Scorer

from correction.doubts import doubts
from correction.doubts.chances import weigh
from correction.doubts.evidence import Row
from correction.lexicon import build_lexicon
from ocr.page import Language, Page, Script, TextLine

SAME = 0.5  # share of the characters that may differ before a line is another line
OVERLAP = 0.25  # of the smaller box
LONGER, MORE = 0.25, 3  # by which share and how many characters a line may be longer before it is cut otherwise


@dataclass(frozen=True, slots=True)
class Judged:
    """A page's compared lines.

    `wrong` counts the errors at each place (gap 0, character 0, gap 1 …); `marks` are the marked characters as (line,
    offset); `characters` counts those of the truth, `compared` is their share of all.
    """

    name: str
    script: Script
    wrong: list[list[int]]
    rows: list[tuple[Row, ...]]
    chances: list[tuple[float, ...]]
    marks: list[tuple[int, int]]
    characters: int
    compared: float

    @property
    def errors(self) -> int:
        """All errors of the compared lines."""
        return sum(map(sum, self.wrong))


def judge_page(name: str, page: Page, truth: Path) -> Judged:
    """Lay a page beside its truth."""
    printed = read_printed(truth)
    said = _partners(page, printed)
    lexicon = build_lexicon(["\n".join(page.text_of(line.id) for line in page.lines)], page.language)
    lines = [line for line in weigh(page, lexicon) if line.line.id in said]
    place = {line.line.id: n for n, line in enumerate(lines)}
    marks = [
        (place[doubt.line], at)
        for doubt in doubts(page, lexicon)
        if doubt.marked and doubt.line in place
        for at in range(doubt.offset, doubt.offset + doubt.length)
    ]
    wrong = [errors_at(page.text_of(line.line.id), said[line.line.id], page.language) for line in lines]
    compared = sum(len(fold(said[line.line.id], page.language)[0]) for line in lines)
    whole = sum(len(fold(line.text, page.language)[0]) for line in printed)
    rows, chances = [line.rows for line in lines], [line.chances for line in lines]
    return Judged(name, page.script, wrong, rows, chances, marks, compared, compared / max(1, whole))


def errors_at(text: str, truth: str, language: Language) -> list[int]:
    """The errors at each place of a text: wrong characters, and how many are missing in each gap.

    >>> errors_at("bcx", "abc", "en")
    [1, 0, 0, 0, 0, 1, 0]
    """
    wrong = [0] * (2 * len(text) + 1)
    got, at = fold(text, language)
    asked, _ = fold(truth, language)
    for step in Levenshtein.editops(got, asked):
        end = at[-1] + 1 if at else 0
        offset = at[step.src_pos] if step.src_pos < len(at) else end
        wrong[2 * offset + (0 if step.tag == "insert" else 1)] += 1
    return wrong


def fold(text: str, language: Language) -> tuple[list[str], list[int]]:
    """A line's characters as score.py compares them, and where each stands in the text."""
    han = language.startswith("zh")
    characters: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        for same in unicodedata.normalize("NFKC", character).translate(_folds()):
            blank = same.isspace()
            if blank and (han or not characters or characters[-1] == " "):
                continue
            if same == "." and characters[-2:] == [".", "."]:
                continue
            characters.append(" " if blank else same)
            at.append(place)
    # A line's last hyphen is the line end's, not the text's.
    end = len(re.sub(r"[-=]$", "", "".join(characters).rstrip()))
    return characters[:end], at[:end]


@cache
def _folds() -> dict[int, str | None]:
    return Scorer(SHARED / "tools").folds


def _partners(page: Page, printed: list[PrintedLine]) -> dict[str, str]:
    """The truth of each line that was found as it is printed, nearest texts first."""
    pairs = sorted(
        (distance, n, m)
        for n, line in enumerate(page.lines)
        for m, other in enumerate(printed)
        if (distance := _distance(page, line, other)) is not None
    )
    ours: set[int] = set()
    theirs: set[int] = set()
    found = {}
    for _, n, m in pairs:
        if n not in ours and m not in theirs:
            ours.add(n)
            theirs.add(m)
            found[page.lines[n].id] = printed[m].text
    return found


def _distance(page: Page, line: TextLine, printed: PrintedLine) -> float | None:
    """How far a line is from a printed one that it lies on; None when it is another line, or cut otherwise."""
    smaller = min(line.box.area, printed.box.area)
    if printed.box.intersection(line.box).area <= OVERLAP * smaller:
        return None
    got, _ = fold(page.text_of(line.id), page.language)
    asked, _ = fold(printed.text, page.language)
    if abs(len(got) - len(asked)) > MORE + LONGER * min(len(got), len(asked)):
        return None
    distance = Levenshtein.normalized_distance(got, asked)
    return distance if distance <= SAME else None
