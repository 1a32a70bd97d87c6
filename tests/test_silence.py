"""Marks and characters that the recogniser's blank outweighs are found in the gaps between what it says."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ocr.engines.silence import find_unsaid

BLANK, HAN, OTHER, COMMA, STOP = range(5)


def row(at: dict[int, float]) -> list[float]:
    chances = [at.get(code, 0.0) for code in range(5)]
    chances[BLANK] = 1.0 - sum(chances)
    return chances


def line(steps: int, *said: tuple[int, int, float]) -> NDArray[np.float32]:
    """Chances along a line, of (step, character, chance); all else is blank."""
    at: dict[int, dict[int, float]] = {}
    for step, code, chance in said:
        at.setdefault(step, {})[code] = chance
    return np.array([row(at.get(step, {})) for step in range(steps)], np.float32)


def unsaid(chances: NDArray[np.float32], blank: slice | None = None) -> list[tuple[int, int]]:
    best = chances.argmax(axis=1)
    inked = np.ones(len(chances), bool)
    if blank:
        inked[blank] = False
    found = find_unsaid(chances, np.flatnonzero(best), [COMMA, STOP], inked)
    return [(step, int(seen.argmax())) for step, seen in found]


SAID = tuple((step, HAN, 0.9) for step in (3, 9, 15, 27, 33))  # a character in every six steps, and a gap


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        ((12, COMMA, 0.02), [(12, COMMA)]),
        ((12, COMMA, 0.004), []),  # hardly seen, and no gap
        ((20, STOP, 0.004), [(20, STOP)]),  # in the gap it counts
        ((10, COMMA, 0.3), []),  # the tail of what was said
        ((20, OTHER, 0.2), [(21, OTHER)]),
        ((12, OTHER, 0.2), []),  # no room for another character
    ],
)
def test_what_is_seen_in_a_gap(seen: tuple[int, int, float], found: list[tuple[int, int]]) -> None:
    assert unsaid(line(36, *SAID, seen)) == found


def test_nothing_stands_where_there_is_no_ink() -> None:
    assert unsaid(line(36, *SAID, (20, STOP, 0.2)), slice(17, 25)) == []


def test_a_mark_at_the_end() -> None:
    assert unsaid(line(42, *SAID, (37, COMMA, 0.02))) == [(37, COMMA)]


def test_what_was_not_said_is_half_sure() -> None:
    chances = line(36, *SAID, (20, STOP, 0.1), (20, COMMA, 0.05))
    ((_, seen),) = find_unsaid(chances, np.array([3, 9, 15, 27, 33]), [COMMA, STOP], np.ones(36, bool))
    assert seen.sum() == pytest.approx(0.5)


def test_too_few_characters_show_no_distance() -> None:
    assert unsaid(line(30, (3, HAN, 0.9), (20, STOP, 0.3))) == []
