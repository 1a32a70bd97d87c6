"""Pictures in exported PDFs: the scan untouched where it is the page, else encoded anew and upright."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from page_readers import make_page
from pdf_pages import written
from PIL import Image, ImageCms, ImageDraw

from correction.exchange import Export
from correction.exchange.pdf.images import picture_of
from ocr.errors import InputError
from ocr.page import Box, Page, Source

SIZE = (300, 400)
MARK = (20, 30, 120, 90)  # what is dark on a drawn page, at its upper left


def drawn(mode: str = "L", size: tuple[int, int] = SIZE) -> Image.Image:
    """A page with a dark mark at its upper left and a finer one at its right."""
    image = Image.new("RGB", size, (240, 230, 200))
    ImageDraw.Draw(image).rectangle(MARK, fill=(90, 0, 0))
    ImageDraw.Draw(image).line((size[0] - 30, 200, size[0] - 10, 380), fill=(0, 0, 0), width=4)
    return image.convert(mode)


def page_of(size: tuple[int, int] = SIZE) -> Page:
    return replace(make_page("p000001", "Text"), width=size[0], height=size[1], dpi=72)


@dataclass(frozen=True)
class Stored:
    """A picture as a PDF holds it."""

    data: bytes
    decoder: str
    space: str
    width: int
    bits: int


def picture(path: Path, **part: object) -> Stored:
    """The picture of a page in its PDF, after a look that it shows the mark where it is."""
    source = Source(str(path), "", **part)  # type: ignore[arg-type]
    (made,) = written(Export((page_of(),), source_of=lambda _: source), path.parent / "out").values()
    document = pdfium.PdfDocument(made)
    seen = document[0].render(scale=1, grayscale=True).to_numpy().copy()
    document.close()
    assert seen.shape == SIZE[::-1]
    left, top, right, bottom = MARK
    assert seen[top + 5 : bottom - 5, left + 5 : right - 5].max() < 110
    assert seen[:, right + 10 : SIZE[0] - 40].min() > 150
    with pikepdf.open(made) as pdf:
        found = pdf.pages[0].Resources.XObject.P
        space = str(found.ColorSpace) if isinstance(found.ColorSpace, pikepdf.Name) else str(found.ColorSpace[0])
        data = found.read_raw_bytes()
        return Stored(data, str(found.Filter), space, int(found.Width), int(found.BitsPerComponent))


@pytest.mark.parametrize(("mode", "space"), [("L", "/DeviceGray"), ("RGB", "/DeviceRGB")])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_is_taken_byte_for_byte(mode: str, space: str, progressive: bool, tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    drawn(mode).save(path, progressive=progressive)
    found = picture(path)
    assert found.data == path.read_bytes()
    assert (found.decoder, found.space) == ("/DCTDecode", space)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_jpeg_is_untouched_and_upright(turn: int, tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    drawn("RGB").rotate(turn, expand=True).save(path)  # counter-clockwise: the source is turned back
    assert picture(path, turn=turn).data == path.read_bytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_stands_as_its_exif_says(orientation: int, tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transpositions that undo the others
    stored = drawn("RGB") if orientation == 1 else drawn("RGB").transpose(Image.Transpose(turns[orientation]))
    exif = Image.Exif()
    exif[274] = orientation
    stored.save(path, exif=exif)
    found = picture(path)
    assert (found.data == path.read_bytes()) == (orientation in (1, 3, 6, 8))


def test_a_jpeg_keeps_a_sound_profile(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    drawn("RGB").save(path, icc_profile=profile)
    assert picture(path).space == "/ICCBased"
    drawn("RGB").save(path, icc_profile=b"no profile")
    assert picture(path).space == "/DeviceRGB"


def test_a_jpeg_of_inks_or_one_that_breaks_off_is_encoded_anew(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    drawn("RGB").convert("CMYK").save(path)
    assert picture(path).space == "/DeviceRGB"
    drawn().save(path)
    path.write_bytes(path.read_bytes()[:-200])
    found = picture_of(Export(source_of=lambda _: Source(str(path), "")), page_of())
    assert found is not None
    assert isinstance(found.data, bytes)
    assert Image.open(io.BytesIO(found.data)).size == SIZE


@pytest.mark.parametrize(("mode", "space"), [("L", "/DeviceGray"), ("RGB", "/DeviceRGB")])
def test_a_jpeg_2000_is_taken_byte_for_byte(mode: str, space: str, tmp_path: Path) -> None:
    path = tmp_path / "scan.jp2"
    drawn(mode).save(path)
    found = picture(path)
    assert found.data == path.read_bytes()
    assert (found.decoder, found.space) == ("/JPXDecode", space)


@pytest.mark.parametrize(
    ("name", "mode"),
    [("scan.jp2", "RGBA"), ("scan.j2k", "L"), ("scan.tif", "I;16"), ("scan.png", "P"), ("scan.png", "LA")],
)
def test_other_pictures_become_grey_jpegs(name: str, mode: str, tmp_path: Path) -> None:
    path = tmp_path / name
    deep = np.asarray(drawn()).astype(np.uint16) * 256
    (Image.fromarray(deep) if mode == "I;16" else drawn(mode)).save(path)
    found = picture(path)
    assert (found.decoder, found.space) == ("/DCTDecode", "/DeviceGray")


def test_black_and_white_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    page = drawn()
    blots = np.random.default_rng(1).integers(0, 256, (100, 10), dtype=np.uint8)
    page.paste(Image.fromarray(blots).resize((38, SIZE[1]), Image.Resampling.BICUBIC), (SIZE[0] - 38, 0))
    page.point(lambda v: 255 * (v > 128)).convert("1").save(path, compression="group4")
    found = picture(path)
    assert (found.decoder, found.bits) == ("/CCITTFaxDecode", 1)
    rng = np.random.default_rng(1)
    grain = (rng.random(SIZE[::-1]) > 0.5).astype(np.uint8) * 255
    Image.fromarray(grain).save(path)
    found = picture_of(Export(source_of=lambda _: Source(str(path), "")), page_of())
    assert found is not None
    assert found.entries["Filter"] == "FlateDecode", "a screen is larger as fax"


@pytest.mark.parametrize(("mode", "space"), [("L", "/DeviceGray"), ("RGB", "/DeviceRGB")])
@pytest.mark.parametrize("name", ["scan.jpg", "scan.tif"])
def test_half_of_a_double_page_is_cut(name: str, mode: str, space: str, tmp_path: Path) -> None:
    path = tmp_path / name
    spread = Image.new(mode, (600, 400), 0)
    spread.paste(drawn(mode), (300, 0))
    spread.save(path)
    found = picture(path, crop=Box(300, 0, 600, 400))
    assert (found.width, found.space) == (300, space)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_half_of_a_double_page_that_was_turned_keeps_its_colour(turn: int, tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    lying = drawn("RGB").rotate(turn, expand=True)
    spread = Image.new("RGB", (lying.width * 2, lying.height), 0)
    spread.paste(lying, (lying.width, 0))
    spread.save(path)
    found = picture(path, crop=Box(lying.width, 0, 2 * lying.width, lying.height), turn=turn)
    assert (found.width, found.space) == (300, "/DeviceRGB")


def test_a_frame_of_several_keeps_its_colour(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    Image.new("RGB", SIZE, 0).save(path, save_all=True, append_images=[drawn("RGB")])
    assert picture(path, frame=1).space == "/DeviceRGB"


def test_a_frame_of_several_is_the_page(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    Image.new("L", SIZE, 0).save(path, save_all=True, append_images=[drawn()])
    assert picture(path, frame=1).decoder == "/DCTDecode"


def test_another_scan_in_its_place_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    drawn().save(path)
    with pytest.raises(InputError, match="changed"):
        picture_of(Export(source_of=lambda _: Source(str(path), "ab" * 32)), page_of())
