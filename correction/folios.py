"""Folios: which page of its issue a page is.

In: pages in order of arrival with the reviewed texts of their lines. Out: a `Folio` for each: its number, printed or
counted, and which issue of those that arrived it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocr.layout.jumps import page_number
from ocr.page import Page

_NUMBER = r"\d{1,3}|[〇零一二三四五六七八九十廿]{1,4}"
_HAN = re.compile(rf"第[ \u3000]*[A-Z]?({_NUMBER})[ \u3000]*[版頁页张張]")
_ALONE = re.compile(rf"[\W_]*(?:[A-Z]?({_NUMBER})[ ]*[版頁页]?)[\W_]*")
_WORD = re.compile(r"[^\W\d_]{4,}|[㐀-䶿一-鿿]{2,}")
_POINTERS = ("on", "to", "see", "from", "auf", "siehe", "von", "sur", "à", "voir")  # before a page that is another
_ELSEWHERE = "".join(rf"(?<!{word} )" for word in _POINTERS)
_LATIN = re.compile(rf"{_ELSEWHERE}\b(?:page|seite|p\.|s\.) ?(\d{{1,3}}|[a-zäöüéè]{{2,10}})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Folio:
    """A page's number within its issue, and the issue's number within what arrived."""

    number: int
    issue: int


def number_pages(
    pages: Sequence[Page], arrival: Mapping[str, int], texts: Mapping[str, Mapping[str, str]]
) -> dict[str, Folio]:
    """Number pages by their printed folios; a page without one counts on from its neighbours.

    `arrival` is the place of each page among all that arrived, `texts` the reviewed texts by page and line. A new issue
    begins where the numbers do not rise.
    """
    return count_on([(page.id, printed_folio(page, texts.get(page.id, {}))) for page in pages], arrival)


def count_on(printed: Sequence[tuple[str, int | None]], arrival: Mapping[str, int]) -> dict[str, Folio]:
    """Number pages, by id, of which the printed folio is known or None; else as `number_pages` does."""
    at = [arrival[page_id] for page_id, _ in printed]
    numbers = [number for _, number in printed]
    for i in range(len(printed) - 2, -1, -1):  # a front page has no folio, but the next page tells
        after = numbers[i + 1]
        if numbers[i] is None and after is not None and after > at[i + 1] - at[i]:
            numbers[i] = after - (at[i + 1] - at[i])
    folios: dict[str, Folio] = {}
    before, issue = 0, 0
    for i, (page_id, _) in enumerate(printed):
        number = numbers[i]
        if number is None:
            number = before + at[i] - at[i - 1] if i else at[i] + 1
        issue += number <= before
        folios[page_id] = Folio(number, issue)
        before = number
    return folios


def head_words(page: Page, texts: Mapping[str, str]) -> frozenset[str]:
    """The words of a page's furniture, lower case: the paper's title, the day, the edition."""
    lines = [line for region in page.regions if region.item is None for line in region.lines]
    said = (texts.get(line.id, page.text_of(line.id)) for line in lines)
    return frozenset(word.lower() for text in said for word in _WORD.findall(text))


def printed_folio(page: Page, texts: Mapping[str, str], lone: bool = True) -> int | None:
    """The page's number as its furniture says it; None where it says none, or more than one.

    A number that is called a page, 第三版, counts before one that stands alone and may be dirt or a price; without
    `lone` such a one does not count at all.
    """
    lines = [line for region in page.regions if region.item is None for line in region.lines]
    printed = [texts.get(line.id, page.text_of(line.id)) for line in lines]
    called = [match for text in printed if (match := _HAN.search(text) or _LATIN.search(text))]
    alone = [match for text in printed if lone and (match := _ALONE.fullmatch(text.strip()))]
    found = {number for match in called or alone if (number := page_number(match[1])) is not None}
    return found.pop() if len(found) == 1 else None
