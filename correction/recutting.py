"""A person's text on lines that were cut otherwise since: laid over the pieces, or into the line that swallowed it.

In: a text, where its line is today, and what is read there. Out: texts for lines of today.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from correction.anchoring import Landing, stretch_of

SNAP = 3  # characters within which a cut goes to a space: no word is cut


def lay(
    text: str, seen: str, landing: Landing, read: Callable[[str], str], now: Callable[[str], str]
) -> dict[str, str]:
    """What the lines of a landing say when a text stands on them; a part without a place there says nothing.

    `seen` is what the line said when the text was given; `read` gives the reading of a line, `now` what it says now.
    """
    if len(landing.lines) > 1:
        return dict(zip(landing.lines, divide(text, [read(line) for line in landing.lines]), strict=True))
    line = landing.lines[0]
    if not landing.part:
        return {line: text}
    stretch = stretch_of(seen, now(line))
    if stretch is None:
        return {}
    start, end = stretch
    return {line: now(line)[:start] + text + now(line)[end:]}


def divide(text: str, pieces: Sequence[str]) -> list[str]:
    """A text cut where the readings of its pieces end.

    >>> divide("Storm warnings will in future", ["Storn", "warings will", "in future"])
    ['Storm', 'warnings will', 'in future']
    >>> divide("平湖西瓜丰收", ["平湖西", "瓜丰收"])
    ['平湖西', '瓜丰收']
    """
    joined = " ".join(pieces) + "\0"  # nothing at all could not be cut
    codes = Levenshtein.opcodes(joined, text + "\0")
    cuts, end = [0], 0
    for piece in pieces[:-1]:
        end += len(piece) + 1
        code = next(code for code in codes if end <= code.src_end)
        cuts.append(max(cuts[-1], _snapped(text, min(code.dest_end, code.dest_start + end - code.src_start))))
    return [text[start:stop].strip() for start, stop in pairwise([*cuts, len(text)])]


def _snapped(text: str, place: int) -> int:
    """The place, or that behind the nearest space when it stands in a word."""
    if place >= len(text) or text[place - 1 : place + 1].strip() != text[place - 1 : place + 1]:
        return place
    spaces = [i for i in range(max(0, place - SNAP - 1), min(len(text), place + SNAP)) if text[i].isspace()]
    return min((i + 1 for i in spaces), key=lambda i: abs(i - place), default=place)
