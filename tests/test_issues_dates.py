"""Dates as printed at the head of pages: golden cases of date lines, and what must hold for every line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from golden_cases import Case, read_cases, update_cases
from hypothesis import given
from hypothesis import strategies as st

from correction.issues.calendars import from_julian, from_republic
from correction.issues.dates import Printed, read_dates
from correction.issues.lunar import day_of
from correction.issues.numerals import read_han, read_roman, write_roman

FILES = [f"issues/dates_{name}.txt" for name in ("en", "de", "fr", "zh", "none")]
SURE, LIKELY = 0.9, 0.6


def answer(case: Case) -> str:
    lines = [Printed(f"l_{n}", text) for n, text in enumerate(case.given.split("\n"))]
    found = read_dates(lines)
    if not found:
        return "nothing"
    best = found[0]
    how = "sure" if best.confidence >= SURE else "likely" if best.confidence > LIKELY else "doubtful"
    return f"{best.date} {how}" + (f" - {best.note}" if best.note else "")


@pytest.mark.parametrize("case", [c for f in FILES for c in read_cases(f)], ids=lambda c: f"{c.language}: {c.title}")
def test_date_lines(case: Case, update_golden: bool) -> None:
    if not update_golden:
        assert answer(case) == case.expected


@pytest.mark.parametrize("name", FILES)
def test_update(name: str, update_golden: bool) -> None:
    if update_golden:
        update_cases(name, answer)


def test_lines_and_words_of_a_date_are_told() -> None:
    lines = [Printed("l_a", "Zürich,"), Printed("l_b", "Freitag 30. Dezember 1870."), Printed("l_c", "N 674")]
    assert read_dates(lines)[0].lines == ("l_b",)
    assert read_dates(lines)[0].printed == "Freitag 30. Dezember 1870"


@given(st.dates(date(1600, 1, 1), date(2050, 12, 31)), st.sampled_from(["de", "en", "fr", "zh"]))
def test_every_day_is_read_as_it_was_printed(day: date, language: str) -> None:
    months = {
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "en": "January February March April May June July August September October November December",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    }
    if language == "zh":
        text = f"{day.year}年{day.month}月{day.day}日"
    else:
        month = months[language].split()[day.month - 1]
        text = f"{month} {day.day}, {day.year}" if language == "en" else f"{day.day}. {month} {day.year}"
    assert [d.date for d in read_dates([Printed("l", text)])] == [day.isoformat()]


@given(st.text())
def test_any_text_is_borne(text: str) -> None:
    for found in read_dates([Printed("a", text), Printed("b", text[::-1])]):
        assert 0 < found.confidence <= 1


@given(st.integers(1, 3999))
def test_roman_numerals_come_back(number: int) -> None:
    assert read_roman(write_roman(number)) == number


def test_han_numerals_by_units() -> None:
    assert [read_han(t) for t in ("一萬二千三百四十五", "二萬", "千零一", "百", "")] == [12345, 20000, 1001, 100, None]


def test_the_moon_gives_days_that_are_known() -> None:
    # New Year's days and days of history.
    known = {
        (1872, 3, 23): "1872-04-30", (1898, 8, 6): "1898-09-21", (1908, 10, 21): "1908-11-14",
        (1911, 8, 19): "1911-10-10", (1911, 12, 25): "1912-02-12", (1949, 1, 1): "1949-01-29",
        (1954, 1, 1): "1954-02-03", (1987, 7, 1): "1987-08-24", (2000, 1, 1): "2000-02-05", (2023, 1, 1): "2023-01-22",
        (2030, 1, 1): "2030-02-03",
    }  # fmt: skip
    assert {key: found[0].isoformat() for key in known if (found := day_of(*key))} == known


def test_every_lunar_year_has_its_months_one_behind_the_other() -> None:
    for year in range(1816, 2099):
        first, after = day_of(year, 1, 1), day_of(year + 1, 1, 1)
        assert first is not None
        assert after is not None
        assert (after[0] - first[0]).days in {353, 354, 355, 383, 384, 385}
        twelfth = day_of(year, 12, 1)
        assert twelfth is not None
        assert twelfth[0] < after[0]


def test_doubled_months_that_are_known() -> None:
    doubled = {1900: 8, 1903: 5, 1906: 4, 1909: 2, 1911: 6, 1914: 5, 1917: 2, 1919: 7, 1922: 5, 1925: 4, 1928: 2,
               1930: 6, 1933: 5, 1936: 3, 1938: 7, 1941: 6, 1944: 4, 1947: 2, 1949: 7,
               2020: 4, 2023: 2, 2025: 6}  # fmt: skip
    found = {y: m for y in range(1900, 1950) for m in range(1, 13) if day_of(y, m, 1, doubled=True)}
    assert found == {y: m for y, m in doubled.items() if y < 1950}
    assert all(day_of(y, m, 1, doubled=True) for y, m in doubled.items())


def test_the_republic_s_years_follow_each_other() -> None:
    for year in range(1, 14):
        last = max(day for n in range(1, 7) if (day := from_republic(year, 13, n)))
        first = from_republic(year + 1, 1, 1)
        assert first is not None
        assert last >= first - timedelta(1)


@given(st.dates(date(1600, 1, 1), date(2050, 1, 1)))
def test_julian_days_follow_each_other(day: date) -> None:
    found, after = from_julian(day.year, day.month, day.day), day + timedelta(1)
    following = from_julian(after.year, after.month, after.day)
    assert found is not None
    assert following is not None
    assert (following - found).days in ({1, 2} if (after.month, after.day) == (3, 1) else {1})
