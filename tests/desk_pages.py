"""Projects to open at the desk, made in a second or two without reading a scan.

`sample_project(root, "en", "de-fraktur", "zh-vertical")` takes scans of scans/ with their true lines, 130 to 260 each:
two readings, of which the one that stands makes `Slip`s that it is unsure of and the other does not. `crowded(project,
1500)` adds a page drawn for the purpose, with as many lines as asked for. Both give the pages as they were saved.
"""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from correction.store import Project, create_project
from ocr.page import (
    Box,
    Direction,
    Glyph,
    Item,
    Language,
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
)

SCANS = Path(__file__).parents[1] / "scans"
LANGUAGES: dict[str, tuple[Language, Script]] = {
    "en": ("en", "latin"),
    "de": ("de", "latin"),
    "fr": ("fr", "latin"),
    "de-fraktur": ("de", "fraktur"),
    "zh-horizontal": ("zh", "han"),
    "zh-vertical": ("zh-Hant", "han"),
}
ROLES: dict[str, Role] = {"byline": "credit"}
# Letters and what engines take them for.
TAKEN_FOR = dict(zip("enirtaoshuſ日己大", "cultfoefbnf曰已太", strict=True))
SURE, UNSURE = 0.98, 0.42
SEED = 7
VOCABULARY = ("the", "harbour", "council", "heard", "that", "ships", "of", "grain", "had", "come", "by", "night")
PAPER = (4000, 6000)  # pixels of a crowded page


@dataclass(frozen=True)
class Slip:
    """A letter that the base reading has wrong: `said` at an offset (code points) of a line, for `printed`."""

    page: str
    line: str
    offset: int
    said: str
    printed: str


@dataclass(frozen=True)
class Printed:
    """A line as it was printed: its text, box, role and item; `opens` says that a paragraph begins with it."""

    text: str
    box: Box
    role: Role
    item: str | None
    opens: bool = False

    @property
    def direction(self) -> Direction:
        """A line is vertical whose box is high, but for a single character."""
        return "vertical" if self.box.height > self.box.width and len(self.text) > 1 else "horizontal"


def sample_project(root: Path, *names: str, slips: int = 20) -> list[Page]:
    """A new project of scans in scans/, named without their ending, with so many slips a page."""
    with closing(create_project(root)) as project:
        return [sample(project, name, slips) for name in names]


def sample(project: Project, name: str, slips: int = 20) -> Page:
    """Add a scan of scans/ with its true lines."""
    truth = json.loads((SCANS / f"{name}.truth.json").read_text(encoding="utf-8"))
    vertical = name.endswith("vertical")
    lines = list(_printed(truth["lines"], vertical))
    articles = {article["id"] for article in truth["articles"]}
    items = {line.item for line in lines if line.item}
    page = _page_of(project, SCANS / f"{name}.jpg", lines, LANGUAGES[name], slips)
    kinds = tuple(Item(item, "article" if item in articles else "advert") for item in sorted(items))
    return project.save_page(replace(page, items=kinds, direction="vertical" if vertical else "horizontal"))


def crowded(project: Project, lines: int, slips: int = 20) -> Page:
    """Draw a page of so many lines in eight columns, and add it."""
    columns, margin = 8, 80
    rows = -(-lines // columns)
    width, pitch = (PAPER[0] - 2 * margin) // columns, (PAPER[1] - 2 * margin) // rows
    font = ImageFont.load_default(min(40, round(pitch * 0.7)))
    paper, chance = Image.new("L", PAPER, 235), random.Random(SEED)
    draw, printed = ImageDraw.Draw(paper), []
    for n in range(lines):
        column, row = divmod(n, rows)
        x, y, text = margin + column * width, margin + row * pitch, ""
        while draw.textlength(longer := f"{text} {chance.choice(VOCABULARY)}".strip(), font) < width - 30:
            text = longer
        draw.text((x, y), text, 20, font)
        box = Box(x, y, x + width - 20, y + round(pitch * 0.95))
        printed.append(Printed(text, box, "body", f"a{n // 60 + 1}", opens=n % 12 == 0))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"crowded-{lines}.png")
        paper.save(file)
        return project.save_page(_page_of(project, file, printed, LANGUAGES["en"], slips))


def slips_of(page: Page) -> list[Slip]:
    """Where the page's base reading is wrong and its second one is not, in reading order."""
    base, second = page.readings[0].lines, page.readings[1].lines
    return [
        Slip(page.id, line.id, offset, said, printed)
        for line in page.lines
        for offset, (said, printed) in enumerate(zip(base[line.id].text, second[line.id].text, strict=True))
        if said != printed
    ]


def _printed(lines: Sequence[dict[str, Any]], vertical: bool) -> Iterator[Printed]:
    """The true lines; a paragraph opens where one stands in from the line before it in its column."""
    before: Box | None = None
    for line in lines:
        box = Box(*line["bbox"])
        start = (lambda b: b.top) if vertical else (lambda b: b.left)
        opens = before is not None and 0.3 < (start(box) - start(before)) / min(box.width, box.height) < 3
        yield Printed(line["text"], box, ROLES.get(line["kind"], line["kind"]), line["article"], opens)
        before = box


def _regions(lines: Sequence[tuple[TextLine, Printed]]) -> Iterator[TextRegion]:
    """Lines of one kind that stand together, cut where a paragraph opens and where a column ends."""
    begins = [0]
    for n, ((_, a), (_, b)) in enumerate(pairwise(lines), 1):
        if (a.role, a.item) != (b.role, b.item) or b.opens or _is_apart(a, b):
            begins.append(n)
    for n, (start, end) in enumerate(pairwise([*begins, len(lines)])):
        here = lines[start:end]
        first = here[0][1]
        before = lines[start - 1][1] if start else first
        goes_on = bool(start) and not first.opens and (before.role, before.item) == (first.role, first.item)
        box = Box.around(line.box for line, _ in here)
        yield TextRegion(f"r_{n}", box, first.role, tuple(line for line, _ in here), first.item, goes_on)


def _is_apart(a: Printed, b: Printed) -> bool:
    """Whether the second of two lines stands in another column, or in another band of a vertical page."""
    if b.direction == "vertical":
        return a.box.overlap_y(b.box) == 0 or b.box.left > a.box.left
    return a.box.overlap_x(b.box) == 0 or b.box.top < a.box.top


def _page_of(
    project: Project, file: Path, printed: Sequence[Printed], kind: tuple[Language, Script], slips: int
) -> Page:
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    entry = project.add_sources([Source(str(file), sha256)])[0].entry
    lines = [
        TextLine(f"l_{entry.id}_{n}", p.box, p.box.polygon, (), p.direction, 0.7 * min(p.box.width, p.box.height), 3)
        for n, p in enumerate(printed)
    ]
    wrong = dict(_seed(printed, slips))
    base = {line.id: _text(p, wrong.get(n)) for n, (line, p) in enumerate(zip(lines, printed, strict=True))}
    true = {line.id: _text(p, None) for line, p in zip(lines, printed, strict=True)}
    with Image.open(file) as image:
        width, height = image.size
    items = sorted({p.item for p in printed if p.item})
    return Page(
        id=entry.id,
        source=entry.source,
        width=width,
        height=height,
        dpi=300,
        language=kind[0],
        script=kind[1],
        direction="horizontal",
        transform=Transform(),
        regions=tuple(_regions(list(zip(lines, printed, strict=True)))),
        items=tuple(map(Item, items)),
        separators=(),
        pictures=(),
        readings=(Reading("g_1", "typist", "hand", "1", base), Reading("g_2", "compositor", "hand", "1", true)),
        base="g_1",
    )


def _seed(printed: Sequence[Printed], slips: int) -> Iterator[tuple[int, int]]:
    """So many lines, spread over the page, each with the offset of a letter to get wrong."""
    able = [(n, at) for n, p in enumerate(printed) if (at := _weak_letters(p.text))]
    chance = random.Random(SEED)
    for n, offsets in _spread(able, slips):
        yield n, chance.choice(offsets)


def _weak_letters(text: str) -> list[int]:
    """The offsets of letters that may be taken for others; in Han text that has none, of its first character."""
    return [i for i, c in enumerate(text) if c in TAKEN_FOR] or [0] * (text[:1] >= "一")


def _spread(able: Sequence[tuple[int, list[int]]], count: int) -> Iterable[tuple[int, list[int]]]:
    return (able[len(able) * i // count] for i in range(min(count, len(able))))


def _text(printed: Printed, wrong: int | None) -> LineText:
    """What a reading says of a line; the letter at the offset `wrong` is another one, and unsure."""
    text = printed.text
    if wrong is not None:
        text = text[:wrong] + TAKEN_FOR.get(text[wrong], "〇") + text[wrong + 1 :]
    glyphs = [
        Glyph(c, _part(printed, i), UNSURE if i == wrong else SURE, ((printed.text[i], 0.3),) if i == wrong else ())
        for i, c in enumerate(text)
    ]
    return LineText(text, 0.9, tuple(_words(text, glyphs)))


def _part(printed: Printed, at: int) -> Box:
    """The box of a character, all taken to be alike."""
    box, count = printed.box, len(printed.text)
    if printed.direction == "vertical":
        return Box(box.left, box.top + box.height * at // count, box.right, box.top + box.height * (at + 1) // count)
    return Box(box.left + box.width * at // count, box.top, box.left + box.width * (at + 1) // count, box.bottom)


def _words(text: str, glyphs: Sequence[Glyph]) -> Iterator[Word]:
    start = 0
    for part in text.split(" "):
        here = tuple(glyphs[start : start + len(part)])
        if here:
            yield Word(part, Box.around(g.box for g in here), min(g.confidence or 0 for g in here), here)
        start += len(part) + 1
