"""Prints the sample pages: descriptions in tests/sample_pages become scans with print wear, and their truth.

    python tests/typesetting.py --to scans [NAME...]

Each page is laid out (typesetting_sheet), its lines are set (typesetting_lines), it is drawn, worn and turned a little
(typesetting_wear), and written as NAME.jpg and NAME.truth.json. The same description gives the same page every time.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parent))  # the modules beside this one, also when pytest imports it by its path

from typesetting_description import Sheet, read_sheet
from typesetting_flow import Placed, drawn, measure_with
from typesetting_lines import FontMissingError, SetLine, load_face
from typesetting_rules import Block
from typesetting_sheet import Layout, place_sheet
from typesetting_wear import Box, halftone, invent_picture, move_box, wear_page

DPI = 300
HALFTONE_CELL = 9
MOST_BYTES = 1_550_000
EM_ABOVE_BASELINE = 0.86
"""Share of the em square above the baseline, as Chinese faces have it."""

# Marks that have a form of their own in vertical text; the truth keeps the plain character.
VERTICAL_FORMS = str.maketrans("「」『』（）《》〈〉—…：", "﹁﹂﹃﹄︵︶︽︾︿﹀︱︙︰")
RAISED = set("。，、；")
"""Marks that stand at the upper right of their square in vertical text, cut heavier than the letters."""


@dataclass(frozen=True)
class Frame:
    """Where the printed area lies on the paper, in pixels: its corner, size, and the direction of the text."""

    left: float
    top: float
    size: tuple[int, int]
    vertical: bool
    margin: int

    def corner(self, u: float, v: float) -> tuple[float, float]:
        """The page's x, y of a place in the layout."""
        if self.vertical:
            return self.size[0] - self.margin - v, self.top + u
        return self.left + u, self.top + v

    def box(self, block: Block) -> Box:
        """The rectangle of a rule or picture; a negative length means that it runs across the lines."""
        length, breadth = (block.length, block.breadth) if block.length > 0 else (block.breadth, -block.length)
        x0, y0 = self.corner(block.u, block.v)
        x1, y1 = self.corner(block.u + length, block.v + breadth)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@dataclass(frozen=True)
class Printed:
    """A printed page: the JPEG file's bytes and its truth as written to NAME.truth.json."""

    jpeg: bytes
    truth: dict[str, Any]


def join_boxes(boxes: list[Box]) -> Box:
    """The rectangle around rectangles."""
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def draw_line(draw: ImageDraw.ImageDraw, frame: Frame, placed: Placed) -> Box:
    """Draw one line of text; returns the box around its ink."""
    inset = (placed.pitch - placed.size) / 2
    boxes: list[Box] = []
    for offset, run in placed.line.runs:
        font = load_face(placed.face, placed.size)
        glyph = drawn(run)
        if not glyph.strip():
            continue
        x, y = frame.corner(placed.u + offset, placed.v + inset)
        if frame.vertical:
            glyph = glyph.translate(VERTICAL_FORMS)
            x -= placed.size
            if run in RAISED:
                x, y = x + placed.size * 0.3, y - placed.size * 0.3
                font = load_face("serif-tc-bold", placed.size)
        y += placed.size * EM_ABOVE_BASELINE
        draw.text((x, y), glyph, font=font, fill=255 if placed.reverse else 0, anchor="ls")
        left, top, right, bottom = font.getbbox(glyph, anchor="ls")
        boxes.append((x + left, y + top, x + right, y + bottom))
    return join_boxes(boxes)


def draw_furniture(draw: ImageDraw.ImageDraw, sheet: Sheet, width: int) -> list[tuple[str, Box]]:
    """The line above the page: its first part on the reading side, the others spread after it, a rule below."""
    face, size = sheet.faces["furniture"], round(sheet.em * 1.1)
    measure = measure_with(face, size)
    y = sheet.margin
    spare = width - 2 * sheet.margin - sum(measure(part) for part in sheet.furniture)
    gap = spare / max(1, len(sheet.furniture) - 1)
    x, made = float(sheet.margin), []
    for part in reversed(sheet.furniture) if sheet.vertical else sheet.furniture:
        shown = part[::-1] if sheet.vertical else part
        line = Placed("furniture", -1, SetLine(part, ((0.0, shown),)), x, y, face, size, size * 1.3)
        made.append((part, draw_line(draw, Frame(0, 0, (width, 0), False, 0), line)))
        x += measure(shown) + gap
    y += round(size * 1.6)
    draw.rectangle((sheet.margin, y, width - sheet.margin, y + sheet.em // 8), fill=0)
    draw.rectangle((sheet.margin, y + sheet.em // 4, width - sheet.margin, y + sheet.em // 4 + 2), fill=0)
    return made[::-1] if sheet.vertical else made


def frame_of(sheet: Sheet, layout: Layout) -> Frame:
    """The paper's size follows from the text: a page is as long (a vertical page as wide) as its columns are full."""
    above = sheet.margin + round(sheet.em * 1.1 * 1.6) + sheet.pitch
    across = max(layout.skyline)
    if sheet.vertical:
        size = (round(across) + 2 * sheet.margin, sheet.length + above - sheet.margin)
    else:
        size = (sheet.length, round(across) + above + sheet.margin)
    return Frame(sheet.margin, above, size, sheet.vertical, sheet.margin)


def draw_page(sheet: Sheet, layout: Layout, frame: Frame) -> tuple[Image.Image, list[dict[str, Any]]]:
    """The clean page and its lines in reading order with boxes, before wear."""
    rng = np.random.default_rng(zlib.crc32(sheet.name.encode()) + 1)
    page = Image.new("L", frame.size, 255)
    draw = ImageDraw.Draw(page)
    lines: list[dict[str, Any]] = [
        {"article": None, "kind": "furniture", "text": text, "bbox": box}
        for text, box in draw_furniture(draw, sheet, frame.size[0])
    ]
    for block in layout.rules:
        draw.rectangle(frame.box(block), fill=0)
    for block in layout.pictures:
        x0, y0, x1, y1 = (round(side) for side in frame.box(block))
        dots = halftone(invent_picture(rng, x1 - x0, y1 - y0), HALFTONE_CELL)
        page.paste(Image.fromarray(dots.astype(np.uint8)), (x0, y0))
    for placed in layout.lines:
        box = draw_line(draw, frame, placed)
        lines.append({"article": f"a{placed.story + 1}", "kind": placed.kind, "text": placed.line.text, "bbox": box})
    return page, lines


def articles_of(sheet: Sheet) -> list[dict[str, Any]]:
    """The articles of the truth; a Western headline of two lines is joined with a space. Adverts are none."""
    joint = "" if sheet.language.startswith("zh") else " "
    made: list[dict[str, Any]] = []
    for number, story in enumerate(sheet.items):
        if story.advert:
            continue
        article: dict[str, Any] = {"id": f"a{number + 1}", "headline": joint.join(story.headline)}
        fields = (("kicker", story.kicker), ("deck", story.deck), ("byline", story.byline))
        article |= {key: text for key, text in fields if text}
        made.append(article | {"body": story.printed} | ({"photo": True} if story.picture else {}))
    return made


def print_sheet(sheet: Sheet) -> Printed:
    """Lay out, draw, wear and encode one page; raises FontMissingError if a face is not installed."""
    layout = place_sheet(sheet)
    frame = frame_of(sheet, layout)
    page, lines = draw_page(sheet, layout, frame)
    clean = np.asarray(page, dtype=np.float32)
    back = np.roll(clean, clean.shape[0] // 3, 0)
    scan, matrix = wear_page(clean, back, sheet.wear, zlib.crc32(sheet.name.encode()))
    for order, line in enumerate(lines, 1):
        line["order"] = order
        line["bbox"] = list(move_box(line["bbox"], matrix, frame.size))
    keys = ("order", "article", "kind", "text", "bbox")
    truth = {
        "lang": sheet.language,
        "dpi": DPI,
        "size": list(frame.size),
        "lines": [{key: line[key] for key in keys} for line in lines],
        "articles": articles_of(sheet),
    }
    return Printed(encode(Image.fromarray(scan)), truth)


def encode(scan: Image.Image) -> bytes:
    """JPEG of quality 80, or less where the file would grow beyond MOST_BYTES."""
    for quality in range(80, 40, -4):
        file = io.BytesIO()
        scan.save(file, "JPEG", quality=quality, dpi=(DPI, DPI), optimize=True)
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()


def write_page(printed: Printed, folder: Path, name: str) -> None:
    """Write NAME.jpg and NAME.truth.json, one truth line a line."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.jpg").write_bytes(printed.jpeg)
    truth = dict(printed.truth)
    rows = {key: truth.pop(key) for key in ("lines", "articles")}
    head = json.dumps(truth, ensure_ascii=False)[1:-1]
    parts = [
        f'"{key}": [\n' + ",\n".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
        for key, value in rows.items()
    ]
    (folder / f"{name}.truth.json").write_text("{" + ",\n".join([head, *parts]) + "}\n", encoding="utf8")


def main() -> int:
    """Print the pages that were named, or all."""
    parser = argparse.ArgumentParser(description="Print the sample pages and their truth.")
    parser.add_argument("names", nargs="*", help="pages to print, by the names of their descriptions; all if none")
    parser.add_argument("--to", type=Path, default=Path("scans"), help="folder to write to")
    options = parser.parse_args()
    for path in sorted((Path(__file__).parent / "sample_pages").glob("*.toml")):
        if options.names and path.stem not in options.names:
            continue
        try:
            printed = print_sheet(read_sheet(path))
        except FontMissingError as error:
            print(f"{path.stem}: not printed: {error}", file=sys.stderr)
            return 1
        write_page(printed, options.to, path.stem)
        width, height = printed.truth["size"]
        megabytes, articles = len(printed.jpeg) / 1e6, len(printed.truth["articles"])
        print(f"{path.stem}: {width} x {height} px, {megabytes:.2f} MB, {articles} articles")
    return 0


if __name__ == "__main__":
    sys.exit(main())
