"""Every kind of picture becomes a page image, and every kind of bad file one clear error."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin

from ocr import ingest, raster
from ocr.errors import InputError
from ocr.tiff import count_directories


def sheet(seed: int = 0) -> np.ndarray:
    """A page with something on every row: soft blots on paper."""
    blots = np.random.default_rng(seed).integers(60, 250, (75, 56)).astype(np.uint8)
    return np.asarray(Image.fromarray(blots).resize((900, 1200), Image.Resampling.BICUBIC))


def saved(path: Path, image: Image.Image | np.ndarray, **options: Any) -> Path:
    picture = image if isinstance(image, Image.Image) else Image.fromarray(image)
    picture.save(path, **options)
    return path


def scan(path: Path) -> ingest.Scan:
    (source,) = ingest.sources(path)
    return ingest.load(source)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# --- picture formats -----------------------------------------------------------------------------------------------


GREY = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (80, 1))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.jpg", {"quality": 95}),
        ("a.png", {}),
        ("a.tif", {}),
        ("b.tif", {"compression": "tiff_lzw"}),
        ("a.jp2", {}),
        ("a.webp", {"lossless": True}),
        ("a.bmp", {}),
        ("a.gif", {}),
    ],
)
def test_formats_give_the_same_grey(tmp_path: Path, name: str, options: dict[str, Any]) -> None:
    result = scan(saved(tmp_path / name, GREY, **options))
    assert result.image.shape == (80, 64)
    assert result.image.dtype == np.uint8
    assert np.abs(result.image.astype(int) - GREY).max() <= 4
    assert result.notes == ()


def test_one_bit_becomes_black_and_white(tmp_path: Path) -> None:
    mask = GREY > 127
    result = scan(saved(tmp_path / "a.tif", Image.fromarray(mask), compression="group4"))
    assert np.array_equal(result.image, np.where(mask, 255, 0))


@pytest.mark.parametrize("mode", ["1", "L"])
def test_miniswhite_is_turned(tmp_path: Path, mode: str) -> None:
    picture = Image.fromarray(GREY).convert(mode, dither=Image.Dither.NONE)
    stored = Image.fromarray(255 - np.asarray(picture.convert("L"))).convert(mode, dither=Image.Dither.NONE)
    path = saved(tmp_path / "a.tif", stored, tiffinfo={262: 0})
    # Pillow may itself turn the pixels on writing; either way the file's own words decide.
    with Image.open(path) as again:
        expected = np.asarray(again.convert("L"))
    assert np.array_equal(scan(path).image, expected)


def test_miniswhite_of_16_bits_is_turned(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tif", Image.fromarray(GREY.astype(np.uint16) * 257))
    content = bytearray(path.read_bytes())
    tag = content.index((262).to_bytes(2, "little") + (3).to_bytes(2, "little"))
    content[tag + 8] = 0  # photometric interpretation: white is zero
    path.write_bytes(content)
    assert np.array_equal(scan(path).image, 255 - GREY)


@pytest.mark.parametrize(("bits", "name"), [(16, "a.png"), (16, "a.tif"), (12, "a.tif"), (10, "a.png")])
def test_deep_grey_is_scaled_by_the_depth_in_use(tmp_path: Path, bits: int, name: str) -> None:
    deep = np.round(GREY / 255 * (2**bits - 1)).astype(np.uint16)
    assert np.abs(scan(saved(tmp_path / name, deep)).image.astype(int) - GREY).max() <= 1


def test_four_bit_grey_tiff(tmp_path: Path) -> None:
    # A 4 x 2 TIFF written by hand: Pillow writes none of 4 bits.
    tags = [(256, 4), (257, 2), (258, 4), (259, 1), (262, 1), (273, 8 + 2 + 9 * 12 + 4), (277, 1), (278, 2), (279, 4)]
    directory = len(tags).to_bytes(2, "little") + b"".join(
        number.to_bytes(2, "little") + b"\x04\0\x01\0\0\0" + value.to_bytes(4, "little") for number, value in tags
    )
    path = written(tmp_path / "a.tif", b"II*\0\x08\0\0\0" + directory + b"\0\0\0\0" + bytes([0x0F, 0x80, 0xF0, 0x08]))
    assert scan(path).image.tolist() == [[0, 255, 136, 0], [255, 0, 0, 136]]


def test_palette_of_four_bits(tmp_path: Path) -> None:
    picture = Image.new("P", (4, 2), 1)
    picture.putpalette([0, 0, 0, 255, 255, 255, 128, 128, 128])
    picture.putpixel((0, 0), 0)
    picture.putpixel((1, 0), 2)
    assert scan(saved(tmp_path / "a.png", picture, bits=4)).image.tolist() == [[0, 128, 255, 255], [255] * 4]


def test_cmyk_tiff_is_not_a_negative(tmp_path: Path) -> None:
    picture = Image.new("CMYK", (8, 8), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 4, 8))
    image = scan(saved(tmp_path / "a.tif", picture)).image
    assert image[0, 0] < 10
    assert image[0, 7] > 245


@pytest.mark.parametrize(("mode", "name"), [("RGBA", "a.png"), ("LA", "a.png"), ("RGBA", "a.tif"), ("RGBA", "a.webp")])
def test_what_is_transparent_is_paper(tmp_path: Path, mode: str, name: str) -> None:
    picture = Image.new(mode, (8, 8), (0,) * len(mode))
    picture.paste((0,) * (len(mode) - 1) + (255,), (0, 0, 4, 8))
    options = {"lossless": True} if name.endswith("webp") else {}
    image = scan(saved(tmp_path / name, picture, **options)).image
    assert image[0, 0] == 0
    assert image[0, 7] == 255


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif"])
def test_orientation_is_applied(tmp_path: Path, name: str) -> None:
    picture = Image.new("L", (64, 32), 255)
    picture.paste(0, (0, 0, 16, 16))
    exif = Image.Exif()
    exif[274] = 6  # the top of the page is at the right of the picture
    result = scan(saved(tmp_path / name, picture, exif=exif))
    assert result.image.shape == (64, 32)
    assert result.image[4, 28] < 20
    assert result.image[4, 4] > 235


def test_frames_of_a_tiff_keep_their_sizes(tmp_path: Path) -> None:
    frames = [Image.new("L", size, 255) for size in ((30, 40), (50, 60), (20, 25))]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    found = ingest.sources(tmp_path / "a.tif")
    assert [source.frame for source in found] == [0, 1, 2]
    assert [ingest.load(source).image.shape for source in found] == [(40, 30), (60, 50), (25, 20)]
    assert len({source.sha256 for source in found}) == 1


def test_thumbnails_in_a_tiff_are_no_pages(tmp_path: Path) -> None:
    small = Image.new("L", (3, 4), 255)
    small.encoderinfo = {"tiffinfo": {254: 1}}
    Image.new("L", (30, 40), 255).save(tmp_path / "a.tif", save_all=True, append_images=[small])
    assert len(ingest.sources(tmp_path / "a.tif")) == 1


@pytest.mark.parametrize(("stated", "read"), [((300, 300), 300), ((2, 2), None), (None, None)])
def test_resolution_is_taken_when_it_can_be_meant(
    tmp_path: Path, stated: tuple[int, int] | None, read: int | None
) -> None:
    options = {"dpi": stated} if stated else {}
    assert scan(saved(tmp_path / "a.tif", np.full((200, 150), 255, np.uint8), **options)).dpi == read


@pytest.mark.parametrize("size", [(1, 1), (300, 1), (1, 300), (500, 700)])
def test_empty_paper_of_any_size_is_a_page(tmp_path: Path, size: tuple[int, int]) -> None:
    assert scan(saved(tmp_path / "a.png", Image.new("L", size, 255))).image.shape == size[::-1]


# --- bad input -----------------------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        scan(path)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)
    return caught.value.problem


def test_bad_files_say_what_is_wrong(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).bytes(5000)
    assert "empty" in refusal(written(tmp_path / "zero.jpg", b""))
    assert "broken" in refusal(written(tmp_path / "noise.jpg", noise))
    assert "broken" in refusal(written(tmp_path / "noise.pdf", b"%PDF-1.7\n" + noise))
    assert "no picture" in refusal(written(tmp_path / "notes.txt", b"just words"))
    assert "cannot be read" in refusal(tmp_path / "gone.jpg")
    assert "cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_a_picture_that_breaks_off_late_is_read_with_a_note(tmp_path: Path, name: str) -> None:
    page = sheet()
    whole = saved(tmp_path / name, page).read_bytes()
    result = scan(written(tmp_path / name, whole[: len(whole) * 8 // 10]))
    assert result.image.shape == page.shape
    assert (result.image[-20:] == 255).all()
    assert np.abs(result.image[:300].astype(int) - page[:300]).mean() < 10
    assert "breaks off" in result.notes[0]


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp", "a.jp2", "a.gif", "a.bmp"])
@pytest.mark.parametrize("share", [0.02, 0.3])
def test_a_picture_that_breaks_off_early_is_refused(tmp_path: Path, name: str, share: float) -> None:
    whole = saved(tmp_path / name, sheet()).read_bytes()
    path = written(tmp_path / name, whole[: int(len(whole) * share)])
    if name == "a.jp2":  # its first layers may already show the whole page
        try:
            assert "breaks off" in scan(path).notes[0]
        except InputError:
            return
        return
    refusal(path)


def jpeg_of(page: np.ndarray, **options: Any) -> bytes:
    content = io.BytesIO()
    Image.fromarray(page).save(content, "JPEG", quality=90, **options)
    return content.getvalue()


@pytest.mark.parametrize("turned", [False, True])
def test_a_jpeg_that_says_it_ends_early_is_read_with_a_note(tmp_path: Path, turned: bool) -> None:
    exif = Image.Exif()
    exif[raster.ORIENTATION] = 3 if turned else 1
    whole = jpeg_of(sheet(), exif=exif)
    result = scan(written(tmp_path / "a.jpg", whole[: len(whole) * 8 // 10] + b"\xff\xd9"))
    assert "breaks off" in result.notes[0]
    assert (result.image[:40] if turned else result.image[-40:]).min() == 255


def test_a_jpeg_that_ends_in_its_first_half_is_refused(tmp_path: Path) -> None:
    whole = jpeg_of(sheet())
    assert "broken" in refusal(written(tmp_path / "a.jpg", whole[: len(whole) * 3 // 10] + b"\xff\xd9"))


def test_a_hole_in_a_jpeg_is_noted(tmp_path: Path) -> None:
    whole = jpeg_of(sheet(), restart_marker_rows=2)
    marks = [place for place in range(len(whole) - 1) if whole[place] == 0xFF and 0xD0 <= whole[place + 1] <= 0xD7]
    result = scan(written(tmp_path / "a.jpg", whole[: marks[30] + 2] + whole[marks[32] :]))
    assert "missing" in "; ".join(result.notes)


def test_a_grey_jpeg_is_a_page(tmp_path: Path) -> None:
    result = scan(written(tmp_path / "a.jpg", jpeg_of(np.full((300, 200), 128, np.uint8))))
    assert result.notes == ()


def test_a_jpeg_page_on_grey_ground_is_whole(tmp_path: Path) -> None:
    page = np.full((1200, 900), 128, np.uint8)
    page[96:1000, 96:800] = sheet()[96:1000, 96:800]
    result = scan(written(tmp_path / "a.jpg", jpeg_of(page)))
    assert result.notes == ()
    assert result.image[4, 4] == 128


@pytest.mark.parametrize("behind", [-1000, 1, 40, 70])
@pytest.mark.parametrize("big", [False, True])
def test_a_tiff_that_breaks_off_names_what_is_missing(tmp_path: Path, behind: int, big: bool) -> None:
    """It ends some bytes behind the place of the last directory."""
    pages = [Image.fromarray(sheet(seed)) for seed in range(4)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:], big_tiff=big)
    content = (tmp_path / "a.tif").read_bytes()
    assert count_directories(tmp_path / "a.tif") == (4, True)
    with Image.open(tmp_path / "a.tif") as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        image.seek(3)
        place = image._frame_pos[3]
    found = ingest.sources(written(tmp_path / "a.tif", content[: place + behind]))
    assert len(found) == 4
    assert ingest.load(found[0]).image.shape == (1200, 900)
    with pytest.raises(InputError, match="breaks off: frame"):
        ingest.load(found[-1])


@pytest.mark.parametrize("content", [b"", b"II", b"II*\0", b"MM\0*\0\0\0\x08", b"II*\0\x04\0\0\0"])
def test_a_chain_that_leads_nowhere_comes_to_an_end(tmp_path: Path, content: bytes) -> None:
    assert count_directories(written(tmp_path / "a.tif", content)) == (0, False)


def one_frame(path: Path) -> bytes:
    """A TIFF whose only directory, little-endian and sorted by tag, stands at the end of the file."""
    content = saved(path, sheet()).read_bytes()
    start = int.from_bytes(content[4:8], "little")
    length = 2 + 12 * int.from_bytes(content[start : start + 2], "little") + 4
    moved = len(content) + len(content) % 2
    directory = content[start : start + length]
    return content[:4] + moved.to_bytes(4, "little") + content[8:].ljust(moved - 8, b"\0") + directory


@pytest.mark.parametrize("cut", [0, 1, 2, 4, 30])
@pytest.mark.parametrize("head", [b"II*\0", b"II\0*"])
def test_a_tiff_of_one_frame_is_read_without_the_pointer_behind_it(tmp_path: Path, cut: int, head: bytes) -> None:
    content = one_frame(tmp_path / "a.tif")
    found = scan(written(tmp_path / "a.tif", head + content[4 : len(content) - cut]))
    assert np.array_equal(found.image, sheet())


def test_a_pointer_that_is_cut_says_that_more_followed(tmp_path: Path) -> None:
    content = one_frame(tmp_path / "a.tif")
    assert count_directories(written(tmp_path / "a.tif", content[:-4] + b"\x10\x20")) == (1, False)


def test_a_chain_that_leads_back_is_damage(tmp_path: Path) -> None:
    content = one_frame(tmp_path / "a.tif")
    found = ingest.sources(written(tmp_path / "a.tif", content[:-4] + content[4:8]))
    assert len(found) == 2
    with pytest.raises(InputError, match="breaks off: frame 2"):
        ingest.load(found[1])


def test_one_broken_frame_does_not_hide_the_others(tmp_path: Path) -> None:
    frames = [Image.fromarray(sheet(seed)) for seed in range(2)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:], compression="tiff_lzw")
    content = (tmp_path / "a.tif").read_bytes()
    with Image.open(tmp_path / "a.tif") as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        image.seek(1)
        place = image.tag_v2[273][0]
    found = ingest.sources(written(tmp_path / "a.tif", content[:place] + b"\0" * 400 + content[place + 400 :]))
    assert len(found) == 2
    assert ingest.load(found[0]).image.shape == (1200, 900)


def test_too_many_pixels(tmp_path: Path) -> None:
    header = BytesIO()
    Image.new("1", (8, 8)).save(header, "BMP")
    content = bytearray(header.getvalue())
    content[18:26] = (20_000).to_bytes(4, "little") * 2
    assert "more than 300 megapixels" in refusal(written(tmp_path / "a.bmp", bytes(content)))
    content[18:26] = (60_000).to_bytes(4, "little") * 2
    assert "more than 300 megapixels" in refusal(written(tmp_path / "b.bmp", bytes(content)))


@given(
    st.binary(min_size=1, max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"%PDF-1.4\n"]),
)
def test_any_bytes_give_a_page_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes, head: bytes
) -> None:
    path = written(tmp_path_factory.getbasetemp() / "any.jpg", head + tail)
    with suppress(InputError):
        for source in ingest.sources(path):
            ingest.load(source)


# --- what inputs name ----------------------------------------------------------------------------------------------


def test_folders_are_sorted_as_people_count(tmp_path: Path) -> None:
    for name in ("page10.png", "page2.PNG", "page1.tif", ".hidden.png", "notes.txt", "sub/page3.jpg", ".git/a.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    names = [path.relative_to(tmp_path).as_posix() for path in ingest.expand([str(tmp_path)])]
    assert names == ["page1.tif", "page2.PNG", "page10.png", "sub/page3.jpg"]
    assert [path.name for path in ingest.expand([str(tmp_path / "page*")])] == ["page1.tif", "page2.PNG", "page10.png"]


def test_each_file_is_named_once_in_the_order_given(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "odd[1].png"):
        (tmp_path / name).write_bytes(b"x")
    found = ingest.expand([str(tmp_path / "b.png"), str(tmp_path), str(tmp_path / "odd[1].png")])
    assert [path.name for path in found] == ["b.png", "a.png", "odd[1].png"]


def test_inputs_that_name_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words")
    for name, words in [("gone.png", "no such file"), ("*.png", "no page matches"), ("", "holds no pages")]:
        with pytest.raises(InputError, match=words):
            ingest.expand([str(tmp_path / name)])
    with pytest.raises(InputError, match="nothing to read"):
        ingest.expand([])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o000)
    with pytest.raises(InputError, match="cannot be read"):
        ingest.expand([str(locked)])


@given(st.lists(st.integers(0, 10**6), min_size=1, unique=True))
def test_numbers_in_names_sort_by_value(numbers: list[int]) -> None:
    paths = ingest._naturally(Path(f"page{number}.png") for number in numbers)
    assert [path.stem for path in paths] == [f"page{number}" for number in sorted(numbers)]
