"""Articles as JSON, version 1, and back.

In: an `Export`, of which only the articles are written. Out: one file, and `read_json` gives equal articles but for
what the format has no fields for (`credit_first`, `jumps`, `keeps_lines`, `initial`). The structs below are the
format: their fields stand in the order of the file, a field that is empty is null, lists may be empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from correction.article import (
    Article,
    Change,
    Credit,
    Heading,
    HeadingRole,
    Hyphen,
    HyphenDecision,
    LineMark,
    MarkKind,
    Paragraph,
    ParagraphKind,
)
from correction.exchange import Export, OutputFile
from ocr.errors import InputError
from ocr.page import ItemType

VERSION: Literal[1] = 1


class HeadingRecord(msgspec.Struct, frozen=True):
    """One member of the heading stack."""

    role: HeadingRole
    text: str | None = None
    lines: tuple[str, ...] = ()


class CreditRecord(msgspec.Struct, frozen=True):
    """Who wrote, photographed or sent it."""

    role: str | None = None
    names: tuple[str, ...] = ()
    text: str | None = None
    lines: tuple[str, ...] = ()


class ParagraphRecord(msgspec.Struct, frozen=True):
    """A paragraph, subhead, caption or inset."""

    kind: ParagraphKind
    text: str | None = None
    dateline: str | None = None
    lines: tuple[str, ...] = ()


class HyphenRecord(msgspec.Struct, frozen=True):
    """One entry of the line-end ledger."""

    id: str
    line: str
    left: str | None
    mark: str | None
    right: str | None
    form: str | None
    decision: HyphenDecision
    reason: str | None
    confidence: float
    by: str | None = None
    offered: str | None = None


class ChangeRecord(msgspec.Struct, frozen=True):
    """One change that repair made, or offers: `span` is start and end in the printed line, its end counting as one."""

    id: str
    rule: str
    line: str
    span: tuple[int, int]
    before: str | None
    after: str | None
    reason: str | None
    applied: bool = True
    by: str | None = None


class MarkRecord(msgspec.Struct, frozen=True):
    """A span of a printed line that a reviewer marked, in code points: `unclear`, `gap` (illegible) or `supplied`."""

    line: str
    kind: MarkKind
    offset: int
    length: int


class ArticleRecord(msgspec.Struct, frozen=True):
    """One article; `headline`, `kicker` and `byline` repeat the stack's texts in one string each."""

    id: str
    type: ItemType = "article"
    language: str = "en"
    issue: str | None = None
    pages: tuple[str, ...] = ()
    continues: str | None = None
    headline: str | None = None
    kicker: str | None = None
    byline: str | None = None
    headings: tuple[HeadingRecord, ...] = ()
    credits: tuple[CreditRecord, ...] = ()
    paragraphs: tuple[ParagraphRecord, ...] = ()
    hyphens: tuple[HyphenRecord, ...] = ()
    changes: tuple[ChangeRecord, ...] = ()
    marks: tuple[MarkRecord, ...] = ()


class Document(msgspec.Struct, frozen=True):
    """The whole file."""

    galley: Literal[1]
    articles: tuple[ArticleRecord, ...]


def files(export: Export) -> Iterator[OutputFile]:
    """Give the one file, `articles.json`."""
    yield OutputFile("articles.json", write_json(export.articles))


def write_json(articles: tuple[Article, ...]) -> bytes:
    r"""Write articles as UTF-8 JSON, one field a line, without escaping what people can read.

    >>> write_json(()).decode()
    '{\n "galley": 1,\n "articles": []\n}\n'
    """
    document = Document(galley=VERSION, articles=tuple(_record(article) for article in articles))
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def read_json(data: bytes) -> tuple[Article, ...]:
    """Read what `write_json` wrote; raises InputError for anything else, naming the place."""
    try:
        document = msgspec.json.decode(data, type=Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"not Galley's articles JSON: {error}", "give a file from 'galley export --format json'"
        ) from error
    return tuple(_article(record) for record in document.articles)


def _record(article: Article) -> ArticleRecord:
    return ArticleRecord(
        id=article.id,
        type=article.type,
        language=article.language,
        issue=article.issue or None,
        pages=article.pages,
        continues=article.continues or None,
        headline=article.headline,
        kicker=article.kicker,
        byline=article.byline,
        headings=tuple(HeadingRecord(h.role, h.text or None, h.lines) for h in article.headings),
        credits=tuple(CreditRecord(c.role or None, c.names, c.text or None, c.lines) for c in article.credits),
        paragraphs=tuple(
            ParagraphRecord(p.kind, p.text or None, p.dateline or None, p.lines) for p in article.paragraphs
        ),
        hyphens=tuple(_hyphen_record(h) for h in article.hyphens),
        changes=tuple(_change_record(c) for c in article.changes),
        marks=tuple(MarkRecord(m.line, m.kind, m.offset, m.length) for m in article.marks),
    )


def _hyphen_record(h: Hyphen) -> HyphenRecord:
    return HyphenRecord(
        id=h.id,
        line=h.line,
        left=h.left or None,
        mark=h.mark or None,
        right=h.right or None,
        form=h.form or None,
        decision=h.decision,
        reason=h.reason or None,
        confidence=h.confidence,
        by=h.by or None,
        offered=h.offered or None,
    )


def _change_record(c: Change) -> ChangeRecord:
    return ChangeRecord(
        id=c.id,
        rule=c.rule,
        line=c.line,
        span=(c.start, c.end),
        before=c.before or None,
        after=c.after or None,
        reason=c.reason or None,
        applied=c.applied,
        by=c.by or None,
    )


def _article(record: ArticleRecord) -> Article:
    return Article(
        id=record.id,
        type=record.type,
        language=record.language,
        issue=record.issue,
        pages=record.pages,
        continues=record.continues,
        headings=tuple(Heading(h.role, h.text or "", h.lines) for h in record.headings),
        credits=tuple(Credit(c.text or "", c.role, c.names, c.lines) for c in record.credits),
        paragraphs=tuple(Paragraph(p.text or "", p.kind, p.dateline, p.lines) for p in record.paragraphs),
        hyphens=tuple(_hyphen(h) for h in record.hyphens),
        changes=tuple(_change(c) for c in record.changes),
        marks=tuple(LineMark(m.line, m.kind, m.offset, m.length) for m in record.marks),
    )


def _change(c: ChangeRecord) -> Change:
    start, end = c.span
    return Change(c.rule, c.line, start, end, c.before or "", c.after or "", c.reason or "", c.applied, c.by)


def _hyphen(h: HyphenRecord) -> Hyphen:
    return Hyphen(
        id=h.id,
        line=h.line,
        left=h.left or "",
        mark=h.mark or "",
        right=h.right or "",
        form=h.form or "",
        decision=h.decision,
        reason=h.reason or "",
        confidence=h.confidence,
        by=h.by,
        offered=h.offered,
    )
