"""Pages that have a head: furniture lines of given sizes, above lines of body type."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from page_readers import make_page

from ocr.page import Box, LineText, Page, Role, TextLine, TextRegion

BODY = 20.0  # the height of a letter of body type, in pixels
FOOT = 900  # where the body's lines begin, below any head


@dataclass(frozen=True)
class Head:
    """A line of a head: its words, the height of its letters, where it stands, and what it was taken for."""

    text: str
    glyph: float = BODY
    left: int = 0
    top: int = 0
    role: Role = "furniture"


def head_page(
    page_id: str, *heads: Head, body: Sequence[str] = ("Der Rat tagte.", "Es regnete.", "Ein Schiff kam.")
) -> Page:
    """A page 1000 pixels wide and 3000 high with a head."""
    page = make_page(page_id, *body, top=FOOT)
    lines = [_line(page_id, n, head) for n, head in enumerate(heads)]
    regions = [
        TextRegion(f"r_h{n}", line.box, head.role, (line,), None if head.role == "furniture" else f"i_{n}")
        for n, (line, head) in enumerate(zip(lines, heads, strict=True))
    ]
    below = tuple(
        replace(region, lines=tuple(replace(line, glyph=BODY) for line in region.lines)) for region in page.regions
    )
    reading = page.readings[0]
    texts = {line.id: LineText(head.text, 0.9) for line, head in zip(lines, heads, strict=True)}
    reading = replace(reading, lines={**reading.lines, **texts})
    return replace(page, width=1000, height=3000, regions=(*regions, *below), readings=(reading,))


def _line(page_id: str, n: int, head: Head) -> TextLine:
    box = Box(
        head.left, head.top, head.left + int(head.glyph * len(head.text) / 2) + 1, head.top + int(1.5 * head.glyph)
    )
    return TextLine(f"l_{page_id}_h{n}", box, box.polygon, glyph=head.glyph)
