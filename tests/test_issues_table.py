"""Tables of issues: what a spreadsheet gives back is understood, and what is wrong is said in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correction.issues.rows import PageRow
from correction.issues.table import read_table, write_table
from correction.store import PageEntry
from ocr.errors import InputError
from ocr.page import Source

PAGES = [
    PageEntry("p000001", 1, Source("scans/0123456789ab-a.tif", "1")),
    PageEntry("p000002", 2, Source("scans/0123456789ab-a.tif", "1", 1)),
    PageEntry("p000003", 3, Source("/box/b.tif", "2")),
    PageEntry("p000004", 4, Source("/other/b.tif", "3")),
]
HEADING = "page,file,title,date,edition,number,label,sequence"


def table(*rows: str, heading: str = HEADING, encoding: str = "utf-8") -> bytes:
    return "\r\n".join([heading, *rows]).encode(encoding)


def faults(*rows: str) -> list[str]:
    return [str(fault) for fault in read_table(table(*rows), PAGES).faults]


def test_a_row() -> None:
    found = read_table(table("p000003,,Seebote,1895-07-06,Abendblatt,182,4,2"), PAGES)
    assert found.rows == (PageRow("p000003", "Seebote", "1895-07-06", "Abendblatt", "182", "4", 2),)
    assert found.faults == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_write(encoding: str, delimiter: str) -> None:
    data = table(
        "p000001;雲岸日報;1934-10-09".replace(";", delimiter),
        heading=f"Page{delimiter}Title {delimiter}DATE",
        encoding=encoding,
    )
    assert read_table(data, PAGES).rows == (PageRow("p000001", "雲岸日報", "1934-10-09"),)


def test_pages_by_their_files() -> None:
    rows = read_table(table(",a.tif,S", ",a.tif[2],S", ",/box/b.tif,S"), PAGES).rows
    assert [row.page for row in rows] == ["p000001", "p000002", "p000003"]


@pytest.mark.parametrize(
    ("date", "iso"), [("6.7.1895", "1895-07-06"), ("6 July 1895", "1895-07-06"), ("1895-07", "1895-07")]
)
def test_dates_as_people_write_them(date: str, iso: str) -> None:
    assert read_table(table(f"p000001,,S,{date}"), PAGES).rows[0].date == iso


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("p000009,,S", "there is no page p000009"),
        (",c.tif,S", "no page comes from a file c.tif"),
        (",b.tif,S", "b.tif has several pages (p000003, p000004); name the page"),
        (",,S", "neither page nor file is given"),
        ("p000001,,S,1895-02-31", "'1895-02-31' is no date; write it like 1895-07-06"),
        ("p000001,,S,5/8/1913", "'5/8/1913' is no date; write it like 1895-07-06"),
        ("p000001,,,1895-07-06", "a date, an edition or a number needs a title"),
        ("p000001,,S,,,,,first", "the sequence 'first' is no number from 1 on"),
        ("p000001,,S,,,,,0", "the sequence '0' is no number from 1 on"),
        ("p000001,,S,,,,,3000000000", "the sequence '3000000000' is no number from 1 on"),
        ("p000001,,S,1895-13", "'1895-13' is no date; write it like 1895-07-06"),
        ("p000001,,S,,,,,,x", "it has more cells than the heading; put a text with a comma into quotes"),
    ],
)
def test_rows_that_cannot_be_used(row: str, problem: str) -> None:
    assert faults("p000002,,S", row) == [f"row 3: {problem}"]


def test_a_page_twice() -> None:
    assert faults("p000001,,S", "", "p000001,,T") == ["row 4: page p000001 stands in row 2 already"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"title,date\r\n",
        b"page,when\r\n",
        b"page,title,title\r\n",
        b"page,label\r\np000001,3\r\n",
        b"\xff\xfe\x00",
        "page\nä".encode("latin-1"),
        b'page\n"p0',
    ],
)
def test_files_that_are_no_table(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_table(data, PAGES)
    assert caught.value.remedy


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8).map(str.strip)


@given(
    st.lists(
        st.builds(
            PageRow,
            st.just(""),
            words.filter(bool),
            st.sampled_from(["", "1895-07-06", "1895-07", "--07-06"]),
            words,
            words,
            words,
            st.none() | st.integers(1, 99),
        ),
        max_size=4,
    )
)
def test_a_table_comes_back_as_it_was_written(rows: list[PageRow]) -> None:
    from dataclasses import replace

    placed = [replace(row, page=entry.id) for row, entry in zip(rows, PAGES, strict=False)]
    found = read_table(write_table(placed, PAGES), PAGES)
    assert list(found.rows) == placed
    assert found.faults == ()
