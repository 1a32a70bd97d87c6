"""Articles as linked data: schema.org's NewsArticle in JSON-LD, with the issues and the papers that they stand in.

In: an `Export`, of which only the articles and issues are written. Out: one file with a graph. Ids are those of
Galley, behind the base of the options or, without one, behind a #: then they are below wherever the file lies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from correction.article import Article
from correction.exchange import Export, ExportIssue, OutputFile
from correction.exchange.linked_terms import Node, base_of, to_json, uri
from correction.exchange.tei.terms import language_tag
from ocr.page import ItemType, new_id

CONTEXT = "https://schema.org"

_TYPES: Mapping[ItemType, str] = {"advert": "AdvertiserContentArticle"}
_PHOTOGRAPHER = re.compile(r"[摄攝图圖绘繪]|photo|foto|bild|aufn|zeichn|dessin|illustr|picture", re.IGNORECASE)
_AGENCY = re.compile(
    r"新[华華]社|中新社|中央社|路透社|合[众眾衆]社|哈瓦斯社|同盟社|塔斯社|人民日[报報]"
    r"|Associated Press|United Press|International News Service|Press Association"
    r"|Reuters?\b|Havas\b|Wolff\b|W\. ?T\. ?B\."
)


def files(export: Export) -> Iterator[OutputFile]:
    """Give the one file, `articles.jsonld`."""
    base = export.options.base
    ids = _Ids(None if base is None else base_of(base))
    yield OutputFile("articles.jsonld", to_json({"@context": CONTEXT, "@graph": list(_graph(export, ids))}))


@dataclass(frozen=True, slots=True)
class _Ids:
    """How things are called in the graph."""

    base: str | None

    def of(self, name: str) -> str:
        return uri(self.base, name) if self.base else f"#{quote(name.encode('utf-8', 'replace'))}"

    def paper(self, title: str) -> str:
        return self.of(new_id("paper", title))


def _graph(export: Export, ids: _Ids) -> Iterator[Node]:
    """Papers, issues, articles."""
    named = [issue for issue in export.issues if issue.id]
    for title in dict.fromkeys(issue.title for issue in named if issue.title):
        yield {"@type": "Newspaper", "@id": ids.paper(title), "name": title}
    for issue in named:
        yield _issue(issue, ids)
    issues = {page: issue for issue in export.issues for page in issue.pages}
    places: dict[str, int] = {}
    for article in export.articles:
        found = issues.get(article.pages[0]) if article.pages else None
        key = found.id if found else ""
        places[key] = places.get(key, 0) + 1
        yield _article(article, found if found and found.id else None, places[key], ids)


def _issue(issue: ExportIssue, ids: _Ids) -> Node:
    return _filled(
        {
            "@type": "PublicationIssue",
            "@id": ids.of(issue.id),
            "issueNumber": issue.label,
            "alternateName": issue.edition,
            "datePublished": issue.date,
            "isPartOf": {"@id": ids.paper(issue.title)} if issue.title else None,
        }
    )


def _article(article: Article, issue: ExportIssue | None, position: int, ids: _Ids) -> Node:
    printed = [issue.label_of(page) if issue else "" for page in article.pages] or [""]
    authors, artists = list(_people(article)), list(_people(article, artists=True))
    return _filled(
        {
            "@type": _TYPES.get(article.type, "NewsArticle"),
            "@id": ids.of(article.id),
            "identifier": article.id,
            "genre": article.type if article.type != "article" else None,
            "headline": _one_line(article.headline),
            "alternativeHeadline": [_one_line(h.text) for h in article.headings if h.role != "headline" and h.text],
            "author": authors,
            "contributor": artists,
            "creditText": article.byline,
            "datePublished": issue.date if issue else None,
            "dateline": next((p.dateline for p in article.paragraphs if p.dateline), None),
            "inLanguage": language_tag(article.language),
            "isPartOf": {"@id": ids.of(issue.id)} if issue else None,
            "position": position,
            "pageStart": printed[0],
            "pageEnd": printed[-1],
            "pagination": ", ".join(label for label in printed if label),
            "articleBody": "\n\n".join(p.text.strip("\n") for p in article.paragraphs if p.text.strip()),
        }
    )


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split("\n")) if text else None


def _people(article: Article, *, artists: bool = False) -> Iterator[Node]:
    """Who wrote it or, `artists`, who made its pictures; of credits without names, agencies."""
    for credit in article.credits:
        if (_PHOTOGRAPHER.search(credit.role or "") is not None and not _writes(credit.role)) != artists:
            continue
        for name in dict.fromkeys(name for name in credit.names if name.strip()):
            yield {"@type": "Person", "name": name}
        if not credit.names:
            agencies: Iterable[str] = dict.fromkeys(_AGENCY.findall(credit.text))
            yield from ({"@type": "Organization", "name": agency} for agency in agencies)


def _writes(role: str | None) -> bool:
    """Whether whoever took the pictures wrote the text as well: 文/图."""
    plain = re.sub(r"[摄攝]影[/／]?[记記]者", "", role or "")
    return re.search(r"文|[记記]者|通[讯訊][员員]|text|words", plain, re.IGNORECASE) is not None


def _filled(node: Node) -> Node:
    """A node without what it says nothing of."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
