"""Decisions from a browser: kept once, never over what somebody else wrote, and not on a page that is accepted."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from weakref import ref

import pytest
from fastapi.testclient import TestClient
from page_readers import make_page
from PIL import Image

from correction.desk.desk import Desk
from correction.desk.news import Presence, news
from correction.desk.saving import Made, Sent, receive
from correction.desk.server import application
from correction.desk.view import view
from correction.review import undo
from correction.store import create_project
from ocr.errors import UsageError
from ocr.page import Source


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A project with one page of three lines."""
    project = create_project(tmp_path / "P")
    file = tmp_path / "scan.png"
    Image.new("L", (420, 1000), 255).save(file)
    project.add_sources([Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest())])
    page = make_page("p000001", "The win-", "dow was shut.", "It cost $5.")
    project.save_page(replace(page, source=project.pages()[0].source))
    yield Desk(project)
    project.close()


def lines(desk: Desk) -> list[str]:
    return [line.id for line in desk.sit("p000001").page.lines]


def text(number: int, line: str, value: str, seen: str) -> Made:
    return Made(f"d_{number}", "text", (line,), value, (seen,))


def test_a_text_is_in_the_log_and_on_the_page(desk: Desk) -> None:
    first = lines(desk)[0]
    got = receive(desk, "p000001", Sent("Ada", (text(1, first, "The wín-", "The win-"),)))
    assert got.kept == ("d_1",)
    assert got.state == "in progress"
    shown = view(desk.sit("p000001"), None, None, "scan.png").items[0].paragraphs[0].lines[0]
    assert (shown.text, shown.read, shown.settled) == ("The wín-", "The win-", True)
    decision = desk.project.decisions("p000001")[-1]
    assert (decision.author, decision.at[0].text, decision.value) == ("Ada", "The win-", "The wín-")


def test_what_is_sent_twice_is_kept_once(desk: Desk) -> None:
    sent = Sent("Ada", (text(1, lines(desk)[0], "A", "The win-"),))
    receive(desk, "p000001", sent)
    again = receive(desk, "p000001", sent)
    assert again.kept == ("d_1",)
    assert [d.kind for d in desk.project.decisions("p000001")] == ["state", "text"]


def test_nothing_is_written_over_what_another_wrote_meanwhile(desk: Desk) -> None:
    first, second, _ = lines(desk)
    receive(desk, "p000001", Sent("Ada", (text(1, first, "Hers", "The win-"),)))
    got = receive(
        desk, "p000001", Sent("Ben", (text(2, first, "His", "The win-"), text(3, second, "door", "dow was shut.")))
    )
    assert got.kept == ("d_3",)
    assert [(c.id, c.line, c.text, c.author) for c in got.conflicts] == [("d_2", first, "Hers", "Ada")]
    assert desk.sit("p000001").text_of(first) == "Hers"


def test_the_same_words_of_two_are_no_conflict(desk: Desk) -> None:
    first = lines(desk)[0]
    receive(desk, "p000001", Sent("Ada", (text(1, first, "Both", "The win-"),)))
    assert receive(desk, "p000001", Sent("Ben", (text(2, first, "Both", "The win-"),))).conflicts == ()


def test_two_texts_for_one_line_in_one_letter_build_on_each_other(desk: Desk) -> None:
    first = lines(desk)[0]
    sent = Sent("Ada", (text(1, first, "A", "The win-"), text(2, first, "AB", "A")))
    assert receive(desk, "p000001", sent).kept == ("d_1", "d_2")
    assert desk.sit("p000001").text_of(first) == "AB"


def test_an_accepted_page_is_locked_until_it_is_taken_back(desk: Desk) -> None:
    first = lines(desk)[0]
    receive(desk, "p000001", Sent("Ada", (Made("d_1", "state", value="accepted"),)))
    with pytest.raises(UsageError, match="accepted"):
        receive(desk, "p000001", Sent("Ada", (text(2, first, "A", "The win-"),)))
    receive(desk, "p000001", Sent("Ada", (Made("d_3", "state", value="for review", remark="a date"),)))
    assert receive(desk, "p000001", Sent("Ada", (text(2, first, "A", "The win-"),))).kept == ("d_2",)


@pytest.mark.parametrize(
    "made",
    [
        Made("d_1", "state", value="lost"),
        Made("d_1", "dance"),
        Made("x_1", "text"),
        Made("d_1", "text", ("l_none",), "A"),
    ],
)
def test_what_is_no_decision_is_refused(desk: Desk, made: Made) -> None:
    with pytest.raises(UsageError):
        receive(desk, "p000001", Sent("Ada", (made,)))
    assert desk.project.decisions() == []


def test_a_decision_has_an_author(desk: Desk) -> None:
    with pytest.raises(UsageError, match="name"):
        receive(desk, "p000001", Sent(" ", (text(1, lines(desk)[0], "A", "The win-"),)))


def test_news_are_what_came_since_with_the_texts_of_their_lines(desk: Desk) -> None:
    first, second, _ = lines(desk)
    receive(desk, "p000001", Sent("Ada", (text(1, first, "A", "The win-"),)))
    before = desk.sit("p000001").version
    receive(desk, "p000001", Sent("Ben", (text(2, second, "B", "dow was shut."),)))
    told = news(desk.sit("p000001"), before, ())
    assert [d.id for d in told.decisions] == ["d_2"]
    assert told.texts == {second: "B"}
    log = desk.project.decisions("p000001")
    desk.project.append([undo(log[-1], "Ben")])
    assert news(desk.sit("p000001"), told.version, ()).texts[second] == "dow was shut."


def test_who_is_there_is_told_to_the_others() -> None:
    presence = Presence()
    assert presence.mark("p000001", "t1", "Ada") == ()
    assert presence.mark("p000001", "t2", "Ben") == ("Ada",)
    assert presence.mark("p000002", "t3", "Cid") == ()


def test_tabs_that_fell_silent_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    presence = Presence()
    presence.mark("p000001", "t1", "Ada")
    monkeypatch.setattr("correction.desk.news.AWAY_SECONDS", 0.0)
    presence.mark("p000002", "t2", "Bob")
    assert presence.pages == {"p000002"}


def test_a_page_is_locked_only_while_somebody_holds_it(desk: Desk) -> None:
    with desk.lock("p000001"):
        assert desk.lock("p000001") is desk.lock("p000001")
        held = ref(desk.lock("p000001"))
    assert held() is None


def test_a_page_is_called_as_its_file_was_when_it_came(desk: Desk) -> None:
    (entry,) = desk.project.pages()
    assert entry.source.path.startswith("scans/")
    assert desk.name_of(entry.id) == "scan.png"


def test_a_page_read_anew_is_another_page(desk: Desk) -> None:
    before = desk.sit("p000001").page
    anew = make_page("p000001", "Another", "text")
    reading = replace(anew.readings[0], run="r_2", id="g_other")
    desk.project.save_page(replace(anew, source=before.source, readings=(reading,), base="g_other"))
    assert [desk.sit("p000001").text_of(line.id) for line in desk.sit("p000001").page.lines] == ["Another", "text"]


def test_a_line_that_is_no_more_holds_up_no_other(desk: Desk) -> None:
    lost, first = text(1, "l_earlier", "typed", "seen"), lines(desk)[0]
    got = receive(desk, "p000001", Sent("Ada", (lost, text(2, first, "A", "The win-"))))
    assert got.kept == ("d_2",)
    assert [(conflict.id, conflict.gone) for conflict in got.conflicts] == [("d_1", True)]


@pytest.mark.parametrize("value", ["two\nlines", "two\u2028lines", "a\0b"])
def test_a_text_is_one_line(desk: Desk, value: str) -> None:
    with pytest.raises(UsageError, match="no text of a line"):
        receive(desk, "p000001", Sent("Ada", (text(1, lines(desk)[0], value, "The win-"),)))


def test_what_there_is_not_is_answered_so_in_words(desk: Desk) -> None:
    first = lines(desk)[0]
    http = TestClient(application(desk))
    assert http.get("/desk/find/p000001").json() == {"page": "p000001", "line": None}
    assert http.get(f"/desk/find/p000001:{first}").json()["line"] == first
    absent = ("find/p000001:zz", "find/p000009:zz", "find/p000009", "find/l_zz", "pages/p000009")
    for path in (*absent, "pages/p000001/lines/zz", "pages/p000001/lines/zz.jpg", "pages/p000001/lines/zz/cuts"):
        answer = http.get(f"/desk/{path}")
        assert answer.status_code == 404, path
        assert "there is no" in answer.json()["problem"]
    receive(desk, "p000001", Sent("Ada", (Made("d_1", "drop", (first,)),)))
    assert http.get(f"/desk/find/p000001:{first}").json() == {"page": "p000001", "line": None}  # it was there once
    refused = http.post("/desk/find", json={"find": "", "page": "p000001"}, headers={"X-Galley": "desk"})
    assert refused.status_code == 409
    desk.close()
