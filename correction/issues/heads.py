"""The heads of a project's pages, under what persons corrected.

In: a project and pages. Out: their mastheads, and the sketches of their texts where pages are to be compared. A page
that cannot be loaded is told, and the others are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from correction.issues.masthead import Masthead, read_masthead
from correction.issues.twins import sketch
from correction.proof import proved
from correction.store import Project
from ocr.errors import ProjectError


@dataclass(frozen=True, slots=True)
class Heads:
    """What was read of pages, by their ids; `failed` says why of those that could not be loaded."""

    mastheads: dict[str, Masthead]
    sketches: dict[str, frozenset[int]]
    failed: dict[str, ProjectError]


def read_heads(
    project: Project, pages: Sequence[str], told: Callable[[], None] = lambda: None, sketched: bool = False
) -> Heads:
    """Read the heads of pages that were read; `told` is called for each page.

    With `sketched` their texts are sketched, too, which takes some kilobytes a page.
    """
    heads = Heads({}, {}, {})
    for page_id in pages:
        told()
        try:
            proof = proved(project, page_id)
        except ProjectError as error:
            heads.failed[page_id] = error
            continue
        page, texts = proof.page, proof.texts
        heads.mastheads[page_id] = read_masthead(page, texts)
        if sketched:
            heads.sketches[page_id] = sketch(texts.get(line.id, page.text_of(line.id)) for line in page.lines)
    return heads
