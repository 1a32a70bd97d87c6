"""How many frames a TIFF holds, by its own chain of directories.

In: a path. Out: a count, and whether the chain comes to its end. Pillow ends the chain in silence where a file breaks
off within a directory. The layout is that of TIFF 6.0 (Adobe 1992) and of BigTIFF.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO

BYTE_ORDER = {b"II": "<", b"MM": ">"}
# By the number in the header: where the first offset stands, and the formats of counts and offsets, bytes of an entry.
LAYOUT = {42: (4, "H", "I", 12), 43: (8, "Q", "Q", 20)}
MOST = 100_000  # directories; a longer chain is damage, as one that leads back is


def count_directories(path: Path) -> tuple[int, bool]:
    """The directories that are there as a whole, and whether none is missing; (0, False) for no TIFF at all.

    Raises OSError when the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(4)
        order = BYTE_ORDER.get(head[:2], "")
        if not order or len(head) < 4:
            return 0, False
        number = max(head[2:])  # some programs write it in the other byte order
        if number not in LAYOUT or min(head[2:]):
            return 0, False
        return _walk(file, order, *LAYOUT[number])


def _walk(file: BinaryIO, order: str, start: int, count: str, offset: str, entry: int) -> tuple[int, bool]:
    size = os.fstat(file.fileno()).st_size
    seen: set[int] = set()
    place = _number(file, start, order + offset)
    while place and place not in seen and len(seen) < MOST:
        entries = _number(file, place, order + count) if place < size else None
        end = place + struct.calcsize(order + count) + (entries or 0) * entry
        if not entries or end > size:
            return len(seen), False
        seen.add(place)
        following = _number(file, end, order + offset)
        if following is None:  # cut within the pointer, or written without one: nothing, or zeros, say that it was last
            file.seek(end)
            return len(seen), not any(file.read())
        place = following
    return len(seen), place == 0


def _number(file: BinaryIO, place: int, kind: str) -> int | None:
    """A whole number at a place of the file; None where the file ends before."""
    file.seek(place)
    content = file.read(struct.calcsize(kind))
    return int(struct.unpack(kind, content)[0]) if len(content) == struct.calcsize(kind) else None
