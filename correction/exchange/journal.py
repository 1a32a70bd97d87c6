"""How far an export into a folder has come, so that one that was cut off goes on.

In: the key of an export (what is written, how, and of what state of the project) and its target folder. Out: which of
its parts are written already. With another key nothing counts, nor does a part whose files are gone: it is written
anew. A finished export leaves no journal behind.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Self

from correction.exchange.target import make_folder, output_error
from correction.store import Project
from correction.version import installed_version

FILE = ".galley-export"


def export_key(project: Project, page_ids: Sequence[str], *how: object) -> str:
    """What an export comes from: other decisions, readings, issues, rules or options make it another one."""
    placed = [(e.id, e.issue, e.sequence, e.label, e.state) for e in project.pages()]
    runs = [(run.id, run.finished) for run in project.runs()]
    issues, titles, rules = project.issues(), project.titles(), sorted(project.rules.items())
    parts = (installed_version(), project.count_decisions(), runs, placed, issues, titles, rules, list(page_ids), how)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Journal:
    """The parts of an export that are written, `done` with the names of their files.

    Use it as a context manager, and `finish` it at the end.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self._place = folder / FILE
        self._key = key
        self.done: Mapping[str, Sequence[str]] = {entry["done"]: entry["files"] for entry in self._read()}
        self._stream: IO[str] | None = None

    def __enter__(self) -> Self:
        make_folder(self._place.parent)
        try:
            self._stream = self._place.open("a" if self.done else "w", encoding="utf-8")
            if not self.done:
                self._write({"key": self._key})
        except OSError as error:
            raise output_error(self._place, error) from error
        return self

    def __exit__(self, *error: object) -> None:
        if self._stream:
            with contextlib.suppress(OSError):  # what it could not write is written again next time
                self._stream.close()

    def note(self, part: str, names: Sequence[str] = ()) -> None:
        """Write down that a part is written, all its files, by these names, being on disk; raises OutputError."""
        try:
            self._write({"done": part, "of": self._key, "files": list(names)})
        except OSError as error:
            raise output_error(self._place, error) from error

    def finish(self) -> None:
        """Remove the journal: all is written."""
        with contextlib.suppress(OSError):
            self._place.unlink()

    def _write(self, entry: dict[str, object]) -> None:
        assert self._stream is not None
        self._stream.write(json.dumps(entry) + "\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def _read(self) -> list[dict[str, Any]]:
        try:
            lines = self._place.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        entries = []
        for line in lines:
            with contextlib.suppress(ValueError):  # the last line may be cut off
                entries.append(json.loads(line))
        if not entries or entries[0] != {"key": self._key}:
            return []
        return [entry for entry in entries[1:] if isinstance(entry, dict) and self._stands(entry)]

    def _stands(self, entry: dict[str, Any]) -> bool:
        """Whether a part is this export's, not one's that fills the folder at the same time, and still there."""
        is_ours = {"done", "files"} <= entry.keys() and entry.get("of") == self._key
        return is_ours and all((self._place.parent / name).is_file() for name in entry["files"])
