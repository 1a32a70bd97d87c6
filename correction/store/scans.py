"""Whether the scans of a project are there and whole, and how they are found again when they were moved.

In: a project, its pages one after the other. Out: what is wrong with the files that they name, and with those in the
folder of scans.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from correction.store.copies import PART, SCANS_FOLDER, digest, stands
from correction.store.records import Fault, PageEntry

if TYPE_CHECKING:
    from correction.store.folder import ProjectFolder

MEND = "run: galley project check --mend"
PART_SECONDS = 3600  # from which age a part is what a run that was cut off has left


class ScanCheck:
    """Looks at the scan of each page that it is given, and at the end at all files that none of them names.

    With `mend` a page whose scan is gone gets one of the same bytes, and what a copy that was cut off left is removed.
    It is to be made before the pages are read: another run may be taking in scans.
    """

    def __init__(self, project: ProjectFolder, mend: bool) -> None:
        self._project = project
        self._mend = mend
        self._strangers = set(_files(project.root))
        self._lost: dict[tuple[str, str], tuple[Fault, list[str]]] = {}  # by path and checksum, with the pages' ids
        self._seen = ("", "")  # the last path and what became of it: pages of one file come one after the other

    def look(self, entry: PageEntry) -> Iterator[Fault]:
        """Look at a page's scan. Gives nothing yet: what is lost may be found under another name at the end."""
        path, sha256 = entry.source.path, entry.source.sha256
        self._strangers.discard(path)
        if self._seen[0] != path:
            self._seen = (path, _state(self._project.root, path))
        if self._seen[1] != sha256:
            fault = _fault(path, self._seen[1])
            self._lost.setdefault((path, sha256), (fault, []))[1].append(entry.id)
        return iter(())

    def others(self) -> Iterator[Fault]:
        """What is lost, where its bytes are now, and files that no page names, after all pages were looked at."""
        # Only now: a copy that waits for its record has been put in its place where there is one.
        parts = {path for path in self._strangers if Path(path).name.startswith(PART)}
        for path in sorted(parts):
            yield from _left_over(self._project.root, path, self._mend)
        unnamed = sorted(self._strangers - parts)
        again = self._same_bytes(unnamed)
        for (_, sha256), (fault, page_ids) in self._lost.items():
            if place := again.get(sha256):
                fault = Fault(f"{fault.problem}; {place} has its bytes", MEND, self._mend)
                for page_id in page_ids if self._mend else ():
                    self._project.move_record(page_id, place)
            yield fault
        remedy = "read it: galley ocr FILE, or remove it"
        used = set(again.values())
        yield from (Fault(f"{path}: no page names this file", remedy) for path in unnamed if path not in used)

    def _same_bytes(self, files: list[str]) -> Mapping[str, str]:
        """Files that hold the bytes of scans that are lost."""
        lost = {sha256 for _, sha256 in self._lost}
        found = ((_state(self._project.root, path), path) for path in files if lost)
        return {sha256: path for sha256, path in found if sha256 in lost}


def _files(root: Path) -> Iterator[str]:
    """The files below the scans' folder, as records name them."""
    for file in (root / SCANS_FOLDER).rglob("*"):
        if file.is_file():
            yield file.relative_to(root).as_posix()


def _state(root: Path, path: str) -> str:
    """The checksum of a scan; where it cannot be read, why."""
    stands(root, path)
    try:
        return digest(root / path)
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def _fault(path: str, state: str) -> Fault:
    if state.startswith("cannot"):
        return Fault(f"{path}: the scan {state}", "put it back, or bring it again: galley ocr FILE")
    return Fault(f"{path}: the scan has changed since it was taken in", "put the first one back, or restore a backup")


def _left_over(root: Path, path: str, mend: bool) -> Iterator[Fault]:
    """What a copy that was cut off has left; nothing for one that may go on."""
    file = root / path
    try:
        if time.time() - file.stat().st_mtime < PART_SECONDS:
            return
        if mend:
            file.unlink()
    except FileNotFoundError:  # put in its place meanwhile
        return
    except OSError as error:
        yield Fault(f"{path}: a copy that was cut off cannot be removed ({error.strerror})", "remove it")
        return
    yield Fault(f"{path}: a copy that was cut off", MEND, mend)
