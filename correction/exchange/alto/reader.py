"""ALTO back into pages: what Galley wrote, and what others write by ALTO 1 to 4.4.

In: a file's bytes. Out: a `Page` whose whole numbers are the file's unit, or a decimal part of it where the file has
fractions. A block is a region, a String a word. What is no print is not read: forms of broken words, styles, other
readings of a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from correction.exchange.alto.layout import AltoBlock, AltoPage, direction_of, lay_out
from correction.exchange.alto.places import page_of
from correction.exchange.alto.terms import PER_INCH, has_direction_marks, language_of
from correction.exchange.xml_tree import child, every, parse_noted, tag
from ocr.errors import InputError
from ocr.language import detect_language
from ocr.page import (
    Item,
    Language,
    Page,
    Picture,
    Reading,
    Script,
    Separator,
    Source,
    TextRegion,
    Transform,
    new_id,
)

_REMEDY = "give an ALTO file, as 'galley export --format alto' writes it"
_SHA256 = re.compile(r"(?:sha-?256:)?([0-9a-f]{64})", re.IGNORECASE)
_FRAKTUR = re.compile(r"fraktur|gothic|old ?german|\bfrk\b", re.IGNORECASE)


def read_alto(data: bytes, page_id: str | None = None) -> Page:
    """Read the first page of a file; `page_id` takes the place of the id in it.

    The text is one reading, engine `alto`. `dpi` is that of the file's unit, None for pixels. Notes say what was made
    up. Raises InputError for anything but ALTO; document types and entities are refused, nothing is fetched.
    """
    root, encoding = parse_noted(data, _REMEDY)
    if tag(root).lower() != "alto":
        raise InputError(f"the file is not ALTO: it begins with <{tag(root)}>", _REMEDY)
    element = page_of(root)
    if element is None:
        raise InputError("the file has no Page element", _REMEDY)
    laid = lay_out(root, element)
    if laid.places.width <= 0 or laid.places.height <= 0:
        line = element.sourceline
        raise InputError(f"nothing tells how large the page in line {line} is", "give Page a WIDTH and a HEIGHT")
    name = page_id or element.get("ID") or new_id("p", _file_name(root))
    language, script = _language(root, laid)
    reading = _reading(root, laid, name)
    return Page(
        id=name,
        source=_source(root),
        width=laid.places.width,
        height=laid.places.height,
        dpi=_dpi(root, laid.places.factor),
        language=language,
        script=script,
        direction=direction_of(laid.blocks),
        transform=Transform(),
        regions=tuple(_region(block) for block in laid.blocks if block.kind == "text"),
        items=tuple(_items(laid.blocks)),
        separators=tuple(_separators(laid.blocks)),
        pictures=tuple(
            Picture(block.name, block.box, block.item.id if block.item else None)
            for block in laid.blocks
            if block.kind == "picture"
        ),
        readings=(reading,) if reading else (),
        base=reading.id if reading else "",
        notes=(*encoding, *_notes(root, laid)),
    )


def _region(block: AltoBlock) -> TextRegion:
    lines = tuple(line.line for line in block.lines)
    return TextRegion(block.name, block.box, block.role, lines, block.item.id if block.item else None, block.continues)


def _items(blocks: tuple[AltoBlock, ...]) -> Iterator[Item]:
    """Items in order of appearance, each once."""
    found: dict[str, Item] = {}
    for block in blocks:
        if block.item:
            found.setdefault(block.item.id, block.item)
    yield from found.values()


def _separators(blocks: tuple[AltoBlock, ...]) -> Iterator[Separator]:
    for block in blocks:
        if block.kind == "separator":
            yield Separator(block.name, block.box, "vertical" if block.box.height > block.box.width else "horizontal")


def _reading(root: etree._Element, laid: AltoPage, page_id: str) -> Reading | None:
    lines = {line.name: line.text for line in laid.lines if line.text}
    if not lines:
        return None
    creator, software, version = _software(root)
    model = software if creator.lower() in software.lower() else f"{creator} {software}".strip()
    return Reading(new_id("rd", page_id, "alto"), "alto", model, version, lines)


def _software(root: etree._Element) -> tuple[str, str, str]:
    """Who read the page: creator, name and version of the first software that generated content."""
    for step in every(root, "ocrProcessingStep", "Processing"):
        software = child(step, "processingSoftware")
        if software is not None:
            found = [_text(child(software, name)) for name in ("softwareCreator", "softwareName", "softwareVersion")]
            return found[0], found[1], found[2]
    return "", "", ""


def _language(root: etree._Element, laid: AltoPage) -> tuple[Language, Script]:
    """The language that most of the text is said to be in, else the one that it looks like."""
    said = Counter[str]()
    whole = laid.element.get("LANG") or ""
    for block in laid.blocks:
        own = block.element.get("LANG") or block.element.get("language") or whole
        for line in block.lines:
            said[line.element.get("LANG") or own] += len(line.text.text) if line.text else 0
    known = Counter[tuple[Language, Script]]()
    for code, size in said.items():
        if found := language_of(code):
            known[found] += size
    if known:
        language, script = known.most_common(1)[0][0]
    else:
        language = detect_language("\n".join(line.text.text for line in laid.lines if line.text))
        script = "han" if language in ("zh", "zh-Hant") else "latin"
    described = "" if script != "latin" else " ".join(str(part) for part in _described(root))
    return language, "fraktur" if _FRAKTUR.search(described) else script


def _described(root: etree._Element) -> Iterator[str]:
    for name in ("Description", "Styles"):
        part = child(root, name)
        if part is not None:
            yield from (str(text) for text in part.itertext())
            yield from (str(each.get("FONTFAMILY") or "") for each in part)


def _source(root: etree._Element) -> Source:
    named = next(every(root, "fileName"), None)
    sums = [_SHA256.fullmatch(_text(each)) for each in every(root, "fileIdentifier")]
    return Source(_text(named), next((found[1].lower() for found in sums if found), ""))


def _file_name(root: etree._Element) -> str:
    return _text(next(every(root, "fileName"), None))


def _dpi(root: etree._Element, factor: int) -> int | None:
    per_inch = PER_INCH.get(unit_of(root))
    return round(per_inch * factor) if per_inch else None


def unit_of(root: etree._Element) -> str:
    """The unit of a file; pixels where it names none that is known."""
    said = _text(next(every(root, "MeasurementUnit"), None))
    return said if said in PER_INCH else "pixel"


def _notes(root: etree._Element, laid: AltoPage) -> Iterator[str]:
    if laid.places.made:
        yield "the ALTO file does not say how large the page is: found from what stands on it"
    if laid.guessed:
        yield "the ALTO file lacks boxes of words or lines: they were divided evenly"
    if laid.doubled:
        yield f"ids that blocks and lines of the ALTO file share and that were replaced: {laid.doubled}"
    marked = sum(has_direction_marks(each.get("CONTENT") or "") for each in every(laid.element, "String"))
    if marked:
        yield f"words of the ALTO file with marks of direction, which are no print and were left out: {marked}"
    if laid.places.cut:
        yield f"boxes that reached beyond the page in the ALTO file and were cut at its edge: {laid.places.cut}"
    others = sum(1 for _ in every(root, "Page")) - 1
    if others:
        yield f"pages of the ALTO file that were not read, behind the first: {others}"
    said = _text(next(every(root, "MeasurementUnit"), None))
    if said and said not in PER_INCH:
        yield f"the ALTO file measures in '{said}': taken as pixels"


def _text(element: etree._Element | None) -> str:
    return "" if element is None else (element.text or "").strip()
