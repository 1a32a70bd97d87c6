"""PAGE files of other makers: read soundly, and written again with all that they say."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from correction.exchange import Export, Original
from correction.exchange.pagexml import terms
from correction.exchange.pagexml.reader import read_pagexml
from correction.exchange.pagexml.writer import files, write_pagexml
from ocr.errors import InputError
from ocr.page import Box, Item, Page, new_id

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

import round_trip_page

GOLDEN = Path(__file__).parent / "golden" / "exchange"
TRANSKRIBUS = (GOLDEN / "transkribus.page.xml").read_bytes()
ESCRIPTORIUM = (GOLDEN / "escriptorium.page.xml").read_bytes()
SHARED = Path(__file__).parents[2] / "shared"
SCHEMA = SHARED / "schemas" / "page-2019-07-15.xsd"
NS = {"p": terms.NAMESPACE}
HEAD = '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/{}">'
PAGE = '<Page imageFilename="a.png" imageWidth="100" imageHeight="80">{}</Page></PcGts>'


def simple(body: str, year: str = "2019-07-15", declared: str = "") -> bytes:
    return f"{declared}{HEAD.format(year)}{PAGE.format(body)}".encode()


def line(text: str, rest: str = "") -> str:
    said = f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv>"
    body = f'<TextLine id="l"><Coords points="0,0 90,0 90,20"/>{said}{rest}</TextLine>'
    return f'<TextRegion id="r"><Coords points="0,0 90,0 90,20"/>{body}</TextRegion>'


def said(page: Page) -> list[str]:
    return [page.text_of(each.id) for each in page.lines]


def assert_valid(data: bytes) -> None:
    if SCHEMA.exists():
        etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(etree.fromstring(data))


def imported(data: bytes, page_id: str = "p000007", times: int = 2) -> Page:
    """A page as a project has it: ids of its own, in the size of its image."""
    page = read_pagexml(data, page_id)

    def grown(box: Box) -> Box:
        return Box(box.left * times, box.top * times, box.right * times, box.bottom * times)

    regions, names = [], {}
    for region in page.regions:
        lines = []
        for each in region.lines:
            names[each.id] = new_id("l", page_id, each.id)
            box = grown(each.box)
            polygon = tuple((x * times, y * times) for x, y in each.polygon)
            baseline = tuple((x * times, y * times) for x, y in each.baseline)
            lines.append(replace(each, id=names[each.id], box=box, polygon=polygon, baseline=baseline))
        item = new_id("a", page_id, region.item) if region.item else None
        name = new_id("r", page_id, region.id)
        regions.append(replace(region, id=name, box=grown(region.box), lines=tuple(lines), item=item))
    readings = [
        replace(r, lines={names[key]: text.moved(grown) for key, text in r.lines.items()}) for r in page.readings
    ]
    return replace(
        page,
        width=page.width * times,
        height=page.height * times,
        regions=tuple(regions),
        items=tuple(Item(new_id("a", page_id, item.id), item.type) for item in page.items),
        separators=tuple(replace(s, id=new_id("s", page_id, s.id), box=grown(s.box)) for s in page.separators),
        pictures=tuple(replace(s, id=new_id("i", page_id, s.id), box=grown(s.box)) for s in page.pictures),
        readings=tuple(readings),
    )


@pytest.mark.parametrize("data", [TRANSKRIBUS, ESCRIPTORIUM], ids=["transkribus", "escriptorium"])
def test_a_file_read_written_and_read_is_equal_and_stays_so(data: bytes) -> None:
    page = read_pagexml(data)
    written = write_pagexml(page, original=data)
    assert_valid(written)
    again = read_pagexml(written)
    assert again.regions == page.regions
    assert (again.separators, again.pictures, again.items) == (page.separators, page.pictures, page.items)
    assert [r.lines for r in again.readings] == [r.lines for r in page.readings]
    assert write_pagexml(again, original=written) == written


def test_transkribus_says_what_is_an_article_a_table_an_advert() -> None:
    page = read_pagexml(TRANSKRIBUS)
    found = [(region.item, [page.text_of(each.id) for each in region.lines]) for region in page.regions]
    assert (
        found
        == [
            ("a1", ["Rat tagt"]),
            (None, ["x"]),
            ("a2", ["best"]),
            ("a1", ["only plain"]),
            (None, ["12"]),
            (None, []),
            ("b1", ["no lines here", "second"]),
            (None, ["doubled"]),
            ("ad", ["Kauft!"]),
        ]
        or found[2][0] == "a2"
    )
    assert {item.id: item.type for item in page.items}["ad"] == "advert"
    assert "the id r2 stands there twice, line 29" in page.notes


def test_ids_of_the_file_are_written_in_a_project_too() -> None:
    page = imported(TRANSKRIBUS)
    export = Export((page,), original_of=lambda _: Original("page", "tr.xml", TRANSKRIBUS))
    (file,) = files(export)
    assert_valid(file.data)
    root = etree.fromstring(file.data)
    names = [each.get("id") for each in root.iterfind(".//p:TextLine", NS)]
    assert {"l1", "l2", "l3", "t1", "adl"} <= set(names)
    assert root.find(".//p:TableRegion", NS).get("id") == "tbl"
    assert root.find(".//p:TableRegion/p:Coords", NS).get("points") == "400,400 800,400 800,600 400,600"
    word = root.find(".//p:Word", NS)
    assert word.get("id") == f"w_{new_id('l', page.id, 'l3')}_0"
    assert word.find("p:Coords", NS).get("points") == "20,20 40,22 40,40 20,40"
    assert word.find("p:Glyph/p:Coords", NS).get("points") == "20,20 22,22"


def test_what_is_unknown_stands_in_a_valid_place() -> None:
    root = etree.fromstring(write_pagexml(read_pagexml(TRANSKRIBUS), original=TRANSKRIBUS))
    kept = {each.get("name"): each.get("value") for each in root.iterfind(".//p:UserAttribute", NS)}
    assert kept["primaryLanguage"] == "GermanStandard"
    assert kept["leftBorderVisible"] == "true"
    assert 'docId="1"' in kept["TranskribusMetadata"]
    assert '<Property key="a" value="b">' in kept["TranskribusMetadata"]
    assert root.find(".//p:TextLine[@id='l1']/p:TextStyle", NS).get("fontFamily") == "Arial"
    assert root.find(".//p:TableCellRole", NS).get("rowIndex") == "0"
    assert [e.tag.rpartition("}")[2] for e in root.find(".//p:Relation", NS)] == ["SourceRegionRef", "TargetRegionRef"]
    graphic = root.find(".//p:GraphicRegion", NS)
    assert (graphic.get("id"), graphic.get("type")) == ("gr", "logo")
    assert root.find(".//p:SeparatorRegion", NS).get("colour") == "black"
    order = [each.get("regionRef") for each in root.iterfind(".//p:ReadingOrder//p:RegionRefIndexed", NS)]
    assert order.index("tbl") < order.index("c1")


def test_a_correction_moves_the_spans_of_a_line_and_leaves_the_rest() -> None:
    page = read_pagexml(TRANSKRIBUS)
    root = etree.fromstring(write_pagexml(page, {"l1": "Der Rat tagt", "l2": "bester"}, original=TRANSKRIBUS))
    corrected = root.find(".//p:TextLine[@id='l1']", NS)
    assert "person {offset:4; length:3; lastname:Rat;}" in corrected.get("custom")
    assert [w.findtext(".//p:Unicode", namespaces=NS) for w in corrected.iterfind("p:Word", NS)] == [
        "Der",
        "Rat",
        "tagt",
    ]
    equivs = list(root.iterfind(".//p:TextLine[@id='l2']/p:TextEquiv", NS))
    assert [e.findtext("p:Unicode", namespaces=NS) for e in equivs] == ["bester", "best", "zweitbest"]
    assert equivs[0].get("dataType") is None
    assert equivs[0].find("p:PlainText", NS) is None


def test_a_corrected_word_keeps_its_dress_but_not_its_characters() -> None:
    glyph = '<Glyph id="g{0}"><Coords points="0,0 9,9"/><TextEquiv><Unicode>{0}</Unicode></TextEquiv></Glyph>'
    word = '<Word id="w{0}" language="German"><Coords points="{1},0 {2},20"/>{3}<TextEquiv><Unicode>{0}</Unicode>{4}'
    end = '</TextEquiv><TextStyle bold="true"/></Word>'
    words = [word.format(text, x, x + 40, glyph.format(text), end) for text, x in (("Der", 0), ("Rad", 50))]
    body = line("Der Rad").replace("<TextEquiv>", "".join(words) + "<TextEquiv>", 1)
    data = simple(body)
    written = write_pagexml(read_pagexml(data), {"l": "Der Rat"}, original=data)
    assert_valid(written)
    first, second = etree.fromstring(written).iterfind(".//p:Word", NS)
    assert first.find("p:Glyph", NS) is not None
    assert second.find("p:Glyph", NS) is None
    assert second.findtext("p:TextEquiv/p:Unicode", namespaces=NS) == "Rat"
    assert (second.get("language"), second.find("p:TextStyle", NS).get("bold")) == ("German", "true")


def test_what_was_taken_out_does_not_come_back() -> None:
    page = read_pagexml(TRANSKRIBUS)
    fewer = replace(page, regions=tuple(region for region in page.regions if region.id not in ("c1", "adt", "r2")))
    written = write_pagexml(fewer, original=TRANSKRIBUS)
    assert_valid(written)
    again = read_pagexml(written)
    assert {"c1", "adt", "r2"} & {region.id for region in again.regions} == set()
    assert b"Relations" not in written  # one of its two ends is gone


def test_order_that_a_person_changed_is_what_is_read_again() -> None:
    page = read_pagexml(TRANSKRIBUS)
    first = page.regions[0]
    body = "".join(
        f'<TextLine id="t{n}" custom="readingOrder {{index:{n};}}"><Coords points="0,{n} 9,{n} 9,{n + 1}"/></TextLine>'
        for n in range(3)
    )
    data = simple(f'<TextRegion id="r"><Coords points="0,0 9,0 9,9"/>{body}</TextRegion>')
    page = read_pagexml(data)
    (first,) = page.regions
    turned = replace(page, regions=(replace(first, lines=first.lines[::-1]),))
    again = read_pagexml(write_pagexml(turned, original=data))
    assert [each.id for each in again.lines] == ["t2", "t1", "t0"]


def test_baselines_words_and_plain_texts_are_enough() -> None:
    page = read_pagexml(ESCRIPTORIUM)
    loose = next(each for each in page.lines if each.id == "e3")
    assert loose.box.left == 10
    assert loose.box.top < 10 < loose.box.bottom
    words = '<Word><Coords points="0,0 9,9"/><TextEquiv><Unicode>{}</Unicode></TextEquiv></Word>'
    body = f'<TextRegion id="r"><TextLine id="l">{words.format("Der")}{words.format("Rat")}</TextLine></TextRegion>'
    page = read_pagexml(simple(body, "2016-07-15"))
    assert said(page) == ["Der Rat"]
    assert page.lines[0].box == Box(0, 0, 9, 9)
    assert said(read_pagexml(simple(body.replace("Der", "本報").replace("Rat", "訊")))) == ["本報訊"]


@pytest.mark.parametrize("year", ["2010-03-19", "2013-07-15", "2016-07-15", "2017-07-15", "2018-07-15", "2024-07-15"])
def test_every_year_is_read(year: str) -> None:
    page = read_pagexml(simple(line("text"), year))
    assert said(page) == ["text"]
    assert_valid(write_pagexml(page, original=simple(line("text"), year)))


def test_ids_that_were_missing_do_not_pass_for_ones_that_are_everywhere_single() -> None:
    data = simple(line("text").replace(' id="l"', "").replace(' id="r"', ""))
    page = read_pagexml(data)
    assert all(name.startswith("made_") for name in (page.regions[0].id, page.lines[0].id))
    (file,) = files(Export((imported(data),), original_of=lambda _: Original("page", "a.xml", data)))
    assert b"made_" not in file.data


def test_marks_of_direction_are_text() -> None:
    data = simple(line("שלום\u200f (\u202b12\u202c)"))
    assert said(read_pagexml(write_pagexml(read_pagexml(data), original=data))) == ["שלום\u200f (\u202b12\u202c)"]


DECLARED = '<?xml version="1.0" encoding="{}"?>\n'


@pytest.mark.parametrize(
    ("declared", "real", "note"),
    [
        ("UTF-8", "cp1252", "read as cp1252"),
        ("ISO-8859-1", "utf-8", "read as utf-8"),
        ("no-such", "utf-8", "read as utf-8"),
        ("UTF-16", "utf-8", "read as utf-8"),
        ("ISO-8859-1", "iso-8859-1", None),
        ("UTF-16", "utf-16", None),
    ],
)
def test_the_encoding_that_a_file_has_counts(declared: str, real: str, note: str | None) -> None:
    data = simple(line("Zürich über"), declared=DECLARED.format(declared)).decode().encode(real)
    page = read_pagexml(data)
    assert said(page) == ["Zürich über"]
    assert (note or "") in "".join(page.notes)
    assert bool(page.notes) == bool(note)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (simple(line("a"))[:-40], "line 1"),
        (simple(line("a\n\n<b>")), "line 3"),
        (b"\n<!DOCTYPE PcGts [<!ENTITY l0 'ha'>" + LAUGHS.encode() + b"]><PcGts>&l8;</PcGts>", "line"),
        (b"<!DOCTYPE PcGts SYSTEM 'http://127.0.0.1:9/x.dtd'><PcGts/>", "document type, line 1"),
        (simple("").replace(b'imageWidth="100"', b'imageWidth="0"'), "imageWidth is not a number of pixels, line 1"),
    ],
)
def test_what_is_broken_is_refused_with_its_line(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_pagexml(data)


@pytest.mark.skipif(not (SHARED / "data").exists(), reason="the sample data is not beside this checkout")
@pytest.mark.parametrize("place", sorted((SHARED / "data").glob("*/*.page.xml")), ids=lambda p: p.name)
def test_published_pages_lose_nothing(place: Path) -> None:
    data = place.read_bytes()
    assert_valid(write_pagexml(read_pagexml(data), original=data))
    lost = Counter(kind for kind, _ in round_trip_page.lost(data, Counter()))
    # Outlines beyond the page are cut to it; a region's text is that of its lines.
    assert lost.pop("forgotten", 0) <= 12
    assert not lost
