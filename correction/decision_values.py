"""The values of decisions that say more than a word, as JSON: lines made by hand, marks, drawn regions.

In: values of decisions. Out: what they mean, or None for what means nothing; and back.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

import msgspec

from correction.article import MarkKind
from correction.decisions import Decision, Kind
from ocr.layout.overrides import DrawnRegion
from ocr.page import Direction

FARTHEST = 1_000_000  # pixels: no page reaches further
Place = Annotated[int, msgspec.Meta(ge=-FARTHEST, le=FARTHEST)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Count = Annotated[int, msgspec.Meta(ge=0, le=FARTHEST)]


class AddedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line that a person drew: its new id, its corners in pixels of the page, how it is read.

    `place` says on which side of the line that the decision names it is read, and so in whose item it stands; without
    one the layout finds its place.
    """

    line: Name
    polygon: Annotated[tuple[tuple[Place, Place], ...], msgspec.Meta(min_length=2)]
    direction: Direction = "horizontal"
    place: Literal["before", "after"] | None = None


class CutLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a line is cut (x, or y of a vertical line, in pixels of the page), its pieces' ids, and their texts.

    Without `texts` the line's text is shared out as the pieces were read.
    """

    at: tuple[Place, ...]
    lines: tuple[Name, ...]
    texts: tuple[str, ...] | None = None


class FusedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The id of a line made of several, and its text; None: their texts, one behind the other."""

    line: Name
    text: str | None = None


class MarkedSpan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A span of the text that the person saw, in code points, and what is said of it."""

    offset: Count
    length: Count
    kind: MarkKind


Value = TypeVar("Value")


def write_value(value: AddedLine | CutLine | FusedLine | MarkedSpan) -> str:
    """A value as a decision holds it.

    >>> write_value(MarkedSpan(3, 2, "unclear"))
    '{"offset":3,"length":2,"kind":"unclear"}'
    """
    return msgspec.json.encode(value).decode()


def read_value(value: str | None, kind: type[Value]) -> Value | None:
    """What a decision's value means; None when it is nothing of that kind.

    >>> read_value('{"line":"l_1","text":null}', FusedLine)
    FusedLine(line='l_1', text=None)
    """
    try:
        return msgspec.json.decode(value or "", type=kind)
    except (msgspec.DecodeError, UnicodeError):
        return None


def write_regions(regions: tuple[DrawnRegion, ...] | list[DrawnRegion]) -> str:
    """Drawn regions as the value of a decision."""
    return msgspec.json.encode(regions).decode()


def read_regions(value: str | None) -> tuple[DrawnRegion, ...] | None:
    """The drawn regions of a decision's value; None when it holds none.

    >>> from ocr.page import Box
    >>> read_regions(write_regions([DrawnRegion(Box(0, 0, 90, 40), "harbour")]))
    (DrawnRegion(box=Box(left=0, top=0, right=90, bottom=40), group='harbour', role=None, act=0),)
    """
    return read_value(value, tuple[DrawnRegion, ...])


def write_region(region: DrawnRegion) -> str:
    """One drawn region as the value of a decision."""
    return msgspec.json.encode(region).decode()


VALUES: dict[Kind, type[object]] = {
    "add": AddedLine,
    "cut": CutLine,
    "fuse": FusedLine,
    "mark": MarkedSpan,
    "region": DrawnRegion,
    "regions": tuple[DrawnRegion, ...],
}


def means_something(decision: Decision) -> bool:
    """Whether a decision of a kind that has JSON for its value has one that can be read."""
    return decision.kind not in VALUES or read_value(decision.value, VALUES[decision.kind]) is not None
