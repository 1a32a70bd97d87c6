"""Whatever stands on a page: out as METS and ALTO, and in again, it is the same."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mets_samples import alto_page
from test_mets import assert_sound, exported

from correction.assemble import assemble
from correction.exchange import Export, ExportIssue, Options
from correction.exchange.alto.reader import read_alto
from correction.exchange.mets.reader import read_mets
from correction.exchange.mets.structure import apply_structure
from ocr.page import HEADING_ROLES, Item, ItemType, Page, Picture, Role

ROLES = [role for role in get_args(Role) if role != "furniture"]
TYPES: list[ItemType] = list(get_args(ItemType))
_BLOCKS = st.lists(
    st.tuples(st.sampled_from([*ROLES, "furniture"]), st.sampled_from(["a_1", "a_2", "a_3"]), st.booleans()),
    min_size=1,
    max_size=12,
)


def drawn(blocks: list[tuple[Role, str, bool]], types: list[ItemType], pictures: int) -> Page:
    """A page with blocks of these roles and items; a body goes on from the one before it in its item."""
    page = alto_page([(f"r_{n}", 2) for n in range(len(blocks))], pictures=[f"i_{n}" for n in range(pictures)])
    regions = []
    last: dict[str, Role] = {}
    for region, (role, item, goes_on) in zip(page.regions, blocks, strict=True):
        is_furniture = role == "furniture"
        continues = goes_on and not is_furniture and role not in HEADING_ROLES and last.get(item) == role
        regions.append(replace(region, role=role, item=None if is_furniture else item, continues=continues))
        if not is_furniture:
            last[item] = role
    shown = tuple(Picture(each.id, each.box, "a_1") for each in page.pictures)
    named = {region.item for region in regions} | {each.item for each in shown}
    items = tuple(Item(name, kind) for name, kind in zip(("a_1", "a_2", "a_3"), types, strict=True) if name in named)
    return replace(page, id="p000001", regions=tuple(regions), items=items, pictures=shown)


@pytest.mark.parametrize("version", ["4.4", "2.1"])
@settings(max_examples=60)
@given(_BLOCKS, st.lists(st.sampled_from(TYPES), min_size=3, max_size=3), st.integers(0, 2))
def test_roles_items_and_paragraphs_come_back(
    version: str, blocks: list[tuple[Role, str, bool]], types: list[ItemType], pictures: int
) -> None:
    before = drawn(blocks, types, pictures)
    issue = ExportIssue("i_1", "T", "1900-01-01", pages=("p000001",))
    written = exported(Export((before,), assemble(before), issues=(issue,), options=Options(version=version)))
    assert_sound("i_1/mets.xml", written)
    read = read_mets(written["i_1/mets.xml"])
    assert read.pages[0].text is not None
    after = apply_structure(read_alto(written["i_1/alto/p000001.xml"]), read, read.pages[0].text.id)
    names = {read.item_id(article): article.id for article in read.articles}
    assert {(names[item.id], item.type) for item in after.items} == {(item.id, item.type) for item in before.items}
    assert {(r.id, r.role, names.get(r.item or ""), r.continues) for r in after.regions} == {
        (r.id, r.role, r.item, r.continues) for r in before.regions
    }
    assert [names.get(each.item or "") for each in after.pictures] == [each.item for each in before.pictures]
    for item in before.items:  # the order within an article
        one, other = ([r.id for r in p.regions if names.get(r.item or "", r.item) == item.id] for p in (before, after))
        assert one == other
