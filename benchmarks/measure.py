"""A program run with a watch and a scale: how long it took and how much memory it held.

In: a command. Out: `Cost`: wall-clock seconds and the peak of the memory that the program and all programs started by
it held together (Linux; elsewhere that of its largest process). Raises `ReaderError` when it ends badly or never.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.05  # seconds between two looks at the memory
PATIENCE = 900.0  # seconds until a reader is given up


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall-clock seconds and peak memory in MiB."""

    seconds: float
    memory: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.seconds + other.seconds, max(self.memory, other.memory))


class ReaderError(Exception):
    """A reader that ended with an error, or not at all."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: `code` is None for one that was ended here, `said` all that it printed."""

    cost: Cost
    code: int | None
    said: str


def measured(command: Sequence[str], env: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end and measure it; raises ReaderError with the last thing that it said."""
    ended = watched(command, env, PATIENCE)
    if ended.code is None:
        raise ReaderError(f"not finished after {PATIENCE:.0f} s")
    if ended.code:
        words = ended.said.splitlines()
        raise ReaderError(words[-1] if words else f"exit code {ended.code}")
    return ended.cost


def watched(command: Sequence[str], env: Mapping[str, str] | None, patience: float) -> Ended:
    """Run a command, measure it and give it up after `patience` seconds."""
    with tempfile.TemporaryFile() as said:
        started, peak = time.perf_counter(), 0.0
        process = subprocess.Popen(
            command, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})}
        )
        code = process.poll()
        while code is None and time.perf_counter() - started <= patience:
            peak = max(peak, _memory(process.pid))
            time.sleep(EVERY)
            code = process.poll()
        seconds = time.perf_counter() - started
        if code is None:
            process.kill()
            process.wait()
        said.seek(0)
        words = said.read().decode("utf-8", "replace").strip()
    return Ended(Cost(round(seconds, 1), round(peak or _largest_child(), 1)), code, words)


def _memory(pid: int) -> float:
    """MiB that a process and its descendants hold now, shared pages counted once; never less than one's own peak."""
    tree = _tree(pid)
    shares = [_field(Path(f"/proc/{p}/smaps_rollup"), "Pss:") for p in tree]
    peaks = [_field(Path(f"/proc/{p}/status"), "VmHWM:") for p in tree]
    return max([sum(shares), *peaks]) / 1024


def _tree(pid: int) -> list[int]:
    """A process with all its descendants."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue  # it has ended
    return found


def _field(file: Path, name: str) -> float:
    """A field of a file in /proc, in KiB; 0 when the process has ended."""
    try:
        line = next((line for line in file.read_text().splitlines() if line.startswith(name)), "")
    except OSError:
        return 0.0
    return float(line.split()[1]) if line else 0.0


def _largest_child() -> float:
    """MiB of the largest process started so far, where there is no /proc."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 2**20
