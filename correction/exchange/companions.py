"""The image that belongs to an imported file.

In: names, paths or addresses as the file gives them, and folders to look into. Out: the image's path. Addresses are
looked at for the name in them; nothing is ever fetched.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ocr.ingest import PAGE_SUFFIXES

_GENERIC = frozenset({"default", "native", "full", "color", "gray", "bitonal"})  # of IIIF's addresses: no one's name
_DERIVED = re.compile(r"\.(?:alto|page|hocr|ocr|gt|mets)$", re.IGNORECASE)
MOST_FILES = 200_000  # below the folders that are looked through; more is a slip, as of `/`


class Companions:
    """Files in some folders and below them, so many folders deep as each is told with (None: however deep)."""

    def __init__(self, folders: Iterable[tuple[Path, int | None]]) -> None:
        self._folders = {folder.absolute(): depth for folder, depth in folders}

    def image(self, names: Iterable[str], text_file: Path, sha256: str = "") -> Path | None:
        """The image of a page: by the names that its file gives, else by checksum, else by the file's own name.

        One of another checksum than the file says gives way to one that has it. A name counts by its path from the
        file, then whole, then without suffix; of several images by that name the one whose folders are named like
        those in the path, else none. Only what lies in the folders counts.
        """
        wanted = [step for name in names for step in _paths_in(name)]
        named = next(filter(None, (self._at(step, text_file) or self._called(step) for step in wanted)), None)
        if sha256 and (named is None or self._sum(named) != sha256):
            named = next((file for file in self._images if self._sum(file) == sha256), named)
        if named:
            return named
        beside = [each for each in self._by_stem.get(stem_of(text_file.name), []) if each.parent == text_file.parent]
        return self._one(beside or self._by_stem.get(stem_of(text_file.name), []), text_file.name)

    def _at(self, name: str, text_file: Path) -> Path | None:
        """The image at a path from the text file, within the folders: a file from outside may name any on the disk."""
        place = Path(os.path.normpath(text_file.absolute().parent / name))
        inside = any(place.is_relative_to(folder) for folder in self._folders)
        return place if inside and _is_image(place) and _is_there(place) else None

    def _called(self, name: str) -> Path | None:
        same = self._by_name.get(Path(name).name.casefold(), [])
        return self._one(same, name) or self._one(self._by_stem.get(stem_of(name), []), name)

    def _one(self, found: Sequence[Path], name: str) -> Path | None:
        if len(found) < 2:
            return found[0] if found else None
        steps = [step.casefold() for step in Path(name).parts[:-1]]
        like = [each for each in found if steps and [p.casefold() for p in each.parts[-1 - len(steps) : -1]] == steps]
        return like[0] if len(like) == 1 else None

    def _sum(self, file: Path) -> str:
        if file not in self._sums:
            try:
                with file.open("rb") as stream:
                    self._sums[file] = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError:
                self._sums[file] = ""
        return self._sums[file]

    @cached_property
    def _sums(self) -> dict[Path, str]:
        return {}

    @cached_property
    def files(self) -> list[Path]:
        """All files in the folders and below them, hidden ones left out."""
        found: dict[Path, None] = {}
        for folder, depth in self._folders.items():
            for file in _below(folder, depth):
                found.setdefault(file)
                if len(found) >= MOST_FILES:
                    return list(found)
        return list(found)

    @cached_property
    def _images(self) -> list[Path]:
        return [file for file in self.files if _is_image(file)]

    @cached_property
    def _by_name(self) -> dict[str, list[Path]]:
        return _grouped((file.name.casefold(), file) for file in self._images)

    @cached_property
    def _by_stem(self) -> dict[str, list[Path]]:
        return _grouped((stem_of(file.name), file) for file in self._images)


def folders_near(file: Path) -> list[tuple[Path, int | None]]:
    """Where the images of an imported file usually are: beside it and below, and in the folders beside its own."""
    place = file.absolute().parent
    return [(place, None), *((parent, 1) for parent in list(place.parents)[:1] if len(parent.parts) > 1)]


def stem_of(name: str) -> str:
    """A file's name without what tells its kind, by which a page's files find each other.

    >>> stem_of("scans/P_1.alto.XML"), stem_of("https://example.org/P_1.jp2?size=full")
    ('p_1', 'p_1')
    """
    stem = Path(_last_step(name)).stem
    while (shorter := _DERIVED.sub("", stem)) != stem:
        stem = shorter
    return stem.casefold()


def _paths_in(name: str) -> Iterator[str]:
    """What of a name may be a path of a file: of an address its last steps, of IIIF's the image's identifier."""
    try:
        parts = urlsplit(name.strip().replace("\\", "/"))
    except ValueError:  # an address that is none, as of a bracket that is not closed
        return
    path = unquote(parts.path)
    if parts.scheme == "file":
        path = f"{parts.netloc}{path}".lstrip("/") if parts.netloc in (".", "..") else path
    steps = [step for step in path.split("/") if step]
    if not steps:
        return
    if parts.scheme in ("http", "https"):
        if Path(steps[-1]).stem in _GENERIC and len(steps) >= 5:
            yield unquote(steps[-5]).rpartition("/")[2]  # {identifier}/{region}/{size}/{rotation}/{quality}
        yield steps[-1]
    else:
        yield path


def _last_step(name: str) -> str:
    return next(_paths_in(name), name).rpartition("/")[2]


def _is_image(file: Path) -> bool:
    return file.suffix.lower() in PAGE_SUFFIXES


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):  # a name that is too long, or holds what none may
        return False


def _below(folder: Path, depth: int | None) -> Iterator[Path]:
    for place, below, names in os.walk(folder):
        deep = len(Path(place).parts) - len(folder.parts)
        below[:] = sorted(name for name in below if not name.startswith(".")) if depth is None or deep < depth else []
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def _grouped(pairs: Iterable[tuple[str, Path]]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for key, file in pairs:
        found.setdefault(key, []).append(file)
    return found
