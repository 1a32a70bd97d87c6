"""Where scans came from: copies in a project keep their file's name but not its folders.

In: a folder of scans and pages. Out: the path of each page's file below that folder, found by its bytes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from correction.issues.names import given_name
from correction.store import PageEntry
from ocr.errors import InputError

LONG = 100  # bytes of a name from which a copy's may be shortened


def find_origins(folder: Path, pages: Sequence[PageEntry]) -> dict[str, str]:
    """The paths of pages' files, by the ids of the pages, the folder's own name in front; unknown ones are left out.

    Only files of the same name are read. Raises InputError for what is no folder or cannot be read.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder", "give the folder that the scans came from with --scans")
    by_hash: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        by_hash[page.source.sha256].append(page.id)
    names = {Path(given_name(page.source.path)).name for page in pages}
    found: dict[str, str] = {}
    root = folder.absolute()
    for file in sorted(root.rglob("*")):
        if (file.name in names or len(file.name.encode()) >= LONG) and file.is_file():
            for page_id in by_hash.get(_digest(file), ()):
                found.setdefault(page_id, f"{root.name}/{file.relative_to(root).as_posix()}")
    return found


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror})", "check its permissions") from error
