"""Taking in a scan is killed between any two steps: no record without its file, no file without a record."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from command_line import ROOT
from project_pages import add, scan, source

from correction.store.copies import PART, copy_verified, stands
from correction.store.folder import ProjectFolder
from correction.store.scans import PART_SECONDS

# Kills itself at a step: whenever a file is opened, renamed or removed, and before each transaction is committed.
KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from correction.store.folder import ProjectFolder
from project_pages import source
root, database, file, last = Path(sys.argv[1]), sys.argv[2] or None, Path(sys.argv[3]), int(sys.argv[4])
project = ProjectFolder.create(root, database)
project.pages()
given = source(file)
steps = 0
def step(*_):
    global steps
    steps += 1
    if steps == last:
        os.kill(os.getpid(), signal.SIGKILL)
def happen(name, words):
    if name in ("os.rename", "os.remove", "os.mkdir") or (name == "open" and str(root) in str(words[0])):
        step()
event.listen(project._engine, "commit", step)
sys.addaudithook(happen)
project.add_sources([given])
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")


def killed(root: Path, database: str | None, file: Path, step: int) -> bool:
    """Whether taking in a file came as far as that step and was killed there."""
    words = [sys.executable, "-c", KILLED, str(root), database or "", str(file), str(step)]
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    ended = subprocess.run(words, env={**os.environ, "PYTHONPATH": path}, check=False).returncode
    assert ended in (0, -signal.SIGKILL)
    return ended != 0


def test_a_kill_at_any_step_leaves_a_project_that_is_sound(project: ProjectFolder, tmp_path: Path) -> None:
    """Each file is killed one step later than the one before; each then goes on, as another process or this one."""
    url = None if project._engine.dialect.name == "sqlite" else str(project._engine.url)
    recorded = []
    for step in range(1, 30):
        file = scan(tmp_path / "in", f"{step}.png", f"page {step}".encode())
        if not killed(project.root, url, file, step):
            break
        recorded.append(len(project.pages()) == step)
        assert project.check() == []
        assert add(project, file) == f"p{step:06d}"
        assert project.check() == []
    assert step > 6
    assert set(recorded) == {True, False}
    assert recorded == sorted(recorded)
    entries = project.pages()
    assert all(Path(project.located(entry.source).path).is_file() for entry in entries)
    copies = {Path(entry.source.path).name for entry in entries}
    left = {file.name for file in (project.root / "scans").iterdir()} - copies
    assert all(name.startswith(PART) for name in left)
    for name in left:
        long_ago = time.time() - 2 * PART_SECONDS
        os.utime(project.root / "scans" / name, (long_ago, long_ago))
    faults = project.check(mend=True)
    assert len(faults) == len(left)
    assert all("a copy that was cut off" in fault.problem and fault.mended for fault in faults)
    assert {file.name for file in (project.root / "scans").iterdir()} == copies


def waiting(project: ProjectFolder, file: Path) -> str:
    """A page whose record is kept and whose copy still waits, as a kill between the two leaves it."""
    (arrival,) = project.add_sources([source(file)])
    place = project.root / arrival.entry.source.path
    place.rename(place.with_name(f"{PART}{place.name}"))
    return arrival.entry.id


def test_a_copy_that_waits_is_put_in_its_place_by_whoever_meets_it(local: ProjectFolder, tmp_path: Path) -> None:
    from correction.store.backup import backup

    for number, meet in enumerate(
        (
            lambda file: local.located(local.entry(local.pages()[-1].id).source),
            lambda file: add(local, file),
            lambda file: local.check(),
            lambda file: backup(local, tmp_path / "b.zip"),
        )
    ):
        file = scan(tmp_path / "in", f"{number}.png", str(number).encode())
        place = local.root / local.entry(waiting(local, file)).source.path
        assert not place.exists()
        meet(file)
        assert place.read_bytes() == file.read_bytes()
    assert local.check() == []
    assert backup(local, tmp_path / "b.zip").missing == ()


def test_the_same_bytes_under_two_names_at_once_leave_one_file(local: ProjectFolder, tmp_path: Path) -> None:
    """Both runs find the bytes unknown; the one that records them later drops its copy."""
    first, second = (source(scan(tmp_path / "in", name)) for name in ("a.png", "b.png"))
    with closing(ProjectFolder.open(local.root)) as other:
        unknown, other.pages_of = other.pages_of, lambda _sources: []  # type: ignore[method-assign]
        assert local.add_sources([first])[0].news == "new"
        (arrival,) = other.add_sources([second])
        other.pages_of = unknown  # type: ignore[method-assign]
    assert arrival.news == "known"
    assert Path(arrival.entry.origin).name == "a.png"
    assert [file.name[13:] for file in (local.root / "scans").iterdir()] == ["a.png"]
    assert local.check() == []


def test_a_check_while_another_run_takes_in_scans_finds_nothing(local: ProjectFolder, tmp_path: Path) -> None:
    """A file that gets its record in the midst of a check is none that no page names."""
    files = [scan(tmp_path / "in", f"{number}.png", str(number).encode()) for number in range(300)]
    program = (
        "import sys; from pathlib import Path\n"
        "from correction.store import open_project; from project_pages import add\n"
        "project = open_project(Path(sys.argv[1]))\n"
        "for file in sys.argv[2:]: add(project, Path(file))"
    )
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    words = [sys.executable, "-c", program, str(local.root), *map(str, files)]
    running = subprocess.Popen(words, env={**os.environ, "PYTHONPATH": path})
    while running.poll() is None:
        assert local.check() == []
    assert running.returncode == 0
    assert len(local.pages()) == 300


def test_only_copies_of_the_project_wait(tmp_path: Path) -> None:
    """A file beside a scan that stays where it is is never taken for a copy of it."""
    place = tmp_path / "box" / "a.png"
    scan(tmp_path / "box", f"{PART}a.png", b"somebody's own")
    assert not stands(tmp_path / "project", str(place))
    assert not place.exists()


def test_a_copy_is_whole_or_not_there(tmp_path: Path) -> None:
    file = scan(tmp_path / "in")
    (tmp_path / "scans").mkdir()
    copy_verified(file, tmp_path / "scans" / "a.png", source(file).sha256)
    assert not (tmp_path / "scans" / "a.png").exists()
    assert stands(tmp_path, "scans/a.png")
    assert (tmp_path / "scans" / "a.png").read_bytes() == file.read_bytes()
