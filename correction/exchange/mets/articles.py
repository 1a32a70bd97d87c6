"""The logical map of a METS file: articles, and what of them is heading, text or caption.

In: its top divs. Out: `MetsArticle`s in order, with their pieces in reading order, and the pieces that stand in no
article. Profiles differ in how deep they go; a piece takes the role of the nearest div that names one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from lxml import etree

from correction.exchange.mets.issue import MetsArticle, MetsPage, MetsPart
from correction.exchange.mets.terms import (
    ARTICLES,
    GROUPS,
    ISSUES,
    ITEMS,
    PAGES,
    PARAGRAPHS,
    PICTURES,
    PLAIN,
    ROLES,
    TITLES,
    plain,
)
from correction.exchange.xml_tree import children, every, tag
from ocr.page import HEADING_ROLES, Box, ItemType, Role, new_id

_HOLDERS = ISSUES | TITLES | PAGES | {"volume", "year", "month", "day", "content", "supplement", "part", "edition"}
_DEEPEST = 100  # divs within each other; a real file has about ten


def read_articles(
    tops: Sequence[etree._Element], pages: Sequence[MetsPage], titles: Mapping[str, str]
) -> tuple[tuple[MetsArticle, ...], tuple[MetsPart, ...]]:
    """The articles below some divs, and the pieces that stand outside of them; `titles` are those of descriptions."""
    reader = _Reader(pages, titles, _linked_pages(tops, pages))
    for div in tops:
        reader.outside(div, None, 0)
    return tuple(reader.articles), tuple(reader.loose)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in an article a div stands: its role so far, whether in the body, in which paragraph, in a picture."""

    role: Role | None = None
    in_body: bool = False
    group: int | None = None
    picture: bool = False
    depth: int = 0


@dataclass
class _Reader:
    """The divs on their way into articles."""

    pages: Sequence[MetsPage]
    titles: Mapping[str, str]
    linked: Mapping[str, list[str]]
    articles: list[MetsArticle] = field(default_factory=list)
    loose: list[MetsPart] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._groups = count(1)
        self._named: set[str] = set()
        # By the id of a page's text or picture: its text.
        self._texts: dict[str, str] = {}
        for page in self.pages:
            if page.text:
                self._texts |= {file.id: page.text.id for file in (*page.images, page.text)}

    def outside(self, div: etree._Element, role: Role | None, depth: int) -> None:
        """Look for articles in a div that is none itself."""
        kind = plain(div.get("TYPE"))
        if depth > _DEEPEST:
            return
        if self._is_item(div, kind, role):
            self._article(div, kind)
            return
        if kind not in PLAIN:
            role = role if role == "furniture" else ROLES.get(kind, role)
        self.loose += self._own_parts(div, _Place(role or "body", group=next(self._groups)))
        for inner in children(div, "div"):
            self.outside(inner, role, depth + 1)

    def _is_item(self, div: etree._Element, kind: str, role: Role | None) -> bool:
        """Whether a div is an article; a group of others is none, a picture in a masthead neither."""
        if role == "furniture" or kind in _HOLDERS or kind in ROLES or not (kind in ITEMS or self._has_parts(div)):
            return False
        inner = {plain(each.get("TYPE")) for each in every(div, "div") if each is not div}
        if kind in ARTICLES:
            return not inner & ARTICLES
        return not (inner & (ARTICLES | _HOLDERS - {"content"}) or (kind in GROUPS and inner & ITEMS.keys() - PICTURES))

    def _has_parts(self, div: etree._Element) -> bool:
        return any(True for _ in every(div, "fptr"))

    def _article(self, div: etree._Element, kind: str) -> None:
        name = div.get("ID", "")
        if not name or name in self._named:
            name = new_id("div", name, len(self.articles))
        self._named.add(name)
        type_: ItemType = ITEMS.get(kind, "article")
        start = _Place(picture=type_ == "picture")
        parts = list(self._parts(div, start))
        if not parts:
            parts = [MetsPart("body", file) for file in self.linked.get(div.get("ID", ""), ())]
        described = (self.titles.get(key, "") for key in div.get("DMDID", "").split())
        title = div.get("LABEL", "").strip() or next((each for each in described if each), "")
        self.articles.append(MetsArticle(name, type_, title, tuple(parts)))

    def _parts(self, div: etree._Element, place: _Place) -> list[MetsPart]:
        if place.depth > _DEEPEST:
            return []
        found = self._own_parts(div, place)
        for inner in children(div, "div"):
            found += self._parts(inner, self._within(inner, place))
        return found

    def _within(self, div: etree._Element, place: _Place) -> _Place:
        """The place inside a div: its type may name a role, begin a paragraph, or a picture."""
        kind = plain(div.get("TYPE"))
        role, in_body = place.role, place.in_body or kind == "body"
        named = ROLES.get(kind)
        if named and (kind not in PLAIN or role is None):
            role = "subhead" if in_body and named in HEADING_ROLES else named
        if kind in PARAGRAPHS and (place.group is None or kind != "paragraph" or place.role in (None, "body")):
            group: int | None = next(self._groups)
        else:
            group = place.group
        picture = (place.picture and kind != "body") or kind in PICTURES
        return replace(place, role=role, in_body=in_body, group=group, picture=picture, depth=place.depth + 1)

    def _own_parts(self, div: etree._Element, place: _Place) -> list[MetsPart]:
        """What a div points to itself, in order."""
        found = []
        for pointer in children(div, "fptr"):
            group = place.group or next(self._groups)
            areas = list(every(pointer, "area")) or [pointer]
            exact = [area for area in areas if area.get("BEGIN") and area.get("FILEID") in self._texts]
            near = [area for area in exact or areas if area.get("FILEID", "") in self._texts]
            found += [self._part(area, place, group) for area in near]
        return found

    def _part(self, area: etree._Element, place: _Place, group: int) -> MetsPart:
        in_picture = place.picture and place.role in (None, "body")
        role: Role = place.role or ("caption" if place.picture else "body")
        return MetsPart(
            role="caption" if in_picture else role,
            file=self._texts[area.get("FILEID", "")],
            begin=area.get("BEGIN", ""),
            end=area.get("END", ""),
            box=_box(area) if not area.get("BEGIN") else None,
            group=group,
            picture=place.picture and role != "credit" and place.role != "caption",
        )


def _box(area: etree._Element) -> Box | None:
    """The area of a page that METS gives by coordinates: a rectangle, or the one around a polygon or circle."""
    try:
        numbers = [float(number) for number in area.get("COORDS", "").replace(";", ",").split(",")]
    except ValueError:
        return None
    if not all(math.isfinite(number) for number in numbers):
        return None
    if area.get("SHAPE", "").upper() == "CIRCLE" and len(numbers) == 3:
        x, y, radius = numbers
        numbers = [x - radius, y - radius, x + radius, y + radius]
    if len(numbers) < 4:
        return None
    across, down = numbers[0::2], numbers[1::2]
    return Box(round(min(across)), round(min(down)), round(max(across)), round(max(down)))


def _linked_pages(tops: Sequence[etree._Element], pages: Sequence[MetsPage]) -> dict[str, list[str]]:
    """The text files of the pages that links name for a logical div, where the div itself points nowhere."""
    files = {page.id: page.text.id for page in pages if page.text}
    found: dict[str, list[str]] = {}
    root = tops[0] if tops else None
    whole = root.getroottree().getroot() if root is not None else None
    for link in (each for section in children(whole, "structLink") for each in every(section, "smLink")):
        ends = {str(key).rpartition("}")[2]: str(value) for key, value in link.attrib.items()}
        one, other = ends.get("from", ""), ends.get("to", "")
        if other in files and tag(link):
            found.setdefault(one, []).append(files[other])
    return found
