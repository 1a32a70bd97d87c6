"""Making changed pages ready for search, as a terminal shows it.

In: a project. Out: its passages, up to date. Whoever reads many pages does it at the end, for the first search after
them would have to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from correction.search import refresh
from ocr.events import CancelToken, Event

if TYPE_CHECKING:
    from correction.progress import Terminal
    from correction.store import Project


def file_passages(project: Project, terminal: Terminal, cancel: CancelToken) -> None:
    """Make the passages of all pages that changed; after `cancel` the rest is left to the next search."""
    total = len(project.stale())
    if not total:
        return
    terminal.turn_to(f"pages to make ready for search: {total}", total)
    done = refresh(project, lambda done: terminal(Event("page_done", done, max(done, total))), cancel)
    if cancel.cancelled and done < total:
        terminal.say(f"galley: pages left to the next search: {total - done}")
