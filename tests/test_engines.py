"""Line crops, marks and the recogniser in the wheel, on small line images drawn here."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from ocr.engines import EngineSettings, GreyImage, LineImage, rapidocr
from ocr.engines.choice import SAMPLE
from ocr.engines.choice import _sample as sample_lines
from ocr.engines.columns import find_marks, lay_on_side
from ocr.engines.crops import Crop, crop_line, whiten
from ocr.engines.marks import find_square
from ocr.engines.rapidocr import LINE_HEIGHT, MARGINS, RapidOcr
from ocr.page import Box, Direction

LATIN = EngineSettings("en", "latin")
HAN = EngineSettings("zh", "han")
SENTENCE = "Trains leave from platform 7"
PLACES = st.integers(-20, 400)


def drawn(text: str, size: int = 36) -> GreyImage:
    """A line of Latin type with white paper around it."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = (round(v) for v in font.getbbox(text))
    image = Image.new("L", (right - left + 60, bottom - top + 60), 255)
    ImageDraw.Draw(image).text((30 - left, 30 - top), text, font=font, fill=0)
    return np.asarray(image, np.uint8)


def ink_box(image: GreyImage) -> Box:
    """The box around all that is dark."""
    ys, xs = np.nonzero(image < 128)
    return Box(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)


def blank(height: int = 400, width: int = 400) -> GreyImage:
    return np.full((height, width), 255, np.uint8)


def column(characters: int = 6, side: int = 40, edge: int = 4) -> GreyImage:
    """A column of framed squares, the place of one of them left empty for a mark."""
    image = blank(characters * side + 2 * edge, side + 2 * edge)
    for i in range(characters):
        if i != 3:
            top = edge + i * side
            cv2.rectangle(image, (edge, top + 2), (edge + side - 1, top + side - 3), (0,), 4)
    return image


def sample() -> tuple[GreyImage, list[tuple[str, LineImage]]]:
    """The vertical sample page and the lines that its truth says stand there, all upright."""
    import json

    from ocr.ingest import load, sources
    from ocr.prepare import prepare

    scans = Path(__file__).parents[1] / "scans"
    truth = json.loads((scans / "zh-vertical.truth.json").read_text(encoding="utf-8"))
    grey = prepare(load(sources(scans / "zh-vertical.jpg")[0]).image, "vertical")
    turned = cv2.getRotationMatrix2D((grey.grey.shape[1] / 2, grey.grey.shape[0] / 2), grey.transform.angle, 1.0)
    lines = []
    for line in truth["lines"]:
        left, top, right, bottom = line["bbox"]
        if line["kind"] != "body" or bottom - top < 600 or "「" in line["text"]:
            continue
        x, y = turned @ np.array([(left + right) / 2, (top + bottom) / 2, 1.0])
        # The box of a turned column is wider than the column itself, by what it leans.
        width = right - left - (bottom - top) * abs(np.sin(np.radians(grey.transform.angle)))
        half = width / 2, (bottom - top) / 2
        box = Box(round(x - half[0]), round(y - half[1]), round(x + half[0]), round(y + half[1]))
        lines.append((line["text"], LineImage(box, "vertical")))
    return grey.grey, lines


def test_a_latin_line_is_read_with_a_box_for_every_letter() -> None:
    image = drawn(SENTENCE)
    ink = ink_box(image)
    read = RapidOcr().read(image, [LineImage(ink)], LATIN)[0]
    assert read.text == SENTENCE
    assert "".join(word.text for word in read.words) == SENTENCE.replace(" ", "")
    assert (read.confidence or 0.0) > 0.9
    lefts = [word.box.left for word in read.words]
    assert lefts == sorted(lefts)
    assert all(word.box.left < word.box.right <= ink.right + ink.height for word in read.words)
    number = read.words[-1].box.center[0]
    assert abs(number - (ink.right - ink.height / 3)) < ink.height / 2


def test_lines_keep_their_places_in_the_answer() -> None:
    first, second = drawn("Morning edition"), drawn("No")
    page = blank(first.shape[0] + second.shape[0], max(first.shape[1], second.shape[1]))
    page[: first.shape[0], : first.shape[1]] = first
    page[first.shape[0] :, : second.shape[1]] = second
    boxes = Box(0, 20, first.shape[1], first.shape[0] - 20), Box(0, 0, 0, 0)
    last = Box(0, first.shape[0] + 20, second.shape[1], page.shape[0] - 20)
    read = RapidOcr().read(page, [LineImage(box) for box in (last, boxes[1], boxes[0])], LATIN)
    assert [line.text for line in read] == ["No", "", "Morning edition"]


def test_vertical_lines_are_read_with_their_punctuation() -> None:
    grey, lines = sample()
    some = lines[::7][:8]
    read = RapidOcr().read(grey, [line for _, line in some], EngineSettings("zh-Hant", "han"))
    right = sum(text.text == want for (want, _), text in zip(some, read, strict=True))
    assert right >= len(some) - 2, [text.text for text in read]
    for (_, line), text in zip(some, read, strict=True):
        middles = [word.box.center[1] for word in text.words]
        assert middles == sorted(middles)
        assert all(abs(word.box.center[0] - line.box.center[0]) < line.box.width / 2 for word in text.words)
        pitch = line.box.height / max(1, len(text.words))
        assert abs(middles[0] - line.box.top) < 1.2 * pitch
        assert abs(middles[-1] - line.box.bottom) < 1.2 * pitch


def test_characters_of_a_chinese_line_have_their_places() -> None:
    """The line is read squeezed; its boxes are the page's."""
    import json

    scans = Path(__file__).parents[1] / "scans"
    truth = json.loads((scans / "zh-horizontal.truth.json").read_text(encoding="utf-8"))
    line = next(line for line in truth["lines"] if re.fullmatch("[一-鿿，。]{17}", line["text"]))
    image = np.asarray(Image.open(scans / "zh-horizontal.jpg").convert("L"), np.uint8)
    box = Box(*line["bbox"])
    read = RapidOcr().read(image, [LineImage(box)], HAN)[0]
    assert read.text == line["text"]
    pitch = box.width / len(read.words)
    for number, word in enumerate(read.words):
        assert abs(word.box.center[0] - (box.left + pitch * (number + 0.5))) < pitch / 2


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
@pytest.mark.parametrize(
    "box", [Box(0, 0, 0, 0), Box(10, 10, 300, 13), Box(10, 10, 13, 300), Box(-30, -5, 60, 30), Box(500, 500, 600, 520)]
)
def test_a_line_without_anything_to_read_is_empty(box: Box, direction: Direction) -> None:
    assert RapidOcr().read(blank(), [LineImage(box, direction)], HAN)[0].text == ""


def test_a_very_long_line_is_read_to_its_end() -> None:
    image = drawn("the river rose again last night ")
    body = image[30:-30, 30:-30]
    long = np.hstack([np.hstack([body, blank(body.shape[0], 14)])] * (20_000 // body.shape[1]))
    page = np.pad(long, 30, constant_values=255)
    read = RapidOcr().read(page, [LineImage(Box(30, 30, page.shape[1] - 30, page.shape[0] - 30))], LATIN)[0]
    times = 20_000 // body.shape[1]
    assert read.text.count("river rose") >= 0.9 * times
    assert 0.95 * page.shape[1] < read.words[-1].box.right <= page.shape[1]


@given(PLACES, PLACES, PLACES, PLACES, st.sampled_from(["horizontal", "vertical"]))
def test_any_box_can_be_cut(left: int, top: int, width: int, height: int, direction: Direction) -> None:
    line = LineImage(Box(left, top, left + width, top + height), direction)
    crop = crop_line(blank(300, 300), line, LINE_HEIGHT, MARGINS[direction])
    assert crop is None or 1 <= crop.image.shape[0] <= LINE_HEIGHT


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_a_place_in_a_crop_is_found_in_the_page_again(direction: Direction) -> None:
    page = blank(600, 600)
    spot = Box(200, 330, 220, 350) if direction == "vertical" else Box(330, 200, 350, 220)
    line = Box(190, 100, 250, 500) if direction == "vertical" else Box(100, 190, 500, 250)
    page[spot.top : spot.bottom, spot.left : spot.right] = 0
    crop = crop_line(page, LineImage(line, direction), LINE_HEIGHT, MARGINS[direction])
    assert crop is not None
    back = crop.to_page(ink_box(crop.image))
    assert np.abs(np.array(back.polygon) - np.array(spot.polygon)).max() <= 3


@given(PLACES, st.integers(1, 200), st.sampled_from(["horizontal", "vertical"]))
def test_a_box_from_a_crop_is_never_empty(left: int, width: int, direction: Direction) -> None:
    crop = Crop(blank(48, 300), (50, 60), 0.5, 20, direction)
    box = crop.to_page(Box(left, 0, left + width, 48))
    assert box.area > 0
    assert min(box.left - 50, box.top - 60) >= 0


def test_a_mark_in_a_lying_column_is_set_upright_at_the_foot() -> None:
    edge, side = 4, 40
    image = column(side=side, edge=edge)
    cv2.rectangle(image, (edge + 26, edge + 3 * side + 4), (edge + 30, edge + 3 * side + 14), (0,), -1)
    before = np.ascontiguousarray(np.rot90(image))
    assert find_marks(before, edge) == [Box(edge + 3 * side + 4, edge + 9, edge + 3 * side + 15, edge + 14)]
    after = lay_on_side(image, edge)
    mark = ink_box(after[:, edge + 3 * side + 2 : edge + 4 * side])
    assert (mark.width, mark.height) == (5, 11)
    assert mark.bottom > after.shape[0] - edge - side / 4


def test_a_column_without_marks_is_only_turned() -> None:
    image = column()
    cv2.rectangle(image, (40, 20), (44, 24), (0,), -1)  # a dot beside a character belongs to it
    assert np.array_equal(lay_on_side(image, 4), np.rot90(image))


def test_what_shows_through_is_whitened_and_print_stays() -> None:
    page = blank(100, 400)
    page[20:60, 20:60], page[20:60, 200:240] = 40, 200
    white = whiten(page)
    assert (white[20:60, 20:60] <= 40).all()
    assert (white[20:60, 200:240] == 255).all()
    assert (whiten(blank(50, 50)) == 255).all()


def test_a_solid_square_opens_a_line() -> None:
    image = drawn("Our reporter")[24:-20]
    wider = np.hstack([blank(image.shape[0], 40), image])
    ink = ink_box(wider)
    assert find_square(wider) is None
    cv2.rectangle(wider, (20, ink.top + 4), (20 + 24, ink.top + 28), (0,), -1)
    assert find_square(wider) == Box(20, ink.top + 4, 45, ink.top + 29)
    read = RapidOcr().read(wider, [LineImage(ink_box(wider))], LATIN)[0]
    assert read.text.startswith("■")
    assert "reporter" in read.text
    assert read.words[0].glyphs[0].text == "■"
    assert abs(read.words[0].box.left - 20) <= 3


def test_a_full_stop_at_the_end_of_a_line_is_kept() -> None:
    """Its peak stands beyond its ink as often as not."""
    texts = [f"{word}." for word in ("years", "intervals", "nightfall", "tonnes", "minuit", "phare", "picking")]
    for text in texts:
        page = drawn(text)
        dark = np.argwhere(page < 128)
        (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0) + 1
        box = Box(int(left), int(top), int(right), int(bottom))
        assert RapidOcr().read(page, [LineImage(box)], LATIN)[0].text.strip() == text


@pytest.mark.parametrize("count", [1, 3, 14, 27, 200])
def test_lines_from_all_over_the_page_tell_script_and_language(count: int) -> None:
    lines = [LineImage(Box(0, 30 * i, 300, 30 * i + 20), "horizontal") for i in range(count)]
    sample = sample_lines(lines)
    assert len(sample) == min(SAMPLE, count)
    assert (sample[0], sample[-1]) == (lines[0], lines[-1])
    apart = {below.box.top - above.box.top for above, below in itertools.pairwise(sample)}
    assert max(apart, default=0) - min(apart, default=0) <= 30


def test_a_gap_before_a_character_is_no_point() -> None:
    """The recogniser's peak for a wide gap may stand at the edge of the next character."""
    ink = np.zeros(100, bool)
    ink[5:40] = ink[59:95] = True
    assert rapidocr._seen("·", ink, Box(44, 0, 72, 48), False) == " "
    ink[50:54] = True
    assert rapidocr._seen("·", ink, Box(44, 0, 72, 48), False) == "·"
