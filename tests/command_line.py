"""The command line in a process of its own, and pages for it to read."""

import hashlib
import os
import subprocess
import sys
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
