"""A database brought to today's format: made when it is new, migrated when it is older, refused when it is newer.

In: an engine. Out: nothing; the tables are those of `tables`. A migration is one transaction, and an SQLite file is
copied before it. Alembic is imported only where there is something to migrate, since that takes a moment.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from correction.store.connection import snapshot, transaction
from correction.store.tables import metadata
from ocr.errors import ProjectError

REVISIONS = ("0001", "0002", "0003", "0004")  # of migrations/versions, the newest last
NEWEST = REVISIONS[-1]
VERSION_TABLE = "alembic_version"


def bring_up(engine: Engine, create: bool) -> None:
    """Make the tables of a database or migrate them to the newest revision.

    Raises ProjectError for a database of a newer Galley, one that holds no project unless `create`, and for a migration
    that failed, which leaves everything as it was.
    """
    with transaction(engine) as connection:
        found = _revision(connection)
    if found is None:
        _make(engine, create)
    elif found not in REVISIONS:
        raise ProjectError(
            f"the project's database has format {found}, known are those up to {NEWEST}",
            "use the Galley that made it, or a newer one",
        )
    elif found != NEWEST:
        try:
            _migrate(engine, found)
        finally:
            engine.dispose()  # the connection that does not watch over foreign keys


def _revision(connection: Connection) -> str | None:
    """The revision of a database; None for one that holds no project."""
    inspector = inspect(connection)
    if inspector.has_table(VERSION_TABLE):
        return str(connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")))
    return REVISIONS[0] if inspector.has_table("pages") else None


def _make(engine: Engine, create: bool) -> None:
    if not create:
        raise ProjectError("the database holds no Galley project", "check the folder or the --database URL")
    with transaction(engine, write=True) as connection:
        if _revision(connection) is None:  # else another process made it meanwhile
            metadata.create_all(connection)
            connection.execute(text(f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            connection.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES ('{NEWEST}')"))


def _migrate(engine: Engine, found: str) -> None:
    """Take the database to the newest revision, with a copy of an SQLite file put beside it first."""
    if engine.dialect.name == "sqlite":
        snapshot(engine, copy_name(Path(str(engine.url.database)), found))
    with transaction(engine, write=True, keep_references=False) as connection:
        if (now := _revision(connection)) == NEWEST:
            return  # another process did it meanwhile
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        if now == REVISIONS[0] and not inspect(connection).has_table(VERSION_TABLE):
            command.stamp(config, now)
        command.upgrade(config, NEWEST)


def copy_name(database: Path, revision: str) -> Path:
    """Where the copy of a database goes before it is migrated; none is written over.

    >>> copy_name(Path("none/galley.db"), "0001").as_posix()
    'none/galley-format-0001.db'
    """
    number, name = 1, f"{database.stem}-format-{revision}"
    target = database.with_name(f"{name}.db")
    while target.exists():
        number += 1
        target = database.with_name(f"{name}-{number}.db")
    return target
