"""The overlay: a picture of the right size that shows every part of the page in its colour."""

from dataclasses import replace

import cv2
import numpy as np
from page_readers import make_page

from ocr.overlay import ITEMS, LONGEST, PICTURE, RULE, draw
from ocr.page import Box, Page, Picture, Separator, TextRegion


def paint(page: Page) -> np.ndarray:
    """The overlay of a white page, in blue, green and red."""
    image = np.full((page.height, page.width), 255, np.uint8)
    picture = cv2.imdecode(np.frombuffer(draw(page, image), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture


def count(picture: np.ndarray, colour: tuple[int, int, int]) -> int:
    """Pixels of exactly one colour."""
    return int((picture == np.array(colour, np.uint8)).all(axis=2).sum())


def test_every_part_has_its_colour() -> None:
    page = replace(
        make_page("p000001", "The council", "met at noon."),
        pictures=(Picture("p_1", Box(40, 300, 380, 500)),),
        separators=(
            Separator("s_1", Box(20, 600, 400, 604), "horizontal"),
            Separator("s_2", Box(200, 700, 204, 900), "vertical"),
        ),
    )
    picture = paint(page)
    assert picture.shape == (1000, 420, 3)
    for colour in (ITEMS[0], PICTURE, RULE["horizontal"], RULE["vertical"]):
        assert count(picture, colour) > 300
    assert count(picture, ITEMS[1]) == 0
    tint = picture[30, 300]
    assert tint[0] < tint[2] < 255, "the region is filled lightly with its item's orange"


def test_the_order_of_regions_shows() -> None:
    page = make_page("p000001", *"abcd")
    first, second = (
        TextRegion(f"r_{n}", Box.around(line.box for line in lines), "body", lines, "i_1")
        for n, lines in enumerate((page.lines[:2], page.lines[2:]))
    )
    there, back = (paint(replace(page, regions=regions)) for regions in ((first, second), (second, first)))
    assert (there != back).any()


def test_a_large_page_is_made_smaller() -> None:
    page = replace(make_page("p000001", "One line"), width=3000, height=4800)
    assert paint(page).shape == (LONGEST, 1500, 3)


def test_a_blank_page_and_parts_at_the_edge() -> None:
    blank = make_page("p000001")
    assert (paint(blank) > 250).all()
    edge = Separator("s_1", Box(419, 0, 420, 1000), "vertical")
    assert paint(replace(blank, separators=(edge,))).shape == (1000, 420, 3)
