"""Doubts that nobody has settled yet: where they are after corrections, and what is offered at them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_doubts import page_of, sure_of

from correction.doubts import Doubt, doubts
from correction.doubts.moving import Moving
from correction.doubts.settled import OpenDoubt, count_open, open_doubts
from correction.review import Decision, decide, replay, undo
from ocr.page import Page

TEXT = "the old lamp of the harbour"
LINE = "l_0"
texts = st.text("abn ſ工", max_size=12)


def doubt(offset: int, length: int = 1, *alternatives: str, marked: bool = True) -> Doubt:
    return Doubt(LINE, offset, length, 0.5, "readings differ", alternatives, marked)


def opened(page: Page, found: list[Doubt], log: list[Decision]) -> tuple[OpenDoubt, ...]:
    return open_doubts(page, found, replay(page, log), log)


def written(page: Page, text: str, log: list[Decision] | None = None) -> Decision:
    return decide(page, "text", [LINE], text, "Ada", replay(page, log or []))


@given(texts, texts, st.integers(0, 12), st.integers(0, 12))
def test_a_piece_that_was_moved_says_what_it_said(before: str, after: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(before)), min(end, len(before))))
    moved = Moving(before, after).move(start, end)
    if moved:
        assert after[moved[0] : moved[1]] == before[start:end]
    if before == after:
        assert moved == (start, end)


@given(texts, texts, texts, texts)
def test_a_change_leaves_what_is_far_from_it(head: str, old: str, new: str, tail: str) -> None:
    before, after = f"{head}XQ{old}QZ{tail}", f"{head}XQ{new}QZ{tail}"
    moving = Moving(before, after)
    assert moving.move(len(head), len(head) + 1) == (len(head), len(head) + 1)
    behind, now = len(before) - len(tail) - 1, len(after) - len(tail) - 1
    assert moving.move(behind, behind + 1) == (now, now + 1)


@given(texts, st.integers(0, 12), st.sampled_from("abnſ工"))
def test_a_character_put_in_settles_the_pieces_beside_it(text: str, at: int, character: str) -> None:
    at = min(at, len(text))
    moving = Moving(text, text[:at] + character + text[at:])
    if at:
        assert moving.move(at - 1, at) is None
    if at < len(text):
        assert moving.move(at, at + 1) is None


@given(texts, st.integers(0, 11), st.sampled_from("abnſ工"))
def test_a_character_changed_or_taken_out_settles_its_piece_alone(text: str, at: int, other: str) -> None:
    if not text or text[min(at, len(text) - 1)] == other:
        return
    at = min(at, len(text) - 1)
    assert Moving(text, text[:at] + text[at + 1 :]).move(at, at + 1) is None
    text = f"{text[:at]}Q{text[at + 1 :]}"
    changed = Moving(text, f"{text[:at]}{other}{text[at + 1 :]}")
    assert changed.move(at, at + 1) is None
    assert at == 0 or changed.move(at - 1, at) == (at - 1, at)


@given(texts, texts, st.integers(0, 12), st.integers(0, 12))
@settings(max_examples=200)
def test_what_is_carried_lies_in_the_other_text(before: str, after: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(before)), min(end, len(before))))
    first, last = Moving(before, after).carry(start, end)
    assert 0 <= first <= last <= len(after)
    assert Moving(before, after).carry(0, len(before)) == (0, len(after))


def test_an_open_doubt_moves_with_its_text_and_a_settled_one_goes() -> None:
    page = page_of([(sure_of(TEXT), [])])
    found = [doubt(4, 3), doubt(8), doubt(20)]
    log = [written(page, "then the old Lamp of the harbour")]
    assert [(each.offset, each.text) for each in opened(page, found, log)] == [(9, "old"), (25, "h")]
    assert count_open(page, found, replay(page, log), log) == 2
    log.append(undo(log[0], "Ada"))
    assert [each.offset for each in opened(page, found, log)] == [4, 8, 20]


def test_what_was_found_right_is_settled_piece_by_piece_or_as_a_line() -> None:
    page = page_of([(sure_of(TEXT), [])])
    found = [doubt(4, 3), doubt(8), doubt(20)]
    right = decide(page, "confirm", [LINE], "8+1", "Ada")
    assert [each.offset for each in opened(page, found, [right])] == [4, 20]
    later = [right, written(page, "The big old lamp of the harbour", [right])]
    assert [each.text for each in opened(page, found, later)] == ["old", "h"]
    whole = decide(page, "confirm", [LINE], None, "Ada")
    assert opened(page, found, [whole]) == ()
    assert len(opened(page, found, [whole, undo(whole, "Ada")])) == 3


def test_a_line_that_a_person_wrote_before_it_was_cut_anew_is_settled() -> None:
    page = page_of([(sure_of(TEXT), [])])
    before = decide(page, "text", [LINE], "the old lamp of the harbor", "Ada")
    gone = replace(before, at=(replace(before.at[0], line="l_before"),))
    assert replay(page, [gone]).texts
    assert opened(page, [doubt(4, 3)], [gone]) == ()


def test_readings_and_texts_are_offered_each_once_and_the_likeliest_first() -> None:
    page = page_of([(sure_of("the harbonr wall"), ["the harbour wall", "the harbour wa1l", "the harbo,r wall"])])
    (one,) = opened(page, [doubt(9, 1, ",", "u", "n", "m")], [])
    assert [said.text for said in one.readings] == ["u", "u", ","]
    assert one.alternatives[0] == "u"
    assert set(one.alternatives) >= {"u", ",", "m"}
    assert "n" not in one.alternatives
    assert len(one.alternatives) == len(set(one.alternatives)) <= 9


def test_a_letter_that_makes_a_word_is_offered_where_the_readings_agree() -> None:
    page = page_of([(sure_of("the harbonr"), ["the harbonr"])])
    (one,) = opened(page, [doubt(9)], [])
    assert one.alternatives[0] == "u"


def test_what_a_reading_has_in_a_gap_belongs_to_the_piece_beside_it() -> None:
    page = page_of([(sure_of("the hrbour"), ["the harbour"])])
    (one,) = opened(page, [doubt(4)], [])
    assert one.readings[0].text == "ha"
    assert one.alternatives[0] == "ha"


@pytest.mark.parametrize("marked", [True, False])
def test_only_marked_doubts_are_counted(marked: bool) -> None:
    page = page_of([(sure_of(TEXT), [])])
    assert count_open(page, [doubt(4, marked=marked)], replay(page, [])) == marked


def test_all_doubts_of_a_page_are_open_at_first() -> None:
    page = page_of(
        [(sure_of("the harbonr wall", {9: (0.4, "u")}), ["the harbour wa1l"]), (sure_of("of stone"), ["of stone"])]
    )
    found = doubts(page)
    assert found
    assert [(d.line, d.offset, d.length) for d in opened(page, list(found), [])] == [
        (d.line, d.offset, d.length) for d in found
    ]
