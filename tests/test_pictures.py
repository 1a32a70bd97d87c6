"""Pictures whose parts touch are one."""

from __future__ import annotations

from ocr.layout.pictures import _merge as merge
from ocr.page import Box


def test_a_box_between_two_pictures_joins_both() -> None:
    pictures = [Box(0, 0, 100, 100), Box(110, 0, 200, 100), Box(95, 10, 115, 90), Box(300, 0, 340, 40)]
    assert merge(pictures, 0) == [Box(0, 0, 200, 100), Box(300, 0, 340, 40)]
