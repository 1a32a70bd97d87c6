"""A PostgreSQL server of the tests' own, on a free port of 127.0.0.1, with its data in a folder that goes with it.

Where the server's programs are not installed, or cannot be run, there is none, and the tests that want one skip.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

USER = "galley"


class NoServerError(Exception):
    """Why there is no server."""


@dataclass(frozen=True)
class Server:
    """A running server; `new_database` gives the URL of an empty database.

    In truth it is a schema of its own in one database: a new database would be seven megabytes of files a test.
    """

    port: int

    def new_database(self) -> str:
        import psycopg

        name = f"galley_{secrets.token_hex(6)}"
        with psycopg.connect(f"host=127.0.0.1 port={self.port} user={USER} dbname=postgres") as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/postgres?options=-csearch_path%3D{name}"


@contextmanager
def running(*settings: str) -> Iterator[Server]:
    """A server for as long as the block lasts; raises NoServerError where none can be had.

    `settings` are such as `fsync=on`; what is lost with the machine's power is no loss to a test.
    """
    programs = _programs()
    # Below /tmp and not below pytest's folder, which other users may not enter.
    folder = Path(tempfile.mkdtemp(prefix="galley-postgres-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    as_whom = _unprivileged(data)
    port = _free_port()
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
    wanted = ["listen_addresses=127.0.0.1", "unix_socket_directories=''", "fsync=off", *settings]
    options = " ".join([f"-p {port}", *(f"-c {each}" for each in wanted)])
    try:
        _run(
            [str(programs / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            as_whom,
        )
        _run([*control, "-l", str(data / "log"), "-o", options, "start"], as_whom)
        try:
            yield Server(port)
        finally:
            _run([*control, "-m", "immediate", "stop"], as_whom)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of the newest server that is installed."""
    on_path = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    folders += [Path(os.path.realpath(on_path)).parent] if on_path else []
    for folder in reversed(folders):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoServerError("PostgreSQL is not installed; on Debian and Ubuntu: apt-get install postgresql")


def _unprivileged(data: Path) -> Mapping[str, Any]:
    """As whom to run the server, which refuses to run as root: the system's own user for it, else nobody."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(data, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise NoServerError("there is no user to run PostgreSQL as")


def _run(command: list[str], as_whom: Mapping[str, Any]) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/", env=environment, check=False, **as_whom
    )
    if done.returncode:
        raise NoServerError(f"PostgreSQL does not run: {done.stdout.decode(errors='replace').strip()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
