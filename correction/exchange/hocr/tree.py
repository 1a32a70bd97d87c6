"""hOCR files as trees of elements with properties, whether they are XHTML or HTML.

In: a file's bytes. Out: the root element, and what an element's `class` and `title` say. Nothing is fetched; HTML's
named characters are put in, any other entity is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import name2codepoint

from lxml import etree

from correction.exchange.xml_tree import fault_of, in_true_encoding
from ocr.errors import InputError
from ocr.page import Box, Point

REMEDY = "give an hOCR file of one page, as 'galley export --format hocr' writes it"
_CHARSET = re.compile(rb"""<meta[^>]*?charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4000  # bytes in which a file says its encoding
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_TOO_DEEP = re.compile(r"Excessive depth\D*(\d+)")  # as libxml2 says it
_PROPERTY = re.compile(r"""\s*([\w-]+)((?:\s+(?:"[^"]*"|'[^']*'|[^\s;"']+))*)\s*(?:;|$)""")
_VALUE = re.compile(r""""([^"]*)"|'([^']*)'|(\S+)""")


def parse_hocr(data: bytes) -> tuple[etree._Element, tuple[str, ...]]:
    """Parse a file into its root element, with notes; raises InputError with a line for what cannot be read."""
    text, notes = _decoded(data)
    match = _DOCTYPE.search(text[:_HEAD])
    if match and match[1]:
        line = text[: match.start()].count("\n") + 1
        raise InputError(f"the file's document type declares entities, line {line}", REMEDY)
    text = _DOCTYPE.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    text = _ENTITY.sub(_character, _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser), notes
    except (etree.XMLSyntaxError, ValueError) as error:
        _refuse_depth(parser)
        return _as_html(text, notes, error)


def _as_html(text: str, notes: tuple[str, ...], error: Exception) -> tuple[etree._Element, tuple[str, ...]]:
    parser = etree.HTMLParser(no_network=True, encoding="utf-8", huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    _refuse_depth(parser)
    if root is None:
        raise InputError(f"the file is neither XHTML nor HTML: {fault_of(error)}", REMEDY) from error
    if "</html>" not in text[-_HEAD:].lower():
        notes = (*notes, f"the file ends early; what was there is read ({fault_of(error)})")
    return root, notes


def _refuse_depth(parser: etree.XMLParser | etree.HTMLParser) -> None:
    """Raise InputError for what is nested too deep: the HTML parser would leave the rest of it out without a word."""
    for fault in parser.error_log:
        match = _TOO_DEEP.search(fault.message)
        if match:
            raise InputError(f"the file's elements are nested more than {match[1]} deep, line {fault.line}", REMEDY)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    match = _CHARSET.search(data[:_HEAD])
    if match and not data.lstrip().startswith(b"<?xml"):
        declared = match[1].decode("ascii")
        head = f'<?xml version="1.0" encoding="{declared}"?>'.encode()
        true, notes = in_true_encoding(head + data)
        return _text(true.removeprefix(head), "utf-8" if notes else declared), notes
    true, notes = in_true_encoding(data)
    declaration = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""", true[:400])
    return _text(true, declaration[1].decode("ascii") if declaration else "utf-8"), notes


def _text(data: bytes, encoding: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode(encoding, "replace").removeprefix("\ufeff")
    except LookupError:
        return data.decode("utf-8", "replace")


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _OF_XML or name not in name2codepoint else chr(name2codepoint[name])


def kinds(element: etree._Element) -> frozenset[str]:
    """The classes of an element."""
    return _split(element.get("class") or "")


@lru_cache(maxsize=256)
def _split(classes: str) -> frozenset[str]:
    return frozenset(classes.split())


def inside(element: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """All elements inside with one of these classes, in document order."""
    return (
        each for each in element.iterdescendants() if isinstance(each.tag, str) and not kinds(each).isdisjoint(wanted)
    )


def properties(element: etree._Element) -> dict[str, list[str]]:
    """What an element's `title` says, by property.

    >>> properties(etree.fromstring('<p title="image &quot;a b.png&quot;; bbox 0 0 9 9; x_wconf 93"/>'))
    {'image': ['a b.png'], 'bbox': ['0', '0', '9', '9'], 'x_wconf': ['93']}
    """
    found: dict[str, list[str]] = {}
    for name, values in _PROPERTY.findall(element.get("title") or ""):
        found[name] = ["".join(parts) for parts in _VALUE.findall(values)]
    return found


def numbers(values: list[str] | None) -> list[float]:
    """The values of a property as numbers; empty where one is none."""
    try:
        found = [float(value) for value in values or ()]
    except ValueError:
        return []
    return found if all(abs(value) < 1e9 for value in found) else []


def box_of(said: dict[str, list[str]]) -> Box | None:
    """The box that an element's properties give; None for none."""
    corners = numbers(said.get("bbox") or said.get("x_bboxes"))
    if len(corners) < 4:
        return None
    left, top, right, bottom = (round(value) for value in corners[:4])
    return Box(min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def points_of(values: list[str] | None) -> tuple[Point, ...]:
    """Pairs of numbers as points."""
    found = numbers(values)
    return tuple((round(x), round(y)) for x, y in zip(found[::2], found[1::2], strict=False))
