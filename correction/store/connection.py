"""A database behind a URL: connections, transactions, and its complaints in words that say what to do.

In: an SQLAlchemy URL. Out: an engine and transactions that raise ProjectError.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from ocr.errors import ProjectError, UsageError

LOCK_SECONDS = 30  # How long to wait while another program writes; saving a page takes well under a second.
RETRY_SECONDS = 0.05  # between two tries

# What SQLite and others say, what it means, what to do.
_COMPLAINTS = (
    ("disk is full", "the disk is full", "free some space and run the command again; what was saved is kept"),
    ("disk i/o error", "the disk cannot be written or read", "check the disk and its free space, then run again"),
    ("readonly", "the database is read-only", "give yourself permission to write, or copy the project elsewhere"),
    ("read-only", "the database is read-only", "give yourself permission to write, or copy the project elsewhere"),
    ("unable to open", "the database cannot be opened", "check that you may read and write the folder"),
    ("not a database", "the database file is damaged or no database", "restore a backup: galley project restore"),
    ("malformed", "the database is damaged", "restore a backup: galley project restore"),
    ("locked", "another program is writing to the project", "wait until it is done and run the command again"),
    ("no such table", "the database holds no Galley project", "check the folder, or restore a backup"),
    ("no such column", "the database has another format", "use the Galley that made the project, or a newer one"),
    ("does not exist", "the database server knows no such database or user", "make it: createdb NAME, or mend the URL"),
    ("password", "the database server refuses the user or the password", "check both in the URL, or in PGPASSWORD"),
    ("resolve host", "the database server cannot be found", "check the host in the URL, and the network"),
    ("connection", "the database server cannot be reached", "start it, or check host and port in the URL"),
)
# The codes of PostgreSQL, whose words are in the language of its server.
_CODES = {
    "53100": ("the disk of the database server is full", "free some space and run the command again"),
    "53300": ("the database server has too many connections", "wait, or let it have more"),
    "25006": ("the database is read-only", "name the server that may be written to"),
    "42501": ("no permission to use the database", "grant it to the user in the URL"),
    "42P01": ("the database holds no Galley project", "check the --database URL, or restore a backup"),
    "3D000": ("there is no such database", "make it: createdb NAME"),
    "55P03": ("another program is writing to the project", "wait until it is done and run the command again"),
    "57P01": ("the database server was stopped", "start it and run the command again; what was saved is kept"),
    "57P03": ("the database server is starting", "wait a moment and run the command again"),
}
# One writer at a time, as in SQLite: the log's numbers are then given in the order in which they are saved.
WRITER = 0x67616C6C6579  # "galley": the number of PostgreSQL's advisory lock


def connect(url: str, create: bool, root: Path | None = None) -> Engine:
    """An engine for a URL, with SQLite set to survive a power cut. Raises ProjectError for a URL that is none.

    A relative SQLite path starts at `root`. Unless `create`, an SQLite file that is missing is an error.
    """
    try:
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        if not sqlite and parsed.get_backend_name() != "postgresql":
            remedy = "give sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
            raise ProjectError(f"a project is not kept in {parsed.get_backend_name()}", remedy)
        if sqlite and parsed.database in (None, "", ":memory:"):
            raise ProjectError(f"'{url}' keeps nothing", "name a file, like sqlite:///galley.db")
        if sqlite and parsed.database:
            file = (root or Path()) / parsed.database
            if not create and not file.exists():
                raise ProjectError(f"the database {file} is missing", "restore a backup: galley project restore")
            parsed = parsed.set(database=str(file))
            if _on_read_only_disk(file):
                query = {"immutable": "1", "uri": "true"}
                parsed = URL.create("sqlite", database=file.absolute().as_uri(), query=query)
        own: dict[str, Any] = {}
        if sqlite:
            own = {"connect_args": {"timeout": LOCK_SECONDS}}
        elif parsed.get_driver_name() == "psycopg":
            # A statement that PostgreSQL prepared is planned for any value, which suits no search. And a writer must
            # see what was written while it waited for its turn, whatever the server's own settings say.
            own = {"connect_args": {"prepare_threshold": None}, "isolation_level": "READ COMMITTED"}
        engine = create_engine(parsed, pool_pre_ping=not sqlite, **own)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:  # ValueError: a port that is no number
        raise _no_url(url) from error
    except ModuleNotFoundError as error:
        raise ProjectError(f"the driver of {url.split(':')[0]} is missing", f"run: pip install {error.name}") from error
    if sqlite:
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _begin_on_server)
    return engine


def _on_read_only_disk(file: Path) -> bool:
    """Whether nobody can write to an SQLite database; SQLite then opens it only when told so.

    A write-ahead log beside it would have to be read in first, which needs a disk that can be written to.
    """
    if not hasattr(os, "statvfs") or not file.is_file():
        return False
    return bool(os.statvfs(file).f_flag & os.ST_RDONLY) and not Path(f"{file}-wal").exists()


def without_password(url: str) -> str:
    """The URL as it may be written into a file."""
    try:
        return make_url(url)._replace(password=None).render_as_string()
    except (ArgumentError, ValueError) as error:
        raise _no_url(url) from error


def _no_url(url: str) -> ProjectError:
    return ProjectError(f"'{url}' is no database URL", "write it like sqlite:///galley.db")


@contextmanager
def transaction(engine: Engine, write: bool = False, keep_references: bool = True) -> Iterator[Connection]:
    """One transaction: all of it is saved, or nothing; the database's complaints come as ProjectError.

    A value that it does not take is a UsageError.

    Without `keep_references` SQLite does not watch over foreign keys, so that tables may be made anew.
    """
    options = {"galley_write": write, "galley_references": keep_references}
    try:
        # Options of an engine would cost two thirds as much again as the transaction.
        with engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection
    except IntegrityError as error:
        raise ProjectError(f"the database refuses the record ({error.orig})", "run: galley project check") from error
    # A number that is too large, a NUL, bytes that are no Unicode: each database says so in its own way.
    except (DataError, OverflowError, UnicodeEncodeError) as error:
        said = str(getattr(error, "orig", error)).splitlines()[0]
        raise UsageError(f"the database cannot take a value ({said})", "correct what was given") from error
    except SQLAlchemyError as error:
        raise in_words(error) from error


def in_words(error: Exception) -> ProjectError:
    """What a database complains of, and what to do about it."""
    cause = getattr(error, "orig", None) or error
    if words := _CODES.get(getattr(cause, "sqlstate", None) or ""):
        return ProjectError(*words)
    said = (str(cause).splitlines() or [type(cause).__name__])[0]
    for sign, problem, remedy in _COMPLAINTS:
        if sign in said.lower():
            return ProjectError(problem, remedy)
    return ProjectError(f"the database failed: {said}", "run: galley project check")


def snapshot(engine: Engine, target: Path) -> None:
    """Copy an SQLite database, in use or not, to a new file. Raises ProjectError, also for other databases."""
    if engine.dialect.name != "sqlite":
        raise ProjectError("only SQLite projects are backed up by Galley", "use your database's own tool, as pg_dump")
    try:
        with (
            contextlib.closing(engine.raw_connection()) as source,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            database: Any = source.driver_connection
            database.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # a copy that needs no files beside it
    except (sqlite3.Error, SQLAlchemyError) as error:
        target.unlink(missing_ok=True)  # half a copy is none, and fills the disk
        raise in_words(error) from error


def complaints(engine: Engine) -> list[str]:
    """What SQLite itself finds wrong with its file; empty for a sound one and for other databases."""
    if engine.dialect.name != "sqlite":
        return []
    with transaction(engine) as connection:
        found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        found += [
            f"a row of {row[0]} has lost its row of {row[2]}"
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
        ]
    return [line for line in found if line != "ok"]


def _set_pragmas(connection: Any, _record: object) -> None:
    # Python's sqlite3 must not open transactions on its own: `_begin` does, and takes the write lock at once.
    connection.isolation_level = None
    cursor = connection.cursor()
    _turn_to_wal(cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _turn_to_wal(cursor: sqlite3.Cursor) -> None:
    """Turn a database to write-ahead logging, which SQLite refuses at once, without waiting, while another writes."""
    patience = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_READONLY:
                return  # it may be looked at; whoever writes is told
            if (
                error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                or time.monotonic() > patience
            ):
                raise
            time.sleep(RETRY_SECONDS)


def _begin(connection: Connection) -> None:
    # Two writers that both began by reading would fail each other; waiting for the lock first, they queue.
    options = connection.get_execution_options()
    if not options.get("galley_references", True):
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # has no effect within a transaction
    write = options.get("galley_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _begin_on_server(connection: Connection) -> None:
    if connection.get_execution_options().get("galley_write"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")
    else:  # all that one call reads is of one moment
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
