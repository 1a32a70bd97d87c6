"""Pictures whose parts touch are one."""

from __future__ import annotations

import pytest

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
