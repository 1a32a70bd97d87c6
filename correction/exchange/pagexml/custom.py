r"""`custom` attributes of an imported file under what Galley writes into them.

In: the file's `custom`, and groups of Galley's own. Out: one `custom` with both; where both have a group, Galley's
values go before the file's. Spans of a line's text are moved to where their letters stand in the text as it is now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from correction.exchange.pagexml import terms

Values = Mapping[str, str | None]
_GROUP = re.compile(r"([\w-]+)\s*\{([^{}]*)\}")


def custom_groups(custom: str | None) -> list[tuple[str, dict[str, str]]]:
    """The groups of a `custom` attribute in their order, a name as often as it stands there.

    >>> custom_groups("readingOrder {index:0;} unclear {offset:4; length:1;}")
    [('readingOrder', {'index': '0'}), ('unclear', {'offset': '4', 'length': '1'})]
    """
    return [(name, terms.read_custom(f"{name} {{{body}}}", name)) for name, body in _GROUP.findall(custom or "")]


def merge_custom(custom: str | None, ours: Mapping[str, Values]) -> str:
    """Lay groups over those of a `custom` attribute; a value that is None is taken out.

    >>> merge_custom("readingOrder {index:0;} structure {type:heading; id:a1;}", {"structure": {"type": "credit"}})
    'readingOrder {index:0;} structure {type:credit; id:a1;}'
    """
    left = dict(ours)
    merged: list[tuple[str, Values]] = []
    for name, values in custom_groups(custom):
        merged.append((name, {**values, **left.pop(name, {})}))
    return write_groups(custom, [*merged, *left.items()])


def write_groups(custom: str | None, groups: Iterable[tuple[str, Values]]) -> str:
    """Write groups behind what a `custom` attribute says outside of any; a group without a value is left out."""
    outside = _GROUP.sub("", custom or "").split()
    written = [
        terms.write_custom(name, values) for name, values in groups if any(v is not None for v in values.values())
    ]
    return " ".join([*outside, *written])


def move_spans(
    groups: Sequence[tuple[str, dict[str, str]]], before: str, after: str
) -> list[tuple[str, dict[str, str]]]:
    """Move the groups that name a span of a line's text from one text to another; one whose letters are gone goes.

    >>> move_spans([("place", {"offset": "4", "length": "5"})], "dle Stadt", "die alte Stadt")
    [('place', {'offset': '9', 'length': '5'})]
    """
    if before == after:
        return list(groups)
    home = _homes(before, after)
    moved = []
    for name, values in groups:
        try:
            start, size = int(values["offset"]), int(values["length"])
        except (KeyError, ValueError):
            moved.append((name, values))
            continue
        letters = [home[i] for i in range(max(0, start), min(len(before), start + size)) if i in home]
        if letters:
            span = {"offset": str(letters[0]), "length": str(letters[-1] - letters[0] + 1)}
            moved.append((name, {**values, **span}))
    return moved


def _homes(before: str, after: str) -> dict[int, int]:
    """Where each letter of one text stands in the other, those that were replaced by as many among them."""
    home: dict[int, int] = {}
    for step in Levenshtein.opcodes(before, after):
        size = step.src_end - step.src_start
        if step.tag == "equal" or (step.tag == "replace" and size == step.dest_end - step.dest_start):
            home.update({step.src_start + i: step.dest_start + i for i in range(size)})
    return home
