"""Arranging: lines, pictures and rules become regions in reading order, grouped into items.

In: a `Sheet` and a person's `Overrides`. Out: an `Arrangement`. Pure: the same values give the same regions, so a
stored page can be arranged anew after a decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.layout.captions import find_captions
from ocr.layout.columns import cut_columns
from ocr.layout.drawn import Drawn, lay_drawn
from ocr.layout.elements import Element, Kind
from ocr.layout.flow import Known, lay_flow
from ocr.layout.furniture import find_furniture
from ocr.layout.item_types import find_types
from ocr.layout.made_lines import with_made_lines
from ocr.layout.overrides import NO_OVERRIDES, Overrides, Run
from ocr.layout.paragraphs import BREAKS, ENDS, SHORT, find_starts
from ocr.layout.placed import Placed, box_of, contiguous, retag
from ocr.layout.roles import find_display
from ocr.layout.sheet import Entry, Placement, Sheet, lay_out
from ocr.page import Box, Item, ItemType, Page, Picture, TextRegion, new_id


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Regions in reading order, the items they belong to, and the pictures with theirs."""

    regions: tuple[TextRegion, ...]
    items: tuple[Item, ...]
    pictures: tuple[Picture, ...]


def arrange(sheet: Sheet, overrides: Overrides = NO_OVERRIDES) -> Arrangement:
    """Find reading order, roles, items and paragraphs; what `overrides` says goes before what is found."""
    furniture = find_furniture(sheet)
    head = [e for e in sheet.entries if e.line.id in furniture]
    display = find_display(sheet)
    placed = [Placed(e, "furniture", None, -1) for e in _in_blocks(head, display, sheet)]
    known = Known(display, find_captions(sheet))
    flow = lay_flow(sheet, furniture, known)
    placed += flow.placed
    drawn = lay_drawn(sheet, overrides.regions, known)
    placed = _under_hand(placed, drawn, overrides)
    regions = _regions(placed, sheet, overrides)
    owned = {p.entry.line.id: p.item for p in placed}
    held = {**flow.pictures, **{index: owned[line] for index, line in drawn.pictures.items()}}
    types = find_types(placed, sheet, flow.frames, set(held.values())) | _types(owned, drawn, overrides)
    found = dict.fromkeys(r.item for r in regions)
    items = tuple(Item(item, types.get(item, "article")) for item in found if item is not None)
    return Arrangement(regions, items, _pictures(sheet, held, {item.id for item in items}))


def _types(owned: Mapping[str, str | None], drawn: Drawn, overrides: Overrides) -> dict[str, ItemType]:
    """The types that a person gave to items, by a line of theirs or by the name of their group."""
    member = {name: line for line, name in {**drawn.groups, **overrides.items}.items() if name is not None}
    given = {owned.get(member.get(key, key)): value for key, value in overrides.types.items()}
    return {item: value for item, value in given.items() if item is not None}


def _under_hand(placed: list[Placed], drawn: Drawn, overrides: Overrides) -> list[Placed]:
    """Put what a person drew and said over what was found."""
    placed = [drawn.placed.get(p.entry.line.id, p) for p in placed]
    placed = retag(placed, {**drawn.roles, **overrides.roles}, {**drawn.groups, **overrides.items})
    placed = contiguous(placed)
    for run in (*drawn.order, *overrides.order):
        placed = _reordered(placed, run)
    return placed


def _in_blocks(entries: list[Entry], display: frozenset[str], sheet: Sheet) -> list[Entry]:
    """Furniture in reading order: what stands in a block beside the title, or between two rules, is read as a block."""
    if not entries:
        return []
    kinds: list[Kind] = ["heading" if e.line.id in display else "line" for e in entries]
    boxes = [
        _above_others(e.box, entries) if kind == "heading" else e.box for e, kind in zip(entries, kinds, strict=True)
    ]
    elements = [Element(box, kind, i) for i, (box, kind) in enumerate(zip(boxes, kinds, strict=True))]
    around = Box.around(boxes)
    rules = [box for _, box in sheet.rules if box.width > box.height and box.intersection(around) == box]
    elements += [Element(box, "rule", i) for i, box in enumerate(rules)]
    tree = cut_columns(elements, sheet.glyph)
    order = (e for leaf in tree.leaves() for e in leaf.elements if e.kind != "rule")
    return [entries[element.index] for element in order]


def _above_others(title: Box, entries: Sequence[Entry]) -> Box:
    """A title's box without its foot, where the small type below it begins beside its longest letters."""
    feet = [e.box.top for e in entries if e.box.top > title.center[1] and e.box.overlap_x(title)]
    return replace(title, bottom=min([title.bottom, *feet]))


def _reordered(placed: list[Placed], run: Run) -> list[Placed]:
    """Put the lines that a person ordered one after the other, at the place of the one that stays."""
    rank = {line_id: i for i, line_id in enumerate(run.lines)}
    at = [i for i, p in enumerate(placed) if p.entry.line.id in rank]
    if len(at) < 2:
        return placed
    stays = next((i for i in at if placed[i].entry.line.id == run.stays), at[0])
    chosen = sorted((placed[i] for i in at), key=lambda p: rank[p.entry.line.id])
    if run.stays is not None:
        chosen = [_beside(p, placed[stays]) for p in chosen]
    moved = set(at)
    before = [p for i, p in enumerate(placed[:stays]) if i not in moved]
    after = [p for i, p in enumerate(placed[stays:], stays) if i not in moved]
    return before + chosen + after


def _beside(line: Placed, other: Placed) -> Placed:
    """A line that was moved to another, in whose column it now is: else it would stand in a region of its own."""
    if line is other or (line.role, line.item) != (other.role, other.item):
        return line
    return replace(line, column=other.column, after_rule=False)


def _regions(placed: list[Placed], sheet: Sheet, overrides: Overrides) -> tuple[TextRegion, ...]:
    """Cut the ordered lines into regions: one role, one item, one column, one paragraph."""
    regions: list[TextRegion] = []
    known: dict[str, Entry] = {}
    for run in _runs(placed):
        for lines, begins in _paragraphs(run, sheet, overrides.splits, _text_before(regions, run[0], known)):
            ids = [p.entry.line.id for p in lines]
            joined = any(line_id in overrides.joins for line_id in ids[:1])
            continues = joined or (ids[0] not in overrides.splits and _continues(regions, lines, begins, known))
            known |= {p.entry.line.id: p.entry for p in lines}
            first = lines[0]
            regions.append(
                TextRegion(
                    new_id("r", ids[0], first.role),
                    box_of(lines),
                    first.role,
                    tuple(p.entry.line for p in lines),
                    first.item,
                    continues,
                )
            )
    return tuple(regions)


def _runs(placed: list[Placed]) -> list[list[Placed]]:
    """Neighbouring lines of one role, item and column; furniture by rows."""
    runs: list[list[Placed]] = []
    for line in placed:
        last = runs[-1][-1] if runs else None
        same = last is not None and (last.role, last.item, last.column) == (line.role, line.item, line.column)
        if same and not line.after_rule and line.role != "furniture":
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _text_before(regions: list[TextRegion], first: Placed, known: Mapping[str, Entry]) -> str:
    """The last body line so far of an item, whose next one is `first`."""
    body = next((r for r in reversed(regions) if r.item == first.item and r.role == "body"), None)
    return known[body.lines[-1].id].text if body else ""


def _paragraphs(
    run: list[Placed], sheet: Sheet, splits: frozenset[str], after: str
) -> list[tuple[list[Placed], bool | None]]:
    """A run of body lines as paragraphs, each with whether it begins one; any other run whole."""
    if run[0].role != "body" or run[0].table:
        starts: list[bool | None] = [True if run[0].table else None] + [None] * (len(run) - 1)
    else:
        starts = find_starts(_whole_rows(run), sheet.glyph, han=sheet.han, after=after)
    parts: list[tuple[list[Placed], bool | None]] = []
    for i, (line, begins) in enumerate(zip(run, starts, strict=True)):
        if i == 0:
            parts.append(([line], begins))
        elif begins or line.entry.line.id in splits:
            parts.append(([line], True))
        else:
            parts[-1][0].append(line)
    return parts


def _whole_rows(run: list[Placed]) -> list[Entry]:
    """Lines as they would stand without what takes up the start or the end of their rows."""
    beside: dict[tuple[Box, bool], list[Box]] = {}
    for line in run:
        if line.beside:
            beside.setdefault((line.beside, _is_behind(line)), []).append(line.entry.box)
    rows = []
    for line in run:
        box = line.entry.box
        if line.beside and line.interrupted:  # no paragraph begins there
            box = replace(box, left=min(box.left, line.beside.left))
        elif line.beside and _is_behind(line):
            shift = min(b.left for b in beside[line.beside, True]) - line.beside.left
            box = replace(box, left=min(box.left, box.left - shift))
        elif line.beside:
            shift = line.beside.right - max(b.right for b in beside[line.beside, False])
            box = replace(box, right=max(box.right, box.right + shift))
        rows.append(replace(line.entry, box=box))
    return rows


def _is_behind(line: Placed) -> bool:
    """Whether a line stands behind what it is beside."""
    return line.beside is not None and line.entry.box.center[0] > line.beside.center[0]


def _continues(regions: list[TextRegion], lines: list[Placed], begins: bool | None, known: Mapping[str, Entry]) -> bool:
    """Whether a region goes on from the last one of its kind in its item: a paragraph or a subhead cut by a column.

    `known` are the entries so far, by line id.
    """
    first = lines[0]
    before = next((r for r in reversed(regions) if r.item == first.item and r.item is not None), None)
    if before is None or first.after_rule:
        return False
    if first.role == "subhead":
        return before.role == "subhead"
    if first.role != "body":
        return False
    body = next((r for r in reversed(regions) if r.item == first.item and r.role == "body"), None)
    headed = before.role in ("subhead", "headline", "kicker", "deck")
    if body is not None and not headed and _breaks_off(known[body.lines[-1].id].text, first.entry.text):
        return True
    if begins and before.role != "inset":
        return False
    if before.role == "inset":
        return body is not None
    if body is None or headed:
        return False
    return begins is False or not _ended([known[line.id].box for line in body.lines])


def _breaks_off(text: str, after: str) -> bool:
    """Whether a line stops within a word, or in mid-sentence where the next one begins in lower case."""
    text = text.rstrip()
    return text.endswith(BREAKS) or (after.lstrip()[:1].islower() and not text.endswith(ENDS))


def _ended(lines: list[Box]) -> bool:
    """Whether a paragraph's last line stops short of its widest, so that a lone line after it begins anew."""
    around = Box.around(lines)
    return around.right - lines[-1].right > SHORT * around.width


def _pictures(sheet: Sheet, owners: Mapping[int, str | None], items: set[str]) -> tuple[Picture, ...]:
    """The pictures with their items."""
    return tuple(
        replace(picture, item=owners[i] if owners.get(i) in items else None)
        for i, (picture, _) in enumerate(sheet.pictures)
    )


def rearrange(page: Page, overrides: Overrides) -> Page:
    """A stored page arranged anew under a person's overrides; its readings stay, and its lines but for made ones."""
    lines, readings = with_made_lines(page, overrides)
    reading = next((each for each in readings if each.id == page.base), None)
    texts = {line_id: text.text for line_id, text in reading.lines.items()} if reading else {}
    placement = Placement(page.width, page.height, page.transform, page.direction)
    sheet = lay_out(lines, page.separators, page.pictures, texts, placement, page.language)
    found = arrange(sheet, overrides)
    return replace(page, regions=found.regions, items=found.items, pictures=found.pictures, readings=readings)
