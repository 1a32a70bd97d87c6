"""Days that one misread figure would make of another.

In: a day and the day of the week that is printed beside it. Out: the days of its month that agree and look alike.
"""

from __future__ import annotations

from datetime import date

# Figures that engines take for each other, in Arabic and in Chinese numerals (一二三).
_ALIKE = {
    "0": "689", "1": "247", "2": "137", "3": "2589", "4": "19", "5": "368", "6": "058", "7": "12", "8": "0356",
    "9": "034",
}  # fmt: skip


def agreeing_days(day: date, weekday: int) -> list[date]:
    """The days of the same month that differ in one figure, and are on a day of the week (1 for Monday).

    >>> [found.isoformat() for found in agreeing_days(date(1887, 3, 5), 4)]
    ['1887-03-03']
    """
    written = f"{day.day:02}"
    others = [
        int(written[:place] + figure + written[place + 1 :]) for place in (0, 1) for figure in _ALIKE[written[place]]
    ]
    found = []
    for other in sorted(set(others)):
        try:
            changed = day.replace(day=other)
        except ValueError:  # the 43rd
            continue
        if changed.isoweekday() == weekday:
            found.append(changed)
    return found
