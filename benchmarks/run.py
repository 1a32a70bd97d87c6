"""Accuracy, time and memory of Galley beside plain engines on the same pages, in one run.

`python benchmarks/run.py` reads every page of ../shared/data and of scans/, one after the other, with Galley's own
commands and with Tesseract and RapidOCR alone, scores each with ../shared/tools/score.py and writes a table. Every
result is added to out/bench/results.jsonl as it comes; the newest of a page and reader counts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import galley
import peers
from cases import Case, find_cases
from measure import Cost, ReaderError
from printed import matched, read_printed
from scoring import Scorer, Scores, count_lines
from table import write_table

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
RESULTS = ROOT / "out" / "bench" / "results.jsonl"

Reader = Callable[[Case, Path, Any, Scorer], tuple[Scores, Cost | None]]


def main() -> int:
    options = _options()
    cases, absent = find_cases(ROOT, SHARED / "data")
    for word in absent:
        print(word)
    if not options.table:
        score = SHARED / "tools" / "score.py"
        if not score.is_file():
            print(f"skipped: {score} is absent, so nothing can be scored")
            return 0
        try:
            scorer = Scorer(score.parent)
        except ImportError as error:
            print(f"{score} cannot start ({error}): pip install -e '.[dev]'", file=sys.stderr)
            return 2
        chosen = [case for case in cases if not options.only or any(word in case.name for word in options.only)]
        _run(chosen, options.peers, scorer)
    records = _records()
    write_table(options.to, cases, records)
    print(f"the table is in {options.to}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score every page beside plain engines and write a table.")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", default=[], help="only pages with one of these in the name"
    )
    parser.add_argument(
        "--peers", action=argparse.BooleanOptionalAction, default=True, help="run the plain engines too"
    )
    parser.add_argument("--table", action="store_true", help="write the table anew from results that are there")
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "RESULTS.md", metavar="FILE.md")
    return parser.parse_args()


def _run(cases: list[Case], with_peers: bool, scorer: Scorer) -> None:
    """Read and score pages one after the other."""
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    run = {"run": time.strftime("%Y-%m-%d %H:%M"), "commit": _commit()}
    for number, case in enumerate(cases, 1):
        for name, reader in _readers(case, with_peers).items():
            with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
                record = run | _record(case, name, reader, Path(folder), scorer)
            with RESULTS.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
            print(f"[{number}/{len(cases)}] {case.name} {name}: {_words(record)}", flush=True)


def _readers(case: Case, with_peers: bool) -> dict[str, Reader]:
    """Who reads a case."""
    readers: dict[str, Reader] = {"galley": _galley}
    if case.kind == "raw" or not with_peers:
        return readers
    readers |= {"tesseract": _tesseract, "rapidocr": _rapidocr}
    if case.finereader and case.finereader.is_file():
        readers["finereader"] = _finereader
    return readers


def _record(case: Case, name: str, reader: Reader, folder: Path, scorer: Scorer) -> dict[str, Any]:
    """One reader's result on one case; a reader that fails is a result too."""
    record: dict[str, Any] = {"case": case.name, "reader": name}
    try:
        scores, cost = reader(case, folder, scorer.truth(case, folder), scorer)
    except ReaderError as failure:
        return record | {"failed": str(failure)}
    return record | (asdict(cost) if cost else {}) | {"scores": scores}


def _galley(case: Case, folder: Path, truth: Any, scorer: Scorer) -> tuple[Scores, Cost | None]:
    if case.kind == "raw":
        outcome = galley.repair(case.file, folder)
    else:
        outcome = (galley.read_articles if case.kind == "articles" else galley.read_pages)(case.file, folder)
    if case.kind in ("raw", "articles"):
        scores = scorer.articles(truth, outcome.files[0])
    elif case.kind == "load":
        scores = {"lines": count_lines(*outcome.files)} | _library_lines(case)
    else:
        scores = scorer.text(truth, scorer.page_text(outcome.files)) | {"pages": len(outcome.files)}
        scores |= _places(case, outcome.files)
    return scores | ({"settled": outcome.settled} if outcome.settled else {}), outcome.cost


def _places(case: Case, files: Sequence[Path]) -> Scores:
    """True lines found in place, and lines that are none but were read all the same, as shares of the true ones."""
    printed = read_printed(case.truth) if case.truth else []
    if len(files) != 1 or not printed:  # the halves of a double page have places of their own
        return {}
    lines = read_printed(files[0])
    lost, false = matched(printed, lines)
    read = sum(bool(lines[i].text.strip()) for i in false)
    return {"found": 1 - len(lost) / len(printed), "false": read / len(printed)}


def _tesseract(case: Case, folder: Path, truth: Any, scorer: Scorer) -> tuple[Scores, Cost | None]:
    out = folder / "page.txt"
    cost = peers.tesseract(case.file, case.model, out)
    return _of_text(case, out, truth, scorer) | {"model": case.model}, cost


def _rapidocr(case: Case, folder: Path, truth: Any, scorer: Scorer) -> tuple[Scores, Cost | None]:
    out = folder / "page.txt"
    cost = peers.rapidocr(case.file, out)
    return _of_text(case, out, truth, scorer), cost


def _finereader(case: Case, _folder: Path, truth: Any, scorer: Scorer) -> tuple[Scores, Cost | None]:
    """What was published; nothing is read here."""
    assert case.finereader is not None
    return _of_text(case, case.finereader, truth, scorer), None


def _of_text(case: Case, file: Path, truth: Any, scorer: Scorer) -> Scores:
    text = file.read_text(encoding="utf-8", errors="replace")
    if case.kind == "load":
        return {"lines": sum(bool(line.strip()) for line in text.splitlines())} | _library_lines(case)
    return scorer.text(truth, text)


def _library_lines(case: Case) -> Scores:
    return {"alto_lines": count_lines(case.alto)} if case.alto and case.alto.is_file() else {}


def _records() -> list[dict[str, Any]]:
    if not RESULTS.is_file():
        return []
    return [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines() if line]


def _commit() -> str:
    """The commit that is measured, with a + when files differ from it."""

    def git(*words: str) -> str:
        try:
            return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
        except OSError:
            return ""

    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "ocr", "correction") else "")


def _words(record: dict[str, Any]) -> str:
    if "failed" in record:
        return f"failed: {record['failed']}"
    said = [f"{record['seconds']:.1f} s, {record['memory']:.0f} MiB"] if "seconds" in record else []
    said += [f"{key} {value}" for key, value in record["scores"].items() if value is not None]
    return ", ".join(said)


if __name__ == "__main__":
    sys.exit(main())
