"""What the names of files say: title, date, edition, page.

In: paths of scans and a pattern such as {title}/{date:%Y-%m-%d}/{page}. Out: a `PageRow` for each page whose name fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from correction.issues.masthead import tidy_title
from correction.issues.rows import PageRow, is_day
from correction.store import PageEntry
from ocr.errors import UsageError

CONFIDENCE = 0.8  # names are given by people, for a whole box at once
_COPIED = re.compile(r"^scans/[0-9a-f]{12}-")  # what taking in a scan puts before its name
_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_FIGURES = {"yyyymmdd": r"\d{8}", "yyyy": r"\d{4}", "yy": r"\d\d", "mm": r"\d\d", "dd": r"\d\d", "ee": r"\d\d"}
_FREE = {
    "page": r"[^/\\]+?",
    "number": r"\d+",
    "title": r"[^/\\]+?",
    "edition": r"[^/\\]+?",
    "lccn": r"[a-z]{2,3}\d{8,10}",
}
_DIRECTIVES = {"%Y": r"(?P<yyyy>\d{4})", "%m": r"(?P<mm>\d\d?)", "%d": r"(?P<dd>\d\d?)", "%y": r"(?P<yy>\d\d)"}
FIELDS = ("title", "date", "edition", "number", "page", "lccn", *_FIGURES)
REMEDY = "write fields like {title}/{date:%Y-%m-%d}/{page} or {lccn}_{yyyymmdd}{ee}_{page}"


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A pattern as written, ready to be laid on paths."""

    text: str
    regex: re.Pattern[str]
    folders: int

    def match(self, path: str) -> re.Match[str] | None:
        """Lay the pattern on the end of a path, without its suffix."""
        parts = path.replace("\\", "/").split("/")
        return self.regex.fullmatch("/".join(parts[-self.folders - 1 :]))


def read_pattern(text: str) -> NamePattern:
    """Make a pattern of fields in braces; `*` stands for anything. Raises UsageError for a field that there is not.

    >>> read_pattern("{lccn}_{yyyymmdd}{ee}_{page}").match("a/sn83045462_1916082601_0007").group("page")
    '0007'
    """
    text = text.strip().replace("\\", "/").removeprefix("./")
    text = re.sub(r"\.(?:tiff?|jpe?g|png|jp2|pdf|webp|bmp|gif|\*)$", "", text, flags=re.IGNORECASE)
    out, end, seen = "", 0, set[str]()
    for field in _FIELD.finditer(text):
        name = field[1]
        if name not in FIELDS:
            raise UsageError(f"there is no field {{{name}}} in a pattern of names", REMEDY)
        if name in seen:
            raise UsageError(f"{{{name}}} stands twice in the pattern", REMEDY)
        seen.add(name)
        out += _literal(text[end : field.start()]) + _field(name, field[2])
        end = field.end()
    out += _literal(text[end:])
    if not seen:
        raise UsageError(f"the pattern {text!r} has no fields", REMEDY)
    try:
        return NamePattern(text, re.compile(out, re.IGNORECASE), text.count("/"))
    except re.error as error:
        raise UsageError(f"the pattern {text!r} names a part of the date twice", REMEDY) from error


def rows_from_names(
    pages: Sequence[PageEntry], patterns: Sequence[NamePattern], paths: Mapping[str, str]
) -> list[PageRow]:
    """What the names say of pages, in order of arrival; a page that no pattern fits has no row.

    `paths` has the path that a page's scan had before it was taken in, by the page's id, where it is known. Of the two
    halves of a double page 2-3 the first that arrived is page 2.
    """
    rows = list[PageRow]()
    halves: Counter[tuple[str, int]] = Counter()
    for entry in pages:
        half = halves[entry.source.sha256, entry.source.frame]
        halves[entry.source.sha256, entry.source.frame] += 1
        path = file_name(paths.get(entry.id, entry.source.path))
        match = next((m for pattern in patterns if (m := pattern.match(path))), None)
        if match:
            rows.append(_row(entry, match, half))
    return rows


def given_name(path: str) -> str:
    """A scan's path as it was given: without the checksum that taking it in put before its name.

    >>> given_name("scans/8ec8888273e9-aze_1895-07-06_4.jpg")
    'aze_1895-07-06_4.jpg'
    """
    return _COPIED.sub("", path.replace("\\", "/"))


def file_name(path: str) -> str:
    """The same without its suffix, as patterns see it."""
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", given_name(path))


def _literal(text: str) -> str:
    return "[^/]*?".join(re.escape(part) for part in text.split("*"))


def _field(name: str, how: str | None) -> str:
    if name == "date":
        form = re.escape(how or "%Y-%m-%d").replace(r"\-", "-")
        for directive, pattern in _DIRECTIVES.items():
            form = form.replace(directive, pattern)
        if "%" in form or "(?P<" not in form:
            raise UsageError(f"the date's form {how!r} is not understood", "write {date:%Y-%m-%d} with %Y, %m and %d")
        return form
    return rf"(?P<{name}>{_FIGURES.get(name) or _FREE[name]})"


def _row(entry: PageEntry, match: re.Match[str], half: int) -> PageRow:
    said = {name: value for name, value in match.groupdict().items() if value}
    if whole := said.get("yyyymmdd"):
        said |= {"yyyy": whole[:4], "mm": whole[4:6], "dd": whole[6:]}
    date = _date(said)
    page = said.get("page", "")
    if entry.source.frame and not page:
        page = str(entry.source.frame + 1)
    if entry.source.crop and re.fullmatch(r"\d+-\d+", page):
        page = page.split("-")[min(half, 1)]
    note = f"{date} is no day" if len(date) == 10 and not is_day(date) else ""
    return PageRow(
        entry.id,
        tidy_title(said.get("title", "").replace("_", " ")),
        "" if note else date,
        _edition(said),
        said.get("number", "").lstrip("0"),
        page.lstrip("0pP_-") or page,
        confidence=CONFIDENCE,
        note=note,
    )


def _date(said: dict[str, str]) -> str:
    parts: Iterable[str | None] = (said.get("yyyy"), said.get("mm"), said.get("dd"))
    year, month, day = (part.zfill(2) if part else "" for part in parts)
    return "-".join(part for part in (year, month, day if month else "") if part) if year else ""


def _edition(said: dict[str, str]) -> str:
    """The edition's name; the first of numbered ones needs none."""
    if "ee" in said:
        return "" if int(said["ee"]) <= 1 else str(int(said["ee"]))
    return said.get("edition", "")
