"""Which characters to mark, when so many may be.

In: chances of an error at each place of each line, gap, character, gap and so on. Out: `Mark`s, the best first. A mark
on a character speaks for the gaps on both sides of it too.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

# Errors expected below which a character is never marked. Share of the errors found, and marks for each error, on pages
# that the weights were not fitted on: 0.04: antiqua 86 % with 3.2, Fraktur 80 % with 3.1; 0.06: 83 % with 2.8, 75 %
# with 2.5; 0.08: 80 % with 2.3, 72 % with 2.0.
LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Mark:
    """A character to mark, by the number of its line and its offset, and how many errors it is expected to hold."""

    line: int
    offset: int
    held: float


def choose_marks(chances: Sequence[Sequence[float]], budget: int, least: float = LEAST) -> list[Mark]:
    """Take the best mark again and again, each time without the places that were spoken for.

    >>> choose_marks([[0.0, 0.1, 0.0], [0.0, 0.2, 0.5, 0.1, 0.0]], 2)
    [Mark(line=1, offset=0, held=0.7), Mark(line=0, offset=0, held=0.1)]
    """
    left = [list(line) for line in chances]
    heap = [(-_held(line, at), n, at) for n, line in enumerate(left) for at in range(1, len(line), 2)]
    heapq.heapify(heap)
    marks: list[Mark] = []
    while heap and len(marks) < budget:
        value, n, at = heapq.heappop(heap)
        held = _held(left[n], at)
        if held < least:
            continue
        if held < -value:
            heapq.heappush(heap, (-held, n, at))
            continue
        marks.append(Mark(n, at // 2, held))
        left[n][at - 1 : at + 2] = [0.0, 0.0, 0.0]
    return marks


def _held(chances: Sequence[float], at: int) -> float:
    """The errors expected in a character and in the gaps beside it."""
    return chances[at - 1] + chances[at] + chances[at + 1]
