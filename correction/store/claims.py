"""Two runs on one project do not read the same page: each claims a page before it reads it.

In: a file of the project, the number of a page. Out: whether the claim is ours. A claim is a lock of POSIX on one byte
of the file: the system lets it go when the process ends, however it ends. Where there are no such locks, as on Windows,
every claim is granted.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Claims:
    """The claims of this process. The file is opened once: to close it anywhere would let all locks go."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle: int | None = None

    def take(self, number: int) -> bool:
        """Claim a page; False when another process has it. A claim is held until `release` or `close`.

        Raises OSError when the file of claims cannot be opened.
        """
        if fcntl is None:
            return True
        if self._handle is None:
            self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:  # a file system without locks: read twice is better than not read
            return True
        return True

    def release(self, number: int) -> None:
        """Let a claim go; nothing for one that is not held."""
        if fcntl is not None and self._handle is not None:
            with suppress(OSError):
                fcntl.lockf(self._handle, fcntl.LOCK_UN, 1, number)

    def close(self) -> None:
        """Let all claims go."""
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None
