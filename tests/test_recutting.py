"""Settled texts on a page that was cut into other lines: pieces, and lines that swallowed others."""

from dataclasses import replace

import pytest
from page_readers import make_page

from correction.proposals import propose
from correction.recutting import divide
from correction.review import decide, replay
from ocr.page import Box, Page, TextLine

OLD = make_page("p000001", "Storn warings will in future", "be hoisted at Hollinbrook.", "A third line.")
STORM, HOISTED, THIRD = (line.id for line in OLD.lines)


def cut(*lines: tuple[int, int, int, str], reading: str = "e_2") -> Page:
    """The same page as other lines: left, right, top and text of each."""
    page = make_page("p000001", *(text for *_, text in lines), reading=reading)
    made = [
        replace(line, id=f"l_new{n}", box=Box(left, top, right, top + 40))
        for n, (line, (left, right, top, _)) in enumerate(zip(page.lines, lines, strict=True))
    ]
    texts = {f"l_new{n}": page.readings[0].lines[line.id] for n, line in enumerate(page.lines)}
    region = replace(page.regions[0], lines=tuple[TextLine, ...](made))
    return replace(page, regions=(region,), readings=(*OLD.readings, replace(page.readings[0], lines=texts)))


PIECES = cut(
    (10, 90, 0, "Storn"),
    (100, 290, 0, "warings will"),
    (300, 410, 0, "in fnture"),
    (10, 410, 51, "be hoisted at Hollinbrook."),
    (10, 410, 101, "A third line."),
)
SWALLOWED = cut((10, 410, 101, "A third line."), (10, 900, 2, "Storm warings will in future of the harbour board"))


@pytest.mark.parametrize(
    ("text", "pieces", "wanted"),
    [
        ("", ["a", "b"], ["", ""]),
        ("abc", ["", ""], ["abc", ""]),
        ("all of it", ["all of it", ""], ["all of it", ""]),
        ("Ein- und Ausfuhr", ["Ein-", "nnd Ausfuhr"], ["Ein-", "und Ausfuhr"]),
        ("本报讯平湖西瓜丰收", ["本报讯平", "湖西爪丰收"], ["本报讯平", "湖西瓜丰收"]),
    ],
)
def test_a_text_is_divided_where_its_pieces_end(text: str, pieces: list[str], wanted: list[str]) -> None:
    assert divide(text, pieces) == wanted


def test_the_text_of_a_line_is_laid_over_its_pieces() -> None:
    made = decide(OLD, "text", [STORM], "Storm warnings will in future", "reader")
    reviewed = replay(PIECES, [made])
    assert reviewed.texts == {"l_new0": "Storm", "l_new1": "warnings will", "l_new2": "in future"}
    assert reviewed.proposals == ()


def test_what_is_said_of_a_line_is_said_of_its_pieces() -> None:
    log = [
        decide(OLD, "role", [STORM], "headline", "reader"),
        decide(OLD, "split", [STORM], None, "reader"),
        decide(OLD, "hyphen", [STORM], "keep", "reader"),
    ]
    reviewed = replay(PIECES, log)
    assert set(reviewed.overrides.roles) == {"l_new0", "l_new1", "l_new2"}
    assert reviewed.overrides.splits == {"l_new0"}
    assert set(reviewed.rulings.hyphens) == {"l_new2"}


def test_a_line_that_was_swallowed_keeps_its_text_and_the_rest_is_as_read() -> None:
    first = decide(OLD, "text", [STORM], "Storm warnings will in future", "reader")
    second = decide(OLD, "text", [STORM], "STORM WARNINGS will in future", "reader", replay(OLD, [first]))
    assert replay(SWALLOWED, [first]).texts == {"l_new1": "Storm warnings will in future of the harbour board"}
    assert replay(SWALLOWED, [first, second]).texts == {"l_new1": "STORM WARNINGS will in future of the harbour board"}


def test_a_word_that_a_person_added_is_not_added_twice() -> None:
    """The old reading had lost a word that the new one has, in the same box a little moved."""
    made = decide(OLD, "text", [THIRD], "A third line of the page.", "reader")
    page = cut((10, 410, 103, "A third line of the page."))
    assert replay(page, [made]).texts == {"l_new0": "A third line of the page."}


def test_a_new_reading_is_only_proposed() -> None:
    log = [
        decide(OLD, "text", [STORM], "Storm warnings will in future", "reader"),
        decide(OLD, "confirm", [HOISTED], None, "reader"),
        decide(OLD, "confirm", [THIRD], None, "reader"),
    ]
    assert propose(OLD, log) == ()
    texts = ("Storm wamings will in future", "be hoisted at Hollinbrook.", "A thirdline.")
    page = replace(make_page("p000001", *texts, reading="e_2"), base="e_2")
    page = replace(page, readings=(*OLD.readings, *page.readings))
    found = propose(page, log)
    assert [(each.line, each.read, each.stands, each.proposed) for each in found] == [
        (STORM, "Storn warings will in future", "Storm warnings will in future", "Storm wamings will in future"),
        (THIRD, "A third line.", "A third line.", "A thirdline."),
    ]
    assert replay(page, log).texts[THIRD] == "A third line."
    turned_down = decide(page, "confirm", [THIRD], None, "reader", replay(page, log))
    assert [each.line for each in propose(page, [*log, turned_down])] == [STORM]


def test_proposals_on_pieces_speak_of_the_pieces() -> None:
    made = decide(OLD, "text", [STORM], "Storm warnings will in future", "reader")
    found = propose(PIECES, [made])
    assert [(each.line, each.read, each.stands, each.proposed) for each in found] == [
        ("l_new2", "in future", "in future", "in fnture")
    ]
