"""Turning what repair did, and whose evidence a page has."""

from __future__ import annotations

import pytest
from page_readers import make_page

from correction.article import Article, Change, Hyphen, Paragraph
from correction.evidence import NEIGHBOURS, Evidence, Proof
from correction.repair import repair
from correction.turning import find_entries, rule_against, turned
from ocr.errors import UsageError


def hyphen(form: str, decision: str = "join", mark: str = "-", offered: str | None = None) -> Hyphen:
    return Hyphen("h_1", "l_1", "book", mark, "cart", form, decision, "", 0.5, offered=offered)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        (hyphen("bookcart"), "keep"),
        (hyphen("book-cart", "keep"), "join"),
        (hyphen("book- cart", "keep-space"), "join"),
        (hyphen("book-cart", "offer", offered="bookcart"), "join"),
        (hyphen("bookcart", "offer", offered="book-cart"), "keep"),
        (hyphen("book cart", "offer", mark="", offered="bookcart"), "join"),
        (hyphen("bookcart", "offer", mark="", offered="book cart"), "keep-space"),
        (hyphen("bookcart", "offer", offered="boccart"), "=boccart"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.form,
)
def test_a_hyphen_is_turned_by_what_the_text_holds(entry: Hyphen, value: str) -> None:
    assert turned(entry) == ("hyphen", value)


def test_a_change_is_taken_off_and_put_on() -> None:
    change = Change("gaps", "l_1", 3, 4, " ", "", "")
    assert turned(change) == ("change", "gaps 3 off")
    assert turned(Change("gaps", "l_1", 3, 4, " ", "", "", applied=False)) == ("change", "gaps 3 on")


def test_entries_are_turned_without_a_project() -> None:
    page = [Article("a_1", paragraphs=(Paragraph("a book-\ncart of the \nharbour", lines=("l_1", "l_2", "l_3")),))]
    (repaired,) = repair(page)
    ids = [repaired.hyphens[0].id, *(c.id for c in repaired.changes if c.rule == "spaces")]
    (turned_round,) = repair(page, rule_against(find_entries([repaired], ids), "mw"))
    assert repaired.paragraphs[0].text == "a book-cart of the harbour"
    assert turned_round.paragraphs[0].text == "a bookcart of the  harbour"
    with pytest.raises(UsageError, match="no change c_none"):
        find_entries([repaired], ["c_none"])


def test_a_page_is_witnessed_by_its_neighbours_only() -> None:
    names = [f"p{n:06d}" for n in range(1, 2 * NEIGHBOURS + 4)]
    evidence = Evidence(names, lambda name: Proof(make_page(name, f"the{name[1:]} book-cart"), {}))
    first = evidence.lexicon(names[0], "en")
    middle = evidence.lexicon(names[NEIGHBOURS + 1], "en")
    assert first.seen("book-cart") == NEIGHBOURS + 1
    assert middle.seen("book-cart") == 2 * NEIGHBOURS + 1
    assert evidence.lexicon(names[0], "de").seen("book-cart") == 0
