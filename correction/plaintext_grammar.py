"""What each raw line is: display, credit, first or further line of a paragraph.

In: raw lines. Out: one `State` a line. Every line alone is ambiguous (a headline has the width of a paragraph's
first line), so the cheapest story of the whole text is told: costs for what a line looks like and for what follows
what, minimised by Viterbi's algorithm in linear time. Costs are in the order of bits: 1 is a hint, 3 is strong,
5 needs a reason to be overruled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from correction.plaintext_lines import Ending, RawLine
from correction.plaintext_looks import Habit, find_habit, look_as_display, look_as_first, look_as_further


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
Six = tuple[float, float, float, float, float, float]
Origins = tuple[int, int, int, int, int, int]
# An unfinished sentence before a new paragraph or heading, by what the line ends in: (without a gap, after a gap).
UNFINISHED: dict[Ending, tuple[float, float]] = {
    "sentence": (0.0, 0.0),
    "clause": (1.0, 0.3),
    "comma": (6.0, 5.0),
    "hyphen": (8.0, 8.0),
    "none": (4.0, 3.0),
}
# Cost of a text that begins with each state.
OPENING: Six = (0.0, NEVER, 0.5, NEVER, 1.5, NEVER)
CREDIT_AS_TEXT = 5.0
# A second paragraph behind one of a single line: rarer than headings that end in a question mark.
ONE_LINE = 0.8
# A heading right behind text, with neither a blank line nor an indent; more where paragraphs are spaced.
CLOSE, CLOSE_SPACED = 0.2, 1.5
# A paragraph that begins so behind a full line; more where paragraphs are spaced.
NO_GAP, NO_GAP_SPACED = 0.3, 0.7
# A blank line within a paragraph: half the bits that it tells in this text. Both shares are at least RARE.
CHEAPEST_GAP, DEAREST_GAP, RARE = 0.2, 1.5, 0.02
# A credit that ends an article is followed by a heading; text without one lost its heading.
BARE_TEXT = 2.5
# A credit at the top and then another heading; a second credit at the top, at the end.
TOP_THEN_HEADING, TOP_AGAIN, END_AGAIN = 2.0, 0.3, 0.2
UNENDED_BEFORE_CREDIT = 1.5
# A Latin line that had room for the next word and goes on all the same.
SHORT_GOES_ON = 3.5


class Prices(NamedTuple):
    """What blank lines cost in this text: within a paragraph, and where there is none before a heading or paragraph."""

    chinese: bool
    gap: float
    close: float
    no_gap: float


def label_lines(lines: Sequence[RawLine], language: str) -> list[State]:
    """Tell what each line is (Viterbi 1967); linear in the number of lines."""
    if not lines:
        return []
    habit = find_habit(lines, language)
    looks = _looks(lines, habit)
    prices = _prices(habit)
    best: Sequence[float] = [cost + look for cost, look in zip(OPENING, looks[0], strict=True)]
    history: list[Origins] = []
    last = lines[0]
    for line, look in zip(lines[1:], looks[1:], strict=True):
        best, chosen = _advance(best, look, last, line, prices)
        history.append(chosen)
        last = line
    state = min(range(6), key=best.__getitem__)
    path = [state]
    for chosen in reversed(history):
        state = chosen[state]
        path.append(state)
    return [STATES[state] for state in reversed(path)]


def _looks(lines: Sequence[RawLine], habit: Habit) -> list[Six]:
    """Cost of what each line looks like, as each of the states."""
    stands = [line.gap or line.credit is not None for line in lines] + [True, True]
    looks: list[Six] = []
    for index, line in enumerate(lines):
        if line.credit:
            looks.append((CREDIT_AS_TEXT, CREDIT_AS_TEXT, 0.0, 0.0, CREDIT_AS_TEXT, CREDIT_AS_TEXT))
            continue
        opening, following = look_as_display(line, habit)
        alone = _stands_alone(lines, stands, index)
        first, further = look_as_first(line, habit), look_as_further(line, habit, lines[index - 1] if index else None)
        looks.append((opening - alone, following - alone, NEVER, NEVER, first, further))
    return looks


def _stands_alone(lines: Sequence[RawLine], stands: Sequence[bool], index: int) -> float:
    """Weight of blank lines around one or two lines: columns are seldom cut so close."""
    if stands[index]:
        return 2.5 if stands[index + 1] else (0.8 if stands[index + 2] else 0.0)
    if stands[index + 1] and index > 0:
        return 0.8 if stands[index - 1] else (1.2 if lines[index - 1].ending == "sentence" else 0.0)
    return 0.0


def _advance(best: Sequence[float], look: Six, last: RawLine, line: RawLine, prices: Prices) -> tuple[Six, Origins]:
    """Go on by one line: the cheapest way to each state, and the state that it comes from.

    Written out for six states, because a loop over all pairs of them takes ten times as long.
    """
    heading, heading_on, top, end, first, further = best
    shown, shown_from = (heading, 0) if heading <= heading_on else (heading_on, 1)
    to_further, further_from, again, again_from = _after_text(first, further, last, line, prices)
    block, more = _after_display(last, line)
    opening, opening_from = (shown, shown_from) if shown <= again else (again, again_from)
    if top < opening:
        opening, opening_from = top, 2
    if end + BARE_TEXT < opening:
        opening, opening_from = end + BARE_TEXT, 3
    close = again if line.gap or line.indent else again + prices.close
    display, display_from = (shown + block, shown_from) if shown + block <= close else (close, again_from)
    if top + TOP_THEN_HEADING < display:
        display, display_from = top + TOP_THEN_HEADING, 2
    if end < display:
        display, display_from = end, 3
    to_top = to_end = (NEVER, 0)
    if line.credit:
        ended = 0.0 if last.ending == "sentence" else UNENDED_BEFORE_CREDIT
        to_top = min((shown, shown_from), (top + TOP_AGAIN, 2))
        to_end = min((end + END_AGAIN, 3), (first + ended, 4), (further + ended, 5))
    costs = (
        display + look[0],
        shown + more + look[1],
        to_top[0] + look[2],
        to_end[0] + look[3],
        opening + look[4],
        to_further + look[5],
    )
    return costs, (display_from, shown_from, to_top[1], to_end[1], opening_from, further_from)


def _after_text(
    first: float, further: float, last: RawLine, line: RawLine, prices: Prices
) -> tuple[float, int, float, int]:
    """Price a paragraph that goes on and one that has ended, each with the state that it comes from."""
    anew, goes_on = _anew(last, line, last.full, prices), _goes_on(last, line, last.full, prices)
    anew_first, goes_on_first = anew, goes_on
    if last.full_first != last.full:
        anew_first, goes_on_first = _anew(last, line, True, prices), _goes_on(last, line, True, prices)
    on = (first + goes_on_first, 4) if first + goes_on_first <= further + goes_on else (further + goes_on, 5)
    again = first + anew_first + ONE_LINE
    return (*on, again, 4) if again <= further + anew else (*on, further + anew, 5)


def _after_display(last: RawLine, line: RawLine) -> tuple[float, float]:
    """Price another block of the stack, and another line of the same block."""
    changes_case = last.shouts != line.shouts or line.text[0] in "—─"  # a dash opens a deck
    on = (4.0 if line.gap else 0.0) + (3.0 if changes_case else 0.0) + (2.0 if last.ending == "sentence" else 0.0)
    return 0.6 if line.gap else (0.3 if changes_case else 2.5), on


def _anew(last: RawLine, line: RawLine, full: bool, prices: Prices) -> float:
    """Cost of a paragraph or heading behind a line of text."""
    cost = UNFINISHED[last.ending][line.gap]
    if last.quote:
        cost += min(2.0, last.quote)
    if full and not line.gap and last.ending in ("sentence", "clause"):
        cost += prices.no_gap
    return cost


def _goes_on(last: RawLine, line: RawLine, full: bool, prices: Prices) -> float:
    """Cost of a paragraph going on: a full line does, a short line that ends a sentence hardly ever."""
    ending = last.ending
    if ending == "hyphen":
        return 0.0
    if ending == "sentence":
        cost = (1.7 + prices.gap if line.gap else 0.7) if full else 5.0
    elif full:
        cost = prices.gap if line.gap else 0.0
    elif prices.chinese:
        cost = 2.5 if ending == "clause" else (3.0 if line.gap else 2.0)
    else:
        cost = SHORT_GOES_ON
    return max(0.0, cost - 1.5) if last.quote else cost


def _prices(habit: Habit) -> Prices:
    """Weigh blank lines, and their absence, by how this text is set."""
    told = math.log2((habit.spaced + RARE) / (habit.cut + RARE)) / 2
    return Prices(
        habit.chinese,
        gap=min(DEAREST_GAP, max(CHEAPEST_GAP, told)),
        close=CLOSE + CLOSE_SPACED * habit.spaced,
        no_gap=NO_GAP + NO_GAP_SPACED * habit.spaced,
    )
