"""The project folder: ids, scans, immutable readings, the log, backups and what can go wrong."""

import hashlib
import os
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from page_readers import make_page

from correction.review import decide, undo
from correction.store import Project, create_project, open_project
from correction.store.backup import backup, restore
from correction.store.connection import _set_pragmas, _turn_to_wal, without_password
from correction.store.folder import ProjectFolder
from ocr.errors import GalleyError, InputError, ProjectError, UsageError
from ocr.page import Box, Page, Source


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project"


@pytest.fixture
def project(root: Path) -> Iterator[ProjectFolder]:
    found = ProjectFolder.create(root)
    yield found
    found.close()


def scan(folder: Path, name: str = "page.png", data: bytes = b"not really a picture") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(data)
    return file


def source(file: Path, frame: int = 0, crop: Box | None = None) -> Source:
    return Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest(), frame, crop)


def add(project: Project, file: Path) -> str:
    return project.add_sources([source(file)])[0].entry.id


def saved(project: Project, tmp_path: Path, *texts: str) -> Page:
    page_id = add(project, scan(tmp_path / "in"))
    return project.save_page(make_page(page_id, *texts))


def test_a_turn_that_reading_found_is_kept_with_the_page(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "upside down")
    turned = replace(page, source=replace(page.source, path="elsewhere.png", turn=180))
    assert project.save_page(turned).source == replace(page.source, turn=180)
    assert project.load_page(page.id).source == replace(page.source, turn=180)


def test_pages_are_numbered_in_order_of_arrival(project: ProjectFolder, tmp_path: Path) -> None:
    file = scan(tmp_path / "in")
    halves = [source(file, 0, Box(50, 0, 100, 80)), source(file, 0, Box(0, 0, 50, 80)), source(file, 1)]
    arrivals = project.add_sources(halves)
    assert [each.entry.id for each in arrivals] == ["p000001", "p000002", "p000003"]
    assert {each.news for each in arrivals} == {"new"}
    assert [entry.source.crop for entry in project.pages()] == [Box(50, 0, 100, 80), Box(0, 0, 50, 80), None]
    assert add(project, scan(tmp_path / "in", "b.png", b"b")) == "p000004"


def test_the_same_bytes_are_the_same_page(project: ProjectFolder, tmp_path: Path) -> None:
    first = add(project, scan(tmp_path / "in"))
    again = project.add_sources([source(scan(tmp_path / "elsewhere", "other name.png"))])
    assert [(each.entry.id, each.news) for each in again] == [(first, "known")]
    assert len(os.listdir(project.root / "scans")) == 1


def test_a_double_page_cut_a_little_otherwise_is_known(project: ProjectFolder, tmp_path: Path) -> None:
    file = scan(tmp_path / "in")
    project.add_sources([source(file, 0, Box(0, 0, 50, 80)), source(file, 0, Box(50, 0, 100, 80))])
    again = project.add_sources([source(file, 0, Box(47, 0, 100, 80)), source(file, 0, Box(0, 0, 47, 80))])
    assert [(each.entry.id, each.news) for each in again] == [("p000002", "known"), ("p000001", "known")]


def test_an_id_never_comes_back(project: ProjectFolder, tmp_path: Path) -> None:
    add(project, scan(tmp_path / "in"))
    project.close()
    with sqlite3.connect(project.root / "galley.db") as database:
        database.execute("DELETE FROM pages")
    database.close()
    assert add(project, scan(tmp_path / "in", "b.png", b"b")) == "p000002"


def test_scans_are_copied_and_found_again(project: ProjectFolder, tmp_path: Path) -> None:
    file = scan(tmp_path / "in", "Zürich 平湖.png")
    entry = project.add_sources([source(file)])[0].entry
    assert entry.source.path == f"scans/{entry.source.sha256[:12]}-Zürich 平湖.png"
    copy = Path(project.located(entry.source).path)
    assert copy.read_bytes() == file.read_bytes()
    copy.unlink()
    assert "cannot be read" in project.check()[0]
    add(project, file)
    assert project.check() == []


def test_a_name_that_is_long_or_no_unicode_is_taken(project: ProjectFolder, tmp_path: Path) -> None:
    long = scan(tmp_path / "in", "版" * 80 + ".png", b"long")
    assert add(project, long) == "p000001"
    odd = os.fsdecode(os.fsencode(tmp_path / "in") + b"/f\xfc.png")
    try:
        Path(odd).write_bytes(b"odd")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    assert add(project, Path(odd)) == "p000002"


def test_scans_may_stay_where_they_are(root: Path, tmp_path: Path) -> None:
    root.mkdir()
    (root / "galley.toml").write_text('scans = "reference"\n')
    project = ProjectFolder.create(root)
    file = scan(tmp_path / "in")
    entry = project.add_sources([source(file)])[0].entry
    assert entry.source.path == str(file.resolve())
    moved = file.rename(tmp_path / "moved.png")
    again = project.add_sources([source(moved)])[0].entry
    assert (again.id, again.source.path) == (entry.id, str(moved.resolve()))
    project.close()


def test_a_scan_inside_the_project_is_not_copied(project: ProjectFolder) -> None:
    file = scan(project.root / "scans", "mine.png")
    assert project.add_sources([source(file)])[0].entry.source.path == "scans/mine.png"


def test_a_scan_that_changes_meanwhile_is_refused(project: ProjectFolder, tmp_path: Path) -> None:
    file = scan(tmp_path / "in")
    before = source(file)
    file.write_bytes(b"changed")
    with pytest.raises(InputError, match="changed while"):
        project.add_sources([before])
    assert project.pages() == []
    assert os.listdir(project.root / "scans") == []


def test_a_page_comes_back_equal(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "Straße ſ ⸗ 平湖", "")
    assert project.load_page(page.id) == page
    assert page.source == project.pages()[0].source
    assert project.pages()[0].state == "read"
    assert project.pending() == []


def test_readings_are_added_and_never_changed(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "old")
    project.save_page(make_page(page.id, "old"))
    same = project.save_page(make_page(page.id, "new", reading="e_2"))
    clash = project.save_page(make_page(page.id, "newest", reading="e_2"))
    assert same.base == "e_2"
    assert clash.base == "e_2.2"
    found = project.load_page(page.id)
    assert [reading.id for reading in found.readings] == ["e_1", "e_2", "e_2.2"]
    assert [reading.lines[page.lines[0].id].text for reading in found.readings] == ["old", "new", "newest"]
    assert found.text_of(page.lines[0].id) == "newest"


def test_a_page_that_failed_waits_and_one_that_was_read_stays(project: ProjectFolder, tmp_path: Path) -> None:
    page_id = add(project, scan(tmp_path / "in"))
    project.fail_page(page_id, "torn - scan it again")
    assert [(entry.state, entry.note) for entry in project.pending()] == [("failed", "torn - scan it again")]
    with pytest.raises(ProjectError, match="torn"):
        project.load_page(page_id)
    project.save_page(make_page(page_id, "read"))
    project.fail_page(page_id, "worse luck")
    assert project.pages()[0].state == "read"


def test_pages_that_are_not_there(project: ProjectFolder) -> None:
    with pytest.raises(UsageError):
        project.load_page("p000009")
    with pytest.raises(UsageError):
        project.save_page(make_page("p000009"))
    with pytest.raises(UsageError):
        project.fail_page("p000009", "")


def test_the_log_keeps_its_order(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one", "two")
    first = decide(page, "text", [page.lines[0].id], "eins", "reader")
    project.append([first, undo(first, "reader")])
    project.append([])
    project.append([decide(page, "order", [line.id for line in page.lines[::-1]], None, "reader")])
    log = project.decisions(page.id)
    assert [each.kind for each in log] == ["text", "undo", "order"]
    assert log[0] == first
    assert project.decisions() == log
    with pytest.raises(ProjectError):
        project.append([replace(first, id="d_other", page="p000077")])
    with pytest.raises(ProjectError):
        project.append([decide(page, "confirm", [page.lines[0].id], None, "reader"), first])
    assert project.decisions() == log


def test_runs(project: ProjectFolder) -> None:
    run = project.start_run({"engine": "auto"}, "0.1")
    assert [(each.id, each.finished) for each in project.runs()] == [(run, None)]
    project.finish_run(run)
    assert project.runs()[0].finished is not None
    assert project.runs()[0].settings == {"engine": "auto"}


def test_two_writers_queue(root: Path, tmp_path: Path) -> None:
    files = [scan(tmp_path / "in", f"{n}.png", str(n).encode()) for n in range(20)]

    def work(part: list[Path]) -> None:
        project = create_project(root)
        for file in part:
            project.save_page(make_page(add(project, file), "read"))
        project.close()

    threads = [threading.Thread(target=work, args=(files[n::2],)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    project = open_project(root)
    assert [entry.id for entry in project.pages()] == [f"p{n:06d}" for n in range(1, 21)]
    assert project.pending() == []
    project.close()


def test_backup_and_restore(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    assert len(backup(project, tmp_path / "copies" / "b.zip").scans) == 1
    copy = restore(tmp_path / "copies" / "b.zip", tmp_path / "again")
    assert copy.load_page(page.id) == page
    assert copy.check() == []
    copy.close()
    with pytest.raises(ProjectError, match="not empty"):
        restore(tmp_path / "copies" / "b.zip", tmp_path / "again")


def test_a_restored_project_has_its_own_database(root: Path, tmp_path: Path) -> None:
    project = ProjectFolder.create(root, f"sqlite:///{tmp_path / 'elsewhere.db'}")
    page = saved(project, tmp_path, "one")
    backup(project, tmp_path / "b.zip")
    project.close()
    (tmp_path / "elsewhere.db").unlink()
    copy = restore(tmp_path / "b.zip", tmp_path / "again")
    assert copy.settings.database is None
    assert copy.load_page(page.id) == page
    copy.close()


@pytest.mark.parametrize("field", ["bytes", "flags", "method"])
def test_a_damaged_backup_is_no_input(field: str, project: ProjectFolder, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup(project, file)
    data = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        start = archive.getinfo("galley.db").header_offset
    entry = data.rindex(b"PK\x01\x02")  # the database is the last entry of the directory
    match field:
        case "bytes":
            data[start + 39 : start + 49] = b"\xff" * 10
        case "flags":
            data[start + 6] |= 1
            data[entry + 8] |= 1
        case "method":
            data[start + 8] = data[entry + 10] = 97
    file.write_bytes(data)
    with pytest.raises(InputError, match="damaged or no zip"):
        restore(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_restore_takes_only_backups(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        restore(tmp_path / "none.zip", tmp_path / "x")
    with pytest.raises(InputError, match="damaged or no zip"):
        restore(scan(tmp_path, "a.zip"), tmp_path / "x")
    for names in (["a.txt"], ["galley.toml", "galley.db", "../out.txt"]):
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
            for name in names:
                archive.writestr(name, "")
        with pytest.raises(InputError):
            restore(tmp_path / "b.zip", tmp_path / "x")
    assert sorted(os.listdir(tmp_path)) == ["a.zip", "b.zip"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("galley.toml", b"scans = copy", "damaged"),
        ("galley.toml", b"\xff\xfe", "damaged"),
        ("galley.toml", b'scans = "move"', "scans is 'move'"),
        ("galley.toml", b"database = 3", "no URL"),
        ("galley.toml", b"galley = 2", "format 2"),
        ("galley.db", b"no database at all " * 100, "damaged"),
        ("galley.db", b"", "no Galley project"),
    ],
)
def test_damaged_files_are_named(project: ProjectFolder, name: str, content: bytes, says: str) -> None:
    project.close()
    for beside in project.root.glob("galley.db-*"):
        beside.unlink()
    (project.root / name).write_bytes(content)
    with pytest.raises(ProjectError, match=says):
        open_project(project.root)


def test_a_damaged_record_is_named_and_the_others_are_read(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    project.close()
    with sqlite3.connect(project.root / "galley.db") as database:
        database.execute("UPDATE layouts SET document = '{'")
    database.close()
    with pytest.raises(ProjectError, match=f"record of {page.id} is damaged"):
        project.load_page(page.id)
    assert len(project.check()) == 1


def test_a_page_with_a_damaged_record_is_read_anew(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    with sqlite3.connect(project.root / "galley.db") as database:
        database.execute("UPDATE readings SET document = '{'")
    database.close()
    with pytest.raises(ProjectError, match=f"record of {page.id} is damaged"):
        project.load_page(page.id)
    damaged = [f"the reading {page.base} of {page.id} is damaged"]
    assert project.check() == damaged
    again = project.save_page(page)
    assert project.load_page(page.id).readings == again.readings
    assert project.check() == damaged


def test_where_no_project_can_be(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="there is no project"):
        open_project(tmp_path / "none")
    file = scan(tmp_path, "file")
    with pytest.raises(ProjectError, match="is a file"):
        create_project(file)
    with pytest.raises(ProjectError, match="a file, not a folder"):
        create_project(file / "below")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "galley.toml").write_text("galley = 1\n")
    with pytest.raises(ProjectError, match="is missing"):
        open_project(tmp_path / "p")


def test_a_full_disk_leaves_what_was_saved(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    with project._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ProjectError, match="the disk is full"):
        project.save_page(make_page(page.id, *["x" * 1000] * 19, reading="e_2"))
    assert project.load_page(page.id) == page


def test_database_urls(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no database URL"):
        create_project(tmp_path / "a", "nonsense")
    with pytest.raises(GalleyError):
        create_project(tmp_path / "b", "nosuchdatabase://x/y")
    create_project(tmp_path / "b").close()
    assert without_password("postgresql://me:secret@host/news") == "postgresql://me@host/news"
    other = create_project(tmp_path / "c", f"sqlite:///{tmp_path}/other.db")
    page_id = add(other, scan(tmp_path / "in"))
    other.close()
    again = open_project(tmp_path / "c")  # galley.toml remembers
    assert [entry.id for entry in again.pages()] == [page_id]
    again.close()
    assert not (tmp_path / "c" / "galley.db").exists()


def test_a_project_that_another_writes_to_is_opened_when_it_is_done(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE some (thing TEXT)")
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, other.execute, ("COMMIT",))
    release.start()
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        _set_pragmas(connection, None)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    release.join()
    other.close()


def test_a_database_that_may_only_be_read_is_not_waited_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "galley.db")) as connection:
        connection.execute("CREATE TABLE page (id)")
    with closing(sqlite3.connect(f"file:{tmp_path}/galley.db?mode=ro", uri=True)) as connection:
        _turn_to_wal(connection.cursor())
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
