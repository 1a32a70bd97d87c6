"""Every word that the screens ask for stands in both languages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import correction.desk
from correction.desk.words import words
from correction.review import Kind
from correction.store import REVIEW_STATES
from ocr.page import ItemType, Role

FOLDER = Path(correction.desk.__file__).parent
SCRIPTS = sorted((FOLDER / "static").glob("*.js"))
KNOWN = words("en").keys()
ASKED = re.compile(r"""(?:desk|board)\.say\(\s*(["'`])([^"'`$]+)\1""")  # what is put together is below
KEYS = re.compile(r"""desk\.keys\.add\(\s*["'][^"']+["'],\s*["']([^"']+)["']""")


def asked() -> Iterator[tuple[str, str]]:
    for script in SCRIPTS:
        code = script.read_text(encoding="utf-8")
        for key in [found[1] for found in ASKED.findall(code)] + KEYS.findall(code):
            yield script.name, key


def test_all_that_scripts_say_is_known() -> None:
    found = list(asked())
    assert len(found) > 100
    unknown = [(script, key) for script, key in found if not {key, f"desk.{key}", f"board.{key}"} & KNOWN]
    assert unknown == []


def test_all_names_of_things_are_known() -> None:
    names = [f"desk.state.{state}" for state in REVIEW_STATES]
    names += [f"desk.type.{kind}" for kind in (*get_args(ItemType), "furniture")]
    names += [f"desk.role.{role}" for role in get_args(Role)]
    names += [f"history.kind.{kind}" for kind in get_args(Kind)]
    names += [
        f"desk.saved.{state}" for state in ("saved", "typing", "saving", "offline", "unsafe", "conflict", "refused")
    ]
    assert [name for name in names if name not in KNOWN] == []


@pytest.mark.parametrize("file", sorted((FOLDER / "words").glob("*.json")), ids=lambda file: file.stem)
def test_words_stand_in_both_languages_with_the_same_places(file: Path) -> None:
    for key, pair in json.loads(file.read_text(encoding="utf-8")).items():
        english, chinese = pair
        assert english, key
        assert chinese, key
        places = [sorted(re.findall(r"\{(\w*)\}", text)) for text in pair]
        assert places[0] == places[1], key
