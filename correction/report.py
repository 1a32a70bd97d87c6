"""What became of the pages of a run: a row for each, and the CSV file that has them.

In: rows, as pages finish. Out: a `Result`; a file that has every row at once, so that it outlasts whatever ends the
run, and is complete and in the order of the pages at its end.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TextIO

from correction.exchange.target import make_folder, output_error, spare_scan, write_file
from correction.review import Decision
from ocr.errors import GalleyError, OutputError

RowState = Literal["read", "skipped", "busy", "failed", "planned"]
COLUMNS = ("file", "frame", "page", "state", "language", "script", "engine", "lines", "doubts", "seconds", "note")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one page, or of a file that gave none. `doubts` counts the marked ones; None is not counted."""

    file: str
    state: RowState
    page: str = ""
    frame: int | None = None
    language: str = ""
    script: str = ""
    engine: str = ""
    lines: int | None = None
    doubts: int | None = None
    seconds: float | None = None
    note: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """All rows; `stopped` says that a person broke off, `fatal` what made going on impossible.

    `kept` are the decisions that the overrides became; `warnings` name what they speak of and the project has not.
    `others` counts the skipped pages that were read with other settings, `watched` says that a folder was watched.
    """

    rows: tuple[Row, ...]
    stopped: bool = False
    fatal: GalleyError | None = None
    warnings: tuple[str, ...] = ()
    kept: tuple[Decision, ...] = field(default=())
    others: int = 0
    watched: bool = False

    def count(self, state: RowState) -> int:
        """How many rows have a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def exit_code(self) -> int:
        """By the contract: 0 all done, 1 some failed or warned of, 2 nothing could be done, 130 stopped."""
        if self.stopped:
            return 130
        if self.fatal or self.count("failed"):
            return 1 if len(self.rows) > self.count("failed") else 2
        return 1 if self.warnings else 0


class Report:
    """A CSV file that grows with a run; use it as a context manager.

    With `go_on` the rows of the run that was cut off are kept for pages that this one skips. Raises OutputError when
    the file cannot be written at the start; `fault` says so when it was later, and the run went on without it.
    """

    def __init__(self, file: Path, go_on: bool = False) -> None:
        self._file = file
        self._before = _read(file) if go_on else []
        self._rows: list[Sequence[str]] = []
        self._stream: TextIO | None = None
        self.fault: OutputError | None = None

    def __enter__(self) -> Self:
        make_folder(spare_scan(self._file).absolute().parent)
        try:
            self._stream = self._file.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        except OSError as error:
            raise output_error(self._file, error) from error
        self._write([COLUMNS, *self._before])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._stream:
            with suppress(OSError):
                self._stream.close()
            try:
                write_file(self._file, _text([COLUMNS, *self._settled()]))
            except OutputError as fault:
                self.fault = fault

    def add(self, row: Row) -> None:
        """Write down what became of a page."""
        words = _words(row)
        self._rows.append(words)
        self._write([words])

    def _write(self, rows: Iterable[Sequence[str]]) -> None:
        try:
            if self._stream and self.fault is None:
                csv.writer(self._stream, lineterminator="\n").writerows(rows)
                self._stream.flush()
        except OSError as error:  # pages are worth more than their report
            self.fault = output_error(self._file, error)

    def _settled(self) -> list[Sequence[str]]:
        """A row for each page and each of its names, in the order of the pages; behind them files that gave none."""
        told = {_key(words): words for words in self._before}
        now = {_key(words): words for words in self._rows}
        rows = [told.get(key, words) if _state(words) == "skipped" else words for key, words in now.items()]
        return sorted(rows, key=lambda words: (not words[2], words[2]))


def write_report(file: Path, rows: Iterable[Row]) -> None:
    """Write rows that are all there; raises OutputError."""
    write_file(spare_scan(file), _text([COLUMNS, *map(_words, rows)]))


def _read(file: Path) -> list[Sequence[str]]:
    """The whole rows of an earlier report; none of any other file."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
    except (OSError, ValueError, csv.Error):
        return []
    return [row for row in rows if len(row) == len(COLUMNS)] if tuple(header) == COLUMNS else []


def _words(row: Row) -> Sequence[str]:
    values = (getattr(row, column) for column in COLUMNS)
    # As they stand in the file, for they are laid beside rows that were read from it.
    return tuple("" if value is None else str(value).encode("utf-8", "backslashreplace").decode() for value in values)


def _key(words: Sequence[str]) -> tuple[str, str]:
    return os.path.abspath(words[0]), words[2]


def _state(words: Sequence[str]) -> str:
    return words[COLUMNS.index("state")]


def _text(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "backslashreplace")
