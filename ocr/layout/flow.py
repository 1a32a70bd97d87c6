"""The flow of a page: its columns are cut and walked; what stands in frames is walked apart.

In: a sheet, the lines that are furniture, and what is `Known` of the others: display type, captions. Out: a
`Flow`: placed lines with role and item in reading order, and the items of pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ocr.layout.bands import cut_bands
from ocr.layout.columns import Block, cut_page
from ocr.layout.crowd import Crowd
from ocr.layout.elements import Element
from ocr.layout.frames import Frame, find_frames
from ocr.layout.items import Walk
from ocr.layout.obstacles import narrow_obstacles
from ocr.layout.placed import Island, Placed, contiguous
from ocr.layout.roles import look_at_all
from ocr.layout.sheet import Sheet
from ocr.layout.tables import find_tables
from ocr.page import Box

OWN_BODY = 4  # body lines of each item in a frame that holds several
SIDE = 1.5  # line heights from the box of a frame within which a rule is one of its sides


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sheet's lines before it is cut: which are in display type, and which are captions."""

    display: frozenset[str]
    captions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Flow:
    """Placed lines in reading order, the items of pictures by index, and the frames."""

    placed: tuple[Placed, ...] = ()
    pictures: Mapping[int, str] = field(default_factory=dict)
    frames: tuple[Frame, ...] = ()


def lay_flow(sheet: Sheet, furniture: Collection[str], known: Known) -> Flow:
    """Lay out all that is no furniture."""
    frames = [f for f in find_frames(sheet) if not any(sheet.entries[i].line.id in furniture for i in f.entries)]
    flow = _lay(sheet, elements_of(sheet, furniture, known.display), frames, known)
    return replace(flow, placed=tuple(contiguous(list(flow.placed))))


def _lay(
    sheet: Sheet, elements: Sequence[Element], frames: Sequence[Frame], known: Known, *, single: bool = False
) -> Flow:
    """Lay out each frame by itself, and what stands round them."""
    islands: list[Island] = []
    within: list[Frame] = []
    crowd, taken = Crowd([e.box for e in elements]), set[int]()
    rules = {e.index: i for i, e in enumerate(elements) if _is_rule(e)}
    for frame in frames:
        at = [i for i in crowd.at(frame.box.grown(1)) if i not in taken and _within(frame, elements[i])]
        held = [elements[i] for i in at]
        taken.update(at, (rules[i] for i in frame.rules if i in rules))
        inner = [e for e in held if not (_is_rule(e) and _is_side(frame, e, sheet))]
        flow = _lay_frame(sheet, inner, frame, known)
        islands.append(Island(frame.box, list(flow.placed), dict(flow.pictures)))
        within += flow.frames
    elements = [e for i, e in enumerate(elements) if i not in taken]
    elements += [Element(island.box, "frame", i) for i, island in enumerate(islands)]
    placed, pictures = _walk(sheet, elements, known, islands, single=single)
    return Flow(tuple(placed), pictures, (*frames, *within))


def _walk(
    sheet: Sheet,
    elements: Sequence[Element],
    known: Known,
    islands: Sequence[Island] = (),
    *,
    single: bool = False,
) -> tuple[list[Placed], dict[int, str]]:
    if not any(not _is_rule(e) for e in elements):
        return [], {}
    tree, islands = cut_flow(sheet, elements, islands)
    walk = Walk(sheet, known.captions, single=single)
    walk.run(tree, look_at_all(tree, sheet, known.display), islands)
    return walk.finish(), walk.pictures


def cut_flow(
    sheet: Sheet, elements: Sequence[Element], islands: Sequence[Island] = ()
) -> tuple[Block, Sequence[Island]]:
    """The tree of rows and columns of some elements, and their islands, of which each table is one more."""
    elements, islands = _with_tables(sheet, elements, islands)
    if sheet.turned:
        return cut_bands(narrow_obstacles(elements, sheet.glyph), sheet.glyph), islands
    return cut_page(elements, sheet.glyph), islands


def _with_tables(
    sheet: Sheet, elements: Sequence[Element], islands: Sequence[Island]
) -> tuple[list[Element], list[Island]]:
    """Make each table one element, so that its rows are not cut into columns."""
    lines = {e.index: sheet.entries[e.index] for e in elements if e.kind == "line"}
    elements, islands = list(elements), list(islands)
    for table in find_tables(lines, sheet):
        held = [i for row in table for i in row]
        box = Box.around(sheet.entries[i].box for i in held)
        taken = set(held)
        elements = [
            e
            for e in elements
            if not (e.kind == "line" and e.index in taken) and not (_is_rule(e) and box.intersection(e.box) == e.box)
        ]
        elements.append(Element(box, "table", len(islands)))
        islands.append(Island(box, table=[sheet.entries[i] for i in held]))
    return elements, islands


def _lay_frame(sheet: Sheet, elements: Sequence[Element], frame: Frame, known: Known) -> Flow:
    """What stands in a frame is one item, unless several have a body of their own; so are boxes within it."""
    boxes = [inner for inner in find_frames(sheet, frame) if len(inner.entries) > OWN_BODY]
    flow = _lay(sheet, elements, boxes, known)
    bodies = Counter(p.item for p in flow.placed if p.role == "body")
    if len({p.item for p in flow.placed}) > 1 and sum(n >= OWN_BODY for n in bodies.values()) < 2:
        return _lay(sheet, elements, (), known, single=True)
    return flow


def elements_of(sheet: Sheet, furniture: Collection[str], display: frozenset[str]) -> list[Element]:
    """Everything that takes part in cutting columns."""
    elements = [
        Element(e.box, "heading" if e.line.id in display else "line", i)
        for i, e in enumerate(sheet.entries)
        if e.line.id not in furniture
    ]
    elements += [Element(box, "picture", i) for i, (_, box) in enumerate(sheet.pictures)]
    elements += [
        Element(box, "rule" if box.width >= box.height else "gutter", i) for i, (_, box) in enumerate(sheet.rules)
    ]
    return elements


def _is_rule(element: Element) -> bool:
    return element.kind in ("rule", "gutter")


def _within(frame: Frame, element: Element) -> bool:
    x, y = element.box.center
    return frame.box.left <= x < frame.box.right and frame.box.top <= y < frame.box.bottom


def _is_side(frame: Frame, rule: Element, sheet: Sheet) -> bool:
    """Whether a rule is a side of a frame, which may be double."""
    (x, y), near, box = rule.box.center, SIDE * sheet.line_height, frame.box
    if rule.kind == "rule":
        return min(y - box.top, box.bottom - y) <= near
    return min(x - box.left, box.right - x) <= near
