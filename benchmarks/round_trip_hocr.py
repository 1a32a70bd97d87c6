"""Pages out as hOCR, in and out again: what differs of what hOCR carries.

In: the bytes of a PAGE file, or of an hOCR file. Out: differences as pairs of a kind and words. A PAGE file is first
written as hOCR, which carries no more than one reading, whole percents of confidence, single spaces and straight
baselines; that much is compared.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

from round_trip_page import made

from correction.exchange.hocr.reader import read_hocr
from correction.exchange.hocr.writer import write_hocr
from correction.exchange.pagexml.reader import read_pagexml
from correction.exchange.printed import print_lines
from ocr.page import Page


def lost(data: bytes, seconds: Counter[str]) -> Iterator[tuple[str, str]]:
    """The differences of a page that is written, read, written and read; adds how long reading and writing took."""
    if b"PcGts" in data[:2000]:
        page = read_pagexml(data)
        begun = time.process_time()
        data = write_hocr(page, print_lines(page, {}))
        seconds["out"] += time.process_time() - begun
        yield from _against(page, data)
    begun = time.process_time()
    first = read_hocr(data)
    seconds["in"] += time.process_time() - begun
    again = read_hocr(write_hocr(first, print_lines(first, {})), first.id)
    if [reading.lines for reading in first.readings] != [reading.lines for reading in again.readings]:
        yield "text", "differs when it is written and read once more"
    for kind in ("regions", "items", "separators", "pictures"):
        if getattr(first, kind) != getattr(again, kind):
            yield kind, "differ when they are written and read once more"


def _against(page: Page, data: bytes) -> Iterator[tuple[str, str]]:
    back = read_hocr(data)
    said = [line for line in page.lines if page.text_of(line.id).strip()]
    if [line.id for line in said] != [line.id for line in back.lines]:
        yield "order", "of lines"
    there = {line.id: line for line in back.lines}
    readings = back.base_reading.lines if back.base_reading else {}
    for line in said:
        if there[line.id].box != line.box:
            yield "lines", f"{line.box} became {there[line.id].box}"
        text = " ".join(page.text_of(line.id).split())
        if readings[line.id].text != text:
            yield "text", f"{text} became {readings[line.id].text}"
    printed = print_lines(page, {})
    for name, text in readings.items():
        ours = [(word.text, word.box, _percent(word.confidence)) for word in printed[name].words]
        theirs = [(word.text, word.box, _percent(word.confidence)) for word in text.words]
        if ours != theirs:
            yield "words", f"{ours} became {theirs}"


def _percent(confidence: float | None) -> int | None:
    return None if confidence is None else round(100 * confidence)


def large() -> str:
    """Say how long a made page of 1,500 lines takes to be written."""
    page = made()
    begun = time.process_time()
    write_hocr(page, print_lines(page, {}))
    return f"a page of {len(page.lines)} lines: out {time.process_time() - begun:.2f} s"


def huge(size: int) -> Iterator[str]:
    """Read a file of so many bytes, whole and cut off."""
    page = made()
    once = write_hocr(page, print_lines(page, {}))
    start, end = once.index(b'<div class="ocr_carea"'), once.rindex(b"</div>")
    copies = (once[start:end].replace(b'id="', b'id="c%d' % n) for n in range(size // (end - start) + 1))
    data = once[:start] + b"".join(copies) + once[end:]
    yield f"a file of {len(data) // 1_000_000} MB was made"
    yield f"it was read: {len(read_hocr(data).lines)} lines"
    half = read_hocr(data[: len(data) // 2])
    yield f"half of it was read: {len(half.lines)} lines, {half.notes}"
