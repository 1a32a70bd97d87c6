"""The words that ALTO and Galley share: namespaces, units, languages, labels of tags, confidences of letters.

In: values of the page model. Out: attribute texts, and back. ALTO has no words for roles; Galley names them in a
LayoutTag of the type `role`, an item in a StructureTag of the item's type. Others use labels of their own, of which
those are known here whose meaning is clear.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from correction.exchange.pagexml.terms import ITEM_TYPES, ROLE_NAMES, ROLES
from ocr.page import ItemType, Language, Role, Script

NAMESPACES: Mapping[str, str] = {
    "4.4": "http://www.loc.gov/standards/alto/ns-v4#",
    "2.1": "http://www.loc.gov/standards/alto/ns-v2#",
}
LOCATIONS: Mapping[str, str] = {
    "4.4": "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd",
    "2.1": "http://www.loc.gov/standards/alto/v2/alto-2-1.xsd",
}
NEWEST = "4.4"
XLINK = "http://www.w3.org/1999/xlink"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"

# Units of an inch; None where the unit is that of the image.
PER_INCH: Mapping[str, float | None] = {"pixel": None, "mm10": 254.0, "inch1200": 1200.0}

ROLE_TAG = "role"
FLOW_TAG = "flow"
CONTINUES = "continues"
CARRIED_TAG = "carried"

# Others' labels, in small letters without spaces and marks: SegmOnto's zones, structure types of Transkribus and
# docWorks.
_LABEL_ROLES: Mapping[str, Role] = {
    **{name.replace("-", ""): role for name, role in ROLES.items()},
    "title": "headline",
    "headline": "headline",
    "titlepagezone": "headline",
    "mainheading": "headline",
    "subtitle": "deck",
    "subheading": "subhead",
    "subheadline": "deck",
    "overline": "kicker",
    "author": "credit",
    "byline": "credit",
    "illustrationcaption": "caption",
    "runningtitlezone": "furniture",
    "runningtitle": "furniture",
    "numberingzone": "furniture",
    "quiremarkszone": "furniture",
    "pagenumber": "furniture",
    "marginalia": "furniture",
}
_LABEL_ITEMS: Mapping[str, ItemType] = {
    **ITEM_TYPES,
    "advertisement": "advert",
    "ad": "advert",
    "announcement": "notice",
    "illustration": "picture",
    "feuilleton": "serial",
}

_LANGUAGES: Mapping[str, Language] = {
    "en": "en",
    "eng": "en",
    "english": "en",
    "de": "de",
    "deu": "de",
    "ger": "de",
    "german": "de",
    "fr": "fr",
    "fra": "fr",
    "fre": "fr",
    "french": "fr",
    "zh": "zh",
    "chi": "zh",
    "zho": "zh",
    "chinese": "zh",
}
_FRAKTUR = "latf"
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo", "tra"})

DIRECTIONS_DOWN = frozenset({"ttb", "btt"})

WORST = 9  # the letter confidence of what is not sure at all; 0 is sure
PRINTED_HYPHEN = "-"
# The soft hyphen and the not sign stand in HYP for the hyphen that is printed.
_STAND_INS = frozenset({"\u00ad", "\u00ac", ""})
# Marks of direction are no print and turn the text around them over on a screen.
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def language_code(language: Language, script: Script) -> str:
    """ALTO's LANG for a language and its script.

    >>> language_code("de", "fraktur"), language_code("zh-Hant", "han")
    ('de-Latf', 'zh-Hant')
    """
    return f"{language}-Latf" if script == "fraktur" else language


def language_of(code: str) -> tuple[Language, Script] | None:
    """Galley's language and script for a code of two or three letters; None for one that it does not know.

    >>> language_of("ger"), language_of("zh-TW"), language_of("de-Latf"), language_of("la")
    (('de', 'latin'), ('zh-Hant', 'han'), ('de', 'fraktur'), None)
    """
    parts = re.split(r"[-_]", code.strip().lower())
    language = _LANGUAGES.get(parts[0])
    if language is None:
        return None
    if language == "zh":
        return ("zh-Hant" if _TRADITIONAL & set(parts) else "zh"), "han"
    return language, "fraktur" if _FRAKTUR in parts else "latin"


def role_of(kind: str, label: str) -> Role | None:
    """The role that a tag of a type and label names; None for a tag that names none.

    >>> role_of("role", "kicker"), role_of("", "RunningTitleZone"), role_of("", "page-number"), role_of("", "x")
    ('kicker', 'furniture', 'furniture', None)
    """
    if kind == ROLE_TAG:
        return ROLE_NAMES.get(label)
    return _LABEL_ROLES.get(re.sub(r"[\W_]", "", label.lower())) or _LABEL_ROLES.get(re.sub(r"[\W_]", "", kind.lower()))


def item_type_of(kind: str) -> ItemType | None:
    """The type of item that a tag's type or label names; None for none.

    >>> item_type_of("Article"), item_type_of("Advertisement"), item_type_of("line")
    ('article', 'advert', None)
    """
    return _LABEL_ITEMS.get(kind.strip().lower())


def printed_hyphen(content: str) -> str:
    """The hyphen that a HYP element stands for."""
    return PRINTED_HYPHEN if content.strip() in _STAND_INS else content.strip()


def has_direction_marks(text: str) -> bool:
    """Whether a text has such marks."""
    return not text.isascii() and _DIRECTION_MARKS.search(text) is not None


def without_direction_marks(text: str) -> str:
    """A text without the marks that tell a screen the direction of writing."""
    return _DIRECTION_MARKS.sub("", text) if not text.isascii() else text


def numbers(text: str | None) -> list[float]:
    """All finite numbers in an attribute."""
    found = [float(part) for part in _NUMBER.findall(text or "")]
    return [value for value in found if math.isfinite(value)]


def write_letters(confidences: Sequence[float]) -> str:
    """Confidences of letters (1 sure) as ALTO's CC (0 sure).

    >>> write_letters([1.0, 0.0, 0.5])
    '0 9 4'
    """
    return " ".join(str(round((1 - min(1.0, max(0.0, each))) * WORST)) for each in confidences)


def read_letters(text: str | None, count: int) -> list[float] | None:
    """ALTO's CC as confidences of so many letters; None where it is not of that length.

    Some write it without spaces.

    >>> read_letters("0 9", 2), read_letters("09", 2), read_letters("0 9", 3)
    ([1.0, 0.0], [1.0, 0.0], None)
    """
    parts = (text or "").split()
    if len(parts) == 1 and count > 1 and parts[0].isdecimal():
        parts = list(parts[0])
    if len(parts) != count:
        return None
    found = [float(part) for part in parts if _NUMBER.fullmatch(part)]
    if len(found) != count or any(not 0 <= each <= WORST for each in found):
        return None
    return [1 - each / WORST for each in found]


def write_number(value: float) -> str:
    """A number as short as it can be.

    >>> write_number(12.0), write_number(0.25), write_number(1 / 3)
    ('12', '0.25', '0.3333')
    """
    return str(int(value)) if value == int(value) else f"{value:.4f}".rstrip("0")
