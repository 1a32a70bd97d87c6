"""The results as a Markdown table for people.

In: the cases, all results so far. Out: one file: the figures to reach, then a table for each group of pages.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from cases import Case
from figures import Record, Results, figures, newest, percent, ratio, solved

READERS = {
    "galley": "Galley",
    "tesseract": "Tesseract",
    "rapidocr": "RapidOCR",
    "finereader": "FineReader 11 (as published)",
}
HEAD = """# Benchmark

Made by `python benchmarks/run.py` (`make bench`): {runs}, Python {python}.

Galley is run by its own commands, `galley ocr` and `galley export`, with default settings (language, script and
direction `auto`). Tesseract is its own program on the whole page with its own layout (`--psm 3`) and is told the model
that fits the page; RapidOCR is its default detector and recogniser on the whole page, its lines in the order it gives.
All are scored on the same page in the same way; one thread each, but Galley, which reads a page on all cores.

Seconds are wall clock from start to end of the commands on a machine with {cores} cores that may do other work; memory
is the peak that a reader and all programs it started held together. article_cer, solved, roles and paragraphs are
those of articles matched one to one; page_cer is the edit distance of the whole text in the order of the truth,
bag_cer the same without order, surplus text beyond the truth's length, tau and successor the order of lines (1 is
right). Articles have no order among them: their page_cer is not given, and tau says little. Lower is better for cer
and surplus, higher for the rest."""


def write_table(file: Path, cases: Sequence[Case], records: Sequence[Record]) -> None:
    """Write the newest result of every case and reader as Markdown."""
    results = newest(records)
    parts = [_head(cases, results), _figures(cases, results)]
    parts += [_articles("Pages scored by article", cases, results), _raw(cases, results)]
    parts += [_pages("Pages scored by their text in order", cases, results), _ratios(cases, results)]
    parts += [_loads("Pages without corrected truth: time, memory, lines", cases, results)]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")


def _head(cases: Sequence[Case], results: Results) -> str:
    names = {case.name for case in cases}
    made = sorted({(r["run"], r["commit"]) for r in results.values() if r["case"] in names and "run" in r})
    runs = ", ".join(f"{when} at commit {commit}" for when, commit in made) or "no results yet"
    return HEAD.format(runs=runs, python=platform.python_version(), cores=os.cpu_count())


def _figures(cases: Sequence[Case], results: Results) -> str:
    said = {True: "yes", False: "**no**", None: "–"}
    rows = [[f.case, f.measure, f.peers, f.reach, f.measured, said[f.reached]] for f in figures(cases, results)]
    return "## Figures to reach\n\n" + _table(["case", "measure", "peers", "reach", "measured", "reached"], rows)


def _articles(title: str, cases: Sequence[Case], results: Results) -> str:
    columns: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "article_cer": lambda s: percent(s.get("article_cer")),
        "solved": solved,
        "roles": lambda s: _number(s.get("roles")),
        "paragraphs": lambda s: _number(s.get("paragraphs")),
        # The order of articles is free, so the whole page's text is only scored where it has one order.
        "page_cer": lambda s: "–" if "articles" in s else percent(s.get("page_cer")),
        **_ORDER,
    }
    return _section(title, [case for case in cases if case.kind == "articles"], columns, results)


def _raw(cases: Sequence[Case], results: Results) -> str:
    columns: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "article_cer": lambda s: percent(s.get("article_cer")),
        "solved": solved,
        "roles": lambda s: _number(s.get("roles")),
        "paragraphs": lambda s: _number(s.get("paragraphs")),
    }
    return _section(
        "Raw text by `galley repair`", [case for case in cases if case.kind == "raw"], columns, results, ("galley",)
    )


def _pages(title: str, cases: Sequence[Case], results: Results) -> str:
    columns: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "page_cer": lambda s: percent(s.get("page_cer")),
        **_ORDER,
        "surplus": lambda s: percent(s.get("surplus")),
    }
    return _section(title, [case for case in cases if case.kind == "page"], columns, results)


def _loads(title: str, cases: Sequence[Case], results: Results) -> str:
    columns: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "lines": lambda s: str(s.get("lines", "–")),
        "lines in the library's ALTO": lambda s: str(s.get("alto_lines", "–")),
    }
    return _section(title, [case for case in cases if case.kind == "load"], columns, results)


_ORDER: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "bag_cer": lambda s: percent(s.get("bag_cer")),
    "tau": lambda s: _number(s.get("tau")),
    "successor": lambda s: _number(s.get("successor")),
}


def _ratios(cases: Sequence[Case], results: Results) -> str:
    """Our page_cer over Tesseract's, page by page, with the median."""
    pages = [case for case in cases if case.group == "nzz"]
    found = [(case.name, value) for case in pages if (value := ratio(results, case.name)) is not None]
    if not found:
        return ""
    rows = [[name, f"{value:.3f}"] for name, value in found]
    rows.append(["**median**", f"**{median(value for _, value in found):.3f}**"])
    return "## page_cer over Tesseract's `Fraktur` on the same page\n\n" + _table(["page", "ratio"], rows)


def _section(
    title: str,
    cases: Sequence[Case],
    columns: Mapping[str, Callable[[Mapping[str, Any]], str]],
    results: Results,
    readers: Iterable[str] = tuple(READERS),
) -> str:
    """A table with a row for each case and reader that has a result."""
    rows = []
    for case in cases:
        for reader in readers:
            record = results.get((case.name, reader))
            if record is not None:
                rows.append(_row(case.name, reader, record, columns))
    if not rows:
        return ""
    return f"## {title}\n\n" + _table(["page", "reader", *columns, "seconds", "MiB"], rows)


def _row(
    name: str, reader: str, record: Record, columns: Mapping[str, Callable[[Mapping[str, Any]], str]]
) -> list[str]:
    if "failed" in record:
        return [name, f"{READERS[reader]}: {record['failed'].replace('|', '/')}", *["–"] * (len(columns) + 2)]
    found = record["scores"]
    who = f"{READERS[reader]} `{found['model']}`" if "model" in found else READERS[reader]
    who += f" ({found['settled']})" if "settled" in found else ""
    who += f", {found['pages']} pages" if found.get("pages", 1) > 1 else ""
    cost = [f"{record['seconds']:.1f}", f"{record['memory']:.0f}"] if "seconds" in record else ["–", "–"]
    return [name, who, *[show(found) for show in columns.values()], *cost]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
