"""The picture of a page as PDF holds it.

In: an `Export` and one of its pages. Out: a `PdfImage`. A JPEG that shows the page and nothing else is taken byte for
byte, in its colours, also where it has to be turned; so is a JPEG 2000 whose colours PDF/A knows. Of all others
the picture that the page's boxes see is encoded anew: in colour where the file has it, else black and white or grey.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from correction.exchange import Export
from correction.exchange.pdf.file import Name, Value
from correction.exchange.pdf.jp2 import is_embeddable
from ocr import raster
from ocr.errors import InputError
from ocr.page import TURNS, Box, Page, Source, Turn

JPEG_QUALITY = 85
_EXIF_TURNS: Mapping[int, Turn] = {0: 0, 1: 0, 3: 180, 6: 90, 8: 270}  # the others are mirrored: encoded anew
_COLOURS = {"L": "DeviceGray", "RGB": "DeviceRGB"}
_PROFILES = {"L": (b"GRAY", 1), "RGB": (b"RGB ", 3)}
_JPEGS = frozenset({"JPEG", "MPO"})  # a camera's MPO is a JPEG with others behind it
_COLOURED = frozenset({"RGB", "YCbCr", "CMYK"})
MOST_COLOURED = 100_000_000  # pixels; more of them are kept in grey, for colour takes three times the memory
_TURNED = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_END_OF_IMAGE = b"\xff\xd9"
_TAIL = 64  # bytes at a JPEG's end within which its end is marked; some cameras pad
_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_SIZES = 273, 278, 279


@dataclass(frozen=True, slots=True)
class PdfImage:
    """A picture ready to be a stream: `entries` of its dictionary, its bytes or the file that is them.

    `turn` is by how many degrees it is turned clockwise to stand upright; `profile` is the ICC profile of its colours
    where they are not those of the document, with their number.
    """

    entries: Mapping[str, Value]
    data: bytes | Path
    turn: Turn = 0
    profile: tuple[bytes, int] | None = field(default=None, repr=False)


def picture_of(export: Export, page: Page) -> PdfImage | None:
    """The picture of a page; None where none is asked for. Raises InputError for a scan that is gone or broken."""
    if export.source_of is None:
        return None
    source = export.source_of(page)
    if source.sha256:
        from ocr.ingest import verify

        verify(source)
    return _untouched(source, page) or _coloured(source) or _encoded(source)


def _untouched(source: Source, page: Page) -> PdfImage | None:
    """The scan's own bytes where they are the page."""
    path = Path(source.path)
    if source.crop or source.frame:
        return None
    try:
        with path.open("rb") as file, Image.open(file, formats=raster.FORMATS) as image:
            if image.format in _JPEGS:
                return _jpeg(path, image, source.turn, page)
            if image.format == "JPEG2000" and not source.turn and image.size == (page.width, page.height):
                return _jp2(path, image)
    except raster.DAMAGE:
        return None  # a PDF, or a picture of which something can be rescued, or an error that says more
    return None


def _jpeg(path: Path, image: Image.Image, turn: Turn, page: Page) -> PdfImage | None:
    stored = _EXIF_TURNS.get(image.getexif().get(raster.ORIENTATION, 1))
    if stored is None or image.mode not in _COLOURS or not _is_whole(path):
        return None
    together = TURNS[(TURNS.index(stored) + TURNS.index(turn)) % len(TURNS)]
    size = image.size if together in (0, 180) else image.size[::-1]
    if size != (page.width, page.height):
        return None
    profile = _profile(image)
    return PdfImage(_entries(image.size, _COLOURS[image.mode], 8, "DCTDecode"), path, together, profile)


def _profile(image: Image.Image) -> tuple[bytes, int] | None:
    """The colour profile of a picture where PDF/A takes it: of a screen, scanner or printer, version 2 or 4."""
    data = image.info.get("icc_profile")
    space, components = _PROFILES[image.mode]
    if not isinstance(data, bytes) or len(data) < 128 or int.from_bytes(data[:4], "big") != len(data):
        return None
    sound = data[8] in (2, 4) and data[12:16] in (b"mntr", b"scnr", b"prtr", b"spac") and data[16:20] == space
    return (data, components) if sound and data[36:40] == b"acsp" else None


def _is_whole(path: Path) -> bool:
    """Whether a JPEG is of a kind that PDF knows and comes to its end."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        if _END_OF_IMAGE not in file.read():
            return False
        file.seek(0)
        return _frame_kind(file) in (0xC0, 0xC1, 0xC2)


def _frame_kind(file: io.BufferedReader) -> int:
    """The marker of a JPEG's frame: 0xC0 to 0xC2 are Huffman-coded; 0 where there is none."""
    file.read(2)
    while len(head := file.read(4)) == 4 and head[0] == 0xFF:
        if 0xC0 <= head[1] <= 0xCF and head[1] not in (0xC4, 0xC8, 0xCC):
            return head[1]
        file.seek(int.from_bytes(head[2:], "big") - 2, io.SEEK_CUR)
    return 0


def _jp2(path: Path, image: Image.Image) -> PdfImage | None:
    if image.mode not in _COLOURS or not is_embeddable(path):
        return None
    return PdfImage(_entries(image.size, _COLOURS[image.mode], 8, "JPXDecode"), path)


def _coloured(source: Source) -> PdfImage | None:
    """The page in its colours; None for a file without, and for what only `ocr.ingest` can read."""
    path = Path(source.path)
    try:
        with path.open("rb") as file, Image.open(file, formats=raster.FORMATS) as image:
            if image.mode not in _COLOURED or image.width * image.height > MOST_COLOURED:
                return None
            image.seek(source.frame)
            profile = _profile(image) if image.mode == "RGB" else None
            upright = ImageOps.exif_transpose(image)
    except raster.DAMAGE:
        return None
    if source.crop:
        frame = source.crop.intersection(Box(0, 0, *upright.size))
        upright = upright.crop((frame.left, frame.top, frame.right, frame.bottom))
    if source.turn:
        upright = upright.transpose(_TURNED[source.turn])
    if upright.mode not in _COLOURED or not all(upright.size):
        return None
    return _compressed(upright.convert("RGB"), profile)


def _encoded(source: Source) -> PdfImage:
    """The page as it is read, encoded anew."""
    from ocr.ingest import load  # brings OpenCV, which a scan that goes out as it is does not need

    pixels = load(source).image
    if not pixels.size:
        raise InputError(f"{source.path}: the picture is empty", "copy or scan it again")
    return _bilevel(pixels) if _is_bilevel(pixels) else _compressed(Image.fromarray(pixels))


def _is_bilevel(pixels: NDArray[np.uint8]) -> bool:
    return not any(((rows != 0) & (rows != 255)).any() for rows in pixels)


def _compressed(picture: Image.Image, profile: tuple[bytes, int] | None = None) -> PdfImage:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=JPEG_QUALITY)
    entries = _entries(picture.size, _COLOURS[picture.mode], 8, "DCTDecode")
    return PdfImage(entries, stream.getvalue(), profile=profile)


def _bilevel(pixels: NDArray[np.uint8]) -> PdfImage:
    """Black and white as fax group 4, or as plain bits where these are fewer, as of a screened picture."""
    height, width = pixels.shape
    bits = zlib.compress(np.packbits(pixels > 0, axis=1).tobytes())
    fax = _fax(pixels)
    if len(bits) <= len(fax):
        return PdfImage(_entries((width, height), "DeviceGray", 1, "FlateDecode"), bits)
    entries = _entries((width, height), "DeviceGray", 1, "CCITTFaxDecode")
    return PdfImage({**entries, "DecodeParms": {"K": -1, "Columns": width, "Rows": height}}, fax)


def _fax(pixels: NDArray[np.uint8]) -> bytes:
    stream = io.BytesIO()
    # Turned round: Pillow's TIFF has white as 1, which as fax is ink.
    picture = Image.fromarray(255 - pixels).convert("1", dither=Image.Dither.NONE)
    picture.save(stream, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: picture.height})
    with Image.open(stream) as made:
        tags = made.tag_v2
        offsets, sizes = tags[_STRIP_OFFSETS], tags[_STRIP_SIZES]
    data = stream.getvalue()
    return b"".join(data[start : start + size] for start, size in zip(offsets, sizes, strict=True))


def _entries(size: tuple[int, int], colours: str, bits: int, decoder: str) -> dict[str, Value]:
    return {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": size[0],
        "Height": size[1],
        "ColorSpace": Name(colours),
        "BitsPerComponent": bits,
        "Filter": Name(decoder),
    }
