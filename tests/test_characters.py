"""Alternatives of Han characters are settled by what follows what."""

from __future__ import annotations

import pytest

from ocr.engines.characters import character_model, settle, simplified
from ocr.page import Box, Glyph

BOX = Box(0, 0, 10, 10)


def glyphs(*said: str) -> list[Glyph]:
    """Glyphs of which the recogniser holds the first for the likeliest, by 0.55 to 0.4."""
    return [Glyph(one[0], BOX, 0.55 if one[1:] else 0.9, tuple((c, 0.4) for c in one[1:])) for one in said]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (["閞關", "保係"], "關係"),
        (["要", "水求"], "要求"),
        (["領", "城域"], "領域"),
        (["蛋蘇", "聯"], "蘇聯"),
    ],
)
def test_the_likelier_word_is_taken(said: list[str], meant: str) -> None:
    assert "".join(g.text for g in settle(glyphs(*said), traditional=True)) == meant


def test_what_is_sure_stays() -> None:
    line = [Glyph("要", BOX, 0.99), Glyph("水", BOX, 0.97, (("求", 0.01),))]
    assert settle(line, traditional=True) == line


def test_what_was_read_becomes_an_alternative() -> None:
    _, settled = settle(glyphs("要", "水求"), traditional=True)
    assert (settled.confidence, settled.alternatives) == (0.4, (("水", 0.55),))


@pytest.mark.parametrize(("traditional", "meant"), [(True, "將"), (False, "将")])
def test_traditional_print_has_no_simplified_characters(traditional: bool, meant: str) -> None:
    assert settle(glyphs("将將"), traditional=traditional)[0].text == meant


def test_a_row_may_run_to_the_left() -> None:
    row = glyphs("保係", "關", "水求", "要")
    assert "".join(g.text for g in settle(row, traditional=True, either_way=True)) == "係關求要"


def test_words_that_differ_in_form_only_are_the_same() -> None:
    assert simplified("關係") == "关系"
    model = character_model()
    assert model.chance("关", "系") > model.chance("关", "保") + 3


def test_a_character_in_no_word_has_a_chance() -> None:
    assert character_model().chance("", "㐀") > -25
