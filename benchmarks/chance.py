"""Pages of chance: a number goes in, a page of that kind comes out, in a layout that nobody described.

What no description holds cannot be tuned to. Each page takes its stories, grid, frames, boxes, pictures, rules, wear
and skew from a generator that its number starts, so that the same number gives the same page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from typesetting_description import Figure, Reading, Sheet, Story, faces_of
from typesetting_wear import WEARS

Entry = dict[str, Any]

# Widths of the page (heights of a vertical one), in pixels at 300 dpi.
LENGTHS = {"seed": (4150, 4500, 4900), "zh-vertical": (3100, 3400)}
LENGTHS_LATIN = (3300, 3900, 4300)
# From line to line, in ems.
LEADING = {"seed": (1.24, 1.36), "zh-vertical": (1.45, 1.55)}
LEADING_LATIN = (1.17, 1.25)
RULES: tuple[bool | str, ...] = (True, True, "double", "scotch", "dash", "ornament")
FRAMES = ("thin", "thick", "double")
WIDEST_COLUMN = 27  # ems
NARROWEST_COLUMN = {"seed": 13.5, "zh-vertical": 13.0}  # ems, of text without hyphens; else:
NARROWEST_LATIN = 14.0
GAIN = {"fraktur": 0.1}  # of the ink: the font's hairlines need it
LONG = 900  # letters: a story to hold a box or a picture (Chinese: a third of it)
SHORT = 450  # letters: a story to stand in a box


@dataclass(frozen=True)
class Stock:
    """A kind of page: its language and type, its stories by name, whether they run downwards, its wears and advert."""

    kind: str
    language: str
    type: str
    names: tuple[str, ...]
    wears: tuple[str, ...]
    furniture: tuple[str, ...]
    advert: tuple[str, str, str]

    @property
    def fraktur(self) -> bool:
        """Whether it is set in Fraktur, with the long s and double hyphens."""
        return self.type == "fraktur"


def _sample(page: str, *skipped: int, count: int = 9) -> tuple[str, ...]:
    return tuple(f"{page}/{n}" for n in range(1, count + 1) if n not in skipped)


STOCKS = (
    Stock("seed", "zh", "song", tuple(f"seed/a{n}" for n in range(1, 8)), ("usual", "heavy"), ("平湖新闻", "第2版"),
          ("家具商场", "迁址", "新址在东街十号，欢迎光临。")),
    Stock("en", "en", "times", _sample("en", 2), ("light",), ("The Saltmere Courier", "October 20, 1926", "Page Four"),
          ("PERRY’S", "Lamp Oil", "Sold in casks and cans by all respectable chandlers of the coast.")),
    Stock("de", "de", "standard", _sample("de", 2), ("light",), ("Möwenhafener Tageblatt", "10. Mai 1928", "Seite 4"),
          ("Krause", "Möbel am Fischmarkt", "Lieferung frei Haus mit eigenem Wagen, Zahlung in Raten.")),
    Stock("fr", "fr", "standard", _sample("fr", 4), ("light",), ("L’Écho de Portelune", "11 août 1909", "Page 4"),
          ("VÉLOS", "Maison Lambert", "Réparations en tous genres, location à l’heure et à la journée.")),
    Stock("zh-vertical", "zh-Hant", "ming", _sample("zh-vertical", 4), ("usual", "heavy"), ("雲岸日報", "第四版"),
          ("金鐘牌", "燈油", "各大商號均有發售，認明商標，庶不致誤。")),
    Stock("fraktur", "de", "fraktur", _sample("de-fraktur"), ("usual", "heavy"),
          ("Ostermühler Anzeiger", "Drittes Blatt"),
          ("Brandt", "Möbel am Markt", "Lieferung frei Haus mit eigenem Wagen, Zahlung in Raten.")),
)  # fmt: skip


def chance_sheet(stock: Stock, number: int, find_entry: Callable[[str], Entry]) -> Sheet:
    """The page of this number; `find_entry` brings the words of a story."""
    rng = Random(f"{stock.kind} {number}")
    em = rng.randint(42, 48)
    gap = round(em * rng.uniform(0.9, 1.4))
    vertical = stock.kind == "zh-vertical"
    length = rng.choice(LENGTHS.get(stock.kind, LENGTHS_LATIN))
    margin = round(em * rng.uniform(2.7, 4.5))
    narrowest = NARROWEST_COLUMN.get(stock.kind, NARROWEST_LATIN)
    columns = int(rng.uniform((length - 2 * margin) / (WIDEST_COLUMN * em), (length - 2 * margin) / (narrowest * em)))
    columns = max(3, columns)
    reading = Reading(stock.language, stock.fraktur, find_entry)
    names = rng.sample(stock.names, len(stock.names))
    stories = [reading.story({"article": name, "columns": [0, 1]}) for name in names]
    sheet = Sheet(
        name=f"{stock.kind}-{number}",
        language=stock.language,
        faces=faces_of(stock.type),
        length=length,
        columns=columns,
        em=em,
        pitch=round(em * rng.uniform(*LEADING.get(stock.kind, LEADING_LATIN))),
        gap=gap,
        margin=margin,
        furniture=stock.furniture,
        stories=(),
        vertical=vertical,
        column_rules=rng.choice((True, True, False, "broken")),
        mark="⸗" if stock.fraktur else "-",
        wear=replace(
            WEARS[rng.choice(stock.wears)],
            gain=GAIN.get(stock.kind, 0.0),
            skew=round(rng.uniform(-2.0, 2.0) * rng.random(), 2),
        ),
    )
    return replace(sheet, stories=tuple(_spread(rng, stock, sheet, stories)))


def _spread(rng: Random, stock: Stock, sheet: Sheet, stories: list[Story]) -> list[Story]:
    """Give every story its columns, where the page is least full, and its looks; adverts stand between them."""
    filled = [0.0] * sheet.columns
    placed: list[Story] = []
    long = LONG if not sheet.language.startswith("zh") else LONG // 3
    waiting = sorted(stories, key=lambda story: -_letters(story))[: max(7, 2 * sheet.columns)]
    boxed = _pop_short(rng, waiting, long) if rng.random() < 0.6 else None
    rng.shuffle(waiting)
    for story in waiting:
        span = _span(rng, sheet, _letters(story) / long)
        first = min(range(sheet.columns - span + 1), key=lambda n: (max(filled[n : n + span]), n))
        look = _look(rng, story, span, placed)
        if _letters(story) > long and span > 1:
            look = _with_inset(rng, look, span, boxed)
            boxed = None if look.boxes else boxed
        placed.append(replace(look, columns=(first, span)))
        depth = max(filled[first : first + span]) + (_letters(story) + 60 * span) / span
        filled[first : first + span] = [depth] * span
    if boxed is not None:
        placed.append(replace(boxed, columns=(filled.index(min(filled)), 1), rule=True))
    if rng.random() < 0.6:
        name, line, text = stock.advert
        first = filled.index(min(filled))
        advert = Story((first, 1), (text,), display=((2.0, name), (1.2, line)), advert=True, frame=rng.choice(FRAMES))
        placed.append(advert)
    return placed


def _letters(story: Story) -> int:
    return sum(len(part) for part in story.paragraphs)


def _pop_short(rng: Random, waiting: list[Story], long: int) -> Story | None:
    short = [story for story in waiting if _letters(story) < long * SHORT / LONG]
    chosen = rng.choice(short) if short else None
    if chosen is not None:
        waiting.remove(chosen)
    return chosen


def _span(rng: Random, sheet: Sheet, weight: float) -> int:
    """More columns for a longer story."""
    return max(1, min(sheet.columns, 4, round(weight * rng.uniform(0.8, 2.2))))


def _look(rng: Random, story: Story, span: int, placed: list[Story]) -> Story:
    """Size of the heading, rule or frame, and where the credit stands."""
    size = 1.5 + 0.35 * min(span, 4) + rng.uniform(-0.1, 0.3)
    frame = rng.choice(FRAMES) if rng.random() < 0.15 else ""
    rule = rng.choice(RULES) if placed and not frame else False
    return replace(story, head_size=size, rule=rule, frame=frame, byline_first=rng.random() < 0.5)


def _with_inset(rng: Random, story: Story, span: int, boxed: Story | None) -> Story:
    """A box or a picture in a long story, or a heading over some of its columns."""
    down = float(rng.randint(3, 7))
    if boxed is not None:
        box = replace(boxed, columns=(rng.randrange(span), 1), down=down, head_size=1.5, frame=rng.choice(FRAMES))
        return replace(story, boxes=(box,))
    if rng.random() < 0.3 and span > 2:
        return replace(story, head=(0, span - 1))
    if rng.random() < 0.6:
        start = rng.choice((0.0, 0.5, span - 1.5, span - 1.0))
        wide = 1.5 if start % 1 or (start + 1.5 <= span and rng.random() < 0.4) else 1.0
        return replace(story, figures=(Figure((start, min(wide, span - start)), rng.uniform(0.5, 0.9), down),))
    return story
