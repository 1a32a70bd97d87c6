"""What each step before reading is worth: errors of each engine with the step left out, or another in its place.

`python benchmarks/steps.py [--only NAME...] [--engine NAME...] [--step NAME...]` finds the lines of every page that has
a truth, reads the same lines from page images that were prepared in other ways, and prints the errors (bag_cer, in per
cent) of each engine alone, one row a step. The steps that pay are in `ocr/prepare.py` and `ocr/engines/`; what was lost
is told in TRIED.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

import cv2
import numpy as np
from cases import Case
from layout import asked_cases
from scoring import Scorer

from ocr.engines import Engine, EngineSettings, LineImage, rapidocr, tesseract
from ocr.engines.crops import whiten
from ocr.ingest import load, sources
from ocr.page import Script
from ocr.prepare import GreyImage, ink_of, turn
from ocr.upright import View, view

SAUVOLA = 0.2  # how far a pixel must be darker than its neighbourhood, by how uneven that is
WINDOW = 2.5  # glyphs: the neighbourhood's side
MODULES = {"tesseract": tesseract, "rapidocr": rapidocr}
RANGE = 128.0  # grey levels: the deviation of a neighbourhood that is full of print


@dataclass(frozen=True)
class Found:
    """A page whose lines were found, and the image of it before any step."""

    view: View
    raw: GreyImage

    @property
    def grey(self) -> GreyImage:
        """The prepared image, which the lines' boxes are in."""
        return self.view.prepared.grey


@dataclass(frozen=True)
class Step:
    """A way to make the image that lines are read from; `constants` of an engine's module that differ."""

    image: Callable[[Found], GreyImage] = lambda found: found.grey
    constants: Mapping[str, object] = field(default_factory=dict)
    engines: tuple[str, ...] = ("tesseract", "rapidocr")


def blurred(found: Found) -> GreyImage:
    """A blur of a thirtieth of a glyph's height."""
    return np.asarray(cv2.GaussianBlur(found.grey, (0, 0), found.view.prepared.glyph / 30), np.uint8)


def sharpened(found: Found) -> GreyImage:
    """What a blur of a tenth of a glyph's height takes, put on once more."""
    soft = cv2.GaussianBlur(found.grey, (0, 0), found.view.prepared.glyph / 10)
    return np.asarray(cv2.addWeighted(found.grey, 1.8, soft, -0.8, 0), np.uint8)


def sauvola(found: Found) -> GreyImage:
    """Black and white by local mean and deviation (Sauvola and Pietikäinen, Adaptive document image binarization)."""
    side = max(3, round(WINDOW * found.view.prepared.glyph)) | 1
    grey = found.grey.astype(np.float32)
    mean = cv2.boxFilter(grey, -1, (side, side))
    spread = np.sqrt(np.maximum(cv2.boxFilter(grey * grey, -1, (side, side)) - mean * mean, 0))
    return np.where(grey < mean * (1 + SAUVOLA * (spread / RANGE - 1)), 0, 255).astype(np.uint8)


def without_ghosts(found: Found) -> GreyImage:
    """What is paler than a third of the way from paper to ink is paper."""
    return whiten(found.grey)


def squeezed(width: float) -> Step:
    """Horizontal lines as wide as a share of their width."""
    widths = {(script, "horizontal"): width for script in ("han", "latin", "fraktur")}
    return Step(constants={"WIDTHS": widths}, engines=("rapidocr",))


STEPS: dict[str, Step] = {
    "as it is": Step(),
    "light not evened": Step(lambda found: found.raw),
    "Otsu": Step(lambda found: (255 * (1 - ink_of(found.grey))).astype(np.uint8)),
    "Sauvola": Step(sauvola),
    "show-through off": Step(without_ghosts),
    "blurred": Step(blurred),
    "sharpened": Step(sharpened),
    "lines 36 high": Step(constants={"LINE_HEIGHT": 36}, engines=("tesseract",)),
    "lines 64 high": Step(constants={"LINE_HEIGHT": 64}, engines=("tesseract",)),
    "unsqueezed": squeezed(1.0),
    "squeezed to 0.8": squeezed(0.8),
    "squeezed to 0.65": squeezed(0.65),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Errors of each engine with steps of preparation left out or changed.")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="pages with one of these in the name")
    parser.add_argument("--engine", nargs="+", choices=["tesseract", "rapidocr"], default=["tesseract", "rapidocr"])
    parser.add_argument("--step", nargs="+", choices=list(STEPS), default=list(STEPS))
    options = parser.parse_args()
    for case, scorer in asked_cases(options.only):
        if case.truth:
            for row in _rows(case, scorer, options.engine, options.step):
                print(row, flush=True)
    return 0


def _rows(case: Case, scorer: Scorer, engines: list[str], steps: list[str]) -> Iterator[str]:
    """A row for every engine and step on a page."""
    script: Script = "fraktur" if case.model == "Fraktur" else "han" if case.language.startswith("zh") else "latin"
    found = _find(case)
    settings = EngineSettings(case.language, script, None, found.view.direction)  # type: ignore[arg-type]
    lines = [LineImage(line.box, line.direction or found.view.direction) for line in found.view.found.lines]
    with tempfile.TemporaryDirectory() as folder:
        truth = scorer.truth(case, Path(folder))
    for name in engines:
        module = MODULES[name]
        engine: Engine = tesseract.Tesseract() if module is tesseract else rapidocr.RapidOcr()
        for step in (step for step in steps if name in STEPS[step].engines):
            with ExitStack() as changed:
                for constant, value in STEPS[step].constants.items():
                    changed.enter_context(patch.object(module, constant, value))
                texts = engine.read(STEPS[step].image(found), lines, settings)
            scores = scorer.text(truth, "\n".join(text.text for text in texts))
            yield f"{case.name}: {name} {engine.model(settings)}, {step}: {100 * scores['bag_cer']:.2f} %"


def _find(case: Case) -> Found:
    """The lines of a page (of a double page, of its whole scan), and its image before the light was evened."""
    source = replace(sources(case.file, None)[0], crop=None)
    image = load(source).image
    seen = view(image, None)
    raw = cv2.resize(image, seen.prepared.grey.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return Found(seen, turn(np.asarray(raw, np.uint8), seen.prepared.transform.angle))


if __name__ == "__main__":
    sys.exit(main())
