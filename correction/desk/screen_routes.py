"""What the ordinary screens ask for over HTTP: how reading stands, and files to download."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from correction.desk.desk import Desk
from correction.desk.jobs import Jobs
from correction.desk.parcels import Parcel, Wanted, pack
from correction.desk.screens.jobs import job_view
from correction.desk.visitor import visitor_of
from correction.store import LibraryQuery

PIECE = 1 << 20  # bytes of a download that are sent at a time


def screen_routes(desk: Desk) -> APIRouter:
    """The routes of the library and of the export."""
    routes = APIRouter(prefix="/desk")

    @routes.get("/job")
    def job(request: Request) -> Response:
        return Response(
            msgspec.json.encode(
                {
                    "state": Jobs(desk.root, desk.database).look().state,
                    "html": str(job_view(desk, visitor_of(request))),
                    # What the list would show otherwise now: it is listed anew when this changes.
                    "pages": str(sorted(desk.project.library(LibraryQuery(limit=1)).counts.items())),
                }
            ),
            media_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    @routes.get("/export")
    def export(
        format: str = "md",
        pages: str = "",
        title: str = "",
        issue: str = "",
        state: str = "",
        article: Annotated[list[str] | None, Query()] = None,
    ) -> Response:
        parcel = pack(desk.project, Wanted(format, pages, title, issue, state, tuple(article or ())))
        name = f"attachment; filename*=UTF-8''{quote(parcel.name)}"
        headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
        return StreamingResponse(_pieces(parcel), media_type=parcel.media, headers=headers)

    return routes


def _pieces(parcel: Parcel) -> Iterator[bytes]:
    with parcel.data as data:
        while piece := data.read(PIECE):
            yield piece
