"""ALTO of all versions into pages."""

from __future__ import annotations

import pytest
from alto_files import FILES, NS, alto, block, described, line, needs_files, string

from correction.exchange.alto.reader import read_alto
from ocr.errors import InputError
from ocr.page import Box, Page

WORDS = string("Der", 100, 60, more='WC="0.5"') + '<SP HPOS="160" VPOS="100" WIDTH="10"/>' + string("Rat", 170, 50)


def only_text(page: Page) -> str:
    (text,) = [page.text_of(each.id) for each in page.lines]
    return text


def text_of(words: str) -> str:
    return only_text(read_alto(alto(block("b", line("l", words)))))


@pytest.mark.parametrize(
    "namespace",
    ["", "http://schema.ccs-gmbh.com/ALTO", *(f"http://www.loc.gov/standards/alto/ns-v{n}#" for n in range(2, 5))],
)
def test_every_namespace_is_read(namespace: str) -> None:
    page = read_alto(alto(block("b", line("l", WORDS)), namespace=namespace))
    assert only_text(page) == "Der Rat"
    (region,) = page.regions
    assert (region.id, region.role, region.box, region.item) == ("b", "body", Box(100, 100, 500, 200), None)
    reading = page.base_reading
    assert reading is not None
    assert reading.engine == "alto"
    assert [(w.text, w.box, w.confidence) for w in reading.lines["l"].words] == [
        ("Der", Box(100, 100, 160, 140), 0.5),
        ("Rat", Box(170, 100, 220, 140), None),
    ]
    assert page.notes == ()


@pytest.mark.parametrize(("unit", "dpi"), [("pixel", None), ("mm10", 254), ("inch1200", 1200)])
def test_units_are_kept(unit: str, dpi: int | None) -> None:
    page = read_alto(alto(block("b", line("l", WORDS)), described(unit)))
    assert (page.width, page.height, page.dpi) == (1000, 800, dpi)


def test_fractions_of_a_unit_are_not_lost() -> None:
    words = WORDS.replace('HPOS="100"', 'HPOS="100.25"').replace('WIDTH="60"', 'WIDTH="60.0"')
    page = read_alto(alto(block("b", line("l", words)), described("mm10")))
    assert (page.width, page.dpi) == (100000, 25400)
    assert page.readings[0].lines["l"].words[0].box == Box(10025, 10000, 16025, 14000)


def test_a_page_without_a_size_gets_one_and_says_so() -> None:
    page = read_alto(alto(block("b", line("l", WORDS)), page=""))
    assert (page.width, page.height) == (1000, 800)
    assert "how large" in page.notes[0]


def test_words_and_lines_without_boxes_divide_what_there_is() -> None:
    words = '<String CONTENT="Rat"/><SP/><String CONTENT="und"/>'
    lines = f"<TextLine>{words}</TextLine><TextLine>{words}</TextLine>"
    page = read_alto(alto(block("b", lines)))
    assert [each.box for each in page.lines] == [Box(100, 100, 500, 150), Box(100, 150, 500, 200)]
    assert len({each.id for each in page.lines}) == 2
    first = page.readings[0].lines[page.lines[0].id]
    assert first.text == "Rat und"
    assert [w.box for w in first.words] == [Box(100, 100, 271, 150), Box(328, 100, 500, 150)]
    assert "divided evenly" in page.notes[0]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (string("Ihr", 127, 76) + string(",", 205, 19) + string("die", 237, 55), "Ihr, die"),
        (string("(", 100, 10) + string("die", 112, 50) + string(")", 163, 10), "(die)"),
        (string("er", 100, 30) + string("—", 150, 30) + string("es", 200, 40), "er — es"),
        (string("wort", 100, 60) + string("«", 160, 12) + string("und", 190, 50), "wort« und"),
        (string("上海", 100, 80) + string("淪陷", 180, 80), "上海淪陷"),
        (string("A", 100, 20) + string("B", 120, 20), "A B"),
        ('<String CONTENT="Ihr"/><String CONTENT=","/><String CONTENT="die"/>', "Ihr, die"),
        (string("", 100, 20) + string(" Rat ", 120, 20), "Rat"),
        (string("Zu\u0308rich", 100, 90), "Zürich"),
        (string("\u202eRat\u200f", 100, 90), "Rat"),
        (string("\uf914", 100, 90), "\uf914"),
    ],
)
def test_strings_without_sp_are_parted_as_they_are_printed(words: str, text: str) -> None:
    assert text_of(words) == text


def test_strings_follow_sp_where_a_file_has_it() -> None:
    words = string("ein", 100, 30) + '<SP WIDTH="2"/>' + string(",", 132, 5) + string("zwei", 200, 50)
    assert text_of(words) == "ein ,zwei"


@pytest.mark.parametrize(("content", "mark"), [("-", "-"), ("\u00ad", "-"), ("¬", "-"), ("⸗", "⸗"), ("", "-")])
def test_a_hyphen_is_printed_and_the_whole_word_is_not(content: str, mark: str) -> None:
    broken = 'SUBS_TYPE="HypPart1" SUBS_CONTENT="Zeitung" CC="0 9 0"'
    hyphen = f'<HYP CONTENT="{content}" HPOS="165" VPOS="110" WIDTH="9" HEIGHT="9"/>'
    words = string("Zei", 100, 60, more=broken) + hyphen
    page = read_alto(alto(block("b", line("l", words))))
    (word,) = page.readings[0].lines["l"].words
    assert (word.text, word.box) == (f"Zei{mark}", Box(100, 100, 174, 140))
    assert [glyph.confidence for glyph in word.glyphs] == [1.0, 0.0, 1.0, None]


def test_glyphs_of_alto_4_are_read_with_their_variants() -> None:
    glyphs = "".join(
        f'<Glyph CONTENT="{c}" HPOS="{100 + 20 * i}" VPOS="100" WIDTH="20" HEIGHT="40" GC="0.9">'
        f'<Variant CONTENT="rn" VC="0.3"/></Glyph>'
        for i, c in enumerate("am")
    )
    page = read_alto(alto(block("b", line("l", f"{string('am', 100, 40)[:-2]}>{glyphs}</String>"))))
    (word,) = page.readings[0].lines["l"].words
    assert [(g.text, g.box.left, g.confidence, g.alternatives) for g in word.glyphs] == [
        ("a", 100, 0.9, (("rn", 0.3),)),
        ("m", 120, 0.9, (("rn", 0.3),)),
    ]
    assert word.confidence == 0.9


def test_a_string_of_several_words_is_divided() -> None:
    page = read_alto(alto(block("b", line("l", string("Der Rat  und", 100, 110, more='WC="0.5"')))))
    text = page.readings[0].lines["l"]
    assert text.text == "Der Rat und"
    found = [(word.text, word.box.left, word.box.right, word.confidence) for word in text.words]
    assert found == [("Der", 100, 130, 0.5), ("Rat", 140, 170, 0.5), ("und", 180, 210, 0.5)]


def test_shapes_and_baselines() -> None:
    shape = '<Shape><Polygon POINTS="100,100 500,100 500,140 90,150"/></Shape>'
    page = read_alto(
        alto(
            block("b", line("l", shape + WORDS, more='BASELINE="100,130 300,132 500,131"'))
            + block("c", line("m", WORDS, top=300, more='BASELINE="330"'), top=300)
        )
    )
    first, second = page.lines
    assert first.polygon == ((100, 100), (500, 100), (500, 140), (90, 150))
    assert first.baseline == ((100, 130), (300, 132), (500, 131))
    assert second.polygon == second.box.polygon
    assert second.baseline == ((100, 330), (500, 330))


def test_what_stands_in_a_margin_is_furniture() -> None:
    data = alto(block("b", line("l", WORDS)))
    margin = f'<TopMargin HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">{block("t", line("m", WORDS))}</TopMargin><PrintSpace'
    page = read_alto(data.replace(b"<PrintSpace", margin.encode()))
    assert [(region.id, region.role) for region in page.regions] == [("t", "furniture"), ("b", "body")]


COMPOSED = (
    f'<ComposedBlock ID="c" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9" {{}}>{block("b", line("l", WORDS))}'
    '<Illustration ID="i" HPOS="1" VPOS="2" WIDTH="30" HEIGHT="40"/></ComposedBlock>'
    '<GraphicalElement ID="g" HPOS="5" VPOS="5" WIDTH="2" HEIGHT="90"/>'
)


def test_a_composed_block_is_no_item_unless_a_tag_says_so() -> None:
    page = read_alto(alto(COMPOSED.format("")))
    assert page.items == ()
    assert [(p.id, p.box, p.item) for p in page.pictures] == [("i", Box(1, 2, 31, 42), None)]
    assert [(s.id, s.direction) for s in page.separators] == [("g", "vertical")]
    tags = '<Tags><StructureTag ID="t" LABEL="Advertisement"/></Tags>'
    page = read_alto(alto(COMPOSED.format('TAGREFS="t"'), tags))
    assert [(item.id, item.type) for item in page.items] == [("c", "advert")]
    assert (page.regions[0].item, page.pictures[0].item) == ("c", "c")


@pytest.mark.parametrize(
    ("tag", "role", "item"),
    [
        ('<LayoutTag ID="t" TYPE="role" LABEL="kicker"/>', "kicker", None),
        ('<OtherTag ID="t" LABEL="RunningTitleZone" DESCRIPTION="block type"/>', "furniture", None),
        ('<OtherTag ID="t" LABEL="MainZone"/>', "body", None),
        ('<StructureTag ID="t" TYPE="structure" LABEL="heading"/>', "headline", None),
        ('<StructureTag ID="t" TYPE="Article" LABEL="The tramway"/>', "body", "t"),
        ('<NamedEntityTag ID="t" TYPE="person" LABEL="Title"/>', "body", None),
    ],
)
def test_tags_tell_roles_and_items(tag: str, role: str, item: str | None) -> None:
    page = read_alto(alto(block("b", line("l", WORDS), more='TAGREFS="t missing"'), f"<Tags>{tag}</Tags>"))
    assert (page.regions[0].role, page.regions[0].item) == (role, item)


def test_reading_order_comes_from_its_element_else_from_idnext_else_from_the_file() -> None:
    chain = {"a": "c", "b": "", "c": "b"}
    nexts = {name: f'IDNEXT="{following}"' if following else "" for name, following in chain.items()}
    blocks = "".join(block(name, line(f"l{name}", WORDS), more=more) for name, more in nexts.items())
    assert [r.id for r in read_alto(alto(blocks)).regions] == ["a", "c", "b"]
    order = "".join(f'<ElementRef ID="x{n}" REF="{n}"/>' for n in ("b", "lc"))
    named = f'<ReadingOrder><OrderedGroup ID="o">{order}</OrderedGroup></ReadingOrder>'
    assert [r.id for r in read_alto(alto(blocks, named)).regions] == ["b", "c", "a"]
    ring = blocks.replace("<TextBlock", "<TextBlock", 1).replace('ID="b"', 'ID="b" IDNEXT="a"')
    assert sorted(r.id for r in read_alto(alto(ring)).regions) == ["a", "b", "c"]


def test_vertical_lines() -> None:
    down = '<TextLine ID="l" HPOS="10" VPOS="10" WIDTH="40" HEIGHT="400"><String CONTENT="上海淪陷後"/></TextLine>'
    page = read_alto(alto(block("b", down)))
    assert (page.direction, page.lines[0].direction, page.language) == ("vertical", "vertical", "zh-Hant")
    assert [w.box for w in page.readings[0].lines["l"].words] == [Box(10, 10, 50, 410)]
    page = read_alto(alto(block("b", line("l", WORDS), more='BASEDIRECTION="ttb"')))
    assert page.lines[0].direction == "vertical"


@pytest.mark.parametrize(
    ("page", "more", "language", "script"),
    [
        ('LANG="fr"', "", "fr", "latin"),
        ("", 'language="ger"', "de", "latin"),
        ('LANG="en"', 'LANG="de-Latf"', "de", "fraktur"),
        ("", 'LANG="la"', "de", "latin"),
        ("", "", "de", "latin"),
    ],
)
def test_language_is_what_is_said_else_what_it_looks_like(page: str, more: str, language: str, script: str) -> None:
    words = string("Der", 100, 50) + string("Rat", 160, 50) + string("und", 220, 50) + string("die", 280, 50)
    found = read_alto(alto(block("b", line("l", words), more=more), page=f'WIDTH="1000" HEIGHT="800" {page}'))
    assert (found.language, found.script) == (language, script)


def test_the_image_and_the_engine_are_told() -> None:
    digest = "ab" * 32
    image = f"<fileName>a/b.tif</fileName><fileIdentifier>{digest}</fileIdentifier>"
    names = "<softwareCreator>ABBYY</softwareCreator><softwareName>ABBYY FineReader</softwareName>"
    software = f"<processingSoftware>{names}<softwareVersion>11</softwareVersion></processingSoftware>"
    step = f'<OCRProcessing ID="o"><ocrProcessingStep>{software}</ocrProcessingStep></OCRProcessing>'
    head = described("pixel", f"<sourceImageInformation>{image}</sourceImageInformation>{step}")
    page = read_alto(alto(block("b", line("l", WORDS)), head))
    assert (page.source.path, page.source.sha256) == ("a/b.tif", digest)
    assert (page.readings[0].model, page.readings[0].version) == ("ABBYY FineReader", "11")


def test_ids_that_are_doubled_or_missing_get_new_ones_each_time_the_same() -> None:
    data = alto(block("b", line("b", WORDS)) + block("b", line("", WORDS)))
    page = read_alto(data)
    names = [*(region.id for region in page.regions), *(each.id for each in page.lines)]
    assert len(set(names)) == 4
    assert "" not in names
    assert [each.id for each in read_alto(data).lines] == [each.id for each in page.lines]
    assert any("were replaced: 2" in note for note in page.notes)


def test_boxes_outside_the_page_are_cut_and_noted() -> None:
    page = read_alto(alto(block("b", line("l", string("Rat", 5000, 60) + string("Der", -20, 60)))))
    boxes = [word.box for word in page.readings[0].lines["l"].words]
    assert boxes == [Box(999, 100, 1000, 140), Box(0, 100, 40, 140)]
    assert any("cut at its edge: 2" in note for note in page.notes)


def test_numbers_that_are_none_do_no_harm() -> None:
    words = string("Rat", 100, 60, more='WC="x" CC="9 a 0"').replace('HPOS="100"', 'HPOS="NaN"')
    page = read_alto(alto(block("b", line("l", words + string("zu", 200, 40, more='WC="87"')))))
    assert [(w.text, w.confidence) for w in page.readings[0].lines["l"].words] == [("Rat", None), ("zu", 0.87)]


def test_lines_without_text_stay_as_lines() -> None:
    page = read_alto(alto(block("b", line("l", "") + line("m", string(" ", 1, 2))) + block("c", "")))
    assert [each.id for each in page.lines] == ["l", "m"]
    assert (page.readings, page.base) == ((), "")
    assert len(page.regions) == 2


def test_further_pages_are_told_of() -> None:
    data = alto(block("b", line("l", WORDS))).replace(b"</Layout>", b'<Page ID="P2" PHYSICAL_IMG_NR="2"/></Layout>')
    assert any("behind the first: 1" in note for note in read_alto(data).notes)


GOOD = alto(block("b", line("l", WORDS)))
EXTERNAL = GOOD.replace(b"<alto", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<alto')
BAD = {
    "an external entity": (EXTERNAL, "document type"),
    "a used entity": (EXTERNAL.replace(b"Der", b"&x;"), "line 4"),
    "entities that multiply": (
        GOOD.replace(
            b"<alto",
            b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
            + b"]><alto",
        ).replace(b"Der", b"&j;"),
        "line 3",
    ),
    "an end too early": (GOOD[:-60], "line 3"),
    "nothing": (b"", "line 1"),
    "no XML": (b"hello", "line 1"),
    "another format": (b"<html/>", "<html>"),
    "no page": (b"<alto><Layout/></alto>", "no Page"),
    "no size": (b'<alto><Layout><Page ID="p"><PrintSpace/></Page></Layout></alto>', "line 1"),
    "a control character": (GOOD.replace(b"Der", b"D\x01r"), "line 3"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_in_words(name: str) -> None:
    data, words = BAD[name]
    with pytest.raises(InputError, match=words):
        read_alto(data)


@needs_files
def test_files_of_archives_are_read() -> None:
    for file in FILES:
        page = read_alto(file.read_bytes())
        assert len(page.lines) > 100
        assert page.language == ("de" if file.name.startswith("BLB") else "en")
        names = [*(region.id for region in page.regions), *(each.id for each in page.lines)]
        assert len(names) == len(set(names))


def test_version_namespaces_are_those_of_the_schemas() -> None:
    assert read_alto(alto(block("b", line("l", WORDS)), namespace=NS["2.1"])).id == "P1"
