"""Pages out as ALTO, valid against the schemas, and back."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import groupby

import pytest
from alto_files import NS, assert_valid
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from correction.article import Article, Heading, Hyphen, Paragraph
from correction.decisions import decide
from correction.exchange import Export, ExportIssue, Options, find_format
from correction.exchange.alto.reader import read_alto
from correction.exchange.alto.writer import write_alto
from correction.exchange.letters import is_wide
from correction.exchange.xml_names import is_name
from ocr.page import (
    Box,
    Glyph,
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

VERSIONS = ("4.4", "2.1")


def line(name: str, top: int, direction: str = "horizontal", box: Box | None = None) -> TextLine:
    place = box or Box(40, top, 360, top + 24)
    baseline = ((place.left, place.bottom - 4), (place.right, place.bottom - 2))
    return TextLine(name, place, place.polygon, baseline, direction)  # type: ignore[arg-type]


def words(top: int, *texts: str, sure: float | None = 0.9) -> tuple[Word, ...]:
    return tuple(Word(text, Box(40 + 80 * i, top, 110 + 80 * i, top + 24), sure) for i, text in enumerate(texts))


GLYPHS = (Glyph("D", Box(40, 50, 60, 74), 1.0), Glyph("e", Box(60, 50, 85, 74), 0.5), Glyph("r", Box(85, 50, 110, 74)))
BASE = Reading(
    "rd_tess",
    engine="tesseract",
    model="deu",
    version="5.3.0",
    settings={"psm": "13"},
    run="2026-11-23T20:32:00+01:00",
    lines={
        "l_1": LineText("Seite 7", 0.5, words(20, "Seite", "7")),
        "l_2": LineText("Der Speicher", 0.91, words(50, "Der", "Speicher")),
        "l_3": LineText(
            "Der Rat be⸗", 0.8, (replace(words(80, "Der")[0], glyphs=GLYPHS), *words(80, "Der", "Rat", "be⸗")[1:])
        ),
        "l_4": LineText("riet lange.", None, words(110, "riet", "lange.", sure=None)),
        "l_5": LineText("上海", 0.5, (Word("上", Box(370, 20, 390, 60), 0.5), Word("海", Box(370, 60, 390, 100), 0.5))),
    },
)
OTHER = Reading(
    "rd_rapid", "rapidocr", "PP", "3.10", {"l_2": LineText("Der Spcicher", 0.7, words(50, "Der", "Spcicher"))}
)
PAGE = Page(
    id="p000001",
    source=Source("scans/box 1.tif", "ab" * 32),
    width=400,
    height=300,
    dpi=300,
    language="de",
    script="fraktur",
    direction="horizontal",
    transform=Transform(),
    regions=(
        TextRegion("r_0", Box(40, 20, 360, 44), "furniture", (line("l_1", 20),)),
        TextRegion("r_1", Box(40, 50, 360, 74), "headline", (line("l_2", 50),), "i_1"),
        TextRegion("r_2", Box(40, 80, 360, 104), "body", (line("l_3", 80),), "i_1"),
        TextRegion("r_3", Box(40, 110, 360, 134), "body", (line("l_4", 110),), "i_1", continues=True),
        TextRegion(
            "r_4", Box(370, 20, 390, 100), "inset", (line("l_5", 0, "vertical", Box(370, 20, 390, 100)),), "i_2"
        ),
        TextRegion("r_5", Box(40, 140, 360, 164), "body", (line("l_6", 140),), "i_2"),
    ),
    items=(Item("i_1"), Item("i_2", "advert")),
    separators=(Separator("s_1", Box(198, 40, 200, 260), "vertical"),),
    pictures=(Picture("pic_1", Box(210, 200, 350, 280), "i_2"), Picture("pic_2", Box(210, 170, 350, 190))),
    readings=(BASE, OTHER),
    base="rd_tess",
)
HYPHEN = Hyphen("h", "l_3", "be", "⸗", "riet", "beriet", "join", "", 0.9)
ARTICLE = Article(
    "i_1",
    pages=("p000001",),
    headings=(Heading("headline", "Der Speicher", ("l_2",)),),
    paragraphs=(Paragraph("Der Rat beriet lange.", lines=("l_3", "l_4")),),
    hyphens=(HYPHEN,),
)
EXPORT = Export(pages=(PAGE,), articles=(ARTICLE,))


def written(version: str = "4.4", export: Export = EXPORT, page: Page = PAGE, profile: str | None = None) -> bytes:
    options = Options(version=version, profile=profile)  # type: ignore[arg-type]
    data = write_alto(replace(export, options=options), page)
    assert_valid(data, "2.1" if profile else version)
    return data


def find(data: bytes, path: str) -> list[etree._Element]:
    root = etree.fromstring(data)
    return root.findall(path, {"a": etree.QName(root).namespace or ""})


def string(data: bytes, name: str) -> dict[str, str]:
    (found,) = find(data, f".//a:String[@ID='{name}']")
    return {str(key): str(value) for key, value in found.attrib.items() if key not in ("ID", "HPOS", "VPOS", "HEIGHT")}


@pytest.mark.parametrize("version", VERSIONS)
def test_page_written_and_read_says_the_same(version: str) -> None:
    back = read_alto(written(version))
    assert back.regions == tuple(replace(r, lines=b.lines) for r, b in zip(PAGE.regions, back.regions, strict=True))
    plain = [(each.id, each.box, each.direction) for each in PAGE.lines]
    assert [(each.id, each.box, each.direction) for each in back.lines] == plain
    assert [back.text_of(each.id) for each in back.lines] == [PAGE.text_of(each.id) for each in PAGE.lines]
    assert (back.items, back.pictures, back.separators) == (PAGE.items, PAGE.pictures, PAGE.separators)
    assert (back.language, back.script, back.width, back.height) == ("de", "fraktur", 400, 300)
    assert (back.source.path, back.source.sha256) == ("box 1.tif", "ab" * 32)
    if version == "4.4":
        assert [each.baseline for each in back.lines] == [each.baseline for each in PAGE.lines]
    for name, text in BASE.lines.items():
        pairs = zip(back.readings[0].lines[name].words, text.words, strict=True)
        for now, then in pairs:
            assert (now.text, now.box) == (then.text, then.box)
            assert now.confidence == (then.confidence if then.confidence is None else pytest.approx(then.confidence))


def test_words_carry_confidence_of_letters_and_halves_of_broken_words() -> None:
    data = written()
    assert string(data, "w_l_3_0") == {"CONTENT": "Der", "WIDTH": "70", "WC": "0.9"}  # a letter is not known
    assert string(data, "w_l_3_2") == {
        "CONTENT": "be",
        "WIDTH": "46",
        "WC": "0.9",
        "SUBS_TYPE": "HypPart1",
        "SUBS_CONTENT": "beriet",
    }
    (hyphen,) = find(data, ".//a:HYP")
    assert dict(hyphen.attrib) == {"CONTENT": "⸗", "HPOS": "246", "VPOS": "80", "WIDTH": "24", "HEIGHT": "24"}
    assert string(data, "w_l_4_0") == {
        "CONTENT": "riet",
        "WIDTH": "70",
        "SUBS_TYPE": "HypPart2",
        "SUBS_CONTENT": "beriet",
    }
    sure = replace(GLYPHS[2], confidence=0.0)
    rated = replace(BASE.lines["l_3"].words[0], glyphs=(*GLYPHS[:2], sure))
    lines = {**BASE.lines, "l_3": replace(BASE.lines["l_3"], words=(rated, *BASE.lines["l_3"].words[1:]))}
    page = replace(PAGE, readings=(replace(BASE, lines=lines),))
    assert string(written(page=page), "w_l_3_0")["CC"] == "0 4 9"


def test_letters_that_xml_forbids_have_no_confidence() -> None:
    box = BASE.lines["l_3"].words[0].box
    glyphs = tuple(Glyph(letter, box, sure) for letter, sure in zip("D\x02er", (1.0, None, 0.5, 0.0), strict=True))
    words = (Word("D\x02er", box, 0.9, glyphs), *BASE.lines["l_3"].words[1:])
    lines = {**BASE.lines, "l_3": LineText("D\x02er Rat be⸗", 0.8, words)}
    said = string(written(page=replace(PAGE, readings=(replace(BASE, lines=lines),))), "w_l_3_0")
    assert (said["CONTENT"], said["CC"]) == ("Der", "0 4 9")


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_person_wrote_is_marked_and_has_no_confidence(version: str) -> None:
    data = written(version, replace(EXPORT, texts={"p000001": {"l_2": "Der Speichet", "l_3": "Der Rat be⸗"}}))
    assert string(data, "w_l_2_0") == {"CONTENT": "Der", "WIDTH": "70", "WC": "0.9"}
    assert string(data, "w_l_2_1") == {"CONTENT": "Speichet", "WIDTH": "70", "CS": "true"}
    assert "CS" not in string(data, "w_l_3_2")


@pytest.mark.parametrize("version", VERSIONS)
def test_other_readings_of_a_word_are_alternatives(version: str) -> None:
    found = [(e.getparent().get("ID"), e.text, e.get("PURPOSE")) for e in find(written(version), ".//a:ALTERNATIVE")]  # type: ignore[union-attr]
    assert found == [("w_l_2_1", "Spcicher", "rapidocr 3.10")]


def test_tags_order_and_direction() -> None:
    data = written()
    tags = [(each.get("TYPE"), each.get("LABEL")) for each in find(data, "a:Tags/*")]
    assert ("article", "Der Speicher") in tags
    assert ("role", "headline") in tags
    assert ("flow", "continues") in tags
    chain = [(each.get("ID"), each.get("IDNEXT")) for each in find(data, ".//a:TextBlock")]
    assert chain[:2] == [("r_0", "r_1"), ("r_1", "r_2")]
    assert chain[-1] == ("r_5", None)
    assert [each.get("REF") for each in find(data, ".//a:ElementRef")] == [region.id for region in PAGE.regions]
    assert [each.get("BASEDIRECTION") for each in find(data, ".//a:TextBlock")] == [None] * 4 + ["ttb", None]
    assert find(written("2.1"), "a:ReadingOrder") == []


def test_a_heading_from_right_to_left_says_so() -> None:
    said = LineText("報日", None, (Word("報", Box(100, 20, 120, 44)), Word("日", Box(60, 20, 80, 44))))
    page = replace(PAGE, readings=(replace(BASE, lines={"l_1": said}),), regions=PAGE.regions[:1])
    data = written(page=page)
    assert find(data, ".//a:TextLine")[0].get("BASEDIRECTION") == "rtl"
    assert read_alto(data).text_of("l_1") == "報日"


@pytest.mark.parametrize("version", VERSIONS)
def test_engines_and_review_are_told(version: str) -> None:
    first = replace(decide(PAGE, "text", ["l_2"], "Der", "eva"), time="2026-11-24T10:00:00+00:00")
    last = replace(decide(PAGE, "confirm", ["l_3", "l_4"], None, "eva"), time="2026-11-25T11:30:00+00:00")
    export = replace(EXPORT, decisions_of=lambda _: (first, last))
    data = written(version, export)
    name = "Processing" if version == "4.4" else "ocrProcessingStep"
    said = [" ".join("".join(map(str, each.itertext())).split()) for each in find(data, f".//a:{name}")]
    assert "2026-11-23T19:32:00Z" in said[0]
    assert "psm=13" in said[0]
    assert "tesseract 5.3.0 deu" in said[0]
    assert "rapidocr 3.10 PP" in said[1]
    assert "2026-11-25T11:30:00Z" in said[2]
    assert "3 lines" in said[2]


def test_ndnp_measures_in_inches_and_has_boxes_everywhere() -> None:
    data = written(profile="ndnp")
    assert find(data, ".//a:MeasurementUnit")[0].text == "inch1200"
    page = find(data, ".//a:Page")[0]
    assert (page.get("WIDTH"), page.get("HEIGHT")) == ("1600", "1200")
    for each in find(data, ".//a:String") + find(data, ".//a:TextLine") + find(data, ".//a:TextBlock"):
        assert all(each.get(key) is not None for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    assert len(find(data, ".//a:SP")) == 5
    assert read_alto(data).dpi == 1200
    unknown = written(profile="ndnp", page=replace(PAGE, dpi=None, height=6600, width=5000))
    assert find(unknown, ".//a:Page")[0].get("HEIGHT") == "26400"
    assert "as if it were 300 dpi" in unknown.decode()


def test_files_are_named_by_page_and_numbered_by_issue() -> None:
    second = replace(PAGE, id="p 2")
    issue = ExportIssue("", "", pages=("p000001", "p 2"), labels=("", "7"))
    export = replace(EXPORT, pages=(PAGE, second), issues=(issue,))
    one, other = find_format("alto").files(export)
    assert one.name == "p000001.xml"
    assert " " not in other.name
    page = find(other.data, ".//a:Page")[0]
    assert (page.get("PHYSICAL_IMG_NR"), page.get("PRINTED_IMG_NR")) == ("2", "7")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_blank_page_is_valid(version: str) -> None:
    blank = replace(PAGE, regions=(), items=(), separators=(), pictures=(), readings=(), base="")
    assert read_alto(written(version, page=blank)).lines == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_odd_ids_and_characters_give_way(version: str) -> None:
    regions = (replace(PAGE.regions[1], id="r 1", item="i;1"), replace(PAGE.regions[2], id="p000001", item="role_body"))
    lines = {**BASE.lines, "l_2": LineText("a\x00b <&> \uf914", None, ())}
    page = replace(PAGE, regions=regions, items=(), readings=(replace(BASE, lines=lines),))
    back = read_alto(written(version, page=page))
    assert [back.text_of(each.id) for each in back.lines] == ["ab <&> \uf914", "Der Rat be⸗"]


@pytest.mark.parametrize("odd", ["l 3", "3", "w_l_2_0", "lé"])
@pytest.mark.parametrize("version", VERSIONS)
def test_words_of_lines_with_odd_ids_have_ids_of_their_own(odd: str, version: str) -> None:
    """A name that is none in XML, and one that a word of another line would have."""
    regions = (PAGE.regions[1], replace(PAGE.regions[2], lines=(line(odd, 80),)))
    page = replace(PAGE, regions=regions, readings=(replace(BASE, lines={**BASE.lines, odd: BASE.lines["l_3"]}),))
    data = written(version, page=page)
    names = [each.get("ID") or "" for each in find(data, ".//a:String")]
    assert len(set(names)) == 5
    assert all(is_name(name) for name in names)


letters = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf", "Mn", "Mc", "Me")), min_size=1
)
told = st.lists(letters, min_size=1, max_size=6).map(" ".join)


@settings(max_examples=60)
@example("上 \ufb2a", "\u2e5e\ufb2a", "4.4")  # words are composed one by one, whatever stands beside them
@given(told, told, st.sampled_from(VERSIONS))
def test_any_text_is_read_as_it_was_written(read: str, reviewed: str, version: str) -> None:
    page = replace(PAGE, readings=(replace(BASE, lines={"l_2": LineText(read)}),))
    export = Export(pages=(page,), texts={"p000001": {"l_3": reviewed}})
    back = read_alto(written(version, export, page))
    for name, text in (("l_2", read), ("l_3", reviewed)):
        assert comparable("".join(back.text_of(name).split())) == comparable("".join(text.split()))


def comparable(text: str) -> str:
    """A text with all but its wide letters composed."""
    runs = [(wide, "".join(run)) for wide, run in groupby(text, is_wide)]
    return "".join(run if wide else unicodedata.normalize("NFC", run) for wide, run in runs)


def test_version_is_in_the_namespace() -> None:
    for version in VERSIONS:
        assert etree.QName(etree.fromstring(written(version))).namespace == NS[version]
