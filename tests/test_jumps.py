"""Jump lines: articles that go on on another page of their issue are one, and what only looks so stays two."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from golden_cases import Case, read_cases, update_cases
from hypothesis import given
from hypothesis import strategies as st
from page_readers import make_page

from correction.article import Article, Jump, Paragraph
from correction.assemble import assemble
from correction.folios import Folio, head_words, number_pages
from correction.jumps import follow_jumps
from correction.repair import repair
from correction.runover import run_over
from ocr.layout.jumps import parse_jump
from ocr.page import Box, Item, Language, LineText, Page, Reading, Role, TextLine, TextRegion


def pages_of(case: Case) -> list[Page]:
    """The pages of a case: [folio] begins one, -- an article, = a heading, a blank line a paragraph."""
    pages: list[Page] = []
    language = next(each for each in get_args(Language) if each == case.language)
    for sheet in ("\n" + case.given).split("\n[")[1:]:
        furniture, _, text = sheet.partition("]")
        page_id = f"p{len(pages) + 1:06}"
        regions = [_region(page_id, 0, "furniture", [furniture], None)]
        said = {regions[0].lines[0].id: furniture}
        for n, item in enumerate(text.strip().split("\n--\n")):
            for role, lines in _parts(item):
                regions.append(_region(page_id, len(said), role, lines, f"a_{page_id}_{n}"))
                said |= {line.id: words for line, words in zip(regions[-1].lines, lines, strict=True)}
        reading = Reading("g_1", "typist", "hand", "1", {key: LineText(words) for key, words in said.items()})
        items = tuple(Item(item) for item in dict.fromkeys(r.item for r in regions) if item)
        page = make_page(page_id)
        pages.append(
            replace(page, language=language, regions=tuple(regions), items=items, readings=(reading,), base="g_1")
        )
    return pages


def _parts(item: str) -> list[tuple[Role, list[str]]]:
    parts: list[tuple[Role, list[str]]] = []
    role: Role | None = None
    for line in item.split("\n"):
        now: Role | None = None
        if line:
            now = "headline" if line.startswith("= ") else "jump" if parse_jump(line) else "body"
        if now is not None and now == role:
            parts[-1][1].append(line.removeprefix("= "))
        elif now is not None:
            parts.append((now, [line.removeprefix("= ")]))
        role = now
    return parts


def _region(page_id: str, first: int, role: Role, texts: list[str], item: str | None) -> TextRegion:
    lines = [
        TextLine(f"l_{page_id}_{first + i}", box, box.polygon)
        for i in range(len(texts))
        for box in [Box(0, 40 * (first + i), 400, 40 * (first + i) + 30)]
    ]
    return TextRegion(f"r_{page_id}_{first}", Box.around(line.box for line in lines), role, tuple(lines), item, False)


def answer(case: Case) -> str:
    """An article a row: its pages, its headings, its paragraphs; what it says of other issues in brackets."""
    pages = pages_of(case)
    folios = number_pages(pages, {page.id: i for i, page in enumerate(pages)}, {})
    heads = {page.id: head_words(page, {}) for page in pages}
    assembled = [article for page in pages for article in assemble(page)]
    articles = follow_jumps(run_over(assembled, folios, heads), folios)
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
    joined = follow_jumps(articles, {f"p{n}": Folio(n, 0) for n in range(1, 5)})
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
    assert len(follow_jumps(articles, folios)) == 200
    assert folios.times <= 4 * len(articles)
