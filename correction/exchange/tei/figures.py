"""Which picture a caption is of.

In: an article's blocks and the pages that they stand on. Out: the article's pictures, with captions and without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from correction.article import Paragraph
from correction.exchange.tei.blocks import Block
from correction.exchange.tei.pages import KeptPage
from ocr.page import Box, Picture


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of an article: by the first lines of their captions, and the others by page."""

    captioned: Mapping[str, Picture]
    others: dict[str, list[Picture]]


def find_pictures(blocks: Sequence[Block], pages: Mapping[str, KeptPage]) -> Pictures:
    """The pictures of the items whose regions an article has; each caption takes the nearest that is free."""
    regions = {(p.line.page, p.line.region) for block in blocks for p in block.pieces if p.line}
    others: dict[str, list[Picture]] = {}
    for page in (pages[name] for name in dict.fromkeys(page for page, _ in sorted(regions))):
        items = {region.item for region in page.regions if (page.id, region.id) in regions}
        others[page.id] = [p for p in page.pictures if p.item is not None and p.item in items]
    captioned = {}
    for block in blocks:
        line = block.pieces[0].line
        if line and isinstance(block.part, Paragraph) and block.part.kind == "caption" and others[line.page]:
            box = line.box
            captioned[line.id] = min(others[line.page], key=lambda picture: distance(picture.box, box))
            others[line.page].remove(captioned[line.id])
    return Pictures(captioned, others)


def distance(one: Box, other: Box) -> float:
    """How far two boxes are apart, in pixels; 0 where they meet.

    >>> distance(Box(0, 0, 10, 10), Box(13, 14, 20, 20))
    5.0
    """
    return hypot(max(0, one.gap_x(other)), max(0, one.gap_y(other)))
