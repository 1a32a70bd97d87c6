"""The ids of a file that a page was imported from, led to the page's lines and the places of words in them.

In: the file and its page in the project, whose lines may have other ids by now; an id as the file has it. Out: a
`FilePlace` for each line that the id stands in, which may be several: some producers number words anew in every block.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from correction.exchange import Original
from correction.exchange.alto.layout import lay_out
from correction.exchange.alto.places import page_of
from correction.exchange.alto.terms import without_direction_marks
from correction.exchange.hocr.lines import WORDS, word_text
from correction.exchange.hocr.original import nearest_page
from correction.exchange.hocr.tree import inside
from correction.exchange.hocr.writer import SOFT_HYPHEN
from correction.exchange.pagexml.versions import REMEDY, modernise
from correction.exchange.xml_tree import child, children, every, number, own_text, parse_noted
from ocr.page import Page, new_id

_LINE = "l"


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A line of the page, and the word of it that has the id: its letters and those before it, without white space.

    `word` is empty where the id is the line's own.
    """

    line: str
    word: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class _FileLines:
    """A parsed file: its elements with the ids that it gives them, its lines by theirs, the words of a line."""

    ids: Mapping[etree._Element, str]
    lines: Mapping[etree._Element, str]
    words: Callable[[etree._Element], Iterator[tuple[etree._Element, str]]]


def places_of_id(original: Original, page: Page, name: str) -> tuple[FilePlace, ...]:
    """Where an id stands in a file, in the order of the file; raises InputError for a file that cannot be read."""
    read = _READERS.get(original.format)
    if read is None:
        return ()
    file = read(original.data, page)
    found = (_place(file, element) for element, said in file.ids.items() if said == name)
    return tuple(dict.fromkeys(place for place in found if place))


def letters_of(text: str) -> str:
    """A text as words of a file are counted in: without white space, composed."""
    return unicodedata.normalize("NFC", "".join(text.split()))


def _place(file: _FileLines, element: etree._Element) -> FilePlace | None:
    """The line that an element stands in or is, with the word that it is or belongs to."""
    path = [element, *element.iterancestors()]
    line = next((each for each in path if each in file.lines), None)
    if line is None:
        return None
    before = ""
    for word, text in file.words(line):
        if word in path:
            return FilePlace(file.lines[line], letters_of(text), before)
        before += letters_of(text)
    return FilePlace(file.lines[line])


def _ours(page: Page) -> Callable[[str], str | None]:
    """What a line of the file is called on the page; None for one that it has no more."""
    known = {line.id for line in page.lines}

    def named(name: str) -> str | None:
        return next((each for each in (name, new_id(_LINE, page.id, name)) if each in known), None)

    return named


def _known(page: Page, lines: Iterator[tuple[etree._Element, str]]) -> dict[etree._Element, str]:
    named = _ours(page)
    return {element: ours for element, name in lines if (ours := named(name)) is not None}


def _alto(data: bytes, page: Page) -> _FileLines:
    root, _ = parse_noted(data, "")
    element = page_of(root)
    lines = lay_out(root, element).lines if element is not None else ()
    ids = {each: each.get("ID") or "" for each in root.iter("*")}
    return _FileLines(ids, _known(page, ((line.element, line.name) for line in lines)), _alto_words)


def _alto_words(line: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    return ((each, without_direction_marks(each.get("CONTENT") or "")) for each in children(line, "String"))


def _pagexml(data: bytes, page: Page) -> _FileLines:
    root, _ = parse_noted(data, REMEDY)
    ids = {each: each.get("id") or "" for each in root.iter("*")}
    modernise(root)  # gives a second line of an id a new one
    return _FileLines(ids, _known(page, ((e, e.get("id") or "") for e in every(root, "TextLine"))), _pagexml_words)


def _pagexml_words(line: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for word in children(line, "Word"):
        said = min(children(word, "TextEquiv"), key=lambda each: number(each.get("index")), default=None)
        yield word, own_text(child(said, "Unicode"))


def _hocr(data: bytes, page: Page) -> _FileLines:
    element, named = nearest_page(data, page)
    ids = {each: each.get("id") or "" for each in element.iter("*")}
    known = {line.id for line in page.lines}
    return _FileLines(ids, {each: name for name, each in named.items() if name in known}, _spans)


def _spans(line: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The words that hold no others, each without the soft hyphen at its end, which the page has as a printed one."""
    for each in inside(line, *WORDS):
        if next(inside(each, *WORDS), None) is None:
            yield each, word_text(each, False).rstrip().removesuffix(SOFT_HYPHEN)


_READERS: Mapping[str, Callable[[bytes, Page], _FileLines]] = {"alto": _alto, "page": _pagexml, "hocr": _hocr}
