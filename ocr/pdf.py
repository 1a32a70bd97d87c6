"""PDF pages become page images, with the text that they carry.

In: a path and a page number. Out: a `PdfPage`. pdfium renders; it knows no threads, so one waits for the other.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from ocr.errors import InputError
from ocr.raster import MAX_PIXELS
from ocr.textlayer import Glyph, TextLayerLine, lines_of

POINTS = 72.0  # to the inch
DIGITAL_DPI = 300  # for a page that was never scanned
MIN_DPI, MAX_DPI = 72, 600
COVERING = 0.6  # images over this part of the page make it a scan; margins around a scan measured up to a third
NOTABLE = 0.02  # images under this part of the page (logos, specks of a scan cut into pieces) have no say in its dpi
UNMAPPED = 0.2  # more characters than this without a Unicode value: the text layer is no text
TURNED = 0.5  # more characters than this that do not stand on their feet: the page shows its text lying
HYPHEN_MARKS = {0x0002: "-", 0xFFFE: "-", 0x00AD: "-"}  # how pdfium and typesetters store a printed line-end hyphen
PHOTOGRAPHIC = frozenset({"DCTDecode", "JPXDecode"})
INVISIBLE = 3  # text render mode of OCR behind a scan
_PDFIUM = Lock()  # of the process: two threads in it at once end the process


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A rendered page: `image` grey, shape (height, width); `text_layer` in pixels of it."""

    image: NDArray[np.uint8]
    dpi: int
    text_layer: tuple[TextLayerLine, ...]
    notes: tuple[str, ...]


def page_sizes(path: Path) -> list[tuple[float, float]]:
    """(width, height) of every page in points, turned and cropped as it shows; raises InputError."""
    with _document(path) as document:
        try:
            return [tuple(document.get_page_size(number)) for number in range(len(document))]
        except (pdfium.PdfiumError, RecursionError) as error:
            raise InputError(f"{path}: the PDF is broken ({error})", "copy or export it again") from error


def is_photographic(path: Path, number: int) -> bool:
    """Whether pictures of a page are stored as JPEG or JPEG 2000, whose grain a lossless copy would keep in vain.

    Raises InputError.
    """
    with _document(path) as document:
        try:
            pictures = document[number].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
            return any(PHOTOGRAPHIC & set(picture.get_filters()) for picture in pictures)
        except (pdfium.PdfiumError, IndexError, RecursionError) as error:
            raise InputError(f"{path}: the PDF is broken ({error})", "copy or export it again") from error


def read_page(path: Path, number: int) -> PdfPage:
    """Render a page and take its text; raises InputError.

    A scanned page is rendered at its scan's own resolution, so that no pixel is lost or made up; a born-digital
    one at `DIGITAL_DPI`.
    """
    with _document(path) as document:
        if not 0 <= number < len(document):
            raise InputError(f"{path}: there is no page {number + 1}", "the PDF changed; read it anew")
        try:
            page = document[number]
            hidden = _text_is_hidden(page)
            dpi = _dpi(page, hidden)
            image = _rendered(page, dpi, str(path))
            glyphs, notes = _glyphs(page, image.shape[1], image.shape[0])
        except (pdfium.PdfiumError, ValueError, MemoryError) as error:
            raise InputError(
                f"{path}: page {number + 1} cannot be rendered ({error})", "export the PDF anew or scan the page"
            ) from error
    if glyphs and hidden:
        notes += ("its text layer comes from an earlier recognition",)
    return PdfPage(image, dpi, lines_of(glyphs), notes)


@contextmanager
def _document(path: Path) -> Iterator[Any]:
    """An open PDF, for one thread of the process at a time; raises InputError."""
    with _PDFIUM:
        yield from _opened(path)


def _opened(path: Path) -> Iterator[Any]:
    # Opened by hand: pypdfium2 reports a PDF without pages with whatever error the last broken one left behind.
    handle = raw.FPDF_LoadDocument(os.fsencode(path), None)
    if not handle:
        code = raw.FPDF_GetLastError()
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise InputError(f"{path}: is protected by a password", "save a copy without the password and read that")
        if code == raw.FPDF_ERR_FILE:
            raise InputError(f"{path}: cannot be read", "check the path and its permissions")
        raise InputError(f"{path}: the PDF is broken", "copy or export it again")
    document = pdfium.PdfDocument(handle)
    try:
        if not len(document):
            raise InputError(f"{path}: the PDF holds no pages", "export it anew")
        yield document
    finally:
        document.close()


def _rendered(page: Any, dpi: int, name: str) -> NDArray[np.uint8]:
    width, height = page.get_size()
    scale = dpi / POINTS
    if not (width > 0 and height > 0) or width * height * scale**2 > MAX_PIXELS:
        limit = MAX_PIXELS // 1_000_000
        raise InputError(f"{name}: a page has more than {limit} megapixels", "export it at a lower resolution")
    # pypdfium2 rounds up: 432 points at 150 dpi are 900 pixels, not 901.
    bitmap = page.render(scale=scale * (1 - 1e-6), grayscale=True)
    try:
        return bitmap.to_numpy().copy()  # type: ignore[no-any-return]
    finally:
        bitmap.close()


def _dpi(page: Any, hidden: bool) -> int:
    """The resolution of the scan that fills a page, or `DIGITAL_DPI`.

    The sharpest image counts: a scan may be stored as a coarse background under a fine mask of the print.
    """
    left, bottom, right, top = page.get_bbox()
    whole = max(1e-6, (right - left) * (top - bottom))
    covered, best = 0.0, 0.0
    for wide, high, columns, rows in _images(page):
        if wide * high < NOTABLE * whole:
            continue
        covered += wide * high / whole
        best = max(best, columns / wide * POINTS, rows / high * POINTS)
    if covered < COVERING:
        return DIGITAL_DPI
    scanned = min(MAX_DPI, max(MIN_DPI, round(best)))
    return scanned if hidden else max(scanned, DIGITAL_DPI)  # print over a coarse picture must stay sharp


def _images(page: Any) -> Iterator[tuple[float, float, int, int]]:
    """(width, height) on the page in points and (columns, rows) of every image."""
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        matrix, container = image.get_matrix(), image.container
        while container is not None:
            matrix, container = matrix.multiply(container.get_matrix()), container.container
        wide, high = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        if wide > 0 and high > 0:
            yield (wide, high, *image.get_px_size())


def _text_is_hidden(page: Any) -> bool:
    """Whether a page shows no text of its own: it has none, or all of it lies unseen behind a scan."""
    return all(
        raw.FPDFTextObj_GetTextRenderMode(text) == INVISIBLE
        for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    )


def _glyphs(page: Any, width: int, height: int) -> tuple[list[Glyph], tuple[str, ...]]:
    """The characters of a page in the PDF's order, in pixels of an image of width x height, and a note."""
    text = page.get_textpage()
    try:
        place = _Placement.of(page, width, height)
        found: list[Glyph] = []
        unmapped, spaced = 0, True
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, index)
            letter = HYPHEN_MARKS.get(code) or (chr(code) if 0 < code < 0x110000 else "")
            if letter.isspace() or raw.FPDFText_IsGenerated(text, index):
                spaced = spaced or letter.isspace()
                if letter != "-":
                    continue
            unmapped += raw.FPDFText_HasUnicodeMapError(text, index) == 1
            if not letter or (letter < " "):
                continue
            glyph = _glyph(text, index, letter, spaced, place)
            if glyph is not None:
                found.append(glyph)
                spaced = False
    finally:
        text.close()
    if unmapped > UNMAPPED * max(1, len(found)):
        return [], ("the PDF's text has no readable characters and was left aside",)
    if sum(not glyph.upright for glyph in found) > TURNED * len(found):
        return [], ("the PDF's text lies on its side or upside down and was left aside",)
    return found, ()


def _glyph(text: Any, index: int, letter: str, spaced: bool, place: _Placement) -> Glyph | None:
    """One character with its ink box, baseline and line height; None when it stands nowhere."""
    loose = raw.FS_RECTF()
    left, right, bottom, top, x, y = (raw.c_double() for _ in range(6))
    if not raw.FPDFText_GetLooseCharBox(text, index, loose) or not raw.FPDFText_GetCharOrigin(text, index, x, y):
        return None
    room = place.box(loose.left, loose.bottom, loose.right, loose.top)
    ink = room
    if raw.FPDFText_GetCharBox(text, index, left, right, bottom, top) and right.value > left.value:
        ink = place.box(left.value, bottom.value, right.value, top.value)
    angle = math.degrees(raw.FPDFText_GetCharAngle(text, index)) + place.turn
    return Glyph(
        letter,
        ink,
        base=place.point(x.value, y.value),
        size=max(1.0, room[3] - room[1], ink[3] - ink[1]),
        spaced=spaced,
        upright=min(angle % 360, -angle % 360) < 45,
    )


@dataclass(frozen=True, slots=True)
class _Placement:
    """From points of a PDF page (origin bottom left, unturned, uncropped) to pixels of its image."""

    bounds: tuple[float, float, float, float]
    turn: int
    size: tuple[int, int]

    @staticmethod
    def of(page: Any, width: int, height: int) -> _Placement:
        return _Placement(page.get_bbox(), page.get_rotation(), (width, height))

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.bounds
        u, v = (x - left) / max(1e-6, right - left), (top - y) / max(1e-6, top - bottom)
        u, v = {0: (u, v), 90: (1 - v, u), 180: (1 - u, 1 - v), 270: (v, 1 - u)}[self.turn]
        return u * self.size[0], v * self.size[1]

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
