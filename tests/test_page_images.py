"""Pictures of pages as they go out beside the text: the scan itself where it can be, else what the boxes see."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from correction.exchange import Export
from correction.exchange.page_images import COPIED, image_name, image_of, mime_type
from ocr.errors import InputError
from ocr.ingest import PAGE_SUFFIXES, load
from ocr.page import Box, Page, Source, Transform

WIDE, HIGH = 60, 90


def drawing() -> Image.Image:
    """Grey that has no symmetry, so that no turn of it is itself."""
    pixels = np.add.outer(np.arange(HIGH) * 2, np.arange(WIDE)).astype(np.uint8)
    return Image.fromarray(pixels)


def page_of(source: Source, width: int = WIDE, height: int = HIGH) -> Page:
    nothing = Transform(), (), (), (), (), ()
    return Page("p000001", source, width, height, 300, "de", "latin", "horizontal", *nothing, base="")


def exported(source: Source, width: int = WIDE, height: int = HIGH) -> tuple[str, bytes]:
    export, page = Export(source_of=lambda p: p.source), page_of(source, width, height)
    file = image_of(export, page)
    assert file is not None
    assert file.name == image_name(export, page)
    if file.file is None:
        return file.name, file.data
    data = file.file.read_bytes()
    file.file.unlink()
    return file.name, data


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [("JPEG", "jpg"), ("PNG", "png"), ("TIFF", "tif"), ("JPEG2000", "jp2"), ("WEBP", "webp"), ("BMP", "bmp")],
)
def test_a_scan_of_one_page_goes_out_untouched(tmp_path: Path, kind: str, suffix: str) -> None:
    scan = tmp_path / "scan.dat"  # what a file is stands in it, not in its name
    drawing().save(scan, kind)
    assert exported(Source(str(scan), "")) == (f"p000001.{suffix}", scan.read_bytes())
    assert mime_type(f"p000001.{suffix}").startswith("image/")


@pytest.mark.parametrize("suffix", sorted(PAGE_SUFFIXES))
def test_every_kind_of_scan_has_a_media_type(suffix: str) -> None:
    assert mime_type(f"P_1{suffix.upper()}") != "application/octet-stream"


def test_half_of_a_double_page_is_a_picture_of_its_own(tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    drawing().save(scan)
    name, data = exported(Source(str(scan), "", crop=Box(20, 0, 60, 90)), 40, 90)
    picture = Image.open(io.BytesIO(data))
    assert (name, picture.size) == ("p000001.png", (40, 90))
    assert np.array_equal(np.array(picture), np.array(drawing())[:, 20:60])
    assert round(picture.info["dpi"][0]) == 300


def test_a_turned_jpeg_stays_one(tmp_path: Path) -> None:
    scan = tmp_path / "scan.jpg"
    drawing().save(scan)
    source = Source(str(scan), "", turn=90)
    name, data = exported(source, HIGH, WIDE)
    picture = Image.open(io.BytesIO(data))
    assert (name, picture.format, picture.info["dpi"]) == ("p000001.jpg", "JPEG", (300, 300))
    assert np.abs(np.array(picture).astype(int) - load(source).image).max() < 8


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_a_scan_that_a_note_turns_goes_out_upright(tmp_path: Path, kind: str) -> None:
    scan = tmp_path / "scan"
    exif = Image.Exif()
    exif[0x0112] = 6
    drawing().save(scan, kind, exif=exif)
    _, data = exported(Source(str(scan), ""), HIGH, WIDE)
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (HIGH, WIDE)
    assert picture.getexif().get(0x0112, 1) == 1


def test_a_frame_among_several_is_a_picture_of_its_own(tmp_path: Path) -> None:
    scan = tmp_path / "scan.tif"
    bilevel = drawing().convert("1")
    drawing().save(scan, save_all=True, append_images=[bilevel])
    for frame, mode in ((0, "L"), (1, "1")):
        name, data = exported(Source(str(scan), "", frame=frame))
        assert (name, Image.open(io.BytesIO(data)).mode) == ("p000001.png", mode)
    assert np.array_equal(np.array(Image.open(io.BytesIO(data))), np.array(bilevel))


@pytest.mark.parametrize(("mode", "suffix"), [("L", "jpg"), ("1", "png")])
def test_a_page_of_a_pdf_is_kept_as_its_scan_was(tmp_path: Path, mode: str, suffix: str) -> None:
    scan = tmp_path / "scan.pdf"
    drawing().resize((600, 900)).convert(mode).save(scan, resolution=100)
    source = Source(str(scan), "")
    height, width = load(source).image.shape
    name, data = exported(source, width, height)
    assert (name, Image.open(io.BytesIO(data)).size) == (f"p000001.{suffix}", (width, height))


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    scan = tmp_path / "scan.jpg"
    drawing().save(scan)
    source = Source(str(scan), "", turn=180)
    assert exported(source) == exported(source)


def test_a_large_scan_does_not_go_through_memory(tmp_path: Path) -> None:
    scan = tmp_path / "scan.bmp"
    Image.new("RGB", (4000, 3000)).save(scan)
    export = Export(source_of=lambda p: p.source)
    file = image_of(export, page_of(Source(str(scan), ""), 4000, 3000))
    assert scan.stat().st_size > COPIED
    assert file is not None
    assert file.file is not None
    assert (file.data, file.file.read_bytes() == scan.read_bytes()) == (b"", True)
    file.file.unlink()


def test_a_scan_that_is_not_there_has_no_picture(tmp_path: Path) -> None:
    page = page_of(Source(str(tmp_path / "gone.jpg"), ""))
    for export in (Export(), Export(source_of=lambda p: p.source)):
        assert (image_name(export, page), image_of(export, page)) == (None, None)


def test_a_scan_of_another_size_is_refused(tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    drawing().save(scan)
    with pytest.raises(InputError, match="60x90 pixels, page p000001 was read with 61x90"):
        exported(Source(str(scan), ""), WIDE + 1)


def test_a_page_whose_id_is_no_name_gets_one(tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    drawing().save(scan)
    page = Page(
        "../p", Source(str(scan), ""), WIDE, HIGH, None, "de", "latin", "horizontal", Transform(), *((),) * 5, base=""
    )
    assert "/" not in (image_name(Export(source_of=lambda p: p.source), page) or "/")


def test_pictures_that_browsers_show(tmp_path: Path) -> None:
    scan = tmp_path / "page.tif"
    drawing().save(scan)
    source = Source(str(scan), "0" * 64)
    page = page_of(source)
    export = Export((page,), source_of=lambda _: source)
    plain, shown = image_of(export, page), image_of(export, page, shown=True)
    assert plain is not None
    assert shown is not None
    assert (plain.name, shown.name) == ("p000001.tif", "p000001.png")
    assert image_name(export, page, shown=True) == shown.name
