"""The ids of an ALTO file that is written.

In: a page and the file that it was imported from, if any. Out: XML ids, each given once. Blocks and lines have the id
that the imported file gives them, where only they have it there: issues refer to them by it.
"""

from __future__ import annotations

from correction.exchange.alto.original import Imported
from correction.exchange.xml_names import free_name
from ocr.page import Page

_WHOLE = frozenset({"a", "w", "sp", "space"})  # kinds whose things have ids of their own, as Galley or a file gave them


class AltoIds:
    """Gives ids by kind and name; a name that XML cannot take, or that is taken, gives way to a new one."""

    def __init__(self, page: Page, imported: Imported | None) -> None:
        self._taken: set[str] = set()
        self._names: dict[tuple[str, str], str] = {}
        was = imported.name_of(imported.laid.element) if imported else None
        self.page = self._give("p", page.id, was or page.id)
        # Blocks and lines come first so that made-up ids of groups and tags never take theirs.
        for kind, wanted in (
            *(("r", region.id) for region in page.regions),
            *(("i", picture.id) for picture in page.pictures),
            *(("s", separator.id) for separator in page.separators),
        ):
            block = imported.blocks.get(wanted) if imported else None
            old = imported.name_of(block.element) if imported and block else None
            self._give(kind, wanted, old or wanted)
        for line in page.lines:
            found = imported.lines.get(line.id) if imported else None
            old = imported.name_of(found.element) if imported and found else None
            self._give("l", line.id, old or line.id)

        for item in page.items:
            tag = imported.tags.get(item.id) if imported else None
            old = imported.name_of(tag) if imported and tag is not None else None
            if old:
                self._give("a", item.id, old)

    def of(self, kind: str, wanted: str) -> str:
        """The id of a thing, the same at each call."""
        return self._names.get((kind, wanted)) or self._give(kind, wanted, self._first(kind, wanted))

    def _first(self, kind: str, wanted: str) -> str:
        return wanted if kind in _WHOLE else f"{kind}_{wanted}"

    def _give(self, kind: str, wanted: str, first: str) -> str:
        name = self._names[kind, wanted] = free_name(first, self._taken, kind, wanted)
        return name
