"""The HTTP of what was and what is to be: undo and redo, a line's history, find and replace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import StreamingResponse

from correction.desk.desk import Desk
from correction.desk.finding import Step, Wanted, find
from correction.desk.history import line_history
from correction.desk.replacing import Replacement, replace_all
from correction.desk.routes import answer, body, in_thread
from correction.desk.takeback import Wish, take_back

Guard = Annotated[str, Header()]


def change_routes(desk: Desk) -> APIRouter:
    """What a browser asks for and sends."""
    routes = APIRouter(prefix="/desk")

    @routes.get("/pages/{page_id}/lines/{line}")
    def history(page_id: str, line: str) -> Response:
        started = {run.id: run.started for run in desk.project.runs()}
        return answer(line_history(desk.sit(page_id), line, started))

    @routes.post("/pages/{page_id}/undo")
    async def undone(page_id: str, request: Request, x_galley: Guard = "") -> Response:
        wish = await body(request, x_galley, Wish)
        return answer(await in_thread(take_back, desk, page_id, wish))

    @routes.post("/find")
    async def found(request: Request, x_galley: Guard = "") -> Response:
        steps = await in_thread(find, desk, await body(request, x_galley, Wanted))
        return StreamingResponse(_written(steps), media_type="application/x-ndjson")

    @routes.post("/replace")
    async def replaced(request: Request, x_galley: Guard = "") -> Response:
        asked = await body(request, x_galley, Replacement)
        return answer(await in_thread(replace_all, desk, asked))

    return routes


def _written(steps: Iterator[Step]) -> Iterator[bytes]:
    """Steps as lines of JSON, each sent as it is found; a browser that goes away ends the search."""
    for step in steps:
        yield msgspec.json.encode(step) + b"\n"
