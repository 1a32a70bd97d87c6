"""Lines of a column that could be subheads by their looks: their text says that they are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr.layout import roles
from ocr.layout.paragraphs import BREAKS
from ocr.layout.sheet import Entry, Sheet
from ocr.page import Box, TextLine

SHEET = Sheet((), (), (), 600, 900, 10.0, 2.0, 20.0, False, False)


def column(*texts: str) -> list[Entry]:
    """Lines from top to bottom, the second parted from the others by more paper and shorter than they are."""
    tops = [0, 70, *(100 + 30 * i for i in range(len(texts) - 2))]
    boxes = [Box(0, top, 200 if i == 1 else 400, top + 20) for i, top in enumerate(tops)]
    return [Entry(TextLine(f"l{i}", b, b.polygon, stroke=2.0), b, texts[i]) for i, b in enumerate(boxes)]


@pytest.mark.parametrize("mark", BREAKS)
def test_a_line_within_a_broken_word_is_no_subhead(mark: str) -> None:
    lines = column("Der Rat be", f"ſchloß die Verſamm{mark}", "lung zu ſchließen.", "Es war Nacht.")
    assert not roles._alone(lines, 1, Box(0, 0, 400, 200), SHEET)
    assert not roles._isolated(lines, 1, SHEET)
    assert roles._runs_on(lines, 2)
    plain = column("Der Rat war ſtill.", "Die Verſammlung", *["Es war Nacht."] * 4)
    assert roles._alone(plain, 1, Box(0, 0, 400, 200), SHEET)
    assert roles._isolated(plain, 1, SHEET)
    assert not roles._runs_on(plain, 2)


@pytest.mark.parametrize(("words", "stroke", "display"), [(40, 2.0, False), (40, 2.6, True), (30, 2.0, True)])
def test_a_line_that_climbs_is_as_high_as_display_type_but_neither_bold_nor_wide(
    words: int, stroke: float, display: bool
) -> None:
    body = "Der Rat beſchloß geſtern die Verſammlung"
    entries = column(*[body] * 6)
    box = Box(0, 300, 400, 340)
    high = Entry(TextLine("high", box, box.polygon, glyph=20.0, stroke=stroke), box, body[:words])
    entries = [replace(e, line=replace(e.line, glyph=10.0), box=replace(e.box, right=400)) for e in entries]
    sheet = replace(SHEET, entries=(*entries, high))
    assert ("high" in roles.find_display(sheet)) is display
