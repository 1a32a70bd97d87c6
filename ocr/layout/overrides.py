"""A person's hand on the layout, as one value that `arrange` takes.

In: nothing; the decision log and files only store it. Out: `Overrides`, keyed by line ids, because regions and
articles are computed anew each time and lines are what stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ocr.page import Role


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a person decided about a page's structure.

    `roles` gives lines another role. `items` puts lines into a named item (any name; None is furniture). `order`
    lists lines that are to be read in this order, one after the other. `joins` names lines whose region continues
    the one before it; `splits` names lines that begin a region of their own.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    items: Mapping[str, str | None] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    joins: frozenset[str] = frozenset()
    splits: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing was overruled."""
        return not (self.roles or self.items or self.order or self.joins or self.splits)


NO_OVERRIDES = Overrides()
