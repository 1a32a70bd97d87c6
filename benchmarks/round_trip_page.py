"""PAGE files in, out and in again: what differs, of what Galley knows and of what it does not.

In: a file's bytes. Out: differences as pairs of a kind and words. What Galley does not know is looked for by counting
in the files themselves, by no rule of the writer's: every attribute and text of the file must be in what was written,
as often, under the same name or inside a UserAttribute or Label.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from correction.exchange.pagexml.reader import read_pagexml
from correction.exchange.pagexml.writer import write_pagexml
from ocr.errors import InputError
from ocr.page import Box, Item, LineText, Page, Reading, Source, TextLine, TextRegion, Transform, Word

LINES, WORDS, SPACE = 1500, 6, 25
# What has another name or form in every file of Galley's, by element and attribute.
REPLACED = frozenset(
    {
        "RegionRefIndexed@index",
        "PcGts@schemaLocation",
        "Word@id",
        "Page@imageFilename",
        "OrderedGroup@id",
        "PcGts@pcGtsId",
    }
)
_GROUP = re.compile(r"[\w-]+\s*\{[^{}]*\}")


def lost(data: bytes, seconds: Counter[str]) -> Iterator[tuple[str, str]]:
    """The differences of a file that is read, written and read again; adds how long reading and writing took."""
    begun = time.process_time()
    page = read_pagexml(data)
    seconds["in"] += time.process_time() - begun
    begun = time.process_time()
    written = write_pagexml(page, original=data)
    seconds["out"] += time.process_time() - begun
    again = read_pagexml(written, page.id)
    yield from _differences(page, again)
    yield from _forgotten(data, written)
    if write_pagexml(again, original=written) != written:
        yield "unstable", "writing it once more gives another file"


def _differences(page: Page, again: Page) -> Iterator[tuple[str, str]]:
    for kind, one, other in (
        ("order", [line.id for line in page.lines], [line.id for line in again.lines]),
        ("regions", [_outline(r) for r in page.regions], [_outline(r) for r in again.regions]),
        ("lines", list(page.lines), list(again.lines)),
        ("rest", [*page.separators, *page.pictures, *page.items], [*again.separators, *again.pictures, *again.items]),
        ("text", list(_texts(page)), list(_texts(again))),
        ("words", list(_words(page)), list(_words(again))),
    ):
        if len(one) != len(other):
            yield kind, f"{len(one)} became {len(other)}"
        yield from ((kind, f"{a} became {b}") for a, b in zip(one, other, strict=False) if a != b)


def _outline(region: TextRegion) -> tuple[str, Box, str, str | None, bool]:
    return region.id, region.box, region.role, region.item, region.continues


def _texts(page: Page) -> Iterator[tuple[str, str, float | None]]:
    for reading in page.readings:
        yield from sorted(((line, said.text, said.confidence) for line, said in reading.lines.items()), key=str)


def _words(page: Page) -> Iterator[tuple[str, Word]]:
    for reading in page.readings:
        yield from ((line, word) for line in sorted(reading.lines) for word in reading.lines[line].words)


def _forgotten(data: bytes, written: bytes) -> Iterator[tuple[str, str]]:
    """What stands in the file and not in what was written."""
    old, new = Counter(_said(data)), Counter(_said(written))
    inside = " ".join(f"{value}" for (name, value), _ in new.items() if name in ("UserAttribute@value", "Label@value"))
    for (name, value), count in old.items():
        if name in REPLACED or new[name, value] >= count or not value:
            continue
        if value in inside or value.replace("&", "&amp;") in inside:
            continue
        yield "forgotten", f"{count - new[name, value]} of {name} {value}"


def _said(data: bytes) -> Iterator[tuple[str, str]]:
    """Every attribute and text of a file by its name; a `custom` by its groups and their values."""
    for element in etree.fromstring(data).iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        for key, value in element.attrib.items():
            label = f"{name}@{etree.QName(key).localname}"
            if label.endswith("@custom"):
                yield from ((label, said) for group in _GROUP.findall(value) for said in _pairs(group))
            else:
                yield label, str(value)
        if element.text and element.text.strip():
            yield name, element.text.strip()


def _pairs(group: str) -> Iterable[str]:
    name, _, values = group.rstrip("}").partition("{")
    return [f"{name}{pair.strip()}" for pair in values.split(";") if pair.strip()]


def large() -> str:
    """Say how long a made page of 1,500 lines takes to be written."""
    page = made()
    took = []
    for _ in range(3):
        begun = time.process_time()
        write_pagexml(page)
        took.append(time.process_time() - begun)
    return f"a page of {LINES} lines with {WORDS} words each: out {min(took):.2f} s"


def huge(size: int) -> Iterator[str]:
    """Read a file of so many bytes, whole and cut off."""
    page = made()
    once = write_pagexml(page)
    body = once[once.index(b"<TextRegion") : once.rindex(b"</Page>")]
    copies = (body.replace(b'id="', b'id="c%d' % n) for n in range(size // len(body) + 1))
    data = once[: once.index(b"<TextRegion")] + b"".join(copies) + b"</Page></PcGts>"
    yield f"a file of {len(data) // 1_000_000} MB was made"
    yield f"it was read: {len(read_pagexml(data).lines)} lines"
    try:
        read_pagexml(data[: len(data) // 2])
    except InputError as error:
        yield f"half of it was refused: {error}"


def made() -> Page:
    """A page of many lines."""
    lines, texts = [], {}
    for number in range(LINES):
        top = SPACE * number
        box = Box(0, top, 100 * WORDS, top + 20)
        lines.append(TextLine(f"l_{number}", box, box.polygon, ((0, top + 18), (100 * WORDS, top + 18))))
        words = tuple(Word(f"Wort{i}", Box(100 * i, top, 100 * i + 90, top + 20), 0.9) for i in range(WORDS))
        texts[f"l_{number}"] = LineText(" ".join(word.text for word in words), 0.9, words)
    whole = Box(0, 0, 100 * WORDS, SPACE * LINES)
    regions = [
        TextRegion(f"r_{at}", whole, "body", tuple(lines[at : at + 30]), f"i_{at}") for at in range(0, LINES, 30)
    ]
    return Page(
        id="p000001",
        source=Source("made.tif", ""),
        width=whole.right,
        height=whole.bottom,
        dpi=300,
        language="de",
        script="fraktur",
        direction="horizontal",
        transform=Transform(),
        regions=tuple(regions),
        items=tuple(Item(region.item or "") for region in regions),
        separators=(),
        pictures=(),
        readings=(Reading("rd", "made", "", "", texts),),
        base="rd",
    )
