"""`galley project check`: each fault is named with its mend, and `--mend` puts right what can be."""

import os
import time
from contextlib import closing
from pathlib import Path

import pytest
from page_readers import make_page
from project_pages import add, pages, saved, scan
from sqlalchemy import event

from correction.audit import audit
from correction.cli import run
from correction.review import decide
from correction.search import refresh, search
from correction.store import Placement, open_project
from correction.store.connection import transaction
from correction.store.folder import ProjectFolder
from correction.store.scans import PART_SECONDS
from correction.store.soundness import record_faults
from ocr.errors import ProjectError


def spoil(project: ProjectFolder, statement: str) -> None:
    """Change records behind the project's back."""
    with transaction(project._engine, write=True) as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE pages SET state = 'accepted' WHERE id = 'p000001'", "its state is 'accepted', not 'for review'"),
        ("UPDATE pages SET state = 'new' WHERE id = 'p000001'", "its state is 'new', not 'for review'"),
        ("UPDATE pages SET assignee = 'somebody'  WHERE id = 'p000001'", "its assignee is 'somebody', not 'Ada'"),
        ("UPDATE pages SET date = '1900-01-01'  WHERE id = 'p000001'", "its date is '1900-01-01', not '1935-05-01'"),
        ("UPDATE passages SET text = 'fast and loose'", "page p000001: its search index is not its text"),
        ("DELETE FROM passages", "page p000001: its search index is not its text"),
    ],
)
def test_what_is_cached_is_mended(statement: str, says: str, project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "the tower")
    project.set_state([page.id], "for review", "editor")
    project.assign([page.id], "Ada", "editor")
    issue = project.add_issue(project.add_title("Gazette").id, "1935-05-01")
    project.place_pages([Placement(page.id, issue.id)])
    refresh(project)
    assert list(audit(project)) == []
    spoil(project, statement)
    fault = next(audit(project))
    assert says in fault.problem
    assert "galley project check --mend" in str(fault)
    assert [each.mended for each in audit(project, mend=True)] == [True]
    assert list(audit(project)) == []
    assert len(search(project, "tower")) == 1


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE layouts SET document = '{'", "the record of p000001 is damaged"),
        ("UPDATE readings SET document = '[]'", "the reading e_1 of p000001 is damaged"),
        ("DELETE FROM readings", "page p000001 has lost the reading e_1 that it builds on"),
        ("UPDATE decisions SET document = 'x'", "the decision {} on p000001 is damaged"),
        ("UPDATE decisions SET after = 'no'", "the decision {} differs from its columns"),
    ],
)
def test_what_is_lost_is_named(statement: str, says: str, project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    made = decide(page, "text", [page.lines[0].id], "two", "reader")
    project.append([made])
    spoil(project, statement)
    found = project.check(mend=True)
    assert [says.format(made.id) in fault.problem for fault in found] == [True]
    assert not found[0].mended
    assert "backup" in found[0].remedy


def test_keys_that_are_damaged_are_made_anew(local: ProjectFolder, tmp_path: Path) -> None:
    saved(local, tmp_path, "the tower")
    refresh(local)
    spoil(local, "UPDATE passage_keys_data SET block = x'00' WHERE id > 10")
    assert ["search keys" in fault.problem for fault in local.check()] == [True]
    assert list(audit(local, mend=True))
    assert list(audit(local)) == []
    assert len(search(local, "tower")) == 1


def test_a_project_that_another_writes_to_is_not_called_damaged(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("correction.store.connection.LOCK_SECONDS", 1)
    with closing(ProjectFolder.create(root)) as one, closing(ProjectFolder.open(root)) as two:
        with transaction(one._engine, write=True), pytest.raises(ProjectError, match="another program is writing"):
            two.check()
        assert two.check() == []


def test_a_column_that_others_put_right_meanwhile_is_left_alone(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    spoil(project, "UPDATE pages SET state = 'for review'")
    with closing(open_project(project.root)) as other:
        event.listen(project._engine, "commit", lambda _: other.set_state([page.id], "accepted", "editor"), once=True)
        list(record_faults(project._engine, mend=True))
    assert project.entry(page.id).state == "accepted"
    assert project.check() == []


def test_files_that_no_page_names(local: ProjectFolder, tmp_path: Path) -> None:
    saved(local, tmp_path, "one")
    scan(local.root / "scans" / "more", "mine.png", b"mine")
    part = scan(local.root / "scans", ".galley-0123", b"half")
    assert [fault.problem for fault in local.check(mend=True)] == ["scans/more/mine.png: no page names this file"]
    long_ago = time.time() - 2 * PART_SECONDS
    os.utime(part, (long_ago, long_ago))
    assert "scans/.galley-0123: a copy that was cut off" in [fault.problem for fault in local.check(mend=True)]
    assert not part.exists()


def test_a_scan_that_was_moved_is_found_by_its_bytes(local: ProjectFolder, tmp_path: Path) -> None:
    page = saved(local, tmp_path, "one")
    before = local.root / page.source.path
    before.rename(before.with_name("renamed.png"))
    (fault,) = local.check()
    assert "the scan cannot be read" in fault.problem
    assert "scans/renamed.png has its bytes" in fault.problem
    assert local.check(mend=True)[0].mended
    assert local.check() == []
    assert local.entry(page.id).source.path == "scans/renamed.png"


def test_a_scan_that_changed_is_named(local: ProjectFolder, tmp_path: Path) -> None:
    page = saved(local, tmp_path, "one")
    (local.root / page.source.path).write_bytes(b"other")
    (fault,) = local.check(mend=True)
    assert "has changed since" in fault.problem
    assert not fault.mended


def test_the_status_counts_states(local: ProjectFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ids = pages(local, tmp_path / "in", 3)
    local.set_state(ids[:2], "accepted", "editor")
    assert run(["project", "status", "--project", str(local.root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["pages: 3 read, 0 waiting, 0 failed", "of these: 2 accepted", "decisions: 2"]


def test_the_command_mends(local: ProjectFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages(local, tmp_path / "in", 2)
    add(local, scan(tmp_path / "in", "b.png", b"b"))
    local.save_page(make_page("p000003", "x"))
    words = ["project", "check", "--project", str(local.root)]
    assert run(words) == 0
    assert capsys.readouterr().out == "all is well: 3 pages\n"
    spoil(local, "UPDATE pages SET state = 'accepted' WHERE id = 'p000002'")
    assert run(words) == 1
    assert capsys.readouterr().err.endswith("not 'read' - run: galley project check --mend\n")
    assert run([*words, "--mend"]) == 0
    assert capsys.readouterr().err.endswith("not 'read' - mended\n")
    assert run(words) == 0
