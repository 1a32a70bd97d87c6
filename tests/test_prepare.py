"""Preparing: skew, borders, light and the way back to the scan, on pages drawn here."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.page import Box, Direction, Transform
from ocr.prepare import GreyImage, Mapper, even_light, ink_of, measure_glyph, measure_skew, prepare, turn

SIDE = 2400  # pixels
GLYPH = 16  # pixels of a drawn letter
PAPER, INK = 225, 30


def drawn_page(seed: int = 7) -> GreyImage:
    """A page of two columns of small bars and rings for letters, lines apart, with a margin."""
    rng = np.random.default_rng(seed)
    page = np.full((SIDE, SIDE), PAPER, np.uint8)
    for left, right in ((200, 1140), (1240, 2180)):
        for top in range(240, 2140, 38):
            x = left
            while x < right - GLYPH:
                width = int(rng.integers(10, 17))
                page[top : top + GLYPH, x : x + width] = INK
                stroke = int(rng.choice([3, 4]))
                page[top + stroke : top + GLYPH - stroke, x + stroke : x + width - stroke] = PAPER
                x += width + int(rng.choice([4, 5, 14]))
    return page


def turned(page: GreyImage, angle: float) -> GreyImage:
    """The page turned by degrees counter-clockwise, its corners in the colour of the paper."""
    matrix = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (SIDE, SIDE), borderValue=(PAPER,)), np.uint8)


def ink_share(grey: GreyImage) -> float:
    return float(ink_of(grey).mean())


@pytest.mark.parametrize("angle", [-11.0, -6.3, -3.4, -2.6, -1.3, -0.4, 0.0, 0.25, 0.9, 2.2, 3.1, 9.0])
def test_skew_is_measured_within_a_tenth_of_a_degree(angle: float) -> None:
    assert measure_skew(turned(drawn_page(), angle), "horizontal") == pytest.approx(-angle, abs=0.1)


@pytest.mark.parametrize("angle", [-1.3, 0.6, 5.2])
def test_skew_of_a_vertical_page_is_that_of_its_columns(angle: float) -> None:
    upright = np.ascontiguousarray(np.rot90(drawn_page(), 3))
    assert measure_skew(turned(upright, angle), "vertical") == pytest.approx(-angle, abs=0.1)


def test_the_hatching_of_a_picture_does_not_lead() -> None:
    """A few lines at 5 degrees over an engraving hatched at 8 the other way."""
    page = drawn_page()
    page[600:] = PAPER
    page = turned(page, 5.0)
    fall = round(1800 * math.tan(math.radians(8.0)))
    for y in range(-fall, 1300, 12):
        cv2.line(page[900:2200, 300:2100], (0, y), (1800, y + fall), (INK,), 3)
    assert measure_skew(page, "horizontal") == pytest.approx(-5.0, abs=0.1)


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_paper_without_print_is_not_turned(direction: Direction) -> None:
    prepared = prepare(np.full((300, 200), PAPER, np.uint8), direction)
    assert prepared.transform == Transform(0.0)
    assert prepared.glyph == 0.0
    assert ink_share(prepared.grey) == 0.0


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (3, 3)])
@pytest.mark.parametrize("shade", [0, 128, 255])
def test_no_image_is_too_small(shape: tuple[int, int], shade: int) -> None:
    assert prepare(np.full(shape, shade, np.uint8), "horizontal").grey.shape == shape


def test_a_prepared_page_is_level_and_maps_back_to_the_scan() -> None:
    angle = 1.4
    prepared = prepare(turned(drawn_page(), angle), "horizontal")
    assert measure_skew(prepared.grey, "horizontal") == pytest.approx(0.0, abs=0.1)
    assert prepared.transform.angle == pytest.approx(-angle, abs=0.1)
    assert prepared.grey.shape == (SIDE, SIDE)


def test_the_glyph_is_the_height_of_the_letters() -> None:
    assert measure_glyph(even_light(drawn_page())) == pytest.approx(GLYPH, abs=2)


@pytest.mark.parametrize("angle", [-2.0, -0.3, 0.0, 0.7, 2.9])
def test_a_mark_is_found_where_the_mapper_says(angle: float) -> None:
    scan = np.full((900, 700), 255, np.uint8)
    scan[250:330, 480:600] = 0
    ys, xs = np.nonzero(turn(scan, angle) < 128)
    seen = Box(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
    middle = Mapper(Transform(angle), 700, 900).point(*seen.center)
    assert middle == pytest.approx((540, 290), abs=2)


CORNERS = st.tuples(st.integers(60, 600), st.integers(60, 800), st.integers(1, 60), st.integers(1, 60))


@settings(deadline=None)
@given(CORNERS, st.floats(-3, 3))
def test_boxes_map_there_and_back(place: tuple[int, int, int, int], angle: float) -> None:
    x, y, width, height = place
    box = Box(x, y, x + width, y + height)
    there, back = (Mapper(Transform(a), 720, 900) for a in (angle, -angle))
    returned = [back.point(px, py) for px, py in there.polygon(box)]
    for corner, original in zip(returned, box.polygon, strict=True):
        assert corner == pytest.approx(original, abs=2)


@settings(deadline=None)
@given(st.integers(-50, 800), st.integers(-50, 1000), st.floats(-3, 3))
def test_the_mapper_never_leaves_the_page(x: int, y: int, angle: float) -> None:
    px, py = Mapper(Transform(angle), 720, 900).point(x, y)
    assert 0 <= px <= 720
    assert 0 <= py <= 900


@pytest.mark.parametrize("width", [6, 40, 110])
def test_a_dark_border_becomes_paper(width: int) -> None:
    scan = drawn_page()
    clean = even_light(scan)
    for strip in (np.s_[:width, :], np.s_[:, -width:]):
        scan[strip] = 12
    even = even_light(scan)
    assert even[:width].min() > 200
    assert even[:, -width:].min() > 200
    inside = np.s_[200:2200, 180:2200]
    assert ink_share(even[inside]) == pytest.approx(ink_share(clean[inside]), rel=0.03)


def test_print_at_the_edge_is_no_border() -> None:
    scan = drawn_page()[:, 200:2180]
    assert ink_share(even_light(scan)) == pytest.approx(float((scan < 128).mean()), rel=0.1)


@pytest.mark.parametrize("axis", [0, 1])
def test_uneven_light_is_evened(axis: int) -> None:
    page = drawn_page()
    fall = np.linspace(1.0, 0.45, SIDE)
    light = fall[:, None] if axis == 0 else fall[None, :]
    dim = (page * light).astype(np.uint8)
    even = even_light(dim)
    paper = page == PAPER
    assert float((even[paper] > 235).mean()) > 0.97
    ink = ink_of(even)
    assert float((ink == (page < 128)).mean()) > 0.99
    halves = np.array_split(ink, 2, axis=axis)
    assert halves[1].mean() == pytest.approx(halves[0].mean(), rel=0.15)


def test_very_small_print_is_enlarged_and_maps_back_to_the_scan() -> None:
    small = np.asarray(cv2.resize(drawn_page(), None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA), np.uint8)
    prepared = prepare(small, "horizontal")
    assert prepared.scale == 2
    assert prepared.grey.shape == (2 * small.shape[0], 2 * small.shape[1])
    mapper = Mapper(prepared.transform, small.shape[1], small.shape[0], prepared.scale)
    assert mapper.point(2 * 300, 2 * 400) == pytest.approx((300, 400), abs=2)
