"""METS issues of several programs: pages, files, articles; and what is amiss in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from mets_samples import DFG, NDNP, area, div, file, mets, mods, page

from correction.exchange.mets.issue import MetsIssue
from correction.exchange.mets.places import find_files, locate
from correction.exchange.mets.reader import read_mets
from ocr.errors import InputError
from ocr.page import Box

SAMPLE = Path(__file__).parents[2] / "shared" / "data" / "mets-alto"
needs_sample = pytest.mark.skipif(not SAMPLE.exists(), reason="the sample issue is not beside this checkout")

DOCWORKS = mets(
    div(
        "Newspaper",
        div(
            "ISSUE",
            div("TITLE_SECTION", div("HEADING", div("TITLE", area("B0")))),
            div(
                "CONTENT",
                div(
                    "SECTION",
                    div("HEADING", div("TITLE", area("B1"))),
                    div(
                        "ARTICLE",
                        div(
                            "HEADING",
                            div("OVERLINE", area("B2")),
                            div("TITLE", area("B3")),
                            div("SUBHEADLINE", area("B4")),
                            div("AUTHOR", area("B5")),
                        ),
                        div(
                            "BODY",
                            div(
                                "BODY_CONTENT",
                                div("PARAGRAPH", div("TEXT", area("B6")), div("TEXT", area("B7", "ALTO2"))),
                                div("HEADING", div("TITLE", area("B8", "ALTO2"))),
                                div("PARAGRAPH", div("TEXT", area("B9", "ALTO2"))),
                                div(
                                    "ILLUSTRATION",
                                    div("IMAGE", area("C1", "ALTO2")),
                                    div("CAPTION", div("PARAGRAPH", div("TEXT", area("C2", "ALTO2")))),
                                ),
                            ),
                        ),
                        ID="A1",
                        LABEL="Ein Artikel",
                    ),
                ),
                div("ADVERTISEMENT", div("TEXTBLOCK", area("D1", "ALTO2")), ID="A2"),
                div("DEATH_NOTICE", area("D2", "ALTO2"), ID="A3"),
            ),
            DMDID="ISSUE",
        ),
        LABEL="Der Bote",
    ),
    mods("ISSUE", "<mods:originInfo><mods:dateIssued>28.12.1845</mods:dateIssued></mods:originInfo>"),
)


def shape(issue: MetsIssue) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [(a.type, a.title, [(part.role, part.begin) for part in a.parts]) for a in issue.articles]


def test_docworks() -> None:
    issue = read_mets(DOCWORKS)
    assert (issue.title, issue.date, issue.notes) == ("Der Bote", "1845-12-28", ())
    assert [(p.order, p.label, p.text and p.text.id) for p in issue.pages] == [(1, "1", "ALTO1"), (2, "2", "ALTO2")]
    assert shape(issue) == [
        (
            "article",
            "Ein Artikel",
            [
                ("kicker", "B2"),
                ("headline", "B3"),
                ("deck", "B4"),
                ("credit", "B5"),
                ("body", "B6"),
                ("body", "B7"),
                ("subhead", "B8"),
                ("body", "B9"),
                ("caption", "C1"),
                ("caption", "C2"),
            ],
        ),
        ("advert", "", [("body", "D1")]),
        ("obituary", "", [("body", "D2")]),
    ]
    parts = issue.articles[0].parts
    assert parts[4].group == parts[5].group  # one paragraph over two pages
    assert len({part.group for part in parts}) == len(parts) - 1
    assert [part.begin for part in parts if part.picture] == ["C1"]
    assert [(part.role, part.begin) for part in issue.loose] == [("furniture", "B0"), ("headline", "B1")]


def test_ndnp() -> None:
    issue = read_mets(NDNP)
    assert (issue.title, issue.date) == ("Evening star (Washington, D.C.)", "1865-04-15")
    assert (issue.label, issue.edition) == ("3783", "Extra")
    (only,) = issue.pages
    assert (only.order, only.label) == (1, "A1")
    assert only.text is not None
    assert only.text.href == "../0001.xml"
    assert [image.id for image in only.images] == ["masterFile1", "serviceFile1"]
    assert (only.images[0].sha256, only.images[0].size) == ("ab", 7)
    assert issue.notes == ("the METS file has no articles",)


def test_dfg() -> None:
    issue = read_mets(DFG)
    assert (issue.title, issue.date) == ("Die Zeitung", "1845-12-28")
    assert [(p.id, [image.id for image in p.images]) for p in issue.pages] == [
        ("PHYS1", ["M1", "T1"]),
        ("PHYS2", ["M2", "T2"]),
    ]
    (article,) = issue.articles
    assert (article.title, [(part.file, part.begin, part.box) for part in article.parts]) == (
        "Ein Artikel",
        [("F2", "", None)],
    )


def test_areas_by_coordinates() -> None:
    pointer = '<fptr><par><area FILEID="IMG1" SHAPE="RECT" COORDS="10,20,110,220"/></par></fptr>'
    issue = read_mets(mets(div("Newspaper", div("ARTICLE", pointer, ID="A1"))))
    (part,) = issue.articles[0].parts
    assert (part.file, part.box) == ("ALTO1", Box(10, 20, 110, 220))


def test_the_text_is_preferred_where_a_picture_is_named_beside_it() -> None:
    both = '<area FILEID="IMG1" COORDS="0,0,9,9"/><area FILEID="ALTO1" BEGIN="B1"/>'
    issue = read_mets(mets(div("ARTICLE", f"<fptr><par>{both}</par></fptr>", ID="A1")))
    assert [part.begin for part in issue.articles[0].parts] == ["B1"]


def test_types_that_nobody_knows_are_articles_where_they_hold_text() -> None:
    issue = read_mets(mets(div("Newspaper", div("ISSUE", div("RECIPE", div("BODY", area("B1")), ID="A1")))))
    assert shape(issue) == [("article", "", [("body", "B1")])]


def test_articles_with_one_id_are_two() -> None:
    issue = read_mets(mets(div("ISSUE", div("ARTICLE", area("B1"), ID="A"), div("ARTICLE", area("B2"), ID="A"))))
    assert len({article.id for article in issue.articles}) == 2


def test_files_with_one_id_are_one_and_noted() -> None:
    data = mets("").replace(b'ID="ALTO2"', b'ID="ALTO1"').replace(b'FILEID="ALTO2"', b'FILEID="ALTO1"')
    issue = read_mets(data)
    assert issue.pages[1].text == issue.pages[0].text
    assert "two files called ALTO1" in issue.notes[0]


def test_an_empty_map_leaves_the_files() -> None:
    issue = read_mets(mets("", physical=""))
    assert [(p.text and p.text.id, [i.id for i in p.images]) for p in issue.pages] == [
        ("ALTO1", ["IMG1"]),
        ("ALTO2", ["IMG2"]),
    ]
    assert "no physical map" in issue.notes[0]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not well-formed"),
        (b"<mets", "not well-formed"),
        (b"<alto/>", "begins with <alto>"),
        (b'<mets xmlns="http://www.loc.gov/METS/"/>', "names no page"),
        (b'<!DOCTYPE mets [<!ENTITY x SYSTEM "file:///etc/passwd">]><mets LABEL="&x;"/>', "well-formed|document type"),
        (
            b'<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><mets><structMap>&b;</structMap></mets>',
            "well-formed|document type",
        ),
    ],
)
def test_what_is_no_issue_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_mets(data)


def test_divs_within_each_other_without_end_are_left() -> None:
    deep = '<div TYPE="CONTENT">' * 150 + area("B1") + "</div>" * 150
    assert read_mets(mets(deep)).articles == ()


@pytest.mark.parametrize(
    ("href", "place"),
    [
        ("alto/1.xml", "reel/issue/alto/1.xml"),
        ("./alto/1.xml", "reel/issue/alto/1.xml"),
        ("file://./alto/1.xml", "reel/issue/alto/1.xml"),
        ("alto%2F1.xml#P1", "reel/issue/alto/1.xml"),
        ("alto\\1.xml", "reel/issue/alto/1.xml"),
        ("../MASTER/1.tif", "reel/MASTER/1.tif"),
        ("../../top.tif", "top.tif"),
        ("../../../out.tif", None),
        ("../secret.txt", None),
        ("link.xml", None),
        ("/etc/passwd", None),
        ("file:///etc/passwd", None),
        ("C:/scan.tif", None),
        ("https://example.org/1.xml", None),
        ("//server/1.xml", None),
        ("", None),
        ("..", None),
        ("a\0.xml", None),
        ("x" * 5000 + ".xml", None),
    ],
)
def test_only_files_near_by_are_read(tmp_path: Path, href: str, place: str | None) -> None:
    home = tmp_path / "box" / "home"
    for name in ("reel/issue/alto/1.xml", "reel/MASTER/1.tif", "reel/secret.txt", "top.tif", "../out.tif"):
        target = home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"x")
    (home / "reel/issue/link.xml").symlink_to("/etc/hostname")
    found = locate(href, home / "reel" / "issue")
    assert (found.resolve() if found else None) == ((home / place).resolve() if place else None)


def test_files_are_found_by_name_sum_and_number(tmp_path: Path) -> None:
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of "x"
    named = file("IMG1", "http://example.org/a/first.tif", "image/tiff")
    summed = file("IMG2", "MASTER/gone.tif", "image/tiff", f'CHECKSUM="{digest}" CHECKSUMTYPE="SHA-256" SIZE="1"')
    data = mets("").replace(file("IMG1", "img/0001.jpg", "image/jpeg").encode(), named.encode())
    data = data.replace(file("IMG2", "img/0002.jpg", "image/jpeg").encode(), summed.encode())
    for name in ("first.jpg", "other.jpg", "p1.alto.xml", "p2.alto.xml", "issue-METS.xml"):
        (tmp_path / name).write_bytes(b"x" if name == "other.jpg" else b"yy")
    found = find_files(read_mets(data), tmp_path)
    assert {key: path.name for key, path in found.items()} == {
        "IMG1": "first.jpg",
        "IMG2": "other.jpg",
        "ALTO1": "p1.alto.xml",
        "ALTO2": "p2.alto.xml",
    }


def test_files_that_are_not_there_are_not_found(tmp_path: Path) -> None:
    (tmp_path / "alto").mkdir()
    (tmp_path / "alto" / "0001.xml").write_bytes(b"x")
    (tmp_path / "0002.txt").write_bytes(b"x")
    assert list(find_files(read_mets(mets("")), tmp_path)) == ["ALTO1"]


def test_every_page_has_a_name_of_its_own() -> None:
    twice = page(1, "ALTO1") + page(2, "ALTO2").replace("PAGE2", "PAGE1")
    for data in (mets("", physical=twice), mets("", physical=""), mets("", physical=twice.replace('ID="PAGE1"', ""))):
        assert len({each.id for each in read_mets(data).pages}) == 2


def test_pages_stand_as_they_are_numbered() -> None:
    issue = read_mets(mets("", physical=page(2, "ALTO2") + page(1, "ALTO1")))
    assert [each.order for each in issue.pages] == [1, 2]


@needs_sample
def test_the_sample_issue_comes_whole() -> None:
    issue = read_mets((SAMPLE / "BLB_18451228_01-METS.xml").read_bytes())
    assert [p.label for p in issue.pages] == ["1", "2", "3", "4", "5"]
    assert [len(article.parts) for article in issue.articles] == [31, 12]
    assert len(find_files(issue, SAMPLE)) == 10
