"""Which engines read a page, with which models: asked for, or found out on a few lines of it.

In: a prepared page, its lines, and what a person settled. Out: a `Choice`. Where Tesseract or one of its languages
is missing, the work goes on with the engine that needs no system program, and a note says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ocr.engines import Engine, EngineSettings, GreyImage, LineImage
from ocr.engines.rapidocr import RapidOcr
from ocr.engines.tesseract import Tesseract
from ocr.engines.vote import Mistaken
from ocr.errors import EngineError
from ocr.language import detect_language, is_han_print, known_share
from ocr.page import Language, LineText, Script
from ocr.settings import PageSettings

SAMPLE = 14  # lines read to tell script and language
FRAKTUR_LOSS = 0.9  # of the known words the English model keeps 0.53-0.84 on Fraktur, 0.96 and more on antiqua

# How far each engine is trusted when both vote. Han print: the recogniser in the wheel reads it far better.
TRUST: dict[Script, dict[str, float]] = {"han": {"tesseract": 0.4}, "fraktur": {}, "latin": {}}
# By how much more in the points and dashes that it sees. Line errors of three pages of Fraktur, their mean: 1: 3.0 %,
# 2: 2.8; of nine typeset pages 0.56 and 0.52; 3.5 helps worn Fraktur only.
MARKS = {"rapidocr": 2.0}
# Tesseract's that read a script; "": the one of the language.
MODELS: dict[Script, tuple[str, ...]] = {"han": ("",), "fraktur": ("Fraktur", "frk"), "latin": ("",)}
# And in letters. Wrong characters of nine typeset pages of chance and of three scans: 1: 125, 1.2: 112, 1.35: 107,
# 1.8: 104; of five pages of Fraktur 1019, 1008, 1008, 1016. More in everything: it loses spaces.
LETTERS = {"rapidocr": 1.35}
# What all engines take for each other where the bar of a long s has grown, and how often. Wrong characters of a typeset
# page and of three pages of Fraktur: 0: 16 and 563, 0.1: 14 and 558, 0.15: 12 and 558, 0.2: 11 and 561.
MISTAKEN: dict[Script, Mistaken] = {"han": {}, "fraktur": {"f": ("ſ", 0.15)}, "latin": {}}


@dataclass(frozen=True, slots=True)
class Choice:
    """Engines with their settings, and notes on how it came to them; several vote on what they read."""

    engines: tuple[Engine, ...]
    settings: EngineSettings
    notes: tuple[str, ...] = ()


def choose_engine(image: GreyImage, lines: Sequence[LineImage], asked: PageSettings) -> Choice:
    """Settle script, language and engine; raises EngineError when the engine that was asked for cannot read it."""
    language, script, tessdata = asked.language, asked.script, asked.tessdata
    sample = _sample(lines)
    script = script or ("han" if language in ("zh", "zh-Hant") else None)
    may_be_han = language is None and script in (None, "han")
    read = _read_as_han(image, sample) if may_be_han else ""
    if script is None:
        script = "han" if may_be_han and _is_han(read, sample) else _tell_latin(image, sample, tessdata)
    language = language or _tell_language(read, image, sample, script, tessdata)
    settings = EngineSettings(language, script, tessdata, lines[0].direction if lines else "horizontal")
    untold = _untold(settings) if asked.script is None and (language, script) == ("de", "latin") else ()
    # Han print is read nearly without errors by one engine; the other only adds its own.
    alone = asked.engine == "auto" and script == "han" and not asked.models
    if alone or asked.engine == "rapidocr":
        return Choice((RapidOcr(),), settings, untold)
    if asked.engine == "tesseract":
        chosen = tuple(Tesseract(model) for model in dict.fromkeys(asked.models or ("",)))
        for engine in chosen:
            engine.model(settings)
        return Choice(chosen, settings, untold)
    choice = _voters(settings, tuple(dict.fromkeys(asked.models or MODELS[script])))
    return replace(choice, notes=(*choice.notes, *untold))


def _untold(settings: EngineSettings) -> tuple[str, ...]:
    """A note on a German page that may be Fraktur, where a model that tells Fraktur from antiqua is missing."""
    told_by: tuple[tuple[Language, Script], ...] = (("de", "fraktur"), ("en", "latin"))
    for language, script in told_by:
        try:
            Tesseract().model(EngineSettings(language, script, settings.tessdata))
        except EngineError as error:
            return (f"{error.problem}: taken for antiqua without a look; {error.remedy}",)
    return ()


def _voters(settings: EngineSettings, models: Sequence[str]) -> Choice:
    """The engines that know a script, and a note for each that is missing."""
    engines: list[Engine] = []
    missing: list[EngineError] = []
    for model in models:
        engine = Tesseract(model)
        try:
            engine.model(settings)
            engines.append(engine)
        except EngineError as error:
            missing.append(error)
    notes = [f"{error.problem}: read without it; {error.remedy}" for error in missing]
    return Choice((*engines, RapidOcr()), settings, tuple(notes))


def _sample(lines: Sequence[LineImage]) -> list[LineImage]:
    """Some long lines from all over the page."""
    along = [max(line.box.width, line.box.height) for line in lines]
    usual = sorted(along)[len(along) // 2]
    body = [line for line, length in zip(lines, along, strict=True) if 0.7 * usual <= length <= 2 * usual] or lines
    return [body[i] for i in np.linspace(0, len(body) - 1, min(SAMPLE, len(body))).round().astype(int)]


def _text(texts: Sequence[LineText]) -> str:
    return "\n".join(t.text for t in texts)


def _read_as_han(image: GreyImage, sample: Sequence[LineImage]) -> str:
    """A sample's text by the engine that knows Han and Latin print."""
    return _text(RapidOcr(settling=False).read(image, sample, EngineSettings("zh", "han")))


def _is_han(read: str, sample: Sequence[LineImage]) -> bool:
    """Whether a sample is Han print, by the letters read, for figures are of all scripts; columns are nothing else."""
    letters = "".join(filter(str.isalpha, read))
    return is_han_print(letters) or any(s.direction == "vertical" for s in sample[:1])


def _tell_latin(image: GreyImage, sample: Sequence[LineImage], tessdata: Path | None) -> Script:
    """Fraktur when Tesseract's Fraktur model is surer of the lines than its Latin one."""
    fraktur = _share_of_words(image, sample, EngineSettings("de", "fraktur", tessdata))
    latin = _share_of_words(image, sample, EngineSettings("en", "latin", tessdata))
    if fraktur is None or latin is None:
        return "latin"  # one reading alone tells nothing
    # English, for the German model knows Fraktur too. The Fraktur model reads antiqua nearly as well.
    return "fraktur" if latin < FRAKTUR_LOSS * fraktur else "latin"


def _share_of_words(image: GreyImage, sample: Sequence[LineImage], settings: EngineSettings) -> float | None:
    """The share of a model's words that are words of their language; None when it is not installed."""
    try:
        return known_share(_text(Tesseract().read(image, sample, settings)))
    except EngineError:
        return None


def _tell_language(
    read: str, image: GreyImage, sample: Sequence[LineImage], script: Script, tessdata: Path | None
) -> Language:
    """The language of a reading of some lines; `read` is that of Han lines."""
    if script == "han":
        found = detect_language(read)
        return found if found in ("zh", "zh-Hant") else "zh"
    try:
        texts = Tesseract().read(image, sample, EngineSettings("de", script, tessdata))
    except EngineError:
        texts = RapidOcr().read(image, sample, EngineSettings("de", script))
    found = detect_language(_text(texts))
    return found if found in ("en", "de", "fr") else "en"
