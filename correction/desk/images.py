"""Page images for the desk, decoded once and kept while somebody looks at them.

In: page ids. Out: grey page images as `ocr.ingest.load` gives them, thumbnails, and pictures of a line or a box.
Safe for the threads of a server: one page is decoded at a time.
"""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock, RLock

import cv2
import numpy as np
from numpy.typing import NDArray

from correction.desk.derived import DerivedFolder
from correction.store import PageEntry, Project
from ocr.errors import InputError
from ocr.ingest import load, verify
from ocr.page import Box, Page, Polygon, Source, TextLine, Turn

GreyImage = NDArray[np.uint8]
BYTES_KEPT = 128 << 20  # of page images: about five of 25 megapixels
QUALITY = 80
THUMBNAIL = 240  # pixels of its longer side
TALLEST = 120  # pixels of a line's picture across the line: more shows no more of a letter
LARGEST = 4_000_000  # pixels of the picture of a box; a larger box is shown smaller
AROUND = 0.5  # letter heights of the page that a line's picture shows on every side of it
_DECODING = Lock()  # of the process: two pages decoded at once are memory for nothing


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG; `tag` names its content, which never changes under that name, as an ETag."""

    data: bytes
    tag: str
    media_type: str = "image/jpeg"


class PageImages:
    """The page images of a project."""

    def __init__(self, project: Project, derived: DerivedFolder | None = None, limit: int = BYTES_KEPT) -> None:
        self._project = project
        self._derived = derived or DerivedFolder(project.root)
        self._limit = limit
        self._kept: OrderedDict[str, GreyImage] = OrderedDict()
        self._guard = Lock()
        self._loading: dict[str, RLock] = {}

    def image(self, page_id: str, turn: Turn = 0) -> GreyImage:
        """The page image, shape (height, width); `turn` is that of the page's source, which only its layout knows.

        Raises MissingError for no such page and InputError for a scan that is gone, changed or broken.
        """
        return self.of_source(self._source(page_id, turn))

    def source(self, page: Page) -> Source:
        """Where the image of a page comes from, with its path in the project as it is now."""
        return self._source(page.id, page.source.turn)

    def size(self, page_id: str, turn: Turn = 0) -> tuple[int, int]:
        """Width and height of the page image in pixels."""
        height, width = self.image(page_id, turn).shape
        return width, height

    def line(self, page: Page, line: TextLine, *, upright: bool = False) -> Picture:
        """A line with its surroundings, level; raises InputError.

        A vertical line stands as it is printed; `upright` lays it on its side, to be read from left to right.
        """
        margin = round(AROUND * _letter_height(line))
        part = level(self.of_source(self.source(page)), line.polygon or line.box.polygon, page.transform.angle, margin)
        if line.direction == "vertical" and upright:
            part = np.ascontiguousarray(np.rot90(part))
        across = part.shape[1] if line.direction == "vertical" and not upright else part.shape[0]
        return self._picture(
            page, ("line", line.polygon, margin, upright), shrunk(part, min(1.0, TALLEST / max(1, across)))
        )

    def box(self, page: Page, box: Box) -> Picture:
        """What stands in a box of the page image, as it was scanned; raises InputError for one outside the page."""
        inside = box.intersection(Box(0, 0, page.width, page.height))
        if not inside.area:
            raise InputError(f"there is nothing of page {page.id} in {box}", "give a box of the page: left,top,...")
        whole = self.of_source(self.source(page))
        part = np.ascontiguousarray(whole[inside.top : inside.bottom, inside.left : inside.right])
        return self._picture(page, ("box", inside), shrunk(part, min(1.0, (LARGEST / inside.area) ** 0.5)))

    def thumbnail(self, page_id: str, turn: Turn = 0) -> Picture:
        """A small picture of the whole page, kept in the project; raises as `image`."""
        source = self._source(page_id, turn)
        name = f"thumbnails/{content_key(source)}.jpg"
        data = self._derived.read(name)
        if data is None:
            image = self.of_source(source)
            data = encode(shrunk(image, min(1.0, THUMBNAIL / max(image.shape))))
            self._derived.write(name, data)
        return Picture(data, _tag(source, "thumbnail"))

    def forget(self, page_id: str) -> None:
        """Let go of a page's image, whose scan may have changed."""
        key = content_key(self._project.entry(page_id).source)
        with self._guard:
            for name in [name for name in self._kept if name.startswith(key[:16])]:
                del self._kept[name]

    def _source(self, page_id: str, turn: Turn) -> Source:
        entry: PageEntry = self._project.entry(page_id)
        source = self._project.located(entry.source)
        return Source(source.path, source.sha256, source.frame, source.crop, turn)

    def of_source(self, source: Source) -> GreyImage:
        """Decode an image or take the one that is kept; two who want the same wait for one."""
        key = content_key(source)
        if (kept := self._at_hand(key)) is not None:
            return kept
        with self._guard:
            lock = self._loading.setdefault(key, RLock())
        try:
            with lock:
                if (kept := self._at_hand(key)) is not None:
                    return kept
                with _DECODING:
                    verify(source)
                    image = load(source).image
                self._keep(key, image)
                return image
        finally:
            with self._guard:
                self._loading.pop(key, None)

    def _at_hand(self, key: str) -> GreyImage | None:
        with self._guard:
            image = self._kept.get(key)
            if image is not None:
                self._kept.move_to_end(key)
            return image

    def _keep(self, key: str, image: GreyImage) -> None:
        image.flags.writeable = False
        with self._guard:
            self._kept[key] = image
            while len(self._kept) > 1 and sum(each.nbytes for each in self._kept.values()) > self._limit:
                self._kept.popitem(last=False)

    def _picture(self, page: Page, what: tuple[object, ...], part: GreyImage) -> Picture:
        return Picture(encode(part), _tag(page.source, *what, page.transform.angle))


def content_key(source: Source) -> str:
    """What names the pixels of a page image: the file's checksum, its frame, part and turn."""
    parts = [source.sha256[:16], str(source.frame)]
    if source.crop:
        crop = source.crop
        parts.append(f"{crop.left}_{crop.top}_{crop.right}_{crop.bottom}")
    return "-".join(parts) + (f"-t{source.turn}" if source.turn else "")


def level(image: GreyImage, polygon: Polygon, angle: float, margin: int) -> GreyImage:
    """What a polygon surrounds in an image that is turned by an angle in degrees about its middle, and a margin.

    So a line is cut level from a page that lies askew. Beside the image there is paper.
    """
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    corners = np.array([(x, y, 1.0) for x, y in polygon]) @ matrix.T
    left, top = (math.floor(v) - margin for v in corners.min(axis=0))
    right, bottom = (math.ceil(v) + margin for v in corners.max(axis=0))
    if not angle:
        left, top, right, bottom = max(0, left), max(0, top), min(width, right), min(height, bottom)
        return np.ascontiguousarray(image[top:bottom, left:right])
    matrix[:, 2] -= (left, top)
    size = (right - left, bottom - top)
    return np.asarray(cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255,)), np.uint8)


def shrunk(image: GreyImage, scale: float) -> GreyImage:
    """An image made smaller, a pixel at least each way."""
    if scale >= 1.0:
        return image
    return resized(image, (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))))


def resized(image: GreyImage, size: tuple[int, int]) -> GreyImage:
    """An image of another (width, height), smaller than its own."""
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def encode(image: GreyImage) -> bytes:
    """A grey image as JPEG."""
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    assert done
    return data.tobytes()


def _letter_height(line: TextLine) -> float:
    """Of a line that was not measured, about half of its thickness."""
    thick = line.box.width if line.direction == "vertical" else line.box.height
    return line.glyph or thick / 2


def _tag(source: Source, *what: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, (content_key(source), *what))).encode()).hexdigest()[:20]
