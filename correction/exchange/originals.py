"""Files that pages were imported from: kept in the project as they came, so that nothing in them is lost.

In: a file's bytes. Out: its place in the project, which the imported reading names in its settings, and the file again
for a page whose text still builds on it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from correction.exchange import Original
from correction.exchange.target import write_file
from correction.store.copies import IMPORTED_FOLDER
from correction.store.folder import short_name
from ocr.page import Page, Reading

FORMAT, FILE, ISSUE_FILE = "format", "imported from", "issue from"  # settings of an imported reading
_SUM = 12  # digits of a file's checksum before its name


def keep_original(root: Path, name: str, data: bytes) -> str:
    """Keep a file in a project, once, and give its path there; raises OutputError."""
    digest = hashlib.sha256(data).hexdigest()
    path = f"{IMPORTED_FOLDER}/{digest[:_SUM]}-{short_name(Path(name).name)}"
    if not (root / path).is_file() or (root / path).read_bytes() != data:
        write_file(root / path, data)
    return path


def imported(page: Page) -> Reading | None:
    """The imported reading that a page's text builds on; None where an engine of Galley's read it."""
    reading = page.base_reading
    return reading if reading and FILE in reading.settings else None


def of_issue(page: Page) -> bool:
    """Whether a page was imported with an issue, whose file tells the articles over all its pages."""
    reading = imported(page)
    return reading is not None and ISSUE_FILE in reading.settings


def original_of(root: Path, page: Page) -> Original | None:
    """The file that a page was imported from; its bytes are read when they are asked for."""
    reading = imported(page)
    if reading is None:
        return None
    path, issue = reading.settings[FILE], reading.settings.get(ISSUE_FILE)
    whole = Original("mets", _name(issue), root / issue) if issue else None
    return Original(reading.settings.get(FORMAT, ""), _name(path), root / path, whole)


def _name(path: str) -> str:
    return Path(path).name[_SUM + 1 :]
