"""The command line in a process of its own, and pages for it to read."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from page_readers import make_page
from PIL import Image, ImageDraw, ImageFont

from correction.store import create_project
from ocr.page import Source

ROOT = Path(__file__).parents[1]


def draw_page(file: Path, words: str, size: tuple[int, int] = (700, 900)) -> Path:
    """A page with some lines of plain print."""
    image = Image.new("L", size, 255)
    font = ImageFont.load_default(size=28)
    for row in range(4):
        ImageDraw.Draw(image).text((40, 60 + 45 * row), f"{words} {row}", fill=0, font=font)
    file.parent.mkdir(parents=True, exist_ok=True)
    image.save(file)
    return file


def draw_text_pages(folder: Path, count: int) -> tuple[Path, ...]:
    """PDF pages that carry their text, so that they are read at once; each is other than all others."""
    folder.mkdir(parents=True, exist_ok=True)
    files = tuple(folder / f"{number}.pdf" for number in range(1, count + 1))
    for number, file in enumerate(files, 1):
        lines = [f"Line {row} of page {number}, where the council met and sat until the evening" for row in range(1, 9)]
        file.write_bytes(pdf_page(lines))
    return files


def pdf_page(lines: Sequence[str]) -> bytes:
    """A PDF page of lines in Helvetica."""
    text = "BT /F 14 Tf 20 TL 60 760 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode() + trailer.encode()


def start(*words: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from correction.cli import main; main()", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


def make_project(folder: Path) -> Path:
    """A project of two pages as if they had been read."""
    root = folder / "P"
    found = create_project(root)
    for n, texts in enumerate((["The win-", "dow was shut."], ["Der Rat tagte."]), 1):
        file = folder / f"{n}.png"
        file.write_bytes(str(n).encode())
        arrival = found.add_sources([Source(str(file), digest(file))])[0]
        found.save_page(make_page(arrival.entry.id, *texts))
    found.close()
    return root


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def one_line(text: str) -> str:
    """The one line of an error, which has a problem and a remedy."""
    lines = text.splitlines()
    assert len(lines) == 1, text
    assert lines[0].startswith("galley: ")
    assert " - " in lines[0]
    return lines[0]
