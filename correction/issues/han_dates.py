"""Dates in Chinese and Japanese lines.

In: a line. Out: the dates in it, whole or in part, as `Sighting`s: years of the Republic and of reigns, of the Common
Era, months by the sun and by the moon.
"""

from __future__ import annotations

import re
from dataclasses import replace

from correction.issues.calendars import ERAS, gregorian, year_of_era
from correction.issues.lunar import day_of
from correction.issues.numerals import HAN_FIGURE, read_han
from correction.issues.sightings import Sighting

# Engines read — for 一, O for 〇, 曰 for 日. One character becomes one, so that offsets stay.
_MEND = str.maketrans("—－ー―+ニハ牛曰囯團団０１２３４５６７８９", "一一一一十二八年日國國國0123456789")
_NUMBER = rf"[{HAN_FIGURE}\d][{HAN_FIGURE}\dOo口ロ]{{0,8}}"
_GAP = r"[ \u3000·．.,、]{0,3}"
_ERA_NAMES = sorted((name for name in ERAS if name not in ("民國", "民国")), key=len, reverse=True)
_REPUBLIC = r"(?:中?華?民[國国]|民[國国]紀元)"
_LUNAR = r"(?:[農农夏陰阴舊旧廢废][曆歷历])"
_SUN = r"(?:[陽阳新國国][曆歷历])"
_ZODIAC = r"(?:歲次|岁次)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?"
_DATE = re.compile(
    rf"(?P<kind>{_LUNAR}|{_SUN})?{_GAP}(?:{_ZODIAC}{_GAP})?"
    rf"(?:(?P<era>{_REPUBLIC}|{'|'.join(_ERA_NAMES)})?{_GAP}(?P<year>{_NUMBER}){_GAP}年{_GAP}(?:{_ZODIAC})?)?{_GAP}"
    rf"(?P<kind2>{_LUNAR}|{_SUN})?{_GAP}(?:{_ZODIAC}{_GAP})?"
    rf"(?:(?P<leap>[閏闰])?(?P<month>正|元|冬|臘|腊|{_NUMBER}){_GAP}月{_GAP}"
    rf"(?:(?P<day>初?{_NUMBER})(?:{_GAP}[日號号目]|(?![\d{HAN_FIGURE}年月]))|(?P<moon>望|朔))?)?"
)
_WEEKDAY = re.compile(
    r"(?:[星呈皇][期斯]|(?<=[日號号 ])[星期]|[禮礼]拜|週|周)[ \u3000]?([一二三四五六日天])|([日月火水木金土])曜日?"
)
_SEVEN = {c: i for i, c in enumerate("一二三四五六日", 1)} | {"天": 7}
_JAPANESE = {c: i for i, c in enumerate("月火水木金土日", 1)}
_TRAP_BEFORE = re.compile(r"(?:[創创]刊[於于]?|每|自|立案|登記|登记|截至|成立[於于]?)[ \u3000:：]?$")
_TRAP_BEHIND = re.compile(rf"^{_GAP}(?:[創创]刊|成立|登記|登记|起|以前|以後|以来|以來|立案|出生|生)")
_MONTHS_BY_NAME = {"正": 1, "元": 1, "冬": 11, "臘": 12, "腊": 12}
_LUNAR_NAMES = frozenset("正冬臘腊")


def find_han(text: str) -> list[Sighting]:
    """The dates that a line of Chinese or Japanese shows; those of when a paper was founded are left out.

    >>> [s.iso for s in find_han("中華民國二十八年四月廿三日 星期日")]
    ['1939-04-23']
    >>> [(s.iso, s.calendar) for s in find_han("光緒三十四年十月初五日")]
    [('1908-10-29', 'lunar')]
    >>> [s.iso for s in find_han("2O16年9月23日星期五")], find_han("民國二十年五月一日創刊")
    (['2016-09-23'], [])
    """
    mended = text.translate(_MEND)
    weekday = find_han_weekday(mended)
    found = [s for m in _DATE.finditer(mended) if (m["year"] or m["month"]) and (s := _sighting(mended, m, weekday))]
    misread = sum(a != b and not b.isdigit() for a, b in zip(text, mended, strict=True))
    return [_counted(s, text, mended) for s in found] if misread else found


def find_han_weekday(text: str) -> int | None:
    """The day of the week that a line names, 1 for Monday; None where it names none or several.

    >>> find_han_weekday("星期日■"), find_han_weekday("水曜日"), find_han_weekday("每星期一及星期四出版")
    (7, 3, None)
    """
    days = {_SEVEN.get(m[1]) or _JAPANESE[m[2]] for m in _WEEKDAY.finditer(text)}
    return days.pop() if len(days) == 1 else None


def _counted(sighting: Sighting, text: str, mended: str) -> Sighting:
    """The sighting with the characters of it that were mended."""
    span = slice(sighting.start, sighting.end)
    wrong = sum(a != b and not b.isdigit() for a, b in zip(text[span], mended[span], strict=True))
    return replace(sighting, misread=sighting.misread + wrong)


def _sighting(text: str, match: re.Match[str], weekday: int | None) -> Sighting | None:
    if _TRAP_BEFORE.search(text[: match.start()]) or _TRAP_BEHIND.search(text[match.end() :]):
        return None
    numbers = {name: match[name] or "" for name in ("year", "month", "day")}
    misread = sum(c in "Oo口ロ" for number in numbers.values() for c in number)
    year, lunar, doubt = _year(match["era"], _zeros(numbers["year"]))
    if (numbers["year"] and year is None) or not (numbers["year"] or numbers["day"] or match["moon"]):
        return None
    if doubt and not numbers["month"]:
        return None  # for thirty years
    month = _MONTHS_BY_NAME.get(numbers["month"]) or read_han(_zeros(numbers["month"]))
    day = {"望": 15, "朔": 1}.get(match["moon"] or "") or read_han(_zeros(numbers["day"]).removeprefix("初"))
    kind = match["kind2"] or match["kind"] or ""
    lunar = (lunar and not re.match(_SUN, kind)) or bool(re.match(_LUNAR, kind)) or bool(match["leap"])
    lunar = lunar or numbers["day"].startswith("初") or numbers["month"] in _LUNAR_NAMES or bool(match["moon"])
    if numbers["month"] and (month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31)):
        return None
    start = match.start() + len(match[0]) - len(match[0].lstrip(" \u3000·．.,、"))
    place = Sighting(start, match.end(), year, month, day, weekday, misread, "gregorian", doubt)
    return _by_the_moon(place, bool(match["leap"])) if lunar else (place if _is_possible(place) else None)


def _zeros(number: str) -> str:
    return re.sub("[Oo口ロ]", "0" if re.search(r"\d", number) else "〇", number)


def _year(era: str | None, number: str) -> tuple[int | None, bool, str]:
    """The Gregorian year, whether its months go by the moon, and a doubt."""
    value = read_han(number) if number else None
    if value is None:
        return None, False, ""
    if era:
        name = "民國" if re.fullmatch(_REPUBLIC, era) else era
        found = year_of_era(name, value)
        return (*found, "") if found else (None, False, "")
    if 1000 <= value <= 2200:
        return value, False, ""
    if 1 <= value <= 60 and not number.isdigit():
        return 1911 + value, False, "the year is taken for one of the Republic"
    return None, False, ""


def _by_the_moon(place: Sighting, doubled: bool) -> Sighting:
    """A lunar date turned into the day it was, or without a day and with the reason."""
    if place.year is None or place.month is None or place.day is None:
        return replace(place, year=place.year, month=None, day=None, calendar="lunar", doubt="a lunar date")
    found = day_of(place.year, place.month, place.day, doubled)
    if found is None or not found[1]:
        problem = "the lunar calendar has no such day" if found is None else "the lunar month's first day is not sure"
        return replace(place, month=None, day=None, calendar="lunar", doubt=problem)
    day = found[0]
    return replace(place, year=day.year, month=day.month, day=day.day, calendar="lunar")


def _is_possible(place: Sighting) -> bool:
    if place.is_complete:
        return gregorian(place.year or 1, place.month or 1, place.day or 1) is not None
    return True
