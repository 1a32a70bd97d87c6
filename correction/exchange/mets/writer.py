"""An issue as METS with an ALTO file for each page and the pages' pictures: a folder for each issue.

In: an `Export`, whose pages are written one by one as they come. Out: for each issue its ALTO files, pictures and,
when its last page has come, `mets.xml`, valid against METS 1.12.1. Pages without an issue are one of their own. An
issue that was imported with METS keeps that file's descriptions, rights and technical data, its ids, and each article
that is as it was. The profile `ndnp` has the names and labels of the National Digital Newspaper Program.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from correction.exchange import Export, ExportIssue, OutputFile
from correction.exchange.mets.alto import Picture, alto_text
from correction.exchange.mets.document import MetsDocument
from correction.exchange.mets.original import OriginalMets
from correction.exchange.mets.pages import FileRecord, PageRecord, record_file, record_page, refer_to_scan
from correction.exchange.names import Names, claim
from correction.exchange.page_images import image_of, mime_type, scan_name
from correction.exchange.premis import Provenance
from ocr.page import Page

ALTO_TYPE = "text/xml"


def files(export: Export) -> Iterator[OutputFile]:
    """Give the files of each page as it comes, and the METS file of an issue behind its last page."""
    names = Names(export)
    wanted = set(export.page_ids)
    issues: dict[str, _Issue] = {}
    taken: dict[str, str] = {}
    for page in export.pages:
        about = names.issue_of(page.id)
        issue = issues.get(about.id)
        if issue is None:
            issue = issues[about.id] = _Issue(export, about, names, wanted & set(about.pages))
        for file in issue.write_page(page):
            yield _once(file, page.id, taken)
        if issue.is_complete:
            yield _once(issue.write_mets(), about.id, taken)
            del issues[about.id]
    for issue in issues.values():
        yield _once(issue.write_mets(), issue.about.id, taken)


def _once(file: OutputFile, owner: str, taken: dict[str, str]) -> OutputFile:
    claim(file.name, taken, owner)
    return file


class _Issue:
    """An issue while its pages are written; `missing` are the pages that are still to come."""

    def __init__(self, export: Export, about: ExportIssue, names: Names, missing: set[str]) -> None:
        self.export, self.about, self.names = export, about, names
        self._missing, self._bounded = missing, bool(missing)
        self._pages: dict[str, PageRecord] = {}
        self._provenance = Provenance(export)
        self._original: OriginalMets | None = None

    @property
    def is_complete(self) -> bool:
        """Whether all its pages have come; where nobody knows which they are, it never is."""
        return self._bounded and not self._missing

    def write_page(self, page: Page) -> Iterator[OutputFile]:
        """Give the page's picture and its ALTO file, and keep what METS says of them."""
        if self._original is None and self.export.original_of:
            self._original = OriginalMets.of(self.export.original_of(page))
        place = list(self.about.pages).index(page.id) if page.id in self.about.pages else len(self._pages)
        name = self.names.page(page.id, "{issue}/alto/{page}") + ".xml"
        image, shown = self._picture(page)
        picture = None
        if image is not None and shown is not None:
            href = posixpath.relpath(shown.name, posixpath.dirname(name) or ".")
            picture = Picture(href, shown.sha256, shown.sha256 == page.source.sha256)
        alto = alto_text(self.export, page, place + 1, self._label(place), picture)
        text = OutputFile(name, alto.data)
        self._pages[page.id] = record_page(page, record_file(text, ALTO_TYPE), shown, alto)
        self._provenance.add(page)
        self._missing.discard(page.id)
        if image is not None:
            yield image
        yield text

    def _picture(self, page: Page) -> tuple[OutputFile | None, FileRecord | None]:
        """The picture to write, if any, and the one to refer to."""
        name = self.names.page(page.id, "{issue}/images/{page}")
        image = image_of(self.export, page) if self.export.options.images else None
        if image is None:
            return None, refer_to_scan(page, posixpath.join(posixpath.dirname(name), scan_name(self.export, page)))
        image = replace(image, name=name + posixpath.splitext(image.name)[1])
        return image, record_file(image, mime_type(image.name))

    def write_mets(self) -> OutputFile:
        """The METS file of all that was written."""
        order = {name: place for place, name in enumerate(self.about.pages)}
        pages = sorted(self._pages.values(), key=lambda page: order.get(page.id, len(order)))
        labels = [self._label(order[page.id]) if page.id in order else "" for page in pages]
        name = self._name(pages[0])
        document = MetsDocument(
            self.export, self.about, pages, labels, posixpath.dirname(name), self._provenance, self._original
        )
        return OutputFile(name, document.write())

    def _label(self, place: int) -> str:
        return self.about.labels[place] if place < len(self.about.labels) else ""

    def _name(self, first: PageRecord) -> str:
        """Beside the pages: of the format's own folder `mets.xml`, else by the day's folder or by the issue's id."""
        options = self.export.options
        folder = posixpath.dirname(first.text.name)
        if options.profile == "ndnp" and folder:
            return f"{folder}/{posixpath.basename(folder)}.xml"
        if options.names:
            own = replace(self.export, options=replace(options, names=None, profile=None))
            return posixpath.join(folder, f"{Names(own).issue(self.about)}-mets.xml")
        return f"{self.names.issue(self.about)}/mets.xml"
