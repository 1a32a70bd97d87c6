"""Pages in order of arrival become issues: by mastheads, by names of files, by both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correction.issues.dates import PrintedDate
from correction.issues.intake import propose_rows
from correction.issues.masthead import Masthead
from correction.issues.name_patterns import propose_patterns
from correction.issues.names import file_name, read_pattern, rows_from_names
from correction.issues.rows import PageRow
from correction.store import PageEntry
from ocr.errors import UsageError
from ocr.page import Box, Source


def day(date: str, confidence: float = 0.97, note: str = "") -> tuple[PrintedDate, ...]:
    return (PrintedDate(date, date, confidence, ("l_1",), note),)


def front(page: str, date: str, **more: object) -> Masthead:
    return Masthead(page, ("Seebote",), True, day(date), **more)  # type: ignore[arg-type]


def inner(page: str, folio: int | None = None, **more: object) -> Masthead:
    return Masthead(page, folio=folio, **more)  # type: ignore[arg-type]


def propose(*heads: Masthead, named: dict[str, PageRow] | None = None) -> list[PageRow]:
    return propose_rows([head.page for head in heads], {head.page: head for head in heads}, named or {})


def entry(position: int, path: str, frame: int = 0, crop: Box | None = None) -> PageEntry:
    return PageEntry(f"p{position:06}", position, Source(path, f"{path}", frame, crop))


def test_two_issues_of_front_pages_and_inner_ones() -> None:
    rows = propose(front("p1", "1895-07-06"), inner("p2", 2), inner("p3"), inner("p4", 4), front("p5", "1895-07-07"))
    assert [(r.date, r.label, r.sequence) for r in rows] == [
        ("1895-07-06", "[1]", 1),
        ("1895-07-06", "2", 2),
        ("1895-07-06", "[3]", 3),
        ("1895-07-06", "4", 4),
        ("1895-07-07", "[1]", 1),
    ]
    assert {r.title for r in rows} == {"Seebote"}


def test_an_inner_page_that_prints_another_day_begins_an_issue() -> None:
    rows = propose(inner("p1", 3, dates=day("1895-07-06")), inner("p2", 4, dates=day("1895-07-07")))
    assert [r.date for r in rows] == ["1895-07-06", "1895-07-07"]


def test_a_doubtful_day_does_not_part_an_issue() -> None:
    doubted = inner("p2", 2, dates=day("1895-07-08", 0.35, "it was a Monday, not a Saturday"))
    rows = propose(front("p1", "1895-07-06"), doubted)
    assert [r.date for r in rows] == ["1895-07-06", "1895-07-06"]


def test_numbers_that_begin_anew_part_issues_without_days() -> None:
    rows = propose(inner("p1", 1), inner("p2", 2), inner("p3", 1), inner("p4", 2))
    assert [r.sequence for r in rows] == [1, 2, 1, 2]
    assert all(r.note == "no date is printed; no title is printed" for r in rows)


def test_pages_that_arrived_in_disorder_are_put_in_order() -> None:
    pages = [inner(f"p{n}", n, titles=("Seebote",), dates=day("1895-07-06")) for n in (3, 2, 4)]
    rows = propose(front("p1", "1895-07-06", folio=1), *pages)
    assert [r.page for r in rows] == ["p1", "p2", "p3", "p4"]


def test_editions_of_one_day_are_two_issues() -> None:
    morning, evening = front("p1", "1895-07-06", edition="Morgenblatt"), front("p3", "1895-07-06", edition="Abendblatt")
    rows = propose(morning, inner("p2", 2), evening, inner("p4", 2))
    assert [r.edition for r in rows] == ["Morgenblatt", "Morgenblatt", "Abendblatt", "Abendblatt"]


def test_two_pages_one_of_the_same_day_are_two_issues() -> None:
    rows = propose(front("p1", "1895-07-06", folio=1), front("p2", "1895-07-06", folio=1))
    assert len(rows) == 2


def test_other_words_in_a_running_head_begin_no_issue() -> None:
    rows = propose(front("p1", "1895-07-06"), Masthead("p2", ("Sport",), folio=2), inner("p3", 3))
    assert [r.sequence for r in rows] == [1, 2, 3]
    assert {r.title for r in rows} == {"Seebote"}


def test_the_day_is_that_of_most_pages() -> None:
    pages = [inner(f"p{n}", n, dates=day("1895-07-06")) for n in (2, 3, 4)]
    rows = propose(Masthead("p1", ("Seebote",), True, day("1895-07-05", 0.5)), *pages)
    assert {r.date for r in rows} == {"1895-07-06"}


def test_print_and_name_agree() -> None:
    named = {"p1": PageRow("p1", "sb", "1780-07-19", confidence=0.8)}
    rows = propose(Masthead("p1", ("Seebote",), True, day("--07-19", 0.45, "the year is not printed")), named=named)
    assert (rows[0].date, rows[0].title, rows[0].note) == ("1780-07-19", "Seebote", "")
    assert rows[0].confidence > 0.9


def test_the_printed_weekday_speaks_for_the_name() -> None:
    doubted = (PrintedDate("1887-03-05", "THURSDAY, MORNING, MARCH 5, 1887", 0.35, ("l_1",), "it was a Saturday"),)
    named = {"p1": PageRow("p1", "bee", "1887-03-03", confidence=0.8)}
    row = propose(Masthead("p1", ("The Bee",), True, doubted), named=named)[0]
    assert row.date == "1887-03-03"
    assert row.confidence >= 0.75


def test_print_and_name_disagree() -> None:
    named = {"p1": PageRow("p1", "sb", "1895-07-08", confidence=0.8)}
    rows = propose(front("p1", "1895-07-06"), named=named)
    assert rows[0].date == "1895-07-06"
    assert rows[0].note == "the file's name says 1895-07-08"
    assert rows[0].confidence == 0.5


def test_a_doubtful_day_is_told_by_its_neighbours() -> None:
    doubted = day("1895-07-15", 0.35, "it was a Monday, not a Friday")
    pages = [front("p1", "1895-07-04"), Masthead("p2", ("Seebote",), True, doubted), front("p3", "1895-07-06")]
    row = propose(*pages)[1]
    assert (row.date, row.confidence, row.note) == (
        "1895-07-05",
        0.75,
        "told by the issues of 1895-07-04 and 1895-07-06",
    )


def test_neighbours_tell_nothing_where_two_days_are_left() -> None:
    pages = [front("p1", "1895-07-04"), Masthead("p2", ("Seebote",), True), front("p3", "1895-07-07")]
    assert propose(*pages)[1].date == ""


def test_the_printed_weekday_chooses_between_the_days_that_are_left() -> None:
    doubted = (PrintedDate("--07-05", "Freitag, 5. Juli", 0.45, ("l_1",), "the year is not printed"),)
    pages = [front("p1", "1895-07-03"), Masthead("p2", ("Seebote",), True, doubted), front("p3", "1895-07-08")]
    assert propose(*pages)[1].date == "1895-07-05"


def test_a_name_that_says_the_year_speaks_for_no_day() -> None:
    row = propose(front("p1", "1895-07-06"), named={"p1": PageRow("p1", date="1895", confidence=0.8)})[0]
    assert (row.date, row.note) == ("1895-07-06", "")
    assert row.confidence == 0.97


def test_names_that_print_belies_are_not_believed() -> None:
    days = ["1895-07-06", "1895-07-08", "1895-07-09"]
    heads = [front(f"p{n}", date) for n, date in enumerate(days)]
    named = {f"p{n}": PageRow(f"p{n}", "box", "2023-01-14", confidence=0.8) for n in range(4)}
    rows = propose(*heads, inner("p3"), named=named)
    assert [(r.date, r.note) for r in rows] == [(date, "") for date in [*days, days[-1]]]


def test_names_alone_do() -> None:
    named = {f"p{n}": PageRow(f"p{n}", "Seebote", "1895-07-06", label=str(n), confidence=0.8) for n in (1, 2)}
    rows = propose_rows(["p1", "p2"], {}, named)
    assert [(r.title, r.date, r.label, r.sequence) for r in rows] == [
        ("Seebote", "1895-07-06", "1", 1),
        ("Seebote", "1895-07-06", "2", 2),
    ]


def test_numbers_of_scans_in_names_are_counted_from_the_front_page() -> None:
    named = {f"p{n}": PageRow(f"p{n}", date="1895-07-06", label=str(n + 6)) for n in (1, 2)}
    rows = propose(front("p1", "1895-07-06"), inner("p2"), named=named)
    assert [r.label for r in rows] == ["1", "2"]


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(["", "1895-07-06", "1895-07-07"]), st.integers(0, 4)), max_size=20
    )
)
def test_every_page_has_one_row_and_its_own_place(sheets: list[tuple[bool, str, int]]) -> None:
    heads = [
        Masthead(f"p{n}", ("Seebote",) if is_front else (), is_front, day(date) if date else (), folio=folio or None)
        for n, (is_front, date, folio) in enumerate(sheets)
    ]
    rows = propose(*heads)
    assert sorted(r.page for r in rows) == sorted(head.page for head in heads)
    places = [(r.issue_key, r.sequence) for r in rows if r.title and len(r.date) == 10]
    assert len(set(places)) == len(places)


NAMES = [
    ("sn83045462_1916082601_0007.jpg", "{lccn}_{yyyymmdd}{ee}_{page}", ("", "1916-08-26", "", "7")),
    ("SB_18951228_02_p1.jpg", "{title}_{yyyymmdd}_{ee}_p{page}", ("SB", "1895-12-28", "2", "1")),
    ("18701230.tif", "{yyyymmdd}", ("", "1870-12-30", "", "")),
    ("scans/8ec8888273e9-sb_1895-07-06_4.jpg", "{title}_{date:%Y-%m-%d}_{page}", ("sb", "1895-07-06", "", "4")),
    ("Le Phare/1889-07-14/003.tif", "{title}/{date:%Y-%m-%d}/{page}", ("Le Phare", "1889-07-14", "", "3")),
    ("box/sb/1895/07/06/4.jpg", "{title}/{yyyy}/{mm}/{dd}/{page}", ("sb", "1895-07-06", "", "4")),
    ("Tageblatt 05.05.1928 Seite 3.png", "{title} {date:%d.%m.%Y} Seite {page}", ("Tageblatt", "1928-05-05", "", "3")),
    ("p0001_18950706.tif", "{page}_{yyyymmdd}", ("", "1895-07-06", "", "1")),
    ("日報20200612_02.jpg", "{title}{yyyymmdd}_{page}", ("日報", "2020-06-12", "", "2")),
]


@pytest.mark.parametrize(("path", "pattern", "said"), NAMES)
def test_patterns_are_found_in_names(path: str, pattern: str, said: tuple[str, ...]) -> None:
    assert [offer.pattern for offer in propose_patterns([path])] == [pattern]
    row = rows_from_names([entry(1, path)], [read_pattern(pattern)], {})[0]
    assert (row.title, row.date, row.edition, row.label) == said


@pytest.mark.parametrize(
    "path",
    [
        "scan_0001.tif",
        "IMG_20209999.jpg",
        "12345678.tif",
        "page 3.png",
        "IMG_20230114_123456.jpg",
        "Scan 2023-01-14.tif",
    ],
)
def test_names_without_a_day_have_no_pattern(path: str) -> None:
    assert propose_patterns([path]) == []


def test_the_commonest_pattern_comes_first() -> None:
    offers = propose_patterns(["a_1895-07-06_1", "a_1895-07-06_2", "18950707"])
    assert [(offer.pattern, offer.names) for offer in offers] == [
        ("{title}_{date:%Y-%m-%d}_{page}", 2),
        ("{yyyymmdd}", 1),
    ]


def test_the_halves_of_a_double_page_have_a_number_each() -> None:
    halves = [
        entry(1, "1939-04-23_2-3.jpg", crop=Box(50, 0, 100, 80)),
        entry(2, "1939-04-23_2-3.jpg", crop=Box(0, 0, 50, 80)),
    ]
    rows = rows_from_names(halves, [read_pattern("{date}_{page}")], {})
    assert [row.label for row in rows] == ["2", "3"]


def test_frames_are_pages() -> None:
    rows = rows_from_names(
        [entry(1, "1895-07-06.pdf"), entry(2, "1895-07-06.pdf", frame=1)], [read_pattern("{date}")], {}
    )
    assert [row.label for row in rows] == ["", "2"]


def test_a_day_that_there_is_not_is_told() -> None:
    row = rows_from_names([entry(1, "18950231.tif")], [read_pattern("{yyyymmdd}")], {})[0]
    assert (row.date, row.note) == ("", "1895-02-31 is no day")


def test_anything_may_stand_at_a_star() -> None:
    match = read_pattern("*_{date:%Y-%m-%d}*.tif").match(file_name("reel 3_1895-07-06 copy.tif"))
    assert match is not None


@pytest.mark.parametrize("pattern", ["scan", "{titel}", "{page}{page}", "{date:%B}", "{date}{yyyy}", ""])
def test_patterns_that_cannot_be_read(pattern: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_pattern(pattern)
    assert caught.value.remedy


@given(st.text(max_size=30))
def test_any_name_is_borne(name: str) -> None:
    for offer in propose_patterns([name]):
        assert read_pattern(offer.pattern).match(file_name(name))
