"""Whether the text of exported PDFs comes out as it was reviewed, and where it is printed; what an export costs.

`python benchmarks/pdf_text.py PROJECT` exports each page and prints, for pdftotext and pypdfium2, whether the text they
take out is the reviewed one (white space folded), how many words lie on their boxes, and the worst of them. Marks that
stand apart (a dash, a full-width comma) are counted beside: their ink is less than half of any letter's cell.
`--pages N` instead exports N made pages of 25 megapixels, as JPEG and as grey TIFF, in one issue, and prints seconds a
page and the peak of the memory; without PROJECT and N it does so for 10 and for 100.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from lxml import etree
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from correction.exchange import Export, Options
from correction.exchange.pdf.layout import clean, is_lettered, sheet_of
from correction.exchange.pdf.writer import files
from correction.exchange.printed import PrintedLine, PrintedWord, print_page
from ocr.page import Box, LineText, Page, Reading, Source, TextLine, TextRegion, Transform, Word

ENOUGH = 0.5  # of box and word in common
WORST = 5  # words that are told of a page
WIDTH, HEIGHT = 4200, 6000  # of a made page
LINES, COLUMNS, WORDS = 100, 5, 8
PDFIUM_BREAKS = re.compile("[\ufffe\x02]")  # what pdfium makes of a hyphen at a line's end, and of the end

Frame = tuple[float, float, float, float]  # left, top, right, bottom in pixels of the page image


@dataclass(frozen=True, slots=True)
class Spot:
    """A word of the export beside where a program finds it; 1 is the same place."""

    text: str
    overlap: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a program takes out of a page: its text, and each word's place, None where the text is another."""

    program: str
    text: str
    spots: tuple[Spot, ...] | None


def folded(text: str) -> str:
    return " ".join(text.split())


def reviewed(lines: Sequence[PrintedLine]) -> str:
    """What a page says, line by line."""
    return "\n".join(clean(line.text) for line in lines)


def by_pdfium(path: Path, page: Page, lines: Sequence[PrintedLine]) -> Found:
    document = pdfium.PdfDocument(path)
    try:
        sheet = document[0]
        text_page = sheet.get_textpage()
        _, height = sheet.get_size()
        scale = sheet_of(page).scale
        letters: list[str] = []
        frames: list[Frame] = []
        for i in range(text_page.count_chars()):
            letter = PDFIUM_BREAKS.sub("-", text_page.get_text_range(i, 1))
            if letter.strip():
                left, foot, right, top = text_page.get_charbox(i)
                letters += letter
                frames += [_frame(left, height - top, right, height - foot, scale)] * len(letter)
        text = PDFIUM_BREAKS.sub("-\n", text_page.get_text_range())
        text_page.close()
        sheet.close()
    finally:
        document.close()
    return Found("pypdfium2", text, _letter_spots(letters, frames, lines))


def _letter_spots(letters: list[str], frames: list[Frame], lines: Sequence[PrintedLine]) -> tuple[Spot, ...] | None:
    words = _words(lines)
    if "".join(letters) != "".join(_solid(word.text) for word in words):
        return None
    found, at = [], 0
    for word in words:
        size = len(_solid(word.text))
        if size:
            found.append(Spot(word.text, overlap(_around(frames[at : at + size]), _frame_of(word.box))))
        at += size
    return tuple(found)


def by_pdftotext(path: Path, page: Page, lines: Sequence[PrintedLine]) -> Found | None:
    """None where the program is not there."""
    if shutil.which("pdftotext") is None:
        return None
    text = _said("pdftotext", "-raw", str(path), "-")
    boxes = etree.fromstring(_said("pdftotext", "-raw", "-bbox", str(path), "-").encode())
    words = [(each.text or "", each) for each in boxes.iter("{*}word")]
    return Found("pdftotext", text, _run_spots(words, lines, sheet_of(page).scale))


def _run_spots(
    runs: list[tuple[str, etree._Element]], lines: Sequence[PrintedLine], scale: float
) -> tuple[Spot, ...] | None:
    """Words without white space between them are one word to pdftotext, so these are put together."""
    words = _words(lines)
    ends: dict[int, int] = {0: 0}  # letters before a word to its number
    for number, word in enumerate(words, 1):
        ends[max(ends) + len(_solid(word.text))] = number
    if "".join(_solid(text) for text, _ in runs) != "".join(_solid(word.text) for word in words):
        return None
    found, at = [], 0
    for text, run in runs:
        start, at = at, at + len(_solid(text))
        if start in ends and at in ends and start != at:
            within = words[ends[start] : ends[at]]
            left, top, right, foot = (float(run.get(key, "0")) for key in ("xMin", "yMin", "xMax", "yMax"))
            place = overlap(_frame(left, top, right, foot, scale), _around([_frame_of(each.box) for each in within]))
            found.append(Spot("".join(each.text for each in within), place))
    return tuple(found)


def overlap(one: Frame, other: Frame) -> float:
    """What two frames share, of all that they cover together."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(0.0, width) * max(0.0, height)
    both = sum((f[2] - f[0]) * (f[3] - f[1]) for f in (one, other)) - shared
    return shared / both if both > 0 else 0.0


def _words(lines: Sequence[PrintedLine]) -> list[PrintedWord]:
    return [word for line in lines for word in line.words if clean(word.text)]


def _solid(text: str) -> str:
    return "".join(clean(text).split())


def _frame(left: float, top: float, right: float, foot: float, scale: float) -> Frame:
    return left / scale, top / scale, right / scale, foot / scale


def _frame_of(box: Box) -> Frame:
    return box.left, box.top, box.right, box.bottom


def _around(frames: Sequence[Frame]) -> Frame:
    lefts, tops, rights, feet = zip(*frames, strict=True)
    return min(lefts), min(tops), max(rights), max(feet)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def told(page: Page, found: Found, wanted: str) -> str:
    """A program's line of the table."""
    same = "equal" if folded(found.text) == folded(wanted) else "OTHER"
    if found.spots is None:
        return f"{page.id} {found.program}: text {same}, words in another order"
    words = [spot for spot in found.spots if is_lettered(spot.text)]
    marks = [spot for spot in found.spots if not is_lettered(spot.text)]
    good, fair = (sum(spot.overlap >= ENOUGH for spot in spots) for spots in (words, marks))
    share = f"{good / len(words):.2%}" if words else "none"
    worst = ", ".join(f"{spot.text} {spot.overlap:.2f}" for spot in sorted(words, key=lambda s: s.overlap)[:WORST])
    return (
        f"{page.id} {found.program}: text {same}, {good} of {len(words)} words at their place ({share}),"
        f" {fair} of {len(marks)} marks; worst: {worst}"
    )


def check_project(root: Path) -> int:
    """Print the table of a project and give how many texts are another."""
    from correction.proof import prove
    from correction.store.folder import ProjectFolder

    project = ProjectFolder.open(root)
    export = prove(project)
    if export.source_of is None:
        export = replace(export, source_of=lambda page: project.located(page.source))
    wrong = 0
    for page in export.pages:
        (file,) = files(replace(export, pages=(page,), options=Options(unit="page")))
        assert file.file is not None
        lines = list(print_page(export, page).values())
        wanted = reviewed(lines)
        for found in (by_pdftotext(file.file, page, lines), by_pdfium(file.file, page, lines)):
            if found:
                wrong += folded(found.text) != folded(wanted)
                print(told(page, found, wanted), flush=True)
        file.file.unlink()
    project.close()
    return wrong


class MadePages(Sequence[Page]):
    """Pages that are made when they are asked for, so that none is held."""

    def __init__(self, count: int, scan: Path) -> None:
        self._count, self._scan = count, scan

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> Page:  # type: ignore[override]
        if not 0 <= at < self._count:
            raise IndexError(at)
        return made_page(f"p{at + 1:06}", self._scan)


def made_page(name: str, scan: Path) -> Page:
    """A page of five columns with some four thousand words."""
    regions: list[TextRegion] = []
    texts: dict[str, LineText] = {}
    wide, high = (WIDTH - 200) // COLUMNS, (HEIGHT - 200) // LINES
    for column in range(COLUMNS):
        lines = []
        for row in range(LINES):
            left, top = 100 + column * wide, 100 + row * high
            box = Box(left, top, left + wide - 60, top + high - 20)
            line = TextLine(f"l_{name}_{column}_{row}", box, box.polygon)
            step = box.width // WORDS
            words = tuple(
                Word(f"wort{row * i % 97}", Box(left + i * step, top, left + (i + 1) * step - 20, box.bottom))
                for i in range(WORDS)
            )
            texts[line.id] = LineText(" ".join(word.text for word in words), 0.9, words)
            lines.append(line)
        frame = Box.around(line.box for line in lines)
        regions.append(TextRegion(f"r_{name}_{column}", frame, "body", tuple(lines), item=f"i_{name}"))
    reading = Reading("r", "made", "", "", texts)
    source = Source(str(scan), "")
    size, kind = (WIDTH, HEIGHT, 400), ("de", "latin", "horizontal")
    return Page(name, source, *size, *kind, Transform(), tuple(regions), (), (), (), (reading,), "r")  # type: ignore[arg-type]


def scans(folder: Path) -> Iterator[Path]:
    """A scan of 25 megapixels, as JPEG and as grey TIFF."""
    grain = np.random.default_rng(1).normal(200, 12, (HEIGHT, WIDTH)).clip(0, 255).astype(np.uint8)
    for suffix in ("jpg", "tif"):
        path = folder / f"scan.{suffix}"
        Image.fromarray(grain).save(path)
        yield path


def weigh(count: int, scan: Path) -> None:
    """Write an issue of so many pages, in this process, and print what it took."""
    export = Export(MadePages(count, scan), source_of=lambda page: page.source, options=Options(unit="issue"))
    started = time.perf_counter()
    (file,) = files(export)
    seconds = time.perf_counter() - started
    assert file.file is not None
    size = file.file.stat().st_size
    file.file.unlink()
    peak = int(re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024
    print(
        f"{count} pages of {scan.suffix[1:]}: {seconds / count:.2f} s a page, peak {peak:.0f} MiB,"
        f" {size / 2**20:.0f} MiB written",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Text and places in exported PDFs, and what an export costs.")
    parser.add_argument("project", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, nargs="*", default=[10, 100], help="how many made pages an issue has")
    parser.add_argument("--weigh", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.weigh:
        weigh(int(options.weigh[0]), Path(options.weigh[1]))
        return 0
    if options.project:
        return min(1, check_project(options.project))
    with tempfile.TemporaryDirectory() as folder:
        for scan in scans(Path(folder)):
            for count in options.pages:  # each in a process of its own, for the peak is that of a whole life
                subprocess.run([sys.executable, __file__, "--weigh", str(count), str(scan)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
