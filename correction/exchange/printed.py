"""A page word by word as it goes out: each with its box, its place in the text, and its part of a broken word.

In: an `Export` and one of its pages. Out: a `PrintedLine` for each line that says something. The words of a line that
reads as its base reading does are that reading's own. Where a person changed the text, words that stayed keep their
boxes; what was changed lies where the letters stood that it replaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from correction.article import Article, Hyphen
from correction.exchange import Export
from correction.exchange.letters import Origins, letter_boxes, move_letters, word_box, word_cuts
from correction.marking import Mark
from ocr.page import Box, LineText, Page, TextLine

Part = Literal["first", "second"]
_WORD_ID = re.compile(r"w_(?P<line>.+)_(?P<index>\d+)")


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A piece of a line without white space: a word, a mark that stands apart, a Han character.

    `offset` counts code points of the line's text. `spaced` says that white space follows. `part` tells the half of a
    word that is broken at a line end, whose form in the clean text is `whole`; the first half's text ends in `mark`,
    the printed hyphen, if there is one. `confidence` is the engine's, 0-1; None where a person wrote the text.
    """

    id: str
    text: str
    box: Box
    offset: int
    confidence: float | None = None
    spaced: bool = False
    part: Part | None = None
    whole: str = ""
    mark: str = ""

    @property
    def stem(self) -> str:
        """The text without the hyphen that breaks the word."""
        return self.text.removesuffix(self.mark) if self.mark else self.text


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line with its text as it goes out.

    `reviewed` says that a person settled the text, `marks` are on spans of it.
    """

    line: TextLine
    text: str
    words: tuple[PrintedWord, ...]
    confidence: float | None = None
    reviewed: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Breaks:
    """Words that are broken at a line's end, by the lines that they begin on and by those that they go on in."""

    first: Mapping[str, Hyphen]
    second: Mapping[str, Hyphen]


NO_BREAKS = Breaks({}, {})


def print_page(export: Export, page: Page) -> dict[str, PrintedLine]:
    """Every line of a page that has a text, by id, in reading order."""
    breaks = find_breaks(article for article in export.articles if page.id in article.pages)
    return print_lines(page, export.texts.get(page.id, {}), export.marks.get(page.id, {}), breaks)


def print_lines(
    page: Page,
    texts: Mapping[str, str],
    marks: Mapping[str, tuple[Mark, ...]] | None = None,
    breaks: Breaks = NO_BREAKS,
) -> dict[str, PrintedLine]:
    """Every line of a page that has a text, by id; `texts` are the reviewed ones."""
    reading = page.base_reading
    said = reading.lines if reading else {}
    found: dict[str, PrintedLine] = {}
    for line in page.lines:
        base = said.get(line.id, LineText(""))
        text = texts.get(line.id, base.text)
        if not text.strip():
            continue
        words = _broken(tuple(print_words(line, base, text)), breaks.first.get(line.id), breaks.second.get(line.id))
        sure = base.confidence if text == base.text else None
        found[line.id] = PrintedLine(line, text, words, sure, line.id in texts, (marks or {}).get(line.id, ()))
    return found


def print_words(line: TextLine, base: LineText, text: str) -> Iterator[PrintedWord]:
    """The words of a line that says `text` where its base reading says `base`."""
    origins: Origins = range(len(text))
    boxes: list[Box] = []
    if text != base.text:
        origins, boxes = move_letters(line, base.text, letter_boxes(line, base), text)
    words, cuts = word_cuts(base, text, origins)
    if not boxes and any(start not in words for start, _ in cuts):  # few lines need them, and they take time
        boxes = letter_boxes(line, base)
    for index, (start, end) in enumerate(cuts):
        word = words.get(start)
        spaced = text[end : end + 1].isspace()
        box = word.box if word else word_box(boxes[start:end])
        yield PrintedWord(
            word_id(line.id, index), text[start:end], box, start, word.confidence if word else None, spaced
        )


def word_id(line: str, index: int) -> str:
    """What the word of that place in a line is called outside."""
    return f"w_{line}_{index}"


def place_of_word(name: str) -> tuple[str, int] | None:
    """The line that a word's name tells, and its place there; None for a name that is none of a word.

    >>> place_of_word(word_id("l_3f0d6f4c1b2a", 4))
    ('l_3f0d6f4c1b2a', 4)
    """
    match = _WORD_ID.fullmatch(name)
    return (match["line"], int(match["index"])) if match else None


def find_breaks(articles: Iterable[Article]) -> Breaks:
    """The words that articles have broken at line ends and that are one word in their text."""
    first: dict[str, Hyphen] = {}
    second: dict[str, Hyphen] = {}
    for article in articles:
        ledger = {entry.line: entry for entry in article.hyphens if entry.form and not re.search(r"\s", entry.form)}
        parts = [part.lines for several in (article.headings, article.credits, article.paragraphs) for part in several]
        for line, following in (pair for lines in parts for pair in pairwise(lines)):
            if line in ledger:
                first[line] = second[following] = ledger[line]
    return Breaks(first, second)


def _broken(words: tuple[PrintedWord, ...], begun: Hyphen | None, ended: Hyphen | None) -> tuple[PrintedWord, ...]:
    """The words of a line, its first one the end of a broken word, its last one the beginning of another."""
    if not words:
        return words
    if ended and words[0].text.startswith(ended.right):
        tail = words[0].text.removeprefix(ended.right)
        words = (replace(words[0], part="second", whole=f"{ended.form}{tail}"), *words[1:])
    printed = f"{begun.left}{begun.mark}" if begun else ""
    if begun and words[-1].text.endswith(printed):
        head = words[-1].text.removesuffix(printed)
        words = (*words[:-1], replace(words[-1], part="first", whole=f"{head}{begun.form}", mark=begun.mark))
    return words
