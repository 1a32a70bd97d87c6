"""Pages on their way in: which format a file has, and the module that reads it.

In: a file's bytes. Out: a `Page` as the file tells it: its own ids, its own units, the name that it gives the image.
`correction.importing` finds the image and takes the page into a project.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from ocr.errors import InputError
from ocr.page import Page

FORMATS_IN = "PAGE-XML, ALTO, hOCR, METS or, beside an image of its name, plain text"
METS, TEXT = "mets", "text"
_HEAD = 65536  # bytes in which the root element begins, behind comments
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")
_SKIPPED = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.DOTALL)
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """A row of the table: the root element that tells the format, and the function that reads a page."""

    name: str
    root: str
    module: str = ""
    function: str = ""
    several: str = ""  # the function that reads all pages of a file, where one may hold more

    def read(self, data: bytes) -> Page:
        """Read a page; raises InputError for a file that is broken or no page of this format."""
        function = getattr(import_module(f"correction.exchange.{self.module}"), self.function)
        return cast(Callable[[bytes], Page], function)(data)


IMPORTS: Mapping[str, ImportFormat] = {
    row.name: row
    for row in (
        ImportFormat("page", "PcGts", "pagexml.reader", "read_pagexml"),
        ImportFormat("alto", "alto", "alto.reader", "read_alto"),
        ImportFormat("hocr", "html", "hocr.reader", "read_hocr", "read_hocr_pages"),
        ImportFormat(METS, "mets"),
    )
}


def format_of(data: bytes, name: str) -> str | None:
    """Tell the format of a file by its root element; of one without elements by its name; None for no known one.

    >>> format_of(b'<?xml version="1.0"?><!-- of 1887 --><alto xmlns="x">', "a.xml")
    'alto'
    """
    encoding = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "utf-8")
    head = _SKIPPED.sub("", data[:_HEAD].decode(encoding, "replace")).lstrip("\ufeff \t\r\n")
    match = _ROOT.match(head)
    if match:
        root = match[1].lower()
        known = next((row.name for row in IMPORTS.values() if row.root.lower() == root), None)
        if known or not name.lower().endswith(".txt"):  # a text may begin with a sign that looks like a tag
            return known
    return TEXT if name.lower().endswith(".txt") else None


def read_imported(data: bytes, name: str) -> tuple[str, Page]:
    """Read a page of whatever format it is, which is told; raises InputError, which names the file."""
    kind = format_of(data, name)
    if kind is None or kind not in IMPORTS or kind == METS:
        raise InputError(f"{name}: this is no page", f"give {FORMATS_IN}")
    try:
        return kind, IMPORTS[kind].read(data)
    except InputError as error:
        raise InputError(f"{name}: {error.problem}", error.remedy) from error


def read_several(data: bytes, name: str) -> tuple[Page, ...]:
    """The pages of a file that holds more than one, else none; raises InputError, which names the file.

    Where they name one image, each is the frame of its place in it.
    """
    kind = IMPORTS.get(format_of(data, name) or "")
    if kind is None or not kind.several:
        return ()
    try:
        function = getattr(import_module(f"correction.exchange.{kind.module}"), kind.several)
        pages = tuple(cast(Callable[[bytes], Iterable[Page]], function)(data))
    except InputError as error:
        raise InputError(f"{name}: {error.problem}", error.remedy) from error
    if len(pages) < 2:
        return ()
    if len({page.source.path for page in pages}) > 1:
        return pages
    return tuple(replace(page, source=replace(page.source, frame=n)) for n, page in enumerate(pages))
