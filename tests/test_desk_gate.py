"""Who may ask the screens, and what becomes of their helper process when they are killed."""

import json
import os
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from browser import Server
from desk_pages import sample_project
from fastapi import FastAPI
from fastapi.testclient import TestClient

from correction.desk.desk import Desk
from correction.desk.gate import Gate
from correction.desk.routes import MOST_BYTES
from correction.desk.server import Server as Served
from correction.desk.server import application
from correction.store import create_project, open_project
from ocr.errors import UsageError

ENDS = 60.0  # seconds for a process to end, on a machine under load


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.add_api_route("/", lambda: "served", methods=["GET", "POST"])
    return TestClient(Gate(app, ["desk.example"]), base_url="http://127.0.0.1:7860")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:7860", 200),
        ("[::1]:7860", 200),
        ("192.168.1.5", 200),
        ("LOCALHOST:7860", 200),
        ("desk.example", 200),
        ("elsewhere.example:7860", 403),  # another site, whose name resolves to this machine
        ("127.0.0.1.elsewhere.example", 403),
        ("", 403),
    ],
)
def test_only_own_names_are_answered(client: TestClient, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # no browser
        ({"Origin": "http://127.0.0.1:7860"}, 200),
        ({"Origin": "http://127.0.0.1:80"}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://desk.example"}, 200),  # behind a proxy
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),  # another port of this machine
    ],
)
def test_nothing_is_taken_from_pages_of_other_sites(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/", headers=headers).status_code == status
    assert client.get("/", headers=headers).status_code == 200


def test_too_much_is_refused_before_it_is_all_there(tmp_path: Path) -> None:
    with closing(create_project(tmp_path / "P")) as project:
        desk, sent = Desk(project), 0

        def pieces() -> object:
            nonlocal sent
            for _ in range(64):
                sent += MOST_BYTES // 4
                yield b" " * (MOST_BYTES // 4)

        answer = TestClient(application(desk)).post(
            "/desk/pages/p000001/decisions", content=pieces(), headers={"X-Galley": "desk"}
        )
        desk.close()
    assert answer.status_code == 409
    assert "too much" in answer.json()["problem"]


@pytest.mark.parametrize(("host", "private"), [("127.0.0.1", True), ("0.0.0.0", False)])
def test_a_server_knows_who_reaches_it(host: str, private: bool) -> None:
    server = Served(FastAPI(), host, 0)
    server.start()
    assert server.is_private == private
    with pytest.raises(UsageError, match="cannot be used"):
        Served(FastAPI(), host, server.port)
    server.stop()


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "zombie" not in Path(f"/proc/{process}/status").read_text() if Path("/proc").is_dir() else True


def children(process: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            behind_name = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(behind_name[1]) == process:
            found.append(int(status.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks processes up in /proc")
def test_a_killed_server_leaves_no_process_behind(serve: Callable[..., Server], tmp_path: Path) -> None:
    sample_project(tmp_path / "P", "en")
    server = serve(tmp_path / "P")
    with urllib.request.urlopen(f"{server.url}desk/pages/p000001/doubts") as answer:  # found beside the server
        assert json.load(answer)["all"]
    assert server._process is not None
    beside = children(server._process.pid)
    assert beside
    os.kill(server._process.pid, 9)  # it alone, and not its group
    until = time.monotonic() + ENDS
    while any(map(is_there, beside)) and time.monotonic() < until:
        time.sleep(0.1)
    assert [process for process in beside if is_there(process)] == []
    with closing(open_project(tmp_path / "P")) as project:
        assert project.entry("p000001").was_read
