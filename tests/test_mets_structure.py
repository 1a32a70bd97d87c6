"""Articles of METS laid over pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from mets_samples import DFG, NDNP, alto_page, area, div, mets

from correction.exchange.mets.alto import composed_blocks
from correction.exchange.mets.reader import read_mets
from correction.exchange.mets.structure import apply_structure
from ocr.page import Page, Role


def laid(page: Page, data: bytes, file: str = "ALTO1") -> Page:
    return apply_structure(page, read_mets(data), file)


def regions(page: Page) -> list[tuple[str, Role, int | None, bool]]:
    """(id, role, the number of its item on the page, goes on) of every region."""
    items = [item.id for item in page.items]
    return [(r.id, r.role, items.index(r.item) if r.item else None, r.continues) for r in page.regions]


TWO_ARTICLES = mets(
    div(
        "ISSUE",
        div("TITLE_SECTION", area("B0")),
        div(
            "ARTICLE",
            div("HEADING", div("TITLE", area("B4"))),
            div("BODY", div("PARAGRAPH", area("B5"), area("B2")), div("PARAGRAPH", area("B3"))),
            ID="A1",
        ),
        div("ADVERTISEMENT", div("PARAGRAPH", area("B1")), ID="A2"),
        div("ARTICLE", div("PARAGRAPH", area("X1", "ALTO2"), area("B6")), ID="A3"),
    )
)


def test_articles_come_in_their_order_with_their_roles() -> None:
    page = laid(alto_page([(f"B{n}", 2) for n in range(8)]), TWO_ARTICLES)
    assert regions(page) == [
        ("B0", "furniture", None, False),
        ("B4", "headline", 0, False),
        ("B5", "body", 0, False),
        ("B2", "body", 0, True),
        ("B3", "body", 0, False),
        ("B1", "body", 1, False),
        ("B6", "body", 2, True),  # its paragraph begins on another page
        ("B7", "body", 3, False),  # in no article: an item of its own
    ]
    assert [item.type for item in page.items] == ["article", "advert", "article", "article"]
    assert page.notes == ()


def test_an_article_has_one_id_on_all_its_pages() -> None:
    issue = read_mets(TWO_ARTICLES)
    first = apply_structure(alto_page([("B6", 1)]), issue, "ALTO1")
    second = apply_structure(alto_page([("X1", 1)]), issue, "ALTO2")
    assert first.regions[0].item == second.regions[0].item == issue.item_id(issue.articles[2])


def test_nothing_is_lost() -> None:
    before = alto_page([(f"B{n}", n) for n in range(8)], pictures=["C1"])
    after = laid(before, TWO_ARTICLES)
    assert sorted(line.id for line in after.lines) == sorted(line.id for line in before.lines)
    assert {region.id for region in after.regions} == {region.id for region in before.regions}
    assert after.readings == before.readings


def test_blocks_that_are_not_there_are_noted() -> None:
    page = laid(alto_page([("B4", 1)]), TWO_ARTICLES)
    assert [region.id for region in page.regions] == ["B4"]
    assert page.notes == ("the METS file names 6 blocks that the page does not have: B5, B2, B3 …",)


def test_pictures_belong_to_their_article() -> None:
    data = mets(
        div("ARTICLE", div("ILLUSTRATION", div("IMAGE", area("C1")), div("CAPTION", area("B1"))), ID="A1")
        + div("ILLUSTRATION", area("C2"), ID="A2")
    )
    page = laid(alto_page([("B1", 1)], pictures=["C1", "C2"]), data)
    assert [(item.type) for item in page.items] == ["article", "picture"]
    assert [picture.item for picture in page.pictures] == [item.id for item in page.items]
    assert page.regions[0].role == "caption"


def test_lines_of_one_block_may_go_to_several_articles() -> None:
    lines = "".join(area(f"B1_L{n}") for n in (0, 1))
    data = mets(div("ARTICLE", div("PARAGRAPH", lines), ID="A1") + div("ARTICLE", area("B1_L2"), ID="A2"))
    page = laid(alto_page([("B1", 4)]), data)
    assert [[line.id for line in region.lines] for region in page.regions] == [
        ["B1_L0", "B1_L1"],
        ["B1_L2"],
        ["B1_L3"],
    ]
    assert len({region.id for region in page.regions} | {"B1"}) == 4
    assert page.regions[0].box.bottom < page.regions[1].box.top
    assert not page.regions[0].continues


def test_all_lines_of_a_block_are_the_block() -> None:
    data = mets(div("ARTICLE", div("PARAGRAPH", area("B1_L0"), area("B1_L1")), ID="A1"))
    before = alto_page([("B1", 2)])
    page = laid(before, data)
    assert [(r.id, r.box, r.lines) for r in page.regions] == [(r.id, r.box, r.lines) for r in before.regions]


def test_blocks_without_text_belong_to_their_article_too() -> None:
    page = laid(alto_page([("B1", 1), ("B2", 0), ("B3", 0)]), mets(div("ARTICLE", area("B2"), area("B1"), ID="A1")))
    assert regions(page) == [
        ("B2", "body", 0, False),
        ("B3", "body", None, False),
        ("B1", "body", 0, False),
    ]
    assert page.notes == ()


def test_composed_blocks_stand_for_those_within() -> None:
    data = mets(div("ARTICLE", div("PARAGRAPH", area("B1")), ID="A1") + div("ADVERTISEMENT", area("CB1"), ID="A2"))
    alto = b"""<alto><Layout><Page><PrintSpace><TextBlock ID="B1"/><ComposedBlock ID="CB1"><ComposedBlock ID="CB2">
        <TextBlock ID="B2"/></ComposedBlock><GraphicalElement ID="G"/><Illustration ID="C1"/><TextBlock ID="B3"/>
        </ComposedBlock></PrintSpace></Page></Layout></alto>"""
    assert composed_blocks(alto) == {"CB1": ("B2", "C1", "B3"), "CB2": ("B2",)}
    before = alto_page([("B1", 1), ("B2", 1), ("B3", 1)], pictures=["C1"])
    page = apply_structure(before, read_mets(data), "ALTO1", composed_blocks(alto))
    assert regions(page) == [("B1", "body", 0, False), ("B2", "body", 1, False), ("B3", "body", 1, False)]
    assert page.pictures[0].item == page.regions[1].item
    assert page.notes == ()


def test_blocks_from_one_to_another() -> None:
    pointer = '<fptr><area FILEID="ALTO1" BEGIN="B1" END="B3"/></fptr>'
    page = laid(alto_page([(f"B{n}", 1) for n in range(5)]), mets(div("ARTICLE", pointer, ID="A1")))
    assert [(name, item) for name, _, item, _ in regions(page)] == [
        ("B0", 0),
        ("B1", 1),
        ("B2", 1),
        ("B3", 1),
        ("B4", 2),
    ]


def test_areas_take_the_lines_within() -> None:
    pointer = '<fptr><area FILEID="ALTO1" SHAPE="RECT" COORDS="0,20,100,40"/></fptr>'
    page = laid(alto_page([("B0", 2), ("B1", 2), ("B2", 2)]), mets(div("ARTICLE", pointer, ID="A1")))
    assert [(name, item) for name, _, item, _ in regions(page)] == [("B0", 0), ("B1", 1), ("B2", 2)]


def test_a_page_without_articles_stays() -> None:
    page = alto_page([("B1", 1)])
    assert laid(page, NDNP, "ocrFile1") is page
    assert laid(page, TWO_ARTICLES, "ALTO9") is page


def test_an_article_of_a_whole_page_has_all_but_furniture() -> None:
    page = laid(alto_page([("B0", 1), ("B1", 2)], {"B0": "furniture"}), DFG, "F2")
    assert [(r.id, r.item is not None) for r in page.regions] == [("B0", False), ("B1", True)]


def test_several_articles_of_a_whole_page_are_not_guessed() -> None:
    whole = '<fptr FILEID="ALTO1"/>'
    page = laid(
        alto_page([("B0", 1), ("B1", 2)]), mets(div("ARTICLE", whole, ID="A1") + div("ARTICLE", whole, ID="A2"))
    )
    assert len(page.items) == 2
    assert page.notes == ("the METS file says of 2 articles that they stand on this page, but not where",)


_NAMES = [f"B{n}" for n in range(5)] + [f"B{n}_L{k}" for n in range(5) for k in range(3)] + ["P1", "gone", ""]
_POINTERS = st.one_of(
    st.sampled_from(_NAMES).map(area),
    st.tuples(st.sampled_from(_NAMES), st.sampled_from(_NAMES)).map(
        lambda ends: f'<fptr><area FILEID="ALTO1" BEGIN="{ends[0]}" END="{ends[1]}"/></fptr>'
    ),
    st.tuples(st.integers(-10, 120), st.integers(-10, 120)).map(
        lambda ys: f'<fptr><area FILEID="ALTO1" SHAPE="RECT" COORDS="0,{ys[0]},100,{ys[1]}"/></fptr>'
    ),
)
_PIECES = st.tuples(
    st.sampled_from(["PARAGRAPH", "TITLE", "CAPTION", "MASTHEAD", "TEXT"]), st.lists(_POINTERS, max_size=3)
)
_ARTICLES = st.lists(st.tuples(st.sampled_from(["ARTICLE", "ADVERTISEMENT", "SECTION"]), st.lists(_PIECES, max_size=4)))


@given(_ARTICLES)
def test_whatever_a_file_claims_every_line_stays_once(articles: list[tuple[str, list[tuple[str, list[str]]]]]) -> None:
    logical = "".join(div(kind, *(div(part, *areas) for part, areas in parts)) for kind, parts in articles)
    before = alto_page([(f"B{n}", 3) for n in range(5)])
    after = laid(before, mets(div("ISSUE", logical)))
    assert sorted(line.id for line in after.lines) == sorted(line.id for line in before.lines)
    assert len({region.id for region in after.regions}) == len(after.regions)
    assert {region.item for region in after.regions} - {None} <= {item.id for item in after.items}
    assert all(region.lines for region in after.regions)
