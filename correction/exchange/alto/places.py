"""Where the elements of an ALTO file stand.

In: elements with HPOS, VPOS, WIDTH and HEIGHT in the file's unit. Out: boxes and polygons in whole numbers, inside the
page. Fractions are kept by counting in tenths, hundredths or thousandths of the unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from correction.exchange.alto.terms import numbers
from correction.exchange.xml_tree import child, children, every
from ocr.page import Box, Point, Polygon

_PLACE = ("HPOS", "VPOS", "WIDTH", "HEIGHT")
# One path for each: libxml2 would sort what a union of them finds.
_FRACTIONS = [etree.XPath(f".//@{key}[contains(., '.')]", smart_strings=False) for key in _PLACE]
MOST_DECIMALS = 3
LARGEST = 10.0**9  # of a place that is believed


@dataclass(slots=True)
class Places:
    """Reads places on one page.

    `factor` is how many of the page's whole numbers are one of the file's unit; `width` and `height` are in the
    former. `cut` counts boxes that reached beyond the page, `made` says that the page's size was found from them.
    """

    factor: int = 1
    width: int = 0
    height: int = 0
    cut: int = 0
    made: bool = False
    _seen: dict[str, float | None] = field(default_factory=dict)

    @staticmethod
    def of(page: etree._Element) -> Places:
        """Settle the factor and the size of a Page element; the size is 0 where nothing on it has a place."""
        places = Places(10 ** _decimals(page))
        places.width, places.height = places._size(page.get("WIDTH")), places._size(page.get("HEIGHT"))
        if places.width <= 0 or places.height <= 0:
            edges = [edge for element in page.iter() if (edge := places._edges(element))]
            places.width = max((edge.right for edge in edges), default=0)
            places.height = max((edge.bottom for edge in edges), default=0)
            places.made = True
        return places

    def box(self, element: etree._Element, beside: Box | None = None) -> Box | None:
        """The box of an element inside the page; what it lacks of its height is that of `beside`. None: it has none."""
        box = self._edges(element, beside)
        if box is None:
            return None
        inside = self._inside(box)
        self.cut += inside != box and box.area > 0
        return inside

    def polygon(self, element: etree._Element) -> Polygon:
        """The points of an element's Shape; circles and ellipses are the boxes around them. Empty where it has none."""
        shape = child(element, "Shape")
        if shape is None:
            return ()
        for polygon in children(shape, "Polygon"):
            return self.points(polygon.get("POINTS"))
        for round_one in children(shape, "Circle", "Ellipse"):
            x, y = self._number(round_one.get("HPOS")), self._number(round_one.get("VPOS"))
            across = self._number(round_one.get("RADIUS") or round_one.get("HLENGTH"))
            down = self._number(round_one.get("RADIUS") or round_one.get("VLENGTH"))
            if x is None or y is None or across is None or down is None:
                return ()
            scaled = [round(each * self.factor) for each in (x - across, y - down, x + across, y + down)]
            return self._inside(Box(*scaled)).polygon
        return ()

    def points(self, text: str | None) -> Polygon:
        """Points in an attribute, moved inside the page; a number without its fellow is left out."""
        found = [self._place(each) for each in numbers(text)]
        return tuple(self._point(x, y) for x, y in zip(found[::2], found[1::2], strict=False))

    def baseline(self, text: str | None, box: Box) -> tuple[Point, ...]:
        """A baseline from its points, or from the one height that older versions give; empty where there is none."""
        found = numbers(text)
        if len(found) == 1:
            y = self._place(found[0])
            return self._point(box.left, y), self._point(box.right, y)
        return self.points(text)

    def _size(self, text: str | None) -> int:
        value = self._number(text)
        return self._place(value) if value is not None else 0

    def _edges(self, element: etree._Element, beside: Box | None = None) -> Box | None:
        left, top, width, height = (self._number(element.get(key)) for key in _PLACE)
        if left is None or width is None or (beside is None and (top is None or height is None)):
            return None
        upper = self._place(top) if top is not None else beside.top if beside else 0
        lower = upper
        if height is not None:
            lower = self._place((top if top is not None else upper / self.factor) + height)
        elif beside:
            lower = max(upper, beside.bottom)
        return Box(self._place(left), upper, self._place(left + width), lower)

    def _number(self, text: str | None) -> float | None:
        if text is None:
            return None
        if text not in self._seen:
            try:
                value: float | None = float(text)
            except ValueError:
                value = None
            self._seen[text] = value if value is not None and abs(value) < LARGEST else None
        return self._seen[text]

    def _place(self, value: float) -> int:
        return round(min(max(value, -LARGEST), LARGEST) * self.factor)

    def _point(self, x: int, y: int) -> Point:
        return min(max(0, x), self.width), min(max(0, y), self.height)

    def _inside(self, box: Box) -> Box:
        """A box inside the page, of one unit at least."""
        if 0 <= box.left < box.right <= self.width and 0 <= box.top < box.bottom <= self.height:
            return box
        return box.cut_to(self.width, self.height)


def page_of(root: etree._Element) -> etree._Element | None:
    """The first Page of a file; None where it has none."""
    return next(every(root, "Page"), None)


def _decimals(page: etree._Element) -> int:
    """How many decimals the places have that are written most exactly."""
    most = 0
    for text in {str(text) for find in _FRACTIONS for text in cast("list[str]", find(page))}:
        decimals = text.partition(".")[2].lower().partition("e")[0].rstrip("0")
        most = max(most, min(len(decimals), MOST_DECIMALS))
    return most
