r"""Bytes of a text file to text: encodings told from the bytes, files that are no text named.

In: bytes. Out: text, with line ends as they are. What cannot be decoded in a text that is sound otherwise becomes
U+FFFD, so that one broken byte costs one character.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from ocr.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OCR = "read it by: galley ocr FILE --project DIR"
_SAVE = "open it in its program and save it as plain text in UTF-8"
_UNPACK = "unpack it and give the text in it"
# What other files begin with: what each is, and what to do.
_OTHERS = (
    (b"%PDF-", "a PDF", _OCR),
    (b"\x89PNG", "a PNG picture", _OCR),
    (b"\xff\xd8\xff", "a JPEG picture", _OCR),
    (b"II*\0", "a TIFF picture", _OCR),
    (b"MM\0*", "a TIFF picture", _OCR),
    (b"GIF8", "a GIF picture", _OCR),
    (b"RIFF", "a picture or a recording", _OCR),
    (b"AT&TFORM", "a DjVu file", "turn it into a PDF, and " + _OCR),
    (b"\xd0\xcf\x11\xe0", "a document of an office program", _SAVE),
    (b"{\\rtf", "a rich text document", _SAVE),
    (b"PK\x03\x04", "a zip archive or an office document", f"{_UNPACK}, or {_SAVE}"),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"SQLite format 3", "a database", "export its text"),
)
SAMPLE = 65_536  # bytes that settle an encoding
# Bytes that no text has but by accident: a share of them above this, and the file is none. Random bytes have 0.11.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROLS, MOST_CONTROLS_UTF8 = 0.02, 0.3
# UTF-16 read rightly is nearly all print, with spaces or marks among it; read wrongly it has letters of all scripts.
_PLAUSIBLE = re.compile(
    "[\t-\r -~\xa0-\u024f\u2000-\u206f\u20a0-\u20bf\u2460-\u24ff\u25a0-\u25ff\u3000-\u30ff一-鿿！-｠]"
)
_GAPS = re.compile("[\t\n\r \u3000，。、]")
LEAST_PLAUSIBLE, LEAST_GAPS = 0.9, 0.01
# Share of a text's characters beyond ASCII that may be broken in UTF-8; another encoding breaks 0.4 and more.
MOST_BROKEN = 0.3
# Characters that a national set counts as frequent, by the first byte: GB 2312's rows 1-3 and first level, Big5's.
# Measured on the sample pages: 0.97-1.00 read rightly, 0.45-0.75 read as the other, 0.0-0.1 Latin letters.
_FREQUENT = {
    "gb18030": re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]"),
    "big5hkscs": re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
}
LEAST_FREQUENT = 0.6
_WESTERN = re.compile("[äöüßÄÖÜéèêëàâçîïôœùûÉÀÇñáíóúåæø“”„«»’–—]")


def decode(data: bytes) -> str:
    """Decode a text file: by its byte order mark, else UTF-8, UTF-16 where it is evident, or a national encoding.

    Those are GB 18030, Big5, Windows-1252 and Mac Roman. Raises InputError for bytes that are no text, which says what
    they are where that shows.

    >>> decode("平湖".encode("gb18030")), decode("Zürich".encode("cp1252"))
    ('平湖', 'Zürich')
    """
    _refuse_others(data)
    mark = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if mark:
        return data.decode(mark, errors="replace")
    wide = _wide_encoding(data) if b"\0" in data[:SAMPLE] else None
    if wide:
        return data.decode(wide, errors="replace")
    text = _decode_utf8(data)
    controls = len(_CONTROLS.findall(data[:SAMPLE])) / max(1, min(len(data), SAMPLE))
    if controls > (MOST_CONTROLS if text is None else MOST_CONTROLS_UTF8):
        raise InputError("this is not a text file", "give a plain text in UTF-8, GB 18030, Big5 or UTF-16")
    # Chinese on a single line has no zero byte in UTF-16.
    return data.decode(_wide_encoding(data) or _national_encoding(data), errors="replace") if text is None else text


def _refuse_others(data: bytes) -> None:
    """Raise InputError for a file that says by its first bytes that it is no text."""
    for opening, name, remedy in _OTHERS:
        if data.startswith(opening):
            raise InputError(f"this is {name}, not a text file", remedy)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-32 or UTF-16 without a mark, where the bytes make print only that way."""
    gaps: dict[str, int] = {}
    for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        text = data[: SAMPLE & ~3].decode(name, errors="replace")
        gaps[name] = len(_GAPS.findall(text))
        if len(_PLAUSIBLE.findall(text)) < LEAST_PLAUSIBLE * len(text) or gaps[name] < LEAST_GAPS * len(text):
            gaps[name] = 0
    best = max(gaps, key=lambda name: gaps[name])
    return best if gaps[best] else None


def _decode_utf8(data: bytes) -> str | None:
    """Decode UTF-8, lone surrogates and a few broken bytes as U+FFFD; None where it is another encoding."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        # WTF-8 and CESU-8: halves of one character that stand together become it, others are broken.
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    beyond = sum(1 for c in text if c > "\x7f") if len(text) <= SAMPLE else len(re.findall("[^\0-\x7f]", text))
    return text if text.count("\ufffd") <= MOST_BROKEN * beyond else None


def _national_encoding(data: bytes) -> str:
    """Tell the encodings that came before Unicode apart, by what each makes of the bytes beyond ASCII."""
    sample = b"\n".join(_lines_beyond_ascii(data))
    shares = {name: _frequent_share(sample, name) for name in _FREQUENT}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= LEAST_FREQUENT:
        return best
    letters = {name: len(_WESTERN.findall(sample.decode(name, errors="replace"))) for name in ("cp1252", "mac_roman")}
    return "mac_roman" if letters["mac_roman"] > 2 * letters["cp1252"] else "cp1252"


def _lines_beyond_ascii(data: bytes) -> Iterable[bytes]:
    """Lines that tell, SAMPLE bytes of them in all."""
    size = 0
    for match in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", data):
        yield match[0][:SAMPLE]
        size += len(match[0])
        if size >= SAMPLE:
            return


def _frequent_share(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that the encoding counts as frequent."""
    beyond = [c for c in sample.decode(encoding, errors="replace") if c > "\x7f"]
    frequent = _FREQUENT[encoding]
    return sum(frequent.fullmatch(c.encode(encoding, "replace")) is not None for c in beyond) / max(1, len(beyond))
