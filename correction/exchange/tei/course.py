"""The way of a TEI text over its pages and columns.

In: the pages of a document, and each line as the text comes to it. Out: `<pb/>` and `<cb/>` where they change. The
first `<pb/>` of a page brings what belongs to no article: furniture and lines that say where an article goes on, as
`<fw>`, and pictures. A page that is come back to, for another article, has its `<pb/>` again, pointing to the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname, relpath

from lxml import etree

from correction.exchange.tei.blocks import Piece
from correction.exchange.tei.lines import begin_line, white_between, write_piece
from correction.exchange.tei.pages import KeptLine, KeptPage
from correction.exchange.tei.terms import Flow, Version, reference
from correction.exchange.xml_names import XmlNames
from ocr.page import Box, Picture


@dataclass(frozen=True, slots=True)
class Setting:
    """What every part of a document must know.

    Its pages by id, its ids, the version, its own file, its pages' printed numbers, and the file of any page's text.
    """

    pages: Mapping[str, KeptPage]
    names: XmlNames
    version: Version
    file: str
    labels: Mapping[str, str]
    file_of: Callable[[str], str]

    def p5(self, value: str | None) -> str | None:
        """The value of an attribute that the base format has not."""
        return value if self.version == "p5" else None

    def pointer(self, page: str | None, kind: str, name: str) -> str | None:
        """A URI of a thing in the document that has a page."""
        return f"{self.refer(self.file_of(page))}#{XmlNames().of(kind, name)}" if page else None

    def refer(self, name: str, box: Box | None = None) -> str:
        """A URI of another file of the export, or of a rectangle of that picture."""
        return reference(relpath(name, dirname(self.file) or "."), box)

    def figure(self, flow: Flow, page: KeptPage, picture: Picture) -> etree._Element:
        """Add a picture."""
        zone = f"#{self.names.of('zone', f'z_{picture.id}', page.id)}"
        facs = zone if self.version == "p5" else self.refer(page.image, picture.box)
        return flow.add("figure", id=self.names.of("i", picture.id, page.id), facs=facs)


class Course:
    """Where the text is."""

    def __init__(self, setting: Setting, jumps: Mapping[str, Sequence[KeptLine]]) -> None:
        self._setting, self._jumps = setting, jumps
        self._came: list[str] = []
        self._before: KeptLine | None = None  # the last line of running text
        self.page = ""
        self.pictures: dict[str, list[Picture]] = {}  # of the article, by page: those that are still to come

    def begin(self, flow: Flow, page: str, pictures: dict[str, list[Picture]]) -> None:
        """Begin an article on a page, by way of those before it that no article is on."""
        self.pictures, self._before = {}, None
        if page != self.page:
            for name in self._setting.pages:
                if name not in self._came or name == page:
                    self._enter(flow, name)
                if name == page:
                    break
        self.pictures = pictures

    def end(self, flow: Flow) -> None:
        """Add the pages that no article is on."""
        self.pictures = {}
        for name in self._setting.pages:
            if name not in self._came:
                self._enter(flow, name)

    def reach(self, flow: Flow, piece: Piece, *, joined: bool = False, running: bool = False) -> None:
        """Turn to the page of a line and, in running text, to its column; `joined`: a word goes over that."""
        line = piece.line
        if line is None:
            return
        if line.page != self.page:
            self._enter(flow, line.page, joined=joined)
        if running:
            if self._before and is_next_column(self._before, line):
                flow.add("cb", **{"break": self._setting.p5("no") if joined else None})
            self._before = line

    def uncaptioned(self, flow: Flow) -> None:
        """Add what the article has of pictures on the page, as far as no caption brings them."""
        for picture in self.pictures.pop(self.page, ()):
            self._setting.figure(flow, self._setting.pages[self.page], picture)

    def _enter(self, flow: Flow, name: str, *, joined: bool = False) -> None:
        setting = self._setting
        page, again, anchor = setting.pages[name], name in self._came, setting.names.of("page", name)
        surface = f"#{setting.names.of('surface', f'f_{name}')}"
        flow.add(
            "pb",
            facs=surface if setting.version == "p5" else setting.refer(page.image),
            n=setting.labels.get(name) or None,
            id=None if again else anchor,
            corresp=f"#{anchor}" if again else None,
            **{"break": setting.p5("no") if joined else None},
        )
        self.page, self._before = name, None
        if not again:
            self._came.append(name)
            self._furniture(flow, page)
        self.uncaptioned(flow)

    def _furniture(self, flow: Flow, page: KeptPage) -> None:
        """Add what belongs to no article."""
        for region in page.regions:
            if region.item is None:
                kind = "pageNum" if region.type == "page-number" else "header"
                self._fw(flow, kind, region.edge, [page.lines[line] for line in region.lines if line in page.lines])
        for line in self._jumps.get(page.id, ()):
            self._fw(flow, "catch", "top" if 2 * line.box.center[1] <= page.height else "bottom", [line])
        items = {region.item for region in page.regions}
        for picture in page.pictures:
            if picture.item is None or picture.item not in items:
                self._setting.figure(flow, page, picture)

    def _fw(self, flow: Flow, kind: str, edge: str, lines: Sequence[KeptLine]) -> None:
        inside = Flow(flow.add("fw", type=kind, place=edge)) if lines else flow
        for n, line in enumerate(lines):
            inside.text(white_between(lines[n - 1].text, line.text) if n else "")
            begin_line(inside, line, self._setting.names, self._setting.version, joined=False)
            write_piece(inside, Piece(line.text, line), self._setting.version)


def is_next_column(before: KeptLine, line: KeptLine) -> bool:
    """Whether a line stands at the head of another column than the one before it: beside it, or below its band."""
    if before.page != line.page or before.region == line.region:
        return False
    one, other = (before.box.transposed, line.box.transposed) if line.vertical else (before.box, line.box)
    return one.overlap_x(other) == 0 and other.top < one.bottom
