"""A story's text goes in, its lines in their places come out: column after column, round whatever stands in them.

Measured as in typesetting_sheet: u along the lines, v across them, in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from typesetting_description import Sheet, Story
from typesetting_lines import Column, Measure, SetLine, fold_line, is_han, load_face, set_paragraph, shift_line

SUBHEAD_SPACE = 0.4
"""Space above and below a subhead, in line pitches."""
NARROWEST, NARROWEST_HAN = 8.0, 5.0
"""Ems that must be left beside a picture or box for text to be set there, in letters and in Chinese."""
CAPITAL = 0.66
"""Height of a capital letter, in ems."""
CAP_GAP = 0.18
"""Between a drop capital and its lines, in ems."""


class FullError(Exception):
    """The columns do not hold the text."""


class Span(NamedTuple):
    """A column's stretch along the lines."""

    start: float
    width: float


class Rect(NamedTuple):
    """A place in which no line may stand."""

    u0: float
    v0: float
    u1: float
    v1: float


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
    reverse: bool = False


@dataclass(frozen=True)
class Job:
    """A story to be set: with its number among the page's items, and the measures of its type."""

    sheet: Sheet
    story: Story
    number: int

    @property
    def em(self) -> int:
        return round(self.sheet.em * self.story.size)

    @property
    def pitch(self) -> float:
        return self.sheet.pitch * self.story.size

    def face(self, kind: str) -> str:
        return self.sheet.faces.get(kind, self.sheet.faces["body"])

    def place(self, kind: str, text: str, at: tuple[float, float], size: int, pitch: float) -> Placed:
        """A line that is not justified, at (u, v)."""
        face = self.face(kind)
        return Placed(kind, self.number, run_of(text, size, self.sheet.vertical), *at, face, size, pitch)


@dataclass(frozen=True)
class Matter:
    """A paragraph, or a line by itself with `share` of the spare room before it; `space` stands above and below."""

    kind: str
    text: str
    share: float | None = None
    space: float = 0.0
    cap: int = 0


def drawn(text: str) -> str:
    """What is drawn for a text: Fraktur faces have the double hyphen in the place of the plain one."""
    return text.replace("⸗", "-")


@lru_cache(maxsize=200_000)
def length_of(face: str, size: int, text: str) -> float:
    """The length of a text in a face."""
    return load_face(face, size).getlength(drawn(text))


def measure_with(face: str, size: int) -> Measure:
    """The length of a text in a face, as set_paragraph asks for it."""
    return lambda text: length_of(face, size, text)


def run_of(text: str, size: int, vertical: bool) -> SetLine:
    """A line that is not justified; the characters of a vertical one are placed one by one."""
    if not vertical:
        return SetLine(text, ((0.0, text),))
    return SetLine(text, tuple((place * float(size), char) for place, char in enumerate(text)))


def matter_of(job: Job) -> list[Matter]:
    """All of a story's body in order, with subheads and a byline at the end."""
    story = job.story
    kind = "caption" if story.picture else "advert" if story.advert else "body"
    matter: list[Matter] = []
    for paragraph in story.paragraphs:
        if paragraph.startswith("## "):
            matter.append(Matter("subhead", paragraph[3:], 0.5, job.pitch * SUBHEAD_SPACE))
        else:
            matter.append(Matter(kind, paragraph, cap=0 if matter else story.drop_cap))
    if story.byline and not story.byline_first:
        matter.append(Matter("byline", story.byline, 1.0))
    return matter


@dataclass
class Pen:
    """Where the next line goes: down one column after the other, `depth` deep, past what stands in them."""

    columns: tuple[Span, ...]
    top: float
    depth: float
    pitch: float
    narrowest: float
    obstacles: list[Rect] = field(default_factory=list)
    column: int = 0
    v: float = 0.0

    def next_place(self, above: float = 0.0, below: float = 0.0, keep: float = 0.0) -> tuple[float, float, float]:
        """(u, v, width) of the next line, its space and the room that must be left under it; FullError at the end."""
        while self.column < len(self.columns):
            at = self.v + (above if self.v else 0.0)
            if at + self.pitch + below + keep > self.depth + 1:
                self.column, self.v = self.column + 1, 0.0
                continue
            blocked = [r for r in self.obstacles if r.v0 - self.top < at + self.pitch and r.v1 - self.top > at]
            free = widest(self.columns[self.column], blocked)
            if free.width >= self.narrowest:
                self.v = at + self.pitch + below
                return free.start, self.top + at, free.width
            self.v = min(r.v1 for r in blocked) - self.top
        raise FullError


def widest(column: Span, blocked: list[Rect]) -> Span:
    """The widest stretch of a column that is free."""
    best, start = Span(column.start, 0.0), column.start
    end = column.start + column.width
    for u0, u1 in [*sorted((r.u0, r.u1) for r in blocked), (end, end)]:
        if min(u0, end) - start > best.width:
            best = Span(start, min(u0, end) - start)
        start = max(start, u1)
    return best


def flow(job: Job, columns: tuple[Span, ...], top: float, depth: float, obstacles: list[Rect]) -> list[Placed]:
    """Set the whole body into columns of one depth; raises FullError if they do not hold it."""
    ems = NARROWEST_HAN if is_han(job.sheet.language) else NARROWEST
    narrowest = min(ems * job.em, 0.8 * min(column.width for column in columns))
    pen = Pen(columns, top, depth, job.pitch, narrowest, list(obstacles))
    placed: list[Placed] = []
    matter = matter_of(job)
    for number, each in enumerate(matter):
        if each.share is None:
            placed += flow_paragraph(job, pen, each)
        else:
            keep = 2 * job.pitch if each.kind == "subhead" and number + 1 < len(matter) else 0.0
            placed += flow_aside(job, pen, each, keep)
    return placed


def flow_aside(job: Job, pen: Pen, matter: Matter, keep: float) -> list[Placed]:
    """A subhead or closing byline; cut where the column is too narrow, a Chinese subhead also at its gaps."""
    measure = measure_with(job.face(matter.kind), job.em)
    han = matter.kind == "subhead" and is_han(job.sheet.language)
    parts = matter.text.split(" ") if han else [matter.text]
    width = min(column.width for column in pen.columns)
    lines = [line for part in parts for line in fold_line(part, measure, width, job.sheet.language)]
    placed: list[Placed] = []
    for number, text in enumerate(lines):
        above = matter.space if number == 0 else 0.0
        below = matter.space if number == len(lines) - 1 else 0.0
        left = (len(lines) - 1 - number) * job.pitch + (keep if number == 0 else 0.0)
        u, v, width = pen.next_place(above, below, left)
        line = shift_line(run_of(text, job.em, job.sheet.vertical), (width - measure(text)) * (matter.share or 0.0))
        placed.append(Placed(matter.kind, job.number, line, u, v, job.face(matter.kind), job.em, job.pitch))
    return placed


def flow_paragraph(job: Job, pen: Pen, matter: Matter) -> list[Placed]:
    """A justified paragraph; a drop capital stands in the way of its first lines like a picture."""
    face, text = job.face(matter.kind), matter.text
    places: list[tuple[float, float]] = []
    placed: list[Placed] = []
    if matter.cap:
        placed.append(place_capital(job, pen, text[0], matter.cap))
        text = text[1:]
    indent = 0.0 if matter.cap or job.story.advert else first_indent(job)

    def rooms() -> Iterator[float]:
        while True:
            u, v, width = pen.next_place()
            places.append((u, v))
            yield width

    column = Column(0.0, indent, job.sheet.language, job.sheet.mark)
    lines = set_paragraph(text, measure_with(face, job.em), column, rooms())
    for line, (u, v) in zip(lines, places, strict=True):
        placed.append(Placed(matter.kind, job.number, line, u, v, face, job.em, job.pitch))
    return placed


def first_indent(job: Job) -> float:
    """Two characters in horizontal Chinese, one em elsewhere."""
    return job.em * (2 if is_han(job.sheet.language) and not job.sheet.vertical else 1)


def place_capital(job: Job, pen: Pen, letter: str, rows: int) -> Placed:
    """A letter as high as `rows` lines of text, with its foot on the last of them."""
    size = round(job.em + (rows - 1) * job.pitch / CAPITAL)
    u, v, _ = replace(pen).next_place(keep=(rows - 1) * job.pitch)
    foot = v + (rows - 1) * job.pitch + (job.pitch - job.em) / 2 + 0.86 * job.em
    width = measure_with(job.face("headline"), size)(letter) + CAP_GAP * job.em
    pen.obstacles.append(Rect(u, v, u + width, v + rows * job.pitch - 1))
    line = SetLine(letter, ((0.0, letter),))
    return Placed("body", job.number, line, u, foot - 0.86 * size, job.face("headline"), size, size)
