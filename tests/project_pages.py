"""Scans that are no pictures, and pages of a project as if they had been read from them."""

import hashlib
from pathlib import Path

from page_readers import make_page

from correction.store import Project
from ocr.page import Box, Page, Source


def scan(folder: Path, name: str = "page.png", data: bytes = b"not really a picture") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(data)
    return file


def source(file: Path, frame: int = 0, crop: Box | None = None) -> Source:
    return Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest(), frame, crop)


def add(project: Project, file: Path) -> str:
    return project.add_sources([source(file)])[0].entry.id


def saved(project: Project, tmp_path: Path, *texts: str) -> Page:
    page_id = add(project, scan(tmp_path / "in"))
    return project.save_page(make_page(page_id, *texts))


def pages(project: Project, folder: Path, count: int) -> list[str]:
    """Pages that were read."""
    found = [add(project, scan(folder, f"{n}.png", str(n).encode())) for n in range(count)]
    for page_id in found:
        project.save_page(make_page(page_id, "one", "two"))
    return found
