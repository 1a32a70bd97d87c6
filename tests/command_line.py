"""The command line in a process of its own, and pages for it to read."""

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

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
