"""What XML takes: names for ids, each given once in a document, and characters.

In: a thing's own id; a text. Out: the same wherever XML allows it, else an id made from it, a text without the rest.
"""

from __future__ import annotations

import re

from ocr.page import new_id

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """A text without the characters that XML forbids."""
    if text.isascii() and text.isprintable():
        return text
    return _ILLEGAL.sub("", text)


def is_name(text: str) -> bool:
    """Whether a text can be an id in XML; of letters only those of ASCII are taken.

    >>> is_name("l_3f0d"), is_name("3f0d"), is_name("")
    (True, False, False)
    """
    return _NAME.fullmatch(text) is not None


def free_name(wanted: str, taken: set[str], *made_of: str) -> str:
    """Note a name as taken and give it: the one that is wanted, if XML takes it and it is free, else a new one.

    `made_of` is what new ones are made of, a plain word first.
    """
    name, count = wanted, 0
    while name in taken or not is_name(name):
        name, count = new_id(*made_of, count), count + 1
    taken.add(name)
    return name


class XmlNames:
    """The ids of one document; a name that XML cannot take, or that another thing has, gives way to a new one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._names: dict[tuple[str, str, str], str] = {}

    def of(self, kind: str, wanted: str, within: str = "") -> str:
        """The id of a thing, the same each time; `kind` is a plain word, `within` what else has such a thing."""
        key = kind, wanted, within
        if key not in self._names:
            self._names[key] = free_name(wanted, self._taken, *key)
        return self._names[key]
