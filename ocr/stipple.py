"""The dots of a printing screen or of a stippled drawing are no lines, however many there are.

In: the `View` of a page. Out: the same with lines that are worth reading, and a note where any were left out. Without
this a sheet of dots, each found as a line, would be read for hours.
"""

from __future__ import annotations

from dataclasses import replace

from ocr.layout.crowd import CROWDED
from ocr.layout.lines import FoundLine
from ocr.upright import View, read_sample, surely_read

LONE = 1.4  # glyphs of the longer side: one mark; a figure with its neighbour has 1.5 and more
SAMPLED = 24  # lines read of a page that is still crowded
LETTERS = 24  # that print gives in such a sample at least
SURE = 0.5  # mean confidence of print; dots were read with 0.1-0.35
DOTS = "{} of {} marks on this page are single dots, as of a screened picture, and were not read"
NO_PRINT = "{} lines were found, and a sample of {} gave no text: taken for a picture or dirt, and not read"


def without_dots(seen: View) -> tuple[View, tuple[str, ...]]:
    """Leave single marks out of a page that has more lines than print can have, and all of them if it has no print."""
    found = seen.found.lines
    if len(found) <= CROWDED:
        return seen, ()
    kept = tuple(line for line in found if not _is_lone(line, seen.found.glyph))
    notes = [DOTS.format(len(found) - len(kept), len(found))] if len(kept) < len(found) else []
    seen = replace(seen, found=replace(seen.found, lines=kept))
    if len(kept) > CROWDED and not surely_read(read_sample(seen, SAMPLED), SURE, LETTERS):
        notes.append(NO_PRINT.format(len(kept), SAMPLED))
        seen = replace(seen, found=replace(seen.found, lines=()))
    return seen, tuple(notes)


def _is_lone(line: FoundLine, glyph: float) -> bool:
    return max(line.box.width, line.box.height) <= LONE * glyph
