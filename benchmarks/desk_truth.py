"""What a page ought to say, line by line, and which of its lines is which of the truth's.

In: a truth as PAGE-XML, or as JSON with `lines` of `text` and perhaps `bbox`, in reading order; the lines of a page as
they stand. Out: pairs, what was missed, what is no print, what was found in one piece or in several.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from rapidfuzz.distance import Levenshtein
from scipy.optimize import linear_sum_assignment

Edges = tuple[float, float, float, float]
# A truth may say s for the long one, and hyphens for double ones: what the page has for these is right.
FOLD = str.maketrans("ſ⸗¬—–“”„»«‘’‚·•ʒ︙︰", "s--" + "--" + '"""""' + "'''" + "・・z" + "⋮:")
UNREAD = "〓"  # what nobody could read
ALIKE = 0.75  # share of edits and of what boxes have apart, summed, up to which two lines are one
FAR = 9.0


@dataclass(frozen=True)
class Row:
    """A line, of the truth (`id` is its number there) or of the page."""

    id: str
    text: str
    box: Edges | None = None


@dataclass(frozen=True)
class Match:
    """`right` is the truth's line for lines of the page."""

    right: dict[str, Row]
    missed: list[Row]
    surplus: list[Row]


def read_truth(file: Path, half: str = "") -> list[Row]:
    """The lines of a truth in reading order; `half` chooses those of one half of a double page."""
    if file.suffix == ".xml":
        return _page_xml(file)
    lines = [line for line in json.loads(file.read_text("utf-8"))["lines"] if not half or line.get("half") == half]
    return [Row(str(n), line["text"], line.get("bbox")) for n, line in enumerate(lines) if line["text"].strip()]


def _page_xml(file: Path) -> list[Row]:
    root = ElementTree.parse(file).getroot()
    space = root.tag.partition("}")[0] + "}"
    order = [ref.get("regionRef") for ref in root.iter(f"{space}RegionRefIndexed")]
    regions = sorted(
        root.iter(f"{space}TextRegion"),
        key=lambda each: order.index(each.get("id")) if each.get("id") in order else FAR,
    )
    rows = []
    for line in (line for region in regions for line in region.findall(f"{space}TextLine")):
        text = line.findtext(f"{space}TextEquiv/{space}Unicode") or ""
        places = [tuple(map(float, xy.split(","))) for xy in line.find(f"{space}Coords").get("points").split()]
        (xs, ys) = zip(*places, strict=True)
        if text.strip():
            rows.append(Row(str(len(rows)), text.strip(), (min(xs), min(ys), max(xs), max(ys))))
    return rows


def fold(text: str) -> str:
    """A text without what truths spell otherwise, as long as it was."""
    return text.translate(FOLD)


def wanted(text: str, true: str) -> str:
    """What a line that says `text` ought to say: the truth's, in the page's own spelling."""
    made = []
    for step in Levenshtein.opcodes(fold(text), fold(true)):
        said, right = text[step.src_start : step.src_end], true[step.dest_start : step.dest_end]
        made.append(said if step.tag == "equal" else _read(said, right))
    return "".join(made)


def _read(said: str, right: str) -> str:
    if UNREAD not in right:
        return right
    return "".join(said[i : i + 1] if letter == UNREAD else letter for i, letter in enumerate(right))


def distance(one: str, other: str) -> int:
    """Edits between two texts."""
    return int(Levenshtein.distance(fold(one), fold(other)))


def match(page: Sequence[Row], truth: Sequence[Row]) -> Match:
    """Lay the lines of a page on those of the truth."""
    costs = np.array(
        [
            [_cost(row, true, i / len(page), j / len(truth)) for j, true in enumerate(truth)]
            for i, row in enumerate(page)
        ]
    )
    pairs = [(i, j) for i, j in zip(*linear_sum_assignment(costs), strict=True) if costs[i, j] < FAR]
    right = {page[i].id: truth[j] for i, j in pairs}
    taken = {row.id for row in right.values()}
    return Match(right, [row for row in truth if row.id not in taken], [row for row in page if row.id not in right])


def _cost(row: Row, true: Row, here: float, there: float) -> float:
    edits = distance(row.text, true.text) / max(1, len(row.text), len(true.text))
    if not (row.box and true.box):
        return edits + 0.2 * abs(here - there) if edits < ALIKE else FAR
    shared = overlap(row.box, true.box)
    return edits + 1 - shared if shared > 0.3 and edits + 1 - shared < 2 * ALIKE else FAR


def overlap(one: Edges, other: Edges) -> float:
    """What two boxes share, as a share of the smaller one."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    area = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return max(0.0, wide) * max(0.0, high) / max(1.0, area)


def to_cut(found: Match, page: Sequence[Row], truth: Sequence[Row]) -> tuple[str, int] | None:
    """A line of the page that holds a missed one as well, and the character before which to cut it."""
    for row in page:
        true = found.right.get(row.id)
        at = int(true.id) if true else -1
        near = [other for other in found.missed if true and abs(int(other.id) - at) == 1]
        for other in near:
            one, two = (true, other) if int(other.id) > at else (other, true)
            whole = distance(row.text, one.text + two.text)
            if whole < distance(row.text, true.text) - len(other.text) / 2 and whole < len(row.text) / 3:
                best = min(
                    range(1, len(row.text)),
                    key=lambda cut: distance(row.text[:cut], one.text) + distance(row.text[cut:], two.text),
                )
                return row.id, best
    return None


def to_fuse(found: Match, page: Sequence[Row]) -> str | None:
    """A line of the page that is one with the line behind it."""
    surplus = {row.id for row in found.surplus}
    for one, two in pairwise(page):
        if (one.id in surplus) == (two.id in surplus):
            continue
        true = found.right[two.id if one.id in surplus else one.id]
        paired, piece = (two, one) if one.id in surplus else (one, two)
        if distance(one.text + two.text, true.text) < distance(paired.text, true.text) - len(piece.text) / 2:
            return one.id
    return None
