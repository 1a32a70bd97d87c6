"""Articles in PAGE files, whose makers say in many ways which text belongs to which.

In: a Page element. Out: the same, with every text region of one article, and named by it in `custom` as Galley does.
Transkribus says it of single lines (`structure {type:article; id:a1;}`): a region of several articles is parted.
"""

from __future__ import annotations

from itertools import groupby

from lxml import etree

from correction.exchange.pagexml import terms
from correction.exchange.pagexml.custom import merge_custom
from correction.exchange.xml_tree import child, children, every
from ocr.page import new_id


def part_articles(page: etree._Element) -> None:
    """Part the regions whose lines name different articles, and let each name its own."""
    for region in list(every(page, "TextRegion")):
        if "item" in terms.read_custom(region.get("custom"), "structure"):
            continue  # Galley's own word on it is newer than that of its lines
        runs = [(item, list(lines)) for item, lines in groupby(children(region, "TextLine"), key=article_of)]
        if any(item for item, _ in runs):
            _part(page, region, runs)


def article_of(element: etree._Element) -> str | None:
    """The article that Transkribus' `structure` names; None where it names none."""
    structure = terms.read_custom(element.get("custom"), "structure")
    return structure.get("id") if structure.get("type") == "article" else None


def _part(page: etree._Element, region: etree._Element, runs: list[tuple[str | None, list[etree._Element]]]) -> None:
    _say(region, runs[0][0])
    before = region
    for number, (item, lines) in enumerate(runs[1:], 1):
        part = region.makeelement(region.tag)
        for key, value in region.attrib.items():
            part.set(str(key), str(value))
        part.set("id", new_id("made", region.get("id"), "part", number))
        _say(part, item)
        part.extend(lines)
        before.addnext(part)
        _follow(page, before.get("id") or "", part.get("id") or "")
        before = part
    if len(runs) > 1:
        for whole in list(children(region, "TextEquiv", "Coords")):
            region.remove(whole)  # it is that of all of them together


def _say(region: etree._Element, item: str | None) -> None:
    if item is not None:
        region.set("custom", merge_custom(region.get("custom"), {"structure": {"item": item}}))


def _follow(page: etree._Element, before: str, name: str) -> None:
    """Put a region behind another in the reading order, if that has a place there."""
    order = child(page, "ReadingOrder")
    for reference in every(order, "RegionRefIndexed", "RegionRef") if order is not None else ():
        if reference.get("regionRef") == before:
            made = reference.makeelement(reference.tag)
            made.set("regionRef", name)
            if reference.get("index") is not None:
                made.set("index", reference.get("index") or "")
            reference.addnext(made)
            return
