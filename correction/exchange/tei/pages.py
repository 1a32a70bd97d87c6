"""What TEI keeps of a page when its layout is gone: lines with their marks, furniture, pictures.

In: an `Export` and one of its pages. Out: a `KeptPage`, small enough to hold an issue of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from correction.article import MarkKind
from correction.doubts import Doubt, doubts, marks_by_line
from correction.exchange import Export
from correction.exchange.page_images import scan_name
from correction.exchange.pagexml.terms import text_type
from correction.exchange.printed import PrintedLine, print_page
from ocr.page import Box, Page, Picture, TextRegion

IMAGES = "images"
SpanKind = MarkKind | Literal["doubt", "name"]
_STRENGTH: Mapping[SpanKind, int] = {"gap": 4, "supplied": 3, "unclear": 2, "doubt": 1, "name": 0}
"""Of marks on one letter the strongest holds."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line's text and what is said of it; only a gap may be empty."""

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A printed line: its text, the marks on it, and whether it begins with the rest of a broken word."""

    id: str
    page: str
    region: str
    text: str
    box: Box
    vertical: bool
    joined: bool = False
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptRegion:
    """A region with the ids of its lines; `type` is PAGE's word, `edge` the end of the page that it is nearer to."""

    id: str
    box: Box
    role: str
    type: str
    edge: Literal["top", "bottom"]
    item: str | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page without its readings. `image` is the name of its picture as the document refers to it."""

    id: str
    image: str
    width: int
    height: int
    language: str
    lines: Mapping[str, KeptLine]
    regions: tuple[KeptRegion, ...]
    pictures: tuple[Picture, ...]


def keep_page(export: Export, page: Page, image: str | None, *, doubtful: bool) -> KeptPage:
    """Keep a page; `image` is its picture's file, None where none is written. `doubtful` asks for doubts, too."""
    printed = print_page(export, page)
    found = marks_by_line(export.doubts_of(page) if export.doubts_of else doubts(page)) if doubtful else {}
    scan = scan_name(export, page) or page.id
    return KeptPage(
        page.id,
        image or scan,
        page.width,
        page.height,
        page.language,
        {
            line.id: _line(page, region, printed[line.id], found.get(line.id, ()))
            for region in page.regions
            for line in region.lines
            if line.id in printed
        },
        tuple(_region(page, region) for region in page.regions),
        page.pictures,
    )


def _line(page: Page, region: TextRegion, printed: PrintedLine, doubtful: Sequence[Doubt]) -> KeptLine:
    spans = [Span(mark.offset, mark.offset + mark.length, mark.kind) for mark in printed.marks]
    if not spans and not printed.reviewed:
        spans = [Span(doubt.offset, doubt.offset + doubt.length, "doubt") for doubt in doubtful]
    joined = bool(printed.words) and printed.words[0].part == "second"
    return KeptLine(
        printed.line.id,
        page.id,
        region.id,
        printed.text,
        printed.line.box,
        printed.line.direction == "vertical",
        joined,
        flat_spans(spans, len(printed.text)),
    )


def _region(page: Page, region: TextRegion) -> KeptRegion:
    text = page.text_of(region.lines[0].id) if len(region.lines) == 1 else ""
    edge: Literal["top", "bottom"] = "top" if 2 * region.box.center[1] <= page.height else "bottom"
    lines = tuple(line.id for line in region.lines)
    return KeptRegion(region.id, region.box, region.role, text_type(region, page, text), edge, region.item, lines)


def flat_spans(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """Spans in order, none over another and none outside a text; of several on a letter the strongest holds.

    >>> [(s.start, s.end, s.kind) for s in flat_spans([Span(0, 5, "unclear"), Span(3, 9, "gap")], 7)]
    [(0, 3, 'unclear'), (3, 7, 'gap')]
    """
    kinds: list[tuple[SpanKind, int] | None] = [None] * length
    empty: list[Span] = []
    for number, span in enumerate(spans):
        start, end = max(0, span.start), min(length, span.end)
        if start == end and span.start == span.end and span.kind == "gap":
            empty.append(Span(start, end, "gap"))
        for i in range(start, end):
            held = kinds[i]
            if held is None or _STRENGTH[held[0]] < _STRENGTH[span.kind]:
                kinds[i] = span.kind, number
    found = []
    start = 0
    for i in range(1, length + 1):
        if i == length or kinds[i] != kinds[start]:
            held = kinds[start]
            if held is not None:
                found.append(Span(start, i, held[0]))
            start = i
    # An empty gap inside another mark adds nothing to it.
    alone = [gap for gap in empty if not any(span.start < gap.start < span.end for span in found)]
    return tuple(sorted({*found, *alone}, key=lambda span: (span.start, span.end)))
