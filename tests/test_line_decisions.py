"""Lines that a person adds, drops, cuts and fuses: replayed, taken back, and found again on a page cut anew."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_readers import make_page

from correction.decision_values import AddedLine, CutLine, FusedLine, write_value
from correction.decisions import new_line_id
from correction.review import SAME, Decision, Kind, Reviewed, decide, replay, undo
from ocr.layout.arrange import rearrange
from ocr.layout.made_lines import cut_line, fuse_lines
from ocr.page import Box, Direction, LineText, Page, Polygon, TextLine, Word

PAGE = make_page("p000001", "The council met yes-", "terday at noon.", "A third line.")
FIRST, SECOND, THIRD = (line.id for line in PAGE.lines)
BELOW = ((10, 200), (410, 200), (410, 240), (10, 240))


class Review:
    """A page under review: decisions are made on what the person sees."""

    def __init__(self, page: Page) -> None:
        self.stored = page
        self.log: list[Decision] = []

    def make(self, kind: Kind, lines: list[str], value: str | None = None) -> Decision:
        self.log.append(decide(self.page, kind, lines, value, "reader", self.reviewed))
        return self.log[-1]

    def take_back(self, decision: Decision) -> None:
        self.log.append(undo(decision, "reader"))

    def cut(self, line: str, at: int, texts: tuple[str, str] | None = None) -> tuple[str, str]:
        names = new_line_id(), new_line_id()
        self.make("cut", [line], write_value(CutLine((at,), names, texts)))
        return names

    def fuse(self, *lines: str, text: str | None = None) -> str:
        name = new_line_id()
        self.make("fuse", list(lines), write_value(FusedLine(name, text)))
        return name

    @property
    def reviewed(self) -> Reviewed:
        return replay(self.stored, self.log)

    @property
    def page(self) -> Page:
        return rearrange(self.stored, self.reviewed.overrides)

    @property
    def said(self) -> list[str]:
        page, reviewed = self.page, self.reviewed
        return [reviewed.text_of(page, line.id) for line in page.lines]

    @property
    def problems(self) -> list[str]:
        return [proposal.reason for proposal in self.reviewed.proposals]


def test_an_added_line_is_a_line_like_any_other() -> None:
    review = Review(PAGE)
    review.make("add", [], write_value(AddedLine("l_mine", BELOW)))
    assert review.said[-1] == ""
    review.make("text", ["l_mine"], "Fourth.")
    assert review.said == ["The council met yes-", "terday at noon.", "A third line.", "Fourth."]
    line = review.page.lines[-1]
    assert (line.id, line.box, line.direction) == ("l_mine", Box(10, 200, 410, 240), "horizontal")
    review.take_back(review.log[0])
    assert review.said == ["The council met yes-", "terday at noon.", "A third line."]
    assert review.problems == ["its line is gone"]
    review.take_back(review.log[-1])
    assert review.said[-1] == "Fourth."


@pytest.mark.parametrize(("place", "at"), [("before", 1), ("after", 2)])
def test_an_added_line_is_read_beside_the_one_it_was_drawn_for(place: str, at: int) -> None:
    review = Review(PAGE)
    value = AddedLine("l_mine", BELOW, "horizontal", "before" if place == "before" else "after")
    review.make("add", [SECOND], write_value(value))
    assert [line.id for line in review.page.lines].index("l_mine") == at
    assert len({region.item for region in review.page.regions}) == 1


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{}",
        write_value(AddedLine(FIRST, BELOW)),
        write_value(AddedLine("l_x", ((10, 10), (10, 90)))),
        write_value(AddedLine("l_x", ((500, 10), (700, 90)))),
    ],
)
def test_a_line_that_cannot_be_is_proposed(value: str) -> None:
    review = Review(PAGE)
    review.make("add", [], value)
    assert len(review.problems) == 1
    assert len(review.page.lines) == 3


def test_a_dropped_line_comes_back() -> None:
    review = Review(PAGE)
    review.make("text", [SECOND], "terday.")
    dropped = review.make("drop", [SECOND])
    assert review.said == ["The council met yes-", "A third line."]
    assert SECOND not in review.reviewed.texts
    review.take_back(dropped)
    assert review.said == ["The council met yes-", "terday.", "A third line."]


def test_what_was_said_of_a_line_is_said_of_its_pieces() -> None:
    review = Review(PAGE)
    review.make("role", [FIRST], "headline")
    review.make("hyphen", [FIRST], "keep")
    review.make("split", [FIRST])
    left, right = review.cut(FIRST, 200, ("The council", "met yes-"))
    overrides = review.reviewed.overrides
    assert overrides.roles == {left: "headline", right: "headline"}
    assert overrides.splits == {left}
    assert set(review.reviewed.rulings.hyphens) == {right}
    assert sorted(review.said)[-2:] == ["met yes-", "terday at noon."]


def test_a_line_is_cut_where_its_words_are() -> None:
    words = tuple(
        Word(w, Box(10 + 100 * i, 0, 100 + 100 * i, 40)) for i, w in enumerate(["one", "two", "three", "four"])
    )
    reading = replace(PAGE.readings[0], lines={FIRST: LineText("one two, three four", 0.9, words)})
    review = Review(replace(PAGE, readings=(reading,)))
    left, right = review.cut(FIRST, 205)
    assert [review.page.text_of(line) for line in (left, right)] == ["one two,", "three four"]
    assert review.reviewed.texts == {}
    whole = review.fuse(left, right)
    assert review.page.text_of(whole) == "one two, three four"
    assert next(line.box for line in review.page.lines if line.id == whole) == Box(10, 0, 410, 40)


def test_a_corrected_text_is_shared_out_and_put_together() -> None:
    review = Review(PAGE)
    review.make("text", [FIRST], "The council met yester-")
    left, right = review.cut(FIRST, 210)
    texts = review.reviewed.texts
    assert " ".join((texts[left], texts[right])) == "The council met yester-"
    whole = review.fuse(left, right)
    assert review.reviewed.texts == {whole: "The council met yester-"}


def test_a_line_in_columns_is_cut_across() -> None:
    column = replace(PAGE.lines[0], box=Box(10, 0, 50, 400), direction="vertical", polygon=Box(10, 0, 50, 400).polygon)
    region = replace(PAGE.regions[0], lines=(column,))
    review = Review(replace(PAGE, regions=(region,), direction="vertical"))
    top, bottom = review.cut(FIRST, 100, ("The", "council met"))
    boxes = {line.id: line.box for line in review.page.lines}
    assert boxes == {top: Box(10, 0, 50, 100), bottom: Box(10, 100, 50, 400)}


@pytest.mark.parametrize(
    ("direction", "polygon", "at"),
    [
        ("horizontal", ((10, 100), (410, 108), (409, 148), (9, 140)), 200),
        ("vertical", ((100, 10), (140, 11), (132, 411), (92, 410)), 200),
    ],
)
def test_a_leaning_line_cut_and_fused_is_as_it_was(direction: Direction, polygon: Polygon, at: int) -> None:
    line = TextLine("l_1", Box(9, 100, 410, 148), polygon, polygon[3:1:-1], direction)
    line = replace(line, box=Box(92, 10, 140, 411)) if direction == "vertical" else line
    pieces = cut_line(line, [at], ["l_a", "l_b"])
    whole = fuse_lines(pieces[::-1], "l_1")
    assert whole.box == line.box
    assert all(abs(a - b) <= 2 for p, q in zip(whole.polygon, polygon, strict=True) for a, b in zip(p, q, strict=True))
    assert all(len(piece.polygon) == 4 for piece in pieces)


def test_a_cut_taken_back_leaves_the_line_and_its_pieces_texts() -> None:
    review = Review(PAGE)
    cut = review.cut(FIRST, 210, ("The council", "met yes-"))
    review.make("text", [cut[1]], "met yester-")
    review.take_back(review.log[0])
    assert review.said[0] == "The council met yester-"
    review.take_back(review.log[-1])
    assert {"The council", "met yester-"} < set(review.said)


def test_two_persons_cut_one_line() -> None:
    review = Review(PAGE)
    seen = review.page
    review.cut(FIRST, 210, ("The council", "met yes-"))
    second = write_value(CutLine((200,), ("l_c", "l_d"), ("The Council", "met yes-")))
    review.log.append(decide(seen, "cut", [FIRST], second, "other"))
    review.log.append(decide(seen, "text", [FIRST], "The Council met yester-", "third"))
    assert review.problems == []
    assert {"The Council", "met yester-"} < set(review.said)


def test_places_outside_a_line_cut_nothing() -> None:
    review = Review(PAGE)
    for at in (5, 10, 410, 9999):
        review.cut(FIRST, at)
    assert len(review.problems) == 4
    assert review.said[0] == "The council met yes-"


def test_lines_made_by_hand_stand_on_a_page_that_was_cut_anew() -> None:
    review = Review(PAGE)
    review.make("add", [], write_value(AddedLine("l_mine", BELOW)))
    review.make("text", ["l_mine"], "Fourth line.")
    left, _ = review.cut(FIRST, 210, ("The council", "met yes-"))
    review.make("text", [left], "The Council")
    review.fuse(SECOND, THIRD, text="terday at noon. A third line.")
    review.stored = make_page(
        "p000001", "The councii met yes-", "terday at noon.", "A third line.", reading="e_2", top=3
    )
    assert review.problems == []
    assert {"The Council", "met yes-", "terday at noon. A third line.", "Fourth line."} == set(review.said)


def test_what_the_new_reading_has_done_too_is_not_done_twice() -> None:
    review = Review(PAGE)
    review.make("add", [], write_value(AddedLine("l_mine", BELOW)))
    review.make("text", ["l_mine"], "Fourth line.")
    review.make("role", ["l_mine"], "caption")
    texts = ("The council met yes-", "terday at noon.", "A third line.", "Another.", "Fourth 1ine.")
    review.stored = make_page("p000001", *texts, reading="e_2", top=2)
    assert review.reviewed.texts == {review.stored.lines[4].id: "Fourth line."}
    assert review.reviewed.overrides.roles == {review.stored.lines[4].id: "caption"}
    assert len(review.page.lines) == 5
    assert review.problems == []


def test_a_line_goes_to_the_item_of_another() -> None:
    review = Review(PAGE)
    review.make("item", [THIRD], "other")
    assert len(review.page.items) == 2
    review.make("item", [FIRST, SECOND, THIRD], SAME)
    assert len(review.page.items) == 1
    assert replay(review.stored, review.log).overrides.items[FIRST] == THIRD


STEPS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99), st.integers(0, 99)), max_size=9)


def step(review: Review, act: int, which: int, how: int) -> None:
    lines = [line.id for line in review.page.lines]
    if act == 0 or not lines:
        x, y = 5 * (how % 60), 8 * which
        polygon = ((x, y), (x + 90, y), (x + 90, y + 30), (x, y + 30))
        place = (None, "before", "after")[how % 3 if lines else 0]
        beside = [lines[which % len(lines)]] if place else []
        review.make("add", beside, write_value(AddedLine(new_line_id(), polygon, "horizontal", place)))
        return
    line, other = lines[which % len(lines)], lines[how % len(lines)]
    box = next(each.box for each in review.page.lines if each.id == line)
    match act:
        case 1:
            review.make("drop", [line])
        case 2 | 3:
            review.cut(line, box.left + how * box.width // 99)
        case 4 if line != other:
            review.fuse(line, other)
        case 5:
            review.make("text", [line], f"text {how}")
        case 6:
            review.make("order", [line, other], ("after", "before", None)[how % 3])
        case 7:
            review.make("item", [line, other], SAME if how % 2 else None)
        case 8:
            review.make("role", [line], "headline")
        case 9 if review.log:
            review.take_back(review.log[which % len(review.log)])


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_every_line_stands_once_and_all_can_be_taken_back(steps: list[tuple[int, int, int]]) -> None:
    review = Review(PAGE)
    for act, which, how in steps:
        step(review, act, which, how)
    page, overrides = review.page, review.reviewed.overrides
    stored = {line.id for line in PAGE.lines} | {each.line.id for each in overrides.made}
    assert sorted(line.id for line in page.lines) == sorted(stored - overrides.dropped)
    assert set(review.reviewed.texts) <= {line.id for line in page.lines}
    for decision in reversed(review.log):
        review.take_back(decision)
    for decision in [d for d in review.log if d.kind != "undo"]:
        review.take_back(decision)
    assert replay(PAGE, review.log) == replay(PAGE, [])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 99), st.integers(0, 99)), max_size=8), st.booleans())
def test_no_letter_is_lost_by_cutting_and_fusing(steps: list[tuple[bool, int, int]], corrected: bool) -> None:
    review = Review(PAGE)
    if corrected:
        review.make("text", [FIRST], "The Council met yester-")
    letters = sorted("".join(review.said).replace(" ", ""))
    for cuts, which, how in steps:
        step(review, 2 if cuts else 4, which, how)
    assert sorted("".join(review.said).replace(" ", "")) == letters
