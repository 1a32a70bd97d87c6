"""The picture of a page as a file of its own, beside the formats that refer to it.

In: an `Export` and one of its pages. Out: an `OutputFile` named by the page. A scan that shows the page and nothing
else goes out byte for byte. Of half a double page, of one that was turned, of a frame among several or a page of a PDF
the picture is made anew, as the page's boxes see it. It is kept without loss where the scan is, else as a JPEG.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from PIL import Image

from correction.exchange import Export, OutputFile
from correction.exchange.names import page_stem
from ocr import pdf, raster
from ocr.errors import InputError
from ocr.page import Page, Source

MIME_TYPES: Mapping[str, str] = {
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif"), "image/jpeg"),
    ".png": "image/png",
    **dict.fromkeys((".tif", ".tiff"), "image/tiff"),
    **dict.fromkeys((".jp2", ".j2k", ".j2c", ".jpc"), "image/jp2"),
    **dict.fromkeys((".jpx", ".jpf"), "image/jpx"),
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".pdf": "application/pdf",
}
JPEG_QUALITY = 92
COPIED = 32 * 2**20  # bytes; a larger scan does not go through memory
_SUFFIXES = {
    "JPEG": ".jpg",
    "MPO": ".jpg",
    "PNG": ".png",
    "TIFF": ".tif",
    "WEBP": ".webp",
    "BMP": ".bmp",
    "GIF": ".gif",
}
_SHOWN = frozenset({".jpg", ".png", ".webp", ".gif"})
_LOSSY = frozenset({".jpg", ".jp2", ".j2k", ".webp"})
_CODESTREAM = b"\xff\x4f\xff\x51"  # how JPEG 2000 without a box around it begins
_CHANGED = "put the old scan back, or export without pictures"


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a page's picture is made: its suffix, and whether it is the scan itself."""

    suffix: str
    untouched: bool


def image_name(export: Export, page: Page, shown: bool = False) -> str | None:
    """The name of the file that `image_of` gives; reads no more than headers."""
    source = _source(export, page)
    return None if source is None else f"{page_stem(page.id)}{_plan_for(source, page, shown).suffix}"


def image_of(export: Export, page: Page, shown: bool = False) -> OutputFile | None:
    """The picture of a page, of the page's width and height; None where its scan is not on this machine.

    With `shown` it is of a kind that browsers show. Raises InputError for a scan that is broken, or of another size
    than the page.
    """
    source = _source(export, page)
    if source is None:
        return None
    plan = _plan_for(source, page, shown)
    name = f"{page_stem(page.id)}{plan.suffix}"
    path = Path(source.path)
    if plan.untouched:
        return (
            OutputFile(name, path.read_bytes()) if path.stat().st_size <= COPIED else OutputFile(name, file=_copy(path))
        )
    return OutputFile(name, _pictured(source, page, plan.suffix))


def picture_beside(export: Export, page: Page, name: str) -> tuple[Page, OutputFile | None]:
    """A page whose source is called as others know its picture, and that picture where it is to be written, as `name`.

    A scan that shows the page and nothing else is called as it came and not written again. Half of a double page, a
    turned page or a frame among several needs a picture of its own, which its boxes fit. A scan that is gone or broken
    holds no text up: it is named as it came.
    """
    source = _source(export, page)
    try:
        plan = _plan(source, page) if source else None
        if plan is None or plan.untouched:
            return _called(page, scan_name(export, page)), None
        picture = image_of(export, page) if export.options.images else None
    except InputError:
        return _called(page, scan_name(export, page)), None
    called = f"{name}{plan.suffix}"
    page = _called(page, PurePosixPath(called).name)
    return page, replace(picture, name=called) if picture else None


def _called(page: Page, name: str) -> Page:
    return replace(page, source=replace(page.source, path=name))


def scan_name(export: Export, page: Page) -> str:
    """What a page's scan was called when it came."""
    name = export.name_of(page) if export.name_of else ""
    return name or page.source.name


def mime_type(name: str) -> str:
    """The media type of a picture by the suffix of its name.

    >>> mime_type("p000001.tif")
    'image/tiff'
    """
    return MIME_TYPES.get(os.path.splitext(name)[1].lower(), "application/octet-stream")


def _source(export: Export, page: Page) -> Source | None:
    """Where the scan is; None for a page without one."""
    if export.source_of is None:
        return None
    source = export.source_of(page)
    return source if source.path and Path(source.path).is_file() else None


def _plan(source: Source, page: Page) -> _Plan:
    path = Path(source.path)
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return _Plan(".jpg" if pdf.is_photographic(path, source.frame) else ".png", False)
    whole = not source.crop and not source.turn and source.frame == 0
    frames = raster.frames(path)
    try:
        suffix, upright = _header(path, head)
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for a file that is cut off or broken
        raise InputError(f"{path}: the picture is broken ({error})", "copy or scan it again") from error
    if whole and upright and len(frames) == 1:
        _check((frames[0][1], frames[0][2]), page, path)
        return _Plan(suffix, True)
    return _Plan(".jpg" if suffix in _LOSSY else ".png", False)


def _plan_for(source: Source, page: Page, shown: bool) -> _Plan:
    plan = _plan(source, page)
    if not shown or plan.suffix in _SHOWN:
        return plan
    return _Plan(".jpg" if plan.suffix in _LOSSY else ".png", False)


def _header(path: Path, head: bytes) -> tuple[str, bool]:
    """The suffix of a picture file by its content, and whether its pixels stand upright as stored."""
    with path.open("rb") as file, Image.open(file, formats=raster.FORMATS) as image:
        if image.format == "JPEG2000":
            return ".j2k" if head.startswith(_CODESTREAM) else ".jp2", True
        return _SUFFIXES[image.format or ""], image.getexif().get(raster.ORIENTATION, 1) in (0, 1)


def _pictured(source: Source, page: Page, suffix: str) -> bytes:
    """The picture as the page's boxes see it, encoded; the same page always gives the same bytes."""
    from ocr.ingest import load  # brings OpenCV, which a scan that goes out as it is does not need

    scan = load(source)
    height, width = scan.image.shape
    _check((width, height), page, Path(source.path))
    dpi = page.dpi or scan.dpi
    resolution = {"dpi": (dpi, dpi)} if dpi else {}
    picture, stream = Image.fromarray(scan.image), io.BytesIO()
    if suffix == ".jpg":
        picture.save(stream, "JPEG", quality=JPEG_QUALITY, **resolution)
    else:
        bilevel = scan.image.size and not ((scan.image != 0) & (scan.image != 255)).any()
        (picture.convert("1") if bilevel else picture).save(stream, "PNG", **resolution)
    return stream.getvalue()


def _check(size: tuple[int, int], page: Page, path: Path) -> None:
    if size != (page.width, page.height):
        here, there = f"{size[0]}x{size[1]}", f"{page.width}x{page.height}"
        raise InputError(f"{path}: the picture has {here} pixels, page {page.id} was read with {there}", _CHANGED)


def _copy(path: Path) -> Path:
    """A copy that whoever writes may move away."""
    handle, name = tempfile.mkstemp(prefix="galley-", suffix=path.suffix)
    with os.fdopen(handle, "wb") as copy, path.open("rb") as file:
        shutil.copyfileobj(file, copy)
    return Path(name)
