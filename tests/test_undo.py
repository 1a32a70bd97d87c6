"""Decisions and changes of repair, undone from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import make_project, one_line

from correction.cli import run
from correction.review import decide
from correction.store import Placement, open_project


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def test_decisions_show_in_an_export_and_are_undone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = open_project(project)
    page = found.load_page("p000002")
    made = decide(page, "text", [page.lines[0].id], "Der Rat tagte gestern.", "reader")
    found.append([made])
    found.close()
    common = ["export", "--project", str(project), "--format", "txt", "--to", "out.txt"]
    assert run(common) == 0
    assert "Der Rat tagte gestern." in Path("out.txt").read_text(encoding="utf-8")
    assert run(["undo", made.id, "--project", str(project)]) == 0
    capsys.readouterr()
    assert run(["project", "decisions", "--project", str(project)]) == 0
    text, undo = capsys.readouterr().out.splitlines()
    assert text.split("\t")[0] == made.id
    assert text.endswith("\tundone")
    assert undo.split("\t")[4:6] == ["undo", made.id]
    assert run(common) == 0
    assert "Der Rat tagte.\n" in Path("out.txt").read_text(encoding="utf-8")


def test_what_is_undone_already_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = open_project(project)
    page = found.load_page("p000002")
    made = [decide(page, "text", [page.lines[0].id], words, "reader") for words in ("Der Rat.", "Die Räte.")]
    found.append(made)
    found.close()

    def undo(*changes: str) -> int:
        capsys.readouterr()
        return run(["undo", *changes, "--project", str(project)])

    assert undo(made[0].id, made[0].id, "--author", "Ada") == 0
    taken = capsys.readouterr().out.split()[0]
    assert undo(made[0].id, made[1].id) == 1
    out, err = capsys.readouterr()
    assert out.endswith(f" undo {made[1].id}\n")
    assert f"{made[0].id} is undone already - to have it again: galley undo {taken}" in one_line(err)
    assert undo(taken) == 0
    assert undo(made[0].id, "d_none", "d_nobody") == 2
    assert "there is no decision d_none, d_nobody" in one_line(capsys.readouterr().err)
    assert undo(made[0].id) == 0
    log = open_project(project).decisions()
    assert (len(log), log[2].author) == (6, "Ada")


def test_a_hyphen_of_the_ledger_is_undone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ledger() -> dict[str, str]:
        assert run(["export", "--project", str(project), "--format", "json", "--to", "out.json"]) == 0
        articles = json.loads(Path("out.json").read_text(encoding="utf-8"))["articles"]
        (entry,) = [hyphen for article in articles for hyphen in article["hyphens"]]
        assert isinstance(entry, dict)
        return entry

    change = ledger()["id"]
    assert run(["undo", change, "h_unknown", "--project", str(project)]) == 2
    assert "h_unknown" in one_line(capsys.readouterr().err)
    assert ledger()["form"] == "window"
    assert run(["undo", change, "--project", str(project)]) == 0
    assert ledger()["form"] == "win-dow"
    decision = capsys.readouterr().out.split()[0]
    assert run(["undo", decision, "--project", str(project)]) == 0
    assert ledger()["form"] == "window"


def exported(project: Path, *options: str) -> list[dict[str, Any]]:
    assert run(["export", "--project", str(project), "--format", "json", "--to", "out.json", *options]) == 0
    articles: list[dict[str, Any]] = json.loads(Path("out.json").read_text(encoding="utf-8"))["articles"]
    return articles


def test_every_change_of_an_export_is_undone_and_put_on_again(project: Path) -> None:
    before = exported(project)
    changes = [change["id"] for article in before for change in article["changes"]]
    texts = {
        line.id: page.text_of(line.id)
        for page in (open_project(project).load_page(name) for name in ("p000001", "p000002"))
        for line in page.lines
    }
    assert changes
    assert run(["undo", *changes, "--project", str(project)]) == 0
    undone = exported(project)
    for article in undone:
        for part in (*article["headings"], *article["credits"], *article["paragraphs"]):
            assert part["text"] == "\n".join(texts[line] for line in part["lines"])
    assert not any(change["applied"] for article in undone for change in article["changes"])
    assert run(["undo", *changes, "--project", str(project)]) == 0
    assert [[p["text"] for p in a["paragraphs"]] for a in exported(project)] == [
        [p["text"] for p in a["paragraphs"]] for a in before
    ]


def test_rules_of_repair_are_switched_by_option_and_by_project(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def rules(*options: str) -> set[str]:
        return {change["rule"] for article in exported(project, *options) for change in article["changes"]}

    assert rules() == {"hyphens"}
    assert rules("--without", "hyphens") == {"lines"}
    settings = project / "galley.toml"
    settings.write_text(settings.read_text() + "[repair]\nhyphens = false\n")
    assert rules() == {"lines"}
    assert rules("--with", "hyphens") == {"hyphens"}
    common = ["export", "--project", str(project), "--format", "json", "--to", "out.json"]
    assert run([*common, "--without", "gasp"]) == 2
    assert "there is no rule gasp" in one_line(capsys.readouterr().err)
    settings.write_text("repair = 3\n")
    assert run(common) == 2
    assert "[repair] does not switch rules" in one_line(capsys.readouterr().err)


def test_changes_of_a_raw_text_are_undone_by_their_ids(capsys: pytest.CaptureFixture[str]) -> None:
    Path("raw.txt").write_text("Der Rat trank den Zuk-\nker gern und sah aus dem Fen-\nster.\n", encoding="utf-8")
    common = ["repair", "raw.txt", "--language", "de", "--to", "out.json"]

    def article(*options: str) -> dict[str, Any]:
        assert run([*common, *options]) == 0
        (only,) = json.loads(Path("out.json").read_text(encoding="utf-8"))["articles"]
        assert isinstance(only, dict)
        return only

    sugar, window = article()["hyphens"]
    assert (sugar["form"], sugar["offered"]) == ("Zukker", "Zucker")
    first = article()["changes"][0]["id"]
    turned = article("--undo", sugar["id"], window["id"])
    assert turned["paragraphs"][0]["text"] == "Der Rat trank den Zucker gern und sah aus dem Fen-ster."
    assert "Zuk-\nker" in article("--undo", first)["paragraphs"][0]["text"]
    assert article("--without", "hyphens")["hyphens"] == []
    assert run([*common, "--undo", "c_none"]) == 2
    assert "there is no change c_none" in one_line(capsys.readouterr().err)


def test_an_article_names_the_issue_of_its_page(project: Path) -> None:
    found = open_project(project)
    issue = found.add_issue(found.add_title("Seebote").id, "1895-07-06")
    found.place_pages([Placement("p000001", issue.id)])
    found.close()
    assert {a["pages"][0]: a["issue"] for a in exported(project)} == {"p000001": issue.id, "p000002": None}
