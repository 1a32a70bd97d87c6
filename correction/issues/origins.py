"""Where scans came from: copies in a project keep their file's name but not its folders.

In: pages, and perhaps a folder of scans. Out: the path of each page's file: as it was recorded when it was taken in, or
below that folder, where it is found by its bytes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from correction.issues.names import given_name
from correction.store import PageEntry
from ocr.errors import InputError

LONG = 100  # bytes of a name from which a copy's may be shortened


def known_origins(pages: Sequence[PageEntry]) -> dict[str, str]:
    """The recorded paths of pages' files, by the ids of the pages."""
    return {page.id: page.origin for page in pages if page.origin}


def find_origins(folder: Path, pages: Sequence[PageEntry]) -> dict[str, str]:
    """The paths of pages' files, by the ids of the pages, the folder's own name in front; unknown ones are left out.

    Only files of the same name are read, and only for pages that are not known to have come from that folder. Raises
    InputError for what is no folder or cannot be read.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder", "give the folder that the scans came from with --scans")
    root = folder.absolute()
    found: dict[str, str] = {}
    by_hash: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        if page.origin and Path(page.origin).is_relative_to(root):
            found[page.id] = f"{root.name}/{Path(page.origin).relative_to(root).as_posix()}"
        else:
            by_hash[page.source.sha256].append(page.id)
    names = {Path(given_name(page.source.path)).name for page in pages if page.id not in found}
    for file in _files(root, names) if names else ():
        for page_id in by_hash.get(_digest(file), ()):
            found.setdefault(page_id, f"{root.name}/{file.relative_to(root).as_posix()}")
    return found


def _files(root: Path, names: set[str]) -> Iterator[Path]:
    """The files below a folder that may have been copied under one of these names."""
    for file in sorted(root.rglob("*")):
        if (file.name in names or len(file.name.encode()) >= LONG) and file.is_file():
            yield file


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror})", "check its permissions") from error
