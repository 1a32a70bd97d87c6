"""PAGE files of every year and maker brought into one form: that of 2019-07-15, with all that a reader needs.

In: the root of a parsed file, which is changed in place. Out: notes on what was missing or wrong. The result is the
same for the same file, so that the ids made here lead from a page that was read back to the file's elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from lxml import etree

from correction.exchange.letters import is_wide
from correction.exchange.pagexml import terms
from correction.exchange.pagexml.articles import part_articles
from correction.exchange.xml_tree import child, children, every, number, own_text, tag
from ocr.errors import InputError
from ocr.page import Box, Point, Polygon, new_id

REMEDY = "give a PAGE-XML file of one page, as 'galley export --format page' writes it"
PICTURES = frozenset({"ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion"})
NAMED = ("TextRegion", "TextLine", "SeparatorRegion", *sorted(PICTURES))
MADE_UP = "made"
"""What ids begin with that are none of the file's, and none that Galley gave: those of two files may be the same."""
_CELL = {"row": "rowIndex", "col": "columnIndex", "rowSpan": "rowSpan", "colSpan": "colSpan"}
_OTHER_REGIONS = ("FormRegion", "FrameRegion")  # of 2024, and of 2010
_POINTS = re.compile(r"(\d+,\d+ )+\d+,\d+")
_SNAKE = re.compile(r"_([a-z])")
# A line of which only the baseline is known rises by this share of the space to the next one, and falls by the other.
_RISE, _FALL = 0.7, 0.2
_LONE_RISE = 1 / 60  # of the page's height, where there is no next line


def modernise(root: etree._Element) -> tuple[str, ...]:
    """Bring a PcGts element into today's form; gives notes, raises InputError for a page without a size."""
    for element in root.iter():
        if tag(element):
            _rename(element)
    page = child(root, "Page")
    if page is None:
        raise InputError("the file has no Page element", REMEDY)
    size = page_size(page)
    notes = [*_name_all(page), *_settle_points(page, size)]
    for cell in list(every(page, "TableCell")):
        _make_region(cell)
    for place, relation in enumerate(every(page, "Relation")):
        _settle_relation(relation, place)
    for region in list(every(page, "TextRegion")):
        notes += _settle_region(region, size)
    part_articles(page)
    return tuple(dict.fromkeys(notes))


def page_size(page: etree._Element) -> tuple[int, int]:
    """Width and height in pixels; raises InputError naming the line for a page without."""
    sides = []
    for attribute in ("imageWidth", "imageHeight"):
        side = round(number(page.get(attribute)))
        if side <= 0:
            raise InputError(f"the page's {attribute} is not a number of pixels, line {page.sourceline}", REMEDY)
        sides.append(side)
    return sides[0], sides[1]


def _rename(element: etree._Element) -> None:
    name = tag(element)
    if name in _OTHER_REGIONS:
        _retag(element, "CustomRegion")
        element.set("type", element.get("type") or name)
    for key in [str(key) for key in element.attrib if "_" in key and not str(key).startswith("{")]:
        element.set(_SNAKE.sub(lambda match: match[1].upper(), key), str(element.attrib.pop(key)))


def _retag(element: etree._Element, name: str) -> None:
    namespace = etree.QName(element).namespace
    element.tag = f"{{{namespace}}}{name}" if namespace else name


def sibling(element: etree._Element, name: str) -> etree._Element:
    """A new element in the namespace of another."""
    made = element.makeelement(element.tag)
    _retag(made, name)
    return made


def _name_all(page: etree._Element) -> Iterator[str]:
    """Give every region and line an id of its own."""
    taken = {element.get("id") for element in page.iter()}
    seen: set[str] = set()
    for place, element in enumerate(every(page, *NAMED, "TableCell")):
        name = element.get("id")
        if not name or name in seen:
            if name:
                yield f"the id {name} stands there twice, line {element.sourceline}"
            kind = "TextRegion" if tag(element) == "TableCell" else tag(element)
            name, count = new_id(MADE_UP, kind, place), 0
            while name in taken:
                name, count = new_id(MADE_UP, kind, place, count), count + 1
            element.set("id", name)
        seen.add(name)


def _settle_points(page: etree._Element, size: tuple[int, int]) -> Iterator[str]:
    """Write every outline as `points`, in whole numbers and inside the page."""
    outside = 0
    for element in list(every(page, "Coords", "Baseline", "GridPoints")):
        written = element.get("points")
        if written is None or not _POINTS.fullmatch(written):
            found = terms.read_points(written) or _old_points(element)
            for point in list(children(element, "Point")):
                element.remove(point)
            element.set("points", terms.write_points(found, 1 << 30, 1 << 30))
        points = terms.read_points(element.get("points"))
        parent = element.getparent()
        if not points and parent is not None:
            parent.remove(element)
            continue
        beyond = any(x > size[0] or y > size[1] for x, y in points)
        outside += beyond or "-" in (written or "")
        if beyond or len(points) == 1:
            kept = terms.write_points(points, *size)
            element.set("points", kept if len(points) > 1 else f"{kept} {kept}")
    if outside:
        yield f"outlines that reached beyond the page were cut to it: {outside}"


def _old_points(element: etree._Element) -> Polygon:
    """The points of PAGE 2010, which had an element for each."""
    return terms.read_points(" ".join(f"{each.get('x')},{each.get('y')}" for each in children(element, "Point")))


def _make_region(cell: etree._Element) -> None:
    """A table's cell as Transkribus writes it becomes a text region with that role."""
    _retag(cell, "TextRegion")
    role = sibling(cell, "TableCellRole")
    for old, new in _CELL.items():
        if old in cell.attrib:
            role.set(new, str(cell.attrib.pop(old)))
    if "rowIndex" in role.attrib and "columnIndex" in role.attrib:
        roles = sibling(cell, "Roles")
        roles.append(role)
        cell.insert(0, roles)


def _settle_relation(relation: etree._Element, place: int) -> None:
    """Name a relation and its two ends, as PAGE does since 2016."""
    if not relation.get("id"):
        relation.set("id", new_id(MADE_UP, "Relation", place))
    for end, name in zip(list(children(relation, "RegionRef")), ("SourceRegionRef", "TargetRegionRef"), strict=False):
        _retag(end, name)


def _settle_region(region: etree._Element, size: tuple[int, int]) -> Iterator[str]:
    lines = list(children(region, "TextLine"))
    for line in lines:
        _settle_text(line)
        yield from _place_words(line, size)
    bare = [line for line in lines if not _points(line)]
    for line in bare:
        yield _outline(line, lines, size)
    if not lines and not any(True for _ in children(region, "TextRegion")):
        yield from _make_lines(region)


def _settle_text(line: etree._Element) -> None:
    """Give a line the text that only its words have, and every text its Unicode."""
    for equiv in every(line, "TextEquiv"):
        plain = child(equiv, "PlainText")
        if child(equiv, "Unicode") is None and plain is not None:
            made = sibling(equiv, "Unicode")
            made.text = plain.text
            equiv.append(made)
    if child(line, "TextEquiv") is None:
        words = [_said(word) for word in children(line, "Word")]
        text = _joined([word for word in words if word.strip()])
        if text:
            line.append(_equiv(line, text))


def _joined(words: list[str]) -> str:
    """Words as a line; Han characters and their marks stand without a space."""
    text = ""
    for word in words:
        close = not text or is_wide(text[-1]) or is_wide(word[0])
        text += word if close else f" {word}"
    return text


def _place_words(line: etree._Element, size: tuple[int, int]) -> Iterator[str]:
    """Put words without an outline between their neighbours; a line's first or last at its end."""
    words = list(children(line, "Word"))
    outline = _points(line)
    if not outline or all(child(word, "Coords") is not None for word in words):
        return
    whole = terms.polygon_box(outline)
    yield "words without a place were put between their neighbours"
    for index, word in enumerate(words):
        if not _points(word):
            before, after = words[index - 1] if index else None, words[index + 1 : index + 2]
            left = terms.polygon_box(_points(before)).right if before is not None and _points(before) else whole.left
            right = terms.polygon_box(_points(after[0])).left if after and _points(after[0]) else whole.right
            box = Box(left, whole.top, max(left, right), whole.bottom)
            _set_coords(word, box.polygon, size)


def _equiv(parent: etree._Element, text: str) -> etree._Element:
    equiv = sibling(parent, "TextEquiv")
    said = sibling(parent, "Unicode")
    said.text = text
    equiv.append(said)
    return equiv


def _said(element: etree._Element) -> str:
    equivs = sorted(children(element, "TextEquiv"), key=lambda each: number(each.get("index")))
    return own_text(child(equivs[0], "Unicode")) if equivs else ""


def _points(element: etree._Element) -> Polygon:
    return terms.read_polygon(element)


def _outline(line: etree._Element, lines: list[etree._Element], size: tuple[int, int]) -> str:
    """Make the outline of a line from its words, its baseline or, where it has none, nothing at the region's corner."""
    note = "lines without an outline have one made from their baselines or words"
    corners = [point for word in children(line, "Word") for point in _points(word)]
    baseline = terms.read_polygon(line, "Baseline")
    if corners:
        outline = terms.polygon_box(tuple(corners)).polygon
    elif len(baseline) >= 2:
        outline = _around_baseline(baseline, _spacing(lines) or size[1] * _LONE_RISE)
    else:
        parent = line.getparent()
        place = _points(parent)[:1] if parent is not None else ()
        note = "some lines have no place on the page"
        x, y = place[0] if place else (0, 0)
        outline = Box(x, y, x, y).polygon
    _set_coords(line, outline, size)
    return note


def _around_baseline(baseline: Polygon, space: float) -> Polygon:
    above = [(x, round(y - space * _RISE)) for x, y in baseline]
    below = [(x, round(y + space * _FALL)) for x, y in reversed(baseline)]
    return (*above, *below)


def _spacing(lines: list[etree._Element]) -> float:
    """The usual space from baseline to baseline in a region; 0 where there is none."""
    heights = [y for line in lines for _, y in terms.read_polygon(line, "Baseline")[:1]]
    gaps = [abs(below - above) for above, below in pairwise(heights) if below != above]
    return float(median(gaps)) if gaps else 0.0


def _set_coords(element: etree._Element, outline: tuple[Point, ...], size: tuple[int, int]) -> None:
    coords = child(element, "Coords")
    if coords is None:
        coords = sibling(element, "Coords")
        element.insert(0, coords)
    coords.set("points", terms.write_points(outline, *size))


def _make_lines(region: etree._Element) -> Iterator[str]:
    """Give a region that has a text but no lines as many as its text has, one below the other."""
    _settle_text(region)
    texts = [text for text in re.split(r"\r\n?|\n", _said(region)) if text.strip()]
    outline = _points(region)
    if not (texts and outline):
        return
    yield "regions with a text but without lines have them made, of equal height"
    box = terms.polygon_box(outline)
    for index, text in enumerate(texts):
        top, bottom = (box.top + box.height * each // len(texts) for each in (index, index + 1))
        line = sibling(region, "TextLine")
        line.set("id", new_id(MADE_UP, region.get("id"), index))
        coords = sibling(region, "Coords")
        coords.set("points", terms.write_points(Box(box.left, top, box.right, bottom).polygon, box.right, box.bottom))
        line.extend([coords, _equiv(line, text)])
        region.append(line)
