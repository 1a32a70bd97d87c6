"""What ALTO's schemas have a place for, and what of it Galley writes itself.

In: a version. Out: a `Vocabulary` for what is carried from an imported file, and the test whether a value is one that
the schema takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from lxml import etree

from correction.exchange.alto.terms import FLOW_TAG, INSTANCE, ROLE_TAG, XLINK
from correction.exchange.carrying import Homeless, Known, Vocabulary
from correction.exchange.xml_names import is_name
from correction.exchange.xml_tree import tag


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PLACE = frozenset({"HPOS", "VPOS", "WIDTH", "HEIGHT"})
REFERENCES = frozenset({"STYLEREFS", "TAGREFS", "PROCESSINGREFS", "PROCESSING", "IDNEXT", "REF"})
TAGGED = frozenset({"TextBlock", "Illustration", "GraphicalElement", "ComposedBlock", "TextLine", "String"})
SPACES = ("TopMargin", "LeftMargin", "RightMargin", "BottomMargin", "PrintSpace")
_BLOCKS = "TextBlock|Illustration|GraphicalElement|ComposedBlock"
_TAGS = "LayoutTag|StructureTag|RoleTag|NamedEntityTag|OtherTag"
_TAKEN = frozenset({"TextBlock", "Illustration", "GraphicalElement", "TextLine", "String", "SP", "HYP"})
_ONLY_IN_4 = frozenset({"PROCESSINGREFS", "BASEDIRECTION"})

_NUMBER = re.compile(r"\s*([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NUMBERS = _names(
    "HPOS VPOS WIDTH HEIGHT ROTATION ACCURACY LEFT RIGHT LINESPACE FIRSTLINE FONTSIZE PHYSICAL_IMG_NR RADIUS HLENGTH "
    "VLENGTH"
)
_SHARES = frozenset({"PC", "WC", "GC", "VC"})
_FONT_STYLES = frozenset(["bold", "italics", "smallcaps", "subscript", "superscript", "underline"])
_WORDS: Mapping[str, frozenset[str]] = {
    "CS": frozenset({"true", "false", "0", "1"}),
    "QUALITY": frozenset({"OK", "Missing", "Missing in original", "Damaged", "Retained", "Target", "As in original"}),
    "POSITION": frozenset({"Left", "Right", "Foldout", "Single", "Cover"}),
    "ALIGN": frozenset({"Left", "Right", "Center", "Block"}),
    "FONTTYPE": frozenset({"serif", "sans-serif"}),
    "FONTWIDTH": frozenset({"proportional", "fixed"}),
    "SUBS_TYPE": frozenset({"HypPart1", "HypPart2", "Abbreviation"}),
    "BASEDIRECTION": frozenset({"ltr", "rtl", "ttb", "btt"}),
    f"{{{XLINK}}}type": frozenset({"simple"}),
    f"{{{XLINK}}}show": frozenset({"new", "replace", "embed", "other", "none"}),
    f"{{{XLINK}}}actuate": frozenset({"onLoad", "onRequest", "other", "none"}),
}


_BLOCK = (
    _names("ID STYLEREFS TAGREFS PROCESSINGREFS ROTATION IDNEXT CS")
    | PLACE
    | {f"{{{XLINK}}}{name}" for name in _names("type href role arcrole title show actuate")}
)
_SPACE = _names("ID STYLEREFS PROCESSINGREFS") | PLACE
_FONT = _names("ID FONTFAMILY FONTTYPE FONTWIDTH FONTSIZE FONTCOLOR FONTSTYLE")
_ROOT = frozenset({"SCHEMAVERSION", f"{{{INSTANCE}}}schemaLocation", f"{{{INSTANCE}}}noNamespaceSchemaLocation"})
STRING = _names("ID STYLEREFS TAGREFS PROCESSINGREFS CONTENT STYLE SUBS_TYPE SUBS_CONTENT WC CC CS LANG") | PLACE
_PAGE = _names(
    "ID PAGECLASS STYLEREFS PROCESSINGREFS HEIGHT WIDTH PHYSICAL_IMG_NR PRINTED_IMG_NR QUALITY QUALITY_DETAIL POSITION "
    "PROCESSING ACCURACY PC ROTATION LANG OTHERLANGS"
)
_LINE = _names("ID STYLEREFS TAGREFS PROCESSINGREFS BASELINE LANG CS BASEDIRECTION") | PLACE
_STEP = (
    "processingCategory",
    "processingDateTime",
    "processingAgency",
    "processingStepDescription",
    "processingStepSettings",
    "processingSoftware",
)
_TAG = Known(order=("XmlData",), allowed=_names("ID TYPE LABEL DESCRIPTION URI"))

_ELEMENTS: Mapping[str, Known] = {
    "alto": Known(
        _ROOT,
        frozenset({"Description", "Tags", "ReadingOrder", "Layout"}),
        ("Description", "Styles", "Tags", "ReadingOrder", "Layout"),
        _ROOT,
    ),
    "Description": Known(
        children=frozenset({"MeasurementUnit"}),
        order=("MeasurementUnit", "sourceImageInformation", "OCRProcessing", "Processing"),
        allowed=frozenset(),
    ),
    "sourceImageInformation": Known(order=("fileName", "fileIdentifier", "documentIdentifier"), allowed=frozenset()),
    "OCRProcessing": Known(
        order=("preProcessingStep", "ocrProcessingStep", "postProcessingStep"), allowed=frozenset({"ID"})
    ),
    "Processing": Known(order=_STEP, allowed=frozenset({"ID"})),
    **{name: Known(order=_STEP) for name in ("preProcessingStep", "ocrProcessingStep", "postProcessingStep")},
    "Styles": Known(order=("TextStyle", "ParagraphStyle"), allowed=frozenset()),
    "TextStyle": Known(order=(), allowed=_FONT),
    "ParagraphStyle": Known(order=(), allowed=_names("ID ALIGN LEFT RIGHT LINESPACE FIRSTLINE")),
    "Tags": Known(order=(_TAGS,), allowed=frozenset()),
    **dict.fromkeys(_TAGS.split("|"), _TAG),
    "Layout": Known(children=frozenset({"Page"}), order=("Page",), allowed=frozenset({"STYLEREFS"})),
    "Page": Known(_names("WIDTH HEIGHT"), frozenset(), SPACES, _PAGE),
    **{name: Known(frozenset(), frozenset(), ("Shape", _BLOCKS), _SPACE) for name in SPACES},
    "TextBlock": Known(
        PLACE | _names("IDNEXT TAGREFS BASEDIRECTION"),
        frozenset({"TextLine"}),
        ("Shape", "TextLine"),
        _BLOCK | _names("language LANG BASEDIRECTION"),
    ),
    "Illustration": Known(PLACE | _names("TAGREFS IDNEXT"), order=("Shape",), allowed=_BLOCK | _names("TYPE FILEID")),
    "GraphicalElement": Known(PLACE | _names("IDNEXT"), order=("Shape",), allowed=_BLOCK),
    "ComposedBlock": Known(frozenset(), frozenset(), ("Shape", _BLOCKS), _BLOCK | _names("TYPE FILEID")),
    "TextLine": Known(PLACE | _names("BASELINE BASEDIRECTION"), order=("Shape", "String|SP", "HYP"), allowed=_LINE),
    "String": Known(STRING, order=("Shape", "ALTERNATIVE", "Glyph"), allowed=STRING),
    "Shape": Known(order=("Polygon|Ellipse|Circle",), allowed=frozenset()),
    "Polygon": Known(order=(), allowed=frozenset({"POINTS"})),
    "Glyph": Known(order=("Shape", "Variant"), allowed=_names("ID CONTENT GC") | PLACE),
    "Variant": Known(order=(), allowed=_names("CONTENT VC")),
}
_LOST_CHILDREN: Mapping[str, tuple[str, ...]] = {
    "alto": ("ReadingOrder",),
    "Description": ("Processing",),
    "sourceImageInformation": ("documentIdentifier",),
    "TextLine": ("Shape",),
    "String": ("Shape", "Glyph"),
    **dict.fromkeys(SPACES, ("Shape",)),
    **dict.fromkeys(("preProcessingStep", "ocrProcessingStep", "postProcessingStep"), ("processingCategory",)),
}


@cache
def elements_of(version: str) -> Mapping[str, Known]:
    """What is known of each element in a version."""
    if version != "2.1":
        return _ELEMENTS
    return {name: _before_4(name, known) for name, known in _ELEMENTS.items()}


def _before_4(name: str, known: Known) -> Known:
    lost = _LOST_CHILDREN.get(name, ())
    order = None if known.order is None else tuple(each for each in known.order if each not in lost)
    allowed = known.allowed
    if allowed is not None:
        allowed -= _ONLY_IN_4
        allowed -= _names("ROTATION LANG OTHERLANGS") if name == "Page" else frozenset()
    return Known(known.attributes, known.children, order, allowed)


def has_place(version: str, name: str, thing: str) -> bool:
    """Whether a version has a place for an attribute or child of an element."""
    known = elements_of(version).get(name)
    return known is None or known.rank(thing) is not None or thing in (known.allowed or ())


@lru_cache(maxsize=1 << 16)
def fits(_element: str, key: str, value: str) -> bool:
    """Whether the schema takes a value for an attribute."""
    if key in _NUMBERS:
        return _NUMBER.fullmatch(value) is not None
    if key in _SHARES:
        return _NUMBER.fullmatch(value) is not None and 0 <= float(value) <= 1
    if key in _WORDS:
        return value in _WORDS[key]
    if key in ("LANG", "language"):
        return _LANGUAGE.fullmatch(value) is not None
    if key in ("STYLE", "FONTSTYLE"):
        return bool(value.split()) and set(value.split()) <= _FONT_STYLES
    if key == "ID" or key in ("IDNEXT", "PROCESSING"):
        return is_name(value)
    if key in REFERENCES:
        return bool(value.split()) and all(is_name(part) for part in value.split())
    return True


def vocabulary(version: str, homeless: Homeless, own: Callable[[etree._Element], bool], *, nested: bool) -> Vocabulary:
    """What a writer of a version knows; without `nested` composed blocks are left out."""
    return Vocabulary(
        elements_of(version),
        taken=_TAKEN if nested else _TAKEN | {"ComposedBlock"},
        nested=nested,
        ids=frozenset({"ID"}),
        references=REFERENCES,
        own=own,
        fits=fits,
        homeless=homeless,
    )


def is_own_tag(element: etree._Element) -> bool:
    """Whether an element is a tag of roles or flow, which Galley writes anew each time."""
    return tag(element) == "LayoutTag" and element.get("TYPE") in (ROLE_TAG, FLOW_TAG)
