"""Articles as Word documents, to be read and worked on in any word processor.

In: an `Export`, of which only the articles are written. Out: a file per issue, article or page, with a style for each
kind of block. Line ends that mean something are line breaks. The same articles always give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.text.paragraph import Paragraph as DocxParagraph

from correction.article import Article, Paragraph
from correction.exchange import Export, ExportIssue, OutputFile
from correction.exchange.article_groups import ArticleGroup, group_articles
from correction.exchange.docx.styles import CREDIT, DECK, INSET, KICKER, VERSE, mark_language, set_styles
from correction.exchange.plain_text import adverts_last
from correction.exchange.signature import PROGRAM, in_utc
from correction.exchange.xml_names import legal

_NO_TIME = datetime(1980, 1, 1)  # the first that a zip file can hold
_KINDS = {"subhead": "Heading 3", "caption": "Caption", "inset": INSET}


def files(export: Export) -> Iterator[OutputFile]:
    """Give a file per issue, or per article or page, one at a time."""
    unit = export.options.unit or "issue"
    for group in group_articles(export, unit):
        title = _title(export, group) if unit != "article" else group.articles[0].headline
        yield OutputFile(
            f"{group.name}.docx", write_docx(group.articles, title, export.created, titled=unit != "article")
        )


def write_docx(
    articles: tuple[Article, ...], title: str | None, created: datetime | None, *, titled: bool = False
) -> bytes:
    """Write articles one after the other, adverts last; `titled` sets the title over them, too."""
    document = Document()
    main = articles[0].language if articles else "en"
    set_styles(document, main)
    title = legal(title or "")
    moment = max(in_utc(created or _NO_TIME).replace(tzinfo=None, microsecond=0), _NO_TIME)
    _set_properties(document, title, main, moment)
    if titled and title:
        document.add_paragraph(title, "Title")
    styles = {style.name or "": style.style_id for style in document.styles}
    for article in adverts_last(articles):
        _Writer(document, article, main, styles).write()
    stream = io.BytesIO()
    document.save(stream)
    return _timed(stream.getvalue(), moment)


def _title(export: Export, group: ArticleGroup) -> str | None:
    issue: ExportIssue = group.issue
    words = [issue.title or export.title or "", issue.date or "", issue.edition, issue.label]
    return ", ".join(word for word in words if word) or None


def _set_properties(document: DocxDocument, title: str, language: str, moment: datetime) -> None:
    properties = document.core_properties
    properties.title = title[:255]  # what the format allows
    properties.author = properties.last_modified_by = PROGRAM
    properties.comments = properties.keywords = ""
    properties.language = language[:255]
    properties.created = properties.modified = moment


class _Writer:
    """One article on its way into a document."""

    def __init__(self, document: DocxDocument, article: Article, main: str, styles: Mapping[str, str]) -> None:
        self._document, self._article, self._main, self._styles = document, article, main, styles

    def write(self) -> None:
        article = self._article
        self._headings()
        if article.credit_first:
            self._credits()
        for paragraph in article.paragraphs:
            self._paragraph(paragraph)
        if not article.credit_first:
            self._credits()

    def _headings(self) -> None:
        level = "Heading 1"
        for heading in self._article.headings:
            if heading.role == "headline":
                self._add(" ".join(heading.text.split("\n")), level)
                level = "Heading 2"
            else:
                self._add(heading.text, KICKER if heading.role == "kicker" else DECK)

    def _credits(self) -> None:
        for credit in self._article.credits:
            self._add(credit.text, CREDIT)

    def _paragraph(self, paragraph: Paragraph) -> None:
        style = _KINDS.get(paragraph.kind, VERSE if paragraph.keeps_lines else "Normal")
        self._add(paragraph.text, style)

    def _add(self, text: str, style: str) -> DocxParagraph | None:
        """Add a block, whose line ends become breaks; none without text."""
        said = legal(text).strip("\n")
        if not said.strip():
            return None
        paragraph = self._document.add_paragraph()
        paragraph._p.style = self._styles[style]  # looked up by name, each would take a search of all
        for n, line in enumerate(said.split("\n")):
            run = paragraph.add_run()
            if n:
                run.add_break()
            run.add_text(line.replace("\r", " "))
            mark_language(run, self._article.language, self._main)
        return paragraph


def _timed(data: bytes, moment: datetime) -> bytes:
    """The same archive with one time for all that is in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0  # not the machine's own
            new.writestr(entry, old.read(name))
    return stream.getvalue()
