"""The title of a newspaper with small type beside and below it, read block by block."""

from __future__ import annotations

from ocr.layout.arrange import arrange
from ocr.layout.sheet import Placement, lay_out
from ocr.page import Box, Separator, TextLine, Transform, new_id

TITLE = Box(140, 40, 3000, 430)
EARS = [(left, top) for top in (400, 440, 480, 520) for left in (130, 2300)]


def line(box: Box, glyph: float) -> TextLine:
    return TextLine(new_id("l", "p", box), box, box.polygon, (), "horizontal", glyph, glyph / 6)


def test_blocks_below_a_title_are_read_one_after_the_other() -> None:
    ears = [line(Box(left, top, left + 700, top + 32), 16) for left, top in EARS]
    body = [
        line(Box(left, top, left + 900, top + 36), 20) for top in range(900, 4000, 44) for left in (130, 1120, 2110)
    ]
    title = line(TITLE, 180)
    date = line(Box(1200, 640, 1900, 690), 26)
    texts = {each.id: "was im Lande geschah und was man davon sagte" for each in [*ears, *body]}
    texts |= {title.id: "Neue Zeitung", date.id: "Freitag, 30. Dezember 1870"}
    lines = [title, *ears, date, *body]
    rules = (Separator("s1", Box(130, 760, 3000, 770), "horizontal"),)
    sheet = lay_out(lines, rules, (), texts, Placement(3200, 4200, Transform(), "horizontal"), "de")
    regions = arrange(sheet).regions
    head = [each.box for region in regions if region.role == "furniture" for each in region.lines]
    assert head[0] == TITLE
    lefts = [box.left for box in head if box.top < 600 and box != TITLE]
    assert lefts == sorted(lefts)


def test_what_stands_between_two_rules_is_read_after_what_stands_above_them() -> None:
    title, glyph = line(TITLE, 180), 20
    middle = [line(Box(1250, top, 1850, top + 60), 30) for top in (460, 560)]
    ear = [line(Box(2300, top, 3000, top + 32), 16) for top in (450, 500, 550)]
    date = [line(Box(left, 720, left + 400, 770), 26) for left in (130, 1350, 2500)]
    body = [
        line(Box(left, top, left + 900, top + 36), glyph) for top in range(900, 4000, 44) for left in (130, 1120, 2110)
    ]
    texts = {each.id: "was im Lande geschah" for each in [*middle, *ear, *body]} | {title.id: "Neue Zeitung"}
    texts |= {each.id: "den 3. Mai 1870" for each in date}
    rules = tuple(Separator(f"s{y}", Box(130, y, 3000, y + 8), "horizontal") for y in (680, 800))
    placement = Placement(3200, 4200, Transform(), "horizontal")
    sheet = lay_out([title, *middle, *ear, *date, *body], rules, (), texts, placement, "de")
    head = [each.box for region in arrange(sheet).regions if region.role == "furniture" for each in region.lines]
    assert head[-3:] == [each.box for each in date]
