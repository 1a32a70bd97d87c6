"""Pages that lie on their side or upside down, or are negatives, are found out and set right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from correction.exchange.pagexml.reader import read_pagexml
from correction.exchange.pagexml.writer import write_pagexml
from ocr.ingest import load, sources, turned
from ocr.page import TURNS, Direction, LineText, Turn
from ocr.pipeline import read_page
from ocr.prepare import GreyImage, is_negative, turn_quarters
from ocr.settings import PageSettings
from ocr.upright import SAMPLE, _read, find_turn, in_rows, is_mirrored, view

SCANS = Path(__file__).parents[1] / "scans"


def scanned(name: str) -> GreyImage:
    """The upper two thirds of a sample page."""
    (source,) = sources(SCANS / f"{name}.jpg")
    image = load(source).image
    return image[: len(image) * 2 // 3]


@pytest.mark.parametrize(
    ("name", "lying", "direction"),
    [
        ("en", 0, "horizontal"),
        ("en", 90, "horizontal"),
        ("de", 180, "horizontal"),
        ("de-fraktur", 270, "horizontal"),
        ("zh-horizontal", 0, "horizontal"),
        ("zh-horizontal", 90, "horizontal"),
        ("zh-horizontal", 180, "horizontal"),
        ("zh-vertical", 0, "vertical"),
        ("zh-vertical", 180, "vertical"),
        ("zh-vertical", 270, "vertical"),
    ],
)
def test_a_page_is_set_upright(name: str, lying: Turn, direction: Direction) -> None:
    image = turn_quarters(scanned(name), lying)
    turn = find_turn(image, view(image, None))
    assert (turn + lying) % 360 == 0
    assert view(turn_quarters(image, turn), None).direction == direction


def test_a_direction_that_a_person_asked_for_settles_how_the_page_lies() -> None:
    image = turn_quarters(scanned("zh-vertical"), 90)
    assert find_turn(image, view(image, "vertical"), "vertical") == 270


def table_of_figures(rows: int = 40, columns: int = 5) -> GreyImage:
    """A list of prices, whose stacks of figures stand apart like columns of vertical print."""
    font = ImageFont.load_default(size=34)
    image = Image.new("L", (120 + 150 * columns, 160 + 46 * rows), 250)
    for row in range(rows):
        for column in range(columns):
            figure = f"{(row * 37 + column * 211) % 900 + 3}"
            ImageDraw.Draw(image).text((200 + 150 * column, 80 + 46 * row), figure, fill=20, font=font, anchor="ra")
    return np.asarray(image)


def test_stacks_of_figures_are_read_in_rows(tmp_path: Path) -> None:
    image = table_of_figures()
    seen = view(image, None)
    assert seen.direction == "vertical", "the picture alone is to mislead"
    assert in_rows(image, seen).direction == "horizontal"
    Image.fromarray(image[:600]).save(tmp_path / "table.png")
    (source,) = sources(tmp_path / "table.png")
    page = read_page(source, "p000001", PageSettings(engine="rapidocr"))
    assert (page.direction, page.script) == ("horizontal", "latin")
    assert "847" in {page.text_of(line.id) for line in page.lines}


def test_a_page_laid_down_askew_says_so(tmp_path: Path) -> None:
    image = Image.fromarray(scanned("en")).rotate(5, fillcolor=245)
    image.crop((0, 0, image.width, 900)).save(tmp_path / "askew.png")
    (source,) = sources(tmp_path / "askew.png", "horizontal")
    page = read_page(source, "p000001", PageSettings(language="en", script="latin", engine="rapidocr"))
    assert abs(page.transform.angle) == pytest.approx(5, abs=0.6)
    assert any("askew" in note for note in page.notes)


@pytest.mark.parametrize("name", ["en", "de-fraktur", "zh-horizontal", "zh-vertical"])
def test_a_mirror_image_is_told(name: str) -> None:
    image = scanned(name)
    assert not is_mirrored(view(image, None))
    assert is_mirrored(view(np.ascontiguousarray(image[:, ::-1]), None))


def test_a_page_that_reads_well_is_soon_known_for_no_mirror_image(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = view(scanned("en"), "horizontal")
    read: list[int] = []

    def count(strips: Sequence[GreyImage]) -> list[LineText]:
        read.append(len(strips))
        return _read(strips)

    monkeypatch.setattr("ocr.upright._read", count)
    assert not is_mirrored(seen)
    assert sum(read) < SAMPLE


def test_a_mirrored_page_says_so(tmp_path: Path) -> None:
    Image.fromarray(scanned("en")[:700, ::-1]).save(tmp_path / "page.png")
    (source,) = sources(tmp_path / "page.png")
    page = read_page(source, "p000001", PageSettings(language="en", script="latin", engine="rapidocr"))
    assert any("mirror" in note for note in page.notes)


def test_columns_of_han_print_stay_columns() -> None:
    image = scanned("zh-vertical")
    seen = view(image, None)
    assert in_rows(image, seen) is seen


def test_a_latin_language_settles_the_direction(tmp_path: Path) -> None:
    Image.fromarray(scanned("zh-vertical")[:, -700:]).save(tmp_path / "page.png")
    (source,) = sources(tmp_path / "page.png")
    page = read_page(source, "p000001", PageSettings(language="en", engine="rapidocr"))
    assert (page.direction, page.language) == ("horizontal", "en")
    assert page.script != "han"


@pytest.mark.parametrize("shade", [0, 255])
@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (300, 200)])
def test_nothing_to_read_is_not_turned(shape: tuple[int, int], shade: int) -> None:
    image = np.full(shape, shade, np.uint8)
    assert find_turn(image, view(image, None)) == 0


def test_a_turned_source_loads_the_same_turned_image(tmp_path: Path) -> None:
    picture = np.arange(240, dtype=np.uint8).reshape(12, 20)
    Image.fromarray(picture).save(tmp_path / "a.png")
    (source,) = sources(tmp_path / "a.png")
    for turn in TURNS:
        scan = load(replace(source, turn=turn))
        assert scan.source.turn == turn
        assert np.array_equal(scan.image, np.rot90(picture, -turn // 90))
        back = turned(scan, TURNS[-TURNS.index(turn)])
        assert back.source == source
        assert np.array_equal(back.image, picture)


@pytest.mark.parametrize("name", ["en", "de-fraktur", "zh-horizontal", "zh-vertical"])
def test_a_negative_is_told_from_a_positive(name: str) -> None:
    image = scanned(name)
    assert not is_negative(image)
    assert is_negative(255 - image)
    assert not is_negative(np.pad(image, 900, constant_values=5)), "a black border is no negative"


def test_a_negative_shows_the_same_lines() -> None:
    image = scanned("en")
    positive, negative = view(image, None), view(255 - image, None)
    assert negative.negative
    assert not positive.negative
    assert len(negative.found.lines) == pytest.approx(len(positive.found.lines), rel=0.05)


def test_a_lying_page_is_read_upright_and_says_so(tmp_path: Path) -> None:
    with Image.open(SCANS / "en.jpg") as scan:
        part = scan.convert("L").crop((0, 0, scan.width, scan.height // 4)).rotate(90, expand=True)
    part.save(tmp_path / "a.png")
    (source,) = sources(tmp_path / "a.png")
    page = read_page(source, "p000001", PageSettings(language="en", script="latin", engine="rapidocr"))
    assert page.source == replace(source, turn=90)
    assert (page.width, page.height) == part.size[::-1]
    assert any("on its side" in note for note in page.notes)
    assert load(page.source).image.shape == (page.height, page.width)
    assert read_pagexml(write_pagexml(page)).source.turn == 90
