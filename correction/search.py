r"""Search over what was reviewed: headings, bylines and paragraphs, whole over line ends.

In: a project, words as a person types them: all are wanted, "a phrase" stands together, a word with * behind it is a
beginning. Out: hits with page, line and box. What is searched is the printed text with its line ends, so that a page's
passages depend on that page alone; a broken word is found whole and by its halves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import accumulate

from correction.article import Article
from correction.assemble import assemble
from correction.lexicon import HYPHENS
from correction.proof import proved
from correction.repair.passage import is_wide
from correction.search_keys import asked_keys, matches, placed_keys
from correction.store import Found, Passage, Project, SearchHit, Term
from ocr.errors import DamageError, UsageError
from ocr.events import CancelToken
from ocr.page import Box

AROUND = 60  # code points of the snippet before the first mark, and twice as many behind
NOWHERE = Box(0, 0, 0, 0)
AT_ONCE = 200  # pages that are listed as stale at a time
_ASKED = re.compile(r'["“”„»«「」『』]([^"“”„»«「」『』]*)["“”„»«「」『』]?|([^\s"“”„»«「」『』]+)')
Wanted = list[list[Term]]


def search(project: Project, words: str, limit: int = 50, offset: int = 0) -> list[SearchHit]:
    """Where the words stand, by date and then page; raises UsageError for words that have nothing to look for.

    Pages that changed are brought up to date first.
    """
    wanted = parse(words)
    refresh(project)
    hits = [_hit(found, wanted) for found in project.find(wanted, limit, offset)]
    boxes = {page: _boxes(project, page) for page in {hit.page for hit in hits if _is_lost(hit)}}
    return [replace(hit, box=boxes[hit.page].get(hit.line, NOWHERE)) if _is_lost(hit) else hit for hit in hits]


def parse(words: str) -> Wanted:
    """What a person asks for: groups that must all be there, each with the terms that answer it.

    >>> parse('"Thor" har*')[1]
    [Term(tokens=('har',), prefix=True), Term(tokens=('de:har',), prefix=True)]
    """
    wanted: Wanted = []
    for phrase, word in _ASKED.findall(words):
        begins = word.endswith("*")
        terms = [
            Term(tokens, prefix or (begins and _may_go_on(tokens))) for tokens, prefix in asked_keys(phrase or word)
        ]
        wanted += [terms] if terms and terms not in wanted else []
    if not wanted:
        raise UsageError(f"'{words}' has nothing to look for", 'give words, a "phrase", or a beginning with *')
    return wanted


def refresh(
    project: Project,
    tell: Callable[[int], None] = lambda _: None,
    cancel: CancelToken | None = None,
    most: int | None = None,
) -> int:
    """Make the passages of all pages that changed, or of so many at most; `tell` hears after each how many are done.

    Gives that number too; after `cancel` no further page begins.
    """
    done = 0
    while stale := project.stale(AT_ONCE if most is None else min(AT_ONCE, most - done)):
        for page_id, change in stale:
            if cancel and cancel.cancelled:
                return done
            project.save_passages(page_id, change, page_passages(project, page_id))
            done += 1
            tell(done)
        if done == most:
            break
    return done


def page_passages(project: Project, page_id: str) -> list[Passage]:
    """What is searched of a page; nothing of one that was not read or whose record is damaged."""
    if not project.entry(page_id).was_read:
        return []
    try:
        proof = proved(project, page_id)
    except DamageError:
        return []
    return [
        passage
        for article in assemble(proof.page, proof.texts)
        for passage in _passages(article, page_id)
        if passage.text.strip()
    ]


def _passages(article: Article, page_id: str) -> Iterator[Passage]:
    parts: list[tuple[str, str, Sequence[str]]] = [(h.role, h.text, h.lines) for h in article.headings]
    parts += [("byline", credit.text, credit.lines) for credit in article.credits]
    parts += [(paragraph.kind, paragraph.text, paragraph.lines) for paragraph in article.paragraphs]
    for kind, text, lines in parts:
        starts = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
        yield Passage(page_id, article.id, kind, text, tuple(zip(lines, starts, strict=False)), article.language)


def _may_go_on(tokens: Sequence[str]) -> bool:
    """Whether a last token may be a beginning; two Han characters are a whole token, and any text may follow."""
    return not (len(tokens[-1]) == 2 and is_wide(tokens[-1][0]))


def _is_lost(hit: SearchHit) -> bool:
    """Whether it is in a line that no engine found: a person drew, cut or fused it."""
    return bool(hit.line) and hit.box == NOWHERE


def _boxes(project: Project, page_id: str) -> dict[str, Box]:
    """The lines of a page as persons have left it; none of one that is damaged."""
    with suppress(DamageError):
        return {line.id: line.box for line in proved(project, page_id).page.lines}
    return {}


def _hit(found: Found, wanted: Wanted) -> SearchHit:
    passage = found.passage
    placed = placed_keys(passage.text, passage.language)
    spans = sorted({span for group in wanted for term in group for span in matches(placed, term.tokens, term.prefix)})
    first = spans[0][0] if spans else 0
    line = next((line for line, start in reversed(passage.lines) if start <= first), "")
    snippet, marks = _snippet(passage.text, first, spans)
    return SearchHit(
        passage.page,
        passage.article,
        passage.kind,
        line,
        found.boxes.get(line, NOWHERE),
        snippet,
        marks,
        found.issue.id if found.issue else None,
        found.title.name if found.title else "",
        found.issue.date if found.issue else None,
        found.entry.label,
        passage.language,
    )


def _snippet(text: str, first: int, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text around a place in one line, and where the marked stretches stand in it."""
    start, end = max(0, first - AROUND), min(len(text), first + 2 * AROUND)
    while start > 0 and not text[start - 1].isspace() and first - start < AROUND + 20:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - first < 2 * AROUND + 20:
        end += 1
    shown = [_shown(text, i) for i in range(start, end)]
    places = list(accumulate(map(len, shown), initial=0))
    marks = [(places[max(a, start) - start], places[min(b, end) - start]) for a, b in spans if a < end and b > start]
    return "".join(shown), tuple(marks)


def _shown(text: str, i: int) -> str:
    """A character of a passage as it stands in one line: a line end is a space, or nothing where words go on."""
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if text[i] == "\n":
        return "" if before in HYPHENS or (is_wide(before) and is_wide(after)) else " "
    goes_on = text[i] in HYPHENS and after == "\n" and text[i + 2 : i + 3].islower()
    return "" if goes_on else text[i]
