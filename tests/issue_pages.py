"""Pages of an issue written in plain text, as the cases of golden/jumps are, and projects of them with drawn scans."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import get_args

from golden_cases import Case
from page_readers import make_page
from PIL import Image, ImageDraw, ImageFont

from correction.store import Placement, Project, create_project
from ocr.layout.jumps import parse_jump
from ocr.page import Box, Item, Language, LineText, Page, Reading, Role, Source, TextLine, TextRegion

COURIER = """[The Courier]
= Rain
It rained all the night, and in the
morning the river stood
Continued on page 2
--
= Trade
Corn is dearer.
[2]
Continued from page 1
higher than it ever had.
--
= Wages
They are low.
--
= Ships
None came.
[3]
Continued from page 2
The merchants lost a great deal by it.
"""


def written(text: str, language: str = "en") -> Case:
    """A case of which only the text counts."""
    return Case(Path("none"), "none", language, text, "")


def issue_project(root: Path, text: str = COURIER, language: str = "en") -> list[Page]:
    """A new project with one issue of the pages that are written, whose scans are drawn."""
    with closing(create_project(root)) as project:
        title = project.add_title("The Courier")
        issue = project.add_issue(title.id, "1895-07-06").id
        pages = [_drawn(project, page, root.parent) for page in pages_of(written(text, language))]
        project.place_pages([Placement(page.id, issue, n, str(n)) for n, page in enumerate(pages, 1)])
        return pages


def _drawn(project: Project, page: Page, folder: Path) -> Page:
    """The page with a scan of its lines, saved."""
    paper = Image.new("L", (page.width, page.height), 235)
    draw, font = ImageDraw.Draw(paper), ImageFont.load_default(16)
    for line in page.lines:
        draw.text((line.box.left + 4, line.box.top + 4), page.text_of(line.id), 20, font)
    draw.text((200, page.height - 20), page.id, 60, font)  # no two scans are the same file
    file = folder / f"{page.id}.png"
    paper.save(file)
    source = Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest())
    entry = project.add_sources([source])[0].entry
    return project.save_page(replace(page, id=entry.id, source=entry.source))


def pages_of(case: Case) -> list[Page]:
    """The pages of a case: [folio] begins one, -- an article, = a heading, a blank line a paragraph."""
    pages: list[Page] = []
    language = next(each for each in get_args(Language) if each == case.language)
    for sheet in ("\n" + case.given).split("\n[")[1:]:
        furniture, _, text = sheet.partition("]")
        page_id = f"p{len(pages) + 1:06}"
        regions = [_region(page_id, 0, "furniture", [furniture], None)]
        said = {regions[0].lines[0].id: furniture}
        for n, item in enumerate(text.strip().split("\n--\n")):
            for role, lines in _parts(item):
                regions.append(_region(page_id, len(said), role, lines, f"a_{page_id}_{n}"))
                said |= {line.id: words for line, words in zip(regions[-1].lines, lines, strict=True)}
        reading = Reading("g_1", "typist", "hand", "1", {key: LineText(words) for key, words in said.items()})
        items = tuple(Item(item) for item in dict.fromkeys(r.item for r in regions) if item)
        page = make_page(page_id)
        pages.append(
            replace(page, language=language, regions=tuple(regions), items=items, readings=(reading,), base="g_1")
        )
    return pages


def _parts(item: str) -> list[tuple[Role, list[str]]]:
    parts: list[tuple[Role, list[str]]] = []
    role: Role | None = None
    for line in item.split("\n"):
        now: Role | None = None
        if line:
            now = "headline" if line.startswith("= ") else "jump" if parse_jump(line) else "body"
        if now is not None and now == role:
            parts[-1][1].append(line.removeprefix("= "))
        elif now is not None:
            parts.append((now, [line.removeprefix("= ")]))
        role = now
    return parts


def _region(page_id: str, first: int, role: Role, texts: list[str], item: str | None) -> TextRegion:
    lines = [
        TextLine(f"l_{page_id}_{first + i}", box, box.polygon)
        for i in range(len(texts))
        for box in [Box(0, 40 * (first + i), 400, 40 * (first + i) + 30)]
    ]
    return TextRegion(f"r_{page_id}_{first}", Box.around(line.box for line in lines), role, tuple(lines), item, False)
