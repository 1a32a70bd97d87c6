"""Issues or pages as TEI, in the DTA base format or, as version "p5", with zones and doubtful places.

In: an `Export`. Out: a file per issue (or page) and the pictures of the pages in `images/`. An issue is written when
the last of its pages has come; until then only its texts are held. An article that goes on in another document has a
part in each, which point to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from correction.article import Article
from correction.exchange import NO_ISSUE, Export, ExportIssue, OutputFile
from correction.exchange.names import Names, claim
from correction.exchange.tei.body import write_body
from correction.exchange.tei.course import Setting
from correction.exchange.tei.facsimile import write_facsimile
from correction.exchange.tei.header import Work, write_header
from correction.exchange.tei.pages import IMAGES, KeptPage, keep_page
from correction.exchange.tei.terms import NAMESPACE, VERSIONS, Version, break_lines
from correction.exchange.xml_names import XmlNames
from ocr.page import Page


@dataclass(slots=True)
class _Document:
    """A document in the making: the pages that came of those that it waits for, and the work on them."""

    issue: ExportIssue
    name: str
    waiting: set[str]
    pages: list[KeptPage] = field(default_factory=list)
    work: Work = field(default_factory=Work)


def files(export: Export) -> Iterator[OutputFile]:
    """Give a file per issue or page, and the pictures of the pages, one at a time."""
    writer = _Writer(export)
    here = set(export.page_ids)
    homeless = [article for article in export.articles if not here.intersection(article.pages)]
    for page in export.pages:
        image = _image(export, page)
        if image:
            yield image
        document = writer.document(page.id, here)
        document.pages.append(keep_page(export, page, image.name if image else None, doubtful=writer.version == "p5"))
        document.work.add(export.decisions_of(page.id) if export.decisions_of else ())
        document.waiting.discard(page.id)
        if not document.waiting:
            yield writer.write(document)
            document.pages = []
    if homeless:
        yield writer.write(_Document(NO_ISSUE, writer.names.issue(NO_ISSUE, "articles"), set()), homeless)


def _image(export: Export, page: Page) -> OutputFile | None:
    """The picture of a page where one is wanted and there is one."""
    if not export.options.images:
        return None
    from correction.exchange.page_images import image_of  # brings what opens pictures

    image = image_of(export, page)
    return replace(image, name=f"{IMAGES}/{image.name}") if image else None


class _Writer:
    """What an export's documents have in common."""

    def __init__(self, export: Export) -> None:
        self.export, self.names = export, Names(export)
        self.version: Version = next((v for v in VERSIONS if v == export.options.version), VERSIONS[0])
        self._by_page = export.options.unit == "page"
        self._documents: dict[str, _Document] = {}
        self._taken: dict[str, str] = {}

    def document(self, page: str, here: set[str]) -> _Document:
        """The document that a page goes into; of its pages only those of the export, `here`, will come."""
        issue = self.names.issue_of(page)
        key = page if self._by_page else issue.id
        if key not in self._documents:
            waiting = {page} if self._by_page else here & set(issue.pages)
            if not (self._by_page or issue.id):  # pages that no issue names are as good as those of the nameless one
                waiting = here - {name for each in self.export.issues if each.id for name in each.pages}
            self._documents[key] = _Document(issue, claim(self._name(page), self._taken, key), waiting)
        return self._documents[key]

    def _name(self, page: str) -> str:
        return self.names.page(page) if self._by_page else self.names.issue(self.names.issue_of(page))

    def file_of(self, page: str) -> str:
        """The file of the document that a page is in."""
        return f"{self._name(page)}.xml"

    def write(self, document: _Document, homeless: Sequence[Article] = ()) -> OutputFile:
        """Write a document; `homeless` are articles that stand on no page, such as those of a text without images."""
        issue, export, file = document.issue, self.export, f"{document.name}.xml"
        order = {page: n for n, page in enumerate(issue.pages)}
        pages = sorted(document.pages, key=lambda page: order.get(page.id, len(order)))
        labels = dict(zip(issue.pages, issue.labels, strict=False))
        setting = Setting({page.id: page for page in pages}, XmlNames(), self.version, file, labels, self.file_of)
        articles = [article for article in export.articles if any(page in setting.pages for page in article.pages)]
        _reserve(setting, [*articles, *homeless])
        root = etree.Element(f"{{{NAMESPACE}}}TEI", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
        languages = {page.language for page in pages} | {article.language for article in homeless}
        if self._by_page and pages:
            label = labels.get(pages[0].id)
            issue = replace(issue, labels=(label,) if label else ())
        write_header(root, issue, self._title(issue, pages), export.created, languages, document.work, self.version)
        if self.version == "p5":
            write_facsimile(root, setting)
        write_body(root, [*articles, *homeless], setting)
        break_lines(root)
        return OutputFile(file, etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")

    def _title(self, issue: ExportIssue, pages: Sequence[KeptPage]) -> str:
        words = [issue.title or self.export.title or "Newspaper", issue.date or "", issue.label]
        if self._by_page and pages:
            words.append(f"page {issue.labels[0]}" if issue.labels else pages[0].id)
        return ", ".join(word for word in words if word)


def _reserve(setting: Setting, articles: Sequence[Article]) -> None:
    """Give things that Galley has ids for their names first, so that made-up ids take none of them.

    What several pages brought from elsewhere may have one id on each.
    """
    for article in articles:
        setting.names.of("a", article.id)
    for page in setting.pages.values():
        setting.names.of("page", page.id)
        for picture in page.pictures:
            setting.names.of("i", picture.id, page.id)
        if setting.version == "p5":
            for region in page.regions:
                setting.names.of("r", region.id, page.id)
            for line in page.lines:
                setting.names.of("l", line, page.id)
