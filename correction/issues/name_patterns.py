"""Patterns of names, proposed from the names themselves.

In: paths of scans. Out: patterns with the number of names that each fits, the commonest first. What looks like a date
is the date, a number that runs is the page; what stays the same before the date is the title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from correction.issues.names import file_name
from correction.issues.rows import is_day

_YEAR = r"(?:1[5-9]|20)\d\d"
_DATES = (
    (re.compile(rf"(?<!\d)({_YEAR})([-_.])(\d\d)\2(\d\d)(?!\d)"), "{{date:%Y{0}%m{0}%d}}", (1, 3, 4)),
    (re.compile(rf"(?<!\d)(\d\d)([-_.])(\d\d)\2({_YEAR})(?!\d)"), "{{date:%d{0}%m{0}%Y}}", (4, 3, 1)),
    (re.compile(rf"(?<!\d)({_YEAR})()(\d\d)(\d\d)(?=\d\d(?!\d))"), "{{yyyymmdd}}", (1, 3, 4)),
    (re.compile(rf"(?<!\d)({_YEAR})()(\d\d)(\d\d)(?!\d)"), "{{yyyymmdd}}", (1, 3, 4)),
    (re.compile(rf"(?<!\d)({_YEAR})(/)(\d\d)/(\d\d)(?!\d)"), "{{yyyy}}/{{mm}}/{{dd}}", (1, 3, 4)),
)
_LCCN = re.compile(r"(?<![^\W_])[a-z]{2,3}\d{8,10}(?![^\W_])", re.IGNORECASE)
_PAGE = re.compile(r"(?:(?<=[^\w])|(?<=_)|^)([pPsS]?(?:age|eite)?[-_ ]?)(\d{1,4}(?:-\d{1,4})?)$")
# The day behind these is that on which the picture was taken.
_DEVICES = re.compile(r"(?:^|/)(?:img|dsc\w?|pxl|scan\w*|screenshot|foto|photo|bild|image)[-_ ]*$", re.IGNORECASE)
_EDITION = re.compile(r"^([-_])(\d\d)(?=[-_])")


@dataclass(frozen=True, slots=True)
class Offer:
    """A pattern, how many names it fits, and one of them."""

    pattern: str
    names: int
    example: str


def propose_patterns(paths: Sequence[str]) -> list[Offer]:
    """Patterns for names that bear a date, the commonest first; names without a date have none.

    >>> names = ["sn83045462_1916082601_0007.jpg", "scans/8ec8888273e9-aze_1895-07-06_4.jpg"]
    >>> [offer.pattern for offer in propose_patterns(names)]
    ['{lccn}_{yyyymmdd}{ee}_{page}', '{title}_{date:%Y-%m-%d}_{page}']
    """
    found: Counter[str] = Counter()
    example: dict[str, str] = {}
    for path in paths:
        name = file_name(path)
        pattern = _pattern(name)
        if pattern:
            found[pattern] += 1
            example.setdefault(pattern, name)
    ranked = sorted(found.items(), key=lambda f: (-f[1], f[0]))
    return [Offer(pattern, names, example[pattern]) for pattern, names in ranked]


def _pattern(path: str) -> str | None:
    """The pattern of one path; None without a day that may be the paper's."""
    for form, field, order in _DATES:
        for match in form.finditer(path):
            day = "-".join(match[group] for group in order)
            if is_day(day) and not _DEVICES.search(path[: match.start()]):
                before, behind = path[: match.start()], path[match.end() :]
                pattern = _before(before) + field.format(match[2])
                return pattern + ("*" if "{page}" in pattern and behind else _behind(behind))
    return None


def _before(text: str) -> str:
    """What stands before the date: the title, in its folder or its name; folders above are left out."""
    if not text:
        return ""
    parts = text.split("/")
    last = parts[-1]
    folder = "{title}/" if len(parts) > 1 and parts[-2] and not last.strip("-_ .") else ""
    if _LCCN.search(last):
        return _LCCN.sub("{lccn}", last, count=1)
    name = last.rstrip("-_ .")
    field = "{page}" if re.fullmatch(r"[pP]?\d{1,4}", name) else "{title}"
    return folder + (field + last[len(name) :] if name else last)


def _behind(text: str) -> str:
    """What stands behind the date: the edition of two figures, the page's number, and what is the same in all names."""
    out = ""
    if edition := re.match(r"\d\d(?!\d)", text):
        out, text = "{ee}", text[edition.end() :]
    elif edition := _EDITION.match(text):
        out, text = edition[1] + "{ee}", text[edition.end() :]
    page = _PAGE.search(text)
    if not page:
        return out + ("*" if text else "")
    middle = text[: page.start()]
    return out + (middle if middle in ("", "_", "-", "/", " ", ".") else "*") + page[1] + "{page}"
