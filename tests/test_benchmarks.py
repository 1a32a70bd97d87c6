"""The benchmark's table is written from whatever results are there."""

import subprocess
import sys
from pathlib import Path

BAD_INPUT = Path(__file__).parents[1] / "benchmarks" / "bad_input.py"
RUN = Path(__file__).parents[1] / "benchmarks" / "run.py"


def test_the_table_is_written_without_reading_a_page(tmp_path: Path) -> None:
    out = tmp_path / "results.md"
    done = subprocess.run([sys.executable, RUN, "--table", "--to", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    figures = text.partition("## Figures to reach\n")[2].partition("\n## ")[0]
    rows = [line for line in figures.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + 6, "a head and the six figures"
    assert len({line.count("|") for line in rows}) == 1


def test_bad_input_gets_an_answer_and_an_honest_note() -> None:
    command = [sys.executable, BAD_INPUT, "--only", "paper", "10000x1-black", "1x1-white", "photograph"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = done.stdout.splitlines()
    assert len(rows) == 4
    assert all("exit 0" in row for row in rows)
