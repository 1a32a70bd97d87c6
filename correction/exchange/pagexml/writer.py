"""Pages as PAGE-XML 2019-07-15, one file per page named by its id.

In: an `Export`, of which the pages and reviewed texts are written. Out: a file per page, valid against the schema.
`correction.exchange.pagexml.reader` reads them back. A line's TextEquiv 0 is its reviewed text, or the base reading's;
1 and on are the engines' readings, each named in `comments`. Words of a text that a person changed lie where its
letters stood. Doubtful places are in `custom` as Transkribus has them: a text that a person wrote has none, but what a
person marked in it. A page that was imported from PAGE keeps the file's ids of regions and lines, and all that Galley
does not know.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from lxml import etree

from correction.article import MarkKind
from correction.doubts import Doubt, doubts, marks_by_line
from correction.exchange import Export, OutputFile
from correction.exchange.letters import word_cuts
from correction.exchange.names import Names
from correction.exchange.page_images import picture_beside
from correction.exchange.pagexml import terms
from correction.exchange.pagexml.custom import custom_groups, merge_custom
from correction.exchange.pagexml.metadata import BY_READING, run_time, write_metadata
from correction.exchange.pagexml.original import ImportedPage
from correction.exchange.pagexml.terms import add
from correction.exchange.pagexml.versions import PICTURES
from correction.exchange.printed import print_words, word_id
from correction.exchange.xml_names import free_name, legal
from correction.exchange.xml_tree import tag
from correction.marking import Mark
from ocr.page import LineText, Page, Picture, Point, TextLine, TextRegion, Word, new_id

NO_MARKS: Mapping[str, Sequence[Mark]] = {}


def files(export: Export) -> Iterator[OutputFile]:
    """Give a file per page, `<page id>.xml`, one at a time, with its picture where it takes one of its own."""
    names = Names(export)
    for page in export.pages:
        name = names.page(page.id)
        page, picture = picture_beside(export, page, name)
        texts, marks = export.texts.get(page.id, {}), export.marks.get(page.id, {})
        found = export.doubts_of(page) if export.doubts_of else doubts(page)
        original = export.original_of(page) if export.original_of else None
        file = original.data if original and original.format == "page" else None
        data = write_pagexml(page, texts, export.created, found, marks, _begun_elsewhere(export, page), file)
        yield OutputFile(f"{name}.xml", data)
        if picture:
            yield picture


def _begun_elsewhere(export: Export, page: Page) -> set[str]:
    """The items of a page that continue an article of another one."""
    lines = {line for article in export.articles if page.id in article.pages[1:] for line in article.lines}
    return {region.item for region in page.regions if region.item and lines & {line.id for line in region.lines}}


def write_pagexml(
    page: Page,
    texts: Mapping[str, str] | None = None,
    created: datetime | None = None,
    doubtful: Iterable[Doubt] = (),
    marks: Mapping[str, Sequence[Mark]] = NO_MARKS,
    continued: Collection[str] = (),
    original: bytes | None = None,
) -> bytes:
    """Write one page. `texts` maps line ids to reviewed texts, `marks` to persons' marks; `created` None is `run_time`.

    `continued` are the items that continue one of another page, `original` is the PAGE file that the page was imported
    from; raises InputError where that is none.

    Points outside the page are moved to its edge, a polygon of fewer than three points gives way to its box,
    and characters that XML forbids are left out; ids that XML forbids are replaced.
    """
    imported = ImportedPage(original, page) if original is not None else None
    by_line = marks_by_line(doubtful)
    return _Writer(page, texts or {}, created or run_time(page), by_line, marks, continued, imported).write()


class _Ids:
    """XML ids, each given once; a name that XML cannot take, or that is taken, gives way to a new one."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known  # names that things have elsewhere
        self._taken: set[str] = set()
        self._names: dict[tuple[str, str], str] = {}

    def of(self, kind: str, wanted: str) -> str:
        key = kind, wanted
        if key not in self._names:
            self._names[key] = free_name(self._known.get(wanted, wanted), self._taken, kind, wanted)
        return self._names[key]


class _Writer:
    """One page on its way into XML: what every element needs to know of it."""

    def __init__(
        self,
        page: Page,
        texts: Mapping[str, str],
        created: datetime,
        doubtful: Mapping[str, Sequence[Doubt]],
        marks: Mapping[str, Sequence[Mark]],
        continued: Collection[str],
        imported: ImportedPage | None,
    ) -> None:
        self.imported = imported
        self.page, self.texts, self.created, self.doubtful, self.marks = page, texts, created, doubtful, marks
        self.types = {item.id: item.type for item in page.items}
        self.grouped = set(continued)
        self.ids = _Ids(imported.names if imported else {})
        self.page_name = self.ids.of("p", page.id)
        # Regions and lines come first so that made-up ids of groups and words never take theirs.
        for region in page.regions:
            self.ids.of("r", region.id)
        for line in page.lines:
            self.ids.of("l", line.id)
        for separator in page.separators:
            self.ids.of("s", separator.id)
        for picture in page.pictures:
            self.ids.of("i", picture.id)

    def write(self) -> bytes:
        root = etree.Element(f"{{{terms.NAMESPACE}}}PcGts", nsmap={None: terms.NAMESPACE})  # type: ignore[dict-item]
        root.set("pcGtsId", self.page_name)
        write_metadata(root, self.page, self.created)
        page = self._page(root)
        self._reading_order(page)
        for region in self.page.regions:
            self._region(page, region)
        for picture in self.page.pictures:
            self._picture(page, picture)
        for separator in self.page.separators:
            custom = terms.write_custom("structure", {"direction": separator.direction})
            element = add(page, "SeparatorRegion", id=self.ids.of("s", separator.id), custom=custom)
            self._coords(element, separator.box.polygon)
            self._pair(element, separator.id)
        if self.imported:
            self.imported.carry(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def _picture(self, page: etree._Element, picture: Picture) -> None:
        old = self.imported.find(picture.id) if self.imported else None
        kind = tag(old) if old is not None and tag(old) in PICTURES else "ImageRegion"
        custom = terms.write_custom("structure", {"item": picture.item}) if picture.item is not None else None
        element = add(page, kind, id=self.ids.of("i", picture.id), custom=custom)
        self._coords(element, picture.box.polygon)
        self._pair(element, picture.id)

    def _pair(self, element: etree._Element, name: str) -> None:
        """Let a separator or a picture be what it was in the imported file."""
        old = self.imported.find(name) if self.imported else None
        if self.imported and old is not None and tag(old) == tag(element):
            self.imported.pair(element, old)
            custom = merge_custom(old.get("custom"), dict(custom_groups(element.get("custom"))))
            if custom:
                element.set("custom", custom)

    def _page(self, root: etree._Element) -> etree._Element:
        page = self.page
        language, script = terms.language_name(page.language, page.script)
        dpi = str(page.dpi) if page.dpi else None
        values = {"language": page.language, "script": page.script, "direction": page.direction}
        return add(
            root,
            "Page",
            imageFilename=page.source.name,
            imageWidth=str(page.width),
            imageHeight=str(page.height),
            imageXResolution=dpi,
            imageYResolution=dpi,
            imageResolutionUnit="PPI" if dpi else None,
            # PAGE asks for the clockwise turn that makes the page upright; Galley's is counter-clockwise.
            orientation=repr(-page.transform.angle) if page.transform.angle else None,
            primaryLanguage=language,
            primaryScript=script,
            readingDirection=terms.DIRECTIONS[page.direction],
            textLineOrder=terms.LINE_ORDERS[page.direction],
            custom=terms.write_custom("galley", values),
        )

    def _reading_order(self, page: etree._Element) -> None:
        """Every region once, in order: those of an item in groups of their own, furniture directly."""
        runs = [(item, list(regions)) for item, regions in groupby(self.page.regions, key=lambda r: r.item)]
        named = {region.item for region in self.page.regions}
        pictures = [p for p in self.page.pictures if p.item is not None and p.item not in named]
        if not (runs or pictures):
            return
        top = add(add(page, "ReadingOrder"), "OrderedGroup", id=self.ids.of("g", "reading_order"))
        place = 0
        for item, regions in runs:
            names = [self.ids.of("r", region.id) for region in regions]
            if item is not None:
                self._group(top, place, item, names)
                place += 1
                continue
            for name in names:
                add(top, "RegionRefIndexed", index=str(place), regionRef=name)
                place += 1
        for picture in pictures:  # an item that is a picture and nothing else would be lost
            self._group(top, place, picture.item or "", [self.ids.of("i", picture.id)])
            place += 1

    def _group(self, top: etree._Element, place: int, item: str, names: list[str]) -> None:
        kind = self.types.get(item, "article")
        again = item in self.grouped
        self.grouped.add(item)
        group = add(
            top,
            "OrderedGroupIndexed",
            id=self.ids.of("g", f"group_{place}"),
            index=str(place),
            type=terms.GROUP_TYPES[kind],
            continuation="true" if again else None,
            custom=terms.write_custom("structure", {"type": kind, "item": item}),
        )
        for index, name in enumerate(names):
            add(group, "RegionRefIndexed", index=str(index), regionRef=name)

    def _region(self, page: etree._Element, region: TextRegion) -> None:
        text = "\n".join(self._text(line) for line in region.lines)
        directions = {line.direction for line in region.lines}
        turned = directions.pop() if len(directions) == 1 and self.page.direction not in directions else None
        element = add(
            page,
            "TextRegion",
            id=self.ids.of("r", region.id),
            type=terms.text_type(region, self.page, text),
            continuation="true" if region.continues else None,
            readingDirection=terms.DIRECTIONS[turned] if turned else None,
            textLineOrder=terms.LINE_ORDERS[turned] if turned else None,
            custom=terms.write_custom("structure", {"type": region.role, "item": region.item}),
        )
        self._coords(element, region.box.polygon)
        for line in region.lines:
            self._line(element, line, region.item)
        _text_equiv(element, text, index=0)
        if self.imported:
            self.imported.region(element, region)

    def _line(self, region: etree._Element, line: TextLine, item: str | None) -> None:
        name = self.ids.of("l", line.id)
        turned = terms.DIRECTIONS[line.direction] if line.direction != self.page.direction else None
        element = add(region, "TextLine", id=name, readingDirection=turned, custom=self._marked(line))
        self._coords(element, line.polygon if len(line.polygon) >= 3 else line.box.polygon)
        if len(line.baseline) >= 2:
            add(element, "Baseline", points=self._points(line.baseline))
        base = self._base(line)
        text = self._text(line)
        unchanged = base is not None and base.text == text
        for name, word in self._words(line, base if unchanged else None):
            self._word(element, name, word)
        _text_equiv(element, text, index=0, confidence=base.confidence if base and unchanged else None)
        index = 1
        for reading in self.page.readings:
            said = reading.lines.get(line.id)
            if said is not None:
                _text_equiv(element, said.text, index, said.confidence, comments=f"{BY_READING}{reading.id}")
                index += 1
        if self.imported:
            self.imported.line(element, line, item, self.page.id)

    def _words(self, line: TextLine, base: LineText | None) -> Iterator[tuple[str, Word]]:
        """The words of a line with their names: the engine's own, or those of a text that a person changed."""
        if base is None:
            text = self._text(line)
            said = (self._base(line) or LineText("")) if text.strip() else None
            printed = print_words(line, said, text) if said else ()
            yield from ((each.id, Word(each.text, each.box, each.confidence)) for each in printed)
            return
        whole, cuts = word_cuts(base, base.text, range(len(base.text)))
        names = {id(whole[cut[0]]): word_id(line.id, index) for index, cut in enumerate(cuts) if cut[0] in whole}
        for index, word in enumerate(word for word in base.words if word.text.strip()):
            # A word that is no piece of the line's text has no name by which it could be found again.
            yield names.get(id(word)) or new_id("w", line.id, index), word

    def _word(self, line: etree._Element, name: str, word: Word) -> None:
        if not word.text.strip():
            return
        element = add(line, "Word", id=self.ids.of("w", name))
        self._coords(element, word.box.polygon)
        _text_equiv(element, word.text, index=0, confidence=word.confidence)

    def _marked(self, line: TextLine) -> str | None:
        """A person's marks on a line, else its doubtful places: a text that a person wrote or marked has none."""
        spans = [(mark.kind, mark.offset, mark.length) for mark in self.marks.get(line.id, ())]
        if not spans and line.id not in self.texts:
            spans = [("unclear", doubt.offset, doubt.length) for doubt in self.doubtful.get(line.id, ())]
        return terms.write_marks(self._written(span, self._text(line)) for span in spans)

    def _written(self, span: tuple[MarkKind, int, int], text: str) -> tuple[MarkKind, int, int]:
        """A span in the text as it is written: without what XML forbids."""
        kind, offset, length = span
        return kind, len(legal(text[:offset])), len(legal(text[offset : offset + length]))

    def _base(self, line: TextLine) -> LineText | None:
        reading = self.page.base_reading
        return reading.lines.get(line.id) if reading else None

    def _text(self, line: TextLine) -> str:
        reviewed = self.texts.get(line.id)
        return self.page.text_of(line.id) if reviewed is None else reviewed

    def _coords(self, element: etree._Element, polygon: tuple[Point, ...]) -> None:
        add(element, "Coords", points=self._points(polygon))

    def _points(self, points: tuple[Point, ...]) -> str:
        return terms.write_points(points, self.page.width, self.page.height)


def _text_equiv(
    parent: etree._Element, text: str, index: int, confidence: float | None = None, comments: str | None = None
) -> None:
    conf = None if confidence is None or math.isnan(confidence) else repr(min(1.0, max(0.0, float(confidence))))
    equiv = add(parent, "TextEquiv", index=str(index), conf=conf, comments=comments)
    add(equiv, "Unicode", text)
