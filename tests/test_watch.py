"""A watched folder: what is picked up from it, and when."""

import shutil
from pathlib import Path

import pytest

from correction import watch
from correction.watch import Watch


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(watch, "time", made)
    return made


def look(found: Watch, clock: Clock, seconds: float = 2.0) -> list[str]:
    clock.now += seconds
    return [path.name for path in found.finished()]


def test_a_file_is_picked_up_once_when_it_rests(tmp_path: Path, clock: Clock) -> None:
    found = Watch(tmp_path, tmp_path / "P")
    file = tmp_path / "a.png"
    file.write_bytes(b"1")
    assert look(found, clock) == []
    file.write_bytes(b"12")
    assert look(found, clock, 6) == []
    assert look(found, clock, 6) == ["a.png"]
    assert look(found, clock, 600) == []


def test_a_file_that_is_replaced_is_another_one(tmp_path: Path, clock: Clock) -> None:
    found = Watch(tmp_path, tmp_path / "P")
    (tmp_path / "a.png").write_bytes(b"1")
    assert look(found, clock) + look(found, clock, 6) == ["a.png"]
    (tmp_path / "a.png").write_bytes(b"123")
    assert look(found, clock) + look(found, clock, 6) == ["a.png"]


def test_files_under_way_wait(tmp_path: Path, clock: Clock) -> None:
    found = Watch(tmp_path, tmp_path / "P")
    for name in ("a.png.part", "b.tmp", ".c.png", "notes.txt"):
        (tmp_path / name).write_bytes(b"1")
    assert look(found, clock) + look(found, clock, 6) == []
    (tmp_path / "a.png.part").rename(tmp_path / "a.png")
    assert look(found, clock) + look(found, clock, 6) == ["a.png"]


def test_folders_come_and_go(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "in"
    found = Watch(folder, tmp_path / "P")
    assert look(found, clock) == []
    (folder / "box" / "deep").mkdir(parents=True)
    for name in ("b.png", "a.png", "deep/c.png"):
        (folder / "box" / name).write_bytes(b"1")
    assert look(found, clock) == []
    (folder / "box" / "b.png").unlink()
    assert look(found, clock, 6) == ["a.png", "c.png"]
    shutil.rmtree(folder)
    assert look(found, clock) == []


def test_the_project_in_the_folder_is_not_looked_into(tmp_path: Path, clock: Clock) -> None:
    found = Watch(tmp_path, tmp_path / "P")
    (tmp_path / "P" / "scans").mkdir(parents=True)
    (tmp_path / "P" / "scans" / "a.png").write_bytes(b"1")
    assert look(found, clock) + look(found, clock, 6) == []
