"""Furniture: masthead, date line, running head and page number, which belong to no item.

In: a sheet. Out: the ids of its furniture lines. Seen from place alone: above a rule near the top of the page, or a
lone row at its very top or foot.
"""

from __future__ import annotations

import itertools
import re
import statistics
from dataclasses import replace

from ocr.layout.sheet import Entry, Sheet
from ocr.page import Box

TOP, TOP_TITLE = 0.2, 0.35  # share of the print within which a rule may close a running head, or a title's masthead
RULE = 0.6  # share of the print's width that such a rule spans
MASTHEAD_LINES = 40  # lines of small type beside a title: prices, addresses, contents
ROWS = 3  # rows of a running head; a masthead may have more if it shows a title
TITLE = 3.0  # times the body glyph: the letters of a title
PIECES = 1.0  # line heights between the pieces of a worn rule
BIGGEST = 1.25  # times the largest headline: a title without a rule
BODY, SMALL = 1.3, 1.6  # times the body glyph: smaller is text; smaller is a running head
LEVEL, BESIDE = 0.4, 0.5  # share of a height that lines of one row have in common; that leaves a folio not alone
APART = 0.8  # glyphs of paper that set a lone row apart
FEW, LEADED = 3, 40  # lines that make no page; lines at its head or foot that show how they are leaded
FIGURES = re.compile(r"\d|[〇一二三四五六七八九十]+[日月年版號号]")
# 12, B4, xiv, 十二, 第三版: ill. and 再版 are the last word of an article.
FOLIO = re.compile(
    r"[\W_]*(?:[A-Z]?\d{1,4}|(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
    r"|[〇零一二三四五六七八九十廿卅]{1,4}|第?\W*[A-Z]?(?:\d{1,3}|[〇零一二三四五六七八九十廿卅]{1,4})\W*[版页頁])[\W_]*",
    re.IGNORECASE,
)
# 11. Juni 1939, 1er mai 1909, October 14, 1926, 民國二十八年四月二十三日.
_DAY, _MONTH, _YEAR = r"(?<!\d)\d{1,2}(?:\.|st|nd|rd|th|er)?", r"[^\W\d]{3,9}\.?", r"(?:1[6-9]|20)\d\d(?!\d)"
_HAN_FIGURES = r"[\d〇零元一二三四五六七八九十]"
DATE = re.compile(
    rf"{_DAY} ?{_MONTH} ?,? {_YEAR}|{_MONTH} {_DAY} ?,? {_YEAR}|{_HAN_FIGURES}+年{_HAN_FIGURES}+月{_HAN_FIGURES}+日"
)


def find_furniture(sheet: Sheet) -> set[str]:
    """The lines above the masthead's rule, and lone rows at the top and foot."""
    sheet = _upright(sheet)
    entries = sorted(sheet.entries, key=lambda e: e.box.top)
    if len(entries) < FEW:
        return set()
    found = _masthead(entries, sheet) or _title(entries, sheet)
    rest = [e for e in entries if e.line.id not in found]
    if not found:
        found |= _running_head(rest, sheet)
    return found | _foot(rest, sheet)


def _upright(sheet: Sheet) -> Sheet:
    """The sheet as it lies on the table: a running head stands at the top of a vertical page too."""
    if not sheet.turned:
        return sheet

    def stand(box: Box) -> Box:
        return Box(sheet.height - box.bottom, box.left, sheet.height - box.top, box.right)

    return replace(
        sheet,
        entries=tuple(replace(e, box=stand(e.box)) for e in sheet.entries),
        rules=tuple((rule, stand(box)) for rule, box in sheet.rules),
        width=sheet.height,
        height=sheet.width,
    )


def _masthead(entries: list[Entry], sheet: Sheet) -> set[str]:
    """What stands above the lowest wide rule near the top that closes a masthead, rule by rule from the top.

    What is large is a title if it stands highest, and a date or small type with a figure says so; else a headline.
    """
    print_box = Box.around(e.box for e in entries)
    limit = print_box.top + TOP_TITLE * print_box.height
    rules = [b for _, b in sheet.rules if b.bottom <= limit and b.width > b.height]
    wide = [b for b in _whole(rules, PIECES * sheet.line_height) if b.width >= RULE * print_box.width]
    found, above, told = set[str](), list[Entry](), False
    for rule in sorted(wide, key=lambda b: b.top):
        strip = [e for e in entries if e.box.center[1] < rule.top and e not in above]
        tells = any(_tells(e, sheet) for e in strip)
        if above and not tells and not _is_small(strip, sheet):
            break
        above, told = above + strip, told or tells
        title = any(e.line.glyph >= TITLE * sheet.glyph for e in above) and not _has_columns(above, sheet)
        head = rule.bottom <= print_box.top + TOP * print_box.height and len(_rows(above)) <= ROWS
        if (told or _is_small(above, sheet)) and (head or title):
            found = {e.line.id for e in above}
    return found


def _is_small(entries: list[Entry], sheet: Sheet) -> bool:
    return all(e.line.glyph < SMALL * sheet.glyph for e in entries)


def _tells(entry: Entry, sheet: Sheet) -> bool:
    """Whether a line is what stands beside or below a title: a date, or small type with a figure."""
    return bool(DATE.search(entry.text) or (_is_small([entry], sheet) and FIGURES.search(entry.text)))


def _title(entries: list[Entry], sheet: Sheet) -> set[str]:
    """A title without a rule: the one largest line of the page, all else above it small, a date beside it or below."""
    print_box = Box.around(e.box for e in entries)
    title = max(entries, key=lambda e: e.line.glyph)
    others = [e.line.glyph for e in entries if e is not title and not e.box.is_level(title.box)]
    if title.box.bottom > print_box.top + TOP * print_box.height:
        return set()
    if title.line.glyph < max([TITLE * sheet.glyph, *(BIGGEST * other for other in others)]):
        return set()
    above = [e for e in entries if e.box.center[1] < title.box.bottom]
    rows = _rows([e for e in entries if e not in above])[:ROWS]
    if any(e.line.glyph >= SMALL * sheet.glyph for e in above if not e.box.is_level(title.box)):
        return set()
    dated = [i for i, row in enumerate([above, *rows]) if any(DATE.search(e.text) for e in row)]
    head = above + [e for row in rows[: max(dated, default=0)] for e in row]
    return {e.line.id for e in head} if dated and not _has_columns(head, sheet) else set()


def _whole(rules: list[Box], near: float) -> list[Box]:
    """Rules whose worn pieces, side by side and end to end within so many pixels, are one."""
    whole: list[Box] = []
    for rule in sorted(rules, key=lambda b: b.left):
        joined = next((b for b in whole if -near <= rule.left - b.right <= near and b.gap_y(rule) <= near), None)
        if joined is not None:
            whole.remove(joined)
        whole.append(joined.union(rule) if joined is not None else rule)
    return whole


def _has_columns(entries: list[Entry], sheet: Sheet) -> bool:
    """Whether text in body type runs on for many lines: then it is no masthead but an article with a large headline."""
    body = [e for e in entries if e.line.glyph < BODY * sheet.glyph]
    return len(body) > MASTHEAD_LINES


def _rows(entries: list[Entry]) -> list[list[Entry]]:
    rows: list[list[Entry]] = []
    for entry in sorted(entries, key=lambda e: e.box.top):
        if rows and rows[-1][0].box.is_level(entry.box, LEVEL):
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def _running_head(entries: list[Entry], sheet: Sheet) -> set[str]:
    """A first row of small type with a figure in it, set apart from what follows."""
    rows = _rows(entries[:LEADED])
    if len(rows) < 2:
        return set()
    first, *others = rows
    figures = any(FIGURES.search(e.text) for e in first)
    apart = _gap(first, others[0]) >= _leading(others) + APART * sheet.glyph
    return {e.line.id for e in first} if apart and figures and _is_small(first, sheet) else set()


def _foot(entries: list[Entry], sheet: Sheet) -> set[str]:
    """A page number alone in the last row, set apart from what is above."""
    if len(entries) < FEW:
        return set()
    *others, last = sorted(entries, key=lambda e: e.box.bottom)
    alone = all(e.box.overlap_y(last.box) <= BESIDE * last.box.height for e in others)
    apart = _gap(others, [last]) >= _leading(_rows(others[-LEADED:])) + APART * sheet.glyph
    return {last.line.id} if alone and apart and FOLIO.fullmatch(last.text) else set()


def _gap(above: list[Entry], below: list[Entry]) -> int:
    return min(e.box.top for e in below) - max(e.box.bottom for e in above)


def _leading(rows: list[list[Entry]]) -> float:
    """The usual paper between rows; none where they overlap, as those of columns beside each other do."""
    return max(0.0, statistics.median([_gap(*pair) for pair in itertools.pairwise(rows)] or [0]))
