"""The benchmark of the doubt marks counts errors where they are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from doubt_truth import errors_at
from layout import SHARED

pytestmark = pytest.mark.skipif(not (SHARED / "tools" / "score.py").is_file(), reason="the scoring script is absent")


@pytest.mark.parametrize(
    ("text", "truth", "wrong"),
    [
        ("harbonr", "harbour", {"n": 1}),
        ("Waſſer„", 'Wasser"', {}),
        ("nah", "nach", {"gap 2": 1}),
        ("abx", "ab", {"x": 1}),
        ("Beleidi=", "Beleidi-", {}),
        ("", "ab", {"gap 0": 2}),
    ],
)
def test_errors_are_counted_at_their_places(text: str, truth: str, wrong: dict[str, int]) -> None:
    counted = errors_at(text, truth, "de")
    said = {(text[n // 2] if n % 2 else f"gap {n // 2}"): count for n, count in enumerate(counted) if count}
    assert len(counted) == 2 * len(text) + 1
    assert said == wrong
