"""Work that takes seconds, done in a process beside the server, so that no key and no page waits for it.

In: functions of a project and plain values. Out: what they give. The process opens the project itself, begins with the
first work and ends with the server; one that died is begun anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from correction.store import Project, open_project
from ocr.errors import ProjectError

Words = ParamSpec("Words")
Value = TypeVar("Value")

NICE = 15  # below whatever a person waits for

_project: Project | None = None  # of the process beside the server


class Background:
    """One process that works for the screens of a project."""

    def __init__(self, root: Path, database: str | None) -> None:
        self._root, self._database = root, database
        self._pool: ProcessPoolExecutor | None = None
        self._line: Connection | None = None  # which the process ends with
        self._closed = False
        self._lock = Lock()

    def do(
        self, work: Callable[Concatenate[Project, Words], Value], *values: Words.args, **more: Words.kwargs
    ) -> Value:
        """Have a function of the project done, and wait for what it gives; raises what it raises."""
        pool = self._running()
        try:
            return cast(Value, pool.submit(_do, work, *values, **more).result())
        except BrokenProcessPool:  # it was killed, or had not enough memory: once more, by another
            self._end(pool)
            return cast(Value, self._running().submit(_do, work, *values, **more).result())

    def start(
        self, work: Callable[Concatenate[Project, Words], object], *values: Words.args, **more: Words.kwargs
    ) -> Future[object] | None:
        """Have a function of the project done some time, whatever comes of it; None where it will not be."""
        with suppress(ProjectError, RuntimeError):  # it was closed meanwhile
            pool = self._running()
            try:
                return pool.submit(_do, work, *values, **more)
            except BrokenProcessPool:
                self._end(pool)
        return None

    def close(self) -> None:
        """End the process for good, whatever it does; what waits is given up."""
        with self._lock:
            self._closed, pool = True, self._pool
        self._end(pool)

    def _end(self, ended: ProcessPoolExecutor | None) -> None:
        with self._lock:
            if self._pool is not ended:  # another has begun a new one since
                return
            pool, self._pool = self._pool, None
            line, self._line = self._line, None
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)
        if line:
            line.close()

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._closed:
                raise ProjectError("the desk was closed", "open it again: galley review")
            if self._pool is None:
                context = get_context("spawn")  # not forked: a server has threads, and they may hold locks
                theirs, self._line = context.Pipe(duplex=False)
                begun = (self._root, self._database, theirs)
                self._pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=begun)
            return self._pool


def _begin(root: Path, database: str | None, line: Connection) -> None:
    global _project
    Thread(target=_end_with, args=(line,), daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICE)
    _project = open_project(root, database)


def _end_with(line: Connection) -> None:
    """End when the server closes its end of the line, or is killed and can tell nobody."""
    with suppress(EOFError, OSError):
        line.recv()
    os._exit(0)


def _do(work: Callable[..., Any], *values: Any, **more: Any) -> Any:
    assert _project is not None
    return work(_project, *values, **more)
