"""Databases of every format are brought to today's without loss, or refused in words."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import ROOT
from page_readers import make_page
from project_pages import add, saved, scan

from correction.cli import run
from correction.review import replay
from correction.store import open_project
from correction.store.connection import connect, transaction
from correction.store.folder import ProjectFolder
from correction.store.revisions import NEWEST, REVISIONS, bring_up
from correction.store.tables import metadata
from ocr.errors import ProjectError

FIRST_FORMAT = ROOT / "tests" / "golden" / "store" / "format-0001.sql"  # dumped by the Galley that wrote it
SCHEMA = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"


@pytest.fixture
def old(root: Path) -> Path:
    """A project of the first format."""
    root.mkdir()
    (root / "galley.toml").write_text('galley = 1\nscans = "copy"\n')
    with closing(sqlite3.connect(root / "galley.db")) as database:
        database.executescript(FIRST_FORMAT.read_text(encoding="utf-8"))
    return root


def test_a_project_of_the_first_format_is_migrated_without_loss(old: Path) -> None:
    with closing(open_project(old)) as project:
        entries = {entry.id: entry for entry in project.pages()}
        assert [entry.state for entry in entries.values()] == ["read", "read", "failed", "new", "new"]
        assert entries["p000003"].note == "torn - scan it again"
        assert entries["p000005"].source.crop is not None
        assert entries["p000001"].run == project.runs()[0].id
        assert {entry.origin for entry in entries.values()} == {""}
        page = project.load_page("p000001")
        assert [reading.id for reading in page.readings] == ["e_1", "e_2"]
        log = project.decisions()
        assert [each.kind for each in log] == ["text", "undo", "order", "confirm"]
        assert replay(page, log[:3]).overrides.order
        assert not [fault for fault in project.check() if "scan cannot be read" not in fault.problem]
        assert project.stale() == [("p000001", 0), ("p000002", 0)]
    with closing(sqlite3.connect(old / "galley.db")) as database:
        columns = "SELECT page, time, author, kind, line, before, after FROM decisions WHERE kind = 'text'"
        assert database.execute(columns).fetchone() == (
            "p000001",
            log[0].time,
            "reader",
            "text",
            "l_p000001_0",
            "Die Thür des Raths-",
            "Die Thüre des Raths-",
        )


def test_a_copy_is_made_before_a_migration(old: Path) -> None:
    open_project(old).close()
    open_project(old).close()
    assert [file.name for file in old.glob("*format*")] == ["galley-format-0001.db"]
    with (
        closing(sqlite3.connect(old / "galley-format-0001.db")) as copy,
        closing(sqlite3.connect(":memory:")) as original,
    ):
        original.executescript(FIRST_FORMAT.read_text(encoding="utf-8"))
        assert list(copy.iterdump()) == list(original.iterdump())


def test_a_migrated_database_is_built_as_a_new_one(old: Path, tmp_path: Path) -> None:
    open_project(old).close()
    ProjectFolder.create(tmp_path / "new").close()
    shapes = []
    for folder in (old, tmp_path / "new"):
        with closing(sqlite3.connect(folder / "galley.db")) as database:
            tables = [row[1] for row in database.execute(SCHEMA) if row[0] == "table"]
            details = {
                table: sorted(column[1:4] + column[5:] for column in database.execute(f"PRAGMA table_info({table})"))
                for table in tables
            }
            shapes.append((database.execute(SCHEMA).fetchall(), details))
            assert (
                "'in progress'" in database.execute("SELECT sql FROM sqlite_master WHERE name = 'pages'").fetchone()[0]
            )
    assert shapes[0] == shapes[1]


def test_migrations_lead_to_the_tables(database: str | None, root: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    root.mkdir()
    engine = connect(database or "sqlite:///galley.db", True, root)
    with transaction(engine, write=True) as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0001')")
        _first_tables(connection)
    bring_up(engine, create=False)
    with transaction(engine) as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
        if database:
            storage = "SELECT attstorage FROM pg_attribute WHERE attrelid = 'passages'::regclass AND attname = 'tokens'"
            assert connection.exec_driver_sql(storage).scalar() == "m"
    assert [
        change for change in found if "passage_keys" not in str(change) and (database or "tokens" not in str(change))
    ] == []
    engine.dispose()


def test_a_migration_that_fails_leaves_everything_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _dump(old)
    with closing(sqlite3.connect(old / "galley.db")) as database:
        database.execute("CREATE TABLE passages (in_the_way TEXT)")
    with pytest.raises(ProjectError):
        open_project(old)
    with closing(sqlite3.connect(old / "galley.db")) as database:
        database.execute("DROP TABLE passages")
    assert _dump(old) == before
    open_project(old).close()


@pytest.mark.parametrize("number", ["0099", "abc"])
def test_a_project_of_a_newer_galley_is_refused(
    project: ProjectFolder, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with transaction(project._engine, write=True) as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{number}'")
    words = ["project", "status", "--project", str(project.root)]
    assert run([*words, "--database", str(project._engine.url)]) == 2
    assert f"has format {number}, known are those up to {NEWEST} - use" in capsys.readouterr().err


def test_every_revision_is_known(project: ProjectFolder) -> None:
    names = [file.stem[1:5] for file in sorted((ROOT / "correction/store/migrations/versions").glob("r*.py"))]
    assert tuple(names) == REVISIONS
    with transaction(project._engine) as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == NEWEST


def test_what_the_first_format_held_goes_on(old: Path, tmp_path: Path) -> None:
    with closing(open_project(old)) as project:
        assert add(project, scan(tmp_path / "in", "five.png", b"five")) == "p000006"
        project.save_page(make_page("p000003", "mended"))
        project.set_state(["p000003"], "accepted", "editor")
        assert project.entry("p000003").state == "accepted"
        assert saved(project, tmp_path, "more").id == "p000007"


def test_a_page_of_an_old_project_gets_an_origin_when_it_is_brought_again(old: Path, tmp_path: Path) -> None:
    with closing(open_project(old)) as project:
        file = scan(tmp_path / "in")
        add(project, file)
        with transaction(project._engine, write=True) as connection:  # type: ignore[attr-defined]
            connection.exec_driver_sql("UPDATE pages SET origin = ''")
        assert add(project, file) == "p000006"
        assert project.entry("p000006").origin == str(file)


def _first_tables(connection: object) -> None:
    from importlib import util

    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    file = ROOT / "correction/store/migrations/versions/r0001_pages.py"
    spec = util.spec_from_file_location("r0001", file)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with Operations.context(MigrationContext.configure(connection)):  # type: ignore[arg-type]
        module.upgrade()


def _dump(root: Path) -> list[str]:
    with closing(sqlite3.connect(root / "galley.db")) as database:
        return list(database.iterdump())
