"""A PAGE document after things were carried into it, made whole: what is asked for once, what refers to nothing.

In: the root, the imported file's reading order as the ids in it, and what these are called now. Out: the root, valid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from lxml import etree

from correction.exchange.pagexml import terms
from correction.exchange.pagexml.custom import merge_custom
from correction.exchange.pagexml.schema import VOCABULARY
from correction.exchange.pagexml.terms import read_custom
from correction.exchange.xml_tree import child, children, every, tag
from ocr.page import Box

_SINGLE = ("UserDefined", "TextStyle", "Roles")
# Elements that must hold at least one of these.
_NEEDING: Mapping[str, tuple[str, ...]] = {
    "Layer": ("RegionRef",),
    "Layers": ("Layer",),
    "Relations": ("Relation",),
    "UserDefined": ("UserAttribute",),
    "Roles": ("TableCellRole",),
}


def finish(root: etree._Element, order: Sequence[str], renamed: Mapping[str, str]) -> None:
    """Join what stands there twice, take out what refers to nothing, and give carried regions their place in order."""
    for element in list(every(root, *_SINGLE)):
        _join(element)
    names = {element.get("id") for element in root.iter() if element.get("id")}
    for element in list(every(root, "RegionRef", "RegionRefIndexed", "SourceRegionRef", "TargetRegionRef")):
        if element.get("regionRef") not in names:
            _take_out(element)
    page = next(children(root, "Page"))
    _order_again(page, [renamed.get(name, name) for name in order], names)
    _count_again(list(every(page, "TextRegion")))
    for region in every(page, "TextRegion"):
        _count_again(list(children(region, "TextLine")))
    for region in every(page, *(name for name in VOCABULARY.elements if name.endswith("Region"))):
        _outline(region, page)


def _join(element: etree._Element) -> None:
    """Move what a second element of one kind holds into the first."""
    parent = element.getparent()
    first = child(parent, tag(element)) if parent is not None else None
    if parent is not None and first is not None and first is not element:
        first.extend(list(element))
        parent.remove(element)


def _take_out(element: etree._Element) -> None:
    """Remove an element, and what cannot be without it."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if tag(parent) == "Relation" or (tag(parent) in _NEEDING and not any(children(parent, *_NEEDING[tag(parent)]))):
        _take_out(parent)


def _order_again(page: etree._Element, order: Sequence[str], names: set[str | None]) -> None:
    """Put regions that Galley does not read back into the reading order, each behind the one it followed."""
    reading = child(page, "ReadingOrder")
    if reading is None:
        return
    there = {each.get("regionRef"): each for each in every(reading, "RegionRefIndexed")}
    before: str | None = None
    for name in order:
        if name in names and name not in there:
            made = etree.Element(f"{{{terms.NAMESPACE}}}RegionRefIndexed", index="0", regionRef=name)
            if before is not None:
                _top(there[before]).addnext(made)
            else:
                next(iter(reading)).insert(0, made)
            there[name] = made
            _number(made.getparent())
        before = name if name in there else before


def _top(element: etree._Element) -> etree._Element:
    """What holds a reference directly under the first group: itself, or the innermost article that names it."""
    parent = element.getparent()
    around = parent.getparent() if parent is not None else None
    return element if parent is None or around is None or tag(around) == "ReadingOrder" else _top(parent)


def _number(group: etree._Element | None) -> None:
    if group is not None:
        for index, each in enumerate(each for each in group if each.get("index") is not None):
            each.set("index", str(index))


def _count_again(elements: Sequence[etree._Element]) -> None:
    """Let the numbers that elements carry for their order follow it, where they do not any more."""
    numbered = [(each, read_custom(each.get("custom"), "readingOrder").get("index")) for each in elements]
    said = [(each, int(index)) for each, index in numbered if index is not None and index.isdecimal()]
    if any(later <= earlier for (_, earlier), (_, later) in pairwise(said)):
        for index, (each, _) in enumerate(said):
            each.set("custom", merge_custom(each.get("custom"), {"readingOrder": {"index": str(index)}}))
    lines = [each for each in elements if (each.get("index") or "").isdecimal()]
    if any(int(b.get("index") or 0) <= int(a.get("index") or 0) for a, b in pairwise(lines)):
        for index, each in enumerate(lines):
            each.set("index", str(index))


def _outline(region: etree._Element, page: etree._Element) -> None:
    """Give a region that has no outline, which the schema asks for, that of what it holds, else the page's."""
    if child(region, "Coords") is not None:
        return
    inner = [point for each in every(region, "Coords") for point in terms.read_points(each.get("points"))]
    whole = Box(0, 0, int(page.get("imageWidth") or 0), int(page.get("imageHeight") or 0))
    box = terms.polygon_box(tuple(inner)) if inner else whole
    coords = terms.add(region, "Coords", points=terms.write_points(box.polygon, whole.right, whole.bottom))
    place = next((i for i, each in enumerate(region) if tag(each) != "AlternativeImage"), len(region))
    region.insert(place, coords)
