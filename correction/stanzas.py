"""Verse, lists and tables among the paragraphs of an article: marked, so that their line ends stay.

In: paragraphs with one line end between printed lines, and where the lines stand. Out: the same, those that are no
prose with `keeps_lines`; a stanza whose lines stand in by turns, which looks like several paragraphs, is one again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from correction.article import Paragraph
from correction.line_widths import Measured
from correction.verse import is_stanza_part, keeps_lines
from ocr.layout.tables import FIGURE, LEAST_ROWS

LONGEST_PART = 4  # lines of what may be a part of a stanza, at most
LEAST_STANZA = 4  # lines that a stanza of several parts has, at least
ENDED = 0.5  # of a stanza's lines that end a sentence, at most: talk is set in paragraphs of a line each
STANZA_GAP = 1.4  # times the usual distance from line to line: a new stanza
SAME_LENGTH = 2  # different lengths that lines of a Chinese stanza have, at most: 春水绕门来 and 桃花两岸开 have one
_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’»«“)]*$")


def keep_line_ends(
    paragraphs: Sequence[Paragraph], lines: Mapping[str, Measured], language: str
) -> tuple[Paragraph, ...]:
    """Mark paragraphs whose line ends mean something; a paragraph with a line that nobody measured stays."""
    marked = [_marked(paragraph, lines, language) for paragraph in paragraphs]
    # Within prose, whose lines show how wide the column is; then verse that has a column for itself.
    return tuple(_whole(_whole(marked, lines, language, narrow=True), lines, language, narrow=False))


def _whole(
    paragraphs: Sequence[Paragraph], lines: Mapping[str, Measured], language: str, *, narrow: bool
) -> list[Paragraph]:
    """Make the parts of stanzas whole."""
    kept: list[Paragraph] = []
    for may_be, group in groupby(paragraphs, key=lambda p: _may_be_part(p, lines, language, narrow=narrow)):
        parts = list(group)
        kept += _stanzas(parts, lines) if may_be and _is_stanza(parts, lines, language) else parts
    return kept


def _marked(paragraph: Paragraph, lines: Mapping[str, Measured], language: str) -> Paragraph:
    if paragraph.kind != "paragraph" or not all(line in lines for line in paragraph.lines):
        return paragraph
    texts = paragraph.text.split("\n")
    measured = [lines[line] for line in paragraph.lines]
    if len(texts) != len(measured):
        return paragraph
    beside = _beside(texts, measured)
    if beside:
        return replace(paragraph, keeps_lines=True, beside=tuple(paragraph.lines[i] for i in beside))
    return replace(paragraph, keeps_lines=keeps_lines(texts, [each.share for each in measured], language))


def _beside(texts: Sequence[str], lines: Sequence[Measured]) -> list[int]:
    """Lines that stand in one row with the one before, where most rows end in a figure of their own."""
    level = [i for i in range(1, len(lines)) if lines[i - 1].box.is_level(lines[i].box)]
    figures = sum(FIGURE.fullmatch(texts[i].strip()) is not None for i in level)
    rows = len(lines) - len(level)
    return level if figures >= LEAST_ROWS and 2 * figures >= rows else []


def _may_be_part(paragraph: Paragraph, lines: Mapping[str, Measured], language: str, *, narrow: bool) -> bool:
    """Whether a paragraph may be a part of a stanza: a few short lines."""
    texts = paragraph.text.split("\n")
    plain = paragraph.kind == "paragraph" and not paragraph.keeps_lines and len(texts) == len(paragraph.lines)
    if not plain or len(texts) > LONGEST_PART or not all(line in lines for line in paragraph.lines):
        return False
    return is_stanza_part(texts, [lines[line].share for line in paragraph.lines], language, narrow=narrow)


def _is_stanza(parts: Sequence[Paragraph], lines: Mapping[str, Measured], language: str) -> bool:
    texts = [text for part in parts for text in part.text.split("\n")]
    ended = sum(_SENTENCE_END.search(text.rstrip()) is not None for text in texts)
    if len(parts) < 2 or len(texts) < LEAST_STANZA or ended > ENDED * len(texts):
        return False
    if language.startswith("zh") and len({len(text.strip()) for text in texts}) > SAME_LENGTH:
        return False
    return keeps_lines(texts, [lines[line].share for part in parts for line in part.lines], language)


def _stanzas(parts: Sequence[Paragraph], lines: Mapping[str, Measured]) -> Iterator[Paragraph]:
    """The parts as stanzas, cut where there is more paper between two of them."""
    boxes = [lines[line].box for part in parts for line in part.lines]
    usual = median(below.top - above.top for above, below in pairwise(boxes))
    whole: Paragraph | None = None
    for part in parts:
        if whole is not None:
            step = lines[part.lines[0]].box.top - lines[whole.lines[-1]].box.top
            if 0 < step <= STANZA_GAP * usual:
                whole = replace(whole, text=f"{whole.text}\n{part.text}", lines=whole.lines + part.lines)
                continue
            yield whole
        whole = replace(part, keeps_lines=True)
    if whole is not None:
        yield whole
