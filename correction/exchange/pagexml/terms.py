"""The words that PAGE-XML 2019-07-15 and Galley share: enumerations, `custom` attributes, points.

In: values of the page model. Out: attribute texts, and back. Where PAGE has one word for several of Galley's (every
heading is `heading`), the `custom` attribute keeps Galley's own in the form that Transkribus made common:
`structure {type:kicker; item:i_1;}`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import get_args

from lxml import etree

from correction.article import MarkKind
from correction.exchange.xml_names import legal
from correction.exchange.xml_tree import child, children
from ocr.page import Box, Direction, ItemType, Language, Page, Point, Polygon, Role, Script, TextRegion

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"

LANGUAGES: Mapping[Language, str] = {
    "zh": "Chinese",
    "zh-Hant": "Chinese",
    "en": "English",
    "de": "German",
    "fr": "French",
}
SCRIPTS: Mapping[Script, str] = {
    "latin": "Latn - Latin",
    "fraktur": "Latf - Latin (Fraktur variant)",
    "han": "Hans - Han (Simplified variant)",
}
TRADITIONAL_HAN = "Hant - Han (Traditional variant)"
DIRECTIONS: Mapping[Direction, str] = {"horizontal": "left-to-right", "vertical": "top-to-bottom"}
LINE_ORDERS: Mapping[Direction, str] = {"horizontal": "top-to-bottom", "vertical": "right-to-left"}

TEXT_TYPES: Mapping[Role, str] = {
    "body": "paragraph",
    "headline": "heading",
    "kicker": "heading",
    "deck": "heading",
    "subhead": "heading",
    "inset": "floating",
    "credit": "credit",
    "caption": "caption",
    "jump": "other",
}
ROLES: Mapping[str, Role] = {
    "heading": "headline",
    "credit": "credit",
    "caption": "caption",
    "header": "furniture",
    "footer": "furniture",
    "page-number": "furniture",
    "marginalia": "furniture",
    "signature-mark": "furniture",
    "catch-word": "furniture",
}
GROUP_TYPES: Mapping[ItemType, str] = {
    "article": "article",
    "serial": "article",
    "notice": "article",
    "obituary": "article",
    "advert": "other",
    "table": "other",
    "picture": "figure",
}

ROLE_NAMES: Mapping[str, Role] = {role: role for role in get_args(Role)}
MARK_KINDS: Mapping[str, MarkKind] = {kind: kind for kind in get_args(MarkKind)}
ITEM_TYPES: Mapping[str, ItemType] = {name: name for name in get_args(ItemType)}

_PAGE_NUMBER = re.compile(r"[\W_]*(\d{1,4}|[〇零一二三四五六七八九十百]{1,5})[\W_]*|[\W_]*第.{1,5}[版頁页][\W_]*")
_WHOLE_POINTS = re.compile(r"([0-9]{1,9},[0-9]{1,9} )*[0-9]{1,9},[0-9]{1,9}")
_CUSTOM_GROUP = re.compile(r"([\w-]+)\s*\{([^{}]*)\}")
_CUSTOM_ESCAPED = re.compile(r"[{};:\\\x00-\x20]")
_CUSTOM_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str | None) -> etree._Element:
    """Add a PAGE element; attributes that are None and characters that XML forbids are left out."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for key, value in attributes.items():
        if value is not None:
            element.set(key, legal(value))
    if text is not None:
        element.text = legal(text)
    return element


def language_name(language: Language, script: Script) -> tuple[str, str]:
    """PAGE's names for a language and its script.

    >>> language_name("zh-Hant", "han")
    ('Chinese', 'Hant - Han (Traditional variant)')
    """
    traditional = language == "zh-Hant" and script == "han"
    return LANGUAGES[language], TRADITIONAL_HAN if traditional else SCRIPTS[script]


def language_of(language: str, script: str) -> tuple[Language, Script]:
    """Galley's language and script for PAGE's names; English in Latin letters where they say nothing known.

    >>> language_of("German", "Latf - Latin (Fraktur variant)")
    ('de', 'fraktur')
    """
    code = script[:4]
    if code in ("Hant", "Hans", "Hani", "Hanb") or language == "Chinese":
        return "zh-Hant" if code in ("Hant", "Hanb") else "zh", "han"
    known = next((key for key, name in LANGUAGES.items() if name == language), None)
    if known is None:
        known = "de" if code == "Latf" else "en"
    return known, "fraktur" if code == "Latf" else "latin"


def text_type(region: TextRegion, page: Page, text: str) -> str:
    """PAGE's type of a text region; furniture is named after the edge of the page that it is nearest to."""
    if region.role != "furniture":
        return TEXT_TYPES[region.role]
    if _PAGE_NUMBER.fullmatch(text.strip()):
        return "page-number"
    x, y = region.box.center
    right, bottom = page.width - x, page.height - y
    if min(x, right) / max(1, page.width) < min(y, bottom) / max(1, page.height):
        return "marginalia"
    return "header" if y <= bottom else "footer"


def write_custom(group: str, values: Mapping[str, str | None]) -> str:
    r"""Write one group of a `custom` attribute; None values are left out, marks of the syntax are escaped.

    >>> write_custom("structure", {"type": "body", "item": "a;b", "id": None})
    'structure {type:body; item:a\\u003bb;}'
    """
    pairs = (f"{key}:{_CUSTOM_ESCAPED.sub(_escaped, value)};" for key, value in values.items() if value is not None)
    return f"{group} {{{' '.join(pairs)}}}"


def read_custom(custom: str | None, group: str) -> dict[str, str]:
    """Read the values of one group of a `custom` attribute; empty when it is not there.

    >>> read_custom("readingOrder {index:3;} structure {type:heading;}", "structure")
    {'type': 'heading'}
    """
    values: dict[str, str] = {}
    for name, body in _CUSTOM_GROUP.findall(custom or ""):
        if name == group:
            for pair in body.split(";"):
                key, colon, value = pair.partition(":")
                if colon:
                    values[key.strip()] = _CUSTOM_ESCAPE.sub(lambda m: chr(int(m[1], 16)), value.strip())
    return values


def write_marks(spans: Iterable[tuple[str, int, int]]) -> str | None:
    """Marked spans of a line (kind, offset and length in code points) as Transkribus writes them; None where none is.

    Only a `gap` may be without a length: what is illegible may have left no letter.

    >>> write_marks([("unclear", 4, 1), ("gap", 9, 0)])
    'unclear {offset:4; length:1;} gap {offset:9; length:0;}'
    """
    groups = [
        write_custom(kind, {"offset": str(offset), "length": str(length)})
        for kind, offset, length in spans
        if length or kind == "gap"
    ]
    return " ".join(groups) or None


def read_marks(custom: str | None) -> list[tuple[MarkKind, int, int]]:
    """Read the marked spans of a line, kind, offset and length; what gives no numbers is left out.

    >>> read_marks("readingOrder {index:0;} unclear {offset:4; length:1;} gap {length:1;}")
    [('unclear', 4, 1)]
    """
    found = []
    for name, body in _CUSTOM_GROUP.findall(custom or ""):
        kind = MARK_KINDS.get(name)
        values = read_custom(f"{name} {{{body}}}", name)
        if kind and all(values.get(key, "").isdecimal() for key in ("offset", "length")):
            found.append((kind, int(values["offset"]), int(values["length"])))
    return found


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def write_points(points: Iterable[Point], width: int, height: int) -> str:
    """Points as PAGE writes them, moved inside the page.

    >>> write_points(((-2, 0), (10, 4)), 8, 8)
    '0,0 8,4'
    """
    return " ".join(f"{min(max(0, x), width)},{min(max(0, y), height)}" for x, y in points)


def read_points(points: str | None) -> Polygon:
    """Points of a PAGE file; fractions are rounded, what is no point is left out.

    >>> read_points("1,2 3.6,4 x,y NaN,1")
    ((1, 2), (4, 4))
    """
    if points and _WHOLE_POINTS.fullmatch(points):
        sides = [int(side) for side in points.replace(",", " ").split(" ")]
        return tuple(zip(sides[::2], sides[1::2], strict=True))
    found: list[Point] = []
    for pair in (points or "").split():
        x, _, y = pair.partition(",")
        try:
            place = float(x), float(y)
        except ValueError:
            continue
        if all(math.isfinite(value) for value in place):
            found.append((round(place[0]), round(place[1])))
    return tuple(found)


def read_polygon(element: etree._Element, name: str = "Coords") -> Polygon:
    """Read the points of an element's Coords or Baseline; PAGE 2010 wrote `<Point x="" y=""/>` inside them."""
    coords = child(element, name)
    if coords is None:
        return ()
    old = " ".join(f"{point.get('x')},{point.get('y')}" for point in children(coords, "Point"))
    return read_points(coords.get("points")) or read_points(old)


def polygon_box(polygon: Polygon) -> Box:
    """Find the half-open box around a polygon; raises ValueError when it has no point."""
    return Box(
        min(x for x, _ in polygon),
        min(y for _, y in polygon),
        max(x for x, _ in polygon),
        max(y for _, y in polygon),
    )
