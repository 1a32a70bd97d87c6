"""Pages for exports to PDF: the sample pages by their truth, and made ones, with what programs see in the result."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from correction.article import Article, Heading, Hyphen, Paragraph
from correction.exchange import Export, Options
from correction.exchange.pdf.writer import files
from ocr.page import Box, LineText, Page, Reading, Source, TextLine, TextRegion, Transform

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

SCANS = Path(__file__).parents[1] / "scans"
SAMPLES = sorted(path.name.removesuffix(".truth.json") for path in SCANS.glob("*.truth.json"))
UPRIGHT = 1.5  # a line of the vertical sample that is higher than this times its width is a column


def sample(name: str) -> Page:
    """A sample page that says what was printed on it, its headings and head from right to left where print is."""
    truth = json.loads((SCANS / f"{name}.truth.json").read_text(encoding="utf-8"))
    width, height = truth["size"]
    regions, texts = [], {}
    for row in truth["lines"]:
        box = Box(*row["bbox"])
        upright = name == "zh-vertical" and box.height > UPRIGHT * box.width
        line = TextLine(f"l_{row['order']}", box, box.polygon, (), "vertical" if upright else "horizontal")
        regions.append(TextRegion(f"r_{row['order']}", box, "body", (line,), row["article"]))
        texts[line.id] = LineText(row["text"])
    direction = "vertical" if name == "zh-vertical" else "horizontal"
    script = "han" if name.startswith("zh") else "latin"
    reading = Reading("rd_1", "truth", "", "", texts)
    source = Source(str(SCANS / f"{name}.jpg"), "")
    return Page(
        "p000001",
        source,
        width,
        height,
        truth["dpi"],
        truth["lang"],
        script,
        direction,
        Transform(),
        tuple(regions),
        (),
        (),
        (),
        (reading,),
        "rd_1",
    )


def written(export: Export, folder: Path, unit: str = "page") -> dict[str, Path]:
    """Export to PDF into a folder, and give the files by name."""
    folder.mkdir(exist_ok=True)
    found = {}
    for file in files(replace(export, options=Options(unit=unit))):  # type: ignore[arg-type]
        assert file.file is not None
        found[file.name] = file.file.rename(folder / file.name)
    return found


def broken_article(first: Page, second: Page) -> Article:
    """An article over two pages of a line each: the word at the end of the first goes on in the second."""
    lines = first.lines[0].id, second.lines[0].id
    ledger = Hyphen("h_1", lines[0], "Dampf", "⸗", "ſchiff", "Dampfſchiff", "join", "", 1.0)
    paragraph = Paragraph("Das Dampfſchiff, ja", lines=lines)
    return Article("a_1", "article", "de", None, (first.id, second.id), paragraphs=(paragraph,), hyphens=(ledger,))


def headed_article(page: Page, text: str) -> Article:
    """An article of one page, all of it under a headline."""
    lines = tuple(line.id for line in page.lines)
    return Article("a_2", pages=(page.id,), headings=(Heading("headline", text, lines),))
