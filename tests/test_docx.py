"""Articles as Word documents, opened with python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from text_pages import issue_export

from correction.article import Article, Credit, Heading, Paragraph
from correction.exchange import Export, ExportIssue, Options
from correction.exchange.docx.writer import files, write_docx
from correction.exchange.xml_names import legal

CHINESE = Article(
    "a_zh",
    language="zh",
    pages=("p000002",),
    headings=(Heading("kicker", "引题"), Heading("headline", "“新渡口”\n本周启用"), Heading("headline", "又一题")),
    credits=(Credit("■记者 林一", "记者", ("林一",)),),
    paragraphs=(
        Paragraph("　　本报讯 渡口今天开放——“好”。"),
        Paragraph("小题", "subhead"),
        Paragraph("图：渡口", "caption"),
        Paragraph("一次大修", "inset"),
    ),
)


def write(export: Export, **options: Any) -> dict[str, DocxDocument]:
    return {file.name: opened(file.data) for file in files(replace(export, options=Options(**options)))}


def opened(data: bytes) -> DocxDocument:
    return Document(io.BytesIO(data))


def blocks(document: DocxDocument) -> list[tuple[str, str]]:
    return [(paragraph.style.name or "", paragraph.text) for paragraph in document.paragraphs if paragraph.style]


def test_an_issue_has_its_blocks_in_styles() -> None:
    ((name, document),) = write(issue_export()).items()
    assert name == "is_1.docx"
    assert blocks(document) == [
        ("Title", "Der Bote, 1890-05-03, Morgenblatt, Nr. 12"),
        ("Kicker", "Aus dem Rathe"),
        ("Heading 1", "Die neue Waſſerleitung"),
        ("Deck", "Koſten & Nutzen"),
        ("Credit", "Von Anna Roth"),
        ("Credit", "(Eig. Ber.)"),
        ("Normal", "Der Rat beriet <lange> und ſtritt heftig; die Waſſerleitung koſtet viel."),
        ("Caption", "Der Brunnen"),
        ("Heading 3", "Was nun?"),
        ("Normal", "Man wartet."),
        ("Kept Lines", "Roſen blühn,\nVeilchen auch."),
        ("Kept Lines", "Weizen 12,50\nHafer 9,00"),
        ("Normal", "Kauft Lampen!"),
    ]


def test_each_article_has_a_file_where_that_is_asked_for() -> None:
    found = write(issue_export(), unit="article")
    assert list(found) == ["a_lead.docx", "a_verse.docx", "a_table.docx", "a_ad.docx"]
    assert found["a_lead.docx"].core_properties.title == "Die neue Waſſerleitung"
    assert blocks(found["a_ad.docx"]) == [("Normal", "Kauft Lampen!")]
    assert list(write(issue_export(), unit="page")) == ["p000001.docx", "p000002.docx"]


def test_chinese_is_set_in_chinese_type_and_marked_as_such() -> None:
    document = opened(write_docx((CHINESE,), None, None))
    assert blocks(document) == [
        ("Kicker", "引题"),
        ("Heading 1", "“新渡口” 本周启用"),
        ("Heading 2", "又一题"),
        ("Normal", "　　本报讯 渡口今天开放——“好”。"),
        ("Heading 3", "小题"),
        ("Caption", "图：渡口"),
        ("Inset", "一次大修"),
        ("Credit", "■记者 林一"),
    ]
    styles = document.styles.element
    assert {fonts.get(qn("w:eastAsia")) for fonts in styles.iter(qn("w:rFonts"))} == {"SimSun"}
    assert {lang.get(qn("w:eastAsia")) for lang in styles.iter(qn("w:lang"))} == {"zh-CN"}
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert {fonts.get(qn("w:hint")) for run in runs for fonts in run._r.iter(qn("w:rFonts"))} == {"eastAsia"}
    # No Latin type is forced on Han characters.
    assert not any(fonts.get(qn("w:ascii")) for run in runs for fonts in run._r.iter(qn("w:rFonts")))


def test_what_is_in_another_language_says_so() -> None:
    german = Article("a_de", language="de", paragraphs=(Paragraph("Ein Satz."),))
    document = opened(write_docx((CHINESE, german), None, None))
    said = {
        run.text: [lang.get(qn("w:val")) for lang in run._r.iter(qn("w:lang"))] for run in document.paragraphs[-1].runs
    }
    assert said == {"Ein Satz.": ["de-DE"]}


def test_the_same_export_gives_the_same_bytes_with_the_time_of_the_export() -> None:
    export = issue_export()
    (one,) = files(export)
    (other,) = files(export)
    assert one.data == other.data
    document = opened(one.data)
    properties = document.core_properties
    assert properties.created == properties.modified == datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
    assert (properties.title, properties.author, properties.language) == (
        "Der Bote, 1890-05-03, Morgenblatt, Nr. 12",
        "Galley",
        "de",
    )
    with zipfile.ZipFile(io.BytesIO(one.data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 27, 12, 30, 0)}
        assert archive.testzip() is None


def test_articles_of_no_page_and_of_no_issue_have_files_too() -> None:
    issues = (ExportIssue("is_1", "T", None, pages=("p000001",)), ExportIssue("", "", pages=("p000002",)))
    articles = (
        Article("a_1", pages=("p000001", "p000002")),
        CHINESE,
        Article("a_3", paragraphs=(Paragraph("nirgends"),)),
    )
    found = write(Export(articles=articles, issues=issues))
    assert {name: blocks(document)[-1:] for name, document in found.items()} == {
        "is_1.docx": [("Title", "T")],
        "no-issue.docx": [("Credit", "■记者 林一")],
        "articles.docx": [("Normal", "nirgends")],
    }


ANY = st.text(st.characters(exclude_categories=[]) | st.sampled_from("\x00\x0b\ud800\u202e\ufeff\t豈 "), max_size=12)


@settings(max_examples=40)
@given(ANY, ANY, ANY)
def test_any_text_survives(heading: str, credit: str, text: str) -> None:
    article = Article(
        "a_1",
        headings=(Heading("deck", heading),),
        credits=(Credit(credit),),
        paragraphs=(Paragraph(text),),
        credit_first=True,
    )
    document = opened(write_docx((article,), heading * 30, None))
    said = [re.sub("\r", " ", legal(part)).strip("\n") for part in (heading, credit, text)]
    assert [paragraph.text for paragraph in document.paragraphs] == [part for part in said if part.strip()]
