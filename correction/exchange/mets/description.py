"""What a METS file says of a paper, an issue, a page or an article in MODS or Dublin Core.

In: the root of a METS file. Out: a `Description` for each section, by id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from correction.exchange.xml_tree import child, children, every, tag

_DAY = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?:([-./])(\d\d?)\2(\d\d?)|(\d\d)(\d\d))(?!\d)")


@dataclass(frozen=True, slots=True)
class Description:
    """What one section says; a field that it does not say is empty. `host` is the title of what it is a part of."""

    title: str = ""
    host: str = ""
    day: str = ""
    number: str = ""
    volume: str = ""
    edition: str = ""
    page: str = ""
    sequence: int | None = None
    language: str = ""


NOTHING = Description()


def read_descriptions(root: etree._Element) -> dict[str, Description]:
    """The descriptive sections of a METS file by id; of two with one id the first counts."""
    found: dict[str, Description] = {}
    for section in children(root, "dmdSec"):
        mods = next(every(section, "mods"), None)
        found.setdefault(section.get("ID", ""), _mods(mods) if mods is not None else _dublin_core(section))
    return found


def merged(several: Iterable[Description]) -> Description:
    """What several sections say together: of each field the first word."""
    result = NOTHING
    for one in several:
        fields = {name: getattr(result, name) or getattr(one, name) for name in Description.__slots__}
        result = Description(**fields)
    return result


def find_day(text: str | None) -> str:
    """The day that words name, in ISO 8601; empty where they name none.

    >>> [find_day(t) for t in ("Evening star, 1865-04-15", "18451228", "28. Dezember 1845", "1845")]
    ['1865-04-15', '1845-12-28', '1845-12-28', '']
    """
    for match in _DAY.finditer(text or ""):
        try:
            return date(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6])).isoformat()
        except ValueError:
            continue
    from correction.issues.dates import Printed, read_dates  # many calendars, which numbers alone do not need

    dates = read_dates([Printed("", text)]) if text and text.strip() else []
    return next((found.date for found in dates if found.is_day), "")


def _mods(mods: etree._Element) -> Description:
    parts = list(every(mods, "part"))
    hosts = [item for item in children(mods, "relatedItem") if item.get("type") in ("host", "series")]
    details = {detail.get("type", ""): detail for part in parts for detail in children(part, "detail")}
    start = next((_text(start) for part in parts for start in every(part, "start")), "")
    numbers = {kind: _text(child(detail, "number")) for kind, detail in details.items()}
    return Description(
        title=_title(mods),
        host=next((title for host in hosts if (title := _title(host))), ""),
        day=_first(find_day(text) for text in _dates(mods)),
        number=numbers.get("issue") or numbers.get("number", ""),
        volume=numbers.get("volume", ""),
        edition=_first(
            [
                _text(child(details.get("edition"), "caption")),
                *(_text(edition) for edition in every(mods, "edition")),
            ]
        ),
        page=numbers.get("page number") or numbers.get("page", ""),
        sequence=int(start) if start.isdecimal() and len(start) < 6 else None,
        language=_first(_text(term) for term in every(mods, "languageTerm")),
    )


def _title(parent: etree._Element) -> str:
    """The main title, its article and the rest of it in one string."""
    for info in children(parent, "titleInfo"):
        if info.get("type"):
            continue  # abbreviated, translated, uniform
        start, title = _text(child(info, "nonSort")), _text(child(info, "title"))
        rest = _text(child(info, "subTitle"))
        if title:
            return " ".join(filter(None, (start, title))) + (f": {rest}" if rest else "")
    return ""


def _dates(mods: etree._Element) -> Iterator[str]:
    """What may be the day of issue, the likeliest first."""
    for name in ("dateIssued", "date", "dateCreated"):
        for element in every(mods, name):
            if element.get("qualifier") != "questionable" and element.get("point") != "end":
                yield _text(element)


def _dublin_core(section: etree._Element) -> Description:
    def said(name: str) -> str:
        return next((_text(element) for element in every(section, name)), "")

    return Description(title=said("title"), day=find_day(said("date")), language=said("language"))


def _text(element: etree._Element | None) -> str:
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None and tag(element) else ""


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
