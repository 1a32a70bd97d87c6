"""What is printed where on a page, as its truth tells it, and a recogniser that reads the found lines from that truth.

In: a truth.json, a PAGE file or a library's ALTO. Out: `PrintedLine`s in pixels of the page image. Reading from the
truth leaves nothing but the layout to be judged, and takes no engine.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ocr.page import Box, Language, LineText, Reading, Script, TextLine
from ocr.recognition import FoundPage, ReadLines, text_line

ALTO_UNITS = {"chronam": 8, "mets-alto": 2}  # of the library's ALTO in a pixel of its picture, by folder


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of the truth: its box and its text; furniture says that it is not part of any article."""

    box: Box
    text: str
    furniture: bool = False


def read_printed(file: Path) -> list[PrintedLine]:
    """The lines of a truth.json, a PAGE file or an ALTO file; empty for a truth without boxes."""
    if file.suffix == ".json":
        lines = json.loads(file.read_text(encoding="utf-8")).get("lines", [])
        return [PrintedLine(Box(*e["bbox"]), e["text"], e["kind"] == "furniture") for e in lines if "bbox" in e]
    root = ET.parse(file).getroot()
    elements = [e for e in root.iter() if _name(e) == "TextLine"]
    units = ALTO_UNITS.get(file.parent.name, 1)
    found = [_of_alto(e, units) if "HPOS" in e.attrib else _of_page(e) for e in elements]
    return [line for line in found if line is not None]


def _name(element: ET.Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _of_page(element: ET.Element) -> PrintedLine | None:
    coords = next(c for c in element if _name(c) == "Coords")
    pairs = (coords.get("points") or " ".join(f"{p.get('x')},{p.get('y')}" for p in coords)).split()
    points = [tuple(round(float(v)) for v in pair.split(",")) for pair in pairs]
    texts = [u.text or "" for equiv in element if _name(equiv) == "TextEquiv" for u in equiv if _name(u) == "Unicode"]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return PrintedLine(Box(min(xs), min(ys), max(xs), max(ys)), texts[0] if texts else "")


def _of_alto(element: ET.Element, units: int) -> PrintedLine | None:
    left, top, width, height = (float(element.attrib[k]) for k in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    box = Box(*(round(v / units) for v in (left, top, left + width, top + height)))
    words = [e.attrib.get("CONTENT", "") for e in element if _name(e) == "String"]
    return PrintedLine(box, " ".join(words)) if words else None


def iou(a: Box, b: Box) -> float:
    """Intersection over union of two boxes."""
    shared = a.intersection(b).area
    return shared / max(1, a.area + b.area - shared)


def matched(printed: Sequence[PrintedLine], lines: Sequence[TextLine | PrintedLine]) -> tuple[list[int], list[int]]:
    """Indices of the printed lines that no line of ours is (IoU of 0.5 or more), and of our lines that are none."""
    lost = [i for i, p in enumerate(printed) if all(iou(p.box, line.box) < 0.5 for line in lines)]
    false = [i for i, line in enumerate(lines) if all(iou(p.box, line.box) < 0.5 for p in printed)]
    return lost, false


class TruthReader:
    """A recogniser that gives each character of the truth to the found line that it stands in."""

    def __init__(self, printed: Sequence[PrintedLine], language: Language, script: Script) -> None:
        self._printed = printed
        self._language: Language = language
        self._script: Script = script

    def __call__(self, page: FoundPage) -> ReadLines:
        """Read the lines; what stands where no truth is reads as one letter, as dirt does."""
        lines = tuple(text_line(line, page) for line in page.found.lines)
        pieces: list[list[tuple[float, str]]] = [[] for _ in lines]
        for printed in self._printed:
            for place, text in _spread(printed, lines, vertical=page.direction == "vertical").items():
                pieces[place].append((printed.box.left, text))
        texts = [" ".join(text.strip() for _, text in sorted(part)) or "x" for part in pieces]
        by_line = {line.id: LineText(text, 1.0) for line, text in zip(lines, texts, strict=True)}
        reading = Reading("g_truth", "truth", "", "", by_line)
        return ReadLines(lines, (reading,), self._language, self._script)


def _spread(printed: PrintedLine, lines: Sequence[TextLine], *, vertical: bool) -> dict[int, str]:
    """A printed line's characters by the found line that each stands in.

    One that stands in none, as a comma at the end of a line may, goes where the one before it went; all of them are
    lost where no line holds any.
    """
    box, count = printed.box, max(1, len(printed.text))
    near = [i for i, line in enumerate(lines) if box.intersection(line.box).area]
    lean = _lean([lines[i] for i in near], vertical=vertical)
    homes: list[int | None] = []
    for n in range(len(printed.text)):
        along = (n + 0.5) / count - 0.5
        x = box.center[0] + (lean * box.height if vertical else box.width) * along
        y = box.center[1] + (box.height if vertical else lean * box.width) * along
        holding = [i for i in near if _holds(lines[i], x, y)]
        homes.append(max(holding, key=lambda i: iou(lines[i].box, box)) if holding else homes[-1] if homes else None)
    if " " in printed.text:
        homes = _whole_words(printed.text, homes)
    first = next((home for home in homes if home is not None), None)
    found: dict[int, str] = {}
    if first is not None:
        for home, character in zip(homes, printed.text, strict=True):
            at = first if home is None else home
            found[at] = found.get(at, "") + character
    return found


def _whole_words(text: str, homes: list[int | None]) -> list[int | None]:
    """Keep words whole: letters differ in width, so that the first of a word may seem to stand in the line before."""
    whole = list(homes)
    for word in re.finditer(r"\S+\s*", text):
        middle = word.start() + len(word[0].rstrip()) // 2
        whole[word.start() : word.end()] = [homes[middle]] * len(word[0])
    return whole


def _lean(lines: Sequence[TextLine], *, vertical: bool) -> float:
    """How far lines leave their direction for each pixel along it, by the longest of them.

    The truth's box of a slanted line is upright, and reaches over its neighbours at both ends.
    """
    edges = [(line.polygon[0], line.polygon[3 if vertical else 1]) for line in lines]
    steps = [(y1 - y0, x1 - x0) if vertical else (x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in edges]
    along, across = max(steps, default=(0, 0))
    return across / along if along else 0.0


def _holds(line: TextLine, x: float, y: float) -> bool:
    return cv2.pointPolygonTest(np.array(line.polygon, np.float32), (x, y), False) >= 0
