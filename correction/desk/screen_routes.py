"""What the ordinary screens ask for over HTTP: how reading stands, and files to download."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future
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
from correction.doubts.kept import refresh_counts
from correction.store import LibraryQuery

PIECE = 1 << 20  # bytes of a download that are sent at a time
# Pages whose doubts are counted anew in the background at a time: a second each at the most, and whoever works at the
# desk waits for it.
COUNTED = 5
AGAIN_SECONDS = 60.0  # until the same pages are counted once more, where nothing came of it


def screen_routes(desk: Desk) -> APIRouter:
    """The routes of the library and of the export."""
    routes = APIRouter(prefix="/desk")
    recount = Recount(desk)

    @routes.get("/job")
    def job(request: Request) -> Response:
        return Response(
            msgspec.json.encode(
                {
                    "state": Jobs(desk.root, desk.database).look().state,
                    "html": str(job_view(desk, visitor_of(request))),
                    # What the list would show otherwise now: it is listed anew when this changes.
                    "pages": str((sorted(desk.project.library(LibraryQuery(limit=1)).counts.items()), recount.go_on())),
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


class Recount:
    """Has open doubts counted anew, some pages at a time, as long as somebody looks at the list of pages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: tuple[float, list[tuple[str, int]]] = (0.0, [])
        self._going: Future[object] | None = None

    def go_on(self) -> list[str]:
        """The pages, or some of them, that are being counted now."""
        stale = self._desk.project.uncounted(COUNTED)
        began, asked = self._asked
        rests = self._going is None or self._going.done()  # who works at the desk never waits for more than one
        if rests and stale and (stale != asked or time.monotonic() - began > AGAIN_SECONDS):
            self._asked = time.monotonic(), stale
            self._going = self._desk.background.start(refresh_counts, COUNTED)
        return [page for page, _ in stale]
