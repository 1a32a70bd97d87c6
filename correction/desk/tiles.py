"""Deep zoom: a page image as small tiles at every scale, in the layout of DZI, which OpenSeadragon reads.

In: page ids. Out: the DZI description and tiles as JPEG. A pyramid is made in the background and comes to the project's
`derived/tiles/` as a whole; until then, and where nothing can be written, each tile that is asked for is cut by itself.
"""

from __future__ import annotations

import math
import os
import sys
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock, get_native_id

from correction.desk.background import NICE
from correction.desk.derived import DerivedFolder
from correction.desk.images import GreyImage, PageImages, Picture, content_key, encode, resized
from ocr.errors import GalleyError, MissingError
from ocr.page import Page, Source

SIZE = 512
SCALES_KEPT = 2  # pages whose smaller copies are at hand while their tiles are cut one by one
Level = tuple[GreyImage, ...]


class Tiles:
    """The tiles of a project's pages."""

    def __init__(self, images: PageImages, derived: DerivedFolder) -> None:
        self._images = images
        self._derived = derived
        self._crew = ThreadPoolExecutor(1, "tiles", initializer=_stand_back)
        self._guard = Lock()
        self._scaling = Lock()
        self._making: dict[str, Future[bool]] = {}
        self._scales: OrderedDict[str, Level] = OrderedDict()

    def describe(self, page: Page) -> str:
        """The DZI description of a page's image, as XML; its tiles are made, or stay because somebody looks at them."""
        self.prepare(page)
        self._derived.use(place(self._images.source(page)))
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<Image xmlns="http://schemas.microsoft.com/deepzoom/2008" TileSize="{SIZE}" Overlap="0" Format="jpg">'
            f'<Size Width="{page.width}" Height="{page.height}"/></Image>'
        )

    def tile(self, page: Page, level: int, column: int, row: int) -> Picture:
        """One tile; raises MissingError for one that the pyramid has not, InputError for a scan that cannot be read."""
        source = self._images.source(page)
        name = f"{level}/{column}_{row}.jpg"
        tag = f"{content_key(source)}-{level}-{column}-{row}"
        data = self._derived.read(f"{place(source)}/{name}")
        if data is not None:
            return Picture(data, tag)
        top = top_level(page.width, page.height)
        wide, high = (math.ceil(side / (1 << max(0, top - level))) for side in (page.width, page.height))
        if not (0 <= level <= top and 0 <= column * SIZE < wide and 0 <= row * SIZE < high):
            raise MissingError(f"page {page.id} has no tile {name}", "ask for those that its description has")
        self.prepare(page)
        image = self._scaled(source)[top - level]
        return Picture(encode(_part(image, column, row)), tag)

    def prepare(self, page: Page) -> Future[bool]:
        """Have a page's pyramid made in the background; the result says whether it is in the project."""
        source = self._images.source(page)
        key = content_key(source)
        with self._guard:
            if known := self._making.get(key):
                return known
            begun = self._making[key] = self._crew.submit(self._make, source)
        begun.add_done_callback(lambda done: self._made(key, done))  # may be at once, and takes the guard
        return begun

    def close(self) -> None:
        """End the work in the background; what is unfinished is made again when it is asked for."""
        self._crew.shutdown(wait=True, cancel_futures=True)

    def _make(self, source: Source) -> bool:
        """Make a pyramid, whole or not at all."""
        if (self._derived.root / place(source)).is_dir():
            return True
        part = self._derived.begin()
        if part is None:
            return False
        try:
            for name, data in pyramid(self._scaled(source)):
                file = part / name
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(data)
        except (OSError, GalleyError):
            self._derived.drop(part)
            return False
        made = self._derived.finish(part, place(source))
        self._derived.trim()
        return made

    def _made(self, key: str, done: Future[bool]) -> None:
        with self._guard:
            self._making.pop(key, None)
            if not done.cancelled() and not done.exception() and done.result():
                self._scales.pop(key, None)  # else tiles go on being cut from them

    def _scaled(self, source: Source) -> Level:
        """The page image and its halves, down to a pixel; whoever wants them meanwhile waits."""
        key = content_key(source)
        with self._scaling:
            with self._guard:
                known = self._scales.get(key)
            if known is not None:
                return known
            levels = tuple(halves(self._images.of_source(source)))
            with self._guard:
                self._scales[key] = levels
                while len(self._scales) > SCALES_KEPT:
                    self._scales.popitem(last=False)
            return levels


def _stand_back() -> None:
    """Let this thread work when nobody waits for another; only Linux knows threads of different haste."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)


def place(source: Source) -> str:
    """Where a page's pyramid stands in `derived/`."""
    return f"tiles/{content_key(source)}"


def top_level(width: int, height: int) -> int:
    """The level at which an image has its own size; at level 0 it is one pixel.

    >>> top_level(4000, 6000)
    13
    """
    return math.ceil(math.log2(max(1, width, height)))


def halves(image: GreyImage) -> Iterator[GreyImage]:
    """An image at every level, the largest first; sides are rounded up, as DZI has it."""
    height, width = image.shape
    for down in range(top_level(width, height) + 1):
        if down:
            image = resized(image, (math.ceil(width / (1 << down)), math.ceil(height / (1 << down))))
        yield image


def pyramid(levels: Level) -> Iterator[tuple[str, bytes]]:
    """Every tile with its name, level/column_row.jpg."""
    for level, image in enumerate(reversed(levels)):
        for row in range(math.ceil(image.shape[0] / SIZE)):
            for column in range(math.ceil(image.shape[1] / SIZE)):
                yield f"{level}/{column}_{row}.jpg", encode(_part(image, column, row))


def _part(image: GreyImage, column: int, row: int) -> GreyImage:
    return image[row * SIZE : (row + 1) * SIZE, column * SIZE : (column + 1) * SIZE]
