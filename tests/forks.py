"""Processes of `galley` for tests: forked from one that has imported the screens, which takes seconds, once for all."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

ROOT = Path(__file__).parents[1]

_forks = get_context("forkserver")
_forks.set_forkserver_preload(["ui"])


def fork(words: Sequence[str], log: Path) -> BaseProcess:
    """Start `galley` with these words in a process of its own, which prints to the file."""
    process = _forks.Process(target=_galley, args=(words, log))
    process.start()
    return process


def _galley(words: Sequence[str], log: Path) -> None:
    # A session of its own, so that a signal reaches whatever it started, and nothing else.
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    into = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(into, stream.fileno())
        stream.reconfigure(line_buffering=True)
    os.chdir(ROOT)
    os.environ["PYTHONPATH"] = str(ROOT)  # for the processes that it starts
    sys.argv = ["galley", *words]
    from correction.cli import main

    main()
