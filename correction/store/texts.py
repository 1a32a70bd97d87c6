"""Pages for their texts only: without the places and chances of characters, which are most of what is stored.

In: a page's id. Out: the page with one reading, of bare texts; some times faster than `load_page`.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec
from sqlalchemy import Engine, LargeBinary, cast, select

from correction.store.connection import transaction
from correction.store.documents import damage, decode
from correction.store.tables import layouts, readings
from ocr.errors import ProjectError
from ocr.page import LineText, Page, Reading


class _Text(msgspec.Struct):
    text: str
    confidence: float | None = None


class _Reading(msgspec.Struct):
    """The part of a stored reading that says what stands there."""

    engine: str
    model: str
    version: str
    lines: dict[str, _Text]
    run: str = ""


class PlainTexts:
    """The part of a project that gives texts."""

    _engine: Engine

    def load_texts(self, page_id: str) -> Page:
        """A page that was read, with no more than the texts of its base reading."""
        with transaction(self._engine) as connection:
            layout = connection.scalar(select(layouts.c.document).where(layouts.c.page == page_id))
            if layout is None:
                raise ProjectError(f"page {page_id} was not read", "read it: galley ocr")
            page = decode(layout, Page, page_id)
            # As bytes, which SQLite has anyway and the decoder wants: most of the time went into the string between.
            bare = connection.dialect.name == "sqlite"
            column = cast(readings.c.document, LargeBinary) if bare else readings.c.document
            document = connection.scalar(select(column).where(readings.c.page == page_id, readings.c.id == page.base))
        if document is None:
            if page.lines and page.base:
                raise damage(page_id, "the reading that it builds on")
            return page
        base = decode(document, _Reading, page_id)
        texts = {line: LineText(each.text, each.confidence) for line, each in base.lines.items()}
        reading = Reading(page.base, base.engine, base.model, base.version, texts, run=base.run)
        return replace(page, readings=(reading,))
