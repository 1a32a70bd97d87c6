"""The project's folder `derived/`: pictures that were made of its scans and may be deleted at any time.

In: names and bytes. Out: the same, whole or not at all. Where the folder cannot be written to nothing is kept. What was
not asked for longest goes first when there is too much.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

FOLDER = "derived"
BYTES_KEPT = 4 << 30
PART = ".galley-"  # how the name of what is being written begins
PART_SECONDS = 3600  # from which age it is what somebody that was cut off has left


class DerivedFolder:
    """Files below `derived/` of a project."""

    def __init__(self, root: Path, limit: int = BYTES_KEPT) -> None:
        self.root = root / FOLDER
        self._limit = limit

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        try:
            return (self.root / name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> bool:
        """Keep a file, whole or not at all; says whether that was possible."""
        target = self.root / name
        part = target.parent / f"{PART}{secrets.token_hex(8)}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            os.replace(part, target)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            return False
        return True

    def begin(self) -> Path | None:
        """A new folder to put files into, which nobody sees until `finish`; None where none can be made."""
        part = self.root / f"{PART}{secrets.token_hex(8)}"
        try:
            part.mkdir(parents=True)
        except OSError:
            return None
        return part

    def finish(self, part: Path, name: str) -> bool:
        """Bring a folder of `begin` to its place; one that is there already stays, and this one goes."""
        target = self.root / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.rename(part, target)
        except OSError:
            shutil.rmtree(part, ignore_errors=True)
        return target.is_dir()

    def drop(self, part: Path) -> None:
        """Remove a folder of `begin` that will not be finished."""
        shutil.rmtree(part, ignore_errors=True)

    def use(self, name: str) -> None:
        """Write down that something was asked for, so that it does not go soon."""
        with suppress(OSError):
            os.utime(self.root / name)

    def trim(self) -> None:
        """Remove what was not asked for longest until the rest is within the limit, and what was left unfinished."""
        with suppress(OSError):
            self._remove_left_over()
            kept = sorted(self._kept(), reverse=True)
            room = self._limit
            for _, size, path in kept:
                room -= size
                if room < 0:
                    self._remove(path)

    def _kept(self) -> list[tuple[float, int, Path]]:
        """When each thing was asked for, its bytes, its place: a pyramid as a whole, other files one by one."""
        found = []
        for group in self.root.iterdir():
            if not group.is_dir() or group.name.startswith(PART):
                continue
            for each in group.iterdir():
                files = [file for file in each.rglob("*") if file.is_file()] if each.is_dir() else [each]
                found.append((each.stat().st_mtime, sum(file.stat().st_size for file in files), each))
        return found

    def _remove_left_over(self) -> None:
        for part in self.root.glob(f"{PART}*"):
            if time.time() - part.stat().st_mtime > PART_SECONDS:
                shutil.rmtree(part, ignore_errors=True)

    def _remove(self, path: Path) -> None:
        """Away with it at once: nobody may meet half a pyramid."""
        if path.is_dir():
            part = self.root / f"{PART}{secrets.token_hex(8)}"
            os.rename(path, part)
            shutil.rmtree(part, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
