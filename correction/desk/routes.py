"""The desk's HTTP: JSON for pages and decisions, pictures, words and the desk's own files.

In: a `Desk`. Out: a router for paths under /desk. Errors come as JSON with what happened and what to do; writes need
the header X-Galley, which no form of another site can send.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, BackgroundTasks, Header, Query, Request, Response
from fastapi.responses import JSONResponse

from correction.desk.cutting import cuts
from correction.desk.desk import Desk
from correction.desk.doubtful import doubts_seen
from correction.desk.news import Presence, news
from correction.desk.proofs import Proofs
from correction.desk.rereading import Wish, engines, read_lines_again
from correction.desk.saving import Sent, receive
from correction.desk.view import view
from correction.desk.words import words
from correction.desk.worklist import Worklists
from correction.doubts.kept import page_doubts
from ocr.errors import GalleyError, MissingError, UsageError

STATIC = Path(__file__).parent / "static"
MOST_BYTES = 8 << 20  # of what a browser may send; the words of a page are some hundred kilobytes


def answer(value: object) -> Response:
    """A value as JSON that is never kept by the browser."""
    return Response(msgspec.json.encode(value), media_type="application/json", headers={"Cache-Control": "no-store"})


async def refuse(_request: Request, error: Exception) -> Response:
    """An error as JSON: 404 for what there is not, 409 for what cannot be done now."""
    assert isinstance(error, GalleyError)
    status = 404 if isinstance(error, MissingError) else 409
    return JSONResponse({"problem": error.problem, "remedy": error.remedy}, status)


def furnishing_routes(desk: Desk) -> APIRouter:
    """What the desk is furnished with, whatever page lies on it: words, characters, engines."""
    routes = APIRouter(prefix="/desk")

    @routes.get("/words/{language}")
    def told_words(language: str) -> Response:
        return answer(words(language))

    @routes.get("/characters")
    def characters() -> Response:
        return answer({"own": desk.project.characters})

    @routes.get("/engines")
    def able() -> Response:
        return answer({"engines": engines()})

    return routes


def reading_routes(desk: Desk) -> APIRouter:
    """What a browser asks for of pages."""
    routes = APIRouter(prefix="/desk")
    presence, proofs = Presence(), Proofs(desk)
    worklists = Worklists(desk.project, lambda page_id: desk.background.do(page_doubts, page_id))

    @routes.get("/pages/{page_id}")
    def page(page_id: str) -> Response:
        before, after = desk.project.beside(page_id)
        return answer(view(desk.skim(page_id), before, after, desk.name_of(page_id)))

    @routes.get("/find/{item}")
    def found(item: str) -> Response:
        return answer(desk.find(item))

    @routes.get("/pages/{page_id}/doubts")
    def doubtful(page_id: str, afterwards: BackgroundTasks) -> Response:
        sitting = desk.sit(page_id)
        found, still = worklists.of(sitting.page), worklists.open(sitting.page, sitting.reviewed, sitting.log)
        if following := desk.project.beside(page_id)[1]:
            afterwards.add_task(desk.prepare, following)
        return answer(doubts_seen(sitting, found, still))

    @routes.get("/pages/{page_id}/lines/{line_id}/cuts")
    def cut_places(page_id: str, line_id: str) -> Response:
        return answer({"cuts": cuts(desk.sit(page_id), line_id)})

    @routes.get("/pages/{page_id}/proof")
    def proof(page_id: str) -> Response:
        return answer(proofs.of(page_id))

    @routes.get("/pages/{page_id}/news")
    def told(page_id: str, tab: str, since: Annotated[int, Query(ge=0)] = 0, who: str = "") -> Response:
        return answer(news(desk.sit(page_id), since, presence.mark(page_id, tab[:64], who[:80])))

    return routes


def writing_routes(desk: Desk) -> APIRouter:
    """What a browser sends."""
    routes = APIRouter(prefix="/desk")

    @routes.post("/pages/{page_id}/decisions")
    async def decided(page_id: str, request: Request, x_galley: Annotated[str, Header()] = "") -> Response:
        sent = await body(request, x_galley, Sent)
        return answer(await in_thread(receive, desk, page_id, sent))

    @routes.post("/pages/{page_id}/readings")
    async def read_again(page_id: str, request: Request, x_galley: Annotated[str, Header()] = "") -> Response:
        wish = await body(request, x_galley, Wish)
        return answer(await in_thread(read_lines_again, desk, page_id, wish))

    return routes


async def body(request: Request, header: str, kind: type[Any]) -> Any:
    """What was sent, as a value of a kind; raises UsageError for what is none or does not come from the desk."""
    if header != "desk":
        raise UsageError("this comes from no page of Galley's", "reload the page")
    raw = bytearray()
    async for piece in request.stream():  # never more in memory than may be sent
        raw += piece
        if len(raw) > MOST_BYTES:
            raise UsageError("this is too much at once", "do it in smaller pieces")
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the desk does not understand this ({error})", "reload the page") from error


async def in_thread(call: Callable[..., Any], *values: object) -> Any:
    """Do what may wait for the database without keeping others waiting."""
    from starlette.concurrency import run_in_threadpool

    done: Awaitable[Any] = run_in_threadpool(call, *values)
    return await done
