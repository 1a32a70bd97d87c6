"""`galley project pages`, `state`, `assign` and `decisions`: the work on pages from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import one_line
from project_pages import add, pages, scan

from correction.cli import run
from correction.review import decide
from correction.store import Placement, create_project, open_project

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four pages that were read, two of them in an issue and out of order, and one that waits."""
    project = create_project(tmp_path / "P")
    ids = pages(project, tmp_path / "in", 4)
    add(project, scan(tmp_path / "in", "waits.png", b"waits"))
    issue = project.add_issue(project.add_title("Seebote").id, "1895-07-06", "Abendblatt")
    project.place_pages([Placement(ids[1], issue.id, 2, "182"), Placement(ids[2], issue.id, 1, "181")])
    project.close()
    return tmp_path / "P"


def call(folder: Path, *words: str) -> int:
    return run(["project", *words, "--project", str(folder)])


def listed(folder: Path, capsys: Capture, *options: str) -> list[str]:
    """The ids of pages that are listed."""
    capsys.readouterr()
    assert call(folder, "pages", *options) == 0
    return [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]


def issue_of(folder: Path) -> str:
    project = open_project(folder)
    found = project.issues()[0].id
    project.close()
    return found


def test_pages_are_listed_with_what_is_known_of_them(folder: Path, capsys: Capture) -> None:
    assert call(folder, "assign", "Ada", "--pages", "p000002") == 0
    capsys.readouterr()
    assert call(folder, "pages") == 0
    out, err = capsys.readouterr()
    row = next(line for line in out.splitlines() if line.startswith("p000002"))
    assert row.split("\t")[:7] == ["p000002", "read", "Ada", "Seebote", "1895-07-06", "Abendblatt", "182"]
    assert row.endswith("1.png")
    assert err == "5 pages; in each state: 1 new, 4 read\n"
    assert call(folder, "pages", "--json", "--limit", "2", "--state", "read") == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (told["galley"], told["total"], told["counts"]) == (1, 4, {"new": 1, "read": 4})
    assert [page["id"] for page in told["pages"]] == ["p000001", "p000002"]
    assert told["pages"][0]["title"] is None
    assert (told["pages"][1]["date"], told["pages"][1]["sequence"]) == ("1895-07-06", 2)


def test_the_list_is_filtered(folder: Path, capsys: Capture) -> None:
    assert call(folder, "assign", "Ada", "--pages", "p000001-p000002") == 0
    assert call(folder, "state", "for-review", "--pages", "p000002", "p000004") == 0
    assert listed(folder, capsys, "--state", "new", "for-review") == ["p000002", "p000004", "p000005"]
    assert listed(folder, capsys, "--assignee", "Ada") == ["p000001", "p000002"]
    assert listed(folder, capsys, "--assignee", "none") == ["p000003", "p000004", "p000005"]
    assert listed(folder, capsys, "--title", "seeb") == ["p000002", "p000003"]
    assert listed(folder, capsys, "--title", "Nowhere") == []
    assert listed(folder, capsys, "--issue", issue_of(folder)) == ["p000003", "p000002"]
    assert listed(folder, capsys, "--from", "1895-07-07") == []
    assert listed(folder, capsys, "--from", "1895-07-01", "--to", "1895-07-31") == ["p000002", "p000003"]
    assert listed(folder, capsys, "--descending", "--limit", "2", "--offset", "1") == ["p000004", "p000003"]
    for wrong in (["--from", "July"], ["--issue", "i_none"], ["--state", "lost"]):
        assert call(folder, "pages", *wrong) == 2
        one_line(capsys.readouterr().err)


def test_a_state_is_given_and_taken_back(folder: Path, capsys: Capture) -> None:
    assert (
        call(folder, "state", "accepted", "--issue", issue_of(folder), "--author", "Ada", "--remark", "all good") == 0
    )
    made = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [words[1:] for words in made] == [["p000003", "accepted"], ["p000002", "accepted"]]
    assert listed(folder, capsys, "--state", "accepted") == ["p000002", "p000003"]
    project = open_project(folder)
    assert {(each.author, each.remark) for each in project.decisions()} == {("Ada", "all good")}
    project.close()
    assert run(["undo", *(words[0] for words in made), "--project", str(folder)]) == 0
    assert listed(folder, capsys, "--state", "accepted") == []


def test_pages_that_were_not_read_are_named(folder: Path, capsys: Capture) -> None:
    assert call(folder, "state", "in-progress", "--pages", "p000004-p000005") == 1
    out, err = capsys.readouterr()
    assert "p000004 in progress" in out
    assert "p000005 was not read" in one_line(err)
    assert listed(folder, capsys, "--state", "in-progress") == ["p000004"]
    assert call(folder, "state", "accepted", "--pages", "p000005") == 2
    assert call(folder, "state", "accepted", "--pages", "p000009") == 2
    assert call(folder, "state", "accepted") == 2
    assert call(folder, "state", "new", "--pages", "p000001") == 2


def test_a_page_is_given_to_a_person_and_to_nobody(folder: Path, capsys: Capture) -> None:
    assert call(folder, "assign", "Ada Lovelace", "--pages", "p000001,p000005") == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("p000005 Ada Lovelace")
    assert listed(folder, capsys, "--assignee", "Ada Lovelace") == ["p000001", "p000005"]
    assert call(folder, "assign", "none", "--pages", "p000001") == 0
    assert listed(folder, capsys, "--assignee", "Ada Lovelace") == ["p000005"]


def test_a_person_is_named_in_one_line_or_not_at_all(folder: Path, capsys: Capture) -> None:
    assert call(folder, "assign", " Ada\n\tL. ", "--pages", "p000002") == 0
    assert listed(folder, capsys, "--assignee", "Ada L.") == ["p000002"]
    assert call(folder, "assign", "  ", "--pages", "p000002") == 0
    assert "p000002" in listed(folder, capsys, "--assignee", "none")
    capsys.readouterr()
    assert call(folder, "assign", "Ada", "--pages", "") == 2
    assert "no page is named" in one_line(capsys.readouterr().err)


def test_the_history_of_a_page_and_of_a_line(folder: Path, capsys: Capture) -> None:
    project = open_project(folder)
    first, second = (project.load_page(name) for name in ("p000001", "p000002"))
    texts = [decide(page, "text", [page.lines[0].id], "eins", "reader") for page in (second, first)]
    project.append(texts)
    project.close()
    assert call(folder, "state", "accepted", "--pages", "p000001", "--author", "Ada", "--remark", "all\ngood") == 0

    def rows(*options: str) -> list[list[str]]:
        capsys.readouterr()
        assert call(folder, "decisions", *options) == 0
        return [line.split("\t") for line in capsys.readouterr().out.splitlines()]

    text, state = rows("--page", "p000001")
    assert text[2:] == ["reader", "p000001", "text", "eins", first.lines[0].id, "one", "-"]
    assert state[2:] == ["Ada", "p000001", "state", "accepted", "-", "-", "all good"]
    assert [row[0] for row in rows("--page", "p000001", "p000002")] == [texts[0].id, texts[1].id, state[0]]
    assert [row[0] for row in rows("--line", second.lines[0].id)] == [texts[0].id]
    assert rows("--author", "Ada") == [state]
    assert run(["undo", texts[0].id, "--project", str(folder)]) == 0
    undo = capsys.readouterr().out.split()[0]
    assert call(folder, "decisions", "--page", "p000002", "--json") == 0
    told = json.loads(capsys.readouterr().out)["decisions"]
    assert [(each["kind"], each["undone"]) for each in told] == [("text", undo), ("undo", None)]
    assert told[0]["at"][0]["text"] == "one"
    assert call(folder, "decisions", "--page", "p000009") == 2
