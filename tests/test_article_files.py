"""Articles file by file: which go into which, and what the files are called. JSON-LD of the same articles."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_pages import issue_export

from correction.article import Article, Credit, Heading, Paragraph
from correction.exchange import Export, ExportIssue, Options, find_format
from correction.exchange.markdown import write_markdown
from correction.exchange.plain_text import write_text
from ocr.errors import UsageError


def write(kind: str, export: Export, **options: Any) -> dict[str, str]:
    found = find_format(kind).files(replace(export, options=Options(**options)))
    return {file.name: file.data.decode(errors="replace") for file in found}


@pytest.mark.parametrize("kind", ["md", "txt"])
def test_without_a_unit_all_is_one_file(kind: str) -> None:
    export = issue_export()
    written = {"md": write_markdown, "txt": write_text}[kind](export.articles)
    assert write(kind, export) == {f"articles.{kind}": written}


def test_each_article_is_a_file_of_its_own() -> None:
    found = write("md", issue_export(), unit="article")
    assert list(found) == ["a_lead.md", "a_verse.md", "a_table.md", "a_ad.md"]
    assert found["a_verse.md"] == "Roſen blühn,\\\nVeilchen auch.\n"
    assert found["a_lead.md"].startswith("*Aus dem Rathe*\n\n# Die neue Waſſerleitung\n\n")


def test_an_article_over_two_pages_is_in_the_file_of_the_first() -> None:
    found = write("txt", issue_export(), unit="page")
    assert list(found) == ["p000001.txt", "p000002.txt"]
    assert "koſtet viel" in found["p000001.txt"]
    assert "koſtet viel" not in found["p000002.txt"]
    assert found["p000002.txt"].startswith("Roſen blühn")


@pytest.mark.parametrize("kind", ["md", "txt", "docx", "tei"])
def test_pages_written_one_by_one_are_those_of_the_whole(kind: str) -> None:
    export = replace(issue_export(), options=Options(unit="page"))
    alone = [
        file
        for page in export.page_ids
        for file in find_format(kind).files(
            replace(export.only([page]), articles=tuple(a for a in export.articles if page in a.pages))
        )
    ]
    assert alone == list(find_format(kind).files(export))


def test_issues_pages_of_none_and_articles_of_no_page_are_told_apart() -> None:
    articles = tuple(
        Article(f"a_{n}", pages=pages, paragraphs=(Paragraph(f"Text {n}"),))
        for n, pages in enumerate([("p1",), ("p3",), (), ("p2", "p3"), ("p9",)])
    )
    issues = (ExportIssue("is_1", "T", pages=("p1", "p2")), ExportIssue("", "", pages=("p3",)))
    found = write("txt", Export(articles=articles, issues=issues), unit="issue")
    assert {name: text.split("\n\n\n") for name, text in found.items()} == {
        "is_1.txt": ["Text 0", "Text 3\n"],
        "no-issue.txt": ["Text 1", "Text 4\n"],
        "articles.txt": ["Text 2\n"],
    }


def test_files_are_named_by_template_and_no_two_alike() -> None:
    export = issue_export()
    found = write("md", export, unit="article", names="{date:%Y}/{headline}")
    assert list(found)[:2] == ["1890/Die neue Waſſerleitung.md", "1890/a_verse.md"]
    with pytest.raises(UsageError, match="two files would be called"):
        write("md", export, unit="article", names="{date}")


@pytest.mark.parametrize("kind", ["tei", "iiif", "docx"])
def test_no_two_issues_have_one_name(kind: str) -> None:
    issues = tuple(ExportIssue(f"is_{n}", "Der Bote", pages=(f"p00000{n}",)) for n in (1, 2))
    with pytest.raises(UsageError, match="two files would be called Der Bote"):
        write(kind, replace(issue_export(), issues=issues), names="{title}", images=False)


def graph(export: Export) -> list[dict[str, Any]]:
    ((name, text),) = write("jsonld", export).items()
    assert name == "articles.jsonld"
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    return list(document["@graph"])


def test_linked_data_has_papers_issues_and_articles() -> None:
    paper, issue, lead, *others = graph(issue_export())
    assert (paper["@type"], paper["name"]) == ("Newspaper", "Der Bote")
    assert issue == {
        "@type": "PublicationIssue",
        "@id": "#is_1",
        "issueNumber": "Nr. 12",
        "alternateName": "Morgenblatt",
        "datePublished": "1890-05-03",
        "isPartOf": {"@id": paper["@id"]},
    }
    assert lead == {
        "@type": "NewsArticle",
        "@id": "#a_lead",
        "identifier": "a_lead",
        "headline": "Die neue Waſſerleitung",
        "alternativeHeadline": ["Aus dem Rathe", "Koſten & Nutzen"],
        "author": [{"@type": "Person", "name": "Anna Roth"}],
        "creditText": "Von Anna Roth\n(Eig. Ber.)",
        "datePublished": "1890-05-03",
        "inLanguage": "de",
        "isPartOf": {"@id": "#is_1"},
        "position": 1,
        "pageStart": "1",
        "pagination": "1",
        "articleBody": "Der Rat beriet <lange> und ſtritt heftig; die Waſſerleitung koſtet viel."
        "\n\nDer Brunnen\n\nWas nun?\n\nMan wartet.",
    }
    assert [(other["@type"], other.get("genre")) for other in others] == [
        ("NewsArticle", None),
        ("NewsArticle", "table"),
        ("AdvertiserContentArticle", "advert"),
    ]


def test_linked_data_may_have_a_base() -> None:
    text = write("jsonld", issue_export(), base="https://archive.example/papers")["articles.jsonld"]
    names = [node["@id"] for node in json.loads(text)["@graph"]]
    assert names[1:3] == ["https://archive.example/papers/is_1", "https://archive.example/papers/a_lead"]


@pytest.mark.parametrize(
    "base", ["", "archive.example", "ftp://a.example/", "https://", "https://a.example/?x", "https://a b/", "https://["]
)
@pytest.mark.parametrize("kind", ["jsonld", "iiif"])
def test_a_base_that_is_no_address_is_refused(kind: str, base: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        write(kind, issue_export(), base=base)


def test_who_wrote_who_photographed_and_which_agency_sent_it_are_told_apart() -> None:
    credits = (
        Credit("■记者 林一 通讯员 周二", "记者 通讯员", ("林一", "周二")),
        Credit("文/图 李四", "文/图", ("李四",)),
        Credit("摄影 王三", "摄影", ("王三",)),
        Credit("摄影记者 赵五", "摄影记者", ("赵五",)),
        Credit("据新华社电"),
        Credit("Von unserem Hafenberichterstatter"),
    )
    (article,) = graph(Export(articles=(Article("a_1", language="zh", credits=credits),)))
    people = [*article["author"], *article["contributor"]]
    assert [(person["@type"], person["name"]) for person in people] == [
        ("Person", "林一"),
        ("Person", "周二"),
        ("Person", "李四"),
        ("Organization", "新华社"),
        ("Person", "王三"),
        ("Person", "赵五"),
    ]
    assert "isPartOf" not in article


ANY = st.text(st.characters(exclude_categories=[]), max_size=12)


@given(ANY, ANY, ANY)
def test_any_text_survives(headline: str, credit: str, text: str) -> None:
    article = Article(
        "a_1",
        language=headline or "x",
        pages=("p1",),
        headings=(Heading("headline", headline),),
        credits=(Credit(credit),),
        paragraphs=(Paragraph(text),),
    )
    export = Export(articles=(article,))
    (node,) = graph(export)
    shown = {"headline": " ".join(headline.split("\n")), "creditText": credit, "articleBody": text.strip("\n")}
    for key, value in shown.items():
        if value.strip():
            assert node[key] == value.encode("utf-8", "replace").decode()
    (plain,) = write("txt", export, unit="article").values()
    for part in (headline, text):
        assert part.strip("\n").encode("utf-8", "replace").decode() in plain or not part.strip()
