"""Exports of an issue made by hand: two pages with their scans, an article over both, an advert, a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mets_samples import alto_page
from PIL import Image

from correction.assemble import assemble
from correction.decisions import Decision
from correction.exchange import Export, ExportIssue
from ocr.page import Item, Page, Picture, Role, Source

CREATED = datetime(2026, 3, 1, 12, tzinfo=UTC)
ISSUE = ExportIssue("i_1", "Der Böte & Bote", "1845-12-28", "2. Ausgabe", "52", ("p000001", "p000002"), ("1", "2"), 2)
_ROLES: dict[str, Role] = {
    "r_mast": "furniture",
    "r_kick": "kicker",
    "r_head": "headline",
    "r_by": "credit",
    "r_sub": "subhead",
    "r_cap": "caption",
    "r_folio": "furniture",
}
_ITEMS = {"r_mast": None, "r_folio": None, "r_ad": "a_2"}


def issue_pages(folder: Path | None = None) -> tuple[Page, Page]:
    """The two pages; with their scans in a folder, if any."""
    first = [("r_mast", 1), ("r_kick", 1), ("r_head", 1), ("r_by", 1), ("r_p1", 2), ("r_ad", 1), ("r_p2", 2)]
    second = [("r_folio", 1), ("r_p3", 2), ("r_sub", 1), ("r_p4", 1), ("r_cap", 1)]
    return (
        _page("p000001", first, folder, goes_on=set()),
        _page("p000002", second, folder, goes_on={"r_p3"}, pictures=("i_1",)),
    )


def _page(
    name: str, blocks: list[tuple[str, int]], folder: Path | None, goes_on: set[str], pictures: tuple[str, ...] = ()
) -> Page:
    page = alto_page(blocks, _ROLES, pictures)
    regions = tuple(
        replace(region, item=_ITEMS.get(region.id, "a_1"), continues=region.id in goes_on) for region in page.regions
    )
    scan = f"{name}.png"
    if folder is not None:
        Image.new("L", (page.width, page.height), int(name[-1]) * 40).save(folder / scan)
        scan = str(folder / scan)
    items = (Item("a_1"), Item("a_2", "advert")) if name == "p000001" else (Item("a_1"),)
    shown = tuple(Picture(p.id, p.box, "a_1") for p in page.pictures)
    return replace(page, id=name, regions=regions, items=items, pictures=shown, source=Source(scan, "cd" * 32), dpi=300)


def issue_export(folder: Path | None = None) -> Export:
    """An export of the issue, with scans where there is a folder for them."""
    pages = issue_pages(folder)
    articles = tuple(article for page in pages for article in assemble(page))
    log = [Decision("d_1", "p000001", "text", (), "x", "rd", "Anna", "2026-03-02T10:00:00.000+00:00")]
    return Export(
        pages,
        articles,
        created=CREATED,
        issues=(ISSUE,),
        source_of=(lambda page: page.source) if folder else None,
        decisions_of=lambda page_id: log if page_id == "p000001" else [],
    )
