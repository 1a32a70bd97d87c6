"""What documents on the web of data are made of, IIIF's and others: URIs, language maps, JSON.

In: names and texts. Out: values for JSON objects.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlsplit

from correction.exchange.tei.terms import language_tag
from ocr.errors import UsageError
from ocr.page import Box

Node = dict[str, Any]

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
GRANULARITY = "http://iiif.io/api/extension/text-granularity/context.json"
DEFAULT_BASE = "https://example.org/iiif/"
"""A place that nobody has: manifests are of use only where whoever puts them up says where that is."""


def base_of(given: str | None) -> str:
    """The base that a person gave, or the default; raises UsageError for what no URI can begin with.

    >>> base_of("https://archive.example/papers/")
    'https://archive.example/papers/'
    """
    if given is None:
        return DEFAULT_BASE
    try:
        parts = urlsplit(given)
    except ValueError:
        parts = urlsplit("")
    plain = not (parts.query or parts.fragment) and given.isprintable() and " " not in given
    if parts.scheme not in ("http", "https") or not parts.netloc or not plain:
        raise UsageError(f"'{given}' is no address to put documents at", f"give one like {DEFAULT_BASE}")
    return given


def uri(base: str, *parts: str) -> str:
    """A URI below the base; slashes in the parts stay.

    >>> uri("https://archive.example/", "is_1", "page 2")
    'https://archive.example/is_1/page%202'
    """
    path = "/".join(quote(part.encode("utf-8", "replace"), safe="/.-_~") for part in parts)
    return f"{base.rstrip('/')}/{path}"


def region_of(box: Box) -> str:
    """A rectangle as a media fragment, one pixel wide and high at least and nowhere left of or above the page.

    >>> region_of(Box(10, 20, 110, 60))
    'xywh=10,20,100,40'
    """
    left, top = max(0, box.left), max(0, box.top)
    return f"xywh={left},{top},{max(1, box.right - left)},{max(1, box.bottom - top)}"


def language_map(text: str, language: str | None = None) -> dict[str, list[str]]:
    """A text in a language, or in none that is known."""
    return {(language_tag(language) if language else None) or "none": [text]}


def to_json(node: Node) -> bytes:
    """A document in UTF-8, without escaping what people can read."""
    return f"{json.dumps(node, ensure_ascii=False, indent=1)}\n".encode("utf-8", "replace")
