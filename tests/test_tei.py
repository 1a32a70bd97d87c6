"""Issues and pages as TEI: valid in the DTA base format, every printed line with its text, marks and place."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from page_readers import make_page
from text_pages import issue_export
from truth_pages import sample_project

from correction.article import Article, Credit, Heading, Paragraph
from correction.assemble import assemble
from correction.exchange import Export, ExportIssue, Options, find_format
from correction.exchange.pagexml.reader import read_pagexml
from correction.exchange.tei.pages import Span, flat_spans
from correction.exchange.tei.writer import files
from correction.exchange.xml_names import legal
from correction.marking import Mark
from correction.proof import prove
from correction.repair import repair
from correction.store import open_project
from ocr.page import Box, Picture

GOLDEN = Path(__file__).parent / "golden" / "exchange"
SHARED = Path(__file__).parents[2] / "shared"
SCHEMA = SHARED / "schemas" / "tei-dtabf.rng"
TEI = "{http://www.tei-c.org/ns/1.0}"
NS = {"t": TEI[1:-1]}
ID = "{http://www.w3.org/XML/1998/namespace}id"
SAMPLES = sorted(SHARED.glob("data/*/*.page.xml")) if SHARED.exists() else []

needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="the TEI schema is not beside this checkout")


@cache
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(SCHEMA), etree.XMLParser(no_network=True)))


def write(export: Export, **options: object) -> dict[str, etree._Element]:
    """The documents by name, each valid where the schema is at hand."""
    found = {}
    for file in files(replace(export, options=Options(**options))):  # type: ignore[arg-type]
        root = etree.fromstring(file.data)
        if SCHEMA.exists() and options.get("version") != "p5":
            schema().assertValid(root)
        found[file.name] = root
    return found


def lines_of(root: etree._Element) -> dict[str, str]:
    """What stands behind each line's beginning, up to the next one or to the end of its block."""
    found: dict[str, str] = {}
    for block in root.iter(*(f"{TEI}{tag}" for tag in ("head", "p", "byline", "fw", "l", "cell"))):
        now = ""
        for element, text in [(None, block.text), *_events(block)]:
            if element is not None and element.tag == f"{TEI}lb":
                now = element.get("n") or ""
            if now and not _in_furniture(element, block):
                found[now] = found.get(now, "") + (text or "")
    return {line: text.removesuffix("\n") for line, text in found.items()}


def _events(block: etree._Element) -> list[tuple[etree._Element, str | None]]:
    found: list[tuple[etree._Element, str | None]] = []
    for element in block:
        found.append((element, element.text))
        if element.tag not in {f"{TEI}fw", f"{TEI}figure"}:
            found += _events(element)
        found.append((block, element.tail) if element.tag != f"{TEI}lb" else (element, element.tail))
    return found


def _in_furniture(element: etree._Element | None, block: etree._Element) -> bool:
    return element is not None and element.tag in {f"{TEI}fw", f"{TEI}figure"} and element is not block


@pytest.mark.parametrize(("name", "options"), [("issue", {}), ("p5", {"version": "p5"})])
def test_writes_what_the_golden_file_shows(name: str, options: dict[str, str], update_golden: bool) -> None:
    (file,) = files(replace(issue_export(), options=Options(**options)))  # type: ignore[arg-type]
    golden = GOLDEN / f"tei-{name}.xml"
    if update_golden:
        golden.write_bytes(file.data)
    assert file.name == "is_1.xml"
    assert file.data.decode() == golden.read_text(encoding="utf-8")


def test_a_line_says_what_is_printed() -> None:
    (root,) = write(issue_export()).values()
    said = lines_of(root)
    assert said["l_1"] == "Der Rat be⸗"
    assert said["l_2"] == "riet <lange> und"
    assert said["l_4"] == "ſerleitung koſtet viel."
    assert said["l_h1"] + said["l_h2"] == "Die neue Waſſer-leitung"
    assert said["l_t4"] == "9,00"
    assert said["l_j"] == "Fortſetzung auf Seite 2"


def test_the_ids_are_galleys_own() -> None:
    export = issue_export()
    (root,) = write(export).values()
    ids = set(root.xpath("//@xml:id"))  # type: ignore[arg-type]
    assert {article.id for article in export.articles} <= ids
    assert {page.id for page in export.pages} <= ids
    assert {line.id for page in export.pages for line in page.lines} == set(root.xpath("//t:lb/@n", namespaces=NS))  # type: ignore[arg-type]


def test_a_line_shared_by_text_and_credit_is_cut_between_them() -> None:
    (root,) = write(issue_export()).values()
    parts = root.xpath("//*[t:lb/@n='l_5']", namespaces=NS)
    assert [(p.tag.removeprefix(TEI), "".join(p.itertext())) for p in parts] == [  # type: ignore[union-attr]
        ("p", "Man wartet."),
        ("byline", "(Eig. Ber.)"),
    ]


def test_p5_points_to_a_zone_for_every_line_and_block() -> None:
    (root,) = write(issue_export(), version="p5").values()
    ids = set(root.xpath("//@xml:id"))  # type: ignore[arg-type]
    pointers = [p for said in root.xpath("//@facs | //@corresp") for p in str(said).split()]  # type: ignore[union-attr]
    assert pointers
    assert {p.removeprefix("#") for p in pointers} <= ids
    broken = root.xpath("//t:lb[@break='no']/@n", namespaces=NS)
    assert broken == ["l_h2", "l_2", "l_4", "l_a2"]
    (unclear,) = root.iter(f"{TEI}unclear")
    assert unclear.text == "<lange>"


def test_p5_shows_where_engines_are_in_doubt_and_nobody_has_looked() -> None:
    from correction.doubts import Doubt

    doubtful = lambda page: tuple(Doubt(line, 0, 3, 0.5, "rare") for line in ("l_1", "l_2") if page.id == "p000001")  # type: ignore[arg-type]  # noqa: E731
    (root,) = write(replace(issue_export(), doubts_of=doubtful), version="p5").values()
    assert [e.text for e in root.iter(f"{TEI}unclear") if e.get("reason") == "ocr"] == ["Der"]


def test_pages_point_to_the_rest_of_what_goes_over_them() -> None:
    found = write(issue_export(), unit="page")
    assert list(found) == ["p000001.xml", "p000002.xml"]
    one, two = found.values()
    assert one.xpath("//t:div/@next", namespaces=NS) == ["p000002.xml#a_lead"]
    assert two.xpath("//t:div/@prev", namespaces=NS) == ["p000001.xml#a_lead"]
    for root, way, other in ((one, "next", two), (two, "prev", one)):
        (pointer,) = root.xpath(f"//t:p/@{way}", namespaces=NS)  # type: ignore[misc]
        assert other.xpath(f"//t:p/@xml:id = '{str(pointer).rpartition('#')[2]}'", namespaces=NS)
    both = {**lines_of(one), **lines_of(two)}
    (whole,) = write(issue_export()).values()
    assert both == lines_of(whole)


def test_a_name_template_moves_references_along() -> None:
    export = replace(issue_export(), options=Options(unit="page", names="{title}/{date}/{page}"))
    one, _ = files(export)
    assert one.name == "Der Bote/1890-05-03/p000001.xml"
    assert b'next="p000002.xml#a_lead"' in one.data
    assert b'facs="../../p000001.jpg"' in one.data


def test_issues_end_with_their_own_last_page_and_the_rest_comes_behind() -> None:
    pages = [make_page(f"p00000{n}", f"Line {n}") for n in range(1, 5)]
    articles = tuple(article for page in pages for article in assemble(page))
    issues = (ExportIssue("is_a", "A", None, pages=("p000001", "p000003")), ExportIssue("", "", pages=("p000004",)))
    found = write(Export(pages, articles, issues=issues))
    assert {name: list(lines_of(root).values()) for name, root in found.items()} == {
        "is_a.xml": ["Line 1", "Line 3"],
        "no-issue.xml": ["Line 2", "Line 4"],
    }


def test_an_article_over_two_issues_has_a_part_in_each() -> None:
    export = issue_export()
    issues = tuple(ExportIssue(f"is_{n}", "B", "1890", pages=(f"p00000{n}",)) for n in (1, 2))
    one, two = write(replace(export, issues=issues)).values()
    assert one.xpath("//t:div[@xml:id='a_lead']/@next", namespaces=NS) == ["is_2.xml#a_lead"]
    assert two.xpath("//t:div[@xml:id='a_lead']/@prev", namespaces=NS) == ["is_1.xml#a_lead"]


def test_text_without_pages_goes_out_too() -> None:
    article = Article(
        "a 1",
        language="??",
        headings=(Heading("headline", "Ein\x00 Titel"),),
        credits=(Credit("K."),),
        paragraphs=(Paragraph("Eins\nzwei", lines=("t_1", "t_2"), keeps_lines=True), Paragraph("", lines=("t_3",))),
    )
    ((name, root),) = write(Export(articles=(article, Article("a_2")))).items()
    assert name == "articles.xml"
    assert [" ".join("".join(e.itertext()).split()) for e in root.iter(f"{TEI}div")] == ["Ein Titel Eins zwei K."]
    assert write(Export()) == {}


def test_a_page_without_text_is_a_page() -> None:
    (root,) = write(Export([make_page("7 page")])).values()
    assert len(list(root.iter(f"{TEI}pb"))) == 1


def test_the_table_says_what_there_is() -> None:
    row = find_format("tei")
    assert (row.target, row.units, row.versions) == ("folder", ("issue", "page"), ("dtabf", "p5"))


@needs_schema
@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_pages_of_the_shared_data_are_valid(file: Path) -> None:
    data = file.read_bytes()
    page = read_pagexml(data, "p000001")
    articles = repair(assemble(page))
    for unit in ("issue", "page"):
        (root,) = write(Export((page,), articles), unit=unit).values()
        printed = {line.id: legal(page.text_of(line.id)) for line in page.lines if page.text_of(line.id).strip()}
        said = lines_of(root)
        assert {line: said.get(line) for line in printed} == printed


PRINTED = st.text(
    st.characters(codec=None, exclude_categories=[])
    | st.sampled_from("<&>'\"\u202e\u200f\ufeff\x00\x0b\ud800⸗ſ-豈﨩 \u0301"),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() and not re.search(r"[\n\r]", text))


@settings(max_examples=60)
@given(
    st.lists(PRINTED, min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.sampled_from(["unclear", "supplied"])), max_size=3),
    st.sampled_from(["dtabf", "p5"]),
)
def test_any_text_survives(texts: list[str], spans: list[tuple[int, int, str]], version: str) -> None:
    page = make_page("p000001", *texts)
    marks = {line.id: tuple(Mark(*span, "x", "d") for span in spans) for line in page.lines}  # type: ignore[arg-type]
    export = Export((page,), assemble(page), marks={"p000001": marks}, doubts_of=lambda page: ())
    (root,) = write(export, version=version).values()
    said = lines_of(root)
    assert [said.get(line.id, "") for line in page.lines] == [legal(text) for text in texts]


def test_of_marks_on_one_letter_the_strongest_holds() -> None:
    spans = [Span(2, 6, "unclear"), Span(4, 9, "gap"), Span(5, 5, "gap"), Span(9, 9, "gap"), Span(-1, 1, "supplied")]
    assert [(s.start, s.end, s.kind) for s in flat_spans(spans, 9)] == [
        (0, 1, "supplied"),
        (2, 4, "unclear"),
        (4, 9, "gap"),
        (9, 9, "gap"),
    ]


def test_ids_that_stand_twice_or_that_xml_forbids_give_way() -> None:
    pages = [replace(make_page(name, "Line"), pictures=(Picture("l 1", Box(1, 1, 9, 9)),)) for name in ("1 p", "p:2")]
    articles = tuple(replace(article, id="1/a") for page in pages for article in assemble(page))
    for version in ("dtabf", "p5"):
        (root,) = write(Export(pages, articles, doubts_of=lambda page: ()), version=version).values()
        ids = [str(name) for name in root.xpath("//@xml:id")]  # type: ignore[union-attr]
        assert len(ids) == len(set(ids))
        assert len(list(root.iter(f"{TEI}div"))) == 2


def test_a_caption_goes_with_the_nearest_picture_of_its_article_and_page() -> None:
    (root,) = write(issue_export()).values()
    figures = {e.get(ID): "".join(e.itertext()).strip() for e in root.iter(f"{TEI}figure")}
    assert figures == {"i_1": "Der Brunnen", "i_2": ""}


def test_no_white_space_comes_between_lines_of_han() -> None:
    page = replace(make_page("p000001", "渡口今天", "開放。", "See", "Paris"), language="zh")
    (root,) = write(Export((page,), assemble(page))).values()
    assert "".join(next(root.iter(f"{TEI}body")).itertext()).strip() == "渡口今天開放。See\nParis"


def test_pictures_are_referred_to_where_they_lie(tmp_path: Path) -> None:
    sample_project(tmp_path / "P", "en")
    with closing(open_project(tmp_path / "P")) as project:
        written = {file.name: file.data for file in files(prove(project))}
    (picture,) = (name for name in written if name.startswith("images/"))
    (text,) = (data for name, data in written.items() if name.endswith(".xml"))
    assert f'facs="{picture}"'.encode() in text
    assert b"images/images" not in text
