"""The page as data, in PAGE-XML's words: frozen values that every stage takes and gives.

Coordinates are pixels of the page image, origin top left; boxes are half-open (`right` and `bottom` are the
first pixel outside). Confidence is 0-1 or None. Ids are opaque and never reused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Language = Literal["zh", "zh-Hant", "en", "de", "fr"]
LANGUAGES: dict[str, Language] = {"zh": "zh", "zh-Hant": "zh-Hant", "en": "en", "de": "de", "fr": "fr"}
Script = Literal["latin", "fraktur", "han"]
Direction = Literal["horizontal", "vertical"]
Turn = Literal[0, 90, 180, 270]
Role = Literal["body", "headline", "kicker", "deck", "subhead", "inset", "credit", "caption", "jump", "furniture"]
ItemType = Literal["article", "advert", "notice", "obituary", "table", "serial", "picture"]

HEADING_ROLES: frozenset[Role] = frozenset({"headline", "kicker", "deck"})

TURNS: tuple[Turn, ...] = (0, 90, 180, 270)

Point = tuple[int, int]
Polygon = tuple[Point, ...]


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """An upright rectangle in pixels, half-open.

    >>> Box(0, 0, 10, 4).union(Box(5, 2, 20, 8))
    Box(left=0, top=0, right=20, bottom=8)
    """

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def area(self) -> int:
        """Area in square pixels; 0 for an empty box."""
        return max(0, self.width) * max(0, self.height)

    @property
    def center(self) -> tuple[float, float]:
        """The middle as (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def polygon(self) -> Polygon:
        """The four corners, clockwise from top left."""
        return (self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def intersection(self, other: Box) -> Box:
        """What both share; width or height may be 0 but never negative."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(left, top, max(left, min(self.right, other.right)), max(top, min(self.bottom, other.bottom)))

    def cut_to(self, width: int, height: int) -> Box:
        """The box inside a page of this size, a pixel wide and high at least."""
        left, top = min(max(0, self.left), max(0, width - 1)), min(max(0, self.top), max(0, height - 1))
        return Box(left, top, max(left + 1, min(self.right, width)), max(top + 1, min(self.bottom, height)))

    def overlap_x(self, other: Box) -> int:
        """Pixels of x that both cover; 0 when apart."""
        return max(0, min(self.right, other.right) - max(self.left, other.left))

    def overlap_y(self, other: Box) -> int:
        """Pixels of y that both cover; 0 when apart."""
        return max(0, min(self.bottom, other.bottom) - max(self.top, other.top))

    def gap_x(self, other: Box) -> int:
        """Pixels of x between both; negative where they overlap."""
        return max(self.left, other.left) - min(self.right, other.right)

    def gap_y(self, other: Box) -> int:
        """Pixels of y between both; negative where they overlap."""
        return max(self.top, other.top) - min(self.bottom, other.bottom)

    def is_level(self, other: Box, share: float = 0.5) -> bool:
        """Whether both have more than a share of the lower one's height in common, as pieces of one line have."""
        return self.overlap_y(other) > share * min(self.height, other.height)

    def moved(self, x: int, y: int) -> Box:
        """The box so much further right and down."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    @property
    def transposed(self) -> Box:
        """The box with x for y."""
        return Box(self.top, self.left, self.bottom, self.right)

    def grown(self, pixels: int, within: Box | None = None) -> Box:
        """The box with a margin on every side, cut to `within` when given."""
        box = Box(self.left - pixels, self.top - pixels, self.right + pixels, self.bottom + pixels)
        return box.intersection(within) if within else box

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box around all of them; raises ValueError when there are none."""
        every = list(boxes)
        if not every:
            raise ValueError("no boxes to surround")
        return Box(
            min(b.left for b in every),
            min(b.top for b in every),
            max(b.right for b in every),
            max(b.bottom for b in every),
        )


def new_id(prefix: str, *parts: object) -> str:
    """An opaque id from what makes the thing unique, so that the same scan always gets the same ids.

    >>> new_id("l", "p000001", Box(0, 0, 10, 4)) == new_id("l", "p000001", Box(0, 0, 10, 4))
    True
    """
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
    return f"{prefix}_{digest[:12]}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page image comes from: a file, a frame of it, and the part that was cut out of that frame.

    `path` is as given or inside the project, `sha256` that of the file's bytes, `frame` counts from 0, `crop` is
    None for a whole frame and else the half of a double page, in pixels of the upright (EXIF) frame. `turn` is by how
    many degrees that part is turned clockwise to be the page image: print that lay on its side or upside down.
    """

    path: str
    sha256: str
    frame: int = 0
    crop: Box | None = None
    turn: Turn = 0

    @property
    def name(self) -> str:
        """The file's own name, whichever system's path it stands in."""
        return self.path.replace("\\", "/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line: where it stands, not what it says.

    `polygon` surrounds the ink, `baseline` runs from its first to its last character; a vertical line is read
    from top to bottom. `glyph` is the usual height of its letters and `stroke` their usual thickness, in pixels (0.0:
    not measured).
    """

    id: str
    box: Box
    polygon: Polygon
    baseline: tuple[Point, ...] = ()
    direction: Direction = "horizontal"
    glyph: float = 0.0
    stroke: float = 0.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as an engine saw it, with what else it may be: texts with their chances, the likeliest first."""

    text: str
    box: Box
    confidence: float | None = None
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a line as an engine gave it: a word, or a single character of Han text."""

    text: str
    box: Box
    confidence: float | None = None
    glyphs: tuple[Glyph, ...] = ()


@dataclass(frozen=True, slots=True)
class LineText:
    """What one reading says of one line; `text` is as printed (Latin NFC, Han untouched)."""

    text: str
    confidence: float | None = None
    words: tuple[Word, ...] = ()

    def moved(self, to: Callable[[Box], Box]) -> LineText:
        """The same text with the boxes of its words and glyphs elsewhere, as in another image."""
        words = tuple(
            replace(word, box=to(word.box), glyphs=tuple(replace(g, box=to(g.box)) for g in word.glyphs))
            for word in self.words
        )
        return replace(self, words=words)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one engine run read on a page: immutable and named. `lines` maps line ids to texts."""

    id: str
    engine: str
    model: str
    version: str
    lines: Mapping[str, LineText]
    settings: Mapping[str, str] = field(default_factory=dict)
    run: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class TextRegion:
    """Lines of one kind that stand together: a paragraph's part within one column, a heading, a credit.

    `item` names the item it belongs to (None: furniture). `continues` says that its text goes on from the region
    before it in the same item, as a paragraph does from the foot of one column to the top of the next.
    """

    id: str
    box: Box
    role: Role
    lines: tuple[TextLine, ...]
    item: str | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Separator:
    """A printed rule: the box around it and its direction."""

    id: str
    box: Box
    direction: Direction


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, drawing or ornament: never read. `item` names the item it belongs to."""

    id: str
    box: Box
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A newspaper item on the page; its regions name it."""

    id: str
    type: ItemType = "article"


@dataclass(frozen=True, slots=True)
class Transform:
    """From page image to prepared image: turned by `angle` degrees (counter-clockwise) about the middle."""

    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what stands where, in reading order, and every reading of it.

    `regions` are in reading order. `readings` never change once made; `base` names the one that decisions build
    on. `notes` are honest words on the page for people ("blank page", "no Tesseract: read by rapidocr").
    """

    id: str
    source: Source
    width: int
    height: int
    dpi: int | None
    language: Language
    script: Script
    direction: Direction
    transform: Transform
    regions: tuple[TextRegion, ...]
    items: tuple[Item, ...]
    separators: tuple[Separator, ...]
    pictures: tuple[Picture, ...]
    readings: tuple[Reading, ...]
    base: str
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """All lines in reading order."""
        return tuple(line for region in self.regions for line in region.lines)

    @property
    def base_reading(self) -> Reading | None:
        """The reading that decisions build on; None for a page without text."""
        return next((r for r in self.readings if r.id == self.base), None)

    def text_of(self, line_id: str) -> str:
        """The base reading's text of a line; empty when it was not read."""
        reading = self.base_reading
        text = reading.lines.get(line_id) if reading else None
        return text.text if text else ""
