"""States of pages and assignments: decisions in the log, and a list that is filtered by them."""

from pathlib import Path

import pytest
from page_readers import make_page
from project_pages import add, pages, saved, scan

from correction.review import decide, undo
from correction.store import LibraryQuery
from correction.store.folder import ProjectFolder
from ocr.errors import UsageError


def test_a_page_goes_its_way_and_back(project: ProjectFolder, tmp_path: Path) -> None:
    page_id = add(project, scan(tmp_path / "in"))
    assert project.entry(page_id).state == "new"
    assert not project.entry(page_id).was_read
    project.save_page(make_page(page_id, "one"))
    for state in ("read", "in progress", "for review", "accepted", "in progress"):
        project.set_state([page_id], state, "editor", f"now {state}")
        assert project.entry(page_id).state == state
        assert project.entry(page_id).was_read
    log = project.decisions(page_id)
    assert [(each.kind, each.value, each.author) for each in log][-1] == ("state", "in progress", "editor")
    assert log[-1].remark == "now in progress"
    assert project.check() == []


def test_reading_a_page_again_leaves_its_state(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    project.set_state([page.id], "accepted", "editor")
    project.save_page(make_page(page.id, "another", reading="e_2"))
    assert project.entry(page.id).state == "accepted"
    assert project.pending() == []


def test_an_undone_state_is_the_one_before(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    project.set_state([page.id], "for review", "a")
    project.set_state([page.id], "accepted", "b")
    project.assign([page.id], "c", "b")
    first, second, given = project.decisions(page.id)
    back = undo(second, "b")
    project.append([back])
    assert project.entry(page.id).state == "for review"
    project.append([undo(first, "b"), undo(given, "b")])
    assert (project.entry(page.id).state, project.entry(page.id).assignee) == ("read", "")
    project.append([undo(back, "b")])
    assert project.entry(page.id).state == "accepted"
    assert project.check() == []


def test_what_no_state_can_be(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    waiting = add(project, scan(tmp_path / "in", "b.png", b"b"))
    with pytest.raises(UsageError, match="was not read"):
        project.set_state([page.id, waiting], "accepted", "editor")
    with pytest.raises(UsageError, match="no page can be made new"):
        project.set_state([page.id], "new", "editor")
    with pytest.raises(UsageError, match="there is no page p000009"):
        project.assign(["p000009"], "me", "editor")
    assert project.decisions() == []
    project.assign([waiting], "me", "editor")  # one that is still to be read may be given to somebody
    assert project.entry(waiting).assignee == "me"
    project.fail_page(waiting, "torn")
    assert project.entry(waiting).assignee == "me"


def test_the_list_is_filtered_sorted_and_cut(project: ProjectFolder, tmp_path: Path) -> None:
    ids = pages(project, tmp_path / "in", 6)
    waiting = add(project, scan(tmp_path / "in", "b.png", b"b"))
    project.set_state(ids[:2], "accepted", "editor")
    project.set_state(ids[2:3], "for review", "editor")
    project.assign(ids[1:4], "Ada", "editor")

    whole = project.library(LibraryQuery())
    assert [row.entry.id for row in whole.rows] == [*ids, waiting]
    assert (whole.total, whole.counts) == (7, {"accepted": 2, "for review": 1, "read": 3, "new": 1})
    some = project.library(LibraryQuery(states=("accepted", "for review"), assignee="Ada"))
    assert [row.entry.id for row in some.rows] == ids[1:3]
    assert (some.total, some.counts) == (2, {"accepted": 1, "for review": 1, "read": 1})
    cut = project.library(LibraryQuery(limit=2, offset=3, descending=True))
    assert [row.entry.id for row in cut.rows] == [ids[3], ids[2]]
    assert cut.total == 7
    everything = project.library(LibraryQuery(limit=None, sort="state"))
    assert [row.entry.state for row in everything.rows] == sorted(row.entry.state for row in whole.rows)
    with pytest.raises(UsageError):
        project.library(LibraryQuery(sort="colour"))  # type: ignore[arg-type]


def test_decisions_have_columns(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one", "two")
    made = decide(page, "text", [page.lines[1].id], "zwei", "reader")
    project.append([made])
    with project._engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT page, time, author, kind, line, before, after FROM decisions").one()
    assert tuple(row) == (page.id, made.time, "reader", "text", page.lines[1].id, "two", "zwei")
