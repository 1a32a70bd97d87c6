"""PDFs as archives want them: PDF/A-2u rule by rule, bookmarks, labels, tags; one page at a time."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from page_readers import make_page
from pdf_pages import broken_article, headed_article, sample, written
from PIL import Image

from correction.article import Article, Paragraph
from correction.exchange import Export, ExportIssue, Options, find_format
from correction.exchange.pdf.document import title_of
from correction.exchange.pdf.writer import files
from ocr.errors import InputError, OutputError, UsageError
from ocr.page import Page, Source

NOON = datetime(2026, 5, 4, 12, 0, 30, tzinfo=UTC)
ISSUE = ExportIssue(
    "i_7", "Oſtmühler Anzeiger & Bote", "1895-09-17", "Morgenblatt", "Nr. 7", ("p000002", "p000001"), ("3", "")
)
NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def german(page: Page) -> Page:
    return replace(page, language="de")


FIRST, SECOND = german(make_page("p000001", "Das Dampf⸗")), german(make_page("p000002", "ſchiff, ja"))
BROKEN = broken_article(FIRST, SECOND)


@pytest.fixture
def issue(tmp_path: Path) -> Export:
    scan = tmp_path / "scan.png"
    Image.linear_gradient("L").resize((420, 1000)).save(scan)
    return Export((FIRST, SECOND), (BROKEN,), issues=(ISSUE,), created=NOON, source_of=lambda _: Source(str(scan), ""))


def streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    return (each for each in pdf.objects if isinstance(each, pikepdf.Stream))


def check_pdfa(path: Path) -> None:
    """The rules of PDF/A-2u that a page of picture and text can break."""
    data = path.read_bytes()
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n", data)
    assert data.endswith(b"%%EOF\n")
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert not pdf.is_encrypted
        one, other = pdf.trailer.ID
        assert len(bytes(one)) >= 16
        assert bytes(one) == bytes(other)
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        profile = intent.DestOutputProfile.read_bytes()
        assert profile[36:40] == b"acsp"
        assert (profile[8], profile[12:16], profile[16:20]) == (4, b"mntr", b"RGB ")
        assert int.from_bytes(profile[:4], "big") == len(profile)
        assert not {"/AA", "/OpenAction", "/AcroForm", "/OCProperties", "/Names", "/NeedsRendering"} & set(
            pdf.Root.keys()
        )
        for stream in streams(pdf):
            assert "/F" not in stream
            assert stream.get("/Filter") in (None, "/FlateDecode", "/DCTDecode", "/JPXDecode", "/CCITTFaxDecode")
            assert not stream.get("/Interpolate", False)
            assert not {"/SMask", "/Alternates", "/OPI", "/Group"} & set(stream.keys())
        for page in pdf.pages:
            assert "/Group" not in page
            for operands, operator in pikepdf.parse_content_stream(page):
                assert str(operator) in {"BT", "ET", "Tf", "Tr", "Tm", "Tj", "BDC", "BMC", "EMC", "q", "Q", "cm", "Do"}
                if str(operator) == "Tr":
                    assert operands == [3]
        check_font(pdf)
        check_metadata(pdf)


def check_font(pdf: pikepdf.Pdf) -> None:
    (font,) = {page.Resources.Font.F.objgen: page.Resources.Font.F for page in pdf.pages}.values()
    (descendant,) = font.DescendantFonts
    assert (font.Subtype, font.Encoding, descendant.Subtype) == ("/Type0", "/Identity-H", "/CIDFontType2")
    program = descendant.FontDescriptor.FontFile2
    assert len(program.read_bytes()) == program.Length1
    start, widths = descendant.W
    glyphs = descendant.CIDToGIDMap.read_bytes()
    unicode = font.ToUnicode.read_bytes().decode().partition("endcodespacerange")[2]
    codes = re.findall(r"^<(....)> <([0-9A-F]+)>$", unicode, re.MULTILINE)
    assert start == 1
    assert len(widths) == len(codes) == len(glyphs) // 2 - 1
    assert b"\0\0" not in [glyphs[at : at + 2] for at in range(2, len(glyphs), 2)], "no code shows .notdef"
    letters = [bytes.fromhex(code).decode("utf-16-be") for _, code in codes]
    assert not {"\0", "\ufeff", "\ufffe"} & set(letters)
    shown = {
        int.from_bytes(data[at : at + 2], "big")
        for page in pdf.pages
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "Tj"
        for data in [bytes(operands[0])]
        for at in range(0, len(data), 2)
    }
    assert shown <= {int(code, 16) for code, _ in codes}


def check_metadata(pdf: pikepdf.Pdf) -> None:
    assert "/Filter" not in pdf.Root.Metadata
    xmp = etree.fromstring(pdf.Root.Metadata.read_bytes().split(b"?>", 1)[1].rsplit(b"<?", 1)[0])

    def text(path: str) -> str | None:
        return xmp.findtext(f".//{path}", namespaces=NS)

    assert (text("pdfaid:part"), text("pdfaid:conformance")) == ("2", "U")
    assert text("dc:title/rdf:Alt/rdf:li") == str(pdf.docinfo.Title)
    assert text("pdf:Producer") == str(pdf.docinfo.Producer)
    assert text("dc:language/rdf:Bag/rdf:li") == str(pdf.Root.Lang)
    stamp = pdf.docinfo.get("/CreationDate")
    made = re.sub(r"\D", "", text("xmp:CreateDate") or "")
    assert re.sub(r"\D", "", str(stamp or "")) == made
    assert stamp == pdf.docinfo.get("/ModDate")


def test_an_issue_is_pdf_a(issue: Export, tmp_path: Path) -> None:
    (path,) = written(issue, tmp_path / "out", "issue").values()
    check_pdfa(path)
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title) == "Oſtmühler Anzeiger & Bote, Nr. 7, Morgenblatt, 1895-09-17"
        assert str(pdf.docinfo.CreationDate) == "D:20260504120030+00'00'"
        assert b"<rdf:li>1895-09-17</rdf:li>" in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize("name", ["zh-vertical", "de-fraktur"])
def test_a_sample_page_is_pdf_a(name: str, tmp_path: Path) -> None:
    page = sample(name)
    (path,) = written(Export((page,), source_of=lambda page: page.source), tmp_path).values()
    check_pdfa(path)


def test_without_a_scan_the_paper_is_white(tmp_path: Path) -> None:
    (path,) = written(Export((FIRST,)), tmp_path).values()
    check_pdfa(path)
    with pikepdf.open(path) as pdf:
        assert "/XObject" not in pdf.pages[0].Resources


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="there is no qpdf")
@pytest.mark.parametrize("unit", ["page", "issue", "article"])
def test_qpdf_has_no_complaint(issue: Export, unit: str, tmp_path: Path) -> None:
    for path in written(issue, tmp_path / "out", unit).values():
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "WARNING" not in done.stderr


@pytest.mark.parametrize(
    ("unit", "names"),
    [("page", ["p000001.pdf", "p000002.pdf"]), ("issue", ["i_7.pdf"]), ("article", ["a_1.pdf"])],
)
def test_there_is_a_file_for_each_unit(issue: Export, unit: str, names: list[str], tmp_path: Path) -> None:
    assert sorted(written(issue, tmp_path / "out", unit)) == names


def test_files_are_named_by_a_template_that_tells_them_apart(issue: Export, tmp_path: Path) -> None:
    named = replace(issue, options=Options(unit="page", names="{date:%Y}/{sequence:02}"))
    found = list(files(named))
    assert [file.name for file in found] == ["1895/02.pdf", "1895/01.pdf"]
    for file in found:
        assert file.file is not None
        file.file.unlink()
    alike = files(replace(issue, options=Options(unit="page", names="{issue}")))
    first = next(alike)
    assert first.file is not None
    first.file.unlink()
    with pytest.raises(UsageError, match="two files"):
        next(alike)


def test_an_issue_has_its_own_order_and_the_printed_labels(issue: Export, tmp_path: Path) -> None:
    (path,) = written(issue, tmp_path / "out", "issue").values()
    with pikepdf.open(path) as pdf:
        assert [page.label for page in pdf.pages] == ["3", "2"]
        codes = [len(page.Contents.read_bytes()) for page in pdf.pages]
    (path,) = written(replace(issue, pages=(SECOND, FIRST)), tmp_path / "out", "issue").values()
    with pikepdf.open(path) as pdf:
        assert [len(page.Contents.read_bytes()) for page in pdf.pages] == codes


def test_bookmarks_lead_to_articles_in_order(tmp_path: Path) -> None:
    other = german(make_page("p000003", "Oil lamps"))
    articles = (BROKEN, headed_article(other, "Oil \ud800(lamps)\nſ"), Article("a_3", pages=("p000003",)))
    export = Export((FIRST, SECOND, other), articles)
    (path,) = written(export, tmp_path, "issue").values()
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["Das Dampfſchiff, ja", "Oil (lamps) ſ"]
        assert [pdf.pages.index(pikepdf.Page(entry.destination[0])) for entry in outline.root] == [0, 2]


def test_a_long_first_sentence_is_cut() -> None:
    article = Article("a_1", paragraphs=(Paragraph("word " * 40),))
    assert title_of(article).endswith("word…")
    assert len(title_of(article)) <= 61


def test_the_halves_of_a_broken_word_are_tagged_with_the_whole(issue: Export, tmp_path: Path) -> None:
    (path,) = written(replace(issue, issues=()), tmp_path / "out", "issue").values()
    with pikepdf.open(path) as pdf:
        (span,) = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Span"]
        assert str(span.ActualText) == "Dampfſchiff, "
        assert [pdf.pages.index(pikepdf.Page(kid.Pg)) for kid in span.K] == [0, 1]
        assert span.P.P.S == "/Art"
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        for page in pdf.pages:
            parents = numbers[2 * int(page.StructParents) + 1]
            marks = [int(ops[1].MCID) for ops, op in pikepdf.parse_content_stream(page) if str(op) == "BDC"]
            assert marks == list(range(len(parents)))
            assert span.objgen in [parent.objgen for parent in parents]


def test_half_a_word_has_no_whole_where_the_other_half_is_elsewhere(issue: Export, tmp_path: Path) -> None:
    for path in written(issue, tmp_path / "out", "page").values():
        assert b"ActualText" not in path.read_bytes()
        with pikepdf.open(path) as pdf:
            assert all("/ActualText" not in each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))


def test_the_same_export_gives_the_same_bytes(issue: Export, tmp_path: Path) -> None:
    (one,) = written(issue, tmp_path / "one", "issue").values()
    (other,) = written(issue, tmp_path / "other", "issue").values()
    assert one.read_bytes() == other.read_bytes()


class Passing(Sequence[Page]):
    """Pages that can be gone through once."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages, self.times = pages, 0

    def __len__(self) -> int:
        raise AssertionError("pages are not counted")

    def __getitem__(self, at: object) -> Page:  # type: ignore[override]
        raise AssertionError("pages are not picked")

    def __iter__(self) -> Iterator[Page]:
        self.times += 1
        return iter(self._pages)


@pytest.mark.parametrize("unit", ["page", "issue", "article"])
def test_pages_are_gone_through_once(issue: Export, unit: str, tmp_path: Path) -> None:
    pages = Passing(issue.pages)
    assert written(replace(issue, pages=pages), tmp_path / "out", unit)
    assert pages.times == 1


@pytest.mark.parametrize("unit", ["page", "issue", "article"])
def test_a_scan_that_is_gone_is_named_and_nothing_is_left(
    unit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = Export(
        (FIRST, SECOND),
        (BROKEN,),
        source_of=lambda _: Source(str(tmp_path / "gone.tif"), "ab" * 32),
        options=Options(unit=unit),
    )  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"gone\.tif"):
        list(files(gone))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_for_temporary_files_that_is_gone_is_told(
    issue: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(OutputError, match="gone"):
        list(files(issue))


def test_nothing_to_write_is_no_file() -> None:
    assert list(find_format("pdf").files(Export())) == []
