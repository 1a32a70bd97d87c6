"""Whether PDF/A takes a JPEG 2000 file as it is, told from the boxes of its header.

In: a path. Out: yes or no. PDF/A-2 asks for one, three or four channels of one depth and for colours that it knows.
What has a palette, transparency, or several descriptions of its colours is left to be encoded anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_HEADER_BYTES = 2**20  # of the file, within which its header stands
_CHANNELS = {1: 17, 3: 16}  # with the number by which the standard names their colours: grey, sRGB
_EIGHT_BITS = 7
_ENUMERATED = 1


def is_embeddable(path: Path) -> bool:
    """Whether a file is a JP2 of 8 bits in grey or sRGB and nothing else; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        data = file.read(_HEADER_BYTES)
    if not data.startswith(SIGNATURE):
        return False  # a bare code stream says nothing of its colours
    header = next((body for kind, body in _boxes(data) if kind == b"jp2h"), b"")
    inner = list(_boxes(header))
    size = next((body for kind, body in inner if kind == b"ihdr"), b"")
    colours = [body for kind, body in inner if kind == b"colr"]
    if len(size) < 14 or len(colours) != 1 or any(kind in (b"pclr", b"cdef", b"cmap", b"bpcc") for kind, _ in inner):
        return False
    channels, depth, colour = int.from_bytes(size[8:10], "big"), size[10], colours[0]
    named = int.from_bytes(colour[3:7], "big")
    return depth == _EIGHT_BITS and colour[:1] == bytes((_ENUMERATED,)) and _CHANNELS.get(channels) == named


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each box; a box that says 0 reaches to the end."""
    at = 0
    while at + 8 <= len(data):
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        size = size or len(data) - at
        if size < head:
            return
        yield kind, data[at + head : at + size]
        at += size
