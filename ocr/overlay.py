"""A page as a picture of what was found on it, for people who judge a layout by looking at it.

In: a `Page` and its grey image. Out: the bytes of a PNG. Regions are filled lightly in their item's colour (grey for
furniture) and numbered in reading order, arrows lead from one to the next; lines are thin boxes, pictures green,
horizontal rules red, vertical rules blue. A `+` after a number says that the region continues the one before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.errors import OutputError
from ocr.page import Box, Direction, Page, Point, TextLine, TextRegion

Canvas = NDArray[np.uint8]
Colour = tuple[int, int, int]  # blue, green, red, as OpenCV has it

LONGEST = 2400  # pixels: the longer side of the picture
PALE = 0.75  # of the print's darkness stays, so that colours stand out from it
LEVELS = 16  # of grey that the print is reduced to: a quarter of the file's size
FILL = 0.22  # of a region's colour lies over the print
INSET = 6  # pixels of the picture: the item's frame within the frame of a picture
FONT = cv2.FONT_HERSHEY_SIMPLEX
FONT_SCALE = 0.5  # about 11 pixels high

GREY: Colour = (128, 128, 128)
INK: Colour = (40, 40, 40)
WHITE: Colour = (255, 255, 255)
PICTURE: Colour = (40, 160, 40)
RULE: dict[Direction, Colour] = {"horizontal": (30, 30, 220), "vertical": (220, 60, 20)}
# One after the other as unlike as can be, none of them near the colours above.
ITEMS: tuple[Colour, ...] = (
    (0, 120, 240),  # orange
    (170, 40, 130),  # purple
    (150, 140, 0),  # teal
    (150, 60, 235),  # pink
    (0, 150, 190),  # mustard
    (200, 110, 60),  # steel blue
    (30, 70, 140),  # brown
    (210, 170, 0),  # cyan
    (200, 70, 220),  # magenta
    (60, 110, 110),  # olive
)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From pixels of the page to pixels of the picture."""

    factor: float

    def point(self, x: float, y: float) -> Point:
        return round(x * self.factor), round(y * self.factor)

    def box(self, box: Box) -> tuple[Point, Point]:
        """Opposite corners, both inside the box."""
        left, top = self.point(box.left, box.top)
        right, bottom = self.point(box.right, box.bottom)
        return (left, top), (max(left, right - 1), max(top, bottom - 1))


def draw(page: Page, image: NDArray[np.uint8]) -> bytes:
    """Draw a page's lines, regions, order, rules and pictures over its image, as a PNG.

    `image` is the page image, grey, shape (height, width); the picture is at most 2400 pixels on its longer side.
    Raises OutputError when the picture cannot be made.
    """
    canvas = _paper(image)
    scale = _Scale(canvas.shape[1] / max(1, page.width))
    colours = {item.id: ITEMS[i % len(ITEMS)] for i, item in enumerate(page.items)}
    tints = [colours.get(region.item or "", GREY) for region in page.regions]
    owners = [colours.get(picture.item or "", PICTURE) for picture in page.pictures]
    areas = [(region.box, tint) for region, tint in zip(page.regions, tints, strict=True)]
    canvas = _filled(canvas, areas + [(picture.box, PICTURE) for picture in page.pictures], scale)
    for picture, owner in zip(page.pictures, owners, strict=True):
        _frame(canvas, picture.box, PICTURE, 3, scale)
        _frame(canvas, picture.box.grown(round(-INSET / scale.factor)), owner, 2, scale)
    for separator in page.separators:
        cv2.rectangle(canvas, *scale.box(separator.box), RULE[separator.direction], 2)
    for region, tint in zip(page.regions, tints, strict=True):
        for line in region.lines:
            _outline(canvas, line, tint, scale)
        _frame(canvas, region.box, tint, 2, scale)
    _arrows(canvas, page, tints, scale)
    for number, (region, tint) in enumerate(zip(page.regions, tints, strict=True), 1):
        _label(canvas, _words(number, region), _corner(region, page.direction, scale), tint)
    done, data = cv2.imencode(".png", canvas)
    if not done:
        raise OutputError(f"{page.id}: the overlay cannot be written as PNG", "read the page again")
    return data.tobytes()


def list_lines(page: Page) -> str:
    """A page's lines as the picture numbers their regions: number, line id, article id, role and text, with tabs.

    The words a person needs to write layout overrides, beside the picture that shows where they belong.
    """
    rows = [
        (f"{number}{'+' * region.continues}", line.id, region.item or "furniture", region.role, page.text_of(line.id))
        for number, region in enumerate(page.regions, 1)
        for line in region.lines
    ]
    return "".join("\t".join(" ".join(word.split()) for word in row) + "\n" for row in rows)


def _paper(image: NDArray[np.uint8]) -> Canvas:
    """The page image in pale grey, in the size of the picture and with room for colour."""
    height, width = image.shape
    factor = min(1.0, LONGEST / max(height, width))
    if factor < 1.0:
        size = max(1, round(width * factor)), max(1, round(height * factor))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    step = 256 // LEVELS
    coarse = np.minimum(255, (image.astype(np.uint16) // step) * step + step - 1)
    pale = (255 - PALE * (255 - coarse)).astype(np.uint8)
    return np.asarray(cv2.cvtColor(pale, cv2.COLOR_GRAY2BGR), np.uint8)


def _filled(canvas: Canvas, areas: Sequence[tuple[Box, Colour]], scale: _Scale) -> Canvas:
    """The canvas with every area tinted; the print and the white between columns show through."""
    tint = canvas.copy()
    for box, colour in areas:
        cv2.rectangle(tint, *scale.box(box), colour, cv2.FILLED)
    return np.asarray(cv2.addWeighted(tint, FILL, canvas, 1 - FILL, 0), np.uint8)


def _frame(canvas: Canvas, box: Box, colour: Colour, thickness: int, scale: _Scale) -> None:
    cv2.rectangle(canvas, *scale.box(box), colour, thickness)


def _outline(canvas: Canvas, line: TextLine, colour: Colour, scale: _Scale) -> None:
    """A line's polygon, thin; its box when it has none."""
    polygon = line.polygon if len(line.polygon) > 2 else line.box.polygon
    points = np.array([scale.point(x, y) for x, y in polygon], np.int32).reshape(-1, 1, 2)
    cv2.polylines(canvas, [points], True, colour, 1, cv2.LINE_AA)


def _arrows(canvas: Canvas, page: Page, tints: Sequence[Colour], scale: _Scale) -> None:
    """From where a region ends to where the next begins: in the item's colour within it, dark between items."""
    regions = page.regions
    for before, after, tint in zip(regions, regions[1:], tints[1:], strict=False):
        colour = tint if before.item == after.item and after.item is not None else INK
        start, end = scale.point(*_end(before, page.direction)), scale.point(*_start(after, page.direction))
        length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
        cv2.arrowedLine(canvas, start, end, colour, 2, cv2.LINE_AA, tipLength=min(0.4, 14 / max(1.0, length)))


def _start(region: TextRegion, direction: Direction) -> tuple[float, float]:
    """The middle of the side where reading enters a region."""
    x, y = region.box.center
    return (region.box.right, y) if direction == "vertical" else (x, region.box.top)


def _end(region: TextRegion, direction: Direction) -> tuple[float, float]:
    """The middle of the side where reading leaves a region."""
    x, y = region.box.center
    return (region.box.left, y) if direction == "vertical" else (x, region.box.bottom)


def _words(number: int, region: TextRegion) -> str:
    """A region's number, and its role unless it is body text."""
    role = "" if region.role == "body" else f" {region.role}"
    return f"{number}{'+' if region.continues else ''}{role}"


def _corner(region: TextRegion, direction: Direction, scale: _Scale) -> Point:
    """Where a region's label stands: at the corner where reading begins."""
    return scale.point(region.box.right if direction == "vertical" else region.box.left, region.box.top)


def _label(canvas: Canvas, words: str, at: Point, colour: Colour) -> None:
    """White words on a patch of colour, kept inside the picture."""
    (width, height), below = cv2.getTextSize(words, FONT, FONT_SCALE, 1)
    left = max(0, min(at[0] - width // 4, canvas.shape[1] - width - 4))
    top = max(0, min(at[1] - height // 2, canvas.shape[0] - height - below - 4))
    cv2.rectangle(canvas, (left, top), (left + width + 4, top + height + below + 2), colour, cv2.FILLED)
    cv2.putText(canvas, words, (left + 2, top + height + 2), FONT, FONT_SCALE, WHITE, 1, cv2.LINE_AA)
