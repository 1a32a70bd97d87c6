"""Tesseract through pytesseract: many lines of a page in one call of the program.

In: a prepared grey image and its lines. Out: a text per line with words and glyphs. The line images go to the program
as one list file, because starting it costs more than reading a line.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# One thread per process: Tesseract's own threads slow each other down many times over.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import numpy as np
import pytesseract
from PIL import Image

from ocr.engines import UNREAD, EngineSettings, GreyImage, LineImage
from ocr.engines.crops import Crop, Margins, crop_lines, whiten
from ocr.engines.hocr import read_hocr
from ocr.errors import EngineError
from ocr.page import LineText, Word

LINE_HEIGHT = 48  # pixels a line image is brought to: what the models were trained near
MARGINS: Margins = {"horizontal": 0.4, "vertical": 0.4}  # from 0.05 to 0.8 the errors are the same
LINES_A_CALL = 64  # a program's start takes as long as a few lines; a call that fails loses no more than it holds
START_SECONDS, LINE_SECONDS = 10.0, 0.5  # a call that takes longer hangs, and is ended; a line takes 0.03-0.3 s
INSTALL = "install it, for instance: apt-get install tesseract-ocr {package}"
PACKAGES = {
    "Fraktur": "tesseract-ocr-script-frak",
    "frk": "tesseract-ocr-frk",
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
    """The engine of the same name, a program of the system; with the model that fits, or one that is named."""

    name = "tesseract"

    def __init__(self, model: str = "") -> None:
        self._named = model

    def model(self, settings: EngineSettings) -> str:
        """The traineddata for a script and language; raises EngineError with what to install."""
        return self._find(settings).name

    def _find(self, settings: EngineSettings) -> _Model:
        """The model in the folder that was given, or else where the program has its own."""
        wanted = self._named or _model(settings)
        package = PACKAGES.get(wanted, "")
        for folder in dict.fromkeys((settings.tessdata, None)):
            installed = _languages(str(folder or ""), package)
            for name in (wanted, f"script/{wanted}"):
                if name in installed:
                    return _Model(name, folder)
        if settings.tessdata:
            raise EngineError(
                f"Tesseract has no model {wanted}, in {settings.tessdata} or of its own",
                f"put {wanted}.traineddata there",
            )
        remedy = (
            INSTALL.format(package=package) if package else f"put {wanted}.traineddata into a folder: --tessdata DIR"
        )
        raise EngineError(f"Tesseract has no model {wanted}", remedy)

    def version(self) -> str:
        """The program's version."""
        return _version()

    def prints(self, character: str) -> bool:
        """True: which characters a model knows cannot be asked of the program."""
        return True

    def read(self, image: GreyImage, lines: Sequence[LineImage], settings: EngineSettings) -> list[LineText]:
        """Read the lines; one that gives no words has an empty text, one that ends the program is `UNREAD`."""
        model = self._find(settings)
        image = whiten(image) if settings.ghosts else image
        crops = {i: crop for i, crop in enumerate(crop_lines(image, lines, LINE_HEIGHT, MARGINS)) if crop is not None}
        texts = [LineText("") for _ in lines]
        order = list(crops)
        for start in range(0, len(order), LINES_A_CALL):
            for index, text in _read_some(crops, order[start : start + LINES_A_CALL], model):
                texts[index] = text
        return texts


@dataclass(frozen=True, slots=True)
class _Model:
    """A model and the folder it lies in, None for the program's own."""

    name: str
    folder: Path | None


class _EndedError(Exception):
    """The program crashed or hung on some line."""


def _read_some(crops: dict[int, Crop], some: Sequence[int], model: _Model) -> Iterator[tuple[int, LineText]]:
    """Read some of the lines in one call; where it fails, in halves, down to the line that is to blame."""
    try:
        document = _call([crops[i] for i in some], model)
    except _EndedError as failure:
        if len(some) == 1:
            _check(model, str(failure))
            yield some[0], UNREAD
            return
        for half in (some[: len(some) // 2], some[len(some) // 2 :]):
            yield from _read_some(crops, half, model)
        return
    for number, words in read_hocr(document):
        if number < len(some):  # a damaged document may name images that there are not
            yield some[number], _line(words, crops[some[number]])


def _model(settings: EngineSettings) -> str:
    if settings.script == "fraktur":
        return "Fraktur"
    if settings.script == "han":
        return HAN.get(settings.language, "chi_tra") + ("_vert" if settings.direction == "vertical" else "")
    return LATIN.get(settings.language, "eng")


def _check(model: _Model, reason: str) -> None:
    """Raise EngineError when the program fails on an empty line too: then no line is to blame."""
    blank = Crop(np.full((LINE_HEIGHT, LINE_HEIGHT), 255, np.uint8), (0.0, 0.0), 1.0)
    try:
        _call([blank], model)
    except _EndedError as failure:
        remedy = f"install the model {model.name} again, or try --engine rapidocr"
        raise EngineError(f"Tesseract failed: {reason}", remedy) from failure


def _call(crops: Sequence[Crop], model: _Model) -> bytes:
    """One call of the program: hOCR with a page for each line image."""
    with tempfile.TemporaryDirectory(prefix="galley-") as folder:
        names = [Path(folder) / f"{number:05d}.bmp" for number in range(len(crops))]
        for name, crop in zip(names, crops, strict=True):
            Image.fromarray(crop.image).save(name)
        listing = Path(folder) / "list.txt"
        listing.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        return _run(listing, len(crops), model)


def _run(listing: Path, lines: int, model: _Model) -> bytes:
    config = "--oem 1 --psm 7 -c hocr_char_boxes=1"
    config += f" --tessdata-dir {shlex.quote(str(model.folder))}" if model.folder else ""
    try:
        # A string that names a list file is read by the program itself, image after image.
        document = pytesseract.image_to_pdf_or_hocr(
            str(listing), lang=model.name, config=config, extension="hocr", timeout=START_SECONDS + LINE_SECONDS * lines
        )
    except pytesseract.TesseractNotFoundError as error:
        raise EngineError("Tesseract is not installed", INSTALL.format(package=PACKAGES.get(model.name, ""))) from error
    except RuntimeError as error:  # pytesseract's word for a call that was ended, and for one that failed
        said = error.message if isinstance(error, pytesseract.TesseractError) else str(error)
        raise _EndedError(" ".join(said.split())[:200]) from error
    except (OSError, ValueError) as error:
        raise EngineError(f"Tesseract failed: {error}", f"install the model {model.name} again") from error
    return bytes(document)


def _line(words: Sequence[Word], crop: Crop) -> LineText:
    """Words of a line image as a line of the page."""
    letters = sum(len(word.text) for word in words)
    confidence = sum((word.confidence or 0.0) * len(word.text) for word in words) / letters
    return LineText(" ".join(word.text for word in words), round(confidence, 4), tuple(words)).moved(crop.to_page)


def _languages(tessdata: str, package: str) -> frozenset[str]:
    """The installed models. Asked of the program itself: pytesseract's own list leaves script models out."""
    return frozenset(_list_models(tessdata, package).split("\n")[1:])


@lru_cache(maxsize=8)
def _list_models(tessdata: str, package: str = "") -> str:
    """What the program says of its models: a line with their folder, and a line for each."""
    command = [pytesseract.pytesseract.tesseract_cmd, "--list-langs"]
    try:
        answer = subprocess.run(
            command + (["--tessdata-dir", tessdata] if tessdata else []),
            capture_output=True,
            encoding="utf-8",
            errors="replace",  # a file of the folder may be named in any bytes
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError("Tesseract is not installed", INSTALL.format(package=package)) from error
    if answer.returncode:
        reason = " ".join((answer.stderr or answer.stdout).split())[:160]
        raise EngineError(f"Tesseract does not run: {reason}", "install it again")
    return answer.stdout


def own_folder() -> Path | None:
    """The folder of the program's own models; None when it is not installed."""
    try:
        named = re.search(r'"(.+)"', _list_models(""))
    except EngineError:
        return None
    return Path(named[1]) if named else None


@lru_cache(maxsize=1)
def _version() -> str:
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit):
        return ""
