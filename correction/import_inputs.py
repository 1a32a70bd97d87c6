"""Which files `galley import` is to take in: those that are named, and those in folders.

In: inputs as a person types them. Out: files, each once, and a failed row for every input that names none. In a folder
with a METS file the pages' files are taken in by that.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from correction.exchange.companions import Companions, stem_of
from correction.exchange.imports import METS, TEXT, format_of
from correction.report import Row
from ocr.errors import InputError
from ocr.ingest import PAGE_SUFFIXES

SUFFIXES = frozenset({".xml", ".alto", ".page", ".html", ".htm", ".xhtml", ".hocr"})
_HEAD = 65536


def find_inputs(inputs: Sequence[str]) -> tuple[tuple[Path, ...], tuple[Row, ...]]:
    """The files that inputs name."""
    files: dict[str, Path] = {}
    failed: list[Row] = []
    for text in inputs:
        try:
            for file in _files_of(text):
                files.setdefault(os.path.realpath(file), file)
        except InputError as error:
            failed.append(Row(text, "failed", note=str(error)))
    return tuple(files.values()), tuple(failed)


def _files_of(text: str) -> Iterator[Path]:
    if not text.strip():  # Path("") is the current folder
        raise InputError("a name is empty", "name files, folders or globs")
    named = [Path(text).expanduser()]
    if not named[0].exists() and glob.has_magic(text):
        named = [Path(name) for name in sorted(glob.glob(str(named[0]), recursive=True))]
    if not named or not named[0].exists():
        raise InputError(f"{text}: there is no such file or folder", "check the spelling of the path")
    for place in named:
        if place.is_dir():
            yield from _files_in(place)
        else:
            yield place


def _files_in(folder: Path) -> list[Path]:
    """The files to take in of a folder and those below it."""
    every = Companions([(folder, None)]).files
    kinds = {file: _kind(file) for file in every if file.suffix.lower() in SUFFIXES}
    images = {(file.parent, stem_of(file.name)) for file in every if file.suffix.lower() in PAGE_SUFFIXES}
    issues = [file for file, kind in kinds.items() if kind == METS]
    within = [file.parent for file in issues]
    pages = [file for file, kind in kinds.items() if kind not in (None, METS, TEXT)]
    pages = [file for file in pages if not any(file.is_relative_to(place) for place in within)]
    told = {(file.parent, stem_of(file.name)) for file in pages}
    texts = [file for file in every if file.suffix.lower() == ".txt"]
    texts = [file for file in texts if (key := (file.parent, stem_of(file.name))) in images and key not in told]
    found = [*issues, *pages, *(file for file in texts if not any(file.is_relative_to(place) for place in within))]
    if not found:
        raise InputError(f"{folder}: the folder holds nothing to import", "give PAGE-XML, ALTO, hOCR, METS or texts")
    return found


def _kind(file: Path) -> str | None:
    try:
        with file.open("rb") as stream:
            return format_of(stream.read(_HEAD), file.name)
    except OSError:
        return None
