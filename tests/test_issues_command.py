"""`galley project issues` and what it leaves in a project, on every database."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import pytest
from head_pages import BODY, Head, head_page
from page_readers import make_page
from project_pages import add, scan

from correction.cli import run
from correction.issues.rows import PageRow
from correction.issues.settling import settle
from correction.store import Placement, Project, create_project, open_project

DAYS = ("Samstag, den 6. Juli 1895", "Montag, den 8. Juli 1895")


def make_pages(project: Project, folder: Path, days: tuple[str, ...] = DAYS) -> list[str]:
    """Issues of four pages each: a front page, and three with their numbers."""
    ids = []
    for issue, day in enumerate(days, 1):
        for number in (1, 2, 3, 4):
            page_id = add(project, scan(folder, f"scan-{issue}-{number}.png", f"{issue}{number}".encode()))
            heads = [Head(str(number), left=900)]
            if number == 1:
                heads = [Head(f"Nr. {180 + issue}"), Head(day, left=500), Head("Der Seebote", 4 * BODY, top=60)]
            project.save_page(head_page(page_id, *heads))
            ids.append(page_id)
    return ids


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of two issues as they were read."""
    root = tmp_path / "P"
    project = create_project(root)
    make_pages(project, tmp_path / "in")
    project.close()
    return root


def call(folder: Path, *words: str | Path) -> int:
    return run(["project", "issues", *map(str, words), "--project", str(folder)])


def standing(folder: Path) -> dict[str, tuple[str | None, int | None, str]]:
    """Day, sequence and label of each page."""
    project = open_project(folder)
    days = {issue.id: issue.date for issue in project.issues()}
    found = {p.id: (days[p.issue] if p.issue else None, p.sequence, p.label) for p in project.pages()}
    project.close()
    return found


def test_settled_rows_stand_in_the_project(project: Project, tmp_path: Path) -> None:
    pages = make_pages(project, tmp_path / "in")
    rows = [PageRow(page, "Seebote", "1895-07-06", label=str(n), sequence=n) for n, page in enumerate(pages[:4], 1)]
    (issue,) = settle(project, [*rows, PageRow(pages[4])])
    assert [(p.id, p.sequence, p.label) for p in project.issue_pages(issue.id)] == [
        (page, n, str(n)) for n, page in enumerate(pages[:4], 1)
    ]
    assert project.entry(pages[4]).issue is None


def test_a_part_of_a_day_stands_in_the_label(project: Project, tmp_path: Path) -> None:
    (page, *_) = make_pages(project, tmp_path / "in")
    (issue,) = settle(project, [PageRow(page, "Seebote", "1895-07", number="9")])
    assert (issue.date, issue.label) == (None, "9, 1895-07")


def test_an_issue_that_is_known_by_its_day_gets_its_number(project: Project, tmp_path: Path) -> None:
    one, other, *_ = make_pages(project, tmp_path / "in")
    settle(project, [PageRow(one, "Seebote", "1895-07-06")])
    settle(project, [PageRow(other, "Seebote", "1895-07-06", number="181")])
    assert [(issue.date, issue.label) for issue in project.issues()] == [("1895-07-06", "181")]


def test_an_issue_that_all_pages_left_is_removed(project: Project, tmp_path: Path) -> None:
    (page, *_) = make_pages(project, tmp_path / "in")
    settle(project, [PageRow(page, "Seebote", "1895-07-06")])
    settle(project, [PageRow(page, "Seebote", "1895-07-08")])
    assert [issue.date for issue in project.issues()] == ["1895-07-08"]
    settle(project, [PageRow(page)])
    assert project.issues() == []
    assert project.entry(page).issue is None


def test_a_title_that_all_pages_left_is_gone(project: Project, tmp_path: Path) -> None:
    (page, *_) = make_pages(project, tmp_path / "in")
    settle(project, [PageRow(page, "Seebete", "1895-07-06")])
    settle(project, [PageRow(page, "Seebote", "1895-07-06")])
    assert [title.name for title in project.titles()] == ["Seebote"]


def test_a_title_that_a_person_settled_is_known_from_then_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "set", "--title", "Der Seeboote", "--date", "1895-07-06", "--pages", "p000001-p000004") == 0
    capsys.readouterr()
    assert call(folder, "propose") == 0
    assert "Der Seeboote, 1895-07-08" in capsys.readouterr().out


def test_propose_changes_nothing_without_yes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "propose") == 0
    assert capsys.readouterr().out.splitlines() == [
        " 97%  Der Seebote, 1895-07-06, Nr. 181: p000001-p000004 (pages [1], 2, 3, 4)",
        " 97%  Der Seebote, 1895-07-08, Nr. 182: p000005-p000008 (pages [1], 2, 3, 4)",
        "nothing was changed; --yes settles 2 issues with 8 pages",
    ]
    assert set(standing(folder).values()) == {(None, None, "")}


def test_propose_yes_settles(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "propose", "--yes") == 0
    assert standing(folder)["p000006"] == ("1895-07-08", 2, "2")
    capsys.readouterr()
    assert call(folder) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Der Seebote: 2 issues"
    assert lines[-1] == "collation: nothing is amiss"


def test_what_is_not_sure_enough_is_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "propose", "--least", "0.99", "--yes") == 0
    assert "left: 2 issues, " in capsys.readouterr().out
    assert set(standing(folder).values()) == {(None, None, "")}


def test_names_of_files_that_were_copied_are_found_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "P"
    project = create_project(root)
    for day in ("1895-07-06", "1895-07-08"):
        add(project, scan(tmp_path / "loose", "001.png", day.encode()))
        scan(tmp_path / "Seebote" / day, "001.png", day.encode())
    project.close()
    assert call(root, "propose", "--without-print", "--scans", tmp_path / "Seebote", "--yes") == 0
    assert "names: {title}/{date:%Y-%m-%d}/{page} fits 2 of 2" in capsys.readouterr().out
    assert standing(root) == {"p000001": ("1895-07-06", 1, "1"), "p000002": ("1895-07-08", 1, "1")}


def test_names_of_files_that_were_copied_are_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where they were taken in from is recorded: their folder may be gone since."""
    root = tmp_path / "P"
    project = create_project(root)
    for day in ("1895-07-06", "1895-07-08"):
        file = scan(tmp_path / "Seebote" / day, "001.png", day.encode())
        add(project, file)
        file.unlink()
    project.close()
    assert call(root, "propose", "--without-print", "--yes") == 0
    assert "names: {title}/{date:%Y-%m-%d}/{page} fits 2 of 2" in capsys.readouterr().out
    assert standing(root) == {"p000001": ("1895-07-06", 1, "1"), "p000002": ("1895-07-08", 1, "1")}


def test_a_pattern_that_fits_nothing_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "propose", "--pattern", "{yyyymmdd}_{page}", "--without-print") == 0
    assert "names: {yyyymmdd}_{page} fits 0 of 8" in capsys.readouterr().out


def test_a_table_goes_out_is_edited_and_comes_back(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "issues.csv"
    assert call(folder, "propose", "--csv-out", table) == 0
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    for row in rows[4:]:
        row["date"] = "1895-07-09"
    with table.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert call(folder, "read", table, "--dry-run") == 0
    assert set(standing(folder).values()) == {(None, None, "")}
    assert call(folder, "read", table) == 0
    assert standing(folder)["p000008"] == ("1895-07-09", 4, "4")
    before = standing(folder)
    assert call(folder, "write", table) == 0
    assert call(folder, "read", table) == 0
    assert standing(folder) == before


def test_rows_that_cannot_be_used_are_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "issues.csv"
    table.write_text("page,title,date\np000001,Seebote,1895-07-06\np000099,Seebote,1895-07-06\n")
    assert call(folder, "read", table) == 1
    assert "galley: issues.csv, row 3: there is no page p000099" in capsys.readouterr().err
    assert standing(folder)["p000001"][0] == "1895-07-06"
    table.write_text("page,title,date\np000099,Seebote,1895-07-06\n")
    assert call(folder, "read", table) == 2


def test_write_to_standard_output(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert call(folder, "write", "-") == 0
    assert capfdbinary.readouterr().out.startswith(b"\xef\xbb\xbfpage,file,title")


def test_set_move_change_merge_rename_remove(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--title", "Seebote", "--date", "1895-07-06", "--pages", "p000001-p000003"]
    assert call(folder, "set", *words, "--first", "5") == 0
    assert standing(folder)["p000003"] == ("1895-07-06", 3, "7")
    assert call(folder, "set", *words[:3], "1895-07-08", *words[4:5], "p000005", "p000006") == 0
    first, second = _ids(folder)
    assert call(folder, "move", first, "--pages", "p000004", "p000006") == 0
    assert standing(folder)["p000006"] == ("1895-07-06", 5, "")
    assert call(folder, "move", "none", "--pages", "p000006") == 0
    assert standing(folder)["p000006"][0] is None
    assert call(folder, "change", second, "--date", "1895-07-09", "--edition", "Abendblatt", "--number", "183") == 0
    assert "1895-07-09, Abendblatt, Nr. 183" in capsys.readouterr().out
    assert call(folder, "merge", first, second) == 0
    assert standing(folder)["p000005"] == ("1895-07-06", 5, "")
    assert call(folder, "rename", "Seebote", "Der Seebote") == 0
    capsys.readouterr()
    assert call(folder, "remove", "Der Seebote") == 2
    assert f"is not empty ({first})" in capsys.readouterr().err
    assert call(folder, "remove", first) == 0
    assert _ids(folder) == []
    assert call(folder) == 0
    assert "Der Seebote: no issue\n" in capsys.readouterr().out
    assert call(folder, "remove", "Der Seebote") == 0
    assert call(folder) == 0
    assert "Seebote" not in capsys.readouterr().out


def test_thorough_reads_the_pages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "set", "--title", "Seebote", "--date", "1895-07-07", "--pages", "p000001-p000004") == 0
    capsys.readouterr()
    assert call(folder, "list", "--thorough") == 0
    assert "'Samstag, den 6. Juli 1895' is printed, but the issue is of 1895-07-07 [p000001]" in capsys.readouterr().out


def test_thorough_names_pages_that_are_there_twice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns = ("Rye", "Hull", "Deal", "Cowes", "Poole", "Looe", "Bude", "Fowey")
    lines = [f"What the harbour board of {town} had said" for town in towns]
    with closing(open_project(folder)) as project:
        for name in ("one.png", "two.png"):
            page_id = add(project, scan(folder.parent, name, name.encode()))
            project.save_page(make_page(page_id, *lines))
    call(folder, "list", "--thorough")
    assert "100% of the text is the same" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command", ["list", "propose", "set", "move", "merge", "change", "rename", "remove", "read", "write"]
)
def test_every_command_is_told(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["project", "issues", "--help"]) == 0
    assert f"  {command} " in capsys.readouterr().out
    assert run(["project", "issues", command, "--help"]) == 0
    assert "--project DIR" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["set", "--title", "S", "--date", "1895-02-31", "--pages", "p000001"],
        ["set", "--title", "S", "--pages", "p000099"],
        ["set", "--title", "S", "--pages", ""],
        ["set", "--title", "S", "--pages", "p000001-"],
        ["set", "--title", "S", "--pages", "p000001", "--first", "0"],
        ["move", "i_none", "--pages", "p000001"],
        ["merge", "i_1", "i_2"],
        ["change", "i_1", "--number", "2"],
        ["rename", "S", "T"],
        ["remove", "i_1"],
        ["read", "nothing.csv"],
        ["propose", "--pattern", "{titel}"],
        ["propose", "--scans", "nowhere"],
        ["propose", "--least", "2"],
        ["sort"],
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(folder, *words) == 2
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert " - " in error
    assert set(standing(folder).values()) == {(None, None, "")}


def test_a_page_that_is_damaged_is_named_and_the_others_are_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    with sqlite3.connect(folder / "galley.db") as connection:
        connection.execute("UPDATE readings SET document = '{' WHERE page = 'p000003'")
    connection.close()
    assert call(folder, "propose", "--yes") == 1
    assert "galley: p000003: " in capsys.readouterr().err
    assert standing(folder)["p000002"][0] == "1895-07-06"


def test_pages_in_no_project_order_keep_their_places(project: Project, tmp_path: Path) -> None:
    pages = make_pages(project, tmp_path / "in")
    (issue,) = settle(project, [PageRow(p, "S", "1895-07-06", sequence=n) for n, p in enumerate(pages[3::-1], 1)])
    assert [p.id for p in project.issue_pages(issue.id)] == pages[3::-1]
    project.place_pages([Placement(pages[0], None)])
    assert [p.id for p in project.issue_pages(issue.id)] == pages[3:0:-1]


def _ids(folder: Path) -> list[str]:
    project = open_project(folder)
    ids = [issue.id for issue in project.issues()]
    project.close()
    return ids
