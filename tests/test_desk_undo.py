"""Undo and redo from a browser: acts come off and on again by the log alone, never over what another has decided."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_readers import make_page
from PIL import Image

from correction.desk.desk import Desk
from correction.desk.history import line_history
from correction.desk.replacing import OnPage, Replacement, replace_all
from correction.desk.saving import Made, Sent, receive
from correction.desk.takeback import Wish, take_back
from correction.store import create_project
from ocr.errors import LockedError, UsageError
from ocr.page import LineText, Reading, Source

P1, P2 = "p000001", "p000002"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two pages of three lines."""
    with closing(create_project(tmp_path / "P")) as project:
        for n in range(2):
            file = tmp_path / f"{n}.png"
            Image.new("L", (420, 1000), 255 - n).save(file)
            entry = project.add_sources([Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest())])[0].entry
            page = make_page(entry.id, "The win-", "dow was shut.", "It cost $5.")
            project.save_page(replace(page, source=entry.source))
        yield Desk(project)


def ids(desk: Desk, page: str = P1) -> list[str]:
    return [line.id for line in desk.sit(page).page.lines]


def texts(desk: Desk, page: str = P1) -> list[str]:
    return [desk.sit(page).text_of(line) for line in ids(desk, page)]


class Person:
    """Somebody at the desk, with ids of their own for decisions."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk, self.name, self.count = desk, name, 0

    def new_id(self) -> str:
        self.count += 1
        return f"d_{self.name.lower()}{self.count}"

    def write(self, n: int, value: str, page: str = P1, batch: str = "") -> None:
        line = ids(self.desk, page)[n]
        made = Made(self.new_id(), "text", (line,), value, (self.desk.sit(page).text_of(line),), batch=batch)
        got = receive(self.desk, page, Sent(self.name, (made,)))
        assert got.kept == (made.id,)

    def undo(self, page: str = P1, redo: bool = False, passed: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
        return take_back(self.desk, page, Wish(self.name, (self.new_id(),), redo, passed))


def test_the_last_act_comes_off_and_on_again(desk: Desk) -> None:
    ada = Person(desk, "Ada")
    ada.write(0, "One")
    ada.write(1, "Two")
    got = ada.undo()
    assert [told.value for told in got.done] == ["Two"]
    assert got.texts == {ids(desk)[1]: "dow was shut."}
    assert (got.pages, got.covered, got.arranged) == ((P1,), (), False)
    ada.undo()
    assert texts(desk) == ["The win-", "dow was shut.", "It cost $5."]
    assert ada.undo().done == ()
    assert [told.value for told in ada.undo(redo=True).done] == ["One"]
    assert [told.value for told in ada.undo(redo=True).done] == ["Two"]
    assert ada.undo(redo=True).done == ()
    assert texts(desk)[:2] == ["One", "Two"]


def test_redo_ends_with_a_new_act(desk: Desk) -> None:
    ada = Person(desk, "Ada")
    ada.write(0, "One")
    ada.undo()
    ada.write(1, "Two")
    assert ada.undo(redo=True).done == ()


def test_another_desk_knows_what_to_take_back(desk: Desk) -> None:
    ada = Person(desk, "Ada")
    ada.write(0, "One")
    ada.desk = Desk(desk.project)  # as after a restart
    ada.undo()
    assert texts(ada.desk)[0] == "The win-"


def test_a_wish_that_is_sent_twice_is_done_once(desk: Desk) -> None:
    ada = Person(desk, "Ada")
    ada.write(0, "One")
    ada.write(1, "Two")
    wish = Wish("Ada", ("d_wish",))
    first, again = take_back(desk, P1, wish), take_back(desk, P1, wish)
    assert first.kept == again.kept == ("d_wish",)
    assert first.done == again.done
    assert first.texts == again.texts
    assert texts(desk)[:2] == ["One", "dow was shut."]


def test_only_ones_own_is_taken_back(desk: Desk) -> None:
    ada, bob = Person(desk, "Ada"), Person(desk, "Bob")
    ada.write(0, "One")
    bob.write(1, "Two")
    ada.undo()
    assert texts(desk)[:2] == ["The win-", "Two"]


def test_what_another_wrote_on_top_stays_and_is_told(desk: Desk) -> None:
    ada, bob = Person(desk, "Ada"), Person(desk, "Bob")
    ada.write(1, "First")
    ada.write(0, "One")
    bob.write(0, "One and a half")
    got = ada.undo()
    assert (got.done, got.texts) == ((), {})
    assert [(each.line, each.author) for each in got.covered] == [(ids(desk)[0], "Bob")]
    assert texts(desk)[0] == "One and a half"
    # Told once, it is passed over.
    passed = tuple(each.id for each in got.covered)
    assert [told.value for told in ada.undo(passed=passed).done] == ["First"]
    assert texts(desk)[:2] == ["One and a half", "dow was shut."]
    # Bob takes his back, and Ada's stands there again.
    bob.undo()
    assert texts(desk)[0] == "One"


def test_an_accepted_page_is_locked(desk: Desk) -> None:
    ada = Person(desk, "Ada")
    ada.write(0, "One")
    desk.project.set_state([P1], "accepted", "Bob")
    with pytest.raises(LockedError, match="accepted"):
        ada.undo()


def test_an_act_on_several_pages_is_taken_back_as_one(desk: Desk) -> None:
    ada, bob = Person(desk, "Ada"), Person(desk, "Bob")
    pages = [
        OnPage(
            page,
            tuple(
                Made(ada.new_id(), "text", (line,), "X", (desk.sit(page).text_of(line),), batch="bx_1")
                for line in ids(desk, page)[:2]
            ),
        )
        for page in (P1, P2)
    ]
    became = replace_all(desk, Replacement("Ada", tuple(pages)))
    assert [len(each.kept) for each in became] == [2, 2]
    bob.write(1, "Y", page=P2)
    got = ada.undo()
    assert set(got.pages) == {P1, P2}
    assert [(each.page, each.author) for each in got.covered] == [(P2, "Bob")]
    assert texts(desk)[:2] == ["The win-", "dow was shut."]
    assert texts(desk, P2)[:2] == ["The win-", "Y"]
    again = ada.undo(page=P2, redo=True)
    assert set(again.pages) == {P1, P2}
    assert texts(desk)[:2] == ["X", "X"]
    assert texts(desk, P2)[:2] == ["X", "Y"]


def test_a_replacement_leaves_out_what_changed_meanwhile_and_locked_pages(desk: Desk) -> None:
    seen = {page: desk.sit(page).text_of(ids(desk, page)[0]) for page in (P1, P2)}
    Person(desk, "Bob").write(0, "Bob's")
    desk.project.set_state([P2], "accepted", "Bob")
    made = {page: Made(f"d_{page}", "text", (ids(desk, page)[0],), "X", (seen[page],), batch="bx_2") for page in seen}
    first, second = replace_all(desk, Replacement("Ada", tuple(OnPage(page, (one,)) for page, one in made.items())))
    assert [(each.text, each.author) for each in first.conflicts] == [("Bob's", "Bob")]
    assert "accepted" in second.problem
    assert (texts(desk)[0], texts(desk, P2)[0]) == ("Bob's", "The win-")


def test_the_history_of_a_line_tells_who_wrote_what(desk: Desk) -> None:
    ada, bob = Person(desk, "Ada"), Person(desk, "Bob")
    page = desk.project.load_page(P1)
    line = ids(desk)[0]
    other = Reading("g_other", "rapidocr", "small", "1", {line: LineText("Tbe win-", 0.4)}, run="r_1")
    desk.project.save_page(replace(page, readings=(*page.readings, other)))
    desk.forget(P1)
    ada.write(0, "One")
    bob.write(0, "Two")
    bob.undo()
    told = line_history(desk.sit(P1), line, {"r_1": "2026-01-01T00:00:00Z"})
    assert (told.text, told.read) == ("One", "The win-")
    assert [(each.text, each.base) for each in told.readings] == [("The win-", True), ("Tbe win-", False)]
    assert (told.readings[1].confidence, told.readings[1].time) == (0.4, "2026-01-01T00:00:00Z")
    assert [(d.author, d.before, d.after, d.undone) for d in told.decided] == [
        ("Ada", "The win-", "One", ""),
        ("Bob", "One", "Two", "Bob"),
    ]
    with pytest.raises(UsageError, match="no line"):
        line_history(desk.sit(P1), "l_none", {})


Step = tuple[str, str, int, str]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["Ada", "Bob"]),
        st.sampled_from(["write", "undo", "redo"]),
        st.integers(0, 2),
        st.text("abſ湖", max_size=4),
    ),
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_nothing_is_overwritten_and_undo_of_everything_gives_the_reading(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    with closing(create_project(tmp_path_factory.mktemp("p") / "P")) as project:
        file = project.root / "s.png"
        Image.new("L", (42, 10)).save(file)
        entry = project.add_sources([Source(str(file), "0" * 64)])[0].entry
        project.save_page(replace(make_page(entry.id, "one", "two", "three"), source=entry.source))
        desk = Desk(project)
        read = texts(desk)
        people = {name: Person(desk, name) for name in ("Ada", "Bob")}
        for name, act, n, value in steps:
            before, others = texts(desk), {d.id for d in desk.sit(P1).log if d.author != name}
            if act == "write":
                people[name].write(n, value)
            else:
                got = people[name].undo(redo=act == "redo")
                assert not {told.id for told in got.done} & others
                changed = {line for line, a, b in zip(ids(desk), before, texts(desk), strict=True) if a != b}
                assert set(got.texts) == changed
        for _ in range(2 * len(steps) + 1):
            done = [person.undo().done for person in people.values()]
            if not any(done):
                break
        assert texts(desk) == read


def test_an_act_of_structure_shows_the_page_anew_and_is_taken_back_whole(desk: Desk) -> None:
    ada, bob = Person(desk, "Ada"), Person(desk, "Bob")

    def role(person: Person, n: int, value: str, batch: str = "") -> None:
        made = Made(person.new_id(), "role", (ids(desk)[n],), value, batch=batch)
        receive(desk, P1, Sent(person.name, (made,)))

    def roles() -> dict[str, str]:
        return {line.id: region.role for region in desk.sit(P1).page.regions for line in region.lines}

    before, (first, second, _) = roles(), ids(desk)
    role(ada, 0, "headline", "b_1")
    role(ada, 1, "credit", "b_1")
    assert ada.undo().arranged
    assert roles() == before
    ada.undo(redo=True)
    assert (roles()[first], roles()[second]) == ("headline", "credit")
    role(bob, 1, "caption")
    got = ada.undo()
    assert (got.done, len(got.covered)) == ((), 1)
    assert (roles()[first], roles()[second]) == ("headline", "caption")
