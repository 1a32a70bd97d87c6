"""PAGE-XML back into pages: what Galley wrote, and what others write by PAGE 2010 to 2019.

In: a file's bytes. Out: a `Page`, equal to the one written on all that PAGE carries. It does not carry the path of
the image beyond its name, a line's box beside its polygon and its measured letters, words of other readings than the
base, and items without any region.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from correction.exchange import pagexml_terms as terms
from correction.exchange.pagexml_metadata import read_notes, read_readings, read_source
from correction.exchange.xml_tree import child, children, every, number, parse, tag
from ocr.errors import InputError
from ocr.page import (
    Box,
    Direction,
    Item,
    Page,
    Picture,
    Role,
    Separator,
    TextLine,
    TextRegion,
    Transform,
    new_id,
)

_REMEDY = "give a PAGE-XML file of one page, as 'galley export --format page' writes it"
_PICTURES = frozenset({"ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion"})


def read_pagexml(data: bytes, page_id: str | None = None) -> Page:
    """Read one page; `page_id` takes the place of the id in the file. Raises InputError for anything but PAGE.

    A text that a person changed becomes a reading of its own, engine `reviewed`, and the base. A file that names no
    readings gives one, engine `pagexml`. Document types and entities are refused, nothing is fetched.
    """
    root = parse(data, _REMEDY)
    if tag(root) != "PcGts":
        raise InputError(f"the file is not PAGE-XML: it begins with <{tag(root)}>", _REMEDY)
    element = child(root, "Page")
    if element is None:
        raise InputError("the file has no Page element", _REMEDY)
    _name_all(element)
    name = page_id or root.get("pcGtsId") or new_id("p", element.get("imageFilename"))
    metadata = child(root, "Metadata")
    custom = terms.read_custom(element.get("custom"), "galley")
    direction = _direction(element, "horizontal")
    language, script = terms.language_of(element.get("primaryLanguage") or "", element.get("primaryScript") or "")
    if custom.get("language") in terms.LANGUAGES and custom.get("script") in terms.SCRIPTS:
        language, script = custom["language"], custom["script"]  # type: ignore[assignment]  # looked up just now
    regions, items = _regions(element, direction)
    pictures = tuple(_pictures(element, items))
    readings, base = read_readings(element, metadata, name)
    return Page(
        id=name,
        source=read_source(element, metadata),
        width=_size(element, "imageWidth"),
        height=_size(element, "imageHeight"),
        dpi=_dpi(element),
        language=language,
        script=script,
        direction=direction,
        transform=Transform(-number(element.get("orientation")) or 0.0),
        regions=regions,
        items=tuple(items.values()),
        separators=tuple(_separators(element)),
        pictures=pictures,
        readings=readings,
        base=base,
        notes=read_notes(metadata),
    )


def _name_all(page: etree._Element) -> None:
    """Give every region and line an id; a file from elsewhere may lack some."""
    for place, element in enumerate(every(page, "TextRegion", "TextLine", "SeparatorRegion", *_PICTURES)):
        if not element.get("id"):
            element.set("id", new_id("x", tag(element), place))


def _size(element: etree._Element, attribute: str) -> int:
    try:
        return int(element.get(attribute) or "")
    except ValueError:
        raise InputError(f"the page's {attribute} is not a whole number", _REMEDY) from None


def _dpi(element: etree._Element) -> int | None:
    per_inch = {"PPI": 1.0, "PPCM": 2.54}.get(element.get("imageResolutionUnit") or "", 0.0)
    return round(number(element.get("imageXResolution")) * per_inch) or None


def _direction(element: etree._Element, otherwise: Direction) -> Direction:
    written = element.get("readingDirection")
    if written in ("top-to-bottom", "bottom-to-top"):
        return "vertical"
    return "horizontal" if written else otherwise


def _box(element: etree._Element) -> Box:
    polygon = terms.read_polygon(element)
    return terms.polygon_box(polygon) if polygon else Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reading order puts a region: its number and the item whose group holds it."""

    number: int
    item: Item | None


def _order(page: etree._Element) -> dict[str, _Place]:
    places: dict[str, _Place] = {}

    def walk(group: etree._Element, item: Item | None) -> None:
        own = _group_item(group) or item
        members = [child for child in group if tag(child).startswith(("RegionRef", "OrderedGroup", "UnorderedGroup"))]
        for member in sorted(members, key=lambda m: number(m.get("index"))):
            reference = member.get("regionRef")
            if reference:
                places.setdefault(reference, _Place(len(places), own))
            walk(member, own)

    order = child(page, "ReadingOrder")
    if order is not None:
        walk(order, None)
    return places


def _group_item(group: etree._Element) -> Item | None:
    structure = terms.read_custom(group.get("custom"), "structure")
    if "item" in structure:
        return Item(structure["item"], terms.ITEM_TYPES.get(structure.get("type", ""), "article"))
    return Item(group.get("id") or "") if group.get("type") == "article" else None


def _regions(page: etree._Element, direction: Direction) -> tuple[tuple[TextRegion, ...], dict[str, Item]]:
    """Read text regions in reading order, those it does not name last, and items in order of appearance."""
    places = _order(page)
    last = len(places)
    found = list(every(page, "TextRegion"))
    found.sort(key=lambda e: places[e.get("id") or ""].number if e.get("id") in places else last)
    items: dict[str, Item] = {}
    regions = []
    for element in found:
        name = element.get("id") or ""
        place = places.get(name)
        structure = terms.read_custom(element.get("custom"), "structure")
        item = structure.get("item", place.item.id if place and place.item else structure.get("id"))
        if item is not None:
            items.setdefault(item, place.item if place and place.item and place.item.id == item else Item(item))
        regions.append(_region(element, name, item, direction))
    for place in places.values():
        if place.item:
            items.setdefault(place.item.id, place.item)
    return tuple(regions), items


def _region(element: etree._Element, name: str, item: str | None, page_direction: Direction) -> TextRegion:
    structure = terms.read_custom(element.get("custom"), "structure")
    written = element.get("type") or structure.get("type", "")
    role: Role = terms.ROLE_NAMES.get(structure.get("type", ""), terms.ROLES.get(written, "body"))
    direction = _direction(element, page_direction)
    lines = tuple(_line(line, direction) for line in children(element, "TextLine"))
    box = _box(element)
    if not box.area and lines:
        box = Box.around(line.box for line in lines)
    return TextRegion(name, box, role, lines, item, element.get("continuation") in ("true", "1"))


def _line(element: etree._Element, direction: Direction) -> TextLine:
    baseline = terms.read_polygon(element, "Baseline")
    name = element.get("id") or ""
    return TextLine(name, _box(element), terms.read_polygon(element), baseline, _direction(element, direction))


def _separators(page: etree._Element) -> Iterator[Separator]:
    for element in every(page, "SeparatorRegion"):
        box = _box(element)
        written = terms.read_custom(element.get("custom"), "structure").get("direction")
        upright = written == "vertical" if written else box.height > box.width
        yield Separator(element.get("id") or "", box, "vertical" if upright else "horizontal")


def _pictures(page: etree._Element, items: dict[str, Item]) -> Iterator[Picture]:
    places = _order(page)
    for element in every(page, *_PICTURES):
        name = element.get("id") or ""
        place = places.get(name)
        item = terms.read_custom(element.get("custom"), "structure").get("item")
        if item is None and place and place.item:
            item = place.item.id
        if item is not None:
            items.setdefault(item, Item(item))
        yield Picture(name, _box(element), item)
