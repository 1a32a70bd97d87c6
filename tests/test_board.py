"""The board without a browser: what it shows, what is offered, undo over pages, accepted pages, the clean article."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from issue_pages import issue_project

from correction.decisions import rule
from correction.desk.desk import Desk
from correction.desk.server import application
from correction.desk.words import words
from correction.links import ELSEWHERE, ITSELF, LATER_SAID, NO_ARTICLE, RING, TAKEN
from correction.partners import WEIGHTS
from correction.proof import prove
from correction.store import open_project
from ocr.errors import ProjectError

PAGES = ("p000001", "p000002", "p000003")
GUARD = {"X-Galley": "desk"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    issue_project(tmp_path / "P")
    with closing(open_project(tmp_path / "P")) as project:
        desk = Desk(project)
        yield desk
        desk.close()


class Reader:
    """A person at the board, over HTTP."""

    def __init__(self, desk: Desk, name: str = "Ada") -> None:
        self.http = TestClient(application(desk))
        self.name = name
        self.issue = desk.project.issues()[0].id
        self.made = 0

    def board(self, path: str = "") -> dict[str, Any]:
        """The whole board."""
        for _ in range(600):
            view: dict[str, Any] = self.http.get(path or f"/desk/issues/{self.issue}/board").json()
            if view["complete"]:
                return view
        raise AssertionError("the board is never complete")

    def cards(self) -> dict[str, dict[str, Any]]:
        """Cards by headline, those without by their first words."""
        return {c["headline"] or c["opening"].split()[0]: c for page in self.board()["pages"] for c in page["cards"]}

    def decide(self, card: dict[str, Any], kind: str, value: str) -> Any:
        self.made += 1
        made = {"id": f"d_{self.name}{self.made}", "kind": kind, "lines": [card["line"]], "value": value}
        page = card["key"].split(":")[0]
        return self.http.post(
            f"/desk/pages/{page}/decisions", json={"author": self.name, "made": [made]}, headers=GUARD
        )

    def undo(self, redo: bool = False, name: str = "") -> Any:
        self.made += 1
        wish = {"author": self.name, "id": name or f"d_{self.name}{self.made}", "pages": PAGES, "redo": redo}
        return self.http.post("/desk/board/undo", json=wish, headers=GUARD)


def test_a_board_has_cards_links_and_offers(desk: Desk) -> None:
    reader = Reader(desk)
    view, cards = reader.board(), reader.cards()
    assert [len(page["cards"]) for page in view["pages"]] == [2, 3, 1]
    assert [(page["folio"], page["label"], page["state"]) for page in view["pages"]][1] == (2, "2", "read")
    assert (cards["Rain"]["to"], cards["higher"]["back"]) == (cards["higher"]["key"], cards["Rain"]["key"])
    assert cards["Rain"]["thread"] == cards["higher"]["thread"] == 1
    assert cards["Rain"]["jumps"] == [{"text": "Continued on page 2", "way": "to", "page": 2}]
    assert (cards["Trade"]["to"], cards["Trade"]["thread"], cards["Trade"]["lines"]) == (None, None, 2)
    best = view["offers"][0]
    assert (best["earlier"], best["later"]) == (cards["Ships"]["key"], cards["The"]["key"])
    assert "jump" in best["reasons"]


def test_a_board_is_shown_before_its_pages_are_known(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("correction.desk.boards.WAIT_SECONDS", 0.0)
    reader = Reader(desk)
    view = reader.http.get(f"/desk/issues/{reader.issue}/board").json()
    assert not view["complete"]
    assert [page["id"] for page in view["pages"]] == list(PAGES)
    assert not any(page["ready"] for page in view["pages"])
    assert len(reader.cards()) == 6


def test_joining_and_parting(desk: Desk) -> None:
    reader = Reader(desk)
    cards = reader.cards()
    assert reader.decide(cards["The"], "link", cards["Ships"]["value"]).status_code == 200
    cards = reader.cards()
    assert (cards["The"]["back"], cards["The"]["said"]) == (cards["Ships"]["key"], "Ada")
    reader.decide(cards["higher"], "link", "none")
    cards = reader.cards()
    assert (cards["Rain"]["to"], cards["higher"]["said"]) == (None, "Ada")
    assert cards["higher"]["key"] not in {offer["later"] for offer in reader.board()["offers"]}
    articles = {a.headline: a.pages for a in prove(desk.project).articles}
    assert articles["Ships"] == ("p000002", "p000003")


def test_undo_goes_over_the_pages_by_time_and_leaves_others_alone(desk: Desk) -> None:
    ada, ben = Reader(desk), Reader(desk, "Ben")
    cards = ada.cards()
    ada.decide(cards["The"], "link", cards["Ships"]["value"])
    ben.decide(cards["Trade"], "link", "none")
    ada.decide(cards["higher"], "link", "none")
    assert ada.undo().json() == {"lines": [cards["higher"]["key"]], "kind": "link"}
    assert ada.undo(name="d_twice").json() == {"lines": [cards["The"]["key"]], "kind": "link"}
    assert ada.undo(name="d_twice").json() == {"lines": [cards["The"]["key"]], "kind": "link"}
    assert ada.undo().json() == {"lines": [], "kind": None}
    now = ada.cards()
    assert (now["The"]["back"], now["higher"]["back"], now["Trade"]["said"]) == (None, now["Rain"]["key"], "Ben")
    assert ada.undo(redo=True).json()["lines"] == [cards["The"]["key"]]
    assert ada.undo(redo=True).json()["lines"] == [cards["higher"]["key"]]
    assert ada.undo(redo=True).json()["kind"] is None
    assert ada.cards()["The"]["back"] == cards["Ships"]["key"]


def test_undo_leaves_texts_alone(desk: Desk) -> None:
    reader = Reader(desk)
    card = reader.cards()["Trade"]
    reader.decide(card, "text", "Commerce")
    assert "Commerce" in reader.cards()
    assert reader.undo().json()["kind"] is None


def test_accepted_pages_keep_their_links(desk: Desk) -> None:
    reader = Reader(desk)
    cards = reader.cards()
    reader.decide(cards["The"], "link", cards["Ships"]["value"])
    desk.project.append([rule("p000002", "state", "accepted", "Eva")])
    for answer in (
        reader.decide(cards["higher"], "link", "none"),
        reader.decide(cards["The"], "link", cards["Wages"]["value"]),
        reader.undo(),
    ):
        assert answer.status_code == 409
        assert "accepted" in answer.json()["problem"]
    assert reader.decide(cards["The"], "link", cards["Trade"]["value"]).status_code == 200


def test_links_without_effect_are_told(desk: Desk) -> None:
    reader = Reader(desk)
    cards = reader.cards()
    reader.decide(cards["The"], "link", cards["The"]["value"])
    (told,) = reader.board()["ignored"]
    assert (told["card"], told["by"], told["reason"]) == (cards["The"]["key"], "Ada", ITSELF)
    said = words("zh")
    reasons = (NO_ARTICLE, ELSEWHERE, ITSELF, LATER_SAID, TAKEN, RING)
    assert all(f"board.{reason}" in said for reason in reasons)
    assert all(f"board.why.{reason}" in said for reason in WEIGHTS)


def test_the_clean_article_of_linked_parts(desk: Desk) -> None:
    reader = Reader(desk)
    cards = reader.cards()
    parts = f"{cards['Rain']['key']},{cards['higher']['key']}"
    clean = reader.http.get("/desk/board/preview", params={"parts": parts}).json()
    assert clean["pages"] == ["p000001", "p000002"]
    assert clean["blocks"][0] == {"kind": "headline", "text": "Rain"}
    text = "It rained all the night, and in the morning the river stood higher than it ever had."
    assert clean["blocks"][1] == {"kind": "paragraph", "text": text}
    assert reader.http.get("/desk/board/preview", params={"parts": "p000001:l_9"}).status_code == 404
    assert reader.http.get("/desk/board/preview", params={"parts": "rain"}).status_code == 409


def test_cards_show_the_repaired_text(tmp_path: Path) -> None:
    issue_project(tmp_path / "P", "[The Courier]\n= Rain\nIt rained, and the gov-\nernment slept.\n")
    with closing(open_project(tmp_path / "P")) as project, closing(Desk(project)) as desk:
        (card,) = Reader(desk).board()["pages"][0]["cards"]
    assert (card["opening"], card["language"]) == ("It rained, and the government slept.", "en")


def test_pages_without_an_issue_are_a_run(desk: Desk) -> None:
    reader = Reader(desk)
    assert [each["pages"] for each in reader.http.get("/desk/boards").json()["boards"]] == [3]
    assert reader.board("/desk/board?page=p000002")["issue"] == reader.issue
    desk.project.remove_issue(reader.issue)
    (choice,) = reader.http.get("/desk/boards").json()["boards"]
    assert (choice["issue"], choice["pages"], choice["name"]) == (None, 3, "p000001 – p000003")
    view = reader.board("/desk/board?page=p000003")
    assert (view["issue"], [page["id"] for page in view["pages"]]) == (None, list(PAGES))
    assert reader.http.get("/desk/board?page=p000009").status_code == 404
    assert reader.http.get("/desk/issues/i_9/board").status_code == 404


def test_a_page_that_cannot_be_had_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.background, "do", torn)
    view = Reader(desk).board()
    assert [page["problem"] for page in view["pages"]] == ["the page is torn - read it again"] * 3
    assert all(page["ready"] for page in view["pages"])


def torn(*_: object) -> object:
    raise ProjectError("the page is torn", "read it again")
