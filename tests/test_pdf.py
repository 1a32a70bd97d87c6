"""PDF pages become page images with their text in printed lines."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr import ingest
from ocr.errors import InputError
from ocr.page import Box, LineText, Word
from ocr.textlayer import Glyph, TextLayerLine, cut_to, lines_of


def pdf_of(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects; the first is the catalog."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return out


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def text_pdf(content: str, page: str = "", image: np.ndarray | None = None, trailer: bytes = b"") -> bytes:
    """One page of 600 x 800 points with a content stream, Helvetica as /F1 and perhaps a picture as /I1."""
    resources = "/Font << /F1 4 0 R >>" + (" /XObject << /I1 6 0 R >>" if image is not None else "")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {page} "
        f"/Resources << {resources} >> /Contents 5 0 R >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        stream(content.encode("cp1252")),
    ]
    if image is not None:
        height, width = image.shape
        entries = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
        objects.append(
            stream(zlib.compress(image.tobytes()), f"{entries} /BitsPerComponent 8 /Filter /FlateDecode".encode())
        )
    return pdf_of(objects, trailer)


def show(x: float, y: float, text: str, size: int = 10) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n"


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def scan(path: Path) -> ingest.Scan:
    (source,) = ingest.sources(path)
    return ingest.load(source)


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        scan(path)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)
    return caught.value.problem


READERS = """
import sys
from pathlib import Path
from threading import Thread
from ocr.pdf import page_sizes, read_page

def read():
    for _ in range(150):
        read_page(Path(sys.argv[1]), 0)
        page_sizes(Path(sys.argv[1]))

threads = [Thread(target=read) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_wait_for_each_other(tmp_path: Path) -> None:
    file = written(tmp_path / "page.pdf", text_pdf(show(10, 40, "The harbour"), "/CropBox [0 0 60 80]"))
    done = subprocess.run([sys.executable, "-c", READERS, file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")  # pdfium met by two threads ends the process


def test_no_pages_in_a_pdf(tmp_path: Path) -> None:
    empty = pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])
    assert "no pages" in refusal(written(tmp_path / "a.pdf", empty))


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"5a" * 32,
        b"a5" * 32,
    )
    assert "is protected by a password" in refusal(written(tmp_path / "a.pdf", text_pdf("", trailer=lock)))


def test_scanned_pages_are_rendered_at_their_own_resolution(tmp_path: Path) -> None:
    first, second = (Image.fromarray(np.full((1200, 900), shade, np.uint8)) for shade in (40, 200))
    first.save(tmp_path / "a.pdf", save_all=True, append_images=[second], resolution=150)
    scans = [ingest.load(source) for source in ingest.sources(tmp_path / "a.pdf")]
    assert [(s.image.shape, s.dpi, s.text_layer) for s in scans] == [((1200, 900), 150, ())] * 2
    assert np.abs(scans[1].image.astype(int) - np.asarray(second)).mean() < 8


def test_a_born_digital_page_brings_its_lines(tmp_path: Path) -> None:
    lines = show(50, 700, "A whole line of print,") + show(50, 686, "and a second one.")
    result = scan(written(tmp_path / "a.pdf", text_pdf(lines)))
    assert result.dpi == 300
    assert result.image.shape == (3334, 2500)
    assert [line.text.text for line in result.text_layer] == ["A whole line of print,", "and a second one."]
    first = result.text_layer[0]
    assert [word.text for word in first.text.words] == ["A", "whole", "line", "of", "print,"]
    assert result.image[first.box.top : first.box.bottom, first.box.left : first.box.right].min() < 100
    around = first.box.grown(2, Box(0, 0, 2500, 3334))
    outside = result.image[:430].copy()
    outside[around.top : around.bottom, around.left : around.right] = 255
    assert outside.min() == 255, "the box holds all of the line's ink"
    assert not result.notes


LEFT = [
    "The harbour was quiet until",
    "noon, when three boats with",
    "herring came in at once and",
    "every hand was wanted",
    "on the quay; by four o'clock",
    "the last barrel had gone",
]
RIGHT = [
    "Snow fell on the upper",
    "pastures overnight, and",
    "the pass is shut for",
    "carts. Walkers are told",
    "to carry ropes and to",
    "ask at the inn first",
]


@pytest.mark.parametrize("row_by_row", [True, False])
def test_columns_of_a_text_layer_are_not_run_together(tmp_path: Path, row_by_row: bool) -> None:
    left = [show(50, 700 - 12 * n, text) for n, text in enumerate(LEFT)]
    right = [show(188, 700 - 12 * n, text) for n, text in enumerate(RIGHT)]
    content = [part for pair in zip(left, right, strict=True) for part in pair] if row_by_row else left + right
    result = scan(written(tmp_path / "a.pdf", text_pdf("".join(content))))
    assert sorted(line.text.text for line in result.text_layer) == sorted(LEFT + RIGHT)


def test_words_placed_one_by_one_make_one_line(tmp_path: Path) -> None:
    content = show(50, 714, "Print above runs all across the gap") + "".join(
        show(x, 700, word) for x, word in [(50, "wide"), (83, "set"), (110, "words"), (150, "here")]
    )
    result = scan(written(tmp_path / "a.pdf", text_pdf(content)))
    assert [line.text.text for line in result.text_layer] == [
        "Print above runs all across the gap",
        "wide set words here",
    ]


def test_a_hyphen_at_a_line_end_stays_a_hyphen(tmp_path: Path) -> None:
    content = "BT /F1 10 Tf 50 700 Td 12 TL (the news-) Tj T* (paper of to\xad) Tj T* (day) Tj ET"
    result = scan(written(tmp_path / "a.pdf", text_pdf(content)))
    assert [line.text.text for line in result.text_layer] == ["the news-", "paper of to-", "day"]


def test_recognised_text_behind_a_scan(tmp_path: Path) -> None:
    picture = np.full((1600, 1200), 250, np.uint8)
    content = "q 600 0 0 800 0 0 cm /I1 Do Q BT 3 Tr /F1 10 Tf 50 700 Td (hidden words) Tj ET"
    result = scan(written(tmp_path / "a.pdf", text_pdf(content, image=picture)))
    assert result.dpi == 144
    assert result.image.shape == (1600, 1200)
    assert [line.text.text for line in result.text_layer] == ["hidden words"]
    assert "its text layer comes from an earlier recognition" in result.notes


LAID = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}  # how print lies before the page is turned


@pytest.mark.parametrize(
    ("turn", "shape"), [(0, (1250, 1667)), (90, (1667, 1250)), (180, (1250, 1667)), (270, (1667, 1250))]
)
def test_a_turned_and_cropped_page(tmp_path: Path, turn: int, shape: tuple[int, int]) -> None:
    page = f"/Rotate {turn} /CropBox [100 400 500 700]"
    content = f"BT /F1 10 Tf {LAID[turn]} 250 600 Tm (Cropped) Tj ET\n"
    result = scan(written(tmp_path / "a.pdf", text_pdf(content, page)))
    assert np.abs(np.array(result.image.shape) - shape).max() <= 1
    (line,) = result.text_layer
    assert line.text.text == "Cropped"
    ink = np.argwhere(result.image < 128)
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0) + 1
    assert max(abs(line.box.left - left), abs(line.box.top - top)) <= 6
    assert abs(line.box.right - right) <= 6
    assert abs(line.box.bottom - bottom) <= 6


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_text_layer_that_does_not_stand_on_its_feet_is_left_aside(tmp_path: Path, turn: int) -> None:
    content = "".join(show(100, 600 - 20 * row, f"Line {row} of a page that lies") for row in range(10))
    result = scan(written(tmp_path / "a.pdf", text_pdf(content, f"/Rotate {turn}")))
    assert result.text_layer == ()
    assert "lies on its side" in "; ".join(result.notes)


def test_a_vertical_text_layer_keeps_its_lines() -> None:
    glyphs = [
        Glyph(letter, (x, y, x + 20, y + 20), (x, y), 22.0)
        for x, column in ((100, "右边一行"), (70, "左边一行"))
        for y, letter in zip(range(50, 150, 22), column, strict=False)
    ]
    lines = lines_of(glyphs)
    assert [line.text.text for line in lines] == ["右边一行", "左边一行"]
    assert lines[0].box == Box(100, 50, 120, 136)


def test_the_text_layer_is_cut_with_the_page() -> None:
    lines = [
        TextLayerLine(box, LineText("x", None, (Word("x", box),)))
        for box in (Box(10, 10, 90, 20), Box(110, 10, 190, 20))
    ]
    (line,) = cut_to(lines, Box(100, 0, 200, 50))
    assert line.box == line.text.words[0].box == Box(10, 10, 90, 20)
