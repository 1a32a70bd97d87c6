"""Numbers as printed and as misread: figures with letters among them, Chinese numerals, Roman numerals.

In: the characters of a number. Out: the number, or None.
"""

from __future__ import annotations

# What engines read for figures: l9I3, 18O5, 2B. None of these letters stands in a printed number.
_MISREAD = str.maketrans("OoQDIl|!iJSsBZzgq", "00001111115582299")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "元": 1, "壹": 1, "弌": 1, "弍": 2, "貳": 2, "贰": 2, "兩": 2, "两": 2, "參": 3, "叁": 3,
    "肆": 4, "伍": 5, "陸": 6, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000, "萬": 10000}
_HAN_TENS = {"廿": 20, "卄": 20, "念": 20, "卅": 30, "卌": 40}
HAN_FIGURE = "".join([*_HAN, *_HAN_UNITS, *_HAN_TENS])
_ROMAN_PARTS = {"M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9,
                "V": 5, "IV": 4, "I": 1}  # fmt: skip
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def read_figures(text: str) -> tuple[int, int] | None:
    """A number in figures, and how many of them had been misread as letters; None where no figure is left.

    >>> read_figures("l9I3"), read_figures("29,422"), read_figures("１２"), read_figures("Ill")
    ((1913, 2), (29422, 0), (12, 0), None)
    """
    plain = text.translate(_WIDE).replace(",", "").replace(".", "").replace(" ", "")
    mended = plain.translate(_MISREAD)
    if not mended.isascii() or not mended.isdigit() or not any(c.isdigit() for c in plain):
        return None
    return int(mended), sum(a != b for a, b in zip(plain, mended, strict=True))


def read_han(text: str) -> int | None:
    """A number in Chinese numerals, by units or by places, or in figures.

    >>> [read_han(t) for t in ("廿三", "二十八", "一九三九", "一千九百零八", "第十", "元", "三百〇五", "12")]
    [23, 28, 1939, 1908, None, 1, 305, 12]
    """
    plain = text.translate(_WIDE).replace(" ", "").replace("又", "")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if not plain or any(c not in HAN_FIGURE for c in plain):
        return None
    if not any(c in _HAN_UNITS or c in _HAN_TENS for c in plain):
        return int("".join(str(_HAN[c]) for c in plain))
    return _by_units(plain)


def _by_units(plain: str) -> int:
    total = part = digit = 0
    for c in plain:
        if c in _HAN:
            digit = _HAN[c]
        elif c in _HAN_TENS:
            part, digit = part + _HAN_TENS[c], 0
        elif _HAN_UNITS[c] == 10000:
            total, part, digit = total + (part + digit or 1) * 10000, 0, 0
        else:
            part, digit = part + (digit or 1) * _HAN_UNITS[c], 0
    return total + part + digit


def read_roman(text: str) -> int | None:
    """A Roman numeral of either case; None for what is none.

    >>> read_roman("XIV"), read_roman("iv"), read_roman("LII"), read_roman("IC"), read_roman("mild")
    (14, 4, 52, None, None)
    """
    values = [_ROMAN.get(c, 0) for c in text.lower()]
    if not values or 0 in values:
        return None
    total = sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))
    return total if total > 0 and write_roman(total) == text.upper() else None


def write_roman(number: int) -> str:
    """A number from 1 to 3999 in Roman numerals.

    >>> write_roman(1894)
    'MDCCCXCIV'
    """
    out = ""
    for letters, value in _ROMAN_PARTS.items():
        out += letters * (number // value)
        number %= value
    return out
