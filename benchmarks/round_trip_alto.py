"""ALTO in, out and in again: what differs, file by file.

    python benchmarks/round_trip_alto.py [FOLDER]

In: the ALTO files of a folder, ../shared/data as a rule. Out: for each file and version the differences in text, boxes,
order and confidence of the page that is read again, elements and attributes of the file that the written one lacks
or has otherwise, faults by the schema, and the seconds that it took.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from lxml import etree

from correction.exchange import Export, Options, Original
from correction.exchange.alto import write_alto
from correction.exchange.alto_read import read_alto
from correction.exchange.alto_terms import CARRIED_TAG
from correction.exchange.xml_tree import tag
from ocr.page import Box, LineText, Page

SHARED = Path(__file__).parents[2] / "shared"
SCHEMAS = {"4.4": "alto-4-4.xsd", "2.1": "alto-2-1.xsd"}
# Galley writes these by itself: the ids of words and of the order, what names the schema.
OWN_IDS = frozenset({"String", "OrderedGroup", "ElementRef"})
OWN = frozenset({"SCHEMAVERSION", "schemaLocation", "noNamespaceSchemaLocation"})


@dataclass(frozen=True, slots=True)
class Differences:
    """How many there are of each kind."""

    text: int
    boxes: int
    order: int
    confidence: int
    unknown: int
    faults: int


def compare(first: Page, second: Page, old: bytes, new: bytes, version: str) -> Differences:
    """Compare a page with the one that was written and read again, and both files."""
    one, other = list(_texts(first)), list(_texts(second))
    pairs = [(a, b) for a, b in zip(one, other, strict=False)]
    words = [(a, b) for (_, x), (_, y) in pairs for a, b in zip(x.words, y.words, strict=False)]
    return Differences(
        text=sum(x.text != y.text for (_, x), (_, y) in pairs) + abs(len(one) - len(other)),
        boxes=sum(a.box != b.box for a, b in words)
        + sum(a != b for a, b in zip(_boxes(first), _boxes(second), strict=False)),
        order=sum(a != b for (a, _), (b, _) in pairs) + (len(first.regions) != len(second.regions)),
        confidence=sum(
            (a.confidence, [g.confidence for g in a.glyphs]) != (b.confidence, [g.confidence for g in b.glyphs])
            for a, b in words
        ),
        unknown=len(list(lost(etree.fromstring(old), etree.fromstring(new)))),
        faults=len(faults(new, version)),
    )


def _texts(page: Page) -> Iterator[tuple[str, LineText]]:
    reading = page.base_reading
    for line in page.lines:
        yield line.id, reading.lines.get(line.id, LineText("")) if reading else LineText("")


def _boxes(page: Page) -> Iterator[Box]:
    yield from (region.box for region in page.regions)
    yield from (line.box for line in page.lines)


def lost(old: etree._Element, new: etree._Element) -> Iterator[str]:
    """What the first file has and the second has not: elements by name, attributes by element, each as often."""
    rest: dict[str, int] = {}
    for said in _said(new):
        rest[said] = rest.get(said, 0) + 1
    for said in _said(old):
        if rest.get(said, 0):
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
            local = str(attribute).rpartition("}")[2]
            if local == "TAGREFS":
                yield from (f"{key} @TAGREFS={part}" for part in str(value).split())
            elif local not in OWN and not (local == "ID" and name in OWN_IDS):
                yield f"{name if name.endswith('Space') else key} @{local}={value}"


@cache
def schema(version: str) -> etree.XMLSchema:
    """The schema of a version, whose import of XLink is answered from beside it."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside())
    return etree.XMLSchema(etree.parse(str(SHARED / "schemas" / SCHEMAS[version]), parser))


class _Beside(etree.Resolver):
    def resolve(self, url: str, _id: str | None, context: object) -> object:
        name = url.rpartition("/")[2]
        return self.resolve_filename(str(SHARED / "schemas" / name), context) if name == "xlink.xsd" else None


def faults(data: bytes, version: str) -> list[str]:
    """What the schema says against a file."""
    judge = schema(version)
    judge.validate(etree.fromstring(data))
    return [str(error) for error in judge.error_log]  # type: ignore[attr-defined]


def trips(data: bytes, page: Page, version: str) -> tuple[bytes, float]:
    """Write a page as it was imported from a file; gives the seconds, too."""
    original = Original("alto", "page.xml", data)
    export = Export(pages=(page,), options=Options(version=version), original_of=lambda _: original)
    begun = time.perf_counter()
    written = write_alto(export, page)
    return written, time.perf_counter() - begun


def scaled(page: Page, factor: float) -> Page:
    """A page as the importer gives it for an image of another size."""

    def to(box: Box) -> Box:
        return Box(*(round(each * factor) for each in (box.left, box.top, box.right, box.bottom)))

    regions = tuple(
        replace(
            r,
            box=to(r.box),
            lines=tuple(replace(line, box=to(line.box), polygon=to(line.box).polygon) for line in r.lines),
        )
        for r in page.regions
    )
    readings = tuple(replace(r, lines={k: v.moved(to) for k, v in r.lines.items()}) for r in page.readings)
    return replace(
        page,
        width=round(page.width * factor),
        height=round(page.height * factor),
        regions=regions,
        readings=readings,
        pictures=tuple(replace(each, box=to(each.box)) for each in page.pictures),
        separators=tuple(replace(each, box=to(each.box)) for each in page.separators),
    )


def main(folder: Path) -> int:
    """Print a line per file and version; gives the number of differences."""
    total = 0
    for file in sorted(folder.rglob("*.alto.xml")):
        data = file.read_bytes()
        begun = time.perf_counter()
        page = read_alto(data)
        took = time.perf_counter() - begun
        for version in SCHEMAS:
            for factor in (1.0, 0.31):
                written, out = trips(data, scaled(page, factor), version)
                found = compare(page, read_alto(written), data, written, version)
                count = sum(getattr(found, name) for name in Differences.__slots__)
                total += count
                speed = f"{len(data) / 1e6:.2f} MB in {took:.2f} s, {len(page.lines)} lines out {out:.2f} s"
                print(f"{file.name} {version} x{factor}: {count} differences {found}; {speed}")
    print(f"{total} differences")
    return total


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data") else 0)
