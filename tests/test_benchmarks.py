"""The benchmark's table is written from whatever results are there."""

import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).parents[1] / "benchmarks" / "run.py"


def test_the_table_is_written_without_reading_a_page(tmp_path: Path) -> None:
    out = tmp_path / "results.md"
    done = subprocess.run([sys.executable, RUN, "--table", "--to", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    figures = text.partition("## Figures to reach\n")[2].partition("\n## ")[0]
    rows = [line for line in figures.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + 4, "a head and the four figures"
    assert len({line.count("|") for line in rows}) == 1
