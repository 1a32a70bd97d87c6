"""A page that was imported from ALTO goes out as it came in, but for what was corrected."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alto_files import FILES, NS, alto, assert_valid, block, described, line, needs_files, needs_schema, string
from lxml import etree

from correction.article import Article, Hyphen, Paragraph
from correction.exchange import Export, Options, Original
from correction.exchange.alto.reader import read_alto
from correction.exchange.alto.writer import write_alto
from ocr.page import Box, Page, new_id

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
import round_trip_alto as trip

WORDS = string("Der", 100, 60, more='ID="s1" WC="0.50" CC="0 1 2" STYLEREFS="st" STYLE="bold"') + (
    '<SP ID="sp1" HPOS="161" VPOS="103" WIDTH="8"/>' + string("Rat", 170, 50, more='ID="s2" WC="0.7" TAGREFS="ne"')
)
BROKEN = string("Zei", 100, 60, top=150, more='SUBS_TYPE="HypPart1" SUBS_CONTENT="Zeitung"') + '<HYP CONTENT="\u00ad"/>'
ENDED = string("tung", 100, 60, top=200, more='SUBS_TYPE="HypPart2" SUBS_CONTENT="Zeitung"')
STYLES = '<Styles><TextStyle ID="st" FONTSIZE="8.5"/><ParagraphStyle ID="par" ALIGN="Block"/></Styles>'
TAGS = (
    '<Tags><NamedEntityTag ID="ne" TYPE="place" LABEL="Rat" URI="urn:x"/>'
    '<StructureTag ID="art" TYPE="Article" LABEL="Old" URI="urn:y">'
    '<XmlData><m xmlns="urn:m">1</m></XmlData></StructureTag>'
    '<OtherTag ID="zone" LABEL="RunningTitleZone"/></Tags>'
)
LINES = line("l1", WORDS, more='STYLEREFS="st" BASELINE="130"') + line("l2", BROKEN, 150) + line("l3", ENDED, 200)
LOOKS = 'STYLEREFS="par" ROTATION="1.5" xmlns:x="http://www.w3.org/1999/xlink" x:type="simple"'
BLOCKS = (
    '<ComposedBlock ID="c1" TYPE="column" HPOS="90" VPOS="90" WIDTH="500" HEIGHT="300" TAGREFS="art">'
    + block("b1", LINES, more=LOOKS)
    + '<Illustration ID="i1" TYPE="photo" HPOS="100" VPOS="400" WIDTH="50" HEIGHT="60"/></ComposedBlock>'
    + block("b2", line("l4", string("Titel", 100, 80, 500), 500), 500, 'TAGREFS="zone" CS="maybe"')
    + '<TextBlock ID="empty" HPOS="1" VPOS="2" WIDTH="3" HEIGHT="4"/>'
)
MARGIN = '<TopMargin ID="m1" HPOS="0" VPOS="0" WIDTH="1000" HEIGHT="9"/>'
FILE = alto(
    BLOCKS,
    described("pixel", '<OCRProcessing ID="o1"><ocrProcessingStep/></OCRProcessing>') + STYLES + TAGS,
    'WIDTH="1000" HEIGHT="800" QUALITY="Damaged" POSITION="Left" PC="0.25" odd="x" PROCESSING="o1"',
).replace(b"<PrintSpace", MARGIN.encode() + b"<PrintSpace")


# A file of each producer; the benchmark walks all of them.
ONE_OF_EACH = list({file.name[:12]: file for file in FILES}.values())


def imported(data: bytes, factor: float = 1.0) -> Page:
    """A page as the importer gives it: its own ids, in pixels of an image of another size."""
    page = trip.scaled(read_alto(data, "p000001"), factor)
    names = {each.id: new_id("l", page.id, each.id) for each in page.lines}
    items = {item.id: new_id("a", page.id, item.id) for item in page.items}
    regions = tuple(
        replace(
            region,
            id=new_id("r", page.id, region.id),
            lines=tuple(replace(each, id=names[each.id]) for each in region.lines),
            item=items[region.item] if region.item else None,
        )
        for region in page.regions
    )
    readings = tuple(replace(r, lines={names[name]: text for name, text in r.lines.items()}) for r in page.readings)
    pictures = tuple(
        replace(each, id=new_id("i", page.id, each.id), item=items[each.item] if each.item else None)
        for each in page.pictures
    )
    found = tuple(replace(item, id=items[item.id]) for item in page.items)
    return replace(page, regions=regions, readings=readings, pictures=pictures, items=found)


def written(data: bytes, version: str, texts: dict[str, str] | None = None, factor: float = 1.0) -> bytes:
    page = imported(data, factor)
    changed = {new_id("l", page.id, name): text for name, text in (texts or {}).items()}
    export = Export(
        pages=(page,),
        texts={page.id: changed},
        options=Options(version=version),
        original_of=lambda _: Original("alto", "p.xml", data),
    )
    found = write_alto(export, page)
    assert_valid(found, version)
    return found


def gone(data: bytes, now: bytes) -> list[str]:
    return sorted(trip.missing(etree.fromstring(data), etree.fromstring(now)))


@pytest.mark.parametrize("version", ["4.4", "2.1"])
@pytest.mark.parametrize("factor", [1.0, 0.4, 2.2])
def test_what_is_not_known_is_written_again(version: str, factor: float) -> None:
    now = written(FILE, version, factor=factor)
    root = etree.fromstring(now)
    ns = {"a": NS[version]}
    # An item's tag says what the item is now; what no schema takes stands in tags.
    assert gone(FILE, now) == [
        "StructureTag None,None  @LABEL=Old",
        "StructureTag None,None  @TYPE=Article",
        "TextBlock 100,500  @CS=maybe",
    ]
    (composed,) = root.findall(".//a:ComposedBlock", ns)
    assert [each.get("ID") for each in composed] == ["b1", "i1"]
    assert composed.get("TYPE") == "column"
    assert [each.get("ID") for each in root.findall(".//a:TextLine", ns)] == ["l1", "l2", "l3", "l4"]
    (style,) = root.findall("a:Styles/a:TextStyle", ns)
    assert style.get("FONTSIZE") == "8.5"
    page = root.find(".//a:Page", ns)
    assert page is not None
    assert (page.get("QUALITY"), page.get("PC"), page.get("ID"), page.get("odd")) == ("Damaged", "0.25", "P1", None)
    assert page[0].get("ID") == "m1"
    assert root.findall(".//{urn:m}m")
    assert [each.get("ID") for each in root.findall(".//a:TextBlock", ns)] == ["b1", "b2", "empty"]
    kept = {each.get("LABEL"): each.get("DESCRIPTION") for each in root.findall(".//a:OtherTag", ns)}
    assert kept["Page/@odd"] == "x"
    assert kept["TextBlock/@CS"] == "maybe"
    words = root.findall(".//a:String", ns)
    assert [(each.get("CONTENT"), each.get("SUBS_CONTENT")) for each in words][2:4] == [
        ("Zei", "Zeitung"),
        ("tung", "Zeitung"),
    ]
    assert (words[0].get("WC"), words[0].get("CC"), words[0].get("STYLE")) == ("0.50", "0 1 2", "bold")
    assert words[1].get("TAGREFS") == "ne"
    assert [each.get("HPOS") for each in words] == ["100", "170", "100", "100", "100"]


def test_a_corrected_word_is_all_that_changes() -> None:
    now = etree.fromstring(written(FILE, "4.4", {"l1": "Des Rat"}, 0.4))
    ns = {"a": NS["4.4"]}
    first, second = now.findall(".//a:TextLine[@ID='l1']/a:String", ns)
    assert {key: first.get(key) for key in ("CONTENT", "CS", "WC", "CC", "STYLE", "STYLEREFS", "HPOS", "WIDTH")} == {
        "CONTENT": "Des",
        "CS": "true",
        "WC": None,
        "CC": None,
        "STYLE": "bold",
        "STYLEREFS": "st",
        "HPOS": "100",
        "WIDTH": "60",
    }
    assert (second.get("WC"), second.get("CS")) == ("0.7", None)
    (space,) = now.findall(".//a:TextLine[@ID='l1']/a:SP", ns)
    assert dict(space.attrib) == {"ID": "sp1", "HPOS": "161", "VPOS": "103", "WIDTH": "8"}


def test_the_form_of_a_broken_word_goes_with_either_half() -> None:
    now = etree.fromstring(written(FILE, "4.4", {"l2": "Zet-"}))
    assert [each.get("CONTENT") for each in now.iter("{*}String", "{*}HYP")][2:4] == ["Zet", "\u00ad"]
    now = etree.fromstring(written(FILE, "4.4", {"l3": "lung"}))
    words = now.findall(".//a:String", {"a": NS["4.4"]})
    assert [(each.get("CONTENT"), each.get("SUBS_CONTENT")) for each in words][2:4] == [("Zei", None), ("lung", None)]
    assert len(now.findall(".//a:HYP", {"a": NS["4.4"]})) == 1


def test_a_broken_word_stays_as_the_file_has_it_but_for_the_programme() -> None:
    lines = line("l", string("Jahres-", 100, 70)) + line("m", string("zeit", 100, 40, 200), 200)
    data = alto(block("b", lines))
    page = imported(data)
    first, second = (each.id for each in page.lines)
    hyphen = Hyphen("h", first, "Jahres", "-", "zeit", "Jahreszeit", "join", "", 0.9)
    article = Article("a", pages=(page.id,), paragraphs=(Paragraph("", lines=(first, second)),), hyphens=(hyphen,))
    export = Export(pages=(page,), articles=(article,), original_of=lambda _: Original("alto", "p.xml", data))
    assert gone(data, write_alto(export, page)) == []
    strict = write_alto(replace(export, options=Options(profile="ndnp")), page)
    assert_valid(strict, "2.1")
    words = [(each.get("CONTENT"), each.get("SUBS_CONTENT")) for each in etree.fromstring(strict).iter("{*}String")]
    assert words == [("Jahres", "Jahreszeit"), ("zeit", "Jahreszeit")]
    corrected = replace(export, texts={page.id: {first: "Jahrer-", second: "zeit"}})
    words = [
        (each.get("CONTENT"), each.get("CS"))
        for each in etree.fromstring(write_alto(corrected, page)).iter("{*}String")
    ]
    assert words == [("Jahrer-", "true"), ("zeit", None)]


def test_glyphs_and_shapes_of_words_stay_in_4_and_go_in_2() -> None:
    inside = (
        '<Shape><Polygon POINTS="1,1 2,1 2,2"/></Shape><ALTERNATIVE PURPOSE="x">Dar</ALTERNATIVE>'
        '<Glyph ID="g1" CONTENT="D" HPOS="100" VPOS="100" WIDTH="30" HEIGHT="40">'
        '<Variant CONTENT="O" VC="0.5"/></Glyph>'
        '<Glyph CONTENT="u" HPOS="130" VPOS="100" WIDTH="30" HEIGHT="40"/>'
    )
    data = alto(block("b", line("l", f"{string('Du', 100, 60)[:-2]}>{inside}</String>")))
    assert gone(data, written(data, "4.4")) == []
    old = etree.fromstring(written(data, "2.1"))
    (word,) = old.findall(".//a:String", {"a": NS["2.1"]})
    assert [etree.QName(each).localname for each in word] == ["ALTERNATIVE"]


def test_a_line_in_one_string_goes_out_word_by_word() -> None:
    data = alto(block("b", line("l", string("Der Rat", 100, 70, more='WC="0.5"'))))
    back = read_alto(written(data, "4.4"))
    assert back.readings[0].lines == read_alto(data).readings[0].lines


def test_lines_without_sp_get_none_unless_they_change() -> None:
    words = string("Ihr", 100, 50) + string(",", 151, 5) + string("die", 170, 40)
    data = alto(block("b", line("l", words) + line("m", words, 200), more=""))
    now = written(data, "4.4", {"m": "Ihr, dir"})
    spaces = [len(each.findall("{*}SP")) for each in etree.fromstring(now).iter("{*}TextLine")]
    assert spaces == [0, 1]
    back = read_alto(now)
    assert [back.text_of(each.id) for each in back.lines] == ["Ihr, die", "Ihr, dir"]


def test_ids_that_stand_twice_are_not_written_back() -> None:
    data = alto(block("b", line("l", WORDS)) + block("b", line("l", WORDS, 300), 300))
    now = written(data, "4.4")
    assert len(read_alto(now).lines) == 2


@pytest.mark.parametrize("taken", ["w_l1_0", "w_l1_1"])
def test_white_that_is_called_as_a_word_now_is_gives_way(taken: str) -> None:
    line_id = new_id("l", "p000001", "l1")
    data = FILE.replace(b'ID="sp1"', f'ID="{taken.replace("l1", line_id)}"'.encode())
    now = written(data, "4.4")
    ids = {each.get("ID") for each in etree.fromstring(now).iter("{*}String")}
    assert {f"w_{line_id}_0", f"w_{line_id}_1"} <= ids


@pytest.mark.parametrize("version", ["4.4", "2.1"])
@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<ocrProcessingStep/>", "<ocrProcessingStep/><ocrProcessingStep/>"),
        ('<OCRProcessing ID="o1">', "<OCRProcessing>"),
        (' FONTSIZE="8.5"', ""),
        ('<StructureTag ID="art"', "<StructureTag"),
        (' LABEL="RunningTitleZone"', ""),
        ('<ComposedBlock ID="c1" TYPE="column" HPOS="90"', "<ComposedBlock"),
        (MARGIN, MARGIN * 2),
        ('WC="0.7"', 'WC="high"'),
        ('STYLEREFS="par"', 'STYLEREFS="gone par"'),
        ('ID="b1"', 'ID="1 b"'),
        ('STYLE="bold"', 'STYLE="thick"'),
        ('PHYSICAL_IMG_NR="1"', ""),
    ],
)
def test_a_file_that_its_schema_refuses_goes_out_valid(good: str, bad: str, version: str) -> None:
    assert good.encode() in FILE
    written(FILE.replace(good.encode(), bad.encode()), version)


def test_an_original_that_cannot_be_read_any_more_does_no_harm() -> None:
    page = read_alto(FILE)
    export = Export(pages=(page,), original_of=lambda _: Original("alto", "p.xml", b"<alto"))
    assert_valid(write_alto(export, page), "4.4")
    export = Export(pages=(page,), original_of=lambda _: Original("page", "p.xml", FILE))
    assert_valid(write_alto(export, page), "4.4")


def test_what_galley_wrote_comes_back_the_same() -> None:
    once = written(FILE, "4.4")
    page = read_alto(once)
    export = Export(pages=(page,), original_of=lambda _: Original("alto", "p.xml", once))
    again = write_alto(export, page)
    assert_valid(again, "4.4")
    assert gone(once, again) == []


@needs_files
@needs_schema
@pytest.mark.parametrize("file", ONE_OF_EACH, ids=lambda file: file.name.partition(".")[0])
@pytest.mark.parametrize("version", ["4.4", "2.1"])
def test_files_of_archives_come_back_the_same(file: Path, version: str) -> None:
    data = file.read_bytes()
    page = read_alto(data)
    written = trip.export(data, trip.scaled(page, 0.5), version)
    assert list(trip.differences(page, data, written, version)) == []


@needs_files
def test_a_page_of_an_issue_differs_by_the_words_that_were_corrected() -> None:
    data = next(file for file in FILES if "BLB" in file.name).read_bytes()
    page = imported(data, 0.5)
    lines = [each for each in page.lines if " " in page.text_of(each.id)][5:15]
    texts = {each.id: page.text_of(each.id).replace(" ", " X", 1) for each in lines}
    export = Export(pages=(page,), texts={page.id: texts}, original_of=lambda _: Original("alto", "p.xml", data))
    old, new = etree.fromstring(data), etree.fromstring(write_alto(export, page))
    pairs = list(zip(old.iter("{*}String"), new.iter("{*}String"), strict=True))
    differ = [(a, b) for a, b in pairs if any(a.get(key) != b.get(key) for key in a.attrib if key != "ID")]
    assert len(differ) == 10
    for a, b in differ:
        assert b.get("CONTENT") == f"X{a.get('CONTENT')}"
        assert b.get("CS") == "true"
        assert all(a.get(key) == b.get(key) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))


def test_words_that_were_read_anew_do_not_take_what_the_file_says_of_its_own() -> None:
    page = imported(FILE)
    anew = replace(page.readings[0], id="rd_new", engine="tesseract")
    said = {
        name: replace(text, words=tuple(replace(word, confidence=0.25) for word in text.words))
        for name, text in anew.lines.items()
    }
    page = replace(page, readings=(*page.readings, replace(anew, lines=said)), base="rd_new")
    export = Export(pages=(page,), original_of=lambda _: Original("alto", "p.xml", FILE))
    data = write_alto(export, page)
    assert_valid(data, "4.4")
    root = etree.fromstring(data)
    assert {each.get("WC") for each in root.iter("{*}String")} == {"0.25"}
    assert [each.get("ID") for each in root.iter("{*}TextLine")] == ["l1", "l2", "l3", "l4"]
    assert len(list(root.iter("{*}Processing"))) == 1


def test_a_region_that_was_moved_has_its_own_place() -> None:
    page = imported(FILE)
    first = replace(page.regions[0], box=Box(0, 0, 30, 30))
    page = replace(page, regions=(first, *page.regions[1:]))
    export = Export(pages=(page,), original_of=lambda _: Original("alto", "p.xml", FILE))
    found = etree.fromstring(write_alto(export, page)).find(".//{*}TextBlock[@ID='b1']")
    assert found is not None
    assert (found.get("HPOS"), found.get("WIDTH")) == ("0", "30")
