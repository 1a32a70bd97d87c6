"""What the head of a page says: numbers, editions, titles, and all of it together."""

from __future__ import annotations

import pytest
from golden_cases import Case, read_cases, update_cases
from head_pages import BODY, Head, head_page
from hypothesis import given
from hypothesis import strategies as st

from correction.folios import printed_folio
from correction.issues.editions import find_edition
from correction.issues.masthead import Masthead, read_masthead
from correction.issues.numbers import find_number
from correction.issues.titles import are_alike, settle_titles

NUMBERS, EDITIONS = "issues/numbers.txt", "issues/editions.txt"
FRONT = 4 * BODY


def answer(case: Case) -> str:
    return str((find_number if case.file == NUMBERS else find_edition)(case.given) or "nothing")


@pytest.mark.parametrize("case", read_cases(NUMBERS) + read_cases(EDITIONS), ids=lambda c: f"{c.language}: {c.title}")
def test_numbers_and_editions(case: Case, update_golden: bool) -> None:
    if not update_golden:
        assert answer(case) == case.expected


@pytest.mark.parametrize("name", [NUMBERS, EDITIONS])
def test_update(name: str, update_golden: bool) -> None:
    if update_golden:
        update_cases(name, answer)


def test_a_front_page_in_pieces() -> None:
    page = head_page(
        "p000001",
        Head("Nro.", left=420),
        Head("7.", left=480),
        Head("Preis: 4 Kreuzer", left=700),
        Head("Erlenthaler", FRONT, left=50, top=100),
        Head("Landbote.", FRONT, left=600, top=100),
        Head("Donnerſtag,", left=40, top=300),
        Head("den 28. Mai 1846.", left=700, top=300),
    )
    head = read_masthead(page, {})
    assert head.titles == ("Erlenthaler Landbote",)
    assert head.is_front
    assert head.number == 7
    assert head.date is not None
    assert (head.date.date, head.date.lines) == ("1846-05-28", ("l_p000001_h5", "l_p000001_h6"))


def test_a_running_head() -> None:
    page = head_page(
        "p000002",
        Head("Seite 4"),
        Head("Lindau, Montag", left=200),
        Head("Seebote.", left=450),
        Head("6. Juli 1896", left=800),
    )
    head = read_masthead(page, {})
    assert head.titles[0] == "Seebote"
    assert not head.is_front
    assert head.folio == 4
    assert head.date is not None
    assert head.date.date == "1896-07-06"


def test_a_running_head_in_one_line() -> None:
    head = read_masthead(head_page("p000002", Head("云岭日报 城南版 2019年11月3日星期日 第2版 责任编辑 何新")), {})
    assert head.titles[0] == "云岭日报"
    assert head.folio == 2


def test_an_edition_in_a_running_head_may_be_set_larger() -> None:
    page = head_page(
        "p000002", Head("Seebote"), Head("Montag, 6. Juli 1896", left=300), Head("Zweites Blatt", 25, left=700)
    )
    head = read_masthead(page, {})
    assert (head.titles[0], head.edition) == ("Seebote", "Zweites Blatt")


def test_a_number_in_three_pieces_of_a_vertical_page() -> None:
    from dataclasses import replace

    page = head_page("p000001", Head("第", left=300), Head("一二三四", left=200), Head("號", left=100))
    assert read_masthead(replace(page, direction="vertical"), {}).number == 1234


def test_a_title_that_was_taken_for_a_headline() -> None:
    page = head_page(
        "p000001",
        Head("Nr. 119 Drittes Abendblatt.", role="kicker"),
        Head("Dienstag, 30. April 1912", left=700, role="kicker"),
        Head("Neue Seezeitung", FRONT, top=60, role="headline"),
        Head("Aus dem Rathauſe", 2 * BODY, top=400, role="headline"),
    )
    head = read_masthead(page, {})
    assert head.titles == ("Neue Seezeitung",)
    assert (head.number, head.edition) == (119, "Drittes Abendblatt")
    assert head.date is not None
    assert head.date.date == "1912-04-30"


def test_a_large_headline_is_no_title() -> None:
    page = head_page("p000003", Head("Der Brand von Lindau", FRONT, role="headline"), Head("3"))
    assert read_masthead(page, {}).titles == ()


def test_a_page_with_a_later_number_is_no_front_page() -> None:
    page = head_page("p000003", Head("Sport", FRONT), Head("Seite 3", left=700), Head("Seebote", left=500))
    head = read_masthead(page, {})
    assert not head.is_front
    assert head.titles[0] == "Seebote"


def test_what_a_person_corrected_counts() -> None:
    page = head_page("p000001", Head("Freitag, den 6. Julk 1895"), Head("Seebote", FRONT, top=60))
    head = read_masthead(page, {"l_p000001_h0": "Samstag, den 6. Juli 1895"})
    assert head.date is not None
    assert head.date.confidence > 0.9


def test_a_page_without_text_says_nothing() -> None:
    assert read_masthead(head_page("p000001", body=()), {}) == Masthead("p000001")


def test_a_folio_is_not_a_page_that_is_pointed_to() -> None:
    page = head_page("p000001", Head("Full report on page 7."), Head("1", top=60))
    assert printed_folio(page, {}) == 1


def test_a_page_that_is_called_so_counts_before_a_lone_number() -> None:
    assert printed_folio(head_page("p000001", Head("第二版"), Head("7", left=300)), {}) == 2


@given(st.lists(st.builds(Head, st.text(max_size=30), st.sampled_from([BODY, FRONT]), st.integers(0, 900)), max_size=5))
def test_any_head_is_borne(heads: list[Head]) -> None:
    page = head_page("p000001", *heads)
    head = read_masthead(page, {})
    assert set(head.lines) <= {line.id for line in page.lines}
    assert all(head.titles)


def test_titles_by_what_most_pages_print() -> None:
    forms = ["Seezeitung", "Seczeitung", "Seezeitung", "Gebirgsbote"]
    heads = [Masthead(f"p{n}", (form,), True) for n, form in enumerate(forms)]
    settled = settle_titles(heads)
    assert [settled[f"p{n}"].name for n in range(4)] == ["Seezeitung", "Seezeitung", "Seezeitung", "Gebirgsbote"]


def test_a_known_title_goes_before_a_printed_one() -> None:
    assert settle_titles([Masthead("p1", ("Seczeitung",))], ["Seezeitung"])["p1"].name == "Seezeitung"


def test_the_words_beside_a_title_are_not_taken_for_it() -> None:
    heads = [Masthead(f"p{n}", (other, "雲岸日報")) for n, other in enumerate(["本埠新聞", "經濟", "體育"])]
    assert {t.name for t in settle_titles(heads).values()} == {"雲岸日報"}


def test_papers_with_like_names_stay_apart() -> None:
    assert not are_alike("Neue Zürcher Zeitung", "Zürcher Zeitung")
    assert not are_alike("日報", "晚報")
    assert are_alike("The Evening Star", "The Evenlng Star.")
