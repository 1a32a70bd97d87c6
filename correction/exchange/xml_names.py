"""Names that XML takes as ids, each given once in a document.

In: a thing's own id. Out: the same wherever XML allows it, else one made from it.
"""

from __future__ import annotations

import re

from ocr.page import new_id

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


class XmlNames:
    """The ids of one document; a name that XML cannot take, or that another thing has, gives way to a new one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._names: dict[tuple[str, str, str], str] = {}

    def of(self, kind: str, wanted: str, within: str = "") -> str:
        """The id of a thing, the same each time; `kind` is a plain word, `within` what else has such a thing."""
        key = kind, wanted, within
        if key not in self._names:
            name, count = wanted, 0
            while name in self._taken or not _NAME.fullmatch(name):
                name, count = new_id(kind, wanted, within, count), count + 1
            self._taken.add(name)
            self._names[key] = name
        return self._names[key]
