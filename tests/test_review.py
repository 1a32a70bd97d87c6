"""Decisions on a page: replayed, undone, and found again after the page was cut anew."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_readers import make_page

from correction.anchoring import Anchor, homes
from correction.review import Decision, Kind, decide, in_force, replay, undo, write_regions
from correction.rulings import ChangeFlip, HyphenFlip
from ocr.layout.overrides import DrawnRegion, Run
from ocr.page import Box, Page

PAGE = make_page("p000001", "The council met yes-", "terday at noon.", "A third line.")
FIRST, SECOND, THIRD = (line.id for line in PAGE.lines)


def make(kind: Kind, lines: list[str], value: str | None = None, page: Page = PAGE) -> Decision:
    return decide(page, kind, lines, value, "reader")


def test_without_decisions_all_is_as_it_was_read() -> None:
    reviewed = replay(PAGE, [])
    assert reviewed.texts == {}
    assert reviewed.overrides.empty
    assert reviewed.text_of(PAGE, SECOND) == "terday at noon."


def test_the_later_text_counts() -> None:
    reviewed = replay(PAGE, [make("text", [FIRST], "one"), make("text", [FIRST], "two")])
    assert reviewed.texts == {FIRST: "two"}


def test_a_decision_carries_what_the_person_saw() -> None:
    first = make("text", [FIRST], "one")
    second = decide(PAGE, "text", [FIRST], "two", "reader", replay(PAGE, [first]))
    assert second.at == (Anchor(FIRST, PAGE.lines[0].box, "one"),)
    assert second.base == "e_1"
    assert second.time.endswith("+00:00")


def test_structure_becomes_overrides() -> None:
    log = [
        make("role", [FIRST, SECOND], "headline"),
        make("role", [SECOND], "kicker"),
        make("item", [THIRD], None),
        make("item", [FIRST], "i_new"),
        make("order", [SECOND, FIRST]),
        make("join", [SECOND]),
        make("split", [THIRD]),
        make("type", [FIRST], "advert"),
        make("regions", [], write_regions([DrawnRegion(Box(0, 0, 90, 40), "harbour", "caption")])),
    ]
    overrides = replay(PAGE, log).overrides
    assert overrides.roles == {FIRST: "headline", SECOND: "kicker"}
    assert overrides.items == {THIRD: None, FIRST: "i_new"}
    assert overrides.order == (Run((SECOND, FIRST)),)
    assert overrides.joins == {SECOND}
    assert overrides.splits == {THIRD}
    assert overrides.types == {FIRST: "advert"}
    assert overrides.regions == (DrawnRegion(Box(0, 0, 90, 40), "harbour", "caption"),)


def test_split_and_join_take_each_other_back() -> None:
    overrides = replay(PAGE, [make("join", [SECOND]), make("split", [SECOND])]).overrides
    assert (overrides.joins, overrides.splits) == (frozenset(), {SECOND})


def test_a_hyphen_is_known_by_its_line() -> None:
    assert replay(PAGE, [make("hyphen", [FIRST], "keep")]).rulings.hyphens == {FIRST: HyphenFlip("keep", "reader")}


def test_a_value_that_means_nothing_becomes_a_proposal() -> None:
    proposal = replay(PAGE, [make("role", [FIRST], "banner")]).proposals[0]
    assert proposal.reason == "no role is called banner"


def test_undo_and_undo_of_undo() -> None:
    text = make("text", [FIRST], "one")
    back = undo(text, "reader")
    again = undo(back, "reader")
    assert replay(PAGE, [text, back]).texts == {}
    assert replay(PAGE, [text, back, again]).texts == {FIRST: "one"}


def test_a_new_reading_does_not_touch_what_a_person_decided() -> None:
    log = [make("text", [FIRST], "one"), make("confirm", [THIRD])]
    anew = make_page("p000001", "ThE cOuNcil", "terday at noon.", "A th1rd l1ne.", reading="e_2")
    reviewed = replay(anew, log)
    assert reviewed.texts == {FIRST: "one", THIRD: "A third line."}
    assert reviewed.proposals == ()


def test_lines_cut_anew_are_found_by_place_and_text() -> None:
    log = [make("text", [FIRST], "The council met yester-"), make("role", [THIRD], "caption")]
    anew = make_page("p000001", "The councii met yes-", "terday at noon.", "A third line.", top=4)
    reviewed = replay(anew, log)
    assert reviewed.texts == {anew.lines[0].id: "The council met yester-"}
    assert reviewed.overrides.roles == {anew.lines[2].id: "caption"}
    assert reviewed.proposals == ()


def test_a_new_reading_that_has_the_correction_is_known_again() -> None:
    log = [make("text", [FIRST], "Der Rat tagte gestern")]
    anew = make_page("p000001", "Der Rat tagte gestern", top=3)
    assert replay(anew, log).texts == {anew.lines[0].id: "Der Rat tagte gestern"}


def test_a_decision_without_a_home_becomes_a_proposal() -> None:
    log = [make("text", [FIRST], "one"), make("order", [SECOND, THIRD, FIRST])]
    anew = make_page("p000001", "Quite another text", "terday at noon.", "A third line.", top=2)
    reviewed = replay(anew, log)
    assert reviewed.texts == {}
    assert [(each.decision.kind, [a.line for a in each.missing]) for each in reviewed.proposals] == [
        ("text", [FIRST]),
        ("order", [FIRST]),
    ]
    assert reviewed.overrides.order == (Run(tuple(line.id for line in anew.lines[1:])),)


def test_two_old_lines_never_share_a_new_one() -> None:
    line = PAGE.lines[0]
    left, right = Box(10, 0, 210, 40), Box(210, 0, 410, 40)
    found = homes(PAGE, [Anchor("l_a", left, PAGE.text_of(line.id)), Anchor("l_b", right, PAGE.text_of(line.id))])
    assert list(found.values()) == [FIRST]


def test_only_lines_in_its_place_are_compared_with_a_lost_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"The council met {i} times." for i in range(60)]
    page, text_of = make_page("p000001", *texts), Page.text_of
    asked: list[str] = []

    def counted(page: Page, line: str) -> str:
        asked.append(line)
        return text_of(page, line)

    monkeypatch.setattr(Page, "text_of", counted)
    anchors = [Anchor(f"l_{i}", line.box, texts[i]) for i, line in enumerate(page.lines)]
    assert list(homes(page, anchors).values()) == [line.id for line in page.lines]
    assert len(asked) == len(texts)


DECISIONS = st.lists(
    st.one_of(
        st.tuples(st.just("text"), st.sampled_from([FIRST, SECOND, THIRD]), st.text(max_size=8)),
        st.tuples(st.just("confirm"), st.sampled_from([FIRST, SECOND, THIRD]), st.none()),
        st.tuples(st.just("role"), st.sampled_from([FIRST, SECOND, THIRD]), st.sampled_from(["body", "deck"])),
        st.tuples(st.just("split"), st.sampled_from([FIRST, SECOND, THIRD]), st.none()),
    ),
    max_size=12,
)


@given(DECISIONS)
def test_undoing_everything_gives_the_engines_text(choices: list[tuple[Kind, str, str | None]]) -> None:
    log = [make(kind, [line], value) for kind, line, value in choices]
    log += [undo(decision, "reader") for decision in log]
    assert in_force(log) == []
    assert replay(PAGE, log) == replay(PAGE, [])


@given(DECISIONS, st.integers(-6, 6))
def test_no_decision_is_lost(choices: list[tuple[Kind, str, str | None]], shift: int) -> None:
    log = [make(kind, [line], value) for kind, line, value in choices]
    anew = make_page("p000001", "The council met yes-", "Another line.", top=20 + shift)
    reviewed = replay(anew, log)
    proposed = {each.decision.id for each in reviewed.proposals}
    found = homes(anew, [anchor for decision in log for anchor in decision.at])
    assert all(decision.id in proposed for decision in log if decision.at[0].line not in found)


def test_the_order_of_the_log_is_the_order_of_time() -> None:
    log = [make("text", [FIRST], str(n)) for n in range(5)]
    assert in_force(log) == log
    assert replay(PAGE, [*log, replace(log[0], id="d_late")]).texts == {FIRST: "0"}


def test_a_ruling_on_a_change_follows_its_line_through_a_correction() -> None:
    off = make("change", [FIRST], "gaps 1 off")
    seen = off.at[0].text
    corrected = make("text", [FIRST], "x" + seen)
    assert replay(PAGE, [off]).rulings.changes == {("gaps", FIRST, 1): ChangeFlip(False, "reader")}
    assert replay(PAGE, [off, corrected]).rulings.changes == {("gaps", FIRST, 2): ChangeFlip(False, "reader")}
    gone = replay(PAGE, [off, make("text", [FIRST], "…")])
    assert not gone.rulings.changes
    assert [p.reason for p in gone.proposals] == ["the place of the change is gone"]
