"""Galley as its users run it: by its commands, with its default settings, into a new project.

In: a scan or a raw text. Out: an `Outcome`: the files that it exported, what reading and exporting cost together, and
what it settled by itself.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

from measure import Cost, measured

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exported files; `settled` is the language, script and engine that Galley chose, a word for each page."""

    files: tuple[Path, ...]
    cost: Cost
    settled: str = ""


def read_articles(scan: Path, folder: Path) -> Outcome:
    """Read a scan and export its articles as JSON; raises ReaderError."""
    cost = _read(scan, folder)
    out = folder / "articles.json"
    cost += _galley("export", "--project", str(folder / "project"), "--format", "json", "--to", str(out))
    return Outcome((out,), cost, _settled(folder))


def read_pages(scan: Path, folder: Path) -> Outcome:
    """Read a scan and export its pages, or the halves of a double page, as PAGE-XML in order; raises ReaderError."""
    cost = _read(scan, folder)
    out = folder / "pages"
    cost += _galley("export", "--project", str(folder / "project"), "--format", "page", "--to", str(out))
    return Outcome(tuple(sorted(out.glob("*.xml"))), cost, _settled(folder))


def repair(text: Path, folder: Path) -> Outcome:
    """Turn raw text into articles; raises ReaderError."""
    out = folder / "articles.json"
    return Outcome((out,), _galley("repair", str(text), "--to", str(out)))


def _read(scan: Path, folder: Path) -> Cost:
    report = str(folder / "report.csv")
    return _galley("ocr", str(scan), "--project", str(folder / "project"), "--quiet", "--report", report)


def _settled(folder: Path) -> str:
    with (folder / "report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return "; ".join(dict.fromkeys(f"{row['language']} {row['script']}, {row['engine']}" for row in rows))


def _galley(*words: str) -> Cost:
    script = Path(sys.executable).with_name("galley")
    start = [str(script)] if script.exists() else [sys.executable, "-c", "from correction.cli import main; main()"]
    return measured([*start, *words], {"PYTHONPATH": str(ROOT)})
