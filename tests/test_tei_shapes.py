"""TEI of articles of any shape: valid, and no line lost, whatever stands where and is marked how."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_tei import SCHEMA, lines_of, write
from text_pages import Sheet

from correction.article import Article, Credit, Heading, Jump, Paragraph
from correction.exchange import Export
from correction.marking import Mark
from ocr.page import Box, Picture

pytestmark = pytest.mark.skipif(not SCHEMA.exists(), reason="the TEI schema is not beside this checkout")

HEADINGS = ("kicker", "headline", "deck")
KINDS = ("paragraph", "paragraph", "subhead", "caption", "inset")


@st.composite
def exports(draw: st.DrawFn) -> Export:
    """Two pages of lines, each in a region of its own; articles take them in any order and as anything."""
    sheets = [Sheet("p000001"), Sheet("p000002")]
    articles, marks = [], {}
    names = iter(range(1000))
    for number in range(draw(st.integers(0, 3))):
        parts: dict[str, list[Any]] = {"headings": [], "credits": [], "paragraphs": [], "jumps": []}
        item, pages = f"a_{number}", set()
        for _ in range(draw(st.integers(1, 5))):
            lines = []
            for _ in range(draw(st.integers(1, 3))):
                sheet, name = draw(st.sampled_from(sheets)), f"l_{next(names)}"
                text = draw(st.sampled_from(["Der Rat be⸗", "riet lange", "K", "渡口", "12,50"]))
                sheet.put("body", item, draw(st.integers(0, 1)), draw(st.integers(0, 20)), (name, text))
                span = draw(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["unclear", "supplied"])))
                marks[name] = (Mark(*span, "reader", "d_1"),) if draw(st.booleans()) else ()  # type: ignore[arg-type]
                pages.add(sheet.id)
                lines.append((name, text))
            ids, said = tuple(name for name, _ in lines), "\n".join(text for _, text in lines)
            match draw(st.sampled_from(list(parts))):
                case "headings":
                    parts["headings"].append(Heading(draw(st.sampled_from(HEADINGS)), said, ids))
                case "credits":
                    parts["credits"].append(Credit(said, None, draw(st.sampled_from([(), ("Rat", "K")])), ids))
                case "jumps":
                    parts["jumps"].append(Jump(said, "to", 2, None, ids))
                case _:
                    keeps, beside = draw(st.booleans()), ids[1:] if draw(st.booleans()) else ()
                    kind, initial = draw(st.sampled_from(KINDS)), draw(st.booleans())
                    parts["paragraphs"].append(Paragraph(said, kind, None, ids, keeps, initial, beside))
        built = {key: tuple(value) for key, value in parts.items()}
        first = draw(st.booleans())
        articles.append(Article(item, language="de", pages=tuple(sorted(pages)), credit_first=first, **built))
    pictures = draw(st.lists(st.sampled_from(["a_0", "a_1", None]), max_size=3))
    shown = [Picture(f"i_{n}", Box(10 * n, 0, 10 * n + 9, 9), item) for n, item in enumerate(pictures)]
    return Export(
        (sheets[0].page(shown), sheets[1].page()),
        tuple(articles),
        marks={sheet.id: {name: marks[name] for name in sheet.texts} for sheet in sheets},
        doubts_of=lambda page: (),
    )


@settings(max_examples=80)
@given(exports(), st.sampled_from(["issue", "page"]))
def test_any_shape_is_valid_and_keeps_its_lines(export: Export, unit: str) -> None:
    found: dict[str, str] = {}
    for root in write(export, unit=unit).values():
        for line, text in lines_of(root).items():
            assert line not in found
            found[line] = text
    assert found == {name: page.text_of(name) for page in export.pages for name in (line.id for line in page.lines)}


@settings(max_examples=30)
@given(exports())
def test_p5_points_to_what_there_is(export: Export) -> None:
    for root in write(export, version="p5").values():
        ids = [str(name) for name in root.xpath("//@xml:id")]  # type: ignore[union-attr]
        assert len(ids) == len(set(ids))
        pointers = [p for said in root.xpath("//@facs | //@corresp") for p in str(said).split()]  # type: ignore[union-attr]
        assert {pointer.removeprefix("#") for pointer in pointers} <= set(ids)
