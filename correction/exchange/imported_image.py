"""Which part of an image file an imported page shows.

In: an image, and what the page's file says of it. Out: a `Source` and its size in pixels. A page of Galley's may be a
frame of its scan, a half of it, or turned; a picture of just that page may be at hand instead.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ocr.errors import InputError
from ocr.ingest import frame_sizes
from ocr.page import Source

Size = tuple[int, int]


def pictured(image: Path, said: Source | None, size: Size | None) -> tuple[Source, Size]:
    """The source of a page of `size`, and the size of what it shows; `said` is where its file says that it is.

    What the file says of frame, half and turn counts for the scan of that checksum, and for another image that is no
    picture of the page alone. Raises InputError for a frame that the image has not.
    """
    with image.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    sizes = frame_sizes(image)
    alone = said is None or (digest != said.sha256 and sizes[:1] == [size] and len(sizes) == 1)
    if said is None or alone:
        return Source(str(image), digest), sizes[0]
    if said.frame >= len(sizes):
        raise InputError(f"{image} has no frame {said.frame + 1}, which its page names", "give the right image")
    width, height = sizes[said.frame]
    crop = said.crop if said.crop and said.crop.right <= width and said.crop.bottom <= height else None
    if crop:
        width, height = crop.width, crop.height
    if said.turn in (90, 270):
        width, height = height, width
    return Source(str(image), digest, said.frame, crop, said.turn), (width, height)
