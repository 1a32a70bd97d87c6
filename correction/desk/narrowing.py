"""Where words cannot be, told by the search index, so that a project is not gone through letter by letter.

In: a project, words. Out: by page, the lines that may be left out. The index knows what stands in articles; what it
does not know, such as the heads of pages, and pages that changed since it was made, is looked at.
"""

from __future__ import annotations

from collections.abc import Callable

from correction.search import parse
from correction.store import Project

AT_ONCE = 500  # passages
MOST = 5000  # beyond so many the words are nearly everywhere, and the index saves nothing

Left = Callable[[str], frozenset[str]]


def narrow(project: Project, words: str) -> Left:
    """What says of a page which of its lines cannot have the words."""
    answers: set[str] = set()
    wanted = parse(f'"{words}"')
    for offset in range(0, MOST + 1, AT_ONCE):
        found = project.find(wanted, AT_ONCE, offset)
        answers |= {each.passage.page for each in found}
        if len(found) < AT_ONCE:
            break
    else:
        return lambda _: frozenset()
    looked = answers | {page for page, _ in project.stale()}

    def left_out(page: str) -> frozenset[str]:
        if page in looked:
            return frozenset()
        return frozenset(line for passage in project.passages(page) for line, _ in passage.lines)

    return left_out
