"""Work that takes seconds, done in a process beside the server, so that no key and no page waits for it.

In: functions of a project and plain values. Out: what they give. The process opens the project itself, begins with the
first work and ends with the server; one that died is begun anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from correction.store import Project, open_project

Words = ParamSpec("Words")
Value = TypeVar("Value")

NICE = 15  # below whatever a person waits for

_project: Project | None = None  # of the process beside the server


class Background:
    """One process that works for the screens of a project."""

    def __init__(self, root: Path, database: str | None) -> None:
        self._root, self._database = root, database
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def do(
        self, work: Callable[Concatenate[Project, Words], Value], *values: Words.args, **more: Words.kwargs
    ) -> Value:
        """Have a function of the project done, and wait for what it gives; raises what it raises."""
        try:
            return self._submit(work, values, more)
        except BrokenProcessPool:  # it was killed, or had not enough memory: once more, by another
            self.close()
            return self._submit(work, values, more)

    def start(
        self, work: Callable[Concatenate[Project, Words], object], *values: Words.args, **more: Words.kwargs
    ) -> None:
        """Have a function of the project done some time, whatever comes of it."""
        with suppress(RuntimeError):  # it was closed meanwhile
            self._running().submit(_do, work, *values, **more)

    def close(self) -> None:
        """End the process; what waits is given up."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, work: Callable[..., Value], values: tuple[Any, ...], more: dict[str, Any]) -> Value:
        return cast(Value, self._running().submit(_do, work, *values, **more).result())

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # Not forked: a server has threads, and they may hold locks.
                self._pool = ProcessPoolExecutor(
                    1, get_context("spawn"), initializer=_begin, initargs=(self._root, self._database)
                )
            return self._pool


def _begin(root: Path, database: str | None) -> None:
    global _project
    Thread(target=_end_with_the_server, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICE)
    _project = open_project(root, database)


def _end_with_the_server() -> None:
    """End when the server does, also one that was killed and could tell nobody."""
    server = parent_process()
    assert server is not None
    server.join()
    os._exit(0)


def _do(work: Callable[..., Any], *values: Any, **more: Any) -> Any:
    assert _project is not None
    return work(_project, *values, **more)
