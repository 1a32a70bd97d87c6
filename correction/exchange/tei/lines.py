"""Printed lines inside TEI elements: where each begins, and what is marked in it.

In: pieces of lines. Out: text with `<lb/>` and the elements of its marks behind what a `Flow` has already.
"""

from __future__ import annotations

from collections.abc import Sequence

from correction.exchange.letters import is_wide
from correction.exchange.tei.blocks import Piece
from correction.exchange.tei.pages import KeptLine, Span
from correction.exchange.tei.terms import Flow, Version
from correction.exchange.xml_names import XmlNames

_DTABF_MARKS = {"unclear": ("supplied", "low"), "supplied": ("supplied", "high")}
_P5_MARKS = {"unclear": ("unclear", "low"), "supplied": ("supplied", None), "doubt": ("unclear", "medium")}


def begin_line(flow: Flow, line: KeptLine, names: XmlNames, version: Version, *, joined: bool) -> None:
    """Write the line's beginning, which names it."""
    if version == "dtabf":
        flow.add("lb", n=line.id)
    else:
        flow.add("lb", n=line.id, facs=f"#{names.of('l', line.id, line.page)}", **{"break": "no" if joined else None})


def white_between(before: str, after: str) -> str:
    r"""What parts two printed lines that no word goes over: nothing beside Han characters, which need no space.

    >>> white_between("der Rat", "beriet"), white_between("本报讯", "渡口")
    ('\n', '')
    """
    last, first = before.rstrip()[-1:], after.lstrip()[:1]
    return "" if (last and is_wide(last)) or (first and is_wide(first)) else "\n"


def write_piece(flow: Flow, piece: Piece, version: Version, people: Sequence[str] = ()) -> None:
    """Write the text of a piece of a line with its marks; `people` are names that are marked in it, too."""
    at = 0
    for span in _spans(piece, people):
        flow.text(piece.text[at : span.start])
        _write_span(flow, span, piece.text[span.start : span.end], version)
        at = span.end
    flow.text(piece.text[at:])


def _spans(piece: Piece, people: Sequence[str]) -> list[Span]:
    """The marks on a piece and, where there are none, the names in it."""
    marks = _marks(piece)
    free = [name for name in _names(piece, people) if all(name.end <= m.start or m.end <= name.start for m in marks)]
    return sorted([*marks, *free], key=lambda span: (span.start, span.end))


def _marks(piece: Piece) -> list[Span]:
    """The marks of its line as places of the piece."""
    found = []
    for span in piece.line.spans if piece.line else ():
        start, end = max(span.start, piece.start), min(span.end, piece.end)
        if start < end or (start == end and span.start == span.end):
            found.append(Span(start - piece.start, end - piece.start, span.kind))
    return found


def _names(piece: Piece, people: Sequence[str]) -> list[Span]:
    """Where names stand in a piece, each once, none over another."""
    found: list[Span] = []
    for name in people:
        start = piece.text.find(name) if name else -1
        if start >= 0 and all(start + len(name) <= other.start or other.end <= start for other in found):
            found.append(Span(start, start + len(name), "name"))
    return sorted(found, key=lambda span: span.start)


def _write_span(flow: Flow, span: Span, text: str, version: Version) -> None:
    if span.kind == "gap":
        flow.add("gap", reason="illegible", unit="chars" if text else None, quantity=str(len(text)) if text else None)
    elif span.kind == "name":
        flow.add("docAuthor", text)
    elif mark := (_DTABF_MARKS if version == "dtabf" else _P5_MARKS).get(span.kind):
        tag, certainty = mark
        reason = "ocr" if span.kind == "doubt" else None
        flow.add(tag, text, cert=certainty, reason=reason)
    else:
        flow.text(text)
