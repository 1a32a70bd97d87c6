"""Double pages are cut at their fold, single pages are not, and print tells its direction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ocr import ingest
from ocr.double_page import find_halves
from ocr.layout.direction import direction_vote, guess_direction

SCANS = Path(__file__).parents[1] / "scans"
SHARED = Path(__file__).parents[2] / "shared" / "data"


def column_of_print(width: int, height: int, seed: int = 0) -> np.ndarray:
    """Lines of small black letters with word spaces, 24 pixels a line, on white."""
    rng = np.random.default_rng(seed)
    page = np.full((height, width), 255, np.uint8)
    for top in range(4, height - 16, 24):
        left = int(rng.integers(0, 24))
        while left < width - 14:
            for _ in range(int(rng.integers(2, 8))):
                if left < width - 10:
                    page[top + int(rng.integers(0, 4)) : top + 13, left : left + 8] = 30
                    page[top + 5 : top + 8, left + 3 : left + 8] = 255
                left += 11
            left += int(rng.integers(5, 13))
    return page


def page_of_print(columns: int = 3, width: int = 900, height: int = 1200, seed: int = 0) -> np.ndarray:
    """A newspaper page: margins, a heading over all columns, columns of print."""
    page = np.full((height, width), 245, np.uint8)
    page[60:100, 120 : width - 120 : 60] = 20
    for start in range(120, width - 120, 60):
        page[60:100, start : start + 45] = 20
    step = (width - 100) // columns
    for number in range(columns):
        left = 50 + number * step
        page[130 : height - 60, left : left + step - 22] = column_of_print(step - 22, height - 190, seed + number)
    return page


def saved(path: Path, image: Image.Image | np.ndarray) -> Path:
    picture = image if isinstance(image, Image.Image) else Image.fromarray(image)
    picture.save(path)
    return path


def test_a_double_page_gives_its_left_half_first(tmp_path: Path) -> None:
    left, right = page_of_print(seed=1), page_of_print(seed=2)
    path = saved(tmp_path / "a.png", np.hstack((left, right)))
    found = ingest.sources(path)
    assert len(found) == 2
    halves = [ingest.load(source).image for source in found]
    assert abs(halves[0].shape[1] - 900) < 20
    assert np.array_equal(halves[0][:, :850], left[:, :850])
    assert [source.crop for source in ingest.sources(path, "vertical")] == [source.crop for source in found[::-1]]


def sample_spread(*names: str) -> np.ndarray:
    """Two sample pages beside each other, brought to the shape of newspaper pages."""
    pages = []
    for name in names:
        with Image.open(SCANS / f"{name}.jpg") as scan:
            pages.append(np.asarray(scan.convert("L").resize((2000, 2600))))
    return np.hstack(pages)


@pytest.mark.parametrize("over", [False, True], ids=["upright", "upside-down"])
@pytest.mark.parametrize("vertical", [False, True], ids=["rows", "columns"])
def test_a_double_page_gives_its_pages_in_order(tmp_path: Path, vertical: bool, over: bool) -> None:
    spread = sample_spread("zh-vertical", "zh-vertical") if vertical else sample_spread("en", "de")
    found = ingest.sources(saved(tmp_path / "a.png", np.rot90(spread, 2 * over)))
    on_the_right = [source.crop is not None and source.crop.left > 0 for source in found]
    assert on_the_right == [vertical != over, vertical == over]


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_page_on_its_side_is_no_double_page(tmp_path: Path, quarters: int) -> None:
    with Image.open(SCANS / "zh-horizontal.jpg") as scan:
        lying = np.rot90(np.asarray(scan.convert("L").resize((2400, 3600))), quarters)
    assert [source.crop for source in ingest.sources(saved(tmp_path / "a.png", lying))] == [None]


def test_a_dark_fold_is_a_fold(tmp_path: Path) -> None:
    spread = np.hstack((page_of_print(seed=1), page_of_print(seed=2)))
    spread[:, 893:907] = 60
    assert len(ingest.sources(saved(tmp_path / "a.png", spread))) == 2


@pytest.mark.parametrize("turned", [False, True], ids=["rows", "columns"])
@pytest.mark.parametrize("fold", [0, 24, 120])
@pytest.mark.parametrize("columns", [2, 4])
def test_a_strip_in_the_fold_stays_whole(turned: bool, fold: int, columns: int) -> None:
    pages = [np.rot90(page_of_print(2, 1200, 900, s)) if turned else page_of_print(seed=s) for s in (1, 2)]
    height = len(pages[0])
    half = np.full((height, 24 * columns // 2), 245, np.uint8)
    half[130:-60] = np.rot90(column_of_print(height - 190, half.shape[1], 5))
    gap = np.full((height, 25), 245, np.uint8)
    spread = np.hstack((pages[0], gap, half, np.full((height, fold), 245, np.uint8), half, gap, pages[1]))
    start = pages[0].shape[1] + gap.shape[1]
    end = start + 2 * half.shape[1] + fold
    halves = find_halves(spread)
    assert halves is not None
    left, right = halves
    assert max(left.right, right.left) <= start or min(left.right, right.left) >= end


@pytest.mark.parametrize("columns", [2, 3, 4, 6])
def test_a_landscape_page_stays_whole(tmp_path: Path, columns: int) -> None:
    path = saved(tmp_path / "a.png", page_of_print(columns, 1500, 1000))
    assert [source.crop for source in ingest.sources(path)] == [None]


def test_a_wide_heading_keeps_two_halves_together(tmp_path: Path) -> None:
    spread = np.hstack((page_of_print(seed=1), page_of_print(seed=2)))
    spread[200:500] = 245
    spread[250:450, 300:1500] = 20
    assert [source.crop for source in ingest.sources(saved(tmp_path / "a.png", spread))] == [None]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 50))
def test_print_turned_by_a_quarter_turns_its_vote(seed: int) -> None:
    page = page_of_print(seed=seed)
    assert direction_vote(page) > 0.5
    assert direction_vote(np.rot90(page).copy()) < -0.5


def test_the_dots_of_a_picture_do_not_outvote_the_print() -> None:
    page = page_of_print(height=1600)
    page[1000:1540, 40:860] = 245
    for top in range(1000, 1540, 8):
        for left in range(40, 860, 8):
            page[top : top + 5, left : left + 5] = 20
    assert guess_direction(page) == "horizontal"
    assert guess_direction(np.rot90(page).copy()) == "vertical"


@pytest.mark.parametrize("size", [(1, 1), (2, 400), (300, 300)])
def test_paper_without_print_counts_as_horizontal(size: tuple[int, int]) -> None:
    assert guess_direction(np.full(size, 255, np.uint8)) == "horizontal"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared pages are not here")
@pytest.mark.parametrize("path", sorted([*SHARED.glob("*/*.jpg"), *SHARED.glob("*/*.tif")]), ids=lambda path: path.name)
def test_shared_pages(path: Path) -> None:
    vertical = path.parent.name == "jingbao"
    found = ingest.sources(path)
    assert len(found) == (2 if vertical else 1)
    image = ingest.load(found[0]).image
    assert guess_direction(image) == ("vertical" if vertical else "horizontal")
    assert (found[0].crop is not None and found[0].crop.left > 0) == vertical
