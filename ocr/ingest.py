"""Files become page images: what the pipeline starts from.

In: paths as a person types them (files, folders, globs). Out: one `Source` for every page, and the `Scan` that a
`Source` stands for: an upright grey image, with the text that a PDF brings along. Nothing is cleaned here.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr import pdf, raster
from ocr.double_page import find_halves
from ocr.errors import InputError
from ocr.layout.direction import guess_direction
from ocr.page import TURNS, Box, Direction, Source, Turn
from ocr.prepare import turn_quarters
from ocr.textlayer import TextLayerLine, cut_to

__all__ = ["PAGE_SUFFIXES", "Scan", "TextLayerLine", "expand", "load", "sources"]

PAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".pdf"})
PAGE_SUFFIXES |= {".jp2", ".j2k", ".jpf", ".jpx", ".j2c", ".jpc"}
LANDSCAPE = 1.15  # Wider than this, a frame may show two pages; single newspaper pages measured 0.65-0.95.
FORMATS = "JPEG, PNG, TIFF, JPEG 2000, WebP, BMP, GIF or PDF"


@dataclass(frozen=True, slots=True)
class Scan:
    """One page image, upright by its EXIF and its source's turn, otherwise as it was scanned.

    `image` is grey, shape (height, width), 0 black to 255 white. `text_layer` is the text that a PDF page carries,
    in pixels of `image`; empty when there is none. `notes` are words for people on how it was read.
    """

    source: Source
    image: NDArray[np.uint8]
    dpi: int | None
    text_layer: tuple[TextLayerLine, ...] = ()
    notes: tuple[str, ...] = ()


def expand(inputs: Sequence[str]) -> list[Path]:
    """Find the files that inputs name, each once, in the order given and naturally sorted within a folder or glob.

    Folders are searched with their sub-folders; hidden files and files that are no pages are passed over there. A
    file named by itself is taken whatever it is called. Raises InputError for an input that names nothing.
    """
    found: dict[str, Path] = {}
    for text in inputs:
        for path in _expand_one(text):
            found.setdefault(os.path.realpath(path), path)
    if not found:
        raise InputError("there is nothing to read", "name image files, PDFs, folders or globs")
    return list(found.values())


def sources(path: Path, direction: Direction | None = None) -> list[Source]:
    """List the pages of a file: one for each frame or PDF page, two for a frame that shows a double page.

    Pages are in reading order: the right half comes first for vertical print (measured on the picture when
    `direction` is None). Raises InputError for a file that is empty, broken, protected or of no known format;
    damage that only decoding shows is raised by `load`, so that one bad frame does not hide the others.
    """
    digest = _digest(path)
    frames = _frames(path)
    found: list[Source] = []
    for frame, width, height in frames:
        whole = Source(str(path), digest, frame)
        if width <= LANDSCAPE * height:
            found.append(whole)
            continue
        try:
            image = load(whole).image
        except InputError:
            if len(frames) == 1:
                raise
            found.append(whole)  # load says so again when this page's turn comes; the other frames go on
            continue
        found.extend(replace(whole, crop=box) for box in _halves(image, direction))
    return found


def verify(source: Source) -> None:
    """Raise InputError when a source's file is gone, or holds other bytes than when it was taken in."""
    path = Path(source.path)
    try:
        stat = path.stat()
        found = _digest_at(path, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        remedy = "put it back, and run the command again"
        raise InputError(f"{path}: the scan cannot be read ({error.strerror})", remedy) from error
    if found != source.sha256:
        raise InputError(
            f"{path}: the scan has changed since it was taken in", "put the old one back, or bring it anew"
        )


@lru_cache(maxsize=4)  # the pages of one file come one after the other
def _digest_at(path: Path, _size: int, _time: int) -> str:
    return _digest(path)


def frame_sizes(path: Path) -> list[tuple[int, int]]:
    """Width and height in pixels of each frame or PDF page of a file as `load` gives it; raises InputError."""
    if _is_pdf(path):
        return [
            (image.shape[1], image.shape[0])
            for image in (load(Source(str(path), "", n)).image for n, _, _ in _frames(path))
        ]
    return [(round(width), round(height)) for _, width, height in _frames(path)]


def resolution(path: Path) -> int | None:
    """Dots per inch that a picture file states; None for a PDF and where it states none. Raises InputError."""
    return None if _is_pdf(path) else raster.resolution(path)


def megapixels(path: Path) -> list[float]:
    """How large each frame or PDF page of a file is, about; raises InputError. PDF pages count as if at 300 dpi."""
    dots = (pdf.DIGITAL_DPI / pdf.POINTS) ** 2 if _is_pdf(path) else 1.0
    return [width * height * dots / 1e6 for _, width, height in _frames(path)]


def load(source: Source) -> Scan:
    """Decode the page image that a source names; raises InputError when the file cannot be read."""
    path = Path(source.path)
    if _is_pdf(path):
        page = pdf.read_page(path, source.frame)
        scan = Scan(source, page.image, page.dpi, page.text_layer, page.notes)
    else:
        frame = raster.read_frame(path, source.frame)
        scan = Scan(source, frame.image, frame.dpi, notes=frame.notes)
    if source.crop is not None:
        scan = _cut(scan, source.crop)
    return turned(replace(scan, source=replace(source, turn=0)), source.turn)


def turned(scan: Scan, turn: Turn) -> Scan:
    """A scan turned clockwise by whole quarters, as its source then says; the text layer does not come along."""
    if not turn:
        return scan
    together = TURNS[(TURNS.index(scan.source.turn) + TURNS.index(turn)) % len(TURNS)]
    return replace(
        scan, source=replace(scan.source, turn=together), image=turn_quarters(scan.image, turn), text_layer=()
    )


def may_be_double(image: NDArray[np.uint8]) -> bool:
    """Whether an upright frame shows two pages."""
    height, width = image.shape
    return width > LANDSCAPE * height and find_halves(image) is not None


def _cut(scan: Scan, crop: Box) -> Scan:
    """The part of a scan that a double page's half is."""
    height, width = scan.image.shape
    box = crop.intersection(Box(0, 0, width, height))
    if not box.area:
        name = scan.source.path
        raise InputError(f"{name}: the page's part {crop} lies outside the picture", "the file changed; read it anew")
    image = scan.image[box.top : box.bottom, box.left : box.right].copy()  # a copy lets the whole frame go
    return replace(scan, image=image, text_layer=cut_to(scan.text_layer, box))


def _halves(image: NDArray[np.uint8], direction: Direction | None) -> list[Box | None]:
    """The parts of a landscape frame in page order; one None for a frame that is one page."""
    halves = find_halves(image)
    if halves is None:
        return [None]
    left, right = halves
    turn, direction = _lies(image, left, direction)
    if turn in (90, 270):  # no fold, but white between the stories of one page on its side
        return [None]
    return [right, left] if (direction == "vertical") != (turn == 180) else [left, right]


def _lies(image: NDArray[np.uint8], half: Box, direction: Direction | None) -> tuple[Turn, Direction]:
    """How the pages of a spread lie, and which way their lines run, seen on the middle of one of them."""
    from ocr.upright import find_turn, in_rows, view  # loads the recogniser, which no other frame needs here

    part = np.ascontiguousarray(image[half.height // 4 : half.height * 3 // 4, half.left : half.right])
    seen = view(part, direction or guess_direction(image))
    seen = seen if direction else in_rows(part, seen)
    return find_turn(part, seen), seen.direction


def _frames(path: Path) -> list[tuple[int, float, float]]:
    """(frame, width, height) of every page of a file, as it stands upright."""
    if _is_pdf(path):
        return [(number, width, height) for number, (width, height) in enumerate(pdf.page_sizes(path))]
    return [(frame, width, height) for frame, width, height in raster.frames(path)]


def _expand_one(text: str) -> list[Path]:
    if not text.strip():  # Path("") is the current folder
        raise InputError("a name is empty", "name image files, PDFs, folders or globs")
    try:
        path = Path(text).expanduser()
    except RuntimeError as error:
        raise InputError(f"{text}: there is no such user", "check the spelling of the path") from error
    try:
        if path.is_dir():
            return _pages_below(path)
        if path.exists():
            return [path]
    except OSError as error:
        raise InputError(f"{text}: {error.strerror}", "check the path and its permissions") from error
    if not glob.has_magic(text):
        raise InputError(f"{text}: there is no such file or folder", "check the spelling of the path")
    found: list[Path] = []
    for match in _naturally(Path(name) for name in glob.glob(str(path), recursive=True)):
        if match.is_dir():
            found += _pages_below(match, required=False)
        elif _is_page_name(match):
            found.append(match)
    if not found:
        raise InputError(f"{text}: no page matches", f"name {FORMATS} files")
    return found


def _pages_below(folder: Path, required: bool = True) -> list[Path]:
    """The pages in a folder and its sub-folders, naturally sorted."""

    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: the folder cannot be read ({error.strerror})", "check its permissions")

    found: list[Path] = []
    for place, below, names in os.walk(folder, onerror=refuse):
        below[:] = [name for name in below if not name.startswith(".")]
        found += [Path(place, name) for name in names if _is_page_name(Path(name))]
    if required and not found:
        raise InputError(f"{folder}: the folder holds no pages", f"put {FORMATS} files into it")
    return _naturally(found)


def _is_page_name(path: Path) -> bool:
    return path.suffix.lower() in PAGE_SUFFIXES and not path.name.startswith(".")


def _naturally(paths: Iterable[Path]) -> list[Path]:
    """Sorted as people count: page2 before page10."""

    def key(path: Path) -> list[list[str | tuple[int, str]]]:
        # re.split with a group alternates text and digits, so that like is always compared with like.
        return [
            [(int(part), part) if odd % 2 else part for odd, part in enumerate(re.split(r"(\d+)", step.casefold()))]
            for step in path.parts
        ]

    return sorted(paths, key=key)


def _digest(path: Path) -> str:
    """The sha256 of a file's bytes; raises InputError when there are none or they cannot be read."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A pipe would be waited for until somebody writes into it.
        raise InputError(f"{path}: this is no file but a pipe or a device", "give a picture, a PDF or a folder")
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "check the path and its permissions") from error
    if not size:
        raise InputError(f"{path}: the file is empty (0 bytes)", "copy or scan it again")
    return digest


def _is_pdf(path: Path) -> bool:
    """Whether a file is a PDF by its first bytes; some writers put a few bytes before the mark."""
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "check the path and its permissions") from error
