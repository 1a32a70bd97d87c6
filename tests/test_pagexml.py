"""Pages out as PAGE-XML, valid against the schema, and back."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from correction.doubts import Doubt
from correction.exchange import Export, find_format
from correction.exchange.pagexml import terms
from correction.exchange.pagexml.reader import read_pagexml
from correction.exchange.pagexml.writer import write_pagexml
from ocr.errors import InputError
from ocr.page import (
    Box,
    Item,
    LineText,
    Page,
    Picture,
    Reading,
    Separator,
    Source,
    TextLine,
    TextRegion,
    Transform,
    Word,
)

GOLDEN = Path(__file__).parent / "golden" / "exchange"
SHARED = Path(__file__).parents[2] / "shared"
SCHEMA = SHARED / "schemas" / "page-2019-07-15.xsd"
NS = {"p": terms.NAMESPACE}

needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="the PAGE schema is not beside this checkout")


@cache
def schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.parse(str(SCHEMA), parser))


def assert_valid(data: bytes) -> None:
    if SCHEMA.exists():
        schema().assertValid(etree.fromstring(data))


def line(name: str, box: Box, direction: str = "horizontal") -> TextLine:
    foot = max(0, box.bottom - 2)
    baseline = ((box.left, foot), (box.right, foot))
    return TextLine(name, box, box.polygon, baseline, direction)  # type: ignore[arg-type]


BOXES = {f"l_{n}": Box(40, 20 + 30 * n, 360, 44 + 30 * n) for n in range(1, 9)}
BASE = Reading(
    "rd_tess",
    engine="tesseract",
    model="deu",
    version="5.3.0",
    settings={"psm": "13"},
    run="2026-11-23T20:32:00+00:00",
    seconds=1.5,
    lines={
        "l_1": LineText("Seite 7", 0.5),
        "l_2": LineText(
            "Der neue Speicher", 0.91, (Word("Der", Box(40, 80, 90, 104), 0.9), Word(" ", Box(90, 80, 95, 104)))
        ),
        "l_3": LineText("Der Rat be-", 0.8),
        "l_4": LineText("riet lange.", None),
        "l_5": LineText("Oil lamps"),
        "l_6": LineText(""),
    },
)
OTHER = Reading("rd_rapid", "rapidocr", "PP-OCRv6", "3.10", {"l_2": LineText("Der neue Spcicher", 0.7)}, seconds=0.25)
PAGE = Page(
    id="p000001",
    source=Source("box 1.tif", "ab" * 32, frame=2, crop=Box(0, 0, 400, 300)),
    width=400,
    height=300,
    dpi=300,
    language="de",
    script="fraktur",
    direction="horizontal",
    transform=Transform(-0.75),
    regions=(
        TextRegion("r_0", Box(40, 5, 360, 44), "furniture", (line("l_1", BOXES["l_1"]),)),
        TextRegion("r_1", BOXES["l_2"], "headline", (line("l_2", BOXES["l_2"]),), "i_1"),
        TextRegion("r_2", BOXES["l_3"], "body", (line("l_3", BOXES["l_3"]),), "i_1"),
        TextRegion("r_3", BOXES["l_5"], "body", (line("l_5", BOXES["l_5"]),), "i_2"),
        TextRegion("r_4", BOXES["l_4"], "body", (line("l_4", BOXES["l_4"]),), "i_1", continues=True),
        TextRegion("r_5", BOXES["l_6"], "inset", (line("l_6", BOXES["l_6"], "vertical"),), "i_1"),
    ),
    items=(Item("i_1"), Item("i_2", "advert"), Item("i_3", "picture")),
    separators=(Separator("s_1", Box(198, 40, 200, 260), "vertical"),),
    pictures=(Picture("pic_1", Box(210, 200, 350, 280), "i_3"), Picture("pic_2", Box(210, 100, 350, 150))),
    readings=(BASE, OTHER),
    base="rd_tess",
    notes=("tilted", "read twice"),
)


def carried(page: Page) -> Page:
    """The page without what PAGE has no place for."""
    readings = []
    for reading in page.readings:
        texts = {}
        for name, text in reading.lines.items():
            words = tuple(w for w in text.words if w.text.strip()) if reading.id == page.base else ()
            texts[name] = replace(text, words=words)
        readings.append(replace(reading, lines=texts))
    return replace(page, readings=tuple(readings), source=replace(page.source, path=Path(page.source.path).name))


def find(data: bytes, path: str) -> list[etree._Element]:
    return etree.fromstring(data).findall(path, NS)


def test_page_written_and_read_is_equal() -> None:
    assert read_pagexml(write_pagexml(PAGE)) == carried(PAGE)


def test_page_is_the_golden_file(update_golden: bool) -> None:
    (file,) = find_format("page").files(Export(pages=(PAGE,), texts={"p000001": {"l_3": "Der Rat beriet"}}))
    assert file.name == "p000001.xml"
    written = file.data.decode().partition("</Creator>")[2]  # the version stands before
    golden = GOLDEN / "page.xml"
    if update_golden:
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")
    assert_valid(file.data)


@needs_schema
def test_page_is_valid() -> None:
    schema().assertValid(etree.fromstring(write_pagexml(PAGE)))


def test_reviewed_text_comes_first_and_is_the_base_when_read() -> None:
    data = write_pagexml(PAGE, {"l_2": "Der neue Speicher!", "l_6": "neu"})
    equivs = find(data, ".//p:TextLine[@id='l_2']/p:TextEquiv")
    assert [(e.get("index"), e[0].text) for e in equivs] == [
        ("0", "Der neue Speicher!"),
        ("1", "Der neue Speicher"),
        ("2", "Der neue Spcicher"),
    ]
    assert [e.get("comments") for e in equivs] == [None, "reading rd_tess", "reading rd_rapid"]
    assert equivs[0].get("conf") is None
    words = find(data, ".//p:TextLine[@id='l_2']/p:Word")
    assert [word.get("id") for word in words] == ["w_l_2_0", "w_l_2_1", "w_l_2_2"]
    assert [word.findtext("p:TextEquiv/p:Unicode", namespaces=NS) for word in words] == ["Der", "neue", "Speicher!"]
    assert [word.find("p:TextEquiv", NS).get("conf") for word in words] == ["0.9", None, None]
    back = read_pagexml(data)
    assert back.text_of("l_2") == "Der neue Speicher!"
    assert back.text_of("l_6") == "neu"
    assert back.text_of("l_3") == "Der Rat be-"
    assert [reading.engine for reading in back.readings] == ["tesseract", "rapidocr", "reviewed"]
    assert write_pagexml(back).count(b"<Unicode>neu</Unicode>") >= 1
    assert_valid(data)


def test_every_region_stands_once_in_the_reading_order() -> None:
    data = write_pagexml(PAGE)
    references = [e.get("regionRef") for e in find(data, ".//p:ReadingOrder//p:RegionRefIndexed")]
    assert references == ["r_0", "r_1", "r_2", "r_3", "r_4", "r_5", "pic_1"]
    groups = find(data, ".//p:OrderedGroupIndexed")
    assert [(g.get("type"), g.get("continuation")) for g in groups] == [
        ("article", None),
        ("other", None),
        ("article", "true"),
        ("figure", None),
    ]


def test_types_and_languages_are_words_of_the_schema() -> None:
    data = write_pagexml(replace(PAGE, language="zh-Hant", script="han", direction="vertical"))
    page = find(data, "p:Page")[0]
    assert page.get("primaryScript") == "Hant - Han (Traditional variant)"
    assert page.get("readingDirection") == "top-to-bottom"
    assert page.get("textLineOrder") == "right-to-left"
    kinds = [region.get("type") for region in find(data, ".//p:TextRegion")]
    assert kinds == ["header", "heading", "paragraph", "paragraph", "paragraph", "floating"]
    assert_valid(data)
    assert read_pagexml(data).language == "zh-Hant"


def test_empty_page_is_valid_and_comes_back() -> None:
    blank = replace(PAGE, regions=(), items=(), separators=(), pictures=(), readings=(), base="", notes=("blank page",))
    data = write_pagexml(blank)
    assert_valid(data)
    assert read_pagexml(data) == blank


def test_time_is_the_newest_run_or_what_is_asked_for() -> None:
    assert find(write_pagexml(PAGE), ".//p:Created")[0].text == "2026-11-23T20:32:00Z"
    asked = write_pagexml(PAGE, created=datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert find(asked, ".//p:LastChange")[0].text == "2020-01-02T03:04:05Z"
    assert find(write_pagexml(replace(PAGE, readings=())), ".//p:Created")[0].text == "1970-01-01T00:00:00Z"


def test_text_is_kept_as_printed_but_for_what_xml_forbids() -> None:
    # U+F914 is a compatibility ideograph that NFC would replace.
    odd = replace(BASE, lines={"l_2": LineText("ſo\x00\x0b <&> \uf914 ⸗\ud800\uffff")})
    data = write_pagexml(replace(PAGE, readings=(odd,)))
    assert_valid(data)
    assert read_pagexml(data).text_of("l_2") == "ſo <&> \uf914 ⸗"


def test_marks_lie_in_the_text_without_what_xml_forbids() -> None:
    odd = replace(BASE, lines={"l_2": LineText("a\x00b\ud800𝔄c\uffffd", 0.5)})
    marks = [Doubt("l_2", at, 1, 0.5, "unusual") for at in (0, 1, 4, 5, 7)]
    data = write_pagexml(replace(PAGE, readings=(odd,)), doubtful=marks)
    (custom,) = (each.get("custom") for each in find(data, ".//p:TextLine[@custom]"))
    assert [span for _, *span in terms.read_marks(custom)] == [
        [0, 1],
        [2, 1],
        [3, 1],
        [4, 1],
    ]  # of ab𝔄cd; U+0000 is gone with its mark


def test_places_outside_the_page_and_strange_ids_stay_valid() -> None:
    lost = TextLine("7 of 9", Box(-5, -5, 900, 20), ((-5, -5), (900, 20)), ((3, 3),))
    region = TextRegion("7 of 9", Box(-9, -9, 0, 0), "body", (lost, replace(lost, id="r_1")), "an; odd {item}: x")
    page = replace(PAGE, id="seite 1", regions=(region, replace(region, id="r_1", lines=())), items=())
    data = write_pagexml(page)
    assert_valid(data)
    assert find(data, ".//p:TextLine/p:Coords")[0].get("points") == "0,0 400,0 400,20 0,20"
    assert read_pagexml(data).regions[0].item == "an; odd {item}: x"
    (file,) = find_format("page").files(Export(pages=(page,)))
    assert "/" not in file.name
    assert " " not in file.name


SIDE = st.integers(0, 180)
BOX = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), SIDE, SIDE, st.integers(1, 200), st.integers(1, 100))
PRINTED = st.text(st.sampled_from("ab ſ⸗ß報〓\uf914<&>\"'-\n"), max_size=8)
ROLES = ("body", "headline", "kicker", "deck", "subhead", "inset", "credit", "caption", "jump", "furniture")


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Pages as layout and engines make them, with any mixture of roles, items, directions and texts."""
    kinds = draw(st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(["i_a", "i b", None])), max_size=5))
    regions, base, other = [], {}, {}
    for number, (role, item) in enumerate(kinds):
        lines = []
        for index in range(draw(st.integers(0, 2))):
            box, name = draw(BOX), f"l_{number}_{index}"
            lines.append(line(name, box, draw(st.sampled_from(["horizontal", "vertical"]))))
            if draw(st.booleans()):
                words = draw(st.lists(st.builds(Word, PRINTED, BOX, st.none() | st.floats(0, 1)), max_size=2))
                base[name] = LineText(draw(PRINTED), draw(st.none() | st.floats(0, 1)), tuple(words))
            if draw(st.booleans()):
                other[name] = LineText(draw(PRINTED))
        regions.append(TextRegion(f"r_{number}", draw(BOX), role, tuple(lines), item, draw(st.booleans())))
    seen = dict.fromkeys(region.item for region in regions if region.item)
    types = st.sampled_from(["article", "advert", "table"])
    return replace(
        PAGE,
        direction=draw(st.sampled_from(["horizontal", "vertical"])),
        language=draw(st.sampled_from(["zh", "zh-Hant", "en", "fr"])),
        script=draw(st.sampled_from(["latin", "fraktur", "han"])),
        regions=tuple(regions),
        items=tuple(Item(name, draw(types)) for name in seen),
        pictures=(),
        readings=(replace(BASE, lines=base), replace(OTHER, lines=other)),
    )


@settings(max_examples=60, deadline=None)
@given(pages())
def test_any_page_written_is_valid_and_read_is_equal(page: Page) -> None:
    data = write_pagexml(page)
    assert_valid(data)
    again = read_pagexml(data)
    assert again == carried(page)
    assert write_pagexml(again, original=data) == data  # nothing is carried twice


ELSEWHERE = """<?xml version="1.0"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15">
  <!-- a remark -->
  <Metadata><Creator>Some tool</Creator><Created>2013-01-01T00:00:00</Created><Comments>x</Comments></Metadata>
  <Page imageFilename="a.jpg" imageWidth="100" imageHeight="80">
    <ReadingOrder><OrderedGroup id="ro"><RegionRefIndexed index="1" regionRef="b"/>
      <RegionRefIndexed index="0" regionRef="a"/></OrderedGroup></ReadingOrder>
    <TextRegion id="c"><Coords points="0,60 9,70"/><TextLine><Coords points=""/></TextLine></TextRegion>
    <TextRegion id="b" type="paragraph" custom="readingOrder {index:1;} structure {id:art1; type:article;}">
      <Coords points="0.4,20.0 50.6,20 50,40"/>
      <TextLine id="b1"><Coords points="0,20 50,40"/><TextEquiv index="1"><Unicode>worse</Unicode></TextEquiv>
        <TextEquiv index="0" conf="0.5"><Unicode>better</Unicode></TextEquiv></TextLine></TextRegion>
    <TextRegion id="a" type="page-number"><Coords><Point x="1" y="2"/><Point x="30" y="9"/></Coords>
      <TextLine id="a1"><Coords points="1,2 30,9"/><TextEquiv><Unicode>7</Unicode></TextEquiv></TextLine></TextRegion>
    <GraphicRegion id="g"><Coords points="60,0 90,0 90,30"/></GraphicRegion>
    <SeparatorRegion id="s"><Coords points="0,50 99,51"/></SeparatorRegion>
  </Page>
</PcGts>"""


def test_file_from_elsewhere_is_read() -> None:
    page = read_pagexml(ELSEWHERE.encode())
    assert [(r.id, r.role, r.item, r.box) for r in page.regions] == [
        ("a", "furniture", None, Box(1, 2, 30, 9)),
        ("b", "body", "art1", Box(0, 20, 51, 40)),
        ("c", "body", None, Box(0, 60, 9, 70)),
    ]
    assert [page.text_of(line.id) for line in page.lines] == ["7", "better", ""]
    assert page.readings[0].model == "Some tool"
    assert page.separators[0].direction == "horizontal"
    assert page.pictures[0].box == Box(60, 0, 90, 30)
    assert page.notes == ("some lines have no place on the page",)
    assert_valid(write_pagexml(page))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not well-formed"),
        (b"<PcGts>", "not well-formed"),
        (b"<alto/>", "not PAGE-XML"),
        (b"<PcGts/>", "no Page element"),
        (b'<PcGts><Page imageFilename="a" imageWidth="x" imageHeight="1"/></PcGts>', "imageWidth"),
        (b'<!DOCTYPE PcGts [<!ENTITY a SYSTEM "file:///etc/hostname">]><PcGts>&a;</PcGts>', "document type"),
    ],
)
def test_what_is_not_page_is_refused_in_words(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_pagexml(data)


@pytest.mark.skipif(not (SHARED / "data").exists(), reason="the sample data is not beside this checkout")
@pytest.mark.parametrize("place", sorted((SHARED / "data").glob("*/*.page.xml")), ids=lambda p: p.name)
def test_published_pages_are_read_and_written_anew(place: Path) -> None:
    page = read_pagexml(place.read_bytes())
    assert sum(bool(page.text_of(line.id)) for line in page.lines) > 20
    again = read_pagexml(write_pagexml(page))
    assert [page.text_of(line.id) for line in page.lines] == [again.text_of(line.id) for line in again.lines]
    assert_valid(write_pagexml(page))


def test_naming_a_format_does_not_import_lxml() -> None:
    said = "import sys, correction.exchange, correction.exchange.target; sys.exit('lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], cwd=Path(__file__).parents[1], check=False).returncode == 0
