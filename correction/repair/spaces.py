"""White space that says nothing: around lines, and more than one space between words.

In: a passage. Out: edits that leave single spaces; a wide space within Chinese stays wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from correction.repair.passage import SPACES, Edit, Passage

_RUN = re.compile(rf"[{SPACES}]+")


def collapse_spaces(passage: Passage) -> Iterator[Edit]:
    """Take away the spaces at both ends of each printed line, and make every run within it one."""
    text = passage.text
    for run in _RUN.finditer(text):
        start, end = run.span()
        if start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n":
            yield Edit(start, end, "", "white space at the edge of a line")
            continue
        one = "\u3000" if "\u3000" in run[0] else " "
        if run[0] != one:
            yield Edit(start, end, one, "several spaces between two words")
