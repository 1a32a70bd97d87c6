"""What is carried from a file that its own schema refuses is made fit for the new one.

In: a document with what was carried into it. Out: the same with what the schema asks for and without what it does not
bear: attributes that it requires are there, what may stand but once stands once, references lead to something.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lxml import etree

from correction.exchange.alto.terms import NEWEST
from correction.exchange.alto.vocabulary import PLACE, REFERENCES, SPACES
from correction.exchange.xml_tree import children, every, tag
from ocr.page import new_id

_TAGS = ("LayoutTag", "StructureTag", "RoleTag", "NamedEntityTag", "OtherTag")
_NAMED = frozenset({"OCRProcessing", "Processing", "ParagraphStyle", "ComposedBlock", *_TAGS})
# Without these an element says nothing and is left out.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "Polygon": ("POINTS",),
    "Circle": ("HPOS", "VPOS", "RADIUS"),
    "Ellipse": ("HPOS", "VPOS", "HLENGTH", "VLENGTH"),
    "Glyph": ("CONTENT",),
}
_ONCE: Mapping[str, tuple[str, ...]] = {
    "OCRProcessing": ("ocrProcessingStep",),
    "sourceImageInformation": ("fileName",),
    "Description": ("sourceImageInformation",),
    "alto": ("Styles",),
    "Page": SPACES,
    "Shape": ("Polygon", "Circle", "Ellipse"),
}


def mend(root: etree._Element, version: str) -> None:
    """Make a document fit for the schema of a version."""
    for name, once in _ONCE.items():
        for element in list(every(root, name)):
            _keep_one(element, once)
    for shape in list(every(root, "Shape")):
        if shape.getparent() is not None:
            _keep_one(shape.getparent(), ("Shape",))
    for element in list(every(root, *_NEEDED)):
        if any(element.get(key) is None for key in _NEEDED[tag(element)]):
            _drop(element)
    for style in list(every(root, "TextStyle")):
        if version != NEWEST and style.get("FONTSIZE") is None:
            _drop(style)
    for element in list(every(root, "Shape", "OCRProcessing", "XmlData", "Styles")):
        if not len(element):
            _drop(element)
    for place, element in enumerate(list(every(root, *_NAMED))):
        if not element.get("ID"):
            element.set("ID", new_id("x", tag(element), place))
        if tag(element) in _TAGS and element.get("LABEL") is None:
            element.set("LABEL", "")
    _give_places(root)
    _mend_references(root)


def _keep_one(parent: etree._Element | None, names: tuple[str, ...]) -> None:
    """Leave the first child of each name; blocks in a second margin or print space go to the first."""
    for name in names:
        found = list(children(parent, name))
        for other in found[1:]:
            if name in SPACES:
                found[0].extend(list(other))
            _drop(other)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _give_places(root: etree._Element) -> None:
    """Give carried blocks and margins the places that the older schema asks of them."""
    for element in every(root, "ComposedBlock", *SPACES):
        for key in sorted(PLACE):
            if element.get(key) is None:
                element.set(key, _around(element, key))


def _around(element: etree._Element, key: str) -> str:
    """What a block that holds others takes of one measure; 0 where nothing in it has a place."""
    start, length = ("HPOS", "WIDTH") if key in ("HPOS", "WIDTH") else ("VPOS", "HEIGHT")
    places = [(each.get(start), each.get(length)) for each in element.iter() if each is not element]
    edges = [(float(low), float(low) + float(size)) for low, size in places if low is not None and size is not None]
    first = min((low for low, _ in edges), default=0.0)
    last = max((high for _, high in edges), default=first)
    return f"{first if key == start else last - first:g}"


def _mend_references(root: etree._Element) -> None:
    """Leave out references to what is not in the file."""
    ids = set(cast("list[str]", root.xpath(".//@ID", smart_strings=False)))
    for key in sorted(REFERENCES):
        for element in cast("list[etree._Element]", root.xpath(f".//*[@{key}]")):
            names = [name for name in (element.get(key) or "").split() if name in ids]
            if names:
                element.set(key, " ".join(names))
            else:
                del element.attrib[key]
