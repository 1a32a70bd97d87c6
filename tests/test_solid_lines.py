"""Lines set solid: so close that letters of two lines touch, or that from afar they look grey."""

from __future__ import annotations

from test_layout import BODY, PITCH, Sheet, face, hits

from ocr.page import Box


def test_capitals_that_stand_close_are_no_picture() -> None:
    sheet = Sheet()
    sheet.column(80, 60, 900, 8)
    font = face(22)
    for row in range(9):
        sheet.pen.text((300, 430 + 24 * row), "THE OLD MINSTREL HALL", font=font, fill=0, stroke_width=1)
    sheet.column(80, 680, 900, 6)
    found = sheet.found()
    assert not found.pictures
    assert sum(430 <= line.box.center[1] <= 660 for line in found.lines) == 9


def test_dark_lines_that_touch_are_no_display_line() -> None:
    sheet = Sheet()
    places = sheet.column(80, 60, 900, 20)
    font = face(BODY)
    for row in (9, 10):  # printed too darkly, so that the letters of both lines run together
        text = "him homing hill limb"
        sheet.pen.rectangle((300, 60 + row * PITCH, 640, 60 + (row + 1) * PITCH - 1), fill=255)
        sheet.pen.text((304, 60 + row * PITCH), text, font=font, fill=0, stroke_width=2)
    for left in range(306, 600, 30):
        sheet.pen.rectangle((left, 60 + 9 * PITCH + 12, left + 4, 60 + 10 * PITCH + 20), fill=0)
    found = sheet.found()
    assert all(line.box.height < 1.6 * PITCH for line in found.lines)
    for row in (9, 10):
        assert hits(found, Box(80, places[row].top, 980, places[row].bottom))


def test_a_short_line_between_full_ones_is_found() -> None:
    sheet = Sheet()
    sheet.column(80, 60, 900, 14)
    font, pitch = face(24), 21
    for row in range(9):
        text = "do." if row % 2 else "the council of our town has met again at noon to hear"
        sheet.pen.text((80 + 60 * (row % 2), 660 + pitch * row), text, font=font, fill=0)
    tops = [660 + pitch * row for row in range(9)]
    found = sheet.found()
    for top in tops:
        assert hits(found, Box(80, top + 8, 980, top + 25)), top
