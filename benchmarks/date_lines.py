"""Date lines with characters misread: how many days are still read, and how many wrong ones are believed.

`python benchmarks/date_lines.py [--lines N] [--seed S]` sets date lines of chance in four languages with the weekday,
damages none, one or two characters of each as engines do, and prints a row for each: right, right and sure, doubted
(another day, but said to be doubtful), none, wrong (another day, and not doubted).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from datetime import date, timedelta

from correction.issues.dates import BELIEVED, Printed, read_dates

SURE = 0.9
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Sonnabend Sonntag",
    "fr": "Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche",
    "zh": "一 二 三 四 五 六 日",
}
# What engines read for a character, most often for seven damages in ten; else one is lost, or any other read.
ALIKE = {
    "e": "co", "c": "e", "o": "ec0", "0": "oO", "1": "lI|", "l": "1I", "i": "l1", "I": "l1", "n": "u", "u": "n",
    "m": "n", "S": "5", "5": "S", "8": "B3", "3": "8", "6": "b0", "9": "g", "a": "o", "t": "f", "f": "t", "r": "t",
    "b": "h", "h": "b", "s": "f", "J": "I", "M": "W", "D": "O", "v": "y", "k": "f", "B": "V", "z": "j", "2": "Z",
    "7": "1", "一": "—", "二": "三", "三": "二", "日": "曰目", "年": "牛", "月": "用", "國": "團", "十": "+",
}  # fmt: skip
OFTEN, LOST = 0.7, 0.85
LATIN, HAN = "abcdefghilmnorstuv.,", "大中小上下口目田木"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    print("| language | damaged | right | right and sure | doubted | none | wrong |\n|---|---|---|---|---|---|---|")
    for language in WEEKDAYS:
        for count in (0, 1, 2):
            found = Counter[str]()
            for _ in range(asked.lines):
                day = day_of_chance(language, chance)
                found.update(judge(day, damage(date_line(language, day), count, chance)))
            shares = [found[key] / asked.lines for key in ("right", "sure", "doubted", "none", "wrong")]
            print(f"| {language} | {count} | " + " | ".join(f"{share:.1%}" for share in shares) + " |")


def day_of_chance(language: str, chance: random.Random) -> date:
    first, days = (date(1912, 1, 1), 13_000) if language == "zh" else (date(1780, 1, 1), 60_000)
    return first + timedelta(chance.randrange(days))


def date_line(language: str, day: date) -> str:
    weekday = WEEKDAYS[language].split()[day.weekday()]
    if language == "zh":
        return f"中華民國{han(day.year - 1911)}年{han(day.month)}月{han(day.day)}日 星期{weekday}"
    month = MONTHS[language].split()[day.month - 1]
    if language == "en":
        return f"{weekday}, {month} {day.day}, {day.year}"
    return (
        f"{weekday}, den {day.day}. {month} {day.year}"
        if language == "de"
        else f"{weekday} {day.day} {month} {day.year}"
    )


def han(number: int) -> str:
    figures = "〇一二三四五六七八九"
    if number < 10:
        return figures[number]
    tens, ones = divmod(number, 10)
    return (figures[tens] if tens > 1 else "") + "十" + (figures[ones] if ones else "")


def damage(text: str, count: int, chance: random.Random) -> str:
    for _ in range(count):
        at = chance.choice([i for i, c in enumerate(text) if c != " "])
        how = chance.random()
        if how < OFTEN and text[at] in ALIKE:
            put = chance.choice(ALIKE[text[at]])
        else:
            put = "" if how < LOST else chance.choice(HAN if text[at] > "㐀" else LATIN)
        text = text[:at] + put + text[at + 1 :]
    return text


def judge(day: date, line: str) -> list[str]:
    dates = read_dates([Printed("l", line)])
    if not dates:
        return ["none"]
    best = dates[0]
    if best.date == day.isoformat():
        return ["right", "sure"] if best.confidence >= SURE else ["right"]
    return ["wrong"] if best.confidence > BELIEVED else ["doubted"]


if __name__ == "__main__":
    main()
