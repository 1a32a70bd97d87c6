r"""Find in lines: on a page, in its issue or in the project, by words, by what is alike, or by an expression.

In: a `Wanted`. Out: `Step`s, one for each page that has something and now and then one that only tells how far it is,
so that a project of any size takes the memory of a page. Offsets are code points.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Literal, Protocol

import msgspec
from msgspec.structs import replace

from correction.desk.desk import Desk, Sitting
from correction.desk.narrowing import Left, narrow
from correction.expressions import Expression, Place
from correction.search_keys import LETTER, asked_keys, matches, placed_keys
from correction.store import PageEntry
from ocr.errors import DamageError, UsageError

MOST = 20_000  # places that are told; what matches everywhere is no question
FEW = 20  # pages that are looked through sooner than the index is asked
TELL_SECONDS = 0.3  # between two words on how far it is


class Wanted(msgspec.Struct, frozen=True):
    """What to find and where, seen from a page. `put` is what each place becomes, None where nothing is replaced.

    `case` and `whole` (never within a word) are for what is found as typed, `case` also for expressions.
    """

    find: str
    page: str
    how: Literal["words", "alike", "expression"] = "words"
    case: bool = False
    whole: bool = False
    put: str | None = None
    scope: Literal["page", "issue", "project"] = "page"


class LineHits(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line with something to find: what it says, and where."""

    id: str
    text: str
    places: tuple[Place, ...]
    vertical: bool = False


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far it is: `done` of `of` pages. `page` is one that has hits; `locked` where nothing may be replaced.

    `problem` tells why a page, or with `end` all the rest, was not looked through; `more` that there were too many.
    """

    done: int
    of: int
    page: str = ""
    name: str = ""
    language: str = ""
    lines: tuple[LineHits, ...] = ()
    locked: bool = False
    problem: str = ""
    remedy: str = ""
    more: bool = False
    end: bool = False


class Matcher(Protocol):
    """A way to find: the places of each text from left to right, none over another."""

    def places(self, texts: Sequence[str], language: str) -> list[list[Place]]:
        """The places in lines of a language; raises UsageError."""


def find(desk: Desk, wanted: Wanted) -> Iterator[Step]:
    """Look through the pages; raises UsageError at once for what cannot be looked for."""
    way = _way(wanted)
    entries = _scope(desk, wanted)
    # By words alone: letters may stand within them, and an expression may mean anything.
    indexed = wanted.how == "alike" and len(entries) > FEW
    left_out = narrow(desk.project, wanted.find) if indexed else lambda _: frozenset()
    return _steps(desk, entries, way, left_out)


def _steps(
    desk: Desk, entries: Sequence[PageEntry], way: AbstractContextManager[Matcher], left_out: Left
) -> Iterator[Step]:
    told, left, of = time.monotonic(), MOST, len(entries)
    try:
        with way as matcher:
            for done, entry in enumerate(entries, 1):
                step = _look(desk, entry, matcher, left_out, Step(done, of))
                left -= sum(len(line.places) for line in step.lines)
                if step.lines or step.problem or time.monotonic() - told > TELL_SECONDS:
                    told = time.monotonic()
                    yield step
                if left <= 0:
                    yield Step(done, of, more=True, end=True)
                    return
        yield Step(of, of, end=True)
    except UsageError as error:
        yield Step(0, of, problem=error.problem, remedy=error.remedy, end=True)


def _look(desk: Desk, entry: PageEntry, matcher: Matcher, left_out: Left, step: Step) -> Step:
    """A step with what a page has."""
    try:
        sitting = desk.skim(entry.id)
    except DamageError as error:
        return replace(step, page=entry.id, name=desk.name_of(entry.id), problem=error.problem, remedy=error.remedy)
    lines = tuple(_hits(sitting, matcher, left_out(entry.id)))
    if not lines:
        return step
    locked, language = sitting.entry.state == "accepted", sitting.page.language
    return replace(step, page=entry.id, name=desk.name_of(entry.id), language=language, lines=lines, locked=locked)


def _hits(sitting: Sitting, matcher: Matcher, left_out: frozenset[str]) -> Iterator[LineHits]:
    lines = [line for line in sitting.page.lines if line.id not in left_out]
    texts = [sitting.text_of(line.id) for line in lines]
    found = matcher.places(texts, sitting.page.language)
    for line, text, places in zip(lines, texts, found, strict=True):
        if places:
            yield LineHits(line.id, text, tuple(places), line.direction == "vertical")


def _scope(desk: Desk, wanted: Wanted) -> list[PageEntry]:
    entry = desk.project.entry(wanted.page)
    if wanted.scope == "page" or (wanted.scope == "issue" and entry.issue is None):
        return [entry]
    chosen = desk.project.issue_pages(entry.issue) if wanted.scope == "issue" and entry.issue else desk.project.pages()
    return [each for each in chosen if each.was_read]


def _way(wanted: Wanted) -> AbstractContextManager[Matcher]:
    if any(sign in (wanted.put or "") for sign in "\r\n"):
        raise UsageError("a line has no line ends", "put nothing in that breaks it")
    if not wanted.find:
        raise UsageError("there is nothing to look for", "type some words")
    if wanted.how == "expression":
        return _Expressed(Expression(wanted.find, wanted.case, wanted.put))
    if wanted.how == "alike":
        return nullcontext(_Alike(wanted.find, wanted.put))
    return nullcontext(_Literal(wanted))


class _Literal:
    """Letter by letter."""

    def __init__(self, wanted: Wanted) -> None:
        words = wanted.find
        # Where it begins or ends with a mark, or in Chinese, nothing is within a word.
        opens, ends = (wanted.whole and re.fullmatch(LETTER, end) for end in (words[0], words[-1]))
        pattern = (f"(?<!{LETTER})" if opens else "") + re.escape(words) + (f"(?!{LETTER})" if ends else "")
        self._pattern = re.compile(pattern, 0 if wanted.case else re.IGNORECASE)
        self._put = wanted.put

    def places(self, texts: Sequence[str], language: str) -> list[list[Place]]:
        """Every place where the letters stand, or the word."""
        return [[Place(*m.span(), self._put) for m in self._pattern.finditer(text)] for text in texts]


class _Alike:
    """By search keys: as a reader takes words to be the same, whatever their spelling or form of characters."""

    def __init__(self, words: str, put: str | None) -> None:
        self._asked = asked_keys(words)
        self._put = put
        if not self._asked:
            raise UsageError(f"'{words}' has no word in it", "look for it as typed")

    def places(self, texts: Sequence[str], language: str) -> list[list[Place]]:
        """The words that are alike, or stretches of them."""
        return [list(self._in_line(text, language)) for text in texts]

    def _in_line(self, text: str, language: str) -> Iterator[Place]:
        placed = placed_keys(text, language)
        spans = {span for tokens, prefix in self._asked for span in matches(placed, tokens, prefix)}
        end = 0
        for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
            if start >= end:
                yield Place(start, stop, self._put)
                end = stop


@dataclass
class _Expressed:
    """By an expression, tried in a process of its own that ends with the search."""

    expression: Expression

    def __enter__(self) -> _Expressed:
        return self

    def __exit__(self, *raised: object) -> None:
        self.expression.close()

    def places(self, texts: Sequence[str], language: str) -> list[list[Place]]:
        """Where it matches; raises UsageError when it takes too long or puts a line end in."""
        found = self.expression.places(texts)
        if any(sign in (place.put or "") for places in found for place in places for sign in "\r\n"):
            raise UsageError("a line has no line ends", "put nothing in that breaks it")
        return found
