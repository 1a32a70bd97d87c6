"""Jump lines: articles that go on on another page of their issue are one, and what only looks so stays two."""

from __future__ import annotations

from typing import Any

import pytest
from golden_cases import Case, read_cases, update_cases
from hypothesis import given
from hypothesis import strategies as st
from issue_pages import pages_of

from correction.article import Article, Jump, Paragraph
from correction.assemble import assemble
from correction.folios import Folio, head_words, number_pages
from correction.jumps import find_jumps, join_links
from correction.links import find_links
from correction.repair import repair


def answer(case: Case) -> str:
    """An article a row: its pages, its headings, its paragraphs; what it says of other issues in brackets."""
    pages = pages_of(case)
    folios = number_pages(pages, {page.id: i for i, page in enumerate(pages)}, {})
    heads = {page.id: head_words(page, {}) for page in pages}
    assembled = [article for page in pages for article in assemble(page)]
    articles = join_links(assembled, find_links(assembled, folios, heads))
    return "\n".join(_told(article) for article in repair(articles))


def _told(article: Article) -> str:
    at = "+".join(page.lstrip("p0") for page in article.pages)
    texts = [h.text for h in article.headings] + [
        f"# {p.text}" if p.kind == "subhead" else p.text for p in article.paragraphs
    ]
    return " | ".join([at, *texts, *([f"[{article.continues.replace(chr(10), ' ')}]"] if article.continues else [])])


CASES = [*read_cases("jumps/issues.txt"), *read_cases("jumps/runover.txt")]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_golden(case: Case, update_golden: bool) -> None:
    if update_golden:
        update_cases(case.file, answer)
    else:
        assert answer(case) == case.expected


JUMPS = st.builds(Jump, st.just("jump"), st.sampled_from(["to", "from", "either"]), st.integers(1, 4))


@given(st.lists(st.tuples(st.integers(1, 4), st.lists(JUMPS, max_size=2).map(tuple)), max_size=7))
def test_no_paragraph_is_lost_or_doubled(drawn: list[tuple[int, tuple[Jump, ...]]]) -> None:
    articles = [
        Article(f"a_{i}", pages=(f"p{page}",), paragraphs=(Paragraph(f"text {i}.", lines=(f"l_{i}",)),), jumps=jumps)
        for i, (page, jumps) in enumerate(sorted(drawn, key=lambda each: each[0]))
    ]
    joined = join_links(articles, find_jumps(articles, {f"p{n}": Folio(n, 0) for n in range(1, 5)}))
    held = sorted(line for article in joined for p in article.paragraphs for line in p.lines)
    assert held == [f"l_{i}" for i in range(len(articles))]
    assert [a.id for a in joined] == [a.id for a in articles if a.id in {each.id for each in joined}]


class Asked(dict[str, Folio]):
    """Folios that count how often they are asked."""

    times = 0

    def get(self, key: str, default: object = None) -> Any:
        self.times += 1
        return super().get(key, default)


def test_the_work_grows_with_the_number_of_jumps() -> None:
    articles = [
        Article(f"a_{i}", pages=(f"p{i}",), jumps=(Jump("jump", "to", 900),), paragraphs=(Paragraph("text."),))
        for i in range(200)
    ]
    folios = Asked({f"p{i}": Folio(i, 0) for i in range(200)})
    assert find_jumps(articles, folios) == {}
    assert folios.times <= 4 * len(articles)
