"""Lines of a text that are lines of a page as they stand: they hold what lies between them in its place.

In: the lines that were read and those of the text. Out: which is which, where that is beyond doubt: equal or nearly so
to one line alone, or to the line beside one that is. Letters are compared folded, without spaces and points.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import Levenshtein

NEAR = 0.8  # of the letters of two lines that are nearly equal
NEAR_LETTERS = 6  # that a line must have to be nearly equal to another
EDGE = 1  # letters that one of them may have more at an end; more are words of the line before or behind it
RUN = 3  # letters that two lines must share in a row to be compared at all
# The long s is misread as f more often than anything else.
_FOLDED = str.maketrans({"ſ": "s", "f": "s", "⸗": "-", "=": "-", "¬": "-", "„": '"', "“": '"', "”": '"', "’": "'"})


def fold(text: str) -> str:
    """A text for comparing, letter for letter."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text.translate(_FOLDED))


def compact(text: str) -> str:
    """The letters and digits of a text for comparing."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def anchors(read: Sequence[str], wanted: Sequence[str]) -> dict[int, int]:
    """The place of the line that was read for each line of the text that has one beyond doubt."""
    ours, theirs = [compact(line) for line in read], [compact(line) for line in wanted]
    found = _equal(ours, theirs)
    found |= _near(ours, theirs, found)
    for step in (1, -1):
        _spread(ours, theirs, found, step)
    return found


def _equal(read: Sequence[str], wanted: Sequence[str]) -> dict[int, int]:
    places = {line: i for i, line in enumerate(read)}
    here, there = Counter(read), Counter(wanted)
    return {j: places[line] for j, line in enumerate(wanted) if line and here[line] == there[line] == 1}


def _near(read: Sequence[str], wanted: Sequence[str], known: Mapping[int, int]) -> dict[int, int]:
    """Lines that are nearly equal to one line alone, which is nearly equal to them alone."""
    taken = set(known.values())
    runs: dict[str, set[int]] = defaultdict(set)
    for i, line in enumerate(read):
        for at in range(len(line) - RUN + 1) if i not in taken else ():
            runs[line[at : at + RUN]].add(i)
    pairs = []
    for j, line in enumerate(wanted):
        if j in known:
            continue
        beside: set[int] = set().union(*(runs.get(line[at : at + RUN], ()) for at in range(len(line) - RUN + 1)))
        pairs += [(j, i) for i in sorted(beside) if is_near(read[i], line)]
    once, only = Counter(j for j, _ in pairs), Counter(i for _, i in pairs)
    return {j: i for j, i in pairs if once[j] == only[i] == 1}


def _spread(read: Sequence[str], wanted: Sequence[str], found: dict[int, int], step: int) -> None:
    """Add the lines beside known ones that are alike, which decides between lines that stand there several times."""
    taken = set(found.values())
    order = range(len(wanted)) if step > 0 else range(len(wanted) - 1, -1, -1)
    for j in order:
        i = found.get(j - step, len(read)) + step
        if j in found or i in taken or not 0 <= i < len(read) or not is_near(read[i], wanted[j]):
            continue
        found[j] = i
        taken.add(i)


def is_near(one: str, other: str) -> bool:
    """Say whether two folded lines are equal or nearly so, from their first letter to their last."""
    if one == other:
        return bool(one)
    if min(len(one), len(other)) < NEAR_LETTERS or Levenshtein.normalized_similarity(one, other) < NEAR:
        return False
    steps = Levenshtein.opcodes(one, other)
    ends = [steps[0], steps[-1]]
    return all(
        step.tag in ("equal", "replace") or max(step.src_end - step.src_start, step.dest_end - step.dest_start) <= EDGE
        for step in ends
    )
