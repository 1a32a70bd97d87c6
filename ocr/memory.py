"""How much memory a process holds with all that it started, and how much the machine has: Linux only, from /proc.

In: a process id. Out: bytes; None where the system does not tell.
"""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")


def held(pid: int) -> int | None:
    """Bytes in memory of a process and its descendants; pages that they share count for each of them."""
    sizes = [_size(each) for each in _tree(pid)]
    told = [size for size in sizes if size is not None]
    return sum(told) if told else None


def available() -> int | None:
    """Bytes that programs may still take without others being put out to disk."""
    try:
        lines = (PROC / "meminfo").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)


def _tree(pid: int) -> list[int]:
    """A process with all its descendants."""
    found = [pid]
    for parent in found:
        for children in PROC.glob(f"{parent}/task/*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue  # it has ended
    return found


def _size(pid: int) -> int | None:
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return None
