"""Dask's own scheduler and worker processes on this machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """A scheduler's address, as long as it runs."""
    file = folder / "scheduler.json"
    words = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    with dask(folder, words) as process:
        yield _address(file, process)


@contextmanager
def dask(folder: Path, words: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Dask's, in a folder of its own and a session of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "said.txt").open("wb"),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


@contextmanager
def worker(folder: Path, address: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that reads one page at a time."""
    with dask(folder, ["worker", address, "--nthreads", "1", "--no-dashboard", *words]) as process:
        yield process


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill -9, with all that the process started in its session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _address(file: Path, process: subprocess.Popen[bytes]) -> str:
    import json
    import time

    while process.poll() is None:
        with suppress(OSError, ValueError):
            return str(json.loads(file.read_text())["address"])
        time.sleep(0.05)
    raise RuntimeError("the scheduler ended")
