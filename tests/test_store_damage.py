"""Databases that are damaged, full, locked or not there: named in words, and nothing else is lost."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from page_readers import make_page
from postgres import Server
from project_pages import add, saved, scan

from correction.store import LibraryQuery, create_project, open_project
from correction.store.connection import (
    _set_pragmas,
    _turn_to_wal,
    connect,
    snapshot,
    transaction,
    without_password,
)
from correction.store.folder import ProjectFolder
from ocr.errors import GalleyError, ProjectError, UsageError


@pytest.fixture
def project(local: ProjectFolder) -> ProjectFolder:
    return local


def test_an_id_never_comes_back(project: ProjectFolder, tmp_path: Path) -> None:
    add(project, scan(tmp_path / "in"))
    project.close()
    with sqlite3.connect(project.root / "galley.db") as database:
        database.execute("DELETE FROM pages")
    database.close()
    assert add(project, scan(tmp_path / "in", "b.png", b"b")) == "p000002"


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
    assert [fault.problem for fault in project.check()] == damaged
    again = project.save_page(page)
    assert project.load_page(page.id).readings == again.readings
    assert [fault.problem for fault in project.check()] == damaged


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


def test_half_a_copy_is_removed(tmp_path: Path) -> None:
    (tmp_path / "galley.db").write_bytes(b"no database at all " * 1000)
    engine = connect(f"sqlite:///{tmp_path / 'galley.db'}", create=False)
    with pytest.raises(ProjectError, match="no database"):
        snapshot(engine, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_writers_see_what_others_wrote_whatever_the_server_prefers(tmp_path: Path, server: Server) -> None:
    """In a transaction of one moment, what was written while it waited for the lock would not be seen."""
    url = f"{server.new_database()}%20-cdefault_transaction_isolation%3Dserializable"
    with (
        closing(ProjectFolder.create(tmp_path / "a", url)) as project,
        transaction(project._engine, write=True) as connection,
    ):
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"


def test_servers_that_are_not_there(tmp_path: Path, server: Server) -> None:
    there = f"postgresql+psycopg://galley@127.0.0.1:{server.port}"
    with pytest.raises(ProjectError, match="knows no such database"):
        create_project(tmp_path / "a", f"{there}/none")
    with pytest.raises(ProjectError, match="cannot be reached"):
        create_project(tmp_path / "b", "postgresql+psycopg://galley@127.0.0.1:1/none")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "galley.toml").write_text("galley = 1\n")
    with pytest.raises(ProjectError, match="holds no Galley project"):
        open_project(tmp_path / "c", server.new_database())


def test_a_server_that_may_only_be_read(tmp_path: Path, server: Server) -> None:
    url = server.new_database()
    create_project(tmp_path / "a", url).close()
    with closing(open_project(tmp_path / "a", f"{url}%20-cdefault_transaction_read_only%3Don")) as project:
        assert project.pages() == []
        with pytest.raises(ProjectError, match="read-only"):
            add(project, scan(tmp_path / "in"))


def test_a_second_writer_on_a_server_waits_and_is_then_told(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("correction.store.connection.LOCK_SECONDS", 1)
    url = server.new_database()
    with closing(ProjectFolder.create(tmp_path / "a", url)) as one, closing(open_project(tmp_path / "a")) as two:
        with (
            transaction(one._engine, write=True),
            pytest.raises(ProjectError, match="another program is writing"),
        ):
            add(two, scan(tmp_path / "in"))
        assert add(two, scan(tmp_path / "in")) == "p000001"


def test_a_check_that_another_writer_keeps_out_finds_no_damage(
    project: ProjectFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("correction.store.connection.LOCK_SECONDS", 0.1)
    add(project, scan(tmp_path / "in"))
    with closing(open_project(project.root)) as other:
        with transaction(project._engine, write=True), pytest.raises(ProjectError, match="another program is writing"):
            other.check(mend=True)
        assert other.check() == []


def test_a_project_that_may_only_be_read_is_checked(project: ProjectFolder, tmp_path: Path) -> None:
    saved(project, tmp_path, "one")
    with project._engine.connect() as connection:  # its only connection, which is used again
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert project.check() == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://x/y", "not kept in mysql"),
        ("postgresql+psycopg://u@127.0.0.1:port/x", "no database URL"),
        ("postgresql+psycopg://u@nowhere.invalid/x", "cannot be found"),
    ],
)
def test_urls_that_lead_nowhere(url: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=says):
        create_project(tmp_path / "P", url)


@pytest.mark.parametrize("name", ["\udcff", "a\0b"])
def test_words_that_no_database_takes(name: str, tmp_path: Path, server: Server) -> None:
    with closing(ProjectFolder.create(tmp_path / "a", server.new_database())) as project:
        page = saved(project, tmp_path, "one")
        with pytest.raises(UsageError, match="cannot take a value"):
            project.assign([page.id], "Ada", author=name)
        assert project.decisions() == []


def test_numbers_that_no_database_takes(project: ProjectFolder, tmp_path: Path) -> None:
    saved(project, tmp_path, "one")
    with pytest.raises(UsageError, match="cannot take a value"):
        project.library(LibraryQuery(limit=10**20))
