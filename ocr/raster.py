"""Picture files become grey pixels: every way of storing a scan ends as one array.

In: a path and a frame number. Out: a `Frame`, upright by its EXIF. Pillow decodes, because OpenCV refuses some
real scans (4-bit grey TIFF).
"""

from __future__ import annotations

import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from ocr.errors import InputError
from ocr.tiff import count_directories

MAX_PIXELS = 300_000_000  # A broadsheet spread at 600 dpi has about 270 million.
MAX_INCHES = 60.0  # No newspaper spread is longer; a stated resolution that says so is a default of some program.
ENOUGH = 0.5  # A damaged picture is read when more than this part of its rows is there.
FORMATS = ("JPEG", "PNG", "TIFF", "JPEG2000", "WEBP", "BMP", "GIF")
TOP_DOWN = ("JPEG", "PNG", "TIFF", "JPEG2000")  # GIF may be interlaced, BMP starts at the foot
ORIENTATION, PHOTOMETRIC, SUBFILE_TYPE = 274, 262, 254
UNSTORED = 128  # the grey that libjpeg gives, without a word, to blocks that a JPEG does not hold
BLOCK = 8  # pixels: the side of such a block
REDUCED, MASK = 1, 4  # bits of SUBFILE_TYPE: a thumbnail of another frame, a transparency mask

BREAKS_OFF = "the file breaks off: the upper {} % of the picture was read"

# What Pillow's decoders raise on damaged bytes.
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error)

# Pillow's own limit warns from here and refuses from twice this; `_careful` turns the warning into an error.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
_truncated_switch = threading.Lock()  # Pillow's LOAD_TRUNCATED_IMAGES is one for the whole process.


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded frame: `image` grey, shape (height, width); `dpi` None when not stated, or not believable."""

    image: NDArray[np.uint8]
    dpi: int | None
    notes: tuple[str, ...] = ()


def frames(path: Path) -> list[tuple[int, int, int]]:
    """(number, width, height) of each page in a picture file, upright; thumbnails and masks in a TIFF are no pages.

    Reads headers only. Where a TIFF breaks off, the first frame that is missing is a page too, and `read_frame` says
    so of it. Raises InputError when the file is no picture or stands above `MAX_PIXELS`.
    """
    with _careful(path), _open(path) as image:
        if image.format != "TIFF":  # other formats hold animations and previews, not pages
            return [(0, *_upright_size(image))]
        found = list(_tiff_frames(path, image))
    if not found and not count_directories(path)[0]:
        raise InputError(f"{path}: the file breaks off within its first directory", "copy or scan it again")
    if not found:
        raise InputError(f"{path}: the TIFF holds thumbnails only", "scan or export it again")
    return found


def resolution(path: Path) -> int | None:
    """Dots per inch of a picture file as its first frame states them; None when not stated, or not believable."""
    with _careful(path), _open(path) as image:
        return _dpi(image)


def _tiff_frames(path: Path, image: Image.Image) -> Iterator[tuple[int, int, int]]:
    size: tuple[int, int] | None = None
    count, whole = count_directories(path)
    for number in range(max(1, count)):  # Pillow reads the first from less than a whole directory
        try:
            image.seek(number)
        except DAMAGE:
            if size is None:
                raise
            count, whole = number, False
            break
        size = _upright_size(image)
        if not _tag(image, SUBFILE_TYPE) & (REDUCED | MASK):
            yield number, *size
    if size and count and not whole:
        yield count, *size


def read_frame(path: Path, number: int = 0) -> Frame:
    """Decode one frame to 8-bit grey; raises InputError when less than most of it can be read."""
    with _careful(path):
        try:
            with _open(path) as image:
                _seek(image, number, path)
                return _decoded(image)
        except DAMAGE as error:
            frame = _rescued(path, number)
            if frame is None:
                raise InputError(f"{path}: the picture is broken ({error})", "copy or scan it again") from error
            return frame


def _seek(image: Image.Image, number: int, path: Path) -> None:
    try:
        image.seek(number)
    except DAMAGE as error:
        if not number:
            raise
        raise InputError(
            f"{path}: the file breaks off: frame {number + 1}, and whatever followed it, is missing",
            "copy or scan it again",
        ) from error


def _decoded(image: Image.Image) -> Frame:
    dpi = _dpi(image)
    inverted = image.format == "TIFF" and image.mode.startswith("I;16") and _tag(image, PHOTOMETRIC, 1) == 0
    if image.format == "JPEG":
        image.draft("L", None)  # brightness straight from the file: a third of the memory
    image.load()
    notes = _whiten_unstored(image) if image.format == "JPEG" and image.mode == "L" else ()
    ImageOps.exif_transpose(image, in_place=True)  # a copy more of 200 megapixels may not fit into memory
    grey = _grey(image)
    return Frame(255 - grey if inverted else grey, dpi, notes)  # Pillow turns MINISWHITE for 1-8 bit only


def _whiten_unstored(image: Image.Image) -> tuple[str, ...]:
    """White where a JPEG ends before its picture does or has a hole, and a note; raises OSError when most is lost.

    No scan of paper is of one grey all along a row of blocks. A picture that begins so is on grey ground: what breaks
    off begins with data.
    """
    pixels = np.asarray(image)
    rows = pixels[::BLOCK]
    lost = (rows.min(axis=1) == UNSTORED) & (rows.max(axis=1) == UNSTORED)
    if lost[0] or not lost.any():
        return ()
    kept = round(100 * (1 - lost.mean()))
    if 1 - lost.mean() <= ENOUGH:
        raise OSError(f"only {kept} % of it are stored")
    for row in np.flatnonzero(lost) * BLOCK:
        image.paste(255, (0, int(row), image.width, min(int(row) + BLOCK, image.height)))
    there = int(np.flatnonzero(~lost)[-1]) + 1
    whole = not lost[:there].any()
    return (BREAKS_OFF.format(kept) if whole else f"the file is damaged: {100 - kept} % of the picture is missing",)


def _rescued(path: Path, number: int) -> Frame | None:
    """The frame of a file that breaks off, white where nothing was stored; None when most is lost."""
    with _truncated_switch:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
        try:
            with _open(path) as image:
                if image.format not in TOP_DOWN or image.info.get("interlace") or _orientation(image) != 1:
                    return None  # what is missing is not at the foot; rare enough to ask for the scan again
                image.seek(number)
                frame = _decoded(image)
        except DAMAGE:
            return None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
    stored = np.flatnonzero(frame.image.max(axis=1) > frame.image.min(axis=1))
    there = int(stored[-1]) + 1 if stored.size else 0
    if there <= ENOUGH * len(frame.image):
        return None
    rows = frame.image.copy()
    rows[there:] = 255
    share = round(100 * there / len(rows))
    return Frame(rows, frame.dpi, (BREAKS_OFF.format(share),))


def _grey(image: Image.Image) -> NDArray[np.uint8]:
    """Any mode as grey; what is transparent becomes white."""
    if image.mode.startswith("I") or image.mode == "F":
        return _from_deep(np.asarray(image))
    if image.mode == "LAB":  # which Pillow converts to nothing; its first channel is the lightness
        return np.array(image.getchannel(0), dtype=np.uint8)
    if image.has_transparency_data:
        image = image.convert("RGBA" if image.mode != "LA" else "LA")
        paper = Image.new(image.mode, image.size, "white")
        image = Image.alpha_composite(paper, image) if image.mode == "RGBA" else _flat(image)
    return np.array(image if image.mode == "L" else image.convert("L"), dtype=np.uint8)


def _flat(image: Image.Image) -> Image.Image:
    """Grey with alpha on white paper."""
    paper = Image.new("L", image.size, 255)
    paper.paste(image.getchannel("L"), mask=image.getchannel("A"))
    return paper


def _from_deep(pixels: NDArray[np.generic]) -> NDArray[np.uint8]:
    """More than 8 bits down to 8 by the depth in use, so that 10 and 12 bits stored in 16 are not all black.

    Scaling by depth, not from darkest to lightest, leaves the grain of a blank page as faint as it is.
    """
    deep = np.nan_to_num(pixels.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(deep.max(initial=0.0))
    if np.issubdtype(pixels.dtype, np.floating) and top <= 1.0:
        full = 1.0
    else:
        full = float(2 ** max(8, int(top).bit_length()) - 1)
    scaled: NDArray[np.uint8] = np.clip(deep * (255.0 / full) + 0.5, 0, 255).astype(np.uint8)
    return scaled


@contextmanager
def _open(path: Path) -> Iterator[Image.Image]:
    # An open file, not its name: given a name, Pillow maps an uncompressed TIFF into memory and garbles it when it
    # is stored turned (seen with Pillow 13.0).
    with path.open("rb") as file:
        try:
            image = Image.open(file, formats=FORMATS)
        except UnidentifiedImageError as error:
            raise InputError(
                f"{path}: this is no picture or PDF, or it is broken",
                "name JPEG, PNG, TIFF, JPEG 2000, WebP or PDF files, or copy it again",
            ) from error
        with image:
            yield image


@contextmanager
def _careful(path: Path) -> Iterator[None]:
    """Pillow's errors and warnings as one InputError each; its remarks on odd metadata are passed over."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        limit = MAX_PIXELS // 1_000_000
        raise InputError(
            f"{path}: the picture has more than {limit} megapixels", "scan it at a lower resolution or cut it up"
        ) from error
    except MemoryError as error:
        raise InputError(f"{path}: the picture does not fit into memory", "scan it at a lower resolution") from error
    except DAMAGE as error:
        raise InputError(f"{path}: cannot be read as a picture ({error})", "copy or scan it again") from error


def _upright_size(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    if image.format == "TIFF":  # Pillow states a TIFF's size upright already
        return width, height
    return (height, width) if _orientation(image) in (5, 6, 7, 8) else (width, height)


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation; 1 (upright) where it cannot be had, as in a PNG that breaks off before its EXIF."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except DAMAGE:
        return 1


def _tag(image: Image.Image, number: int, default: int = 0) -> int:
    """A whole number from a TIFF's tags."""
    value = getattr(image, "tag_v2", {}).get(number, default)
    return value if isinstance(value, int) else default


def _dpi(image: Image.Image) -> int | None:
    """The stated resolution, when a newspaper page can have it."""
    try:
        dpi = round(float(image.info.get("dpi", (0, 0))[0]))
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return None
    return dpi if dpi > 0 and max(image.size) / dpi <= MAX_INCHES else None
