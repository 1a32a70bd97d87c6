"""A description of a page goes in, a `Sheet` with its `Story`s comes out.

A description is a TOML file that someone can write by hand; tests/golden/typeset/README.md tells what may stand in it.
A story's words stand in the description, or in another one (`article = "en/3"` is the third story of the sample page
en), so that a layout can be described without writing a newspaper anew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from typesetting_lines import is_han, long_s
from typesetting_wear import WEARS, Wear

Entry = dict[str, Any]
FindEntry = Callable[[str], Entry]

SAMPLES = Path(__file__).parent / "sample_pages"
KINDS = ("body", "headline", "kicker", "deck", "subhead", "byline", "caption", "advert", "furniture")
# The faces of a page: body, headings, and what stands out in another way.
TYPE: Mapping[str, tuple[str, str, str]] = {
    "times": ("times", "times-bold", "times-italic"),
    "standard": ("standard", "standard-bold", "standard-italic"),
    "fraktur": ("fraktur", "fraktur", "fraktur"),
    "song": ("serif-zh", "sans-zh-bold", "serif-zh-bold"),
    "ming": ("serif-tc", "serif-tc-bold", "serif-tc-bold"),
}


@dataclass(frozen=True)
class Figure:
    """A picture round which a story's text runs.

    `at` is where it begins and how far it goes, in columns of the story (0.5 is the middle of the first), `down` how
    many lines of text stand above it, `ratio` its depth as a share of its width.
    """

    at: tuple[float, float]
    ratio: float
    down: float = 0.0
    caption: str = ""


@dataclass(frozen=True)
class Story:
    """One article or advert; what each field means is told in tests/golden/typeset/README.md."""

    columns: tuple[float, float]
    paragraphs: tuple[str, ...]
    headline: tuple[str, ...] = ()
    kicker: str = ""
    byline: str = ""
    byline_first: bool = False
    head_size: float = 1.8
    picture: float = 0.0
    rule: bool | str = False
    left: bool = False
    deck: str = ""
    into: int = 0
    head: tuple[float, float] | None = None
    reverse: bool = False
    frame: str = ""
    drop_cap: int = 0
    size: float = 1.0
    down: float = 0.0
    advert: bool = False
    display: tuple[tuple[float, str], ...] = ()
    figures: tuple[Figure, ...] = ()
    boxes: tuple[Story, ...] = ()

    @property
    def count(self) -> int:
        """How many items it is: itself and those in its boxes."""
        return 1 + sum(box.count for box in self.boxes)

    @property
    def printed(self) -> list[str]:
        """The paragraphs of its text, captions behind it."""
        return [*self.paragraphs, *(figure.caption for figure in self.figures if figure.caption)]


@dataclass(frozen=True)
class Sheet:
    """One page to print; sizes in pixels, `columns` counts the bands of a vertical page.

    `widths` are the columns' shares of the page where they are not of one width.
    """

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
    column_rules: bool | str = False
    mark: str = "-"
    widths: tuple[float, ...] = ()
    wear: Wear = field(default_factory=Wear)

    @property
    def items(self) -> list[Story]:
        """All stories as they are numbered: each is followed by those in its boxes."""
        return [item for story in self.stories for item in unpack(story)]


def unpack(story: Story) -> list[Story]:
    """A story and those in its boxes."""
    return [story, *(item for box in story.boxes for item in unpack(box))]


def faces_of(type_: str) -> dict[str, str]:
    """The face of each kind of line, in a type of TYPE."""
    body, heading, other = TYPE[type_]
    headings = dict.fromkeys(("headline", "subhead", "furniture"), heading)
    return dict.fromkeys(KINDS, body) | headings | dict.fromkeys(("kicker", "deck", "byline"), other)


def sample_entry(name: str) -> Entry:
    """What a sample page says of one of its stories: "en/3" is the third of tests/sample_pages/en.toml."""
    page, _, number = name.partition("/")
    stories = tomllib.loads((SAMPLES / f"{page}.toml").read_text(encoding="utf8"))["story"]
    entry: Entry = stories[int(number) - 1]
    return {key: entry[key] for key in ("headline", "kicker", "byline", "byline_first", "text") if key in entry}


def read_sheet(path: Path, find_entry: FindEntry = sample_entry) -> Sheet:
    """Read a page description; `find_entry` brings the words of stories that are named by `article`."""
    table: Entry = tomllib.loads(path.read_text(encoding="utf8"))
    reading = Reading(table["language"], bool(table.pop("fraktur", False)), find_entry)
    stories = tuple(reading.story(entry) for entry in table.pop("story"))
    furniture = tuple(reading.text(part) for part in table.pop("furniture"))
    wear = table.pop("wear", {})
    table["wear"] = replace(WEARS[wear.pop("like", "usual")], **wear)
    if "type" in table:
        table["faces"] = faces_of(table.pop("type"))
    if "widths" in table:
        table["widths"] = tuple(table["widths"])
        table["columns"] = len(table["widths"])
    if reading.fraktur:
        table["mark"] = "⸗"
    return Sheet(name=path.stem, stories=stories, furniture=furniture, **table)


@dataclass(frozen=True)
class Reading:
    """How the strings of one description are read: its language, whether in Fraktur, and where named words lie."""

    language: str
    fraktur: bool
    find_entry: FindEntry

    def text(self, text: str) -> str:
        """One string, with long s where the page is set in Fraktur."""
        return long_s(text).replace("-", "⸗") if self.fraktur else text

    def paragraphs(self, text: str) -> tuple[str, ...]:
        """Paragraphs are parted by blank lines; their own line breaks mean nothing."""
        joint = "" if is_han(self.language) else " "
        return tuple(self.text(joint.join(part.split("\n"))) for part in text.strip().split("\n\n") if part)

    def story(self, entry: Entry) -> Story:
        """One [[story]] table, or one [[story.box]] in it."""
        if "article" in entry:
            entry = self.find_entry(entry["article"]) | entry
            del entry["article"]
        columns = tuple(entry.pop("columns"))
        paragraphs = self.paragraphs(entry.pop("text", ""))
        headline = tuple(self.text(part) for part in entry.pop("headline", []))
        entry |= {key: self.text(entry[key]) for key in ("kicker", "deck", "byline") if key in entry}
        entry["display"] = tuple((float(size), self.text(line)) for size, line in entry.get("display", []))
        entry["figures"] = tuple(self.figure(figure) for figure in entry.pop("figure", []))
        entry["boxes"] = tuple(self.story(box) for box in entry.pop("box", []))
        return Story(columns=(columns[0], columns[1]), paragraphs=paragraphs, headline=headline, **entry)

    def figure(self, entry: Entry) -> Figure:
        """One [[story.figure]] table."""
        first, span = entry["at"]
        caption = self.text(entry.get("caption", ""))
        return Figure((first, span), entry["ratio"], entry.get("down", 0.0), caption)
