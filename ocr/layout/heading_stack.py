"""Heading stacks: display lines wait until the text below them settles which item they belong to.

In: the waiting lines, the item that is being filled and the last line of its own stack. Out: whether they go on that
stack, open an item or stand within it as subheads; and what is kicker, headline and deck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr.layout.insets import SENTENCE_END
from ocr.layout.roles import Look
from ocr.layout.sheet import Entry, Sheet
from ocr.page import Box, Role

SAME_SIZE = 0.8  # a heading line this near the largest of its stack is part of the headline
NEW_ITEM = 0.6  # of the current headline's size: a smaller heading is a subhead
OWN_WEIGHT = 1.25  # times the body glyph: a heading this large always opens an item
LEAST_SHARE = 0.3  # of the current headline's size that it has then, where no rule stands above it
DASH = 0.6  # of the width of the lines of a stack: no longer rule parts its decks
DASHED = 3.0  # line heights from deck to deck with such a dash between them, at most
NO_LARGER = 1.1  # times the largest of a stack: what is larger below a dash begins another one


@dataclass(slots=True)
class OpenItem:
    """The item being filled; `heads` are the places of its heading lines, `size` that of the largest, in pixels."""

    id: str
    size: float = 0.0
    has_body: bool = False
    last_text: str = ""
    column: Box | None = None  # of its last line
    closed: bool = False  # by a credit at its end
    heads: list[int] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether its text stops at the end of a sentence."""
        return self.last_text.rstrip().endswith(SENTENCE_END)

    @property
    def broken(self) -> bool:
        """Whether its text breaks off within a sentence."""
        return self.has_body and not self.ended


@dataclass(frozen=True, slots=True)
class Waiting:
    """A heading line whose item is not settled yet."""

    entry: Entry
    look: Look
    column: int
    after_rule: bool


def goes_on(stack: Sequence[Waiting], item: OpenItem, last: Box, sheet: Sheet) -> bool:
    """Whether waiting lines go on the stack of an item without text, whose last line is `last`."""
    box = stack[0].entry.box
    gap, most = box.top - last.bottom, float(max(last.height, box.height))
    rules = _between(last, box, sheet)
    if rules and max(rule.width for rule in rules) <= DASH * last.union(box).width:
        if max(w.look.size for w in stack) > NO_LARGER * item.size:
            return False
        most = max(most, DASHED * sheet.line_height)
    elif stack[0].after_rule:
        return False
    return -last.height <= gap <= most and last.overlap_x(box) > 0


def _between(above: Box, below: Box, sheet: Sheet) -> list[Box]:
    """The rules below one line and above another."""
    reach = above.union(below)
    return [r for _, r in sheet.rules if r.overlap_x(reach) > 0 and above.center[1] < r.center[1] < below.center[1]]


def opens(stack: Sequence[Waiting], item: OpenItem, glyph: float) -> bool:
    """Whether waiting lines open an item of their own instead of standing in `item`; `glyph` is the body's."""
    display = any(w.look.kind == "heading" for w in stack)
    size = max(w.look.size for w in stack)
    if not item.has_body and item.size:
        # Nothing but headings so far: a deck of the same stack, unless it is larger than what came before.
        return display and size > item.size
    if not display:
        return any(w.after_rule for w in stack) and (item.size == 0.0 or item.ended)
    if item.size == 0.0:
        return True
    if size >= NEW_ITEM * item.size or stack[0].after_rule:
        return True
    return size >= OWN_WEIGHT * glyph and size >= LEAST_SHARE * item.size


def stack_roles(sizes: Sequence[float]) -> list[Role]:
    """Kicker, headline and deck of a heading stack, from the sizes of its lines.

    >>> stack_roles([20, 40, 38, 18])
    ['kicker', 'headline', 'headline', 'deck']
    """
    largest = max(sizes)
    headline = [i for i, size in enumerate(sizes) if size >= SAME_SIZE * largest]
    first = headline[0]
    last = first
    while last + 1 in headline:
        last += 1
    return ["kicker" if i < first else "headline" if i <= last else "deck" for i in range(len(sizes))]
