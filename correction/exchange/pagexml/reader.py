"""PAGE-XML back into pages: what Galley wrote, and what others write by PAGE 2010 to 2024.

In: a file's bytes. Out: a `Page`, equal to the one written on all that PAGE carries. It does not carry the path of
the image beyond its name, a line's box beside its polygon and its measured letters, words of other readings than the
base, and items without any region.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from correction.exchange.pagexml import terms
from correction.exchange.pagexml.metadata import read_notes, read_readings, read_source
from correction.exchange.pagexml.versions import PICTURES, REMEDY, modernise, page_size
from correction.exchange.xml_tree import child, children, every, number, parse_noted, tag
from ocr.errors import InputError
from ocr.page import (
    Box,
    Direction,
    Item,
    Language,
    Page,
    Picture,
    Role,
    Script,
    Separator,
    TextLine,
    TextRegion,
    Transform,
    new_id,
)


def read_pagexml(data: bytes, page_id: str | None = None) -> Page:
    """Read one page; `page_id` takes the place of the id in the file. Raises InputError for anything but PAGE.

    A text that a person changed becomes a reading of its own, engine `reviewed`, and the base. A file that names no
    readings gives one, engine `pagexml`. Document types and entities are refused, nothing is fetched.
    """
    root, notes = parse_page(data)
    element = next(children(root, "Page"))
    width, height = page_size(element)
    name = page_id or root.get("pcGtsId") or new_id("p", element.get("imageFilename"))
    metadata = child(root, "Metadata")
    custom = terms.read_custom(element.get("custom"), "galley")
    direction = read_direction(element, "horizontal")
    language, script = read_language(element)
    if custom.get("language") in terms.LANGUAGES and custom.get("script") in terms.SCRIPTS:
        language, script = custom["language"], custom["script"]  # type: ignore[assignment]  # looked up just now
    regions, items = _regions(element, direction)
    pictures = tuple(_pictures(element, items))
    readings, base = read_readings(element, metadata, name)
    return Page(
        id=name,
        source=read_source(element, metadata),
        width=width,
        height=height,
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
        notes=tuple(dict.fromkeys((*read_notes(metadata), *notes))),
    )


def parse_page(data: bytes) -> tuple[etree._Element, tuple[str, ...]]:
    """Parse a PAGE file and bring it into today's form, with notes on it; raises InputError for anything else."""
    root, notes = parse_noted(data, REMEDY)
    if tag(root) != "PcGts":
        raise InputError(f"the file is not PAGE-XML: it begins with <{tag(root)}>, line {root.sourceline}", REMEDY)
    return root, (*notes, *modernise(root))


def read_language(page: etree._Element) -> tuple[Language, Script]:
    """Read the language and script of a page; where it says none, those that most of its lines and words say."""
    if page.get("primaryLanguage") or page.get("primaryScript"):
        return terms.language_of(page.get("primaryLanguage") or "", page.get("primaryScript") or "")
    inner = every(page, "TextRegion", "TextLine", "Word")
    said = Counter((e.get("primaryLanguage") or e.get("language") or "", e.get("primaryScript") or "") for e in inner)
    said.pop(("", ""), None)
    return terms.language_of(*said.most_common(1)[0][0]) if said else terms.language_of("", "")


def _dpi(element: etree._Element) -> int | None:
    per_inch = {"PPI": 1.0, "PPCM": 2.54}.get(element.get("imageResolutionUnit") or "", 0.0)
    return round(number(element.get("imageXResolution")) * per_inch) or None


def read_direction(element: etree._Element, otherwise: Direction) -> Direction:
    """Read the direction of an element's lines; `otherwise` where it says none."""
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
    found = list(every(page, "TextRegion"))
    if not places and all(_index(element) is not None for element in found):
        found.sort(key=lambda element: _index(element) or 0.0)
    found.sort(key=lambda element: _number(element, places))
    items: dict[str, Item] = {}
    regions = []
    for element in found:
        name = element.get("id") or ""
        place = places.get(name)
        structure = terms.read_custom(element.get("custom"), "structure")
        held = place.item if place and place.item else _advert(element)
        item = structure.get("item", held.id if held else structure.get("id"))
        if item is not None:
            items.setdefault(item, held if held and held.id == item else Item(item))
        regions.append(_region(element, name, item, direction))
    for place in places.values():
        if place.item:
            items.setdefault(place.item.id, place.item)
    return tuple(regions), items


def _index(element: etree._Element) -> float | None:
    """The place among its siblings that an element names itself, as Transkribus and eScriptorium let it."""
    said = terms.read_custom(element.get("custom"), "readingOrder").get("index", element.get("index"))
    return number(said) if said is not None else None


def _number(element: etree._Element, places: dict[str, _Place]) -> int:
    """The place of a region in the reading order; one that is not named stands behind what it lies in."""
    around: etree._Element | None = element
    while around is not None:
        if (around.get("id") or "") in places:
            return places[around.get("id") or ""].number
        around = around.getparent()
    return len(places)


def _advert(element: etree._Element) -> Item | None:
    """The advert that a region lies in."""
    advert = next((each for each in element.iterancestors() if tag(each) == "AdvertRegion" and each.get("id")), None)
    return Item(advert.get("id") or "", "advert") if advert is not None else None


def _region(element: etree._Element, name: str, item: str | None, page_direction: Direction) -> TextRegion:
    direction = read_direction(element, page_direction)
    said = list(children(element, "TextLine"))
    if all(_index(line) is not None for line in said):
        said.sort(key=lambda line: _index(line) or 0.0)
    lines = tuple(_line(line, direction) for line in said)
    box = _box(element)
    if not box.area and lines:
        box = Box.around(line.box for line in lines)
    return TextRegion(name, box, read_role(element), lines, item, element.get("continuation") in ("true", "1"))


def read_role(element: etree._Element) -> Role:
    """Read the role of a text region: Galley's own word in `custom`, else PAGE's type."""
    structure = terms.read_custom(element.get("custom"), "structure")
    written = element.get("type") or structure.get("type", "")
    return terms.ROLE_NAMES.get(structure.get("type", ""), terms.ROLES.get(written, "body"))


def _line(element: etree._Element, direction: Direction) -> TextLine:
    baseline = terms.read_polygon(element, "Baseline")
    name = element.get("id") or ""
    return TextLine(name, _box(element), terms.read_polygon(element), baseline, read_direction(element, direction))


def _separators(page: etree._Element) -> Iterator[Separator]:
    for element in every(page, "SeparatorRegion"):
        box = _box(element)
        written = terms.read_custom(element.get("custom"), "structure").get("direction")
        upright = written == "vertical" if written else box.height > box.width
        yield Separator(element.get("id") or "", box, "vertical" if upright else "horizontal")


def _pictures(page: etree._Element, items: dict[str, Item]) -> Iterator[Picture]:
    places = _order(page)
    for element in every(page, *PICTURES):
        name = element.get("id") or ""
        place = places.get(name)
        item = terms.read_custom(element.get("custom"), "structure").get("item")
        if item is None and place and place.item:
            item = place.item.id
        if item is not None:
            items.setdefault(item, Item(item))
        yield Picture(name, _box(element), item)
