"""Tesseract through pytesseract: the lines of a page in one call of the program.

In: a prepared grey image and its lines. Out: a text per line with word boxes. The line images go to the program
as one list file, because starting it costs more than reading a line.
"""

from __future__ import annotations

import csv
import os
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

# One thread per process: Tesseract's own threads slow each other down many times over.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import pytesseract
from PIL import Image

from ocr.engines import EngineSettings, GreyImage, LineImage
from ocr.engines.crops import Crop, crop_lines
from ocr.errors import EngineError
from ocr.page import Box, LineText, Word

LINE_HEIGHT = 48  # pixels a line image is brought to: what the models were trained near
SECONDS_A_LINE = 5.0  # a call that takes longer hangs, and is ended
INSTALL = "install it, for instance: apt-get install tesseract-ocr {package}"
PACKAGES = {
    "Fraktur": "tesseract-ocr-script-frak",
    "chi_sim": "tesseract-ocr-chi-sim",
    "chi_sim_vert": "tesseract-ocr-chi-sim-vert",
    "chi_tra_vert": "tesseract-ocr-chi-tra-vert",
    "chi_tra": "tesseract-ocr-chi-tra",
    "eng": "tesseract-ocr-eng",
    "deu": "tesseract-ocr-deu",
    "fra": "tesseract-ocr-fra",
}
LATIN = {"en": "eng", "de": "deu", "fr": "fra"}
HAN = {"zh": "chi_sim", "zh-Hant": "chi_tra"}


class Tesseract:
    """The engine of the same name, a program of the system."""

    name = "tesseract"

    def model(self, settings: EngineSettings) -> str:
        """The traineddata for a script and language; raises EngineError with what to install."""
        wanted = _model(settings)
        package = PACKAGES.get(wanted, "tesseract-ocr-eng")
        installed = _languages(str(settings.tessdata or ""), package)
        for name in (wanted, f"script/{wanted}"):
            if name in installed:
                return name
        place = f" in {settings.tessdata}" if settings.tessdata else ""
        remedy = f"put {wanted}.traineddata there" if place else INSTALL.format(package=package)
        raise EngineError(f"Tesseract has no model {wanted}{place}", remedy)

    def version(self) -> str:
        """The program's version."""
        return _version()

    def read(self, image: GreyImage, lines: Sequence[LineImage], settings: EngineSettings) -> list[LineText]:
        """Read the lines; one that gives no words has an empty text."""
        model = self.model(settings)
        texts = [LineText("") for _ in lines]
        with tempfile.TemporaryDirectory(prefix="galley-") as folder:
            crops = crop_lines(image, lines, LINE_HEIGHT)
            listed = _write(Path(folder), crops)
            if not listed:
                return texts
            table = _run(Path(folder) / "list.txt", model, settings, len(listed))
            for index, words in _words(table, [crops[i] for i in listed]):
                texts[listed[index]] = _line(words)
        return texts


def _model(settings: EngineSettings) -> str:
    if settings.script == "fraktur":
        return "Fraktur"
    if settings.script == "han":
        return HAN.get(settings.language, "chi_tra") + ("_vert" if settings.direction == "vertical" else "")
    return LATIN.get(settings.language, "eng")


def _write(folder: Path, crops: Sequence[Crop | None]) -> list[int]:
    """Write the line images and their list file; returns the indices of the lines that have an image."""
    listed = [i for i, crop in enumerate(crops) if crop is not None]
    names = []
    for i in listed:
        crop = crops[i]
        assert crop is not None
        name = folder / f"{i:05d}.bmp"
        Image.fromarray(crop.image).save(name)
        names.append(str(name))
    (folder / "list.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    return listed


def _run(listing: Path, model: str, settings: EngineSettings, lines: int) -> str:
    config = "--oem 1 --psm 7" + (f' --tessdata-dir "{settings.tessdata}"' if settings.tessdata else "")
    try:
        # A string that names a list file is read by the program itself, image after image.
        table = pytesseract.image_to_data(
            str(listing), lang=model, config=config, timeout=max(60.0, SECONDS_A_LINE * lines)
        )
    except pytesseract.TesseractNotFoundError as error:
        raise EngineError("Tesseract is not installed", INSTALL.format(package=PACKAGES.get(model, ""))) from error
    except (pytesseract.TesseractError, RuntimeError, OSError, ValueError) as error:
        said = error.message if isinstance(error, pytesseract.TesseractError) else str(error)
        reason = " ".join(said.split())[:200]
        raise EngineError(
            f"Tesseract failed: {reason}", f"install the model {model} again, or try --engine rapidocr"
        ) from error
    return str(table)


def _words(table: str, crops: Sequence[Crop | None]) -> Iterator[tuple[int, list[Word]]]:
    """The words of Tesseract's TSV by image, with boxes in the page image."""
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    found: dict[int, list[Word]] = {}
    for row in rows:
        text = unicodedata.normalize("NFC", (row.get("text") or "").strip())
        if row["level"] != "5" or not text:
            continue
        index = int(row["page_num"]) - 1
        crop = crops[index]
        assert crop is not None
        left, top = int(row["left"]), int(row["top"])
        box = crop.to_page(Box(left, top, left + int(row["width"]), top + int(row["height"])))
        found.setdefault(index, []).append(Word(text, box, max(0.0, float(row["conf"])) / 100))
    yield from found.items()


def _line(words: list[Word]) -> LineText:
    letters = sum(len(w.text) for w in words)
    confidence = sum((w.confidence or 0.0) * len(w.text) for w in words) / letters
    return LineText(" ".join(w.text for w in words), round(confidence, 4), tuple(words))


@lru_cache(maxsize=8)
def _languages(tessdata: str, package: str) -> frozenset[str]:
    """The installed models. Asked of the program itself: pytesseract's own list leaves script models out."""
    command = [pytesseract.pytesseract.tesseract_cmd, "--list-langs"]
    try:
        answer = subprocess.run(
            command + (["--tessdata-dir", tessdata] if tessdata else []), capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError("Tesseract is not installed", INSTALL.format(package=package)) from error
    if answer.returncode:
        reason = " ".join((answer.stderr or answer.stdout).split())[:160]
        raise EngineError(f"Tesseract does not run: {reason}", "install it again")
    return frozenset(answer.stdout.split("\n")[1:])


@lru_cache(maxsize=1)
def _version() -> str:
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit):
        return ""
