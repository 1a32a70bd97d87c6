"""XML from outside, read safely, whatever namespace a version of a format gives its elements.

In: bytes. Out: lxml elements, found by their local names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree

from ocr.errors import InputError


def parse(data: bytes, remedy: str) -> etree._Element:
    """Parse bytes into the root element; raises InputError with `remedy` when they are not well-formed.

    Nothing is fetched, no entity is expanded and a document type is refused: no format that is read here needs one.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"the file is not well-formed XML: {error}", remedy) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # a parsed tree has it
        raise InputError("the file declares a document type", remedy)
    return root


def tag(element: etree._Element) -> str:
    """Give the local name; empty for comments and processing instructions, whose tag is no text."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, *tags: str) -> Iterator[etree._Element]:
    """Find the children with one of these names; none of no element."""
    return (child for child in element if tag(child) in tags) if element is not None else iter(())


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Find the first child with this name."""
    return next(children(element, name), None)


def every(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """All elements inside with one of these names, in document order."""
    return (inner for inner in element.iter() if tag(inner) in tags)


def number(text: str | None) -> float:
    """Read an attribute as a number; 0 when it is missing or none."""
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0
