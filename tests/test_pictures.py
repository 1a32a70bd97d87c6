"""Pictures whose parts touch are one."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.layout.pictures import _is_lined as is_lined
from ocr.layout.pictures import _merge as merge
from ocr.page import Box


def test_a_box_between_two_pictures_joins_both() -> None:
    pictures = [Box(0, 0, 100, 100), Box(110, 0, 200, 100), Box(95, 10, 115, 90), Box(300, 0, 340, 40)]
    assert merge(pictures, 0) == [Box(0, 0, 200, 100), Box(300, 0, 340, 40)]


def test_each_of_many_pictures_is_made_larger_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = [Box(100 * i, 0, 100 * i + 50, 50) for i in range(60)]
    grown, calls = Box.grown, list[Box]()

    def counted(box: Box, by: int) -> Box:
        calls.append(box)
        return grown(box, by)

    monkeypatch.setattr(Box, "grown", counted)
    assert set(merge(pictures, 10)) == set(pictures)
    assert len(calls) == len(pictures)


def test_a_dark_block_of_close_lines_is_text() -> None:
    block = np.zeros((96, 120), np.uint8)
    for top in range(0, 96, 12):
        block[top : top + 10] = 1
    place = Box(0, 0, 120, 96)
    assert is_lined(block, place, 10.0)
    assert not is_lined(np.ones_like(block), place, 10.0)
