"""The collation report: each kind of finding, and what must not be found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correction.issues.collation import Holdings, collate
from correction.issues.dates import PrintedDate
from correction.issues.masthead import Masthead
from correction.issues.page_ranges import read_ranges, write_ranges
from correction.issues.rhythm import find_gaps, find_rhythm
from correction.issues.twins import find_twins, sketch
from correction.store import Issue, PageEntry, Title
from ocr.errors import UsageError
from ocr.page import Source

TITLE = Title("t_1", "Seebote")
FIRST = date(1895, 7, 1)  # a Monday


class Box:
    """Holdings put together issue by issue."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.pages: list[PageEntry] = []
        self.heads: dict[str, Masthead] = {}

    def add(self, day: str | None, *labels: str, number: str = "", edition: str = "") -> Issue:
        """An issue with a page for each label, in their order."""
        issue = Issue(f"i_{len(self.issues) + 1}", TITLE.id, day, edition, number)
        self.issues.append(issue)
        for sequence, label in enumerate(labels, 1):
            position = len(self.pages) + 1
            source = Source(f"{position}.tif", str(position))
            self.pages.append(PageEntry(f"p{position:06}", position, source, "read", "", issue.id, sequence, label))
        return issue

    def report(self) -> list[str]:
        holdings = Holdings([TITLE], self.issues, self.pages, self.heads)
        return [finding.line(holdings.position) for finding in collate(holdings)]


def month(box: Box, days: int = 27, missing: tuple[int, ...] = (), sunday: bool = False, numbers: bool = False) -> None:
    """Issues of two pages from Monday, 1 July 1895, daily but Sunday."""
    number = 0
    for n in range(days):
        day = FIRST + timedelta(n)
        if day.weekday() == 6 and not sunday:
            continue
        number += 1
        if n + 1 not in missing:
            box.add(day.isoformat(), "1", "2", number=str(number) if numbers else "")


def test_a_whole_month_is_in_order() -> None:
    box = Box()
    month(box, numbers=True)
    assert box.report() == []


def test_a_missing_day_by_the_rhythm() -> None:
    box = Box()
    month(box, missing=(10,))
    assert box.report() == [
        "Seebote: missing 1895-07-10 (daily but Sunday) [p000016-p000017] - look for the scans of these issues"
    ]


def test_a_missing_day_with_its_number() -> None:
    box = Box()
    month(box, missing=(10, 11), numbers=True)
    assert box.report() == [
        "Seebote: missing 1895-07-10, 1895-07-11, Nr. 9 to 10 (daily but Sunday) [p000016-p000017]"
        " - look for the scans of these issues"
    ]


def test_a_day_without_a_paper_is_no_gap_where_numbers_go_on() -> None:
    box = Box()
    for n, day in enumerate([1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 13], 1):
        box.add(f"1895-07-{day:02}", "1", "2", number=str(n))
    assert box.report() == []


def test_numbers_tell_what_is_missing_without_a_rhythm() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2", number="12")
    box.add("1895-07-20", "1", "2", number="15")
    assert box.report() == [
        "Seebote: missing Nr. 13 to 14 (between 1895-07-01 and 1895-07-20) [p000002-p000003]"
        " - look for the scans of these issues"
    ]


def test_numbers_begin_anew_with_the_year() -> None:
    box = Box()
    box.add("1895-12-31", "1", "2", number="365")
    box.add("1896-01-02", "1", "2", number="1")
    assert box.report() == []


def test_a_number_that_falls() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2", number="20")
    box.add("1895-07-02", "1", "2", number="12")
    assert box.report()[0].startswith(
        "Seebote: number 12 of 1895-07-02 comes after 20 of 1895-07-01 [p000002-p000003] - "
    )


def test_issues_years_apart_have_no_gap() -> None:
    box = Box()
    box.add("1840-04-24", "1", "2", number="50")
    box.add("1870-12-30", "1", "2", number="674")
    assert box.report() == []


def test_a_missing_page() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2", "4")
    assert box.report() == [
        "Seebote 1895-07-01: missing page 3 [p000002-p000003] - look for what is missing beside these pages"
    ]


def test_pages_from_the_middle_of_a_volume() -> None:
    box = Box()
    box.add("1895-07-01", "581", "582")
    box.add("1895-07-02", "583", "584")
    assert box.report() == []


def test_the_first_pages_are_missing() -> None:
    box = Box()
    box.add("1895-07-01", "3", "4")
    assert box.report()[0].startswith("Seebote 1895-07-01: missing pages 1, 2 [p000001] - ")


def test_a_page_twice_in_an_issue() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2", "2", "3")
    assert box.report()[0].startswith("Seebote 1895-07-01: page 2 is there twice [p000002-p000003] - ")


def test_pages_out_of_order() -> None:
    box = Box()
    box.add("1895-07-01", "1", "3", "2", "4")
    assert box.report() == [
        "Seebote 1895-07-01: pages out of order, 2 behind 3 [p000002-p000003] - put them in order with issues set"
    ]


def test_fewer_pages_than_the_others() -> None:
    box = Box()
    for n in (1, 2, 3):
        box.add(f"1895-07-0{n}", *"12345678")
    box.add("1895-07-04", *"123456")
    assert box.report()[0].startswith("Seebote 1895-07-04: 6 pages, where most issues have 8 [p000025-p000030] - ")


def test_an_odd_number_of_pages() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2", "3")
    box.add("1895-07-02", "1")
    assert [line.split(" [")[0] for line in box.report()] == [
        "Seebote 1895-07-01: an odd number of pages, 3",
        "Seebote 1895-07-02: only one page",
    ]


def test_counted_pages_count() -> None:
    box = Box()
    box.add("1895-07-01", "[1]", "2", "3", "[4]")
    assert box.report() == []


def test_the_same_day_twice() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2", number="5")
    box.add("1895-07-01", "1", "2", number="6")
    assert (
        "Seebote: two issues of 1895-07-01 [p000001-p000004] - is it one? galley project issues merge i_1 i_2"
        in box.report()[0]
    )


def test_editions_of_a_day_are_no_doubles() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2", edition="Abendblatt")
    box.add("1895-07-01", "1", "2", edition="Morgenblatt")
    assert box.report() == []


def test_one_number_on_two_days() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2", number="5")
    box.add("1895-07-08", "1", "2", number="5")
    assert any(
        line.startswith("Seebote: number 5 on 1895-07-01 and 1895-07-08 [p000001-p000004]") for line in box.report()
    )


def test_pages_that_stand_nowhere_and_issues_without_a_day_or_pages() -> None:
    box = Box()
    box.add(None, "1", "2")
    box.add("1895-07-02")
    box.pages.append(PageEntry("p000003", 3, Source("3.tif", "3")))
    assert [line.split(" - ")[0] for line in box.report()] == [
        "Seebote 1895-07-02: the issue has no pages",
        "Seebote undated: the issue has no date [p000001-p000002]",
        "a page stands in no issue [p000003]",
    ]


def test_a_page_that_prints_another_day() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2")
    box.heads["p000002"] = Masthead("p000002", dates=(PrintedDate("1895-07-02", "2. Juli 1895", 0.86, ("l_1",)),))
    said = "'2. Juli 1895' is printed, but the issue is of 1895-07-01 [p000002]"
    assert box.report() == [f"{said} - move the page, or correct the issue's date"]


def test_a_day_that_contradicts_itself() -> None:
    box = Box()
    box.add("1895-07-01", "1", "2")
    wrong = PrintedDate("1895-07-01", "Dienstag, 1. Juli 1895", 0.35, ("l_1",), "it was a Monday, not a Tuesday")
    box.heads["p000001"] = Masthead("p000001", dates=(wrong,))
    assert box.report()[0].startswith("doubtful date: 'Dienstag, 1. Juli 1895', it was a Monday, not a Tuesday; ")


@pytest.mark.parametrize(
    ("days", "rhythm"),
    [
        ([FIRST + timedelta(n) for n in range(14)], "daily"),
        ([FIRST + timedelta(7 * n) for n in range(5)], "every Monday"),
        ([FIRST + timedelta(n) for n in range(30) if n % 7 in (0, 2, 4)], "every Monday and Wednesday and Friday"),
        ([date(1895, m, d) for m in range(1, 6) for d in (1, 15)], "on day 1 and 15 of the month"),
        ([FIRST + timedelta(14 * n) for n in range(5)], "every Monday"),
        ([FIRST + timedelta(10 * n) for n in range(6)], "every 10 days"),
    ],
)
def test_rhythms(days: list[date], rhythm: str) -> None:
    assert str(find_rhythm(days)) == rhythm


def test_a_rhythm_may_change_with_the_year() -> None:
    weekly = [date(1894, 1, 1) + timedelta(7 * n) for n in range(53)]
    daily = [date(1895, 1, 1) + timedelta(n) for n in range(90)]
    assert find_gaps(weekly + daily) == []


@given(st.lists(st.dates(date(1890, 1, 1), date(1892, 12, 31)), max_size=60))
def test_no_day_that_has_an_issue_is_missing(days: list[date]) -> None:
    for gap in find_gaps(days):
        assert not set(gap.missing) & set(days)
        assert all(gap.before < day < gap.after for day in gap.missing)


def _text(seed: int, words: int = 300) -> str:
    return " ".join(f"{(seed * 7919 + n * 104729) % 9973:04x}" for n in range(words))


def test_one_page_twice_is_known_though_it_was_read_otherwise() -> None:
    text = _text(1)
    misread = "".join("x" if n % 50 == 0 else c for n, c in enumerate(text))
    found = find_twins({"p1": sketch([text]), "p2": sketch([misread]), "p3": sketch([_text(2)])})
    assert [(t.one, t.other) for t in found] == [("p1", "p2")]


def test_pages_of_few_letters_are_not_compared() -> None:
    assert find_twins({"p1": sketch(["4"]), "p2": sketch(["4"])}) == []


def test_ranges_of_pages() -> None:
    known = [f"p{n:06}" for n in range(1, 13)]
    assert read_ranges(["p000011-p000012", "p000001"], known) == ["p000011", "p000012", "p000001"]
    for words in (["p000013"], ["p000003-p000001"], ["p1"]):
        with pytest.raises(UsageError):
            read_ranges(words, known)


@given(st.lists(st.integers(1, 30), unique=True, min_size=1))
def test_ranges_come_back(numbers: list[int]) -> None:
    known = [f"p{n:06}" for n in range(1, 31)]
    chosen = [f"p{n:06}" for n in numbers]
    written = write_ranges(chosen, {page: n for n, page in enumerate(known)})
    assert sorted(read_ranges([written], known)) == sorted(chosen)
