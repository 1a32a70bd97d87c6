"""Drawn regions: boxes that a person drew on the page say what belongs together and in which order it is read.

In: a sheet, the boxes in reading order, and what is `Known` of its lines. Out: `Drawn`: their lines in that order with
role and column, each box laid out like a small page that holds a single item; its pictures, rules and tables take part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ocr.layout.columns import Block
from ocr.layout.elements import Element
from ocr.layout.flow import Known, cut_flow, elements_of
from ocr.layout.items import Walk
from ocr.layout.overrides import DrawnRegion, Run
from ocr.layout.placed import Island, Placed
from ocr.layout.roles import look_at_all
from ocr.layout.sheet import Sheet
from ocr.page import Box, Role


@dataclass(frozen=True, slots=True)
class Drawn:
    """What drawn regions say: their lines, the groups and roles by line id, and a line of the group of each picture."""

    placed: Mapping[str, Placed] = field(default_factory=dict)
    order: tuple[Run, ...] = ()
    groups: Mapping[str, str | None] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    pictures: Mapping[int, str] = field(default_factory=dict)


def lay_drawn(sheet: Sheet, regions: Sequence[DrawnRegion], known: Known) -> Drawn:
    """Lay out the lines and pictures whose middle lies in a drawn box: the first that holds it, of the latest act."""
    walks: dict[str | None, Walk] = {}
    order: dict[int, list[str]] = {}
    groups: dict[str, str | None] = {}
    roles: dict[str, Role] = {}
    owners: dict[int, str | None] = {}
    for region, elements in zip(regions, _shared_out(sheet, regions, known.display), strict=True):
        held = [sheet.entries[e.index].line.id for e in elements if e.kind in ("line", "heading")]
        owners |= {e.index: region.group for e in elements if e.kind == "picture"}
        if not held:
            continue
        tree, islands = cut_flow(sheet, elements)
        if region.group not in walks:
            walks[region.group] = Walk(sheet, known.captions, single=True)
        walks[region.group].run(tree, look_at_all(tree, sheet, known.display), islands)
        order.setdefault(region.act, []).extend(_read(tree, islands, sheet))
        groups |= dict.fromkeys(held, region.group)
        roles |= dict.fromkeys(held, region.role) if region.role else {}
    placed = {p.entry.line.id: p for walk in walks.values() for p in walk.finish()}
    runs = tuple(Run(tuple(order[act])) for act in sorted(order))
    return Drawn(placed, runs, groups, roles, _with_lines(owners, groups))


def _shared_out(sheet: Sheet, regions: Sequence[DrawnRegion], display: frozenset[str]) -> list[list[Element]]:
    """The lines, pictures and rules of each box."""
    shares: list[list[Element]] = [[] for _ in regions]
    for element in elements_of(sheet, (), display) if regions else ():
        place = _place(element, sheet)
        holders = [i for i, region in enumerate(regions) if region.holds(place)]
        holder = max(holders, key=lambda i: (regions[i].act, -i), default=None)
        if holder is not None:
            shares[holder].append(element)
    return shares


def _place(element: Element, sheet: Sheet) -> Box:
    """Where an element stands on the page image."""
    if element.kind == "picture":
        return sheet.pictures[element.index][0].box
    if element.kind in ("rule", "gutter"):
        return sheet.rules[element.index][0].box
    return sheet.entries[element.index].line.box


def _read(tree: Block, islands: Sequence[Island], sheet: Sheet) -> list[str]:
    """The ids of a tree's lines in reading order, those of a table row by row."""
    read: list[str] = []
    for element in (e for leaf in tree.leaves() for e in leaf.elements):
        if element.kind == "table":
            read += [entry.line.id for entry in islands[element.index].table]
        elif element.kind in ("line", "heading"):
            read.append(sheet.entries[element.index].line.id)
    return read


def _with_lines(owners: Mapping[int, str | None], groups: Mapping[str, str | None]) -> dict[int, str]:
    """A line of each picture's group, by which its item is known."""
    first: dict[str | None, str] = {}
    for line, group in groups.items():
        first.setdefault(group, line)
    return {index: first[group] for index, group in owners.items() if group in first}
