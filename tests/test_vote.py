"""Several readings of a line: laid beside each other, voted on, and what is kept of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.engines import UNREAD
from ocr.engines.alignment import align
from ocr.engines.glyphs import glyphs_of, line_of
from ocr.engines.letters import letter_model
from ocr.engines.vote import Voter, vote
from ocr.page import Box, Glyph, LineText, Word

SIDE = 10  # pixels of a drawn character
TEXTS = st.text("abn ſß-", max_size=12)


def line(text: str, sure: float = 0.9, unsure: str = "") -> LineText:
    """A line as an engine gives it, a glyph a character; those in `unsure` are read with half the confidence."""
    words, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        glyphs = tuple(
            Glyph(c, Box((at + i) * SIDE, 0, (at + i + 1) * SIDE, SIDE), sure / 2 if c in unsure else sure)
            for i, c in enumerate(word)
        )
        words.append(Word(word, Box.around(g.box for g in glyphs), sure, glyphs))
        at += len(word)
    return LineText(" ".join(text.split()), sure, tuple(words))


def voted(*texts: str, language: str = "de") -> str:
    return vote([Voter([line(text)]) for text in texts], language)[0].text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("readings", "text"),
    [
        (("Regierung", "Negierung", "Regierung"), "Regierung"),
        (("Gefellſchaft", "Geſellſchaft"), "Geſellſchaft"),
        (("der Nath der Stadt", "der Rath der Stadl"), "der Rath der Stadt"),
        (("zurüd>gekehrt", "zurückgekehrt"), "zurückgekehrt"),
        (("daß er ;kam .", "daß er kam", "daß er kam"), "daß er kam"),
        (("im Jahre 1870", "im Jahre 187O", "im Jahre 1870"), "im Jahre 1870"),
        (("", "Haus"), "Haus"),
    ],
)
def test_the_likeliest_of_several_readings_is_taken(readings: tuple[str, ...], text: str) -> None:
    assert voted(*readings) == text


def test_print_is_kept_as_the_engine_saw_it_that_knows_the_letter() -> None:
    assert voted("deſſen „Hauſe”", 'dessen "Hause"', 'dessen "Hause"') == "deſſen „Hauſe”"


def test_han_characters_are_voted_by_confidence_and_trust() -> None:
    readings = [Voter([line("三日開會", 0.95)]), Voter([line("二日開會", 0.9)], trust=0.4)]
    (text,) = vote(readings, "zh-Hant")
    assert text.text == "三日開會"
    assert [word.text for word in text.words] == list("三日開會")
    assert text.words[0].glyphs[0].alternatives == (("二", pytest.approx(0.36 / 1.4, abs=0.001)),)


def test_what_was_not_taken_stands_beside_what_was() -> None:
    (text,) = vote([Voter([line("Haus")]), Voter([line("Hans")]), Voter([line("Haus.")])], "de")
    assert text.text == "Haus"
    h, _, u, s = text.words[0].glyphs
    assert h.alternatives == ()
    assert [said for said, _ in u.alternatives] == ["n"]
    assert [said for said, _ in s.alternatives] == ["s."]
    assert (u.confidence or 0) < (h.confidence or 0)


@given(TEXTS)
def test_voters_of_one_mind_change_nothing(text: str) -> None:
    one = line(text)
    (same,) = vote([Voter([one]), Voter([one]), Voter([one])], "de")
    assert same.text == one.text
    assert [word.box for word in same.words] == [word.box for word in one.words]


@given(TEXTS)
def test_glyphs_make_the_line_that_they_come_from(text: str) -> None:
    one = line(text)
    made = line_of(list(glyphs_of(one)), han=False)
    assert (made.text, [w.text for w in made.words]) == (one.text, [w.text for w in one.words])
    assert [w.box for w in made.words] == [w.box for w in one.words]


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_every_character_of_every_reading_stands_in_the_alignment_once(texts: list[str]) -> None:
    readings = [list(glyphs_of(line(text))) for text in texts]
    columns = align(readings, lambda character: character)
    for voter, reading in enumerate(readings):
        assert [column[voter] for column in columns if column[voter] is not None] == reading
    assert all(any(glyph is not None for glyph in column) for column in columns)


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_nothing_is_printed_that_no_voter_saw(texts: list[str]) -> None:
    assert set(voted(*texts)) <= set("".join(texts)) | {" "}


def test_the_letter_model_knows_words_that_no_list_holds() -> None:
    model = letter_model("de")
    assert model is not None
    for right, wrong in [("Reichsrathsabgeordneter", "Neichsrathsabgeordneter"), ("Schutzzöllner", "Schußzöllner")]:
        assert model.word(right) > model.word(wrong)
    assert letter_model("zh") is None


def test_who_cannot_print_a_mark_does_not_vote_against_it() -> None:
    """PP-OCR knows no „; the first voter alone saw it, and is right."""
    low = "„Wir haben lange genug gewartet"
    (text,) = vote([Voter([line(low)]), Voter([line(low[1:])], prints=lambda c: c != "„")], "de")
    assert text.text == low
    (text,) = vote([Voter([line(low)]), Voter([line(low[1:])])], "de")
    assert text.text == low[1:]


def test_a_listed_word_is_likelier_than_what_only_looks_like_one() -> None:
    """Of two readings that are as sure, where neither is a word that the letters alone would choose."""
    (text,) = vote([Voter([line("a lantern")]), Voter([line("a lanter")])], "en")
    assert text.text == "a lantern"
    model = letter_model("en")
    assert model is not None
    assert model.gain("lantern") > 0 == model.gain("lanterm")
    assert model.gain("pneumono" * 200) == 0  # so long that its chance is no number any more


def test_a_sharp_s_is_a_letter_of_its_language() -> None:
    (text,) = vote([Voter([line("außer Dienst")]), Voter([line("auber Dienst")])], "de")
    assert text.text == "außer Dienst"


def test_who_tells_points_best_is_believed_in_them() -> None:
    point, comma = Voter([line("heute, wo")]), Voter([line("heute. wo")])
    assert vote([point, comma], "de")[0].text == "heute, wo"
    assert vote([point, replace(comma, marks=2.0)], "de")[0].text == "heute. wo"


def test_a_hyphen_at_the_end_of_a_line_is_likelier_than_one_within() -> None:
    for printed, text in [("perfor", "perfor-"), ("perfor mance", "perfor- mance")]:
        readings = [Voter([line(text, 0.8)], marks=2.0), Voter([line(printed, 0.8)])]
        assert vote(readings, "en")[0].text == (text if text.endswith("-") else printed)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.floats(1, 5))
def test_no_character_is_more_than_sure(texts: list[str], marks: float) -> None:
    (text,) = vote([Voter([line(each, 1.0)], marks=marks) for each in texts], "de")
    assert all((glyph.confidence or 0) <= 1 for glyph in glyphs_of(text))


def test_a_line_that_one_voter_failed_on_and_another_found_nothing_in_is_unread() -> None:
    empty = LineText("", 0.0)
    assert vote([Voter([UNREAD]), Voter([empty])], "en")[0] is UNREAD
    assert vote([Voter([empty]), Voter([empty])], "en")[0] is not UNREAD
    assert vote([Voter([UNREAD]), Voter([line("on")])], "en")[0].text == "on"


def test_what_voters_hold_possible_has_a_part_of_the_vote() -> None:
    """Both readers saw a u in worn print, one of them with an n in mind; a word says which it is."""

    def with_n(text: LineText) -> LineText:
        (word,) = text.words
        glyphs = tuple(replace(g, alternatives=(("n", 0.3),)) if g.text == "u" else g for g in word.glyphs)
        return replace(text, words=(replace(word, glyphs=glyphs),))

    sure, unsure = line("measuremeut", 0.9), with_n(line("measuremeut", 0.6))
    (text,) = vote([Voter([sure]), Voter([unsure])], "en")
    assert text.text == "measurement"
    assert vote([Voter([sure]), Voter([line("measuremeut", 0.6)])], "en")[0].text == "measuremeut"


def test_an_apostrophe_behind_a_word_that_elides_is_usual() -> None:
    def read(first: str, other: str) -> str:
        return vote([Voter([line(first)], marks=2.0), Voter([line(other)])], "fr")[0].text

    assert read("à l'écluse", "à Pécluse") == "à l'écluse"
    assert read("ce que lon dit", "ce que l'on dit") == "ce que l'on dit"
    assert read("des' jardins", "des jardins") == "des jardins"


def test_a_voter_may_be_trusted_more_in_letters_than_in_spaces() -> None:
    voters = [Voter([line("in diesen Sommer", 0.95)]), Voter([line("indiesem Sommer", 0.9)], letters=1.35)]
    assert vote(voters, "de")[0].text == "in diesem Sommer"


def test_what_all_voters_mistake_is_told_by_words() -> None:
    """The bar of a long s has grown: all see an f."""

    def read(text: str) -> str:
        return vote([Voter([line(text)]), Voter([line(text)])], "de", {"f": ("ſ", 0.15)})[0].text

    assert read("Menfchen auf der Straße") == "Menſchen auf der Straße"
    assert vote([Voter([line("Menfchen")])], "de")[0].text == "Menfchen"
