"""Scans that changed or vanished since they were taken in, and a project that another program holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import draw_page, draw_text_pages

from correction.cli import run
from correction.store import create_project, open_project

GONE, CHANGED = "cannot be read", "has changed since it was taken in"


def spoil(root: Path, change: bool) -> None:
    """Change or remove the scan of the first page."""
    with closing(open_project(root)) as project:
        scan = Path(project.located(project.entry("p000001").source).path)
    if change:
        scan.write_bytes(draw_page(root.parent / "other.png", "Other").read_bytes())
    else:
        scan.unlink()


@pytest.mark.parametrize("scans", ["copy", "reference"])
@pytest.mark.parametrize("change", [True, False])
def test_a_scan_that_changed_or_vanished_is_named_wherever_it_is_needed(
    scans: str, change: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told by reading, the check and the picture; the text, which is kept, goes out all the same."""
    root = tmp_path / "P"
    create_project(root).close()
    (root / "galley.toml").write_text(f'scans = "{scans}"\n')
    where = ("--project", str(root))
    files = draw_text_pages(tmp_path / "in", 2)
    assert run(["ocr", *map(str, files), *where, "--jobs", "1"]) == 0
    assert run(["export", *where, "--format", "txt", "--to", str(tmp_path / "before.txt")]) == 0
    spoil(root, change)
    capsys.readouterr()
    says = CHANGED if change else GONE
    for words, code in (
        (["project", "check"], 1),
        (["project", "check", "--mend"], 1),
        (["project", "overlay"], 1),
        (["export", "--format", "txt", "--to", str(tmp_path / "after.txt")], 0),
    ):
        assert run([*words, *where]) == code, words
        if code:
            assert says in capsys.readouterr().err, words
    assert (tmp_path / "after.txt").read_bytes() == (tmp_path / "before.txt").read_bytes()
    with closing(open_project(root)) as project:
        assert [entry.state for entry in project.pages()] == ["read", "read"]


def test_a_project_that_another_program_writes_to_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("correction.store.connection.LOCK_SECONDS", 0.5)
    first, second = draw_text_pages(tmp_path / "in", 2)
    where = ("--project", str(tmp_path / "P"))
    assert run(["ocr", str(first), *where, "--jobs", "1"]) == 0
    capsys.readouterr()
    with closing(sqlite3.connect(tmp_path / "P" / "galley.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run(["project", "status", *where]) == 0
        assert run(["ocr", str(second), *where, "--jobs", "1"]) == 2
        other.execute("ROLLBACK")
    assert "another program is writing to the project - wait until it is done" in capsys.readouterr().err
    assert run(["project", "check", *where]) == 0
    assert run(["ocr", str(second), *where, "--jobs", "1"]) == 0
