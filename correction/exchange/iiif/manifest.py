"""The manifest of an issue: its pages as canvases, its articles as ranges.

In: what was noted of each page. Out: the manifest. A page's text is referred to, it lies in a document of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from correction.article import Article
from correction.exchange import ExportIssue
from correction.exchange.linked_terms import PRESENTATION, Node, language_map, region_of, uri
from correction.exchange.page_images import mime_type
from ocr.page import Box, Direction

PLAIN = "Pages in no issue"
LABEL_LENGTH = 60  # characters of an article without a headline that name it


@dataclass(frozen=True, slots=True)
class Canvas:
    """A page: its URI and printed number, its size in pixels, its picture's file (None: not at hand), its text."""

    id: str
    page: str
    label: str
    width: int
    height: int
    image: str | None
    text: str
    direction: Direction


@dataclass(slots=True)
class IssueDraft:
    """An issue in the making: its name, the pages that it still waits for, and the places of its articles."""

    issue: ExportIssue
    name: str
    waiting: set[str]
    canvases: list[Canvas] = field(default_factory=list)
    places: dict[str, list[tuple[str, Box]]] = field(default_factory=dict)


def manifest(draft: IssueDraft, articles: Sequence[Article], title: str | None, base: str) -> Node:
    """The manifest; `articles` are those that may stand in the issue, `title` is the export's."""
    issue = draft.issue
    words = [
        issue.title or title or (PLAIN if not issue.id else issue.id),
        issue.date or "",
        issue.edition,
        issue.label,
    ]
    order = {page: n for n, page in enumerate(issue.pages)}
    canvases = sorted(draft.canvases, key=lambda canvas: order.get(canvas.page, len(order)))
    node: Node = {
        "@context": PRESENTATION,
        "id": uri(base, draft.name, "manifest.json"),
        "type": "Manifest",
        "label": language_map(", ".join(word for word in words if word)),
        "metadata": [
            {"label": language_map(name, "en"), "value": language_map(value)}
            for name, value in (
                ("Title", issue.title),
                ("Date", issue.date or ""),
                ("Edition", issue.edition),
                ("Issue", issue.label),
            )
            if value
        ],
        "viewingDirection": _direction(canvases),
        "behavior": ["paged"],
    }
    if day := _day(issue.date):
        node["navDate"] = f"{day}T00:00:00Z"
    node["items"] = [_canvas(canvas, base) for canvas in canvases]
    uris = {canvas.page: canvas.id for canvas in canvases}
    ranges = [_range(article, draft, uris, base) for article in articles if draft.places.get(article.id)]
    if ranges:
        node["structures"] = ranges
    return node


def _direction(canvases: Sequence[Canvas]) -> str:
    """Papers whose lines run down have their first page on the right."""
    vertical = sum(canvas.direction == "vertical" for canvas in canvases)
    return "right-to-left" if 2 * vertical > len(canvases) else "left-to-right"


def _day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text or "").isoformat()
    except ValueError:
        return None


def _canvas(canvas: Canvas, base: str) -> Node:
    node: Node = {
        "id": canvas.id,
        "type": "Canvas",
        "label": language_map(canvas.label or canvas.page),
        "width": canvas.width,
        "height": canvas.height,
    }
    if canvas.image:
        body = {
            "id": uri(base, canvas.image),
            "type": "Image",
            "format": mime_type(canvas.image),
            "width": canvas.width,
            "height": canvas.height,
        }
        painting = {
            "id": f"{canvas.id}/image",
            "type": "Annotation",
            "motivation": "painting",
            "body": body,
            "target": canvas.id,
        }
        node["items"] = [{"id": f"{canvas.id}/painting", "type": "AnnotationPage", "items": [painting]}]
    node["annotations"] = [{"id": canvas.text, "type": "AnnotationPage"}]
    return node


def _range(article: Article, draft: IssueDraft, canvases: Mapping[str, str], base: str) -> Node:
    """An article with the place of each of its regions."""
    return {
        "id": uri(base, draft.name, "article", article.id),
        "type": "Range",
        "label": language_map(_label(article), article.language),
        "items": [
            {
                "type": "SpecificResource",
                "id": f"{uri(base, draft.name, 'article', article.id)}/place/{number}",
                "source": canvases[page],
                "selector": {
                    "type": "FragmentSelector",
                    "conformsTo": "http://www.w3.org/TR/media-frags/",
                    "value": region_of(box),
                },
            }
            for number, (page, box) in enumerate(draft.places[article.id], start=1)
        ],
    }


def _label(article: Article) -> str:
    """The headline, or how the text begins."""
    said = article.headline or next((h.text for h in article.headings if h.text.strip()), None)
    said = said or next((p.text for p in article.paragraphs if p.text.strip()), article.id)
    whole = " ".join(said.split()) or article.id
    return whole if article.headline or len(whole) <= LABEL_LENGTH else f"{whole[:LABEL_LENGTH].rstrip()}…"
