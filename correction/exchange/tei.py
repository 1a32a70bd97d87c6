"""Issues or pages as TEI, in the DTA base format or, as version "p5", with zones and doubtful places.

In: an `Export`. Out: a file per issue (or page), `<id>.xml`, and the pictures of the pages in `images/`. An issue is
written when the last of its pages has come; until then only its texts are held. An article that goes on in another
document has a part in each, which point to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from correction.article import Article
from correction.exchange import Export, ExportIssue, OutputFile
from correction.exchange.tei_body import write_body
from correction.exchange.tei_course import Place, Setting
from correction.exchange.tei_facsimile import write_facsimile
from correction.exchange.tei_header import Work, write_header
from correction.exchange.tei_pages import IMAGES, KeptPage, keep_page
from correction.exchange.tei_terms import NAMESPACE, VERSIONS, Version, break_lines
from correction.exchange.xml_names import XmlNames, plain_name

NO_ISSUE = ExportIssue("", "")
NAMELESS = "pages"  # the file of the pages that stand in no issue


@dataclass(slots=True)
class _Document:
    """A document in the making: the pages that came of those that it waits for, and the work on them."""

    issue: ExportIssue
    file: str
    waiting: set[str]
    pages: list[KeptPage] = field(default_factory=list)
    work: Work = field(default_factory=Work)


def files(export: Export) -> Iterator[OutputFile]:
    """Give a file per issue or page, and the pictures of the pages, one at a time."""
    version = _version(export)
    documents = [_Document(issue, f"{_name(export, issue)}.xml", set(issue.pages)) for issue in _parts(export)]
    of_page = {page: document for document in documents for page in document.issue.pages}
    rest = _Document(NO_ISSUE, f"{NAMELESS}.xml", set())
    known = {page: document.file for page, document in of_page.items()}
    seen: set[str] = set()
    for page in export.pages:
        image = None
        if export.options.images:
            from correction.exchange.page_images import image_of  # brings what opens pictures

            image = image_of(export, page)
            if image:
                yield replace(image, name=f"{IMAGES}/{image.name}")
        alone = export.options.unit == "page" and page.id not in of_page
        fresh = _Document(replace(NO_ISSUE, pages=(page.id,)), f"{plain_name('p', page.id)}.xml", {page.id})
        document = of_page.get(page.id, fresh if alone else rest)
        document.pages.append(keep_page(export, page, image.name if image else None, doubtful=version == "p5"))
        document.work.add(export.decisions_of(page.id) if export.decisions_of else ())
        document.waiting.discard(page.id)
        seen.add(page.id)
        if not document.waiting and document is not rest:
            yield _write(export, document, version, known)
            document.pages = []
    for document in documents:
        if document.pages:  # of which not all pages were asked for
            yield _write(export, document, version, known)
    if rest.pages or _homeless(export, seen):
        yield _write(export, rest, version, known, _homeless(export, seen))


def _version(export: Export) -> Version:
    return next((version for version in VERSIONS if version == export.options.version), VERSIONS[0])


def _parts(export: Export) -> Iterator[ExportIssue]:
    """The issues or, page by page, what is known of them."""
    for issue in export.issues:
        if export.options.unit != "page":
            yield issue
            continue
        for n, page in enumerate(issue.pages):
            yield replace(issue, pages=(page,), labels=issue.labels[n : n + 1])


def _name(export: Export, issue: ExportIssue) -> str:
    """A document's name without its suffix."""
    if export.options.unit == "page":
        return plain_name("p", issue.pages[0])
    return plain_name("i", issue.id) if issue.id else NAMELESS


def _homeless(export: Export, seen: set[str]) -> list[Article]:
    """Articles that stand on no page of the export, such as those of a text without images."""
    return [article for article in export.articles if not seen.intersection(article.pages)]


def _write(
    export: Export, document: _Document, version: Version, known: dict[str, str], homeless: Sequence[Article] = ()
) -> OutputFile:
    issue = document.issue
    order = {page: n for n, page in enumerate(issue.pages)}
    pages = sorted(document.pages, key=lambda page: order.get(page.id, len(order)))
    files = known if issue.pages else {page.id: document.file for page in pages}
    setting = Setting(
        {page.id: page for page in pages},
        XmlNames(),
        version,
        Place(dict(zip(issue.pages, issue.labels, strict=False)), files),
    )
    articles = [article for article in export.articles if set(article.pages) & set(setting.pages)]
    _reserve(setting, [*articles, *homeless])
    root = etree.Element(f"{{{NAMESPACE}}}TEI", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    languages = {page.language for page in pages} | {article.language for article in homeless}
    write_header(root, issue, _title(export, document), export.created, languages, document.work, version)
    if version == "p5":
        write_facsimile(root, setting)
    write_body(root, [*articles, *homeless], setting)
    break_lines(root)
    return OutputFile(document.file, etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")


def _reserve(setting: Setting, articles: Sequence[Article]) -> None:
    """Give things that Galley has ids for their names first, so that made-up ids take none of them."""
    for article in articles:
        setting.names.of("a", article.id)
    for page in setting.pages.values():
        setting.names.of("page", page.id)
        for picture in page.pictures:
            setting.names.of("i", picture.id)
        if setting.version == "p5":
            for region in page.regions:
                setting.names.of("r", region.id)
            for line in page.lines:
                setting.names.of("l", line)


def _title(export: Export, document: _Document) -> str:
    issue = document.issue
    title = issue.title or export.title or "Newspaper"
    words = [title, issue.date or "", issue.label]
    if export.options.unit == "page" and document.pages:
        label = issue.labels[0] if issue.labels else ""
        words.append(f"page {label}" if label else document.pages[0].id)
    return ", ".join(word for word in words if word)
