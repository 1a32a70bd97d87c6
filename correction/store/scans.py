"""The scans of a project: copied whole, named by their checksum, and found again when they were moved.

In: files. Out: copies, and what is wrong with the files that a project's pages name.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from correction.store.records import Fault
from ocr.errors import InputError

if TYPE_CHECKING:
    from correction.store.folder import ProjectFolder

SCANS_FOLDER = "scans"
MEND = "run: galley project check --mend"
PART = ".galley-"  # how the name of a file begins that is being written
PART_SECONDS = 3600  # from which age it is what a run that was cut off has left


def digest(file: Path) -> str:
    """The sha256 of a file's bytes; raises OSError."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copy_verified(file: Path, target: Path, sha256: str) -> None:
    """Copy a file, whole or not at all; raises OSError, and InputError when its bytes are not those expected."""
    temporary = target.parent / f".galley-{secrets.token_hex(8)}"
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
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def scan_faults(project: ProjectFolder, mend: bool = False) -> list[Fault]:
    """Scans that changed or are gone, and files of the scans' folder that no page names.

    With `mend` a page whose scan is gone gets one of the same bytes, and what a copy that was cut off left is removed.
    """
    named = {entry.source.path: entry.source.sha256 for entry in project.pages()}
    strangers = [path for path in _files(project.root) if path not in named]
    parts = [path for path in strangers if Path(path).name.startswith(PART)]
    found = [fault for path in parts if (fault := _left_over(project.root, path, mend))]
    lost = {path: fault for path, sha256 in named.items() if (fault := _scan_fault(project.root, path, sha256))}
    unnamed = [path for path in strangers if path not in parts]
    again = _same_bytes(project.root, {named[path] for path in lost}, unnamed)
    for path, fault in lost.items():
        if place := again.get(named[path]):
            fault = Fault(f"{fault.problem}; {place} has its bytes", MEND, mend)
            if mend:
                _move(project, path, place)
        found.append(fault)
    remedy = "read it: galley ocr FILE, or remove it"
    used = set(again.values())
    return found + [Fault(f"{path}: no page names this file", remedy) for path in unnamed if path not in used]


def _move(project: ProjectFolder, path: str, place: str) -> None:
    """Let the pages of a scan that is gone name the file that has its bytes."""
    for entry in project.pages():
        if entry.source.path == path:
            project.move_record(entry.id, place)


def _files(root: Path) -> list[str]:
    """The files below the scans' folder, as records name them."""
    folder = root / SCANS_FOLDER
    return sorted(file.relative_to(root).as_posix() for file in folder.rglob("*") if file.is_file())


def _scan_fault(root: Path, path: str, sha256: str) -> Fault | None:
    try:
        if digest(root / path) != sha256:
            remedy = "put the first one back, or restore a backup"
            return Fault(f"{path}: the scan has changed since it was taken in", remedy)
    except OSError as error:
        remedy = "put it back, or bring it again: galley ocr FILE"
        return Fault(f"{path}: the scan cannot be read ({error.strerror})", remedy)
    return None


def _left_over(root: Path, path: str, mend: bool) -> Fault | None:
    """What a copy that was cut off has left; None for one that may go on."""
    file = root / path
    if time.time() - file.stat().st_mtime < PART_SECONDS:
        return None
    if mend:
        file.unlink(missing_ok=True)
    return Fault(f"{path}: a copy that was cut off", MEND, mend)


def _same_bytes(root: Path, wanted: Iterable[str], files: Iterable[str]) -> Mapping[str, str]:
    """Files that hold bytes of these checksums."""
    sums = set(wanted)
    if not sums:
        return {}
    return {sha256: path for path in files if (sha256 := digest(root / path)) in sums}
