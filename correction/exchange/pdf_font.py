"""The font of text that is searched and copied but never seen: no letter of it has a shape.

In: the texts of a document. Out: their codes, and at the end a CID font that holds one empty glyph, with a ToUnicode
map of every character that was used. All characters are of one width: `Tz` stretches each word to its box.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from correction.exchange.pdf_file import Name, PdfFile, Ref, Value

UNITS = 1000  # of the em
WIDTH = 500  # of each character
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
    """The codes of a document's characters, given in the order in which they are first used."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {REPLACEMENT: 1}

    def encode(self, text: str) -> str:
        """A text as a string of two-byte codes; what is beyond all codes becomes the replacement character.

        >>> HiddenFont().encode("aba")
        '<000200030002>'
        """
        return f"<{''.join(f'{self._code(letter):04X}' for letter in text)}>"

    def _code(self, letter: str) -> int:
        code = self._codes.get(letter)
        if code is None:
            code = len(self._codes) + 1
            if code > MOST_CODES:
                return self._codes[REPLACEMENT]
            self._codes[letter] = code
        return code

    def write(self, file: PdfFile, ref: Ref) -> None:
        """Write the font under the number that pages refer to."""
        program = truetype()
        font_file = file.add_packed({"Length1": len(program)}, program)
        descriptor = file.add(
            {
                "Type": Name("FontDescriptor"),
                "FontName": Name(FONT_NAME),
                "Flags": _SYMBOLIC,
                "FontBBox": [0, DESCENT, WIDTH, ASCENT],
                "ItalicAngle": 0,
                "Ascent": ASCENT,
                "Descent": DESCENT,
                "CapHeight": ASCENT,
                "StemV": 80,
                "FontFile2": font_file,
            }
        )
        # Every code shows glyph 1: PDF/A forbids glyph 0, which says that a character is missing.
        glyphs = file.add_packed({}, b"\0\0" + b"\0\1" * len(self._codes))
        descendant = file.add(
            {
                "Type": Name("Font"),
                "Subtype": Name("CIDFontType2"),
                "BaseFont": Name(FONT_NAME),
                "CIDSystemInfo": {"Registry": "Adobe", "Ordering": "Identity", "Supplement": 0},
                "FontDescriptor": descriptor,
                "DW": WIDTH,
                "CIDToGIDMap": glyphs,
            }
        )
        unicode = file.add_packed({}, self._to_unicode().encode("ascii"))
        font: dict[str, Value] = {"Type": Name("Font"), "Subtype": Name("Type0"), "BaseFont": Name(FONT_NAME)}
        encoding: dict[str, Value] = {
            "Encoding": Name("Identity-H"),
            "DescendantFonts": [descendant],
            "ToUnicode": unicode,
        }
        file.add({**font, **encoding}, ref)

    def _to_unicode(self) -> str:
        return f"{_CMAP_HEAD}{''.join(self._blocks())}{_CMAP_FOOT}"

    def _blocks(self) -> Iterator[str]:
        entries = [f"<{code:04X}> <{_utf16(letter)}>\n" for letter, code in self._codes.items()]
        for start in range(0, len(entries), _BLOCK):
            block = entries[start : start + _BLOCK]
            yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"


def _utf16(letter: str) -> str:
    return letter.encode("utf-16-be", "replace").hex().upper()


def truetype() -> bytes:
    """A TrueType font of two empty glyphs with the tables that a CID font of PDF needs; the same bytes always."""
    box = (0, DESCENT, WIDTH, ASCENT)
    glyphs = 2
    tables = {
        "glyf": b"\0" * 4,  # nothing refers into it, but an empty table is taken for a missing one
        "head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 3, UNITS, 0, 0),
            *box,
            *(0, 8, 2, 0, 0),
        ),
        "hhea": struct.pack(">IhhhHhhhhhh8xhH", 0x10000, ASCENT, DESCENT, 0, WIDTH, 0, 0, 0, 1, 0, 0, 0, glyphs),
        "hmtx": struct.pack(">HhHh", WIDTH, 0, WIDTH, 0),
        "loca": struct.pack(">HHH", 0, 0, 0),
        "maxp": struct.pack(">IH13H", 0x10000, glyphs, *(0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)),
    }
    font = _assembled(tables)
    adjustment = (_CHECKSUM_MAGIC - _checksum(font)) % 2**32
    head = font.index(tables["head"])
    return font[: head + 8] + struct.pack(">I", adjustment) + font[head + 12 :]


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
