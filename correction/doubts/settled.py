"""Which doubts are still open, now that persons have been at the page.

In: a page, its doubts, what was decided. Out: `OpenDoubt`s, with offsets of the reviewed text. A doubt is settled where
a person changed its piece or a gap beside it, or found the piece or its line right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from correction.doubts import Doubt, Reason
from correction.doubts.moving import Moving, Piece
from correction.doubts.offers import Offers, Said
from correction.review import Decision, Reviewed, in_force
from ocr.page import Page

_PIECE = re.compile(r"(\d{1,6})\+(\d{1,6})")  # what a confirmation is of, when it is not of the whole line
WHOLE = None


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """A doubt that nobody has settled; `offset` and `length` are in code points of the reviewed text.

    `text` is what stands there, `readings` what every engine has for it. `alternatives` are other texts for the piece,
    each once, the likeliest first, nine at most.
    """

    line: str
    offset: int
    length: int
    text: str
    chance: float
    reason: Reason
    marked: bool
    readings: tuple[Said, ...] = ()
    alternatives: tuple[str, ...] = ()


def open_doubts(
    page: Page,
    found: Iterable[Doubt],
    reviewed: Reviewed,
    log: Sequence[Decision] = (),
    offers: Offers | None = None,
) -> tuple[OpenDoubt, ...]:
    """The doubts that are still open, in the order of the page's lines and of their texts.

    `log` are all decisions on the page: a confirmation changes no text, so that only the log tells of it.
    `offers` are those of the page, where they were made before.
    """
    offers = offers or Offers(page)
    still: dict[str, list[OpenDoubt]] = {}
    for doubt, (start, end) in unsettled(page, found, reviewed, log):
        still.setdefault(doubt.line, []).append(_open(offers, doubt, start, end))
    return tuple(doubt for line in page.lines for doubt in still.get(line.id, ()))


def count_open(page: Page, found: Iterable[Doubt], reviewed: Reviewed, log: Sequence[Decision] = ()) -> int:
    """How many marked doubts are still open."""
    marked = (doubt for doubt in found if doubt.marked)
    return sum(1 for _ in unsettled(page, marked, reviewed, log))


def unsettled(
    page: Page, found: Iterable[Doubt], reviewed: Reviewed, log: Sequence[Decision] = ()
) -> Iterator[tuple[Doubt, Piece]]:
    """Doubts that are open with their pieces of the reviewed text."""
    confirmed = _confirmed(log)
    named = {anchor.line for decision in log for anchor in decision.at}
    moves: dict[str, Moving] = {}
    for doubt in found:
        line = doubt.line
        if line in reviewed.texts and line not in named:
            continue  # the text of a line that was cut otherwise when a person wrote it: all of it was looked at
        if line not in moves:
            moves[line] = Moving(page.text_of(line), reviewed.text_of(page, line))
        piece = moves[line].move(doubt.offset, doubt.offset + doubt.length)
        if piece and not _is_confirmed(piece, confirmed.get(line, ()), reviewed.text_of(page, line)):
            yield doubt, piece


def _open(offers: Offers, doubt: Doubt, start: int, end: int) -> OpenDoubt:
    offer = offers.of(doubt)
    return OpenDoubt(
        doubt.line,
        start,
        end - start,
        offer.text,
        doubt.chance,
        doubt.reason,
        doubt.marked,
        offer.readings,
        offer.alternatives,
    )


def _confirmed(log: Sequence[Decision]) -> Mapping[str, list[tuple[str, Piece | None]]]:
    """By line what persons found right: the text that they saw, and the piece of it, None for all."""
    found: dict[str, list[tuple[str, Piece | None]]] = {}
    for decision in in_force(log):
        if decision.kind == "confirm":
            named = _PIECE.fullmatch(decision.value or "")
            start, length = (int(named[1]), int(named[2])) if named else (0, 0)
            for anchor in decision.at:
                found.setdefault(anchor.line, []).append((anchor.text, (start, start + length) if named else WHOLE))
    return found


def _is_confirmed(piece: Piece, confirmed: Sequence[tuple[str, Piece | None]], now: str) -> bool:
    """Whether a piece of a text was found right."""
    start, end = piece
    for seen, right in confirmed:
        if right is WHOLE:
            return True
        moved = Moving(seen, now).move(*right) if seen != now else right
        if moved and moved[0] <= start and end <= moved[1]:
            return True
    return False
