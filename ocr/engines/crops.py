"""Line images for a recogniser, cut from a page and brought to one height.

In: a prepared grey image and line boxes in it. Out: `Crop`s that know their way back to the page. A vertical
line is set anew: its characters, one below the other, are put side by side, for recognisers read along x.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.engines import GreyImage, LineImage
from ocr.engines.columns import lay_down
from ocr.page import Box

PAD_ALONG, PAD_ACROSS = 0.4, 0.16  # of the line height: paper around the ink, which recognisers expect
SMALLEST = 4  # pixels of the shorter side: anything less holds no character
MOST_GROWN = 4.0  # times: enlarging more only blurs


@dataclass(frozen=True, slots=True)
class Crop:
    """A line image: uint8, shape (height, width), and the part of the page it shows at `scale`.

    `margin` is the paper added at both ends, in pixels of the image. `origin` is its top left corner in the page. For a vertical line `cells` holds the cuts between its
    characters, pixels below the origin; the cells stand side by side in the image.
    """

    image: GreyImage
    origin: tuple[float, float]
    scale: float
    margin: int = 0
    cells: tuple[int, ...] = ()

    def to_page(self, box: Box) -> Box:
        """A box in the line image as a box in the page image."""
        x, y = self.origin
        s = self.scale
        left, right = box.left - self.margin, box.right - self.margin
        if not self.cells:
            return Box(
                int(x + max(0, left) / s), int(y + box.top / s), round(x + max(1, right) / s), round(y + box.bottom / s)
            )
        last = len(self.cells) - 2
        side = (self.image.shape[1] - 2 * self.margin) / (last + 1)
        first, end = (min(last, max(0, int(edge / side))) for edge in (left + 1, right - 1))
        width = self.image.shape[0] / s
        return Box(int(x), int(y + self.cells[first]), round(x + width), int(y + self.cells[max(first, end) + 1]))


def crop_lines(image: GreyImage, lines: Sequence[LineImage], height: int) -> list[Crop | None]:
    """Cut each line with a little paper around it, `height` pixels high; None where nothing is left to read."""
    return [crop_line(image, line, height) for line in lines]


def crop_line(image: GreyImage, line: LineImage, height: int) -> Crop | None:
    """Cut one line."""
    page = Box(0, 0, image.shape[1], image.shape[0])
    thick = line.box.width if line.direction == "vertical" else line.box.height
    box = line.box.grown(max(1, round(PAD_ACROSS * thick)), page)
    if min(box.width, box.height) < SMALLEST:
        return None
    cut = image[box.top : box.bottom, box.left : box.right]
    cells: tuple[int, ...] = ()
    if line.direction == "vertical":
        cut, cells = lay_down(np.asarray(cut, np.uint8))
    # White paper at both ends, not the page's: a neighbouring column may stand there.
    margin = round(PAD_ALONG * thick)
    cut = cv2.copyMakeBorder(cut, 0, 0, margin, margin, cv2.BORDER_CONSTANT, value=(255,))
    scale = min(MOST_GROWN, height / cut.shape[0])
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale))
    scaled = np.asarray(cv2.resize(cut, size, interpolation=interpolation), np.uint8)
    return Crop(scaled, (box.left, box.top), scale, round(margin * scale), cells)
