"""Whether the scans of a project are there and whole, and how they are found again when they were moved.

In: a project. Out: what is wrong with the files that its pages name, and with those in its folder of scans.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from correction.store.copies import PART, SCANS_FOLDER, digest, stands
from correction.store.records import Fault

if TYPE_CHECKING:
    from correction.store.folder import ProjectFolder

MEND = "run: galley project check --mend"
PART_SECONDS = 3600  # from which age it is what a run that was cut off has left


def scan_faults(project: ProjectFolder, mend: bool = False) -> list[Fault]:
    """Scans that changed or are gone, and files of the scans' folder that no page names.

    With `mend` a page whose scan is gone gets one of the same bytes, and what a copy that was cut off left is removed.
    """
    files = _files(project.root)  # before the pages: another run may be taking in scans
    named = {entry.source.path: entry.source.sha256 for entry in project.pages()}
    strangers = [path for path in files if path not in named]
    lost = {path: fault for path, sha256 in named.items() if (fault := _scan_fault(project.root, path, sha256))}
    # Only now: a copy that waits for its record has been put in its place where there is one.
    parts = [path for path in strangers if Path(path).name.startswith(PART)]
    found = [fault for path in parts if (fault := _left_over(project.root, path, mend))]
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
        stands(root, path)
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
    try:
        if time.time() - file.stat().st_mtime < PART_SECONDS:
            return None
        if mend:
            file.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Fault(f"{path}: a copy that was cut off cannot be removed ({error.strerror})", "remove it")
    return Fault(f"{path}: a copy that was cut off", MEND, mend)


def _same_bytes(root: Path, wanted: Iterable[str], files: Iterable[str]) -> Mapping[str, str]:
    """Files that hold bytes of these checksums."""
    sums = set(wanted)
    if not sums:
        return {}
    return {sha256: path for path in files if (sha256 := digest(root / path)) in sums}
