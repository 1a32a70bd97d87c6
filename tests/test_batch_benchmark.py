"""What the benchmark of a batch measures, on a few pages."""

import subprocess
import sys
from pathlib import Path

import pytest

BATCH = Path(__file__).parents[1] / "benchmarks" / "batch.py"


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="processes as on POSIX")
def test_a_batch_is_measured_on_a_few_pages() -> None:
    flat = subprocess.run([sys.executable, BATCH, "flat", "--sizes", "2"], capture_output=True, text=True, check=True)
    assert flat.stdout.startswith("2 pages: exit 0, ")
    words = [sys.executable, BATCH, "overhead", "--rounds", "1", "--pages", "2"]
    overhead = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "a batch over the bare page time: by the clock " in overhead.stdout
