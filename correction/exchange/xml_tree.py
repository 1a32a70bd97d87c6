"""XML from outside, read safely, whatever namespace a version of a format gives its elements.

In: bytes. Out: lxml elements, found by their local names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from ocr.errors import InputError

WESTERN = "cp1252"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # UTF-16 with and without its mark


def parse(data: bytes, remedy: str) -> etree._Element:
    """Parse bytes into the root element; raises InputError with `remedy` when they are not well-formed.

    Nothing is fetched, no entity is expanded and a document type is refused: no format that is read here needs one.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"the file is not well-formed XML: {fault_of(error)}", remedy) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # a parsed tree has it
        line = data[: max(0, data.find(b"<!DOCTYPE"))].count(b"\n") + 1
        raise InputError(f"the file declares a document type, line {line}", remedy)
    return root


def parse_noted(data: bytes, remedy: str) -> tuple[etree._Element, tuple[str, ...]]:
    """Parse bytes as `parse` does, also where the file is not in the encoding that it declares: with a note on that."""
    data, notes = in_true_encoding(data)
    return parse(data, remedy), notes


def fault_of(error: Exception) -> str:
    """What a parser says of a file, with the line, in its own words but without a name for a file of no name.

    >>> fault_of(ValueError("no <document>"))
    'no <document>'
    """
    return str(error.msg if isinstance(error, etree.XMLSyntaxError) and error.msg else error)


def in_true_encoding(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    r"""The file's bytes, in UTF-8 without a declaration where the declared encoding is not theirs, and a note on it.

    >>> in_true_encoding("<?xml version='1.0'?><a>ü</a>".encode("cp1252"))
    (b'<a>\xc3\xbc</a>', ('the file is not in the encoding that it declares, utf-8: read as cp1252',))
    """
    match = _DECLARED.match(data[:400])
    declared = match[1].decode("ascii").lower() if match else "utf-8"
    if data.startswith(_WIDE_MARKS):
        return data, ()
    text = _decoded(data, "utf-8")
    if text is not None and (declared == "utf-8" or data.isascii()):
        return (data, ()) if not declared.startswith(("utf-16", "utf16", "ucs")) else (_plain(text), ())
    if text is not None:
        used = "utf-8"
    elif declared != "utf-8" and _decoded(data, declared) is not None:
        return data, ()
    else:
        text, used = _guessed(data)
    return _plain(text), (f"the file is not in the encoding that it declares, {declared}: read as {used}",)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(data: bytes) -> tuple[str, str]:
    """UTF-8 with some broken bytes, or Western European where most of what is not ASCII would be broken."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(not letter.isascii() for letter in text) - broken
    return (text, "utf-8 with broken bytes") if whole > broken else (data.decode(WESTERN, "replace"), WESTERN)


def _plain(text: str) -> bytes:
    return _DECLARATION.sub("", text).encode()


def tag(element: etree._Element) -> str:
    """Give the local name; empty for comments and processing instructions, whose tag is no text."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, *tags: str) -> Iterator[etree._Element]:
    """Find the children with one of these names; none of no element."""
    return element.iterchildren(*_anywhere(tags)) if element is not None else iter(())


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Find the first child with this name."""
    return next(children(element, name), None)


def every(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """All elements inside with one of these names, in document order."""
    return element.iter(*_anywhere(tags))


@cache
def _anywhere(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{{*}}{tag}" for tag in tags)


def own_text(element: etree._Element | None) -> str:
    """The text of an element itself, with what stands behind comments and processing instructions in it."""
    return "" if element is None else "".join([element.text or "", *(each.tail or "" for each in element)])


def number(text: str | None) -> float:
    """Read an attribute as a number; 0 when it is missing or none."""
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0
