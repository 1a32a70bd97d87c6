"""Pages out as hOCR and back, and hOCR of other makers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from correction.article import Article, Hyphen, Paragraph
from correction.exchange import Export, ExportIssue, Original, find_format
from correction.exchange.hocr.reader import read_hocr, read_hocr_pages
from correction.exchange.hocr.writer import SOFT_HYPHEN, write_hocr
from correction.exchange.printed import print_lines
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
    new_id,
)

X = "{http://www.w3.org/1999/xhtml}"


def line(name: str, box: Box, direction: str = "horizontal") -> TextLine:
    baseline = ((box.left, box.bottom - 6), (box.right, box.bottom - 4)) if direction == "horizontal" else ()
    return TextLine(name, box, box.polygon, baseline, direction)  # type: ignore[arg-type]


def words(box: Box, *texts: str, confidence: float | None = 0.91) -> tuple[Word, ...]:
    step = box.width // len(texts)
    return tuple(
        Word(text, Box(box.left + i * step, box.top, box.left + i * step + step - 5, box.bottom), confidence)
        for i, text in enumerate(texts)
    )


HEAD, FIRST, SECOND, SIDE = Box(40, 20, 360, 60), Box(40, 80, 190, 110), Box(40, 120, 190, 150), Box(300, 80, 330, 280)
PAGE = Page(
    id="p000001",
    source=Source('scans/box "1".tif', "ab" * 32),
    width=400,
    height=300,
    dpi=300,
    language="de",
    script="fraktur",
    direction="horizontal",
    transform=Transform(),
    regions=(
        TextRegion("r_1", HEAD, "headline", (line("l_1", HEAD),), "a_1"),
        TextRegion("r_2", Box(40, 80, 190, 150), "body", (line("l_2", FIRST), line("l_3", SECOND)), "a_1", True),
        TextRegion("r_3", SIDE, "caption", (line("l_4", SIDE, "vertical"),), "a_2"),
    ),
    items=(Item("a_1"), Item("a_2", "picture")),
    separators=(Separator("s_1", Box(198, 40, 200, 260), "vertical"),),
    pictures=(Picture("i_1", Box(210, 200, 290, 280), "a_2"),),
    readings=(
        Reading(
            "rd_1",
            "tesseract",
            "deu",
            "5",
            {
                "l_1": LineText("Der neue Speicher", 0.91, words(HEAD, "Der", "neue", "Speicher")),
                "l_2": LineText("Der Rat be⸗", 0.91, words(FIRST, "Der", "Rat", "be⸗")),
                "l_3": LineText("riet <lange> & 7.", 0.91, words(SECOND, "riet", "<lange>", "&", "7.")),
                "l_4": LineText("寶貴之報", 0.5, words(SIDE, "寶", "貴", "之", "報", confidence=0.5)),
            },
        ),
    ),
    base="rd_1",
)
BROKEN = Hyphen("h_1", "l_2", "be", "⸗", "riet", "beriet", "join", "word", 0.9)
ARTICLE = Article(
    "a_1", pages=("p000001",), paragraphs=(Paragraph("Der Rat beriet", lines=("l_2", "l_3")),), hyphens=(BROKEN,)
)


def written(export: Export) -> etree._Element:
    (file,) = find_format("hocr").files(export)
    assert file.name == "p000001.hocr"
    return etree.fromstring(file.data)


def by_class(root: etree._Element, kind: str) -> list[etree._Element]:
    return [each for each in root.iter() if each.get("class") == kind]


def test_a_page_has_what_readers_look_for() -> None:
    issue = ExportIssue("x", "Bote", "1899-01-01", pages=("p0", "p000001"))
    root = written(Export((PAGE,), (ARTICLE,), issues=(issue,)))
    names = {each.get("name"): each.get("content") for each in root.iter(f"{X}meta")}
    assert names["ocr-system"].startswith("Galley")
    assert {each.get("class") for each in root.iter() if each.get("class")} <= set(names["ocr-capabilities"].split())
    (page,) = by_class(root, "ocr_page")
    assert page.get("title") == 'image "box %221%22.tif"; bbox 0 0 400 300; ppageno 1; scan_res 300 300'
    assert root.get("lang") == "de"
    assert [each.get("title") for each in by_class(root, "ocr_carea")] == [
        'bbox 40 20 360 60; order 0; cflow "a_1"',
        'bbox 40 80 190 150; order 1; cflow "a_1"',
        'bbox 300 80 330 280; order 2; cflow "a_2"',
    ]
    assert [each.get("id") for each in by_class(root, "ocr_header")] == ["l_1"]
    assert by_class(root, "ocr_line")[0].get("title") == "bbox 40 80 190 110; baseline 0.01333 -6"
    assert "vertical-rl" in by_class(root, "ocr_caption")[0].get("style")
    assert all(each.text or len(each) for each in root.iter(f"{X}div"))


def test_words_have_their_ids_and_a_broken_one_a_soft_hyphen() -> None:
    root = written(Export((PAGE,), (ARTICLE,), {"p000001": {"l_1": "Der alte Speicher"}}))
    found = {each.get("id"): each for each in by_class(root, "ocrx_word")}
    assert found["w_l_2_2"].text == f"be{SOFT_HYPHEN}"
    assert found["w_l_1_0"].get("title").endswith("x_wconf 91")
    assert "x_wconf" not in found["w_l_1_1"].get("title")  # a person wrote it
    assert "".join(by_class(root, "ocr_caption")[0].itertext()) == "寶貴之報"


def test_written_and_read_is_equal_on_what_hocr_carries() -> None:
    (file,) = find_format("hocr").files(Export((PAGE,), (ARTICLE,)))
    page = read_hocr(file.data)
    assert page.regions == PAGE.regions
    assert (page.items, page.separators, page.pictures) == (PAGE.items, PAGE.separators, PAGE.pictures)
    assert page.readings[0].lines == PAGE.readings[0].lines
    assert (page.width, page.height, page.dpi, page.language, page.script) == (400, 300, 300, "de", "fraktur")
    assert page.notes == ()


def test_a_blank_page_is_no_open_element() -> None:
    blank = replace(PAGE, regions=(), items=(), separators=(), pictures=(), readings=(), base="")
    data = write_hocr(blank, {})
    assert b"/>" not in data[data.index(b"<body>") :]
    page = read_hocr(data)
    assert (page.regions, page.readings, page.width) == ((), (), 400)


SIZES = st.integers(0, 150)
BOXES = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), SIZES, SIZES, st.integers(1, 200), st.integers(1, 100))
PRINTED = st.text(st.sampled_from("ab ſ⸗ß報\uf914<&>\"'-\u200f\u00ad"), min_size=1, max_size=8)


@settings(max_examples=60)
@given(st.lists(st.tuples(BOXES, PRINTED, st.sampled_from(["horizontal", "vertical"])), max_size=4))
def test_any_page_is_well_formed_and_keeps_its_texts(drawn: list[tuple[Box, str, str]]) -> None:
    lines = [line(f"l_{n}", box, direction) for n, (box, _, direction) in enumerate(drawn)]
    texts = {f"l_{n}": LineText(text) for n, (_, text, _) in enumerate(drawn)}
    reading = replace(PAGE.readings[0], lines=texts)
    regions = tuple(TextRegion(f"r_{each.id}", each.box, "body", (each,), None) for each in lines)
    page = replace(PAGE, regions=regions, readings=(reading,), items=(), pictures=())
    data = write_hocr(page, print_lines(page, {}))
    etree.fromstring(data)
    again = read_hocr(data)
    for each in lines:
        wanted = " ".join(texts[each.id].text.split())
        assert again.text_of(each.id) == wanted
        if wanted:
            assert next(inner for inner in again.lines if inner.id == each.id).box == each.box


TESSERACT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en"><head><title></title>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
<meta name='ocr-system' content='tesseract 5.3.0' /></head><body>
<div class='ocr_page' id='page_1' title='image "/a b/crop.png"; bbox 0 0 1600 900; ppageno 0; scan_res 300 300'>
 <div class='ocr_separator' id='block_1_3' title="bbox 132 197 1600 223"></div>
 <div class='ocr_carea' id='block_1_1' title="bbox 10 10 500 300">
  <p class='ocr_par' id='par_1_1' lang='frk' title="bbox 10 10 500 60">
   <span class='ocr_header' id='line_1_1' title="bbox 10 10 500 60; baseline 0.01 -10; x_size 49">
    <span class='ocrx_word' id='word_1_1' title='bbox 10 10 200 60; x_wconf 39'>Oſt&shy;mühle</span>
    <span class='ocrx_word' id='word_1_2' title='bbox 220 10 500 60; x_wconf 78'><strong>An&shy;</strong></span>
   </span></p>
  <p class='ocr_par' id='par_1_2' lang='frk' title="bbox 10 70 500 300">
   <span class='ocr_line' id='line_1_2' title="bbox 10 70 500 120; textangle 90">
    <span class='ocrx_word' id='word_1_3' title='bbox 10 70 60 120; x_wconf 90'>
     <span class='ocrx_cinfo' title='x_bboxes 10 70 30 120; x_conf 91.5'>a</span>
     <span class='ocrx_cinfo' title='x_bboxes 30 70 60 120; x_conf 98'>b</span>
    </span></span></p></div></div></body></html>"""


def test_tesseracts_files_are_read() -> None:
    page = read_hocr(TESSERACT.encode())
    assert (page.language, page.script, page.dpi) == ("de", "fraktur", 300)
    assert (page.source.path, page.readings[0].engine, page.readings[0].model) == (
        "/a b/crop.png",
        "hocr",
        "tesseract 5.3.0",
    )
    assert [(region.id, region.role) for region in page.regions] == [("par_1_1", "headline"), ("par_1_2", "body")]
    assert [page.text_of(each.id) for each in page.lines] == ["Oſt\u00admühle An-", "ab"]
    assert page.lines[0].baseline == ((10, 50), (500, 55))
    assert page.lines[1].direction == "vertical"
    (word,) = page.readings[0].lines["line_1_2"].words
    assert (word.text, word.confidence) == ("ab", 0.9)
    assert [(glyph.text, glyph.confidence) for glyph in word.glyphs] == [("a", 0.915), ("b", 0.98)]
    assert page.separators[0].direction == "horizontal"


def test_what_galley_does_not_know_of_a_file_is_written_again() -> None:
    extra = (
        "<div class='ocr_table' id='table_1' title='bbox 1 2 3 4' data-k='v'><span>7</span></div>"
        "<div class='ocr_carea' id='block_2' title='bbox 9 9 9 9' onclick='x()'>"
        "<span class='ocr_line' id='line_9' title='bbox 600 600 700 650; x_size 9'>lone</span></div></div></body>"
    )
    data = TESSERACT.replace("</div></body>", extra).replace("<title>", "<meta name='DC.title' content='Bote'/><title>")
    page = read_hocr(data.encode(), "p000001")
    ours = {
        each.id: new_id(kind, "p000001", each.id)
        for kind, several in (("r", page.regions), ("l", page.lines))
        for each in several
    }
    lines = {new: page.readings[0].lines[old] for old, new in ours.items() if old in page.readings[0].lines}
    regions = tuple(
        replace(r, id=ours[r.id], lines=tuple(replace(each, id=ours[each.id]) for each in r.lines))
        for r in page.regions
    )
    stored = replace(page, regions=regions, readings=(replace(page.readings[0], lines=lines),))
    corrected = {"p000001": {ours["line_1_1"]: "Oſtmühle An-"}}
    original = Original("hocr", "x.hocr", data.encode())
    (file,) = find_format("hocr").files(Export((stored,), texts=corrected, original_of=lambda _: original))
    root = etree.fromstring(file.data)
    found = {each.get("id"): each for each in root.iter() if each.get("id")}
    assert {"line_1_1", "line_1_2", "line_9", "par_1_1", "table_1", "block_1_3"} <= set(found)
    assert found["line_1_1"].get("title").endswith("; x_size 49")
    assert found["table_1"].get("data-k") == "v"
    assert "".join(found["table_1"].itertext()) == "7"
    assert found["block_2"].get("onclick") == "x()"
    assert [each.get("content") for each in root.iter(f"{X}meta") if each.get("name") == "DC.title"] == ["Bote"]
    letters = by_class(root, "ocrx_cinfo")
    assert [(each.text, each.get("title")) for each in letters] == [
        ("a", "x_bboxes 10 70 30 120; x_conf 91.5"),
        ("b", "x_bboxes 30 70 60 120; x_conf 98"),
    ]
    again = read_hocr(file.data)
    assert [again.text_of(each.id) for each in again.lines] == ["Oſtmühle An-", "ab", "lone"]
    assert write_hocr(again, print_lines(again, {}), original=file.data).count(b"ocr_table") == file.data.count(
        b"ocr_table"
    )


def test_han_characters_that_a_tool_parts_stand_close() -> None:
    data = TESSERACT.replace("frk", "chi_tra").replace("Oſt&shy;mühle", "本報").replace("An&shy;", "訊")
    assert read_hocr(data.encode()).text_of("line_1_1") == "本報訊"


OCROPUS = """<!DOCTYPE html><html><head><META http-equiv="content-type" content="text/html; charset=utf-8">
<meta name="ocr-system" content="ocropus-0.4"><title>OCR</title></head><body>
<div class="ocr_page" title="file book/0001.bin.png">
<span class="ocr_line" title="bbox 5 5 95 20">Z&uuml;rich &amp; Genf<br></span>
<span class="ocr_line" title="bbox 5 25 95 40">am 3. Juni</span>
<span class="ocr_line" title="bbox -5 45 95 60"></span>
</div></body></html>"""


def test_lines_without_words_in_loose_html_are_read() -> None:
    page = read_hocr(OCROPUS.encode(), "p000009")
    assert [page.text_of(each.id) for each in page.lines] == ["Zürich & Genf", "am 3. Juni", ""]
    assert (page.id, page.source.path, page.width, page.height) == ("p000009", "book/0001.bin.png", 95, 60)
    assert "the file does not say how large the page is: as far as its text reaches" in page.notes
    assert "boxes that reached beyond the page were cut to it: 1" in page.notes
    assert len({each.id for each in page.lines}) == 3


def test_areas_blocks_and_places_of_words_alone_are_enough() -> None:
    body = (
        "<div class='ocr_page' title='image x.tif; bbox 0 0 99 99'><div class='ocrx_block' title='bbox 0 0 50 50'>"
        "<span class='ocrx_line'><span class='ocrx_word' title='bbox 1 2 9 9'>1 000</span> "
        "<span class='ocrx_word' title='bbox 10 2 19 9'>Mark</span></span></div></div>"
    )
    page = read_hocr(f"<html><body>{body}</body></html>".encode())
    assert [page.text_of(each.id) for each in page.lines] == ["1 000 Mark"]
    assert page.lines[0].box == Box(1, 2, 19, 9)


def test_ids_twice_and_several_pages_are_noted() -> None:
    page = read_hocr(TESSERACT.replace("line_1_2", "line_1_1").encode())
    assert len({each.id for each in page.lines}) == 2
    assert any("line_1_1 stands there twice, line" in note for note in page.notes)
    twice = TESSERACT.replace("</body>", "<div class='ocr_page' id='page_2' title='bbox 0 0 9 9'></div></body>")
    assert "the file has 2 pages: this is the first" in read_hocr(twice.encode()).notes
    assert [each.id for each in read_hocr_pages(twice.encode())] == ["page_1", "page_2"]


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1"])
def test_the_encoding_that_a_file_has_counts(encoding: str) -> None:
    page = read_hocr(OCROPUS.replace("&uuml;", "ü").encode(encoding))
    assert page.text_of(page.lines[0].id) == "Zürich & Genf"
    assert any("read as cp1252" in note for note in page.notes)
    said = OCROPUS.replace("&uuml;", "ü").replace("utf-8", encoding).encode(encoding)
    assert read_hocr(said).text_of(read_hocr(said).lines[0].id) == "Zürich & Genf"


def test_a_file_that_ends_early_is_read_with_a_note() -> None:
    page = read_hocr(TESSERACT[: TESSERACT.index("ocrx_cinfo")].encode())
    assert page.text_of("line_1_1") == "Oſt\u00admühle An-"
    assert any("ends early" in note and "line" in note for note in page.notes)


def nested(depth: int, head: str, end: str) -> bytes:
    words = '<span class="ocr_line" title="bbox 1 1 50 20">Genf</span>'
    page = f'<div class="ocr_page" title="bbox 0 0 100 100">{"<div>" * depth}{words}{end * depth}</div>'
    return f"{head}<html>\n<body>{page}</body></html>".encode()


@pytest.mark.parametrize("head", ['<?xml version="1.0"?>', ""])
@pytest.mark.parametrize("end", ["</div>", ""])
def test_what_is_nested_too_deep_is_refused(head: str, end: str) -> None:
    page = read_hocr(nested(200, head, end))
    assert [page.text_of(each.id) for each in page.lines] == ["Genf"]
    for depth in (300, 5000):
        with pytest.raises(InputError, match="nested more than 256 deep, line 2"):
            read_hocr(nested(depth, head, end))


def test_no_depth_loses_a_text_without_a_word() -> None:
    def texts(depth: int) -> list[str]:
        try:
            page = read_hocr(nested(depth, "", "</div>"))
        except InputError:
            return ["refused"]
        return [page.text_of(each.id) for each in page.lines]

    assert {text for depth in range(240, 265) for text in texts(depth) or ["lost"]} == {"Genf", "refused"}


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "neither"),
        (b"<html><body>\n<p>text</p></body></html>", "not hOCR.*line 1"),
        (f"\n<!DOCTYPE html [<!ENTITY l0 'ha'>{LAUGHS}]>\n<html>&l8;</html>".encode(), "declares entities, line 2"),
        (b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]><html>&a;</html>', "declares entities, line 1"),
        (b"<html>\n<div class='ocr_page' title='image x'/></html>", "no size and has no boxes, line 2"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_hocr(data)
