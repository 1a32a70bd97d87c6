"""What a page was read with, in one short word: pages with the same word need not be read again.

In: settings as a person gave them. Out: a digest of these, of the engines' versions and of the bytes of their models.
What Galley itself does between two of its versions is not part of it: a run tells its version anyway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

from ocr.settings import PageSettings


def fingerprint(settings: PageSettings) -> str:
    """12 hex digits that are the same for settings, engines and models that read alike."""
    # The folder's bytes count, not its name; a run's id says nothing of how it reads.
    said = asdict(replace(settings, tessdata=None, run=""))
    words = [*(f"{name}={value}" for name, value in sorted(said.items())), f"rapidocr={version('rapidocr')}"]
    if settings.engine != "rapidocr":
        words += _tesseract(settings)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:12]


def _tesseract(settings: PageSettings) -> Iterator[str]:
    """Tesseract's version and its models, where it is installed."""
    from ocr.engines.tesseract import PACKAGES, Tesseract, own_folder

    yield f"tesseract={Tesseract().version()}"
    folders = [folder for folder in (settings.tessdata, own_folder()) if folder]
    for name in sorted(settings.models or PACKAGES):
        places = (folder / f"{each}.traineddata" for folder in folders for each in (name, f"script/{name}"))
        if file := next((place for place in places if place.is_file()), None):
            yield f"{name}={_digest(file)}"


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return "unreadable"
