"""The font of text that is searched and copied but never seen: its letters have a size, but no shape.

In: the texts of a document, letter by letter with widths. Out: their codes, and at the end a CID font with a ToUnicode
map of every character that was used. A glyph is a line there and back: it covers nothing, should a program paint it,
but fills its cell for programs that measure letters by their outline and leave out what is empty. A character has a
code for each of its widths, so that a line is one string: programs that get it in pieces put these in their own order.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence

from correction.exchange.pdf.file import Name, PdfFile, Ref, Value

UNITS = 1000  # of the em
STEP = 50  # units by which widths differ: few enough codes, and less than any program takes for a space
WIDEST = 30_000  # units; a TrueType font knows a bit more
ASCENT, DESCENT = 1000, -1  # a letter fills its cell from the base to the top; readers take 0 for "not said"
FONT_NAME = "GalleyHidden"
MOST_CODES = 0xFFFF
REPLACEMENT = "\ufffd"
_BLOCK = 100  # entries in one block of a ToUnicode map: PDF allows no more
_SYMBOLIC = 4
_CHECKSUM_MAGIC = 0xB1B0AFBA
_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class HiddenFont:
    """The codes of a document's characters of several widths, given in the order in which they are first used."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, int], int] = {(REPLACEMENT, STEP): 1}

    def encode(self, cells: Iterable[tuple[str, float]]) -> str:
        """Characters, each with its width in ems, as a string of two-byte codes.

        Widths are rounded so that each character ends where it should, not more than half a `STEP` off.

        >>> HiddenFont().encode([("a", 0.5), ("b", 0.5), ("a", 0.5)])
        '<000200030002>'
        """
        wanted, drawn, codes = 0.0, 0, []
        for letter, width in cells:
            wanted += width * UNITS
            units = min(max(STEP, round((wanted - drawn) / STEP) * STEP), WIDEST)
            drawn += units
            codes.append(f"{self._code(letter, units):04X}")
        return f"<{''.join(codes)}>"

    def _code(self, letter: str, units: int) -> int:
        code = self._codes.get((letter, units))
        if code is None:
            if len(self._codes) >= MOST_CODES:
                return self._nearest(letter, units)
            code = self._codes[letter, units] = len(self._codes) + 1
        return code

    def _nearest(self, letter: str, units: int) -> int:
        """The code of a letter's nearest width where there are no more codes: right text before right places."""
        known = [(abs(other - units), code) for (each, other), code in self._codes.items() if each == letter]
        return min(known)[1] if known else 1

    def write(self, file: PdfFile, ref: Ref) -> None:
        """Write the font under the number that pages refer to."""
        widths = sorted({units for _, units in self._codes})
        program = truetype(widths)
        font_file = file.add_packed({"Length1": len(program)}, program)
        descriptor = file.add(
            {
                "Type": Name("FontDescriptor"),
                "FontName": Name(FONT_NAME),
                "Flags": _SYMBOLIC,
                "FontBBox": [0, DESCENT, widths[-1], ASCENT],
                "ItalicAngle": 0,
                "Ascent": ASCENT,
                "Descent": DESCENT,
                "CapHeight": ASCENT,
                "StemV": 80,
                "FontFile2": font_file,
            }
        )
        # No code shows glyph 0: PDF/A forbids it, it says that a character is missing.
        glyphs = {units: glyph for glyph, units in enumerate(widths, 1)}
        places = b"".join(struct.pack(">H", glyphs[units]) for _, units in self._codes)
        descendant = file.add(
            {
                "Type": Name("Font"),
                "Subtype": Name("CIDFontType2"),
                "BaseFont": Name(FONT_NAME),
                "CIDSystemInfo": {"Registry": "Adobe", "Ordering": "Identity", "Supplement": 0},
                "FontDescriptor": descriptor,
                "DW": UNITS,
                "W": [1, [units for _, units in self._codes]],
                "CIDToGIDMap": file.add_packed({}, b"\0\0" + places),
            }
        )
        unicode = file.add_packed({}, self._to_unicode().encode("ascii"))
        font: dict[str, Value] = {"Type": Name("Font"), "Subtype": Name("Type0"), "BaseFont": Name(FONT_NAME)}
        font |= {"Encoding": Name("Identity-H"), "DescendantFonts": [descendant], "ToUnicode": unicode}
        file.add(font, ref)

    def _to_unicode(self) -> str:
        return f"{_CMAP_HEAD}{''.join(self._blocks())}{_CMAP_FOOT}"

    def _blocks(self) -> Iterator[str]:
        entries = [f"<{code:04X}> <{_utf16(letter)}>\n" for (letter, _), code in self._codes.items()]
        for start in range(0, len(entries), _BLOCK):
            block = entries[start : start + _BLOCK]
            yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"


def _utf16(letter: str) -> str:
    return letter.encode("utf-16-be", "replace").hex().upper()


def truetype(widths: Sequence[int]) -> bytes:
    """A TrueType font of a glyph for each width, behind one for no character, with the tables that PDF asks for."""
    advances = [UNITS, *widths]
    outlines = [b"", *(_glyph(width) for width in widths)]
    box, count = (0, DESCENT, max(widths), ASCENT), len(advances)
    ends = [sum(map(len, outlines[:i])) for i in range(count + 1)]
    tables = {
        "glyf": b"".join(outlines),
        "head": struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, UNITS, 0, 0, *box, 0, 8, 2, 1, 0),
        "hhea": struct.pack(">IhhhHhhhhhh8xhH", 0x10000, ASCENT, DESCENT, 0, box[2], 0, 0, box[2], 1, 0, 0, 0, count),
        "hmtx": b"".join(struct.pack(">Hh", advance, 0) for advance in advances),
        "loca": struct.pack(f">{len(ends)}I", *ends),
        "maxp": struct.pack(">IH13H", 0x10000, count, 2, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    font = _assembled(tables)
    adjustment = (_CHECKSUM_MAGIC - _checksum(font)) % 2**32
    head = font.index(tables["head"])
    return font[: head + 8] + struct.pack(">I", adjustment) + font[head + 12 :]


def _glyph(width: int) -> bytes:
    """One contour from corner to corner and back."""
    last_point, on_curve = 1, 1
    head = struct.pack(">hhhhhHH", 1, 0, DESCENT, width, ASCENT, last_point, 0)
    return head + struct.pack(">BBhhhh", on_curve, on_curve, 0, width, DESCENT, ASCENT - DESCENT)


def _assembled(tables: dict[str, bytes]) -> bytes:
    """The directory of a font and its tables, each beginning at a multiple of four bytes."""
    power = len(tables).bit_length() - 1
    search = 16 * 2**power
    directory = struct.pack(">IHHHH", 0x10000, len(tables), search, power, 16 * len(tables) - search)
    at, body = len(directory) + 16 * len(tables), b""
    for tag, data in sorted(tables.items()):
        directory += tag.encode("ascii") + struct.pack(">III", _checksum(data), at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return directory + body


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    numbers: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(numbers) % 2**32
