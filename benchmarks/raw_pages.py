r"""Raw pages of chance: stories go in, their text comes out as text extractors give it, with the truth.

A page takes its stories from a description (tests/sample_pages, benchmarks/pages/raw) and everything else from a
generator that its number starts: the width of the columns, where they are cut, indents and blank lines kept or lost,
credits that fell behind a neighbour, the lead's headline at the very end, numbers of pages. The same number gives the
same page; what no description holds cannot be tuned to.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from typesetting_description import SAMPLES, Reading
from typesetting_lines import Column, is_han, set_paragraph

from correction.plaintext_lines import measure

OWN = Path(__file__).parent / "pages" / "raw"
# Columns in half-width characters, and how many lines stand in one.
WIDTHS_HAN, WIDTHS_LATIN = (24, 28, 32, 36, 44), (24, 28, 32, 36, 42, 50)
DEPTH = (7, 40)
WIDE_CAPTION = 2.2  # columns
LONG = 5  # paragraphs: a story whose foot may stand behind its neighbour
MARKS = {True: ("⸗", "=", "-", "¬"), False: ("-", "-", "-", "¬")}
INDENTS_HAN, INDENTS_LATIN = ("", "", "　　", "    "), ("", "", "  ", "   ")


@dataclass(frozen=True)
class Story:
    """One article's words."""

    headline: tuple[str, ...]
    paragraphs: tuple[str, ...]
    kicker: str = ""
    byline: str = ""
    top: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Look:
    """How one page was set and extracted; the shares are the chance of a blank line at each such place."""

    language: str
    width: int
    depth: int
    indent: str
    mark: str
    before_head: float
    after_head: float
    between: float
    cuts: float
    lead_last: bool
    apart: bool
    spaced_heads: bool
    loose_figures: bool
    proportional: bool
    pages: str


@dataclass(frozen=True)
class RawPage:
    """A raw text and its articles in the form that score.py reads."""

    name: str
    text: str
    truth: dict[str, Any]


def chance_page(name: str, number: int) -> RawPage:
    """The raw page of this number from the stories of a description."""
    rng = Random(f"{name} {number}")
    language, fraktur, stories = _read(name)
    look = _look(rng, language, fraktur)
    chosen = rng.sample(stories, min(len(stories), rng.randint(5, 9)))
    longest = max(range(len(chosen)), key=lambda i: sum(map(len, chosen[i].paragraphs)))
    chosen.insert(0, chosen.pop(longest))
    chosen = [replace(story, top=bool(story.byline) and rng.random() < 0.5) for story in chosen]
    text = "\n".join(_print(rng, look, chosen))
    return RawPage(f"{name}-{number}", text, {"lang": language, "articles": [_truth(s) for s in chosen]})


def descriptions() -> list[str]:
    """The names of all descriptions that stories are taken from."""
    return sorted(path.stem for folder in (SAMPLES, OWN) for path in folder.glob("*.toml"))


def _read(name: str) -> tuple[str, bool, list[Story]]:
    """A description's language, whether it is in Fraktur, and its stories."""
    file = next(folder / f"{name}.toml" for folder in (SAMPLES, OWN) if (folder / f"{name}.toml").is_file())
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    reading = Reading(table["language"], bool(table.get("fraktur")), lambda _: {})
    stories = []
    for entry in table["story"]:
        kept = {key: reading.text(entry[key]) for key in ("kicker", "byline") if key in entry}
        heads = tuple(reading.text(line) for line in entry.get("headline", []))
        stories.append(Story(heads, reading.paragraphs(entry["text"]), **kept, wide="picture" in entry))
    return table["language"], reading.fraktur, stories


def _look(rng: Random, language: str, fraktur: bool) -> Look:
    han = is_han(language)
    return Look(
        language=language,
        width=rng.choice(WIDTHS_HAN if han else WIDTHS_LATIN),
        depth=rng.randint(*DEPTH),
        indent=rng.choice(INDENTS_HAN if han else INDENTS_LATIN),
        mark=rng.choice(MARKS[fraktur]),
        before_head=rng.choice((0.0, 0.5, 1.0, 1.0)),
        after_head=rng.choice((0.0, 0.5, 1.0)),
        between=rng.choice((0.0, 0.3, 1.0, 1.0)),
        cuts=rng.choice((0.0, 1.0, 1.0)),
        lead_last=rng.random() < 0.4,
        apart=rng.random() < 0.5,
        spaced_heads=rng.random() < 0.3,
        loose_figures=han and rng.random() < 0.5,
        proportional=not han and rng.random() < 0.6,
        pages=rng.choice(("", "", "\f", "number", "\fnumber")),
    )


def _print(rng: Random, look: Look, stories: list[Story]) -> Iterator[str]:
    """The lines of the page, one story after the other."""
    late: list[str] = []
    broken_after = rng.randint(1, len(stories) - 1)
    for i, story in enumerate(stories):
        lead = i == 0 and look.lead_last
        if i == broken_after and look.pages:
            yield from _last_headline(look, stories[0])
            yield from _page_break(look)
        elif i and rng.random() < look.before_head:
            yield ""
        yield from _head(rng, look, story, lead)
        yield from _body(rng, look, story)
        following = stories[i + 1] if i + 1 < len(stories) else None
        if late:
            yield from late
            late = []
        elif (
            story.byline
            and not story.top
            and look.apart
            and following
            and following.top
            and len(story.paragraphs) >= LONG
        ):
            late = [story.byline]
            continue
        if story.byline and not story.top:
            yield story.byline
    yield from late
    if not look.pages:
        yield from _last_headline(look, stories[0])


def _last_headline(look: Look, lead: Story) -> Iterator[str]:
    """The largest type of a page, which extractors write last."""
    if look.lead_last:
        yield ""
        yield from _display(look, lead.headline)


def _page_break(look: Look) -> Iterator[str]:
    if "number" in look.pages:
        yield "第2版" if is_han(look.language) else "2"
    if "\f" in look.pages:
        yield "\f"
    elif look.pages:
        yield ""


def _head(rng: Random, look: Look, story: Story, lead: bool) -> Iterator[str]:
    """Kicker, headline and a credit at the top; the lead's headline is left for the end."""
    yield from _display(look, (story.kicker,) if story.kicker else ())
    if not lead:
        yield from _display(look, story.headline)
    if rng.random() < look.after_head and (story.kicker or not lead):
        yield ""
    if story.top:
        yield story.byline
        if rng.random() < look.after_head / 2:
            yield ""


def _display(look: Look, lines: tuple[str, ...]) -> Iterator[str]:
    for i, line in enumerate(lines):
        yield " " + line if look.spaced_heads and i == 0 else line


def _body(rng: Random, look: Look, story: Story) -> Iterator[str]:
    """The paragraphs in lines; columns are cut at their foot wherever that is."""
    printed = rng.randrange(look.depth)
    for n, paragraph in enumerate(story.paragraphs):
        subhead = paragraph.startswith("## ")
        spaced = bool(look.between or look.before_head) if subhead else n > 0 and rng.random() < look.between
        if spaced and n:
            yield ""
        if subhead:
            yield from paragraph.removeprefix("## ").split(" ") if is_han(look.language) else [paragraph[3:]]
            continue
        if n and story.paragraphs[n - 1].startswith("## ") and look.after_head > 0.4:
            yield ""
        for i, line in enumerate(_set(rng, look, paragraph, story.wide)):
            if i and printed % look.depth == 0 and rng.random() < look.cuts:
                yield ""
            printed += 1
            yield line


def _set(rng: Random, look: Look, paragraph: str, wide: bool) -> list[str]:
    """One paragraph in lines of the column's width."""
    han = is_han(look.language)
    width = look.width * (WIDE_CAPTION if wide else 1)
    indent = 4 if han else len(look.indent)
    column = Column(width, indent, look.language, look.mark)
    size = _type_width if look.proportional else partial(measure, chinese=han)
    lines = [line.text for line in set_paragraph(paragraph, size, column)]
    if look.loose_figures:
        lines = [re.sub(r"(?<=[㐀-鿿])(\d+)", r" \1" if rng.random() < 0.3 else r"\1", line) for line in lines]
    return [look.indent + lines[0], *lines[1:]]


def _type_width(text: str) -> float:
    """Width of Latin text in printing type, in usual letters."""
    return sum(0.55 if c in "fijlrt.,;:'’-| " else 1.45 if c in "mwMW—" else 1.25 if c.isupper() else 1.0 for c in text)


def _truth(story: Story) -> dict[str, Any]:
    han = bool(re.search("[㐀-鿿]", story.headline[0]))
    article = {"headline": ("" if han else " ").join(story.headline), "body": list(story.paragraphs)}
    return article | {key: value for key in ("kicker", "byline") if (value := getattr(story, key))}
