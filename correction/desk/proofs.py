"""What repair does on a page while somebody works on it: line ends decided, gaps mended, each with its reason.

In: a page's id. Out: a `ProofView`: what repair did at each line, with the decision that would turn it. Proving
takes a second or two, so it is kept until something on the page is decided.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import msgspec

from correction.article import Change, Hyphen
from correction.desk.desk import PAGES_KEPT, Desk
from correction.proof import prove
from correction.store import Project
from correction.turning import turned


class Repaired(msgspec.Struct, frozen=True):
    """What repair did at a line end or within a line, or offers to do (`applied` False).

    `kind` and `turn` are the kind and value of the decision that makes it its opposite; `by` is the person who settled
    it, None for Galley.
    """

    id: str
    line: str
    kind: str
    turn: str
    before: str
    after: str
    reason: str
    applied: bool
    by: str | None = None


class ProofView(msgspec.Struct, frozen=True):
    """What repair did on a page that has so many decisions."""

    version: int
    repaired: tuple[Repaired, ...]


class Proofs:
    """The proofs of the pages at hand, the last of each page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: OrderedDict[str, ProofView] = OrderedDict()
        self._lock = Lock()  # one at a time: a proof takes a core
        self._asked = ""

    def of(self, page_id: str) -> ProofView | None:
        """What is made of a page now; None when another page was asked for meanwhile. Raises as `prove` does."""
        self._asked = page_id
        with self._lock:
            version = self._desk.sit(page_id).version
            kept = self._kept.get(page_id)
            if kept and kept.version == version:
                return kept
            if self._asked != page_id:
                return None
            made = self._desk.background.do(proof_of, page_id)
            self._kept[page_id] = made
            while len(self._kept) > PAGES_KEPT:
                self._kept.popitem(last=False)
            return made


def proof_of(project: Project, page_id: str) -> ProofView:
    """The proof of a page, worked out."""
    version = len(project.decisions(page_id))
    articles = prove(project, [page_id]).articles
    hyphens = [_repaired(hyphen) for article in articles for hyphen in article.hyphens]
    changes = [_repaired(change) for article in articles for change in article.changes]
    return ProofView(version, (*hyphens, *changes))


def _repaired(entry: Hyphen | Change) -> Repaired:
    kind, turn = turned(entry)
    if isinstance(entry, Change):
        return Repaired(
            entry.id, entry.line, kind, turn, entry.before, entry.after, entry.reason, entry.applied, entry.by
        )
    printed = f"{entry.left}{entry.mark}\n{entry.right}"
    applied = entry.decision != "offer"
    return Repaired(entry.id, entry.line, kind, turn, printed, entry.form, entry.reason, applied, entry.by)
