"""What a page's decisions come to: the values that replaying them gives.

In: nothing. Out: `Reviewed`, with the `Proposal`s and `Comment`s in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from correction.anchoring import Anchor
from correction.decisions import Decision
from correction.marking import Mark
from correction.rulings import NO_RULINGS, Rulings
from ocr.layout.overrides import NO_OVERRIDES, Overrides
from ocr.page import Page


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision, or its part, that found no place on the page as it is now; a person may place it again."""

    decision: Decision
    missing: tuple[Anchor, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What a person remarked on lines, or on the page where there are none."""

    decision: Decision
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The decisions' effect. `texts` and `marks` are keyed by line id; a line that is absent is as it was read."""

    texts: Mapping[str, str] = field(default_factory=dict)
    overrides: Overrides = NO_OVERRIDES
    rulings: Rulings = NO_RULINGS
    proposals: tuple[Proposal, ...] = ()
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()

    def text_of(self, page: Page, line_id: str) -> str:
        """A line's reviewed text: the decided one, else the base reading's."""
        return self.texts[line_id] if line_id in self.texts else page.text_of(line_id)


NOTHING_REVIEWED = Reviewed()
