"""Pages as ALTO 4.4 or 2.1, one file per page.

In: an `Export`, of which the pages with their reviewed texts are written. Out: a file per page, valid against the
schema. `correction.exchange.alto.reader` reads them back. Roles and items are tags; the order is that of the blocks,
and in 4.4 told by ReadingOrder, too. A page that was imported from ALTO is written in that file's unit, with the ids
of its blocks and lines and with all that is not known here. The profile `ndnp` is version 2.1 in 1/1200 of an inch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from correction.exchange import Export, OutputFile
from correction.exchange.alto import terms
from correction.exchange.alto.carry import Carried
from correction.exchange.alto.head import Builder, write_description
from correction.exchange.alto.ids import AltoIds
from correction.exchange.alto.layout import AltoLine
from correction.exchange.alto.measure import Measure
from correction.exchange.alto.original import FORMAT, Imported, Match
from correction.exchange.alto.strings import Sheet, kept_strings, write_strings
from correction.exchange.alto.vocabulary import PLACE, fits
from correction.exchange.letters import is_wide
from correction.exchange.names import Names
from correction.exchange.page_images import picture_beside, scan_name
from correction.exchange.printed import PrintedLine, print_page
from ocr.page import Box, Page, TextLine, TextRegion

DEFAULT_VERSION = "4.4"
NDNP_VERSION = "2.1"
NDNP_UNIT = "inch1200"
# A newspaper page that nothing tells the size of is taken to be so high: the usual broadsheet.
USUAL_HEIGHT_INCHES = 22
PLAUSIBLE_DPI = (72, 1200)


def files(export: Export) -> Iterator[OutputFile]:
    """Give a file per page, one at a time, with its picture where it takes one of its own."""
    names = Names(export)
    numbers = {name: place for issue in export.issues for place, name in enumerate(issue.pages, 1)}
    for page in export.pages:
        name = names.page(page.id)
        label = names.issue_of(page.id).label_of(page.id)
        shown, picture = picture_beside(export, page, name)
        if shown.source.path != scan_name(export, page):  # the scan's sum is not that of its part
            digest = hashlib.sha256(picture.data).hexdigest() if picture else ""
            shown = replace(shown, source=replace(shown.source, sha256=digest))
        yield OutputFile(f"{name}.xml", write_alto(export, shown, numbers.get(page.id, 1), label))
        if picture:
            yield picture


def write_alto(export: Export, page: Page, number: int = 1, label: str = "") -> bytes:
    """Write one page, by the export's version and profile; `number` is its place in the issue, `label` what is printed.

    Characters that XML forbids are left out; ids that XML forbids are replaced.
    """
    return _Writer(export, page).write(number, label)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line on its way: its text, the line that it was imported as, the Strings that its words come from."""

    printed: PrintedLine | None
    was: AltoLine | None
    matches: Mapping[str, Match]


class _Writer:
    """One page on its way into XML: what every element needs to know of it."""

    def __init__(self, export: Export, page: Page) -> None:
        self.export, self.page = export, page
        is_ndnp = export.options.profile == "ndnp"
        self.version = NDNP_VERSION if is_ndnp else export.options.version or DEFAULT_VERSION
        self.build = Builder(terms.NAMESPACES[self.version])
        self.imported = Imported.of(export, page)
        self.measure, self.note = _ndnp_measure(page, self.imported) if is_ndnp else (_own_measure(self.imported), "")
        self.raw = self.imported is not None and self.imported.measure == self.measure
        self.lines = {line.id: self._found(line, printed) for line, printed in self._printed()}
        self.names = AltoIds(page, self.imported)
        namespaces = {None: self.build.namespace, "xsi": terms.INSTANCE}
        self.root = etree.Element(f"{{{self.build.namespace}}}alto", nsmap=namespaces)  # type: ignore[arg-type]
        self.carried = Carried(self.root, self.build, self.version, self.imported, nested=not is_ndnp)
        kept = frozenset[etree._Element]()
        if self.imported:
            kept = kept_strings(self.imported, {name: line.matches for name, line in self.lines.items()})
        self.sheet = Sheet(
            self.build,
            self.version,
            page,
            self.measure,
            self.imported,
            self.raw,
            kept,
            is_ndnp,
            self.carried.pairs,
            self.names,
        )

    def _printed(self) -> Iterator[tuple[TextLine, PrintedLine | None]]:
        printed = print_page(self.export, self.page)
        return ((line, printed.get(line.id)) for line in self.page.lines)

    def _found(self, line: TextLine, printed: PrintedLine | None) -> _Line:
        was = self.imported.lines.get(line.id) if self.imported else None
        # Where the text builds on another reading by now, what the file says of its words is not true of these.
        base = self.page.base_reading
        is_its = base is not None and base.engine == FORMAT
        matches = self.imported.match(was, printed.words) if self.imported and was and printed and is_its else {}
        return _Line(printed, was, matches)

    def write(self, number: int, label: str) -> bytes:
        location = f"{self.build.namespace} {terms.LOCATIONS[self.version]}"
        self.root.set(f"{{{terms.INSTANCE}}}schemaLocation", location)
        if self.version != NDNP_VERSION:
            self.root.set("SCHEMAVERSION", self.version)
        self.carried.pair(self.root, self.imported.root if self.imported else None)
        unit, note = self.measure.unit, self.note
        write_description(self.build, self.root, self.export, self.page, self.imported, unit=unit, note=note)
        self._tags()
        if self.version != NDNP_VERSION:
            self._reading_order()
        layout = self.build.add(self.root, "Layout")
        page = self._page(layout, number, label)
        self._space(page)
        self.carried.carry()
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def _tags(self) -> None:
        """A tag for each role, one for each item with its type and headline."""
        tags = self.build.add(self.root, "Tags")
        for role in dict.fromkeys(region.role for region in self.page.regions):
            self.build.add(tags, "LayoutTag", ID=self.names.of("role", role), TYPE=terms.ROLE_TAG, LABEL=role)
        if any(region.continues for region in self.page.regions):
            name = self.names.of("flow", terms.CONTINUES)
            self.build.add(tags, "LayoutTag", ID=name, TYPE=terms.FLOW_TAG, LABEL=terms.CONTINUES)
        headlines = {article.id: article.headline for article in self.export.articles if article.headline}
        held = [*(r.item for r in self.page.regions), *(p.item for p in self.page.pictures)]
        named = {item for item in held if item is not None}
        types = {item.id: item.type for item in self.page.items}
        for item in [*types, *sorted(named - set(types))]:
            if item in named:
                words = " ".join((headlines.get(item) or self._headline(item)).split())
                kind = types.get(item, "article")
                tag = self.build.add(tags, "StructureTag", ID=self.names.of("a", item), TYPE=kind, LABEL=words)
                self.carried.pair(tag, self.imported.tags.get(item) if self.imported else None)
        if not len(tags):
            self.root.remove(tags)

    def _headline(self, item: str) -> str:
        """The headline of an item as it is printed; empty where it has none."""
        regions = [r for r in self.page.regions if r.item == item and r.role == "headline"]
        found = [self.lines[line.id].printed for region in regions for line in region.lines]
        return " ".join(printed.text for printed in found if printed)

    def _reading_order(self) -> None:
        """Every block with text in order: those of an item in groups of their own."""
        runs = [(item, list(regions)) for item, regions in groupby(self.page.regions, key=lambda region: region.item)]
        if not runs:
            return
        order = self.build.add(self.root, "ReadingOrder")
        top = self.build.add(order, "OrderedGroup", ID=self.names.of("g", "order"))
        for place, (item, regions) in enumerate(runs):
            group = top
            if item is not None:
                name = self.names.of("g", f"order_{place}")
                group = self.build.add(top, "OrderedGroup", ID=name, TAGREFS=self.names.of("a", item))
            for region in regions:
                name = self.names.of("r", region.id)
                self.build.add(group, "ElementRef", ID=self.names.of("ref", region.id), REF=name)

    def _page(self, layout: etree._Element, number: int, label: str) -> etree._Element:
        was = self.imported.laid.element if self.imported else None
        self.carried.pair(layout, was.getparent() if was is not None else None)
        values = {
            "ID": self.names.page,
            **self._whole(was),
            "PHYSICAL_IMG_NR": self.carried.value(was, "PHYSICAL_IMG_NR") or str(number),
            "PRINTED_IMG_NR": self.carried.value(was, "PRINTED_IMG_NR") or label or None,
        }
        if self.version != NDNP_VERSION:
            values["LANG"] = terms.language_code(self.page.language, self.page.script)
        page = self.build.add(layout, "Page", **values)
        self.carried.pair(page, was)
        return page

    def _whole(self, was: etree._Element | None) -> dict[str, str]:
        """The page's size, as the imported file says it where that is in its unit."""
        size = self.measure.place(Box(0, 0, self.page.width, self.page.height))
        kept = {key: self.carried.value(was, key) for key in ("WIDTH", "HEIGHT")} if self.raw else {}
        return {key: kept.get(key) or size[key] for key in ("HEIGHT", "WIDTH")}

    def _space(self, parent: etree._Element) -> None:
        space = self.build.add(parent, "PrintSpace")
        old = self.carried.pair_space(space)
        name = self.imported.name_of(old) if self.imported and old is not None else None
        if name:
            space.set("ID", self.names.of("space", name))
        page = self.page
        boxes = [*(r.box for r in page.regions), *(p.box for p in page.pictures), *(s.box for s in page.separators)]
        whole = Box(0, 0, self.page.width, self.page.height)
        place = self.measure.place(Box.around(boxes) if boxes else whole)
        for key in ("HEIGHT", "WIDTH", "HPOS", "VPOS"):
            space.set(key, (self.carried.value(old, key) if self.raw else None) or place[key])
        for i, region in enumerate(self.page.regions):
            following = self.page.regions[i + 1].id if i + 1 < len(self.page.regions) else None
            self._region(space, region, following)
        for picture in self.page.pictures:
            item = self.names.of("a", picture.item) if picture.item is not None else None
            self._block(space, "Illustration", ("i", picture.id), picture.box, [item] if item else [])
        for separator in self.page.separators:
            self._block(space, "GraphicalElement", ("s", separator.id), separator.box, [])

    def _block(
        self, space: etree._Element, kind: str, key: tuple[str, str], box: Box, tags: list[str], **values: str | None
    ) -> etree._Element:
        was = self.imported.blocks.get(key[1]) if self.imported else None
        place = self._place(box, was.box if was else None, was.element if was else None)
        tagged = [*tags, *(self.carried.foreign_tags(was.element) if was else [])]
        name, refs = self.names.of(*key), " ".join(tagged) or None
        block = self.build.add(space, kind, ID=name, TAGREFS=refs, **place, **values)
        self.carried.pair(block, was.element if was else None)
        return block

    def _place(self, box: Box, then: Box | None, element: etree._Element | None) -> dict[str, str]:
        """The place of a block or line, with the numbers that the imported file has for it."""
        place = self.measure.place(box)
        if element is None or then is None or not self.raw or not self.imported or not self.imported.is_at(then, box):
            return place
        kept = {key: element.get(key) or "" for key in PLACE if fits(str(element.tag), key, element.get(key) or "")}
        return place | kept

    def _region(self, space: etree._Element, region: TextRegion, following: str | None) -> None:
        tags = [self.names.of("role", region.role)]
        if region.item is not None:
            tags.append(self.names.of("a", region.item))
        if region.continues:
            tags.append(self.names.of("flow", terms.CONTINUES))
        values: dict[str, str | None] = {"IDNEXT": self.names.of("r", following) if following else None}
        if self.version != NDNP_VERSION and region.lines and {line.direction for line in region.lines} == {"vertical"}:
            values["BASEDIRECTION"] = "ttb"
        elif self.version == NDNP_VERSION:
            values["LANG"] = self._language(region)
        block = self._block(space, "TextBlock", ("r", region.id), region.box, tags, **values)
        for line in region.lines:
            self._line(block, line, region)

    def _language(self, region: TextRegion) -> str | None:
        """The language of a block where there is no attribute for the page's, and the imported file says none."""
        was = self.imported.blocks.get(region.id) if self.imported else None
        if was is not None and (was.element.get("LANG") or was.element.get("language")):
            return None
        return terms.language_code(self.page.language, self.page.script)

    def _line(self, block: etree._Element, line: TextLine, region: TextRegion) -> None:
        found = self.lines[line.id]
        was, printed = found.was, found.printed
        element = was.element if was else None
        place = self._place(line.box, was.line.box if was else None, element)
        stays = self.raw and was is not None and self.imported is not None
        stays = stays and self.imported is not None and was is not None and self.imported.is_at(was.line.box, line.box)
        baseline = element.get("BASELINE") if stays and element is not None else None
        values = {
            "BASELINE": self._baseline(line, baseline),
            "TAGREFS": " ".join(self.carried.foreign_tags(element)) or None if element is not None else None,
        }
        if self.version != NDNP_VERSION:
            values["BASEDIRECTION"] = _base_direction(line, printed, region)
        new = self.build.add(block, "TextLine", ID=self.names.of("l", line.id), **place, **values)
        self.carried.pair(new, element)
        is_bare = element is None or element.find("{*}Shape") is None
        if self.version != NDNP_VERSION and is_bare and len(line.polygon) > 2 and line.polygon != line.box.polygon:
            shape = self.build.add(new, "Shape")
            self.build.add(shape, "Polygon", POINTS=self.measure.points(line.polygon))
        if printed is None or not printed.words:
            self.build.add(new, "String", ID=self.names.of("w", f"w_{line.id}_0"), **place, CONTENT="")
            return
        write_strings(self.sheet, new, printed, was, found.matches)

    def _baseline(self, line: TextLine, kept: str | None) -> str | None:
        """Points in 4.4; before it had none, the one height that a level line rests on."""
        if self.version != NDNP_VERSION:
            return kept or (self.measure.points(line.baseline) if len(line.baseline) > 1 else None)
        if kept and fits("TextLine", "VPOS", kept):
            return kept
        if len(line.baseline) < 2 or line.direction == "vertical":
            return None
        return self.measure.y(sum(y for _, y in line.baseline) / len(line.baseline))


def _base_direction(line: TextLine, printed: PrintedLine | None, region: TextRegion) -> str | None:
    """Which way a line is read where that is not from the left: downwards, or from the right as old headings are."""
    if line.direction == "vertical":
        same = all(each.direction == "vertical" for each in region.lines)
        return None if same else "ttb"
    words = printed.words if printed else ()
    is_han = len(words) > 1 and all(is_wide(word.text[0]) for word in (words[0], words[-1]))
    return "rtl" if is_han and words[0].box.center[0] > words[-1].box.center[0] else None


def _own_measure(imported: Imported | None) -> Measure:
    return imported.measure if imported else Measure()


def _ndnp_measure(page: Page, imported: Imported | None) -> tuple[Measure, str]:
    """1/1200 of an inch, by the scan's resolution or one that makes a plausible page, and a note if it is that."""
    if imported and imported.unit == NDNP_UNIT:
        return imported.measure, ""
    per_inch = terms.PER_INCH[NDNP_UNIT] or 1.0
    dpi, note = page.dpi, ""
    if not dpi or not PLAUSIBLE_DPI[0] <= dpi <= PLAUSIBLE_DPI[1]:
        dpi = min(max(round(page.height / USUAL_HEIGHT_INCHES), PLAUSIBLE_DPI[0]), PLAUSIBLE_DPI[1])
        note = f"the scan's resolution is not known: measured as if it were {dpi} dpi"
    return Measure(NDNP_UNIT, per_inch / dpi, per_inch / dpi), note
