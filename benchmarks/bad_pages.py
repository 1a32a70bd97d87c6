"""Pages as nobody wants them: made here, or from a sample page of the project.

In: the folder of sample pages. Out: `BadPage`s, each with words that an honest note on it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]

HIGH, WIDE = 4000, 3000  # pixels of a made page: an A4 sheet at 340 dpi
DPI = 300  # of the sample pages
MEGAPIXELS = 200
SIDEWAYS, OVER = "on its side", "upside down"


@dataclass(frozen=True, slots=True)
class BadPage:
    """An input: how to make it, and a part of the note that it must get (empty: none is needed)."""

    name: str
    make: Callable[[], Grey]
    note: str = ""

    def save(self, file: Path) -> None:
        """Write it as PNG."""
        Image.fromarray(self.make()).save(file, compress_level=1)


def bad_pages(scans: Path) -> Iterator[BadPage]:
    """Every bad page, the quick ones first."""
    yield from _without_print()
    yield from _strips()
    for name in ("en", "de-fraktur", "zh-horizontal", "zh-vertical"):
        scan = scans / f"{name}.jpg"
        for quarters, note in ((1, SIDEWAYS), (2, OVER), (3, SIDEWAYS)):
            yield BadPage(f"{name}-turned-{90 * quarters}", lambda s=scan, k=quarters: np.rot90(_grey(s), -k), note)
    yield BadPage("inverted", lambda: 255 - _grey(scans / "en.jpg"), "white on black")
    yield BadPage("mirrored", lambda: np.ascontiguousarray(_grey(scans / "zh-vertical.jpg")[:, ::-1]), "mirror image")
    yield BadPage("askew", lambda: _askew(_grey(scans / "zh-vertical.jpg"), 6.0), "askew")
    for name in ("en", "zh-horizontal"):
        yield BadPage(
            f"{name}-60-dpi", lambda s=scans / f"{name}.jpg": _scaled(_grey(s), 60 / DPI), "resolution is too low"
        )
    yield BadPage("200-megapixels", lambda: _to_megapixels(_grey(scans / "en.jpg")))
    yield BadPage("200-megapixels-black", lambda: np.zeros((16000, 12500), np.uint8), "no text")


def _without_print() -> Iterator[BadPage]:
    for shade, name in ((0, "black"), (128, "grey"), (255, "white")):
        yield BadPage(name, lambda s=shade: np.full((HIGH, WIDE), s, np.uint8), "no text")
    yield BadPage("paper", _paper, "no text")
    yield BadPage("photograph", _photograph, "hardly readable")
    yield BadPage("halftone", lambda: _halftone(_photograph()))
    yield BadPage("stippled", _stippled, "single dots")
    yield BadPage("map", _map, "hardly readable")
    yield BadPage("noise", lambda: _random().integers(0, 256, (HIGH, WIDE)).astype(np.uint8))
    yield BadPage("noise-black-and-white", lambda: _random().choice(np.array([0, 255], np.uint8), (HIGH, WIDE)))


def _strips() -> Iterator[BadPage]:
    for shade in (0, 255):
        for shape in ((1, 10000), (10000, 1), (1, 1), (3, 10000)):
            name = f"{shape[1]}x{shape[0]}-{'black' if not shade else 'white'}"
            yield BadPage(name, lambda s=shape, v=shade: np.full(s, v, np.uint8), "no text")


def _random() -> np.random.Generator:
    return np.random.default_rng(20)


def _grey(scan: Path) -> Grey:
    with Image.open(scan) as image:
        return np.asarray(image.convert("L"))


def _scaled(page: Grey, scale: float) -> Grey:
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(page, None, fx=scale, fy=scale, interpolation=way), np.uint8)


def _to_megapixels(page: Grey) -> Grey:
    return _scaled(page, (MEGAPIXELS * 1e6 / page.size) ** 0.5)


def _paper() -> Grey:
    """An empty sheet as a scanner sees it: grain, uneven light, a darker edge."""
    grain = _random().normal(0, 4, (HIGH, WIDE))
    light = np.linspace(235, 205, WIDE)[None, :] + np.zeros((HIGH, 1))
    light[:, :60] *= 0.3
    return np.clip(light + grain, 0, 255).astype(np.uint8)


def _photograph() -> Grey:
    """Soft shapes of all sizes with grain, and nothing white."""
    random = _random()
    picture = np.zeros((HIGH, WIDE), np.float32)
    for cells in (4, 9, 20, 60, 180):
        blots = random.normal(0, 1 / cells**0.5, (cells, cells)).astype(np.float32)
        picture += cv2.resize(blots, (WIDE, HIGH), interpolation=cv2.INTER_CUBIC)
    picture = (picture - picture.min()) / np.ptp(picture)
    return np.clip(picture * 220 + random.normal(0, 6, picture.shape), 0, 255).astype(np.uint8)


def _halftone(picture: Grey) -> Grey:
    """A picture in printed dots, ten pixels apart on a grid turned by 45 degrees."""
    rows, columns = np.indices(picture.shape, dtype=np.float32)
    screen = (np.sin((rows + columns) * 0.45) * np.sin((rows - columns) * 0.45) + 1) * 127.5
    return np.where(picture > screen, 255, 0).astype(np.uint8)


def _stippled() -> Grey:
    """Round dots in rows, as large as full stops, and as far apart as letters."""
    page = np.full((HIGH, WIDE), 245, np.uint8)
    random = _random()
    for y, x in np.argwhere(np.ones((HIGH // 30, WIDE // 30))) * 30 + random.integers(12, 17, 2):
        cv2.circle(page, (int(x), int(y)), 6, (30,), -1)
    return page


def _askew(page: Grey, angle: float) -> Grey:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=(245,)), np.uint8)


def _map() -> Grey:
    """Contour lines, roads, a grid and a few names."""
    heights = cv2.GaussianBlur(_photograph(), (0, 0), 25)
    page = np.full((HIGH, WIDE), 240, np.uint8)
    for level in range(20, 230, 12):
        lines, _ = cv2.findContours((heights > level).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(page, lines, -1, (60,), 3)
    page[::500], page[:, ::500] = 120, 120
    random = _random()
    for name in ("Erlbach", "Moosried", "Tannau", "Seehof", "Hohenfels", "Brunn"):
        place = int(random.integers(100, WIDE - 600)), int(random.integers(100, HIGH - 100))
        cv2.putText(page, name, place, cv2.FONT_HERSHEY_SIMPLEX, 2.2, (20,), 5)
    return page
