"""What a TEI document says of itself: the paper, the day, how it was transcribed, who corrected it when.

In: the issue, the languages of its pages and the persons' decisions on them. Out: `<teiHeader>`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree

from correction.decisions import Decision
from correction.exchange import ExportIssue
from correction.exchange.signature import in_utc
from correction.exchange.tei.terms import Version, add, language_tag

_LANGUAGES: Mapping[str, str] = {
    "zh": "Chinese",
    "zh-Hant": "Chinese, traditional characters",
    "en": "English",
    "de": "German",
    "fr": "French",
}
_PRACTICE = (
    "The text is as printed: long s, double hyphens and variant characters stay; Latin letters are in Unicode"
    " normalization form C. Every printed line begins with a line beginning whose n is the line's id. A hyphen that"
    " breaks a word at a line's end stays where it is printed; white space stands between lines where it parts words.",
    "An article is one division. A page that the text comes back to has its page beginning again.",
)
_MARKS: Mapping[Version, str] = {
    "dtabf": "Illegible letters are a gap; supplied with low certainty is what a reviewer could hardly read, with high"
    " certainty what a reviewer put there by guess. The corresp of a block is its place in the picture of the page,"
    " in pixels.",
    "p5": "Illegible letters are a gap. Unclear is what a reviewer could hardly read; with the reason ocr it is where"
    " the engines are in doubt and no person has looked. Zones are in pixels of the picture of the page.",
}


@dataclass(slots=True)
class Work:
    """How many decisions of which kind were made, by day and person."""

    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, decisions: Iterable[Decision]) -> None:
        """Count some more."""
        for decision in decisions:
            self.counts.setdefault((decision.time[:10], decision.author), Counter())[decision.kind] += 1


def write_header(
    parent: etree._Element,
    issue: ExportIssue,
    title: str,
    created: datetime | None,
    languages: Iterable[str],
    work: Work,
    version: Version,
) -> None:
    """Add the `<teiHeader>`; `title` is the document's."""
    header = add(parent, "teiHeader")
    file = add(header, "fileDesc")
    add(add(file, "titleStmt"), "title", title, type="main")
    published = add(add(file, "publicationStmt"), "p", "Written by Galley.")
    if created:
        day = in_utc(created).date().isoformat()
        published.text = "Written by Galley from what was read and corrected, last read on "
        add(published, "date", day, when=day).tail = "."
    _source(add(file, "sourceDesc"), issue, title)
    editorial = add(add(header, "encodingDesc"), "editorialDecl")
    for said in (*_PRACTICE, _MARKS[version]):
        add(editorial, "p", said)
    tags = sorted({tag for language in languages if (tag := language_tag(language))})
    if tags:
        usage = add(add(header, "profileDesc"), "langUsage")
        for tag in tags:
            add(usage, "language", _LANGUAGES.get(tag, tag), ident=tag)
    _revisions(header, work)


def _source(parent: etree._Element, issue: ExportIssue, title: str) -> None:
    """Add what is known of the printed issue; the base format asks for this order."""
    full = add(parent, "biblFull")
    add(add(full, "titleStmt"), "title", title, type="main")
    if issue.edition:
        add(add(full, "editionStmt"), "edition", issue.edition)
    published = add(add(full, "publicationStmt"), "p")
    if issue.date:
        add(published, "date", issue.date, type="publication", when=issue.date if is_day(issue.date) else None)
    labels = [label for label in issue.labels if label]
    if issue.title:
        series = add(full, "seriesStmt")
        add(series, "title", issue.title, type="main", level="j")
        if issue.label:
            add(series, "biblScope", issue.label, unit="issue")
        if labels:
            add(series, "biblScope", ", ".join(labels), unit="pages")


def _revisions(header: etree._Element, work: Work) -> None:
    """Add a change for each day and person, the newest first, as TEI asks for."""
    if not work.counts:
        return
    revisions = add(header, "revisionDesc")
    for (day, author), kinds in sorted(work.counts.items(), key=lambda each: (each[0][0], each[0][1]), reverse=True):
        said = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        add(revisions, "change", f"{author}: {said}", when=day if is_day(day) else None)


def is_day(text: str) -> bool:
    """Whether a text is a day as XML Schema writes it.

    >>> is_day("1840-04-24"), is_day("18400424"), is_day("1840-02-30")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
