"""The sample pages of scans/ as if they had been read without an error, in a project with their scans."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from correction.store import Placement, create_project
from ocr.page import (
    LANGUAGES,
    Box,
    Item,
    LineText,
    Page,
    Reading,
    Role,
    Script,
    Source,
    TextLine,
    TextRegion,
    Transform,
    Word,
    new_id,
)

SCANS = Path(__file__).parents[1] / "scans"
SAMPLES = ("de", "de-fraktur", "en", "fr", "zh-horizontal", "zh-vertical")
ROLES: Mapping[str, Role] = {"byline": "credit"}
UPRIGHT = 1.3  # times as high as wide is a line that runs down the page


def truth_page(name: str, page_id: str = "p000001") -> Page:
    """The page of a sample by its truth: a region for each run of lines of one kind in one article."""
    truth = json.loads((SCANS / f"{name}.truth.json").read_text(encoding="utf-8"))
    file = SCANS / f"{name}.jpg"
    width, height = truth["size"]
    vertical = name == "zh-vertical"
    language = LANGUAGES[truth["lang"]]
    script: Script = "han" if language.startswith("zh") else "fraktur" if "fraktur" in name else "latin"
    regions, said = [], {}
    for (article, kind), rows in groupby(truth["lines"], key=lambda row: (row["article"], row["kind"])):
        lines = [_line(page_id, row, vertical) for row in rows]
        said |= {line.id: text for line, text in lines}
        drawn = tuple(line for line, _ in lines)
        item = new_id("a", page_id, article) if article else None
        role: Role = ROLES.get(kind, kind)
        box = Box.around(line.box for line in drawn)
        regions.append(TextRegion(new_id("r", drawn[0].id), box, role, drawn, item))
    reading = Reading(new_id("g", page_id, name), "typist", "hand", "1", said)
    return Page(
        page_id,
        Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest()),
        width,
        height,
        truth["dpi"],
        language,
        script,
        "vertical" if vertical else "horizontal",
        Transform(),
        tuple(regions),
        tuple(Item(item) for item in dict.fromkeys(region.item for region in regions) if item),
        (),
        (),
        (reading,),
        reading.id,
    )


def sample_project(root: Path, *names: str) -> list[Page]:
    """A new project with one issue of the samples that are named, or of all."""
    with closing(create_project(root)) as project:
        title = project.add_title("The Sample & Gazette")
        issue = project.add_issue(title.id, "1895-07-06", "2. Ausgabe", "181").id
        pages = []
        for name in names or SAMPLES:
            page = truth_page(name)
            entry = project.add_sources([page.source])[0].entry
            page = truth_page(name, entry.id)
            pages.append(project.save_page(replace(page, source=entry.source)))
        project.place_pages([Placement(page.id, issue, n, str(n)) for n, page in enumerate(pages, 1)])
        return pages


def _line(page_id: str, row: Mapping[str, Any], vertical: bool) -> tuple[TextLine, LineText]:
    box = Box(*row["bbox"])
    down = vertical and box.height > UPRIGHT * box.width
    line = TextLine(new_id("l", page_id, box), box, box.polygon, direction="vertical" if down else "horizontal")
    return line, LineText(row["text"], 0.97, tuple(_words(row["text"], box)))


def _words(text: str, box: Box) -> list[Word]:
    """Words of Latin text, each with its share of the line; Han has none, as of a file that tells lines only."""
    if any("㐀" <= letter <= "鿿" for letter in text):
        return []
    share = box.width / max(1, len(text))
    found, at = [], 0
    for piece in text.split():
        at = text.index(piece, at)
        left, right = box.left + round(at * share), box.left + round((at + len(piece)) * share)
        found.append(Word(piece, replace(box, left=left, right=max(left + 1, right)), 0.93))
        at += len(piece)
    return found
