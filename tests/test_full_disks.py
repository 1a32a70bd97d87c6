"""A disk that is full in the midst of the work, and a project that may only be read: told in words, nothing is lost."""

from pathlib import Path

from command_line import make_project
from project_pages import scan
from small_disks import run_on_small_disk, run_read_only

from correction.cli import run

# What the programs share: the command line, and a disk that is full but for some bytes.
HEAD = """
import contextlib, io, os, sys, time
from pathlib import Path
from command_line import draw_text_pages
from correction.cli import run
from correction.review import decide
from correction.store import open_project
from correction.store import connection
from ocr.errors import GalleyError
disk = Path(sys.argv[1])
P = disk / "P"
def call(*words):
    with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()):
        code = run([*map(str, words), "--project", str(P)])
    return code, said.getvalue().strip()
@contextlib.contextmanager
def full(but_for):
    with (disk / "filling").open("wb", buffering=0) as filling:
        with contextlib.suppress(OSError):
            while filling.write(bytes(4096)):
                pass
        filling.truncate(max(0, filling.tell() - but_for))
    try:
        yield
    finally:
        (disk / "filling").unlink()
"""
READING = """
left = (0, 80_000)
files = draw_text_pages(disk.parent / "in", len(left) + 2)
files[-2].write_bytes(files[-2].read_bytes() + b"%" * 200_000)
call("ocr", files[-1])
for but_for, file in zip((*left, 120_000), files):
    with full(but_for):
        code, said = call("ocr", file, "--jobs", "1")
    assert code == 2, (code, said)
    assert call("project", "check") == (0, "")
    print(said)
    assert call("ocr", file, "--quiet") == (0, "")
with contextlib.closing(open_project(P)) as project:
    print(project.check(), {entry.state for entry in project.pages()})
"""
DECIDING = """
call("ocr", *draw_text_pages(disk.parent / "in", 1))
with contextlib.closing(open_project(P)) as project:
    page = project.load_page("p000001")
    kept = []
    with full(200_000):
        try:
            while True:
                made = decide(page, "text", [page.lines[0].id], "x" * 1000, "reader")
                project.append([made])
                kept.append(made.id)
        except GalleyError as error:
            print(error)
    project.append([made])
    print([each.id for each in project.decisions()] == [*kept, made.id], len(kept) > 5)
print(call("project", "check"))
"""
BACKING_UP = """
call("ocr", *draw_text_pages(disk.parent / "in", 3))
target = disk / "project.zip"
assert call("project", "backup", target) == (0, "")
before = target.read_bytes()
for but_for in (0, 50_000, target.stat().st_size):
    with full(but_for):
        print(*call("project", "backup", target))
assert target.read_bytes() == before
print(sorted(os.listdir(disk)), call("project", "check"))
"""


def test_a_full_disk_while_scans_are_taken_in_and_pages_saved(tmp_path: Path) -> None:
    *said, whole = run_on_small_disk(HEAD + READING, tmp_path / "disk")
    assert len(said) == 3
    assert all("disk" in line and "run" in line for line in said)
    assert any("is full - free some space" in line for line in said)
    assert whole == "[] {'read'}"


def test_a_full_disk_while_decisions_are_made(tmp_path: Path) -> None:
    said, *rest = run_on_small_disk(HEAD + DECIDING, tmp_path / "disk")
    assert said == "the disk is full - free some space and run the command again; what was saved is kept"
    assert rest == ["True True", "(0, '')"]


def test_a_full_disk_while_a_backup_is_written(tmp_path: Path) -> None:
    *said, rest = run_on_small_disk(HEAD + BACKING_UP, tmp_path / "disk")
    for line in said:
        assert line.startswith("2 galley: ")
        assert "disk" in line
    assert rest == "['P', 'project.zip'] (0, '')"


LOOKING = """
connection.LOCK_SECONDS = 600  # more than any machine takes for the rest
begun = time.monotonic()
for words in (["status"], ["check", "--mend"], ["backup", disk.parent / "b.zip"]):
    print(*call("project", *words))
print(*call("search", "window"))
print(*call("project", "state", "accepted", "--pages", "p000001"))
print(*call("ocr", disk.parent / "new.png"))
print(time.monotonic() - begun < connection.LOCK_SECONDS)
"""


def test_a_project_on_a_disk_that_may_only_be_read_is_looked_at(tmp_path: Path) -> None:
    """What would change it is told at once."""
    (tmp_path / "a%20 b#?").mkdir()
    project = make_project(tmp_path / "a%20 b#?")
    assert run(["search", "window", "--project", str(project)]) == 0  # makes it ready for search
    scan(tmp_path, "new.png")
    *said, at_once = run_read_only(HEAD + LOOKING, tmp_path / "a%20 b#?")
    assert said[:4] == ["0 "] * 4
    words = "2 galley: the database is read-only - give yourself permission to write, or copy the project elsewhere"
    assert said[4:] == [words] * 2
    assert at_once == "True"


def test_a_project_with_a_log_is_not_opened_on_a_disk_that_may_only_be_read(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    log = make_project(tmp_path / "disk") / "galley.db-wal"
    log.write_bytes(b"what must be read in first")
    (said, *_) = run_read_only(HEAD + LOOKING, tmp_path / "disk")
    assert said == "2 galley: the database cannot be opened - check that you may read and write the folder"
    log.unlink()
    assert run(["project", "check", "--project", str(tmp_path / "disk" / "P")]) == 0
