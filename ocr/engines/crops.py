"""Line images for a recogniser, cut from a page and brought to one height.

In: a prepared grey image and line boxes in it. Out: `Crop`s that know their way back to the page. A vertical line
is laid on its side, so that it is read along x like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.engines import GreyImage, LineImage
from ocr.engines.columns import lay_on_side
from ocr.page import Box, Direction
from ocr.prepare import ink_of

PAD_ACROSS = 0.07  # of the line height: paper above and below the ink, which recognisers expect
# The same across a vertical line, whose neighbours stand closer. Against 0.16: 3-4 points fewer errors on a crowded
# page of 1939, 0.3 more on a clean one.
PAD_COLUMN = 0.1
SMALLEST = 4  # pixels of the shorter side: anything less holds no character
# Enlarged columns are sharpened, by a blur as wide as this share of their height. 16.2 % errors instead of 17.7 % on
# every other line of a page of 1939.
BLUR, SHARPER = 1 / 32, 0.8
PALE = 1 / 3  # of the way from paper to ink: what shows through is paler
MOST_GROWN = 4.0  # times: enlarging more only blurs

Margins = Mapping[Direction, float]  # of the line's thickness: paper at both ends of lines of a direction


@dataclass(frozen=True, slots=True)
class Crop:
    """A line image: uint8, shape (height, width), and the part of the page it shows at `scale`.

    `margin` is the paper added at both ends, in pixels of the image. `origin` is the top left corner, in the page,
    of what the image shows, and `direction` the line's in the page: a vertical one lies turned counter-clockwise.
    """

    image: GreyImage
    origin: tuple[float, float]
    scale: float
    margin: int = 0
    direction: Direction = "horizontal"

    def to_page(self, box: Box) -> Box:
        """A box in the line image as a box in the page image; never empty, never beyond the line's ends."""
        x, y = self.origin
        s = self.scale
        length = self.image.shape[1] - 2 * self.margin
        start = min(max(0, box.left - self.margin), length - 1)
        end = max(start + 1, min(box.right - self.margin, length))
        if self.direction == "horizontal":
            return Box(int(x + start / s), int(y + box.top / s), round(x + end / s), round(y + box.bottom / s))
        height = self.image.shape[0]
        left, right = height - box.bottom, height - box.top
        return Box(int(x + left / s), int(y + start / s), round(x + right / s), round(y + end / s))


def crop_lines(
    image: GreyImage, lines: Sequence[LineImage], height: int, margins: Margins, across: float = PAD_ACROSS
) -> list[Crop | None]:
    """Cut each line with a little paper around it, `height` pixels high; None where nothing is left to read."""
    return [crop_line(image, line, height, margins[line.direction], across) for line in lines]


def crop_line(image: GreyImage, line: LineImage, height: int, margin: float, across: float = PAD_ACROSS) -> Crop | None:
    """Cut one line; `margin` is the paper at both ends, as a share of its thickness, `across` that along a row."""
    page = Box(0, 0, image.shape[1], image.shape[0])
    upright = line.direction == "horizontal"
    inside = line.box.intersection(page)
    thick = inside.height if upright else inside.width
    edge = max(1, round((across if upright else PAD_COLUMN) * thick))
    box = inside.grown(edge, page)
    if min(box.width, box.height) < SMALLEST:
        return None
    cut = np.asarray(image[box.top : box.bottom, box.left : box.right], np.uint8)
    if not upright:
        cut = lay_on_side(cut, edge)
    # White paper at both ends, not the page's: a neighbouring column may stand there.
    added = round(margin * thick)
    framed = cv2.copyMakeBorder(cut, 0, 0, added, added, cv2.BORDER_CONSTANT, value=(255,))
    scale = min(MOST_GROWN, height / framed.shape[0])
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = max(1, round(framed.shape[1] * scale)), max(1, round(framed.shape[0] * scale))
    scaled = np.asarray(cv2.resize(framed, size, interpolation=interpolation), np.uint8)
    if not upright and scale > 1:
        scaled = _sharpened(scaled)
    return Crop(scaled, (box.left, box.top), scale, round(added * scale), line.direction)


def whiten(image: GreyImage) -> GreyImage:
    """A page whose paper is white as far as a third of the way to its ink: without print that shows through.

    A page of 1820 with such print: 7.5 % wrong characters, 5.9 so (6.2 whitened line by line). Pages without it lose by
    it, 0.2 on one of 1780, and PP-OCRv6 loses even there.
    """
    ink = image[ink_of(image) > 0]
    black = float(np.median(ink)) if ink.size else 0.0
    white = 255.0 - PALE * (255.0 - black)
    levels = np.clip((np.arange(256) - black) * (255.0 / (white - black)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, levels), np.uint8)


def _sharpened(image: GreyImage) -> GreyImage:
    """A line image with what a blur would take from it put on once more."""
    blurred = cv2.GaussianBlur(image, (0, 0), BLUR * image.shape[0])
    return np.asarray(cv2.addWeighted(image, 1 + SHARPER, blurred, -SHARPER, 0), np.uint8)
