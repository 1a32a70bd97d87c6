"""Issues as a table that a person edits: one row for each page, as CSV.

In: bytes of a CSV file, in UTF-8 with or without a byte order mark or in the UTF-16 of spreadsheets, with commas,
semicolons or tabs. Out: rows, and what is wrong with the others, in words. And back.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from correction.issues.dates import Printed, read_dates
from correction.issues.names import given_name
from correction.issues.rows import PageRow, is_day
from correction.store import PageEntry
from ocr.errors import InputError

COLUMNS = ("page", "file", "title", "date", "edition", "number", "label", "sequence")
REMEDY = "write a first row of names: page or file, then title, date, edition, number, label, sequence"
PARTIAL = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?|--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
PLACE = re.compile(r"0*[1-9]\d{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be used: its number in the file, the heading being 1, and why."""

    row: int
    problem: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, and those that cannot be used."""

    rows: tuple[PageRow, ...]
    faults: tuple[RowFault, ...]


def read_table(data: bytes, pages: Sequence[PageEntry]) -> Table:
    """Read a table about pages of a project; raises InputError for a file that is no such table."""
    text = _decoded(data)
    heading = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, faults, seen = list[PageRow](), list[RowFault](), dict[str, int]()
    finder = _Finder(pages)
    try:
        columns = _columns(next(reader, []))
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            try:
                if any(cell.strip() for cell in cells[len(columns) :]):
                    raise _UnusableError("it has more cells than the heading; put a text with a comma into quotes")
                made = _row(dict(zip(columns, (cell.strip() for cell in cells), strict=False)), finder)
                if made.page in seen:
                    raise _UnusableError(f"page {made.page} stands in row {seen[made.page]} already")
            except _UnusableError as error:
                faults.append(RowFault(reader.line_num, str(error)))
            else:
                seen[made.page] = reader.line_num
                rows.append(made)
    except csv.Error as error:
        remedy = "look for a lone quote there"
        raise InputError(f"the table breaks off at row {reader.line_num} ({error})", remedy) from error
    return Table(tuple(rows), tuple(faults))


def write_table(rows: Sequence[PageRow], pages: Sequence[PageEntry]) -> bytes:
    """A table that `read_table` and spreadsheets read: UTF-8 with a byte order mark, commas."""
    names = {entry.id: _name(entry) for entry in pages}
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        sequence = row.sequence or ""
        writer.writerow((row.page, names[row.page], row.title, row.date, row.edition, row.number, row.label, sequence))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _decoded(data: bytes) -> str:
    for marks, encoding in (((b"\xff\xfe", b"\xfe\xff"), "utf-16"), ((b"",), "utf-8-sig")):
        if data.startswith(marks):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                remedy = "save it as CSV in UTF-8: spreadsheets ask for the encoding when they save"
                raise InputError(f"the table is not in UTF-8 (byte {error.start})", remedy) from error
    raise AssertionError("every file begins with nothing")


def _columns(heading: Sequence[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in heading]
    unknown = [name for name in columns if name and name not in COLUMNS]
    if unknown:
        raise InputError(f"the table has a column '{unknown[0]}' that means nothing here", REMEDY)
    if not {"page", "file"} & set(columns):
        raise InputError("the table has no column 'page' or 'file'", REMEDY)
    if "title" not in columns:  # every row would take its page out of its issue
        raise InputError("the table has no column 'title'", REMEDY)
    if twice := {name for name in columns if name and columns.count(name) > 1}:
        raise InputError(f"the table has the column '{twice.pop()}' twice", REMEDY)
    return columns


def _row(cells: Mapping[str, str], finder: _Finder) -> PageRow:
    """The row that cells make; raises _UnusableError with what is wrong with them."""
    page = finder.find(cells.get("page", ""), cells.get("file", ""))
    title, date = cells.get("title", ""), _date(cells.get("date", ""))
    sequence = cells.get("sequence", "")
    if sequence and not PLACE.fullmatch(sequence):
        raise _UnusableError(f"the sequence '{sequence}' is no number from 1 on")
    edition, number, label = (cells.get(name, "") for name in ("edition", "number", "label"))
    if not title and (date or edition or number):
        raise _UnusableError("a date, an edition or a number needs a title")
    return PageRow(page, title, date, edition, number, label, int(sequence) if sequence else None)


def _date(text: str) -> str:
    """A date in ISO 8601, also from 6.7.1895 or 6 July 1895."""
    if not text or is_day(text) or PARTIAL.fullmatch(text):
        return text
    found = read_dates([Printed("", text)])
    if not (found and found[0].is_day and not found[0].note):
        raise _UnusableError(f"'{text}' is no date; write it like 1895-07-06")
    return found[0].date


def _name(entry: PageEntry) -> str:
    return given_name(entry.source.path) + (f"[{entry.source.frame + 1}]" if entry.source.frame else "")


class _UnusableError(Exception):
    """A row that cannot be used, and why."""


class _Finder:
    """Finds a page by its id, or by the name of its file where only one has it."""

    def __init__(self, pages: Sequence[PageEntry]) -> None:
        self.ids = {page.id for page in pages}
        self.names: dict[str, list[str]] = defaultdict(list)
        for page in pages:
            name = _name(page)
            for known in {name, name.rsplit("/", 1)[-1], page.source.path}:
                self.names[known].append(page.id)

    def find(self, page: str, file: str) -> str:
        """The id of a page; raises _UnusableError where there is none, or several."""
        if page:
            if page not in self.ids:
                raise _UnusableError(f"there is no page {page}")
            return page
        if not file:
            raise _UnusableError("neither page nor file is given")
        found = self.names.get(file.replace("\\", "/"), [])
        if len(found) != 1:
            several = f"{file} has several pages ({', '.join(found)}); name the page"
            raise _UnusableError(several if found else f"no page comes from a file {file}")
        return found[0]
