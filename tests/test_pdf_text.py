"""The text of exported PDFs as pdftotext and pdfium take it out: what was reviewed, in order, at its place."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_readers import make_page
from pdf_pages import SAMPLES, sample, written
from pdf_text import ENOUGH, Found, by_pdfium, by_pdftotext, folded, reviewed

from correction.exchange import Export
from correction.exchange.pdf.layout import clean, is_lettered, place_line, sheet_of, type_sizes
from correction.exchange.printed import print_page
from ocr.page import Box, LineText, Page, TextLine, TextRegion, Word

needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="there is no pdftotext")
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="there is no qpdf")
HARD_LETTERS = st.characters() | st.sampled_from("\x00\x1f\x7f\ud800\udfff\ufeff\ufffe\uffff\u200f\u202e \t漢字—𠮷ſ⸗")


def taken(export: Export, page: Page, folder: Path) -> list[Found]:
    """What programs find in a page's PDF."""
    (path,) = written(replace(export, pages=(page,)), folder).values()
    lines = list(print_page(export, page).values())
    return [found for found in (by_pdftotext(path, page, lines), by_pdfium(path, page, lines)) if found]


def said(page: Page) -> str:
    return folded(reviewed(list(print_page(Export(pages=(page,)), page).values())))


def lines_page(*rows: tuple[Box, str, str], words: tuple[Word, ...] = (), size: tuple[int, int] = (1000, 1400)) -> Page:
    """A page of lines: box, direction, text; the words are those of the only line."""
    page = make_page("p000001")
    lines = [TextLine(f"l_{n}", box, box.polygon, (), way) for n, (box, way, _) in enumerate(rows)]  # type: ignore[arg-type]
    texts = {f"l_{n}": LineText(text, None, words) for n, (_, _, text) in enumerate(rows)}
    regions = tuple(TextRegion(f"r_{n}", line.box, "body", (line,)) for n, line in enumerate(lines))
    reading = replace(page.readings[0], lines=texts)
    return replace(page, width=size[0], height=size[1], dpi=300, regions=regions, readings=(reading,))


@needs_pdftotext
@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_of_a_sample_page_is_found_as_printed_at_its_place(name: str, tmp_path: Path) -> None:
    page = sample(name)
    for found in taken(Export(), page, tmp_path):
        assert folded(found.text) == said(page), found.program
        assert found.spots
        words = [spot for spot in found.spots if is_lettered(spot.text)]
        astray = [spot for spot in words if spot.overlap < ENOUGH]
        assert len(astray) <= len(words) // 200, (found.program, astray)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([(Box(100, 100, 900, 160), "horizontal", "Die Zeitung erſcheint täglich")], "Die Zeitung erſcheint täglich"),
        (
            [(Box(100, 100, 900, 160), "horizontal", "ſtaͤndig a\u0301 \U00020bb7 \U0001f5de")],
            "ſtaͤndig a\u0301 \U00020bb7 \U0001f5de",
        ),
        (
            [(Box(800, 100, 860, 900), "vertical", "輪船公司"), (Box(720, 100, 780, 900), "vertical", "昨開股東大會")],
            "輪船公司 昨開股東大會",
        ),
        ([(Box(800, 100, 860, 160), "vertical", "版"), (Box(720, 100, 780, 160), "vertical", "第")], "版 第"),
        ([(Box(500, 100, 900, 160), "horizontal", "右"), (Box(100, 100, 400, 160), "horizontal", "左邊")], "右 左邊"),
        (
            [
                (Box(100, 100, 500, 160), "horizontal", "云汀港新码头，首船"),
                (Box(520, 110, 900, 170), "horizontal", "■摄影"),
            ],
            "云汀港新码头，首船 ■摄影",
        ),
        ([(Box(100, 100, 130, 160), "horizontal", "zu eng geſetzt : ja")], "zu eng geſetzt : ja"),
        ([(Box(100, 100, 900, 104), "horizontal", "weit geſetzt")], "weit geſetzt"),
    ],
)
def test_lines_are_read_in_their_order(rows: list[tuple[Box, str, str]], text: str, tmp_path: Path) -> None:
    for found in taken(Export(), lines_page(*rows), tmp_path):
        assert folded(found.text) == text, found.program


@pytest.mark.parametrize(
    "text",
    [
        "a\u00a0b «\u202fc\u202f»",
        "\u3000\u672c\u5831\u3000\u8a0a １２３ ︵橫︶",
        "Dampf\u00adſchiff \u2011 ꝛc. ⁊",
        "a\u200fb \u202eabc\u202c",
        "e\u0301 u\u0364 \u0364 °C ´e ¨u",
        "\u8c48 \uf900 ½ № ㏄",
        "\U0001f600 \U000e0100x \u200d\u2060",
        "-",
    ],
)
def test_odd_letters_come_out_as_they_went_in(text: str, tmp_path: Path) -> None:
    page = lines_page(
        (Box(100, 100, 900, 160), "horizontal", text), (Box(100, 200, 900, 260), "horizontal", "und weiter")
    )
    for found in taken(Export(), page, tmp_path):
        assert folded(found.text) == said(page), found.program


def test_a_heading_from_right_to_left_is_read_from_the_right(tmp_path: Path) -> None:
    words = tuple(Word(letter, Box(700 - 100 * n, 100, 780 - 100 * n, 180)) for n, letter in enumerate("雲岸日報"))
    page = lines_page((Box(400, 100, 780, 180), "horizontal", "雲岸日報"), words=words)
    for found in taken(Export(), page, tmp_path):
        assert folded(found.text) == "雲岸日報", found.program
        assert found.spots
        assert all(spot.overlap > 0.7 for spot in found.spots), found


def test_a_hyphen_at_a_lines_end_stays_as_printed(tmp_path: Path) -> None:
    rows = [
        (Box(100, 100 + 60 * n, 900, 140 + 60 * n), "horizontal", text)
        for n, text in enumerate(("der Speicher und ein Dampf-", "schiff fuhr"))
    ]
    for found in taken(Export(), lines_page(*rows), tmp_path):
        assert folded(found.text) == "der Speicher und ein Dampf- schiff fuhr", found.program


def test_a_reviewed_text_takes_the_place_of_what_was_read(tmp_path: Path) -> None:
    page = make_page("p000001", "Der neue Spcicher", "steht fest")
    texts = {page.id: {page.lines[0].id: "Der alte neue Speicher"}}
    for found in taken(Export(texts=texts), page, tmp_path):
        assert folded(found.text) == "Der alte neue Speicher steht fest", found.program


@needs_qpdf
@pytest.mark.parametrize(
    "page",
    [
        make_page("p000001"),
        lines_page((Box(0, 0, 0, 0), "horizontal", "nowhere")),
        lines_page(
            (Box(5000, 5000, 6000, 6010), "horizontal", "far outside"), (Box(-50, -9, -1, -1), "vertical", "外")
        ),
        lines_page((Box(900, 100, 100, 50), "horizontal", "inside out")),
        lines_page(
            (Box(10, 10, 90, 40), "horizontal", "\x00\x07"), (Box(10, 50, 90, 80), "horizontal", "\ud800\u200f ok")
        ),
        lines_page((Box(0, 0, 9, 9), "horizontal", "a point"), size=(1, 1)),
        lines_page((Box(0, 0, 90_000, 50), "horizontal", "a large sheet"), size=(90_000, 40_000)),
        replace(lines_page((Box(10, 10, 90, 40), "horizontal", "at one dot an inch")), dpi=1),
        replace(lines_page((Box(10, 10, 90, 40), "horizontal", "without dpi")), dpi=None),
    ],
)
def test_odd_pages_make_a_sound_file(page: Page, tmp_path: Path) -> None:
    (path,) = written(Export(pages=(page,)), tmp_path).values()
    with pikepdf.open(path) as pdf:
        width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
        assert 3 <= width <= 14_400
        assert 3 <= height <= 14_400
        assert pdf.check_pdf_syntax() == []


@settings(max_examples=60)
@given(st.lists(st.text(HARD_LETTERS, max_size=12), max_size=4), st.integers(-50, 500), st.integers(-5, 300))
def test_any_text_in_any_box_becomes_codes(texts: list[str], left: int, width: int) -> None:
    box = Box(left, 10, left + width, 40)
    page = lines_page(*((box, way, text) for text in texts for way in ("horizontal", "vertical")))
    lines = print_page(Export(), page)
    sizes = type_sizes(lines.values(), page)
    for name, size in sizes.items():
        for piece in place_line(lines[name], page, sheet_of(page), size):
            assert piece.size > 0
            assert all(width > 0 for _, width in piece.cells)
            assert all(clean(letter) == letter for letter, _ in piece.cells)
