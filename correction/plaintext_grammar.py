"""What each raw line is: display, credit, first or further line of a paragraph.

In: raw lines. Out: one `State` a line. Every line alone is ambiguous (a headline has the width of a paragraph's
first line), so the cheapest story of the whole text is told: costs for what a line looks like and for what follows
what, minimised by Viterbi's algorithm in linear time. Costs are in the order of bits: 1 is a hint, 3 is strong,
5 needs a reason to be overruled.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from correction.plaintext_lines import Ending, RawLine


class State(IntEnum):
    """What a line is; a credit is at the top (after a heading) or at the end (after text)."""

    DISPLAY = 0
    DISPLAY_ON = 1
    TOP_CREDIT = 2
    END_CREDIT = 3
    FIRST = 4
    FURTHER = 5


STATES = tuple(State)
NEVER = math.inf
# An unfinished sentence before a new paragraph or heading, by what the line ends in: (without a gap, after a gap).
UNFINISHED: dict[Ending, tuple[float, float]] = {
    "sentence": (0.0, 0.0),
    "clause": (1.0, 0.3),
    "comma": (6.0, 5.0),
    "hyphen": (8.0, 8.0),
    "none": (4.0, 3.0),
}
DISPLAY_ENDING: dict[Ending, float] = {"sentence": 4.0, "clause": 3.0, "comma": 4.0, "hyphen": 2.0, "none": 0.0}
# Narrower or wider than the column by this much: set in another size than the text. Chinese columns are even.
NARROWER, WIDER_HAN, WIDER_LATIN = 0.8, 1.06, 1.15
# Two clauses with a gap between them instead of a comma.
_TWO_CLAUSES = re.compile(r"[^ \u3000，。；]{4,}[ \u3000]+[^ \u3000，。；]{4,}")
LONGEST_DISPLAY_HAN, LONGEST_DISPLAY_LATIN = 64, 110


@dataclass(frozen=True, slots=True)
class Habit:
    """How this text is set: in Chinese or not; whether its lines keep their indents or show them by being short."""

    chinese: bool
    language: str
    indents: bool
    short_firsts: bool


def label_lines(lines: Sequence[RawLine], language: str) -> list[State]:
    """Tell what each line is (Viterbi 1967); linear in the number of lines."""
    if not lines:
        return []
    habit = _habit(lines, language)
    best = [_opening(lines[0], state) + _look(lines, 0, state, habit) for state in STATES]
    history: list[list[State]] = []
    for index in range(1, len(lines)):
        looks = [_look(lines, index, state, habit) for state in STATES]
        step = _steps(lines[index - 1], lines[index], habit)
        ways = [min((best[before] + step(before, state), before) for before in STATES) for state in STATES]
        best = [cost + look for (cost, _), look in zip(ways, looks, strict=True)]
        history.append([before for _, before in ways])
    state = min(STATES, key=lambda s: best[s])
    path = [state]
    for choice in reversed(history):
        state = choice[state]
        path.append(state)
    return path[::-1]


def _habit(lines: Sequence[RawLine], language: str) -> Habit:
    """See how paragraphs begin in this text, at the places where one surely ends."""
    chinese = language.startswith("zh")
    starts = [
        line
        for last, line in pairwise(lines)
        if last.ending == "sentence"
        and not last.full(chinese=chinese)
        and not line.credit
        and line.width > 0.5 * line.after
    ]
    indents = sum(line.indent > 0 for line in starts) >= max(1.0, 0.5 * len(starts))
    short = sum(line.width <= line.after - INDENT_SHOWS for line in starts) >= max(2.0, 0.7 * len(starts))
    return Habit(chinese, language, indents, chinese and not indents and short)


# A first line that lost a two-character indent is at least this much narrower than the column, in half-widths.
INDENT_SHOWS = 3


def _opening(line: RawLine, state: State) -> float:
    """Cost of a text that begins so."""
    return {State.DISPLAY: 0.0, State.FIRST: 1.5, State.TOP_CREDIT: 0.5}.get(state, NEVER)


def _look(lines: Sequence[RawLine], index: int, state: State, habit: Habit) -> float:
    """Cost of what a line looks like, as one of the states."""
    line = lines[index]
    is_credit = state in (State.TOP_CREDIT, State.END_CREDIT)
    if is_credit or line.credit:
        return (0.0 if line.credit else NEVER) if is_credit else 5.0
    if state in (State.DISPLAY, State.DISPLAY_ON):
        return _display_look(line, habit, first=state is State.DISPLAY) - _stands_alone(lines, index)
    indent = (line.indent > 0) == (state is State.FIRST) if habit.indents else line.indent == 0 or state is State.FIRST
    cost = 0.0 if indent else 2.0
    if state is State.FURTHER:
        # German nouns have capitals; in English and French a line that begins with one may begin something.
        return cost + (0.4 if habit.language in ("en", "fr") and line.text[0].isupper() else 0.0)
    if habit.short_firsts and line.width > line.column - INDENT_SHOWS and line.full(chinese=True):
        cost += 1.7
    return cost + 0.3 + _goes_on_from_before(line)


def _stands_alone(lines: Sequence[RawLine], index: int) -> float:
    """Weight of blank lines around one or two lines: columns are seldom cut so close."""

    def gap(at: int) -> bool:
        return at >= len(lines) or lines[at].gap or lines[at].credit is not None

    if gap(index):
        return 2.5 if gap(index + 1) else (0.8 if gap(index + 2) else 0.0)
    if gap(index + 1) and index > 0:
        return 0.8 if gap(index - 1) else (1.2 if lines[index - 1].ending == "sentence" else 0.0)
    return 0.0


def _goes_on_from_before(line: RawLine) -> float:
    """Cost of beginning anything with this line."""
    return 5.0 if line.text[0].islower() or line.text[0] in "，。、；：！？,.;:!?”’」』）)》】" else 0.0


def _display_look(line: RawLine, habit: Habit, *, first: bool) -> float:
    """Cost of a line as display type: short of the usual width or beyond it, unpunctuated, in capitals."""
    cost = 1.5 if first else 0.8
    if line.ending == "sentence" and (line.shouts or line.text[-1] in "!?！？"):
        cost += 0.5
    else:
        cost += DISPLAY_ENDING[line.ending]
    cost += 4.0 if line.stops_inside and not line.shouts else 0.0
    cost += _goes_on_from_before(line) if first or habit.chinese else 0.0
    commas = sum(line.text.count(c) for c in ("，；" if habit.chinese else ",;"))
    cost += min(3.0, commas * (1.5 if habit.chinese else 0.5))
    if habit.chinese and not commas and "、" not in line.text:
        cost -= 0.5
    if line.shouts:
        cost -= 2.5
    elif line.titled and habit.language == "en":
        cost -= 1.5
    ratio = line.width / max(1, line.after)
    widest = WIDER_HAN if habit.chinese else WIDER_LATIN
    cost += 0.8 if NARROWER <= ratio <= widest else -0.8
    cost -= 0.7 if habit.chinese and _TWO_CLAUSES.fullmatch(line.text) else 0.0
    cost -= 1.0 if line.indent and not habit.indents else 0.0
    longest = LONGEST_DISPLAY_HAN if habit.chinese else LONGEST_DISPLAY_LATIN
    cost += 4.0 if line.width > longest else 0.0
    return cost + (0.0 if any(c.isalpha() for c in line.text) else 3.0)


def _steps(last: RawLine, line: RawLine, habit: Habit) -> Callable[[State, State], float]:
    """Cost of one line following another, by what the two are."""
    after_text = {
        kept: _after_text(last, line, habit, indented=kept is State.FIRST) for kept in (State.FIRST, State.FURTHER)
    }
    after_display = _after_display(last, line)

    def step(before: State, state: State) -> float:
        if before in after_text:
            return after_text[before][state]
        if before in (State.DISPLAY, State.DISPLAY_ON):
            return after_display[state]
        return _AFTER_CREDIT[before][state]

    return step


# Order of the columns: DISPLAY, DISPLAY_ON, TOP_CREDIT, END_CREDIT, FIRST, FURTHER.
# A credit that ends an article is followed by a heading; text without one lost its heading (2.5).
_AFTER_CREDIT: dict[State, tuple[float, ...]] = {
    State.TOP_CREDIT: (2.0, NEVER, 0.3, NEVER, 0.0, NEVER),
    State.END_CREDIT: (0.0, NEVER, NEVER, 0.2, 2.5, NEVER),
}


def _after_display(last: RawLine, line: RawLine) -> tuple[float, ...]:
    """Price what follows a display line: more of it, the next block of the stack, a credit, text."""
    changes_case = last.shouts != line.shouts
    on = (4.0 if line.gap else 0.0) + (3.0 if changes_case else 0.0) + (2.0 if last.ending == "sentence" else 0.0)
    block = 0.6 if line.gap else (0.3 if changes_case else 2.5)
    return (block, on, 0.0, NEVER, 0.0, NEVER)


def _after_text(last: RawLine, line: RawLine, habit: Habit, *, indented: bool) -> tuple[float, ...]:
    """Price what follows a line of a paragraph: more of it, a new paragraph, a heading, a credit."""
    full = last.full(chinese=habit.chinese, indented=indented)
    ending = last.ending
    anew = UNFINISHED[ending][line.gap] + min(2.0, last.quote)
    if ending in ("sentence", "clause") and full and not line.gap:
        anew += 0.8
    if indented:
        # Paragraphs of one line are rarer than headings that end in a question mark.
        anew += 0.8
    return (
        anew + (0.0 if line.gap or line.indent else 1.2),
        NEVER,
        NEVER,
        0.0 if ending == "sentence" else 1.5,
        anew,
        _goes_on(last, line, full=full, chinese=habit.chinese),
    )


def _goes_on(last: RawLine, line: RawLine, *, full: bool, chinese: bool) -> float:
    """Cost of a paragraph going on: a full line does, a short line that ends a sentence hardly ever."""
    if last.ending == "hyphen":
        return 0.0
    if last.ending == "sentence":
        cost = (2.2 if line.gap else 0.7) if full else 5.0
    elif full:
        cost = 0.5 if line.gap else 0.0
    elif last.ending == "clause":
        cost = 2.5
    else:
        cost = 3.0 if line.gap else (2.0 if chinese else 1.2)
    return max(0.0, cost - 1.5 * min(1, last.quote))
