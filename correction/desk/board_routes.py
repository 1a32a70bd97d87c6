"""The HTTP of the boards: which there are, what stands on one, the clean article of linked parts, undo."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Header, Request, Response

from correction.desk.boards import BEFORE, RUN, Boards
from correction.desk.desk import Desk
from correction.desk.leaves import preview_of
from correction.desk.link_undo import BoardWish, take_back_on_board
from correction.desk.routes import answer, body, in_thread
from ocr.errors import UsageError

MOST_PARTS = 64  # of one article


class Choice(msgspec.Struct, frozen=True):
    """A board that may be opened: an issue, or pages around a page that stands in none."""

    issue: str | None
    page: str | None
    name: str
    pages: int


def board_routes(desk: Desk) -> APIRouter:
    """What a browser asks for and sends."""
    routes = APIRouter(prefix="/desk")
    boards = Boards(desk)

    @routes.get("/boards")
    def listed() -> Response:
        return answer({"boards": [*_issues(desk, boards), *_runs(boards)]})

    @routes.get("/issues/{issue_id}/board")
    def of_issue(issue_id: str) -> Response:
        return answer(boards.of(boards.issue(issue_id)))

    @routes.get("/board")
    def around(page: str) -> Response:
        return answer(boards.of(boards.around(page)))

    @routes.get("/board/preview")
    def preview(parts: str) -> Response:
        named = [tuple(part.split(":", 1)) for part in parts.split(",")][:MOST_PARTS]
        if not all(len(part) == 2 for part in named):
            raise UsageError("a part is named by its page and a line", "reload the board")
        return answer(desk.background.do(preview_of, [(part[0], part[-1]) for part in named]))

    @routes.post("/board/undo")
    async def undone(request: Request, x_galley: Annotated[str, Header()] = "") -> Response:
        wish = await body(request, x_galley, BoardWish)
        return answer(await in_thread(take_back_on_board, desk, wish))

    return routes


def _issues(desk: Desk, boards: Boards) -> list[Choice]:
    found = [(boards.issue(issue.id), issue.id) for issue in desk.project.issues()]
    return [Choice(issue, None, sheets.name, len(sheets.entries)) for sheets, issue in found if sheets.entries]


def _runs(boards: Boards) -> list[Choice]:
    """Runs of pages without an issue, each cut so that the board around its page has all of it."""
    choices = []
    for run in boards.runs():
        for start in range(0, len(run), RUN):
            part = run[start : start + RUN]
            middle = part[min(BEFORE, len(part) - 1)]
            choices.append(Choice(None, middle.id, f"{part[0].id} – {part[-1].id}", len(part)))
    return choices
