"""The pictures of pages over HTTP: thumbnails, tiles of deep zoom, lines, and any box.

In: a `Desk`. Out: a router. A picture whose address names what it was made from never changes; the others are asked for
again, and answered in a word when they are the same.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from correction.desk.desk import Desk
from correction.desk.images import Picture
from ocr.errors import UsageError
from ocr.page import Box

AGAIN = "private, no-cache"  # kept by the browser, and asked for again by its tag
FOR_GOOD = "private, max-age=2592000, immutable"


def picture_routes(desk: Desk) -> APIRouter:
    """What a browser shows of the scans."""
    routes = APIRouter(prefix="/desk")

    @routes.get("/pages/{page_id}/thumbnail.jpg")
    def thumbnail(page_id: str, if_none_match: Annotated[str, Header()] = "") -> Response:
        entry = desk.project.entry(page_id)
        turn = desk.glance(page_id).page.source.turn if entry.was_read else 0
        return shown(desk.images.thumbnail(page_id, turn), if_none_match)

    @routes.get("/pages/{page_id}/lines/{line_id}.jpg")
    def line(
        page_id: str, line_id: str, turn: bool = False, at: str = "", if_none_match: Annotated[str, Header()] = ""
    ) -> Response:
        # With `at`, the line's place, the address is that of one picture for ever.
        sitting = desk.glance(page_id)
        if line_id not in sitting.lines:
            sitting = desk.sit(page_id)
        if line_id not in sitting.lines:
            raise UsageError(f"there is no line {line_id} on page {page_id}", "reload the page")
        picture = desk.images.line(sitting.page, sitting.lines[line_id], upright=turn)
        return shown(picture, if_none_match, FOR_GOOD if at else AGAIN)

    @routes.get("/pages/{page_id}/part.jpg")
    def part(
        page_id: str,
        box: Annotated[str, Query(pattern=r"^\d+,\d+,\d+,\d+$")],
        if_none_match: Annotated[str, Header()] = "",
    ) -> Response:
        return shown(desk.images.box(desk.glance(page_id).page, Box(*map(int, box.split(",")))), if_none_match)

    @routes.get("/tiles/{page_id}.dzi")
    def description(page_id: str) -> Response:
        return Response(desk.tiles.describe(desk.glance(page_id).page), media_type="application/xml")

    @routes.get("/tiles/{page_id}_files/{level}/{column}_{row}.jpg")
    def tile(page_id: str, level: int, column: int, row: int, if_none_match: Annotated[str, Header()] = "") -> Response:
        return shown(desk.tiles.tile(desk.glance(page_id).page, level, column, row), if_none_match)

    return routes


def shown(picture: Picture, known: str, keeping: str = AGAIN) -> Response:
    """A picture, or the word that the browser has it already."""
    tag = f'"{picture.tag}"'
    headers = {"ETag": tag, "Cache-Control": keeping}
    if known == tag:
        return Response(status_code=304, headers=headers)
    return Response(picture.data, media_type=picture.media_type, headers=headers)
