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
PARTS = 3  # of a row below a title: volume, day and price
PIECES = 1.0  # line heights between the pieces of a worn rule
BIGGEST = 1.25  # times the largest headline: a title without a rule
BODY, SMALL = 1.3, 1.6  # times the body glyph: smaller is text; smaller is a running head
LEVEL, BESIDE = 0.4, 0.5  # share of a height that lines of one row have in common; that leaves a folio not alone
APART = 0.8  # glyphs of paper that set a lone row apart
FEW, LEADED = 3, 40  # lines that make no page; lines at its head or foot that show how they are leaded
FIGURES = re.compile(r"\d|[〇一二三四五六七八九十]+[日月年版號号]")
_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
# 12, B4, xiv, XIV, 十二, 第三版: ill. and 再版 are the last word of an article.
FOLIO = re.compile(
    rf"[\W_]*(?:[A-Za-z]?\d{{1,4}}|{_ROMAN}|{_ROMAN.upper()}"
    r"|[〇零一二三四五六七八九十廿卅]{1,4}|第?\W*[A-Za-z]?(?:\d{1,3}|[〇零一二三四五六七八九十廿卅]{1,4})\W*[版页頁])[\W_]*"
)
DATED = 0.5  # of the characters of a line are its date: more than a mention
LONGEST = 12  # characters of a page number with the dashes and points around it
# 11. Juni 1939, 1er mai 1909, October 14, 1926, 民國二十八年四月二十三日.
_DAY, _MONTH, _YEAR = r"(?<!\d)\d{1,2}(?:\.|st|nd|rd|th|er)?", r"[^\W\d]{3,9}\.?", r"(?:1[6-9]|20)\d\d(?!\d)"
_HAN_FIGURES = r"[\d〇零元一二三四五六七八九十]"
DATE = re.compile(
    rf"{_DAY} ?{_MONTH} ?,? {_YEAR}|{_MONTH} {_DAY} ?,? {_YEAR}|{_HAN_FIGURES}+年{_HAN_FIGURES}+月{_HAN_FIGURES}+日"
)
# Alone in a line of a masthead: 1780, Nro. 78., 第一二三號.
ISSUE = re.compile(rf"\W*(?:(?:№|N(?:ro?|[o°º])\.?) ?\d{{1,5}}|{_YEAR}|第{_HAN_FIGURES}+[號号期])\W*")


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

    What is large is a title if it stands highest, or below small type, and its date says so; else it is a headline.
    """
    print_box = Box.around(e.box for e in entries)
    found, above, told = set[str](), list[Entry](), False
    strips = _strips(entries, sheet)
    for (rule, strip), (_, below) in itertools.pairwise([*strips, (print_box, [])]):
        rest = [e for e in entries if e not in strip]
        tells = _tells(strip, sheet) or _is_title(strip, below, [] if above else rest, sheet)
        if above and not tells and not _is_small(strip, sheet):
            break
        above, told = above + strip, told or tells
        title = any(_is_large(e, sheet) for e in above) and not _has_columns(above, sheet)
        head = rule.bottom <= print_box.top + TOP * print_box.height and len(_rows(above)) <= ROWS
        if (told or _is_small(above, sheet)) and (head or title):
            found = {e.line.id for e in above}
    return found


def _strips(entries: list[Entry], sheet: Sheet) -> list[tuple[Box, list[Entry]]]:
    """The wide rules near the top, each with what stands between it and the one above; not those with nothing."""
    print_box = Box.around(e.box for e in entries)
    limit = print_box.top + TOP_TITLE * print_box.height
    rules = [b for _, b in sheet.rules if b.bottom <= limit and b.width > b.height]
    wide = [b for b in _whole(rules, PIECES * sheet.line_height) if b.width >= RULE * print_box.width]
    strips, top = list[tuple[Box, list[Entry]]](), float("-inf")
    for rule in sorted(wide, key=lambda b: b.top):
        strips.append((rule, [e for e in entries if top <= e.box.center[1] < rule.top]))
        top = rule.top
    return [(rule, strip) for rule, strip in strips if strip]


def _is_small(entries: list[Entry], sheet: Sheet) -> bool:
    return all(e.line.glyph < SMALL * sheet.glyph for e in entries)


def _is_large(entry: Entry, sheet: Sheet) -> bool:
    return entry.line.glyph >= TITLE * sheet.glyph


def _has_date(entries: list[Entry]) -> bool:
    return any(DATE.search(e.text) for e in entries)


def _tells(strip: list[Entry], sheet: Sheet) -> bool:
    """Whether a strip says that it has a title or is below one: by its date or issue, or any figure if all is small.

    Small type of many rows may be an article: there the date is the better part of a line.
    """
    if any(ISSUE.fullmatch(e.text) for e in strip):
        return True
    if not _is_small(strip, sheet):
        return _has_date(strip) or _has_ears(strip, sheet)
    if len(_rows(strip)) > ROWS:
        return any(len(date[0]) >= DATED * len(e.text) for e in strip if (date := DATE.search(e.text)))
    return any(FIGURES.search(e.text) for e in strip)


def _has_ears(strip: list[Entry], sheet: Sheet) -> bool:
    """Whether small type stands on both sides of the largest line, with a figure: the day and the page, the price."""
    title = max(strip, key=lambda e: e.line.glyph).box
    ears = [e for e in strip if e.box.is_level(title) and _is_small([e], sheet)]
    both = any(e.box.right <= title.left for e in ears) and any(e.box.left >= title.right for e in ears)
    return both and any(FIGURES.search(e.text) for e in ears)


def _is_title(strip: list[Entry], below: list[Entry], rest: list[Entry], sheet: Sheet) -> bool:
    """Whether a strip has a title above a strip with its date, or is one above a row of small type.

    Without a date it must be the largest of all, and alone unless the row has many parts: `rest` is the rest of a page
    that begins with the strip.
    """
    title = max(strip, key=lambda e: e.line.glyph)
    if not below or not _is_large(title, sheet):
        return False
    alone = all(e is title or e.box.is_level(title.box) for e in strip)
    largest = bool(rest) and all(title.line.glyph >= BIGGEST * e.line.glyph for e in rest)
    row = len(_rows(below)) == 1 and _is_small(below, sheet) and (alone or len(below) >= PARTS)
    return (_has_date(below) and len(_rows(below)) <= ROWS) or (largest and row)


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
    dated = [i for i, row in enumerate([above, *rows]) if _has_date(row)]
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
    return {last.line.id} if alone and apart and _is_folio(last.text.strip()) else set()


def _is_folio(text: str) -> bool:
    return len(text) <= LONGEST and bool(FOLIO.fullmatch(text))


def _gap(above: list[Entry], below: list[Entry]) -> int:
    return min(e.box.top for e in below) - max(e.box.bottom for e in above)


def _leading(rows: list[list[Entry]]) -> float:
    """The usual paper between rows; none where they overlap, as those of columns beside each other do."""
    return max(0.0, statistics.median([_gap(*pair) for pair in itertools.pairwise(rows)] or [0]))
