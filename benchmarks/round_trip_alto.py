"""ALTO in, out and in again: what differs.

In: the bytes of an ALTO file. Out: differences as pairs of a kind and words: of text, boxes, order and confidence when
the written file is read, elements and attributes that it lacks or has otherwise, and faults by the schema. The page is
written as it was read, and as it is in pixels of an image of another size, by versions 4.4 and 2.1.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from schemas import schema

from correction.exchange import Export, Options, Original
from correction.exchange.alto.reader import read_alto
from correction.exchange.alto.terms import CARRIED_TAG
from correction.exchange.alto.writer import write_alto
from correction.exchange.xml_tree import tag
from ocr.errors import InputError
from ocr.page import Box, LineText, Page, Reading, Source, TextLine, TextRegion, Transform, Word

SHARED = Path(__file__).parents[2] / "shared"
SCHEMAS = {"4.4": "alto-4-4.xsd", "2.1": "alto-2-1.xsd"}
SMALLER = 0.31  # about 1200 dpi to 372
LARGE = 1500  # lines
# Galley writes these by itself: the ids of words and of the order, what names the schema.
OWN_IDS = frozenset({"String", "OrderedGroup", "ElementRef"})
OWN = frozenset({"SCHEMAVERSION", "schemaLocation", "noNamespaceSchemaLocation"})


def lost(data: bytes, seconds: Counter[str]) -> Iterator[tuple[str, str]]:
    """The differences of a file that is read, written and read; adds how long reading and writing took."""
    begun = time.process_time()
    page = read_alto(data)
    seconds["in"] += time.process_time() - begun
    for version in SCHEMAS:
        for factor in (1.0, SMALLER):
            fitted = scaled(page, factor)
            begun = time.process_time()
            written = export(data, fitted, version)
            if (version, factor) == ("4.4", 1.0):
                seconds["out"] += time.process_time() - begun
            for kind, words in differences(page, data, written, version):
                yield kind, f"{version} at {factor}: {words}"


def differences(page: Page, old: bytes, new: bytes, version: str) -> Iterator[tuple[str, str]]:
    """Compare a page with the file that it was written to, and that with the one it was read from."""
    back = read_alto(new)
    one, other = list(_texts(page)), list(_texts(back))
    if [name for name, _ in one] != [name for name, _ in other]:
        yield "order", "of lines"
        return
    for (name, then), (_, now) in zip(one, other, strict=True):
        if then.text != now.text:
            yield "text", f"{then.text} became {now.text}"
        elif [word.box for word in then.words] != [word.box for word in now.words]:
            yield "boxes", f"of words in {name}"
        elif [_rates(word) for word in then.words] != [_rates(word) for word in now.words]:
            yield "confidence", f"of words in {name}"
    for kind in ("regions", "items", "separators", "pictures", "language"):
        if getattr(page, kind) != getattr(back, kind):
            yield kind, "are not the same"
    for words in missing(etree.fromstring(old), etree.fromstring(new)):
        yield "unknown", words
    for words in faults(new, version):
        yield "schema", words


def _texts(page: Page) -> Iterator[tuple[str, LineText]]:
    reading = page.base_reading
    for line in page.lines:
        yield line.id, reading.lines.get(line.id, LineText("")) if reading else LineText("")


def _rates(word: Word) -> tuple[float | None, ...]:
    return (word.confidence, *(glyph.confidence for glyph in word.glyphs))


def missing(old: etree._Element, new: etree._Element) -> Iterator[str]:
    """What the first file has and the second has not: elements by name, attributes by element, each as often."""
    rest = Counter(_said(new))
    for said in _said(old):
        if rest[said]:
            rest[said] -= 1
        else:
            yield said


def _said(root: etree._Element) -> Iterator[str]:
    """Every element and attribute in words, a word's with the place that tells it from others."""
    for element in root.iter():
        name = tag(element)
        if not name:
            continue
        if element.get("TYPE") == CARRIED_TAG:
            place, _, attribute = (element.get("LABEL") or "").partition("/@")
            yield f"{place} @{attribute}={element.get('DESCRIPTION')}"
        key = f"{name} {element.get('HPOS')},{element.get('VPOS')} {element.get('CONTENT') or ''}"
        yield f"{key} {(element.text or '').strip()}"
        for attribute, value in element.attrib.items():
            yield from _attribute(name if name in ("Page", "PrintSpace") else key, name, str(attribute), str(value))


def _attribute(key: str, name: str, attribute: str, value: str) -> Iterator[str]:
    local = attribute.rpartition("}")[2]
    if local == "TAGREFS":
        yield from (f"{key} @TAGREFS={part}" for part in value.split())
    elif local not in OWN and not (local == "ID" and name in OWN_IDS):
        yield f"{key} @{local}={value}"


def faults(data: bytes, version: str) -> list[str]:
    """What the schema says against a file."""
    judge = schema(SCHEMAS[version])
    judge.validate(etree.fromstring(data))
    return [str(error) for error in judge.error_log]  # type: ignore[attr-defined]


def export(data: bytes, page: Page, version: str) -> bytes:
    """Write a page as one that was imported from a file."""
    original = Original("alto", "page.xml", data)
    return write_alto(Export(pages=(page,), options=Options(version=version), original_of=lambda _: original), page)


def scaled(page: Page, factor: float) -> Page:
    """A page as the importer gives it for an image of another size."""

    def to(box: Box) -> Box:
        return Box(*(round(each * factor) for each in (box.left, box.top, box.right, box.bottom)))

    def fitted(region: TextRegion) -> TextRegion:
        lines = tuple(replace(line, box=to(line.box), polygon=to(line.box).polygon) for line in region.lines)
        return replace(region, box=to(region.box), lines=lines)

    return replace(
        page,
        width=round(page.width * factor),
        height=round(page.height * factor),
        regions=tuple(map(fitted, page.regions)),
        readings=tuple(
            replace(r, lines={name: said.moved(to) for name, said in r.lines.items()}) for r in page.readings
        ),
        pictures=tuple(replace(each, box=to(each.box)) for each in page.pictures),
        separators=tuple(replace(each, box=to(each.box)) for each in page.separators),
    )


def made(lines: int = LARGE) -> Page:
    """A page of so many lines of seven words."""
    boxes = [Box(100, 10 * i, 1600, 10 * i + 8) for i in range(lines)]
    placed = tuple(TextLine(f"l_{i}", box, box.polygon) for i, box in enumerate(boxes))
    said = {
        line.id: LineText(
            "Der Rat der Stadt hat heute entschieden",
            0.9,
            tuple(
                Word(text, Box(100 + 200 * i, line.box.top, 250 + 200 * i, line.box.bottom), 0.9)
                for i, text in enumerate(("Der", "Rat", "der", "Stadt", "hat", "heute", "entschieden"))
            ),
        )
        for line in placed
    }
    return Page(
        id="p000001",
        source=Source("made.tif", ""),
        width=1700,
        height=10 * lines,
        dpi=300,
        language="de",
        script="latin",
        direction="horizontal",
        transform=Transform(),
        regions=(TextRegion("r_0", Box(100, 0, 1600, 10 * lines), "body", placed),),
        items=(),
        separators=(),
        pictures=(),
        readings=(Reading("rd_0", "made", "", "", said),),
        base="rd_0",
    )


def large() -> str:
    """Say how long a made page of 1,500 lines takes to be written, and a megabyte of it to be read."""
    page = made()
    begun = time.process_time()
    data = write_alto(Export(pages=(page,)), page)
    out = time.process_time() - begun
    read_alto(data)  # word lists are loaded once
    begun = time.process_time()
    read_alto(data)
    each = (time.process_time() - begun) / (len(data) / 1e6)
    return f"a page of {len(page.lines)} lines: out {out:.2f} s; in {each:.2f} s a megabyte"


def huge(size: int) -> Iterator[str]:
    """Read a file of so many bytes, whole and cut off."""
    page = made()
    once = write_alto(Export(pages=(page,)), page)
    start, end = once.index(b"<TextBlock"), once.rindex(b"</PrintSpace>")
    data = once[:start] + once[start:end] * (size // (end - start) + 1) + once[end:]
    yield f"a file of {len(data) // 1_000_000} MB was made"
    back = read_alto(data)
    yield f"it was read: {len(back.lines)} lines, {back.notes}"
    try:
        read_alto(data[: len(data) // 2])
    except InputError as error:
        yield f"half of it was refused: {error.problem}"
