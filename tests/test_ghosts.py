"""Print of the other side of the sheet, which shows through; words that a line's box covers, but that are not of it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageOps
from test_layout import BODY, PITCH, Sheet, face, hits

from ocr.layout.ghosts import find_ghosts
from ocr.layout.ink import parts_of, survey
from ocr.layout.lines import find_lines
from ocr.layout.small_type import find_small_type
from ocr.page import Box
from ocr.prepare import measure_glyph


def _mirrored(sheet: Sheet, left: int, top: int, text: str, shade: int) -> None:
    """Set a line that reads from right to left, as what stands on the other side does."""
    back = Image.new("L", (sheet.width, sheet.height), 255)
    ImageDraw.Draw(back).text((sheet.width - left - 500, top), text, font=face(BODY), fill=shade)
    sheet.image.paste(ImageChops.darker(sheet.image, ImageOps.mirror(back)))


def test_what_shows_through_is_no_line_and_widens_none() -> None:
    sheet = Sheet()
    sheet.column(80, 60, 1000, 20)
    sheet.pen.rectangle((60, 60 + 9 * PITCH, 1200, 60 + 11 * PITCH), fill=255)
    sheet.pen.text((80, 60 + 9 * PITCH), "Spain and Portugal.", font=face(BODY), fill=0)
    for row in (9, 10):
        _mirrored(sheet, 480, 60 + row * PITCH, "the council of our town has met", 110)
    for top in range(40, sheet.height - PITCH, PITCH // 2):
        _mirrored(sheet, 60, top, "the council of our town has met", 190)
        _mirrored(sheet, 600, top, "the council of our town has met", 190)
    (head,) = hits(sheet.found(), Box(60, 60 + 9 * PITCH, 1200, 60 + 11 * PITCH))
    assert head.right < 460
    assert find_lines(sheet.grey, measure_glyph(sheet.grey)).ghosts


def test_grey_print_on_clean_paper_is_no_ghost() -> None:
    sheet = Sheet()
    sheet.column(80, 60, 1000, 24)
    grey = sheet.grey.copy()
    pale = slice(60 + 9 * PITCH, 60 + 11 * PITCH)
    grey[pale] = np.maximum(grey[pale], 110)
    found = find_lines(grey, measure_glyph(grey))
    assert len(found.lines) == 24
    assert not found.ghosts


def test_faint_print_is_no_ghost() -> None:
    sheet = Sheet()
    sheet.column(80, 60, 1000, 20)
    pale = np.maximum(sheet.grey, np.where(np.arange(sheet.height) < 260, 110, 0)[:, None]).astype(np.uint8)
    assert len(find_lines(pale, measure_glyph(pale)).lines) == 20
    ink = survey(pale, measure_glyph(pale))
    parts = parts_of(ink.mask)
    top = parts.boxes[:, 1] < 200 * ink.scale
    assert find_ghosts(ink, parts)[top].mean() < 0.1


def test_small_type_under_a_title_is_no_part_of_it() -> None:
    sheet = Sheet()
    title = sheet.headline("Evening Tidings", 60, 40, 170)
    sheet.pen.text((300, title.bottom - 34), "prices of", font=face(BODY), fill=0)
    sheet.column(80, 300, 1000, 16)
    found = sheet.found()
    small = [b for b in hits(found, Box(280, title.bottom - 40, 500, title.bottom + 20)) if b.height < 60]
    assert len(small) == 1
    assert small[0].left < 320


def test_points_of_a_han_letter_are_no_small_type() -> None:
    mask = np.zeros((200, 300), np.uint8)
    mask[20:70, 20:90] = 1
    for left in (20, 40, 60, 80):
        mask[80:94, left : left + 10] = 1
    assert not find_small_type(parts_of(mask), [Box(20, 20, 90, 94)], 10.0).any()
