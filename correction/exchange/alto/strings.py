"""The words of a line as ALTO's Strings, with the white between them and the hyphen at the end.

In: a `PrintedLine`, what the engines read of it, and the line that it was imported as, if any. Out: String, SP and HYP
elements. A word that reads as it did when it was imported has the attributes that it had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from correction.exchange.alto.head import Builder
from correction.exchange.alto.ids import AltoIds
from correction.exchange.alto.layout import AltoLine
from correction.exchange.alto.measure import Measure
from correction.exchange.alto.original import Imported, Match
from correction.exchange.alto.terms import write_letters, write_number
from correction.exchange.alto.vocabulary import PLACE, elements_of, fits
from correction.exchange.alto.words import AltoString, part_of
from correction.exchange.printed import PrintedLine, PrintedWord, place_of_word
from correction.exchange.xml_names import legal
from correction.exchange.xml_tree import tag
from ocr.page import Box, Direction, LineText, Page, Reading, Word

# Two words stand at the same place when they share so much of the smaller one's box, and of the larger one's.
SAME_PLACE = 0.5
_BROKEN = ("SUBS_TYPE", "SUBS_CONTENT")
_SHAPE = ("STYLEREFS", "STYLE", "LANG")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every String of a page needs to know.

    `raw` says that places of the imported file can be written as they are. `kept` are the Strings of that file that
    read as they did, as does the other half of a broken word. `strict` says that a programme's rules go before what
    that file has: SP in every line, HYP and the whole word at every broken one.
    """

    build: Builder
    version: str
    page: Page
    measure: Measure
    imported: Imported | None
    raw: bool
    kept: frozenset[etree._Element]
    strict: bool
    pairs: list[tuple[etree._Element, etree._Element]]
    names: AltoIds


def kept_strings(imported: Imported, matches: Mapping[str, Mapping[str, Match]]) -> frozenset[etree._Element]:
    """The Strings of an imported file that read as they did, and so does the other half where a word is broken.

    `matches` are the words' by line, both by id.
    """
    same = {match.string.element for found in matches.values() for match in found.values() if match.same}
    strings = [string.element for line in imported.laid.lines for string in line.strings]
    halves = [each for each in strings if each.get("SUBS_TYPE") in ("HypPart1", "HypPart2")]
    found: set[etree._Element] = {each for each in strings if each in same and each not in halves}
    for i, each in enumerate(halves):
        step = 1 if each.get("SUBS_TYPE") == "HypPart1" else -1
        other = halves[i + step] if 0 <= i + step < len(halves) else None
        if each in same and (other is None or other in same):
            found.add(each)
    return frozenset(found)


def write_strings(
    sheet: Sheet, parent: etree._Element, printed: PrintedLine, line: AltoLine | None, matches: Mapping[str, Match]
) -> None:
    """Add the Strings of a line, SP where white space is printed, HYP where a broken word has its hyphen."""
    base = sheet.page.base_reading
    said = base.lines.get(printed.line.id) if base else None
    known = {(word.text, word.box): word for word in said.words} if said else {}
    changed = said is None or said.text != printed.text
    others = list(_others(sheet.page, printed.line.id, printed.text))
    gaps = _gaps(line)
    # A line that is as it was imported gets no SP that it had not.
    as_it_was = not sheet.strict and not changed and line is not None and not gaps
    for i, word in enumerate(printed.words):
        match = matches.get(word.id)
        read = known.get((word.text, word.box))
        element = _write_word(sheet, parent, printed, word, match, read)
        if changed and read is None and printed.reviewed:
            element.set("CS", "true")
        for text, purpose in _alternatives(word, others):
            sheet.build.add(element, "ALTERNATIVE", text, PURPOSE=purpose)
        if match and match.same:
            _refer(sheet, element, match.string)
        following = printed.words[i + 1] if i + 1 < len(printed.words) else None
        if following and word.spaced and not as_it_was:
            after = matches.get(following.id)
            gap = gaps.get((match.string.element, after.string.element)) if match and after else None
            _write_space(sheet, parent, printed, (word.box, following.box), gap)
        _write_hyphen(sheet, parent, printed, word, match)


def _write_word(
    sheet: Sheet,
    parent: etree._Element,
    printed: PrintedLine,
    word: PrintedWord,
    match: Match | None,
    read: Word | None,
) -> etree._Element:
    allowed = elements_of(sheet.version)["String"].allowed or frozenset()
    values: dict[str, str] = {"ID": sheet.names.of("w", word.id)}
    stem = _ends_apart(sheet, word, match)
    box = _stem_box(word, stem, printed.line.direction)
    values |= sheet.measure.place(box)
    values["CONTENT"] = legal(stem)
    if match:
        values |= _kept(sheet, match, allowed, is_apart=len(stem) < len(word.text))
    if not (match and match.same):
        values |= _rates(word, read, stem)
    if word.part and not any(key in values for key in _BROKEN) and not _stays(sheet, match):
        values |= {"SUBS_TYPE": "HypPart1" if word.part == "first" else "HypPart2", "SUBS_CONTENT": legal(word.whole)}
    return sheet.build.put(parent, "String", values)


def _ends_apart(sheet: Sheet, word: PrintedWord, match: Match | None) -> str:
    """The text of a word without the hyphen that stands in HYP."""
    if match and match.string.hyphen is not None:
        mark = match.string.mark
        return word.text.removesuffix(mark) or word.text if mark else word.text
    if _stays(sheet, match):
        return word.text
    return word.stem if word.part == "first" and word.mark and word.stem else word.text


def _stays(sheet: Sheet, match: Match | None) -> bool:
    """Whether a word is left as the imported file has it."""
    return match is not None and match.string.element in sheet.kept and not sheet.strict


def _stem_box(word: PrintedWord, stem: str, direction: Direction) -> Box:
    if len(stem) == len(word.text):
        return word.box
    return part_of(word.box, 0, len(stem), len(word.text), direction)


def _kept(sheet: Sheet, match: Match, allowed: frozenset[str], *, is_apart: bool) -> dict[str, str]:
    """What a String of the imported file still says: all where it reads as it did, else its place and its looks."""
    old = match.string.element
    is_placed = sheet.raw and (is_apart or match.same or match.string.hyphen is None)
    found = {}
    for key, value in ((str(key), str(value)) for key, value in old.items()):
        if key in PLACE:
            wanted = is_placed
        elif key in _BROKEN:
            wanted = match.same and old in sheet.kept
        else:
            wanted = key in _SHAPE or (match.same and key not in ("ID", "CONTENT"))
        if wanted and key in allowed and fits("String", key, value):
            found[key] = value
    return found


def _rates(word: PrintedWord, read: Word | None, stem: str) -> dict[str, str]:
    """Confidences of a word and of its letters, where they are known."""
    values = {}
    if word.confidence is not None and word.confidence == word.confidence:
        values["WC"] = write_number(min(1.0, max(0.0, word.confidence)))
    letters = [glyph.confidence for glyph in read.glyphs] if read else []
    if read and len(letters) == len(word.text):
        # Only what CONTENT has: letters that XML forbids are left out there.
        shown = [rate for letter, rate in zip(stem, letters, strict=False) if legal(letter)]
        rates = [rate for rate in shown if rate is not None]
        if rates and len(rates) == len(shown):
            values["CC"] = write_letters(rates)
    return values


def _refer(sheet: Sheet, element: etree._Element, string: AltoString) -> None:
    """Let what stands inside a String, and what its schema has no attribute for, be carried."""
    allowed = elements_of(sheet.version)["String"].allowed or frozenset()
    if len(string.element) or any(key not in allowed for key in string.element.attrib):
        sheet.pairs.append((element, string.element))


def _gaps(line: AltoLine | None) -> dict[tuple[etree._Element, etree._Element], etree._Element]:
    """The SP elements of an imported line by the Strings that they stand between."""
    found = {}
    before: etree._Element | None = None
    gap: etree._Element | None = None
    for piece in line.element if line else ():
        if tag(piece) == "SP":
            gap = piece
        elif tag(piece) == "String" and (piece.get("CONTENT") or "").strip():
            if before is not None and gap is not None:
                found[before, piece] = gap
            before, gap = piece, None
    return found


def _write_space(
    sheet: Sheet, parent: etree._Element, printed: PrintedLine, around: tuple[Box, Box], gap: etree._Element | None
) -> None:
    one, other = around
    line = printed.line.box
    if printed.line.direction == "vertical":
        white = Box(line.left, one.bottom, line.right, max(one.bottom, other.top))
    else:
        first, second = (other, one) if other.center[0] < one.center[0] else (one, other)
        white = Box(first.right, line.top, max(first.right, second.left), line.bottom)
    values = sheet.measure.place(white)
    if gap is not None and sheet.raw:
        values = _kept_place(gap) or values
    name = sheet.imported.name_of(gap) if sheet.imported and gap is not None else None
    if name and place_of_word(name) is None:  # what is called as a word would take the word's id
        values = {"ID": sheet.names.of("sp", name), **values}
    sheet.build.put(parent, "SP", values)


def _kept_place(old: etree._Element) -> dict[str, str]:
    return {key: value for key in sorted(PLACE) if (value := old.get(key)) is not None and fits("", key, value)}


def _write_hyphen(
    sheet: Sheet, parent: etree._Element, printed: PrintedLine, word: PrintedWord, match: Match | None
) -> None:
    stem = _ends_apart(sheet, word, match)
    old = match.string.hyphen if match and (match.same or len(stem) < len(word.text)) else None
    if old is not None:
        content = old.get("CONTENT") or ""
        values = _kept_place(old)
        if not sheet.raw and values:
            values = sheet.measure.place(_hyphen_box(word, stem or word.text, printed.line.direction))
        sheet.build.add(parent, "HYP", CONTENT=content, **values)
    elif len(stem) < len(word.text):
        values = sheet.measure.place(_hyphen_box(word, stem, printed.line.direction))
        sheet.build.add(parent, "HYP", CONTENT=word.text[len(stem) :], **values)


def _hyphen_box(word: PrintedWord, stem: str, direction: Direction) -> Box:
    box = word.box
    if len(stem) == len(word.text):  # the mark stands in both
        return part_of(box, len(stem) - 1, len(stem), len(stem), direction)
    rest = part_of(box, 0, len(stem), len(word.text), direction)
    if direction == "vertical":
        return replace(box, top=min(rest.bottom, box.bottom - 1))
    return replace(box, left=min(rest.right, box.right - 1))


def _others(page: Page, line: str, text: str) -> Iterator[tuple[Reading, LineText]]:
    """The readings of a line, not the base, that differ from its text and know where their words stand."""
    for reading in page.readings:
        said = reading.lines.get(line)
        if reading.id != page.base and said and said.text != text and said.words:
            yield reading, said


def _alternatives(word: PrintedWord, others: Sequence[tuple[Reading, LineText]]) -> Iterator[tuple[str, str]]:
    """What other readings say at the place of a word, where it is something else; each text once."""
    seen = {word.text}
    for reading, said in others:
        for each in said.words:
            if each.text not in seen and each.text.strip() and _is_same_place(word.box, each.box):
                seen.add(each.text)
                yield legal(each.text), f"{reading.engine} {reading.version}".strip()


def _is_same_place(one: Box, other: Box) -> bool:
    shared = one.overlap_x(other) * one.overlap_y(other)
    return shared > 0 and shared > SAME_PLACE * max(one.area, other.area)
