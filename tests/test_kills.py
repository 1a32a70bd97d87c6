"""A handful of what benchmarks/kills.py does by the hundred: kill -9, and nothing is lost."""

import random
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from kills import QUICK, kill_batches, kill_reviewers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")


def test_a_killed_batch_leaves_whole_pages_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(2)
    assert kill_batches(tmp_path, 3, 8, chance, QUICK) == []
    assert kill_reviewers(tmp_path, 3, chance) == []
    assert "3 kills" in capsys.readouterr().out
