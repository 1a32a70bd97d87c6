"""Calendars of newspapers: years of reigns, the French Republic's months, the Julian calendar.

In: the numbers of a date in its calendar. Out: a `datetime.date` of the Gregorian calendar, or None where it has none.
"""

from __future__ import annotations

from datetime import date, timedelta

# The Gregorian year before each era's first; whether its months go by the moon.
ERAS: dict[str, tuple[int, bool]] = {
    "民國": (1911, False), "民国": (1911, False), "洪憲": (1915, False), "大同": (1931, False), "康德": (1933, False),
    "明治": (1867, False), "大正": (1911, False), "昭和": (1925, False), "平成": (1988, False), "令和": (2018, False),
    "嘉慶": (1795, True), "道光": (1820, True), "咸豐": (1850, True), "同治": (1861, True), "光緒": (1874, True),
    "宣統": (1908, True), "咸丰": (1850, True), "光绪": (1874, True), "宣统": (1908, True),
    "公元": (0, False), "公曆": (0, False), "西曆": (0, False), "西历": (0, False), "西元": (0, False),
    "公历": (0, False), "紀元": (-660, False),
}  # fmt: skip
ERA_YEARS = {
    "嘉慶": 25, "道光": 30, "咸豐": 11, "咸丰": 11, "同治": 13, "光緒": 34, "光绪": 34, "宣統": 3, "宣统": 3,
    "明治": 45, "大正": 15, "昭和": 64, "民國": 150, "民国": 150, "大同": 3,
    "康德": 12, "洪憲": 1,
}  # fmt: skip
MEIJI_SOLAR = 1873  # Japan counted months by the moon before

# The day of September on which a year of the Republic begins.
_REPUBLIC = dict(enumerate((22, 22, 22, 23, 22, 22, 22, 23, 23, 23, 23, 24, 23, 23), 1)) | {79: 23}


def year_of_era(era: str, year: int) -> tuple[int, bool] | None:
    """The Gregorian year of an era's year, and whether its months go by the moon; None for a year it did not reach.

    >>> year_of_era("民國", 28), year_of_era("光緒", 34), year_of_era("大正", 20)
    ((1939, False), (1908, True), None)
    """
    before, lunar = ERAS[era]
    if not 1 <= year <= ERA_YEARS.get(era, 2700):
        return None
    found = before + year
    return found, lunar or (era == "明治" and found < MEIJI_SOLAR)


def from_republic(year: int, month: int, day: int) -> date | None:
    """The day of a date of the French Republic; its 13th month is the five or six days that complete the year.

    >>> from_republic(4, 1, 13), from_republic(8, 2, 18), from_republic(79, 8, 26)
    (datetime.date(1795, 10, 5), datetime.date(1799, 11, 9), datetime.date(1871, 5, 16))
    """
    if year not in _REPUBLIC or not 1 <= month <= 13 or not 1 <= day <= (30 if month < 13 else 6):
        return None
    return date(1791 + year, 9, _REPUBLIC[year]) + timedelta(30 * (month - 1) + day - 1)


def from_julian(year: int, month: int, day: int) -> date | None:
    """The day of a Julian date from 1582 on; None for a day that its month has not.

    >>> from_julian(1881, 3, 1), from_julian(1752, 9, 2), from_julian(1900, 2, 29)
    (datetime.date(1881, 3, 13), datetime.date(1752, 9, 13), datetime.date(1900, 3, 13))
    """
    days = (31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not 1582 <= year <= 2100 or not 1 <= month <= 12 or not 1 <= day <= days[month - 1]:
        return None
    counted = year - (month < 3)
    behind = counted // 100 - counted // 400 - 2
    first = date(year, month, 1)  # counted in days from the first, since the Gregorian February may lack the day
    return first + timedelta(day - 1 + behind)


def gregorian(year: int, month: int, day: int) -> date | None:
    """The day, or None for one that its month has not.

    >>> gregorian(1939, 2, 29) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None
