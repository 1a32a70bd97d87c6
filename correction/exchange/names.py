"""What exported files are called: by ids, or by a template that a person gives.

In: an `Export`, with the template in its options. Out: names inside the target folder, with / between folders and
without a suffix. Each name is given once; characters that some file system forbids become _.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

from correction.article import Article
from correction.exchange import NO_ISSUE, Export, ExportIssue
from ocr.errors import UsageError
from ocr.page import new_id

NDNP = "{title}/{date:%Y%m%d}{edition:02}/{sequence:04}"  # <lccn>/<reel>/<yyyymmddee>/<seq4> asks for one's own lccn
UNDATED = "undated"
FIELDS = ("page", "issue", "title", "date", "edition", "number", "label", "sequence", "article", "headline")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+|[. ]+$|^[. ]+')
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_LONGEST = 80  # characters of a field in a name; file systems allow 255 bytes, and Han takes three each
_REMEDY = "fields are " + ", ".join(f"{{{name}}}" for name in FIELDS) + "; {date:%Y%m%d} and {sequence:04} shape them"


class _Words(str):
    """Printed words, which a format of digits turns into the number in them, 1 where there is none.

    >>> f"{_Words('2. Morgenblatt'):02} {_Words('Abendblatt'):02} {_Words('Abendblatt')}"
    '02 01 Abendblatt'
    """

    __slots__ = ()

    def __format__(self, shape: str) -> str:
        if not shape:
            return _safe(self)
        number = re.search(r"\d+", self)
        return format(int(number[0]) if number else 1, shape)


@dataclass(frozen=True, slots=True)
class _Edition:
    """An edition's words, which a format of digits turns into its number among those of the day."""

    words: str
    number: int

    def __format__(self, shape: str) -> str:
        return format(self.number, shape) if shape else _safe(self.words)


class _Day(str):
    """A day in ISO 8601, which a format turns into another; without a day `undated`."""

    __slots__ = ()

    def __format__(self, shape: str) -> str:
        try:
            return _safe(date.fromisoformat(self).strftime(shape) if shape else str(self))
        except ValueError:
            return UNDATED


@dataclass(frozen=True, slots=True)
class Names:
    """Gives names to the files of an export; raises UsageError for a template that gives none."""

    export: Export

    def page(self, page_id: str, own: str = "{page}") -> str:
        """The name of a page's file; `own` is the format's template where the person gives none."""
        issue = self.issue_of(page_id)
        return self._name(own, {**_of_issue(issue), **_of_page(issue, page_id)})

    def issue(self, issue: ExportIssue, own: str = "{issue}") -> str:
        """The name of an issue's file."""
        return self._name(own, {**_of_issue(issue), **_of_page(issue, issue.pages[0] if issue.pages else "")})

    def article(self, article: Article, own: str = "{article}") -> str:
        """The name of an article's file."""
        page = article.pages[0] if article.pages else ""
        issue = self.issue_of(page)
        said = {"article": _safe(article.id), "headline": _safe(article.headline or article.id)}
        return self._name(own, {**_of_issue(issue), **_of_page(issue, page), **said})

    def issue_of(self, page_id: str) -> ExportIssue:
        """The issue that a page stands in."""
        return next((issue for issue in self.export.issues if page_id in issue.pages), NO_ISSUE)

    def _name(self, own: str, values: Mapping[str, object]) -> str:
        options = self.export.options
        template = options.names or (NDNP if options.profile == "ndnp" else own)
        try:
            name = Formatter().vformat(template, (), values)
        except (LookupError, ValueError, AttributeError, TypeError, MemoryError, OverflowError) as error:
            raise UsageError(f"'{template}' is no template of names ({error})", _REMEDY) from None
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if not parts or ".." in parts or set(name) & set("\\\0"):
            raise UsageError(f"'{name}' is no name for a file in the target folder", _REMEDY)
        return "/".join(parts)


def _of_issue(issue: ExportIssue) -> dict[str, object]:
    return {
        "issue": _safe(issue.id or "no-issue"),
        "title": _safe(issue.title or "untitled"),
        "date": _Day(issue.date or ""),
        "edition": _Edition(issue.edition, issue.edition_number),
        "number": _Words(issue.label),
    }


def _of_page(issue: ExportIssue, page_id: str) -> dict[str, object]:
    label = _Words(issue.label_of(page_id))
    return {"page": _safe(page_id).replace(" ", "_"), "sequence": issue.place_of(page_id), "label": label}


def _safe(text: str) -> str:
    """Words as a part of a file's name.

    >>> _safe("Zürich: 1/2?"), _safe("..")
    ('Zürich_ 1_2_', '_')
    """
    return _FORBIDDEN.sub("_", " ".join(text.split()))[:_LONGEST].rstrip(". ") or "_"


def page_stem(page_id: str) -> str:
    """A page's id where it can be a file's name, and a part of an address, on every system; else one made from it.

    >>> page_stem("p000001"), page_stem("p/../1") == page_stem("p/../1"), "/" in page_stem("p/../1")
    ('p000001', True, False)
    """
    return page_id if _PLAIN.fullmatch(page_id) else new_id("p", page_id)


def claim(name: str, taken: dict[str, str], owner: str) -> str:
    """Note a name as an owner's; raises UsageError where another has it, be it but for capitals.

    Some file systems ignore these.

    >>> claim("is_2", {"is_1": "p000001"}, "p000002")
    'is_2'
    """
    if taken.setdefault(name.casefold(), owner) != owner:
        raise UsageError(f"two files would be called {name}", "put a field into --names that tells them apart")
    return name
