"""Finding lines, rules and pictures, on small pages set here in type."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image, ImageDraw, ImageFont

from ocr.layout.direction import guess_direction
from ocr.layout.elements import Element
from ocr.layout.gutters import find_gutters
from ocr.layout.initials import lines_beside
from ocr.layout.ink import Ink
from ocr.layout.insets import downwards
from ocr.layout.lines import Found, find_lines
from ocr.layout.separators import Rules
from ocr.layout.spacing import join_centred, too_far
from ocr.layout.words import join_display
from ocr.page import Box
from ocr.prepare import GreyImage, measure_glyph, prepare

BODY = 30  # pixels of the font: letters about 16 high
PITCH = 40  # pixels from line to line
WORDS = [
    "the",
    "council",
    "of",
    "our",
    "town",
    "has",
    "met",
    "again",
    "at",
    "noon",
    "to",
    "hear",
    "what",
    "was",
    "said",
    "on",
    "bread",
    "and",
    "coal",
    "and",
    "ships",
]


def face(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        pytest.skip("Pillow has no scalable font here (it was built without FreeType)")
    return font


@dataclass
class Sheet:
    """A white page on which a test sets type."""

    width: int = 1300
    height: int = 1000
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("L", (self.width, self.height), 255)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    @property
    def grey(self) -> GreyImage:
        return np.asarray(self.image, np.uint8)

    def column(self, left: int, top: int, width: int, count: int, start: int = 0) -> list[Box]:
        """Set lines of body type that fill a measure; gives the place of each."""
        font, word = face(BODY), start
        boxes = []
        for row in range(count):
            line = WORDS[word % len(WORDS)]
            while font.getlength(f"{line} {WORDS[(word + 1) % len(WORDS)]}") <= width:
                word += 1
                line += f" {WORDS[word % len(WORDS)]}"
            word += 1
            self.pen.text((left, top + row * PITCH), line, font=font, fill=0)
            boxes.append(Box(*(round(v) for v in self.pen.textbbox((left, top + row * PITCH), line, font=font))))
        return boxes

    def headline(self, text: str, left: int, top: int, size: int = 84) -> Box:
        font = face(size)
        self.pen.text((left, top), text, font=font, fill=0, stroke_width=2)
        return Box(*(round(v) for v in self.pen.textbbox((left, top), text, font=font, stroke_width=2)))

    def found(self) -> Found:
        return find_lines(self.grey, measure_glyph(self.grey))


def hits(found: Found, place: Box) -> list[Box]:
    """The lines found whose middle is at a place."""
    middles = [(line.box, line.box.center) for line in found.lines]
    return [b for b, (x, y) in middles if place.left <= x <= place.right and place.top <= y <= place.bottom]


def each_found_once(found: Found, places: list[Box]) -> None:
    """Every set line is one found line, as wide as its ink within a letter."""
    assert len(found.lines) == len(places)
    for place in places:
        (box,) = hits(found, place)
        assert box.left == pytest.approx(place.left, abs=found.glyph)
        assert box.right == pytest.approx(place.right, abs=found.glyph)


def test_every_line_of_a_column_is_found() -> None:
    sheet = Sheet()
    places = sheet.column(100, 100, 900, 14)
    each_found_once(sheet.found(), places)


def test_letters_are_measured() -> None:
    sheet = Sheet()
    sheet.column(100, 200, 900, 12)
    title = sheet.headline("Bread and ships", 100, 60)
    found = sheet.found()
    (head,) = [line for line in found.lines if line.box.overlap_y(title) > title.height / 2]
    rest = [line for line in found.lines if line is not head]
    assert all(line.glyph == pytest.approx(found.glyph, rel=0.3) for line in rest)
    assert head.glyph > 2 * found.glyph
    assert head.stroke > 1.5 * max(line.stroke for line in rest)


@pytest.mark.parametrize("gutter", [28, 36, 60])
def test_columns_are_not_joined_across_a_gutter(gutter: int) -> None:
    sheet = Sheet()
    places = sheet.column(80, 80, 520, 18) + sheet.column(600 + gutter, 80, 520, 18, start=7)
    found = sheet.found()
    assert not [b for b in (line.box for line in found.lines) if b.left < 590 and b.right > 610 + gutter]
    each_found_once(found, places)


def test_columns_are_not_joined_across_a_rule() -> None:
    sheet = Sheet()
    places = sheet.column(80, 80, 520, 18) + sheet.column(624, 80, 520, 18, start=7)
    sheet.pen.rectangle((608, 70, 610, 800), fill=0)
    found = sheet.found()
    each_found_once(found, places)
    (rule,) = found.vertical
    assert rule.left == pytest.approx(608, abs=4)
    assert rule.height == pytest.approx(730, abs=20)


def test_lines_end_at_a_rule_of_three_lines() -> None:
    sheet = Sheet()
    places = sheet.column(80, 80, 520, 3) + sheet.column(616, 80, 520, 3, start=7)
    places += sheet.column(80, 280, 1056, 12)
    sheet.pen.rectangle((605, 78, 606, 196), fill=0)
    each_found_once(sheet.found(), places)


@pytest.mark.parametrize("gone", [(200, 214), (200, 240), (420, 470)])
def test_a_worn_rule_is_mended(gone: tuple[int, int]) -> None:
    mask = np.zeros((640, 207), np.uint8)
    for top in range(10, 620, 14):
        for left in (*range(1, 90, 11), *range(106, 200, 11)):
            mask[top : top + 10, left : left + 9] = 1
    rule = np.zeros_like(mask)
    rule[10:400, 102] = rule[470:, 102] = 1
    rule[gone[0] : gone[1]] = 0
    gutters = find_gutters(
        Ink(mask, 255 - 255 * mask, 1.0, 10.0, Box(0, 0, 207, 640)), 0 * mask, Rules((), (), rule, rule), rule
    )
    assert gutters.walls[10:620, 98:106].any(axis=1).all()


def test_a_worn_rule_is_mended_below_open_paper() -> None:
    mask = np.zeros((640, 207), np.uint8)
    for top in range(10, 620, 14):
        for left in (*range(1, 60 if top < 200 else 90, 11), *range(106, 200, 11)):
            mask[top : top + 10, left : left + 9] = 1
    rule = np.zeros_like(mask)
    rule[10:240, 102] = rule[280:, 102] = 1
    gutters = find_gutters(
        Ink(mask, 255 - 255 * mask, 1.0, 10.0, Box(0, 0, 207, 640)), 0 * mask, Rules((), (), rule, rule), rule
    )
    assert gutters.walls[10:620, 98:106].any(axis=1).all()


def test_last_lines_below_a_rule_are_parted_where_it_would_run() -> None:
    mask = np.zeros((640, 240), np.uint8)
    for top in range(10, 620, 20):
        for left in (*range(9, 110, 11), *range(126, 230, 11)):
            mask[top : top + 10, left : left + 9] = 1
    mask[610:620, 97:127] = 1  # the last letters reach under the rule
    mask[610:620, 110:116] = mask[610:620, 120:123] = 0  # a space between words, and the gutter
    rule = np.zeros_like(mask)
    rule[10:600, 121] = 1
    gutters = find_gutters(
        Ink(mask, 255 - 255 * mask, 1.0, 10.0, Box(0, 0, 240, 640)), 0 * mask, Rules((), (), rule, rule), rule
    )
    assert gutters.walls[606:620, 120:123].any(axis=1).all()


def test_dirt_in_the_margin_is_no_line() -> None:
    sheet = Sheet(width=1400)
    places = sheet.column(200, 80, 900, 21)
    for top in range(100, 800, 90):
        sheet.pen.ellipse((1250, top, 1250 + top // 40, top + 14), fill=0)
        sheet.pen.text((30, top), "x,", font=face(BODY), fill=0)
    each_found_once(sheet.found(), places)


def test_rules_are_found_and_are_no_letters() -> None:
    sheet = Sheet()
    places = sheet.column(80, 80, 900, 6) + sheet.column(80, 400, 900, 6)
    sheet.pen.rectangle((80, 345, 980, 347), fill=0)
    sheet.pen.rectangle((300, 680, 760, 684), fill=0)
    found = sheet.found()
    assert [(b.left, b.right) for b in sorted(found.horizontal, key=lambda b: b.top)] == [
        (pytest.approx(80, abs=8), pytest.approx(981, abs=8)),
        (pytest.approx(300, abs=8), pytest.approx(761, abs=8)),
    ]
    assert found.vertical == ()
    each_found_once(found, places)


def test_letters_are_no_rules() -> None:
    sheet = Sheet()
    sheet.headline("ILLH TEELI HILT", 80, 60)
    sheet.column(80, 200, 900, 10)
    found = sheet.found()
    assert (found.horizontal, found.vertical, found.pictures) == ((), (), ())


def test_a_headline_is_one_line() -> None:
    sheet = Sheet()
    title = sheet.headline("Bread, ships and coal", 140, 40, 100)
    places = sheet.column(80, 200, 520, 16) + sheet.column(650, 200, 520, 16, start=7)
    found = sheet.found()
    each_found_once(found, [title, *places])
    (box,) = hits(found, title)
    assert box.height >= 0.6 * title.height


def test_two_headlines_side_by_side_are_two_lines() -> None:
    sheet = Sheet()
    titles = [sheet.headline("Bread and coal", 80, 60, 70), sheet.headline("Our ships", 700, 60, 70)]
    places = sheet.column(80, 180, 520, 16) + sheet.column(650, 180, 520, 16, start=7)
    each_found_once(sheet.found(), [*titles, *places])


def halftone(width: int, height: int) -> Image.Image:
    """A newspaper photograph: dots of black whose size follows the shade."""
    ys, xs = np.mgrid[:height, :width]
    shade = 0.5 + 0.35 * np.sin(xs / 90) * np.cos(ys / 70)
    screen = 0.25 * (2 + np.cos(2 * np.pi * xs / 7) + np.cos(2 * np.pi * ys / 7))
    return Image.fromarray(np.where(screen < shade, 0, 255).astype(np.uint8))


def test_a_halftone_is_a_picture() -> None:
    sheet = Sheet()
    places = sheet.column(80, 80, 520, 18) + sheet.column(660, 520, 520, 7)
    sheet.image.paste(halftone(500, 380), (660, 90))
    found = sheet.found()
    (picture,) = found.pictures
    true = Box(660, 90, 1160, 470)
    assert picture.intersection(true).area >= 0.85 * true.area
    assert picture.area <= 1.25 * true.area
    each_found_once(found, places)


def test_specks_are_no_lines() -> None:
    sheet = Sheet()
    places = sheet.column(80, 300, 900, 12)
    rng = np.random.default_rng(3)
    for x, y in rng.integers((20, 20), (1280, 980), (150, 2)):
        sheet.pen.rectangle((int(x), int(y), int(x) + 1, int(y) + 1), fill=0)
    found = sheet.found()
    assert len(found.lines) == len(places)
    assert all(len(hits(found, place)) == 1 for place in places)


@pytest.mark.parametrize("shade", [255, 128, 0])
@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (300, 2), (400, 300)])
def test_a_page_of_one_shade_has_no_lines(shape: tuple[int, int], shade: int) -> None:
    prepared = prepare(np.full(shape, shade, np.uint8), "horizontal")
    assert find_lines(prepared.grey, prepared.glyph).lines == ()


@pytest.mark.parametrize("shade", [255, 0])
def test_an_unprepared_page_of_one_shade_does_not_crash(shade: int) -> None:
    assert find_lines(np.full((1, 1), shade, np.uint8), 0.0).lines == ()
    assert find_lines(np.full((200, 300), shade, np.uint8), 12.0).lines == ()


def inside(found: Found, grey: GreyImage) -> bool:
    """Whether all that was found lies on the page, but for a pixel of the layout's scale and a picture's margin."""
    height, width = grey.shape
    slack = max(2, found.glyph / 14 + 1)
    margin = max(5, 0.3 * found.glyph + slack)
    boxes = [(b, slack) for b in (*(line.box for line in found.lines), *found.horizontal, *found.vertical)]
    boxes += [(b, margin) for b in found.pictures]
    return all(
        -more <= b.left < b.right <= width + more and -more <= b.top < b.bottom <= height + more for b, more in boxes
    )


def test_a_picture_at_the_edge_stays_on_the_page() -> None:
    (picture,) = find_lines(np.zeros((200, 300), np.uint8), 12.0).pictures
    assert min(picture.left, picture.top) >= 0
    assert (picture.right, picture.bottom) <= (300, 200)


def test_nothing_but_ink_has_a_stroke() -> None:
    find_lines(np.zeros((24, 39), np.uint8), 0.0)


MEASURABLE = (0.0, 4.0, 6.0, 14.0)  # heights that `measure_glyph` can give for images as small as these
MASKS = hnp.arrays(np.bool_, st.tuples(st.integers(1, 60), st.integers(1, 60)), elements=st.booleans())


@settings(max_examples=120, deadline=None)
@given(MASKS, st.sampled_from(MEASURABLE), st.integers(1, 4))
def test_noise_never_crashes(mask: np.ndarray, glyph: float, enlarged: int) -> None:
    small = np.where(mask, 0, 255).astype(np.uint8)
    grey = np.ascontiguousarray(small.repeat(enlarged, 0).repeat(enlarged, 1))
    assume(grey.any())
    found = find_lines(grey, glyph)
    assert inside(found, grey)


@settings(max_examples=60, deadline=None)
@given(MASKS, st.integers(1, 8))
def test_noise_never_crashes_a_whole_look_at_the_page(mask: np.ndarray, enlarged: int) -> None:
    small = np.where(mask, 20, 230).astype(np.uint8)
    grey = np.ascontiguousarray(small.repeat(enlarged, 0).repeat(enlarged, 1))
    direction = guess_direction(grey)
    prepared = prepare(grey, direction)
    assert inside(find_lines(prepared.grey, prepared.glyph), prepared.grey)


def test_an_inset_higher_than_the_line_before_it_loses_no_line() -> None:
    lines = [Element(Box(0, 40, 16, 80), "line", i) for i in range(3)]
    inset = Element(Box(16, 0, 32, 110), "heading", 3)
    assert sorted(e.index for e in downwards([lines[0], inset, *lines[1:]], {inset})) == [0, 1, 2, 3]


def test_a_rule_that_touches_the_foot_of_a_letter_does_not_part_a_headline() -> None:
    halves = [Box(10, 50, 198, 80), Box(204, 50, 400, 80)]
    barrier = np.zeros((200, 500), np.uint8)
    barrier[76:200, 199:202] = 1
    assert join_display(halves, barrier, barrier) == [Box(10, 50, 400, 80)]
    barrier[20:200, 199:202] = 1
    assert len(join_display(halves, barrier, barrier)) == 2


def centred(sheet: Sheet, text: str, middle: int, top: int) -> Box:
    """Set a line of body type round the middle of two columns."""
    width = face(BODY).getlength(text)
    left = round(middle - width / 2)
    sheet.pen.text((left, top), text, font=face(BODY), fill=0)
    return Box(*(round(v) for v in sheet.pen.textbbox((left, top), text, font=face(BODY))))


def test_halves_of_a_centred_line_are_joined_and_lines_of_columns_are_not() -> None:
    ink = np.zeros((300, 700), np.uint8)
    columns = [Box(left, top, left + 300, top + 12) for left in (10, 330) for top in range(60, 240, 20)]
    halves = [Box(220, 30, 316, 42), Box(322, 30, 420, 42)]
    for box in [*columns, *halves]:
        ink[box.top : box.bottom, box.left : box.right] = 1
    for x in (250, 283, 350, 390):
        ink[30:42, x : x + 6] = 0
    joined = join_centred([*columns, *halves], ink, np.zeros_like(ink), 10.0)
    assert sorted(joined) == sorted([*columns, halves[0].union(halves[1])])


def test_pieces_far_apart_are_no_words_of_one_line() -> None:
    ink = np.zeros((40, 900), np.uint8)
    a, b = Box(10, 10, 300, 22), Box(345, 10, 640, 22)
    for box in (a, b):
        ink[box.top : box.bottom, box.left : box.right] = 1
    for x in (60, 120, 200, 400, 460, 560):
        ink[:, x : x + 7] = 0
    assert too_far(ink, a, b, 10.0)
    assert not too_far(ink, a, Box(312, 10, 640, 22), 10.0)
    assert too_far(ink, a, Box(323, 10, 640, 22), 10.0)
    assert not too_far(ink, a, Box(345, 10, 390, 22), 10.0)


def test_the_lines_beside_a_drop_capital_are_told() -> None:
    capital, first, second, below = (Box(0, 0, 60, 70), Box(70, 0, 500, 30), Box(70, 40, 500, 70), Box(0, 80, 500, 110))
    assert lines_beside(capital, "H", [below, second, first]) == [2, 1]
    assert not lines_beside(capital, "Her", [below, second, first])
    assert not lines_beside(first, "H", [capital, second, below])
