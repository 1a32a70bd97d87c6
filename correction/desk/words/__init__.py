"""What the screens say, in English and Chinese: one file for each area of the screen.

In: `AREA.json` files of {"key": ["English", "中文"]}. Out: {"area.key": words} of one language.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

LANGUAGES = ("en", "zh")


@cache
def words(language: str) -> dict[str, str]:
    """All words of the interface; a language that Galley does not speak is answered in English."""
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    found: dict[str, str] = {}
    for file in sorted(Path(__file__).parent.glob("*.json")):
        pairs = msgspec.json.decode(file.read_bytes(), type=dict[str, tuple[str, str]])
        found |= {f"{file.stem}.{key}": pair[place] for key, pair in pairs.items()}
    return found
