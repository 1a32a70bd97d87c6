"""Heading stacks: when waiting display lines open an item of their own."""

from __future__ import annotations

import pytest

from ocr.layout.heading_stack import OpenItem, Waiting, opens
from ocr.layout.roles import Look
from ocr.layout.sheet import Entry
from ocr.page import Box, TextLine

BOX = Box(0, 0, 200, 30)


@pytest.mark.parametrize(
    ("size", "after_rule", "expected"), [(20, False, False), (20, True, True), (32, False, True), (70, False, True)]
)
def test_a_small_heading_without_a_rule_stays_under_a_large_headline(
    size: float, after_rule: bool, expected: bool
) -> None:
    entry = Entry(TextLine("l_1", BOX, BOX.polygon), BOX, "Fighting Near Fleury")
    stack = [Waiting(entry, Look("heading", size), 0, after_rule)]
    assert opens(stack, OpenItem("a_1", size=100.0, has_body=True), glyph=15.0) == expected
