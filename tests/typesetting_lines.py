"""A paragraph goes in, justified lines come out: places to break, hyphens, kinsoku, and the fonts they are set in."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from math import ceil
from pathlib import Path
from typing import NamedTuple

import pyphen
from PIL import ImageFont

Measure = Callable[[str], float]
FullLine = tuple[list["Piece"], float]
"""The pieces of one line, and the width that they have."""

NO_LINE_START = set("。，、；：？！）」』》】”’…—·％%")
NO_LINE_END = set("（「『《【“‘■")
MOST_HYPHENS_IN_A_ROW = 5
SHORTEST_HYPHENATED = 5
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

# fontconfig family, style, number of the face in a collection, and the package that brings the font.
FACES: dict[str, tuple[str, str, str]] = {
    "serif-zh": ("Noto Serif CJK SC", "Regular", "Debian package fonts-noto-cjk"),
    "serif-zh-bold": ("Noto Serif CJK SC", "Bold", "Debian package fonts-noto-cjk"),
    "sans-zh-bold": ("Noto Sans CJK SC", "Bold", "Debian package fonts-noto-cjk"),
    "serif-tc": ("Noto Serif CJK TC", "Regular", "Debian package fonts-noto-cjk"),
    "serif-tc-bold": ("Noto Serif CJK TC", "Bold", "Debian package fonts-noto-cjk"),
    "times": ("Liberation Serif", "Regular", "Debian package fonts-liberation"),
    "times-bold": ("Liberation Serif", "Bold", "Debian package fonts-liberation"),
    "times-italic": ("Liberation Serif", "Italic", "Debian package fonts-liberation"),
    "sans-bold": ("Liberation Sans", "Bold", "Debian package fonts-liberation"),
    "standard": ("Old Standard TT", "Regular", "Debian package fonts-oldstandard"),
    "standard-bold": ("Old Standard TT", "Bold", "Debian package fonts-oldstandard"),
    "standard-italic": ("Old Standard TT", "Italic", "Debian package fonts-oldstandard"),
    "fraktur": (
        "UnifrakturMaguntia",
        "",
        "npm package @expo-google-fonts/unifrakturmaguntia (licence OFL; its .ttf goes into ~/.local/share/fonts)",
    ),
}


class FontMissingError(RuntimeError):
    """A face is not installed; the message names the package that brings it."""


class SetLine(NamedTuple):
    """One printed line: its text as printed, and what is drawn at which distance from the line's start (pixels)."""

    text: str
    runs: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is not broken.

    `glue` says that a space comes before it; `mark` is printed if the line ends after it, "" stands at a word's end.
    """

    text: str
    glue: bool = False
    mark: str | None = None


@lru_cache(maxsize=64)
def load_face(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The face `name` of FACES at `size` pixels; raises FontMissingError with the package to install."""
    family, style, package = FACES[name]
    pattern = f"{family}:style={style}" if style else family
    command = ["fc-match", "--format", "%{file}\t%{index}\t%{family}", pattern]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\t")
    except (OSError, subprocess.CalledProcessError) as error:
        raise FontMissingError("fc-match cannot be run; install the Debian package fontconfig") from error
    if len(found) != 3 or family not in found[2] or not Path(found[0]).is_file():
        raise FontMissingError(f"the font {family} {style} is not installed; it comes with the {package}")
    return ImageFont.truetype(found[0], size, index=int(found[1] or 0) & 0xFFFF)


def is_han(language: str) -> bool:
    """Whether the language is set without spaces."""
    return language.startswith("zh")


def long_s(text: str) -> str:
    """Write ſ by the rules of German Fraktur; "|" marks the joint of a compound, before which s stays round.

    >>> long_s("Haus|bau des Wassers, Diens|tag, Schul|haus")
    'Hausbau des Waſſers, Dienstag, Schulhaus'
    """
    return re.sub(r"s(?=[^\W\d_])", "ſ", text.replace("s|", "\0")).replace("\0", "s").replace("|", "")


def han_pieces(text: str) -> list[Piece]:
    """Every character by itself; runs of Latin letters and figures stay whole."""
    return [Piece(found) for found in re.findall(r"[0-9A-Za-z.%+\-]+|\S|\s", text)]


def western_pieces(text: str, language: str, mark: str) -> list[Piece]:
    """Words in syllables: a hyphen already in the word ends a piece without a mark of its own."""
    dictionary = pyphen.Pyphen(lang={"en": "en_US", "de": "de_DE", "fr": "fr_FR"}[language])
    text = re.sub(r" (?=[;:?!»])|(?<=«) ", NO_BREAK_SPACE, text)
    pieces: list[Piece] = []
    for word in text.split(" "):
        glue = bool(pieces)
        for part in re.findall(r"[^-⸗]+[-⸗]*|[-⸗]+", word):
            for piece in syllables(part, dictionary, mark):
                pieces.append(Piece(piece.text, glue, piece.mark))
                glue = False
    return pieces


def may_hyphenate(left: str, right: str) -> bool:
    """Two letters before and three after, among them a vowel; old German orthography parts neither s-t nor c-k."""
    if len(left) < 2 or len(right) < 3 or not re.search("[aeiouyäöüéèêàâîôûœ]", right):
        return False
    return not right.startswith("ck") and left[-1] + right[0] not in ("st", "ck")


def syllables(part: str, dictionary: pyphen.Pyphen, mark: str) -> list[Piece]:
    """One part of a word cut where it may be hyphenated; the last piece has no mark."""
    letters = max(re.finditer(r"[^\W\d_]+", part), key=lambda run: run.end() - run.start(), default=None)
    if letters is None or len(letters[0]) < SHORTEST_HYPHENATED or letters[0].isupper():
        return [Piece(part, mark="")]
    word = letters[0].replace("ſ", "s").lower()
    cuts = [cut for cut in dictionary.positions(word) if may_hyphenate(word[:cut], word[cut:])]
    edges = [0, *(letters.start() + cut for cut in cuts), len(part)]
    ends = [mark] * (len(edges) - 2) + [""]
    return [Piece(part[a:b], mark=end) for a, b, end in zip(edges, edges[1:], ends, strict=False)]


def may_end(pieces: list[Piece], at: int, han: bool) -> bool:
    """Whether a line may end before pieces[at]."""
    if at >= len(pieces):
        return True
    if han:
        return pieces[at].text[0] not in NO_LINE_START and pieces[at - 1].text[-1] not in NO_LINE_END
    before = pieces[at - 1]
    hyphened = before.mark == "" and before.text[-1:] in "-⸗" and len(before.text) > 2
    return pieces[at].glue or bool(before.mark) or hyphened


def break_lines(pieces: list[Piece], measure: Measure, rooms: Iterator[float], han: bool) -> list[FullLine]:
    """Fill each line as far as it goes; `rooms` gives the width of one after the other."""
    lines: list[FullLine] = []
    start, hyphens = 0, 0
    while start < len(pieces):
        room = next(rooms)
        end, used, best = start, 0.0, 0
        while end < len(pieces):
            piece = pieces[end]
            used += measure(piece.text) + (measure(" ") * 0.8 if piece.glue and end > start else 0)
            if used > room:
                break
            end += 1
            mark = pieces[end - 1].mark if end < len(pieces) and not pieces[end].glue else None
            fits = used + (measure(mark) if mark else 0) <= room
            if may_end(pieces, end, han) and fits and (not mark or hyphens < MOST_HYPHENS_IN_A_ROW):
                best = end
        best = best or max(end, start + 1)
        line = pieces[start:best]
        broken = best < len(pieces) and not pieces[best].glue and bool(line[-1].mark)
        hyphens = hyphens + 1 if broken else 0
        if broken:
            line = [*line[:-1], Piece(line[-1].text + (line[-1].mark or ""), line[-1].glue)]
        lines.append((line, room))
        start = best
    return lines


def set_line(line: list[Piece], measure: Measure, room: float, han: bool, justify: bool) -> SetLine:
    """Place the pieces of one line; spare room goes between words, in Chinese between characters."""
    words: list[str] = []
    for piece in line:
        if han or piece.glue or not words:
            words.append(piece.text)
        else:
            words[-1] += piece.text
    natural = sum(measure(word) for word in words)
    gap = 0.0 if han else measure(" ")
    if justify and len(words) > 1:
        gap = (room - natural) / (len(words) - 1)
    place, runs = 0.0, []
    for word in words:
        runs.append((place, word))
        place += measure(word) + gap
    text = ("" if han else " ").join(words).replace(NO_BREAK_SPACE, " ")
    return SetLine(unicodedata.normalize("NFC", text), tuple(runs))


@dataclass(frozen=True)
class Column:
    """What a paragraph is set into: width and first-line indent in pixels, language, hyphen at the line end."""

    width: float
    indent: float
    language: str
    mark: str = "-"


def set_paragraph(text: str, measure: Measure, column: Column, rooms: Iterator[float] | None = None) -> list[SetLine]:
    """Break and justify one paragraph; the last line is not stretched.

    `rooms` gives the width of one line after the other where something stands in the column; without it all are full.
    """
    han = is_han(column.language)
    pieces = han_pieces(text) if han else western_pieces(text, column.language, column.mark)
    shifts = chain([column.indent], repeat(0.0))
    given = (room - shift for room, shift in zip(rooms or repeat(column.width), shifts, strict=False))
    lines = break_lines(pieces, measure, given, han)
    made: list[SetLine] = []
    for number, (line, room) in enumerate(lines):
        set_one = set_line(line, measure, room, han, number < len(lines) - 1)
        made.append(shift_line(set_one, column.indent) if number == 0 else set_one)
    return made


def shift_line(line: SetLine, shift: float) -> SetLine:
    """The line with all that is drawn moved along it."""
    return SetLine(line.text, tuple((place + shift, run) for place, run in line.runs))


def fold_line(text: str, measure: Measure, width: float, language: str) -> tuple[str, ...]:
    """Cut a display line that is too long into as few lines of about one length as fit the width."""
    if measure(text) <= width:
        return (text,)
    han = is_han(language) and " " not in text
    pieces = han_pieces(text) if han else [Piece(word, n > 0, "") for n, word in enumerate(text.split(" "))]
    for count in range(ceil(measure(text) / width), len(pieces) + 1):
        for share in range(100, 160, 4):
            room = min(width, measure(text) / count * share / 100)
            lines = break_lines(pieces, measure, repeat(room), han)
            if len(lines) <= count:
                return tuple(("" if han else " ").join(piece.text for piece in line) for line, _ in lines)
    return (text,)
