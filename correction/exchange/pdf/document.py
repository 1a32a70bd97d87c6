"""One PDF/A document while its pages come: each is written as it comes, what joins them at the end.

In: pages with their printed lines and pictures. Out: a file, with bookmarks for articles, page labels as printed, tags
and metadata.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from correction.article import Article
from correction.exchange.pdf.content import FONT, PICTURE, Content
from correction.exchange.pdf.file import Name, PdfFile, Ref, Value
from correction.exchange.pdf.font import HiddenFont
from correction.exchange.pdf.images import PdfImage
from correction.exchange.pdf.layout import Sheet, clean, sheet_of
from correction.exchange.pdf.metadata import About, write_colours, write_info, write_xmp
from correction.exchange.pdf.structure import Structure
from correction.exchange.printed import Breaks, PrintedLine
from ocr.page import Page

FIRST_WORDS = 60  # characters of a bookmark that no headline names


@dataclass(frozen=True, slots=True)
class Plan:
    """A document to be: its file's name, what it is called, its pages in order by id, their labels, its articles.

    `pages` is empty where the order is that in which pages come.
    """

    name: str
    title: str = ""
    day: str | None = None
    pages: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page ready to be written: its lines as they go out, its broken words, its picture, its articles in order."""

    page: Page
    lines: Mapping[str, PrintedLine]
    breaks: Breaks
    picture: PdfImage | None
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class _Bookmark:
    """Where an article begins: page, then its place in reading order."""

    place: int
    order: int
    title: str = field(compare=False)
    page: Ref = field(compare=False)
    point: tuple[float, float] = field(compare=False)


@dataclass(slots=True)
class _Written:
    """A page that was written: its number in the document, its object, its label."""

    place: int
    ref: Ref
    label: str = ""


class Document:
    """A document on its way into a temporary file."""

    def __init__(self, plan: Plan, language: str) -> None:
        self.plan = plan
        handle, name = tempfile.mkstemp(prefix="galley-", suffix=".pdf")
        self.path = Path(name)
        self._stream = os.fdopen(handle, "wb")
        self._file = PdfFile(self._stream)
        self._language = language
        self._languages: Counter[str] = Counter()
        self._font, self._font_ref = HiddenFont(), self._file.reserve()
        self._tree = self._file.reserve()
        self._structure = Structure(self._file, language)
        self._pages: list[_Written] = []
        self._bookmarks: dict[str, _Bookmark] = {}
        self._places = {page_id: i for i, page_id in enumerate(plan.pages)}
        self._order = {article.id: i for i, article in enumerate(plan.articles)}
        self._wanted = set(plan.pages)

    @property
    def is_complete(self) -> bool:
        """Whether all pages have come that were planned."""
        return bool(self.plan.pages) and not self._wanted

    def add(self, printed: PrintedPage) -> None:
        """Write a page."""
        page, sheet, number = printed.page, sheet_of(printed.page), len(self._pages)
        place = self._places.get(page.id, number)
        ref = self._file.reserve()
        content = Content(page, sheet, self._font, printed.breaks)
        turn = printed.picture.turn if printed.picture else None
        stream = self._file.add_packed({}, content.write(printed.lines, turn))
        resources: dict[str, Value] = {"Font": {FONT: self._font_ref}}
        if printed.picture:
            resources["XObject"] = {PICTURE: self._picture(printed.picture)}
        self._file.add(
            {
                "Type": Name("Page"),
                "Parent": self._tree,
                "MediaBox": [0, 0, sheet.width, sheet.height],
                "Resources": resources,
                "Contents": stream,
                "StructParents": number,
                "Tabs": Name("S"),
            },
            ref,
        )
        self._pages.append(_Written(place, ref, self._label(place)))
        self._wanted.discard(page.id)
        self._languages[page.language] += 1
        owners = {line: article for article in printed.articles for line in article.lines}
        self._structure.add_page(number, place, ref, content.blocks, owners)
        for article in printed.articles:
            self._bookmark(article, printed, sheet, place, ref)

    def _picture(self, picture: PdfImage) -> Ref:
        entries = dict(picture.entries)
        if picture.profile:
            data, components = picture.profile
            entries["ColorSpace"] = [Name("ICCBased"), self._file.add_packed({"N": components}, data)]
        return self._file.add_stream(entries, picture.data)

    def _label(self, place: int) -> str:
        return clean(self.plan.labels[place]) if place < len(self.plan.labels) else ""

    def _bookmark(self, article: Article, printed: PrintedPage, sheet: Sheet, place: int, ref: Ref) -> None:
        title, order = title_of(article), self._order.get(article.id)
        boxes = {line.id: line.box for line in printed.page.lines}
        box = next((boxes[line] for line in article.lines if line in boxes), None)
        if not title or box is None or order is None:
            return
        found = _Bookmark(place, order, title, ref, sheet.point(max(0, box.left), max(0, box.top)))
        self._bookmarks[article.id] = min(found, self._bookmarks.get(article.id, found))

    def finish(self) -> Path:
        """Write what joins the pages, and give the file; whoever takes it moves or removes it."""
        self._pages.sort(key=lambda written: written.place)
        self._structure.finish()
        self._font.write(self._file, self._font_ref)
        kids = [written.ref for written in self._pages]
        self._file.add({"Type": Name("Pages"), "Kids": kids, "Count": len(kids)}, self._tree)
        common = [language for language, _ in self._languages.most_common()]
        languages = [self._language, *(each for each in common if each != self._language)]
        about = About(self.plan.title or self.plan.name, languages, self.plan.day, self.plan.created)
        root = self._file.add(
            {
                "Type": Name("Catalog"),
                "Pages": self._tree,
                "Metadata": write_xmp(self._file, about),
                "OutputIntents": [write_colours(self._file)],
                "Lang": self._language,
                "MarkInfo": {"Marked": True},
                "StructTreeRoot": self._structure.root,
                "PageLabels": {"Nums": self._labels()},
                # Not Direction R2L, though vertical pages lie so: pdfium would take their lines for Arabic.
                "ViewerPreferences": {"DisplayDocTitle": True},
                **self._outlines(),
            }
        )
        self._file.finish(root, write_info(self._file, about))
        self._stream.close()
        return self.path

    def discard(self) -> None:
        """Remove the file of a document that is not finished."""
        self._stream.close()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _labels(self) -> list[Value]:
        """Each page's label as printed; pages without one are counted."""
        nums: list[Value] = []
        for i, written in enumerate(self._pages):
            label: dict[str, Value] = {"P": written.label} if written.label else {"S": Name("D"), "St": i + 1}
            nums += [i, label]
        return nums

    def _outlines(self) -> dict[str, Value]:
        marks = sorted(self._bookmarks.values())
        if not marks:
            return {}
        root, refs = self._file.reserve(), [self._file.reserve() for _ in marks]
        for i, mark in enumerate(marks):
            entry: dict[str, Value] = {"Title": mark.title, "Parent": root, "Dest": _destination(mark)}
            if i:
                entry["Prev"] = refs[i - 1]
            if i + 1 < len(refs):
                entry["Next"] = refs[i + 1]
            self._file.add(entry, refs[i])
        entries: dict[str, Value] = {"Type": Name("Outlines"), "First": refs[0], "Last": refs[-1], "Count": len(refs)}
        return {"Outlines": self._file.add(entries, root), "PageMode": Name("UseOutlines")}


def _destination(mark: _Bookmark) -> Sequence[Value]:
    return [mark.page, Name("XYZ"), mark.point[0], mark.point[1], None]


def title_of(article: Article) -> str:
    """What an article is called in a list: its headline, else another heading, else its first words."""
    headline = next((h.text for h in article.headings if h.role == "headline" and h.text.strip()), "")
    texts = [headline, *(h.text for h in article.headings), *(p.text for p in article.paragraphs)]
    texts += [credit.text for credit in article.credits]
    said = next((text for text in texts if text.strip()), "")
    words = " ".join(clean(said.replace("\n", " ")).split())
    return words if headline or len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rstrip()}…"
