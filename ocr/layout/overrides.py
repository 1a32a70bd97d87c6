"""A person's hand on the layout, as one value that `arrange` takes.

In: nothing; the decision log and files only store it. Out: `Overrides`, keyed by line ids, because regions and
articles are computed anew each time and lines are what stays; drawn regions, which are places on the page; and lines
that a person made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ocr.page import Box, ItemType, Role, TextLine


@dataclass(frozen=True, slots=True)
class DrawnRegion:
    """A box that a person drew on the page, in pixels of the page image, and the group that it belongs to.

    A line whose middle lies in the box belongs to the item of that group (None: furniture). Boxes of one group are one
    item. `role` is for all of the box's lines; None leaves the roles to their looks. Boxes drawn in one `act` are read
    one after the other; what lies in boxes of two acts belongs to that of the later one.
    """

    box: Box
    group: str | None
    role: Role | None = None
    act: int = 0

    def holds(self, part: Box) -> bool:
        """Whether the middle of a line or picture lies in the box."""
        x, y = part.center
        return self.box.left <= x < self.box.right and self.box.top <= y < self.box.bottom


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that are read one after the other, at the place of the one that `stays`; None: of whichever comes first."""

    lines: tuple[str, ...]
    stays: str | None = None


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A line that a person made `of` others: a piece of one, several fused into one, or drawn and of none."""

    line: TextLine
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a person decided about a page's structure.

    `roles` gives lines another role. `items` puts lines into a named item: any name, the id of an item, the id of a
    line for the item that it is in; None is furniture. `order` has runs of lines, a later one over the earlier.
    `joins` names lines whose region continues the one before it; `splits` names lines that begin a region of their
    own. `types` gives a type to the item of a line, or to the item of a name that `items` or `regions` use. `regions`
    are drawn boxes in reading order; what the other fields say of a line in them goes before the box. `made` are
    lines that persons made, those that others are made of first; `dropped` are lines that are none, or no more.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    items: Mapping[str, str | None] = field(default_factory=dict)
    order: tuple[Run, ...] = ()
    joins: frozenset[str] = frozenset()
    splits: frozenset[str] = frozenset()
    types: Mapping[str, ItemType] = field(default_factory=dict)
    regions: tuple[DrawnRegion, ...] = ()
    made: tuple[MadeLine, ...] = ()
    dropped: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing was overruled."""
        return self == NO_OVERRIDES

    @property
    def groups(self) -> frozenset[str]:
        """The names that a person gave to items."""
        named = [*self.items.values(), *(region.group for region in self.regions)]
        return frozenset(name for name in named if name is not None)

    @property
    def lines(self) -> frozenset[str]:
        """The ids of all lines that are spoken of; a key of `types` that is no group's name is a line."""
        ordered = [line for run in self.order for line in run.lines]
        named = {*self.roles, *self.items, *ordered, *self.joins, *self.splits}
        return frozenset(named | (self.types.keys() - self.groups))

    def over(self, earlier: Overrides) -> Overrides:
        """Both, this one's word before the earlier one's."""
        return Overrides(
            {**earlier.roles, **self.roles},
            {**earlier.items, **self.items},
            self.order or earlier.order,
            earlier.joins - self.splits | self.joins,
            earlier.splits - self.joins | self.splits,
            {**earlier.types, **self.types},
            self.regions or earlier.regions,
            (*earlier.made, *self.made),
            earlier.dropped | self.dropped,
        )


NO_OVERRIDES = Overrides()
