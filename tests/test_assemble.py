"""Assembling: a page's regions become articles, and repair after it loses no line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_readers import make_page

from correction.article import Article, Credit, Heading, Paragraph
from correction.assemble import assemble
from correction.repair import repair
from correction.repair.initials import join_initial
from ocr.page import Box, Item, Language, LineText, Page, Reading, Role, TextLine, TextRegion


@dataclass(frozen=True)
class Part:
    """A region as a test writes it: its role, its lines, its item, and whether it goes on from the one before."""

    role: Role
    texts: tuple[str, ...]
    item: str | None = "a_1"
    continues: bool = False


def page_of(*parts: Part, language: Language = "en") -> Page:
    """A page of these regions; lines are named l_0, l_1 … in reading order."""
    regions: list[TextRegion] = []
    texts: dict[str, LineText] = {}
    for part in parts:
        lines: list[TextLine] = []
        for text in part.texts:
            top = 40 * len(texts)
            box = Box(0, top, 400, top + 30)
            lines.append(TextLine(f"l_{len(texts)}", box, box.polygon))
            texts[lines[-1].id] = LineText(text)
        around = Box.around(line.box for line in lines)
        regions.append(TextRegion(f"r_{len(regions)}", around, part.role, tuple(lines), part.item, part.continues))
    items = tuple(Item(name) for name in dict.fromkeys(part.item for part in parts) if name is not None)
    reading = Reading("g_1", "typist", "hand", "1", texts)
    page = make_page("p000001")
    return replace(page, language=language, regions=tuple(regions), items=items, readings=(reading,), base="g_1")


def part(role: Role, *texts: str, item: str | None = "a_1", continues: bool = False) -> Part:
    return Part(role, texts, item, continues)


def beside_a_capital(*texts: str) -> Page:
    """A page of one paragraph, whose first line is a capital two lines high."""
    page = page_of(part("body", *texts))
    (region,) = page.regions
    boxes = [Box(0, 0, 60, 70), *(Box(70, 40 * row, 400, 40 * row + 30) for row in range(len(texts) - 1))]
    lines = tuple(replace(line, box=box, polygon=box.polygon) for line, box in zip(region.lines, boxes, strict=True))
    return replace(page, regions=(replace(region, lines=lines),))


def line_ids(article: Article) -> list[str]:
    held = [h.lines for h in article.headings] + [c.lines for c in article.credits]
    held += [j.lines for j in article.jumps]
    return [line for lines in held + [p.lines for p in article.paragraphs] for line in lines]


def test_a_whole_article() -> None:
    page = page_of(
        part("kicker", "The harbour"),
        part("headline", "A new pier", "for the fleet"),
        part("deck", "Work begins in May"),
        part("body", "The council met", "at noon."),
        part("body", "Nobody spoke."),
    )
    (article,) = assemble(page)
    assert article == Article(
        "a_1",
        language="en",
        pages=("p000001",),
        headings=(
            Heading("kicker", "The harbour", ("l_0",)),
            Heading("headline", "A new pier\nfor the fleet", ("l_1", "l_2")),
            Heading("deck", "Work begins in May", ("l_3",)),
        ),
        paragraphs=(
            Paragraph("The council met\nat noon.", lines=("l_4", "l_5")),
            Paragraph("Nobody spoke.", lines=("l_6",)),
        ),
    )


def test_heading_roles_repeat_and_keep_their_order() -> None:
    page = page_of(part("headline", "One"), part("deck", "Two"), part("deck", "Three"), part("headline", "Four"))
    (article,) = assemble(page)
    assert [(h.role, h.text) for h in article.headings] == [
        ("headline", "One"),
        ("deck", "Two"),
        ("deck", "Three"),
        ("headline", "Four"),
    ]
    assert article.headline == "One\nFour"


@pytest.mark.parametrize("first", [True, False])
def test_a_credit_stands_first_or_last(first: bool) -> None:
    credit, body = part("credit", "■记者 徐雯 通讯员 高 超"), part("body", "大桥昨日通车。")
    page = page_of(part("headline", "大桥通车"), *((credit, body) if first else (body, credit)), language="zh")
    (article,) = assemble(page)
    line = "l_1" if first else "l_2"
    assert article.credits == (Credit("■记者 徐雯 通讯员 高 超", "记者 通讯员", ("徐雯", "高 超"), (line,)),)
    assert article.credit_first is first


def test_each_line_of_a_credit_is_one() -> None:
    page = page_of(part("body", "It is done."), part("credit", "By Anna Miller", "Somebody else"))
    (article,) = assemble(page)
    assert [(c.role, c.names, c.lines) for c in article.credits] == [
        ("By", ("Anna Miller",), ("l_1",)),
        (None, (), ("l_2",)),
    ]
    assert article.byline == "By Anna Miller\nSomebody else"


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    page = page_of(
        part("body", "The council", "of our"), part("body", "town met.", continues=True), part("body", "So.")
    )
    (article,) = assemble(page)
    assert [(p.text, p.lines) for p in article.paragraphs] == [
        ("The council\nof our\ntown met.", ("l_0", "l_1", "l_2")),
        ("So.", ("l_3",)),
    ]


def test_a_paragraph_goes_on_behind_a_caption_and_an_article_between() -> None:
    page = page_of(
        part("body", "The council"),
        part("caption", "The town hall"),
        part("body", "Another article.", item="a_2"),
        part("body", "met.", continues=True),
    )
    first, second = assemble(page)
    assert [(p.kind, p.text) for p in first.paragraphs] == [
        ("paragraph", "The council\nmet."),
        ("caption", "The town hall"),
    ]
    assert [p.text for p in second.paragraphs] == ["Another article."]


def test_a_subhead_cut_by_a_column_is_one() -> None:
    page = page_of(
        part("body", "It is done."),
        part("subhead", "What the neighbours"),
        part("subhead", "say of it", continues=True),
        part("body", "Nothing."),
    )
    (article,) = assemble(page)
    assert [(p.kind, p.text) for p in article.paragraphs] == [
        ("paragraph", "It is done."),
        ("subhead", "What the neighbours\nsay of it"),
        ("paragraph", "Nothing."),
    ]


def test_what_continues_nothing_begins_anew() -> None:
    (article,) = assemble(page_of(part("body", "of our town met.", continues=True)))
    assert [p.text for p in article.paragraphs] == ["of our town met."]


@pytest.mark.parametrize(
    ("texts", "language", "dateline"),
    [
        (("（巴黎廿二日海通電）法國", "政府宣佈"), "zh-Hant", "（巴黎廿二日海通電）"),
        (("PARIS, Jan. 3. — The", "Senate met."), "en", "PARIS, Jan. 3. —"),
        (("NEW YORK,", "Jan. 3. — The Senate", "met."), "en", "NEW YORK, Jan. 3. —"),
        (("Paris, the capital,", "was calm."), "en", None),
    ],
)
def test_a_dateline_is_marked_and_stays(texts: tuple[str, ...], language: Language, dateline: str | None) -> None:
    (article,) = repair(assemble(page_of(part("subhead", "News"), part("body", *texts), language=language)))
    assert article.paragraphs[1].dateline == dateline
    assert article.paragraphs[1].text == ("" if language == "zh-Hant" else " ").join(texts)


def test_reviewed_text_replaces_the_reading() -> None:
    page = page_of(part("headline", "A ncw picr"), part("body", "The councii", "mct."))
    (article,) = assemble(page, {"l_0": "A new pier", "l_2": "met."})
    assert article.headline == "A new pier"
    assert article.paragraphs[0].text == "The councii\nmet."


def test_emptied_lines_fall_away() -> None:
    page = page_of(part("headline", "~~~"), part("body", "One", "dirt", "two."), part("body", "dirt", item="a_2"))
    (article,) = assemble(page, {"l_0": "", "l_2": " ", "l_4": ""})
    assert article.headings == ()
    assert article.paragraphs == (Paragraph("One\ntwo.", lines=("l_1", "l_3")),)


def test_furniture_is_in_no_article() -> None:
    page = page_of(part("furniture", "The Daily Tide", item=None), part("body", "News."))
    (article,) = assemble(page)
    assert line_ids(article) == ["l_1"]


def test_a_page_without_text_has_no_articles() -> None:
    assert assemble(make_page("p000001")) == ()


def test_articles_keep_their_type_and_the_order_of_the_page() -> None:
    page = page_of(part("body", "Two.", item="a_2"), part("body", "One.", item="a_1"))
    page = replace(page, items=(Item("a_2", "advert"), Item("a_1", "obituary")))
    assert [(a.id, a.type) for a in assemble(page)] == [("a_2", "advert"), ("a_1", "obituary")]


ROLES: Sequence[Role] = ("body", "headline", "kicker", "deck", "subhead", "inset", "credit", "caption", "jump")
TEXTS = st.sampled_from(
    ["The council", "met yes-", "terday,", "at noon.", "By Anna Miller", "PARIS, Jan. 3. — The", "项", " "]
)
PARTS = st.builds(
    Part,
    st.sampled_from(ROLES),
    st.lists(TEXTS, min_size=1, max_size=4).map(tuple),
    st.sampled_from(["a_1", "a_2"]),
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS, max_size=7), st.data())
def test_every_printed_line_is_in_one_article_once_repaired_or_not(parts: list[Part], data: st.DataObject) -> None:
    page = page_of(*parts, language=data.draw(st.sampled_from(["en", "de", "zh"])))
    reviewed = {line.id: data.draw(TEXTS) for line in page.lines if data.draw(st.booleans())}
    articles = assemble(page, reviewed)
    said = [line.id for line in page.lines if reviewed.get(line.id, page.text_of(line.id)).strip()]
    assert sorted(line for article in articles for line in line_ids(article)) == sorted(said)
    for article in articles:
        for text in (*article.headings, *article.credits, *article.paragraphs):
            assert len(text.lines) == text.text.count("\n") + 1
    mended = repair(articles)
    assert [a.id for a in mended] == [a.id for a in articles]
    assert [sorted(line_ids(a)) for a in mended] == [sorted(line_ids(a)) for a in articles]


@settings(max_examples=50, deadline=None)
@given(st.lists(PARTS, max_size=7))
def test_article_ids_do_not_depend_on_what_was_reviewed(parts: list[Part]) -> None:
    page = page_of(*parts)
    reviewed = {line.id: f"{page.text_of(line.id)} x" for line in page.lines}
    ids = [item.id for item in page.items]
    assert [a.id for a in assemble(page, reviewed)] == ids
    assert [a.id for a in assemble(page)] == [i for i in ids if i in {a.id for a in assemble(page)}]


@pytest.mark.parametrize(
    ("capital", "beside", "joined"),
    [
        ("T", "he harbour", "The harbour"),
        ("I", "said that", "I said that"),
        ("I", "N the harbour", "IN the harbour"),
        ("“A", "man of the", "“A man of the"),
        ("A", "long the quay", "Along the quay"),
        ("A", "40-foot boat", "A 40-foot boat"),
        ("A", "Smith of ours", "A Smith of ours"),
    ],
)
def test_a_drop_capital_may_be_a_word(capital: str, beside: str, joined: str) -> None:
    (article,) = repair(assemble(beside_a_capital(capital, beside, "and went on.")))
    assert article.paragraphs[0].text == f"{joined} and went on."


def test_line_ends_below_a_drop_capital_are_those_of_their_lines() -> None:
    page = beside_a_capital("T", "he council met yes-", "terday with all its mem-", "bers.")
    (article,) = assemble(page)
    assert article.paragraphs[0].text.split("\n") == ["T", "he council met yes-", "terday with all its mem-", "bers."]
    (mended,) = repair([article])
    assert mended.paragraphs[0].text == "The council met yesterday with all its members."
    assert [(hyphen.line, hyphen.form) for hyphen in mended.hyphens] == [("l_1", "yesterday"), ("l_2", "members")]


@pytest.mark.parametrize(
    ("capital", "beside", "language", "joined"),
    [
        ("À", "la mairie", "fr", "À la mairie"),
        ("Y", "a-t-il", "fr", "Y a-t-il"),
        ("A", "près", "fr", "Après"),
        ("L", "’an dernier", "fr", "L’an dernier"),
        ("O", "wie schön", "de", "O wie schön"),
        ("O", "der nicht", "de", "Oder nicht"),
        ("A", "m Montag", "de", "Am Montag"),
    ],
)
def test_which_drop_capitals_are_words(capital: str, beside: str, language: Language, joined: str) -> None:
    assert join_initial(capital, beside, language) == joined
