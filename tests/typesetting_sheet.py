"""A description file of tests/sample_pages goes in, placed lines, rules and pictures come out.

Everything here is measured along the lines of text (u) and across them (v), in pixels from the corner where reading
starts, so that one layout serves both directions: in horizontal text u runs right and v down, in vertical text u runs
down and v left, and a "column" of this file is a band (栏) of the page.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typesetting_lines import Column, Measure, SetLine, is_han, load_face, long_s, set_paragraph
from typesetting_wear import Wear

SUBHEAD_SPACE = 0.4
"""Space above and below a subhead, in line pitches."""
HEAD_PITCH = 1.22
STORY_SPACE = 0.95
RULED_STORY_SPACE = 0.7


@dataclass(frozen=True)
class Story:
    """One article as its description gives it; `picture` is the picture's depth as a share of its width."""

    columns: tuple[int, int]
    paragraphs: tuple[str, ...]
    headline: tuple[str, ...] = ()
    kicker: str = ""
    byline: str = ""
    byline_first: bool = False
    head_size: float = 1.8
    picture: float = 0.0
    rule: bool = False
    left: bool = False


@dataclass(frozen=True)
class Sheet:
    """One page to print; sizes in pixels, `columns` counts the bands of a vertical page."""

    name: str
    language: str
    faces: dict[str, str]
    length: int
    columns: int
    em: int
    pitch: int
    gap: int
    margin: int
    furniture: tuple[str, ...]
    stories: tuple[Story, ...]
    vertical: bool = False
    column_rules: bool = False
    mark: str = "-"
    wear: Wear = field(default_factory=Wear)

    @property
    def measure(self) -> float:
        """The width of one column (the depth of one band)."""
        return (self.length - 2 * self.margin - (self.columns - 1) * self.gap) / self.columns


@dataclass(frozen=True)
class Placed:
    """A line in its place: `u` along it, `v` its upper side across it; `size` and `pitch` in pixels."""

    kind: str
    story: int
    line: SetLine
    u: float
    v: float
    face: str
    size: int
    pitch: float


@dataclass(frozen=True)
class Block:
    """A rule line or a picture: from (u, v), so long and so wide."""

    u: float
    v: float
    length: float
    breadth: float


@dataclass
class Layout:
    """What has been placed so far; `skyline` is how far each column is filled, `walls` where no column rule may run."""

    skyline: list[float]
    lines: list[Placed] = field(default_factory=list)
    rules: list[Block] = field(default_factory=list)
    pictures: list[Block] = field(default_factory=list)
    walls: list[tuple[int, int, float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Item:
    """A line of the body before it has a column; `space` is left above and below it."""

    kind: str
    line: SetLine
    face: str
    space: float = 0.0


def read_sheet(path: Path) -> Sheet:
    """Read a page description; see any file in tests/sample_pages for its form."""
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf8"))
    stories = tuple(read_story(entry, table["language"], bool(table.get("fraktur"))) for entry in table.pop("story"))
    wear = Wear(**table.pop("wear", {}))
    furniture = tuple(read_text(part, bool(table.get("fraktur"))) for part in table.pop("furniture"))
    if table.pop("fraktur", False):
        table["mark"] = "⸗"
    return Sheet(name=path.stem, stories=stories, wear=wear, furniture=furniture, **table)


def read_text(text: str, fraktur: bool) -> str:
    """One string of the description, with long s where the page is set in Fraktur."""
    return long_s(text).replace("-", "⸗") if fraktur else text


def read_story(entry: dict[str, Any], language: str, fraktur: bool) -> Story:
    """One [[story]] table; paragraphs are parted by blank lines, their own line breaks mean nothing."""
    joint = "" if is_han(language) else " "
    paragraphs = tuple(
        read_text(joint.join(part.split("\n")), fraktur) for part in entry.pop("text").strip().split("\n\n")
    )
    headline = tuple(read_text(part, fraktur) for part in entry.pop("headline", []))
    entry |= {key: read_text(entry[key], fraktur) for key in ("kicker", "byline") if key in entry}
    first, span = entry.pop("columns")
    return Story(columns=(first, span), paragraphs=paragraphs, headline=headline, **entry)


def drawn(text: str) -> str:
    """What is drawn for a text: Fraktur faces have the double hyphen in the place of the plain one."""
    return text.replace("⸗", "-")


def measure_with(face: str, size: int) -> Measure:
    """The length of a text in a face, as set_paragraph asks for it."""
    font = load_face(face, size)
    return lambda text: font.getlength(drawn(text))


def place_sheet(sheet: Sheet) -> Layout:
    """Place all stories in the order of the description, each as high as the stories above it allow."""
    layout = Layout(skyline=[0.0] * sheet.columns)
    for number, story in enumerate(sheet.stories):
        place_story(layout, sheet, story, number)
    if sheet.column_rules:
        rule_columns(layout, sheet)
    return layout


def place_story(layout: Layout, sheet: Sheet, story: Story, number: int) -> None:
    """Picture, heading stack and body of one story, one under the other over its columns."""
    first, span = story.columns
    start = first * (sheet.measure + sheet.gap)
    length = span * sheet.measure + (span - 1) * sheet.gap
    v = max(layout.skyline[first : first + span])
    if v > 0:
        v += sheet.pitch * (RULED_STORY_SPACE if story.rule else STORY_SPACE)
    if v > 0 and story.rule:
        layout.rules.append(Block(start, v - sheet.pitch * 0.08, length, sheet.em / 12))
        v += sheet.pitch * RULED_STORY_SPACE
    top = v
    if story.picture:
        layout.pictures.append(Block(start, v, length, length * story.picture))
        v += length * story.picture + sheet.pitch * 0.4
    v = place_head(layout, sheet, story, number, (start, v, length))
    layout.walls.append((first, first + span, top - sheet.pitch, v))
    v = place_body(layout, sheet, story, number, v)
    layout.skyline[first : first + span] = [v] * span


def place_head(layout: Layout, sheet: Sheet, story: Story, number: int, at: tuple[float, float, float]) -> float:
    """Kicker, headline lines and a byline under them; returns where the body begins."""
    start, v, length = at
    rows = [("kicker", story.kicker, 0.56)] if story.kicker else []
    rows += [("headline", text, 1.0) for text in story.headline]
    for kind, text, share in rows:
        face = sheet.faces[kind]
        size = round(sheet.em * story.head_size * share)
        size = min(size, int(size * length / measure_with(face, size)(text)))
        pitch = size * HEAD_PITCH
        u = start if story.left else start + (length - measure_with(face, size)(text)) / 2
        layout.lines.append(Placed(kind, number, run_of(text, face, size, sheet), u, v, face, size, pitch))
        v += pitch
    v += sheet.pitch * 0.25 if rows else 0
    if story.byline and story.byline_first:
        line = run_of(story.byline, sheet.faces["byline"], sheet.em, sheet)
        u = start if story.left else start + (length - measure_with(sheet.faces["byline"], sheet.em)(story.byline)) / 2
        layout.lines.append(Placed("byline", number, line, u, v, sheet.faces["byline"], sheet.em, sheet.pitch))
        v += sheet.pitch * 1.1
    return v


def run_of(text: str, face: str, size: int, sheet: Sheet) -> SetLine:
    """A line that is not justified; Chinese characters are placed one by one."""
    if not sheet.vertical:
        return SetLine(text, ((0.0, text),))
    return SetLine(text, tuple((place * float(size), char) for place, char in enumerate(text)))


def body_items(sheet: Sheet, story: Story) -> list[Item]:
    """All lines of the body in order, with subheads and a byline at the end."""
    items: list[Item] = []
    face = sheet.faces["body"]
    indent = sheet.em * (2 if is_han(sheet.language) and not sheet.vertical else 1)
    column = Column(sheet.measure, indent, sheet.language, sheet.mark)
    for paragraph in story.paragraphs:
        if paragraph.startswith("## "):
            items.append(aside(sheet, paragraph[3:], "subhead", 0.5))
            continue
        kind = "caption" if story.picture else "body"
        lines = set_paragraph(paragraph, measure_with(face, sheet.em), column)
        items += [Item(kind, line, face) for line in lines]
    if story.byline and not story.byline_first:
        items.append(aside(sheet, story.byline, "byline", 1.0))
    return items


def aside(sheet: Sheet, text: str, kind: str, share: float) -> Item:
    """A subhead or closing byline: `share` of the spare room stands before it (1 sets it to the right)."""
    face = sheet.faces[kind]
    shift = (sheet.measure - measure_with(face, sheet.em)(text)) * share
    line = run_of(text, face, sheet.em, sheet)
    shifted = SetLine(line.text, tuple((place + shift, run) for place, run in line.runs))
    return Item(kind, shifted, face, sheet.pitch * SUBHEAD_SPACE if kind == "subhead" else 0.0)


def flow(items: list[Item], pitch: float, span: int, depth: float) -> list[tuple[int, float, Item]] | None:
    """Fill `span` columns of `depth` one after the other: (column, v, item) of each; None if they do not hold all."""
    column, v = 0, 0.0
    placed: list[tuple[int, float, Item]] = []
    for number, item in enumerate(items):
        needed = item.space * (2 if v else 1) + pitch
        if item.kind == "subhead" and number + 1 < len(items):
            needed += 2 * pitch
        if v + needed > depth + 1:
            column, v = column + 1, 0.0
            if column == span:
                return None
        v += item.space if v else 0.0
        placed.append((column, v, item))
        v += pitch + item.space
    return placed


def place_body(layout: Layout, sheet: Sheet, story: Story, number: int, top: float) -> float:
    """Flow the body into columns of the same depth; returns where the story ends."""
    first, span = story.columns
    items = body_items(sheet, story)
    depth = len(items) * sheet.pitch / span
    placed = flow(items, sheet.pitch, span, depth)
    while placed is None:
        depth += sheet.pitch * 0.5
        placed = flow(items, sheet.pitch, span, depth)
    for column, v, item in placed:
        u = (first + column) * (sheet.measure + sheet.gap)
        layout.lines.append(Placed(item.kind, number, item.line, u, top + v, item.face, sheet.em, sheet.pitch))
    return top + max((v + sheet.pitch for _, v, _ in placed), default=0.0)


def rule_columns(layout: Layout, sheet: Sheet) -> None:
    """Rule lines between columns wherever no heading or picture spans both."""
    for right in range(1, sheet.columns):
        u = right * (sheet.measure + sheet.gap) - sheet.gap / 2
        v, end = 0.0, min(layout.skyline[right - 1], layout.skyline[right])
        walls = sorted((top, bottom) for first, last, top, bottom in layout.walls if first < right < last)
        for top, bottom in [*walls, (end, end)]:
            if top - v > 3 * sheet.pitch:
                layout.rules.append(Block(u, v, -(top - v), sheet.em / 16))
            v = max(v, bottom)
