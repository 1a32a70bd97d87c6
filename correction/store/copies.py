"""Copies of scans: whole or not at all, and under their own name only once the records of their pages are kept.

In: a file and the place of its copy in a project. Out: the copy, which waits beside its place under a name that begins
with PART until its record is committed. Whoever meets a record whose copy still waits puts it in its place. So a kill
at any moment leaves no record without its file and no file without its record, only parts, which are known as such.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from ocr.errors import InputError

SCANS_FOLDER = "scans"
IMPORTED_FOLDER = "imported"  # of the files that pages were imported from
PART = ".galley-"  # how the name of a file begins that is being written, or waits for its record


def digest(file: Path) -> str:
    """The sha256 of a file's bytes; raises OSError."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copy_verified(file: Path, place: Path, sha256: str) -> None:
    """Copy a file to where it waits; raises OSError, and InputError when its bytes are not those expected."""
    temporary = place.parent / f"{PART}{secrets.token_hex(8)}"
    summed = hashlib.sha256()
    try:
        with file.open("rb") as stream, temporary.open("xb") as copy:
            while chunk := stream.read(1 << 20):
                summed.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        if summed.hexdigest() != sha256 or digest(temporary) != sha256:
            raise InputError(f"{file} changed while it was copied", "run the command again when nothing writes to it")
        os.replace(temporary, _waiting(place))
        _keep_names(place.parent)
    finally:
        temporary.unlink(missing_ok=True)


def put_in_place(place: Path) -> None:
    """Give a copy that waits its own name, unless another process just did; raises OSError."""
    with suppress(FileNotFoundError):
        os.replace(_waiting(place), place)


def drop(place: Path) -> None:
    """Remove a copy that waits and that no record will name; raises OSError."""
    _waiting(place).unlink(missing_ok=True)


def stands(root: Path, path: str) -> bool:
    """Whether the scan that a record names is there; one that still waits is put in its place.

    A folder that may only be read leaves it waiting.
    """
    place = root / path
    if not place.is_file() and path.startswith(f"{SCANS_FOLDER}/"):
        with suppress(OSError):
            put_in_place(place)
    return place.is_file()


def _waiting(place: Path) -> Path:
    return place.with_name(f"{PART}{place.name}")


def _keep_names(folder: Path) -> None:
    """Have the names in a folder outlast a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
