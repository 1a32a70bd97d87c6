"""A page's text from a plain text file, laid over the lines that an engine read on its image.

In: a `Page` with the boxes of its lines and what an engine read in them, and a text: a printed line in each of its
lines, or paragraphs without the print's line ends. Out: the page with a second reading, engine `text`, that says of
each line what the text says there, and is the base. Both are aligned letter by letter as a whole (Levenshtein), so
that neither misreadings nor other line ends lead astray; what stands in another order is found by likeness.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from correction.exchange.letters import is_wide
from correction.exchange.printed import print_words
from correction.exchange.text_lines import Laid, lay_lines
from ocr.page import LineText, Page, Reading, TextLine, Word, new_id

ENGINE = "text"
SHOWN = 40  # letters of a lost piece that a note shows


def lay_text(page: Page, text: str) -> Page:
    """Lay a text over a page that an engine has read; the engine's reading stays beside it.

    Words get their boxes from those that were read. Text that finds no line stands at the line before it, and notes
    tell of it, and of lines that the text lacks.
    """
    lines = [line for line in page.lines if page.text_of(line.id).strip()]
    wanted = _clean(text)
    if not lines or not wanted:
        lost = (f"nothing of the text was laid on the page, which has no line that was read: {_show(wanted)}",)
        return replace(page, notes=(*page.notes, *(lost if wanted else ())))
    laid = lay_lines([page.text_of(line.id) for line in lines], wanted)
    said = {line.id: told for line, told in zip(lines, laid.texts, strict=True) if told}
    reading = _reading(page, lines, said, text)
    notes = (*page.notes, *_notes(laid, len(lines) - len(said)))
    return replace(page, readings=(*page.readings, reading), base=reading.id, notes=notes)


def _reading(page: Page, lines: Sequence[TextLine], said: Mapping[str, str], text: str) -> Reading:
    base = page.base_reading
    read = base.lines if base else {}
    texts = {line.id: _worded(line, read[line.id], said[line.id]) for line in lines if line.id in said}
    return Reading(new_id("rd", page.id, ENGINE, text), ENGINE, "", "", texts)


def _worded(line: TextLine, read: LineText, text: str) -> LineText:
    words = tuple(Word(word.text, word.box) for word in print_words(line, read, text))
    return LineText(text, None, words)


def _clean(text: str) -> str:
    """The lines of a text that say something, each with single spaces."""
    lines = [" ".join(line.split()) for line in text.replace("\ufeff", "").splitlines()]
    whole = "\n".join(line for line in lines if line)
    # NFC would replace Han characters of the compatibility area.
    return whole if any(is_wide(letter) for letter in whole) else unicodedata.normalize("NFC", whole)


def _notes(laid: Laid, silent: int) -> Iterable[str]:
    if laid.strays:
        shown = "; ".join(_show(piece) for piece in laid.strays[:3])
        yield f"pieces of the text that found no line and stand at a neighbouring one: {len(laid.strays)} ({shown})"
    if silent:
        yield f"lines of the page that the text does not have: {silent}"


def _show(text: str) -> str:
    line = text.replace("\n", " ")
    return f"“{line[:SHOWN]}…”" if len(line) > SHOWN else f"“{line}”"
