"""PDF as a file: objects written one after the other, so that none has to be held until the end.

In: objects as Python values. Out: a PDF 1.7 file with compressed objects and a cross-reference stream. Libraries for
PDF keep the streams of a document in memory until it is saved, which an issue of large scans does not allow.
"""

from __future__ import annotations

import hashlib
import io
import math
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, TypeAlias

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # four bytes above 127: PDF/A asks for them
PACKED = 200  # objects in one object stream
CHUNK = 2**20
_OFFSET, _INDEX = 5, 2  # bytes of a cross-reference: files up to a terabyte
_ID_BYTES = 16
_PLAIN = re.compile(r"[\x20-\x7e]*")
_ESCAPED = re.compile(r"[()\\]")


class Name(str):
    """A PDF name, without its slash; ASCII letters, digits and a few marks only."""

    __slots__ = ()


class Ref(int):
    """The number of an object."""

    __slots__ = ()


Value: TypeAlias = "bool | int | float | str | bytes | Sequence[Value] | Mapping[str, Value] | None"
Entries: TypeAlias = Mapping[str, Value]


def written(value: Value) -> str:
    r"""A value in PDF's syntax; text beyond ASCII becomes UTF-16, bytes become hexadecimal.

    >>> written({"Type": Name("Page"), "Kids": [Ref(3), 1.50], "T": "a(b", "U": "ſ"})
    '<</Type/Page/Kids[3 0 R 1.5]/T(a\\(b)/U<FEFF017F>>>'
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Ref():
            return f"{int(value)} 0 R"
        case int():
            return str(value)
        case float():
            return number(value)
        case Name():
            return f"/{value}"
        case str():
            return _text(value)
        case bytes():
            return f"<{value.hex().upper()}>"
        case Mapping():
            return f"<<{''.join(f'/{key}{_apart(written(each))}' for key, each in value.items())}>>"
    return f"[{' '.join(map(written, value))}]"


def number(value: float) -> str:
    """A real number as PDF writes it: no exponent, at most four decimals.

    >>> number(12.0), number(-0.00001), number(1e-2)
    ('12', '0', '0.01')
    """
    text = f"{value if math.isfinite(value) else 0.0:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _apart(text: str) -> str:
    """What stands after a key, with the blank that it needs."""
    return text if text[0] in "/[<(" else f" {text}"


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return f"({_ESCAPED.sub(lambda m: chr(92) + m[0], text)})"
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


class PdfFile:
    """A PDF on its way into a stream that only grows; `finish` closes it, and gives the same ID for the same bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = 0
        self._digest = hashlib.sha256()
        self._places: list[tuple[int, int, int]] = [(0, 0, 0)]  # kind, offset or object stream, index there
        self._waiting: list[tuple[Ref, bytes]] = []
        self._write(HEADER)

    def reserve(self) -> Ref:
        """A number for an object that is written later."""
        self._places.append((0, 0, 0))
        return Ref(len(self._places) - 1)

    def add(self, value: Value, ref: Ref | None = None) -> Ref:
        """Write an object, under a number that was reserved if one is given."""
        ref = self.reserve() if ref is None else ref
        self._waiting.append((ref, written(value).encode("ascii")))
        if len(self._waiting) >= PACKED:
            self._pack()
        return ref

    def add_stream(self, entries: Entries, data: bytes | Path, ref: Ref | None = None) -> Ref:
        """Write a stream as it is; a file's bytes go through memory in pieces."""
        ref = self.reserve() if ref is None else ref
        size = data.stat().st_size if isinstance(data, Path) else len(data)
        self._places[ref] = (1, self._size, 0)
        self._write(f"{int(ref)} 0 obj\n{written({**entries, 'Length': size})}\nstream\n".encode("ascii"))
        with data.open("rb") if isinstance(data, Path) else io.BytesIO(data) as source:
            while chunk := source.read(CHUNK):
                self._write(chunk)
        self._write(b"\nendstream\nendobj\n")
        return ref

    def add_packed(self, entries: Entries, data: bytes, ref: Ref | None = None) -> Ref:
        """Compress a stream and write it."""
        return self.add_stream({**entries, "Filter": Name("FlateDecode")}, zlib.compress(data), ref)

    def finish(self, root: Ref, info: Ref) -> None:
        """Write what is left, the table of all objects, and the end."""
        if self._waiting:
            self._pack()
        identity = self._digest.digest()[:_ID_BYTES]
        ref, start = self.reserve(), self._size
        self._places[ref] = (1, start, 0)
        table = b"".join(
            bytes((kind,)) + place.to_bytes(_OFFSET, "big") + index.to_bytes(_INDEX, "big")
            for kind, place, index in self._places
        )
        entries: dict[str, Value] = {"Type": Name("XRef"), "Size": len(self._places), "W": [1, _OFFSET, _INDEX]}
        self.add_packed({**entries, "Root": root, "Info": info, "ID": [identity, identity]}, table, ref)
        self._write(f"startxref\n{start}\n%%EOF\n".encode("ascii"))

    def _pack(self) -> None:
        """Write the objects that wait into one object stream."""
        ref, waiting = self.reserve(), self._waiting
        self._waiting = []
        offsets, at = [], 0
        for index, (each, data) in enumerate(waiting):
            self._places[each] = (2, ref, index)
            offsets.append(f"{int(each)} {at}")
            at += len(data) + 1
        head = " ".join(offsets).encode("ascii") + b"\n"
        body = b"\n".join(data for _, data in waiting)
        self.add_packed({"Type": Name("ObjStm"), "N": len(waiting), "First": len(head)}, head + body, ref)

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._size += len(data)
        self._digest.update(data)
