r"""Text as it came, made fit to be cut into lines: one kind of line end, nothing that is no character.

In: any text, lone surrogates included. Out: text with `\n` between lines and `\f` between pages. Only control
characters go, which print nothing; every other character stays.
"""

from __future__ import annotations

import re
import unicodedata

# Carriage return, vertical tab, next line, line and paragraph separator: as good as a line feed.
_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
# Controls but tab, line feed and form feed; those of 0x80-0x9f stay, for they are misread quotation marks.
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# UAX #15, Stream-Safe Text Format: no word has more than 30 marks on one letter; ordering longer runs takes
# quadratic time.
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_DEEP = re.compile(rf"([{_MARKS}]{{31,}})")


def clean_text(text: str) -> str:
    r"""Give a text with `\n` at every line end, without its mark and without control characters.

    >>> clean_text("\ufeffa\r\nb\rc\u2028d\0")
    'a\nb\nc\nd'
    """
    cleaned = _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", cleaned))


def compose(text: str) -> str:
    """Latin text in NFC, by the design; runs of more than thirty marks on one letter stay as they are.

    >>> compose("Zu\u0308rich")
    'Zürich'
    """
    if text.isascii():
        return text
    parts = _DEEP.split(text)
    return "".join(part if i % 2 else unicodedata.normalize("NFC", part) for i, part in enumerate(parts))
