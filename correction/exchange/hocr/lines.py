"""Lines of hOCR files: their places, their words, their texts.

In: an element that is a line. Out: a `TextLine` and the `LineText` that it says. White space in the file parts words,
but for Han characters of tools that part them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from correction.exchange.hocr.tree import box_of, inside, kinds, numbers, points_of, properties
from correction.exchange.hocr.writer import SOFT_HYPHEN
from correction.exchange.letters import is_wide
from ocr.page import Box, Direction, Glyph, LineText, Point, TextLine, Word

WORDS = ("ocrx_word", "ocr_word")
GLYPHS = ("ocrx_cinfo", "ocr_cinfo", "ocr_glyph")
_UPRIGHT_TURNS = (90, 270)  # textangle of lines that run down or up the page


def read_line(element: etree._Element, name: str, wide: bool, cut: Callable[[Box], Box]) -> tuple[TextLine, LineText]:
    """Read a line; `wide` says that white space between Han characters is none, `cut` brings boxes inside the page."""
    said = properties(element)
    words = [each for each in inside(element, *WORDS) if next(inside(each, *WORDS), None) is None]
    last = words[-1] if words else element
    read = [word for each in words if (word := _word(each, each is last, cut))]
    box = box_of(said)
    if box is None:
        box = Box.around(word.box for word in read) if read else Box(0, 0, 0, 0)
    box = cut(box)
    direction = _direction(element, said)
    outline = points_of(said.get("poly"))
    outline = tuple((place.left, place.top) for x, y in outline for place in (cut(Box(x, y, x, y)),))
    polygon = outline if len(outline) >= 3 else box.polygon
    line = TextLine(name, box, polygon, _baseline(said, box) if direction == "horizontal" else (), direction)
    text = _joined(element, wide, last) if words else " ".join(_hyphened(element, "".join(_texts(element))).split())
    known = [word.confidence for word in read if word.confidence is not None]
    sure = sum(known) / len(known) if known else _share(said.get("x_conf") or said.get("x_wconf"))
    return line, LineText(text, sure, tuple(read))


def _texts(element: etree._Element) -> Iterator[str]:
    return (str(text) for text in element.itertext())


def _word(element: etree._Element, is_last: bool, cut: Callable[[Box], Box]) -> Word | None:
    text, said = word_text(element, is_last), properties(element)
    box = box_of(said)
    if not text or box is None:
        return None
    glyphs = []
    for each in inside(element, *GLYPHS):
        place = properties(each)
        if inner := box_of(place):
            glyphs.append(Glyph("".join(_texts(each)).strip(), cut(inner), _share(place.get("x_conf"))))
    return Word(text, cut(box), _share(said.get("x_wconf") or said.get("x_conf")), tuple(glyphs))


def word_text(element: etree._Element, is_last: bool) -> str:
    """What a word says, the soft hyphen at its line's end as the printed one; single characters stand close."""
    letters = ["".join(_texts(each)).strip() for each in inside(element, *GLYPHS)]
    text = "".join(letters) or " ".join("".join(_texts(element)).split())
    return _hyphened(element, text) if is_last else text


def _hyphened(element: etree._Element, text: str) -> str:
    text = text.rstrip()
    if not text.endswith(SOFT_HYPHEN):
        return text
    return text.removesuffix(SOFT_HYPHEN) + element.get("data-hyphen", "-")


def _joined(line: etree._Element, wide: bool, last: etree._Element) -> str:
    """The words of a line with the spaces that the file has between them."""
    text, spaced = "", False
    for piece, is_word in _pieces(line, last):
        if not is_word and not piece.strip():
            spaced = spaced or bool(piece)
            continue
        close = not text or not spaced or (wide and is_wide(text[-1]) and is_wide(piece[0]))
        text += piece if close else f" {piece}"
        spaced = False
    return text


def _pieces(element: etree._Element, last: etree._Element) -> Iterator[tuple[str, bool]]:
    """A line's words, and what stands between them, in order."""
    if element.text:
        yield (" " if element.text.isspace() else element.text.strip()), False
    for each in element:
        if not isinstance(each.tag, str):
            pass
        elif not kinds(each).isdisjoint(WORDS):
            if text := word_text(each, each is last):
                yield text, True
        else:
            yield from _pieces(each, last)
        if each.tail:
            yield (" " if each.tail.isspace() else each.tail.strip()), False


def _direction(element: etree._Element, said: dict[str, list[str]]) -> Direction:
    angle = numbers(said.get("textangle"))
    style = "".join(each.get("style") or "" for each in (element, *element.iterancestors()))
    turned = bool(angle) and round(angle[0]) % 360 in _UPRIGHT_TURNS
    return "vertical" if turned or "vertical-" in style.replace(" ", "") else "horizontal"


def _baseline(said: dict[str, list[str]], box: Box) -> tuple[Point, ...]:
    """The two ends of a baseline that is given by its slope and its offset from the box's lower left corner."""
    found = numbers(said.get("baseline"))
    if len(found) != 2:
        return ()
    slope, offset = found
    ends = ((x, round(box.bottom + offset + slope * (x - box.left))) for x in (box.left, box.right))
    return tuple((x, max(0, y)) for x, y in ends)


def _share(values: list[str] | None) -> float | None:
    """A confidence of 0 to 100 as 0 to 1."""
    found = numbers(values)
    return min(1.0, max(0.0, found[0] / 100)) if found else None
