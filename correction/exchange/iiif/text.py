"""The text of a page for IIIF: an annotation for each printed line.

In: a page and its printed lines. Out: an AnnotationPage with lines in reading order, as the text granularity
extension has them; each is named by its line's id.
"""

from __future__ import annotations

from collections.abc import Iterable

from correction.exchange.linked_terms import GRANULARITY, PRESENTATION, Node, region_of, uri
from correction.exchange.printed import PrintedLine
from correction.exchange.tei.terms import language_tag
from ocr.page import Page


def annotation_page(page: Page, lines: Iterable[PrintedLine], name: str, canvas: str, base: str, issue: str) -> Node:
    """The AnnotationPage called `name`, about a canvas; lines are named below the issue."""
    return {
        "@context": [GRANULARITY, PRESENTATION],
        "id": name,
        "type": "AnnotationPage",
        "items": [_annotation(page, line, canvas, base, issue) for line in lines],
    }


def _annotation(page: Page, printed: PrintedLine, canvas: str, base: str, issue: str) -> Node:
    body = {"type": "TextualBody", "value": printed.text, "format": "text/plain"}
    if tag := language_tag(page.language):
        body["language"] = tag
    return {
        "id": uri(base, issue, "line", printed.line.id),
        "type": "Annotation",
        "textGranularity": "line",
        "motivation": "supplementing",
        "body": body,
        "target": f"{canvas}#{region_of(printed.line.box)}",
    }
