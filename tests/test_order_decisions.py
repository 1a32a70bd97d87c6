"""Lines, articles and regions moved by decisions: each run of order at its own place."""

from page_readers import make_page

from correction.decision_values import CutLine, write_value
from correction.review import SAME, Decision, decide, replay, write_region, write_regions
from ocr.layout.arrange import rearrange
from ocr.layout.overrides import DrawnRegion, Run
from ocr.page import Box, Page

PAGE = make_page("p000001", *(f"Line number {n}." for n in range(8)))
IDS = [line.id for line in PAGE.lines]


def order(log: list[Decision]) -> list[int]:
    return [IDS.index(line.id) for line in arranged(log).lines]


def arranged(log: list[Decision]) -> Page:
    return rearrange(PAGE, replay(PAGE, log).overrides)


def items(log: list[Decision]) -> list[list[int]]:
    page = arranged(log)
    return [[IDS.index(ln.id) for r in page.regions if r.item == item.id for ln in r.lines] for item in page.items]


def make(kind: str, lines: list[int], value: str | None = None) -> Decision:
    return decide(PAGE, kind, [IDS[n] for n in lines], value, "reader")  # type: ignore[arg-type]


def test_a_line_goes_behind_or_before_another_that_stays() -> None:
    assert order([make("order", [5, 2], "after")]) == [0, 1, 3, 4, 5, 2, 6, 7]
    assert order([make("order", [2, 5], "after")]) == [0, 1, 2, 5, 3, 4, 6, 7]
    assert order([make("order", [2, 5], "before")]) == [0, 1, 3, 4, 2, 5, 6, 7]
    assert order([make("order", [6, 7, 1], "before")]) == [0, 6, 7, 1, 2, 3, 4, 5]


def test_two_moves_at_two_places_do_not_meet() -> None:
    log = [make("order", [1, 0]), make("order", [7, 6])]
    assert order(log) == [1, 0, 2, 3, 4, 5, 7, 6]
    assert order([*log, make("order", [3, 7], "after")]) == [1, 0, 2, 3, 7, 4, 5, 6]


def test_a_line_moved_within_its_item_stays_in_its_region() -> None:
    regions = arranged([make("order", [5, 2], "after")]).regions
    assert len(regions) == len(arranged([]).regions)


def test_an_order_beside_a_line_that_is_gone_is_proposed() -> None:
    log = [make("drop", [5]), make("order", [5, 2], "after"), make("item", [1, 5], SAME)]
    reviewed = replay(PAGE, log)
    assert [p.reason for p in reviewed.proposals] == ["the line that it goes to is gone"] * 2
    assert reviewed.overrides.order == ()


def test_an_article_is_split_and_merged() -> None:
    split = make("item", [4, 5, 6, 7], "the second")
    assert items([split]) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert items([split, make("item", [0, 1, 2, 3, 7], SAME)]) == [[0, 1, 2, 3, 4, 5, 6, 7]]
    assert items([split, make("order", [4, 5, 6, 7, 0], "before")]) == [[4, 5, 6, 7], [0, 1, 2, 3]]


def test_one_line_in_mid_region_goes_to_another_article_or_to_furniture() -> None:
    split = make("item", [4, 5, 6, 7], "the second")
    assert items([split, make("item", [5, 0], SAME), make("order", [1, 5], "after")]) == [
        [0, 1, 5, 2, 3],
        [4, 6, 7],
    ]
    page = arranged([split, make("item", [5])])
    assert [r.role for r in page.regions if r.lines[0].id == IDS[5]] == ["furniture"]


def test_a_line_that_another_goes_to_may_go_itself() -> None:
    log = [make("item", [7], "mine"), make("item", [3, 7], SAME), make("item", [7, 0], SAME)]
    assert items(log) == [[0, 1, 2, 3, 4, 5, 6, 7]]
    circle = [make("item", [3, 7], SAME), make("item", [7, 3], SAME)]
    assert sorted(line for item in items(circle) for line in item) == list(range(8))


def test_a_region_is_drawn_over_others() -> None:
    whole = make("regions", [], write_regions([DrawnRegion(Box(0, 0, 420, 1000), "all")]))
    one = make("region", [], write_region(DrawnRegion(Box(0, 95, 420, 195), "ad")))
    assert items([whole, one]) == [[0, 1, 4, 5, 6, 7], [2, 3]]
    assert items([whole, one, make("region", [], write_region(DrawnRegion(Box(0, 145, 420, 195), None)))]) == [
        [0, 1, 4, 5, 6, 7],
        [2],
    ]
    assert [region.act for region in replay(PAGE, [whole, one]).overrides.regions] == [0, 1]


def test_regions_drawn_one_by_one_stay_where_they_are() -> None:
    top = make("region", [], write_region(DrawnRegion(Box(0, 0, 420, 95), "one")))
    foot = make("region", [], write_region(DrawnRegion(Box(0, 295, 420, 395), "two")))
    assert items([top, foot]) == [[0, 1], [2, 3, 4, 5], [6, 7]]


def test_runs_follow_lines_that_are_cut() -> None:
    cut = write_value(CutLine((200,), ("l_left", "l_right")))
    reviewed = replay(PAGE, [make("order", [5, 2], "after"), make("cut", [5], cut)])
    assert reviewed.overrides.order == (Run(("l_left", "l_right", IDS[2]), "l_left"),)
